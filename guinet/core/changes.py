"""The only ways a project changes. Each change is a value; `apply` makes it and returns its inverse, which names
what it touches by id and so survives whatever happens in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from guinet.core.graph import Block, BlockArgument, BlockData, Frame, Initialiser, Node, Note, Position, Tie, Wire
from guinet.core.values import MISSING, Setting

if TYPE_CHECKING:
    from guinet.core.project import Project


class AddNode(Struct, frozen=True):
    block: str
    node: Node

    def apply(self, project: Project) -> Change:
        project.blocks[self.block]._insert_node(self.node)
        return RemoveNode(self.block, self.node.id)


class RemoveNode(Struct, frozen=True):
    """Its wires are removed first, by changes of their own."""

    block: str
    node: str

    def apply(self, project: Project) -> Change:
        return AddNode(self.block, project.blocks[self.block]._delete_node(self.node))


class AddWire(Struct, frozen=True):
    block: str
    wire: Wire

    def apply(self, project: Project) -> Change:
        project.blocks[self.block]._insert_wire(self.wire)
        return RemoveWire(self.block, self.wire.id)


class RemoveWire(Struct, frozen=True):
    block: str
    wire: str

    def apply(self, project: Project) -> Change:
        return AddWire(self.block, project.blocks[self.block]._delete_wire(self.wire))


class SetArgument(Struct, frozen=True):
    """Sets an argument by hand; MISSING takes it back to its default."""

    block: str
    node: str
    argument: str
    value: Setting

    def apply(self, project: Project) -> Change:
        block = project.blocks[self.block]
        node = block.nodes[self.node]
        arguments = dict(node.arguments)
        old = arguments.pop(self.argument, MISSING)
        if self.value is not MISSING:
            arguments[self.argument] = self.value
        block._replace_node(replace(node, arguments=arguments))
        return SetArgument(self.block, self.node, self.argument, old)


class SetKind(Struct, frozen=True):
    """Makes a node another kind with other arguments; wires, name and place stay."""

    block: str
    node: str
    kind: str
    arguments: Mapping[str, Setting]

    def apply(self, project: Project) -> Change:
        block = project.blocks[self.block]
        node = block.nodes[self.node]
        kept = {name: value for name, value in self.arguments.items() if value is not MISSING}
        block._replace_node(replace(node, kind=self.kind, arguments=kept))
        return SetKind(self.block, self.node, node.kind, node.arguments)


class RenameNode(Struct, frozen=True):
    block: str
    node: str
    name: str

    def apply(self, project: Project) -> Change:
        block = project.blocks[self.block]
        node = block.nodes[self.node]
        block._replace_node(replace(node, name=self.name))
        return RenameNode(self.block, self.node, node.name)


class SetNote(Struct, frozen=True):
    block: str
    node: str
    note: str

    def apply(self, project: Project) -> Change:
        block = project.blocks[self.block]
        node = block.nodes[self.node]
        block._replace_node(replace(node, note=self.note))
        return SetNote(self.block, self.node, node.note)


class SetTrait(Struct, frozen=True):
    """One of a node's `frame`, `shares`, `repeat` and `mode`, or of its `LOOKS`."""

    block: str
    node: str
    trait: Literal["frame", "shares", "repeat", "mode", "collapsed", "colour", "hides_unused"]
    value: str | int

    def apply(self, project: Project) -> Change:
        block = project.blocks[self.block]
        node = block.nodes[self.node]
        changed: dict[str, Any] = {self.trait: self.value}
        block._replace_node(replace(node, **changed))
        return SetTrait(self.block, self.node, self.trait, getattr(node, self.trait))


class MoveNodes(Struct, frozen=True):
    """New positions by node id."""

    block: str
    positions: Mapping[str, Position]

    def apply(self, project: Project) -> Change:
        block = project.blocks[self.block]
        before = {node: block.nodes[node].position for node in self.positions}
        for node, position in self.positions.items():
            block._replace_node(replace(block.nodes[node], position=position))
        return MoveNodes(self.block, before)


