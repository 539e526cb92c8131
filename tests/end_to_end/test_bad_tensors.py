"""What goes wrong among tensors without a model: torch's own error at its node, why, and repairs that mend it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import pytest
import torch
from torch import nn

import guinet
from guinet.core.framing import add_frame
from guinet.core.graph import FrameMode, Node

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing

Draw: TypeAlias = "Callable[[Drawing], Node]"
"""Draws what fails, and gives the node that does."""


def joined(drawing: Drawing) -> Node:
    drawing.add("torch.zeros", "x", size=(2, 3))
    drawing.add("torch.zeros", "y", size=(2, 4))
    return drawing.add("torch.cat", "both", "x", "y")


def vector_times_matrix(drawing: Drawing) -> Node:
    drawing.add("torch.ones", "x", size=(3,))
    drawing.add("torch.ones", "y", size=(3, 1))
    return drawing.add("torch.mm", "product", "x", "y")


def floats_times_whole_numbers(drawing: Drawing) -> Node:
    drawing.add("torch.ones", "x", size=(2, 3))
    drawing.add("torch.arange", "y", end=3)
    return drawing.add("torch.matmul", "product", "x", "y")


def mean_of_whole_numbers(drawing: Drawing) -> Node:
    drawing.add("torch.arange", "x", end=3)
    return drawing.add("torch.mean", "mean", "x")


def expanded_and_written(drawing: Drawing) -> Node:
    drawing.add("torch.zeros", "x", size=(1, 3))
    drawing.add("torch.Tensor.expand", "wide", "x", size=(4, 3))
    return drawing.add("torch.Tensor.add_", "more", "wide", other=1)


def no_probabilities(drawing: Drawing) -> Node:
    drawing.add("torch.tensor", "x", data=(0.7, 1.2))
    drawing.add("torch.tensor", "y", data=(1.0, 0.0))
    return drawing.add("torch.nn.BCELoss", "loss", "x", "y")


def classes_as_floats(drawing: Drawing) -> Node:
    drawing.add("torch.zeros", "x", size=(3, 5))
    drawing.add("torch.tensor", "y", data=(1.0, 2.0, 3.0))
    return drawing.add("torch.nn.CrossEntropyLoss", "loss", "x", "y")


def detached(drawing: Drawing) -> Node:
    drawing.add("torch.tensor", "x", data=2.0, requires_grad=True)
    drawing.add("torch.Tensor.detach", "apart", "x")
    return drawing.add("torch.Tensor.backward", "back", "apart")


def no_such_class(drawing: Drawing) -> Node:
    drawing.add("torch.zeros", "x", size=(3, 5))
    drawing.add("torch.tensor", "y", data=(1, 2, 7))
    return drawing.add("torch.nn.CrossEntropyLoss", "loss", "x", "y")


def stacked(drawing: Drawing) -> Node:
    drawing.add("torch.zeros", "x", size=(2, 3))
    drawing.add("torch.zeros", "y", size=(2, 4))
    return drawing.add("torch.stack", "both", "x", "y")


def three_dimensions_turned(drawing: Drawing) -> Node:
    drawing.add("torch.zeros", "x", size=(2, 3, 4))
    return drawing.add("torch.Tensor.t", "turned", "x")


def a_gradient_too_short(drawing: Drawing) -> Node:
    drawing.add("torch.ones", "x", size=(3,), requires_grad=True)
    drawing.add("torch.ones", "y", size=(2,))
    return drawing.add("torch.Tensor.backward", "back", "x", "y")


def made_to_infer(drawing: Drawing) -> Node:
    drawing.add("torch.ones", "x", size=(2,), requires_grad=True)
    fixed = drawing.add("torch.ones", "y", size=(2,))
    add_frame(drawing.project.main, [fixed.id], mode=FrameMode.INFERENCE_MODE)
    return drawing.add("torch.mul", "product", "x", "y")


def infer_by_hand() -> object:
    x = torch.ones(2, requires_grad=True)
    with torch.inference_mode():
        y = torch.ones(2)
    return x * y


def no_step(drawing: Drawing) -> Node:
    return drawing.add("torch.arange", "x", start=0, end=10, step=0)


CASES: list[tuple[Draw, Callable[[], object], list[str]]] = [
    (joined, lambda: torch.cat([torch.zeros(2, 3), torch.zeros(2, 4)]), ["Set dim to 1"]),
    (vector_times_matrix, lambda: torch.mm(torch.ones(3), torch.ones(3, 1)), ["Use matmul"]),
    (
        floats_times_whole_numbers,
        lambda: torch.ones(2, 3) @ torch.arange(3),
        ["Insert float before other"],
    ),
    (mean_of_whole_numbers, lambda: torch.arange(3).mean(), ["Make it float32"]),
    (
        expanded_and_written,
        lambda: torch.zeros(1, 3).expand(4, 3).add_(1),
        ["Let more make a new tensor", "Insert clone before input"],
    ),
    (
        no_probabilities,
        lambda: nn.BCELoss()(torch.tensor([0.7, 1.2]), torch.tensor([1.0, 0.0])),
        ["Insert Sigmoid before input", "Use BCEWithLogitsLoss"],
    ),
    (
        classes_as_floats,
        lambda: nn.CrossEntropyLoss()(torch.zeros(3, 5), torch.tensor([1.0, 2.0, 3.0])),
        ["Insert long before target"],
    ),
    (detached, lambda: torch.tensor(2.0, requires_grad=True).detach().backward(), ["Remove apart"]),
    (no_such_class, lambda: nn.CrossEntropyLoss()(torch.zeros(3, 5), torch.tensor([1, 2, 7])), []),
    (stacked, lambda: torch.stack([torch.zeros(2, 3), torch.zeros(2, 4)]), []),
    (three_dimensions_turned, lambda: torch.zeros(2, 3, 4).t(), []),
    (a_gradient_too_short, lambda: torch.ones(3, requires_grad=True).backward(torch.ones(2)), []),
    (made_to_infer, infer_by_hand, ["Insert clone before other"]),
    (no_step, lambda: torch.arange(0, 10, 0), []),
]


@pytest.mark.parametrize(("draw", "written", "repairs"), CASES, ids=[case[0].__name__ for case in CASES])
def test_torchs_error_its_reason_and_what_mends_it(
    drawing: Drawing, draw: Draw, written: Callable[[], object], repairs: list[str]
) -> None:
    node = draw(drawing)
    with pytest.raises((RuntimeError, IndexError)) as by_hand:
        written()

    problem = drawing.problem()

    assert (problem.node, problem.message) == (node.id, f"{by_hand.value} ({by_hand.type.__name__})")
    assert problem.why
    assert [fix.text for fix in problem.fixes] == repairs
    for fix in problem.fixes:
        drawing.project.run(fix.title, fix.changes)
        assert guinet.evaluate(drawing.project).problems == ()
        drawing.project.undo()


def test_the_repaired_values_are_torchs(drawing: Drawing) -> None:
    no_probabilities(drawing)
    scores, targets = torch.tensor([0.7, 1.2]), torch.tensor([1.0, 0.0])
    found = []
    for fix in drawing.problem().fixes:
        drawing.project.run(fix.title, fix.changes)
        values = drawing.values()
        found.append(next(values[name] for name in ("bce_with_logits_loss", "loss") if name in values))
        drawing.project.undo()

    assert torch.equal(found[0], nn.BCELoss()(scores.sigmoid(), targets))
    assert torch.equal(found[1], nn.BCEWithLogitsLoss()(scores, targets))


def test_in_a_module_too(drawing: Drawing) -> None:
    """Where nothing has run yet, the check on the meta device says it."""
    drawing.add("guinet.Input", "x", shape=(3,), dtype="int64")
    drawing.add("torch.rand", "w", size=(3, 3), hold="attribute")
    product = drawing.add("torch.matmul", "product", "x", "w")
    drawing.add("guinet.Output", "y", "product")

    (problem,) = [each for each in guinet.check(drawing.project).problems if each.node == product.id]

    assert [fix.text for fix in problem.fixes] == ["Insert float before input"]
    drawing.project.run(problem.fixes[0].title, problem.fixes[0].changes)
    assert guinet.check(drawing.project).problems == ()
