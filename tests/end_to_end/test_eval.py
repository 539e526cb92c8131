"""The tutorial's snippets drawn on a canvas, evaluated, and compared with the same lines in plain PyTorch."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import guinet
from guinet.cli import main
from guinet.core.changes import AddBlock, AddNode, AddWire, SetParts, SetTrait
from guinet.core.graph import BlockData, End, Frame, FrameMode, Node, Wire
from guinet.core.project import MAIN, Project, block_kind
from guinet.core.values import Value
from guinet.storage.examples import example_path

Capture = pytest.CaptureFixture[str]


class Canvas:
    """A canvas on which nodes are added and wired by their names."""

    def __init__(self) -> None:
        self.project = guinet.new()

    def add(self, kind: str, name: str, *sources: str, **arguments: Any) -> Node:
        """A node whose ports are wired, in order, to the first outputs of the nodes named `sources`."""
        graph = self.project.main
        node = graph.add(kind, name=name, **arguments)
        for place, source in enumerate(sources):
            ports = self.project.ports(graph, node).inputs
            port = ports[0] if ports[0].multiple else ports[place]
            self.wire(source, node, port.name)
        return node

    def wire(self, source: str, node: Node, port: str) -> None:
        start = self.project.main.node(source)
        self.project.main.connect(start[self.project.ports(self.project.main, start).outputs[0].name], node[port])

    def frame(self, mode: FrameMode, *names: str) -> None:
        nodes = [self.project.main.node(name) for name in names]
        traits = [SetTrait(MAIN, node.id, "frame", "f") for node in nodes]
        self.project.run("Frame", [SetParts(MAIN, "frames", (Frame("f", "", mode),)), *traits])

    def values(self) -> Any:
        return guinet.evaluate(self.project)

    def save(self, path: Path) -> Path:
        guinet.save(self.project, path)
        return path


@pytest.fixture
def canvas() -> Canvas:
    return Canvas()


def same(found: object, expected: object) -> None:
    """Equal in value, type and printed form."""
    if isinstance(expected, Tensor):
        assert isinstance(found, Tensor)
        assert torch.equal(found, expected)
        assert found.dtype == expected.dtype
    else:
        assert found == expected
        assert type(found) is type(expected)
    assert str(found) == str(expected)


def evaluated(capsys: Capture, path: Path, code: int = 0) -> Any:
    assert main(["eval", str(path), "--json"]) == code
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


# S1: creation

CREATION: list[tuple[str, dict[str, Value], Callable[[], Tensor]]] = [
    ("torch.tensor", {"data": (3, 2, 1)}, lambda: torch.tensor([3, 2, 1])),
    (
        "torch.tensor",
        {"data": ((1.0, 2.0),), "dtype": "float64"},
        lambda: torch.tensor([[1.0, 2.0]], dtype=torch.float64),
    ),
    ("torch.zeros", {"size": (3, 2)}, lambda: torch.zeros(3, 2)),
    ("torch.ones", {"size": (3, 2)}, lambda: torch.ones(3, 2)),
    ("torch.rand", {"size": (2, 2)}, lambda: torch.rand(2, 2)),
    ("torch.randn", {"size": (2, 2)}, lambda: torch.randn(2, 2)),
    ("torch.arange", {"start": 0, "end": 10, "step": 2}, lambda: torch.arange(0, 10, 2)),
    ("torch.randint", {"high": 10, "size": (4,)}, lambda: torch.randint(10, (4,))),
    ("torch.linspace", {"start": 0.0, "end": 1.0, "steps": 5}, lambda: torch.linspace(0, 1, 5)),
    ("torch.eye", {"n": 3}, lambda: torch.eye(3)),
    ("torch.full", {"size": (2,), "fill_value": 7.0}, lambda: torch.full((2,), 7.0)),
    ("torch.rand", {"size": (2,), "seed": 9}, lambda: torch.rand(2, generator=torch.Generator().manual_seed(9))),
]


@pytest.mark.parametrize(("kind", "arguments", "by_hand"), CREATION)
def test_creation(canvas: Canvas, kind: str, arguments: dict[str, Value], by_hand: Callable[[], Tensor]) -> None:
    canvas.add(kind, "x", **arguments)
    torch.manual_seed(0)

    same(canvas.values()["x"], by_hand())


def test_creation_of_memory_as_it_was_found(canvas: Canvas) -> None:
    canvas.add("torch.empty", "x", size=(3, 2))

    assert canvas.values()["x"].shape == (3, 2)


# S2: arithmetic


def test_arithmetic(canvas: Canvas) -> None:
    canvas.add("torch.tensor", "x", data=(3, 2, 1))
    canvas.add("torch.tensor", "y", data=(1, 2, 3))
    for name, kind in (("add", "add"), ("subtract", "sub"), ("multiply", "mul"), ("divide", "div")):
        canvas.add(f"torch.{kind}", name, "x", "y")
    x, y = torch.tensor([3, 2, 1]), torch.tensor([1, 2, 3])

    values = canvas.values()
    for name, expected in (("add", x + y), ("subtract", x - y), ("multiply", x * y), ("divide", x / y)):
        same(values[name], expected)


def test_in_place_arithmetic_leaves_x_changed(canvas: Canvas) -> None:
    canvas.add("torch.tensor", "x", data=(10, 20, 30), dtype="float32")
    before = "x"
    for name, number in (("add_", 2), ("sub_", 3), ("mul_", 5), ("div_", 2)):
        canvas.add(f"torch.Tensor.{name}", name, before, other=number)
        before = name
    x = torch.tensor([10, 20, 30], dtype=torch.float32)
    x.add_(2)
    x.sub_(3)
    x.mul_(5)
    x.div_(2)

    values = canvas.values()
    same(values["x"], x)
    assert values["div_"] is values["x"]


def test_two_readers_of_what_is_written_over_are_reported(canvas: Canvas, tmp_path: Path, capsys: Capture) -> None:
    canvas.add("torch.tensor", "x", data=(1.0, 2.0))
    canvas.add("torch.Tensor.add_", "change", "x", other=1)
    canvas.add("torch.mul", "doubled", "x", other=2)

    found = evaluated(capsys, canvas.save(tmp_path / "x.guinet"), code=1)
    (problem,) = found["problems"]
    assert (problem["code"], problem["node"]) == ("in-place-order", "change")
    assert found["nodes"]["doubled"]["text"] == str(torch.tensor([2.0, 4.0]))


# S3: broadcasting


def test_broadcasting(canvas: Canvas) -> None:
    canvas.add("torch.tensor", "a", data=(1, 2, 3))
    canvas.add("torch.tensor", "b", data=(10,))
    canvas.add("torch.Tensor.repeat", "b_repeated", "b", repeats=(3,))
    canvas.add("torch.add", "manual", "a", "b_repeated")
    canvas.add("torch.add", "automatic", "a", "b")

    values = canvas.values()
    same(values["b_repeated"], torch.tensor([10]).repeat(3))
    same(values["manual"], torch.tensor([11, 12, 13]))
    same(values["automatic"], torch.tensor([1, 2, 3]) + torch.tensor([10]))


# S4: shapes


def test_view_and_what_lies_in_order(canvas: Canvas, tmp_path: Path, capsys: Capture) -> None:
    canvas.add("torch.randn", "x", size=(2, 3, 4))
    canvas.add("torch.Tensor.is_contiguous", "first", "x")
    canvas.add("torch.Tensor.view", "y", "x", size=(6, 4))
    canvas.add("torch.Tensor.transpose", "x_t", "x", dim0=1, dim1=2)
    canvas.add("torch.Tensor.is_contiguous", "second", "x_t")
    canvas.add("torch.Tensor.view", "y_2", "x_t", size=(6, 4))
    canvas.add("torch.Tensor.reshape", "y_3", "x_t", shape=(6, 4))
    torch.manual_seed(0)
    x = torch.randn(2, 3, 4)

    values = canvas.values()
    same(values["first"], True)
    same(values["y"], x.view(6, 4))
    same(values["second"], False)
    same(values["y_3"], x.transpose(1, 2).reshape(6, 4))
    assert "y_2" not in values
    with pytest.raises(RuntimeError) as by_hand:
        x.transpose(1, 2).view(6, 4)
    assert [problem.message for problem in values.problems] == [f"{by_hand.value} (RuntimeError)"]

    nodes = evaluated(capsys, canvas.save(tmp_path / "x.guinet"), code=1)["nodes"]
    assert nodes["y"]["view_of"] == "x"
    assert nodes["y_3"]["view_of"] is None
    assert nodes["y_3"]["copied"] is True
    assert nodes["x"]["shares_storage_with"] == ["x_t", "y"] or nodes["x"]["shares_storage_with"] == ["y", "x_t"]
    assert nodes["x_t"]["strides"] == [12, 1, 4]


SHAPES: list[tuple[str, tuple[int, ...], dict[str, Value], Callable[[Tensor], Tensor]]] = [
    ("unsqueeze", (3, 4), {"dim": 0}, lambda x: x.unsqueeze(0)),
    ("unsqueeze", (3, 4), {"dim": 2}, lambda x: x.unsqueeze(2)),
    ("squeeze", (1, 3, 1, 4, 1), {}, lambda x: x.squeeze()),
    ("squeeze", (1, 3, 1, 4, 1), {"dim": 2}, lambda x: x.squeeze(2)),
    ("flatten", (2, 3, 4), {"start_dim": 0}, lambda x: x.flatten()),
    ("flatten", (2, 3, 4), {"start_dim": 1}, lambda x: x.flatten(start_dim=1)),
    ("unflatten", (24,), {"dim": 0, "sizes": (2, 3, 4)}, lambda x: torch.unflatten(x, dim=0, sizes=(2, 3, 4))),
    ("transpose", (2, 3, 4), {"dim0": 1, "dim1": 2}, lambda x: x.transpose(1, 2)),
    ("t", (3, 4), {}, lambda x: x.t()),
    ("permute", (2, 3, 4), {"dims": (2, 0, 1)}, lambda x: x.permute(2, 0, 1)),
    ("expand", (1, 3), {"size": (4, 3)}, lambda x: x.expand(4, 3)),
    ("repeat", (1, 3), {"repeats": (4, 1)}, lambda x: x.repeat(4, 1)),
]


@pytest.mark.parametrize(("method", "shape", "arguments", "by_hand"), SHAPES)
def test_shapes(
    canvas: Canvas,
    method: str,
    shape: tuple[int, ...],
    arguments: dict[str, Value],
    by_hand: Callable[[Tensor], Tensor],
) -> None:
    canvas.add("torch.randn", "x", size=shape)
    canvas.add(f"torch.Tensor.{method}", "y", "x", **arguments)
    torch.manual_seed(0)
    expected = by_hand(torch.randn(shape))

    found = canvas.values()["y"]
    same(found, expected)
    assert found.stride() == expected.stride()


@pytest.mark.parametrize("joined", ["stack", "cat"])
def test_stack_and_cat(canvas: Canvas, joined: str) -> None:
    canvas.add("torch.tensor", "a", data=(1, 2, 3))
    canvas.add("torch.tensor", "b", data=(4, 5, 6))
    canvas.add(f"torch.{joined}", "out", "a", "b", dim=0)
    canvas.add("torch.Tensor.shape", "shape", "out")
    by_hand = getattr(torch, joined)([torch.tensor([1, 2, 3]), torch.tensor([4, 5, 6])], dim=0)

    same(canvas.values()["out"], by_hand)
    same(canvas.values()["shape"], by_hand.shape)


# S5: autograd


def test_the_derivative_of_a_parabola_is_six(canvas: Canvas, tmp_path: Path, capsys: Capture) -> None:
    canvas.add("torch.tensor", "x", data=2.0, requires_grad=True)
    canvas.add("torch.pow", "square", "x", exponent=2)
    canvas.add("torch.mul", "twice", "x", other=2)
    canvas.add("torch.add", "both", "square", "twice")
    canvas.add("torch.add", "y", "both", other=2)
    canvas.add("torch.Tensor.backward", "backward", "y")
    canvas.add("torch.Tensor.grad", "gradient", "x")
    x = torch.tensor(2.0, requires_grad=True)
    y = x**2 + 2 * x + 2
    y.backward()

    values = canvas.values()
    same(values["x"].grad, x.grad)
    same(values["gradient"], torch.tensor(6.0))
    same(values["y"], y)
    nodes = evaluated(capsys, canvas.save(tmp_path / "x.guinet"))["nodes"]
    assert nodes["x"]["grad"] == "tensor(6.)"
    assert nodes["y"]["grad_fn"] == "AddBackward0"
    assert nodes["y"]["text"] == str(y)


def test_without_gradient_tracking_backward_fails_as_in_the_tutorial(canvas: Canvas) -> None:
    canvas.add("torch.tensor", "x", data=(1.0, 2.0, 3.0), requires_grad=True)
    canvas.add("torch.mul", "z", "x", other=2)
    canvas.add("torch.Tensor.requires_grad", "tracked", "z")
    backward = canvas.add("torch.Tensor.backward", "backward", "z")
    canvas.frame(FrameMode.NO_GRAD, "z", "tracked")
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    with torch.no_grad():
        z = x * 2
    with pytest.raises(RuntimeError) as by_hand:
        z.backward()

    values = canvas.values()
    same(values["tracked"], False)
    (problem,) = values.problems
    assert problem.node == backward.id
    assert problem.message == f"{by_hand.value} (RuntimeError)"


def test_backward_with_a_gradient(canvas: Canvas) -> None:
    canvas.add("torch.tensor", "x", data=(1.0, 2.0, 3.0), requires_grad=True)
    canvas.add("torch.mul", "y", "x", other=2)
    canvas.add("torch.tensor", "weights", data=(1.0, 0.0, 0.5))
    canvas.add("torch.Tensor.backward", "backward", "y", "weights")
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    (x * 2).backward(torch.tensor([1.0, 0.0, 0.5]))

    same(canvas.values()["x"].grad, x.grad)


def test_inference_mode_and_detach(canvas: Canvas) -> None:
    canvas.add("torch.tensor", "x", data=2.0, requires_grad=True)
    canvas.add("torch.mul", "y", "x", other=3)
    canvas.add("torch.mul", "z", "x", other=3)
    canvas.add("torch.Tensor.detach", "cut", "y")
    canvas.frame(FrameMode.INFERENCE_MODE, "z")

    values = canvas.values()
    assert values["z"].is_inference()
    assert not values["cut"].requires_grad
    assert values["y"].requires_grad


# S7 to S9: layers, activations, losses


def test_a_linear_layer(canvas: Canvas) -> None:
    canvas.add("torch.randn", "x", size=(32, 10))
    canvas.add("torch.nn.Linear", "linear", "x", out_features=5)
    torch.manual_seed(0)
    x = torch.randn(32, 10)
    linear = nn.Linear(in_features=10, out_features=5)

    same(canvas.values()["linear"], linear(x))


def test_activations(canvas: Canvas) -> None:
    canvas.add("torch.randn", "x", size=(10,))
    canvas.add("torch.nn.ReLU", "relu", "x")
    canvas.add("torch.sigmoid", "sigmoid", "x")
    canvas.add("torch.tanh", "tanh", "x")
    canvas.add("torch.nn.LeakyReLU", "leaky_relu", "x", negative_slope=0.1)
    canvas.add("torch.nn.GELU", "gelu", "x")
    torch.manual_seed(0)
    x = torch.randn(10)

    values = canvas.values()
    same(values["relu"], F.relu(x))
    same(values["sigmoid"], torch.sigmoid(x))
    same(values["tanh"], torch.tanh(x))
    same(values["leaky_relu"], nn.LeakyReLU(0.1)(x))
    same(values["gelu"], nn.GELU()(x))


@pytest.mark.parametrize(
    ("kind", "pred", "target"),
    [
        ("MSELoss", (2.5, 3.0, 4.5), (3.0, 3.0, 5.0)),
        ("L1Loss", (2.5, 3.0, 4.5), (3.0, 3.0, 5.0)),
        ("CrossEntropyLoss", ((1.2, 0.3, -0.5),), (0,)),
        ("BCELoss", (0.7, 0.2, 0.9), (1.0, 0.0, 1.0)),
    ],
)
def test_losses(canvas: Canvas, kind: str, pred: tuple[Value, ...], target: tuple[Value, ...]) -> None:
    canvas.add("torch.tensor", "pred", data=pred)
    canvas.add("torch.tensor", "target", data=target)
    canvas.add(f"torch.nn.{kind}", "loss", "pred", "target")

    same(canvas.values()["loss"], getattr(nn, kind)()(torch.tensor(pred), torch.tensor(target)))


# Modules


def test_a_module_runs_on_its_first_batch_as_torch_runs_it() -> None:
    project = guinet.load(example_path("iris-mlp"))
    torch.manual_seed(0)
    module = guinet.build(project).eval()

    values = guinet.evaluate(project)
    assert values.problems == ()
    (data,) = [node for node in project.main.nodes.values() if node.kind.startswith("guinet.data.")]
    batch = values[data.name]
    assert isinstance(batch, tuple)
    expected = module(batch[0])
    results = [value for value in values.values() if isinstance(value, Tensor) and value.shape == expected.shape]
    assert any(torch.equal(result, expected) for result in results)
    (loss,) = [node for node in project.main.nodes.values() if node.kind == "torch.nn.CrossEntropyLoss"]
    same(values[loss.name], nn.CrossEntropyLoss()(expected, batch[1]))


def test_trained_weights_are_used_where_they_are_given(tmp_path: Path) -> None:
    project = guinet.load(example_path("iris-mlp"))
    module = guinet.build(project).eval()
    torch.save(module.state_dict(), tmp_path / "weights.pt")

    values = guinet.evaluate(project, tmp_path / "weights.pt")
    batch = next(value for value in values.values() if isinstance(value, tuple))
    assert any(isinstance(value, Tensor) and torch.equal(value, module(batch[0])) for value in values.values())


def test_blocks_and_inputs_run_too(canvas: Canvas) -> None:
    inside = (
        Node("i", "guinet.Input", "input"),
        Node("l", "torch.nn.Linear", "linear", {"out_features": 2}),
        Node("o", "guinet.Output", "output"),
    )
    wires = (Wire("a", End("i", "output"), End("l", "input")), Wire("b", End("l", "output"), End("o", "input")))
    canvas.project.run("Block", [AddBlock(BlockData("b1", "Small", inside, wires))])
    x = canvas.add("guinet.Input", "x", shape=(4,))
    canvas.project.run("Use", [AddNode(MAIN, Node("u", block_kind("b1"), "small"))])
    canvas.project.run("Wire", [AddWire(MAIN, Wire("w", x["output"], End("u", "input")))])
    out = canvas.add("guinet.Output", "out")
    canvas.project.main.connect(End("u", "output"), out["input"])
    torch.manual_seed(0)
    module = guinet.build(canvas.project).eval()

    values = canvas.values()
    assert values["x"].shape == (2, 4)
    same(values["small"], module(values["x"]))
    assert values["out"] is values["small"]


@pytest.fixture(params=["iris-mlp", "digits-cnn"])
def example(request: pytest.FixtureRequest) -> Project:
    return guinet.load(example_path(request.param))


def test_examples_evaluate_without_a_problem(example: Project) -> None:
    values = guinet.evaluate(example)

    assert [problem.message for problem in values.problems] == []
    assert {node.name for node in example.main.nodes.values()} == set(values)


# The command


def test_the_command_prints_a_line_a_node(canvas: Canvas, tmp_path: Path, capsys: Capture) -> None:
    canvas.add("torch.tensor", "x", data=2.0, requires_grad=True)
    canvas.add("torch.pow", "y", "x", exponent=2)
    canvas.add("torch.Tensor.backward", "backward", "y")

    assert main(["eval", str(canvas.save(tmp_path / "x.guinet"))]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "x = tensor(2., requires_grad=True)    # scalar float32",
        "    grad = tensor(4.)",
        "y = tensor(4., grad_fn=<PowBackward0>)    # scalar float32",
    ]


def test_the_command_says_what_failed_why_and_what_helps(canvas: Canvas, tmp_path: Path, capsys: Capture) -> None:
    canvas.add("torch.tensor", "x", data=(1, 2), requires_grad=True)

    assert main(["eval", str(canvas.save(tmp_path / "x.guinet"))]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "error: x: Only Tensors of floating point and complex dtype can require gradients (RuntimeError)",
        "    why: A gradient is a fraction: only floating-point and complex tensors have one.",
        "    remedy: Make it float32",
    ]


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path, capsys: Capture) -> None:
    assert main(["eval", str(tmp_path / "none.guinet")]) == 3
    assert "none.guinet" in capsys.readouterr().err


def test_guinet_source_writes_the_script(canvas: Canvas, tmp_path: Path, capsys: Capture) -> None:
    canvas.add("torch.ones", "x", size=(2,))
    canvas.add("torch.add", "y", "x", other=1)

    assert main(["source", str(canvas.save(tmp_path / "x.guinet"))]) == 0
    namespace: dict[str, Any] = {}
    exec(capsys.readouterr().out, namespace)
    same(namespace["y"], torch.tensor([2.0, 2.0]))
