"""Complex weights train as torch trains them: one kernel for all weights is not to be had for them."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

import guinet
from guinet.core.changes import SetCode
from guinet.core.coding import code_id
from guinet.core.project import Project
from guinet.probe.doctor.checkup import examine
from guinet.storage import trust
from guinet.train.plan import make_plan

TURN = """class Turn(nn.Module):
    def __init__(self):
        super().__init__()
        self.turn = nn.Parameter(torch.ones(2, dtype=torch.complex64))

    def forward(self, x):
        return (x * self.turn).real
"""


@pytest.fixture
def turned(tmp_path: Path) -> Project:
    """moons → a class of one's own with complex weights → CrossEntropyLoss, all rows in one batch."""
    trust.trust([TURN])
    project = guinet.new()
    graph = project.main
    data = graph.add("guinet.data.moons", "data", samples=40, validation=0.0, test=0.0, batch_size=40, shuffle=False)
    project.run("Write code", [SetCode(code_id(TURN), TURN)])
    own = graph.add(f"code.{code_id(TURN)}", "own")
    loss = graph.add("torch.nn.CrossEntropyLoss", "loss")
    graph.connect(data["features"], own["x"])
    graph.connect(own[project.ports(graph, own).outputs[0].name], loss["input"])
    graph.connect(data["label"], loss["target"])
    project.training |= {"epochs": 5, "optimizer": "torch.optim.Adam", "optimizer.lr": 0.1}
    guinet.save(project, tmp_path / "net.guinet")
    return project


def test_complex_weights_train_as_by_torch(turned: Project) -> None:
    plan = make_plan(turned)
    rows = plan.splits.train.fields
    weight = nn.Parameter(torch.ones(2, dtype=torch.complex64))
    optimizer = torch.optim.Adam([weight], lr=0.1)
    expected: list[float] = []
    for _ in range(5):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy((rows["features"] * weight).real, rows["label"])
        loss.backward()
        optimizer.step()
        expected.append(loss.item())
    losses: list[float] = []
    guinet.train(turned, on_event=lambda event: losses.extend(getattr(event, "losses", ())))

    assert "fused" not in plan.optimizer.arguments
    assert losses == expected
    assert guinet.inspect(turned).checkup.run == "1"


def test_the_doctor_looks_at_complex_weights(turned: Project) -> None:
    checkup = examine(turned)
    assert checkup.batch == 40
    assert not checkup.skipped
