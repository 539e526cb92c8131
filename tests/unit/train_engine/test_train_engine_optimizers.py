"""Every optimiser, against torch's own two steps, and resumed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import Tensor, nn

from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY
from guinet.train.optimizers import OptimizerChoice, choose_optimizer
from guinet.train.problems import TrainingError
from guinet.train.updates import UpdateChoice
from tests.unit.train_engine.loops import (
    BATCHES,
    check_resumed,
)

if TYPE_CHECKING:
    from tests.unit.train_engine.conftest import MakePlan, StopAfter, Train


class Words(nn.Module):
    """A layer of matrices alone, for Muon, or of sparse gradients, for SparseAdam."""

    def __init__(self, sparse: bool) -> None:
        super().__init__()
        self.table = nn.Embedding(8, 3, sparse=sparse)

    def forward(self, features: Tensor) -> Tensor:
        return self.table(features.long().clamp(0, 7)).sum(1)


def network_for(name: str) -> nn.Module:
    if name in ("SparseAdam", "Muon"):
        return Words(sparse=name == "SparseAdam")
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3))


OPTIMIZERS = [type.title for type in REGISTRY.optimizers()]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_two_steps_of_every_optimiser(train: Train, iris: MakePlan, name: str) -> None:
    plan = iris(build=lambda: network_for(name), optimizer=OptimizerChoice(f"torch.optim.{name}", {}), batch_size=60)
    plan = iris(build=plan.build, optimizer=plan.optimizer, batch_size=60, epochs=1)
    x, y = plan.splits.train.fields["features"], plan.splits.train.fields["label"]
    torch.manual_seed(plan.seed)
    module = network_for(name)
    optimizer = getattr(torch.optim, name)(module.parameters())
    batches = torch.randperm(len(x), generator=torch.Generator().manual_seed(plan.seed)).split(60)
    losses = []
    for rows in batches:

        def closure(rows: Tensor = rows) -> Tensor:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(module(x[rows]), y[rows])
            loss.backward()
            return loss

        losses.append(optimizer.step(closure).item())

    made = train(plan)

    assert len(losses) == 2
    assert made.losses == losses
    torch.testing.assert_close(made.weights, dict(module.state_dict()), rtol=0, atol=0)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimiser_resumes_bit_for_bit(
    train: Train, iris: MakePlan, stop_after: type[StopAfter], tmp_path: Path, name: str
) -> None:
    plan = iris(build=lambda: network_for(name), optimizer=OptimizerChoice(f"torch.optim.{name}", {}), epochs=2)

    check_resumed(train, plan, stop_after, tmp_path, BATCHES + 2)


@pytest.mark.parametrize(
    ("name", "changes", "reason"),
    [
        ("Muon", {}, r"Muon trains matrices alone, but 0\.bias has the shape 16"),
        ("SparseAdam", {}, r"those of 0\.weight are not: freeze it"),
        ("Adam", {"build": lambda: Words(sparse=True)}, r"Adam takes no sparse gradients, but those of table\.weight"),
        ("LBFGS", {"update": UpdateChoice(accumulate=2)}, "set accumulate to 1"),
        ("SGD", {"build": lambda: Words(sparse=True), "update": UpdateChoice(clip_norm=1.0)}, "cannot clip those"),
    ],
)
def test_what_an_optimiser_cannot_train(
    train: Train, iris: MakePlan, name: str, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(TrainingError, match=reason):
        train(iris(optimizer=OptimizerChoice(f"torch.optim.{name}", {}), **changes))


def test_lbfgs_takes_no_groups(train: Train, iris: MakePlan) -> None:
    training: dict[str, Value] = {"optimizer": "torch.optim.LBFGS", "groups.0.lr": 0.1}

    with pytest.raises(TrainingError, match="LBFGS trains all parameters alike"):
        train(iris(optimizer=choose_optimizer(training)))


def test_muon_trains_matrices_where_all_else_is_frozen(train: Train, iris: MakePlan) -> None:
    training: dict[str, Value] = {
        "optimizer": "torch.optim.Muon",
        "groups.*.bias.frozen": True,
        "groups.1.weight.frozen": True,
    }

    made = train(iris(optimizer=choose_optimizer(training)))

    assert made.losses[-1] < made.losses[0]
