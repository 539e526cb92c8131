"""Row S13, reading parameters: drawn, and compared with the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

import torch
from torch import nn

import guinet
from guinet.core.project import Project

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing


def test_layers_keys_and_tensors(drawing: Drawing) -> None:
    drawing.add("guinet.Input", "x", shape=(4,))
    drawing.add("torch.nn.Linear", "0", "x", out_features=8)
    drawing.add("torch.nn.ReLU", "1", "0")
    drawing.add("torch.nn.Linear", "2", "1", out_features=1)
    drawing.add("guinet.Output", "y", "2")
    torch.manual_seed(1)
    net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    torch.manual_seed(1)
    drawn = guinet.build(drawing.project)

    assert isinstance(drawn, nn.Sequential)
    assert str(drawn[2].state_dict()) == str(net[2].state_dict())
    assert type(drawn[2].bias) is type(net[2].bias)
    assert str(drawn[2].bias) == str(net[2].bias)
    assert str(drawn[2].bias.data) == str(net[2].bias.data)
    assert [(name, each.shape) for name, each in drawn[0].named_parameters()] == [
        (name, each.shape) for name, each in net[0].named_parameters()
    ]
    assert [(name, each.shape) for name, each in drawn.named_parameters()] == [
        (name, each.shape) for name, each in net.named_parameters()
    ]
    assert torch.equal(drawn.state_dict()["2.bias"].data, net.state_dict()["2.bias"].data)


def test_parameters_of_nested_blocks(bundled: Callable[[str], Project], tutorial: ModuleType) -> None:
    torch.manual_seed(1)
    net = tutorial.rgnet()
    torch.manual_seed(1)
    drawn = guinet.build(bundled("parameters"))
    x = torch.randn(2, 4)

    assert list(drawn.state_dict()) == list(net.state_dict())
    torch.testing.assert_close(drawn.state_dict(), net.state_dict(), rtol=0, atol=0)
    assert torch.equal(drawn(x), net(x))


def test_nested_blocks_print_as_in_the_tutorial_but_for_the_names_of_the_classes(
    bundled: Callable[[str], Project], tutorial: ModuleType
) -> None:
    printed = str(guinet.build(bundled("parameters")))
    for name in ("RgNet(", "Block1(", "Block2("):
        printed = printed.replace(name, "Sequential(")

    assert printed == str(tutorial.rgnet())


def test_a_block_repeated_four_times_has_four_sets_of_weights(
    bundled: Callable[[str], Project], tutorial: ModuleType
) -> None:
    torch.manual_seed(1)
    blocks, out = nn.Sequential(*(tutorial.block1() for _ in range(4))), nn.Linear(4, 1)
    torch.manual_seed(1)
    drawn = guinet.build(bundled("repeated-blocks"))
    x = torch.randn(2, 4)

    keys = [*(f"blocks.{key}" for key in blocks.state_dict()), "out.weight", "out.bias"]
    assert list(drawn.state_dict()) == keys
    assert torch.equal(drawn(x), out(blocks(x)))
