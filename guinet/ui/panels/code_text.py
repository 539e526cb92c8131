"""A field to write Python in: numbered lines, indentation that follows, completion, marked errors."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QRect, QSize, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit, QTextEdit, QWidget

from guinet.ui.panels.completion import completions
from guinet.ui.panels.highlighting import Highlighter
from guinet.ui.theme import current_theme, set_variant, theme_signals

INDENT: Final = "    "
_LEAVES: Final = re.compile(r"\s*(return|pass|raise|break|continue)\b")
_NAME_AT_END: Final = re.compile(r"\w+$")
_SHOWN: Final = 200


class CodeText(QPlainTextEdit):
    """Signals: `changed()` when the text did, by whatever hand; `applied()` for Ctrl+Enter; `left()` when the focus
    goes elsewhere."""

    changed = Signal()
    applied = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(False)
        set_variant(self, "code")
        self._errors: dict[int, str] = {}
        self._before = ""
        self._by_itself = False
        """Whether names are offered that nobody asked for."""
        self._gutter = _Gutter(self)
        self._highlighter = Highlighter(self.document())
        self._completer = QCompleter(self)
        self._names = QStringListModel(self)
        self._completer.setModel(self._names)
        self._completer.setWidget(self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = QListView()
        self._popup.setObjectName("completions")
        self._completer.setPopup(self._popup)
        self._completer.activated.connect(self._complete)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scroll_gutter)
        self.textChanged.connect(self._note)
        theme_signals().changed.connect(self._mark)
        self._make_room()

    def show_text(self, text: str) -> None:
        """Another text: what can be undone begins anew."""
        if text != self.toPlainText():
            self.setPlainText(text)

    def set_errors(self, errors: dict[int, str]) -> None:
        """Marks lines, counted from 1, with what is wrong there."""
        self._errors = errors
        self._mark()
        self._gutter.update()

    @property
    def errors(self) -> dict[int, str]:
        return dict(self._errors)

    def reveal(self, line: int) -> None:
        """Puts the cursor into a line, counted from 1."""
        self.setTextCursor(QTextCursor(self.document().findBlockByNumber(line - 1)))
        self.ensureCursorVisible()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self._popup
        key, modifiers = event.key(), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if popup.isVisible() and enter and self._by_itself and popup.currentIndex().row() < 1:
            popup.hide()  # the line ends here: nobody chose one of the names that came unasked
        if popup.isVisible() and (enter or key in (Qt.Key.Key_Tab, Qt.Key.Key_Escape)):
            if key != Qt.Key.Key_Escape:
                self._complete(popup.currentIndex().data() or self._names.stringList()[0])
            popup.hide()
        elif control and enter:
            self.applied.emit()
        elif control and key == Qt.Key.Key_Space:
            self._by_itself = False
            self.offer()
        elif self.isReadOnly() or not self._indented(event):
            super().keyPressEvent(event)
            if event.text() == "." and self._is_behind_a_name() and not popup.isVisible():
                self._by_itself = True
                self.offer()
            elif popup.isVisible():
                self.offer()

    def _indented(self, event: QKeyEvent) -> bool:
        """Whether the key was one that has to do with indentation."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._new_line()
        elif key == Qt.Key.Key_Tab:
            self._shift(1)
        elif key == Qt.Key.Key_Backtab:
            self._shift(-1)
        elif key == Qt.Key.Key_Backspace and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            return self._back()
        else:
            return False
        return True

    def _new_line(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        margin = before[: len(before) - len(before.lstrip())]
        if before.rstrip().endswith(":"):
            margin += INDENT
        elif _LEAVES.match(before):
            margin = margin[: -len(INDENT)]
        cursor.insertText("\n" + margin)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _shift(self, steps: int) -> None:
        cursor = self.textCursor()
        if steps > 0 and not cursor.hasSelection():
            cursor.insertText(INDENT[cursor.positionInBlock() % len(INDENT) :])
            return
        first = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(max(cursor.selectionStart(), cursor.selectionEnd() - 1)).blockNumber()
        cursor.beginEditBlock()
        while first.isValid() and first.blockNumber() <= last:
            line = QTextCursor(first)
            if steps > 0 and first.text():
                line.insertText(INDENT)
            spaces = min(len(INDENT), len(first.text()) - len(first.text().lstrip(" ")))
            for _ in range(spaces if steps < 0 else 0):
                line.deleteChar()
            first = first.next()
        cursor.endEditBlock()

    def _back(self) -> bool:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        if cursor.hasSelection() or not before or before.strip(" "):
            return False
        for _ in range((len(before) - 1) % len(INDENT) + 1):
            cursor.deletePreviousChar()
        return True

    # Completion

    def offer(self) -> None:
        """Shows the names that the word at the cursor may become."""
        word, names = completions(self.toPlainText(), self.textCursor().position())
        popup = self._popup
        if not names or self.isReadOnly():
            popup.hide()
            return
        self._names.setStringList(names[:_SHOWN])
        self._completer.setCompletionPrefix(word)
        popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        place = self.cursorRect()
        place.translate(self._gutter.width(), 0)
        place.setWidth(popup.sizeHintForColumn(0) + popup.verticalScrollBar().sizeHint().width() + 12)
        self._completer.complete(place)

    def _is_behind_a_name(self) -> bool:
        """Whether the dot at the cursor follows a name, and no number."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock() - 1]
        found = _NAME_AT_END.search(before)
        return found is not None and found[0].isidentifier()

    def _complete(self, name: str) -> None:
        cursor = self.textCursor()
        word, _ = completions(self.toPlainText(), cursor.position())
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(word))
        cursor.insertText(name)
        self.setTextCursor(cursor)

    # Looks

    def _note(self) -> None:
        text = self.toPlainText()
        if text != self._before:  # colours change the document as well
            self._before = text
            self._highlighter.read(text)
            self.changed.emit()

    def _mark(self) -> None:
        found = []
        for line in self._errors:
            selection = QTextEdit.ExtraSelection()
            look = QTextCharFormat()
            look.setBackground(current_theme().color("error-soft"))
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(current_theme().color("error"))
            look.setProperty(QTextFormat.Property.FullWidthSelection, True)
            cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
            cursor.select(QTextCursor.SelectionType.LineUnderCursor)
            selection.format, selection.cursor = look, cursor
            found.append(selection)
        self.setExtraSelections(found)

    def _make_room(self) -> None:
        self.setViewportMargins(self._gutter.sizeHint().width(), 0, 0, 0)

    def _scroll_gutter(self, rect: QRect, dy: int) -> None:
        if dy:
            self._gutter.scroll(0, dy)
        else:
            self._gutter.update(0, rect.y(), self._gutter.width(), rect.height())

    def paint_numbers(self, painter: QPainter) -> None:
        """Paints the numbers of the lines in sight; those of bad ones in the colour of errors."""
        theme = current_theme()
        painter.setFont(self.font())
        block, width = self.firstVisibleBlock(), self._gutter.width() - 10
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top < self.viewport().height():
            height = self.blockBoundingRect(block).height()
            number = block.blockNumber() + 1
            painter.setPen(theme.color("error" if number in self._errors else "code-line-number"))
            painter.drawText(0, round(top), width, round(height), Qt.AlignmentFlag.AlignRight, str(number))
            block, top = block.next(), top + height

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._make_room()
        self._gutter.setGeometry(inside.left(), inside.top(), self._gutter.sizeHint().width(), inside.height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A timer, for the popup of names takes the focus as well, and gives it back.
        QTimer.singleShot(0, self, self._tell_left)

    def _tell_left(self) -> None:
        if not self.hasFocus():
            self.left.emit()


class _Gutter(QWidget):
    """The numbers left of the lines."""

    def __init__(self, text: CodeText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        digits = max(2, len(str(self._text.blockCount())))
        return QSize(18 + digits * self._text.fontMetrics().horizontalAdvance("9"), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), current_theme().color("code"))
        self._text.paint_numbers(painter)
        painter.end()
