"""Tensors that are written over in place: who else reads them, and whether wires say when."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from guinet.compile.order import evaluation_order, natural
from guinet.compile.precedence import ancestors, needs, turned
from guinet.core.changes import AddWire, Change, RemoveWire, SetArgument
from guinet.core.graph import AFTER, Block, End, Node, Wire
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Problem
from guinet.core.retyping import another_kind
from guinet.core.values import MISSING
from guinet.nodes.registry import REGISTRY

CODE: Final = "in-place-order"


class Conflict(Struct, frozen=True):
    """A node that writes over a tensor, and a wire by which another reads the same memory before or after: nothing
    says which."""

    writer: str
    wire: Wire


def in_place_problems(block: Block) -> dict[str, tuple[Problem, ...]]:
    """By the node that writes: every other reader of its tensor that no wires put before or after it."""
    found: dict[str, dict[str, Problem]] = {}
    for conflict in conflicts(block):
        problems = found.setdefault(conflict.writer, {})
        problems.setdefault(conflict.wire.target.node, _problem(block, conflict))
    return {writer: tuple(problems.values()) for writer, problems in found.items()}


def conflicts(block: Block) -> list[Conflict]:
    """In the natural order of the names of those who write, and then of those who read."""
    writers = [node for node in block.nodes.values() if written_wire(block, node) is not None]
    if not writers:
        return []
    origins = memory(block)
    readers: dict[End | None, list[Wire]] = {}
    for wire in block.wires.values():
        if wire.source in origins and wire.target.node in block.nodes and wire.target.port != AFTER:
            readers.setdefault(origins[wire.source], []).append(wire)
    before = needs(block)
    after = turned(before)
    found: list[Conflict] = []
    for node in writers:
        ordered = {node.id} | ancestors(before, node.id) | ancestors(after, node.id)
        wires = readers.get(_written(block, node, origins), ())
        found += [Conflict(node.id, wire) for wire in wires if wire.target.node not in ordered]
    return sorted(found, key=lambda conflict: _names(block, conflict))


def written_wire(block: Block, node: Node) -> Wire | None:
    """The wire by which the tensor arrives that `node` writes over; None for a node that does not."""
    type = REGISTRY.get(node.kind)
    port = "" if type is None else type.mutated(node.arguments)
    return (
        next((wire for wire in block.incoming(node.id, port) if wire.source.node in block.nodes), None)
        if port
        else None
    )


def memory(block: Block) -> dict[End, End]:
    """For every output the one whose memory it is in, itself where it has memory of its own.

    What can be a view, as `reshape` can, counts as one.
    """
    found: dict[End, End] = {}
    for id in evaluation_order(block):
        node = block.nodes[id]
        source = _shared(block, node)
        for port in block.project.ports(block, node).outputs:
            end = End(id, port.name)
            found[end] = end if source is None else found.get(source, source)
    return found


def plain_form(block: Block, node: Node) -> tuple[Change, ...]:
    """What makes of `x.add_(1)` a sum that leaves x alone; nothing where torch has no such operation."""
    type = REGISTRY.get(node.kind)
    if type is None:
        return ()
    if not type.mutates:
        return (SetArgument(block.id, node.id, "inplace", MISSING),)
    name = type.call.removesuffix("_")
    wired = {wire.target.port for wire in block.incoming(node.id)} - {AFTER}
    for kind in (f"torch.{name}", f"torch.Tensor.{name}"):
        other = REGISTRY.get(kind)
        ports = {port.name for port in other.ports(node.arguments).inputs} if other is not None else set()
        if other is not None and wired <= ports and all(map(other.argument, node.arguments)):
            waits = tuple(RemoveWire(block.id, wire.id) for wire in block.incoming(node.id, AFTER))
            return (*waits, *another_kind(block, node, kind, node.arguments))
    return ()


def offered_id(block: Block, *words: str) -> str:
    """An id for a node or wire of a repair: the same at each check, so that an offer does not look like news."""
    for attempt in range(len(block.nodes) + len(block.wires) + 1):
        id = hashlib.sha256(" ".join((*words, str(attempt))).encode()).hexdigest()[:10]
        if id not in block.nodes and id not in block.wires:
            return id
    raise AssertionError("unreachable: there are more attempts than ids")


def _shared(block: Block, node: Node) -> End | None:
    """The output in whose memory that of `node` is."""
    written = written_wire(block, node)
    if written is not None:
        return written.source
    type = REGISTRY.get(node.kind)
    if type is None or not type.view:
        return None
    ports = type.ports(node.arguments).inputs
    entering = block.incoming(node.id, ports[0].name) if ports else []
    return next((wire.source for wire in entering if wire.source.node in block.nodes), None)


def _written(block: Block, node: Node, origins: Mapping[End, End]) -> End | None:
    wire = written_wire(block, node)
    return None if wire is None else origins.get(wire.source, wire.source)


def _problem(block: Block, conflict: Conflict) -> Problem:
    writer, reader = block.nodes[conflict.writer], block.nodes[conflict.wire.target.node]
    template = QT_TRANSLATE_NOOP(
        "Problem", "{node} writes over the tensor that {reader} reads too, and no wire says which runs first."
    )
    why = QT_TRANSLATE_NOOP("Problem", "In place there is one tensor: who reads it later sees what was written.")
    values = {"node": writer.name, "reader": reader.name}
    return Problem(
        CODE, template, values, block=block.id, node=writer.id, why=why, fixes=tuple(_fixes(block, conflict))
    )


def _fixes(block: Block, conflict: Conflict) -> Iterator[Fix]:
    writer, reader = block.nodes[conflict.writer], block.nodes[conflict.wire.target.node]
    names = {"node": writer.name, "reader": reader.name}
    outputs = block.project.ports(block, reader).outputs
    if outputs and block.project.ports(block, writer).input(AFTER) is not None:
        wire = Wire(offered_id(block, reader.id, writer.id, AFTER), reader[outputs[0].name], writer[AFTER])
        yield Fix(QT_TRANSLATE_NOOP("Fix", "{reader} reads before {node} writes"), (AddWire(block.id, wire),), names)
    written = written_wire(block, writer)
    results = block.project.ports(block, writer).outputs
    if written is not None and written.source == conflict.wire.source and results:
        old = conflict.wire
        new = Wire(offered_id(block, writer.id, old.id), writer[results[0].name], old.target, old.order)
        changes = (RemoveWire(block.id, old.id), AddWire(block.id, new))
        yield Fix(QT_TRANSLATE_NOOP("Fix", "{reader} reads what {node} wrote"), changes, names)
    plain = plain_form(block, writer)
    if plain:
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Let {node} make a new tensor"), plain, {"node": writer.name})


def _names(block: Block, conflict: Conflict) -> tuple[object, ...]:
    return natural(block.nodes[conflict.writer].name), natural(block.nodes[conflict.wire.target.node].name)
