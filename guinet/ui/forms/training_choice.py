"""Which optimiser, which scheduler, and their arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtWidgets import QLabel, QVBoxLayout

from guinet.core.changes import SetTraining
from guinet.core.project import Project
from guinet.core.settings import training_setting
from guinet.core.values import MISSING, Setting
from guinet.nodes import scheduler_parts
from guinet.nodes.training import TRAINING_ARGUMENTS
from guinet.nodes.types import OptimizerType, SchedulerType
from guinet.ui.forms.fields import ChoiceField, FieldState
from guinet.ui.forms.rows import ArgumentForm, field_for
from guinet.ui.forms.training_part import Part
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.words import node_doc


class Choice(Struct, frozen=True):
    """A setting that names a class of torch.optim. `prefix` is that of the class's arguments; `title` and `doc` give
    the words of the current language, `step` names the step of the history."""

    setting: str
    prefix: str
    types: Sequence[OptimizerType | SchedulerType]
    title: Callable[[], str]
    doc: Callable[[], str]
    step: str

    def chosen(self, project: Project) -> OptimizerType | SchedulerType | None:
        """None when none is, and for one of a later version."""
        kind = training_setting(project.training, self.setting)
        return next((type for type in self.types if type.kind == kind), None)


class ChoicePart(Part):
    """Which one, and what it is."""

    def __init__(self, project: Project, choice: Choice) -> None:
        super().__init__(project)
        self._choice = choice
        self._title = self.add_title()
        self._argument = next(argument for argument in TRAINING_ARGUMENTS if argument.name == choice.setting)
        field = ChoiceField(self._argument)
        field.set_choices(self._kinds(), {type.kind: type.title for type in choice.types})
        self._form = ArgumentForm([field])
        self._form.edited.connect(lambda _, kind: self._choose(kind))
        self._form.left.connect(self.seal)
        self._about = QLabel()
        self._about.setWordWrap(True)
        set_variant(self._about, "small")
        rows = QVBoxLayout()
        rows.setSpacing(current_theme().pixels("space-small"))
        rows.addWidget(self._form)
        rows.addWidget(self._about)
        self.rows.addLayout(rows)
        self.leave_room("space-small", 1)

    def refresh(self) -> None:
        setting = self._choice.setting
        self._form.show_states(
            {setting: FieldState(self.project.training.get(setting, MISSING), self._argument.default)}
        )
        chosen = self._choice.chosen(self.project)
        self._about.setText(node_doc(chosen) if chosen is not None else "")
        self._about.setVisible(chosen is not None)

    def translate(self) -> None:
        self._title.setText(self._choice.title())
        self._form.describe(self._choice.setting, self._choice.doc())

    def _kinds(self) -> list[str | None]:
        kinds = [type.kind for type in self._choice.types]
        return [None, *kinds] if self._argument.optional else [*kinds]

    def _choose(self, kind: Setting) -> None:
        """Arguments of the one before go; those that must be given are suggested, and so are the parts of one that is
        made of others."""
        choice = self._choice
        changes = [SetTraining(key, MISSING) for key in self.project.training if key.startswith(choice.prefix)]
        changes.append(SetTraining(choice.setting, MISSING if kind is None else kind))
        chosen = next((type for type in choice.types if type.kind == kind), None)
        for argument in chosen.arguments if chosen is not None else ():
            if argument.required and argument.suggestion is not MISSING:
                key = choice.prefix + argument.name
                changes = [change for change in changes if change.key != key]
                changes.append(SetTraining(key, argument.suggestion))
        begun = scheduler_parts.begin(str(kind))
        changes = [change for change in changes if change.key not in begun]
        self.project.run(choice.step, [*changes, *(SetTraining(key, value) for key, value in begun.items())])


class ArgumentsPart(Part):
    """The arguments of the one that is chosen."""

    def __init__(self, project: Project, choice: Choice) -> None:
        super().__init__(project)
        self._choice = choice
        self._form: ArgumentForm | None = None
        self._shown: OptimizerType | SchedulerType | None = None
        self.leave_room("space", 2)

    def refresh(self) -> None:
        chosen = self._choice.chosen(self.project)
        if chosen is not self._shown:
            self._shown = chosen
            if self._form is not None:
                self._form.hide()
                self._form.deleteLater()
            self._form = None if chosen is None else self._make(chosen)
        if chosen is not None and self._form is not None:
            settings, prefix = self.project.training, self._choice.prefix
            self._form.show_states(
                {
                    argument.name: FieldState(settings.get(prefix + argument.name, MISSING), argument.default)
                    for argument in chosen.arguments
                }
            )

    def translate(self) -> None:
        """The form names its rows itself."""

    def _make(self, chosen: OptimizerType | SchedulerType) -> ArgumentForm:
        form = ArgumentForm([field_for(argument) for argument in chosen.arguments])
        form.edited.connect(lambda name, value: self.set(self._choice.prefix + name, value))
        form.left.connect(self.seal)
        self.rows.addWidget(form)
        return form
