"""Row S15, tied parameters: drawn, and compared with the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import torch
from torch import Tensor, nn

import guinet
from guinet.core.project import Project
from guinet.core.sharing import share, tie

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Alike, Drawing, Same


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


def test_tied_by_hand_in_text_keys_optimiser_and_file(drawing: Drawing, tmp_path: Path) -> None:
    """A layer shared and a weight tied on the canvas: one tensor each, trained once, read back as one."""
    graph = drawing.project.main
    drawing.add("guinet.Input", "tokens", shape=(3,), dtype="int64")
    embedding = drawing.add("torch.nn.Embedding", "embedding", "tokens", num_embeddings=7, embedding_dim=4)
    one = drawing.add("torch.nn.Linear", "one", "embedding", out_features=4)
    two = drawing.add("torch.nn.Linear", "two", "one", out_features=4)
    decoder = drawing.add("torch.nn.Linear", "decoder", "two", out_features=7, bias=False)
    drawing.add("guinet.Output", "scores", "decoder")
    share(graph, two.id, one.id)
    tie(graph, decoder.id, "weight", embedding.id, "weight")
    net = cast("Any", guinet.build(guinet.load(guinet.save(drawing.project, tmp_path / "tied.guinet"))))

    assert "self.decoder.weight = self.embedding.weight" in guinet.source(drawing.project)
    assert {"embedding.weight", "decoder.weight", "one.weight", "one.bias"} <= set(net.state_dict())
    assert len(list(net.parameters())) == 3
    assert net.decoder.weight is net.embedding.weight
    before = net.embedding.weight.detach().clone()
    optimiser = torch.optim.SGD(net.parameters(), lr=0.1)
    net(torch.tensor([[0, 1, 2]])).square().sum().backward()
    optimiser.step()
    assert not torch.equal(net.embedding.weight, before)
    assert torch.equal(net.embedding.weight, net.decoder.weight)
    torch.save(net.state_dict(), tmp_path / "tied.pt")
    again = cast("Any", guinet.build(drawing.project))
    again.load_state_dict(torch.load(tmp_path / "tied.pt", weights_only=True))
    tokens = torch.tensor([[3, 4, 5]])
    assert torch.equal(again(tokens), net(tokens))
