"""What differs between two projects that are run: nodes, their arguments and wires, and the settings of training."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from guinet.core.graph import Block, Node, Wire
from guinet.core.project import MAIN, Project
from guinet.core.values import MISSING, Reference, Setting, Value, Wired


class Kind(StrEnum):
    """What is another: a setting of training, a node that only one of them has, what a node is, an argument of it, or a
    wire that only one of them has."""

    SETTING = "setting"
    NODE = "node"
    ARGUMENT = "argument"
    WIRE = "wire"


class Difference(Struct, frozen=True):
    """`name` says where: `lr`, `conv1`, `conv1.stride`, `relu → output.input`, those inside a block after its name and
    a slash. `left` and `right` are what is there in each, as Python writes it; "" for nothing."""

    kind: Kind
    name: str
    left: str
    right: str


def differences(left: Project, right: Project, defaults: Callable[[str], Mapping[str, Setting]]) -> list[Difference]:
    """What differs in the blocks of two projects, nodes of the same id being the same node. `defaults` are those of the
    arguments of a kind of node: what is set to its default is no other than what is not set."""
    found: list[Difference] = []
    for id in sorted(left.blocks.keys() | right.blocks.keys(), key=lambda id: (id != MAIN, id)):
        found += _in_block(left.blocks.get(id), right.blocks.get(id), defaults)
    return found


def setting_differences(left: Mapping[str, Value], right: Mapping[str, Value]) -> list[Difference]:
    """The settings that are not the same; one that only one of them has is nothing in the other."""
    return [
        Difference(Kind.SETTING, name, _text(left, name), _text(right, name))
        for name in sorted(left.keys() | right.keys())
        if _text(left, name) != _text(right, name)
    ]


def value_text(value: Value) -> str:
    """A value as Python writes it; a block's own argument by its name, a wire by its port."""
    match value:
        case Reference(argument=name):
            return name
        case Wired(port=port):
            return f"← {port}"
        case tuple():
            items = ", ".join(map(value_text, value))
            return f"({items},)" if len(value) == 1 else f"({items})"
    return repr(value)


def _text(settings: Mapping[str, Value], name: str) -> str:
    return value_text(settings[name]) if name in settings else ""


def _in_block(
    left: Block | None, right: Block | None, defaults: Callable[[str], Mapping[str, Setting]]
) -> Iterator[Difference]:
    named = right if right is not None else left
    before = f"{named.name}/" if named is not None and named.id != MAIN else ""
    nodes = [_nodes(block) for block in (left, right)]
    for id in dict.fromkeys((*nodes[0], *nodes[1])):
        for each in _of_node(nodes[0].get(id), nodes[1].get(id), defaults):
            yield Difference(each.kind, before + each.name, each.left, each.right)
    wires = [_wires(block) for block in (left, right)]
    for wire in dict.fromkeys((*wires[0], *wires[1])):
        if (wire in wires[0]) != (wire in wires[1]):
            source, port, target, into = wire
            known = {**nodes[0], **nodes[1]}
            name = f"{known[source].name}.{port} → {known[target].name}.{into}"
            yield Difference(Kind.WIRE, before + name, *(name if wire in side else "" for side in wires))


def _nodes(block: Block | None) -> Mapping[str, Node]:
    return block.nodes if block is not None else {}


def _wires(block: Block | None) -> dict[tuple[str, str, str, str], Wire]:
    """By node ids and ports: the same connection, drawn anew, is the same wire."""
    if block is None:
        return {}
    return {
        (wire.source.node, wire.source.port, wire.target.node, wire.target.port): wire
        for wire in block.wires.values()
        if wire.source.node in block.nodes and wire.target.node in block.nodes
    }


def _of_node(
    left: Node | None, right: Node | None, defaults: Callable[[str], Mapping[str, Setting]]
) -> Iterator[Difference]:
    if left is None or right is None:
        there = left or right
        assert there is not None
        yield Difference(Kind.NODE, there.name, *(each.kind if each is not None else "" for each in (left, right)))
        return
    sides = (left, right)
    if left.kind != right.kind:
        yield Difference(Kind.NODE, right.name, left.kind, right.kind)
    if left.name != right.name:
        yield Difference(Kind.NODE, right.name, left.name, right.name)
    given = [_arguments(side, defaults) for side in sides]
    for name in dict.fromkeys((*given[0], *given[1])):
        texts = [_text(side, name) for side in given]
        if texts[0] != texts[1]:
            yield Difference(Kind.ARGUMENT, f"{right.name}.{name}", *texts)


def _arguments(node: Node, defaults: Callable[[str], Mapping[str, Setting]]) -> dict[str, Value]:
    """What holds for a node, as far as it is no matter of inference; how often it runs among it."""
    known = {name: value for name, value in defaults(node.kind).items() if value is not MISSING}
    return {**known, **node.arguments, "repeat": node.repeat, "shares": node.shares}
