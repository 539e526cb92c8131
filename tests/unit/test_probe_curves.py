"""Curves of nodes with arguments of their own: torch's values, and its slopes by autograd."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from guinet.core.project import Project
from guinet.core.values import Reference, Value
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import NodeType
from guinet.probe.curves import HIGH, LOW, POINTS, curve_of
from guinet.session.answers.docs import answer
from guinet.session.events import Event
from guinet.session.messages.docs import AskCurve, NodeCurve
from guinet.session.studies import Desk

PLACES = torch.linspace(LOW, HIGH, POINTS, dtype=torch.float64)


def type_of(kind: str) -> NodeType:
    found = REGISTRY.get(kind)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["torch.nn.LeakyReLU", "torch.nn.functional.leaky_relu"])
def test_a_curve_is_bent_by_the_nodes_own_arguments(kind: str) -> None:
    curve = curve_of(type_of(kind), {"negative_slope": 0.3, "inplace": True})
    assert curve is not None
    assert curve.values == pytest.approx(functional.leaky_relu(PLACES, 0.3).tolist(), abs=1e-4)
    assert set(curve.slopes) == {0.3, 1.0}


def test_without_arguments_it_is_torchs_default() -> None:
    curve = curve_of(type_of("torch.nn.ELU"))
    assert curve is not None
    assert curve.values == pytest.approx(functional.elu(PLACES).tolist(), abs=1e-4)


def test_arguments_torch_gives_no_defaults_draw_it() -> None:
    curve = curve_of(type_of("torch.nn.Threshold"), {"threshold": 2.0, "value": -1.0})
    assert curve is not None
    assert curve.values == pytest.approx([-1.0 if x <= 2 else x for x in PLACES.tolist()], abs=1e-4)


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("torch.nn.Softmax", {"dim": 0}),
        ("torch.nn.Conv2d", {"out_channels": 1, "kernel_size": 1}),
        ("torch.nn.LeakyReLU", {"negative_slope": "steep"}),
        ("torch.nn.LeakyReLU", {"negative_slope": Reference("slope")}),
        ("torch.nn.Threshold", {"threshold": 1.0}),
        ("torch.nn.Hardtanh", {"min_val": 3.0, "max_val": 1.0}),
    ],
)
def test_where_there_is_no_curve_there_is_none(kind: str, arguments: dict[str, Value]) -> None:
    assert curve_of(type_of(kind), arguments) is None


def test_a_method_has_the_curve_of_its_function_and_what_is_written_over_has_none() -> None:
    method = curve_of(type_of("torch.Tensor.logit"), {"eps": 0.1})
    assert method == curve_of(type_of("torch.logit"), {"eps": 0.1})
    assert method is not None
    assert curve_of(type_of("torch.Tensor.logit_")) is None
    assert curve_of(type_of("torch.Tensor.is_signed")) is None  # no tensor


def test_a_function_torch_knows_no_derivative_of_has_values_alone() -> None:
    curve = curve_of(type_of("torch.special.bessel_j1"))
    assert curve is not None
    assert curve.values == pytest.approx(torch.special.bessel_j1(PLACES).tolist(), abs=1e-4)
    assert set(curve.slopes) == {None}


def test_the_question_of_the_docs_is_answered_from_the_curve() -> None:
    told: list[Event] = []
    desk = Desk(Project(REGISTRY), 0, None, None, {}, told.append)
    answer(desk, AskCurve(kind="torch.nn.LeakyReLU", arguments={"negative_slope": 0.3}))
    answer(desk, AskCurve(kind="torch.nn.Gone", arguments={}))
    assert told[0] == NodeCurve(
        "torch.nn.LeakyReLU",
        {"negative_slope": 0.3},
        curve_of(type_of("torch.nn.LeakyReLU"), {"negative_slope": 0.3}),
    )
    assert told[1] == NodeCurve("torch.nn.Gone", {}, None)
