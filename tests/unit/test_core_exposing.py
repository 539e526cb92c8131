"""Arguments a block lets its instances set."""

from __future__ import annotations

import pytest

from guinet.core.exposing import expose, unexpose
from guinet.core.graph import BlockArgument, BlockData, Node
from guinet.core.problems import Refused
from guinet.core.project import Project, block_kind
from guinet.core.values import Reference
from guinet.nodes.registry import REGISTRY


@pytest.fixture
def project() -> Project:
    nodes = (
        Node("fc", "torch.nn.Linear", "fc", {"out_features": 8}),
        Node("out", "torch.nn.Linear", "out", {"out_features": 3}),
    )
    return Project(REGISTRY, [BlockData("b", "Body", nodes)])


def test_what_was_set_is_the_default(project: Project) -> None:
    block = project.blocks["b"]
    exposed = expose(block, "fc", "out_features", "width")
    assert exposed == BlockArgument("width", 8)
    assert block.arguments == (exposed,)
    assert block.nodes["fc"].arguments == {"out_features": Reference("width")}
    project.undo()
    assert not block.arguments
    assert block.nodes["fc"].arguments == {"out_features": 8}


def test_names_are_made_free(project: Project) -> None:
    block = project.blocks["b"]
    assert expose(block, "fc", "out_features").name == "out_features"
    assert expose(block, "out", "out_features").name == "out_out_features"
    assert expose(block, "out", "bias", default=True) == BlockArgument("bias", True)


@pytest.mark.parametrize(
    ("name", "words"), [("width", "already"), ("two words", "not a name"), ("class", "Python's own")]
)
def test_names_that_cannot_be(project: Project, name: str, words: str) -> None:
    block = project.blocks["b"]
    expose(block, "fc", "out_features", "width")
    with pytest.raises(Refused, match=words):
        expose(block, "out", "out_features", name)
    assert len(block.arguments) == 1


def test_the_main_block_has_no_instances(project: Project) -> None:
    node = project.main.add("torch.nn.Linear", out_features=2)
    with pytest.raises(Refused, match="main block"):
        expose(project.main, node.id, "out_features")


def test_an_argument_is_exposed_once(project: Project) -> None:
    block = project.blocks["b"]
    expose(block, "fc", "out_features")
    with pytest.raises(Refused, match="exposed already"):
        expose(block, "fc", "out_features", "again")


def test_taking_back_restores_the_default_everywhere(project: Project) -> None:
    block = project.blocks["b"]
    expose(block, "fc", "out_features", "width")
    instance = project.main.add(block_kind("b"), width=99)
    unexpose(block, "width")
    assert not block.arguments
    assert block.nodes["fc"].arguments == {"out_features": 8}
    assert project.main.nodes[instance.id].arguments == {}
    project.undo()
    assert project.main.nodes[instance.id].arguments == {"width": 99}
    with pytest.raises(KeyError):
        unexpose(block, "nothing")
