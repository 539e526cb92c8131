"""A project as it runs: the same without what is muted, with what is bypassed and the dots on wires closed up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from guinet.core.changes import (
    LOOKS,
    AddBlock,
    AddNode,
    AddWire,
    Change,
    MoveNodes,
    RemoveBlock,
    RemoveNode,
    RemoveWire,
    RenameNode,
    SetArgument,
    SetBlock,
    SetCode,
    SetKind,
    SetNote,
    SetNotes,
    SetTraining,
    SetTrait,
    new_parts,
)
from guinet.core.graph import Block, BlockData, Node, NodeMode, Selects, Wire
from guinet.core.leaving import Leaving, is_special, leaving, mode_problems
from guinet.core.project import Project
from guinet.core.values import MISSING

_BESIDE = (SetCode, SetTraining, SetNotes)


def plain(project: Project) -> Project:
    """The project as it runs: itself where all of it does, else a copy, which hears nothing of later edits.

    What a muted node leaves without a value is among the copy's `load_problems`.
    """
    return Plain(project).project


class Plain:
    """Keeps a project as it runs in step with one that is edited. `project` is the document itself as long as all of it
    runs."""

    def __init__(self, document: Project) -> None:
        self._document = document
        self._left: dict[str, Leaving] = {}
        blocks = document.blocks.values()
        special = any(is_special(node) for block in blocks for node in block.nodes.values())
        self.project = self._copy() if special else document

    def follow(self, changes: Iterable[Change]) -> tuple[Change, ...] | None:
        """Takes in changes that were made to the document; those that came of it for `project`.

        None when `project` is another one now: whatever was worked out of the former is void.
        """
        changes = tuple(changes)
        if self.project is self._document:
            if not any(map(_makes_special, changes)):
                return changes
            self.project = self._copy()
            return None
        made: list[Change] = []
        touched: dict[str, None] = {}
        for change in changes:
            if isinstance(change, _BESIDE):
                made.append(change)
            else:
                touched[change.data.id if isinstance(change, AddBlock) else change.block] = None
        for block in self._affected(touched):
            made += self._difference(block)
        self.project.run("", made)
        self._tell_problems()
        return tuple(made)

    def _copy(self) -> Project:
        document = self._document
        self._left = {block.id: leaving(block) for block in document.blocks.values()}
        blocks = [reduced(block, self._left[block.id]) for block in document.blocks.values()]
        copy = Project(document.catalogue, blocks, document.path)
        copy.training.update(document.training)
        copy.code.update(document.code)
        copy.notes, copy.extra = document.notes, document.extra
        self.project = copy
        self._tell_problems()
        return copy

    def _tell_problems(self) -> None:
        found = (mode_problems(block, self._left[block.id]) for block in self._document.blocks.values())
        own = tuple(problem for problems in found for problem in problems)
        self.project.load_problems = (*self._document.load_problems, *own)

    def _affected(self, touched: Iterable[str]) -> list[str]:
        """The blocks changed, and those that have instances of them: what passes there depends on the ports."""
        changed = set(touched)
        users = (
            block.id
            for block in self._document.blocks.values()
            if any(node.block_id in changed and is_special(node) for node in block.nodes.values())
        )
        return list(dict.fromkeys((*touched, *users)))

    def _difference(self, block: str) -> Iterator[Change]:
        there, wanted = self.project.blocks.get(block), self._document.blocks.get(block)
        if wanted is None:
            self._left.pop(block, None)
            if there is not None:
                yield RemoveBlock(block)
            return
        self._left[block] = leaving(wanted)
        data = reduced(wanted, self._left[block])
        if there is None:
            yield AddBlock(data)
        else:
            yield from changes_between(there, data)


def _makes_special(change: Change) -> bool:
    match change:
        case AddNode(_, node):
            return is_special(node)
        case AddBlock(data):
            return any(map(is_special, data.nodes))
        case SetTrait(_, _, "mode", value):
            return bool(value)
        case SetKind(_, id, kind):
            return is_special(Node(id, kind, ""))
    return False


def reduced(block: Block, left: Leaving) -> BlockData:
    """The block without what does not run; its note says what that is."""
    data = block.data()
    if not any(map(is_special, data.nodes)):
        return data
    gone = left.out | left.passing
    nodes = [replace(node, mode=NodeMode.RUNS) for node in data.nodes if node.id not in gone]
    return replace(
        data,
        nodes=tuple(_with_owners(block, nodes, gone)),
        wires=tuple(_closed_up(data.wires, left)),
        ties=tuple(tie for tie in data.ties if tie.target not in gone and tie.source not in gone),
        initialisers=tuple(
            rule for rule in data.initialisers if rule.select is not Selects.NODE or rule.target not in gone
        ),
        note="\n".join(line for line in (data.note, *_remarks(block, left)) if line),
    )


def _closed_up(wires: Iterable[Wire], left: Leaving) -> Iterator[Wire]:
    for wire in wires:
        if wire.target.node not in left.out and wire.target.node not in left.passing:
            source = left.source(wire.source)
            if source is not None:
                yield wire if source == wire.source else replace(wire, source=source)


def _with_owners(block: Block, nodes: list[Node], gone: frozenset[str]) -> Iterator[Node]:
    """A layer that others use although its node does not run is the first one's of these."""
    heirs: dict[str, Node] = {}
    for node in sorted(nodes, key=lambda node: node.name):
        if node.shares in gone:
            heirs.setdefault(node.shares, node)
    for node in nodes:
        heir = heirs.get(node.shares)
        if heir is None:
            yield node
        elif heir is node:
            owner = block.nodes[node.shares]
            yield replace(node, arguments={**owner.arguments, **node.arguments}, repeat=owner.repeat, shares="")
        else:
            yield replace(node, shares=heir.id)


