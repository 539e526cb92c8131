"""Code: the generated Python, live; selecting a node marks its lines, a click on a line finds its node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent, QShowEvent, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from guinet.ui.panels.highlighting import Highlighter
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.translate import tr


class CodePanel(QWidget):
    """Signals: `selected(block id, node ids)` when a person clicks on a node's line."""

    selected = Signal(str, tuple)

    def __init__(self) -> None:
        super().__init__()
        self._source = ""
        self._lines: Mapping[tuple[str, str], tuple[int, ...]] = {}
        self._owners: dict[int, tuple[str, str]] = {}
        self._marked: tuple[str, tuple[str, ...]] = ("", ())
        self._text = _CodeView()
        self._text.setObjectName("code_view")
        self._text.clicked.connect(self._click)
        self._highlighter = Highlighter(self._text.document())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._text)
        theme_signals().changed.connect(self._mark)
        self._translate()

    def set_source(self, text: str, lines: Mapping[tuple[str, str], tuple[int, ...]]) -> None:
        """Shows the text; `lines` maps (block id, node id) to 1-based line numbers."""
        self._source, self._lines = text, lines
        self._owners = {}
        for owner, numbers in lines.items():
            for number in numbers:
                self._owners.setdefault(number, owner)
        if self.isVisible():
            self._show_source()

    def set_selection(self, block: str, nodes: Iterable[str]) -> None:
        """Marks the lines these nodes made and brings the first into view."""
        self._marked = (block, tuple(nodes))
        numbers = self._mark()
        if numbers:
            self._text.reveal(numbers[0] - 1, numbers[-1] - 1)

    def _show_source(self) -> None:
        if self._text.show_text(self._source):
            self._highlighter.read(self._source)
        self._mark()

    def _mark(self) -> list[int]:
        block, nodes = self._marked
        numbers = sorted({line for node in nodes for line in self._lines.get((block, node), ())})
        self._text.setExtraSelections([self._selection(number) for number in numbers])
        return numbers

    def _selection(self, number: int) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setBackground(current_theme().color("code-highlight"))
        look.setProperty(QTextFormat.Property.FullWidthSelection, True)
        selection.format = look
        selection.cursor = QTextCursor(self._text.document().findBlockByNumber(number - 1))
        return selection

    def _click(self, number: int) -> None:
        owner = self._owners.get(number)
        if owner is not None:
            block, node = owner
            self.selected.emit(block, (node,))

    def _translate(self) -> None:
        self._text.setPlaceholderText(tr("The PyTorch code of the network appears here."))
        self._text.setAccessibleName(tr("Generated Python code"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_source()
        self.set_selection(*self._marked)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


class _CodeView(QPlainTextEdit):
    """Read-only text. Signals: `clicked(1-based line)`."""

    clicked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        set_variant(self, "code")

    def show_text(self, text: str) -> bool:
        """Puts `text` in place of what is shown, touching only the lines that differ; whether any did.

        What a person selected or scrolled to stays, unless it is those lines.
        """
        old, new = self.toPlainText().split("\n"), text.split("\n")
        if old == new:
            return False
        first = _common(old, new)
        last = _common(old[first:][::-1], new[first:][::-1])
        if first + last in (len(old), len(new)):
            # Lines only came or only went: with one that stays beside them, a line's end comes or goes too.
            first, last = (first, last - 1) if last else (first - 1, last)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setPosition(self.document().findBlockByNumber(first).position())
        end = self.document().findBlockByNumber(len(old) - 1 - last)
        cursor.setPosition(end.position() + end.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText("\n".join(new[first : len(new) - last]))
        cursor.endEditBlock()
        return True

    def reveal(self, first: int, last: int) -> None:
        """Brings lines (from 0) into view where they are not."""
        top = self.firstVisibleBlock().blockNumber()
        fitting = max(1, self.viewport().height() // max(1, self.fontMetrics().lineSpacing()))
        if first < top or last >= top + fitting - 1:
            self.verticalScrollBar().setValue(max(0, first - fitting // 3))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            self.clicked.emit(self.cursorForPosition(event.position().toPoint()).blockNumber() + 1)


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """How many items both begin with."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(left), len(right)))
