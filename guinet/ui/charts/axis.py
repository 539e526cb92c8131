"""Where the ticks of an axis are, and what they read."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from guinet.ui.charts.numbers import NumberFormat

_NICE: Final = (1.0, 2.0, 5.0, 10.0)


class Tick(NamedTuple):
    """A place on the axis (on a logarithmic one, the decimal logarithm) and its text."""

    at: float
    text: str


def linear_ticks(low: float, high: float, most: int, number_format: NumberFormat, unit: float = 0.0) -> list[Tick]:
    """At most `most` + 1 round numbers in `low` … `high`; only whole multiples of `unit`, if any."""
    step = nice_step((high - low) / max(1, most) / (unit or 1.0))
    if unit:
        step = max(1.0, step) * unit
    if not math.isfinite(step) or step <= 0:
        return []
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return _named([number * step + 0.0 for number in range(first, last + 1)], number_format)


def decade_ticks(low: float, high: float, most: int, number_format: NumberFormat) -> list[Tick]:
    """Powers of ten in 10^`low` … 10^`high`; twos and fives as well where there are few of them."""
    decades = [float(power) for power in range(math.ceil(low), math.floor(high) + 1)]
    decades = decades[:: max(1, math.ceil(len(decades) / max(1, most)))]
    if len(decades) <= 2:
        between = [power + math.log10(digit) for power in range(math.floor(low), math.ceil(high)) for digit in (2, 5)]
        decades = sorted([*decades, *(value for value in between if low <= value <= high)])
    ticks = _named([10.0**value for value in decades], number_format)
    return [Tick(value, tick.text) for value, tick in zip(decades, ticks, strict=True)]


def nice_step(rough: float) -> float:
    """The smallest of 1, 2, 5 × 10^k that is not below `rough`; 0 where there is none."""
    if not (rough > 0 and math.isfinite(rough)):
        return 0.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next((nice * power for nice in _NICE if nice * power >= rough * (1 - 1e-9)), 10 * power)


def _named(values: list[float], number_format: NumberFormat) -> list[Tick]:
    texts = [number_format(value) for value in values]
    # neighbouring ticks must not read the same when the view is narrow
    if len(set(texts)) < len(texts):
        texts = [f"{value:.6g}" for value in values]
    return [Tick(value, text) for value, text in zip(values, texts, strict=True)]
