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
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from guinet.ui.charts.axis import decade_ticks, linear_ticks
from guinet.ui.charts.chart import Chart
from guinet.ui.charts.flow import columns_for
from guinet.ui.charts.numbers import grouped, memory, percent, short, tick_unit
from guinet.ui.charts.panel import STEP_SERIES, ChartsPanel
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


@pytest.fixture
def panel(qtbot: QtBot) -> ChartsPanel:
    panel = ChartsPanel()
    qtbot.addWidget(panel)
    panel.resize(1100, 230)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


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


def test_panel_says_what_would_fill_it_until_something_comes(panel: ChartsPanel) -> None:
    assert panel._empty.isVisible()
    assert "Train" in panel._empty.text()
    panel.add_steps(np.arange(3), np.array([3.0, 2.0, 1.0]))
    assert (panel.charts["loss"].isVisible(), panel._empty.isVisible()) == (True, False)
    panel.clear()
    assert panel._empty.isVisible()
    assert not panel.charts


def test_panel_sorts_an_epoch_into_charts(panel: ChartsPanel) -> None:
    values = {
        "learning_rate": 0.001,
        "gradient_norm": 9.0,
        "gradient_norm/conv": 0.5,
        "loss": 0.7,
        "validation_loss": 0.8,
        "accuracy": 0.9,
        "validation_accuracy": 0.85,
        "samples_per_second": 12480.0,
        "memory_bytes": 3 * 2**20,
    }
    panel.add_epoch(1, 28, values)
    expected = ["loss", "accuracy", "gradient_norm", "samples_per_second", "memory_bytes"]
    assert list(panel.charts) == expected
    for chart in panel.charts.values():
        chart.plot.draw()
    assert legend(panel.charts["loss"]) == {"train": "0.7", "valid": "0.8"}
    assert legend(panel.charts["accuracy"]) == {"train": "90 %", "valid": "85 %"}
    assert legend(panel.charts["gradient_norm"]) == {"conv": "0.5"}
    assert legend(panel.charts["samples_per_second"]) == {"": "12\u202f480"}
    assert legend(panel.charts["memory_bytes"]) == {"": "3 MiB"}


def test_steps_and_epochs_share_the_loss_chart(panel: ChartsPanel) -> None:
    panel.add_steps(np.arange(28), np.linspace(2, 1, 28))
    panel.add_epoch(1, 28, {"loss": 1.4})
    lines = panel.charts["loss"].plot.lines
    assert {name: (line.color, line.faint) for name, line in lines.items()} == {
        STEP_SERIES: (0, True),
        "train": (0, False),
    }


def test_the_pointer_names_epoch_and_step_in_all_charts(panel: ChartsPanel) -> None:
    for epoch in (1, 2, 3):
        panel.add_epoch(epoch, 28 * epoch, {"loss": 1 / epoch, "accuracy": 0.3 * epoch})
    for chart in panel.charts.values():
        chart.plot.draw()
    loss, accuracy = panel.charts["loss"], panel.charts["accuracy"]
    loss.plot.pointed.emit(55.0)
    assert loss.place_name(55.0) == "epoch 2 · step 55"
    assert loss.plot.cursor_line is not None
    assert loss.plot.cursor_line.text == "epoch 2 · step 55"
    assert (legend(loss), legend(accuracy)) == ({"train": "0.5"}, {"train": "60 %"})
    loss.plot.pointed.emit(None)
    assert legend(accuracy) == {"train": "90 %"}


def test_best_is_marked_where_it_means_something(panel: ChartsPanel) -> None:
    panel.add_epoch(1, 28, {"loss": 1.0, "samples_per_second": 100.0})
    panel.set_best(28)
    panel.add_epoch(2, 56, {"accuracy": 0.5})
    assert {key: [marker.x for marker in chart.plot.markers.values()] for key, chart in panel.charts.items()} == {
        "loss": [28],
        "accuracy": [28],
        "samples_per_second": [],
    }


def test_a_constant_learning_rate_is_a_number_until_it_changes(panel: ChartsPanel) -> None:
    for epoch in (1, 2, 3):
        panel.add_epoch(epoch, 28 * epoch, {"loss": 1.0, "learning_rate": 0.001})
    summary = panel.findChild(QLabel, "charts_summary")
    assert isinstance(summary, QLabel)
    assert (list(panel.charts), summary.text(), summary.isVisible()) == (["loss"], "Learning rate 0.001", True)
    panel.add_epochs([4, 5], [112, 140], {"learning_rate": ([112, 140], [0.001, 0.0005])})
    assert (list(panel.charts), summary.isVisible()) == (["loss", "learning_rate"], False)
    points = panel.charts["learning_rate"].plot.lines["all"].series.points()
    assert points.x.tolist() == [28, 56, 84, 112, 140]
    assert points.y == pytest.approx([0.001] * 4 + [0.0005])
    panel.add_epoch(6, 168, {"learning_rate": 0.0005})
    assert len(panel.charts["learning_rate"].plot.lines["all"].series) == 6
    panel.clear()
    panel.add_epoch(1, 28, {"learning_rate": 0.1})
    assert summary.text() == "Learning rate 0.1"


def test_many_charts_wrap_and_scroll_downwards(panel: ChartsPanel, qtbot: QtBot) -> None:
    panel.resize(700, 230)
    panel.add_epoch(1, 28, {f"measure_{number}": 1.0 for number in range(8)})
    charts = list(panel.charts.values())
    qtbot.waitUntil(lambda: charts[-1].y() > charts[0].y())
    area = panel.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    assert area.horizontalScrollBar().maximum() == 0
    assert all(chart.geometry().right() <= area.viewport().width() for chart in charts)
    assert all(chart.height() >= current_theme().pixels("chart-min-height") for chart in charts)


def test_a_run_can_be_followed_by_another(panel: ChartsPanel) -> None:
    panel.add_epoch(1, 1000, {"loss": 1.0})
    with pytest.raises(ValueError, match="must not go back"):
        panel.add_epoch(1, 28, {"loss": 2.0})
    panel.clear()
    panel.add_epoch(1, 28, {"loss": 2.0})
    assert panel.charts["loss"].plot.lines["train"].series.last() == 2.0


@pytest.mark.parametrize(
    ("count", "width", "columns"),
    [(3, 1100, 3), (5, 1100, 5), (6, 1100, 3), (5, 600, 3), (4, 600, 2), (1, 100, 1), (0, 9, 1)],
)
def test_columns(count: int, width: int, columns: int) -> None:
    assert columns_for(count, width, narrowest=200) == columns


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
