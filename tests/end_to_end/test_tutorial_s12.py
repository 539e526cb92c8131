"""Row S12, containers: Sequential, blocks in blocks, a constant weight, a layer used twice, a loop, the chimera; drawn,
and compared with the tutorial's own classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import guinet
from guinet.core.project import Project

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Alike, Same


def stack() -> nn.Sequential:
    return nn.Sequential(nn.Linear(10, 50), nn.ReLU(), nn.Linear(50, 20), nn.ReLU(), nn.Linear(20, 1))


class NestMLP(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU())
        self.linear = nn.Linear(32, 16)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(self.net(x))


class Nested(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.nest = NestMLP()

    def forward(self, x: Tensor) -> Tensor:
        return self.nest(x)


class FixedHiddenMLP(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.rand_weight = torch.rand((20, 20), requires_grad=False)
        self.linear = nn.Linear(20, 20)

    def forward(self, x: Tensor) -> Tensor:
        x = self.linear(x)
        x = F.relu(torch.mm(x, self.rand_weight) + 1)
        x = self.linear(x)
        while x.abs().sum() > 1:
            x /= 2
        return x.sum()


def chimera() -> nn.Sequential:
    return nn.Sequential(NestMLP(), nn.Linear(16, 20), FixedHiddenMLP())


@pytest.mark.parametrize(
    ("name", "written", "width"),
    [
        ("sequential", stack, 10),
        ("nested-blocks", Nested, 20),
        ("constant-weights", FixedHiddenMLP, 20),
        ("containers", chimera, 20),
    ],
)
def test_it_is_what_is_written_by_hand(
    bundled: Callable[[str], Project], alike: Alike, name: str, written: Callable[[], nn.Module], width: int
) -> None:
    alike(bundled(name), written, torch.rand(2, width))


def test_a_sequential_prints_as_torchs_own(bundled: Callable[[str], Project]) -> None:
    drawn = guinet.build(bundled("sequential"))

    assert isinstance(drawn, nn.Sequential)
    assert str(drawn) == str(stack())


def test_keys_of_the_chimera(bundled: Callable[[str], Project]) -> None:
    drawn = guinet.build(bundled("containers"))

    assert list(drawn.state_dict()) == [
        *(f"0.net.{layer}.{parameter}" for layer in (0, 2) for parameter in ("weight", "bias")),
        "0.linear.weight",
        "0.linear.bias",
        "1.weight",
        "1.bias",
        "2.linear.weight",
        "2.linear.bias",
    ]


def test_the_loop_and_the_constant_weight_are_read_as_python(bundled: Callable[[str], Project]) -> None:
    source = guinet.source(bundled("constant-weights"))

    assert "self.rand_weight = torch.rand((20, 20))" in source
    assert "while torch.sum(torch.abs(x)) > 1:\n            x = x / 2\n" in source


def test_the_values_of_the_chimera(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("containers")
    torch.manual_seed(0)
    net = chimera().eval()

    same(values["0"], net[0](values["x"]))
    same(values["y"], net(values["x"]))


def test_the_values_of_the_loop(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("constant-weights")
    torch.manual_seed(0)
    net = FixedHiddenMLP().eval()

    same(values["linear"], net.linear(values["x"]))
    same(values["y"], net(values["x"]))
    assert values["until_small"].abs().sum() <= 1 < values["again"].abs().sum()
