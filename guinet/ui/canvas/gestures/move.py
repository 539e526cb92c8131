"""Clicking and moving nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from guinet.core import editing
from guinet.ui.canvas.gestures.base import Gesture, adds

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

GRID = 10.0
"""Where moved nodes snap, in scene units; Alt moves freely."""


class MoveNodes(Gesture):
    """A press on a node: selects it, and moves the selection when the pointer moves."""

    auto_pans = True

    def __init__(self, canvas: Canvas, at: QPointF, node: str, keys: Qt.KeyboardModifier) -> None:
        super().__init__(canvas, at)
        self._node = node
        self._before = (canvas.selection, canvas.selected_wires)
        was_selected = node in canvas.selection
        self._narrow = was_selected and not adds(keys)
        if adds(keys):
            rest = tuple(other for other in canvas.selection if other != node)
            canvas.select(rest if was_selected else (*rest, node), canvas.selected_wires)
        elif not was_selected:
            canvas.select((node,))

    def move(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        if not self.moves_now(at) or self._node not in self.canvas.selection:
            return
        lift = self.canvas.lift or self.canvas.lift_up(self.canvas.selection)
        lift.offset = self._offset(at, keys)
        self.canvas.update()

    def end(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        lift = self.canvas.lift
        if lift is None or not self.moved:
            if self._narrow and not self.moved:
                self.canvas.select((self._node,))
            return
        block, by = self.canvas.scene.block, self._offset(at, keys)
        self.canvas.put_down()
        places = {node: block.nodes[node].position for node in lift.nodes}
        editing.move(block, {node: (x + by.x(), y + by.y()) for node, (x, y) in places.items()})

    def cancel(self) -> None:
        self.canvas.put_down()
        self.canvas.select(*self._before)

    def _offset(self, at: QPointF, keys: Qt.KeyboardModifier) -> QPointF:
        way = self.canvas.view.to_scene(at) - self.origin
        if keys & Qt.KeyboardModifier.AltModifier or not self.canvas.snaps_to_grid:
            return way
        x, y = self.canvas.scene.block.nodes[self._node].position
        return QPointF(round((x + way.x()) / GRID) * GRID - x, round((y + way.y()) / GRID) * GRID - y)
