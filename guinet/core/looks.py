"""Ways to look at a value, and which of them a value allows: plain data both sides share."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from math import prod

from guinet.core.probed import ProbedValue, SequenceValue, TensorValue


class View(StrEnum):
    """TEXT: all facts and what `print` shows; NUMBERS: a table; HEAT: a table in colours; IMAGE: pixels of one channel
    or three; MAPS: the tables of all channels side by side; LINE: the last axis as a curve; HISTOGRAM: how often."""

    TEXT = "text"
    NUMBERS = "numbers"
    HEAT = "heat"
    IMAGE = "image"
    MAPS = "maps"
    LINE = "line"
    HISTOGRAM = "histogram"


def views_of(value: ProbedValue) -> tuple[View, ...]:
    """The views that make sense for a value, in the order in which they are offered."""
    if not isinstance(value, TensorValue) or value.statistics is None:
        return (View.TEXT,)
    shape = value.shape
    if not prod(shape):
        return (View.TEXT,)
    found = [View.TEXT, View.NUMBERS]
    if len(shape) >= 2:
        found.append(View.HEAT)
    if len(shape) >= 3 and min(shape[-2:]) > 1:
        if shape[-3] in (1, 3):
            found.append(View.IMAGE)
        if shape[-3] > 1:
            found.append(View.MAPS)
    if 1 <= len(shape) <= 3 and shape[-1] > 1:
        found.append(View.LINE)
    return (*found, View.HISTOGRAM)


def leading(view: View, shape: tuple[int, ...]) -> tuple[int, ...]:
    """The sizes of the axes of which the view shows one place at a time."""
    kept = {View.NUMBERS: 2, View.HEAT: 2, View.IMAGE: _kept_by_image(shape), View.MAPS: 3, View.LINE: 1}
    return shape[: max(len(shape) - kept[view], 0)] if view in kept else ()


def _kept_by_image(shape: tuple[int, ...]) -> int:
    """Three channels are colours."""
    return 3 if len(shape) >= 3 and shape[-3] == 3 else 2


def expanded(outputs: Mapping[str, ProbedValue]) -> dict[str, ProbedValue]:
    """By name what a node gave, the tensors of a tuple one by one: "output[0]"."""
    found: dict[str, ProbedValue] = {}
    for name, value in outputs.items():
        if isinstance(value, SequenceValue) and _has_tensors(value):
            found |= expanded({f"{name}[{place}]": item for place, item in enumerate(value.items)})
        else:
            found[name] = value
    return found


def _has_tensors(value: ProbedValue) -> bool:
    return isinstance(value, TensorValue) or (
        isinstance(value, SequenceValue) and any(_has_tensors(item) for item in value.items)
    )
