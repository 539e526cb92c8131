"""What a group, a copy or a check must not forget: rules for types and patterns, and the other branch of an If."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

import guinet
from guinet.compile.module import build, explain
from guinet.compile.source import generate
from guinet.core.changes import AddBlock, SetArgument, SetParts, SetTrait
from guinet.core.controls import add_control, add_otherwise
from guinet.core.graph import IF_KIND, OTHERWISE, Block, BlockData, Initialiser, Node, Selects
from guinet.core.grouping import group
from guinet.core.problems import Refused
from guinet.core.project import MAIN, Project
from guinet.core.rules import within_itself
from guinet.storage import fragments
from tests.drawing import chain


def row(block: Block, *layers: tuple[str, dict[str, Any]], shape: tuple[int, ...] | None = None) -> list[Node]:
    """Layers named 0, 1, 2 … between an Input and an Output."""
    given: dict[str, Any] = {} if shape is None else {"shape": shape}
    nodes = [block.add("guinet.Input", "x", **given)]
    nodes += [block.add(kind, str(place), **arguments) for place, (kind, arguments) in enumerate(layers)]
    nodes.append(block.add("guinet.Output", "y"))
    chain(block, *nodes)
    return nodes


@pytest.fixture
def project() -> Project:
    found = guinet.new("Net")
    row(found.main, ("torch.nn.Linear", {"out_features": 3}), ("torch.nn.Linear", {"out_features": 2}), shape=(4,))
    return found


def weights(project: Project) -> list[torch.Tensor]:
    torch.manual_seed(0)
    return list(guinet.build(project).state_dict().values())


LINEAR = "torch.nn.Linear"


@pytest.mark.parametrize(
    "rules",
    [
        [(Selects.PATTERN, "0.weight", "", "zeros_")],
        [(Selects.PATTERN, "?.weight", "", "ones_")],
        [(Selects.PATTERN, "*.weight", "", "zeros_"), (Selects.TYPE, LINEAR, "bias", "ones_")],
        [(Selects.TYPE, LINEAR, "weight", "zeros_"), (Selects.NODE, "0", "weight", "ones_")],
        [(Selects.TYPE, LINEAR, "weight", "zeros_"), (Selects.NODE, "0", "*", "ones_")],
        [(Selects.NODE, "0", "weight", "ones_"), (Selects.TYPE, LINEAR, "bias", "zeros_")],
    ],
)
def test_first_values_are_the_same_after_grouping(project: Project, rules: list[tuple[Selects, str, str, str]]) -> None:
    main = project.main
    first = main.node("0").id
    made = [
        Initialiser(select, first if select is Selects.NODE else target, parameter, function)
        for select, target, parameter, function in rules
    ]
    project.run("rules", [SetParts(MAIN, "initialisers", tuple(made))])
    before = weights(project)

    group(main, [first], "Part")

    assert guinet.check(project).problems == ()
    assert all(torch.equal(one, other) for one, other in zip(before, weights(project), strict=True))
    project.undo()
    assert main.initialisers == tuple(made)


# An If has two blocks


def branching(project: Project) -> Node:
    node = add_control(project.main, IF_KIND)
    add_otherwise(project.main, node.id)
    return project.main.nodes[node.id]


def test_a_copied_if_brings_its_other_branch(project: Project) -> None:
    node = branching(project)
    other = Project(project.catalogue)

    [copy] = fragments.paste(other.main, fragments.copy(project.main, [node.id]))

    assert {*copy.blocks} <= {*other.blocks}
    assert len(copy.blocks) == 2


def test_a_differing_branch_comes_along_under_another_id(project: Project) -> None:
    node = branching(project)
    fragment = fragments.copy(project.main, [node.id])
    for id in node.blocks:
        project.blocks[id].add("torch.nn.ReLU")

    [copy] = fragments.paste(project.main, fragment)

    assert len({*copy.blocks, *node.blocks}) == 4
    assert copy.kind.startswith(IF_KIND)
    assert copy.arguments[OTHERWISE] == copy.blocks[1]


def test_a_block_within_its_own_other_branch_is_told_and_refused(project: Project) -> None:
    node = branching(project)
    _body, other = node.blocks
    with pytest.raises(Refused, match="cannot be put inside itself"):
        project.blocks[other].add(f"{IF_KIND}{other}")
    project.run("Add", [AddBlock(BlockData("more", "More"))])
    inner = add_control(project.blocks[other], IF_KIND)
    project.run("Set", [SetArgument(other, inner.id, OTHERWISE, other)])

    assert within_itself(project.blocks["more"], "block.more") is not None
    [problem] = [each for each in guinet.check(project).problems if each.code == "recursion"]
    assert (problem.block, problem.node) == (other, inner.id)


# An error inside of a Sequential that a function makes


@pytest.mark.parametrize("copies", [1, 3])
def test_an_error_in_a_sequential_of_torchs_own_lands_on_its_node(copies: int) -> None:
    project = guinet.new("net")
    project.run("Add", [AddBlock(BlockData("b1", "block1")), AddBlock(BlockData("b2", "block2"))])
    row(project.blocks["b1"], ("torch.nn.ReLU", {}), (LINEAR, {"out_features": 4}))
    row(project.blocks["b2"], ("block.b1", {}), ("block.b1", {}))
    row(project.main, (LINEAR, {"out_features": 4}), ("block.b2", {}), shape=(4,))
    project.run("Repeat", [SetTrait(MAIN, project.main.node("1").id, "repeat", copies)])
    source = generate(project, guinet.check(project))
    module = build(source)
    path = "1.1.1" if copies == 1 else "1.2.1.1"
    layer = module.get_submodule(path)
    assert isinstance(layer, nn.Linear)
    layer.weight = nn.Parameter(torch.zeros(4, 9))

    with pytest.raises(RuntimeError) as caught:
        module(torch.zeros(2, 4))

    problem = explain(caught.value, source)
    assert problem.block == "b1"
    assert problem.node == project.blocks["b1"].node("1").id
