"""The head of a node's form: `conv · Conv2d`, where the name can be changed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr


class NodeTitle(QWidget):
    """Shows name and kind; a click or F2 turns the name into a field.

    Signals: `renamed(name)` when a person entered another name. Whoever hears it calls `refuse` when it cannot be.
    """

    renamed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._before: QWidget | None = None
        self._label = _Name()
        self._label.setObjectName("node_name")
        self._kind = QLabel()
        self._kind.setObjectName("node_kind")
        self._editor = _Editor()
        self._editor.setObjectName("node_name_editor")
        self._words = QLabel()
        self._words.setObjectName("name_refusal")
        self._words.setWordWrap(True)
        self._words.hide()
        set_variant(self._label, "strong")
        set_variant(self._kind, "strong")
        set_variant(self._words, "error")
        self._label.asked.connect(self.begin)
        self._editor.finished.connect(self._finish)
        self._editor.abandoned.connect(self.end)
        self._lay_out()
        self.translate()

    def show_node(self, name: str, kind: str) -> None:
        self._name = name
        self._label.setText(name)
        self._kind.setText(f"· {kind}" if kind else "")
        if self._editor.isVisible() and not self._editor.isModified():
            self._editor.setText(name)

    def show_words(self, words: str) -> None:
        """A title that is no name: `3 nodes selected`."""
        self.end()
        self.refuse("")
        self._name = ""
        self._label.setText(words)
        self._kind.setText("")

    def begin(self) -> None:
        """Turns the name into a field, all of it selected."""
        if self._name and not self._editor.isVisible():
            self._before = QApplication.focusWidget()
            self._editor.setText(self._name)
            self._stack.setCurrentWidget(self._editor)
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._editor.selectAll()

    def refuse(self, words: str) -> None:
        """Says under the name why it stays as it is; empty words take that away."""
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def translate(self) -> None:
        self._label.setToolTip(tr("Click or press F2 to rename"))
        self._editor.setAccessibleName(tr("Name"))

    def _finish(self) -> None:
        name = self._editor.text().strip()
        self.end()
        self.refuse("")
        if name and name != self._name:
            self.renamed.emit(name)

    def end(self) -> None:
        """Shows the name again, whatever was written in its field; the focus goes back to where it was."""
        self._editor.setText(self._name)
        focused = self._editor.hasFocus()
        self._stack.setCurrentIndex(0)
        if focused and self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def _lay_out(self) -> None:
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().pixels("space-tiny"))
        row.addWidget(self._label)
        row.addWidget(self._kind)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current_theme().pixels("space-small"))
        self._stack = QStackedLayout()
        layout.addLayout(self._stack)
        layout.addWidget(self._words)
        # A stack shows its first widget at once: outside this one, that would be a window of its own.
        self._stack.addWidget(shown)
        self._stack.addWidget(self._editor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)


class _Name(QLabel):
    """Signals: `asked()` when a person wants to change it."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit()
        else:
            super().keyPressEvent(event)


class _Editor(QLineEdit):
    """Signals: `finished()` on Enter or when the focus goes, `abandoned()` on Esc."""

    finished = Signal()
    abandoned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.returnPressed.connect(self.finished)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.abandoned.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.finished.emit()
