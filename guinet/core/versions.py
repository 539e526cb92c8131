"""What differs between two versions of a project file: all that they say, what people read and see of it too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from guinet.core.changes import LOOKS
from guinet.core.coding import called_name
from guinet.core.comparing import (
    Defaults,
    Difference,
    Kind,
    block_differences,
    block_ids,
    path_to,
    setting_differences,
    text_differences,
)
from guinet.core.graph import Block
from guinet.core.pairing import aligned
from guinet.core.project import Project
from guinet.core.settings import TRAINING_DEFAULTS


class Versions(Struct, frozen=True):
    """`moved` are the nodes that stand elsewhere; `drawn` the nodes, frames and notes that only look different: their
    colour, size, what of them shows, or where a note lies. By name, those in a block after its name and a slash."""

    differences: tuple[Difference, ...] = ()
    moved: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing differs at all."""
        return not (self.differences or self.moved or self.drawn)


def version_differences(left: Project, right: Project, defaults: Defaults) -> Versions:
    """What differs; the `defaults` are as for `differences`."""
    left = aligned(left, right)
    found = setting_differences({**TRAINING_DEFAULTS, **left.training}, {**TRAINING_DEFAULTS, **right.training})
    moved: list[str] = []
    drawn: list[str] = []
    for id in block_ids(left, right):
        sides = left.blocks.get(id), right.blocks.get(id)
        found += block_differences(*sides, defaults, every_frame=True)
        found += _texts(*sides)
        if sides[0] is not None and sides[1] is not None:
            moved += _moved(sides[0], sides[1])
            drawn += _drawn(sides[0], sides[1])
    found += _of_code(left.code, right.code)
    found += text_differences(Kind.NOTE, "", {"notes": left.notes}, {"notes": right.notes})
    found += _fields("", left.extra, right.extra)
    return Versions(tuple(found), tuple(moved), tuple(drawn))


def _of_code(left: Mapping[str, str], right: Mapping[str, str]) -> Iterator[Difference]:
    for id in dict.fromkeys((*left, *right)):
        texts = left.get(id, ""), right.get(id, "")
        if texts[0] != texts[1]:
            yield Difference(Kind.CODE, called_name(texts[1] or texts[0]), *texts)


def _texts(left: Block | None, right: Block | None) -> Iterator[Difference]:
    """What is written for people, and what a later version wrote."""
    before = path_to(left, right)
    sides = [_written(block) for block in (left, right)]
    for key in dict.fromkeys((*sides[0], *sides[1])):
        texts = [side[key][1] if key in side else "" for side in sides]
        if texts[0] != texts[1]:
            name = sides[key in sides[1]][key][0]
            yield Difference(Kind.NOTE, before + name, *texts)
    if left is not None and right is not None:
        yield from _fields(before, left.extra, right.extra)
        for id, node in right.nodes.items():
            if id in left.nodes:
                yield from _fields(f"{before}{node.name}.", left.nodes[id].extra, node.extra)


def _written(block: Block | None) -> dict[tuple[str, str], tuple[str, str]]:
    """Where something may be written, and what is: the notes of a block, of its nodes, and those on the canvas."""
    if block is None:
        return {}
    found = {("block", ""): ("note", block.note)}
    found |= {("node", id): (f"{node.name}.note", node.note) for id, node in block.nodes.items()}
    return found | {("note", note.id): ("note on the canvas", note.text) for note in block.notes}


def _fields(before: str, left: Mapping[str, object], right: Mapping[str, object]) -> Iterator[Difference]:
    sides = [{key: repr(value) for key, value in side.items()} for side in (left, right)]
    yield from text_differences(Kind.FIELD, before, *sides)


def _moved(left: Block, right: Block) -> Iterator[str]:
    for id, node in right.nodes.items():
        if id in left.nodes and left.nodes[id].position != node.position:
            yield path_to(left, right) + node.name


def _drawn(left: Block, right: Block) -> Iterator[str]:
    before = path_to(left, right)
    for id, node in right.nodes.items():
        if id in left.nodes and any(getattr(left.nodes[id], look) != getattr(node, look) for look in LOOKS):
            yield before + node.name
    for frame in right.frames:
        old = left.frame(frame.id)
        if old is not None and (old.colour, old.room) != (frame.colour, frame.room):
            yield before + (frame.title or "frame")
    notes = {note.id: note for note in left.notes}
    for note in right.notes:
        other = notes.get(note.id, note)
        if (other.colour, other.box) != (note.colour, note.box):
            yield f"{before}note on the canvas"
