"""Frames: rectangles around nodes, with a title and, where wanted, a torch mode for what lies in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec.structs import replace

from guinet.core.changes import Change, SetParts, SetTrait
from guinet.core.editing import new_id
from guinet.core.graph import Block, Frame, FrameMode, Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Refused


def members(block: Block, frame: str) -> list[str]:
    """The ids of the nodes in a frame."""
    return [node.id for node in block.nodes.values() if node.frame == frame]


def add_frame(block: Block, nodes: Iterable[str], title: str = "", mode: FrameMode = FrameMode.NONE) -> Frame:
    """Puts a frame around nodes (ids), as one undo step; they leave the frames they were in.

    Raises Refused when there are no nodes.
    """
    chosen = list(dict.fromkeys(nodes))
    if not chosen:
        template = QT_TRANSLATE_NOOP("Problem", "No node is selected: select those the frame shall be around.")
        raise Refused(Problem("frame", template, block=block.id))
    frame = Frame(new_id(), title, mode)
    left = tuple(other for other in block.frames if other.id not in _emptied(block, chosen))
    changes: list[Change] = [
        SetParts(block.id, "frames", (*left, frame)),
        *(SetTrait(block.id, node, "frame", frame.id) for node in chosen),
    ]
    block.project.run(QT_TRANSLATE_NOOP("Step", "Frame"), changes)
    return frame


def set_frame(
    block: Block,
    frame: str,
    *,
    title: str | None = None,
    mode: FrameMode | None = None,
    colour: str | None = None,
    room: tuple[float, float, float, float] | None = None,
) -> None:
    """Changes what is given of a frame. Raises KeyError when it is not there."""
    before = _frame(block, frame)
    given = {"title": title, "mode": mode, "colour": colour, "room": room}
    after = replace(before, **{name: value for name, value in given.items() if value is not None})
    if after != before:
        frames = tuple(after if other.id == frame else other for other in block.frames)
        label = QT_TRANSLATE_NOOP("Step", "Rename frame")
        if title is None:
            label = QT_TRANSLATE_NOOP("Step", "Frame's mode")
        if mode is None and title is None:
            label = QT_TRANSLATE_NOOP("Step", "Colour") if room is None else QT_TRANSLATE_NOOP("Step", "Resize frame")
        block.project.run(label, [SetParts(block.id, "frames", frames)])


def remove_frame(block: Block, frame: str) -> None:
    """Takes a frame away, as one undo step; its nodes stay. Raises KeyError when it is not there."""
    _frame(block, frame)
    changes: list[Change] = [
        *(SetTrait(block.id, node, "frame", "") for node in members(block, frame)),
        SetParts(block.id, "frames", tuple(other for other in block.frames if other.id != frame)),
    ]
    block.project.run(QT_TRANSLATE_NOOP("Step", "Remove frame"), changes)


def joining(block: Block, nodes: Iterable[Node], frame: str) -> Iterator[Change]:
    """The changes that put nodes into a frame, or into none (""); a frame left empty by that goes."""
    moving = [node for node in nodes if node.frame != frame]
    emptied = _emptied(block, [node.id for node in moving])
    yield from (SetTrait(block.id, node.id, "frame", frame) for node in moving)
    if emptied:
        yield SetParts(block.id, "frames", tuple(other for other in block.frames if other.id not in emptied))


def _emptied(block: Block, leaving: Collection[str]) -> set[str]:
    """The frames that hold none but `leaving`."""
    gone = set(leaving)
    before = {block.nodes[node].frame for node in gone} - {""}
    return before - {node.frame for node in block.nodes.values() if node.id not in gone}


def _frame(block: Block, id: str) -> Frame:
    frame = block.frame(id)
    if frame is None:
        raise KeyError(id)
    return frame
