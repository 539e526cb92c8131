"""The panel of charts: what of an epoch goes into which, and how they share the room."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from guinet.ui.charts.chart import Chart
from guinet.ui.charts.flow import columns_for
from guinet.ui.charts.panel import STEP_SERIES, ChartsPanel
from guinet.ui.theme import apply_theme, current_theme


@pytest.fixture(autouse=True)
def dark(qapp: QApplication) -> Iterator[QApplication]:
    apply_theme(qapp, "dark")
    yield qapp
    apply_theme(qapp, "dark")


@pytest.fixture
def panel(qtbot: QtBot) -> ChartsPanel:
    panel = ChartsPanel()
    qtbot.addWidget(panel)
    panel.resize(1100, 230)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def legend(chart: Chart) -> dict[str, str]:
    return {entry.label: entry.value for entry in chart.legend.entries}


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
