"""Lines as pixels: what Qt's own painter would draw, drawn faster."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from guinet.ui.charts.frame import Frame, Limits, View
from guinet.ui.charts.pyramid import Line, Series
from guinet.ui.charts.strokes import blend, draw_line, fill_columns

RED = QColor("#ff0000")


@pytest.fixture
def image(qapp: QApplication) -> QImage:
    image = QImage(200, 101, QImage.Format.Format_RGB32)
    image.fill(0)
    return image


def frame(view: View) -> Frame:
    """100 units high on 100 pixels."""
    return Frame(view, QRectF(0, 0, 200, 100))


def painted(image: QImage) -> NDArray[np.bool_]:
    """Which pixels are red, by row and column."""
    pixels = np.frombuffer(image.bits(), np.uint32).reshape(image.height(), image.width())
    return (pixels & 0xFFFFFF) == 0xFF0000


def pairs(x: list[float], low: list[float], high: list[float], last: float) -> Line:
    y = np.append(np.column_stack([low, high]).ravel(), last)
    return Line(np.append(np.repeat(x, 2), x[-1]).astype(np.float64), y, paired=True)


def test_columns_reach_from_the_smallest_to_the_largest(image: QImage) -> None:
    line = pairs([0, 1, 2], [20, 50, 10], [60, 90, 30], 20)
    assert fill_columns(image, line, frame(View(0, 100, 0, 100)), RED)
    red = painted(image)
    spans = [(int(np.flatnonzero(column)[0]), int(np.flatnonzero(column)[-1])) for column in red[:, :6].T]
    # row 100 - y; the third column reaches up to the one before it, as its line would
    assert spans == [(40, 80)] * 2 + [(10, 50)] * 2 + [(50, 90)] * 2
    assert not red[:, 6:].any()


def test_gaps_stay_open(image: QImage) -> None:
    nan = float("nan")
    line = pairs([0, 1, 2], [20, nan, 60], [40, nan, 90], 80)
    assert fill_columns(image, line, frame(View(0, 100, 0, 100)), RED)
    red = painted(image)
    assert not red[:, 2:4].any()
    assert np.flatnonzero(red[:, 4]).tolist() == list(range(10, 41))


def test_several_pairs_in_one_column_lose_no_spike(image: QImage) -> None:
    low, high = np.full(800, 40.0), np.full(800, 60.0)
    high[333] = 95
    line = pairs(list(np.arange(800) / 8), list(low), list(high), 50)
    assert fill_columns(image, line, frame(View(0, 100, 0, 100)), RED)
    red = painted(image)
    column = int(333 / 8) * 2
    assert np.flatnonzero(red.any(axis=1))[0] == 5
    assert np.flatnonzero(red[5]).tolist() == [column, column + 1]


def test_what_lies_outside_is_left_out(image: QImage) -> None:
    line = pairs(list(np.arange(-50.0, 150.0)), [-1e9] * 200, [1e9] * 200, 0)
    small = Frame(View(0, 100, 0, 100), QRectF(20, 10, 100, 50))
    assert fill_columns(image, line, small, RED)
    rows, columns = np.nonzero(painted(image))
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (10, 59, 20, 119)


@pytest.mark.parametrize(
    "line",
    [
        Line(np.arange(3.0), np.array([1.0, 90.0, 1.0])),
        pairs([0, 50, 99], [10, 10, 10], [90, 90, 90], 10),
        pairs([0, 1, 2], [50, 50.5, 51], [51, 51.5, 52], 51),
        pairs([0, 1, 2], [float("nan")] * 3, [float("nan")] * 3, float("nan")),
    ],
    ids=["points", "far apart", "smooth", "nothing"],
)
def test_what_is_not_dense_noise_is_left_to_the_painter(image: QImage, line: Line) -> None:
    assert not fill_columns(image, line, frame(View(0, 100, 0, 100)), RED)
    assert not painted(image).any()


def test_columns_cover_what_qt_paints(image: QImage) -> None:
    series = Series()
    series.append(np.arange(20_000), np.random.default_rng(0).uniform(10, 90, 20_000))
    line = series.query(0, 20_000, 100)
    shown = frame(View(0, 20_000, 0, 100))
    assert fill_columns(image, line, shown, RED)
    filled = painted(image)
    image.fill(0)
    painter = QPainter(image)
    draw_line(painter, line, shown, RED, 1.0)
    painter.end()
    assert filled.mean() > 0.6
    assert (painted(image) & ~filled).mean() < 0.01


@pytest.mark.parametrize("quick", [True, False])
def test_strong_lines_are_two_pixels_wide(image: QImage, quick: bool) -> None:
    painter = QPainter(image)
    draw_line(painter, Line(np.array([0.0, 100.0]), np.array([50.0, 50.0])), frame(View(0, 100, 0, 100)), RED, 2, quick)
    painter.end()
    brightness = np.frombuffer(image.bits(), np.uint8).reshape(101, 200, 4)[:, 100, 2] / 255
    assert brightness.sum() == pytest.approx(2, abs=0.6)


def test_far_points_keep_their_slope(image: QImage) -> None:
    painter = QPainter(image)
    line = Line(np.array([-1e9, 1e9]), np.array([-1e9, 1e9]))
    draw_line(painter, line, frame(View(0, 100, 0, 100)), RED, 1)
    painter.end()
    brightness = np.frombuffer(image.bits(), np.uint8).reshape(101, 200, 4)[:, :, 2]
    assert brightness[50, 96:104].any()
    assert brightness[25, 146:154].any()


def test_blend_is_what_half_transparent_paint_gives() -> None:
    assert blend(QColor("#000000"), QColor("#ff8000"), 0.5).getRgb() == (128, 64, 0, 255)


def test_a_view_that_follows_stays_until_points_leave_it_or_fill_little_of_it() -> None:
    view = View.around(Limits(0, 100, 0, 1))
    assert view.follow(Limits(0, 100.5, 0, 1)) == view
    wider = view.follow(Limits(0, 110, 0, 1))
    assert 110 < wider.right < 130
    assert wider.follow(Limits(0, 118, 0, 1)) == wider
    assert wider.follow(Limits(0, 10, 0, 1)).right < 15
    assert wider.follow(Limits(0, 110, -3, 1)).low < -3


@pytest.mark.parametrize("limits", [Limits(5, 5, 3, 3), Limits(0, 0, 0, 0), Limits(1, 2, -1e30, 1e30)])
def test_views_are_never_empty(limits: Limits) -> None:
    view = View.around(limits)
    assert view.left < limits.left <= limits.right < view.right
    assert view.low < limits.low <= limits.high < view.high


def test_frame_and_pixels_go_both_ways() -> None:
    shown = Frame(View(10, 20, -1, 1), QRectF(30, 5, 200, 100))
    assert (shown.x(15), shown.y(0)) == (130, 55)
    assert (shown.x_at(130), shown.y_at(55)) == (15, 0)
    assert shown.xs(np.array([10.0, 20.0])).tolist() == [30, 230]
    assert shown.ys(np.array([-1.0, 1.0])).tolist() == [105, 5]
