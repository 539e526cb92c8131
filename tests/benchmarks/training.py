"""Steps per second of bare hand-written loops: what a training in the window is compared with."""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from statistics import median

import torch
from torch import Tensor, nn

from guinet import data
from guinet.core.project import Project
from guinet.data import Dataset
from tests.benchmarks.rows import Row, child
from tests.benchmarks.work import WORK, without_validation

WARMING = 2.5
"""Seconds before the measuring begins, for the engine from the end of its first epoch on: what is imported on the way,
torchmetrics above all, does not count."""
SECONDS = 3.0

LIGHTNING = next((name for name in ("lightning.pytorch", "pytorch_lightning") if find_spec(name.split(".")[0])), None)
"""Compared with where it happens to be installed; it is no dependency."""


def rows() -> list[Row]:
    """The engine without a window against loops written by hand that do the same work, taken in turn."""
    found = []
    for work in WORK:
        bare, careful, lightning = list[float](), list[float](), list[float]()
        for _ in range(3):
            alone, whole = speed("engine", work), speed("engine_that_validates", work)
            bare.append(alone / best("bare", work))
            careful.append(whole / best("careful", work))
            if LIGHTNING is not None and work == "digits-mlp":
                lightning.append(alone / best("lightning", work))
        found += [
            Row(f"{work}: engine, no rows to validate / bare loop", f"{median(bare):.2f}", "≥ 1.0"),
            Row(f"{work}: engine / loop that validates and measures", f"{median(careful):.2f}", "≥ 1.0"),
        ]
        found += [Row(f"{work}: engine / {LIGHTNING}", f"{median(each):.2f}", "≥ 2") for each in (lightning,) if each]
    return found


def best(loop: str, work: str) -> float:
    """Steps per second of a loop written by hand at its own best number of threads."""
    return max(speed(loop, work, threads) for threads in "12")


def speed(loop: str, work: str, threads: str = "1") -> float:
    """Steps per second, in a process of its own."""
    return float(child("tests.benchmarks.training", loop, work, threads)["steps_per_second"])


class Meter:
    """Counts steps once the warming is over; `full` when there are enough."""

    def __init__(self) -> None:
        self.figure = 0.0
        self.warm()

    def warm(self) -> None:
        """Begins the warming, anew if it had begun."""
        self._made = time.perf_counter()
        self._began: float | None = None
        self._first = 0

    def full(self, steps: int) -> bool:
        """To be asked with the number of the last step; `figure` is then the steps per second."""
        now = time.perf_counter()
        if self._began is None:
            if now - self._made > WARMING:
                self._began, self._first = now, steps
            return False
        self.figure = (steps - self._first) / (now - self._began)
        return now - self._began > SECONDS


def parts(work: str) -> tuple[nn.Module, Dataset, Dataset, int]:
    """The network of a bundled example as a person writes it, its rows to learn and to validate, its batch size."""
    if work == "digits-mlp":
        module: nn.Module = nn.Sequential(nn.Flatten(), nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))
        kind, batch = "guinet.data.digits", 32
    else:
        module = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(32 * 49, 128),
            nn.ReLU(),
            nn.Linear(128, 10),
        )
        kind, batch = "guinet.data.fashion_mnist", 64
    splits = data.prepare(kind, {}, None)
    return module, splits.train, splits.validation, batch


def tensors(part: Dataset) -> tuple[Tensor, Tensor]:
    return part.fields["image"], part.fields["label"]


def bare(work: str) -> float:
    """A loop that trains and does nothing else."""
    module, train, _, batch = parts(work)
    images, labels = tensors(train)
    optimizer = torch.optim.Adam(module.parameters())
    criterion = nn.CrossEntropyLoss()
    steps, meter = 0, Meter()
    while True:
        order = torch.randperm(len(images))
        shuffled, wanted = images[order], labels[order]
        for start in range(0, len(images), batch):
            optimizer.zero_grad()
            loss = criterion(module(shuffled[start : start + batch]), wanted[start : start + batch])
            loss.backward()
            optimizer.step()
            steps += 1
            if meter.full(steps):
                return meter.figure


