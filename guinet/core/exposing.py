"""Arguments of nodes inside a block that its instances may set."""

from __future__ import annotations

from collections.abc import Iterator

from guinet.core.changes import Change, SetArgument, SetBlock
from guinet.core.graph import Block, BlockArgument
from guinet.core.grouping import references
from guinet.core.naming import name_problem
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Refused
from guinet.core.project import MAIN
from guinet.core.ungrouping import substituted
from guinet.core.values import MISSING, Reference, Value, is_wired


def expose(block: Block, node: str, argument: str, name: str = "", default: Value = None) -> BlockArgument:
    """Lets each instance of `block` set an argument of a node in it, as one undo step.

    What was set by hand becomes the default of the exposed argument, `default` where nothing was. Without a `name` it
    has that of the argument, with the node's before it where that is taken. Raises Refused in the main block, for a
    name that is no name or is taken, and for an argument exposed already.
    """
    inner = block.nodes[node]
    value = inner.arguments.get(argument, default)
    template, wish = "", name or argument
    taken = {exposed.name for exposed in block.arguments}
    if block.id == MAIN:
        template = QT_TRANSLATE_NOOP(
            "Problem", "The main block has no instances that could set {name}: group nodes first."
        )
    elif is_wired(value):
        template = QT_TRANSLATE_NOOP("Problem", "{name} comes from a wire: write a value before instances may set it.")
    elif isinstance(value, Reference):
        template = QT_TRANSLATE_NOOP("Problem", "{name} is exposed already.")
    elif wish in taken and name:
        template = QT_TRANSLATE_NOOP("Problem", "The block has an argument named {name} already: choose another name.")
    elif wish in taken:
        wish = _free(f"{inner.name}_{argument}", taken)
    template = template or name_problem(wish) or ""
    if template:
        raise Refused(Problem("expose", template, {"name": wish}, block=block.id, node=node, argument=argument))
    exposed = BlockArgument(wish, value)
    changes = (
        SetBlock(block.id, block.name, (*block.arguments, exposed), block.note),
        SetArgument(block.id, node, argument, Reference(wish)),
    )
    block.project.run(QT_TRANSLATE_NOOP("Step", "Expose argument"), changes)
    return exposed


def unexpose(block: Block, name: str) -> None:
    """Takes an exposed argument back, as one undo step: inside its default holds again, instances no longer set it.

    Raises KeyError when the block has no such argument.
    """
    exposed = {argument.name: argument for argument in block.arguments}[name]
    block.project.run(QT_TRANSLATE_NOOP("Step", "Expose no longer"), _taking_back(block, exposed))


def _taking_back(block: Block, exposed: BlockArgument) -> Iterator[Change]:
    for node in block.nodes.values():
        for argument, value in node.arguments.items():
            if exposed.name in references(value):
                yield SetArgument(block.id, node.id, argument, substituted(value, {exposed.name: exposed.default}))
    for other in block.project.blocks.values():
        for node in other.nodes.values():
            if node.block_id == block.id and exposed.name in node.arguments:
                yield SetArgument(other.id, node.id, exposed.name, MISSING)
    left = tuple(argument for argument in block.arguments if argument != exposed)
    yield SetBlock(block.id, block.name, left, block.note)


def _free(wish: str, taken: set[str]) -> str:
    name, number = wish, 1
    while name in taken:
        name, number = f"{wish}_{number}", number + 1
    return name
