"""Making a node one of another kind without drawing its wires again, and exchanging what its inputs are given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from guinet.core.changes import AddWire, Change, RemoveWire, SetTrait, new_parts
from guinet.core.graph import Block, End, Node, Selects, Wire
from guinet.core.ports import Port, fits
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.retyping import another_kind
from guinet.core.values import Value


def replace_node(block: Block, node: str, kind: str, arguments: dict[str, Value]) -> None:
    """Makes a node one of `kind` with these arguments, in its place and with its wires as far as they fit; one undo
    step. A name nobody chose follows the kind."""
    old, project = block.nodes[node], block.project
    inputs = project.ports(block, old).inputs
    into = [wire for port in inputs for wire in block.incoming(node, port.name)]
    wires = [*into, *block.outgoing(node)]
    with project.transaction(QT_TRANSLATE_NOOP("Step", "Replace")):
        for wire in (*block.incoming(node), *block.outgoing(node)):
            project.apply(RemoveWire(block.id, wire.id))
        for change in (*_of_its_layer(block, old), *another_kind(block, old, kind, arguments)):
            project.apply(change)
        for wire in _landed(block, node, wires):
            project.apply(AddWire(block.id, wire))


def swap_inputs(block: Block, node: str) -> bool:
    """Exchanges what the first two inputs are given, or turns round the wires of a port that takes several; one undo
    step. False where there is nothing to exchange."""
    ports = block.project.ports(block, block.nodes[node]).inputs
    several = next((port.name for port in ports if port.multiple), None)
    swapped = list(_crossed(block, node, ports) if several is None else _turned(block.incoming(node, several)))
    changes: list[Change] = [RemoveWire(block.id, wire.id) for wire in swapped]
    changes += [AddWire(block.id, wire) for wire in swapped]
    if changes:
        block.project.run(QT_TRANSLATE_NOOP("Step", "Swap inputs"), changes)
    return bool(changes)


def _turned(wires: Sequence[Wire]) -> Iterator[Wire]:
    if len(wires) > 1:
        for wire, other in zip(wires, reversed(wires), strict=True):
            yield replace(wire, order=other.order)


def _crossed(block: Block, node: str, ports: Sequence[Port]) -> Iterator[Wire]:
    """The wires of the first two inputs, each at the other; none where one of them does not fit there."""
    pairs = (ports[:2], ports[1::-1]) if len(ports) > 1 else ()
    there = [(wire, other) for own, other in pairs for wire in block.incoming(node, own.name)]
    if all(_enters(block, wire.source, other) for wire, other in there):
        for wire, other in there:
            yield replace(wire, target=End(node, other.name))


def _enters(block: Block, source: End, input: Port) -> bool:
    """Whether what leaves at `source` may enter an input."""
    output = block.project.ports(block, block.nodes[source.node]).output(source.port)
    return output is not None and fits(output, input)


def _of_its_layer(block: Block, node: Node) -> Iterator[Change]:
    """What spoke of the layer the node had: others that used it, tied parameters, rules of how it begins, copies."""
    if node.shares:
        yield SetTrait(block.id, node.id, "shares", "")
    if node.repeat != 1:
        yield SetTrait(block.id, node.id, "repeat", 1)
    yield from (SetTrait(block.id, user.id, "shares", "") for user in block.nodes.values() if user.shares == node.id)
    ties = tuple(tie for tie in block.ties if node.id not in (tie.source, tie.target))
    rules = tuple(rule for rule in block.initialisers if rule.select is not Selects.NODE or rule.target != node.id)
    yield from new_parts(block, ties, rules, block.frames)


def _landed(block: Block, node: str, wires: Iterable[Wire]) -> Iterator[Wire]:
    """Wires with their ends at the ports there are now: of the same name, else the first that is free; without those
    that fit nowhere."""
    ports = block.project.ports(block, block.nodes[node])
    names, taken, held = {port.name for port in ports.inputs}, set[str](), Counter[str]()
    for wire in sorted(wires, key=lambda wire: wire.target.node == node and wire.target.port not in names):
        if wire.target.node == node:
            port = next(_places(block, wire, ports.inputs, taken), None)
            if port is not None:
                taken |= set() if port.multiple else {port.name}
                yield replace(wire, target=End(node, port.name), order=held[port.name])
                held[port.name] += 1
        else:
            input = block.project.ports(block, block.nodes[wire.target.node]).input(wire.target.port)
            named = sorted(ports.outputs, key=lambda port: port.name != wire.source.port)
            output = next((port for port in named if input is not None and fits(port, input)), None)
            if output is not None:
                yield replace(wire, source=End(node, output.name))


def _places(block: Block, wire: Wire, inputs: Sequence[Port], taken: set[str]) -> Iterator[Port]:
    named = sorted(inputs, key=lambda port: port.name != wire.target.port)
    return (port for port in named if port.name not in taken and _enters(block, wire.source, port))
