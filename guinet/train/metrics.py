"""Accuracy, MAE and R², by torchmetrics, gathered over an epoch without slowing its steps."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import torch
from torch import Tensor

from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Task

if TYPE_CHECKING:
    from torchmetrics import Metric

_HELD_ELEMENTS: Final = 1_000_000
"""Predictions are held back up to so many numbers, and given to torchmetrics together: one call costs it as much as
a step of a small network. The limit is a count, not a time, so that the sums come out the same every time."""


def task_of(loss_kind: str, target_dtype: torch.dtype) -> Task:
    """How predictions that go into a loss of this kind are measured."""
    loss = REGISTRY.get(loss_kind)
    task = Task.NONE if loss is None else loss.task
    if task is Task.CLASSES and target_dtype != torch.int64:
        return Task.NONE  # targets that are probabilities of classes
    return task


class Scores:
    """The metrics of one part of the data during one epoch; used again for the next after `compute`."""

    def __init__(self, task: Task, device: torch.device | str = "cpu") -> None:
        self._task = task
        self._device = device
        self._metrics: dict[str, Metric] = {}
        self._classes = 0
        self._held: list[tuple[Tensor, Tensor]] = []
        self._limit = 0
        self._rows = 0

    def add(self, predictions: Tensor, targets: Tensor) -> None:
        """Predictions and targets of one batch."""
        if self._task is Task.NONE:
            return
        held = self._held
        held.append((predictions.detach(), targets))
        if len(held) >= self._limit:
            self._limit = max(1, _HELD_ELEMENTS // max(1, predictions.numel()))
            if len(held) >= self._limit:
                self._hand_over()

    def compute(self) -> dict[str, float]:
        """The values by name (accuracy, or mae and r2), and a fresh start. Empty when nothing was added."""
        self._hand_over()
        # R² of one row is not defined.
        values = {
            name: float(metric.compute())
            for name, metric in self._metrics.items()
            if metric.update_called and (name != "r2" or self._rows > 1)
        }
        self.reset()
        return values

    def reset(self) -> None:
        self._held, self._limit, self._rows = [], 0, 0
        for metric in self._metrics.values():
            metric.reset()

    def state(self) -> dict[str, Any]:
        """What a checkpoint inside an epoch must keep: sums by metric, and the batches held back."""
        sums = {name: dict(metric.metric_state) for name, metric in self._metrics.items() if metric.update_called}
        held = [(predictions.cpu(), targets.cpu()) for predictions, targets in self._held]
        return {"sums": sums, "held": held, "limit": self._limit, "rows": self._rows, "classes": self._classes}

    def load_state(self, state: Mapping[str, Any]) -> None:
        self.reset()
        self._held = [
            (predictions.to(self._device), targets.to(self._device)) for predictions, targets in state["held"]
        ]
        self._limit, self._rows, self._classes = state["limit"], state["rows"], state["classes"]
        for name, sums in state["sums"].items():
            metric = self._ready()[name]
            # The first update makes its states and counts as one; then they are what they were.
            metric.update(*_prepared(self._task, *_one_row(self._task)))
            for key, value in sums.items():
                setattr(metric, key, value)

    def _hand_over(self) -> None:
        if not self._held:
            return
        predictions, targets = (torch.cat(parts) for parts in zip(*self._held, strict=True))
        self._classes = predictions.shape[1] if self._task is Task.CLASSES else 2
        self._held, self._limit = [], 0
        self._rows += len(predictions)
        given, wanted = _prepared(self._task, predictions, targets)
        for metric in self._ready().values():
            metric.update(given, wanted)

    def _ready(self) -> dict[str, Metric]:
        if not self._metrics:
            self._metrics = _make(self._task, self._classes)
        return self._metrics


_IMPORTING: Final = threading.Lock()
"""Two threads that import torchmetrics at once can each find it half made: its modules import each other."""


def preload() -> None:
    """Imports torchmetrics ahead of the first epoch's end; that takes most of a second."""
    with _IMPORTING:
        import torchmetrics  # noqa: F401


def _prepared(task: Task, predictions: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """As class numbers, or as float64 columns: in that precision, sums of many rows lose nothing that shows."""
    if task is Task.VALUES:
        if predictions.numel() != targets.numel():
            shape = (predictions - targets).shape  # as the loss stretches them
            predictions, targets = predictions.expand(shape), targets.expand(shape)
        return predictions.cpu().double().flatten(), targets.cpu().double().flatten()
    if task is Task.CLASSES:
        return predictions.argmax(1).cpu().flatten(), targets.cpu().flatten()
    threshold = 0.0 if task is Task.LOGITS else 0.5
    return (predictions > threshold).long().cpu().flatten(), (targets > 0.5).long().cpu().flatten()


def _one_row(task: Task) -> tuple[Tensor, Tensor]:
    targets = torch.zeros(1, dtype=torch.int64 if task is Task.CLASSES else torch.float32)
    return torch.zeros(1, 2) if task is Task.CLASSES else torch.zeros(1), targets


def _make(task: Task, classes: int) -> dict[str, Metric]:
    preload()
    if task is Task.VALUES:
        from torchmetrics.regression import MeanAbsoluteError, R2Score

        return {"mae": MeanAbsoluteError().set_dtype(torch.float64), "r2": R2Score().set_dtype(torch.float64)}
    from torchmetrics.classification import MulticlassAccuracy

    return {"accuracy": MulticlassAccuracy(max(classes, 2), average="micro", validate_args=False)}
