"""How nodes look, by choice of a person: collapsed to their titles, in a colour of their own, without unused ports. The
program that a graph stands for is the same with or without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from guinet.core.changes import Change, MoveNodes, SetTrait
from guinet.core.graph import COLOURS, Block, Position
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Refused


def collapse(block: Block, nodes: Iterable[str], collapsed: bool, places: Mapping[str, Position]) -> None:
    """Shows of these nodes the titles only, or all there is, and has some stand at other places, as one undo step."""
    label = QT_TRANSLATE_NOOP("Step", "Collapse") if collapsed else QT_TRANSLATE_NOOP("Step", "Expand")
    changes: list[Change] = [SetTrait(block.id, node, "collapsed", collapsed) for node in nodes]
    _run(block, label, changes, places)


def hide_unused(block: Block, nodes: Iterable[str], hidden: bool, places: Mapping[str, Position]) -> None:
    """Shows of these nodes only the ports they need and those that are wired, or all, and has some stand at other
    places, as one undo step."""
    label = QT_TRANSLATE_NOOP("Step", "Hide ports") if hidden else QT_TRANSLATE_NOOP("Step", "Show ports")
    changes: list[Change] = [SetTrait(block.id, node, "hides_unused", hidden) for node in nodes]
    _run(block, label, changes, places)


def colour(block: Block, nodes: Iterable[str], name: str) -> None:
    """Gives nodes a colour of their own, one of `COLOURS`, or with "" those of their categories again, as one undo
    step. Raises Refused for a name that is none of these."""
    if name and name not in COLOURS:
        template = QT_TRANSLATE_NOOP("Problem", "There is no colour “{name}”: choose one of {known}.")
        raise Refused(Problem("colour", template, {"name": name, "known": ", ".join(COLOURS)}, block=block.id))
    changes = [SetTrait(block.id, node, "colour", name) for node in nodes if block.nodes[node].colour != name]
    block.project.run(QT_TRANSLATE_NOOP("Step", "Colour"), changes)


def _run(block: Block, label: str, changes: list[Change], places: Mapping[str, Position]) -> None:
    if places:
        changes.append(MoveNodes(block.id, places))
    block.project.run(label, changes)
