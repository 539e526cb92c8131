"""Arguments that come from a wire: taken from it, given back to the form, and followed while their names are typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guinet.core.changes import AddWire, Change, RemoveWire, SetArgument
from guinet.core.graph import Block, End, Node, Wire
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Refused
from guinet.core.values import MISSING, Setting, Value, Wired, is_wired, wires_in


def can_take(block: Block, node: Node, argument: str) -> bool:
    """Whether an argument of a node may come from a wire and does not yet."""
    return argument in block.project.catalogue.wirable(node.kind) and not is_wired(node.arguments.get(argument))


def take_from_wire(block: Block, node: str, argument: str) -> End:
    """Gives an argument a port of its own, as one undo step; its value then comes from a wire.

    Raises Refused for an argument that is settled before anything arrives, or is none.
    """
    chosen = block.nodes[node]
    if argument not in block.project.catalogue.wirable(chosen.kind):
        template = QT_TRANSLATE_NOOP(
            "Problem", "{argument} of {node} cannot come from a wire: it is settled before anything arrives."
        )
        values = {"argument": argument, "node": chosen.name}
        raise Refused(Problem("wired", template, values, block=block.id, node=node, argument=argument))
    if not is_wired(chosen.arguments.get(argument)):
        change = SetArgument(block.id, node, argument, Wired(argument))
        block.project.run(QT_TRANSLATE_NOOP("Step", "Take from a wire"), [change])
    return chosen[argument]


def give_back(block: Block, node: str, argument: str, value: Setting = MISSING) -> None:
    """The argument is `value` from now on, or its default; the wire that brought it goes. One undo step."""
    followed = tuple(wires_followed(block, node, {argument: value}))
    changes = (*followed, SetArgument(block.id, node, argument, value))
    block.project.run(QT_TRANSLATE_NOOP("Step", "Write instead of wiring"), changes)


def wires_followed(block: Block, node: str, arguments: Mapping[str, Setting]) -> Iterator[Change]:
    """What becomes of the wires into ports that go when these arguments are set.

    A port that is called otherwise while its name is typed keeps its wire; one that goes for good takes it along.
    """
    before = _ports(block.nodes[node].arguments)
    settled = {**block.nodes[node].arguments, **arguments}
    after = _ports({name: value for name, value in settled.items() if value is not MISSING})
    gone = [port for port in before if port not in after]
    new = [port for port in after if port not in before]
    for port in gone:
        for wire in block.incoming(node, port):
            yield RemoveWire(block.id, wire.id)
            if len(gone) == len(new) == 1:
                yield AddWire(block.id, Wire(wire.id, wire.source, End(node, new[0]), wire.order))


def _ports(arguments: Mapping[str, Value | Setting]) -> dict[str, None]:
    return dict.fromkeys(port for value in arguments.values() for port in wires_in(value))
