"""Puts all of one block into another: more than a clipboard's fragment holds, with ties and first values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from guinet.core.changes import SetParts
from guinet.core.graph import Block, BlockData, Initialiser, Node, Position, Selects
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.storage import fragments
from guinet.storage.fragments import Fragment


def graft(
    block: Block, data: BlockData, blocks: Iterable[BlockData], code: Mapping[str, str], offset: Position
) -> list[Node]:
    """Adds what is in `data` to `block` as one step, under new ids and free names; returns its nodes.

    `blocks` are the definitions it leads to, `code` what was written by hand, by id. Raises Refused where a block would
    come to lie within itself.
    """
    project = block.project
    with project.transaction(QT_TRANSLATE_NOOP("Step", "Paste")):
        fragment = Fragment(data.nodes, data.wires, tuple(blocks), code, frames=data.frames)
        made = fragments.paste(block, fragment, offset)
        ids = {old.id: new.id for old, new in zip(data.nodes, made, strict=True)}
        if data.ties:
            ties = (replace(tie, target=ids[tie.target], source=ids[tie.source]) for tie in data.ties)
            project.apply(SetParts(block.id, "ties", (*block.ties, *ties)))
        if data.initialisers:
            rules = (_of(rule, ids) for rule in data.initialisers)
            project.apply(SetParts(block.id, "initialisers", (*block.initialisers, *rules)))
    return made


def _of(rule: Initialiser, ids: Mapping[str, str]) -> Initialiser:
    return replace(rule, target=ids[rule.target]) if rule.select is Selects.NODE else rule
