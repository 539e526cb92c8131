"""Charts: what is drawn, when, what the pointer reads, what is saved."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from guinet.ui.charts.axis import decade_ticks
from guinet.ui.charts.chart import Chart
from guinet.ui.charts.numbers import short
from guinet.ui.charts.save import PictureNotWritten
from guinet.ui.theme import apply_theme, current_theme


@pytest.fixture(autouse=True)
def dark(qapp: QApplication) -> Iterator[QApplication]:
    apply_theme(qapp, "dark")
    yield qapp
    apply_theme(qapp, "dark")


@pytest.fixture
def chart(qtbot: QtBot) -> Chart:
    chart = Chart("Loss")
    qtbot.addWidget(chart)
    chart.resize(500, 300)
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def shows(picture: QImage, color: QColor) -> bool:
    """Whether some pixel has about this colour; antialiasing leaves few that have it exactly."""
    pixels = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    wanted = channels(color)
    return any(max(abs(a - b) for a, b in zip(channels(pixel), wanted, strict=True)) < 20 for pixel in pixels)


def channels(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()


def view(chart: Chart) -> tuple[float, float, float, float]:
    shown = chart.plot.shown
    return shown.left, shown.right, shown.low, shown.high


def legend(chart: Chart) -> dict[str, str]:
    return {entry.label: entry.value for entry in chart.legend.entries}


def place(chart: Chart, x: float, y: float) -> QPoint:
    """Where on the plot a point is."""
    return QPoint(round(chart.plot.frame.x(x)), round(chart.plot.frame.y(y)))


def wheel(chart: Chart, at: QPoint, notches: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
    """Turns the wheel over the plot; returns whether the plot took it."""
    event = QWheelEvent(
        QPointF(at),
        QPointF(chart.plot.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart.plot, event)
    return event.isAccepted()


def test_points_are_painted_in_the_colour_of_their_series(chart: Chart) -> None:
    chart.add_series("train", "train", color=0)
    chart.add_series("valid", "valid", color=1)
    chart.append("train", np.arange(2000), np.linspace(2, 1, 2000))
    chart.plot.draw()
    picture = chart.plot.grab().toImage()
    assert shows(picture, current_theme().series(0))
    assert not shows(picture, current_theme().series(1))


def test_appending_coalesces_into_few_redraws(chart: Chart, qtbot: QtBot) -> None:
    chart.add_series("train", "train")
    chart.plot.draw()
    drawn: list[int] = []
    chart.plot.drawn.connect(lambda: drawn.append(1))
    for step in range(500):
        chart.append("train", [step], [1.0])
    assert drawn == []
    qtbot.waitUntil(lambda: bool(drawn))
    assert len(drawn) == 1


def test_a_hidden_chart_draws_when_it_is_shown(chart: Chart, qtbot: QtBot) -> None:
    chart.add_series("train", "train")
    chart.hide()
    drawn: list[int] = []
    chart.plot.drawn.connect(lambda: drawn.append(1))
    chart.append("train", [0, 1], [1, 2])
    QTest.qWait(80)
    assert drawn == []
    chart.show()
    qtbot.waitUntil(lambda: bool(drawn))


def test_view_holds_all_points_while_following(chart: Chart) -> None:
    chart.add_series("train", "train")
    for end in (10, 1000):
        chart.append("train", np.arange(end - 10, end), np.linspace(-end, end, 10))
        chart.plot.draw()
        left, right, low, high = view(chart)
        assert (left <= 0, right >= end - 1, low <= -end, high >= end) == (True,) * 4
        assert right - left < 1.2 * end


def test_a_view_that_follows_changes_seldom(chart: Chart) -> None:
    chart.add_series("train", "train")
    views = set()
    for step in range(1000):
        chart.append("train", [step], [step % 7])
        chart.plot.draw()
        views.add(view(chart))
    assert len(views) < 60


def test_zooming_stops_following_and_a_double_click_resumes(chart: Chart, qtbot: QtBot) -> None:
    chart.add_series("train", "train")
    chart.append("train", np.arange(100), np.arange(100))
    chart.plot.draw()
    middle = place(chart, 50, 50)
    assert wheel(chart, middle, 4)
    assert (chart.plot.following, chart.everything_action.isEnabled()) == (False, True)
    zoomed = view(chart)
    assert zoomed[1] - zoomed[0] < 90
    assert zoomed[0] < 50 < zoomed[1]
    chart.append("train", [100_000], [0])
    chart.plot.draw()
    assert view(chart) == zoomed
    qtbot.mouseDClick(chart.plot, Qt.MouseButton.LeftButton, pos=middle)
    assert chart.plot.following
    assert view(chart)[1] >= 100_000


def test_the_wheel_zooms_around_the_pointer(chart: Chart) -> None:
    chart.add_series("train", "train")
    chart.append("train", np.arange(101), np.arange(101))
    chart.plot.draw()
    at = place(chart, 80, 20)
    wheel(chart, at, 3)
    assert np.allclose((place(chart, 80, 20) - at).toTuple(), (0, 0), atol=1)
    left, right, low, high = view(chart)
    wheel(chart, QPoint(2, at.y()), 1)  # over the numbers on the left: only that axis
    assert view(chart)[:2] == (left, right)
    assert view(chart)[3] - view(chart)[2] < high - low
    low, high = view(chart)[2:]
    wheel(chart, QPoint(at.x(), chart.plot.height() - 2), 1)
    assert view(chart)[2:] == (low, high)
    assert view(chart)[1] - view(chart)[0] < right - left
    assert not wheel(chart, at, 1, Qt.KeyboardModifier.ShiftModifier)


def test_zooming_has_an_end(chart: Chart) -> None:
    chart.add_series("train", "train")
    chart.append("train", np.arange(101), np.arange(101))
    chart.plot.draw()
    at = place(chart, 50, 50)
    for _ in range(60):
        wheel(chart, at, 20)
    left, right, low, high = view(chart)
    assert left < right
    assert low < high
    assert not chart.plot.grab().isNull()


def test_a_drag_moves_what_is_shown_with_the_pointer(chart: Chart, qtbot: QtBot) -> None:
    chart.add_series("train", "train")
    chart.append("train", np.arange(101), np.arange(101))
    chart.plot.draw()
    start, end = place(chart, 50, 50), place(chart, 30, 70)
    QTest.mousePress(chart.plot, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(chart.plot, end)
    qtbot.waitUntil(lambda: not chart.plot.following)
    QTest.mouseRelease(chart.plot, Qt.MouseButton.LeftButton, pos=end)
    assert np.allclose((place(chart, 50, 50) - end).toTuple(), (0, 0), atol=1)
    moved = view(chart)
    QTest.mouseMove(chart.plot, start)
    assert view(chart) == moved


def test_legend_reads_the_latest_value_then_the_one_under_the_pointer(chart: Chart, qtbot: QtBot) -> None:
    chart.add_series("train", "train")
    chart.append("train", [0, 50, 100], [2.0, 1.0, 0.0731])
    chart.plot.draw()
    assert legend(chart) == {"train": "0.0731"}
    QTest.mouseMove(chart.plot, place(chart, 52, 1.0))
    qtbot.waitUntil(lambda: legend(chart) == {"train": "1"})
    assert chart.plot.cursor_line is not None
    assert chart.plot.cursor_line.text == "step 52"
    assert shows(chart.plot.grab().toImage(), current_theme().color("chart-cursor"))
    chart.plot.pointed.emit(None)
    assert legend(chart) == {"train": "0.0731"}
    assert chart.plot.cursor_line is None


def test_a_strong_line_takes_the_place_of_the_faint_one_in_the_legend(chart: Chart) -> None:
    chart.add_series("steps", "train", 0, faint=True)
    chart.add_series("epochs", "train", 0)
    chart.append("steps", [0, 1], [3.0, 2.5])
    chart.plot.draw()
    assert legend(chart) == {"train": "2.5"}
    chart.append("epochs", [1], [2.75])
    chart.plot.draw()
    assert legend(chart) == {"train": "2.75"}


def test_a_single_point_is_seen(chart: Chart) -> None:
    chart.add_series("valid", "valid", 1)
    chart.append("valid", [28], [0.5])
    chart.plot.draw()
    assert shows(chart.plot.grab().toImage(), current_theme().series(1))


@pytest.mark.parametrize("values", [[float("nan")] * 3, [float("inf"), 1.0, 2.0], [1.0, float("nan"), 2.0], [5.0] * 3])
def test_odd_values_draw_without_complaint(chart: Chart, values: list[float]) -> None:
    chart.add_series("train", "train")
    chart.append("train", [0, 1, 2], values)
    for logarithmic in (False, True):
        chart.logarithmic_action.setChecked(logarithmic)
        chart.plot.draw()
        assert not chart.plot.grab().isNull()


def test_logarithmic_axis_shows_powers_of_ten(chart: Chart) -> None:
    chart.add_series("train", "train")
    chart.append("train", np.arange(5), [1e-3, 1e-2, 0.0, 1.0, 10.0])
    chart.logarithmic_action.setChecked(True)
    _, _, low, high = view(chart)
    assert -3.5 < low <= -3
    assert 1 <= high < 1.5
    ticks = decade_ticks(low, high, 6, short)
    assert [tick.at for tick in ticks] == [-3, -2, -1, 0, 1]
    assert [tick.text for tick in ticks] == ["0.001", "0.01", "0.1", "1", "10"]


def test_marker_moves(chart: Chart) -> None:
    chart.set_marker("best", 10, "best")
    chart.set_marker("best", 20, "best")
    assert [marker.x for marker in chart.plot.markers.values()] == [20]


def test_theme_change_recolours_everything(chart: Chart, dark: QApplication) -> None:
    chart.add_series("train", "train", 0)
    chart.append("train", np.arange(2000), np.linspace(2, 1, 2000))
    chart.set_marker("best", 1000, "best")
    light = apply_theme(dark, "light")
    picture = chart.plot.grab().toImage()
    for color in (light.color("chart-background"), light.series(0), light.color("chart-marker")):
        assert shows(picture, color)


def test_csv_holds_every_point(chart: Chart, tmp_path: Path) -> None:
    chart.add_series("steps", "train", faint=True)
    chart.add_series("valid", "valid")
    chart.append("steps", np.arange(3000), np.arange(3000) / 8)
    chart.append("valid", [2999], [0.1])
    chart.save(tmp_path / "loss.csv")
    with (tmp_path / "loss.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3001
    assert rows[1000] == {"series": "train (steps)", "step": "1000", "value": "125"}
    assert rows[-1]["series"] == "valid"
    assert float(rows[-1]["value"]) == pytest.approx(0.1)


def test_pictures_show_the_chart_and_leave_it_as_it_was(chart: Chart, tmp_path: Path) -> None:
    chart.add_series("train", "train", 0)
    chart.append("train", np.arange(2000), np.linspace(2, 1, 2000))
    chart.resize(200, 150)
    before = chart.geometry()
    chart.save(tmp_path / "loss.png")
    chart.save(tmp_path / "loss.svg")
    assert chart.geometry() == before
    picture = QImage(str(tmp_path / "loss.png"))
    assert (picture.width(), picture.height()) == (1280, 800)
    assert shows(picture, current_theme().series(0))
    drawing = ET.parse(tmp_path / "loss.svg").getroot()
    texts = {"".join(node.itertext()).strip() for node in drawing.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Loss", "train", "2"} <= texts
    assert sorted(path.name for path in tmp_path.iterdir()) == ["loss.png", "loss.svg"]


@pytest.mark.parametrize("name", ["missing/loss.png", "missing/loss.csv", "missing/loss.svg", "loss.bmp"])
def test_a_chart_that_cannot_be_saved_says_so(chart: Chart, tmp_path: Path, name: str) -> None:
    with pytest.raises(PictureNotWritten, match=r"choose (another place|one of these endings)"):
        chart.save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_in_a_low_chart_the_legend_stands_beside_the_title(chart: Chart, qtbot: QtBot) -> None:
    chart.add_series("train", "train")
    chart.append("train", [1, 2], [3.0, 2.0])
    title = next(label for label in chart.findChildren(QLabel) if label.text() == chart.title)
    chart.resize(300, 240)
    qtbot.waitUntil(lambda: chart.legend.geometry().top() >= title.geometry().bottom())
    tall = chart.plot.height()
    chart.resize(300, 100)
    qtbot.waitUntil(lambda: chart.legend.geometry().left() >= title.geometry().right())
    assert chart.plot.height() >= 60
    chart.resize(300, 240)
    qtbot.waitUntil(lambda: chart.plot.height() == tall)
