"""Row S7, linear layers: drawn, and compared with the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn

import guinet
from guinet.core.project import Project

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing, Same


def test_a_linear_layer(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("linear-layer")
    torch.manual_seed(0)
    x = torch.randn(32, 10)
    linear = nn.Linear(in_features=10, out_features=5)
    output = linear(x)

    same(values["linear"], output)
    same(values["shape"], output.shape)
    assert values["shape"] == (32, 5)


def test_in_features_is_read_off_what_is_wired_in(bundled: Callable[[str], Project]) -> None:
    assert "linear = nn.Linear(10, 5)" in guinet.source(bundled("linear-layer"))


def test_in_features_that_do_not_fit(drawing: Drawing) -> None:
    drawing.add("torch.randn", "x", size=(32, 10))
    node = drawing.add("torch.nn.Linear", "linear", "x", in_features=7, out_features=5)
    with pytest.raises(RuntimeError) as by_hand:
        nn.Linear(7, 5)(torch.randn(32, 10))

    problem = drawing.problem()
    assert (problem.node, problem.message) == (node.id, f"{by_hand.value} (RuntimeError)")
