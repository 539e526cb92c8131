"""Repairs one click away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from guinet.core.as_drawn import as_drawn
from guinet.core.changes import AddNode, AddWire, Change, MoveNodes
from guinet.core.graph import Block, Node
from guinet.core.problems import Fix
from guinet.core.project import Project
from guinet.ui.theme import current_theme
from guinet.ui.trusting import ask_to_look
from guinet.ui.words import fix_text

_GAP: Final = 60.0
"""On both sides of a node that is put between two others, in scene units."""


def apply_fix(project: Project, fix: Fix) -> bool:
    """Makes the repair as one undo step; False, with nothing changed, when what it repairs is gone already.

    One without changes shows the code that waits for trust.

    The step is named as the button was, in the language of that moment: its words hold values ("Set in_features 512"),
    which a text looked up again later would lack.
    """
    if not fix.changes:
        ask_to_look(project)
        return True
    try:
        project.run(fix_text(fix), list(_with_room(project, as_drawn(project, fix.changes))))
    except KeyError:
        # Its node or wire was removed after the check that offered it; the next check offers what fits then.
        return False
    return True


def _with_room(project: Project, changes: Sequence[Change]) -> Iterator[Change]:
    """The changes, with what follows a node that is put between two others of a row moved out of its way."""
    wires = [change.wire for change in changes if isinstance(change, AddWire)]
    for change in changes:
        yield change
        if not isinstance(change, AddNode):
            continue
        block, new = project.blocks[change.block], change.node
        before = next((wire.source.node for wire in wires if wire.target.node == new.id), "")
        after = next((wire.target.node for wire in wires if wire.source.node == new.id), "")
        if before in block.nodes and after in block.nodes:
            moved = _moved(block, new, block.nodes[before], block.nodes[after])
            if moved:
                yield MoveNodes(block.id, moved)


def _moved(block: Block, new: Node, before: Node, after: Node) -> dict[str, tuple[float, float]]:
    """Where a new node and what it pushes to the right come to lie; nothing where the two others leave it room."""
    width, height = (current_theme().pixels(name) for name in ("node-width", "node-height"))
    (start, above), (end, below) = before.position, after.position
    place = start + width + _GAP
    by = place + width + _GAP - end
    in_row = min(above, below) - height < new.position[1] < max(above, below) + height
    if by <= 0 or end <= start or not in_row or abs(above - below) >= 4 * height:
        return {}
    pushed, waiting = {after.id}, [after.id]
    while waiting:
        found = {other for other in block.successors(waiting.pop()) if block.nodes[other].position[0] >= end} - pushed
        pushed |= found
        waiting += found
    places = {each: block.nodes[each].position for each in pushed}
    return {new.id: (place, new.position[1]), **{each: (x + by, y) for each, (x, y) in places.items()}}
