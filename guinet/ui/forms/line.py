"""Fields in which values are written as text, and the one for files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QToolButton

from guinet.core.values import MISSING, Setting, identical
from guinet.nodes.arguments import argument_problem
from guinet.nodes.text import EXAMPLES, BadArgument, parse
from guinet.nodes.types import Argument, ArgumentType
from guinet.ui.forms.fields import Field, FieldState, complaint_text, is_document_key, mark, setting_text, wrap
from guinet.ui.icons import icon
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr

PATIENCE_MS = 700
"""How long someone may be in the middle of a number ("1e") before the words under the field say it is none."""

_WRITTEN_SO: Final = frozenset(
    (ArgumentType.SIZE, ArgumentType.SHAPE, ArgumentType.NUMBERS, ArgumentType.INDEX, ArgumentType.FORMULA)
)
"""Types whose values nobody guesses how to write: an empty field shows an example."""


class LineField(Field):
    """A value as text; an empty field takes it back to what holds without it.

    Each text that means a value is told at once. One that means none is marked at once, and explained after
    `PATIENCE_MS`, on Enter, or when the field is left; then the field shows the graph's value again.
    """

    def __init__(self, argument: Argument) -> None:
        super().__init__(argument)
        self.editor = _Line()
        self.editor.textEdited.connect(self._type)
        self.editor.editingFinished.connect(self._finish)
        self.editor.stepped.connect(self._step)
        self.editor.abandoned.connect(self._abandon)
        self.editor.lost_focus.connect(self.left)
        wrap(self, self.editor)
        self._complaint = ""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(lambda: self.refused.emit(self._complaint))
        if argument.choices:
            self._add_menu()
        self.translate()

    def translate(self) -> None:
        """Puts the words of the current language."""
        for action in self.editor.actions():
            action.setToolTip(tr("Values with a name"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.translate()
            self.show_state(self.state)
        super().changeEvent(event)

    @property
    def means_nothing(self) -> bool:
        return bool(self._complaint)

    def show_state(self, state: FieldState) -> None:
        typing = self.editor.hasFocus() and identical(state.value, self.state.value)
        super().show_state(state)
        if not typing and not self._means(state.value):
            self._restore()
        self.editor.setPlaceholderText(self._placeholder(state))
        automatic = state.value is MISSING and not state.mixed
        self.editor.set_tag(tr("auto") if automatic and state.inferred else "")

    def _placeholder(self, state: FieldState) -> str:
        if state.mixed:
            return tr("differs")
        if state.words:
            return state.words
        if state.automatic is not MISSING:
            return setting_text(self.argument, state.automatic)
        if not self.argument.required:
            return ""
        if self.argument.type in _WRITTEN_SO:
            return tr("like {example}").format(example=EXAMPLES[self.argument.type])
        return tr("needed")

    def _type(self, text: str) -> None:
        self._complaint = ""
        self._patience.stop()
        try:
            self.offer(self._read(text))
        except BadArgument as error:
            self._complaint = complaint_text((error.template, error.values))
            self._patience.start()
        mark(self.editor, "invalid", bool(self._complaint))

    def _read(self, text: str) -> Setting:
        """What `text` means; raises BadArgument."""
        if text.strip():
            return parse(self.argument, text)
        complaint = argument_problem(self.argument, None) if self.argument.required else None
        if complaint is not None:
            raise BadArgument(complaint)
        return MISSING

    def _means(self, value: Setting) -> bool:
        try:
            return identical(self._read(self.editor.text()), value)
        except BadArgument:
            return False

    def _finish(self) -> None:
        self._patience.stop()
        if self._complaint:
            # The field shows another value from here on.
            self.refused.emit(tr("Not taken: {complaint}").format(complaint=self._complaint))
        self._restore()

    def _abandon(self) -> None:
        self._patience.stop()
        self.refused.emit("")
        self._restore()

    def _restore(self) -> None:
        text = "" if self.state.mixed else setting_text(self.argument, self.state.value)
        if text != self.editor.text():
            self.editor.setText(text)
        self._complaint = ""
        mark(self.editor, "invalid", False)

    def _step(self, by: int) -> None:
        value = self.state.effective
        if self.argument.type is ArgumentType.INT and isinstance(value, int) and not isinstance(value, bool):
            self.offer(value + by)

    def _add_menu(self) -> None:
        menu = QMenu(self)
        for choice in self.argument.choices:
            menu.addAction(setting_text(self.argument, choice)).setData(choice)
        menu.triggered.connect(lambda chosen: self.offer(chosen.data()))
        action = self.editor.addAction(icon("more", "text-muted"), QLineEdit.ActionPosition.TrailingPosition)
        action.triggered.connect(lambda: menu.popup(self.editor.mapToGlobal(self.editor.rect().bottomLeft())))


class FileField(LineField):
    """The path of a file or folder, with a button that looks for it; one beside the project is named from there."""

    def __init__(self, argument: Argument, folder: Callable[[], Path | None]) -> None:
        self._button = browse = QToolButton()
        super().__init__(argument)
        self._folder = folder
        browse.setObjectName("browse")
        browse.setIcon(icon("open"))
        browse.clicked.connect(self._browse)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(browse)

    def translate(self) -> None:
        super().translate()
        words = tr("Choose a folder…") if self._is_folder else tr("Choose a file…")
        self._button.setToolTip(words)
        self._button.setAccessibleName(words)

    @property
    def _is_folder(self) -> bool:
        return self.argument.type is ArgumentType.FOLDER

    def _browse(self) -> None:
        folder = self._folder()
        start = str(folder) if folder is not None else ""
        if self._is_folder:
            name = QFileDialog.getExistingDirectory(self, tr("Choose a folder"), start)
        else:
            name, _ = QFileDialog.getOpenFileName(self, tr("Choose a file"), start)
        if name:
            self.offer(path_from(Path(name), folder))


class _Line(QLineEdit):
    """A line that leaves undo to the panel around it, except for a text that never came to the project.

    Signals: `stepped(by)` for the up and down keys, `abandoned()` for Esc, `lost_focus()`.
    """

    stepped = Signal(int)
    abandoned = Signal()
    lost_focus = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tag = ""

    def set_tag(self, tag: str) -> None:
        """A word at the right end, in the accent's colour."""
        if tag != self._tag:
            self._tag = tag
            width = self.fontMetrics().horizontalAdvance(tag)
            self.setTextMargins(0, 0, width + current_theme().pixels("space") if tag else 0, 0)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_document_key(event) and not self.property("invalid"):
            event.ignore()
            return
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_rows()
            return
        match event.key():
            case Qt.Key.Key_Up:
                self.stepped.emit(1)
            case Qt.Key.Key_Down:
                self.stepped.emit(-1)
            case Qt.Key.Key_Escape:
                self.abandoned.emit()
                self.selectAll()
            case _:
                super().keyPressEvent(event)

    def paste_rows(self) -> None:
        """Pastes as ever; lines that are copied, such as the rows of a table, with `;` between them."""
        rows = QApplication.clipboard().text().split("\n")
        while rows and not rows[-1].strip():
            rows.pop()
        if len(rows) > 1:
            self.insert("; ".join(row.strip() for row in rows))
        else:
            self.paste()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is Qt.FocusReason.MouseFocusReason:
            # After the press that set the focus, which would take the selection away again.
            QTimer.singleShot(0, self, self._select_when_untouched)

    def _select_when_untouched(self) -> None:
        if self.hasFocus() and not self.hasSelectedText():
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.lost_focus.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._tag:
            theme = current_theme()
            painter = QPainter(self)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("accent"))
            inside = QRect(self.rect().adjusted(0, 0, -theme.pixels("space"), 0))
            painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._tag)


def path_from(path: Path, folder: Path | None) -> str:
    """`path` as a project in `folder` names it: from there when it lies inside, else in full."""
    if folder is not None and path.is_relative_to(folder):
        return path.relative_to(folder).as_posix()
    return path.as_posix()
