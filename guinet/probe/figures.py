"""Numbers about tensors of every kind: read off all of their values, or off a part where they are large."""

from __future__ import annotations

import math
import re
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.parameter import is_lazy

from guinet.core.parameter_rows import BINS, Figures, Histogram

ALL: Final = 10_000_000
"""Values that are looked at while nothing trains."""

SOME: Final = 20_000
"""Values that are looked at while a training waits."""


SEALED: Final = frozenset(
    dtype
    for name, dtype in vars(torch).items()
    if isinstance(dtype, torch.dtype) and re.fullmatch(r"bits.*|u?int[1-7]|float4.*", name)
)
"""Types of bits alone, which torch itself can neither reckon with nor print."""


def known(tensor: Tensor) -> bool:
    """Whether there are numbers: a lazy parameter has none yet, the meta device and bits have none at all, and those of
    a nested tensor make no table."""
    return not is_lazy(tensor) and tensor.device.type != "meta" and not tensor.is_nested and not sealed(tensor)


def sealed(tensor: Tensor) -> bool:
    """Whether torch itself can neither reckon with a tensor nor print it: bits, and a quantised one that was made
    without a word of what its numbers stand for."""
    if not tensor.is_quantized:
        return tensor.dtype in SEALED
    try:
        tensor.qscheme()
    except RuntimeError:
        return True
    return False


def shape_of(tensor: Tensor) -> tuple[int, ...]:
    """Of a nested tensor nothing: its parts have shapes of their own."""
    return () if tensor.is_nested else tuple(tensor.shape)


def sample(tensor: Tensor, most: int = ALL) -> Tensor:
    """The values in a row, or about `most` of them, evenly spread. Shares memory with the tensor where it can.

    Of a sparse tensor those that are there, of a quantised one what they stand for, of complex ones the absolute ones.
    """
    values = tensor.detach()
    if values.layout is torch.sparse_coo:
        values = values.coalesce().values()
    elif values.layout is not torch.strided:
        values = values.to_dense() if values.is_mkldnn else values.values()
    if values.is_quantized:
        values = values.dequantize()
    step = -(-values.numel() // most) if most else 1
    if step > 1 and not values.is_contiguous():
        # Rows of the first dimension, so that no whole copy is made.
        rows = -(-values.shape[0] // step) if values.dim() else 1
        values = values[:: max(values.shape[0] // max(rows, 1), 1)]
        step = -(-values.numel() // most)
    values = values.reshape(-1)
    values = values[::step] if step > 1 else values
    return values.abs() if values.is_complex() else values


def as_float(values: Tensor) -> Tensor:
    """For arithmetic: half precision and whole numbers have too little room for sums."""
    if values.dtype in (torch.float32, torch.float64):
        return values
    return values.to(torch.float32 if values.is_floating_point() else torch.float64)


def figures(tensor: Tensor, most: int = ALL) -> Figures:
    """Norm, mean and the rest. The norm of what was estimated is that of all values, as far as they are alike."""
    if not known(tensor):
        return Figures()
    values = as_float(sample(tensor, most))
    count, whole = values.numel(), stored(tensor)
    if not count:
        return Figures(norm=0.0)
    low, high = torch.aminmax(values)
    parts = [values.norm(), values.mean(), low, high]
    if count > 1:
        parts.append(values.std())
    norm, mean, least, greatest, *std = torch.stack(parts).tolist()
    # A single value that is not finite shows in the norm, which costs nothing more.
    odd = 0 if math.isfinite(norm) else count - int(torch.isfinite(values).sum())
    zeros = 1 - int(torch.count_nonzero(values)) / count
    scale = math.sqrt(whole / count)
    return Figures(norm * scale, mean, std[0] if std else math.nan, least, greatest, zeros, odd, whole > count)


def stored(tensor: Tensor) -> int:
    """How many numbers are kept: of a sparse tensor fewer than its shape has places for."""
    if tensor.layout is torch.strided or tensor.is_mkldnn:
        return tensor.numel()
    # Not `_nnz`, which counts blocks where what is kept lies in blocks.
    return (tensor._values() if tensor.layout is torch.sparse_coo else tensor.values()).numel()


def histogram(tensor: Tensor, most: int = ALL) -> Histogram | None:
    """Of the finite values; None where there are none."""
    if not known(tensor):
        return None
    values = as_float(sample(tensor, most))
    return binned(values[torch.isfinite(values)].cpu().numpy())


def binned(values: NDArray[np.floating[Any]]) -> Histogram | None:
    """How many of these finite values lie in each bar; None where there are none, or they lie further apart than
    numbers go."""
    if not values.size:
        return None
    low, high = float(values.min()), float(values.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    if not math.isfinite(high - low):
        return None
    counts, _ = np.histogram(values, BINS, (low, high))
    return Histogram(low, high, tuple(counts.tolist()))


def array(tensor: Tensor) -> NDArray[np.generic]:
    """The values as an array of numpy's; of those it does not know (bfloat16, quantised, complex of halves) what they
    stand for."""
    values = tensor.detach()
    if values.is_quantized:
        values = values.dequantize()
    if values.dtype.is_floating_point and values.dtype not in (torch.float16, torch.float32, torch.float64):
        values = values.float()
    if values.dtype is torch.complex32:
        values = values.to(torch.complex64)
    return np.array(values.resolve_conj().resolve_neg().cpu().numpy())
