"""Making a node another kind: a name nobody chose follows, one that was given stays."""

from __future__ import annotations

import pytest

from guinet.core.graph import Block
from guinet.core.project import Project
from guinet.core.retyping import another_kind

RESHAPE = "torch.Tensor.reshape"


@pytest.mark.parametrize(
    ("name", "after"),
    [("view", "reshape"), ("view_1", "reshape"), ("flat", "flat"), ("view_of_x", "view_of_x"), ("0", "0")],
)
def test_only_a_name_of_the_kind_follows(project: Project, graph: Block, name: str, after: str) -> None:
    node = graph.add("torch.Tensor.view", name=name, size=(6, 4))

    project.run("Use", another_kind(graph, node, RESHAPE, {"shape": (6, 4)}))

    assert graph.nodes[node.id].kind == RESHAPE
    assert graph.nodes[node.id].name == after
    project.undo()
    assert (graph.nodes[node.id].kind, graph.nodes[node.id].name) == ("torch.Tensor.view", name)


def test_it_takes_a_name_that_is_free(project: Project, graph: Block) -> None:
    graph.add(RESHAPE, name="reshape", shape=(-1,))
    node = graph.add("torch.Tensor.view", size=(-1,))

    project.run("Use", another_kind(graph, node, RESHAPE, {"shape": (-1,)}))

    assert graph.nodes[node.id].name == "reshape_1"


def test_two_kinds_of_one_name_keep_it(project: Project, graph: Block) -> None:
    node = graph.add("torch.relu", name="relu_2")

    project.run("Use", another_kind(graph, node, "torch.nn.ReLU", {}))

    assert graph.nodes[node.id].name == "relu_2"
