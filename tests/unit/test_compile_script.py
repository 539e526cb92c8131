"""The script of a canvas that is only tensors: what it says, and that plain Python runs it to the same values."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

import guinet
from guinet.compile.precedence import is_script
from guinet.compile.script import ScriptText, write_script
from guinet.compile.shapes import Checker
from guinet.compile.source import SourceError
from guinet.core.changes import AddBlock, AddNode, AddWire, SetNote, SetParts, SetTrait
from guinet.core.graph import Block, BlockData, End, Frame, FrameMode, Node, Wire
from guinet.core.project import MAIN, Project, block_kind
from guinet.core.values import Value
from tests.drawing import add


def frame(graph: Block, mode: FrameMode, *nodes: Node, id: str = "f") -> None:
    frames = (*graph.frames, Frame(id, "", mode))
    traits = [SetTrait(graph.id, node.id, "frame", id) for node in nodes]
    graph.project.run("Frame", [SetParts(graph.id, "frames", frames), *traits])


def script(project: Project, *, partial: bool = False) -> ScriptText:
    checker = Checker(project, lambda node: {})
    return write_script(project, checker.scope, checker.report, partial=partial)


def lines(project: Project, *, partial: bool = False) -> list[str]:
    """The text below its heading and the imports."""
    text = script(project, partial=partial).text
    return text.split("\n\n", 1)[1].strip("\n").split("\n")


def run(project: Project) -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    exec(script(project).text, namespace)
    return namespace


def parabola(graph: Block) -> Node:
    x = add(graph, "torch.tensor", "x", data=2.0, requires_grad=True)
    square = add(graph, "torch.pow", "square", x, exponent=2)
    twice = add(graph, "torch.mul", "twice", x, other=2)
    both = add(graph, "torch.add", "both", square, twice)
    y = add(graph, "torch.add", "y", both, other=2)
    return add(graph, "torch.Tensor.backward", "backward", y)


def test_the_parabola_reads_as_one_types_it_and_gives_six(project: Project, graph: Block) -> None:
    parabola(graph)

    assert lines(project) == [
        "x = torch.tensor(2.0, requires_grad=True)",
        "square = x ** 2",
        "twice = x * 2",
        "both = square + twice",
        "y = both + 2",
        "y.backward()",
    ]
    assert run(project)["x"].grad.item() == 6.0
    assert guinet.source(project) == script(project).text


def test_the_text_depends_on_names_alone(project: Project, graph: Block) -> None:
    parabola(graph)
    other = guinet.new()
    add(other.main, "torch.tensor", "x", data=2.0, requires_grad=True)
    y = add(other.main, "torch.add", "y", other=2)
    backward = add(other.main, "torch.Tensor.backward", "backward", y)
    assert backward.name == "backward"
    twice = add(other.main, "torch.mul", "twice", other.main.node("x"), other=2)
    both = add(other.main, "torch.add", "both")
    other.main.connect(twice["output"], both["other"])
    other.main.connect(both["output"], y["input"])
    square = add(other.main, "torch.pow", "square", other.main.node("x"), exponent=2)
    other.main.connect(square["output"], both["input"])

    assert script(other).text == script(project).text


def test_what_is_in_place_stands_by_itself_and_goes_on_under_the_same_name(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=(10, 20, 30), dtype="float32")
    last = x
    for name, number in (("add_", 2), ("sub_", 3), ("mul_", 5), ("div_", 2)):
        last = add(graph, f"torch.Tensor.{name}", name, last, other=number)
    add(graph, "torch.sum", "total", last)

    assert lines(project) == [
        "x = torch.tensor([10, 20, 30], dtype=torch.float32)",
        "x.add_(2)",
        "x.sub_(3)",
        "x.mul_(5)",
        "x.div_(2)",
        "total = torch.sum(x)",
    ]
    assert run(project)["x"].tolist() == [22.5, 47.5, 72.5]


@pytest.mark.parametrize(
    ("kind", "arguments", "expected"),
    [
        ("torch.tensor", {"data": ((1, 2), (3, 4))}, "torch.tensor([[1, 2], [3, 4]])"),
        ("torch.tensor", {"data": 2.0, "dtype": "float64"}, "torch.tensor(2.0, dtype=torch.float64)"),
        ("torch.zeros", {"size": (3, 2)}, "torch.zeros((3, 2))"),
        ("torch.full", {"size": (2,), "fill_value": 7}, "torch.full((2,), 7)"),
        ("torch.eye", {"n": 3}, "torch.eye(3)"),
        ("torch.arange", {"end": 24}, "torch.arange(24)"),
        ("torch.arange", {"start": 0, "end": 10, "step": 2}, "torch.arange(0, 10, 2)"),
        ("torch.arange", {"end": 10, "step": 2}, "torch.arange(0, 10, 2)"),
        ("torch.arange", {"start": 1, "end": 4}, "torch.arange(1, 4)"),
        ("torch.arange", {"end": 3, "dtype": "float32"}, "torch.arange(3, dtype=torch.float32)"),
        ("torch.zeros", {"size": (2,), "device": "cpu"}, 'torch.zeros((2,), device="cpu")'),
        ("torch.rand", {"size": (2,), "seed": 3}, "torch.rand((2,), generator=torch.Generator().manual_seed(3))"),
        ("guinet.Constant", {"value": (2, 3)}, "(2, 3)"),
        ("guinet.Constant", {"value": (2, (3,)), "as_list": True}, "[2, [3]]"),
    ],
)
def test_sources(project: Project, graph: Block, kind: str, arguments: dict[str, Value], expected: str) -> None:
    add(graph, kind, "x", **arguments)

    assert lines(project)[-1] == f"x = {expected}"
    torch.manual_seed(0)
    by_hand = eval(expected)
    result = run(project)["x"]
    assert torch.equal(result, by_hand) if isinstance(by_hand, Tensor) else result == by_hand


def test_indices_attributes_and_comparisons_read_as_in_python(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=((1, 2, 3), (4, 5, 6)))
    add(graph, "torch.Tensor.__getitem__", "part", x, index="0, 1:")
    add(graph, "torch.Tensor.shape", "shape", x)
    add(graph, "torch.gt", "large", x, other=2)
    add(graph, "torch.Tensor.is_contiguous", "ordered", x)

    assert lines(project) == [
        "x = torch.tensor([[1, 2, 3], [4, 5, 6]])",
        "large = x > 2",
        "ordered = x.is_contiguous()",
        "part = x[0, 1:]",
        "shape = x.shape",
    ]
    assert run(project)["part"].tolist() == [2, 3]


def test_layers_with_weights_have_names_and_others_are_called_at_once(project: Project, graph: Block) -> None:
    x = add(graph, "torch.randn", "x", size=(32, 10))
    linear = add(graph, "torch.nn.Linear", "linear", x, out_features=5)
    relu = add(graph, "torch.nn.ReLU", "relu", linear)
    target = add(graph, "torch.zeros", "target", size=(32, 5))
    add(graph, "torch.nn.MSELoss", "loss", relu, target)

    assert lines(project) == [
        "torch.manual_seed(0)",
        "x = torch.randn((32, 10))",
        "linear = nn.Linear(10, 5)",
        "linear_output = linear(x)",
        "relu = nn.ReLU()(linear_output)",
        "target = torch.zeros((32, 5))",
        "loss = nn.MSELoss()(relu, target)",
    ]
    assert run(project)["linear_output"].shape == (32, 5)


def test_one_layer_used_twice_is_made_once(project: Project, graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(2, 3))
    first = add(graph, "torch.nn.Linear", "first", x, out_features=3)
    second = add(graph, "torch.nn.Linear", "second", first, out_features=3)
    project.run("Share", [SetTrait(MAIN, second.id, "shares", first.id)])

    assert lines(project)[-3:] == [
        "first = nn.Linear(3, 3)",
        "first_output = first(x)",
        "second_output = first(first_output)",
    ]


def test_a_repeated_layer_is_a_sequential_of_copies(project: Project, graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(2, 3))
    layer = add(graph, "torch.nn.Linear", "layer", x, out_features=3)
    project.run("Repeat", [SetTrait(MAIN, layer.id, "repeat", 4)])

    assert lines(project)[-2] == "layer = nn.Sequential(*(nn.Linear(3, 3) for _ in range(4)))"
    assert len(run(project)["layer"]) == 4


def test_several_outputs_have_the_name_of_their_node_in_front(project: Project, graph: Block) -> None:
    x = add(graph, "torch.arange", "x", end=6)
    add(graph, "torch.Tensor.chunk", "halves", x, chunks=2)

    assert lines(project)[-1] == "halves_output_0, halves_output_1 = x.chunk(2)"


def test_frames_are_with_blocks_whose_nodes_stay_together(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=(1.0, 2.0, 3.0), requires_grad=True)
    y = add(graph, "torch.mul", "y", x, other=2)
    z = add(graph, "torch.mul", "z", x, other=2)
    asked = add(graph, "torch.Tensor.requires_grad", "asked", z)
    scaled = add(graph, "torch.mul", "scaled", z, y)
    frame(graph, FrameMode.NO_GRAD, z, asked, scaled)

    assert lines(project) == [
        "x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)",
        "y = x * 2",
        "with torch.no_grad():",
        "    z = x * 2",
        "    asked = z.requires_grad",
        "    scaled = z * y",
    ]
    assert run(project)["asked"] is False


def test_a_layer_is_made_outside_of_its_frame(project: Project, graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(2, 3))
    linear = add(graph, "torch.nn.Linear", "linear", x, out_features=3)
    frame(graph, FrameMode.INFERENCE_MODE, linear)

    assert lines(project)[-3:] == [
        "linear = nn.Linear(3, 3)",
        "with torch.inference_mode():",
        "    linear_output = linear(x)",
    ]
    assert not run(project)["linear"].weight.is_inference()


def test_blocks_are_classes_above(project: Project, graph: Block) -> None:
    inside = (
        Node("i", "guinet.Input", "input"),
        Node("l", "torch.nn.Linear", "linear", {"out_features": 2}),
        Node("o", "guinet.Output", "output"),
    )
    wires = (Wire("a", End("i", "output"), End("l", "input")), Wire("b", End("l", "output"), End("o", "input")))
    project.run("Block", [AddBlock(BlockData("b1", "Half", inside, wires))])
    x = add(graph, "torch.ones", "x", size=(3, 4))
    project.run("Use", [AddNode(MAIN, Node("u", block_kind("b1"), "half"))])
    project.run("Wire", [AddWire(MAIN, Wire("w", x["output"], End("u", "input")))])

    text = script(project).text
    assert "class Half(nn.Module):" in text
    assert lines(project)[-2:] == ["half = Half()", "half_output = half(x)"]
    assert run(project)["half_output"].shape == (3, 2)


def test_a_block_that_gives_nothing_is_only_called(project: Project, graph: Block) -> None:
    project.run("Block", [AddBlock(BlockData("b1", "Idle", (Node("i", "guinet.Input", "input"),)))])
    x = add(graph, "torch.ones", "x", size=(3, 4))
    project.run("Use", [AddNode(MAIN, Node("u", block_kind("b1"), "idle"))])
    project.run("Wire", [AddWire(MAIN, Wire("w", x["output"], End("u", "input")))])

    assert lines(project)[-2:] == ["idle = Idle()", "idle(x)"]
    assert run(project)["x"].shape == (3, 4)


def test_gradients_are_read_after_backward_unless_a_wire_says_otherwise(project: Project, graph: Block) -> None:
    backward = parabola(graph)
    add(graph, "torch.Tensor.grad", "a_gradient", graph.node("x"))

    assert lines(project)[-2:] == ["y.backward()", "a_gradient = x.grad"]

    early = add(graph, "torch.Tensor.grad", "early", graph.node("x"))
    graph.connect(early["output"], backward["after"])
    assert lines(project)[-3:] == ["early = x.grad", "y.backward()", "a_gradient = x.grad"]


def test_a_gradient_is_retained_before_every_backward_through_its_tensor(project: Project, graph: Block) -> None:
    backward = parabola(graph)
    keep = add(graph, "torch.Tensor.retain_grad", "keep", graph.node("square"))
    add(graph, "torch.Tensor.backward", "other", add(graph, "torch.mul", "apart", graph.node("x"), other=3))
    x = torch.tensor(2.0, requires_grad=True)
    square = x**2
    square.retain_grad()
    (square + 2 * x + 2).backward()
    assert square.grad is not None

    text = lines(project)
    assert text.index("y.backward()") == text.index("square.retain_grad()") + 1
    torch.testing.assert_close(run(project)["square"].grad, square.grad, rtol=0, atol=0)

    graph.connect(backward["output"], keep["after"])
    text = lines(project)
    assert text.index("square.retain_grad()") > text.index("y.backward()")


def test_an_order_wire_is_nothing_but_an_order(project: Project, graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(2,))
    total = add(graph, "torch.sum", "total", x)
    change = add(graph, "torch.Tensor.add_", "change", x, other=1)
    graph.connect(total["output"], change["after"])

    assert lines(project) == ["x = torch.ones((2,))", "total = torch.sum(x)", "x.add_(1)"]


def test_names_python_does_not_allow_are_made_names(project: Project, graph: Block) -> None:
    ones = add(graph, "torch.ones", "0", size=(2,))
    add(graph, "torch.add", "torch", ones, other=1)

    assert lines(project)[-2:] == ["x_0 = torch.ones((2,))", "torch_2 = x_0 + 1"]


def test_notes_are_comments_and_lines_belong_to_nodes(project: Project, graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(2,))
    project.run("Note", [SetNote(MAIN, x.id, "where it begins")])
    y = add(graph, "torch.add", "y", x, other=1)

    text = script(project)
    assert lines(project)[0] == "# where it begins"
    assert [text.text.splitlines()[line - 1] for line in text.lines[MAIN, y.id]] == ["y = x + 1"]


def test_a_line_that_fails_when_it_runs_is_written_all_the_same(project: Project, graph: Block) -> None:
    x = add(graph, "torch.randn", "x", size=(2, 3, 4))
    turned = add(graph, "torch.Tensor.transpose", "x_t", x, dim0=1, dim1=2)
    add(graph, "torch.Tensor.view", "y_2", turned, size=(6, 4))

    assert lines(project)[-1] == "y_2 = x_t.view(6, 4)"
    with pytest.raises(RuntimeError, match="view size is not compatible"):
        run(project)


def test_what_is_unfinished_is_told_or_refused(project: Project, graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(2,))
    broken = add(graph, "torch.zeros", "broken")
    add(graph, "torch.add", "y", x, broken)

    assert lines(project, partial=True)[1:] == [
        "# broken: broken needs a value for size.",
        "# y: waits for a node before it",
    ]
    with pytest.raises(SourceError, match="needs a value for size"):
        script(project)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["torch.ones"], True),
        (["guinet.Constant"], True),
        (["torch.ones", "torch.nn.ReLU"], True),
        (["torch.ones", "guinet.Input"], False),
        (["torch.ones", "guinet.data.digits"], False),
        (["torch.nn.ReLU"], False),
        ([], False),
    ],
)
def test_which_canvas_is_a_script(graph: Block, kinds: list[str], expected: bool) -> None:
    for place, kind in enumerate(kinds):
        graph.add(kind, name=f"n{place}")

    assert is_script(graph) is expected
