"""What the clipboard holds: nodes, the wires between them, their frames, and the blocks they run, as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from guinet.core import editing
from guinet.core.changes import AddBlock, SetCode, SetParts
from guinet.core.coding import called_in, code_id
from guinet.core.graph import OTHERWISE, Block, BlockData, Frame, Node, Note, Position, Wire
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem, Refused, sentence
from guinet.core.project import MAIN, Project
from guinet.storage.files import defaults
from guinet.storage.problems import Misfit, SaveFailed
from guinet.storage.reading import block_from_json, blocks_from_json, code_from_json
from guinet.storage.text import MOST_BYTES, parse
from guinet.storage.writing import block_to_json, blocks_to_json, code_to_json, file_text

MARKER: Final = "guinet-fragment"
VERSION: Final = 1
_CLIPBOARD: Final = sentence(QT_TRANSLATE_NOOP("Problem", "The clipboard"))


class Fragment(Struct, frozen=True):
    """Nodes with the wires between them, the definitions of all blocks and the code, by id, they lead to, notes, and
    the frames all of whose nodes are there."""

    nodes: tuple[Node, ...]
    wires: tuple[Wire, ...] = ()
    blocks: tuple[BlockData, ...] = ()
    code: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    frames: tuple[Frame, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to paste."""
        return bool(self.nodes or self.notes)


def copy(block: Block, nodes: Iterable[str], notes: Iterable[str] = ()) -> Fragment:
    """The nodes and the notes with these ids, as a fragment. Raises KeyError for a node that is not there."""
    chosen = {node: block.nodes[node] for node in nodes}
    wires = (wire for node in chosen for wire in block.incoming(node) if wire.source.node in chosen)
    blocks = _definitions(block.project, chosen.values())
    called = called_in((BlockData("", "", tuple(chosen.values())), *blocks))
    code = {id: block.project.code[id] for id in called if id in block.project.code}
    wanted = set(notes)
    kept = tuple(note for note in block.notes if note.id in wanted)
    left_out = {node.frame for node in block.nodes.values() if node.id not in chosen}
    whole = {node.frame for node in chosen.values()} - left_out
    frames = tuple(frame for frame in block.frames if frame.id in whole)
    return Fragment(tuple(chosen.values()), tuple(wires), blocks, code, kept, frames)


def dumps(block: Block, nodes: Iterable[str], notes: Iterable[str] = ()) -> str:
    """The text that goes to the clipboard. Raises KeyError, and SaveFailed for a number no text takes."""
    fragment = copy(block, nodes, notes)
    try:
        return file_text(
            {
                MARKER: VERSION,
                "block": block_to_json(
                    BlockData("", "", fragment.nodes, fragment.wires, frames=fragment.frames, notes=fragment.notes),
                    defaults,
                ),
                "blocks": blocks_to_json(fragment.blocks, defaults),
                **({"code": code_to_json(fragment.code)} if fragment.code else {}),
            }
        )
    except Misfit as misfit:
        raise SaveFailed(
            QT_TRANSLATE_NOOP("Problem", "These nodes cannot be copied: {reason}; change it first."),
            reason=misfit.sentence,
        ) from None


def loads(text: str) -> Fragment | None:
    """What `dumps` wrote, or a project file or a piece of one; None for anything else the clipboard may hold.

    A piece is a block with its `nodes`, or lines of nodes out of one.
    """
    if len(text) > MOST_BYTES:
        return None
    if MARKER not in text:
        return _piece(text) if '"kind"' in text else None
    try:
        raw = parse(text, _CLIPBOARD)
        if raw.get(MARKER) != VERSION:
            return None
        data = block_from_json("", raw.get("block"))
        code = {id: text for id, text in code_from_json(raw.get("code", {})).items() if id == code_id(text)}
        return Fragment(data.nodes, data.wires, blocks_from_json(raw.get("blocks")), code, data.notes, data.frames)
    except (GuinetError, Misfit):
        return None


