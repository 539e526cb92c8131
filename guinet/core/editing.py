"""What people do to a graph, each as one undo step made of changes."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec.structs import replace

from guinet.core.changes import (
    AddNode,
    AddWire,
    Change,
    MoveNodes,
    RemoveNode,
    RemoveWire,
    RenameNode,
    SetArgument,
    SetCode,
    SetTrait,
    new_parts,
)
from guinet.core.coding import called_name
from guinet.core.following import instances, wires_follow
from guinet.core.graph import INPUT_KIND, OUTPUT_KIND, REROUTE_KIND, Block, End, Node, Position, Selects, Wire
from guinet.core.initialising import follow_name
from guinet.core.naming import name_problem, suggested_name
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Refused
from guinet.core.rules import refusal, within_itself
from guinet.core.values import MISSING, Setting, freeze, identical
from guinet.core.wiring import can_take, take_from_wire, wires_followed

STEP = 220.0
"""Horizontal distance, in canvas units, at which a node added without a place lands beside the last one."""


def new_id() -> str:
    """An id that two people editing the same file will not both draw."""
    return os.urandom(5).hex()


def unused_name(block: Block, wish: str, taken: Collection[str] = ()) -> str:
    """`wish`, or `wish_1`, `wish_2` … when it is taken in `block` or by `taken`; for digits, the next ones.

    Doubles the number until it is free and then halves the gap, so that the ten-thousandth `relu` costs no more than
    a few looks; a number freed lower down may stay unused.
    """

    def is_taken(name: str) -> bool:
        return block.has_name(name) or name in taken

    if not is_taken(wish):
        return wish
    stem = "" if wish.isdigit() else re.sub(r"_\d+$", "", wish) + "_"
    low, high = 0, 1
    while is_taken(f"{stem}{high}"):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_taken(f"{stem}{middle}") else (low, middle)
    return f"{stem}{high}"


def add_node(
    block: Block,
    kind: str,
    *,
    name: str | None = None,
    position: Position | None = None,
    arguments: Mapping[str, object] | None = None,
) -> Node:
    """Adds a node. Raises Refused when the kind is unknown, the name taken or not a name, or a block would come to
    lie within itself."""
    frozen = {key: freeze(value) for key, value in (arguments or {}).items() if value is not MISSING}
    node = Node(new_id(), kind, "", frozen)
    known = node.block_id in block.project.blocks if node.block_id else block.project.catalogue.ports(kind, frozen)
    if not known and kind != REROUTE_KIND:
        raise Refused(_unknown_kind(block, kind))
    recursion = within_itself(block, kind) if node.block_id else None
    if recursion is not None:
        raise Refused(recursion)
    if name is not None:
        _require_name(block, name, kind == OUTPUT_KIND and _is_free(block, kind, name))
    default = block.project.blocks[node.block_id].name if node.block_id else kind
    brought: list[Change] = []
    if node.code_id is not None:
        text = block.project.catalogue.text(kind) or ""
        default = called_name(text)
        brought = [SetCode(node.code_id, text)] if node.code_id not in block.project.code else []
    name = name if name is not None else unused_name(block, suggested_name(default))
    node = replace(node, name=name, position=position or _free_position(block))
    block.project.run(QT_TRANSLATE_NOOP("Step", "Add node"), [*brought, AddNode(block.id, node)])
    return node


def connect(block: Block, source: End, target: End) -> Wire:
    """Wires `source` to `target`; a wire already on a single input gives way. Raises Refused.

    A target called as an argument that may come from a wire becomes the port of that argument.
    """
    node = block.nodes.get(target.node)
    there_is_none = node is not None and block.project.ports(block, node).input(target.port) is None
    if node is not None and there_is_none and can_take(block, node, target.port):
        with block.project.transaction(QT_TRANSLATE_NOOP("Step", "Connect")):
            return connect(block, source, take_from_wire(block, node.id, target.port))
    problem = refusal(block, source, target)
    if problem is not None:
        raise Refused(problem)
    port = block.project.ports(block, block.nodes[target.node]).input(target.port)
    there = block.incoming(target.node, target.port)
    multiple = port is not None and port.multiple
    wire = Wire(new_id(), source, target, there[-1].order + 1 if multiple and there else 0)
    with block.project.transaction(QT_TRANSLATE_NOOP("Step", "Connect")):
        for old in () if multiple else there:
            block.project.apply(RemoveWire(block.id, old.id))
        block.project.apply(AddWire(block.id, wire))
    return wire


def remove(block: Block, nodes: Iterable[str] = (), wires: Iterable[str] = ()) -> None:
    """Removes nodes with their wires, and further wires."""
    doomed = dict.fromkeys(nodes)
    cut = dict.fromkeys(wires)
    for node in doomed:
        cut.update(dict.fromkeys(wire.id for wire in block.incoming(node) + block.outgoing(node)))
    block.project.run(
        QT_TRANSLATE_NOOP("Step", "Delete"),
        [
            *(RemoveWire(block.id, wire) for wire in cut),
            *_forgotten(block, doomed),
            *(RemoveNode(block.id, node) for node in doomed),
        ],
    )


def _forgotten(block: Block, doomed: Collection[str]) -> Iterator[Change]:
    """What else speaks of nodes that go: layers used elsewhere, tied parameters, rules, frames that become empty."""
    left = [node for node in block.nodes.values() if node.id not in doomed]
    yield from (SetTrait(block.id, node.id, "shares", "") for node in left if node.shares in doomed)
    ties = tuple(tie for tie in block.ties if tie.target not in doomed and tie.source not in doomed)
    rules = tuple(rule for rule in block.initialisers if rule.select is not Selects.NODE or rule.target not in doomed)
    emptied = {block.nodes[node].frame for node in doomed} - {node.frame for node in left}
    frames = tuple(frame for frame in block.frames if frame.id not in emptied)
    yield from new_parts(block, ties, rules, frames)


def set_arguments(block: Block, node: str, arguments: Mapping[str, object], merge: str | None = None) -> None:
    """Sets arguments by hand; MISSING takes one back to its default. Wires into ports that go with that go too."""
    settings: dict[str, Setting] = {
        name: MISSING if value is MISSING else freeze(value) for name, value in arguments.items()
    }
    before = block.nodes[node].arguments
    settings = {name: value for name, value in settings.items() if not identical(before.get(name, MISSING), value)}
    changes: list[Change] = [*wires_followed(block, node, settings)]
    changes += [SetArgument(block.id, node, name, setting) for name, setting in settings.items()]
    block.project.run(QT_TRANSLATE_NOOP("Step", "Set argument"), changes, merge)


def rename(block: Block, node: str, name: str) -> None:
    """Gives a node another name. Raises Refused when it is taken or not a name.

    An Output may be called as a node of another kind is: the `x` that leaves a While is the next round's Input `x`.
    The wires to a block's instances follow when an Input or Output of it is called something else.
    """
    own, project = block.nodes[node], block.project
    if own.name != name:
        _require_name(block, name, _is_free(block, own.kind, name))
        users = instances(project, block.id) if own.kind in (INPUT_KIND, OUTPUT_KIND) else ()
        with project.transaction(QT_TRANSLATE_NOOP("Step", "Rename")), wires_follow(project, users):
            for change in (RenameNode(block.id, node, name), *follow_name(block, own.name, name)):
                project.apply(change)


def move(block: Block, positions: Mapping[str, Position]) -> None:
    """Moves nodes to new positions, in canvas units."""
    moved = {node: to for node, to in positions.items() if block.nodes[node].position != to}
    if moved:
        block.project.run(QT_TRANSLATE_NOOP("Step", "Move"), [MoveNodes(block.id, moved)])


def insert_on_wire(block: Block, wire_id: str, node: Node) -> None:
    """Puts a node that is in the block already onto a wire, by its first input and first output. Raises Refused."""
    wire = block.wires[wire_id]
    ports = block.project.ports(block, node)
    if not ports.inputs or not ports.outputs:
        template = QT_TRANSLATE_NOOP("Problem", "{name} has no input and output to be put on a wire with.")
        raise Refused(Problem("no-port", template, {"name": node.name}, block=block.id, node=node.id))
    with block.project.transaction(QT_TRANSLATE_NOOP("Step", "Insert on wire")):
        block.project.apply(RemoveWire(block.id, wire_id))
        connect(block, wire.source, End(node.id, ports.inputs[0].name))
        last = connect(block, End(node.id, ports.outputs[0].name), wire.target)
        if last.order != wire.order:
            # On a port that takes several wires the place among them is kept: `cat` must not swap its tensors.
            block.project.apply(RemoveWire(block.id, last.id))
            block.project.apply(AddWire(block.id, replace(last, order=wire.order)))


def paste(block: Block, nodes: Iterable[Node], wires: Iterable[Wire], offset: Position, label: str) -> list[Node]:
    """Adds copies of `nodes` and of the `wires` whose source or both ends are known, under new ids and free names.

    A wire whose source is not among `nodes` but in the block keeps that source (duplicate with wires).
    """
    copies: dict[str, Node] = {}
    names: set[str] = set()
    for node in nodes:
        name = unused_name(block, node.name, names)
        names.add(name)
        place = (node.position[0] + offset[0], node.position[1] + offset[1])
        frame = node.frame if block.frame(node.frame) is not None else ""
        copies[node.id] = replace(node, id=new_id(), name=name, position=place, frame=frame)
    for old, copy in copies.items():
        owner = copies[copy.shares].id if copy.shares in copies else copy.shares
        copies[old] = replace(copy, shares=owner if copy.shares in copies or owner in block.nodes else "")
    with block.project.transaction(label):
        for copy in copies.values():
            block.project.apply(AddNode(block.id, copy))
        for wire in wires:
            source = copies.get(wire.source.node)
            source_id = source.id if source else wire.source.node
            if wire.target.node in copies and (source or source_id in block.nodes):
                ends = End(source_id, wire.source.port), End(copies[wire.target.node].id, wire.target.port)
                block.project.apply(AddWire(block.id, Wire(new_id(), *ends, wire.order)))
    return list(copies.values())


def duplicate(block: Block, nodes: Iterable[str], offset: Position = (40.0, 40.0)) -> list[Node]:
    """Copies nodes with the wires between them and into them."""
    chosen = [block.nodes[node] for node in nodes]
    wires = [wire for node in chosen for wire in block.incoming(node.id)]
    return paste(block, chosen, wires, offset, QT_TRANSLATE_NOOP("Step", "Duplicate"))


def _unknown_kind(block: Block, kind: str) -> Problem:
    complaint = block.project.catalogue.complaint(kind)
    if complaint is not None:
        return Problem("code", complaint[0], complaint[1], block=block.id)
    close = ", ".join(block.project.catalogue.close(kind))
    if close:
        template = QT_TRANSLATE_NOOP("Problem", "There is no node kind “{kind}”; did you mean {close}?")
    else:
        template = QT_TRANSLATE_NOOP("Problem", "There is no node kind “{kind}”; `guinet nodes` lists them.")
    return Problem("unknown-kind", template, {"kind": kind, "close": close}, block=block.id)


def _is_free(block: Block, kind: str, name: str) -> bool:
    """Whether a node of this kind may have a name: an Output may be called as what is no Output is, and no more."""
    side = kind == OUTPUT_KIND
    return not any(other.name == name and (other.kind == OUTPUT_KIND) == side for other in block.nodes.values())


def _require_name(block: Block, name: str, free: bool = False) -> None:
    template = name_problem(name)
    if template is None and not free and block.has_name(name):
        template = QT_TRANSLATE_NOOP("Problem", "There is a node named {name} already: choose another name.")
    if template is not None:
        raise Refused(Problem("name", template, {"name": name}, block=block.id))


def _free_position(block: Block) -> Position:
    last = block.newest
    return (0.0, 0.0) if last is None else (last.position[0] + STEP, last.position[1])
