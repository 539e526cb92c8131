"""Which parameters a node has by name, as far as its kind tells without torch."""

from __future__ import annotations

from collections.abc import Iterator

from guinet.core.graph import Block, Node
from guinet.ui.canvas.kinds import Kinds

_INDIRECT = frozenset(("recurrent", "attention"))
"""Categories whose layers name their weights in a way of their own (`weight_ih_l0`)."""

_WEIGHTED = frozenset(("embedding", "normalisation"))
_DEEPEST = 4


def parameters_of(block: Block, kinds: Kinds, node: Node, depth: int = 0) -> list[str]:
    """Paths of a node's parameters below it: "weight", "encoder.embedding.weight". None for one that shares a layer."""
    if node.shares:
        return []
    definition = block.project.blocks.get(node.block_id or "")
    if definition is not None:
        inner = definition.nodes.values() if depth < _DEEPEST and not node.is_control else ()
        return [f"{each.name}.{path}" for each in inner for path in parameters_of(definition, kinds, each, depth + 1)]
    known = kinds.get(node.kind)
    if known is None or known.category in _INDIRECT or not (known.float_weights or known.category in _WEIGHTED):
        return []
    biased = known.argument("bias") is not None and node.arguments.get("bias", True) is not False
    return ["weight", "bias"] if biased else ["weight"]


def tie_choices(block: Block, kinds: Kinds, node: Node, parameter: str) -> Iterator[tuple[str, str]]:
    """The parameters of other nodes that are called as this one is: node ids and paths."""
    last = parameter.rpartition(".")[2]
    for other in block.nodes.values():
        if other.id != node.id:
            for path in parameters_of(block, kinds, other):
                if path.rpartition(".")[2] == last:
                    yield other.id, path
