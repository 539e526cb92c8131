"""Changes that put a node on a wire, or take one out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import count

from guinet.core.changes import AddNode, AddWire, Change, RemoveNode, RemoveWire
from guinet.core.editing import unused_name
from guinet.core.graph import Block, End, Node, Wire
from guinet.core.naming import suggested_name
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY


def wire_into(block: Block, node: str, port: str | None = None) -> Wire | None:
    """The first wire into a port of the node, or into its first port."""
    if port is None:
        inputs = block.project.ports(block, block.nodes[node]).inputs
        port = inputs[0].name if inputs else ""
    return next((wire for wire in block.incoming(node, port) if wire.source.node in block.nodes), None)


def insertion(block: Block, wire: Wire, kind: str, arguments: Mapping[str, Value]) -> tuple[Change, ...]:
    """A new node of `kind` in the middle of a wire, by its first ports; none when GuiNet has no such kind."""
    ports = REGISTRY.ports(kind, arguments)
    if ports is None:
        return ()
    source, target = block.nodes[wire.source.node].position, block.nodes[wire.target.node].position
    middle = ((source[0] + target[0]) / 2, (source[1] + target[1]) / 2)
    id = _id(block, wire, kind)
    node = Node(id, kind, unused_name(block, suggested_name(kind)), dict(arguments), middle)
    return (
        RemoveWire(block.id, wire.id),
        AddNode(block.id, node),
        AddWire(block.id, Wire(f"{id}a", wire.source, End(id, ports.inputs[0].name))),
        AddWire(block.id, Wire(f"{id}b", End(id, ports.outputs[0].name), wire.target, wire.order)),
    )


def bypass(block: Block, node: str) -> tuple[Change, ...]:
    """Takes a node with one input out: what read it reads its source."""
    before = wire_into(block, node)
    if before is None:
        return ()
    changes: list[Change] = []
    for wire in block.outgoing(node):
        changes.append(RemoveWire(block.id, wire.id))
        changes.append(AddWire(block.id, Wire(_id(block, wire, "bypass"), before.source, wire.target, wire.order)))
    entering = [RemoveWire(block.id, wire.id) for wire in block.incoming(node)]
    return (*changes, *entering, RemoveNode(block.id, node))


def _id(block: Block, wire: Wire, kind: str) -> str:
    """An id that is the same each time the same repair is offered, so that an offer does not look like news."""
    for attempt in count():
        id = hashlib.sha256(f"{wire.id} {kind} {attempt}".encode()).hexdigest()[:10]
        if id not in block.nodes and not {id, f"{id}a", f"{id}b"} & block.wires.keys():
            return id
    raise AssertionError("unreachable: count() does not end")
