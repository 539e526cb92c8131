"""The numbers of a tensor in a few: exact ones of most tensors, and of large ones without a copy."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import torch
from msgspec.structs import replace
from torch import Tensor

from guinet.core.parameter_rows import Histogram
from guinet.core.probed import Statistics
from guinet.probe.figures import as_float, known, sample

BINS: Final = 32
"""Bars of a histogram of values."""

EXACT: Final = 2_000_000
"""Values of which all are looked at for the mean, the deviation and the bars."""

_WHOLE: Final = (torch.float16, torch.bfloat16, torch.float32, torch.float64)


def statistics(tensor: Tensor, most: int = EXACT) -> Statistics | None:
    """What is told of all its numbers; None where there are none to look at: on the meta device, or nested.

    Sparse ones count with their zeros, quantised ones as what they stand for, complex ones by their absolute values.
    """
    if not known(tensor):
        return None
    values = tensor.detach()
    if values.layout is not torch.strided:
        return _sparse(values, most)
    if not values.numel():
        return Statistics(0)
    if values.numel() <= most:
        return _exact(values)
    return _estimated(values, most)


def _exact(values: Tensor) -> Statistics:
    values = values.dequantize() if values.is_quantized else values
    nan, infinite = 0, 0
    numbers = as_float(values.abs() if values.is_complex() else values).flatten()
    # One value that is not finite makes the sum so; a sum that is too large does no harm.
    if (values.dtype.is_floating_point or values.is_complex()) and not math.isfinite(float(numbers.sum())):
        nan, infinite = int(numbers.isnan().sum()), int(numbers.isinf().sum())
    zeros = 1 - int(torch.count_nonzero(numbers)) / numbers.numel()
    finite = numbers[numbers.isfinite()] if nan or infinite else numbers
    return _of_finite(Statistics(values.numel(), zeros=zeros, nan=nan, infinite=infinite), finite)


def _of_finite(told: Statistics, finite: Tensor) -> Statistics:
    """With the figures of these numbers, all of which are finite."""
    if not finite.numel():
        return told
    low, high = (float(end) for end in torch.aminmax(finite))
    std = float(finite.std()) if finite.numel() > 1 else None
    return replace(told, minimum=low, mean=float(finite.mean()), maximum=high, std=std, bars=_bars(finite, low, high))


def _bars(finite: Tensor, low: float, high: float) -> Histogram | None:
    if low == high:
        low, high = low - 0.5, high + 0.5
    if not math.isfinite(high - low) or low == high:
        return None
    counts = torch.histc(finite, BINS, low, high)
    return Histogram(low, high, tuple(int(count) for count in counts.tolist()))


def _estimated(values: Tensor, most: int) -> Statistics:
    """Counts and ends from all values, a part of them at a time; the rest from some."""
    chosen = as_float(sample(values, most))
    finite = chosen[chosen.isfinite()]
    told = replace(_of_finite(Statistics(values.numel()), finite), estimated=True)
    zeros, nan, infinite = 0, 0, 0
    low, high = math.inf, -math.inf
    for part in _parts(values, most):
        zeros += part.numel() - int(torch.count_nonzero(part))
        least, greatest = (float(end) for end in torch.aminmax(part))
        if not math.isfinite(least) or not math.isfinite(greatest):
            nan += int(part.isnan().sum())
            infinite += int(part.isinf().sum())
            part = part[part.isfinite()]
            if not part.numel():
                continue
            least, greatest = (float(end) for end in torch.aminmax(part))
        low, high = min(low, least), max(high, greatest)
    ends = (low, high) if low <= high else (None, None)
    return replace(told, minimum=ends[0], maximum=ends[1], zeros=zeros / values.numel(), nan=nan, infinite=infinite)


def _parts(values: Tensor, most: int) -> Iterator[Tensor]:
    """All values, so many at a time at most, without a copy of the whole."""
    if values.numel() > most:
        axis = max(range(values.dim()), key=lambda axis: values.shape[axis])
        size = values.shape[axis]
        share = max(1, size * most // values.numel())
        for start in range(0, size, share) if size > 1 else ():
            yield from _parts(values.narrow(axis, start, min(share, size - start)), most)
        return
    if values.is_quantized:
        yield values.dequantize()
    elif values.is_complex():
        yield values.abs()
    else:
        yield values if values.dtype in _WHOLE else as_float(values)


def _sparse(values: Tensor, most: int) -> Statistics:
    if values.numel() <= most:
        return _exact(values.to_dense()) if values.numel() else Statistics(0)
    stored = values.coalesce().values() if values.layout is torch.sparse_coo else values.values()
    told = statistics(stored, most)
    if told is None or not told.count or told.mean is None or told.minimum is None or told.maximum is None:
        return Statistics(values.numel(), 0.0, 0.0, 0.0, 0.0, 1.0)
    # The places without a value are zeros.
    count, finite = values.numel(), told.count - told.nan - told.infinite
    squares = (told.std or 0.0) ** 2 * (finite - 1) + finite * told.mean**2
    mean = told.mean * finite / count
    return replace(
        told,
        count=count,
        minimum=min(told.minimum, 0.0),
        mean=mean,
        maximum=max(told.maximum, 0.0),
        std=math.sqrt(max(squares - count * mean**2, 0.0) / (count - 1)),
        zeros=1 - (1 - told.zeros) * told.count / count,
    )
