"""Steps per second of bare hand-written loops: what a training in the window is compared with."""

from __future__ import annotations

import json
import sys
import time

import torch
from torch import Tensor, nn

from guinet import data
from tests.benchmarks.rows import Row, child

WORK = ("digits-mlp", "fashion-cnn")
SECONDS = 5.0


def rows() -> list[Row]:
    """The engine without a window against the bare loop, taken in turn."""
    found = []
    for work in WORK:
        ratios = []
        for _ in range(3):
            bare = best_bare(work)
            ours = child("tests.benchmarks.training", "engine", work)["steps_per_second"]
            ratios.append(ours / bare)
        found.append(Row(f"{work}: engine / bare loop", f"{sorted(ratios)[1]:.2f}", "≥ 1.0"))
    return found


def best_bare(work: str) -> float:
    """Steps per second of the bare loop at its own best number of threads."""
    return max(float(child("tests.benchmarks.training", "bare", work, threads)["steps_per_second"]) for threads in "12")


def parts(work: str) -> tuple[nn.Module, Tensor, Tensor, int]:
    """The network of a bundled example as a person writes it, its rows, and its batch size."""
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
    train = data.prepare(kind, {}, None).train
    return module, train.fields["image"], train.fields["label"], batch


def bare(work: str, threads: int) -> float:
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    module, images, labels, batch = parts(work)
    optimizer = torch.optim.Adam(module.parameters())
    criterion = nn.CrossEntropyLoss()
    steps, began = 0, time.perf_counter()
    while True:
        order = torch.randperm(len(images))
        shuffled, wanted = images[order], labels[order]
        for start in range(0, len(images), batch):
            optimizer.zero_grad()
            loss = criterion(module(shuffled[start : start + batch]), wanted[start : start + batch])
            loss.backward()
            optimizer.step()
            steps += 1
            if time.perf_counter() - began > SECONDS:
                return steps / (time.perf_counter() - began)


def engine(work: str) -> float:
    """Steps per second of `guinet.train`, events told and kept as always, timed from its first event of steps."""
    import tempfile

    import guinet
    from guinet.storage.examples import example_path
    from guinet.train.control import Control
    from guinet.train.events import Steps, TrainingEvent

    marks: list[tuple[float, int]] = []
    control = Control()

    def note(event: TrainingEvent) -> None:
        if isinstance(event, Steps):
            marks.append((time.perf_counter(), event.first + len(event.losses) - 1))
            if marks[-1][0] - marks[0][0] > SECONDS:
                control.stop()

    with tempfile.TemporaryDirectory() as folder:
        guinet.train(guinet.load(example_path(work)), epochs=10_000, folder=folder, on_event=note, control=control)
    (begin, first), (end, last) = marks[0], marks[-1]
    return (last - first) / (end - begin)


if __name__ == "__main__":
    figure = bare(sys.argv[2], int(sys.argv[3])) if sys.argv[1] == "bare" else engine(sys.argv[2])
    print(json.dumps({"steps_per_second": figure}))
