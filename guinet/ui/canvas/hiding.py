"""Nodes that hide the ports they do not use: which ports they show, in step with the wires. One of them, or one that is
collapsed, shows all it has while a wire is drawn beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from guinet.core.changes import MoveNodes
from guinet.core.graph import Node
from guinet.core.ports import Ports
from guinet.ui.canvas.touched import Touched

if TYPE_CHECKING:
    from guinet.ui.canvas.scene import Scene


class Hiding:
    """Knows the wires of such nodes only, so that an edit of a wire costs nothing for all others."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._nodes: set[str] = set()
        self._ends: dict[str, tuple[str, str]] = {}
        """The two nodes of each wire at a node that hides ports, by the wire's id."""
        self.unfolded = ""
        """The node that shows all it has for now, by id."""
        self._height = 0.0  # of that one when it does not, in scene units

    def ports(self, node: Node) -> Ports:
        """The ports a node shows: all, or of each side those it needs and those that are wired, but at least one."""
        block = self._scene.block
        ports = self._scene.project.ports(block, node)
        if not node.hides_unused or node.id == self.unfolded:
            return ports
        inputs = tuple(port for port in ports.inputs if not port.optional or block.incoming(node.id, port.name))
        outputs = tuple(port for port in ports.outputs if block.outgoing(node.id, port.name))
        return Ports(inputs or ports.inputs[:1], outputs or ports.outputs[:1])

    def hidden(self, node: Node) -> int:
        """How many ports of a node do not show."""
        every, shown = self._scene.project.ports(self._scene.block, node), self.ports(node)
        return len(every.inputs) + len(every.outputs) - len(shown.inputs) - len(shown.outputs)

    def unfold(self, node: str) -> Touched:
        """Shows all ports of a node, by id, until it is told another; "" for none."""
        scene = self._scene
        nodes = scene.block.nodes
        if node == self.unfolded:
            return Touched()
        changed = {id: nodes[id].position for id in (self.unfolded, node) if id in nodes}
        self.unfolded = node
        self._height = scene.shape(node).height if node else 0.0
        return scene.update([MoveNodes(scene.block.id, changed)])

    def folded(self, node: str, output: bool) -> bool:
        """Whether a wire cannot reach all ports of a side, each at a place of its own."""
        known = self._scene.block.nodes[node]
        every, shown = self._scene.project.ports(self._scene.block, known), self.ports(known)
        several = every.outputs if output else every.inputs
        return several != (shown.outputs if output else shown.inputs) or (known.collapsed and len(several) > 1)

    def rise(self, node: str, height: float) -> float:
        """How much higher a node of this height begins because it shows all: its middle stays."""
        return (height - self._height) / 2 if node == self.unfolded else 0.0

    def load(self) -> None:
        """Reads the whole block."""
        block = self._scene.block
        self._nodes, self._ends = set(), {}
        self._note(node for node in block.nodes.values() if node.hides_unused)

    def follow(self, nodes: Iterable[str], wires: Iterable[str]) -> set[str]:
        """Follows an edit of these nodes and wires; the nodes that may show other ports now."""
        there, block = self._scene.block.nodes, self._scene.block
        for node in nodes:
            if node in there and there[node].hides_unused:
                self._note((there[node],))
            else:
                self._nodes.discard(node)
        found: set[str] = set()
        for id in wires if self._nodes else ():
            found.update(self._ends.pop(id, ()))
            wire = block.wires.get(id)
            ends = None if wire is None else (wire.source.node, wire.target.node)
            found.update(ends or ())
            if ends is not None and not self._nodes.isdisjoint(ends):
                self._ends[id] = ends
        return found & self._nodes

    def _note(self, nodes: Iterable[Node]) -> None:
        block = self._scene.block
        for node in nodes:
            self._nodes.add(node.id)
            for wire in (*block.incoming(node.id), *block.outgoing(node.id)):
                self._ends[wire.id] = (wire.source.node, wire.target.node)
