"""Layered layout: nodes in columns along the flow of their wires, in an order in which few wires cross.

The same nodes and wires, given in the same order, are always laid out the same.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal

from msgspec import Struct, field

from guinet.core.layered.levels import Levels, Wire, cut
from guinet.core.layered.order import ordered
from guinet.core.layered.packing import packed, parts_of
from guinet.core.layered.place import across

__all__ = ["Arrangement", "Direction", "LayoutStopped", "Spacing", "arranged", "layered"]

Direction = Literal["right", "down", "left", "up"]
Point = tuple[float, float]


class LayoutStopped(Exception):
    """`stopping` said that nobody waits for the layout any more."""


class Spacing(Struct, frozen=True):
    """Room in pixels: between levels, between nodes of a level, and between parts that no wire joins."""

    levels: float = 60.0
    nodes: float = 24.0
    parts: float = 48.0


class Arrangement(Struct):
    """Where everything lies, in pixels from the upper left corner of the whole at (0, 0)."""

    positions: dict[str, Point] = field(default_factory=dict)  # the upper left corner of each node
    # By the number of a wire that crosses a level, the points it should pass between its ends.
    routes: dict[int, list[Point]] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0


def layered(
    sizes: Mapping[str, tuple[float, float]],
    edges: Sequence[tuple[str, str, float, float]],
    *,
    direction: Direction = "right",
    spacing: Spacing | None = None,
    progress: Callable[[float], None] | None = None,
    stopping: Callable[[], bool] | None = None,
) -> dict[str, Point]:
    """The upper left corner of each node, in pixels from the upper left corner of the whole. See `arranged`."""
    found = arranged(sizes, edges, direction=direction, spacing=spacing, progress=progress, stopping=stopping)
    return found.positions


def arranged(
    sizes: Mapping[str, tuple[float, float]],
    edges: Sequence[tuple[str, str, float, float]],
    *,
    direction: Direction = "right",
    spacing: Spacing | None = None,
    progress: Callable[[float], None] | None = None,
    stopping: Callable[[], bool] | None = None,
) -> Arrangement:
    """Lay out nodes of `sizes` (width and height in pixels) that `edges` join.

    An edge is source, target, and where it leaves and arrives: pixels from the top of the node where wires run to the
    right or left, from its left side where they run down or up. Edges may run in circles and from a node to itself, and
    some may be equal.
    `progress` is told the share that is done, 0 to 1; `stopping` is asked often.

    Raises `LayoutStopped` when `stopping` says so, `KeyError` for an edge to a node without a size.
    """
    room = spacing or Spacing()
    flat = direction in ("right", "left")
    names = list(sizes)
    number = {name: index for index, name in enumerate(names)}
    along = [size[0] if flat else size[1] for size in sizes.values()]
    wide = [size[1] if flat else size[0] for size in sizes.values()]
    wires = []
    for source, target, leaves, arrives in edges:
        a, b = number[source], number[target]
        wires.append(Wire(a, b, leaves - wide[a] / 2, arrives - wide[b] / 2))
    pace = _Pace(len(names), progress, stopping)
    boxes = []
    with _nothing_collected():
        for nodes, numbers in parts_of(len(names), wires):
            pace.current = len(nodes)
            boxes.append(_part(nodes, [(each, wires[each]) for each in numbers], along, wide, room, pace))
            pace.passed(len(nodes))
        return _assembled(boxes, names, along, direction, room)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """A layout makes many lists and no cycles; Python would look for some among them and all that torch has, which
    takes longer than the layout. Of two layouts at once the first to come sees to it that Python looks again."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()


class Box(Struct):
    """One part laid out: by node its start along and across the flow, and routes in the same measure."""

    along: float
    across: float
    starts: dict[int, Point]
    routes: dict[int, list[Point]]


def _part(
    nodes: Sequence[int],
    wires: Sequence[tuple[int, Wire]],
    along: Sequence[float],
    wide: Sequence[float],
    room: Spacing,
    pace: _Pace,
) -> Box:
    if len(nodes) == 1:
        only = nodes[0]
        return Box(along[only], wide[only], {only: (0.0, 0.0)}, {})
    local = {node: index for index, node in enumerate(nodes)}
    inside = [Wire(local[source], local[target], leaves, arrives) for _, (source, target, leaves, arrives) in wires]
    levels = cut([wide[node] for node in nodes], inside)
    pace.step(0.1)
    rows = ordered(levels, room.nodes, pace.step)
    middles = across(levels, rows, room.nodes)
    pace.step(0.95)
    starts, ends = _columns(levels, [along[node] for node in nodes], room.levels)
    halves = [size / 2 for size in levels.sizes]
    first = min(map(float.__sub__, middles, halves))
    last = max(map(float.__add__, middles, halves))
    corners = {
        node: (starts[levels.level[index]], float(round(middles[index] - halves[index] - first)))
        for node, index in local.items()
    }
    routes = {}
    for each, passed in levels.routes.items():
        routes[wires[each][0]] = [
            point
            for stand_in in passed
            for level, y in [(levels.level[stand_in], float(round(middles[stand_in] - first)))]
            for point in ((starts[level], y), (ends[level], y))
        ]
    return Box(ends[-1], last - first, corners, routes)


def _columns(levels: Levels, along: Sequence[float], gap: float) -> tuple[list[float], list[float]]:
    """Where each level starts and ends along the flow."""
    depth = [0.0] * levels.count
    for node, size in enumerate(along):
        level = levels.level[node]
        depth[level] = max(depth[level], size)
    starts, edge = [], 0.0
    for size in depth:
        starts.append(edge)
        edge += size + gap
    return starts, [start + size for start, size in zip(starts, depth, strict=True)]


def _assembled(
    boxes: Sequence[Box], names: Sequence[str], along: Sequence[float], direction: Direction, room: Spacing
) -> Arrangement:
    corners, whole_along, whole_across = packed([(box.along, box.across) for box in boxes], room.parts)
    found = Arrangement()
    mirrored = direction in ("left", "up")
    flat = direction in ("right", "left")

    def turned(start: float, size: float, side: float) -> Point:
        forward = whole_along - start - size if mirrored else start
        return (forward, side) if flat else (side, forward)

    for box, (start, side) in zip(boxes, corners, strict=True):
        for node, (x, y) in box.starts.items():
            found.positions[names[node]] = turned(start + x, along[node], side + y)
        for wire, points in box.routes.items():
            found.routes[wire] = [turned(start + x, 0.0, side + y) for x, y in points]
    found.positions = {name: found.positions[name] for name in names}
    found.width, found.height = (whole_along, whole_across) if flat else (whole_across, whole_along)
    return found


class _Pace:
    """Tells how far the layout is, and asks whether it is still wanted."""

    def __init__(
        self, total: int, progress: Callable[[float], None] | None, stopping: Callable[[], bool] | None
    ) -> None:
        self.total = max(total, 1)
        self.done = 0
        self.current = 0
        self.progress = progress
        self.stopping = stopping

    def passed(self, nodes: int) -> None:
        self.done += nodes
        self.current = 0
        self.step(0.0)

    def step(self, share: float) -> None:
        if self.stopping and self.stopping():
            raise LayoutStopped
        if self.progress:
            self.progress(min(1.0, (self.done + share * self.current) / self.total))
