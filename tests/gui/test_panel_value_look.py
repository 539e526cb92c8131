"""Looking at a value in the real window: views, slices, the pointer, rows, previews; and the panel by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QSpinBox, QTextBrowser, QToolButton
from pytestqt.qtbot import QtBot

from guinet.core.feeds import Feed, FeedKind
from guinet.core.looks import View
from guinet.core.parameter_rows import Histogram
from guinet.core.probed import NodeValue, Progress, Statistics, TensorValue
from guinet.core.problems import Problem, Severity
from guinet.core.project import MAIN
from guinet.session.commands import Study
from guinet.session.messages.arrays import packed
from guinet.session.messages.looks import LookAt, Looked, SaveNumbers
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.ui.canvas_previews import CanvasPreviews
from guinet.ui.panels.value_feed import FeedBar
from guinet.ui.panels.value_look import ValueLook
from guinet.ui.panels.value_numbers import facts, notes
from guinet.ui.panels.value_pictures import words_at
from guinet.ui.panels.values_table import NodesTable
from guinet.ui.segments import Segments
from guinet.ui.theme import apply_theme
from guinet.ui.values_control import merged

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

LEFT = Qt.MouseButton.LeftButton


def tensor(*shape: int, **more: object) -> TensorValue:
    numbers = Statistics(6, -1.0, 0.5, 2.0, 1.25, 0.5, bars=Histogram(-1.0, 2.0, (1, 2, 3)))
    told = TensorValue(shape, "float32", "cpu", (), 0, True, False, True, "", "tensor(…)", statistics=numbers)
    for name, value in more.items():
        object.__setattr__(told, name, value)
    return told


@pytest.fixture
def look(qtbot: QtBot) -> ValueLook:
    made = ValueLook(QTextBrowser())
    qtbot.addWidget(made)
    made.resize(420, 500)
    made.show()
    return made


class Torch:
    """Answers a panel as the torch side would, with these values."""

    def __init__(self, look: ValueLook, values: np.ndarray) -> None:
        self.asked: list[Study] = []
        self.values = values
        self.look = look
        look.asks.connect(self._answer)

    def _answer(self, study: Study) -> None:
        self.asked.append(study)
        if isinstance(study, LookAt):
            points = self.values[study.index] if study.index else self.values
            size = (points.shape[-2], points.shape[-1])
            told = tensor(*self.values.shape)
            self.look.receive(
                Looked(study, (), ("output",), "output", told, study.index, size, packed(points), low=-1.0, high=2.0)
            )


def test_what_a_narrow_panel_has_no_room_for_goes_into_rows(qtbot: QtBot) -> None:
    views = Segments([view.value for view in View], {view.value: view.value * 2 for view in View}, wraps=True)
    qtbot.addWidget(views)
    views.show()
    buttons = [button for view in View if (button := views.findChild(QToolButton, f"segment_{view.value}")) is not None]

    def rows(width: int) -> list[int]:
        views.resize(width, 200)
        QApplication.processEvents()
        assert all(button.width() >= button.sizeHint().width() for button in buttons)
        return [sum(button.y() == top for button in buttons) for top in sorted({button.y() for button in buttons})]

    whole = sum(button.sizeHint().width() for button in buttons)
    assert rows(2 * whole) == [7]
    assert 1 < len(rows(whole * 2 // 3)) < len(rows(whole * 2 // 7)) <= 7
    assert rows(2 * whole) == [7]


def click(qtbot: QtBot, look: ValueLook, view: str) -> None:
    button = look.findChild(QToolButton, f"segment_{view}")
    assert button is not None
    assert button.isVisible()
    qtbot.mouseClick(button, LEFT)
    QApplication.processEvents()


def test_the_slice_that_is_chosen_is_asked_for(qtbot: QtBot, look: ValueLook) -> None:
    values = np.arange(60, dtype=np.float32).reshape(3, 4, 5)
    torch = Torch(look, values)
    look.show_node(MAIN, "n", "conv", {"output": tensor(3, 4, 5)})
    click(qtbot, look, "numbers")
    assert torch.asked == [LookAt(block=MAIN, node="n", view=View.NUMBERS, index=(0,))]
    box = look.findChild(QSpinBox, "value_slice_0")
    assert box is not None
    assert box.maximum() == 2
    qtbot.keyClick(box, Qt.Key.Key_Up)
    QApplication.processEvents()
    assert torch.asked[-1] == LookAt(block=MAIN, node="n", view=View.NUMBERS, index=(1,))
    model = look.table.model
    assert [model.index(0, column).data() for column in range(5)] == ["20", "21", "22", "23", "24"]
    qtbot.mouseClick(look.copy, LEFT)
    assert QGuiApplication.clipboard().text().splitlines()[:2] == [
        "\t0\t1\t2\t3\t4",
        "0\t20.0\t21.0\t22.0\t23.0\t24.0",
    ]


def test_who_goes_back_is_shown_what_is_known_without_asking(qtbot: QtBot, look: ValueLook) -> None:
    torch = Torch(look, np.zeros((4, 5), np.float32))
    look.show_node(MAIN, "one", "one", {"output": tensor(4, 5)})
    click(qtbot, look, "heat")
    look.show_node(MAIN, "two", "two", {"output": tensor(4, 5)})
    QApplication.processEvents()
    assert len(torch.asked) == 2
    look.show_node(MAIN, "one", "one", {"output": tensor(4, 5)})
    QApplication.processEvents()
    assert len(torch.asked) == 2
    assert look.view is View.HEAT
    look.forget()
    QApplication.processEvents()
    assert len(torch.asked) == 3


def test_the_value_under_the_pointer(qtbot: QtBot, look: ValueLook) -> None:
    torch = Torch(look, np.arange(20, dtype=np.float32).reshape(4, 5))
    look.show_node(MAIN, "n", "x", {"output": tensor(4, 5)})
    click(qtbot, look, "heat")
    qtbot.waitUntil(lambda: bool(torch.asked))
    qtbot.waitUntil(lambda: look.heat.picture_rect().width() > 0)
    rect = look.heat.picture_rect()
    middle = QPoint(int(rect.width() * 2.5 / 5), int(rect.height() * 1.5 / 4))
    qtbot.mouseMove(look.heat, middle)
    look.heat.pointed.emit(*look.heat.place_at(middle.toPointF()))
    assert look.readout.text() == "[1, 2] 7"


def test_the_statistics_stand_above_and_the_histogram_needs_no_answer(qtbot: QtBot, look: ValueLook) -> None:
    torch = Torch(look, np.zeros((4, 5), np.float32))
    look.show_node(MAIN, "n", "x", {"output": tensor(4, 5)})
    click(qtbot, look, "histogram")
    assert torch.asked == []
    assert look.histogram.bars == Histogram(-1.0, 2.0, (1, 2, 3))
    words = look.statistics.text()
    for number in ("-1", "0.5", "1.25", "50 %"):
        assert f">{number}<" in words
    assert look.about.text() == "x · 4×5 float32"


def test_nan_is_named_and_of_what_is_not_real_so_much_is_said() -> None:
    told = Statistics(4, nan=4)
    assert ("NaN", "4") in facts(told, "float32")
    assert "finite" in notes(told, "float32")
    assert "absolute" in notes(Statistics(1), "complex64")
    assert [name for name, _ in facts(Statistics(3, 0.0, 0.0, 0.0, 0.0, 1.0), "int64")][-2:] == ["zeros", "count"]


def test_pictures_and_numbers_are_saved(qtbot: QtBot, look: ValueLook, tmp_path: Path) -> None:
    torch = Torch(look, np.arange(20, dtype=np.float32).reshape(4, 5))
    look.show_node(MAIN, "n", "x", {"output": tensor(4, 5)})
    click(qtbot, look, "heat")
    look.save_to(tmp_path / "x.png")
    rect = look.heat.picture_rect()
    assert QImage(str(tmp_path / "x.png")).size() == rect.toAlignedRect().size()
    look.save_to(tmp_path / "x.csv")
    assert torch.asked[-1] == SaveNumbers(look=look.look, path=str(tmp_path / "x.csv"))


def test_what_is_under_the_pointer_in_words() -> None:
    grid = np.full((7, 9), np.nan, np.float32)
    grid[:3, :4], grid[:3, 5:], grid[4:, :4] = 1.0, 2.0, 3.0
    maps = Looked(LookAt(block=MAIN, node="n", view=View.MAPS, row=10), size=(2, 2), numbers=packed(grid))
    assert words_at(maps, 1, 6) == "map 11 [1, 1] 2"
    assert words_at(maps, 4, 0) == "map 12 [0, 0] 3"
    assert words_at(maps, 3, 0) == ""
    line = np.array([[1.0, -2.0], [1.5, 4.0]], np.float32)
    curve = Looked(LookAt(block=MAIN, node="n", view=View.LINE), size=(1, 20), numbers=packed(line), step=10)
    assert words_at(curve, 0, 1) == "[10:20] -2 … 4"
    pixels = np.array([[[0, 255, 51]]], np.uint8)
    image = Looked(LookAt(block=MAIN, node="n", view=View.IMAGE), numbers=packed(pixels), low=0.0, high=1.0)
    assert words_at(image, 0, 0) == "[0, 0] 0, 1, 0.2"
    coarse = Looked(LookAt(block=MAIN, node="n", view=View.HEAT), numbers=packed(line), step=4)
    assert words_at(coarse, 1, 0) == "[4:8, 0:4] 1.5"


def test_rows_are_chosen(qtbot: QtBot) -> None:
    bar = FeedBar()
    qtbot.addWidget(bar)
    bar.show()
    chosen: list[object] = []
    bar.chosen.connect(chosen.append)
    bar.offer({"train": 10, "test": 3}, True)
    bar.kind.setCurrentIndex(bar.kind.findData(FeedKind.ROW))
    bar.kind.activated.emit(bar.kind.currentIndex())
    assert (bar.feed.kind, bar.feed.part, bar.feed.row) == (FeedKind.ROW, "train", 0)
    assert bar.row.isVisible()
    assert not bar.pad.isVisible()
    bar.part.setCurrentIndex(1)
    assert bar.row.maximum() == 2
    bar.row.setValue(2)
    qtbot.waitUntil(lambda: len(chosen) == 2)
    assert chosen[-1] == bar.feed
    assert (bar.feed.part, bar.feed.row) == ("test", 2)
    bar.kind.setCurrentIndex(bar.kind.findData(FeedKind.RANDOM))
    bar.kind.activated.emit(bar.kind.currentIndex())
    qtbot.mouseClick(bar.again, LEFT)
    assert bar.feed.seed == 1
    bar.kind.setCurrentIndex(bar.kind.findData(FeedKind.DRAWING))
    bar.kind.activated.emit(bar.kind.currentIndex())
    assert len(chosen) == 4  # an empty sheet is nothing to look at
    qtbot.mousePress(bar.pad, LEFT, pos=QPoint(50, 50))
    qtbot.mouseRelease(bar.pad, LEFT, pos=QPoint(50, 50))
    qtbot.waitUntil(lambda: len(chosen) == 5)
    assert max(bar.feed.drawing) == 255


def test_maps_of_a_network_and_a_row_of_it(show_window: Callable[..., Opened], tmp_path: Path) -> None:
    path = tmp_path / "cnn.guinet"
    path.write_bytes(example_path("digits-cnn").read_bytes())
    opened = show_window(path).ready()
    window = opened.window
    opened.trigger("evaluate")
    opened.until(lambda: window.values.values and opened.shows("values"))
    look = window.panels.values_panel.findChild(ValueLook)
    assert isinstance(look, ValueLook)
    canvas = window.canvas
    opened.qtbot.mouseClick(canvas, LEFT, pos=canvas.node_rect("relu1").center().toPoint())
    opened.until(look.isVisible)
    click(opened.qtbot, look, "maps")
    opened.until(lambda: look.heat.picture_rect().width() > 50)
    assert look.about.text() == "relu1 · 64×32×8×8 float32"
    assert float(look.heat._values[np.isfinite(look.heat._values)].min()) == 0.0  # a ReLU
    scale = look.heat.picture_rect().width() / look.heat._values.shape[1]
    opened.qtbot.mouseMove(look.heat, QPoint(int(10.5 * scale), int(1.5 * scale)))
    opened.until(lambda: look.heat.toolTip().startswith("map 1 [1, 1] "))
    opened.qtbot.mouseMove(look.heat, QPoint(int(8.5 * scale), int(1.5 * scale)))
    opened.until(lambda: look.heat.toolTip() == "")  # between two maps
    kind, row = opened.child(QComboBox, "value_feed_kind"), opened.child(QSpinBox, "value_feed_row")
    kind.setCurrentIndex(kind.findData(FeedKind.ROW))
    kind.activated.emit(kind.currentIndex())
    row.setValue(7)
    opened.until(lambda: look.about.text() == "relu1 · 1×32×8×8 float32" and window.values.evaluation.feed.row == 7)
    assert "One row in eval mode" in opened.child(QLabel, "values_state").text()
    apply_theme(QApplication.instance(), "light")  # type: ignore[arg-type]
    opened.trigger("previews")
    previews = opened.child(CanvasPreviews, "canvas_previews")
    opened.until(lambda: previews.shown)
    assert window.document.main.node("conv1").id in previews.shown
    assert window.actions_by_name["previews"].isChecked()
    window.canvas.zoom_to(1.0)
    assert not previews.grab().isNull()
    opened.trigger("previews")
    opened.until(lambda: not previews.isVisible())


def test_a_node_inside_a_repeated_block(show_window: Callable[..., Opened]) -> None:
    project = load(example_path("repeated-blocks"))
    opened = show_window(project).ready()
    opened.trigger("evaluate")
    opened.until(lambda: opened.window.values.values and opened.shows("values"))
    (block,) = (block for block in project.blocks.values() if block.id != MAIN)
    opened.window.show_nodes(block.id, (block.node("1").id,))
    look = opened.window.panels.values_panel.findChild(ValueLook)
    assert isinstance(look, ValueLook)
    calls = opened.child(QComboBox, "value_call")
    opened.until(lambda: calls.count() == 4 and calls.isVisible())
    page = opened.child(QTextBrowser, "values_text")
    opened.until(lambda: "torch.Size([2, 8])" in page.toPlainText())
    calls.setCurrentIndex(3)
    calls.activated.emit(3)
    click(opened.qtbot, look, "numbers")
    opened.until(lambda: look.table.model.rowCount() == 2)
    assert look.look.call == 3


def test_a_problem_inside_a_block_is_told_in_the_window() -> None:
    project = load(example_path("repeated-blocks"))
    (block,) = (block for block in project.blocks.values() if block.id != MAIN)
    problem = Problem("nan", "NaN", severity=Severity.WARNING, block=block.id, node=block.node("1").id)
    elsewhere = Problem("nan", "NaN", severity=Severity.WARNING, block="gone", node="1")
    assert merged((), (problem, elsewhere), {}, project) == (problem,)


def test_the_weights_are_chosen_where_a_run_has_others(qtbot: QtBot) -> None:
    bar = FeedBar()
    qtbot.addWidget(bar)
    bar.show()
    chosen: list[Feed] = []
    bar.chosen.connect(chosen.append)
    bar.offer({"train": 10}, False)
    assert not bar.weights.isVisible()
    bar.offer({"train": 10}, False, True)
    bar.weights.setFocus()
    qtbot.keyClick(bar.weights, Qt.Key.Key_Down)
    assert chosen == [Feed(fresh=True)]
    bar.offer({"train": 10}, False)  # of the first values; the way back stays
    assert bar.weights.isVisible()


def test_the_table_tells_the_numbers_of_every_value(qtbot: QtBot) -> None:
    table = NodesTable()
    qtbot.addWidget(table)
    table.translate()
    odd = Statistics(4, 0.0, 2.0, 4.0, 2.0, 0.25, nan=1)
    values = {
        "one": NodeValue(Progress.DONE, outputs={"output": replace(tensor(2, 2), statistics=odd)}),
        "two": NodeValue(Progress.DONE, outputs={"output": replace(tensor(0, 3), statistics=Statistics(0))}),
        "three": NodeValue(Progress.SKIPPED),
    }

    table.show_values(values, {"one": "a", "two": "b", "three": "c"})

    heads, *rows = table.lines(chosen=False)
    told = [dict(zip(heads, row, strict=True)) for row in rows]
    numbers = {"Least": "0", "Mean": "2", "Greatest": "4", "Spread": "2", "Zeros": "0.25", "NaN": "1", "Infinite": "0"}
    assert told[0] == {"Node": "a", "Shape": "2×2", "Type": "float32", "Value": told[0]["Value"], **numbers}
    item = table.topLevelItem(0)
    assert item is not None
    assert [item.text(column) for column in range(8, 11)] == ["25 %", "1", "0"]
    assert [told[1][name] for name in numbers] == [""] * 7
    assert told[2]["Value"] == "not run"
