"""Row S10, optimisers: a drawn network, trained with each, and the same loop written by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn, optim

import guinet
from guinet.core.changes import SetTraining
from guinet.core.project import Project
from guinet.core.values import MISSING, Setting
from guinet.train.runs import RunStore

EPOCHS = 4

OPTIMISERS: list[tuple[str, dict[str, Setting]]] = [
    ("SGD", {"lr": 0.01, "momentum": 0.9}),
    ("Adam", {"lr": 0.001}),
    ("RMSprop", {"lr": 0.001}),
    ("Adadelta", {"lr": 1.0}),
    ("Adagrad", {"lr": 0.01}),
    ("AdamW", {"lr": 0.001}),
]


class Written(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(2, 32)
        self.output = nn.Linear(32, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.output(torch.relu(self.hidden(x)))


@pytest.fixture
def moons(bundled: Callable[[str], Project]) -> Project:
    """All rows in one batch, in their order."""
    project = bundled("optimisers")
    project.main.set(project.main.node("moons"), batch_size=1000, shuffle=False, validation=0.0, test=0.0)
    return project


@pytest.mark.parametrize(("name", "arguments"), OPTIMISERS)
def test_losses_are_those_of_torch(moons: Project, name: str, arguments: dict[str, Any], tmp_path: Path) -> None:
    chosen = {f"optimizer.{key}": value for key, value in arguments.items()}
    settings = {"optimizer.momentum": MISSING, "optimizer": f"torch.optim.{name}", **chosen}
    moons.run("Choose", [SetTraining(key, value) for key, value in settings.items()])
    batch: Any = guinet.evaluate(moons)["moons"]
    features, label = batch
    torch.manual_seed(0)
    model = Written()
    optimizer = getattr(optim, name)(model.parameters(), **arguments)
    losses = []
    for _ in range(EPOCHS):
        loss = nn.CrossEntropyLoss()(model(features), label)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    finished = guinet.train(moons, epochs=EPOCHS, folder=tmp_path)

    assert losses[-1] < losses[0]
    assert list(RunStore(tmp_path).losses(finished.run)) == pytest.approx(losses, rel=1e-5)


def test_the_settings_name_the_optimiser_as_torch_does(bundled: Callable[[str], Project]) -> None:
    script = guinet.source(bundled("optimisers"), training=True)

    assert "torch.optim.SGD(" in script
    assert "momentum=0.9" in script
