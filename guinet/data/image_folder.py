"""A folder of images as a data source: one sub-folder for each class.

All images are decoded into memory once, by several threads (Pillow lets others run while it decodes); then batches are
slices, and no epoch waits for a disk. `image_files` and `read_images` are copied as they stand into exported training
scripts, `picture_values` of `guinet.data.pictures` with them.
"""

from __future__ import annotations

import os
from collections.abc import Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import torch
from msgspec import Struct
from torch import Tensor

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, sentence
from guinet.core.values import BATCH, TensorSpec
from guinet.data.arguments import Number, read_text
from guinet.data.dataset import Dataset
from guinet.data.files import chosen_path
from guinet.data.memory import refuse_size
from guinet.data.pictures import picture_values, quiet, read_picture, read_size
from guinet.data.problems import DataError
from guinet.data.source import Arguments, Metadata, Recipe

_WHAT: Final = sentence(QT_TRANSLATE_NOOP("Problem", "image folder"))
_COLOURS: Final = {"rgb": 3, "grey": 1}
_LARGEST_SIDE: Final = 16_384
_MOST_WORKERS: Final = 64
_WORKERS: Final = Number("workers", 0, high=_MOST_WORKERS)
_VALUE: Final = 4  # bytes of a float32


def image_files(folder: Path) -> list[Path]:
    """The images in `folder` and below, in the order of their paths."""
    endings = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm", ".pnm"}
    files = (file for file in folder.rglob("*") if file.suffix.lower() in endings and not file.name.startswith("."))
    return sorted((file for file in files if file.is_file()), key=lambda file: file.relative_to(folder).parts)


def read_images(
    folder: Path, classes: list[str], left_out: set[str], size: tuple[int, int], channels: int
) -> dict[str, torch.Tensor]:
    """Images [N, channels, *size] from 0 to 1, and the number of each one's sub-folder among `classes`."""
    from PIL import Image

    images, labels = [], []
    for label, name in enumerate(classes):
        for file in image_files(folder / name):
            if file.relative_to(folder).as_posix() not in left_out:
                with Image.open(file) as image:
                    images.append(picture_values(image, *size, channels))
                labels.append(label)
    return {"image": torch.stack(images), "label": torch.tensor(labels)}


class Look(Struct, frozen=True):
    """What a glance at the folder tells: the names of the classes, and height and width of all images, which are
    scaled to it where the node says so."""

    folder: Path
    classes: tuple[str, ...]
    size: tuple[int, int]
    scaled: bool
    channels: int


class ImageFolder:
    """The node kind `guinet.data.images`; the names of its sub-folders and the first image tell the shapes."""

    kind = "guinet.data.images"
    standardised = False

    def key(self, arguments: Arguments, base: Path | None) -> Hashable:
        found = look(arguments, base)
        stamps = []
        for file in (file for name in found.classes for file in image_files(found.folder / name)):
            status = file.stat()
            stamps.append((str(file), status.st_mtime_ns, status.st_size))
        return found.folder.absolute(), hash(tuple(stamps)), found.size, found.scaled, found.channels

    def specs(self, arguments: Arguments, base: Path | None) -> dict[str, TensorSpec]:
        found = look(arguments, base)
        return {
            "image": TensorSpec((BATCH, found.channels, *found.size), "float32"),
            "label": TensorSpec((BATCH,), "int64"),
        }

    def metadata(self, arguments: Arguments, base: Path | None) -> Metadata:
        return Metadata("image", "label", look(arguments, base).classes, ())

    def load(self, arguments: Arguments, base: Path | None) -> Dataset:
        """Leaves out what is no image that can be read. Raises DataError for a class without any, for images of
        different sizes where none is set, and when they need too much memory."""
        found = look(arguments, base)
        files = [image_files(found.folder / name) for name in found.classes]
        _refuse_empty(found, [len(each) for each in files])
        count = sum(map(len, files))
        values = found.channels * found.size[0] * found.size[1]
        refuse_size(
            found.folder.name,
            count * values * _VALUE,
            sentence(QT_TRANSLATE_NOOP("Problem", "set a smaller size, or keep fewer images there")),
        )
        images = torch.empty((count, found.channels, *found.size))
        labels = torch.tensor([label for label, each in enumerate(files) for _ in each])
        flat = [file for each in files for file in each]
        reasons = _decode(found, flat, images, _threads(arguments))
        kept = torch.tensor([_name(found, file) not in reasons for file in flat])
        _refuse_empty(found, torch.bincount(labels[kept], minlength=len(found.classes)).tolist(), reasons)
        if not kept.all():
            images, labels = images[kept], labels[kept]
        return Dataset(
            {"image": images, "label": labels},
            "image",
            "label",
            found.classes,
            source=found.folder.name,
            left_out=reasons,
        )

    def recipe(self, arguments: Arguments, base: Path | None) -> Recipe:
        found = look(arguments, base)
        unread = sorted(self.load(arguments, base).left_out)
        left_out = "{" + ", ".join(map(repr, unread)) + "}" if unread else "set()"
        folder = found.folder.absolute()
        return Recipe(
            (picture_values, image_files, read_images),
            (
                f"classes = {list(found.classes)!r}",
                f"left_out = {left_out}  # images that cannot be read",
                f"folder = {{folder}} / {folder.name!r}",
                f"data = read_images(folder, classes, left_out, size={found.size}, channels={found.channels})",
            ),
            (folder,),
            input="image",
        )