class AddBlock(Struct, frozen=True):
    data: BlockData

    def apply(self, project: Project) -> Change:
        project._insert_block(self.data)
        return RemoveBlock(self.data.id)


class RemoveBlock(Struct, frozen=True):
    block: str

    def apply(self, project: Project) -> Change:
        return AddBlock(project._delete_block(self.block))


class SetBlock(Struct, frozen=True):
    """Name (the class name in code), exposed arguments and note of a block."""

    block: str
    name: str
    arguments: tuple[BlockArgument, ...] = ()
    note: str = ""

    def apply(self, project: Project) -> Change:
        block = project.blocks[self.block]
        before = SetBlock(block.id, block.name, block.arguments, block.note)
        block.name, block.arguments, block.note = self.name, self.arguments, self.note
        return before


class SetParts(Struct, frozen=True):
    """All `frames`, `ties`, `initialisers` or `notes` of a block."""

    block: str
    part: Literal["frames", "ties", "initialisers", "notes"]
    values: tuple[Frame, ...] | tuple[Tie, ...] | tuple[Initialiser, ...] | tuple[Note, ...]

    def apply(self, project: Project) -> Change:
        block = project.blocks[self.block]
        before = SetParts(self.block, self.part, getattr(block, self.part))
        setattr(block, self.part, self.values)
        return before


class SetCode(Struct, frozen=True):
    """The text of one piece of code written by hand; None removes it."""

    code: str
    text: str | None

    def apply(self, project: Project) -> Change:
        before = project.code.pop(self.code, None)
        if self.text is not None:
            project.learn({self.code: self.text})
        return SetCode(self.code, before)


class SetTraining(Struct, frozen=True):
    """One training setting (`epochs`, `optimizer.lr` …); MISSING takes it back to its default."""

    key: str
    value: Setting

    def apply(self, project: Project) -> Change:
        old: Setting = project.training.pop(self.key, MISSING)
        if self.value is not MISSING:
            project.training[self.key] = self.value
        return SetTraining(self.key, old)


class SetNotes(Struct, frozen=True):
    notes: str

    def apply(self, project: Project) -> Change:
        before, project.notes = project.notes, self.notes
        return SetNotes(before)


Change: TypeAlias = (
    AddNode
    | RemoveNode
    | AddWire
    | RemoveWire
    | SetArgument
    | SetKind
    | RenameNode
    | SetNote
    | SetTrait
    | MoveNodes
    | AddBlock
    | RemoveBlock
    | SetBlock
    | SetParts
    | SetCode
    | SetTraining
    | SetNotes
)


LOOKS: Final[tuple[Literal["collapsed", "colour", "hides_unused"], ...]] = ("collapsed", "colour", "hides_unused")
"""The traits of a node that decide how it is drawn, and nothing else."""


def is_look(change: Change) -> bool:
    """Whether it changes only how a node is drawn."""
    return isinstance(change, SetTrait) and change.trait in LOOKS


def new_parts(
    block: Block, ties: tuple[Tie, ...], initialisers: tuple[Initialiser, ...], frames: tuple[Frame, ...]
) -> Iterator[Change]:
    """What gives a block these parts; nothing for those it has."""
    if ties != block.ties:
        yield SetParts(block.id, "ties", ties)
    if initialisers != block.initialisers:
        yield SetParts(block.id, "initialisers", initialisers)
    if frames != block.frames:
        yield SetParts(block.id, "frames", frames)


def matters(changes: Iterable[Change]) -> bool:
    """Whether anything that torch makes of the project may be another thing after these: positions, looks, and what is
    written for people, leave all of it as it is."""
    return not all(
        isinstance(change, (MoveNodes, SetNote, SetNotes))
        or is_look(change)
        or (isinstance(change, SetParts) and change.part == "notes")
        for change in changes
    )
