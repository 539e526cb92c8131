"""The file or folder a data node names, as seen from the project's folder."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem
from guinet.data.arguments import read_text
from guinet.data.problems import DataError
from guinet.data.source import Arguments


def chosen_path(arguments: Arguments, base: Path | None, what: Problem, name: str = "path") -> Path:
    """The path in the argument `name`; `what` is what messages call it (CSV file). Raises DataError for none."""
    text = read_text(arguments, name)
    if not text:
        template = QT_TRANSLATE_NOOP("Problem", "no {what} is chosen; set the {name}")
        raise DataError(template, what=what, name=name.replace("_", " "))
    if "\0" in text:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "the path of the {what} holds a zero character; choose it again"), what=what
        )
    return (base or Path()) / text


def require_file(path: Path) -> None:
    """Raises DataError for what is missing or no plain file."""
    try:
        there, plain = path.exists(), path.is_file()
    except OSError as error:  # a name too long, a drive that went away
        raise _unread(path, error) from error
    if not there:
        raise DataError(QT_TRANSLATE_NOOP("Problem", "{path} does not exist; choose another file"), path=path)
    if not plain:
        raise DataError(QT_TRANSLATE_NOOP("Problem", "{path} is not a file; choose another"), path=path)


def stamp(path: Path) -> Hashable:
    """What changes when the file does. Raises DataError."""
    path = path.absolute()
    try:
        status = path.stat()
    except OSError as error:
        raise _unread(path, error) from error
    return path, status.st_mtime_ns, status.st_size, status.st_ino


def _unread(path: Path, error: OSError) -> DataError:
    template = QT_TRANSLATE_NOOP("Problem", "{path} could not be read ({error}); choose another file")
    return DataError(template, path=path, error=error.strerror or error)
