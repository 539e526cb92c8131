"""The model's source beside a file of weights, which alone is not a model."""

from __future__ import annotations

import keyword
import re
import sys
from pathlib import Path
from typing import Final

from guinet.exchange.subject import Subject

_PACKAGES: Final = {"torch", "numpy", "safetensors", "onnx", "onnxruntime", "sklearn", "pandas"}


def hides_a_module(stem: str) -> bool:
    """Whether a file `stem`.py would be imported in the place of one that the loading script needs."""
    return stem in sys.stdlib_module_names or stem in _PACKAGES


def is_importable(stem: str) -> bool:
    """Whether `import stem` is Python."""
    return stem.isascii() and stem.isidentifier() and not keyword.iskeyword(stem)


def companion_name(name: str) -> str:
    """`digits_cnn.py` for `digits-cnn.pt`: a name Python can import."""
    stem = re.sub(r"[^0-9A-Za-z_]", "_", Path(name).stem)
    if stem[:1].isdigit():
        stem = f"_{stem}"
    if hides_a_module(stem) or not is_importable(stem):
        stem = f"{stem}_model"
    return f"{stem}.py"


def write_companion(subject: Subject, folder: Path, name: str) -> str:
    """Writes the source into `folder` and returns the file's name."""
    companion = companion_name(name)
    (folder / companion).write_text(subject.source.text, encoding="utf-8")
    return companion


def quoted(name: str) -> str:
    """`name` as a Python string, in double quotes where that is all it takes."""
    return repr(name) if set(name) & {'"', "\\"} or not name.isprintable() else f'"{name}"'