def look(arguments: Arguments, base: Path | None) -> Look:
    """Raises DataError where there are no classes to tell apart."""
    folder = chosen_path(arguments, base, _WHAT)
    classes = _classes(folder)
    colour = read_text(arguments, "colour", "rgb")
    if colour not in _COLOURS:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "colour is {colour}, but must be one of {known}"),
            colour=repr(colour),
            known=", ".join(_COLOURS),
        )
    size = _chosen_size(arguments)
    return Look(folder, classes, size or _first_size(folder, classes), size is not None, _COLOURS[colour])


def _classes(folder: Path) -> tuple[str, ...]:
    """The names of the sub-folders in order."""
    try:
        if not folder.is_dir():
            template = QT_TRANSLATE_NOOP("Problem", "{folder} is not there; choose another folder")
            if folder.exists():
                template = QT_TRANSLATE_NOOP("Problem", "{folder} is no folder; choose another folder")
            raise DataError(template, folder=folder)
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith("."))
    except OSError as error:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{folder} could not be read: {error}; choose another folder"),
            folder=folder,
            error=error.strerror or error,
        ) from error
    if len(names) < 2:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "{folder} has no sub-folders; give each class a folder of its own, such as {folder}/cat and {folder}/dog, "
            "and put its images there",
        )
        if names:
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "{folder} has one sub-folder only ('{name}'); give each class a folder of its own, such as "
                "{folder}/cat and {folder}/dog, and put its images there",
            )
        raise DataError(template, folder=folder.name, name=names[0] if names else "")
    return tuple(names)


def _chosen_size(arguments: Arguments) -> tuple[int, int] | None:
    value = arguments.get("size")
    if value is None:
        return None
    sides = value if isinstance(value, (list, tuple)) else (value, value)
    if len(sides) != 2 or not all(type(side) is int and 1 <= side <= _LARGEST_SIDE for side in sides):
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "size is {value}, but must be height and width in pixels, such as 64 × 64"),
            value=repr(value),
        )
    return int(sides[0]), int(sides[1])


def _first_size(folder: Path, classes: tuple[str, ...]) -> tuple[int, int]:
    """Height and width of the first image that can be read."""
    for name in classes:
        for file in image_files(folder / name):
            size = read_size(file)
            if size is not None:
                return size
    raise DataError(
        QT_TRANSLATE_NOOP(
            "Problem", "{folder} holds no image that can be read; put PNG or JPEG files into its sub-folders"
        ),
        folder=folder.name,
    )


def _threads(arguments: Arguments) -> int:
    return _WORKERS.whole(arguments) or min(os.cpu_count() or 1, _MOST_WORKERS)


def _decode(found: Look, files: list[Path], images: Tensor, threads: int) -> dict[str, Problem]:
    """Decodes each file into its place; returns why some could not be, by name."""

    def decode(place: int) -> Problem | None:
        file = files[place]
        name = _name(found, file)
        try:
            size = None if found.scaled else read_size(file)
            if size is not None and size != found.size:
                raise _different(found, name, size)
            images[place] = read_picture(file, *found.size, found.channels, name)[0]
        except _Different:
            raise
        except DataError as error:
            return error.problem
        return None

    with quiet(), ThreadPoolExecutor(threads, thread_name_prefix="images") as pool:
        reasons = list(pool.map(decode, range(len(files))))
    return {_name(found, file): reason for file, reason in zip(files, reasons, strict=True) if reason is not None}


def _name(found: Look, file: Path) -> str:
    return file.relative_to(found.folder).as_posix()


class _Different(DataError):
    """Not one bad file, but a choice to make."""


def _different(found: Look, name: str, size: tuple[int, int]) -> _Different:
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "{folder}/{file} has {size} pixels (height × width), but the first image has {first}; set a size to scale all "
        "images to",
    )
    height, width = found.size
    return _Different(
        template, folder=found.folder.name, file=name, size=f"{size[0]}×{size[1]}", first=f"{height}×{width}"
    )


def _refuse_empty(found: Look, counts: list[int], reasons: Mapping[str, Problem] | None = None) -> None:
    empty = next((name for name, count in zip(found.classes, counts, strict=True) if not count), None)
    if empty is None:
        return
    why = next((why for name, why in (reasons or {}).items() if name.startswith(f"{empty}/")), None)
    template = QT_TRANSLATE_NOOP(
        "Problem", "the class '{name}' of {folder} has no image that can be read; add some, or take its folder out"
    )
    if why is not None:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "the class '{name}' of {folder} has no image that can be read ({reason}); add some, or take its folder out",
        )
    raise DataError(template, name=empty, folder=found.folder.name, reason=why)
