"""Links between nodes that have something in common: one layer, or one parameter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainterPath

if TYPE_CHECKING:
    from guinet.ui.canvas.scene import Scene


_LEVEL = 100.0
"""Two nodes whose heights differ by less have others between them, and wires: a link passes below, in scene units."""

_DIP = 72.0
"""How far below the nodes the curve of such a link is pulled."""


class Link(Struct, frozen=True):
    """`user` uses the layer of `owner` (nodes by id), or one of its parameters; `text` says which, empty for all."""

    user: str
    owner: str
    text: str = ""


class Links:
    """The links of a block, and between which points they run."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._owner_of: dict[str, str] = {}
        self._ties: tuple[Link, ...] = ()

    def __bool__(self) -> bool:
        return bool(self._owner_of or self._ties)

    def all(self) -> list[Link]:
        """Those that can be drawn."""
        shared = (Link(user, owner) for user, owner in self._owner_of.items())
        return [link for link in (*shared, *self._ties) if self._drawn(link)]

    def path(self, link: Link) -> QPainterPath:
        """From border to border of the two nodes, in scene units; below what stands between two of about one height."""
        one, other = self._scene.rect(link.user), self._scene.rect(link.owner)
        if abs(one.center().y() - other.center().y()) >= _LEVEL:
            straight = QLineF(one.center(), other.center())
            path = QPainterPath(_leaving(one, straight))
            path.lineTo(_leaving(other, QLineF(straight.p2(), straight.p1())))
            return path
        start, end = QPointF(one.center().x(), one.bottom()), QPointF(other.center().x(), other.bottom())
        depth = max(start.y(), end.y()) + _DIP
        path = QPainterPath(start)
        path.cubicTo(QPointF(start.x(), depth), QPointF(end.x(), depth), end)
        return path

    def followers(self, nodes: Iterable[str]) -> set[str]:
        """The nodes that use the layer of one of these, and so show its name."""
        changed = set(nodes)
        return {user for user, owner in self._owner_of.items() if owner in changed}

    def load(self) -> None:
        """Reads the whole block."""
        block = self._scene.block
        self._owner_of = {node.id: node.shares for node in block.nodes.values() if node.shares}
        self._ties = tuple(Link(tie.target, tie.source, tie.parameter) for tie in block.ties)

    def update(self, nodes: set[str]) -> list[QRectF]:
        """Follows nodes that moved, came, went or changed what they share; what to paint anew because of it.

        Where a link ran before is not kept, so that is everything as soon as one changes: there are few.
        """
        before = dict(self._owner_of)
        for id in nodes if self._owner_of or self._any_shares(nodes) else ():
            node = self._scene.block.nodes.get(id)
            if node is not None and node.shares:
                self._owner_of[id] = node.shares
            else:
                self._owner_of.pop(id, None)
        moved = any(link.user in nodes or link.owner in nodes for link in self.all()) if self else False
        return [self._scene.bounds().adjusted(0, 0, 0, _DIP)] if moved or before != self._owner_of else []

    def _any_shares(self, nodes: set[str]) -> bool:
        there = self._scene.block.nodes
        return any(id in there and there[id].shares for id in nodes)

    def _drawn(self, link: Link) -> bool:
        return link.user in self._scene.nodes and link.owner in self._scene.nodes and link.user != link.owner


def _leaving(rect: QRectF, line: QLineF) -> QPointF:
    """Where a line from the middle of a box leaves it."""
    dx, dy = line.dx(), line.dy()
    if dx == dy == 0:
        return line.p1()
    along = min(
        rect.width() / 2 / abs(dx) if dx else float("inf"), rect.height() / 2 / abs(dy) if dy else float("inf"), 1.0
    )
    return QPointF(line.x1() + dx * along, line.y1() + dy * along)
