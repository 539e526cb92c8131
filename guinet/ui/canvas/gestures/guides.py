"""Guides: a node that is moved snaps to the edges and middles of its neighbours, and lines show to which."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from guinet.ui.theme import current_theme

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

Edges: TypeAlias = tuple[float, float, float]
"""Two edges and a middle of a box, across or down."""

REACH: Final = 5.0
"""How near, in pixels, an edge must come to another to snap to it."""

_MOST: Final = 150
"""With more nodes in sight every place would be beside some edge: then there are no guides."""


class Guides:
    """The edges and middles of the nodes in sight that stay where they are."""

    def __init__(self, canvas: Canvas, moving: Iterable[str]) -> None:
        self._canvas = canvas
        gone = set(moving)
        there = [node for node in canvas.visible_nodes() if node not in gone]
        self._boxes = [canvas.scene.rect(node) for node in there] if len(there) <= _MOST else []
        self._across = _sorted([_columns(box) for box in self._boxes])
        self._down = _sorted([_rows(box) for box in self._boxes])
        self._lines: list[QLineF] = []

    def snapped(self, box: QRectF, free: QPointF, offset: QPointF) -> QPointF:
        """`offset`, by which a hand moves `box`, corrected where an edge is near; `free` is the pointer's own way."""
        self._lines = []
        reach = REACH / self._canvas.view.scale
        moved = box.translated(free)
        across = _nearest(_columns(moved), self._across, reach)
        down = _nearest(_rows(moved), self._down, reach)
        x = offset.x() if across is None else free.x() + across[0]
        y = offset.y() if down is None else free.y() + down[0]
        landed = box.translated(x, y)
        if across is not None:
            both = landed.united(self._boxes[across[1]])
            self._lines.append(QLineF(across[2], both.top() - 12, across[2], both.bottom() + 12))
        if down is not None:
            both = landed.united(self._boxes[down[1]])
            self._lines.append(QLineF(both.left() - 12, down[2], both.right() + 12, down[2]))
        return QPointF(x, y)

    @property
    def lines(self) -> list[QLineF]:
        """What is shown now, in scene units."""
        return list(self._lines)

    def forget(self) -> None:
        """Shows none."""
        self._lines = []

    def paint(self, painter: QPainter) -> None:
        """In widget coordinates."""
        painter.setPen(QPen(current_theme().color("guide"), 1.0))
        view = self._canvas.view
        for line in self._lines:
            painter.drawLine(view.to_widget(line.p1()), view.to_widget(line.p2()))


def _columns(box: QRectF) -> Edges:
    return box.left(), box.center().x(), box.right()


def _rows(box: QRectF) -> Edges:
    return box.center().y(), box.top(), box.bottom()


def _sorted(boxes: list[Edges]) -> list[list[tuple[float, int]]]:
    """For each kind of edge those of all boxes, in order, each with its box."""
    return [sorted((edges[kind], place) for place, edges in enumerate(boxes)) for kind in range(3)]


def _nearest(own: Edges, others: list[list[tuple[float, int]]], reach: float) -> tuple[float, int, float] | None:
    """How far to move, to which box, and where its edge is: edges snap to like edges."""
    found = [
        (abs(there - here), there - here, place, there)
        for here, edges in zip(own, others, strict=True)
        for there, place in edges[
            bisect_left(edges, (here - reach, -1)) : bisect_right(edges, (here + reach, sys.maxsize))
        ]
    ]
    if not found:
        return None
    _, by, place, at = min(found)
    return by, place, at
