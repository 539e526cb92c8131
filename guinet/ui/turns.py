"""Work in turns of the event loop: the window answers between one step and the next."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import ClassVar, Final

from PySide6.QtCore import QObject, QTimer

BREATH: Final = 5
"""Milliseconds between two steps."""


class Turns(QObject):
    """Does the steps it is given, in order, each in a turn of its own; those left when it is destroyed are not done.

    Between a step and the next the window has time to breathe, whoever's the steps are.
    """

    _ended: ClassVar[float] = 0.0
    """When the last step of anybody's was done, in seconds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[Callable[[], object]] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)

    def add(self, *steps: Callable[[], object]) -> None:
        self._waiting.extend(steps)
        if not self._timer.isActive():
            self._timer.start(BREATH)

    def clear(self) -> None:
        """Does none of what is left."""
        self._waiting.clear()

    def finish(self) -> None:
        """Does what is left now."""
        self._timer.stop()
        while self._waiting:
            self._waiting.popleft()()

    def _next(self) -> None:
        if time.monotonic() - Turns._ended < BREATH / 2000:
            self._timer.start(BREATH)
        elif self._waiting:
            step = self._waiting.popleft()
            if self._waiting:  # before the step: one that fails, or opens a dialog, must not hold up the others
                self._timer.start(BREATH)
            try:
                step()
            finally:
                Turns._ended = time.monotonic()
