"""What nodes say of their values: as PyTorch prints them where that is short, else shape and dtype."""

from __future__ import annotations

import pytest
import torch
from pytestqt.qtbot import QtBot
from torch import Tensor

from guinet.core.probed import NodeValue, PlainValue, Progress, Stretch, TensorValue
from guinet.core.problems import Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.overlay import Activity
from guinet.ui.canvas.plate import Plate
from guinet.ui.canvas.value_text import plate_of, short_text
from guinet.ui.values_control import merged
from tests.gui.canvases import show_canvas


def told(tensor: Tensor) -> TensorValue:
    """As an evaluation tells of it."""
    return TensorValue(
        tuple(tensor.shape),
        str(tensor.dtype).removeprefix("torch."),
        str(tensor.device),
        tensor.stride(),
        int(tensor.storage_offset()),
        tensor.is_contiguous(),
        tensor.requires_grad,
        tensor.is_leaf,
        tensor.grad_fn.name() if tensor.grad_fn is not None else "",
        str(tensor),
        grad="" if tensor.grad is None else str(tensor.grad),
    )


def value(*tensors: Tensor, **more: object) -> NodeValue:
    outputs = {f"output{place}": told(tensor) for place, tensor in enumerate(tensors)}
    return NodeValue(Progress.DONE, outputs=outputs, **more)  # type: ignore[arg-type]


def plate(*tensors: Tensor, **more: object) -> Plate | None:
    return plate_of(value(*tensors, **more), {"1": "x"}.__getitem__)


@pytest.mark.parametrize(
    ("tensor", "text"),
    [
        (torch.tensor(2.0), "2."),
        (torch.tensor(2.0, requires_grad=True), "2."),
        (torch.tensor([1, 2]), "[1, 2]"),
        (torch.tensor([1.0, 2.0], dtype=torch.float64), "[1., 2.]"),
        (torch.tensor([[1.0, 2.0], [3.0, 4.0]]), "[[1., 2.], [3., 4.]]"),
        (torch.tensor([True, False]), "[True, False]"),
        (torch.tensor([1.0], requires_grad=True) * 2, "[2.]"),
    ],
)
def test_what_torch_prints_without_what_is_known_of_all_tensors(tensor: Tensor, text: str) -> None:
    assert short_text(str(tensor)) == text


@pytest.mark.parametrize(
    ("tensor", "lines"),
    [
        (torch.tensor(10.0), ("10.",)),
        (torch.tensor([[1.0, 2.0], [3.0, 4.0]]), ("[[1., 2.],", "[3., 4.]]")),
        (torch.tensor([10.0, 20.0, 30.0, 40.0]), ("[10., 20., 30.,", "40.]")),
        (torch.arange(12.0).view(3, 4), ("3×4 float32",)),
        (torch.zeros(100, dtype=torch.int64), ("100 int64",)),
        (torch.empty(0, 3), ("0×3 float32",)),
    ],
)
def test_a_short_tensor_is_printed_and_a_long_one_told_by_its_shape(tensor: Tensor, lines: tuple[str, ...]) -> None:
    assert plate(tensor) == Plate(lines)


def test_a_leaf_shows_its_gradient() -> None:
    x = torch.tensor(2.0, requires_grad=True)
    (x**2 + 2 * x + 2).backward()
    assert plate(x) == Plate(("2.",), (), "6.", True)


def test_a_view_says_of_what_and_that_it_is_not_contiguous() -> None:
    found = plate(torch.zeros(2, 3).t(), view_of="1")
    assert found == Plate(("3×2 float32",), ("view of x", "not contiguous"))


def test_stretched_axes_say_how_often() -> None:
    stretched = (Stretch("input", 0, (3, 1), (1,)), Stretch("other", 0, (4,), (0,)))
    found = plate(torch.zeros(3, 1) + torch.zeros(4), stretched=stretched)
    assert found == Plate(("3×4 float32",), ("axis 0 ×3", "axis 1 ×4"))


def test_two_outputs_have_a_line_each() -> None:
    found = plate(*torch.tensor([[1.0, 5.0], [7.0, 2.0]]).max(dim=1))
    assert found == Plate(("[5., 7.]", "[1, 0]"))


