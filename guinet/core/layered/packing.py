"""Parts of a graph that no wire joins, and how they are put side by side."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from guinet.core.layered.levels import Wire

STRETCH = 1.6  # how much longer than high the whole may become where many parts are packed


def parts_of(count: int, wires: Sequence[Wire]) -> list[tuple[list[int], list[int]]]:
    """The nodes and the wires of each part, by number; parts in the order of their first nodes."""
    leader = list(range(count))
    for wire in wires:
        one, other = _leader(leader, wire.source), _leader(leader, wire.target)
        if one < other:
            leader[other] = one
        elif other < one:
            leader[one] = other
    parts: dict[int, tuple[list[int], list[int]]] = {}
    for node in range(count):
        # A leader is the first of its part: where this one's stands is known by now.
        first = leader[node] = leader[leader[node]]
        if first == node:
            parts[node] = ([], [])
        parts[first][0].append(node)
    for number, wire in enumerate(wires):
        parts[leader[wire.source]][1].append(number)
    return list(parts.values())


def _leader(leader: list[int], node: int) -> int:
    while leader[node] != node:
        leader[node] = node = leader[leader[node]]
    return node


def packed(boxes: Sequence[tuple[float, float]], gap: float) -> tuple[list[tuple[float, float]], float, float]:
    """Where each box (extent along and across the flow) starts, and the extents of the whole.

    Boxes stand on shelves in their order; a shelf is as long as the longest box, or longer where there are many.
    """
    if not boxes:
        return [], 0.0, 0.0
    area = sum((along + gap) * (across + gap) for along, across in boxes)
    limit = max(max(along for along, _ in boxes), sqrt(area * STRETCH))
    corners = []
    x = y = shelf = longest = 0.0
    for along, across in boxes:
        if x and x + along > limit:
            x, y, shelf = 0.0, y + shelf + gap, 0.0
        corners.append((x, y))
        longest = max(longest, x + along)
        shelf = max(shelf, across)
        x += along + gap
    return corners, longest, y + shelf
