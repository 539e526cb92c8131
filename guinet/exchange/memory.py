"""Writing with torch where the disk may be full."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path


def write_through_memory(write: Callable[[io.BytesIO], object], path: Path) -> None:
    """Has `write` fill a buffer, and writes the buffer to `path`. Raises OSError.

    torch's own file writer, when the disk is full, throws once more as it is destroyed, and that ends the process.
    """
    buffer = io.BytesIO()
    write(buffer)
    path.write_bytes(buffer.getbuffer())
