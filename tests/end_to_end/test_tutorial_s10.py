"""Row S10, optimisers: a drawn network, trained with each, and the same loop written by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn, optim

import guinet
from guinet.core.changes import SetTraining
from guinet.core.project import Project
from guinet.core.values import MISSING, Setting
from guinet.train.checkpoints import Checkpoints
from guinet.train.runs import RunStore

STEPS = 3

OPTIMISERS: dict[str, dict[str, Any]] = {
    "SGD": {"lr": 0.01, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01, "fused": True},
    "Adam": {"lr": 0.001, "betas": (0.8, 0.99), "amsgrad": True, "fused": True},
    "AdamW": {"lr": 0.001, "weight_decay": 0.1, "fused": True},
    "RMSprop": {"lr": 0.001, "alpha": 0.9, "momentum": 0.5, "centered": True},
    "Adadelta": {"lr": 1.0, "rho": 0.8},
    "Adafactor": {"lr": 0.05, "beta2_decay": -0.7, "d": 2.0},
    "Adagrad": {"lr": 0.01, "lr_decay": 0.1, "initial_accumulator_value": 0.1},
    "Adamax": {"lr": 0.01, "betas": (0.8, 0.99)},
    "ASGD": {"lr": 0.05, "lambd": 0.001, "t0": 1.0},
    "LBFGS": {"lr": 0.5, "max_iter": 3, "history_size": 2, "line_search_fn": "strong_wolfe"},
    "Muon": {"lr": 0.01, "momentum": 0.9, "ns_steps": 3},
    "NAdam": {"lr": 0.01, "momentum_decay": 0.01, "decoupled_weight_decay": True, "weight_decay": 0.01},
    "RAdam": {"lr": 0.01, "betas": (0.8, 0.9)},
    "Rprop": {"lr": 0.05, "etas": (0.4, 1.3), "step_sizes": (0.001, 1.0)},
    "SparseAdam": {"lr": 0.05, "betas": (0.8, 0.99)},
}
"""`fused` is what GuiNet says by itself where torch has it."""


class Layers(nn.Module):
    """As the example has them; without biases for Muon, which trains matrices alone."""

    def __init__(self, bias: bool) -> None:
        super().__init__()
        self.hidden = nn.Linear(2, 32, bias=bias)
        self.output = nn.Linear(32, 2, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        scores: Tensor = self.output(torch.relu(self.hidden(x)))
        return scores


class Table(nn.Module):
    """Sparse gradients for SparseAdam."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(4, 2, sparse=True)

    def forward(self, x: Tensor) -> Tensor:
        scores: Tensor = self.table(x.clamp(0, 3).long()).sum(1)
        return scores


@pytest.fixture
def moons(bundled: Callable[[str], Project]) -> Project:
    """All rows in one batch, in their order."""
    project = bundled("optimisers")
    project.main.set(project.main.node("moons"), batch_size=1000, shuffle=False, validation=0.0, test=0.0)
    return project


def of_matrices(project: Project) -> None:
    for name in ("hidden", "output"):
        project.main.set(project.main.node(name), bias=False)


def of_a_table(project: Project) -> None:
    graph = project.main
    graph.remove([graph.node(name) for name in ("hidden", "relu", "output")])
    row = [graph.add("torch.Tensor.clamp", name="cut", min=0, max=3), graph.add("torch.Tensor.long", name="whole")]
    row.append(graph.add("torch.nn.Embedding", name="table", num_embeddings=4, embedding_dim=2, sparse=True))
    row.append(graph.add("torch.Tensor.sum", name="both", dim=1))
    graph.connect(graph.node("moons")["features"], row[0]["input"])
    for source, target in pairwise(row):
        graph.connect(source["output"], target["input"])
    graph.connect(row[-1]["output"], graph.node("loss")["input"])


def by_hand(name: str, model: nn.Module, features: Tensor, label: Tensor) -> list[float]:
    optimizer = getattr(optim, name)(model.parameters(), **OPTIMISERS[name])

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = nn.CrossEntropyLoss()(model(features), label)
        loss.backward()
        return loss

    return [optimizer.step(closure).item() for _ in range(STEPS)]


def test_each_of_torchs_optimisers_is_compared() -> None:
    found = {name for name, each in vars(optim).items() if isinstance(each, type) and issubclass(each, optim.Optimizer)}

    assert found - {"Optimizer"} == OPTIMISERS.keys()


@pytest.mark.parametrize("name", OPTIMISERS)
def test_three_steps_are_those_of_torch_bit_for_bit(moons: Project, name: str, tmp_path: Path) -> None:
    if name == "Muon":
        of_matrices(moons)
    elif name == "SparseAdam":
        of_a_table(moons)
    chosen = {f"optimizer.{key}": value for key, value in OPTIMISERS[name].items() if key != "fused"}
    settings: dict[str, Setting] = {"optimizer.momentum": MISSING, "optimizer": f"torch.optim.{name}", **chosen}
    moons.run("Choose", [SetTraining(key, value) for key, value in settings.items()])
    batch: Any = guinet.evaluate(moons)["moons"]
    torch.manual_seed(0)
    model = Table() if name == "SparseAdam" else Layers(bias=name != "Muon")
    losses = by_hand(name, model, *batch)

    finished = guinet.train(moons, epochs=STEPS, folder=tmp_path)

    assert losses[-1] != losses[0]
    assert list(RunStore(tmp_path).losses(finished.run)) == pytest.approx(losses, rel=1e-6)  # kept as float32
    kept = Checkpoints(tmp_path / finished.run).load_last().weights.tensors
    torch.testing.assert_close(dict(kept), dict(model.state_dict()), rtol=0, atol=0)


def test_the_settings_name_the_optimiser_as_torch_does(bundled: Callable[[str], Project]) -> None:
    script = guinet.source(bundled("optimisers"), training=True)

    assert "torch.optim.SGD(" in script
    assert "momentum=0.9" in script
