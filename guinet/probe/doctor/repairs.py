"""Repairs of what a batch has shown, as changes of the graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guinet.compile.insertions import bypass, insertion, wire_into
from guinet.compile.precedence import ancestors, needs
from guinet.core.changes import Change, SetTrait
from guinet.core.graph import Block, FrameMode, Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix
from guinet.core.retyping import another_kind
from guinet.nodes.registry import REGISTRY

_SATURATING: Final = ("torch.nn.Sigmoid", "torch.nn.Tanh", "torch.sigmoid", "torch.tanh")
_ABOVE_ZERO: Final = ("torch.log", "torch.log2", "torch.log10", "torch.sqrt", "torch.rsqrt", "torch.reciprocal")
_LOWEST: Final = 1e-6
"""So close to 0 a logarithm is let."""


def unsaturated(block: Block) -> Iterator[Fix]:
    """Sigmoids and tanhs between layers become ReLUs; one that nothing with weights follows gives the answer."""
    flow = needs(block)
    weighted = [node.id for node in block.nodes.values() if _has_weights(node)]
    before = {each for node in weighted for each in ancestors(flow, node)}
    bends = [node for node in block.nodes.values() if node.kind in _SATURATING and node.id in before]
    changes: list[Change] = []
    names: list[str] = []
    for node in bends:
        kind = "torch.nn.ReLU" if node.kind.startswith("torch.nn.") else "torch.relu"
        changes += another_kind(block, node, kind, {}, names)
    if changes:
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Use ReLU between layers"), tuple(changes))


def bounded(block: Block, node: Node) -> Iterator[Fix]:
    """What goes into a logarithm or a root is kept above 0."""
    wire = wire_into(block, node.id) if node.kind in _ABOVE_ZERO else None
    if wire is not None:
        title = QT_TRANSLATE_NOOP("Fix", "Insert clamp before {node}")
        yield Fix(title, insertion(block, wire, "torch.clamp", {"min": _LOWEST}), {"node": node.name})


def reconnected(block: Block, node: Node) -> Iterator[Fix]:
    """What keeps gradients from a node is taken away: a frame around it, or a `detach` behind it."""
    modes = {frame.id: frame.mode for frame in block.frames}
    if modes.get(node.frame) in (FrameMode.NO_GRAD, FrameMode.INFERENCE_MODE):
        title = QT_TRANSLATE_NOOP("Fix", "Take {node} out of the frame")
        yield Fix(title, (SetTrait(block.id, node.id, "frame", ""),), {"node": node.name})
    flow = needs(block)
    for each in block.nodes.values():
        if each.kind.endswith(".detach") and node.id in ancestors(flow, each.id):
            yield Fix(QT_TRANSLATE_NOOP("Fix", "Remove {node}"), bypass(block, each.id), {"node": each.name})


def _has_weights(node: Node) -> bool:
    type = REGISTRY.get(node.kind)
    return node.block_id is not None or (type is not None and type.float_weights)
