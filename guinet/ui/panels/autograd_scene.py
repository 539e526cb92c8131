"""What a drawing of the autograd graph has where: boxes and lines in arrays, found by place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPainterPathStroker

from guinet.core.record_view import Box, BoxKind, Drawing
from guinet.core.recorded import Key

MARGIN: Final = 24.0

TIED: Final = " = "
"""Between the paths of a tied parameter."""

_ROLES: Final = {
    BoxKind.FUNCTION: "node-border-hover",
    BoxKind.LEAF: "autograd-leaf-border",
    BoxKind.GROUP: "minimap-node",
}


class GraphScene:
    """One drawing. Boxes and lines are told by their numbers; all measures are pixels at scale 1. `roles` are the
    colours of boxes that are seen from afar."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.boxes: Sequence[Box] = drawing.boxes
        self.rects = [QRectF(*place) for place in drawing.places]
        self._places = np.array(drawing.places, dtype=np.float32).reshape(-1, 4)
        self._spans = np.array([_span(points) for points in drawing.points], dtype=np.float32).reshape(-1, 4)
        self._paths: dict[int, QPainterPath] = {}
        self._stretches: dict[int, list[QLineF]] = {}
        self.roles = ["node-error" if box.fails else _ROLES[box.kind] for box in self.boxes]
        self._by_key: dict[Key, list[int]] = {}
        for number, box in enumerate(self.boxes):
            for key in box.keys:
                self._by_key.setdefault(key, []).append(number)
        self.before: list[list[int]] = [[] for _ in self.boxes]
        self.after: list[list[int]] = [[] for _ in self.boxes]
        for source, target in drawing.lines:
            self.after[source].append(target)
            self.before[target].append(source)

    @property
    def bounds(self) -> QRectF:
        """All of it, with a margin."""
        whole = QRectF(0, 0, self.drawing.width, self.drawing.height)
        return whole.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)

    def boxes_in(self, area: QRectF) -> list[int]:
        x, y, width, height = self._places.T
        seen = (x <= area.right()) & (x + width >= area.left()) & (y <= area.bottom()) & (y + height >= area.top())
        return [int(number) for number in np.nonzero(seen)[0]]

    def lines_in(self, area: QRectF) -> list[int]:
        left, top, right, bottom = self._spans.T
        seen = (left <= area.right()) & (right >= area.left()) & (top <= area.bottom()) & (bottom >= area.top())
        return [int(number) for number in np.nonzero(seen)[0]]

    def box_at(self, point: QPointF) -> int | None:
        found = self.boxes_in(QRectF(point.x(), point.y(), 0.0, 0.0))
        return found[0] if found else None

    def line_at(self, point: QPointF, reach: float) -> int | None:
        """The line that passes within `reach` of a point."""
        stroker = QPainterPathStroker()
        stroker.setWidth(2 * reach)
        near = self.lines_in(QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach))
        return next((line for line in near if stroker.createStroke(self.path(line)).contains(point)), None)

    def label_at(self, line: int) -> QPointF:
        """The middle of what is said on a line: on its first stretch, or on its last where others begin as it does."""
        points, source = self.drawing.points[line], self.drawing.lines[line][0]
        (x, y), (end_x, end_y) = points[:2] if len(self.after[source]) == 1 else points[-2:]
        return QPointF((x + end_x) / 2, (y + end_y) / 2)

    def same_boxes(self, other: Drawing) -> bool:
        """Whether another drawing has the same boxes in the same places."""
        return self.drawing.places == other.places and all(
            one.title == two.title and one.functions == two.functions
            for one, two in zip(self.boxes, other.boxes, strict=True)
        )

    def of_keys(self, keys: Iterable[Key]) -> list[int]:
        """The boxes that hold what these nodes made."""
        return sorted({number for key in keys for number in self._by_key.get(key, ())})

    def of_leaf(self, path: str) -> int | None:
        """The box that adds to the gradient of a parameter; a tied one has several paths."""
        return next((number for number, box in enumerate(self.boxes) if path in box.leaf.split(TIED)), None)

    def with_words(self, words: str) -> list[int]:
        """The boxes in which all of these words stand, from the left to the right."""
        wanted = words.lower().split()
        found = [n for n, box in enumerate(self.boxes) if all(word in box.words for word in wanted)]
        return sorted(found, key=lambda number: (self.rects[number].x(), self.rects[number].y())) if wanted else []

    def beside(self, number: int, step: int) -> int | None:
        """The next box below (or above) in the same column; None at its end."""
        rect = self.rects[number]
        column = [n for n, other in enumerate(self.rects) if abs(other.x() - rect.x()) < 1.0]
        column.sort(key=lambda each: self.rects[each].y())
        place = column.index(number) + step
        return column[place] if 0 <= place < len(column) else None

    def stretches(self, line: int) -> list[QLineF]:
        """A line as it is seen from afar, without its curves."""
        if line not in self._stretches:
            points = [QPointF(*point) for point in self.drawing.points[line]]
            self._stretches[line] = [QLineF(one, other) for one, other in pairwise(points)]
        return self._stretches[line]

    def path(self, line: int) -> QPainterPath:
        """The curve of a line: level at both ends of each stretch, straight where it passes boxes."""
        if line not in self._paths:
            self._paths[line] = _curve(self.drawing.points[line])
        return self._paths[line]


def _span(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _curve(points: Sequence[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for place in range(1, len(points)):
        (x, y), (next_x, next_y) = points[place - 1], points[place]
        if place % 2 == 0 or y == next_y:
            path.lineTo(next_x, next_y)
        else:
            middle = (x + next_x) / 2
            path.cubicTo(middle, y, middle, next_y, next_x, next_y)
    return path
