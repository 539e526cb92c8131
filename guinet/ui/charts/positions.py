"""The x values of a series: a start and a step while they are evenly spaced, an array from when they are not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from guinet.ui.charts.growing import Growing

Floats = NDArray[np.float64]


class Positions:
    """Append-only, never decreasing x values. Evenly spaced ones (every step of a training) take no memory."""

    def __init__(self) -> None:
        self._count = 0
        self._start = 0.0
        self._step = 0.0
        self._explicit: Growing | None = None

    def __len__(self) -> int:
        return self._count

    def append(self, xs: Floats) -> None:
        """Add values; raises ValueError when one is not finite or lies before the one before it."""
        if not xs.size:
            return
        before = self.at(self._count - 1) if self._count else xs[0]
        if not np.isfinite(xs).all() or xs[0] < before or (xs.size > 1 and np.diff(xs).min() < 0):
            raise ValueError("x values of a series must be finite and must not go back")
        if self._explicit is None and not self._continues(xs):
            explicit = Growing(np.float64)
            explicit.append(self.between(0, self._count))
            self._explicit = explicit
        if self._explicit is not None:
            self._explicit.append(xs)
        self._count += xs.size

    def at(self, index: int) -> float:
        """The x value number `index`."""
        if self._explicit is not None:
            return float(self._explicit.values[index])
        return self._start + index * self._step

    def take(self, indices: NDArray[np.int64]) -> Floats:
        """The x values of several indices."""
        if self._explicit is not None:
            return self._explicit.values[indices]
        return np.asarray(self._start + indices * self._step, np.float64)

    def between(self, first: int, last: int) -> Floats:
        """The x values number `first` up to, not including, `last`."""
        if self._explicit is not None:
            return self._explicit.values[first:last]
        return self._start + np.arange(first, last, dtype=np.float64) * self._step

    def find(self, x: float) -> int:
        """How many values are smaller than `x`."""
        if self._explicit is not None:
            return int(np.searchsorted(self._explicit.values, x))
        if not self._count or x <= self._start:
            return 0
        if not self._step or x > self.at(self._count - 1):
            return self._count
        index = int(np.ceil((x - self._start) / self._step))
        while index < self._count and self.at(index) < x:  # the division may be off by one in the last place
            index += 1
        while index > 0 and self.at(index - 1) >= x:
            index -= 1
        return index

    def _continues(self, xs: Floats) -> bool:
        if self._count == 0:
            self._start = float(xs[0])
        if self._count <= 1 and self._count + xs.size > 1:
            second = xs[1] if self._count == 0 else xs[0]
            self._step = float(second) - self._start
        return bool(np.array_equal(xs, self.between(self._count, self._count + xs.size)))
