"""Pause, resume, step, stop and look: asked for on any thread, obeyed by the engine between two steps."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeVar

from guinet.train.peeking import Look, Peeking

if TYPE_CHECKING:
    from torch import Tensor, nn
    from torch.optim import Optimizer

T = TypeVar("T")

_NO_BATCH: Final[Mapping[str, Tensor]] = {}

_LOOK_UP_SECONDS = 0.2
"""How often a paused training looks up: an exception sent to its thread is raised only between two waits."""


class Answer(Enum):
    """What the engine is to do before its next step."""

    GO = "go"
    WAIT = "wait"
    END = "end"


class Control:
    """The hands on a training. Every method may be called from any thread.

    `attention` is True whenever the engine has something to obey: all it reads at each step.
    """

    def __init__(self) -> None:
        self.attention = False
        self._changed = threading.Condition()
        self._paused = False
        self._allowed = 0
        self._reason = ""
        self._peeking = Peeking()
        self.batch = _NO_BATCH
        """While a look is taken, and for it alone: the batch of the last step, empty before the first. It must not be
        changed."""

    # For those who steer

    def pause(self) -> None:
        """Holds the training after the current step."""
        self._set(paused=True, allowed=0)

    def resume(self) -> None:
        """Lets a paused training go on."""
        self._set(paused=False, allowed=0)

    def step(self) -> None:
        """Makes one step and pauses again; several calls make several steps."""
        self._set(paused=True, allowed=self._allowed + 1)

    def stop(self) -> None:
        """Ends the training after the current step, with a checkpoint; `Finished.reason` is then "stopped"."""
        self._end("stopped")

    def interrupt(self) -> None:
        """As `stop`, with the reason "interrupted": what a signal handler calls."""
        self._end("interrupted")

    def peek(self, look: Look[T]) -> Future[T]:
        """Has `look` called on the training's thread after the current step, while paused as well.

        The Future is cancelled when the training ends before. It costs the training what `look` costs, and nothing
        when nobody asks.
        """
        future = self._peeking.add(look)
        with self._changed:
            self.attention = self._needed()
            self._changed.notify_all()
        return future

    # For the engine

    @property
    def paused(self) -> bool:
        return self._paused

    @property
    def reason(self) -> str:
        """Why the training is to end: "stopped", "interrupted", or empty while it may go on."""
        return self._reason

    def ask(self) -> Answer:
        """What to do before the next step. GO uses up one of the steps asked for by `step`."""
        with self._changed:
            return self._answer()

    def wait(self, meanwhile: Callable[[], None]) -> Answer:
        """As `ask`, but waits while the answer is WAIT; calls `meanwhile` whenever somebody wants to look."""
        while True:
            with self._changed:
                answer = self._answer()
                if answer is not Answer.WAIT:
                    return answer
                if not self._peeking.waiting:
                    self._changed.wait(_LOOK_UP_SECONDS)
            if self._peeking.waiting:
                meanwhile()

    def let_look(
        self, module: nn.Module, optimizer: Optimizer, step: int, batch: Mapping[str, Tensor] = _NO_BATCH
    ) -> None:
        """Calls those who wait to look, between two steps."""
        if self._peeking.waiting:
            self.batch = batch
            try:
                self._peeking.take(module, optimizer, step)
            finally:
                self.batch = _NO_BATCH
            with self._changed:
                self.attention = self._needed()

    def close(self) -> None:
        """The training has ended: nobody can look any more."""
        self._peeking.close()

    def _answer(self) -> Answer:
        if self._reason:
            return Answer.END
        if not self._paused:
            return Answer.GO
        if not self._allowed:
            return Answer.WAIT
        self._allowed -= 1
        return Answer.GO

    def _set(self, paused: bool, allowed: int) -> None:
        with self._changed:
            self._paused, self._allowed = paused, allowed
            self.attention = self._needed()
            self._changed.notify_all()

    def _needed(self) -> bool:
        return self._paused or bool(self._reason) or self._peeking.waiting

    def _end(self, reason: str) -> None:
        # No lock: a signal handler may run while its own thread holds it. The waiting engine looks up by itself.
        self._reason = self._reason or reason
        self.attention = True
