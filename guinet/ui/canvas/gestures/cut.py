"""Cutting wires with a line: Ctrl and the right button."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from guinet.core.changes import RemoveWire
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.ui.canvas import curve
from guinet.ui.canvas.gestures.base import Gesture
from guinet.ui.theme import current_theme

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

_PIECES = 24


class CutWires(Gesture):
    """Removes every wire the line from the press to the pointer crosses."""

    def __init__(self, canvas: Canvas, at: QPointF) -> None:
        super().__init__(canvas, at)
        self._at = at

    def move(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        self._at = at
        self.moves_now(at)
        self.canvas.update()

    def end(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        self._at = at
        if self.moves_now(at):
            block = self.canvas.scene.block
            changes = [RemoveWire(block.id, wire) for wire in self._crossed()]
            self.canvas.project.run(QT_TRANSLATE_NOOP("Step", "Cut wires"), changes)

    def paint(self, painter: QPainter) -> None:
        if self.moved:
            painter.setPen(QPen(current_theme().color("wire-cut"), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(self.start, self._at)

    def _crossed(self) -> list[str]:
        line = QLineF(self.origin, self.canvas.view.to_scene(self._at))
        box = QRectF(line.p1(), line.p2()).normalized()
        return [wire for wire, row in self.canvas.scene.wires.rows_touching(box) if _crosses(line, row[4:])]


def _crosses(line: QLineF, ends: tuple[float, ...]) -> bool:
    ax, ay, bx, by = ends
    points = [curve.point(ax, ay, bx, by, piece / _PIECES) for piece in range(_PIECES + 1)]
    bounded = QLineF.IntersectionType.BoundedIntersection
    for start, stop in pairwise(points):
        kind, _ = line.intersects(QLineF(start, stop))
        if kind == bounded:
            return True
    return False
