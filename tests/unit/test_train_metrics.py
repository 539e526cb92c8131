"""Metrics against their definitions, however the rows come in; the small records that go out as JSON."""

from __future__ import annotations

import json
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from guinet.nodes.types import Task
from guinet.train import metrics
from guinet.train.devices import device_name, devices, find_device
from guinet.train.events import EpochEnded, Finished, Steps
from guinet.train.metrics import Scores, task_of
from guinet.train.problems import TrainingError
from guinet.train.record import event_record


def scored(task: Task, predictions: Tensor, targets: Tensor, size: int) -> dict[str, float]:
    scores = Scores(task)
    for given_part, wanted in zip(predictions.split(size), targets.split(size), strict=True):
        scores.add(given_part, wanted)
    return scores.compute()


@given(st.integers(1, 40), st.integers(1, 40), st.integers(2, 6), st.integers(0, 2**31))
def test_accuracy_is_the_share_of_rows_that_are_right(rows: int, size: int, classes: int, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    predictions = torch.randn(rows, classes, generator=generator)
    targets = torch.randint(classes, (rows,), generator=generator)

    found = scored(Task.CLASSES, predictions, targets, size)

    right = sum(int(row.argmax()) == int(label) for row, label in zip(predictions, targets, strict=True))
    assert found == {"accuracy": pytest.approx(right / rows)}


@given(st.integers(2, 40), st.integers(1, 40), st.integers(0, 2**31))
def test_mae_and_r2_follow_their_definitions(rows: int, size: int, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    predictions, targets = torch.randint(-50, 50, (2, rows, 1), generator=generator) / 8
    targets[0], targets[1] = 0, 9

    found = scored(Task.VALUES, predictions, targets, size)

    error = (predictions - targets).double()
    assert found["mae"] == pytest.approx(error.abs().mean().item(), rel=1e-9)
    total = (targets - targets.mean(dtype=torch.float64)).square().sum().item()
    assert found["r2"] == pytest.approx(1 - error.square().sum().item() / total, rel=1e-6, abs=1e-6)


def test_one_number_against_several_is_stretched_as_the_loss_does() -> None:
    predictions, targets = torch.tensor([[1.0], [2.0]]), torch.tensor([[1.0, 3.0, 5.0], [2.0, 2.0, 5.0]])

    found = scored(Task.VALUES, predictions, targets, 1)

    assert found["mae"] == pytest.approx((0 + 2 + 4 + 0 + 0 + 3) / 6)
    assert found["r2"] == pytest.approx(1 - (0 + 4 + 16 + 0 + 0 + 9) / 14)  # the targets lie 14 around their mean, 3


def test_r2_of_one_row_is_left_out() -> None:
    assert scored(Task.VALUES, torch.ones(1, 1), torch.zeros(1, 1), 1) == {"mae": 1.0}


@pytest.mark.parametrize(("task", "expected"), [(Task.LOGITS, 0.75), (Task.PROBABILITIES, 0.5)])
def test_binary_predictions_are_cut_where_the_loss_has_its_middle(task: Task, expected: float) -> None:
    predictions = torch.tensor([[-1.0], [0.2], [0.7], [0.4]])
    targets = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
    if task is Task.PROBABILITIES:
        targets = torch.tensor([[0.0], [1.0], [1.0], [1.0]])

    assert scored(task, predictions, targets, 2) == {"accuracy": expected}


def test_each_pixel_counts_in_a_segmentation() -> None:
    scores = torch.zeros(1, 2, 2, 2)
    scores[0, 1, 0] = 1
    targets = torch.tensor([[[1, 1], [0, 1]]])

    assert scored(Task.CLASSES, scores, targets, 1) == {"accuracy": 0.75}


def test_nothing_added_gives_nothing_and_computing_starts_afresh() -> None:
    scores = Scores(Task.CLASSES)
    assert scores.compute() == {}
    scores.add(torch.eye(2), torch.tensor([0, 0]))
    assert scores.compute() == {"accuracy": 0.5}
    assert scores.compute() == {}


def test_a_task_that_is_not_measured() -> None:
    assert scored(Task.NONE, torch.eye(2), torch.tensor([0, 0]), 1) == {}


@pytest.mark.parametrize("limit", [1, 8, 10**6])
@pytest.mark.parametrize("task", [Task.CLASSES, Task.VALUES])
def test_a_state_taken_in_the_middle_goes_on_to_the_same_values(
    monkeypatch: pytest.MonkeyPatch, task: Task, limit: int
) -> None:
    monkeypatch.setattr(metrics, "_HELD_ELEMENTS", limit)
    predictions = torch.randn(12, 3 if task is Task.CLASSES else 1)
    targets = torch.randint(3, (12,)) if task is Task.CLASSES else torch.randn(12, 1)
    whole, first, second = Scores(task), Scores(task), Scores(task)
    for part in range(0, 12, 3):
        rows = slice(part, part + 3)
        whole.add(predictions[rows], targets[rows])
        (first if part < 6 else second).add(predictions[rows], targets[rows])
        if part == 3:
            second.load_state(first.state())

    assert second.compute() == whole.compute()


@pytest.mark.parametrize(
    ("loss", "dtype", "task"),
    [
        ("torch.nn.CrossEntropyLoss", torch.int64, Task.CLASSES),
        ("torch.nn.CrossEntropyLoss", torch.float32, Task.NONE),
        ("torch.nn.MSELoss", torch.float32, Task.VALUES),
        ("torch.nn.BCEWithLogitsLoss", torch.float32, Task.LOGITS),
        ("torch.nn.CTCLoss", torch.int64, Task.NONE),
    ],
)
def test_the_loss_says_what_predictions_are(loss: str, dtype: torch.dtype, task: Task) -> None:
    assert task_of(loss, dtype) is task


def test_the_cpu_is_always_a_device() -> None:
    assert devices()[0] == ("cpu", "CPU")
    assert find_device("cpu") == torch.device("cpu")
    with pytest.raises(TrainingError, match="“abacus” is not here"):
        find_device("abacus")


def test_a_device_may_be_that_of_another_machine() -> None:
    names = ("cpu", "cuda", "cuda:99", "xpu:1", "mps")
    assert [device_name(name, elsewhere=True) for name in names] == ["cpu", "cuda:0", "cuda:99", "xpu:1", "mps"]
    for name in ("abacus", "cuda:", "cuda:x", "mps:1", "meta"):
        with pytest.raises(TrainingError, match=f"“{name}” is not here"):
            device_name(name, elsewhere=True)


def test_a_gpu_is_listed_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda index: f"Card {index}")

    assert devices()[1:3] == (("cuda:0", "Card 0"), ("cuda:1", "Card 1"))
    assert find_device("cuda") == torch.device("cuda:0")
    assert find_device("cuda:1") == torch.device("cuda:1")


def test_events_become_json_objects() -> None:
    steps = event_record(Steps("1", 3, (0.5, 0.25), 100.0, None))
    finished = event_record(Finished("1", "completed", 2, 4, {"test_accuracy": 0.97}))

    assert next(iter(steps)) == "event"
    assert json.loads(json.dumps(steps)) == {
        "event": "steps", "run": "1", "first": 3, "losses": [0.5, 0.25], "samples_per_second": 100.0,
        "seconds_left": None,
    }  # fmt: skip
    assert finished["event"] == "finished"
    assert finished["metrics"] == {"test_accuracy": 0.97}
    assert event_record(EpochEnded("1", 1, 2, {"loss": math.pi}))["values"] == {"loss": math.pi}
