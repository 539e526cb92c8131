"""Row S22, train mode, eval mode and prediction: a drawn network, and the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import Tensor, nn

import guinet
from guinet.core.project import Project

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Alike, Same


class TrainAndEval(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(13, 32)
        self.bn1 = nn.BatchNorm1d(32)
        self.relu = nn.ReLU()
        self.dropout = nn.Dropout(p=0.3)
        self.fc2 = nn.Linear(32, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(self.dropout(self.relu(self.bn1(self.fc1(x)))))


def test_both_modes(bundled: Callable[[str], Project], alike: Alike) -> None:
    alike(bundled("train-and-eval"), TrainAndEval, torch.randn(16, 13))


def test_train_mode_updates_the_running_statistics(bundled: Callable[[str], Project]) -> None:
    torch.manual_seed(1)
    drawn = guinet.build(bundled("train-and-eval"))
    torch.manual_seed(1)
    model = TrainAndEval()
    train_data = torch.randn(16, 13)

    for net in (drawn, model):
        net.eval()(train_data)
        assert torch.equal(net.state_dict()["bn1.running_mean"], torch.zeros(32))
        net.train()(train_data)
    torch.testing.assert_close(drawn.state_dict(), model.state_dict(), rtol=0, atol=0)


def test_evaluating_is_done_in_eval_mode(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("train-and-eval")
    features, _ = values["wine"]
    torch.manual_seed(0)
    model = TrainAndEval()
    model.eval()

    same(values["fc2"], model(features))
    assert torch.equal(values["dropout"], values["relu"])


def test_prediction_is_in_eval_mode_and_without_gradients(bundled: Callable[[str], Project], tmp_path: Path) -> None:
    project = bundled("train-and-eval")
    torch.manual_seed(5)
    model = TrainAndEval()
    model(torch.randn(16, 13))  # so that the running statistics are not those of a new one
    torch.save(model.state_dict(), tmp_path / "weights.pt")
    rows: Any = guinet.evaluate(project)["wine"]
    row = rows[0][0]  # as the network gets it: standardised

    project.main.set(project.main.node("wine"), standardise=False)
    asked = ",".join(map(str, row.tolist()))
    (first,), (again,) = (guinet.predict(project, asked, tmp_path / "weights.pt") for _ in range(2))
    model.eval()
    with torch.no_grad():
        predictions = model(row[None])[0]

    assert first == again
    assert first.values == tuple(predictions.tolist())
    assert list(first.probabilities.values()) == pytest.approx(predictions.softmax(0).tolist())
