"""Weights that lie beside a project in safetensors files: what they hold, and whether they are the ones meant.

A safetensors file begins with the length of its table, 8 bytes, little-endian, and the table as JSON: for each tensor
its dtype, shape and place (github.com/huggingface/safetensors). Reading it runs no code.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, ProblemError, Unreadable
from guinet.storage.atomic import reason

LONGEST_TABLE: Final = 100_000_000
"""Bytes of a table; safetensors itself refuses longer ones."""


class WeightsTable(Struct, frozen=True):
    """The shapes in a file by name, and the SHA-256 of all its bytes, as hexadecimal digits."""

    shapes: Mapping[str, tuple[int, ...]]
    digest: str


class BadWeights(ProblemError):
    """A weights file that cannot be used; `problem` says why."""

    exit_code = Unreadable.exit_code


_known: dict[Path, tuple[tuple[int, int, int], WeightsTable]] = {}
_lock: Final = threading.Lock()


def weights_table(path: Path) -> WeightsTable:
    """What a safetensors file holds. A file that is as it was is not read again. Raises BadWeights."""
    values = {"file": path.name}
    try:
        state = path.stat()
        stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
        with _lock:
            kept = _known.get(path)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        table = WeightsTable(_shapes(path), _digest(path))
    except FileNotFoundError as error:
        template = QT_TRANSLATE_NOOP(
            "Problem", "{file} is not beside the project: put it there again, or remove the rule that loads it."
        )
        raise BadWeights(Problem("weights", template, values)) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        template = QT_TRANSLATE_NOOP("Problem", "{file} cannot be read as weights ({error}): copy the weights again.")
        words = reason(error) if isinstance(error, OSError) else str(error) or type(error).__name__
        raise BadWeights(Problem("weights", template, {**values, "error": words})) from error
    with _lock:
        _known[path] = (stamp, table)
    return table


def require_weights(path: Path, digest: str) -> WeightsTable:
    """What a file holds whose content is the one meant. Raises BadWeights."""
    table = weights_table(path)
    if table.digest != digest:
        template = QT_TRANSLATE_NOOP(
            "Problem", "{file} is not the file that was chosen: its content is another. Copy the weights again."
        )
        raise BadWeights(Problem("weights", template, {"file": path.name}))
    return table


def _shapes(path: Path) -> dict[str, tuple[int, ...]]:
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 2 <= length <= LONGEST_TABLE:
            raise ValueError("it is no safetensors file")
        table: dict[str, Any] = json.loads(file.read(length))
    return {name: tuple(int(size) for size in each["shape"]) for name, each in table.items() if name != "__metadata__"}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