def _piece(text: str) -> Fragment | None:
    text = text.strip().rstrip(",")
    try:
        raw = parse(text if text.startswith("{") else f"{{{text}}}", _CLIPBOARD)
        if "guinet" in raw:
            blocks = blocks_from_json(raw.get("blocks"))
            main = next((block for block in blocks if block.id == MAIN), None)
            code = {id: text for id, text in code_from_json(raw.get("code", {})).items() if id == code_id(text)}
            others = tuple(block for block in blocks if block.id != MAIN)
            return None if main is None else Fragment(main.nodes, main.wires, others, code, main.notes, main.frames)
        data = block_from_json("", {"name": "", **raw} if "nodes" in raw else {"name": "", "nodes": raw})
        return Fragment(data.nodes, data.wires, notes=data.notes, frames=data.frames)
    except (GuinetError, Misfit):
        return None


def paste(block: Block, fragment: Fragment, offset: Position = (0.0, 0.0)) -> list[Node]:
    """Adds a fragment to `block` as one step, under new ids and free names; returns its nodes, in no frame but those
    that came along. Its notes are the last.

    A block the project has already, just so, is shared; one that differs comes along under an id of its own.
    Raises Refused where a block would come to lie within itself.
    """
    project = block.project
    differing = _differing(project, fragment.blocks)
    shared = {data.id for data in fragment.blocks if data.id in project.blocks and data.id not in differing}
    if block.id in shared:
        template = QT_TRANSLATE_NOOP("Problem", "The block {block} cannot be put inside itself.")
        raise Refused(Problem("recursion", template, {"block": block.name}, block=block.id))
    label = QT_TRANSLATE_NOOP("Step", "Paste")
    renamed = {id: editing.new_id() for id in sorted(differing)}
    with project.transaction(label):
        for id, text in fragment.code.items():
            if id not in project.code:
                project.apply(SetCode(id, text))
        for data in fragment.blocks:
            if data.id not in shared:
                nodes = _with_blocks(data.nodes, renamed)
                project.apply(AddBlock(replace(data, id=renamed.get(data.id, data.id), nodes=nodes)))
        frames = {frame.id: replace(frame, id=editing.new_id()) for frame in fragment.frames}
        if frames:
            project.apply(SetParts(block.id, "frames", (*block.frames, *frames.values())))
        if fragment.notes:
            notes = (_moved(note, offset) for note in fragment.notes)
            project.apply(SetParts(block.id, "notes", (*block.notes, *notes)))
        nodes = _with_blocks(fragment.nodes, renamed)
        framed = [replace(node, frame=frames[node.frame].id if node.frame in frames else "") for node in nodes]
        return editing.paste(block, framed, fragment.wires, offset, label)


def _moved(note: Note, offset: Position) -> Note:
    left, top, width, height = note.box
    return replace(note, id=editing.new_id(), box=(left + offset[0], top + offset[1], width, height))


def _definitions(project: Project, nodes: Iterable[Node]) -> tuple[BlockData, ...]:
    found: dict[str, BlockData] = {}
    waiting = list(nodes)
    while waiting:
        for id in waiting.pop().blocks:
            if id in project.blocks and id not in found:
                found[id] = project.blocks[id].data()
                waiting.extend(found[id].nodes)
    return tuple(found[id] for id in sorted(found))


def _differing(project: Project, blocks: tuple[BlockData, ...]) -> set[str]:
    """Ids under which the project has another block, or the same one made of such blocks."""
    there = {data.id: project.blocks[data.id].data() for data in blocks if data.id in project.blocks}
    differing = {data.id for data in blocks if data.id in there and not _same(there[data.id], data)}
    while more := {
        data.id
        for data in blocks
        if data.id in there.keys() - differing and any(differing.intersection(node.blocks) for node in data.nodes)
    }:
        differing |= more
    return differing


def _same(left: BlockData, right: BlockData) -> bool:
    return block_to_json(left, defaults) == block_to_json(right, defaults)


def _with_blocks(nodes: Iterable[Node], renamed: Mapping[str, str]) -> tuple[Node, ...]:
    """The nodes with the new ids of the blocks they run."""
    return tuple(_with_block(node, renamed) if renamed.keys() & {*node.blocks} else node for node in nodes)


def _with_block(node: Node, renamed: Mapping[str, str]) -> Node:
    form, _, own = node.kind.partition(".")
    other = node.arguments.get(OTHERWISE)
    changed = {OTHERWISE: renamed[other]} if isinstance(other, str) and other in renamed else {}
    return replace(node, kind=f"{form}.{renamed.get(own, own)}", arguments={**node.arguments, **changed})
