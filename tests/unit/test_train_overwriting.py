"""Who wrote over what backward still needed, told of every kind of step."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

import pytest
import torch

import guinet
from guinet.core.changes import AddBlock
from guinet.core.graph import BlockData
from guinet.core.problems import GuinetError, Problem
from guinet.core.project import Project, block_kind
from guinet.probe.backward import backward_once
from guinet.probe.cost import cost_of
from guinet.probe.doctor.checkup import examine
from guinet.train.overwriting import Written, culprit
from guinet.train.problems import TrainingError

Layer: TypeAlias = "tuple[str, str, dict[str, Any]]"
"""Its kind, name and arguments."""


def network(*between: Layer) -> Project:
    """moons → Linear(2, 8) → these (kind, name, arguments) → Linear(8, 2) → CrossEntropyLoss."""
    project = guinet.new()
    graph = project.main
    data = graph.add("guinet.data.moons", "data")
    last = data["features"]
    layers: tuple[Layer, ...] = (
        ("torch.nn.Linear", "hidden", {"out_features": 8}),
        *between,
        ("torch.nn.Linear", "out", {"out_features": 2}),
    )
    for kind, name, arguments in layers:
        node = graph.add(kind, name, **arguments)
        graph.connect(last, node["input"])
        last = node["output"]
    loss = graph.add("torch.nn.CrossEntropyLoss", "loss")
    graph.connect(last, loss["input"])
    graph.connect(data["label"], loss["target"])
    return project


EXP: Layer = ("torch.exp", "grown", {})
PLUS: Layer = ("torch.Tensor.add_", "plus", {"other": 1.0})
SIGMOID: Layer = ("torch.nn.Sigmoid", "sigmoid", {})
RELU: Layer = ("torch.nn.ReLU", "relu", {"inplace": True})


def named(project: Project, problem: Problem) -> str:
    assert problem.block is not None
    assert problem.node is not None
    return project.blocks[problem.block].nodes[problem.node].name


def failure(project: Project, folder: Path) -> Problem:
    with pytest.raises(TrainingError) as caught:
        guinet.train(project, epochs=1, folder=folder)
    return caught.value.problem


@pytest.mark.parametrize(("between", "writer"), [((EXP, PLUS), "plus"), ((SIGMOID, RELU), "relu")])
def test_the_node_that_works_in_place_is_named_and_mended(
    tmp_path: Path, between: tuple[Layer, ...], writer: str
) -> None:
    project = network(*between)
    problem = failure(project, tmp_path)

    assert (problem.code, named(project, problem)) == ("overwritten", writer)
    assert problem.message == f"{writer} works in place, and writes over values that backward still needs."
    assert "modified by an inplace operation" in problem.detail
    [fix] = problem.fixes
    assert fix.text == f"Let {writer} make a new tensor"
    project.run("Mend", fix.changes)
    assert guinet.train(project, epochs=1, folder=tmp_path).reason == "completed"


def test_gradients_cost_and_the_doctor_name_it_too(tmp_path: Path) -> None:
    project = network(EXP, PLUS)
    module, random = guinet.build(project), torch.get_rng_state()

    with pytest.raises(GuinetError) as caught:
        cost_of(project, measured=True)
    assert named(project, caught.value.problem) == "plus"
    with pytest.raises(TrainingError) as failed:
        backward_once(project, module)
    assert named(project, failed.value.problem) == "plus"
    checkup = examine(project)
    [finding] = checkup.findings
    assert (finding.code, named(project, finding.problem)) == ("overwritten", "plus")
    assert "which is output 0 of Exp" in finding.evidence.text
    assert [fix.text for fix in finding.problem.fixes] == ["Let plus make a new tensor"]
    assert torch.equal(torch.get_rng_state(), random)


def test_it_is_found_inside_a_block(tmp_path: Path) -> None:
    project = guinet.new()
    project.run("Block", [AddBlock(BlockData("inner", "Inner"))])
    inner = project.blocks["inner"]
    x = inner.add("guinet.Input", "x", shape=[2])
    grown = inner.add("torch.exp", "grown")
    plus = inner.add("torch.Tensor.add_", "plus", other=1.0)
    y = inner.add("guinet.Output", "y")
    for source, target in ((x, grown), (grown, plus), (plus, y)):
        inner.connect(source["output"], target["input"])
    graph = project.main
    data = graph.add("guinet.data.moons", "data")
    first = graph.add("torch.nn.Linear", "first", out_features=2)
    block = graph.add(block_kind("inner"), "block")
    loss = graph.add("torch.nn.CrossEntropyLoss", "loss")
    graph.connect(data["features"], first["input"])
    graph.connect(first["output"], block["x"])
    graph.connect(block["y"], loss["input"])
    graph.connect(data["label"], loss["target"])

    problem = failure(project, tmp_path)
    assert (problem.block, problem.node) == ("inner", plus.id)


def test_who_fits_what_torch_says() -> None:
    words = (
        "one of the variables needed for gradient computation has been modified by an inplace operation: "
        "[torch.FloatTensor [4, 8]], which is output 0 of Exp, is at version 2; expected version 1 instead."
    )
    early, wrong = Written("early", (4, 8), "ExpBackward0", 0, 1), Written("wrong", (4, 2), "ExpBackward0", 1, 2)
    right = Written("right", (4, 8), "ExpBackward0", 1, 2)

    assert culprit(words, [early, wrong, right]) == "right"
    assert culprit(words, [early]) is None
    assert culprit(words, [right, Written("also", (4, 8), "ExpBackward0", 1, 2)]) is None
    assert culprit("another error", [right]) is None
