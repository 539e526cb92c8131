"""What differs between two projects that are run: nodes, their arguments and wires, and the settings of training."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from guinet.core.coding import called_name
from guinet.core.graph import CODE_KIND, Block, End, Frame, Node, Selects
from guinet.core.pairing import aligned
from guinet.core.project import MAIN, Project
from guinet.core.values import MISSING, Reference, Setting, Value, Wired

Defaults: TypeAlias = Callable[[str], Mapping[str, Setting]]


class Kind(StrEnum):
    """What is another: a setting of training; a block, node, wire, frame, tie of parameters or rule for first values;
    what a block or node is called; an argument; code written by hand; a text for people; a field of a later version."""

    SETTING = "setting"
    BLOCK = "block"
    NODE = "node"
    NAME = "name"
    ARGUMENT = "argument"
    WIRE = "wire"
    FRAME = "frame"
    TIE = "tie"
    INITIALISER = "initialiser"
    CODE = "code"
    NOTE = "note"
    FIELD = "field"


class Difference(Struct, frozen=True):
    """`name` says where: `lr`, `conv1`, `conv1.stride`, `relu.output → output.input`, those inside a block after its
    name and a slash. `left` and `right` are what is there in each, as Python writes it; "" for nothing."""

    kind: Kind
    name: str
    left: str
    right: str


def differences(left: Project, right: Project, defaults: Defaults) -> list[Difference]:
    """What differs in the blocks of two projects, as far as it is run. `defaults` are those of the arguments of a kind
    of node: what is set to its default is no other than what is not set."""
    left = aligned(left, right)
    found: list[Difference] = []
    for id in block_ids(left, right):
        found += block_differences(left.blocks.get(id), right.blocks.get(id), defaults)
    return found


def block_ids(left: Project, right: Project) -> list[str]:
    """Those of the blocks of both, the main one first."""
    return sorted(left.blocks.keys() | right.blocks.keys(), key=lambda id: (id != MAIN, id))


def setting_differences(left: Mapping[str, Value], right: Mapping[str, Value]) -> list[Difference]:
    """The settings that are not the same; one that only one of them has is nothing in the other."""
    return text_differences(Kind.SETTING, "", _texts(left), _texts(right))


def text_differences(kind: Kind, before: str, left: Mapping[str, str], right: Mapping[str, str]) -> list[Difference]:
    """Texts by name that are not the same, in the order of the names; `before` stands in front of each."""
    return [
        Difference(kind, before + name, left.get(name, ""), right.get(name, ""))
        for name in sorted(left.keys() | right.keys())
        if left.get(name, "") != right.get(name, "")
    ]


def block_differences(
    left: Block | None, right: Block | None, defaults: Defaults, every_frame: bool = False
) -> Iterator[Difference]:
    """What differs in one block, as `aligned` leaves it. Of the frames only those that decide how torch runs what is in
    them, unless every one is asked for."""
    yield from _of_block(left, right)
    before = path_to(left, right)
    nodes = [_nodes(block) for block in (left, right)]
    for id in dict.fromkeys((*nodes[0], *nodes[1])):
        sides = [
            (block, block.nodes[id]) if block is not None and id in block.nodes else None for block in (left, right)
        ]
        for each in _of_node(sides[0], sides[1], defaults):
            yield Difference(each.kind, before + each.name, each.left, each.right)
    yield from _of_wires(left, right)
    yield from _of_frames(left, right, every_frame)
    names = {id: node.name for side in nodes for id, node in side.items()}
    yield from text_differences(Kind.TIE, before, _ties(left, names), _ties(right, names))
    rules = [_rules(block, names) for block in (left, right)]
    found = text_differences(Kind.INITIALISER, before, *rules)
    yield from found
    if not found and list(rules[0]) != list(rules[1]):
        # A later rule goes over an earlier one.
        yield Difference(Kind.INITIALISER, f"{before}order", ", ".join(rules[0]), ", ".join(rules[1]))


def path_to(left: Block | None, right: Block | None) -> str:
    """What stands before the names of what is in a block."""
    named = right if right is not None else left
    return f"{named.name}/" if named is not None and named.id != MAIN else ""


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


def _texts(values: Mapping[str, Value]) -> dict[str, str]:
    return {name: value_text(value) for name, value in values.items()}


def _call(name: str, arguments: Iterable[str]) -> str:
    """`Linear(out_features=3)`, or `ReLU` where there is nothing to say of it."""
    told = ", ".join(arguments)
    return f"{name}({told})" if told else name


def _frame(frame: Frame) -> str:
    return " ".join(filter(None, (frame.title or "frame", frame.mode)))


def _of_block(left: Block | None, right: Block | None) -> Iterator[Difference]:
    if left is None or right is None:
        yield Difference(Kind.BLOCK, path_to(left, right).rstrip("/"), *(_block_name(each) for each in (left, right)))
        return
    if left.name != right.name:
        yield Difference(Kind.NAME, right.name, left.name, right.name)
    given = [{each.name: value_text(each.default) for each in block.arguments} for block in (left, right)]
    yield from text_differences(Kind.ARGUMENT, f"{right.name}.", *given)


def _block_name(block: Block | None) -> str:
    return block.name if block is not None else ""


def _nodes(block: Block | None) -> Mapping[str, Node]:
    return block.nodes if block is not None else {}


def _of_wires(left: Block | None, right: Block | None) -> Iterator[Difference]:
    """By node ids and ports: the same connection, drawn anew, is the same wire. What enters a port that takes several
    enters in an order."""
    before = path_to(left, right)
    known = {**_nodes(left), **_nodes(right)}

    def name(end: End) -> str:
        return f"{known[end.node].name}.{end.port}"

    sides = [_sources(block) for block in (left, right)]
    for target in dict.fromkeys((*sides[0], *sides[1])):
        entering = [side.get(target, []) for side in sides]
        for source in dict.fromkeys((*entering[0], *entering[1])):
            if (source in entering[0]) != (source in entering[1]):
                told = f"{before}{name(source)} → {name(target)}"
                yield Difference(Kind.WIRE, told, *(told if source in side else "" for side in entering))
        common = [[source for source in side if source in entering[0] and source in entering[1]] for side in entering]
        if common[0] != common[1]:
            yield Difference(Kind.WIRE, before + name(target), *(", ".join(map(name, side)) for side in common))


def _sources(block: Block | None) -> dict[End, list[End]]:
    """What enters each input, without the wires of a damaged file that lead nowhere."""
    found: dict[End, list[End]] = {}
    if block is not None:
        for id in block.nodes:
            for wire in block.incoming(id):
                if wire.source.node in block.nodes:
                    found.setdefault(wire.target, []).append(wire.source)
    return found


Placed: TypeAlias = "tuple[Block, Node] | None"
"""A node with the block it lies in."""


def _of_node(left: Placed, right: Placed, defaults: Defaults) -> Iterator[Difference]:
    if left is None or right is None:
        there = left or right
        assert there is not None
        yield Difference(Kind.NODE, there[1].name, *(_made(side) if side is not None else "" for side in (left, right)))
        return
    name = right[1].name
    if left[1].kind != right[1].kind:
        yield Difference(Kind.NODE, name, _made(left), _made(right))
    if left[1].name != name:
        yield Difference(Kind.NAME, name, left[1].name, name)
    given = [_traits(side) for side in (left, right)]
    if left[1].kind == right[1].kind:
        usual = {name: value for name, value in defaults(right[1].kind).items() if value is not MISSING}
        given = [
            _texts({**usual, **side[1].arguments}) | traits for side, traits in zip((left, right), given, strict=True)
        ]
    yield from text_differences(Kind.ARGUMENT, f"{name}.", *given)


def _made(side: tuple[Block, Node]) -> str:
    """What a node is, with what was set by hand."""
    return _call(_kind(side), (f"{name}={text}" for name, text in sorted(_texts(side[1].arguments).items())))


def _kind(side: tuple[Block, Node]) -> str:
    """The kind of a node; of one that runs a block or code of the project, what that is called."""
    block, node = side
    definition = block.project.blocks.get(node.block_id or "")
    if definition is not None:
        return f"{node.kind.partition('.')[0]} {definition.name}"
    if node.code_id in block.project.code:
        return f"{CODE_KIND.rstrip('.')} {called_name(block.project.code[node.code_id])}"
    return node.kind


def _traits(side: tuple[Block, Node]) -> dict[str, str]:
    """How often a node runs, whether, and with whose layer."""
    block, node = side
    owner = block.nodes.get(node.shares)
    traits: dict[str, Value] = {
        "repeat": node.repeat,
        "shares": owner.name if owner is not None else node.shares or None,
        "mode": str(node.mode) or None,
    }
    return _texts(traits)


def _of_frames(left: Block | None, right: Block | None, every: bool) -> Iterator[Difference]:
    """The frames that are not the same, and the nodes that lie in another."""
    before = path_to(left, right)
    sides = [{frame.id: frame for frame in (block.frames if block is not None else ())} for block in (left, right)]
    shown = [{id: _frame(frame) for id, frame in side.items() if every or frame.mode} for side in sides]
    for id in dict.fromkeys((*shown[0], *shown[1])):
        texts = [side.get(id, "") for side in shown]
        if texts[0] != texts[1]:
            named = sides[1].get(id) or sides[0][id]
            yield Difference(Kind.FRAME, f"{before}{named.title or 'frame'}", *texts)
    for id, node in _nodes(right).items():
        old = _nodes(left).get(id, node)
        homes = [shown[place].get(each.frame, "") for place, each in enumerate((old, node))]
        if old is not node and (old.frame if homes[0] else "") != (node.frame if homes[1] else ""):
            yield Difference(Kind.ARGUMENT, f"{before}{node.name}.frame", *homes)


def _ties(block: Block | None, names: Mapping[str, str]) -> dict[str, str]:
    ties = block.ties if block is not None else ()
    return {
        ".".join((names.get(tie.target, tie.target), tie.parameter)): ".".join(
            (names.get(tie.source, tie.source), tie.source_parameter)
        )
        for tie in ties
    }


def _rules(block: Block | None, names: Mapping[str, str]) -> dict[str, str]:
    """What draws first values, by what it draws them for."""
    found: dict[str, str] = {}
    for rule in block.initialisers if block is not None else ():
        target = names.get(rule.target, rule.target) if rule.select is Selects.NODE else rule.target
        place = target if rule.select is Selects.PATTERN else f"{target}.{rule.parameter}"
        told = _call(rule.function, (f"{name}={text}" for name, text in _texts(rule.arguments).items()))
        found[place] = "; ".join(filter(None, (found.get(place), told)))
    return found
