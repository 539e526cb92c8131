"""The border of a block to be: what crosses it, and the Inputs and Outputs that takes."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from guinet.core.editing import STEP, new_id
from guinet.core.graph import INPUT_KIND, OUTPUT_KIND, Block, End, Node, Wire
from guinet.core.ports import PortType

ROW = 100.0
"""Least vertical distance of two Inputs or Outputs of a new block, in canvas units."""

_PLAIN_PORTS = frozenset(("input", "output", "other", "tensors", "condition", "after"))
"""Port names that say nothing about what passes through."""


class Border(Struct):
    """The wires of a new block around `chosen`: `inner` ones, `outer` ones at its instance, those `cut` for them, by
    id; and the Inputs and Outputs (`ends`) they need."""

    block: Block
    chosen: dict[str, Node]
    instance: str = field(default_factory=new_id)
    ends: list[Node] = field(default_factory=list)
    inner: list[Wire] = field(default_factory=list)
    outer: list[Wire] = field(default_factory=list)
    cut: dict[str, Wire] = field(default_factory=dict)

    def __post_init__(self) -> None:
        touching = [wire for node in self.chosen for wire in (*self.block.incoming(node), *self.block.outgoing(node))]
        self.cut = {wire.id: wire for wire in touching}
        entering: dict[End, list[Wire]] = {}
        leaving: dict[End, list[Wire]] = {}
        for wire in self.cut.values():
            if wire.source.node not in self.chosen:
                entering.setdefault(wire.source, []).append(wire)
            elif wire.target.node not in self.chosen:
                leaving.setdefault(wire.source, []).append(wire)
            else:
                self.inner.append(wire)
        leaving = leaving or {end: [] for end in self._loose_ends()}
        self._enter(entering)
        self._leave(leaving)

    def _enter(self, entering: dict[End, list[Wire]]) -> None:
        """One Input for each output that feeds the block, however many nodes in it take it."""
        left = min(node.position[0] for node in self.chosen.values()) - STEP
        rows = self._rows({source: [wire.target for wire in wires] for source, wires in entering.items()})
        for source, wires in entering.items():
            plain = "input" if len(entering) == 1 else self._origin(source)
            name = self._name({wire.target.port for wire in wires}, plain)
            end = Node(new_id(), INPUT_KIND, name, {}, (left, rows[source]))
            self.ends.append(end)
            self.outer.append(Wire(new_id(), source, End(self.instance, name)))
            self.inner += [Wire(wire.id, End(end.id, "output"), wire.target, wire.order) for wire in wires]

    def _leave(self, leaving: dict[End, list[Wire]]) -> None:
        right = max(node.position[0] for node in self.chosen.values()) + STEP
        rows = self._rows({source: [source] for source in leaving})
        for source, wires in leaving.items():
            name = self._name({source.port}, "output" if len(leaving) == 1 else self._origin(source))
            end = Node(new_id(), OUTPUT_KIND, name, {}, (right, rows[source]))
            self.ends.append(end)
            self.inner.append(Wire(new_id(), source, End(end.id, "input")))
            self.outer += [Wire(wire.id, End(self.instance, name), wire.target, wire.order) for wire in wires]

    def _loose_ends(self) -> Iterator[End]:
        """What a block gives of which nothing goes on yet: the first value of each node that no other takes up."""
        for node in self.chosen.values():
            ports = self.block.project.ports(self.block, node).outputs
            carrying = next((port.name for port in ports if port.type is not PortType.ANY), None)
            if carrying is not None and not self.block.outgoing(node.id):
                yield End(node.id, carrying)

    def _name(self, ports: set[str], plain: str) -> str:
        """The port's name where it says something, else `plain`; with a number where it is taken."""
        telling = ports - _PLAIN_PORTS
        wish = telling.pop() if len(telling) == 1 else plain
        taken = {node.name for node in (*self.chosen.values(), *self.ends)}
        name, number = wish, 1
        while name in taken:
            name, number = f"{wish}_{number}", number + 1
        return name

    def _origin(self, source: End) -> str:
        """A name after the node a value comes from."""
        name = self.block.nodes[source.node].name if source.node in self.block.nodes else "input"
        name = f"layer_{name}" if name.isdigit() else name
        return f"{name}_output" if source.node in self.chosen else name

    def _rows(self, beside: dict[End, list[End]]) -> dict[End, float]:
        """The heights of the ends: beside what they are wired to, and apart from each other."""
        wished = {
            end: sum(self.chosen[near.node].position[1] for near in nears) / len(nears) for end, nears in beside.items()
        }
        rows: dict[End, float] = {}
        lowest = float("-inf")
        for end in sorted(wished, key=lambda end: wished[end]):
            lowest = rows[end] = max(wished[end], lowest + ROW)
        return rows
