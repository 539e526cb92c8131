"""Wires when zoomed far out: level and upright lines a pixel wide, bundled like the tracks of a circuit board.

All wires out of one port share the upright line beside it, and where two would fall on the same pixels there is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QLineF

from guinet.ui.canvas.table import Row

_OUT: Final = 32.0
"""How far beside its port a wire turns, in scene units; backwards it runs halfway between its ends, or so far below."""

_SHORT: Final = 3
"""Fewer pixels than this beside a port are left out: the wire turns at the port itself."""

_NEAR: Final = 40
"""A wire that spans no more pixels than this, both ways together, is one straight line."""


def bundled(rows: Iterable[Row], scale: float) -> list[QLineF]:
    """The lines of wires (rows of the scene's table: a box, then both ends), in pixels from the scene's origin: from
    there, not from the corner of the view, so that panning moves them all alike."""
    room = max(1.0, _OUT * scale // 1)
    out = room if room >= _SHORT else 0.0
    lines: list[QLineF] = []
    level: set[tuple[float, float, float]] = set()
    upright: set[tuple[float, float, float]] = set()
    for _, _, _, _, left, top, right, bottom in rows:
        ax, ay, bx, by = left * scale // 1, top * scale // 1, right * scale // 1, bottom * scale // 1
        if (ay == by and left <= right) or abs(bx - ax) + abs(by - ay) <= _NEAR:
            lines.append(QLineF(ax, ay, bx, by))
            continue
        start, end = ax + out, bx - out
        if left <= right:
            turn, end = by, start
        else:
            turn = (ay + by) // 2 if abs(ay - by) > 2 * room else max(ay, by) + 2 * room
            level.add((turn, end, start))
            upright.add((end, turn, by))
        upright.add((start, ay, turn))
        level.add((ay, ax, start))
        level.add((by, end, bx))
    lines += [QLineF(start, y, end, y) for y, start, end in level if start != end]
    lines += [QLineF(x, start, x, end) for x, start, end in upright if start != end]
    return lines
