"""Gathers events so that the window gets one message per 33 ms at most, however fast a training steps."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from guinet.session.events import Batch, Event

INTERVAL = 0.033
"""Seconds between messages."""


class Outbox:
    """Takes events from any thread; a thread of its own writes them. The first after a pause goes at once."""

    def __init__(self, write: Callable[[Batch], None]) -> None:
        self._write = write
        self._events: list[Event] = []
        self._wake = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="guinet-outbox", daemon=True)
        self._thread.start()

    def put(self, event: Event) -> None:
        with self._wake:
            self._events.append(event)
            self._wake.notify()

    def close(self) -> None:
        """Writes what is left and ends."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: bool(self._events) or self._closed)
                events, self._events = tuple(self._events), []
                closed = self._closed
            try:
                if events:
                    self._write(Batch(events))
            except OSError:
                # The window is gone: the host ends by itself when it next asks for a command.
                return
            if closed:
                return
            time.sleep(INTERVAL)
