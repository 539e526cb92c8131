"""Numbers as charts and legends write them: short, and the same everywhere."""

from __future__ import annotations

import math
from collections.abc import Callable

NumberFormat = Callable[[float], str]

_NARROW_SPACE = "\u202f"
_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


def short(value: float) -> str:
    """Three significant digits: ``0.073``, ``1.25``, ``12 480``, ``3.2e-05``."""
    if math.isnan(value):
        return "NaN"
    size = abs(value)
    if size >= 1e7 or 0 < size < 1e-4:
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{mantissa.removesuffix('.0')}e{int(exponent)}"
    if size >= 100 or value == int(value):
        return grouped(value)
    decimals = 2 if size >= 1 else min(6, 2 - math.floor(math.log10(size)))
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".")


def grouped(value: float) -> str:
    """A whole number in groups of three: ``28 938``; four digits stay together."""
    whole = f"{value:,.0f}"
    return whole.replace(",", _NARROW_SPACE if len(whole.lstrip("-")) > 5 else "")


def percent(value: float) -> str:
    """A share of one as ``97.8 %``."""
    return "NaN" if math.isnan(value) else f"{value * 100:.1f}".removesuffix(".0") + " %"


def memory(value: float) -> str:
    """Bytes as ``1.5 GiB``."""
    if math.isnan(value):
        return "NaN"
    power = _power(value)
    return f"{short(value / 1024**power)} {_UNITS[power]}"


def tick_unit(number_format: NumberFormat, size: float) -> float:
    """What ticks up to `size` must be multiples of to be round as they are written; 0 for any number."""
    return 1024.0 ** _power(size) if number_format is memory else 0.0


def _power(value: float) -> int:
    """How often 1024 divides a number of bytes, as far as there are units."""
    return next((power for power in range(len(_UNITS) - 1) if abs(value) < 1024 ** (power + 1)), len(_UNITS) - 1)
