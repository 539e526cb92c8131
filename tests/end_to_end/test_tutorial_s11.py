"""Row S11, the training loop: a drawn network, and the tutorial's own loop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import Tensor, nn

import guinet
from guinet.core.project import Project
from guinet.train.runs import RunStore

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing, Same

EPOCHS = 5


class Written(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(10, 32)
        self.output = nn.Linear(32, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.output(torch.relu(self.hidden(x)))


def test_forward_loss_zero_grad_backward_step(bundled: Callable[[str], Project], tmp_path: Path) -> None:
    project = bundled("training-loop")
    batch: Any = guinet.evaluate(project)["diabetes"]
    train_data, targets = batch
    torch.manual_seed(0)
    model = Written()
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    losses = []
    for _ in range(EPOCHS):
        outputs = model(train_data)
        loss = criterion(outputs, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())

    finished = guinet.train(project, epochs=EPOCHS, folder=tmp_path)

    assert list(RunStore(tmp_path).losses(finished.run)) == pytest.approx(losses, rel=1e-5)


def test_without_zero_grad_gradients_add_up(drawing: Drawing, same: Same) -> None:
    drawing.add("torch.tensor", "w", data=3.0, requires_grad=True)
    drawing.add("torch.pow", "first", "w", exponent=2)
    one = drawing.add("torch.Tensor.backward", "one", "first")
    drawing.add("torch.pow", "second", "w", exponent=2)
    two = drawing.add("torch.Tensor.backward", "two", "second")
    drawing.project.main.connect(one["output"], two["after"])
    w = torch.tensor(3.0, requires_grad=True)
    (w**2).backward()
    (w**2).backward()

    same(drawing.values()["w"].grad, w.grad)
    assert str(w.grad) == "tensor(12.)"
