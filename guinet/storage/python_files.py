"""Python files that are to become networks: their text, which is read and never run."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from guinet.core.problems import QT_TRANSLATE_NOOP, Unreadable

SUFFIX: Final = ".py"
MOST_BYTES: Final = 4_000_000

_LATER: Final = (".pt2", ".onnx", ".pt", ".pth", ".safetensors")


def read_python(path: Path) -> str:
    """The text of a Python file. Raises Unreadable."""
    if path.suffix.lower() in _LATER:
        raise Unreadable(
            QT_TRANSLATE_NOOP("Problem", "{path}: {suffix} files cannot be imported yet; a .py file can."),
            path=path,
            suffix=path.suffix,
        )
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)  # no more: a device has no end, and its size is 0
        if len(data) > MOST_BYTES:
            template = QT_TRANSLATE_NOOP("Problem", "{path} is too long to be a network: is it the right file?")
            raise Unreadable(template, path=path)
        return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig").read()
    except UnicodeDecodeError:
        template = QT_TRANSLATE_NOOP("Problem", "{path} is no text in UTF-8: is it the right file?")
        raise Unreadable(template, path=path) from None
    except OSError as error:
        template = QT_TRANSLATE_NOOP("Problem", "{path} could not be read ({error}): check the name and the drive.")
        raise Unreadable(template, path=path, error=error.strerror or str(error)) from None
