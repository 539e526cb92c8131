"""Notes: free text on the canvas, each change one undo step."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from guinet.core.changes import SetParts
from guinet.core.editing import new_id
from guinet.core.graph import Block, Note
from guinet.core.problems import QT_TRANSLATE_NOOP

LEAST: tuple[float, float] = (80.0, 40.0)
"""A note is at least so wide and high, in canvas units."""


def note_of(block: Block, id: str) -> Note | None:
    """The note with this id; None when it is not there."""
    return next((note for note in block.notes if note.id == id), None)


def add_note(block: Block, box: tuple[float, float, float, float], text: str = "") -> Note:
    """Puts a note at left, top, width and height, in canvas units."""
    note = Note(new_id(), text, _large_enough(box))
    block.project.run(QT_TRANSLATE_NOOP("Step", "Add note"), [SetParts(block.id, "notes", (*block.notes, note))])
    return note


def set_note(
    block: Block,
    id: str,
    *,
    text: str | None = None,
    box: tuple[float, float, float, float] | None = None,
    colour: str | None = None,
) -> None:
    """Changes what is given of a note. Raises KeyError when it is not there."""
    before = note_of(block, id)
    if before is None:
        raise KeyError(id)
    after = replace(
        before,
        text=before.text if text is None else text,
        box=before.box if box is None else _large_enough(box),
        colour=before.colour if colour is None else colour,
    )
    if after != before:
        label = QT_TRANSLATE_NOOP("Step", "Write note")
        if text is None:
            label = QT_TRANSLATE_NOOP("Step", "Colour") if box is None else QT_TRANSLATE_NOOP("Step", "Move note")
        notes = tuple(after if note.id == id else note for note in block.notes)
        block.project.run(label, [SetParts(block.id, "notes", notes)])


def remove_notes(block: Block, ids: Iterable[str]) -> None:
    """Takes notes away."""
    doomed = set(ids)
    left = tuple(note for note in block.notes if note.id not in doomed)
    if left != block.notes:
        block.project.run(QT_TRANSLATE_NOOP("Step", "Delete note"), [SetParts(block.id, "notes", left)])


def _large_enough(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return box[0], box[1], max(LEAST[0], box[2]), max(LEAST[1], box[3])
