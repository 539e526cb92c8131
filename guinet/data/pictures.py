"""Reads one image file as the values a model was trained on, without trusting the file.

`picture_values` is copied as it stands into exported training scripts.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

import torch
from torch import Tensor

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.data.problems import DataError

if TYPE_CHECKING:
    from PIL import Image

FORMATS: Final = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")
SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm", ".pnm"})
MOST_PIXELS: Final = 64_000_000


def picture_values(image: Image.Image, height: int, width: int, channels: int) -> torch.Tensor:
    """The image as float32 [channels, height, width], from 0 (black) to 1: grey for one channel, colour for three.

    It is turned as its camera says; a transparent background is black; 16 bits and floats are grey.
    """
    import numpy
    from PIL import Image
    from PIL.ImageOps import exif_transpose

    image = exif_transpose(image)
    if image.mode.startswith("I") or image.mode == "F":
        grey = numpy.asarray(image, dtype=numpy.float32) / (65535 if image.mode.startswith("I") else 1)
        planes = [Image.fromarray(grey)] * channels
    else:
        if image.has_transparency_data:
            image = Image.alpha_composite(Image.new("RGBA", image.size, "black"), image.convert("RGBA"))
        bands = image.convert("L" if channels == 1 else "RGB").split()
        planes = [Image.fromarray(numpy.asarray(band, dtype=numpy.float32) / 255) for band in bands]
    if image.size != (width, height):
        planes = [plane.resize((width, height), Image.Resampling.BILINEAR) for plane in planes]
    values = torch.stack([torch.tensor(numpy.asarray(plane, dtype=numpy.float32)) for plane in planes])
    return values.clamp(0, 1)


def read_picture(path: Path, height: int, width: int, channels: int = 1, name: str = "") -> Tensor:
    """The image scaled to [1, channels, height, width], float32 from 0 (black) to 1 (white).

    A transparent background counts as black. Raises DataError for what is no image, is broken, or has more than
    MOST_PIXELS, which is refused before it is unpacked; it calls the file `name`, where that is given.
    """
    with quiet(), _opened(path, name) as image:
        values = picture_values(image, height, width, channels)
    if not torch.isfinite(values).all():
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{file} has pixels that are not finite; save it again as PNG"),
            file=name or path.name,
        )
    return values.unsqueeze(0)


def read_size(path: Path) -> tuple[int, int] | None:
    """Height and width as `picture_values` would have them, without unpacking the pixels; None for no image."""
    try:
        with quiet(), _opened(path) as image:
            turned = image.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE
            return (image.width, image.height) if turned else (image.height, image.width)
    except DataError:
        return None


_ORIENTATION: Final = 0x0112
_ON_ITS_SIDE: Final = (5, 6, 7, 8)
_quiet: Final = Lock()


@contextmanager
def quiet() -> Iterator[None]:
    """Without Pillow's warnings, of odd files and of large ones: those are refused by MOST_PIXELS all the same."""
    if _quiet.locked():  # Python's filters belong to the process: a thread of several leaves them to the first
        yield
        return
    with _quiet, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _opened(path: Path, name: str = "") -> Iterator[Image.Image]:
    """The image in the file; what is wrong with it, now or while it is unpacked, becomes a DataError."""
    from PIL import Image

    try:
        with Image.open(path, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise DataError(
                    QT_TRANSLATE_NOOP(
                        "Problem", "{file} has {width}×{height} pixels; at most {most} are read; make it smaller"
                    ),
                    file=name or path.name,
                    width=image.width,
                    height=image.height,
                    most=f"{MOST_PIXELS:,}",
                )
            yield image
    except Image.DecompressionBombError as error:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{file} has too many pixels; at most {most} are read; make it smaller"),
            file=name or path.name,
            most=f"{MOST_PIXELS:,}",
        ) from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{file} is not an image that can be read; save it again as PNG ({error})"),
            file=name or path.name,
            error=error,
        ) from error
