"""New places for nodes: edges in one line, equal gaps, columns along the wires."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from guinet.core.graph import Block, Position
from guinet.core.layered import Spacing, layered

Boxes: TypeAlias = "Mapping[str, tuple[float, float, float, float]]"
"""Left, top, width and height by node id."""

Edge: TypeAlias = Literal["left", "right", "top", "bottom", "centre", "middle"]

ROOM: Final = Spacing(levels=70.0, nodes=40.0, parts=80.0)
"""What lies between nodes after an automatic layout, in canvas units: the gap between columns holds a shape."""


def aligned(boxes: Boxes, edge: Edge) -> dict[str, Position]:
    """Where nodes stand with one edge in line: the outermost one's; "centre" and "middle" are those of all together."""
    if not boxes:
        return {}
    left = min(box[0] for box in boxes.values())
    top = min(box[1] for box in boxes.values())
    right = max(box[0] + box[2] for box in boxes.values())
    bottom = max(box[1] + box[3] for box in boxes.values())
    places: dict[str, Position] = {}
    for node, (x, y, width, height) in boxes.items():
        places[node] = {
            "left": (left, y),
            "right": (right - width, y),
            "top": (x, top),
            "bottom": (x, bottom - height),
            "centre": ((left + right - width) / 2, y),
            "middle": (x, (top + bottom - height) / 2),
        }[edge]
    return places


def distributed(boxes: Boxes, across: bool) -> dict[str, Position]:
    """Where nodes stand with equal gaps between them, from left to right or from top to bottom; the outermost stay."""
    if len(boxes) < 3:
        return {}
    start, size = (0, 2) if across else (1, 3)
    order = sorted(boxes, key=lambda node: boxes[node][start] + boxes[node][size] / 2)
    first, last = boxes[order[0]], boxes[order[-1]]
    free = last[start] + last[size] - first[start] - sum(boxes[node][size] for node in order)
    gap, at = free / (len(order) - 1), first[start]
    places: dict[str, Position] = {}
    for node in order:
        box = boxes[node]
        places[node] = (at, box[1]) if across else (box[0], at)
        at += box[size] + gap
    return places


Ends: TypeAlias = "Sequence[tuple[str, str, float, float]]"


def arranged(
    block: Block,
    boxes: Boxes,
    ends: Ends,
    *,
    progress: Callable[[float], None] | None = None,
    stopping: Callable[[], bool] | None = None,
) -> dict[str, Position]:
    """Where nodes stand in columns along their wires; the whole keeps its upper left corner.

    `ends` are the wires between them: source, target, and how far below the tops of these they leave and arrive. The
    nodes of one frame stay together: they are laid out by themselves, then as one. Raises `LayoutStopped`.
    """
    groups: dict[str, list[str]] = {}
    for node in boxes:
        frame = block.nodes[node].frame if block.frame(block.nodes[node].frame) is not None else ""
        groups.setdefault(frame, []).append(node)
    inside: dict[str, dict[str, Position]] = {}
    outer: dict[str, tuple[float, float]] = {}
    home: dict[str, str] = {}
    for frame, nodes in groups.items():
        chosen = set(nodes)
        if not frame or len(nodes) < 2:
            outer.update({node: boxes[node][2:] for node in nodes})
            home.update({node: node for node in nodes})
            continue
        sizes = {node: boxes[node][2:] for node in nodes}
        own = [end for end in ends if end[0] in chosen and end[1] in chosen]
        inside[frame] = layered(sizes, own, spacing=ROOM, stopping=stopping)
        outer[frame] = _extent(inside[frame], boxes, _room(block, frame))
        home.update(dict.fromkeys(nodes, frame))
    corners = {frame: _corner(_room(block, frame)) for frame in inside}
    joined = [
        (home[a], home[b], _below(inside, home, corners, a) + leaves, _below(inside, home, corners, b) + arrives)
        for a, b, leaves, arrives in ends
        if home[a] != home[b]
    ]
    found = layered(outer, joined, spacing=ROOM, progress=progress, stopping=stopping)
    corner = min(box[0] for box in boxes.values()), min(box[1] for box in boxes.values())
    return _placed(home, inside, corners, found, corner)


FRAME_MARGIN: Final = (22.0, 48.0)
"""Room for a frame around what is in it: beside, and above for its title."""

Room: TypeAlias = tuple[float, float, float, float]


def _room(block: Block, frame: str) -> Room:
    """How much farther than needed a frame reaches."""
    data = block.frame(frame)
    left, top, right, bottom = (0.0, 0.0, 0.0, 0.0) if data is None else data.room
    return max(0.0, left), max(0.0, top), max(0.0, right), max(0.0, bottom)


def _corner(room: Room) -> Position:
    """Where what is in a frame begins, from its own corner."""
    return FRAME_MARGIN[0] + room[0], FRAME_MARGIN[1] + room[1]


def _extent(places: Mapping[str, Position], boxes: Boxes, room: Room) -> tuple[float, float]:
    width = max(x + boxes[node][2] for node, (x, _) in places.items())
    height = max(y + boxes[node][3] for node, (_, y) in places.items())
    left, top = _corner(room)
    return left + width + FRAME_MARGIN[0] + room[2], top + height + FRAME_MARGIN[0] + room[3]


def _below(
    inside: Mapping[str, Mapping[str, Position]],
    home: Mapping[str, str],
    corners: Mapping[str, Position],
    node: str,
) -> float:
    """How far below the top of its group a node begins."""
    places = inside.get(home[node])
    return 0.0 if places is None or home[node] == node else places[node][1] + corners[home[node]][1]


def _placed(
    home: Mapping[str, str],
    inside: Mapping[str, Mapping[str, Position]],
    corners: Mapping[str, Position],
    found: Mapping[str, Position],
    corner: Position,
) -> dict[str, Position]:
    places: dict[str, Position] = {}
    for node, group in home.items():
        x, y = found[group]
        if group != node:
            own = inside[group][node]
            x, y = x + own[0] + corners[group][0], y + own[1] + corners[group][1]
        places[node] = (round(corner[0] + x), round(corner[1] + y))
    return places
