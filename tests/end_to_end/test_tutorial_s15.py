"""Row S15, tied parameters: drawn, and compared with the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import torch
from torch import Tensor, nn

import guinet
from guinet.core.project import Project

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Alike, Same


class Tied(nn.Sequential):
    def __init__(self) -> None:
        # In the order of the tutorial: the shared layer is made first.
        shared = nn.Linear(8, 8)
        super().__init__(nn.Linear(4, 8), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(8, 1))


class TiedEmbedding(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.decoder = nn.Linear(16, 100, bias=False)
        self.embedding = nn.Embedding(100, 16)
        self.hidden = nn.Linear(16, 16)
        self.decoder.weight = self.embedding.weight

    def forward(self, tokens: Tensor) -> Tensor:
        return self.decoder(self.hidden(self.embedding(tokens)))


def test_one_layer_at_two_places(bundled: Callable[[str], Project], alike: Alike) -> None:
    alike(bundled("tied-layers"), Tied, torch.randn(2, 4))


def test_a_change_to_one_shows_in_the_other(bundled: Callable[[str], Project]) -> None:
    net = cast("Any", guinet.build(bundled("tied-layers")))

    assert (net[2].weight.data[0] == net[4].weight.data[0]).all()
    net[2].weight.data[0, 0] = 100
    assert net[4].weight.data[0, 0] == 100
    assert {"2.weight", "4.weight"} <= set(net.state_dict())
    assert sum(each.numel() for each in net.parameters()) == sum(each.numel() for each in Tied().parameters())


def test_the_values_of_the_example(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("tied-layers")
    torch.manual_seed(0)

    same(values["y"], Tied().eval()(values["x"]))


def test_one_weight_in_two_layers(bundled: Callable[[str], Project]) -> None:
    net = cast("Any", guinet.build(bundled("tied-embedding")))
    written = TiedEmbedding()
    written.load_state_dict(net.state_dict())
    tokens = torch.randint(100, (2, 7))

    assert net.decoder.weight is net.embedding.weight
    assert sorted(net.state_dict()) == sorted(written.state_dict())
    assert torch.equal(net(tokens), written(tokens))
