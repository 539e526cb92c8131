"""A sentence beside the pointer: why a wire may not end here."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from guinet.ui.theme import set_variant

_SHOWN_MS = 3500


class Note(QLabel):
    """Never takes the mouse; stays inside its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("canvas-note")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setWordWrap(True)
        self.setMaximumWidth(320)
        self.setContentsMargins(8, 5, 8, 5)
        self.setFrameShape(QLabel.Shape.StyledPanel)
        set_variant(self, "problem")
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self.hide)

    def show_text(self, text: str, at: QPointF, fading: bool = False) -> None:
        """Shows `text` below right of `at` (the parent's coordinates); an empty text hides the note."""
        self._timer.stop()
        if not text:
            self.hide()
            return
        if text != self.text() or not self.isVisible():
            self.setText(text)
            width = min(320, self.fontMetrics().horizontalAdvance(text) + 24)
            self.resize(width, self.heightForWidth(width))
        parent = self._parent
        x = min(at.x() + 14, parent.width() - self.width() - 8)
        y = at.y() + 16
        if y + self.height() > parent.height() - 8:
            y = at.y() - self.height() - 12
        self.move(round(max(8.0, x)), round(max(8.0, y)))
        self.show()
        self.raise_()
        if fading:
            self._timer.start()
