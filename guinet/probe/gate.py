"""Lets work on a thread of its own stand still wherever it likes, while another thread looks and says how to go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Generic, TypeVar

import torch
from torch import Tensor

Order = TypeVar("Order")
Stop = TypeVar("Stop")

_LOOK_UP_SECONDS: Final = 0.05
"""So often the one who waits asks whether it still should."""

PATIENCE_SECONDS: Final = 0.5
"""How long work that was asked to stand still may take to reach a place where it can."""

_FAREWELL_SECONDS: Final = 2.0

Interrupt = Callable[["int | None"], None]
"""Raises KeyboardInterrupt in the thread of this identity."""


class Ended(BaseException):
    """Raised in the work when nobody will let it go on any more; no `except Exception` of someone's code stops it."""


class Gate(Generic[Order, Stop]):
    """Between the work and the one who steers it. The work has its own random numbers and its own number of threads:
    both are as they were before whenever it stands still."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._order: Order | None = None
        self._stop: Stop | None = None
        self._over = False
        self._ended = False
        self._thread: threading.Thread | None = None
        self._outside = _Surroundings()
        self._patient_until: float | None = None
        self.pausing = False
        """Whether the work is asked to stand still at the next place where it can."""

    # For the one who steers

    def start(self, work: Callable[[], Stop]) -> None:
        """Begins the work; what it returns is its last stop."""
        self._thread = threading.Thread(target=self._run, args=(work,), name="guinet-stepping", daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether the work has come to its end."""
        return self._over

    def go(self, order: Order) -> None:
        """Lets the work go on from where it stands."""
        with self._changed:
            self._order, self._stop, self.pausing = order, None, False
            self._patient_until = None
            self._changed.notify_all()

    def wait(self, stopping: Callable[[], bool], interrupt: Interrupt | None) -> Stop | None:
        """Where the work stands now, as soon as it does. Once `stopping` it stands still at the next place; where it
        reaches none it is interrupted, again and again until it has ended. None when it ended without a word."""
        while not self._stands(_LOOK_UP_SECONDS):
            if stopping():
                self.pausing = True
                self._press(interrupt)
        return self._stop

    def _press(self, interrupt: Interrupt | None) -> None:
        """Interrupts the work once it has been asked to stand still for long, whoever has asked in between."""
        now = time.monotonic()
        if self._patient_until is None:
            self._patient_until = now + PATIENCE_SECONDS
        elif now > self._patient_until and interrupt is not None and self._thread is not None:
            self._patient_until = now + PATIENCE_SECONDS
            interrupt(self._thread.ident)

    def end(self) -> None:
        """The work is of no use any more: it ends where it stands, or at the next place.

        It is waited for, since a program that ends while its thread is inside of autograd is aborted.
        """
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(_FAREWELL_SECONDS)

    def _stands(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._stop is not None or self._over, seconds)

    # For the work

    def stand(self, stop: Stop) -> Order:
        """Tells where the work stands, and waits to be told how to go on. Raises Ended."""
        self._outside.swap()
        with self._changed:
            self._stop = stop
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._order is not None or self._ended)
            order, self._order = self._order, None
        self._outside.swap()
        if order is None:
            raise Ended
        return order

    def set_threads(self, threads: int) -> None:
        """How many threads torch uses in the work."""
        torch.set_num_threads(threads)

    def _run(self, work: Callable[[], Stop]) -> None:
        outside = self._outside
        outside.remember()
        last: Stop | None = None
        try:
            with suppress(Ended):  # `stand` raises it in the work once nobody steers any more: so there is no last stop
                last = work()
        finally:
            outside.swap()
            with self._changed:
                self._stop, self._over = last, True
                self._changed.notify_all()


class _Surroundings:
    """What torch keeps once for the whole process: the random states and the number of threads."""

    def __init__(self) -> None:
        self._kept: tuple[Tensor, list[Tensor], int] | None = None

    def remember(self) -> None:
        """Takes note of how it is now."""
        used = torch.cuda.is_initialized()  # type: ignore[no-untyped-call]
        cuda = torch.cuda.get_rng_state_all() if used else []
        self._kept = (torch.get_rng_state(), cuda, torch.get_num_threads())

    def swap(self) -> None:
        """Puts back what it was at the last `remember` or `swap`, and remembers what it is now."""
        before = self._kept
        self.remember()
        if before is not None:
            torch.set_rng_state(before[0])
            if before[1]:
                torch.cuda.set_rng_state_all(before[1])
            torch.set_num_threads(before[2])
