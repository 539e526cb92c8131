"""What a check tells of each node that runs: shapes, inferred arguments, parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from guinet.core.graph import Block
from guinet.core.project import block_kind
from guinet.core.values import ScalarSpec, SequenceSpec, TensorSpec

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def test_shapes_and_inferred_arguments_of_a_small_network(sketch: Sketch, graph: Block) -> None:
    data = graph.add("guinet.data.digits", name="digits")
    conv = graph.add("torch.nn.Conv2d", name="conv", out_channels=6, kernel_size=3)
    flatten = graph.add("torch.nn.Flatten", name="flatten")
    fc = graph.add("torch.nn.Linear", name="fc", out_features=10)
    loss = graph.add("torch.nn.CrossEntropyLoss", name="loss")
    sketch.chain(data["image"], conv, flatten, fc, loss)
    graph.connect(data["label"], loss["target"])

    report = sketch.check()

    assert report.problems == ()
    assert sketch.outputs(report, conv) == {"output": "N×6×6×6 float32"}
    assert sketch.outputs(report, flatten) == {"output": "N×216 float32"}
    assert sketch.outputs(report, loss) == {"loss": "scalar float32"}
    assert report.nodes["main"][conv.id].inferred == {"in_channels": 1}
    assert report.nodes["main"][fc.id].inferred == {"in_features": 216}
    assert report.nodes["main"][fc.id].parameters == 216 * 10 + 10
    assert report.parameters == 6 * 9 + 6 + 2170


@pytest.mark.parametrize(
    ("kind", "arguments", "expected"),
    [
        ("torch.Tensor.reshape", {"shape": (-1,)}, "24N float32"),
        ("torch.Tensor.reshape", {"shape": (-1, 6)}, "4N×6 float32"),
        ("torch.Tensor.transpose", {"dim0": 0, "dim1": 1}, "4×N×6 float32"),
        ("torch.Tensor.permute", {"dims": (2, 0, 1)}, "6×N×4 float32"),
        ("torch.argmax", {"dim": 1}, "N×6 int64"),
        ("torch.eq", {"other": 1.0}, "N×4×6 bool"),
        ("torch.nn.functional.pad", {"pad": (0, 0, 0, 0, 1, 2)}, "N+3×4×6 float32"),
    ],
)
def test_dimensions_that_follow_the_batch(
    sketch: Sketch, graph: Block, kind: str, arguments: dict[str, Any], expected: str
) -> None:
    node = graph.add(kind, name="node", **arguments)
    sketch.finish(sketch.chain(sketch.entry(4, 6), node))

    report = sketch.check()

    assert report.problems == ()
    assert sketch.outputs(report, node) == {"output": expected}


def test_a_product_of_batches_is_a_square(sketch: Sketch, graph: Block) -> None:
    x = sketch.entry(4)
    turned = graph.add("torch.Tensor.transpose", name="turned", dim0=0, dim1=1)
    product = graph.add("torch.matmul", name="product")
    flat = graph.add("torch.Tensor.reshape", name="flat", shape=(-1,))
    graph.connect(x, turned["input"])
    graph.connect(x, product["input"])
    graph.connect(turned["output"], product["other"])
    sketch.finish(sketch.chain(product["output"], flat))

    report = sketch.check()

    assert sketch.outputs(report, product) == {"output": "N×N float32"}
    assert sketch.outputs(report, flat) == {"output": "N² float32"}


def test_several_outputs_have_specs_of_their_own(sketch: Sketch, graph: Block) -> None:
    lstm = graph.add("torch.nn.LSTM", name="lstm", hidden_size=5, num_layers=2)
    sketch.finish(sketch.chain(sketch.entry(7, 3), lstm))

    assert sketch.outputs(sketch.check(), lstm) == {
        "output": "N×7×5 float32",
        "h_n": "2×7×5 float32",
        "c_n": "2×7×5 float32",
    }


def test_specs_of_tuples_and_scalars_survive_the_round_trip() -> None:
    from guinet.compile.known import from_spec

    spec = SequenceSpec((TensorSpec(("2N", 3), "int64"), ScalarSpec("int", "4")))

    assert from_spec(spec).spec() == spec


def test_where_a_tensor_lies_is_known_only_when_it_runs(sketch: Sketch, graph: Block) -> None:
    """Which is nothing to remark on, as it would be of a shape."""
    device, dtype = graph.add("torch.Tensor.device", name="device"), graph.add("torch.Tensor.dtype", name="dtype")
    entry = sketch.entry(4)
    sketch.chain(entry, device)
    sketch.chain(entry, dtype)

    report = sketch.check()

    assert sketch.outputs(report, device) == {"output": "?"}
    assert sketch.outputs(report, dtype) == {"output": "torch.float32"}
    assert not report.problems


def test_what_follows_from_a_problem_is_not_a_problem(sketch: Sketch, graph: Block) -> None:
    broken = graph.add("torch.nn.Linear", name="broken", in_features=5, out_features=4)
    after = graph.add("torch.nn.Linear", name="after", out_features=4)
    sketch.finish(sketch.chain(sketch.entry(4), broken, after))

    assert sketch.only_problem().node == broken.id
    assert sketch.outputs(sketch.check(), after) == {}


def test_inside_a_block_the_report_is_that_of_its_first_instance(sketch: Sketch, graph: Block) -> None:
    block = sketch.part()
    parts = [graph.add(block_kind("b"), name=f"part{place}", width=5 + place) for place in range(2)]
    sketch.finish(sketch.chain(sketch.entry(4), *parts))

    report = sketch.check()

    assert report.problems == ()
    assert sketch.outputs(report, parts[0]) == {"y": "N×5 float32"}
    assert sketch.outputs(report, parts[1]) == {"y": "N×6 float32"}
    assert sketch.outputs(report, block.node("fc"), "b") == {"output": "N×5 float32"}
    assert report.nodes["b"][block.node("fc").id].inferred == {"in_features": 4}
    assert [report.nodes["main"][part.id].parameters for part in parts] == [4 * 5 + 5, 5 * 6 + 6]


def test_a_check_draws_no_random_numbers(sketch: Sketch, graph: Block) -> None:
    import torch

    dropout = graph.add("torch.nn.Dropout", name="dropout")
    sketch.finish(sketch.chain(sketch.entry(4), graph.add("torch.nn.Linear", name="fc", out_features=7), dropout))
    torch.manual_seed(3)
    expected = torch.rand(3)
    torch.manual_seed(3)

    sketch.check()

    assert torch.equal(torch.rand(3), expected)
