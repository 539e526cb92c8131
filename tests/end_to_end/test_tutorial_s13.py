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
    from tests.end_to_end.conftest import Alike, Drawing


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


def test_nested_blocks_print_count_and_key_as_in_the_tutorial(
    bundled: Callable[[str], Project], alike: Alike, tutorial: ModuleType
) -> None:
    alike(bundled("parameters"), tutorial.rgnet, torch.randn(2, 4))
    assert "0.block3.2.bias" in guinet.build(bundled("parameters")).state_dict()


def test_a_block_repeated_four_times_has_four_sets_of_weights(
    bundled: Callable[[str], Project], tutorial: ModuleType
) -> None:
    torch.manual_seed(1)
    blocks, out = nn.Sequential(*(tutorial.block1() for _ in range(4))), nn.Linear(4, 1)
    torch.manual_seed(1)
    drawn = guinet.build(bundled("repeated-blocks"))
    x = torch.randn(2, 4)

    assert str(drawn.get_submodule("blocks")) == str(blocks)
    keys = [*(f"blocks.{key}" for key in blocks.state_dict()), "out.weight", "out.bias"]
    assert list(drawn.state_dict()) == keys
    assert torch.equal(drawn(x), out(blocks(x)))
