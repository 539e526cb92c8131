"""Pictures and parts of a tensor that are never large: of a slice of it, made where the tensor is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from guinet.core.looks import View, leading
from guinet.probe.figures import array, as_float
from guinet.probe.windows import window

SIDE: Final = 512
"""Points of a picture along one side, at most."""

MAPS: Final = 256
"""Feature maps side by side, at most."""

POINTS: Final = 1024
"""Points of a line; of a longer one the least and the greatest of each part."""

_ASPECT: Final = 1.5
"""Feature maps side by side are so much wider than high: panels are."""

_PART: Final = 1_000_000
"""Values of a large tensor that are copied at a time."""

_DENSE: Final = 10_000_000
"""A sparse tensor with more places than these is not made dense."""


def slice_of(tensor: Tensor, view: View, index: tuple[int, ...]) -> tuple[Tensor, tuple[int, ...]]:
    """What the view shows at the place `index` of the axes before, and that place as far as it exists. It shares the
    tensor's memory where it can. Raises ValueError for a sparse tensor too large to be made dense."""
    values = tensor.detach()
    if values.layout is not torch.strided:
        if values.numel() > _DENSE:
            raise ValueError(f"a sparse tensor of {values.numel()} places")
        values = values.to_dense()
    sizes = leading(view, tuple(values.shape))
    given = (*index, *[0] * len(sizes))
    place = tuple(min(max(at, 0), max(size - 1, 0)) for at, size in zip(given, sizes, strict=False))
    if values.is_quantized and values.numel() <= _DENSE:
        values = values.dequantize()
    values = values[place] if place else values
    return values.dequantize() if values.is_quantized else values, place


def table(values: Tensor, row: int, column: int, most: int) -> tuple[NDArray[np.generic], tuple[int, int]]:
    """So many rows and columns at most from here on, and how many there are; a single row stands upright."""
    if values.dim() < 2:
        values = values.reshape(-1, 1)
    size = int(values.shape[0]), int(values.shape[1])
    row, column = min(max(row, 0), max(size[0] - 1, 0)), min(max(column, 0), max(size[1] - 1, 0))
    return window(values, row, column, most), size


def heat(values: Tensor, most: int = SIDE) -> tuple[NDArray[np.float32], int]:
    """A table as points, and how many rows and columns each point stands for: it shows the value furthest from 0, and
    NaN where there is any."""
    step = max(math.ceil(max(values.shape) / most), 1)
    if step == 1:
        return np.asarray(array(_real(values)), np.float32), step
    tall = max(_PART // values.shape[1] // step, 1) * step
    wide = max(_PART // min(tall, values.shape[0]) // step, 1) * step
    rows = [torch.cat([_furthest(part, step) for part in _parts(band, wide, 1)], 1) for band in _parts(values, tall)]
    return np.asarray(array(torch.cat(rows)), np.float32), step


def _parts(values: Tensor, size: int, axis: int = 0) -> Iterator[Tensor]:
    """One after the other, so many places along an axis each, without a copy."""
    for start in range(0, values.shape[axis], size):
        yield values.narrow(axis, start, min(size, values.shape[axis] - start))


def _furthest(values: Tensor, step: int) -> Tensor:
    """Of each square of `step` rows and columns the value furthest from 0."""
    page = _real(values)[None, None]
    high = F.max_pool2d(page, step, ceil_mode=True)[0, 0]
    low = -F.max_pool2d(-page, step, ceil_mode=True)[0, 0]
    return torch.where(high.abs() >= low.abs(), high, torch.where(low.isnan(), high, low))


def image(values: Tensor, most: int = SIDE) -> tuple[NDArray[np.uint8], tuple[float, float]]:
    """Pixels [height, width] or [height, width, 3] and the values that are black and white: 0 and 1 where all lie
    between, 0 and 255 of bytes, else the least and the greatest."""
    is_bytes = values.dtype is torch.uint8
    values = values.movedim(0, -1) if values.dim() == 3 else values
    step = max(math.ceil(max(values.shape[:2]) / most), 1)
    values = _real(values[::step, ::step])
    finite = values[values.isfinite()]
    low, high = (float(finite.min()), float(finite.max())) if finite.numel() else (0.0, 1.0)
    if is_bytes or (low >= 0 and high <= 1):
        low, high = 0.0, 255.0 if is_bytes else 1.0
    scaled = (values - low) / ((high - low) or 1.0)
    pixels = torch.nan_to_num(scaled, 0.0, 1.0, 0.0).clamp(0, 1).mul(255).round().to(torch.uint8)
    return np.asarray(array(pixels.contiguous()), np.uint8), (low, high)


def maps(values: Tensor, first: int, most: int = SIDE) -> tuple[NDArray[np.float32], tuple[int, int], int]:
    """[channels, height, width] side by side from the map `first` on, with a line of NaN between two; how many rows and
    columns the grid has; and how many rows and columns of a map a point stands for."""
    values = values[max(0, min(first, values.shape[0] - 1)) :][:MAPS]
    count = values.shape[0]
    wide = math.ceil(math.sqrt(_ASPECT * count * values.shape[1] / values.shape[2]))
    wide = min(max(wide, 1), count)
    high = math.ceil(count / wide)
    room = max((most - max(wide, high)) // max(wide, high), 1)
    drawn = [heat(each, room) for each in values]
    height, width = drawn[0][0].shape
    grid = np.full((high * (height + 1) - 1, wide * (width + 1) - 1), np.nan, np.float32)
    for number, (points, _) in enumerate(drawn):
        top, left = number // wide * (height + 1), number % wide * (width + 1)
        grid[top : top + height, left : left + width] = points
    return grid, (high, wide), drawn[0][1]


def line(values: Tensor, most: int = POINTS) -> NDArray[np.float32]:
    """[2, points]: the least and the greatest value of each part of a row of numbers, alike where a part is one."""
    values = values.reshape(-1)
    step = max(math.ceil(len(values) / most), 1)
    if step == 1:
        whole = _real(values)
        return np.asarray(array(torch.stack([whole, whole])), np.float32)
    parts = [_ends(part, step) for part in _parts(values, max(_PART // step, 1) * step)]
    return np.asarray(array(torch.cat(parts, 1)), np.float32)


def _ends(values: Tensor, step: int) -> Tensor:
    """The least and the greatest of each `step` values."""
    row = _real(values)[None, None]
    high, low = F.max_pool1d(row, step, ceil_mode=True), -F.max_pool1d(-row, step, ceil_mode=True)
    return torch.cat([low[0], high[0]])


def ends_of(values: NDArray[np.generic]) -> tuple[float, float]:
    """The least and the greatest finite number; NaN where there is none."""
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else (math.nan, math.nan)


def _real(values: Tensor) -> Tensor:
    """Numbers that can be compared: absolute values of complex ones."""
    return as_float(values.abs() if values.is_complex() else values).float()
