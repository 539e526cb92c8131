"""What is one tensor in a module and stands in several places, what does not learn, and what is told of both."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import guinet
from tests.live_modules import require_same


class Encoder(nn.Module):
    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__()
        self.embedding = embedding
        self.fc = nn.Linear(4, 4)

    def forward(self, words: Tensor) -> Tensor:
        return self.fc(self.embedding(words))


class TwoEncoders(nn.Module):
    """As sequence models do it: one embedding in both, and in the last layer."""

    def __init__(self, kept: bool = False) -> None:
        super().__init__()
        embedding = nn.Embedding(9, 4)
        if kept:
            self.shared = embedding
        self.encoder, self.decoder = Encoder(embedding), Encoder(embedding)
        self.head = nn.Linear(4, 9, bias=False)
        self.head.weight = embedding.weight

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        return self.head(self.encoder(source).mean(1, keepdim=True) + self.decoder(target))


class Activated(nn.Module):
    """One activation that learns, in a row and after it."""

    def __init__(self) -> None:
        super().__init__()
        act = nn.PReLU()
        self.net = nn.Sequential(nn.Linear(4, 4), act, nn.Linear(4, 4), act)
        self.act = act

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.net(x))


class Repeated(nn.Module):
    """One block several times, in a list and in a row."""

    def __init__(self) -> None:
        super().__init__()
        block = nn.Sequential(nn.Linear(4, 4), nn.GELU())
        self.layers = nn.ModuleList([block, block])
        self.row = nn.Sequential(block, nn.LayerNorm(4), block)

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = x + layer(x)
        return self.row(x)


class Tied(nn.Module):
    """The weight of a layer is used besides by its values."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(9, 4)
        self.fc = nn.Linear(4, 4)

    def forward(self, words: Tensor) -> Tensor:
        return F.linear(self.fc(self.words(words)), self.words.weight)


ROWS, WORDS = torch.randn(3, 4), torch.randint(0, 9, (2, 3))


def shared(module: nn.Module) -> set[frozenset[str]]:
    """Names of parameters that are one and the same."""
    found: dict[int, list[str]] = {}
    for name, parameter in module.named_parameters(remove_duplicate=False):
        found.setdefault(id(parameter), []).append(name)
    return {frozenset(names) for names in found.values() if len(names) > 1}


def test_one_embedding_of_two_encoders_stays_one() -> None:
    module = TwoEncoders()
    project = require_same(module, (WORDS, WORDS[:, :2]))
    assert project.import_report.complete
    assert shared(guinet.build(project)) == shared(module)


def test_a_name_under_which_nothing_runs_is_told_of_and_ties_hold() -> None:
    project = require_same(TwoEncoders(kept=True), (WORDS, WORDS[:, :2]), keys=False)
    assert str(project.import_report).startswith("shared.weight of the module are not in the graph")
    assert shared(guinet.build(project)) == {
        frozenset({"encoder.embedding.weight", "decoder.embedding.weight", "head.weight"})
    }


@pytest.mark.parametrize("make", [Activated, lambda: Activated().net])
def test_an_activation_in_several_places_stays_one(make: type[nn.Module]) -> None:
    module = make()
    project = require_same(module, ROWS)
    assert project.import_report.complete
    assert shared(guinet.build(project)) == shared(module)


def test_a_block_that_runs_in_several_places_stays_one() -> None:
    built = guinet.build(require_same(Repeated(), ROWS, keys=False))
    weights = {"layers.0.0.weight", "row.0.0.weight", "row.2.0.weight"}
    assert shared(built) == {frozenset(weights), frozenset(name.replace("weight", "bias") for name in weights)}


def test_what_no_graph_can_keep_as_one_is_told_of() -> None:
    told = str(require_same(Tied(), WORDS, keys=False).import_report)
    assert "words_weight, words.weight are one tensor in the module and several in the graph" in told


def test_what_does_not_learn_does_not_learn_in_the_project() -> None:
    module = nn.Sequential(nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4)), nn.Linear(4, 4), nn.Linear(4, 2))
    module[0].requires_grad_(False)
    module[1].bias.requires_grad_(False)

    project = require_same(module, ROWS)

    assert project.import_report.complete
    assert project.training == {"groups.0.frozen": True, "groups.1.bias.frozen": True}
