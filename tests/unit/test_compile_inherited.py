"""Bad graphs and bad code: each told in one sentence on its node, and never a traceback."""

from __future__ import annotations

from typing import Any

import pytest

import guinet
from guinet.core.changes import AddBlock, AddNode
from guinet.core.coding import code_id, write_code
from guinet.core.graph import BlockData, Node
from guinet.core.problems import GuinetError, Refused
from guinet.core.project import MAIN, Project
from guinet.storage import trust
from tests.drawing import chain


@pytest.fixture
def project(project: Project) -> Project:
    project.run("Add", [AddBlock(BlockData("b", "B"))])
    return project


def used(project: Project) -> Node:
    main = project.main
    node = main.add("block.b", "b")
    chain(main, main.add("guinet.Input", "x", shape=(4,)), node, main.add("guinet.Output", "y"))
    return node


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        (Node("i", "torch.nn.Linear", "class", {"out_features": 3}), "is a word of Python's own"),
        (Node("i", "block.b", "inner"), "inside itself"),
        (Node("i", "torch.nn.Nothing", "inner"), "does not know"),
    ],
)
def test_a_broken_graph_inside_is_told_of_the_node_that_uses_it(project: Project, inner: Node, words: str) -> None:
    body = project.blocks["b"]
    x, y = body.add("guinet.Input", "x"), body.add("guinet.Output", "y")
    project.run("Add", [AddNode("b", inner)])
    if inner.kind == "torch.nn.Linear" or inner.block_id:
        chain(body, x, inner, y)
    else:
        body.connect(x["output"], y["input"])
    node = used(project)

    found = {(each.block, each.node): each.message for each in guinet.check(project).problems if words in each.message}

    assert ("b", "i") in found
    if inner.kind != "torch.nn.Nothing":
        assert found[MAIN, node.id].startswith("Inside b: ")
        assert any(words in problem.message for problem in guinet.evaluate(project).problems)
        with pytest.raises(GuinetError, match="Inside b"):
            guinet.build(project)
    else:
        assert (MAIN, node.id) not in found  # it leads to nothing, so the code does without it


def test_a_name_that_is_none_can_be_mended(project: Project) -> None:
    for node in (Node("i", "torch.nn.ReLU", "class"), Node("j", "torch.exp", "a b")):
        project.run("Add", [AddNode(MAIN, node)])
    problems = {each.node: each for each in guinet.check(project).problems if each.code == "name"}

    for problem in problems.values():
        project.run("Repair", problem.fixes[0].changes)

    assert [node.name for node in project.main.nodes.values()] == ["class_", "a_b"]


def test_a_gradient_of_whole_numbers_is_explained_and_mended(project: Project) -> None:
    whole = project.main.add("torch.tensor", "whole", data=(1, 2), requires_grad=True)

    [problem] = guinet.check(project).problems

    assert problem.message == (
        "whole cannot be made: A gradient is a fraction: only floating-point and complex tensors have one."
    )
    project.run("Repair", problem.fixes[0].changes)
    assert project.main.nodes[whole.id].arguments["dtype"] == "float32"
    assert guinet.check(project).problems == ()


def test_code_that_cannot_be_read_says_why_it_is_no_node(project: Project) -> None:
    text = "def own(x):\n    return x +\n"
    write_code(project, text)

    with pytest.raises(Refused, match=r"[Ll]ine 2"):
        project.main.add(f"code.{code_id(text)}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import nothere\n\ndef own(x):\n    return x\n", "No module named 'nothere'"),
        ("import sys\n\ndef own(x):\n    sys.exit(3)\n", "calls sys.exit"),
        ("class Own(nn.Module):\n    def forward(self, x):\n        raise ValueError('boom')\n", "boom"),
    ],
)
@pytest.mark.parametrize("source", ["guinet.Input", "torch.ones"])
def test_code_that_fails_fails_on_its_node(project: Project, text: str, words: str, source: str) -> None:
    write_code(project, text)
    trust.trust([text])
    main = project.main
    own = main.add(f"code.{code_id(text)}", "own")
    arguments: dict[str, Any] = {"shape": (4,)} if source == "guinet.Input" else {"size": (4,)}
    chain(main, main.add(source, "x", **arguments), own, main.add("torch.exp", "after"))

    checked = [problem for problem in guinet.check(project).problems if words in problem.message]
    ran = [problem for problem in guinet.evaluate(project).problems if words in problem.message]

    assert [problem.node for problem in checked] == [own.id]
    assert [problem.node for problem in ran] == [own.id]
