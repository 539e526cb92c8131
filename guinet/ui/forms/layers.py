"""Which nodes hold parameters, as far as can be told without torch, and by which paths they are known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guinet.core.graph import Block, Node
from guinet.core.sharing import has_layer
from guinet.nodes.registry import Registry
from guinet.nodes.types import Form

_WEIGHTED: Final = frozenset(("normalisation", "embedding", "recurrent", "attention"))
"""Categories of layers with parameters, not all of which are `float_weights`."""


def holds_parameters(registry: Registry, node: Node) -> bool:
    """Whether a node may hold parameters: a Flatten is a layer, and has none."""
    known = registry.get(node.kind)
    if known is None or not has_layer(node):
        return has_layer(node)
    if node.code_id is not None:
        return known.form is Form.MODULE
    return known.float_weights or known.category in _WEIGHTED or known.argument("num_parameters") is not None


def layer_paths(registry: Registry, block: Block, before: str = "") -> Iterator[str]:
    """The paths of the layers with parameters from left to right, a block before what is in it; a repeated block is
    one."""
    for node in sorted(block.nodes.values(), key=lambda node: node.position):
        if not holds_parameters(registry, node) or node.shares:
            continue
        path = f"{before}{node.name}"
        yield path
        inside = block.project.blocks.get(node.block_id or "")
        if inside is not None and node.repeat == 1:
            yield from layer_paths(registry, inside, f"{path}.")
