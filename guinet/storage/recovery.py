"""Finds the work that killed programs left behind, and makes projects of it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from guinet.core.ports import Catalogue
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, sentence
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.storage.atomic import reason
from guinet.storage.journal import records
from guinet.storage.locks import try_lock
from guinet.storage.recorder import FORMAT, SUFFIX, folder
from guinet.storage.recorder import RecoveryLog as RecoveryLog

CORRUPT: Final = ".corrupt"

_MERGE: Final = "recovered"
"""The merge key of all steps that are made again; those that were not merged are sealed off."""

_JUST_MADE: Final = 60.0
"""Seconds for which an empty log is taken for one whose program is about to write it."""


class Recovered(Struct, frozen=True):
    """Work left behind. `project` is None where `error` says why it could not be read.

    `title` is the file's name, empty for a project that had none; `path` that file; `time` when the last change was
    made, in seconds since 1970. `whole` is false where the log's damaged end was cut off. The project's history holds
    the recovered changes, and it counts as unsaved. Start a log for it before `discard` removes this one.
    """

    log: Path
    title: str
    path: Path | None
    time: float
    project: Project | None = None
    error: Problem | None = None
    whole: bool = True

    def discard(self) -> None:
        """Removes the log. Raises nothing: what cannot be removed is offered again."""
        with suppress(OSError):
            self.log.unlink()


def pending(place: Path | None = None, catalogue: Catalogue = REGISTRY) -> list[Recovered]:
    """What there is to recover, the latest work first. Logs of living programs, and logs without changes, are not.

    A log whose beginning is damaged is set aside under another name and told with an `error`.
    """
    found = [
        recovered
        for generations in _sessions(place or folder())
        if (recovered := _recover(generations, catalogue)) is not None
    ]
    return sorted(found, key=lambda recovered: recovered.time, reverse=True)


def _sessions(place: Path) -> Iterator[list[Path]]:
    """The logs of each session, the latest snapshot first."""
    sessions: dict[str, list[Path]] = {}
    for path in sorted(place.glob(f"*{SUFFIX}"), reverse=True):
        sessions.setdefault(path.name.partition("-")[0], []).append(path)
    yield from sessions.values()


def _recover(generations: list[Path], catalogue: Catalogue) -> Recovered | None:
    """Reads the latest log that can be read; those before it are what a killed program had not yet removed."""
    damaged: Recovered | None = None
    for index, path in enumerate(generations):
        try:
            if _is_held(path) or _is_new(path):
                return None
            recovered = _read(path, catalogue)
        except OSError as error:
            return Recovered(path, "", None, 0.0, error=_unread(path, error))
        except _Damaged:
            damaged = _set_aside(path)
            continue
        for older in generations[index + 1 :]:
            older.unlink(missing_ok=True)
        if recovered is None:
            path.unlink(missing_ok=True)
        return recovered
    return damaged


class _Damaged(Exception):
    """The beginning of a log is not what was written."""


def _read(path: Path, catalogue: Catalogue) -> Recovered | None:
    """The work in a log, or None when all of it was saved."""
    with path.open("rb") as file:
        log = records(file)
        head, end = next(log, (None, 0))
        project, modified = _project(head, catalogue)
        for record, after in log:
            try:
                modified = _replay(project, record)
            except (KeyError, ValueError, TypeError, AttributeError):
                break
            end = after
        status = os.fstat(file.fileno())
    if not modified:
        return None
    project.history.mark_unsaved()
    title = "" if project.path is None else project.path.stem
    return Recovered(path, title, project.path, status.st_mtime, project, whole=end == status.st_size)


def _project(head: Any, catalogue: Catalogue) -> tuple[Project, bool]:
    try:
        if head["guinet-recovery"] != FORMAT:
            raise _Damaged
        path = None if head["path"] is None else Path(head["path"])
        project = Project(catalogue, head["blocks"], path)
        project.training.update(head["training"])
        project.learn(head.get("code", {}))
        project.notes, project.extra = head["notes"], head["extra"]
        return project, head["modified"]
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _Damaged from error


def _replay(project: Project, record: Any) -> bool:
    """Makes one recorded commit again; whether there is work now that no file holds."""
    if "saved" in record:
        project.path = None if record["saved"] is None else Path(record["saved"])
        return False
    if not record.get("joins", False):
        project.history.seal()
    project.run(record["label"], record["changes"], _MERGE)
    return True


def _is_held(path: Path) -> bool:
    descriptor = os.open(path, os.O_RDWR)
    try:
        return not try_lock(descriptor)
    finally:
        os.close(descriptor)


def _is_new(path: Path) -> bool:
    status = path.stat()
    return status.st_size == 0 and time.time() - status.st_mtime < _JUST_MADE


def _set_aside(path: Path) -> Recovered:
    changed = path.stat().st_mtime
    aside = path.with_suffix(CORRUPT)
    os.replace(path, aside)
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "A recovery log is damaged and was set aside as {path}: what it recorded is lost, open the last saved file.",
    )
    return Recovered(aside, "", None, changed, error=sentence(template, path=aside))


def _unread(path: Path, error: OSError) -> Problem:
    template = QT_TRANSLATE_NOOP(
        "Problem", "The recovery log {path} could not be read ({error}): mend that and start GuiNet again."
    )
    return sentence(template, path=path, error=reason(error))
