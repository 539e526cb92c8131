"""A small pad to draw an input on: white on black, as the images that networks are trained on."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from guinet.session.messages.predictions import Drawn
from guinet.ui.theme import current_theme

SIDE: Final = 224
"""Pixels of the drawing, which is scaled to the size of the input on the torch side."""

TELL_MS: Final = 60
"""So often a drawing is told while it is drawn."""

_PAPER, _INK = QColor("black"), QColor("white")
_THICKEST: Final = 0.12
_STROKE: Final = 2.4
"""Pixels of the input that a stroke is wide, where that is not more than the share `_THICKEST` of it."""


class DrawingPad(QWidget):
    """The left button draws, the right one wipes. Signals: `drawn()`, at most every `TELL_MS`."""

    drawn = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("drawing_pad")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(96, 96)
        self.setMaximumSize(SIDE, SIDE)
        self._image = QImage(SIDE, SIDE, QImage.Format.Format_Grayscale8)
        self._image.fill(_PAPER)
        self._last: QPointF | None = None
        self._size = 28
        self._telling = QTimer(self, singleShot=True, interval=TELL_MS)
        self._telling.timeout.connect(self.drawn)

    def set_input(self, height: int, width: int) -> None:
        """Draws for inputs of so many pixels: strokes are as wide as theirs."""
        self._size = max(height, width)

    @property
    def is_empty(self) -> bool:
        return not any(bytes(self._image.constBits()))

    def drawing(self, *, fit: bool) -> Drawn:
        """What is drawn, as plain data."""
        return Drawn(bytes(self._image.constBits()), SIDE, SIDE, fit)

    def clear(self) -> None:
        """Takes a new sheet."""
        self._image.fill(_PAPER)
        self.update()
        self._telling.start()

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    # Drawing

    def _sheet(self) -> float:
        """The side of the sheet as it is shown."""
        return min(self.width(), self.height())

    def _stroke(self, to: QPointF, ink: QColor) -> None:
        scale = SIDE / self._sheet()
        start = self._last if self._last is not None else to
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = SIDE * min(_THICKEST, _STROKE / self._size)
        painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        if start == to:
            painter.drawPoint(to * scale)
        else:
            painter.drawLine(start * scale, to * scale)
        painter.end()
        self._last = to
        self.update()
        if not self._telling.isActive():
            self._telling.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last = None
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._stroke(event.position(), _INK)
        elif event.buttons() & Qt.MouseButton.RightButton:
            self._stroke(event.position(), _PAPER)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._last = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = int(self._sheet())
        painter.drawImage(self.rect().adjusted(0, 0, side - self.width(), side - self.height()), self._image)
        painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "line-strong"), 1))
        painter.drawRect(0, 0, side - 1, side - 1)
