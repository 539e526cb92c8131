"""Reads one image file as the values a model was trained on, without trusting the file."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import Tensor

from guinet.data.problems import DataError

if TYPE_CHECKING:
    from PIL import Image

FORMATS: Final = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")
SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm", ".pnm"})
MOST_PIXELS: Final = 64_000_000
_SIXTEEN_BITS: Final = 65535


def read_picture(path: Path, height: int, width: int) -> Tensor:
    """The image in grey, scaled to [1, 1, height, width], float32 from 0 (black) to 1 (white).

    A transparent background counts as black. Raises DataError for what is no image, is broken, or has more than
    MOST_PIXELS, which is refused before it is unpacked.
    """
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise DataError(f"{path.name} has {image.width}×{image.height} pixels; {_limit()}")
                grey = _grey(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DataError(f"{path.name} has too many pixels; {_limit()}") from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise DataError(f"{path.name} is not an image that can be read; save it again as PNG ({error})") from error
    if grey.size != (width, height):
        grey = grey.resize((width, height), Image.Resampling.BILINEAR)
    values = torch.tensor(np.asarray(grey, dtype=np.float32))
    if not torch.isfinite(values).all():
        raise DataError(f"{path.name} has pixels that are not finite; save it again as PNG")
    return values.clamp(0, 1).reshape(1, 1, height, width)


def _limit() -> str:
    return f"at most {MOST_PIXELS:,} are read; make it smaller"


def _grey(image: Image.Image) -> Image.Image:
    """Mode F, 0 to 1."""
    from PIL import Image as Images

    if image.mode.startswith("I"):
        return Images.fromarray(np.asarray(image, dtype=np.float32) / _SIXTEEN_BITS)
    if image.mode == "F":
        return image
    if image.has_transparency_data:
        image = Images.alpha_composite(Images.new("RGBA", image.size, "black"), image.convert("RGBA"))
    return Images.fromarray(np.asarray(image.convert("L"), dtype=np.float32) / 255)
