"""The predictions panel, by mouse and keys; questions are answered at once, as the torch side answers them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QToolButton,
    QTreeWidget,
)
from pytestqt.qtbot import QtBot

from guinet import data
from guinet.core.graph import BlockData
from guinet.core.problems import Problem
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.session.commands import Study
from guinet.session.messages.predictions import (
    Drawn,
    Mistakes,
    Predict,
    Predicted,
    PredictionDescribed,
    Sample,
    Written,
)
from guinet.session.studies import Desk
from guinet.session.study_table import STUDIES
from guinet.train.events import Finished
from guinet.ui import translate
from guinet.ui.panels.drawing_pad import DrawingPad
from guinet.ui.panels.prediction_result import Bars
from guinet.ui.panels.prediction_sources import FilePage
from guinet.ui.panels.predictions import PredictionsPanel
from guinet.ui.theme import apply_theme

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier


def network(kind: str, input: str) -> Project:
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    graph = project.main
    rows = graph.add(kind, name="data")
    flat, fc = graph.add("torch.nn.Flatten", name="flat"), graph.add("torch.nn.Linear", name="fc", out_features=10)
    loss = graph.add("torch.nn.CrossEntropyLoss", name="loss")
    graph.connect(rows[input], flat["input"])
    graph.connect(flat["output"], fc["input"])
    graph.connect(fc["output"], loss["input"])
    graph.connect(rows["label"], loss["target"])
    return project


class Opened:
    """A panel, and what it asked and was told."""

    def __init__(self, qtbot: QtBot, project: Project) -> None:
        self.qtbot = qtbot
        self.project = project
        self.asked: list[Study] = []
        self.told: list[Any] = []
        self._kept: dict[str, object] = {}
        self.revision = 0
        self.panel = PredictionsPanel(project)
        qtbot.addWidget(self.panel)
        self.panel.asks.connect(self._answer)
        self.panel.resize(1000, 320)
        with qtbot.waitActive(self.panel):
            self.panel.show()
            self.panel.activateWindow()

    def _answer(self, study: Study) -> None:
        self.asked.append(study)
        module, _, name = STUDIES[type(study)].partition(":")
        events: list[Any] = []
        desk = Desk(self.project, self.revision, None, None, self._kept, events.append)
        getattr(import_module(module), name)(desk, study)
        self.told += events
        for event in events:
            self.panel.receive(event)

    @property
    def last(self) -> Predicted:
        return [event for event in self.told if isinstance(event, Predicted)][-1]

    def child(self, kind: type[Any], name: str = "") -> Any:
        return self.panel.findChildren(kind, name)[0] if name else self.panel.findChildren(kind)[0]

    def source(self, name: str) -> None:
        self.qtbot.mouseClick(self.child(QToolButton, f"segment_{name}"), LEFT)


@pytest.fixture
def digits(qapp: QApplication, qtbot: QtBot) -> Opened:
    apply_theme(qapp, "dark")
    translate.install(qapp, "en")
    return Opened(qtbot, network("guinet.data.digits", "image"))


@pytest.fixture
def iris(qapp: QApplication, qtbot: QtBot) -> Opened:
    apply_theme(qapp, "dark")
    translate.install(qapp, "en")
    return Opened(qtbot, network("guinet.data.iris", "features"))


def draw(pad: DrawingPad, *places: tuple[float, float], button: Qt.MouseButton = LEFT) -> None:
    """A stroke through places given as shares of the pad."""
    points = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in places]
    QTest.mousePress(pad, button, NONE, points[0])
    for point in points[1:]:
        there = QPointF(point)
        QApplication.sendEvent(
            pad,
            QMouseEvent(QEvent.Type.MouseMove, there, pad.mapToGlobal(there), Qt.MouseButton.NoButton, button, NONE),
        )
    QTest.mouseRelease(pad, button, NONE, points[-1])


# Rows of the data


def test_the_first_test_row_is_shown_and_the_next_is_one_click_away(digits: Opened, qtbot: QtBot) -> None:
    labels = data.prepare("guinet.data.digits", {}, None).test.fields["label"]
    assert digits.last.given == Sample("test", 0)

    qtbot.mouseClick(digits.child(QPushButton, "prediction_after"), LEFT)

    assert digits.last.given == Sample("test", 1)
    assert str(int(labels[1])) in digits.child(QLabel, "prediction_truth").text()
    bars = digits.child(Bars)
    assert bars.shares[0][0] == digits.child(QLabel, "prediction_label").text()
    assert sum(share for _, share in bars.shares) == pytest.approx(1.0)
    assert bars.accessibleDescription().startswith(bars.shares[0][0])
    assert digits.child(QLabel, "prediction_weights").text().startswith("Untrained")


def test_a_number_can_be_typed_and_is_kept_in_range(digits: Opened) -> None:
    box = digits.child(QSpinBox, "prediction_number")
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "17")
    QTest.keyClick(box, Qt.Key.Key_Return)

    assert digits.last.given == Sample("test", 17)
    assert box.maximum() == data.prepare("guinet.data.digits", {}, None).test.rows - 1


def test_a_mistake_is_looked_at_with_a_click(digits: Opened, qtbot: QtBot) -> None:
    found = [event for event in digits.told if isinstance(event, Mistakes)][-1]
    digits.source("file")
    tree = digits.child(QTreeWidget, "mistakes")
    item = tree.topLevelItem(2)
    assert float(tree.topLevelItem(0).text(3)) >= float(item.text(3))

    qtbot.mouseClick(tree.viewport(), LEFT, pos=tree.visualItemRect(item).center())

    assert digits.last.given == found.items[2].sample
    assert digits.last.loss == pytest.approx(found.items[2].loss, rel=1e-4)
    assert digits.child(QToolButton, "segment_data").isChecked()


def test_the_code_is_a_click_away(iris: Opened, qtbot: QtBot) -> None:
    qtbot.mouseClick(iris.child(QToolButton, "segment_code"), LEFT)

    text = iris.child(QPlainTextEdit, "prediction_code")
    assert text.isVisible()
    assert "model.eval()" in text.toPlainText()
    assert "with torch.no_grad():\n    output = model(x)" in text.toPlainText()


# Drawing


def test_what_is_drawn_is_predicted_as_it_is_drawn(digits: Opened, qtbot: QtBot) -> None:
    digits.source("draw")
    pad = digits.child(DrawingPad)
    assert pad.is_empty
    assert "Draw something" in digits.child(QLabel, "prediction_label").text()

    draw(pad, (0.5, 0.2), (0.5, 0.5), (0.5, 0.8))
    qtbot.waitUntil(lambda: isinstance(digits.last.given, Drawn))

    given, picture = digits.last.given, digits.last.picture
    assert isinstance(given, Drawn)
    sheet = np.frombuffer(given.pixels, np.uint8).reshape(given.height, given.width)
    assert sheet[given.height // 2, given.width // 2] == 255
    assert sheet[:, : given.width // 4].max() == 0
    assert picture is not None
    small = np.frombuffer(picture.pixels, np.uint8).reshape(8, 8)
    assert small[:, 3:5].mean() > 60 > small[:, :2].mean()
    assert digits.child(QLabel, "prediction_label").text() == digits.last.label


def test_the_right_button_wipes_and_a_new_sheet_is_empty(digits: Opened, qtbot: QtBot) -> None:
    digits.source("draw")
    pad = digits.child(DrawingPad)
    draw(pad, (0.3, 0.5), (0.7, 0.5))
    before = pad.drawing(fit=True).pixels
    draw(pad, (0.5, 0.4), (0.5, 0.6), button=RIGHT)
    assert sum(pad.drawing(fit=True).pixels) < sum(before)

    qtbot.mouseClick(digits.child(QPushButton, "clear_drawing"), LEFT)
    assert pad.is_empty
    qtbot.waitUntil(lambda: "Draw something" in digits.child(QLabel, "prediction_label").text())

    draw(pad, (0.3, 0.5), (0.7, 0.5))
    pad.setFocus()
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.is_empty


def test_a_drawing_may_be_taken_as_it_lies(digits: Opened, qtbot: QtBot) -> None:
    digits.source("draw")
    draw(digits.child(DrawingPad), (0.1, 0.1), (0.2, 0.1))
    qtbot.waitUntil(lambda: isinstance(digits.last.given, Drawn))

    digits.panel._draw._fit.click()
    qtbot.waitUntil(lambda: isinstance(digits.last.given, Drawn) and not digits.last.given.fit)

    picture = digits.last.picture
    assert picture is not None
    small = np.frombuffer(picture.pixels, np.uint8).reshape(8, 8)
    assert small[0].max() > 0
    assert small[3:].max() == 0


def test_rows_of_numbers_cannot_be_drawn_and_pictures_not_typed(digits: Opened, iris: Opened) -> None:
    assert not iris.child(QToolButton, "segment_draw").isVisible()
    assert iris.child(QToolButton, "segment_type").isVisible()
    assert digits.child(QToolButton, "segment_draw").isVisible()
    assert not digits.child(QToolButton, "segment_type").isVisible()


# Typed numbers and files


def test_typed_numbers_begin_with_the_row_that_was_looked_at(iris: Opened, qtbot: QtBot) -> None:
    row = iris.last.row
    iris.source("type")
    table = iris.child(QTableWidget, "prediction_table")
    assert table.item(0, 0).text() == "sepal length (cm)"
    assert float(table.item(0, 1).text()) == pytest.approx(row[0])

    type_into(qtbot, table, 1, "9.5")
    qtbot.waitUntil(lambda: isinstance(iris.last.given, Written) and "9.5" in iris.last.given.text)
    assert iris.last.row == pytest.approx([row[0], 9.5, *row[2:]], rel=1e-4)

    table.window().activateWindow()  # where no window is active, none of its fields has the keyboard
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, _, second, *_ = QGuiApplication.clipboard().text().splitlines()
    assert head == "Column\tValue"
    assert second == "sepal width (cm)\t9.5"

    asked = len(iris.asked)
    type_into(qtbot, table, 1, "wide")
    words = iris.child(QLabel, "prediction_table_words")
    qtbot.waitUntil(lambda: words.text() == "sepal width (cm): write a number, such as 5.1.")
    assert len(iris.asked) == asked


def type_into(qtbot: QtBot, table: QTableWidget, row: int, text: str) -> None:
    """A cell that is chosen takes what is typed."""
    item = table.item(row, 1)
    assert item is not None
    qtbot.mouseClick(table.viewport(), LEFT, pos=table.visualItemRect(item).center())
    QTest.keyClicks(table, text[0])
    editor = table.viewport().findChildren(QLineEdit)[0]
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_a_file_is_dropped_and_its_rows_are_chosen(iris: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "rows.npy"
    np.save(path, np.array([[5.1, 3.5, 1.4, 0.2], [6.0, 3.0, 5.0, 2.0]]))
    iris.source("file")
    page = iris.child(FilePage)
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path))])
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, files, LEFT, NONE))

    assert iris.last.given == Written(str(path), 0)
    assert iris.last.rows == 2
    box = iris.child(QSpinBox, "prediction_file_row")
    assert box.isVisible()
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert iris.last.given == Written(str(path), 1)
    assert iris.last.row == pytest.approx([6.0, 3.0, 5.0, 2.0])


def test_a_file_that_cannot_be_read_is_told(iris: Opened, qtbot: QtBot) -> None:
    iris.source("file")
    line = iris.child(QLineEdit, "prediction_file")
    line.setFocus()
    QTest.keyClicks(line, "nothing.csv")
    QTest.keyClick(line, Qt.Key.Key_Return)

    assert "there is no file 'nothing.csv'" in iris.child(QLabel, "prediction_label").text()


# Keeping up


def test_an_edit_and_the_end_of_a_training_ask_anew_and_a_hidden_panel_asks_nothing(iris: Opened, qtbot: QtBot) -> None:
    def described() -> int:
        return sum(isinstance(event, PredictionDescribed) for event in iris.told)

    assert described() == 1
    iris.revision += 1
    iris.project.main.add("torch.nn.ReLU", name="idle")
    qtbot.waitUntil(lambda: described() == 2)
    iris.panel.receive(Finished("1", "completed", 1, 1, {}))
    qtbot.waitUntil(lambda: described() == 3)

    iris.panel.hide()
    iris.project.main.add("torch.nn.ReLU", name="idle2")
    QTest.qWait(400)
    assert described() == 3
    iris.panel.show()
    assert described() == 4


def test_what_stands_against_a_prediction_is_told_in_its_place(digits: Opened) -> None:
    digits.panel.receive(PredictionDescribed(problem=Problem("busy", "A training runs.")))

    words = digits.child(QLabel, "prediction_words")
    assert words.isVisible()
    assert words.text() == "A training runs."
    assert not digits.child(DrawingPad).isVisible()


def test_an_answer_to_another_question_is_not_shown(digits: Opened) -> None:
    text = digits.child(QLabel, "prediction_label").text()

    digits.panel.receive(Predicted(Sample("test", 5), label="something else"))

    assert digits.child(QLabel, "prediction_label").text() == text


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_bars_are_painted(qapp: QApplication, digits: Opened, theme: Any) -> None:
    apply_theme(qapp, theme)
    picture = digits.child(Bars).grab().toImage()

    colors = {picture.pixelColor(x, 11).name() for x in range(picture.width())}
    assert len(colors) > 2
    assert Predict(given=Sample("test", 0)).runs is None