def careful(work: str) -> float:
    """A loop as a person writes one to look at: loss and accuracy of each epoch, in training and in validation."""
    module, train, validation, batch = parts(work)
    images, labels = tensors(train)
    optimizer = torch.optim.Adam(module.parameters())
    criterion = nn.CrossEntropyLoss()
    steps, meter, history = 0, Meter(), []
    while True:
        module.train()
        order = torch.randperm(len(images))
        shuffled, wanted = images[order], labels[order]
        total, correct = 0.0, 0
        for start in range(0, len(images), batch):
            x, y = shuffled[start : start + batch], wanted[start : start + batch]
            optimizer.zero_grad()
            scores = module(x)
            loss = criterion(scores, y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            correct += int((scores.argmax(1) == y).sum().item())
            steps += 1
            if meter.full(steps):
                return meter.figure
        history.append((total / len(images), correct / len(images), *validate(module, criterion, validation, batch)))


def validate(module: nn.Module, criterion: nn.Module, part: Dataset, batch: int) -> tuple[float, float]:
    images, labels = tensors(part)
    total, correct = 0.0, 0
    module.eval()
    with torch.no_grad():
        for start in range(0, len(images), batch):
            x, y = images[start : start + batch], labels[start : start + batch]
            scores = module(x)
            total += criterion(scores, y).item() * len(x)
            correct += int((scores.argmax(1) == y).sum().item())
    return total / len(images), correct / len(images)


def lightning(work: str) -> float:
    """Lightning's Trainer without logger, checkpoints, progress bar and validation."""
    import warnings

    from torch.utils.data import DataLoader, TensorDataset

    assert LIGHTNING is not None
    warnings.simplefilter("ignore")
    pl = importlib.import_module(LIGHTNING)
    network, train, _, batch = parts(work)
    criterion, meter = nn.CrossEntropyLoss(), Meter()

    class Module(pl.LightningModule):  # type: ignore[name-defined, misc]  # not installed where types are checked
        def __init__(self) -> None:
            super().__init__()
            self.network, self.steps = network, 0

        def training_step(self, rows: tuple[Tensor, Tensor], index: int) -> Tensor:
            self.trainer.should_stop = meter.full(self.steps)
            self.steps += 1
            loss: Tensor = criterion(self.network(rows[0]), rows[1])
            return loss

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return torch.optim.Adam(self.parameters())

    off = dict.fromkeys(("logger", "enable_checkpointing", "enable_progress_bar", "enable_model_summary"), False)
    loader = DataLoader(TensorDataset(*tensors(train)), batch, shuffle=True)
    pl.Trainer(max_epochs=1_000_000, accelerator="cpu", **off).fit(Module(), loader)
    return meter.figure


def engine(work: str, change: Callable[[Project], None] = without_validation) -> float:
    """Steps per second of `guinet.train`, events told and kept as always."""
    import tempfile

    import guinet
    from guinet.storage.examples import example_path
    from guinet.train.control import Control
    from guinet.train.events import EpochEnded, Steps, TrainingEvent

    control, meter = Control(), Meter()

    def note(event: TrainingEvent) -> None:
        if isinstance(event, EpochEnded) and event.epoch == 1:
            meter.warm()
        if isinstance(event, Steps) and not control.reason and meter.full(event.first + len(event.losses) - 1):
            control.stop()

    project = guinet.load(example_path(work))
    change(project)
    with tempfile.TemporaryDirectory() as folder:
        guinet.train(project, epochs=10_000, folder=folder, on_event=note, control=control)
    return meter.figure


def engine_that_validates(work: str) -> float:
    return engine(work, lambda project: None)


LOOPS: dict[str, Callable[[str], float]] = {
    loop.__name__: loop for loop in (bare, careful, lightning, engine, engine_that_validates)
}

if __name__ == "__main__":
    loop, work, threads = sys.argv[1:]
    if not loop.startswith("engine"):  # it chooses for itself
        torch.set_num_threads(int(threads))
    torch.manual_seed(0)
    print(json.dumps({"steps_per_second": LOOPS[loop](work)}))
