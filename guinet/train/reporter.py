"""Tells how a training goes: to whoever listens, every 33 ms, and to the run's record, every second."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Mapping
from typing import Final

from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, sentence
from guinet.train.events import EpochEnded, Steps, TrainingEvent, Warned
from guinet.train.runs import Epoch, RunStore

MESSAGE_SECONDS: Final = 0.033
RECORD_SECONDS: Final = 1.0
"""How much of the record is lost when the process is killed."""

_RATE_SECONDS: Final = 2.0
"""The speed shown is that of about the last so many seconds."""


class Reporter:
    """`next_message` is when the next message is due, on the clock of `time.perf_counter`."""

    def __init__(
        self,
        run: str,
        store: RunStore,
        emit: Callable[[TrainingEvent], None],
        step: int,
        total_steps: int,
        batch_size: int,
    ) -> None:
        self._run = run
        self._store = store
        self._emit = emit
        self._step = step
        self._total_steps = total_steps
        self._batch_size = batch_size
        self._losses = array("d")
        self._epochs: list[Epoch] = []
        self._failing = False
        self._seconds_per_step = 0.0
        self._restart()
        self._last_record = self._last_message

    def steps(self, losses: list[float]) -> None:
        """Tells the losses of the steps since the last call."""
        now = time.perf_counter()
        if losses:
            self._measure(now - self._last_message, len(losses))
            self._losses.extend(losses)
            first, self._step = self._step + 1, self._step + len(losses)
            left = (self._total_steps - self._step) * self._seconds_per_step
            self._emit(Steps(self._run, first, tuple(losses), self.samples_per_second, left))
        self._restart(now)
        if now - self._last_record >= RECORD_SECONDS:
            self.record()

    def epoch(self, epoch: int, values: Mapping[str, float]) -> None:
        self._epochs.append(Epoch(epoch, self._step, values))
        self._emit(EpochEnded(self._run, epoch, self._step, values))
        self._restart()

    @property
    def samples_per_second(self) -> float:
        return self._batch_size / self._seconds_per_step if self._seconds_per_step else 0.0

    def held(self) -> None:
        """Call when a pause ends: its time does not count."""
        self._restart()

    def record(self) -> None:
        """Writes down what is not written yet. What cannot be written is kept in mind and tried again."""
        first = self._step - len(self._losses) + 1
        try:
            if self._losses or self._epochs:
                self._store.add(self._run, first, self._losses, tuple(self._epochs))
            self._losses, self._epochs, self._failing = array("d"), [], False
        except GuinetError as error:
            if not self._failing:
                template = QT_TRANSLATE_NOOP(
                    "Problem", "The training goes on, but its record could not be written: {reason}"
                )
                self._emit(Warned(sentence(template, reason=error)))
            self._failing = True
        self._last_record = time.perf_counter()

    def _measure(self, seconds: float, steps: int) -> None:
        """Keeps the time a step takes, as a mean that forgets."""
        share = min(1.0, seconds / _RATE_SECONDS) if self._seconds_per_step else 1.0
        self._seconds_per_step += share * (seconds / steps - self._seconds_per_step)

    def _restart(self, now: float | None = None) -> None:
        self._last_message = time.perf_counter() if now is None else now
        self.next_message = self._last_message + MESSAGE_SECONDS
