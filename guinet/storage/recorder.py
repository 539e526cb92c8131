"""Records what is done to an open project, so that it survives the program (`guinet.storage.recovery` finds it again).

A log begins with a snapshot of the project; each commit adds a line, handed to the system before the edit returns, so
that a killed program loses at most the command it was in. A log closed cleanly is removed; one that is there and that
no living process holds is work to be recovered.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from guinet.core.history import Committed
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, sentence
from guinet.core.project import Project
from guinet.storage.atomic import reason, write_all
from guinet.storage.journal import Chain
from guinet.storage.locks import try_lock

SUFFIX: Final = ".recovery"
FORMAT: Final = 1

LONGEST: Final = 8 * 2**20
"""Bytes of changes after which a log starts anew from a snapshot, where they are also several times its size."""

_RATIO: Final = 4

_log = logging.getLogger(__name__)


def folder() -> Path:
    """Where the logs are: below `GUINET_HOME`, or in the user's state folder."""
    home = os.environ.get("GUINET_HOME")
    if home:
        return Path(home) / "recovery"
    from platformdirs import user_state_path  # only where it is asked for: it takes a while to import

    return user_state_path("guinet", appauthor=False) / "recovery"


class RecoveryLog:
    """The log of one open project. `start` makes it, `close` removes it.

    It never stands in the way of editing: while it cannot be written, `failure` says why (`warn` is told it once), and
    every commit tries again with a new snapshot. A new snapshot is a new file, `SESSION-0002.recovery` after
    `SESSION-0001.recovery`, and the old one is removed once the new one is whole.
    """

    def __init__(self, project: Project, place: Path, warn: Callable[[Problem], None]) -> None:
        self.project = project
        self.place = place
        self.failure: Problem | None = None
        self._warn = warn
        self.path: Path | None = None
        self._session = os.urandom(6).hex()
        self._generation = 0
        self._descriptor = -1
        self._chain = Chain()
        self._snapshot_size = 0
        self._size = 0
        self._stop_listening = project.subscribe(self._committed)

    @classmethod
    def start(
        cls, project: Project, place: Path | None = None, warn: Callable[[Problem], None] = lambda _: None
    ) -> RecoveryLog:
        """Begins to record `project`, in `place` or the folder of all logs. Does not raise: see `failure`."""
        log = cls(project, place or folder(), warn)
        log._guarded(log._begin)
        return log

    def mark_saved(self) -> None:
        """To be called after each save: a log that ends here holds nothing to recover."""
        path = None if self.project.path is None else str(self.project.path.absolute())
        self._guarded(lambda: self._append({"saved": path}))

    def close(self) -> None:
        """Ends the recording and removes the log: the project was closed by its user."""
        self._stop_listening()
        self._drop(self.path, self._descriptor)
        self.path, self._descriptor = None, -1

    def _committed(self, event: Committed) -> None:
        joins = {"joins": True} if event.joins else {}
        self._guarded(lambda: self._append({"label": event.label, "changes": event.changes, **joins}))

    def _guarded(self, action: Callable[[], None]) -> None:
        try:
            action()
            self.failure = None
        except OSError as error:
            known, self.failure = self.failure is not None, reason(error)
            if not known:
                template = QT_TRANSLATE_NOOP(
                    "Problem", "Changes are not being recorded for recovery ({error}): save often."
                )
                told = sentence(template, error=self.failure)
                _log.warning("%s", told)
                self._warn(told)

    def _append(self, record: object) -> None:
        too_long = self._size > max(LONGEST, _RATIO * self._snapshot_size)
        if self.failure or too_long or self.path is None:
            self._begin()  # the snapshot holds what the record says
            return
        line = self._chain.line(record)
        write_all(self._descriptor, line)
        self._size += len(line)

    def _begin(self) -> None:
        chain = Chain()
        line = chain.line(_snapshot(self.project))
        self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._generation += 1
        path = self.place / f"{self._session}-{self._generation:04}{SUFFIX}"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            if not try_lock(descriptor):
                raise OSError("another program reads the new log")
            write_all(descriptor, line)
        except BaseException:
            self._drop(path, descriptor)
            raise
        self._drop(self.path, self._descriptor)
        self.path, self._descriptor, self._chain = path, descriptor, chain
        self._snapshot_size, self._size = len(line), 0

    @staticmethod
    def _drop(path: Path | None, descriptor: int) -> None:
        if path is not None:
            with suppress(OSError):  # a drive that went away takes its logs along
                os.close(descriptor)
            with suppress(OSError):
                path.unlink()


def _snapshot(project: Project) -> dict[str, object]:
    return {
        "guinet-recovery": FORMAT,
        "path": None if project.path is None else str(project.path.absolute()),
        "modified": project.history.is_modified,
        "blocks": tuple(block.data() for block in project.blocks.values()),
        "training": project.training,
        "code": project.code,
        "notes": project.notes,
        "extra": project.extra,
    }
