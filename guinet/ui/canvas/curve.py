"""The shape of a wire: it leaves its output to the right and enters its input from the left.

Forwards it is one cubic curve; backwards two, which meet in a level stretch between the rows of nodes.
"""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import Final, TypeAlias

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

Cubic: TypeAlias = tuple[float, float, float, float, float, float, float, float]
"""x and y of the start, the two handles and the end."""

_SAMPLES: Final = [index / 24 for index in range(25)]
_WEIGHTS: Final = [((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3) for t in _SAMPLES]
TURN: Final = 64.0
"""How far the handles of a wire that runs backwards stand out, in scene units; no wire reaches farther than that beyond
the box around its ends."""
REACH: Final = 0.75 * TURN
"""How far the curve itself goes: three quarters of the way to two handles that are one above the other."""


def cubics(ax: float, ay: float, bx: float, by: float) -> list[Cubic]:
    """The pieces of the wire from (ax, ay) to (bx, by), in scene units."""
    if bx >= ax:
        out = max(36.0, (bx - ax) * 0.5)
        return [(ax, ay, ax + out, ay, bx - out, by, bx, by)]
    middle_x, middle_y = (ax + bx) / 2, _level(ay, by)
    right, left = ax + TURN, bx - TURN
    return [
        (ax, ay, right, ay, right, middle_y, middle_x, middle_y),
        (middle_x, middle_y, left, middle_y, left, by, bx, by),
    ]


def _level(ay: float, by: float) -> float:
    """The height at which a wire runs back: between the two ends, or below when there is no room between."""
    return (ay + by) / 2 if abs(by - ay) >= 90 else max(ay, by) + TURN


def box(ax: float, ay: float, bx: float, by: float) -> tuple[float, float, float, float]:
    """A box that holds the curve."""
    if bx >= ax:
        out = max(36.0, (bx - ax) * 0.5)
        return min(ax, bx - out), min(ay, by), max(ax + out, bx), max(ay, by)
    level = _level(ay, by)
    return bx - TURN, min(ay, by, level), ax + TURN, max(ay, by, level)


def path(ax: float, ay: float, bx: float, by: float) -> QPainterPath:
    curve = QPainterPath()
    add_to(curve, ax, ay, bx, by)
    return curve


def add_to(path: QPainterPath, ax: float, ay: float, bx: float, by: float) -> None:
    """Adds a wire to a path: many that look alike are painted together in less time than one by one."""
    path.moveTo(ax, ay)
    for piece in cubics(ax, ay, bx, by):
        path.cubicTo(*piece[2:])


def point(ax: float, ay: float, bx: float, by: float, t: float) -> QPointF:
    """The point at `t` in 0–1; 0.5 is where the shape stands."""
    pieces = cubics(ax, ay, bx, by)
    place = min(int(t * len(pieces)), len(pieces) - 1)
    x0, y0, x1, y1, x2, y2, x3, y3 = pieces[place]
    t = t * len(pieces) - place
    s = 1 - t
    a, b, c, d = s**3, 3 * s * s * t, 3 * s * t * t, t**3
    return QPointF(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3)


def passes(ax: float, ay: float, bx: float, by: float, box: QRectF) -> bool:
    """Whether the curve runs through a box, or so near that it seems to."""
    left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
    for x0, y0, x1, y1, x2, y2, x3, y3 in cubics(ax, ay, bx, by):
        spots = [(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3) for a, b, c, d in _WEIGHTS]
        for (x, y), (next_x, next_y) in pairwise(spots):
            across = max(x, next_x) >= left and min(x, next_x) <= right
            if across and max(y, next_y) >= top and min(y, next_y) <= bottom:
                return True
    return False


def distance(ax: float, ay: float, bx: float, by: float, at: QPointF) -> float:
    """How far `at` is from the curve, to a fraction of a unit."""
    least = float("inf")
    for x0, y0, x1, y1, x2, y2, x3, y3 in cubics(ax, ay, bx, by):
        spots = [
            (a * x0 + b * x1 + c * x2 + d * x3 - at.x(), a * y0 + b * y1 + c * y2 + d * y3 - at.y())
            for a, b, c, d in _WEIGHTS
        ]
        for (x, y), (next_x, next_y) in pairwise(spots):
            dx, dy = next_x - x, next_y - y
            along = min(1.0, max(0.0, -(x * dx + y * dy) / max(dx * dx + dy * dy, 1e-12)))
            least = min(least, hypot(x + along * dx, y + along * dy))
    return least
