"""How much memory rows may take: all of a source is held at once; what would not fit is refused before it is read."""

from __future__ import annotations

from typing import Final

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem
from guinet.data.problems import DataError

MOST_BYTES: Final = 4 << 30


def refuse_size(name: str, size: int, remedy: Problem) -> None:
    """Raises DataError when the rows of `name` would take more than MOST_BYTES; `size` counts bytes."""
    if size > MOST_BYTES:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{name} would take {size} GiB of memory, at most {most} are used: {remedy}"),
            name=name,
            size=f"{size / 2**30:.1f}",
            most=MOST_BYTES >> 30,
            remedy=remedy,
        )
