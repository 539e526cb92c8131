"""Gathers events so that the window gets one message per 33 ms at most, however fast a training steps."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Sequence

from guinet.core.naming import snake_case
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem
from guinet.session.events import Batch, Checked, Evaluated, Event, Exported, Failed, Finished, SourceChanged

INTERVAL = 0.033
"""Seconds between messages."""


class Outbox:
    """Takes events from any thread; a thread of its own writes them. The first after a pause goes at once.

    `write` raises OSError when the window is gone; for whatever else it raises, a `Failed` is told in the place of the
    event that could not be.
    """

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
                    self._tell(events)
            except OSError:
                # The window is gone: the host ends by itself when it next asks for a command.
                return
            if closed:
                return
            time.sleep(INTERVAL)

    def _tell(self, events: Sequence[Event]) -> None:
        try:
            self._write(Batch(tuple(events)))
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 - pickle lets through whatever an object raises; silence is worse
            if len(events) == 1:
                self._write(Batch((untold(events[0], error),)))
                return
            for event in events:
                self._tell((event,))


def untold(event: Event, error: Exception) -> Failed:
    """What is told in the place of an event that could not be: who waits for its command's end must hear of one."""
    template = QT_TRANSLATE_NOOP(
        "Problem", "What the torch side has to tell ({event}) cannot be sent ({reason}): please report this to GuiNet."
    )
    values = {"event": snake_case(type(event).__name__), "reason": f"{type(error).__name__}: {error}"}
    detail = "".join(traceback.format_exception(error))
    return Failed(_command(event), Problem("untold", template, values, detail=detail), detail)


def _command(event: Event) -> str:
    match event:
        case Failed():
            return event.command
        case Finished():
            return "train"
        case Exported():
            return "export"
        case Checked() | SourceChanged():
            return "check"
        case Evaluated():
            return "evaluate"
        case _:
            return "tell"
