"""The schedulers that a scheduler is made of: each with its kind and arguments, to be added and taken away."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project
from guinet.core.settings import SchedulerPart, scheduler_parts, training_setting
from guinet.core.values import MISSING
from guinet.nodes import scheduler_parts as edits
from guinet.nodes.registry import Registry
from guinet.nodes.training import part_schedulers
from guinet.nodes.types import Argument, ArgumentType, SchedulerType
from guinet.ui.forms.fields import ChoiceField, FieldState
from guinet.ui.forms.rows import ArgumentForm, field_for
from guinet.ui.forms.training_part import Part
from guinet.ui.icons import icon
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr

_KIND: Final = Argument("scheduler", ArgumentType.CHOICE)


class SchedulerPartsPart(Part):
    """A card for each scheduler, and a button for one more; nothing while the scheduler is made of no others."""

    def __init__(self, project: Project, registry: Registry) -> None:
        super().__init__(project)
        self.setObjectName("scheduler_parts")
        self._registry = registry
        self._cards: list[_Card] = []
        self._add = QPushButton()
        self._add.setObjectName("add_scheduler")
        self._add.clicked.connect(self._add_one)
        self.rows.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.leave_room("space", 2)

    def refresh(self) -> None:
        training = self.project.training
        chosen = self._registry.scheduler(str(training_setting(training, "scheduler")))
        shown = chosen is not None and chosen.schedulers
        self.setVisible(shown)
        parts = scheduler_parts(training) if shown else ()
        while len(self._cards) > len(parts):
            card = self._cards.pop()
            card.hide()
            card.deleteLater()
        while len(self._cards) < len(parts):
            self._add_card(len(self._cards))
        for card, part in zip(self._cards, parts, strict=True):
            card.show_part(part)

    def translate(self) -> None:
        self._add.setText(tr("Add a scheduler"))
        for card in self._cards:
            card.translate()

    def _add_card(self, place: int) -> None:
        card = _Card(place)
        card.edited.connect(self.set)
        card.left.connect(self.seal)
        card.chosen.connect(self._choose)
        card.removed.connect(self._remove)
        self._cards.append(card)
        self.rows.insertWidget(place, card)

    def _choose(self, key: str, kind: str) -> None:
        self.project.run(QT_TRANSLATE_NOOP("Step", "Choose scheduler"), edits.choose(self.project.training, key, kind))

    def _add_one(self) -> None:
        self.project.run(QT_TRANSLATE_NOOP("Step", "Add scheduler"), edits.add(self.project.training))

    def _remove(self, place: int) -> None:
        self.project.run(QT_TRANSLATE_NOOP("Step", "Remove scheduler"), edits.remove(self.project.training, place))


class _Card(QFrame):
    """One scheduler. Signals: `edited(key, value or MISSING)` of an argument's setting; `chosen(key, kind)`;
    `removed(place)`; `left()`."""

    edited = Signal(str, object)
    chosen = Signal(str, str)
    removed = Signal(int)
    left = Signal()

    def __init__(self, place: int) -> None:
        super().__init__()
        self.setObjectName(f"scheduler_part_{place}")
        set_variant(self, "card")
        self._place = place
        self._key = ""
        self._type: SchedulerType | None = None
        self._form: ArgumentForm | None = None
        gap = current_theme().pixels("space-small")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(gap, gap, gap, gap)
        self._rows.setSpacing(gap)
        self._number = QLabel(str(place + 1))
        set_variant(self._number, "muted")
        self._choice = ChoiceField(_KIND)
        self._choice.setObjectName(f"scheduler_kind_{place}")
        kinds = part_schedulers()
        self._choice.set_choices([type.kind for type in kinds], {type.kind: type.title for type in kinds})
        self._choice.edited.connect(lambda kind: self.chosen.emit(self._key, kind))
        self._choice.left.connect(self.left)
        self._remove = QToolButton()
        self._remove.setObjectName(f"remove_scheduler_{place}")
        self._remove.setIcon(icon("close"))
        side = current_theme().pixels("icon")
        self._remove.setIconSize(QSize(side, side))
        set_variant(self._remove, "flat")
        self._remove.clicked.connect(lambda: self.removed.emit(self._place))
        head = QHBoxLayout()
        head.addWidget(self._number)
        head.addWidget(self._choice, 1)
        head.addWidget(self._remove)
        self._rows.addLayout(head)
        self.translate()

    def show_part(self, part: SchedulerPart) -> None:
        self._key = part.key
        self._choice.show_state(FieldState(MISSING if part.kind is None else part.kind))
        type = next((type for type in part_schedulers() if type.kind == part.kind), None)
        if type is not self._type:
            self._type = type
            self._make_form()
        if type is not None and self._form is not None:
            self._form.show_states(
                {
                    argument.name: FieldState(part.arguments.get(argument.name, MISSING), argument.default)
                    for argument in type.arguments
                }
            )

    def translate(self) -> None:
        words = tr("Take scheduler {number} away").format(number=self._place + 1)
        self._remove.setToolTip(words)
        self._remove.setAccessibleName(words)
        editor: QWidget = self._choice.editor
        editor.setAccessibleName(tr("Scheduler {number}").format(number=self._place + 1))

    def _make_form(self) -> None:
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None
        if self._type is not None and self._type.arguments:
            self._form = ArgumentForm([field_for(argument) for argument in self._type.arguments])
            self._form.edited.connect(lambda name, value: self.edited.emit(f"{self._key}.{name}", value))
            self._form.left.connect(lambda _: self.left.emit())
            self._rows.addWidget(self._form)
