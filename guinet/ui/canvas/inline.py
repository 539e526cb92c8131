"""Small editors that open on the canvas, where what they change is painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from guinet.ui.theme import set_variant, style_spin_box


class Inline(QObject):
    """At most one editor is open. Enter or a click elsewhere takes what it says, Esc what was before."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._editor: QWidget | None = None
        self._take: Callable[[], None] = _nothing

    @property
    def editor(self) -> QWidget | None:
        """The editor that is open."""
        return self._editor

    def ask_text(self, at: QPointF, width: float, text: str, name: str, taken: Callable[[str], None]) -> None:
        """Opens a line with `text` at a point of the canvas; `name` is said to screen readers."""
        line = QLineEdit(text, self._canvas)
        line.setObjectName("inline_text")
        line.resize(round(max(160.0, width)), line.sizeHint().height())
        line.selectAll()
        self._open(line, at, name, lambda: taken(line.text().strip()))

    def ask_long_text(self, box: QRect, text: str, name: str, taken: Callable[[str], None]) -> None:
        """Opens an editor of several lines in a box of the canvas: there Ctrl+Enter takes what it says."""
        editor = QPlainTextEdit(text, self._canvas)
        editor.setObjectName("inline_long_text")
        editor.resize(max(180, box.width()), max(90, box.height()))
        editor.setTabChangesFocus(True)
        editor.selectAll()
        self._open(editor, QPointF(box.topLeft()), name, lambda: taken(editor.toPlainText().strip()))

    def ask_number(self, at: QPointF, number: int, most: int, name: str, taken: Callable[[int], None]) -> None:
        """Opens a box for a number from 1 on."""
        box = QSpinBox(self._canvas)
        box.setObjectName("inline_number")
        box.setRange(1, most)
        box.setPrefix("× ")
        box.setValue(number)
        style_spin_box(box)
        box.resize(96, box.sizeHint().height())
        self._open(box, at, name, lambda: taken(box.value()))
        box.selectAll()

    def close(self, take: bool) -> None:
        """Closes the editor, if one is open."""
        editor, self._editor = self._editor, None
        if editor is None:
            return
        editor.removeEventFilter(self)
        if take and isinstance(editor, QSpinBox):
            editor.interpretText()
        if editor.hasFocus():
            # Before it is hidden: then Qt would pass the focus on as Tab does, which the canvas shows.
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.hide()
        editor.deleteLater()
        if take:
            self._take()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            breaks = isinstance(watched, QPlainTextEdit) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                if breaks and event.key() != Qt.Key.Key_Tab:
                    return False
                self.close(take=True)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close(take=False)
                return True
        # Its own menu takes the focus for as long as it is open: the editor stays, or the menu would go with it.
        if watched is self._editor and isinstance(event, QFocusEvent) and event.lostFocus():
            self._left(event.reason())
        return super().eventFilter(watched, event)

    def _left(self, reason: Qt.FocusReason) -> None:
        if reason != Qt.FocusReason.PopupFocusReason:
            self.close(take=True)

    def _open(self, editor: QWidget, at: QPointF, name: str, take: Callable[[], None]) -> None:
        self.close(take=True)
        set_variant(editor, "search")
        editor.setAccessibleName(name)
        editor.setToolTip(name)
        room = self._canvas.rect().adjusted(4, 4, -4 - editor.width(), -4 - editor.height())
        editor.move(
            max(room.left(), min(round(at.x()), room.right())), max(room.top(), min(round(at.y()), room.bottom()))
        )
        self._editor, self._take = editor, take
        editor.installEventFilter(self)
        editor.show()
        editor.setFocus(Qt.FocusReason.PopupFocusReason)


def _nothing() -> None:
    """No editor has been open yet."""
