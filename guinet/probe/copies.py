"""Many tensors copied in one row of numbers while a training waits, and what is reckoned of them when it goes on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from guinet.core.parameter_rows import NAN, Figures, Histogram
from guinet.probe.figures import binned, known, sample, stored


class Copies:
    """A sample of each tensor, `most` values of it, as they are now. Making it is one copy for each dtype; nothing else
    is done before somebody asks. Sparse, quantised and complex ones count as `figures.sample` says."""

    def __init__(self, tensors: Mapping[str, Tensor], most: int) -> None:
        kinds: dict[tuple[torch.dtype, torch.device], list[tuple[str, Tensor]]] = {}
        self._whole: dict[str, int] = {}
        for name, tensor in tensors.items():
            if known(tensor):
                values = sample(tensor, most)
                self._whole[name] = stored(tensor)
                kinds.setdefault((values.dtype, values.device), []).append((name, values))
        self._names = [name for parts in kinds.values() for name, _ in parts]
        self._counts = np.array([values.numel() for parts in kinds.values() for _, values in parts], np.int64)
        self._copied = [torch.cat([values for _, values in parts]) for parts in kinds.values()]

    @cached_property
    def _row(self) -> NDArray[np.float64]:
        parts = [part.to("cpu", torch.float64).numpy() for part in self._copied]
        self._copied.clear()
        return np.concatenate(parts) if parts else np.zeros(0)

    @cached_property
    def _places(self) -> dict[str, slice]:
        ends = np.cumsum(self._counts)
        pairs = zip((ends - self._counts).tolist(), ends.tolist(), strict=True)
        return {name: slice(start, end) for name, (start, end) in zip(self._names, pairs, strict=True)}

    @cached_property
    def _filled(self) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
        """The names of those that are not empty, how many values each has, and where they begin."""
        filled = self._counts > 0
        names = [name for name, some in zip(self._names, filled.tolist(), strict=True) if some]
        counts = self._counts[filled]
        return names, counts, np.cumsum(counts) - counts

    def values(self, name: str) -> NDArray[np.float64] | None:
        """Those of one tensor; None where it has none."""
        place = self._places.get(name)
        return None if place is None else self._row[place]

    def figures(self) -> dict[str, Figures]:
        """Of all that have values: those of `figures.figures`."""
        names, counts, starts = self._filled
        found, row = {name: Figures(norm=0.0) for name in self._names}, self._row
        if not names:
            return found
        with np.errstate(all="ignore"):  # what is not finite is told, not warned of
            mean = np.add.reduceat(row, starts) / counts
            squares = np.add.reduceat((row - np.repeat(mean, counts)) ** 2, starts)
            std = np.where(counts > 1, np.sqrt(squares / np.maximum(counts - 1, 1)), math.nan)
            norm = np.sqrt(np.add.reduceat(row * row, starts))
        odd = np.zeros(len(counts), np.int64)
        if not np.isfinite(norm).all():
            odd = np.add.reduceat(~np.isfinite(row), starts, dtype=np.int64)
        least, most = np.minimum.reduceat(row, starts), np.maximum.reduceat(row, starts)
        zeros = np.add.reduceat(row == 0, starts, dtype=np.int64) / counts
        columns = (counts, norm, mean, std, least, most, zeros, odd)
        lists = zip(names, *(column.tolist() for column in columns), strict=True)
        for name, count, length, mid, spread, low, high, empty, wrong in lists:
            whole = self._whole[name]
            scale = math.sqrt(whole / count)
            found[name] = Figures(length * scale, mid, spread, low, high, empty, wrong, whole > count)
        return found

    def changes(self, before: Copies | None) -> dict[str, float]:
        """The norms of the differences from what was copied before, NaN where there is no such tensor."""
        found = dict.fromkeys(self._names, NAN)
        names, counts, starts = self._filled
        if before is None or not names:
            return found
        with np.errstate(all="ignore"):  # infinity minus infinity is told as NaN
            difference = self._row - before._laid_as(self)
            norms = np.sqrt(np.add.reduceat(difference * difference, starts))
        for name, norm, count in zip(names, norms.tolist(), counts.tolist(), strict=True):
            found[name] = norm * math.sqrt(self._whole[name] / count)
        return found

    def _laid_as(self, other: Copies) -> NDArray[np.float64]:
        """The values in the order of others; NaN for those that are not known, or are of another size."""
        if self._names == other._names and np.array_equal(self._counts, other._counts):
            return self._row
        parts = []
        for name, count in zip(other._names, other._counts.tolist(), strict=True):
            own = self.values(name)
            parts.append(own if own is not None and own.size == count else np.full(count, NAN))
        return np.concatenate(parts)

    def histogram(self, name: str) -> Histogram | None:
        """Of the finite values of one tensor; None where there are none."""
        values = self.values(name)
        return None if values is None else binned(values[np.isfinite(values)])
