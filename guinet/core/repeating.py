"""Several copies of a layer or block in a row, each with weights of its own."""

from __future__ import annotations

from guinet.core.changes import SetTrait
from guinet.core.graph import Block
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Refused
from guinet.core.sharing import has_layer

MOST = 10_000
"""More copies than this are a slip of the hand."""


def set_repeat(block: Block, node: str, times: int) -> None:
    """Makes a node stand for `times` copies of it, one after the other.

    Raises Refused for a number below 1 or above `MOST`, and for what cannot follow itself: a node with other than one
    input and one output, a While, If or For, one that uses another's layer.
    """
    template = refusal(block, node, times)
    if template:
        values = {"name": block.nodes[node].name, "most": str(MOST)}
        raise Refused(Problem("repeat", template, values, block=block.id, node=node))
    if block.nodes[node].repeat != times:
        block.project.run(QT_TRANSLATE_NOOP("Step", "Repeat"), [SetTrait(block.id, node, "repeat", times)])


def refusal(block: Block, node: str, times: int = 2) -> str:
    """Why a node cannot be repeated so often, as a template with `name` and `most`; empty when it can."""
    here = block.nodes[node]
    ports = block.project.ports(block, here)
    if not 1 <= times <= MOST:
        return QT_TRANSLATE_NOOP("Problem", "{name} can be repeated 1 to {most} times.")
    if times == 1:
        return ""
    if not has_layer(here) or block.project.catalogue.outside(here.kind):
        return QT_TRANSLATE_NOOP("Problem", "{name} cannot be repeated: only layers and blocks can.")
    if here.shares:
        return QT_TRANSLATE_NOOP(
            "Problem", "{name} uses another node's layer: repeat that one, or give it its own layer."
        )
    if len(ports.outputs) != 1 or sum(not port.optional for port in ports.inputs) != 1:
        return QT_TRANSLATE_NOOP(
            "Problem", "{name} cannot follow itself: what is repeated needs just one input and one output."
        )
    return ""
