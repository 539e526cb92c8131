"""Row S17, Dataset and DataLoader: one written by hand in a code node, and torch's own DataLoader over the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

import guinet
from guinet.core.coding import write_code
from guinet.core.graph import CODE_KIND
from guinet.core.project import Project
from guinet.storage import trust
from guinet.train.runs import RunStore

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing

Row = tuple[Tensor, Tensor]
EPOCHS = 2

TUTORIAL = """from torch.utils.data import Dataset

class CustomDataset(Dataset):
    def __init__(self):
        self.data = torch.arange(12.0).reshape(6, 2)
        self.labels = torch.tensor([0, 1, 0, 1, 0, 1])

    def __len__(self):
        return len(self.data)

    def __getitem__(self, idx):
        return self.data[idx], self.labels[idx]
"""


class CustomDataset(Dataset[Row]):
    def __init__(self, data: Tensor, labels: Tensor) -> None:
        self.data = data
        self.labels = labels

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, idx: int) -> Row:
        return self.data[idx], self.labels[idx]


class Written(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(2, 16)
        self.output = nn.Linear(16, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.output(torch.relu(self.hidden(x)))


@pytest.mark.parametrize("batch_size", [4, 6])
def test_the_tutorials_own_dataset_gives_its_batches(drawing: Drawing, batch_size: int) -> None:
    trust.trust([TUTORIAL])
    kind = CODE_KIND + write_code(drawing.project, TUTORIAL)
    drawing.add(kind, "rows", batch_size=batch_size, validation=0.0, test=0.0)
    drawing.add("torch.nn.Linear", "linear", "rows", out_features=2)
    drawing.add("guinet.Output", "y", "linear")
    data: Dataset[Row] = CustomDataset(torch.arange(12.0).reshape(6, 2), torch.tensor([0, 1, 0, 1, 0, 1]))
    data_batch, label_batch = next(iter(DataLoader(data, batch_size=batch_size, shuffle=True)))

    rows, labels = drawing.values()["rows"]
    assert (rows.shape, rows.dtype) == (data_batch.shape, data_batch.dtype)
    assert (labels.shape, labels.dtype) == (label_batch.shape, label_batch.dtype)
    found = {(*row.tolist(), label.item()) for row, label in zip(rows, labels, strict=True)}
    assert len(found) == batch_size
    assert found <= {(*row.tolist(), label.item()) for row, label in (data[place] for place in range(6))}


def test_the_tutorials_loop_over_batches(bundled: Callable[[str], Project], tmp_path: Path) -> None:
    project = bundled("datasets")
    node = project.main.node("points")
    project.main.set(node, batch_size=1000, shuffle=False, validation=0.0, test=0.0)
    everything: Any = guinet.evaluate(project)["points"]
    assert [len(each) for each in everything] == [1000, 1000]
    project.main.set(node, batch_size=32)
    torch.manual_seed(0)
    model = Written()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    losses = []
    for _ in range(EPOCHS):
        for x_batch, y_batch in DataLoader(CustomDataset(*everything), batch_size=32):
            optimizer.zero_grad()
            loss = criterion(model(x_batch), y_batch)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())

    finished = guinet.train(project, epochs=EPOCHS, folder=tmp_path)

    assert list(RunStore(tmp_path).losses(finished.run)) == pytest.approx(losses, rel=1e-4)
