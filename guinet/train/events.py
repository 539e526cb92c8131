"""What a training tells whoever listens: plain numbers, as few messages as 33 ms allow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from guinet.core.problems import Problem


class TrainingStarted(Struct, frozen=True):
    run: str
    epochs: int
    steps_per_epoch: int
    first_step: int
    device: str
    threads: int


class Steps(Struct, frozen=True):
    """Losses of the steps done since the last message: `first` is the 1-based number of the first of them."""

    run: str
    first: int
    losses: tuple[float, ...]
    samples_per_second: float
    seconds_left: float | None


class EpochEnded(Struct, frozen=True):
    """`values`: loss, validation_loss, accuracy, validation_accuracy (or mae, r2), learning_rate, gradient_norm,
    gradient_norm/<layer>, samples_per_second, memory_bytes."""

    run: str
    epoch: int
    step: int
    values: Mapping[str, float]


class Paused(Struct, frozen=True):
    run: str
    step: int


class Resumed(Struct, frozen=True):
    run: str


class Finished(Struct, frozen=True):
    """`reason`: "completed", "stopped" or "interrupted", and at the command line also "failed"; `metrics` those of the
    test rows, "test_accuracy" …; `kept`: whether its last state is on the disk; where it is not, `last_kept` is the
    step of the last that is, if one is."""

    run: str
    reason: str
    epoch: int
    step: int
    metrics: Mapping[str, float]
    kept: bool = True
    last_kept: int | None = None


class Warned(Struct, frozen=True):
    """Something the user should know while the work goes on (a checkpoint that could not be written)."""

    text: Problem


TrainingEvent: TypeAlias = TrainingStarted | Steps | EpochEnded | Paused | Resumed | Finished | Warned
