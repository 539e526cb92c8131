"""Which nodes of the main block a change concerns, directly or through the blocks it uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from guinet.core.changes import (
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
    SetParts,
    SetTraining,
    SetTrait,
    is_look,
    matters,
)
from guinet.core.project import MAIN, Project

WireEnds = dict[str, dict[str, str]]


@dataclass
class Touched:
    """`nodes` of the main block to run; `blocks` whose definitions changed, and those that use them; `structure`:
    whether wires, ports or names changed; `training`: whether training settings did; `places`: whether nodes moved;
    `text`: whether the code may read otherwise. It is true when there is something to check."""

    nodes: set[str] = field(default_factory=set)
    blocks: set[str] = field(default_factory=set)
    structure: bool = False
    training: bool = False
    places: bool = False
    text: bool = False

    def __bool__(self) -> bool:
        return bool(self.nodes or self.blocks or self.structure or self.training)


def wire_targets(project: Project) -> WireEnds:
    """The node each wire leads to, by block id and wire id."""
    return {block.id: {wire.id: wire.target.node for wire in block.wires.values()} for block in project.blocks.values()}


def touched_by(project: Project, changes: Iterable[Change], wires: WireEnds) -> Touched:
    """`wires` knows the target of every wire before the changes, and is brought up to date."""
    touched = Touched()
    for change in changes:
        _add(touched, change, wires)
    if touched.blocks:
        _spread(project, touched)
    return touched


def _add(touched: Touched, change: Change, wires: WireEnds) -> None:
    touched.places |= isinstance(change, MoveNodes)
    touched.training |= isinstance(change, SetTraining)
    touched.text |= not (isinstance(change, (MoveNodes, SetNotes, SetTraining)) or is_look(change))
    if isinstance(change, (MoveNodes, SetNote, SetNotes, SetTraining)) or not matters((change,)):
        return
    touched.structure |= not isinstance(change, SetArgument)
    if isinstance(change, (SetParts, SetCode)):
        # Rare, and of many nodes: a new check costs less thought than knowing of which.
        touched.blocks.update({MAIN} if isinstance(change, SetCode) else {MAIN, change.block})
        return
    if isinstance(change, AddBlock):
        wires[change.data.id] = {wire.id: wire.target.node for wire in change.data.wires}
        touched.blocks.add(change.data.id)
    elif isinstance(change, (RemoveBlock, SetBlock)) or change.block != MAIN:
        touched.blocks.add(change.block)
    else:
        _add_to_main(touched, change, wires.setdefault(MAIN, {}))


def _add_to_main(
    touched: Touched,
    change: AddNode | RemoveNode | AddWire | RemoveWire | SetArgument | SetKind | SetTrait | RenameNode,
    targets: dict[str, str],
) -> None:
    if isinstance(change, AddWire):
        targets[change.wire.id] = change.wire.target.node
        touched.nodes.add(change.wire.target.node)
    elif isinstance(change, RemoveWire):
        touched.nodes.add(targets.pop(change.wire))
    else:
        touched.nodes.add(change.node.id if isinstance(change, AddNode) else change.node)


def _spread(project: Project, touched: Touched) -> None:
    """Adds the blocks that use changed blocks, and their instances in the main block."""
    users: dict[str, set[str]] = {}
    for block in project.blocks.values():
        for node in block.nodes.values():
            for used in node.blocks:
                users.setdefault(used, set()).add(block.id)
    waiting = list(touched.blocks)
    while waiting:
        for user in users.get(waiting.pop(), ()):
            if user != MAIN and user not in touched.blocks:
                touched.blocks.add(user)
                waiting.append(user)
    touched.structure = True
    touched.nodes.update(node.id for node in project.main.nodes.values() if touched.blocks.intersection(node.blocks))
