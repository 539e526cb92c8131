"""A series of points with a pyramid of minima and maxima above it, so that a chart draws a few points per pixel.

Level k holds the smallest and largest y of each 4^(k+1) neighbouring points. A query picks the coarsest level that is
still finer than a pixel; its cost depends on the width of the chart, not on the length of the series. No spike is lost.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from guinet.ui.charts.growing import Growing
from guinet.ui.charts.positions import Positions

FACTOR: Final = 4
_COARSEST: Final = 64

Floats = NDArray[np.float64]


class Line(NamedTuple):
    """What to draw: x never decreases; y has NaN where the line is interrupted.

    `paired`: smallest and largest y of neighbouring points, both at the x of the first of them, in turn; and the last
    point.
    """

    x: Floats
    y: Floats
    paired: bool = False


class _Level:
    """Minima and maxima of groups of the level below."""

    def __init__(self) -> None:
        self.low = Growing(np.float32)
        self.high = Growing(np.float32)

    def extend(self, low: NDArray[np.float32], high: NDArray[np.float32]) -> None:
        """Take in the complete groups of the level below that are not here yet."""
        have, now = len(self.low), len(low) // FACTOR
        if now > have:
            part = slice(have * FACTOR, now * FACTOR)
            self.low.append(np.fmin.reduce(low[part].reshape(-1, FACTOR), axis=1))
            self.high.append(np.fmax.reduce(high[part].reshape(-1, FACTOR), axis=1))


class Series:
    """Points of one line, appended in order of x. Values that are not finite are kept as gaps."""

    def __init__(self) -> None:
        self._xs = Positions()
        self._ys = Growing(np.float32)
        self._levels: list[_Level] = []
        self._low = self._high = self._positive = float("nan")

    def __len__(self) -> int:
        return len(self._xs)

    def append(self, xs: ArrayLike, ys: ArrayLike) -> None:
        """Add points; 1-D arrays of the same length, or two numbers.

        Raises ValueError when the lengths differ or x goes back.
        """
        x = np.atleast_1d(np.asarray(xs, np.float64))
        with np.errstate(over="ignore"):
            y = np.atleast_1d(np.asarray(ys, np.float64)).astype(np.float32)
        if x.ndim != 1 or x.shape != y.shape:
            raise ValueError(f"a series needs as many y as x values, got shapes {x.shape} and {y.shape}")
        self._xs.append(x)
        y[~np.isfinite(y)] = np.nan
        self._ys.append(y)
        if y.size:
            self._low = float(np.fmin(self._low, np.fmin.reduce(y)))
            self._high = float(np.fmax(self._high, np.fmax.reduce(y)))
            self._positive = float(np.fmin(self._positive, np.fmin.reduce(np.where(y > 0, y, np.nan))))
        self._build()

    def query(self, left: float, right: float, pixels: int) -> Line:
        """At most about 2 × `pixels` points that look like all points of x in `left` … `right`.

        One point beyond each end is included, so that the line reaches the edges of the chart.
        """
        first = max(0, self._xs.find(left) - 1)
        last = min(len(self), self._xs.find(np.nextafter(right, np.inf)) + 1)
        pixels = max(1, pixels)
        if last - first <= 2 * pixels:
            return Line(self._xs.between(first, last), self._ys.values[first:last].astype(np.float64))
        return self._envelope(first, last, pixels)

    def limits(self) -> tuple[float, float, float, float] | None:
        """Smallest and largest x, smallest and largest y; None while there is no finite value."""
        if np.isnan(self._low):
            return None
        return self._xs.at(0), self._xs.at(len(self) - 1), self._low, self._high

    def smallest_positive(self) -> float | None:
        """The smallest y above zero, for a logarithmic axis."""
        return None if np.isnan(self._positive) else self._positive

    def last(self) -> float | None:
        """The last y; None when there is none, NaN when it was not finite."""
        return float(self._ys.values[-1]) if len(self) else None

    def nearest(self, x: float) -> tuple[float, float] | None:
        """The point whose x is nearest."""
        if not len(self):
            return None
        after = min(self._xs.find(x), len(self) - 1)
        before = max(0, after - 1)
        index = before if x - self._xs.at(before) <= self._xs.at(after) - x else after
        return self._xs.at(index), float(self._ys.values[index])

    def points(self) -> Line:
        """All points, as they came."""
        return Line(self._xs.between(0, len(self)), self._ys.values.astype(np.float64))

    def _build(self) -> None:
        low = high = self._ys.values
        depth = 0
        while len(low) >= _COARSEST:
            if depth == len(self._levels):
                self._levels.append(_Level())
            level = self._levels[depth]
            level.extend(low, high)
            low, high = level.low.values, level.high.values
            depth += 1

    def _envelope(self, first: int, last: int, pixels: int) -> Line:
        step, depth = 1, 0
        while depth < len(self._levels) and (last - first) // (step * FACTOR) >= pixels:
            step *= FACTOR
            depth += 1
        lows, highs = self._bounds(depth)
        begin, end = first // step, min(len(lows), -(-last // step))
        starts = np.arange(begin, end, max(1, (last - first) // (step * pixels)), dtype=np.int64)
        low = np.fmin.reduceat(lows[begin:end], starts - begin)
        high = np.fmax.reduceat(highs[begin:end], starts - begin)
        starts *= step
        tail = self._ys.values[end * step : last]  # too few points yet for a group of this level
        if tail.size:
            starts = np.append(starts, end * step)
            low, high = np.append(low, np.fmin.reduce(tail)), np.append(high, np.fmax.reduce(tail))
        x = np.append(np.repeat(self._xs.take(starts), 2), self._xs.at(last - 1))
        y = np.append(np.column_stack([low, high]).ravel(), self._ys.values[last - 1])
        return Line(x, y.astype(np.float64), paired=True)

    def _bounds(self, depth: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        if depth == 0:
            return self._ys.values, self._ys.values
        level = self._levels[depth - 1]
        return level.low.values, level.high.values
