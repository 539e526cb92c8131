"""How commands print."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from guinet.cli.streams import stdout, takes_any_text
from guinet.core.problems import GuinetError
from guinet.storage import atomic
from guinet.storage.problems import SaveFailed


def print_json(value: object) -> None:
    """One JSON object on one line, at once (a reader may be waiting for it)."""
    text = json.dumps(_plain(value), ensure_ascii=not takes_any_text(), allow_nan=False)
    print(text, file=stdout(), flush=True)


def _plain(value: object) -> object:
    """`value` with null for NaN and the infinities, which JSON does not have."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Inside, a file that cannot be saved is told to someone at a command line, who has no "Save as"."""
    try:
        yield
    except SaveFailed as error:
        cause = error.__cause__
        why = atomic.reason(cause) if isinstance(cause, OSError) else str(error)
        raise GuinetError(
            f"{path} could not be written ({why}): what was there is untouched, choose another place"
        ) from error


def holds(path: Path, data: bytes) -> bool:
    """Whether this is a file of just that. What is no file may have no end to read to: a pipe, a device."""
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def count(number: int, thing: str) -> str:
    """`1 error`, `2,000 parameters`."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Columns of text; numbers to the right."""
    cells = [list(header), *[[_cell(value) for value in row] for row in rows]]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(header))]
    numeric = [all(_is_number(row[column]) for row in cells[1:]) for column in range(len(header))]
    lines = [
        "  ".join(
            " " * (width - _width(cell)) + cell if right else cell + " " * (width - _width(cell))
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in cells
    ]
    rule = "─" if takes_any_text() else "-"
    return "\n".join([lines[0], "  ".join(rule * width for width in widths), *lines[1:]])


def _width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two, an accent of its own none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _is_number(text: str) -> bool:
    return text.replace(",", "").isdigit()
