"""Wires that follow the ports they lead to, when those are called something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from msgspec.structs import replace

from guinet.core.changes import AddWire, RemoveWire
from guinet.core.graph import Block, End, Node, Wire
from guinet.core.ports import Port
from guinet.core.project import Project


def instances(project: Project, block: str) -> list[tuple[Block, str]]:
    """The nodes that run a block, each with the block it stands in."""
    places = ((where, node) for where in project.blocks.values() for node in where.nodes.values())
    return [(where, node.id) for where, node in places if block in node.blocks]


def callers(project: Project, kind: str) -> list[tuple[Block, str]]:
    """The nodes of a kind, each with the block it stands in."""
    return [(where, node.id) for where in project.blocks.values() for node in where.nodes.values() if node.kind == kind]


@contextmanager
def wires_follow(project: Project, nodes: Iterable[tuple[Block, str]]) -> Iterator[None]:
    """What is done inside may call ports of these nodes something else: their wires lead to the same places after it.

    Inside a transaction only. A port whose name is gone is the one with a new name in its place.
    """
    before = [(block, node, project.ports(block, block.nodes[node])) for block, node in nodes]
    yield
    for block, id, old in before:
        node = block.nodes[id]
        ports = project.ports(block, node)
        inputs, outputs = _renamed(old.inputs, ports.inputs), _renamed(old.outputs, ports.outputs)
        for wire in _followed(block, node, inputs, outputs) if inputs or outputs else ():
            project.apply(RemoveWire(block.id, wire.id))
            project.apply(AddWire(block.id, wire))


def _renamed(before: Sequence[Port], after: Sequence[Port]) -> dict[str, str]:
    """New names by old ones."""
    gone = {port.name for port in before} - {port.name for port in after}
    new = {port.name for port in after} - {port.name for port in before}
    pairs = zip(before, after, strict=False)
    return {old.name: port.name for old, port in pairs if old.name in gone and port.name in new}


def _followed(block: Block, node: Node, inputs: dict[str, str], outputs: dict[str, str]) -> list[Wire]:
    """The wires of a node with other ends, where they lead to a port that is called otherwise now."""
    coming = [wire for wire in block.incoming(node.id) if wire.target.port in inputs]
    going = [wire for wire in block.outgoing(node.id) if wire.source.port in outputs]
    return [
        *(replace(wire, target=End(node.id, inputs[wire.target.port])) for wire in coming),
        *(replace(wire, source=End(node.id, outputs[wire.source.port])) for wire in going),
    ]
