"""A tensor of any number of dimensions as a table to look through, and as pictures that are never large."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from guinet.probe.figures import array, as_float, known

PICTURE: Final = 256
"""Points of a picture along one side, at most."""

KERNELS: Final = 144
"""Kernels in a grid, at most."""

POINTS: Final = 1_000
"""Vectors of an embedding that are shown as points, at most: the first ones."""

_DENSE: Final = 1_000_000
"""A sparse tensor with more places than these is shown by its values alone."""


def table(tensor: Tensor, leading: tuple[int, ...]) -> tuple[Tensor, tuple[int, ...]]:
    """The last two dimensions in the slice `leading` of those before, and that slice as far as it exists.

    A scalar is one cell, a row of numbers one column. Of a large sparse tensor the values that are there.
    """
    values = tensor.detach()
    if values.layout is not torch.strided:
        values = values.to_dense() if values.numel() <= _DENSE else values.coalesce().values()
    if values.is_quantized and values.numel() <= _DENSE:
        values = values.dequantize()
    sizes = values.shape[:-2]
    index = tuple(
        min(max(leading[place] if place < len(leading) else 0, 0), max(size - 1, 0)) for place, size in enumerate(sizes)
    )
    if 0 in sizes:
        return values.new_empty((0, 0)), index
    values = values[index] if index else values
    if values.dim() < 2:
        values = values.reshape(-1, 1)
    return values, index


def window(values: Tensor, row: int, column: int, most: int) -> NDArray[np.generic]:
    """At most so many rows and columns of a table, from here on."""
    return array(values[row : row + most, column : column + most])


def picture(values: Tensor, most: int = PICTURE) -> NDArray[np.float32]:
    """A table in at most so many points a side: of several values in one point, one."""
    if not values.numel() or not known(values):
        return np.zeros((0, 0), np.float32)
    rows, columns = (max(1, math.ceil(size / most)) for size in values.shape)
    return _real(values[::rows, ::columns])


def kernels(module: nn.Module, path: str, tensor: Tensor) -> NDArray[np.float32] | None:
    """The kernels of a convolution in a grid with a line of NaN between them; None for what is no such thing.

    A row of the grid holds what belongs to one output channel, as far as there is room; of three dimensions of space
    the first slice.
    """
    owner, _, name = path.rpartition(".")
    layer = module.get_submodule(owner)
    if not isinstance(layer, nn.modules.conv._ConvNd) or name != "weight" or not known(tensor) or tensor.dim() < 3:
        return None
    values = tensor.detach()
    values = values[:, :, 0] if values.dim() == 5 else values[:, :, None] if values.dim() == 3 else values
    side = math.isqrt(KERNELS)
    height, width = values.shape[2:]
    if values.shape[1] == 1:
        count = min(values.shape[0], KERNELS)
        columns = min(math.ceil(math.sqrt(count)), count) or 1
        rows = math.ceil(count / columns)
        chosen = _real(values[:count, 0])
    else:
        rows, columns = min(values.shape[0], side), min(values.shape[1], side)
        chosen = _real(values[:rows, :columns]).reshape(-1, height, width)
    if not chosen.size:
        return None
    framed = np.full((rows * columns, height + 1, width + 1), np.nan, np.float32)
    framed[: len(chosen), :height, :width] = chosen
    tiles = framed.reshape(rows, columns, height + 1, width + 1).transpose(0, 2, 1, 3)
    grid = tiles.reshape(rows * (height + 1), columns * (width + 1))[:-1, :-1]
    return grid if grid.size <= 4 * PICTURE * PICTURE else grid[: 2 * PICTURE, : 2 * PICTURE]


def plane(module: nn.Module, path: str, tensor: Tensor) -> NDArray[np.float32] | None:
    """The vectors of an embedding as points [vectors, 2] in the plane in which they lie furthest apart: their first two
    principal components, each with its largest share of a dimension positive. None for what is no embedding.
    """
    owner, _, name = path.rpartition(".")
    layer = module.get_submodule(owner)
    if not isinstance(layer, (nn.Embedding, nn.EmbeddingBag)) or name != "weight" or not known(tensor):
        return None
    vectors = as_float(tensor.detach()[:POINTS])
    if min(vectors.shape) < 2 or not bool(vectors.isfinite().all()):
        return None
    centred = vectors - vectors.mean(0)
    axes = torch.linalg.svd(centred, full_matrices=False).Vh[:2]
    signs = axes.gather(1, axes.abs().argmax(1, keepdim=True)).sign()
    return _real(centred @ (axes * signs).T)


def _real(values: Tensor) -> NDArray[np.float32]:
    if values.is_quantized:
        values = values.dequantize()
    values = values.abs() if values.is_complex() else values
    return np.asarray(array(as_float(values)), np.float32)
