"""A run of a seed of its own: what predicts, exports and goes on has its weights and the constants it drew."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

import guinet
from guinet.core.graph import End
from guinet.core.project import Project
from guinet.exchange.subject import make_subject
from guinet.storage.examples import example_path
from guinet.train.checkpoints import Checkpoints

SEED = 7


class ByHand(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.shift = torch.rand(4)
        self.hidden = nn.Linear(4, 16)
        self.tanh = nn.Tanh()
        self.output = nn.Linear(16, 3)

    def forward(self, features: Tensor) -> Tensor:
        scores: Tensor = self.output(self.tanh(self.hidden(features + self.shift)))
        return scores


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The iris network with a constant that is drawn, which no state_dict holds."""
    project = guinet.load(example_path("iris-mlp"))
    project.path = tmp_path / "iris.guinet"
    graph = project.main
    iris, hidden = graph.node("iris"), graph.node("hidden")
    shift = graph.add("torch.rand", name="shift", size=(4,), hold="attribute")
    moved = graph.add("torch.add", name="moved")
    graph.connect(iris["features"], moved["input"])
    graph.connect(shift["output"], moved["other"])
    graph.connect(End(moved.id, "output"), hidden["input"])
    return project


def of_run(folder: Path, seed: int) -> ByHand:
    torch.manual_seed(seed)
    module = ByHand()
    module.load_state_dict(Checkpoints(folder).load_best().tensors)
    return module.eval()


def test_what_predicts_and_exports_has_what_the_run_drew(project: Project, tmp_path: Path) -> None:
    guinet.train(project, epochs=1, seed=SEED)
    expected = of_run(tmp_path / "iris.runs" / "1", SEED)

    subject = make_subject(project)
    (features,) = subject.inputs.values()

    assert torch.equal(subject.outputs[0], expected(features).detach())
    assert f"torch.manual_seed({SEED})" in subject.seeded()
    torch.manual_seed(0)
    assert not torch.equal(torch.rand(4), expected.shift)


def test_going_on_keeps_the_seed_it_began_with(project: Project, tmp_path: Path) -> None:
    whole = guinet.train(project, epochs=3, seed=SEED, folder=tmp_path / "whole")
    guinet.train(project, epochs=1, seed=SEED, folder=tmp_path / "parts")

    parts = guinet.train(project, epochs=3, folder=tmp_path / "parts", resume="1")

    assert parts.step == whole.step
    ends = [Checkpoints(tmp_path / name / "1").load_last().weights.tensors for name in ("whole", "parts")]
    torch.testing.assert_close(dict(ends[0]), dict(ends[1]), rtol=0, atol=0)
