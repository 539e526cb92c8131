"""The order in which one meets the nodes of a block."""

from __future__ import annotations

from guinet.core.graph import Block, BlockData, End, Node, Wire
from guinet.core.project import Project
from guinet.core.reaching import along
from guinet.nodes.registry import REGISTRY


def _fan(*heights: float) -> Block:
    """A source that feeds as many nodes, wired in this order, each at a height of its own."""
    source = Node("source", "guinet.input", "source", {}, (0.0, 0.0))
    fed = [Node(f"n{row}", "torch.nn.ReLU", f"relu_{row}", {}, (200.0, height)) for row, height in enumerate(heights)]
    wires = [Wire(f"w{row}", End("source", "output"), End(node.id, "input"), 0) for row, node in enumerate(fed)]
    return Project(REGISTRY, [BlockData("main", "Net", (source, *fed), tuple(wires))]).main


def test_what_lies_higher_is_met_first() -> None:
    assert along(_fan(300.0, 100.0, 200.0)) == ["source", "n1", "n2", "n0"]


def test_of_what_lies_as_high_the_wire_drawn_first_leads() -> None:
    assert along(_fan(*[100.0] * 12)) == ["source", *(f"n{row}" for row in range(12))]
