"""Giving a frame more room than its nodes need, by one of its sides or corners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from guinet.core import framing
from guinet.ui.canvas.gestures.base import Gesture
from guinet.ui.canvas.hits import Hit
from guinet.ui.theme import current_theme

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

_SIDES = ("left", "top", "right", "bottom")


class ResizeFrame(Gesture):
    """The held sides follow the pointer, but never come nearer to the nodes than a frame does by itself."""

    auto_pans = True

    def __init__(self, canvas: Canvas, at: QPointF, hit: Hit) -> None:
        super().__init__(canvas, at)
        self._frame = hit.id
        self._sides = hit.port.split()
        self._at, self._keys = at, Qt.KeyboardModifier.NoModifier
        canvas.choose_frame(hit.id)

    def move(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        self._at, self._keys = at, keys
        if self.moves_now(at):
            self.canvas.update()

    def end(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        if self.moves_now(at):
            framing.set_frame(self.canvas.scene.block, self._frame, room=self._room(at, keys))

    def paint(self, painter: QPainter) -> None:
        box = self.canvas.scene.frames.boxes.get(self._frame)
        data = self.canvas.scene.block.frame(self._frame)
        if not self.moved or box is None or data is None:
            return
        before, after = self._before(), self._room(self._at, self._keys)
        left, top, right, bottom = (new - max(0.0, old) for new, old in zip(after, before, strict=True))
        theme, scale = current_theme(), self.canvas.view.scale
        painter.setPen(QPen(theme.color("accent"), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        shown = self.canvas.view.rect_to_widget(QRectF(box).adjusted(-left, -top, right, bottom))
        radius = theme.metric("block-radius") * min(1.0, scale)
        painter.drawRoundedRect(shown, radius, radius)

    def _room(self, at: QPointF, keys: Qt.KeyboardModifier) -> tuple[float, float, float, float]:
        way = self.way(at, keys)
        outward = {"left": -way.x(), "top": -way.y(), "right": way.x(), "bottom": way.y()}
        left, top, right, bottom = (
            max(0.0, old + (outward[side] if side in self._sides else 0.0))
            for side, old in zip(_SIDES, self._before(), strict=True)
        )
        return left, top, right, bottom

    def _before(self) -> tuple[float, float, float, float]:
        """The room there is; on the right from where the frame ends, which its title may have widened."""
        data = self.canvas.scene.block.frame(self._frame)
        if data is None:
            return 0.0, 0.0, 0.0, 0.0
        left, top, right, bottom = data.room
        return (
            left,
            top,
            right + (self.canvas.scene.frames.widened(self._frame) if "right" in self._sides else 0.0),
            bottom,
        )
