"""Clicking and moving a frame by its title bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from guinet.core import editing
from guinet.ui.canvas.gestures.base import Gesture

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas


class MoveFrame(Gesture):
    """A press on a frame's title bar: chooses the frame, and moves its nodes when the pointer moves."""

    auto_pans = True

    def __init__(self, canvas: Canvas, at: QPointF, frame: str) -> None:
        super().__init__(canvas, at)
        self._nodes = canvas.scene.frames.members(frame)

        canvas.choose_frame(frame)

    def move(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        if self.moves_now(at):
            lift = self.canvas.lift or self.canvas.lift_up(self._nodes)
            lift.offset = self.way(at, keys)
            self.canvas.update()

    def end(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        if self.canvas.lift is None:
            return
        by, block = self.way(at, keys), self.canvas.scene.block
        self.canvas.put_down()
        place = self.canvas.scene.place
        places = {node: place(block.nodes[node]) for node in self._nodes if node in block.nodes}
        editing.move(block, {node: (x + by.x(), y + by.y()) for node, (x, y) in places.items()})

    def cancel(self) -> None:
        self.canvas.put_down()
