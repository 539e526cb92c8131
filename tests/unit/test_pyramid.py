"""The min/max pyramid below the charts, against plain numpy over all points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from guinet.ui.charts.growing import Growing
from guinet.ui.charts.positions import Positions
from guinet.ui.charts.pyramid import Series

Floats = NDArray[np.float64]


def series_of(ys: Floats, batch: int = 1000) -> Series:
    series = Series()
    for start in range(0, len(ys), batch):
        part = ys[start : start + batch]
        series.append(np.arange(start, start + len(part)), part)
    return series


@st.composite
def rising_positions(draw: st.DrawFn) -> Floats:
    steps = draw(st.lists(st.integers(0, 5), min_size=1, max_size=300))
    return np.cumsum(np.array(steps, dtype=np.float64))


def test_growing_keeps_values_over_reallocation() -> None:
    growing = Growing(np.float32)
    for start in range(0, 1000, 7):
        growing.append(np.arange(start, start + 7, dtype=np.float32))
    assert len(growing) == 1001
    np.testing.assert_array_equal(growing.values, np.arange(1001, dtype=np.float32))


@given(xs=rising_positions(), cut=st.integers(0, 300), wanted=st.floats(-2, 1600))
def test_positions_are_what_was_appended(xs: Floats, cut: int, wanted: float) -> None:
    positions = Positions()
    positions.append(xs[:cut])
    positions.append(xs[cut:])
    np.testing.assert_array_equal(positions.between(0, len(xs)), xs)
    np.testing.assert_array_equal(positions.take(np.arange(len(xs))), xs)
    assert positions.find(wanted) == np.searchsorted(xs, wanted)
    assert positions.at(len(xs) - 1) == xs[-1]


@given(start=st.integers(-50, 50), step=st.sampled_from([0.1, 1 / 3, 1.0, 7.0]), count=st.integers(1, 200))
def test_find_is_exact_on_even_positions(start: int, step: float, count: int) -> None:
    positions = Positions()
    xs = np.asarray(start + np.arange(count) * step, np.float64)
    positions.append(xs)
    for index in (0, count // 2, count - 1):
        assert positions.find(xs[index]) == index
        assert positions.find(np.nextafter(xs[index], np.inf)) == index + 1


def test_even_positions_take_no_memory() -> None:
    positions = Positions()
    for start in range(0, 100_000, 1000):
        positions.append(np.arange(start, start + 1000, dtype=np.float64))
    assert positions._explicit is None
    positions.append(np.array([200_000.0]))
    assert positions._explicit is not None
    assert (positions.at(99_999), positions.at(100_000)) == (99_999, 200_000)


@pytest.mark.parametrize("bad", [[3.0, 2.0], [float("nan")], [float("inf")], [-1.0]])
def test_positions_refuse_to_go_back(bad: list[float]) -> None:
    positions = Positions()
    positions.append(np.array([0.0, 1.0]))
    with pytest.raises(ValueError, match="must not go back"):
        positions.append(np.array(bad))
    assert len(positions) == 2


def test_series_refuses_unequal_lengths() -> None:
    with pytest.raises(ValueError, match="as many y as x"):
        Series().append([1, 2, 3], [1, 2])


def test_empty_series() -> None:
    series = Series()
    series.append([], [])
    assert len(series) == 0
    assert (series.limits(), series.last(), series.nearest(3)) == (None, None, None)
    assert len(series.query(0, 10, 100).x) == 0


def test_few_points_come_back_as_they_are() -> None:
    series = Series()
    series.append([1, 2, 4], [0.5, -1.0, 3.0])
    line = series.query(0, 10, 100)
    np.testing.assert_array_equal(line.x, [1, 2, 4])
    np.testing.assert_array_equal(line.y, [0.5, -1.0, 3.0])


def test_a_query_reaches_one_point_beyond_each_edge() -> None:
    series = series_of(np.arange(100.0))
    line = series.query(10.5, 12.5, 100)
    np.testing.assert_array_equal(line.x, [10, 11, 12, 13])


@pytest.mark.parametrize("count", [5_000, 65_537, 300_001])
@pytest.mark.parametrize("batch", [1, 997, 10**6])
def test_no_extreme_is_lost_at_any_zoom(count: int, batch: int) -> None:
    if batch == 1 and count > 10_000:
        batch = 13
    values = np.random.default_rng(count).standard_normal(count).astype(np.float32).astype(np.float64)
    series = series_of(values, batch)
    for left, right in ((0, count), (count // 3, count // 2), (count - 4000, count - 1), (17, 4500)):
        line = series.query(left, right, 200)
        inside = values[left : right + 1]
        assert values.min() <= line.y.min() <= inside.min()
        assert inside.max() <= line.y.max() <= values.max()
        assert len(line.x) <= 5 * 200 + 3
        assert (np.diff(line.x) >= 0).all()
        assert line.x[0] <= left
        assert line.x[-1] >= min(right, count - 1)


def test_a_single_spike_among_a_million_points_is_drawn() -> None:
    values = np.zeros(1_000_000)
    values[654_321] = 9.0
    line = series_of(values, 50_000).query(0, 1_000_000, 400)
    assert line.y.max() == 9.0
    assert abs(line.x[line.y.argmax()] - 654_321) < 1_000_000 / 400 * 2


@given(
    ys=st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), min_size=1, max_size=400),
    pixels=st.integers(1, 60),
)
def test_envelope_holds_exactly_the_extremes(ys: list[float], pixels: int) -> None:
    series = Series()
    series.append(np.arange(len(ys)), ys)
    line = series.query(0, len(ys), pixels)
    finite = np.array([y for y in ys if np.isfinite(y)])
    assert np.isfinite(line.y).any() == bool(finite.size)
    if finite.size:
        assert (np.nanmin(line.y), np.nanmax(line.y)) == (finite.min(), finite.max())
        assert series.limits() == (0, len(ys) - 1, finite.min(), finite.max())
    else:
        assert series.limits() is None


def test_values_that_are_not_finite_are_gaps() -> None:
    series = Series()
    series.append([0, 1, 2, 3], [1.0, np.inf, -np.inf, 1e300])
    np.testing.assert_array_equal(np.isnan(series.points().y), [False, True, True, True])
    assert series.limits() == (0, 3, 1.0, 1.0)


def test_smallest_positive_ignores_zero_and_negative() -> None:
    series = Series()
    series.append([0, 1, 2, 3], [0.0, -4.0, 0.25, 8.0])
    assert series.smallest_positive() == 0.25
    negative = Series()
    negative.append([0], [-1.0])
    assert negative.smallest_positive() is None


@pytest.mark.parametrize(
    ("x", "expected"), [(-5, (0, 10)), (1.4, (1, 11)), (1.6, (2, 12)), (2, (2, 12)), (99, (4, 14))]
)
def test_nearest_point(x: float, expected: tuple[float, float]) -> None:
    series = Series()
    series.append([0, 1, 2, 4], [10, 11, 12, 14])
    assert series.nearest(x) == expected
