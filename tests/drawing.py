"""Drawing graphs in a few words."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from guinet.core.graph import Block, Node


def add(graph: Block, kind: str, name: str, *sources: Node, at: Any = None, **arguments: Any) -> Node:
    """A node at a place on the canvas, whose first ports are wired to the first outputs of `sources`."""
    node = graph.add(kind, name, at, **arguments)
    ports = graph.project.ports(graph, node).inputs
    for source, port in zip(sources, ports, strict=False):
        graph.connect(source[graph.project.ports(graph, source).outputs[0].name], node[port.name])
    return node


def chain(graph: Block, *nodes: Node) -> Node:
    """Wires the first output of each to the first port of the next; returns the last."""
    for one, other in pairwise(nodes):
        outputs, inputs = graph.project.ports(graph, one).outputs, graph.project.ports(graph, other).inputs
        graph.connect(one[outputs[0].name], other[inputs[0].name])
    return nodes[-1]
