"""Interrupts work on another thread, at a moment when it may be."""

from __future__ import annotations

import ctypes
import threading


def interrupt(thread: int | None) -> None:
    """Raises KeyboardInterrupt in a thread, which reaches code that looks at no flag (an endless loop in someone's
    layer), though not code that stays inside a call to the system."""
    if thread is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(KeyboardInterrupt))


class Cancelled(Exception):
    """The work was asked to end before it was done."""


class Cancellation:
    """Work that may be cancelled up to a point: from `finish` on it is done whatever anyone asks.

    Of `cancel` and `finish` the first to come decides; both may be called at any moment.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: int | None = None
        self._finishing = False
        self._asked = False

    @property
    def asked(self) -> bool:
        """Whether the work was cancelled."""
        return self._asked

    def cancel(self) -> None:
        """From any thread. The work is interrupted at most once, so that what cleans up after it is left in peace."""
        with self._lock:
            if not (self._asked or self._finishing):
                self._asked = True
                interrupt(self._thread)

    def begin(self) -> None:
        """On the thread that works: it may be interrupted from now on. Raises Cancelled."""
        self._thread = threading.get_ident()
        self.check()

    def end(self) -> None:
        """On the thread that works, however it came to its end: the system may give its number to another thread, which
        nobody means to interrupt."""
        with self._lock:
            self._thread = None

    def check(self) -> None:
        """Raises Cancelled: an interrupt may have been swallowed by someone's code, or lost in a callback of the
        garbage collector."""
        if self._asked:
            raise Cancelled

    def finish(self) -> None:
        """On the thread that works, before what must not be broken off. Raises Cancelled."""
        with self._lock:
            self.check()
            self._finishing = True
