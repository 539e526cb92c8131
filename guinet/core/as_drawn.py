"""Repairs are found in a graph as it runs; here they become repairs of the graph as it is drawn, with the dots and the
bypassed nodes that lie between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from guinet.core.changes import AddNode, AddWire, Change, RemoveNode, RemoveWire
from guinet.core.editing import new_id, unused_name
from guinet.core.graph import Block, End, Node, Position, Wire
from guinet.core.leaving import Leaving, leaving
from guinet.core.project import Project


def as_drawn(project: Project, changes: Iterable[Change]) -> tuple[Change, ...]:
    """What `changes`, made for the project as it runs (see `guinet.core.plain`), are for the project as it is drawn.

    A node put before another stands between that and the dot or the bypassed node right before it; where a node goes,
    what hangs on it hangs on what led to it. Raises KeyError when a wire or a node is not there any more.
    """
    changes = tuple(changes)
    for id in dict.fromkeys(change.block for change in changes if isinstance(change, RemoveWire | AddNode)):
        block = project.blocks[id]
        left = leaving(block)
        free = _named_freely(block, changes)
        changes = tuple(_Drawn(block, left, free).changes()) if left else free
    return changes


def _named_freely(block: Block, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """A name that was free among the nodes that run may be another node's."""
    return tuple(
        AddNode(block.id, replace(change.node, name=unused_name(block, change.node.name)))
        if isinstance(change, AddNode) and change.block == block.id and block.has_name(change.node.name)
        else change
        for change in changes
    )


class _Drawn:
    def __init__(self, block: Block, left: Leaving, changes: tuple[Change, ...]) -> None:
        self._block = block
        self._left = left
        self._given = changes
        own = [change for change in changes if getattr(change, "block", None) == block.id]
        self._doomed = {change.node for change in own if isinstance(change, RemoveNode)}
        self._removed = [block.wires[change.wire] for change in own if isinstance(change, RemoveWire)]

    def changes(self) -> Iterator[Change]:
        """In the order given; what a node that goes leaves behind is wired before it goes."""
        closing = {wire.id for wire in self._removed if self._runs_from(wire) in self._doomed and self._is_led(wire)}
        closed = {self._block.wires[wire].target for wire in closing}
        for change in self._given:
            if getattr(change, "block", None) != self._block.id:
                yield change
            elif isinstance(change, RemoveNode):
                yield from self._let_go(change.node)
                yield change
            elif isinstance(change, RemoveWire) and change.wire in closing:
                continue  # it leads on from a dot or a bypassed node, which stays
            elif isinstance(change, AddWire) and change.wire.target in closed:
                continue
            elif isinstance(change, AddWire):
                yield AddWire(self._block.id, replace(change.wire, source=self._drawn_source(change.wire)))
            elif isinstance(change, AddNode):
                yield AddNode(self._block.id, replace(change.node, position=self._place(change.node)))
            else:
                yield change

    def _runs_from(self, wire: Wire) -> str:
        source = self._left.source(wire.source)
        return "" if source is None else source.node

    def _is_led(self, wire: Wire) -> bool:
        """Whether something that only passes on lies between."""
        return self._left.source(wire.source) != wire.source

    def _drawn_source(self, wire: Wire) -> End:
        """The end right before the wire this one takes the place of."""
        return next((old.source for old in self._removed if self._left.source(old.source) == wire.source), wire.source)

    def _place(self, node: Node) -> Position:
        """In the middle of the wire it is put on, as that is drawn."""
        into = next((each for each in self._wires() if each.target.node == node.id), None)
        out = next((each for each in self._wires() if each.source.node == node.id), None)
        if into is None or out is None or self._drawn_source(into) == into.source:
            return node.position
        nodes = self._block.nodes
        one, other = nodes[self._drawn_source(into).node].position, nodes[out.target.node].position
        return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2

    def _wires(self) -> Iterator[Wire]:
        return (change.wire for change in self._given if isinstance(change, AddWire))

    def _let_go(self, node: str) -> Iterator[Change]:
        """The wires of a node that goes which its repair does not know of: those to and from dots."""
        known = {wire.id for wire in self._removed}
        entering = next(iter(self._block.incoming(node)), None)
        for wire in self._block.outgoing(node):
            if wire.id not in known:
                yield RemoveWire(self._block.id, wire.id)
                if entering is not None:
                    yield AddWire(self._block.id, replace(wire, id=new_id(), source=entering.source))
        for wire in self._block.incoming(node):
            if wire.id not in known:
                yield RemoveWire(self._block.id, wire.id)
