"""The training settings of a project: how long, on what, with which optimiser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from guinet.core.changes import SetNotes, SetTraining
from guinet.core.history import Committed
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project
from guinet.core.settings import OPTIMIZER_PREFIX, TRAINING_DEFAULTS, training_setting
from guinet.core.values import MISSING, Setting
from guinet.nodes.registry import Registry
from guinet.nodes.training import TRAINING_ARGUMENTS
from guinet.nodes.types import Argument, ArgumentType, OptimizerType
from guinet.session.events import Device
from guinet.ui.forms.fields import ChoiceField, FieldState
from guinet.ui.forms.rows import ArgumentForm, field_for
from guinet.ui.forms.text_area import TextArea
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import node_doc

_OPTIMIZER: Final = "optimizer"
_ARGUMENTS: Final = tuple(
    # Which devices there are is known once the torch side has told; there is always this one.
    replace(argument, choices=("cpu",)) if argument.name == "device" else argument
    for argument in TRAINING_ARGUMENTS
    if argument.name != _OPTIMIZER
)


class TrainingForm(QWidget):
    """What the inspector shows while nothing is selected."""

    def __init__(self, project: Project, registry: Registry) -> None:
        super().__init__()
        self.setObjectName("training_form")
        self._project = project
        self._registry = registry
        self._titles = {name: QLabel() for name in ("training", "optimizer", "notes")}
        self._about = QLabel()
        self._general = ArgumentForm([field_for(argument) for argument in _ARGUMENTS])
        self._choice = ArgumentForm([_optimizer_field(registry.optimizers())])
        self._arguments: ArgumentForm | None = None
        self._shown_optimizer: OptimizerType | None = None
        self._notes = TextArea()
        self._notes.setObjectName("project_notes")
        self._lay_out()
        self._general.edited.connect(self._set)
        self._choice.edited.connect(lambda _, kind: self._choose_optimizer(kind))
        self._notes.edited.connect(self._write_notes)
        for form in (self._general, self._choice):
            form.left.connect(self._seal)
        self._notes.left.connect(self._seal)
        self._unsubscribe = project.subscribe(self._committed)
        self._translate()

    def set_devices(self, devices: Sequence[Device]) -> None:
        """Offers the devices torch reports."""
        field = self._general["device"]
        assert isinstance(field, ChoiceField)
        field.set_choices([device.name for device in devices], {device.name: device.title for device in devices})

    def refresh(self) -> None:
        """Shows the project's settings as they are now."""
        training = self._project.training
        self._general.show_states(
            {
                argument.name: FieldState(
                    training.get(argument.name, MISSING), argument.default, words=_words(argument.name)
                )
                for argument in _ARGUMENTS
            }
        )
        kind = training_setting(training, _OPTIMIZER)
        self._choice.show_states(
            {_OPTIMIZER: FieldState(training.get(_OPTIMIZER, MISSING), TRAINING_DEFAULTS[_OPTIMIZER])}
        )
        self._show_arguments(self._registry.optimizer(kind) if isinstance(kind, str) else None)
        self._notes.show_text(self._project.notes)

    def _show_arguments(self, optimizer: OptimizerType | None) -> None:
        if optimizer is not self._shown_optimizer:
            self._shown_optimizer = optimizer
            if self._arguments is not None:
                self._arguments.hide()
                self._arguments.deleteLater()
            self._arguments = None if optimizer is None else self._make_arguments(optimizer)
        self._about.setText("" if optimizer is None else node_doc(optimizer))
        if optimizer is not None and self._arguments is not None:
            settings = self._project.training
            self._arguments.show_states(
                {
                    argument.name: FieldState(settings.get(OPTIMIZER_PREFIX + argument.name, MISSING), argument.default)
                    for argument in optimizer.arguments
                }
            )

    def _make_arguments(self, optimizer: OptimizerType) -> ArgumentForm:
        form = ArgumentForm([field_for(argument) for argument in optimizer.arguments])
        form.edited.connect(lambda name, value: self._set(OPTIMIZER_PREFIX + name, value))
        form.left.connect(self._seal)
        self._optimizer_part.addWidget(form)
        return form

    def _set(self, key: str, value: Setting) -> None:
        self._project.run(QT_TRANSLATE_NOOP("Step", "Set training"), [SetTraining(key, value)], merge=f"training {key}")

    def _choose_optimizer(self, kind: Setting) -> None:
        stale = [key for key in self._project.training if key.startswith(OPTIMIZER_PREFIX)]
        self._project.run(
            QT_TRANSLATE_NOOP("Step", "Choose optimiser"),
            [*(SetTraining(key, MISSING) for key in stale), SetTraining(_OPTIMIZER, kind)],
        )

    def _write_notes(self, text: str) -> None:
        self._project.run(QT_TRANSLATE_NOOP("Step", "Write notes"), [SetNotes(text)], merge="notes")

    def _seal(self) -> None:
        self._project.history.seal()

    def _committed(self, event: Committed) -> None:
        if any(isinstance(change, (SetTraining, SetNotes)) for change in event.changes):
            self.refresh()

    def _lay_out(self) -> None:
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.pixels("space"))
        self._optimizer_part = QVBoxLayout()
        self._optimizer_part.setSpacing(theme.pixels("space-small"))
        self._optimizer_part.addWidget(self._choice)
        self._optimizer_part.addWidget(self._about)
        self._about.setWordWrap(True)
        set_variant(self._about, "small")
        for title in self._titles.values():
            set_variant(title, "strong")
        layout.addWidget(self._titles["training"])
        layout.addWidget(self._general)
        layout.addSpacing(theme.pixels("space"))
        layout.addWidget(self._titles["optimizer"])
        layout.addLayout(self._optimizer_part)
        layout.addSpacing(theme.pixels("space"))
        layout.addWidget(self._titles["notes"])
        layout.addWidget(self._notes)
        layout.addStretch()

    def _translate(self) -> None:
        self._titles["training"].setText(tr("Training"))
        self._titles["optimizer"].setText(tr("Optimiser"))
        self._titles["notes"].setText(tr("Notes"))
        self._notes.setPlaceholderText(tr("What this project is about, for those who open it later."))
        self._notes.setAccessibleName(tr("Notes of the project"))
        docs = {
            "epochs": tr("How many times the training goes over all training rows."),
            "seed": tr("Another seed gives other initial weights and another order of the rows."),
            "device": tr("The device a training runs on."),
            "threads": tr("Processor threads torch may use; 0 chooses by the cost of a step."),
        }
        for name, doc in docs.items():
            self._general.describe(name, doc)
        self._choice.describe(_OPTIMIZER, tr("How the weights follow their gradients."))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _optimizer_field(optimizers: Sequence[OptimizerType]) -> ChoiceField:
    kinds = tuple(optimizer.kind for optimizer in optimizers)
    argument = Argument(_OPTIMIZER, ArgumentType.CHOICE, TRAINING_DEFAULTS[_OPTIMIZER], kinds)
    return ChoiceField(argument, {optimizer.kind: optimizer.title for optimizer in optimizers})


def _words(name: str) -> str:
    return tr("automatic") if name == "threads" else ""
