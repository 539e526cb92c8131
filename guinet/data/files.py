"""The file or folder a data node names, as seen from the project's folder."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

from guinet.data.arguments import read_text
from guinet.data.problems import DataError
from guinet.data.source import Arguments


def chosen_path(arguments: Arguments, base: Path | None, what: str, name: str = "path") -> Path:
    """The path in the argument `name`; `what` is what messages call it ("CSV file"). Raises DataError for none."""
    text = read_text(arguments, name)
    if not text:
        raise DataError(f"no {what} is chosen; set the {name.replace('_', ' ')}")
    if "\0" in text:
        raise DataError(f"the path of the {what} holds a zero character; choose the {what.split()[-1]} again")
    return (base or Path()) / text


def require_file(path: Path) -> None:
    """Raises DataError for what is missing or no plain file."""
    if not path.exists():
        raise DataError(f"{path} does not exist; choose another file")
    if not path.is_file():
        raise DataError(f"{path} is not a file; choose another")


def stamp(path: Path) -> Hashable:
    """What changes when the file does. Raises DataError."""
    path = path.absolute()
    try:
        status = path.stat()
    except OSError as error:
        raise DataError(f"{path} could not be read ({error.strerror or error}); choose another file") from error
    return path, status.st_mtime_ns, status.st_size, status.st_ino
