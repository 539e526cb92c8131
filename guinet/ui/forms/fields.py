"""One field for each type of argument. A field never changes the graph: it tells what a person chose or why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from guinet.core.values import MISSING, Reference, Setting, Value, Wired, identical
from guinet.nodes.arguments import DTYPES, Complaint, argument_problem
from guinet.nodes.text import format_value
from guinet.nodes.types import Argument, ArgumentType
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr


class FieldState(Struct, frozen=True):
    """What a field shows: `value`, set by hand, or MISSING; `automatic`, what holds without it, or MISSING where
    nothing does; `inferred` when that is read off the wires; `mixed` when the chosen nodes differ; `words` stand in
    place of the automatic value where they say more."""

    value: Setting = MISSING
    automatic: Setting = MISSING
    inferred: bool = False
    mixed: bool = False
    words: str = ""

    @property
    def effective(self) -> Setting:
        return self.automatic if self.value is MISSING else self.value


class Field(QWidget):
    """The common part of all fields.

    Signals: `edited(value)`, accepted by the argument, or MISSING to take it back; `refused(words)`, with empty words
    when what is written is fine again; `left()` when the field lost the focus.
    """

    edited = Signal(object)
    refused = Signal(str)
    left = Signal()

    def __init__(self, argument: Argument) -> None:
        super().__init__()
        self.argument = argument
        self.state = FieldState()

    @property
    def means_nothing(self) -> bool:
        """Whether what someone is writing is no value yet."""
        return False

    def show_state(self, state: FieldState) -> None:
        """Shows what the graph holds now."""
        self.state = state

    def offer(self, value: Setting) -> bool:
        """Tells that a person chose `value`, or why it cannot be; whether it can."""
        complaint = None if value is MISSING else argument_problem(self.argument, value)
        if complaint is not None:
            self.refused.emit(complaint_text(complaint))
            return False
        self.refused.emit("")
        if self.state.mixed or not identical(value, self.state.value):
            self.edited.emit(value)
        return True


class CheckField(Field):
    """true or false, as a check box."""

    def __init__(self, argument: Argument) -> None:
        super().__init__(argument)
        self.editor = _CheckBox()
        self.editor.clicked.connect(lambda checked: self.offer(checked))
        self.editor.lost_focus.connect(self.left)
        wrap(self, self.editor)

    def show_state(self, state: FieldState) -> None:
        super().show_state(state)
        self.editor.setChecked(state.effective is True)
        stands_for = setting_text(self.argument, state.value) if isinstance(state.value, (Reference, Wired)) else ""
        self.editor.setText(tr("differs") if state.mixed else stands_for)


class ChoiceField(Field):
    """One of a few values, as a drop-down list; `titles` are what values are called where not as they are written."""

    def __init__(self, argument: Argument, titles: Mapping[Value, str] | None = None) -> None:
        super().__init__(argument)
        self._values: list[Value] = []
        self._titles: Mapping[Value, str] = {}
        self.editor = ComboBox()
        self.editor.activated.connect(lambda index: self.offer(self._values[index]))
        self.editor.lost_focus.connect(self.left)
        wrap(self, self.editor)
        self.set_choices(choices_of(argument), titles or {})

    def set_choices(self, values: Sequence[Value], titles: Mapping[Value, str]) -> None:
        """Offers other values from now on."""
        if self.argument.type is ArgumentType.CHOICE:
            self.argument = replace(self.argument, choices=tuple(values))
        self._values, self._titles = list(values), titles
        self.editor.clear()
        self.editor.addItems([self._title(value) for value in values])
        self.show_state(self.state)

    def show_state(self, state: FieldState) -> None:
        super().show_state(state)
        value = state.effective
        index = -1
        if value is not MISSING and not state.mixed:
            index = next((at for at, choice in enumerate(self._values) if identical(choice, value)), -1)
        self.editor.setCurrentIndex(index)
        # A value of a later version, or one that is wrong, is shown all the same.
        self.editor.setPlaceholderText(tr("differs") if state.mixed else self._title(value))
        mark(self.editor, "automatic", state.value is MISSING)

    def _title(self, value: Setting) -> str:
        # Words that are empty could not be seen in a list.
        return self._titles.get(value) or setting_text(self.argument, value) or "–" if value is not MISSING else ""


class ComboBox(QComboBox):
    """A drop-down list that scrolling a form does not change. Signals: `lost_focus()`."""

    lost_focus = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.view().isVisible():
            self.lost_focus.emit()


class _CheckBox(QCheckBox):
    lost_focus = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.lost_focus.emit()


def choices_of(argument: Argument) -> list[Value]:
    """The values a drop-down list offers for `argument`."""
    listed: list[Value] = list(argument.choices)
    if argument.type is ArgumentType.DTYPE:
        listed = list(DTYPES)
    elif argument.type is ArgumentType.BOOL:
        listed = [True, False]
    return [None, *listed] if argument.optional and None not in listed else listed


_UNTYPED = (
    ArgumentType.BOOL,
    ArgumentType.CHOICE,
    ArgumentType.DTYPE,
    ArgumentType.TEXT,
)
"""Where the name of a port would read as a value."""


def setting_text(argument: Argument, value: Setting) -> str:
    """`value` as its field writes it; nothing for MISSING. `= width` for the block's own argument."""
    if value is MISSING:
        return ""
    if isinstance(value, Reference):
        return f"= {value.argument}"
    if isinstance(value, Wired) and argument.type in _UNTYPED:
        return tr("from a wire")
    if argument.type is ArgumentType.SIZE and isinstance(value, int) and argument.length and argument.length > 1:
        return " × ".join([str(value)] * argument.length)
    return format_value(argument, value)


def complaint_text(complaint: Complaint) -> str:
    """Why a value cannot be, in the user's language."""
    template, values = complaint
    return QCoreApplication.translate("Problem", template).format(**values)


def is_document_key(event: QKeyEvent) -> bool:
    """Whether a key is undo or redo, which belong to the project: one history, also for what is typed in fields."""
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


def mark(widget: QWidget, name: str, on: bool) -> None:
    """Gives a field the look of `style.qss` for `[name="true"]`, or takes it away."""
    if bool(widget.property(name)) != on:
        widget.setProperty(name, on)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def wrap(field: Field, editor: QWidget) -> None:
    """Makes `editor` the field's one widget; it takes the focus for the field."""
    layout = QHBoxLayout(field)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(current_theme().pixels("space-small"))
    layout.addWidget(editor)
    editor.setMinimumWidth(current_theme().pixels("control-height"))  # its own least width would cut off a narrow panel
    field.setFocusProxy(editor)
