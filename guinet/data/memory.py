"""How much memory rows may take: all of a source is held at once; what would not fit is refused before it is read."""

from __future__ import annotations

from typing import Final

from guinet.data.problems import DataError

MOST_BYTES: Final = 4 << 30


def refuse_size(name: str, size: int, remedy: str) -> None:
    """Raises DataError when the rows of `name` would take more than MOST_BYTES; `size` counts bytes."""
    if size > MOST_BYTES:
        raise DataError(
            f"{name} would take {size / 2**30:.1f} GiB of memory, at most {MOST_BYTES >> 30} are used: {remedy}"
        )
