"""What lies under a point of the scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF

from guinet.core.graph import End
from guinet.ui.canvas import curve
from guinet.ui.canvas.node_painter import LABEL_SCALE
from guinet.ui.canvas.scene import Scene

PORT_REACH: Final = 10.0
WIRE_REACH: Final = 6.0
"""How near the pointer must be, in pixels."""


@dataclass(frozen=True, slots=True)
class Hit:
    """`id` is a node's, a wire's or a frame's; `port` and `output` say which port of the node.

    A frame is hit at its title bar only: in the rest of it a hand does what it does on empty canvas.
    """

    what: Literal["nothing", "node", "port", "wire", "frame"]
    id: str = ""
    port: str = ""
    output: bool = False

    @property
    def end(self) -> End:
        return End(self.id, self.port)


NOTHING: Final = Hit("nothing")


def hit_at(scene: Scene, at: QPointF, scale: float) -> Hit:
    """The port, node, wire or frame at a scene point; ports first, then what is painted on top."""
    port = nearest_port(scene, at, PORT_REACH / scale) if scale >= LABEL_SCALE else None
    if port is not None:
        return port
    node = node_at(scene, at)
    if node is not None:
        return Hit("node", node)
    wire = wire_at(scene, at, WIRE_REACH / scale)
    if wire is not None:
        return Hit("wire", wire)
    frame = scene.frames.title_at(at)
    return NOTHING if frame is None else Hit("frame", frame)


def node_at(scene: Scene, at: QPointF) -> str | None:
    return next(iter(scene.nodes_at(at)), None)


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
                if away <= least and accept(hit):
                    best, least = hit, away
    return best
