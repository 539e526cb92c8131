"""Row S5, autograd: drawn, and compared with the tutorial's own lines, errors included."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import torch

import guinet
from guinet.core.framing import add_frame
from guinet.core.graph import FrameMode
from guinet.core.project import Project

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing, Same


def test_the_derivative_of_a_parabola(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("autograd")
    x = torch.tensor(2.0, requires_grad=True)
    y = x**2 + 2 * x + 2
    y.backward()

    same(values["y"], y)
    same(values["x"].grad, x.grad)
    same(values["dy_dx"], x.grad)
    assert str(values["dy_dx"]) == "tensor(6.)"


def test_the_recorded_graph_is_told(bundled: Callable[[str], Project]) -> None:
    project = bundled("autograd")
    told = guinet.evaluate(project).told.nodes

    x = torch.tensor(2.0, requires_grad=True)
    for name, by_hand in (("square", x**2), ("twice", x * 2), ("both", x**2 + x * 2), ("y", x**2 + x * 2 + 2)):
        (output,) = told[project.main.node(name).id].outputs.values()
        assert by_hand.grad_fn is not None
        assert getattr(output, "grad_fn", None) == by_hand.grad_fn.name()


def test_without_tracking(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("no-grad")
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    y = x * 2
    y.backward(torch.ones(3))
    with torch.no_grad():
        z = x * 2

    same(values["y_tracked"], y.requires_grad)
    same(values["z_tracked"], z.requires_grad)
    same(values["z"], z)
    same(values["y_cut"], y.detach())
    same(values["x"].grad, x.grad)


def test_backward_of_what_was_not_tracked_fails(drawing: Drawing) -> None:
    drawing.add("torch.tensor", "x", data=(1.0, 2.0, 3.0), requires_grad=True)
    z = drawing.add("torch.mul", "z", "x", other=2)
    backward = drawing.add("torch.Tensor.backward", "backward", "z")
    add_frame(drawing.project.main, [z.id], mode=FrameMode.NO_GRAD)
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    with torch.no_grad():
        by_hand = x * 2
    with pytest.raises(RuntimeError) as error:
        by_hand.backward()

    problem = drawing.problem()
    assert (problem.node, problem.message) == (backward.id, f"{error.value} (RuntimeError)")


def test_backward_of_three_values_fails_as_the_tutorials_line_does(drawing: Drawing) -> None:
    """The tutorial says that it works; torch says that only a scalar has a gradient by itself."""
    drawing.add("torch.tensor", "x", data=(1.0, 2.0, 3.0), requires_grad=True)
    drawing.add("torch.mul", "y", "x", other=2)
    backward = drawing.add("torch.Tensor.backward", "backward", "y")
    with pytest.raises(RuntimeError) as error:
        (torch.tensor([1.0, 2.0, 3.0], requires_grad=True) * 2).backward()

    problem = drawing.problem()
    assert (problem.node, problem.message) == (backward.id, f"{error.value} (RuntimeError)")


def test_an_integer_tensor_has_no_gradient(drawing: Drawing, same: Same) -> None:
    node = drawing.add("torch.tensor", "x", data=(1, 2), requires_grad=True)
    with pytest.raises(RuntimeError) as error:
        torch.tensor([1, 2], requires_grad=True)

    problem = drawing.problem()
    assert (problem.node, problem.message) == (node.id, f"{error.value} (RuntimeError)")
    drawing.project.run("Mend", problem.fixes[0].changes)
    same(drawing.values()["x"], torch.tensor([1, 2], dtype=torch.float32, requires_grad=True))


@pytest.mark.parametrize("mode", [FrameMode.NO_GRAD, FrameMode.INFERENCE_MODE])
def test_frames_are_written_as_torchs_own_scopes(drawing: Drawing, same: Same, mode: FrameMode) -> None:
    drawing.add("torch.tensor", "x", data=(1.0, 2.0), requires_grad=True)
    z = drawing.add("torch.mul", "z", "x", other=2)
    drawing.add("torch.Tensor.requires_grad", "tracked", "z")
    add_frame(drawing.project.main, [z.id], mode=mode)
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    with torch.no_grad() if mode is FrameMode.NO_GRAD else torch.inference_mode():
        by_hand = x * 2

    values = drawing.values()
    same(values["z"], by_hand)
    same(values["tracked"], by_hand.requires_grad)
    assert values["z"].is_inference() == by_hand.is_inference()
    assert f"with torch.{mode.value}():\n    z = x * 2\n" in guinet.source(drawing.project)


def test_writing_over_what_backward_needs_is_told_where_it_is_written(drawing: Drawing, same: Same) -> None:
    drawing.add("torch.tensor", "x", data=2.0, requires_grad=True)
    drawing.add("torch.exp", "power", "x")
    change = drawing.add("torch.Tensor.add_", "change", "power", other=1)
    drawing.add("torch.Tensor.backward", "backward", "change")
    x = torch.tensor(2.0, requires_grad=True)
    y = torch.exp(x)
    y.add_(1)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.backward()

    problem = drawing.problem()
    assert problem.node == change.id
    assert "modified by an inplace operation" in problem.message
    drawing.project.run("Mend", problem.fixes[0].changes)
    mended = torch.tensor(2.0, requires_grad=True)
    (torch.exp(mended) + 1).backward()
    same(drawing.values()["x"].grad, mended.grad)


@pytest.mark.parametrize("keep", [False, True])
def test_backward_twice(drawing: Drawing, same: Same, keep: bool) -> None:
    drawing.add("torch.tensor", "x", data=2.0, requires_grad=True)
    drawing.add("torch.pow", "y", "x", exponent=2)
    first = drawing.add("torch.Tensor.backward", "first", "y", retain_graph=keep)
    second = drawing.add("torch.Tensor.backward", "second", "y")
    drawing.project.main.connect(first["output"], second["after"])
    x = torch.tensor(2.0, requires_grad=True)
    y = x**2
    y.backward(retain_graph=keep)

    if keep:
        y.backward()
        same(drawing.values()["x"].grad, x.grad)
        return
    with pytest.raises(RuntimeError) as error:
        y.backward()
    problem = drawing.problem()
    assert (problem.node, problem.message) == (second.id, f"{error.value} (RuntimeError)")
