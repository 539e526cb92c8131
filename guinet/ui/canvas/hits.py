"""What lies under a point of the scene."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt

from guinet.core.graph import End
from guinet.ui.canvas import curve
from guinet.ui.canvas.node_painter import FOLD, LABEL_SCALE, PORT_SCALE
from guinet.ui.canvas.scene import Scene
from guinet.ui.canvas.shape import DOT

PORT_REACH: Final = 10.0
WIRE_REACH: Final = 6.0
SIDE_REACH: Final = 5.0
"""How near the pointer must be, in pixels."""

_PORT_MOST: Final = 18.0
"""A port reaches no farther than this, in scene units: of a small card there must be something left to hold it by."""

DOT_REACH: Final = 6.0
"""Within this of the middle of a dot one holds the dot, in scene units."""

_FAR: Final = 20.0
"""Where a side reaches so far, in scene units, frames are too small to be resized."""


class Hit(Struct, frozen=True):
    """`id` is a node's, a wire's, a frame's or a note's; `port` and `output` say which port of the node. Of a frame or
    note `port` says which sides are held: one or two of "left", "right", "top", "bottom"; "" for all of it.

    A frame is hit at its title bar and its sides only: in the rest of it a hand does what it does on empty canvas.
    """

    what: Literal["nothing", "node", "port", "wire", "frame", "note"]
    id: str = ""
    port: str = ""
    output: bool = False

    @property
    def end(self) -> End:
        return End(self.id, self.port)


NOTHING: Final = Hit("nothing")


def hit_at(scene: Scene, at: QPointF, scale: float) -> Hit:
    """The port, node, wire or frame at a scene point; ports first, then what is painted on top."""
    node = node_at(scene, at)
    if node is not None and scene.shape(node) is DOT and _in_dot(scene, node, at):
        return Hit("node", node)
    port = nearest_port(scene, at, min(PORT_REACH / scale, _PORT_MOST)) if scale >= PORT_SCALE else None
    if port is not None:
        return port
    if node is not None:
        return Hit("node", node)
    wire = wire_at(scene, at, WIRE_REACH / scale)
    if wire is not None:
        return Hit("wire", wire)
    return _ground_at(scene, at, SIDE_REACH / scale)


def on_fold(scene: Scene, node: str, at: QPointF, scale: float) -> bool:
    """Whether a point is on the mark of a collapsed node by which it expands."""
    return scene.shape(node).collapsed and scale >= LABEL_SCALE and at.x() >= scene.rect(node).right() - FOLD


def _in_dot(scene: Scene, node: str, at: QPointF) -> bool:
    """Whether a point is on the dot itself, by which it is moved, and not on one of its ports beside it."""
    away = at - scene.rect(node).center()
    return float(away.x() ** 2 + away.y() ** 2) <= DOT_REACH**2


def _ground_at(scene: Scene, at: QPointF, reach: float) -> Hit:
    """The note or frame at a point, with its sides that are nearer than `reach`."""
    note = scene.notes.at(at)
    if note is not None:
        sides = _sides(scene.notes.boxes[note], at, 2 * reach)
        return Hit("note", note, sides if sides in ("right", "bottom", "right bottom") else "")
    for frame in scene.frames.boxes if reach <= _FAR else ():
        sides = _sides(scene.frames.boxes[frame], at, reach)
        if sides:
            return Hit("frame", frame, sides)
    titled = scene.frames.title_at(at)
    return NOTHING if titled is None else Hit("frame", titled)


def _sides(box: QRectF, at: QPointF, reach: float) -> str:
    """The sides of a box that a point is on, a little outside included."""
    if not box.adjusted(-reach, -reach, reach, reach).contains(at):
        return ""
    away = {
        "left": at.x() - box.left(),
        "top": at.y() - box.top(),
        "right": box.right() - at.x(),
        "bottom": box.bottom() - at.y(),
    }
    return " ".join(side for side in ("left", "right", "top", "bottom") if abs(away[side]) <= reach)


def cursor_for(hit: Hit) -> Qt.CursorShape | None:
    """The pointer's shape over a side or corner that is resized; None for the usual one."""
    if hit.what not in ("frame", "note") or not hit.port:
        return None
    sides = set(hit.port.split())
    if len(sides) == 2:
        falling = sides in ({"left", "top"}, {"right", "bottom"})
        return Qt.CursorShape.SizeFDiagCursor if falling else Qt.CursorShape.SizeBDiagCursor
    return Qt.CursorShape.SizeHorCursor if sides <= {"left", "right"} else Qt.CursorShape.SizeVerCursor


def node_at(scene: Scene, at: QPointF) -> str | None:
    return next(iter(scene.nodes_at(at)), None)


def node_near(scene: Scene, at: QPointF, reach: float) -> str:
    """The node nearest to a point and within `reach` scene units of it; "" for none."""
    around = QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)

    def away(row: tuple[float, ...]) -> float:
        return max(row[0] - at.x(), at.x() - row[2], row[1] - at.y(), at.y() - row[3], 0.0)

    # Of two that lie over each other the one painted on top.
    found = [(away(row), -place, node) for place, (node, row) in enumerate(scene.nodes.rows_touching(around))]
    return min(found)[2] if found else ""


def wire_at(scene: Scene, at: QPointF, reach: float) -> str | None:
    """The nearest wire within `reach` scene units."""
    around = QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)
    best, least = None, reach
    for wire, row in scene.wires.rows_touching(around):
        away = curve.distance(row[4], row[5], row[6], row[7], at)
        if away <= least:
            best, least = wire, away
    return best


def nearest_port(
    scene: Scene, at: QPointF, reach: float, accept: Callable[[Hit], bool] = lambda hit: True
) -> Hit | None:
    """The nearest port within `reach` scene units that `accept` takes."""
    around = QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)
    best: Hit | None = None
    least = reach
    for node, row in scene.nodes.rows_touching(around):
        for output in (False, True):
            for spot in scene.spots(node, output):
                dx, dy = row[0] + spot.x - at.x(), row[1] + spot.y - at.y()
                away = (dx * dx + dy * dy) ** 0.5
                hit = Hit("port", node, spot.port.name, output)
                # Of those at one place the first: a collapsed node has all of a side there.
                if (away < least or (best is None and away == least)) and accept(hit):
                    best, least = hit, away
    return best
