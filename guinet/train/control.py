"""Pause, resume, step and stop: asked for on any thread, obeyed by the engine between two steps."""

from __future__ import annotations

import threading
from enum import Enum

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

    def wait(self) -> Answer:
        """As `ask`, but waits while the answer is WAIT."""
        with self._changed:
            while (answer := self._answer()) is Answer.WAIT:
                self._changed.wait(_LOOK_UP_SECONDS)
            return answer

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
            self.attention = paused or bool(self._reason)
            self._changed.notify_all()

    def _end(self, reason: str) -> None:
        # No lock: a signal handler may run while its own thread holds it. The waiting engine looks up by itself.
        self._reason = self._reason or reason
        self.attention = True
