"""Decides when checkpoints are written, and keeps the best weights."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import Final

from torch import Tensor

from guinet.core.problems import QT_TRANSLATE_NOOP, sentence
from guinet.storage.atomic import reason
from guinet.train.checkpoints import Checkpoints
from guinet.train.events import TrainingEvent, Warned
from guinet.train.trainer import Trainer
from guinet.train.weights import snapshot

EPOCH_SECONDS: Final = 2.0
STEP_SECONDS: Final = 10.0
"""A checkpoint is written at the end of an epoch when the last is older than the first, inside one when it is older
than the second."""

WORK_PER_WRITING: Final = 50
"""After a checkpoint, the training goes on for so many times as long as writing it took."""


class Keeper:
    """Checkpoints of one training. A disk that is full does not end it: the user is told, once, and it goes on."""

    def __init__(
        self, checkpoints: Checkpoints, emit: Callable[[TrainingEvent], None], best_score: float = math.inf
    ) -> None:
        self.checkpoints = checkpoints
        self.best_score = best_score
        self._emit = emit
        self._best: Mapping[str, Tensor] | None = None
        self._notes: dict[str, str] = {}
        self._best_written = True
        self.failing = False
        self._written = time.perf_counter()
        self._pause = 0.0

    @property
    def best(self) -> Mapping[str, Tensor] | None:
        """The best weights of this process, or None while those on disk, if any, are better."""
        return self._best

    def judge(self, trainer: Trainer, values: Mapping[str, float]) -> None:
        """Keeps the weights when the epoch that ended is the best: by validation loss, else by training loss."""
        score = values.get("validation_loss", values["loss"])
        if score < self.best_score:
            self.best_score = score
            self._best = snapshot(trainer.module)
            self._notes = {"epoch": str(trainer.epoch), "step": str(trainer.step), "loss": repr(score)}
            self._best_written = False

    def epoch_due(self) -> bool:
        return time.perf_counter() - self._written >= max(EPOCH_SECONDS, self._pause)

    def step_due(self) -> bool:
        return time.perf_counter() - self._written >= max(STEP_SECONDS, self._pause)

    def save(self, trainer: Trainer) -> None:
        """Writes the best weights, where they are new, and the last state. Losses must have been taken."""
        began = time.perf_counter()
        try:
            if self._best is not None and not self._best_written:
                self.checkpoints.save_best(self._best, self._notes)
                self._best_written = True
            state = trainer.state() | {"best_score": self.best_score}
            self.checkpoints.save_last(trainer.step, trainer.module.state_dict(), state)
            self.failing = False
        except OSError as error:
            if not self.failing:
                template = QT_TRANSLATE_NOOP(
                    "Problem", "The training goes on, but its checkpoint in {folder} could not be written: {error}"
                )
                told = sentence(template, folder=self.checkpoints.folder, error=reason(error))
                self._emit(Warned(told))
            self.failing = True
        self._written = time.perf_counter()
        self._pause = (self._written - began) * WORK_PER_WRITING