def _remarks(block: Block, left: Leaving) -> Iterator[str]:
    """What the generated text says of it, each a line of its note."""
    passing = sorted(block.nodes[node].name for node in left.passing if block.nodes[node].mode != NodeMode.RUNS)
    out = sorted(block.nodes[node].name for node in left.out)
    if passing:
        yield f"Bypassed, so what arrives passes on: {', '.join(passing)}."
    if out:
        yield f"Muted, or depending only on what is: {', '.join(out)}."


def changes_between(before: Block, after: BlockData) -> Iterator[Change]:
    """The changes that make `after` of a block; the order of nodes and of wires is no matter."""
    id, nodes, wires = before.id, {node.id: node for node in after.nodes}, {wire.id: wire for wire in after.wires}
    yield from (RemoveWire(id, wire.id) for wire in before.wires.values() if wires.get(wire.id) != wire)
    yield from (RemoveNode(id, node) for node in before.nodes if node not in nodes)
    places = {}
    for node in nodes.values():
        old = before.nodes.get(node.id)
        if old is None:
            yield AddNode(id, node)
        elif old is not node:
            if old.position != node.position:
                places[node.id] = node.position
            yield from _node_changes(id, old, node)
    if places:
        yield MoveNodes(id, places)
    yield from (AddWire(id, wire) for wire in wires.values() if before.wires.get(wire.id) != wire)
    yield from new_parts(before, after.ties, after.initialisers, after.frames)
    if (before.name, before.arguments, before.note) != (after.name, after.arguments, after.note):
        yield SetBlock(id, after.name, after.arguments, after.note)


def _node_changes(block: str, old: Node, new: Node) -> Iterator[Change]:
    if old.kind != new.kind:
        yield SetKind(block, new.id, new.kind, new.arguments)
    elif repr(old.arguments) != repr(new.arguments):  # as text, since 1, 1.0 and True are equal, but not the same
        for name in dict.fromkeys((*old.arguments, *new.arguments)):
            if repr(old.arguments.get(name, MISSING)) != repr(new.arguments.get(name, MISSING)):
                yield SetArgument(block, new.id, name, new.arguments.get(name, MISSING))
    if old.name != new.name:
        yield RenameNode(block, new.id, new.name)
    if old.note != new.note:
        yield SetNote(block, new.id, new.note)
    if old.frame != new.frame:
        yield SetTrait(block, new.id, "frame", new.frame)
    if old.shares != new.shares:
        yield SetTrait(block, new.id, "shares", new.shares)
    if old.repeat != new.repeat:
        yield SetTrait(block, new.id, "repeat", new.repeat)
    for look in LOOKS:
        if getattr(old, look) != getattr(new, look):
            yield SetTrait(block, new.id, look, getattr(new, look))
