"""The training settings of a project: how long, on what, with which optimiser, scheduler and limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project
from guinet.core.settings import OPTIMIZER_PREFIX, SCHEDULER_PREFIX
from guinet.core.values import MISSING
from guinet.nodes.registry import Registry
from guinet.nodes.training import TRAINING_ARGUMENTS
from guinet.session.events import Device, Event
from guinet.ui.forms.fields import ChoiceField, FieldState
from guinet.ui.forms.learning_rate import LearningRatePart
from guinet.ui.forms.rows import ArgumentForm, field_for
from guinet.ui.forms.scheduler_parts import SchedulerPartsPart
from guinet.ui.forms.training_choice import ArgumentsPart, Choice, ChoicePart
from guinet.ui.forms.training_groups import GroupsPart
from guinet.ui.forms.training_part import Part
from guinet.ui.translate import tr
from guinet.ui.turns import Turns


class TrainingForm(QWidget):
    """What the inspector shows while nothing is selected. Its parts are made in turns: all at once would be a pause.

    Signals: `asks(Study)`, how the learning rate will move; `receive` takes the answer.
    """

    asks = Signal(object)

    def __init__(self, project: Project, registry: Registry) -> None:
        super().__init__()
        self.setObjectName("training_form")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addStretch()
        self._devices: Sequence[Device] = (Device("cpu", "CPU"),)
        self._general: _General | None = None
        self._preview: LearningRatePart | None = None
        optimizer, scheduler = _optimizer(registry), _scheduler(registry)
        self._turns = Turns(self)
        self._turns.add(
            self._add_general,
            lambda: self._add(ChoicePart(project, optimizer)),
            lambda: self._add(ArgumentsPart(project, optimizer)),
            lambda: self._add(ChoicePart(project, scheduler)),
            lambda: self._add(ArgumentsPart(project, scheduler)),
            lambda: self._add(SchedulerPartsPart(project, registry)),
            self._add_preview,
            lambda: self._add(_Updates(project)),
            lambda: self._add(GroupsPart(project, registry)),
        )
        self._project = project

    def set_devices(self, devices: Sequence[Device]) -> None:
        """Offers the devices torch reports."""
        self._devices = devices
        if self._general is not None:
            self._general.set_devices(devices)

    def receive(self, event: Event) -> None:
        """Takes what the torch side tells."""
        if self._preview is not None:
            self._preview.receive(event)

    def finish(self) -> None:
        """Makes the parts that are not there yet now."""
        self._turns.finish()

    def _add_general(self) -> None:
        self._general = _General(self._project)
        self._general.set_devices(self._devices)
        self._add(self._general)

    def _add_preview(self) -> None:
        self._preview = LearningRatePart(self._project)
        self._preview.asks.connect(self.asks)
        self._add(self._preview)

    def _add(self, part: Part) -> None:
        part.translate()
        part.refresh()
        self._layout.insertWidget(self._layout.count() - 1, part)


class _Settings(Part):
    """A row for each of some settings."""

    NAMES: ClassVar[tuple[str, ...]]

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._title = self.add_title()
        self._arguments = [argument for argument in TRAINING_ARGUMENTS if argument.name in self.NAMES]
        self._form = ArgumentForm([field_for(argument) for argument in self._arguments])
        self._form.edited.connect(self.set)
        self._form.left.connect(self.seal)
        self.rows.addWidget(self._form)
        self.leave_room("space", 2)

    def refresh(self) -> None:
        training = self.project.training
        self._form.show_states(
            {
                argument.name: FieldState(
                    training.get(argument.name, MISSING), argument.default, words=_words(argument.name)
                )
                for argument in self._arguments
            }
        )

    def describe(self, title: str, docs: dict[str, str]) -> None:
        self._title.setText(title)
        for name, doc in docs.items():
            self._form.describe(name, doc)


class _General(_Settings):
    """How long, on what, with which seed."""

    NAMES = ("epochs", "seed", "device", "threads", "loop_limit")

    def set_devices(self, devices: Sequence[Device]) -> None:
        field = self._form.field("device")
        assert isinstance(field, ChoiceField)
        field.set_choices([device.name for device in devices], {device.name: device.title for device in devices})

    def translate(self) -> None:
        docs = {
            "epochs": tr("How many times the training goes over all training rows."),
            "seed": tr("Another seed gives other initial weights and another order of the rows."),
            "device": tr("The device a training runs on."),
            "threads": tr("Processor threads torch may use; 0 chooses by the cost of a step."),
            "loop_limit": tr("Rounds a While may take before it is stopped with an error."),
        }
        self.describe(tr("Training"), docs)


class _Updates(_Settings):
    """How gradients become an update."""

    NAMES = ("accumulate", "clip_norm", "clip_value")

    def translate(self) -> None:
        docs = {
            "accumulate": tr("How many batches make one update: their gradients are averaged."),
            "clip_norm": tr("Gradients longer than this, all taken together, are shortened to it."),
            "clip_value": tr("Each number of a gradient is cut to at most this, up and down."),
        }
        self.describe(tr("Gradients"), docs)


def _optimizer(registry: Registry) -> Choice:
    return Choice(
        "optimizer",
        OPTIMIZER_PREFIX,
        registry.optimizers(),
        lambda: tr("Optimiser"),
        lambda: tr("How the weights follow their gradients."),
        QT_TRANSLATE_NOOP("Step", "Choose optimiser"),
    )


def _scheduler(registry: Registry) -> Choice:
    return Choice(
        "scheduler",
        SCHEDULER_PREFIX,
        registry.schedulers(),
        lambda: tr("Learning rate"),
        lambda: tr("How the learning rate moves while the training goes on."),
        QT_TRANSLATE_NOOP("Step", "Choose scheduler"),
    )


def _words(name: str) -> str:
    return tr("automatic") if name == "threads" else ""
