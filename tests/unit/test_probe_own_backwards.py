"""Code that runs backward passes of its own, in a network that is recorded and stepped, beside the same in torch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import Tensor, nn

from guinet import data
from guinet.compile.shapes import Checker
from guinet.compile.source import SourceError
from guinet.core.project import Project
from guinet.core.recorded import Record
from guinet.core.stepped import Go, Order
from guinet.core.values import TensorSpec
from guinet.probe.stepping import Stepper
from guinet.train.plan import make_plan
from tests.odd_code import network, recorded

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch

DOUBLE = """import torch


def odd(x):
    y = (x ** 3).sum()
    (slope,) = torch.autograd.grad(y, x, create_graph=True)
    return x + slope
"""
SINGLE = DOUBLE.replace("create_graph", "retain_graph")
BACK = "def odd(x):\n    (x ** 3).sum().backward(retain_graph=True)\n    return x * 2\n"
FREES = "def odd(x):\n    (x ** 3).sum().backward()\n    return x * 2\n"
FAILS = (
    "import torch\n\n\ndef odd(x):\n    if x.device.type == 'meta':\n        return x\n    raise ValueError('not so')\n"
)
OVER = DOUBLE.replace("    return", "    x.add_(1)\n    return")


def double(x: Tensor) -> Tensor:
    (slope,) = torch.autograd.grad((x**3).sum(), x, create_graph=True)
    return x + slope


def single(x: Tensor) -> Tensor:
    (slope,) = torch.autograd.grad((x**3).sum(), x, retain_graph=True)
    return x + slope


class ByHand:
    """The same network in plain torch, on the same rows: `walked` is autograd's graph, `gradients` what came back."""

    def __init__(self, project: Project, odd: Callable[[Tensor], Tensor]) -> None:
        fields = make_plan(project).splits.train.fields
        torch.manual_seed(0)
        layers = {"first": nn.Linear(4, 4), "last": nn.Linear(4, 3)}
        self.loss = nn.functional.cross_entropy(
            layers["last"](odd(layers["first"](fields["features"][:64]))), fields["label"][:64]
        )
        self.functions, self.edges = self._walked()
        self.loss.backward()
        self.gradients = {
            f"{name}.{each}": parameter.grad.norm().item()
            for name, layer in layers.items()
            for each, parameter in layer.named_parameters()
            if parameter.grad is not None
        }

    def _walked(self) -> tuple[Counter[str], int]:
        seen: set[Any] = set()
        edges, waiting = 0, [self.loss.grad_fn]
        while waiting:
            function = waiting.pop()
            if function is None or function in seen:
                continue
            seen.add(function)
            following = [each for each, _ in function.next_functions if each is not None]
            edges += len(following)
            waiting += following
        return Counter(function.name().rpartition("::")[2] for function in seen), edges


def leaf_norms(told: Record) -> dict[str, float | None]:
    ends = zip(told.edges, told.flows, strict=True)
    found: dict[str, float | None] = {}
    for (_, following), flow in ends:
        leaf = told.functions[following].leaf
        if leaf:
            found[leaf] = flow.norm
    return found


@pytest.mark.parametrize(("text", "odd"), [(DOUBLE, double), (SINGLE, single)], ids=["create_graph", "retain_graph"])
def test_the_graph_is_that_of_plain_torch(
    sketch: Sketch, project: Project, text: str, odd: Callable[[Tensor], Tensor]
) -> None:
    node = network(sketch, text)

    told, expected = recorded(project), ByHand(project, odd)

    assert Counter(function.op for function in told.functions) == expected.functions
    assert len(told.edges) == expected.edges
    assert leaf_norms(told) == pytest.approx(expected.gradients, rel=1e-5)
    of_node = {function.op for function in told.functions if function.keys == (("main", node.id),)}
    assert of_node >= ({"AddBackward0", "PowBackward0"} if odd is double else {"AddBackward0"})


@pytest.mark.parametrize(
    ("text", "reasons"), [(DOUBLE, 0), (SINGLE, 1), (BACK, 1)], ids=["create_graph", "retain_graph", "backward"]
)
def test_what_autograd_keeps_nothing_of_is_told_on_the_node(
    sketch: Sketch, project: Project, text: str, reasons: int
) -> None:
    node = network(sketch, text)

    told = recorded(project)

    found = [problem.node for problem in told.breaks if "a backward pass of its own" in problem.message]
    assert found == [node.id] * reasons


def test_gradients_of_a_backward_inside_are_taken_away_before_the_loss_goes_back(
    sketch: Sketch, project: Project
) -> None:
    network(sketch, BACK)

    told, expected = recorded(project), ByHand(project, lambda x: x * 2)

    assert leaf_norms(told) == pytest.approx(expected.gradients, rel=1e-5)
    printed = next(function.gradient for function in told.functions if function.leaf == "last.bias")
    assert printed, "what has come to the leaf is told"
    numbers = [float(number) for number in printed.strip("[]").split(",")]
    assert torch.tensor(numbers).norm().item() == pytest.approx(expected.gradients["last.bias"], rel=1e-3)


def test_where_it_frees_what_the_loss_needs_the_graph_is_shown_with_torchs_words(
    sketch: Sketch, project: Project
) -> None:
    network(sketch, FREES)

    told = recorded(project)

    assert "AddmmBackward0" in {function.op for function in told.functions}
    assert any("backward through the graph a second time" in problem.message for problem in told.breaks)


def test_nobody_listens_any_more_once_the_code_has_failed(sketch: Sketch, project: Project) -> None:
    network(sketch, FAILS)

    with pytest.raises(SourceError, match="not so"):
        recorded(project)

    assert torch._C._len_torch_function_stack() == 0


@pytest.mark.parametrize("text", [DOUBLE, OVER], ids=["create_graph", "and writes over what arrives"])
def test_a_check_gives_it_what_a_layer_would(sketch: Sketch, project: Project, text: str) -> None:
    node = network(sketch, text)

    report = Checker(project, data.project_specs(project)).report

    assert report.problems == ()
    assert report.nodes["main"][node.id].outputs["output"] == TensorSpec(("N", 4))


def test_a_step_through_it_has_the_gradients_of_plain_torch(sketch: Sketch, project: Project) -> None:
    network(sketch, DOUBLE)
    stepper = Stepper(project)
    try:
        stop = stepper.go(Order(Go.STEP))
    finally:
        stepper.end()

    plan = make_plan(project)
    order = torch.randperm(plan.splits.train.rows, generator=torch.Generator().manual_seed(plan.seed))
    first = plan.splits.train.fields["features"][order[: plan.batch_size]]
    torch.manual_seed(plan.seed)
    layers = nn.Linear(4, 4), nn.Linear(4, 3)
    labels = plan.splits.train.fields["label"][order[: plan.batch_size]]
    loss = nn.functional.cross_entropy(layers[1](double(layers[0](first))), labels)
    loss.backward()
    expected = [
        parameter.grad.norm().item()
        for layer in layers
        for parameter in layer.parameters()
        if parameter.grad is not None
    ]
    assert stop.loss == pytest.approx(loss.item(), rel=1e-6)
    assert [each.gradient for each in stop.parameters] == pytest.approx(expected, rel=1e-5)
