"""What the host speaks through, whichever way its commands and events travel."""

from __future__ import annotations

from typing import Protocol

from guinet.session.commands import Command
from guinet.session.events import Batch


class Channel(Protocol):
    """The host's end: it reads commands and writes batches."""

    def next(self, wait: bool) -> Command | None:
        """The next command. None when there is none now (`wait` false); raises EOFError when the window is gone."""

    def write(self, batch: Batch) -> None:
        """Raises OSError when the window is gone."""
