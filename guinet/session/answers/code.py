"""Reads Python text for a canvas. Nothing of it is run."""

from __future__ import annotations

from msgspec.structs import replace

from guinet.core.graph import INPUT_KIND, OUTPUT_KIND, BlockData
from guinet.core.project import MAIN
from guinet.core.values import Reference, Value
from guinet.exchange.python.reading import read
from guinet.session.messages.code import CodeRead, ReadCode
from guinet.session.studies import Desk


def answer(desk: Desk, study: ReadCode) -> None:
    """Emits `CodeRead`. Raises CannotRead."""
    project = read(study.text)
    main = without_references(project.main.data())
    blocks = tuple(block.data() for id, block in project.blocks.items() if id != MAIN)
    if project.bare:
        main = without_ends(main)
    remarks = project.import_report.remarks
    desk.emit(CodeRead(study.block, study.place, main, blocks, dict(project.code), remarks))


def without_references(data: BlockData) -> BlockData:
    """What the block exposes as the plain values they have: it becomes part of a block that exposes none of them."""
    defaults = {argument.name: argument.default for argument in data.arguments}

    def settled(value: Value) -> Value:
        if isinstance(value, Reference):
            return defaults.get(value.argument)
        return tuple(map(settled, value)) if isinstance(value, tuple) else value

    nodes = (
        replace(node, arguments={name: settled(value) for name, value in node.arguments.items()}) for node in data.nodes
    )
    return replace(data, nodes=tuple(nodes), arguments=())


def without_ends(data: BlockData) -> BlockData:
    """Layers in a row are pasted into a network that has inputs and outputs."""
    kept = {node.id for node in data.nodes if node.kind not in (INPUT_KIND, OUTPUT_KIND)}
    wires = tuple(wire for wire in data.wires if {wire.source.node, wire.target.node} <= kept)
    return replace(data, nodes=tuple(node for node in data.nodes if node.id in kept), wires=wires)
