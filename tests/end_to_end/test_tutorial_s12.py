"""Row S12, containers: Sequential, blocks in blocks, a constant weight, a layer used twice, a loop, the chimera; drawn,
and compared with the tutorial's own classes."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn

import guinet
from guinet.core.project import Project

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Alike, Same


@pytest.mark.parametrize(
    ("name", "written", "width"),
    [
        ("sequential", "stack", 10),
        ("nested-blocks", "Nested", 20),
        ("constant-weights", "FixedHiddenMLP", 20),
        ("containers", "chimera", 20),
    ],
)
def test_it_is_what_is_written_by_hand(
    bundled: Callable[[str], Project], alike: Alike, tutorial: ModuleType, name: str, written: str, width: int
) -> None:
    alike(bundled(name), getattr(tutorial, written), torch.rand(2, width))


def test_a_sequential_prints_as_torchs_own(bundled: Callable[[str], Project], tutorial: ModuleType) -> None:
    drawn = guinet.build(bundled("sequential"))

    assert isinstance(drawn, nn.Sequential)
    assert str(drawn) == str(tutorial.stack())


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


def test_the_values_of_the_chimera(values_of: Callable[[str], Any], same: Same, tutorial: ModuleType) -> None:
    values = values_of("containers")
    torch.manual_seed(0)
    net = tutorial.chimera().eval()

    same(values["0"], net[0](values["x"]))
    same(values["y"], net(values["x"]))


def test_the_values_of_the_loop(values_of: Callable[[str], Any], same: Same, tutorial: ModuleType) -> None:
    values = values_of("constant-weights")
    torch.manual_seed(0)
    net = tutorial.FixedHiddenMLP().eval()

    same(values["linear"], net.linear(values["x"]))
    same(values["y"], net(values["x"]))
    assert values["until_small"].abs().sum() <= 1 < values["again"].abs().sum()
