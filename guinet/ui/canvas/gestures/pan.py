"""Pushing the canvas around with the middle button or with Space held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from guinet.ui.canvas.gestures.base import Gesture

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas


class Pan(Gesture):
    """Changes only the view; cancelling puts it back."""

    def __init__(self, canvas: Canvas, at: QPointF) -> None:
        super().__init__(canvas, at)
        self._before = canvas.view
        canvas.setCursor(Qt.CursorShape.ClosedHandCursor)

    def move(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        way = at - self.start
        self.canvas.set_view(self._before.panned(way.x(), way.y()))

    def end(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        self.canvas.unsetCursor()

    def cancel(self) -> None:
        self.canvas.unsetCursor()
        self.canvas.set_view(self._before)
