"""Row S6, modules: drawn, and compared with the tutorial's own classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from guinet.core.changes import SetBlock
from guinet.core.project import MAIN, Project
from guinet.probe.printed import printed

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Alike, Drawing, Same


class NeuralNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x)


class MLP(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(20, 256)
        self.out = nn.Linear(256, 10)

    def forward(self, X: Tensor) -> Tensor:
        return self.out(F.relu(self.hidden(X)))


def test_neural_net(drawing: Drawing, alike: Alike) -> None:
    project = drawing.project
    project.run("Name", [SetBlock(MAIN, "NeuralNet")])
    drawing.add("guinet.Input", "x", shape=(3,))
    drawing.add("torch.nn.Linear", "linear", "x", out_features=3)
    drawing.add("guinet.Output", "y", "linear")

    alike(project, NeuralNet, torch.randn(2, 3))
    assert str(NeuralNet()) == "NeuralNet(\n  (linear): Linear(in_features=3, out_features=3, bias=True)\n)"


def test_print_in_the_window(bundled: Callable[[str], Project]) -> None:
    project = bundled("mlp-module")
    net = MLP()

    assert printed(project, MAIN) == str(net)
    assert printed(project, MAIN, project.main.node("hidden").id) == str(net.hidden)


def test_mlp(bundled: Callable[[str], Project], alike: Alike) -> None:
    alike(bundled("mlp-module"), MLP, torch.rand(2, 20))


def test_the_values_of_the_example(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("mlp-module")
    torch.manual_seed(0)
    net = MLP()

    assert values["X"].shape == (2, 20)
    same(values["out"], net(values["X"]))
    assert values["y"] is values["out"]
