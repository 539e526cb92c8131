"""Row S16, layers written by hand: in code nodes, and compared with the tutorial's own classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn

import guinet
from guinet.core.coding import write_code
from guinet.core.graph import CODE_KIND
from guinet.core.problems import NotAllowed
from guinet.core.project import Project
from guinet.storage import trust
from tests.tutorial_networks import CenteredLayer, MyLinear

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Alike, Drawing, Same

TUTORIAL = """class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_units, units))
        self.bias   = nn.Parameter(torch.randn(units,))

    def forward(self, X):
        linear = torch.matmul(X, self.weight) + self.bias
        return F.relu(linear)
"""


class CustomNetwork(nn.Sequential):
    def __init__(self) -> None:
        super().__init__(MyLinear(64, 8), MyLinear(8, 1))


def test_without_parameters(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("custom-layers")

    same(values["centred"], CenteredLayer()(torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0])))
    assert str(values["centred"]) == "tensor([-2., -1.,  0.,  1.,  2.])"


def test_with_parameters(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("custom-layers")
    torch.manual_seed(0)
    x = torch.rand(2, 5)
    linear = MyLinear(5, 3)

    same(values["rows"], x)
    same(values["my_linear"], linear(x))


def test_put_together_like_layers_of_torch(bundled: Callable[[str], Project], alike: Alike) -> None:
    alike(bundled("custom-network"), CustomNetwork, torch.rand(2, 64))


def test_the_tutorials_own_text_runs_once_it_is_trusted(drawing: Drawing, same: Same) -> None:
    drawing.add("torch.rand", "x", size=(2, 5))
    kind = CODE_KIND + write_code(drawing.project, TUTORIAL)
    drawing.add(kind, "linear", "x", in_units=5, units=3)
    with pytest.raises(NotAllowed, match="MyLinear"):
        guinet.evaluate(drawing.project)

    trust.trust([TUTORIAL])
    torch.manual_seed(0)
    x = torch.rand(2, 5)
    same(drawing.values()["linear"], MyLinear(5, 3)(x))


def test_what_goes_wrong_in_forward_lands_on_its_node(drawing: Drawing) -> None:
    text = "class Broken(nn.Module):\n    def forward(self, x):\n        return x @ x\n"
    trust.trust([text])
    drawing.add("torch.rand", "x", size=(2, 5))
    node = drawing.add(CODE_KIND + write_code(drawing.project, text), "broken", "x")
    with pytest.raises(RuntimeError) as by_hand:
        torch.rand(2, 5) @ torch.rand(2, 5)

    problem = drawing.problem()
    assert problem.node == node.id
    assert str(by_hand.value) in problem.message
    assert "RuntimeError" in problem.message
