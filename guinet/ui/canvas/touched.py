"""What of a block an event changed: which nodes and wires its changes name, and where on the canvas that is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from msgspec import Struct, field
from PySide6.QtCore import QRectF

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
)
from guinet.core.graph import Block


class Touched(Struct):
    """What an event changed, and where: the boxes before and after, in scene units."""

    nodes: set[str] = field(default_factory=set)
    wires: set[str] = field(default_factory=set)
    boxes: list[QRectF] = field(default_factory=list)
    everything: bool = False


def named(changes: Iterable[Change], shown: Block) -> tuple[set[str], set[str], bool]:
    """The nodes and wires of a block that look different after these changes, and whether all of it is to be read."""
    nodes: set[str] = set()
    wires: set[str] = set()
    for change in changes:
        match change:
            case SetParts(_, "notes"):
                pass  # read again after every event: there are few
            case AddBlock() | RemoveBlock() | SetBlock() | SetCode() | SetParts():
                return nodes, wires, True
            case AddWire(block, wire):
                if block == shown.id:
                    wires.add(wire.id)
            case RemoveWire(block, wire_id):
                if block == shown.id:
                    wires.add(wire_id)
            case AddNode(block, node):
                nodes |= {node.id} if block == shown.id else _instances(shown, block)
            case MoveNodes(block, positions):
                nodes |= set(positions) if block == shown.id else _instances(shown, block)
            case RemoveNode(block, node_id) | RenameNode(block, node_id) | SetKind(block, node_id):
                nodes |= {node_id} if block == shown.id else _instances(shown, block)
            case SetArgument(block, node_id) | SetNote(block, node_id) | SetTrait(block, node_id):
                nodes |= {node_id} if block == shown.id else set()
            case SetTraining() | SetNotes():
                pass  # nothing on the canvas shows them
            case _:
                assert_never(change)
    return nodes, wires, False


def _instances(shown: Block, block: str) -> set[str]:
    return {node.id for node in shown.nodes.values() if node.block_id == block}