def test_a_number_is_what_python_prints() -> None:
    found = plate_of(NodeValue(Progress.DONE, outputs={"output": PlainValue("float", "6.0")}), str)
    assert found == Plate(("6.0",))


def test_one_that_waits_says_for_whom_and_one_that_failed_says_nothing() -> None:
    assert plate_of(NodeValue(Progress.SKIPPED, waits_for="1"), {"1": "x"}.__getitem__) == Plate((), ("waits for x",))
    assert plate_of(NodeValue(Progress.FAILED), str) is None


# On the canvas


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    project = Project(REGISTRY)
    x = project.main.add("torch.tensor", "x", (0.0, 0.0), data=2.0)
    double = project.main.add("torch.mul", "double", (220.0, 0.0), other=2)
    project.main.connect(x["output"], double["input"])
    canvas = show_canvas(qtbot, project, 700, 400)
    canvas.settle()
    return canvas


def picture(canvas: Canvas, name: str, below: float = 0.0) -> bytes:
    """The pixels of a node, or of what is below it."""
    canvas.settle()
    box = canvas.node_rect(name).toRect()
    if below:
        box.translate(0, box.height())
        box.setHeight(int(below))
    image = canvas.grab(box).toImage()
    return bytes(image.constBits())


def test_a_card_and_an_operator_show_their_values_and_forget_them(canvas: Canvas) -> None:
    x, double = (canvas.scene.block.node(name).id for name in ("x", "double"))
    card, circle, under = picture(canvas, "x"), picture(canvas, "double"), picture(canvas, "double", 20)
    canvas.set_values({x: value(torch.tensor(2.0)), double: value(torch.tensor(4.0))})
    assert picture(canvas, "x") != card
    assert picture(canvas, "double") == circle
    assert picture(canvas, "double", 20) != under
    canvas.set_values({})
    assert (picture(canvas, "x"), picture(canvas, "double", 20)) == (card, under)


def test_only_what_changed_is_painted_anew(canvas: Canvas) -> None:
    x, double = (canvas.scene.block.node(name).id for name in ("x", "double"))
    canvas.set_values({x: value(torch.tensor(2.0)), double: value(torch.tensor(4.0))})
    touched = canvas.scene.set_values({x: value(torch.tensor(2.0)), double: value(torch.tensor(5.0))})
    assert touched.nodes == {double}


def test_values_are_those_of_the_main_block(canvas: Canvas) -> None:
    x = canvas.scene.block.node("x").id
    canvas.set_values({x: value(torch.tensor(2.0)), "gone": value(torch.tensor(4.0))})
    assert set(canvas.scene.plates) == {x}


def test_an_activity_is_painted_over_a_value(canvas: Canvas) -> None:
    x = canvas.scene.block.node("x").id
    canvas.set_values({x: value(torch.tensor(2.0))})
    before = picture(canvas, "x")
    canvas.set_activity({x: Activity(text="0.25")})
    assert picture(canvas, "x") != before


# With the problems of the check


def problem(code: str, node: str, severity: Severity = Severity.ERROR, port: str | None = None) -> Problem:
    return Problem(code, code, severity=severity, block=MAIN, node=node, port=port)


def test_torchs_own_words_stand_for_those_of_the_check_at_the_same_port(canvas: Canvas) -> None:
    x, double = (canvas.scene.block.node(name).id for name in ("x", "double"))
    checked = (problem("shape", x, port="input"), problem("note", x, Severity.WARNING), problem("unwired", double))
    run = (problem("runtime", x), problem("unwired", double), problem("runtime", "gone"))
    found = merged(checked, run, {}, canvas.project)
    assert found == (
        problem("note", x, Severity.WARNING),
        problem("unwired", double),
        problem("runtime", x, port="input"),
    )


def test_a_shape_known_only_when_run_is_no_problem_once_it_has(canvas: Canvas) -> None:
    x, double = (canvas.scene.block.node(name).id for name in ("x", "double"))
    checked = (problem("shape", x, Severity.INFO), problem("shape", double, Severity.INFO))
    found = merged(checked, (), {x: value(torch.tensor(2.0))}, canvas.project)
    assert found == (problem("shape", double, Severity.INFO),)
