"""Numbers on charts: where the ticks of an axis stand, and how short a number is written."""

from __future__ import annotations

import numpy as np
import pytest

from guinet.ui.charts.axis import decade_ticks, linear_ticks
from guinet.ui.charts.numbers import grouped, memory, percent, short, tick_unit


def test_narrow_logarithmic_axis_has_ticks_between_decades() -> None:
    ticks = decade_ticks(np.log10(0.15), np.log10(0.6), 6, short)
    assert [tick.text for tick in ticks] == ["0.2", "0.5"]


def test_many_decades_are_not_all_named() -> None:
    assert len(decade_ticks(-300, 300, 6, short)) <= 7


@pytest.mark.parametrize(
    ("low", "high", "most", "unit", "wanted"),
    [
        (0, 10, 5, 0, [0, 2, 4, 6, 8, 10]),
        (-0.3, 0.26, 3, 0, [-0.2, 0, 0.2]),
        (0.98, 0.981, 5, 0, [0.98, 0.9802, 0.9804, 0.9806, 0.9808, 0.981]),
        (1.2, 4.1, 30, 1, [2, 3, 4]),
        (430 * 2**20, 433 * 2**20, 3, 2**20, [each * 2**20 for each in (430, 431, 432, 433)]),
        (5, 5, 4, 0, []),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, most: int, unit: float, wanted: list[float]) -> None:
    assert [tick.at for tick in linear_ticks(low, high, most, short, unit)] == pytest.approx(wanted)


def test_neighbouring_ticks_never_read_the_same() -> None:
    texts = [tick.text for tick in linear_ticks(0.98, 0.9802, 2, percent)]
    assert len(set(texts)) == 3


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0731, "0.0731"),
        (0.11, "0.11"),
        (1.25, "1.25"),
        (-1.5, "-1.5"),
        (97.84, "97.84"),
        (0, "0"),
        (1000, "1000"),
        (12480.4, "12\u202f480"),
        (3.2e-5, "3.2e-5"),
        (2e9, "2e9"),
        (float("nan"), "NaN"),
    ],
)
def test_short_numbers(value: float, text: str) -> None:
    assert short(value) == text


def test_ticks_of_memory_are_round_in_its_unit() -> None:
    assert tick_unit(memory, 3 * 2**20) == 2**20
    assert tick_unit(memory, 100) == 1
    assert tick_unit(memory, 2.0**80) == 2**40
    assert tick_unit(short, 3 * 2**20) == 0


def test_other_numbers() -> None:
    assert (percent(0.978), percent(1.0), percent(float("nan"))) == ("97.8 %", "100 %", "NaN")
    assert (grouped(28938), grouped(-1234567), grouped(9999)) == ("28\u202f938", "-1\u202f234\u202f567", "9999")
    assert (memory(512), memory(1536), memory(3 * 2**30)) == ("512 B", "1.5 KiB", "3 GiB")
