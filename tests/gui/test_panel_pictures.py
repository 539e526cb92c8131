"""Small plots: the value under the pointer, and their menu, which copies numbers and saves picture or CSV."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.findings import RangeTest
from guinet.core.parameter_rows import Histogram
from guinet.session.messages.learning_rates import LearningRates
from guinet.ui.forms.rate_curve import RateCurve
from guinet.ui.panels.norms_over_time import NormsOverTime
from guinet.ui.panels.number_pictures import HistogramsOverTime, HistogramView
from guinet.ui.panels.range_curve import RangeCurve
from guinet.ui.theme import apply_theme, current_theme

BARS = Histogram(-1.0, 1.0, (1, 0, 4, 2))


def filled(name: str) -> QWidget:
    match name:
        case "histogram":
            histogram = HistogramView()
            histogram.show_bars(BARS)
            return histogram
        case "histograms":
            over_time = HistogramsOverTime()
            over_time.add(1, BARS)
            over_time.add(5, Histogram(0.0, 2.0, (3, 3)))
            return over_time
        case "norms":
            norms = NormsOverTime()
            norms.add(1, {"a": 1.0, "b": 2.0})
            norms.add(2, {"a": 0.5})
            return norms
        case "range-test":
            curve = RangeCurve()
            curve.show_test(RangeTest((0.001, 0.01, 0.1), (2.0, 1.0, 4.0), 0.01, 0.001))
            return curve
    rates = RateCurve()
    rates.show_curve(LearningRates((0, 10), (0.1, 0.01), 20, 5))
    return rates


NUMBERS = {
    "histogram": ["from\tto\tcount", "-1\t-0.5\t1", "-0.5\t0\t0", "0\t0.5\t4", "0.5\t1\t2"],
    "histograms": ["step\tfrom\tto\tcount", "1\t-1\t-0.5\t1", "1\t-0.5\t0\t0", "1\t0\t0.5\t4", "1\t0.5\t1\t2",
                   "5\t0\t1\t3", "5\t1\t2\t3"],
    "norms": ["step\ta\tb", "1\t1\t2", "2\t0.5\t"],
    "range-test": ["rate\tloss", "0.001\t2", "0.01\t1", "0.1\t4"],
    "learning-rate": ["update\trate", "0\t0.1", "10\t0.01"],
}  # fmt: skip


@pytest.fixture(params=list(NUMBERS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def plot(qtbot: QtBot, qapp: QApplication, name: str) -> QWidget:
    apply_theme(qapp, "dark")
    plot = filled(name)
    qtbot.addWidget(plot)
    plot.resize(300, 140)
    plot.show()
    return plot


def menu_of(plot: QWidget) -> QMenu:
    """As a right click opens it."""
    plot.customContextMenuRequested.emit(QPoint(5, 5))
    menu = plot.findChild(QMenu, "picture_menu")
    assert isinstance(menu, QMenu)
    return menu


def test_numbers_are_copied(plot: QWidget, name: str) -> None:
    menu = menu_of(plot)
    menu.actions()[0].trigger()
    menu.close()
    assert QApplication.clipboard().text().splitlines() == NUMBERS[name]


def test_pictures_and_numbers_are_saved(
    plot: QWidget, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda _parent, _title, words: told.append(words))
    menu = menu_of(plot)
    for file in ("numbers.csv", "plot.png", "plot.svg", "plot.gif"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, file=file: (str(tmp_path / file), ""))
        menu.actions()[1].trigger()
    menu.close()
    assert (tmp_path / "numbers.csv").read_text().splitlines() == [line.replace("\t", ",") for line in NUMBERS[name]]
    assert (tmp_path / "plot.svg").read_text().startswith("<?xml")
    image = QImage(str(tmp_path / "plot.png"))
    assert (image.width(), image.height()) == (600, 2 * plot.height())
    ground = current_theme().color("panel").rgb()
    assert {image.pixel(x, y) for x in range(0, 600, 7) for y in range(0, image.height(), 7)} > {ground}
    assert [words.split(":")[0] for words in told] == ["plot.gif"]


def test_of_an_empty_plot_nothing_is_offered(qtbot: QtBot) -> None:
    empty = HistogramView()
    qtbot.addWidget(empty)
    menu = menu_of(empty)
    assert not menu.isEnabled()
    menu.close()


def test_the_value_under_the_pointer_is_told(qtbot: QtBot) -> None:
    norms, over_time = filled("norms"), filled("histograms")
    for plot in (norms, over_time):
        qtbot.addWidget(plot)
        plot.resize(300, 140)
    with qtbot.waitExposed(norms):
        norms.show()
    QTest.mouseMove(norms, QPoint(200, 50))
    QTest.mouseMove(norms, QPoint(5, 50))
    assert norms.toolTip() == "step 1 · b 2"
    assert isinstance(norms, NormsOverTime)
    norms.choose("a")
    QTest.mouseMove(norms, QPoint(290, 60))
    assert norms.toolTip() == "step 2 · a 0.5"
    norms.hide()
    with qtbot.waitExposed(over_time):
        over_time.show()
    QTest.mouseMove(over_time, QPoint(290, 30))
    assert over_time.toolTip().startswith("step 5 · 1.")
    assert over_time.toolTip().endswith(": 3")
    QTest.mouseMove(over_time, QPoint(20, 1))
    assert over_time.toolTip().endswith(": 0")
    assert over_time.contextMenuPolicy() is Qt.ContextMenuPolicy.CustomContextMenu
