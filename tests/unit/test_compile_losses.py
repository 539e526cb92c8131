"""Losses and what they compare, with repairs that repair."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import guinet
from guinet.core.changes import SetKind
from guinet.core.graph import Block, Node
from guinet.core.problems import Severity
from guinet.core.project import Project

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def test_flatten_is_inserted_before_the_linear_that_needs_it(sketch: Sketch, graph: Block) -> None:
    conv = graph.add("torch.nn.Conv2d", name="conv", out_channels=4, kernel_size=3)
    fc = graph.add("torch.nn.Linear", name="fc", out_features=10)
    relu = graph.add("torch.nn.ReLU", name="relu")
    sketch.classifier(conv, fc, relu)

    problem = sketch.only_problem()

    assert problem.code == "loss-shape"
    assert problem.got == "N×4×6×10 float32, N int64"
    assert [fix.text for fix in problem.fixes] == ["Insert Flatten before fc"]
    report = sketch.repair(problem)
    assert report.problems == ()
    assert sketch.outputs(report, fc) == {"output": "N×10 float32"}
    assert report.nodes["main"][fc.id].inferred == {"in_features": 144}


def test_flatten_is_inserted_before_the_loss_where_there_is_no_linear(sketch: Sketch, graph: Block) -> None:
    conv = graph.add("torch.nn.Conv2d", name="conv", out_channels=10, kernel_size=8)
    sketch.classifier(conv)

    assert sketch.repair(sketch.only_problem()).problems == ()


def test_class_numbers_in_a_loss_of_quantities(sketch: Sketch, graph: Block) -> None:
    flatten = graph.add("torch.nn.Flatten", name="flatten")
    fc = graph.add("torch.nn.Linear", name="fc", out_features=10)
    loss = sketch.classifier(flatten, fc, loss="torch.nn.MSELoss", reduction="sum")

    problem = sketch.only_problem()

    assert problem.fixes[0].text == "Use CrossEntropyLoss"
    assert sketch.repair(problem).ok
    assert graph.nodes[loss.id].kind == "torch.nn.CrossEntropyLoss"
    assert graph.nodes[loss.id].arguments == {"reduction": "sum"}


def regression(sketch: Sketch, kind: str, data: str = "guinet.data.diabetes") -> Node:
    graph = sketch.block
    source = graph.add(data, name="source")
    flatten = graph.add("torch.nn.Flatten", name="flatten")
    fc = graph.add("torch.nn.Linear", name="fc", out_features=1)
    loss = graph.add(kind, name="loss")
    port = "features" if "diabetes" in data else "sequence"
    sketch.chain(source[port], flatten, fc, loss)
    graph.connect(source["target"], loss["target"])
    return loss


def test_quantities_in_a_loss_of_classes(sketch: Sketch) -> None:
    regression(sketch, "torch.nn.CrossEntropyLoss")

    problem = sketch.only_problem()

    assert problem.code == "one-class"
    assert [fix.text for fix in problem.fixes] == ["Use MSELoss"]
    assert sketch.repair(problem).problems == ()


def test_float_targets_of_another_shape_in_a_loss_of_classes(sketch: Sketch) -> None:
    regression(sketch, "torch.nn.CrossEntropyLoss", "guinet.data.sine")

    problem = sketch.only_problem()

    assert problem.code == "loss-target"
    assert problem.message == (
        "loss compares with class numbers, but N float32 arrives as target, which is read as numbers: set the task of "
        "the data to classification, or take a loss of numbers such as MSELoss."
    )
    assert [fix.text for fix in problem.fixes] == ["Use MSELoss"]


def test_a_column_read_as_numbers_is_read_as_classes_in_one_click(sketch: Sketch, graph: Block, tmp_path: Path) -> None:
    """Three rows of three classes: no whole number recurs, so they are taken for quantities."""
    path = tmp_path / "flowers.csv"
    path.write_text("length,width,kind\n5.1,3.5,0\n7.0,3.2,1\n6.3,3.3,2\n", encoding="utf-8")
    source = graph.add("guinet.data.csv", name="flowers", path=str(path))
    fc = graph.add("torch.nn.Linear", name="fc", out_features=3)
    loss = graph.add("torch.nn.CrossEntropyLoss", name="loss")
    sketch.chain(source["features"], fc, loss)
    graph.connect(source["target"], loss["target"])

    (problem,) = guinet.check(sketch.project).problems

    assert (problem.code, problem.got) == ("loss-target", "N×1 float32")
    assert [fix.text for fix in problem.fixes] == ["Set task of flowers to classification", "Use MSELoss"]
    sketch.project.run("Repair", problem.fixes[0].changes)
    assert guinet.check(sketch.project).problems == ()


def test_a_loss_that_would_compare_everything_with_everything(sketch: Sketch) -> None:
    regression(sketch, "torch.nn.MSELoss", "guinet.data.sine")

    problem = sketch.only_problem()

    assert problem.code == "loss-broadcast"
    assert (problem.severity, problem.got) == (Severity.ERROR, "N×1, N")
    assert sketch.repair(problem).problems == ()


def test_softmax_before_cross_entropy_is_doubted(sketch: Sketch, graph: Block) -> None:
    flatten = graph.add("torch.nn.Flatten", name="flatten")
    softmax = graph.add("torch.nn.Softmax", name="softmax", dim=1)
    sketch.classifier(flatten, softmax)

    problem = sketch.only_problem()

    assert (problem.code, problem.severity) == ("applied-twice", Severity.WARNING)
    assert sketch.repair(problem).problems == ()
    assert softmax.id not in graph.nodes


def test_sigmoid_before_a_loss_that_applies_it_is_doubted(sketch: Sketch, graph: Block) -> None:
    loss = regression(sketch, "torch.nn.BCEWithLogitsLoss")
    sigmoid = graph.add("torch.sigmoid", name="sigmoid")
    graph.connect(graph.node("fc")["output"], sigmoid["input"])
    graph.connect(sigmoid["output"], loss["input"])

    problem = sketch.only_problem()

    assert (problem.code, problem.severity) == ("applied-twice", Severity.WARNING)
    assert problem.message == "loss applies sigmoid itself: what arrives has been through one already."
    assert sketch.repair(problem).problems == ()


def test_a_loss_of_yes_and_no_needs_float_targets_only_where_torch_does(
    sketch: Sketch, graph: Block, project: Project
) -> None:
    scores = graph.add("guinet.Input", name="scores", shape=(3,))["output"]
    marks = graph.add("guinet.Input", name="marks", shape=(3,), dtype="int64")["output"]
    loss = graph.add("torch.nn.MultiLabelSoftMarginLoss", name="loss")
    graph.connect(scores, loss["input"])
    graph.connect(marks, loss["target"])
    assert sketch.check().ok  # torch computes with whole marks here

    project.run("Use", [SetKind("main", loss.id, "torch.nn.BCEWithLogitsLoss", {})])

    problem = sketch.check().errors[0]
    assert (problem.code, problem.port, problem.expected) == ("loss-target", "target", "float32")


def test_a_loss_of_each_sample_is_not_a_loss_to_train_on(sketch: Sketch, graph: Block) -> None:
    flatten = graph.add("torch.nn.Flatten", name="flatten")
    loss = sketch.classifier(flatten, reduction="none")

    assert sketch.only_problem().code == "loss-not-scalar"
    sketch.chain(loss["loss"], graph.add("torch.mean", name="mean"))
    assert sketch.check().problems == ()
