"""Rows of a form: a name, its field, a button that takes back what was set by hand, and words when it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from guinet.core.values import MISSING
from guinet.nodes.types import Argument, ArgumentType
from guinet.ui.forms.fields import CheckField, ChoiceField, Field, FieldState, mark
from guinet.ui.forms.line import FileField, LineField
from guinet.ui.forms.plug import PlugButton
from guinet.ui.forms.reset import ResetButton
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import argument_doc


class ArgumentForm(QWidget):
    """One row for each field, under its argument's name.

    Signals: `edited(name, value or MISSING)`; `left(name)` when a field lost the focus; `plugged(name, on)` when an
    argument is to come from a wire, or to be written again.
    """

    edited = Signal(str, object)
    left = Signal(str)
    plugged = Signal(str, bool)

    def __init__(self, fields: Sequence[Field]) -> None:
        super().__init__()
        theme = current_theme()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        # No spacing: an empty column has none, and fields would be wider in a form where nothing is set by hand.
        gap = theme.pixels("space-small")
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(gap)
        self._grid.setColumnMinimumWidth(0, theme.pixels("form-label-width") + gap)
        self._grid.setColumnMinimumWidth(2, theme.pixels("icon-large") + gap)
        if any(field.argument.wirable for field in fields):
            self._grid.setColumnMinimumWidth(3, theme.pixels("icon-large"))
        self._grid.setColumnStretch(1, 1)
        self._rows = {field.argument.name: _Row(self._grid, at, field) for at, field in enumerate(fields)}
        for name, row in self._rows.items():
            row.field.edited.connect(lambda value, name=name: self.edited.emit(name, value))
            row.field.left.connect(lambda name=name: self.left.emit(name))
            if row.plug is not None:
                row.plug.clicked.connect(partial(self._plug, row.plug, name))

    def field(self, name: str) -> Field:
        """The field of an argument. Raises KeyError. (With brackets Qt would take the form for a sequence.)"""
        return self._rows[name].field

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._rows)

    def show_states(self, states: Mapping[str, FieldState]) -> None:
        """Shows what the graph holds now; a field that someone is writing in keeps its text."""
        for name, state in states.items():
            self._rows[name].show_state(state)

    def mark_wrong(self, names: Collection[str]) -> None:
        """Marks the fields of arguments that a check found wrong."""
        for name, row in self._rows.items():
            row.mark_wrong(name in names)

    def _plug(self, plug: PlugButton, name: str) -> None:
        self.plugged.emit(name, not plug.isChecked())

    def forget_refusals(self) -> None:
        """Takes the words under the fields away: another node is shown."""
        for row in self._rows.values():
            row.refuse("")

    def describe(self, name: str, doc: str) -> None:
        """Says what an argument is, in place of its own words."""
        self._rows[name].describe(doc)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            for row in self._rows.values():
                row.translate()
        super().changeEvent(event)


class _Row(QObject):
    """The widgets of one argument; the rarer ones are made when they are first needed."""

    def __init__(self, grid: QGridLayout, at: int, field: Field) -> None:
        super().__init__(grid)
        self.field = field
        self._grid = grid
        self._line = 2 * at
        self._words: QLabel | None = None
        self._reset: ResetButton | None = None
        self.plug: PlugButton | None = None
        name = field.argument.name
        self._label = name_label(name)
        field.setObjectName(f"field_{name}")
        field.refused.connect(self.refuse)
        grid.addWidget(self._label, self._line, 0)
        grid.addWidget(field, self._line, 1)
        if field.argument.wirable:
            self.plug = PlugButton(name)
            grid.addWidget(self.plug, self._line, 3, Qt.AlignmentFlag.AlignVCenter)
        self.describe(argument_doc(field.argument))

    def show_state(self, state: FieldState) -> None:
        self.field.show_state(state)
        by_hand = state.value is not MISSING or state.mixed
        set_variant(self._label, "" if by_hand else "muted")
        possible = by_hand and not self.field.argument.required
        if possible and self._reset is None:
            self._reset = self._make_reset()
        if self._reset is not None:
            self._reset.setVisible(possible)
        if self.plug is not None:
            self.plug.show_value(state.value)

    def mark_wrong(self, wrong: bool) -> None:
        proxy = self.field.focusProxy()
        if proxy is not None:
            mark(proxy, "invalid", wrong or self.field.means_nothing)

    def refuse(self, words: str) -> None:
        """Says under the field why it cannot be; empty words take that away."""
        if self._words is None and words:
            self._words = QLabel()
            self._words.setObjectName(f"refusal_{self.field.argument.name}")
            self._words.setWordWrap(True)
            # A long word that is quoted would widen the whole form.
            self._words.setMinimumWidth(1)
            set_variant(self._words, "error")
            self._grid.addWidget(self._words, self._line + 1, 1, 1, 2)
        if self._words is not None:
            self._words.setText(words)
            self._words.setVisible(bool(words))

    def describe(self, doc: str) -> None:
        for widget in (self._label, self.field, self.field.focusProxy()):
            if widget is not None:
                widget.setToolTip(doc)
                widget.setAccessibleName(self.field.argument.name)
                widget.setAccessibleDescription(doc)

    def translate(self) -> None:
        if self.field.argument.doc:
            self.describe(argument_doc(self.field.argument))
        if self._reset is not None:
            self._name_reset(self._reset)

    def _make_reset(self) -> ResetButton:
        button = ResetButton()
        button.setObjectName(f"reset_{self.field.argument.name}")
        button.clicked.connect(lambda: self.field.offer(MISSING))
        self._name_reset(button)
        self._grid.addWidget(button, self._line, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return button

    def _name_reset(self, button: ResetButton) -> None:
        inferred = self.field.argument.inferred is not None
        words = tr("Read it off the wires again") if inferred else tr("Back to the default")
        button.setToolTip(words)
        button.setAccessibleName(f"{self.field.argument.name}: {words}")


def field_for(argument: Argument, folder: Callable[[], Path | None] = lambda: None) -> Field:
    """The field that suits the argument's type; `folder` tells where the project's files are."""
    match argument.type:
        case ArgumentType.BOOL if not (argument.optional or argument.default is None):
            return CheckField(argument)
        case ArgumentType.BOOL | ArgumentType.CHOICE | ArgumentType.DTYPE:
            return ChoiceField(argument)
        case ArgumentType.FILE | ArgumentType.FOLDER:
            return FileField(argument, folder)
        case _:
            return LineField(argument)


def name_label(name: str) -> QLabel:
    """A label in the form's first column; a name too long for it breaks at its underscores."""
    label = QLabel()
    theme = current_theme()
    width = theme.pixels("form-label-width")
    letters = QFontMetrics(theme.font())
    if letters.horizontalAdvance(name) > width:
        name = name.replace("_", "_\u200b")
        label.setWordWrap(True)
        # A row with a check box, which is low, would cut its lines.
        room = letters.boundingRect(0, 0, width, 10 * letters.height(), Qt.TextFlag.TextWordWrap, name)
        label.setMinimumHeight(room.height())
    label.setText(name)
    label.setFixedWidth(width)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    set_variant(label, "muted")
    return label
