"""What part of the points a plot shows, and where on the widget."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

Floats = NDArray[np.float64]

AIR = 0.06
"""Free space above and below the points, as a share of their height."""

_GROWTH = 0.125
"""By so much more than needed a view that follows is widened, so that it changes seldom."""

_NARROWEST = 1e-9


class Limits(NamedTuple):
    """Smallest and largest x and y of some points; y as drawn, so its logarithm on a logarithmic axis."""

    left: float
    right: float
    low: float
    high: float


class View(Struct, frozen=True):
    """The ranges shown; `low` and `high` are decimal logarithms on a logarithmic axis."""

    left: float = 0.0
    right: float = 1.0
    low: float = 0.0
    high: float = 1.0

    @classmethod
    def around(cls, limits: Limits, growing: bool = False) -> View:
        """All points with a little air; `growing` leaves room for points to come."""
        left, right, low, high = limits
        wide = (right - left) * 0.01 or 0.5
        air = (high - low) * AIR or abs(high) * 0.1 or 1.0
        return cls(left - wide, right + wide + ((right - left) * _GROWTH if growing else 0.0), low - air, high + air)

    def follow(self, limits: Limits) -> View:
        """This view while it shows all points and they fill most of it, else another."""
        wanted = View.around(limits)
        inside = self.left <= limits.left and limits.right <= self.right
        inside = inside and self.low <= limits.low and limits.high <= self.high
        tight = wanted.width >= self.width / (1 + 2 * _GROWTH) and wanted.height >= self.height * (1 - 2 * AIR)
        return self if inside and tight else View.around(limits, growing=limits.right > self.right > limits.left)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.high - self.low

    def moved(self, x: float, y: float) -> View:
        """Shifted by shares of its width and height."""
        dx, dy = x * self.width, y * self.height
        return View(self.left + dx, self.right + dx, self.low + dy, self.high + dy)

    def zoomed(self, x: float, y: float, across: float, along: float) -> View:
        """Scaled around (x, y): `across` × the width, `along` × the height; not beyond what numbers can tell apart."""
        zoomed = View(
            x + (self.left - x) * across,
            x + (self.right - x) * across,
            y + (self.low - y) * along,
            y + (self.high - y) * along,
        )
        if zoomed.width < _NARROWEST * max(1.0, abs(x)):
            zoomed = replace(zoomed, left=self.left, right=self.right)
        if zoomed.height < _NARROWEST * max(1e-6, abs(y)):
            zoomed = replace(zoomed, low=self.low, high=self.high)
        return zoomed


class Frame(Struct, frozen=True):
    """A view and the rectangle, in device-independent pixels, that it fills."""

    view: View
    area: QRectF

    def xs(self, x: Floats) -> Floats:
        """Pixels of x values."""
        return self.area.left() + (x - self.view.left) * (self.area.width() / self.view.width)

    def ys(self, y: Floats) -> Floats:
        """Pixels of y values; upwards is less."""
        return self.area.bottom() - (y - self.view.low) * (self.area.height() / self.view.height)

    def x(self, value: float) -> float:
        return self.area.left() + (value - self.view.left) / self.view.width * self.area.width()

    def y(self, value: float) -> float:
        return self.area.bottom() - (value - self.view.low) / self.view.height * self.area.height()

    def x_at(self, pixel: float) -> float:
        """The x value below a pixel."""
        return self.view.left + (pixel - self.area.left()) / self.area.width() * self.view.width

    def y_at(self, pixel: float) -> float:
        return self.view.low + (self.area.bottom() - pixel) / self.area.height() * self.view.height
