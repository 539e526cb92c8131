"""Reads the input of a prediction: an image, a table of rows, an array, or values written out."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, sentence
from guinet.data.arguments import options
from guinet.data.catalogue import find, metadata, prepare, specs
from guinet.data.parts import Standardiser
from guinet.data.pictures import SUFFIXES, read_picture
from guinet.data.problems import DataError
from guinet.data.source import Metadata
from guinet.data.text import is_number, read_rows, read_text_file
from guinet.data.text_file import read_window

_LARGEST_INPUT: Final = 256 << 20

_INPUT: Final = sentence(QT_TRANSLATE_NOOP("Problem", "the input"))
_NPY: Final = b"\x93NUMPY"


def read_input(
    kind: str,
    arguments: Mapping[str, object],
    base: Path | None,
    text: str,
    standardiser: Standardiser | None = None,
) -> dict[str, Tensor]:
    """What the model is given for `text`: {input port: values of shape [N, ...]}, standardised as for training.

    `text` is a file (an image, `.csv`, `.npy` or `.json`; relative to the current folder) or values written out:
    ``5.1,3.5,1.4,0.2``, lists as in JSON, or, where the network learns from a text, words to go on from. Without a
    `standardiser` the one of the training rows is used. Raises DataError naming what is wrong with the input.
    """
    about = metadata(kind, arguments, base)
    spec = specs(kind, arguments, base)[about.input]
    shape = tuple(int(size) for size in spec.shape[1:])
    if about.characters:
        return {about.input: read_window(_words(text), shape[0], about.characters)}
    values = _read(text, shape, about)
    if spec.dtype == "int64":
        return {about.input: _whole(values)}
    if find(kind).standardised and options(arguments).standardise:
        fitted = standardiser or prepare(kind, arguments, base).standardiser
        values = values if fitted is None else fitted.apply(values)
    return {about.input: values}


def _read(text: str, shape: tuple[int, ...], about: Metadata) -> Tensor:
    path = Path(text)
    if not _is_file(path):
        return _literal(text, shape, about)
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        if about.input != "image":
            raise DataError(
                QT_TRANSLATE_NOOP("Problem", "{file} is an image, but the model takes {wanted}"),
                file=path.name,
                wanted=_wanted(shape, about),
            )
        return read_picture(path, shape[-2], shape[-1], shape[0])
    if suffix == ".npy":
        return _shaped(_array(path), path.name, shape, about)
    if suffix == ".json":
        return _shaped(_json(read_text_file(path), path.name), path.name, shape, about)
    if suffix in (".csv", ".tsv", ".txt"):
        return _shaped(_table(path, about), path.name, shape, about)
    raise DataError(
        QT_TRANSLATE_NOOP("Problem", "{file} is none of the files that are read: an image, .csv, .npy or .json"),
        file=path.name,
    )


def _words(text: str) -> str:
    """What is written in the file `text`, or `text` itself."""
    path = Path(text)
    return read_text_file(path) if _is_file(path) else text


def _whole(values: Tensor) -> Tensor:
    """Indices, such as an Embedding takes."""
    if (values != values.round()).any():
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem", "the input holds a number that is not whole, but the model takes indices; give it those"
            )
        )
    return values.long()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _literal(text: str, shape: tuple[int, ...], about: Metadata) -> Tensor:
    if text.lstrip().startswith("["):
        return _shaped(_json(text, _INPUT), _INPUT, shape, about)
    cells = text.split(",")
    if not all(is_number(cell) for cell in cells):
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "there is no file '{text}', and it is no row of numbers such as 5.1,3.5,1.4,0.2: give one of them",
        )
        raise DataError(template, text=text)
    return _shaped(np.array([float(cell) for cell in cells]), _INPUT, shape, about)


def _json(text: str, name: str | Problem) -> NDArray[np.generic]:
    """Lists of numbers, nested as deep as the input has dimensions."""
    try:
        value = json.loads(text)
        if not isinstance(value, list):
            raise DataError(
                QT_TRANSLATE_NOOP("Problem", "{name} must be a list of numbers, or a list of such rows"), name=name
            )
        return np.array(value, dtype=np.float64)
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{name} is not a list of numbers, or its rows differ in length ({error})"),
            name=name,
            error=error,
        ) from error


def _array(path: Path) -> NDArray[np.generic]:
    """Only mapped at first, so a header that promises more than the file holds asks for no memory; never a pickle."""
    try:
        with path.open("rb") as file:
            if file.read(len(_NPY)) != _NPY:
                raise DataError(
                    QT_TRANSLATE_NOOP("Problem", "{file} is not a NumPy array; save one with numpy.save"),
                    file=path.name,
                )
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError, SyntaxError, OverflowError, MemoryError) as error:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{file} is not a NumPy array of numbers; save one with numpy.save ({error})"),
            file=path.name,
            error=error,
        ) from error
    if array.dtype.kind not in "biuf":
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{file} is an array of {dtype}, not of numbers; save one of numbers"),
            file=path.name,
            dtype=array.dtype,
        )
    if array.nbytes > _LARGEST_INPUT:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{file} holds {size} bytes, at most {most} are read; use a part"),
            file=path.name,
            size=f"{array.nbytes:,}",
            most=f"{_LARGEST_INPUT:,}",
        )
    return np.array(array)


def _table(path: Path, about: Metadata) -> NDArray[np.float64]:
    """The rows of a CSV file: by the names of its header where there are names, else in order."""
    table = read_rows(path)
    names = table.header
    if names and about.features:
        missing = [name for name in about.features if name not in names]
        if missing:
            raise DataError(
                QT_TRANSLATE_NOOP("Problem", "{file} has no column '{column}'; it needs {needed}"),
                file=path.name,
                column=missing[0],
                needed=", ".join(about.features),
            )
        columns = [names.index(name) for name in about.features]
    else:
        columns = list(range(len(next(table.cells()))))
    rows = []
    for number, row in enumerate(table.cells(), start=1):
        for column in columns:
            if not is_number(row[column]):
                raise DataError(
                    QT_TRANSLATE_NOOP(
                        "Problem", "row {row} of {file}, column '{column}': '{cell}' is not a number; mend the row"
                    ),
                    row=number,
                    file=path.name,
                    column=names[column] if names else column + 1,
                    cell=row[column],
                )
        rows.append([float(row[column]) for column in columns])
    return np.array(rows, dtype=np.float64)


def _shaped(values: NDArray[Any], name: str | Problem, shape: tuple[int, ...], about: Metadata) -> Tensor:
    """`values` as float32 [N, *shape]: one input, several, or several with each one's values in a row."""
    count = math.prod(shape)
    if values.size == 0 or values.size % count or not _fits(values.shape, shape):
        found = "×".join(map(str, values.shape)) or "1"
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{name} holds {found} values, but the model takes {wanted}: give it those"),
            name=name,
            found=found,
            wanted=_wanted(shape, about),
        )
    scaled = values / 255 if about.input == "image" and values.dtype == np.uint8 else values
    result = torch.tensor(np.asarray(scaled, dtype=np.float64)).float().reshape(-1, *shape)
    if not torch.isfinite(result).all():
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem", "{name} holds a value that is not finite, or too large for float32; mend it or leave it out"
            ),
            name=name,
        )
    if about.input == "image" and (result.min() < 0 or result.max() > 1):
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem", "{name} holds pixels from {low} to {high}; they must be from 0 (black) to 1 (white)"
            ),
            name=name,
            low=f"{result.min():g}",
            high=f"{result.max():g}",
        )
    return result


def _fits(found: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Whether `found` is one input or rows of inputs, each written flat or without its dimensions of 1."""
    forms = {shape, tuple(size for size in shape if size != 1), (math.prod(shape),)}
    return found in forms or found[1:] in forms


def _wanted(shape: tuple[int, ...], about: Metadata) -> Problem:
    if about.input == "image":
        template = QT_TRANSLATE_NOOP("Problem", "an image of {height}×{width} pixels")
        if shape[0] > 1:
            template = QT_TRANSLATE_NOOP("Problem", "an image of {height}×{width} pixels in colour")
        return sentence(template, height=shape[-2], width=shape[-1])
    template = QT_TRANSLATE_NOOP("Problem", "{count} numbers")
    if about.features:
        template = QT_TRANSLATE_NOOP("Problem", "{count} numbers ({features})")
    return sentence(template, count=math.prod(shape), features=", ".join(about.features))
