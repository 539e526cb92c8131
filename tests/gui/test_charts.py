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
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.ui.charts.axis import Axis
from guinet.ui.charts.chart import Chart
from guinet.ui.charts.flow import columns_for
from guinet.ui.charts.numbers import grouped, memory, percent, short
from guinet.ui.charts.panel import STEP_SERIES, ChartsPanel, Place, place_of
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
    chart.show()
    qtbot.waitExposed(chart)
    return chart


@pytest.fixture
def panel(qtbot: QtBot) -> ChartsPanel:
    panel = ChartsPanel()
    qtbot.addWidget(panel)
    panel.resize(1100, 230)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def shows(picture: QImage, color: QColor) -> bool:
    """Whether some pixel has about this colour; antialiasing leaves few that have it exactly."""
    pixels = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    wanted = channels(color)
    return any(max(abs(a - b) for a, b in zip(channels(pixel), wanted, strict=True)) < 20 for pixel in pixels)


def channels(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()


def view(chart: Chart) -> tuple[float, float, float, float]:
    (left, right), (low, high) = chart.plot._box.viewRange()
    return left, right, low, high


def legend(chart: Chart) -> dict[str, str]:
    return {entry.label: entry.value for entry in chart.legend.entries}


def move_to(chart: Chart, x: float, y: float) -> None:
    """The real pointer, over a point of the plot."""
    scene = chart.plot._box.mapViewToScene(QPointF(x, y))
    QTest.mouseMove(chart.plot.view.viewport(), chart.plot.view.mapFromScene(scene))


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
        assert right - left < 1.1 * end


def test_zooming_stops_following_and_a_double_click_resumes(chart: Chart, qtbot: QtBot) -> None:
    chart.add_series("train", "train")
    chart.append("train", np.arange(100), np.arange(100))
    chart.plot.draw()
    middle = chart.plot.view.viewport().rect().center()
    event = QWheelEvent(
        QPointF(middle),
        QPointF(chart.plot.view.viewport().mapToGlobal(middle)),
        QPoint(),
        QPoint(0, 480),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart.plot.view.viewport(), event)
    assert (chart.plot.following, chart.everything_action.isEnabled()) == (False, True)
    zoomed = view(chart)
    assert zoomed[1] - zoomed[0] < 90
    chart.append("train", [100_000], [0])
    chart.plot.draw()
    assert view(chart) == zoomed
    qtbot.mouseDClick(chart.plot.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert chart.plot.following
    assert view(chart)[1] >= 100_000


def test_legend_reads_the_latest_value_then_the_one_under_the_pointer(chart: Chart, qtbot: QtBot) -> None:
    chart.add_series("train", "train")
    chart.append("train", [0, 50, 100], [2.0, 1.0, 0.0731])
    chart.plot.draw()
    assert legend(chart) == {"train": "0.0731"}
    move_to(chart, 52, 1.0)
    qtbot.waitUntil(lambda: legend(chart) == {"train": "1"})
    assert chart.plot._cursor.isVisible()
    chart.plot.pointed.emit(None)
    assert legend(chart) == {"train": "0.0731"}
    assert not chart.plot._cursor.isVisible()


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
    axis = chart.plot._axes["left"]
    ticks = axis.tickValues(low, high, 200)
    assert ticks == [(1.0, [-3.0, -2.0, -1.0, 0.0, 1.0])]
    assert axis.tickStrings(ticks[0][1], 1, 1) == ["0.001", "0.01", "0.1", "1", "10"]


def test_narrow_logarithmic_axis_has_ticks_between_decades(qapp: QApplication) -> None:
    axis = Axis("left")
    axis.logarithmic = True
    ticks = [value for _, values in axis.tickValues(np.log10(0.15), np.log10(0.6), 200) for value in values]
    assert axis.tickStrings(sorted(ticks), 1, 1) == ["0.2", "0.5"]


def test_neighbouring_ticks_never_read_the_same(qapp: QApplication) -> None:
    axis = Axis("left", percent)
    texts = axis.tickStrings([0.98, 0.9801, 0.9802], 1, 0.0001)
    assert len(set(texts)) == 3


def test_marker_moves(chart: Chart) -> None:
    chart.set_marker("best", 10, "best")
    chart.set_marker("best", 20, "best")
    assert [marker.value() for marker in chart.plot._markers.values()] == [20]


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


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("loss", Place("loss", "train")),
        ("validation_loss", Place("loss", "valid")),
        ("test_accuracy", Place("accuracy", "test")),
        ("r2", Place("r2", "train")),
        ("learning_rate", Place("learning_rate", "all")),
        ("gradient_norm/res.0.conv", Place("gradient_norm", "res.0.conv")),
        ("gradient_norm", Place("gradient_norm", "all")),
    ],
)
def test_place_of_a_value(key: str, place: Place) -> None:
    assert place_of(key) == place


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
    expected = ["loss", "accuracy", "gradient_norm", "learning_rate", "samples_per_second", "memory_bytes"]
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
    assert loss.plot._cursor.label.toPlainText() == "epoch 2 · step 55"
    assert (legend(loss), legend(accuracy)) == ({"train": "0.5"}, {"train": "60 %"})
    loss.plot.pointed.emit(None)
    assert legend(accuracy) == {"train": "90 %"}


def test_best_is_marked_where_it_means_something(panel: ChartsPanel) -> None:
    panel.add_epoch(1, 28, {"loss": 1.0, "accuracy": 0.5, "learning_rate": 0.1})
    panel.set_best(28)
    assert {key: bool(chart.plot._markers) for key, chart in panel.charts.items()} == {
        "loss": True,
        "accuracy": True,
        "learning_rate": False,
    }


def test_a_run_can_be_followed_by_another(panel: ChartsPanel) -> None:
    panel.add_epoch(1, 1000, {"loss": 1.0})
    with pytest.raises(ValueError, match="must not go back"):
        panel.add_epoch(1, 28, {"loss": 2.0})
    panel.clear()
    panel.add_epoch(1, 28, {"loss": 2.0})
    assert panel.charts["loss"].plot.lines["train"].series.last() == 2.0


@pytest.mark.parametrize(
    ("count", "width", "height", "columns"),
    [
        (3, 1100, 230, 3),
        (5, 1100, 230, 5),
        (5, 600, 230, 5),
        (5, 600, 460, 3),
        (4, 600, 460, 2),
        (1, 100, 50, 1),
        (0, 9, 9, 1),
    ],
)
def test_columns(count: int, width: int, height: int, columns: int) -> None:
    assert columns_for(count, width, height, narrowest=200, lowest=150) == columns


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


def test_other_numbers() -> None:
    assert (percent(0.978), percent(1.0), percent(float("nan"))) == ("97.8 %", "100 %", "NaN")
    assert (grouped(28938), grouped(-1234567), grouped(9999)) == ("28\u202f938", "-1\u202f234\u202f567", "9999")
    assert (memory(512), memory(1536), memory(3 * 2**30)) == ("512 B", "1.5 KiB", "3 GiB")
