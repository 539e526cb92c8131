"""NumPy arrays as a data source: two arrays of one .npz file, or two .npy files. Nothing in them is ever unpickled.

`read_array` and `array_fields` are copied as they stand into exported training scripts.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import torch
from msgspec import Struct
from numpy.lib import format as npy

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, sentence
from guinet.core.values import BATCH, TensorSpec
from guinet.data.arguments import read_text
from guinet.data.columns import task_of
from guinet.data.dataset import Dataset
from guinet.data.files import chosen_path, require_file, stamp
from guinet.data.memory import refuse_size
from guinet.data.problems import DataError
from guinet.data.source import Arguments, Metadata, Recipe

_WHAT: Final = sentence(QT_TRANSLATE_NOOP("Problem", "NumPy file"))
_NPY: Final = ".npy"
_NUMBERS: Final = "biuf"
_INPUT_TYPES: Final = ("float32", "int64")


def read_array(file: str | Path, name: str) -> torch.Tensor:
    """The array of a .npy file, or the one called `name` of a .npz file, in a type torch has. Never a pickle."""
    import numpy

    with open(file, "rb") as opened:
        loaded = numpy.load(opened, allow_pickle=False)
        array = loaded[name] if name else loaded
    kind, size = array.dtype.kind, array.dtype.itemsize
    if kind == "f":
        return torch.tensor(array.astype("float32" if size <= 4 else "float64"))
    return torch.tensor(array.astype("uint8" if kind == "u" and size == 1 else "bool" if kind == "b" else "int64"))


def array_fields(
    features: torch.Tensor, target: torch.Tensor, input_type: torch.dtype, classes: bool
) -> dict[str, torch.Tensor]:
    """Input [N, ...], and target: class numbers [N, ...], or values [N, ...], [N, 1] for a single one each."""
    if classes:
        return {"features": features.to(input_type), "target": target.long()}
    return {
        "features": features.to(input_type),
        "target": (target.unsqueeze(1) if target.dim() == 1 else target).float(),
    }


class Header(Struct, frozen=True):
    """What a file says of an array before its numbers: `name` is "" for a .npy file."""

    path: Path
    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    @property
    def words(self) -> str | Problem:
        """How a sentence names the array."""
        return _named(self.path, self.name) if self.name else self.path.name

    @property
    def rows(self) -> int:
        return self.shape[0]


def _named(path: Path, name: str) -> Problem:
    return sentence(QT_TRANSLATE_NOOP("Problem", "'{name}' of {file}"), name=name, file=path.name)


class ArrayFile:
    """The node kind `guinet.data.arrays`; the headers of its arrays tell the shapes."""

    kind = "guinet.data.arrays"
    standardised = True

    def key(self, arguments: Arguments, base: Path | None) -> Hashable:
        texts = tuple(read_text(arguments, name) for name in ("input", "target", "task", "input_type"))
        files = [chosen_path(arguments, base, _WHAT)]
        if read_text(arguments, "target_path"):
            files.append(chosen_path(arguments, base, _WHAT, "target_path"))
        return tuple(map(stamp, files)), texts

    def specs(self, arguments: Arguments, base: Path | None) -> dict[str, TensorSpec]:
        features, target = headers(arguments, base)
        classes = _are_classes(target, arguments)
        shape = target.shape[1:] if classes or len(target.shape) > 1 else (1,)
        return {
            "features": TensorSpec((BATCH, *features.shape[1:]), input_type(features, arguments)),
            "target": TensorSpec((BATCH, *shape), "int64" if classes else "float32"),
        }

    def metadata(self, arguments: Arguments, base: Path | None) -> Metadata:
        return Metadata("features", "target", None, ())

    def load(self, arguments: Arguments, base: Path | None) -> Dataset:
        """Raises DataError naming the first row that cannot be used."""
        features, target = headers(arguments, base)
        classes, type = _are_classes(target, arguments), input_type(features, arguments)
        values, targets = _numbers(features), _numbers(target)
        _refuse_rows(values, features, whole=type == "int64")
        _refuse_rows(targets, target, whole=classes)
        fields = array_fields(values, targets, getattr(torch, type), classes)
        return Dataset(fields, "features", "target", source=features.path.name)

    def recipe(self, arguments: Arguments, base: Path | None) -> Recipe:
        self.load(arguments, base)  # what is wrong with the numbers is to be told now, not by the script
        features, target = headers(arguments, base)
        type = input_type(features, arguments)
        read = [f"read_array({{folder}} / {each.path.name!r}, {each.name!r})" for each in (features, target)]
        files = tuple(dict.fromkeys((features.path, target.path)))
        if len(files) > 1 and files[0].name == files[1].name:
            raise DataError(
                QT_TRANSLATE_NOOP("Problem", "both files are called {name}: beside one script they need two names"),
                name=files[0].name,
            )
        return Recipe(
            (read_array, array_fields),
            (
                f"features = {read[0]}",
                f"target = {read[1]}",
                f"data = array_fields(features, target, torch.{type}, classes={_are_classes(target, arguments)})",
            ),
            files,
            standardised=type == "float32",
        )


def headers(arguments: Arguments, base: Path | None) -> tuple[Header, Header]:
    """Input and target, as far as their files tell before the numbers. Raises DataError."""
    path = chosen_path(arguments, base, _WHAT)
    other = read_text(arguments, "target_path")
    target_path = chosen_path(arguments, base, _WHAT, "target_path") if other else path
    features = _header(path, read_text(arguments, "input"), 0, "input")
    if not other and not features.name:
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem", "{file} holds one array, the input; set the target path to the file of the targets"
            ),
            file=path.name,
        )
    target = _header(target_path, read_text(arguments, "target"), 0 if other else 1, "target")
    if features.rows != target.rows:
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem", "{array} has {rows} rows and {other} has {others}; choose arrays whose first sizes are equal"
            ),
            array=features.words,
            rows=features.rows,
            other=target.words,
            others=target.rows,
        )
    size = 8 * (np.prod(features.shape, dtype=object) + np.prod(target.shape, dtype=object))
    refuse_size(features.path.name, int(size), sentence(QT_TRANSLATE_NOOP("Problem", "use a part of it")))
    return features, target


def input_type(features: Header, arguments: Arguments) -> str:
    """The dtype of the input: float32, or int64 for what an Embedding takes. Raises DataError."""
    chosen = read_text(arguments, "input_type", _INPUT_TYPES[0])
    if chosen not in _INPUT_TYPES:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "input_type is {chosen}, but must be one of {known}"),
            chosen=repr(chosen),
            known=", ".join(_INPUT_TYPES),
        )
    return chosen


def _are_classes(target: Header, arguments: Arguments) -> bool:
    task = task_of(arguments)
    return task == "classification" or (task == "auto" and target.dtype.kind in "biu")


def _header(path: Path, name: str, place: int, argument: str) -> Header:
    """That of the array called `name`; without a name of the one in this place of a .npz file."""
    require_file(path)
    with _told(path), path.open("rb") as file:
        if file.read(len(npy.MAGIC_PREFIX)) == npy.MAGIC_PREFIX:
            file.seek(0)
            if name:
                raise DataError(
                    QT_TRANSLATE_NOOP("Problem", "{file} holds one array without a name; leave {argument} empty"),
                    file=path.name,
                    argument=argument,
                )
            header = Header(path, "", *_shape_and_dtype(file, path.name))
        else:
            header = _header_in_archive(path, name, place, argument)
    _check_header(header)
    return header


def _header_in_archive(path: Path, name: str, place: int, argument: str) -> Header:
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.namelist() if member.endswith(_NPY)]
        names = [member.removesuffix(_NPY) for member in members]
        known = ", ".join(f"'{each}'" for each in names)
        if name and name not in names:
            raise DataError(
                QT_TRANSLATE_NOOP("Problem", "{file} has no array '{name}'; it has {known}"),
                file=path.name,
                name=name,
                known=known or sentence(QT_TRANSLATE_NOOP("Problem", "none")),
            )
        if not name and place >= len(names):
            raise DataError(
                QT_TRANSLATE_NOOP(
                    "Problem", "{file} holds {count} arrays; two are needed, one of them for the {argument}"
                ),
                file=path.name,
                count=len(names),
                argument=argument,
            )
        member = members[names.index(name) if name else place]
        with archive.open(member) as file:
            return Header(path, member.removesuffix(_NPY), *_shape_and_dtype(file, _named(path, member)))


def _shape_and_dtype(file: IO[bytes], words: str | Problem) -> tuple[tuple[int, ...], np.dtype[Any]]:
    version = npy.read_magic(file)
    if version not in ((1, 0), (2, 0)):  # the third is for names of fields, which no array of numbers has
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{array} is no array of numbers; save one of numbers"), array=words
        )
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _, dtype = read(file)
    return shape, dtype


def _check_header(header: Header) -> None:
    if header.dtype.kind == "O":
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem", "{array} holds Python objects, which are never loaded; save an array of numbers"
            ),
            array=header.words,
        )
    if header.dtype.kind not in _NUMBERS or header.dtype.fields:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{array} is an array of {dtype}, not of numbers; save one of numbers"),
            array=header.words,
            dtype=header.dtype,
        )
    if not header.shape or not header.rows:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{array} has no rows; choose an array of at least one dimension with some"),
            array=header.words,
        )


def _numbers(header: Header) -> torch.Tensor:
    with _told(header.path):
        return read_array(header.path, header.name)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """NumPy's and zip's errors as a sentence."""
    try:
        yield
    except DataError:
        raise
    except (
        OSError, ValueError, EOFError, SyntaxError, KeyError, OverflowError, MemoryError, RuntimeError,
        NotImplementedError, zipfile.BadZipFile, zlib.error,
    ) as error:  # fmt: skip
        words = str(error).strip().splitlines() or [type(error).__name__]
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem",
                "{file} is not a NumPy file that can be read ({error}); save it again with numpy.save or numpy.savez",
            ),
            file=path.name,
            error=words[0],
        ) from error


def _refuse_rows(values: torch.Tensor, header: Header, whole: bool) -> None:
    """Raises DataError for the first row that is not finite in float32, or not of whole numbers where they must be."""
    flat = values.reshape(header.rows, -1)
    if not values.is_floating_point():
        return
    template = QT_TRANSLATE_NOOP(
        "Problem", "row {row} of {array} holds a value that is not finite, or too large; mend it or leave it out"
    )
    _refuse_first(~torch.isfinite(flat.float()).all(1), header, template)
    if whole:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "row {row} of {array} holds a number that is not whole, where classes or indices are wanted; mend it or "
            "leave it out",
        )
        _refuse_first((flat != flat.round()).any(1), header, template)


def _refuse_first(wrong: torch.Tensor, header: Header, template: str) -> None:
    rows = torch.nonzero(wrong)
    if len(rows):
        raise DataError(template, row=int(rows[0]) + 1, array=header.words)
