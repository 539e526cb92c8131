"""A drawing as an image like those a model was trained on: in their size, their range and, if wanted, their place."""

from __future__ import annotations

from typing import Final, TypeAlias

import torch
from torch import Tensor
from torch.nn import functional as F

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.data.problems import DataError

Box: TypeAlias = "tuple[int, int, int, int]"
"""First row, first column, and those behind the last."""

_INK: Final = 0.25
"""What share of the range is taken for drawn: paper and smudges are below."""


def read_drawing(drawing: Tensor, images: Tensor, *, fit: bool = True) -> Tensor:
    """`drawing`, float32 of shape [height, width] from 0 (paper) to 1 (ink), as [1, 1, h, w] like `images`, float32
    [N, 1, h, w]: their paper and ink are its. `fit` moves and scales what is drawn to where theirs lies on average.

    Raises DataError for a drawing without ink, or images of several channels.
    """
    if images.dim() != 4 or images.shape[1] != 1:
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem", "a drawing has one channel, and the model takes images of others; choose a file instead"
            )
        )
    box = _inked(drawing)
    if box is None:
        raise DataError(QT_TRANSLATE_NOOP("Problem", "nothing is drawn yet; draw with the mouse"))
    height, width = int(images.shape[2]), int(images.shape[3])
    low, high = float(images.min()), float(images.max())
    page = _placed(drawing, box, (images[:, 0] - low) / ((high - low) or 1.0)) if fit else drawing
    small = F.interpolate(page[None, None], size=(height, width), mode="area")
    return low + small * (high - low)


def _inked(drawing: Tensor) -> Box | None:
    rows, columns = (drawing > _INK).any(1).nonzero()[:, 0], (drawing > _INK).any(0).nonzero()[:, 0]
    if not len(rows):
        return None
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1


def _placed(drawing: Tensor, box: Box, images: Tensor) -> Tensor:
    """A page of the drawing's size, on which what is drawn is as large, and in the middle of where, it is in `images`:
    [N, h, w] from 0 to 1."""
    top, left, height, width = _usual(images)
    page_height, page_width = drawing.shape
    cut = drawing[box[0] : box[2], box[1] : box[3]]
    scale = min(height * page_height / cut.shape[0], width * page_width / cut.shape[1])
    size = [max(1, min(round(side * scale), most)) for side, most in zip(cut.shape, drawing.shape, strict=True)]
    scaled = F.interpolate(cut[None, None], size=size, mode="bilinear", antialias=True)[0, 0]
    first = [
        min(max(0, round(middle * side - length / 2)), side - length)
        for middle, side, length in zip((top + height / 2, left + width / 2), drawing.shape, size, strict=True)
    ]
    page = torch.zeros_like(drawing)
    page[first[0] : first[0] + size[0], first[1] : first[1] + size[1]] = scaled
    return page


def _usual(images: Tensor) -> tuple[float, float, float, float]:
    """Top, left, height and width of the ink of the images, as shares of theirs: the middle one of each, but of the
    width the larger ones, for narrow things are no measure of wide ones."""
    inked = images > _INK
    images = images[inked.flatten(1).any(1)]
    if not len(images):
        return 0.0, 0.0, 1.0, 1.0
    rows, columns = (inked.any(2).float(), inked.any(1).float())
    edges = []
    for lines in (rows, columns):
        size = lines.shape[1]
        first = lines.argmax(1).float()
        last = size - lines.flip(1).argmax(1).float()
        edges.append((first / size, last / size))
    (top, bottom), (left, right) = edges
    height = float((bottom - top).median())
    width = float((right - left).quantile(0.9))
    middle = [float(((first + last) / 2).mean()) for first, last in edges]
    return middle[0] - height / 2, middle[1] - width / 2, height, width
