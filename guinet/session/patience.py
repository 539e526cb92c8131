"""Notices code written by hand that does not come to an end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from guinet.session.events import Checked, CodeRuns, CodeStuck, Event, Failed, HostDied

PATIENCE: Final = 6.0
"""Seconds one piece of code may take while nobody asked for it to run."""


class Watch:
    """Told of each event of one session, on any thread; calls `tell` once for code that runs on and on."""

    def __init__(self, tell: Callable[[CodeStuck], None], patience: float = PATIENCE) -> None:
        self._tell = tell
        self.patience = patience
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def note(self, event: Event) -> None:
        match event:
            case CodeRuns():
                self._begin(event.kind)
            case Checked() | HostDied() | Failed(command="check"):
                self.end()

    def end(self) -> None:
        """The code came to its end, or its host did."""
        with self._lock:
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()

    def _begin(self, kind: str) -> None:
        self.end()
        timer = threading.Timer(self.patience, self._run_out, (kind,))
        timer.daemon = True
        with self._lock:
            self._timer = timer
        timer.start()

    def _run_out(self, kind: str) -> None:
        with self._lock:
            mine = self._timer is threading.current_thread()
        if mine:
            self._tell(CodeStuck(kind))
