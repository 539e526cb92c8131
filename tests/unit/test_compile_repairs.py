"""Shapes, types and names that do not go, with repairs that repair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from guinet.core.graph import Block
from guinet.core.project import Project

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def test_a_size_that_contradicts_the_input_is_named_with_two_repairs(
    sketch: Sketch, graph: Block, project: Project
) -> None:
    fc = graph.add("torch.nn.Linear", name="fc", in_features=10, out_features=2)
    sketch.finish(sketch.chain(sketch.entry(12), fc))

    problem = sketch.only_problem()

    assert problem.message == "fc expects in_features = 10, but N×12 arrives (12)."
    assert (problem.block, problem.node, problem.port, problem.argument) == ("main", fc.id, "input", "in_features")
    assert (problem.expected, problem.got) == ("in_features = 10", "N×12")
    assert [fix.text for fix in problem.fixes] == ["Set in_features to 12", "Let in_features follow the input"]
    assert sketch.repair(problem).ok
    assert graph.nodes[fc.id].arguments["in_features"] == 12
    project.undo()
    assert sketch.repair(sketch.only_problem(), 1).ok
    assert "in_features" not in graph.nodes[fc.id].arguments


@pytest.mark.parametrize(
    ("kind", "arguments", "shape", "argument", "right"),
    [
        ("torch.nn.Conv2d", {"in_channels": 3, "out_channels": 4, "kernel_size": 3}, (1, 8, 8), "in_channels", 1),
        ("torch.nn.BatchNorm2d", {"num_features": 7}, (5, 8, 8), "num_features", 5),
        ("torch.nn.LSTM", {"input_size": 2, "hidden_size": 4}, (9, 6), "input_size", 6),
    ],
)
def test_every_inferable_size_has_the_repair(
    sketch: Sketch,
    graph: Block,
    kind: str,
    arguments: dict[str, Any],
    shape: tuple[int, ...],
    argument: str,
    right: int,
) -> None:
    node = graph.add(kind, name="node", **arguments)
    sketch.finish(sketch.chain(sketch.entry(*shape), node))

    problem = sketch.only_problem()

    assert problem.argument == argument
    assert sketch.repair(problem).ok
    assert graph.nodes[node.id].arguments[argument] == right


def test_a_missing_channel_dimension_is_inserted(sketch: Sketch, graph: Block) -> None:
    conv = graph.add("torch.nn.Conv2d", name="conv", out_channels=4, kernel_size=3)
    sketch.finish(sketch.chain(sketch.entry(8, 8), conv))

    problem = sketch.only_problem()

    assert problem.message == "conv works on N×C×H×W, but N×8×8 arrives."
    assert "channels" in problem.why
    report = sketch.repair(problem)
    assert report.ok
    assert sketch.outputs(report, conv) == {"output": "N×4×6×6 float32"}


def test_pixels_in_a_row_become_an_image(sketch: Sketch, graph: Block) -> None:
    conv = graph.add("torch.nn.Conv2d", name="conv", out_channels=4, kernel_size=3)
    sketch.finish(sketch.chain(sketch.entry(64), conv))

    report = sketch.repair(sketch.only_problem())

    assert report.ok
    assert sketch.outputs(report, conv) == {"output": "N×4×6×6 float32"}


def test_an_input_without_batch_gets_one(sketch: Sketch, graph: Block) -> None:
    norm = graph.add("torch.nn.BatchNorm2d", name="norm")
    sketch.finish(sketch.chain(sketch.entry(3, 8, 8, batched=False), norm))

    problem = sketch.only_problem()

    assert problem.why == "The batch dimension is missing."
    report = sketch.repair(problem)
    assert report.ok
    assert sketch.outputs(report, norm) == {"output": "N×3×8×8 float32"}


def test_small_weights_are_tried_with_the_types_that_arrive(sketch: Sketch, graph: Block) -> None:
    """The meta device lets a float through where a real Embedding does not."""
    vectors = graph.add("torch.nn.Embedding", name="vectors", num_embeddings=7, embedding_dim=2)
    sketch.finish(sketch.chain(sketch.entry(5, dtype="float64"), vectors))

    assert sketch.only_problem().fixes[0].text == "Insert long before input"


def test_whole_numbers_in_a_layer_of_floats(sketch: Sketch, graph: Block) -> None:
    fc = graph.add("torch.nn.Linear", name="fc", out_features=1)
    sketch.finish(sketch.chain(sketch.entry(4, dtype="int64"), fc))

    problem = sketch.only_problem()

    assert problem.message == "fc computes with float32, but int64 arrives."
    assert sketch.repair(problem).ok


def test_floats_as_indices(sketch: Sketch, graph: Block) -> None:
    embedding = graph.add("torch.nn.Embedding", name="embedding", num_embeddings=5, embedding_dim=3)
    sketch.finish(sketch.chain(sketch.entry(4), embedding))

    problem = sketch.only_problem()

    assert problem.why == "Indices are whole numbers (int64)."
    report = sketch.repair(problem)
    assert sketch.outputs(report, embedding) == {"output": "N×4×3 float32"}


def test_view_of_a_turned_tensor_offers_reshape(sketch: Sketch, graph: Block) -> None:
    turned = graph.add("torch.Tensor.transpose", name="turned", dim0=1, dim1=2)
    view = graph.add("torch.Tensor.view", name="view", size=(-1, 24))
    sketch.finish(sketch.chain(sketch.entry(4, 6), turned, view))

    problem = sketch.only_problem()

    assert "reshape" in problem.why
    assert sketch.outputs(sketch.repair(problem), view) == {"output": "N×24 float32"}


def test_a_slip_in_a_name_is_put_right(sketch: Sketch, graph: Block) -> None:
    node = graph.add("torch.nn.Linear", name="fc", out_featurs=4)
    sketch.finish(sketch.chain(sketch.entry(4), node))
    problem = next(p for p in sketch.check().problems if p.code == "unknown-argument")

    assert problem.fixes[0].text == "Call it out_features"
    assert sketch.repair(problem).problems == ()


@pytest.mark.parametrize("name", ["train", "parameters", "forward", "training", "__hidden"])
def test_names_nn_module_has_itself_are_refused_for_layers(sketch: Sketch, graph: Block, name: str) -> None:
    layer = graph.add("torch.nn.Linear", name=name, out_features=2)
    sketch.finish(sketch.chain(sketch.entry(4), layer))

    problem = sketch.only_problem()

    assert problem.code == "taken-name"
    assert sketch.repair(problem).problems == ()
