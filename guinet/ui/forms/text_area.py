"""A note: text of several lines that grows with what is written."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from guinet.ui.forms.fields import is_document_key

_LEAST, _MOST = 2, 12
"""Lines shown at least and at most."""


class TextArea(QPlainTextEdit):
    """Signals: `edited(text)` as a person writes; `left()` when the focus goes."""

    edited = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        # Undo belongs to the project: one history.
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._showing = False
        self.textChanged.connect(self._tell)

    def show_text(self, text: str) -> None:
        """Shows what the project holds; the cursor stays where it was when that is what is written."""
        if text != self.toPlainText():
            self._showing = True
            self.setPlainText(text)
            self._showing = False

    def _tell(self) -> None:
        self.updateGeometry()
        if not self._showing:
            self.edited.emit(self.toPlainText())

    def sizeHint(self) -> QSize:
        lines = min(_MOST, max(_LEAST, math.ceil(self.document().size().height())))
        frame = self.height() - self.viewport().height() + 2 * self.document().documentMargin()
        return QSize(super().sizeHint().width(), round(lines * self.fontMetrics().lineSpacing() + frame))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_document_key(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
