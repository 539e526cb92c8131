"""The model's source beside a file of weights, which alone is not a model."""

from __future__ import annotations

import keyword
import re
import shutil
import sys
from pathlib import Path
from typing import Final

from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse
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
    """Writes the source into `folder`, with what it loads beside it (see `weights_beside`); returns the file's name."""
    companion = companion_name(name)
    copy_weights(subject, folder, name)
    (folder / companion).write_text(subject.source.text, encoding="utf-8")
    return companion


def weights_beside(subject: Subject) -> list[str]:
    """The names of the weights files that the source loads from beside itself."""
    return [file.path.name for file in subject.source.weights]


def copy_weights(subject: Subject, folder: Path, name: str) -> list[str]:
    """Copies those files to `folder`, where the export is called `name`; returns their names. Raises Misuse where one
    has that name, BadWeights where it is not the file meant."""
    for file in subject.source.weights:
        if file.path.name == name:
            raise Misuse(
                QT_TRANSLATE_NOOP(
                    "Problem", "{name} is what the weights are called that the network begins with: choose another name"
                ),
                name=name,
            )
        file.require()
        shutil.copyfile(file.path, folder / file.path.name)
    return weights_beside(subject)


def quoted(name: str) -> str:
    """`name` as a Python string, in double quotes where that is all it takes."""
    return repr(name) if set(name) & {'"', "\\"} or not name.isprintable() else f'"{name}"'
