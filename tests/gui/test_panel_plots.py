"""Pictures of numbers: each tells the value under the pointer, copies and saves its numbers, and can be enlarged."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.parameter_rows import Histogram
from guinet.session.messages.arrays import packed
from guinet.session.messages.parameters import ParameterShown
from guinet.session.messages.predictions import Picture
from guinet.ui.panels.enlarged import Enlarged
from guinet.ui.panels.number_pictures import HeatMap, HistogramsOverTime, HistogramView
from guinet.ui.panels.number_points import PointsView
from guinet.ui.panels.parameter_values import ValuesTable
from guinet.ui.panels.prediction_result import Bars, PictureView
from guinet.ui.panels.value_pictures import LineView, PixelView
from guinet.ui.theme import apply_theme

CTRL, LEFT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def heat() -> HeatMap:
    plot = HeatMap()
    plot.show_values(np.array([[0.25, -1.5], [2.0, 3.0]], np.float32))
    return plot


def pixels() -> PixelView:
    plot = PixelView()
    plot.show_pixels(np.array([[0, 255], [51, 102]], np.uint8), 0.0, 1.0)
    return plot


def line() -> LineView:
    plot = LineView()
    plot.show_line(np.array([[1.0, 3.0], [2.0, 3.0]], np.float32), 1.0, 3.0, 4)
    return plot


def points() -> PointsView:
    plot = PointsView()
    plot.show_points(np.array([[0.0, 0.0], [1.0, 2.0]], np.float32))
    return plot


def picture() -> PictureView:
    plot = PictureView()
    plot.show_picture(Picture(bytes((0, 255, 51, 102)), 2, 2))
    return plot


def bars() -> Bars:
    plot = Bars()
    plot.show_shares((("cat", 0.75), ("dog", 0.25)))
    return plot


PLOTS: dict[str, tuple[Callable[[], QWidget], str, str]] = {
    "heat": (heat, "\t0\t1\n0\t0.25\t-1.5\n1\t2\t3", "[0, 0] 0.25"),
    "pixels": (pixels, "\t0\t1\n0\t0\t1\n1\t0.200000003\t0.400000006", "[0, 0] 0"),
    "line": (line, "index\tleast\tgreatest\n0\t1\t2\n2\t3\t3", "[0] 1 … 2"),
    "picture": (picture, "\t0\t1\n0\t0\t255\n1\t51\t102", "[0, 0] 0"),
    "bars": (bars, "class\tprobability\ncat\t0.75\ndog\t0.25", "cat: 0.75"),
}


@pytest.fixture(params=sorted(PLOTS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def plot(name: str, qtbot: QtBot, qapp: QApplication) -> Iterator[QWidget]:
    """In a layout, as in its panel."""
    apply_theme(qapp, "dark")
    page, plot = QWidget(), PLOTS[name][0]()
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(plot)
    page.resize(300, 200)
    page.show()
    yield plot
    page.close()


def test_its_numbers_are_copied_with_headings(name: str, plot: QWidget) -> None:
    plot.customContextMenuRequested.emit(QPoint(5, 5))
    menu = plot.findChild(QMenu, "picture_menu")
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["Enlarge…", "Copy numbers", "Save picture or numbers…"]
    menu.actions()[1].trigger()
    menu.close()
    assert QApplication.clipboard().text() == PLOTS[name][1]


def test_the_value_under_the_pointer_is_told(name: str, plot: QWidget) -> None:
    QTest.mouseMove(plot, QPoint(3, 5))
    QTest.mouseMove(plot, QPoint(2, 4))
    assert plot.toolTip() == PLOTS[name][2]


@pytest.mark.parametrize("make", [heat, points, picture])
def test_what_keeps_its_proportion_is_zoomed_both_ways(make: Callable[[], QWidget], qtbot: QtBot) -> None:
    page, plot = QWidget(), make()
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(plot)
    page.show()
    dialog = Enlarged(plot, "Plot")
    dialog.show()
    qtbot.waitExposed(dialog)
    before, at = plot.size(), QPointF(40, 30)
    for _ in range(4):
        wheel = QWheelEvent(
            at, plot.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, NONE,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(plot, wheel)
    assert plot.width() > before.width() * 1.5
    assert plot.height() > before.height() * 1.5
    down = dialog.area.verticalScrollBar()
    assert down.maximum() > 0
    down.setValue(0)
    QTest.mousePress(plot, LEFT, NONE, QPoint(60, 160))
    QTest.mouseMove(plot, QPoint(60, 100))
    QTest.mouseRelease(plot, LEFT, NONE, QPoint(60, 100))
    assert down.value() > 0, "a drag pans down too"
    QTest.mouseDClick(plot, LEFT, NONE, QPoint(60, 60))
    QApplication.processEvents()
    assert down.maximum() == 0
    dialog.done(QDialog.DialogCode.Accepted)
    assert plot.parentWidget() is page


def test_of_words_instead_of_numbers_nothing_is_offered(qtbot: QtBot) -> None:
    plot = HeatMap()
    qtbot.addWidget(plot)
    plot.show_values(np.full((2, 2), np.nan, np.float32), "There is nothing but NaN here.")
    assert len(plot.lines()) == 1


def test_cells_are_copied_with_the_indices_of_rows_and_columns(qtbot: QtBot) -> None:
    table = ValuesTable()
    qtbot.addWidget(table)
    values = np.arange(6, dtype=np.float32).reshape(2, 3)
    numbers = table_of(values)
    table.show_values(numbers, True)
    table.show()
    view = table.view

    def copied() -> str:
        qtbot.keyClick(view, Qt.Key.Key_C, CTRL)
        return QApplication.clipboard().text()

    assert copied() == "\t10\t11\t12\n5\t0.0\t1.0\t2.0\n6\t3.0\t4.0\t5.0", "all, where none is chosen"
    spots = [view.visualRect(table.model.index(*place)).center() for place in ((0, 1), (1, 2))]
    qtbot.mouseClick(view.viewport(), LEFT, NONE, spots[0])
    assert copied() == "1.0", "a cell alone is its number"
    qtbot.mouseClick(view.viewport(), LEFT, CTRL, spots[1])
    assert copied() == "\t11\t12\n5\t1.0\t\n6\t\t5.0"
    [copy] = view.actions()
    assert copy.text() == "Copy"


def table_of(values: NDArray[np.float32]) -> ParameterShown:
    """A window of a parameter that begins at [5, 10]."""
    numbers = packed(values)
    return ParameterShown("w", (100, 100), (100, 100), 5, 10, (), numbers, Histogram(0.0, 1.0, (1,)), numbers)


def test_every_picture_of_numbers_can_be_saved() -> None:
    for plot in (HeatMap, PixelView, LineView, PointsView, HistogramView, HistogramsOverTime, PictureView, Bars):
        assert hasattr(plot, "lines"), plot
