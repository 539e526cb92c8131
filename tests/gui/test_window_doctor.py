"""The training doctor and the cost meter in the whole window, with real clicks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QTreeWidgetItem

from guinet.core.project import MAIN, Project
from guinet.session.messages.checkup import CheckupTold
from guinet.session.messages.cost import CostTold
from guinet.storage.files import load
from guinet.ui.panels.cost import CostPanel
from guinet.ui.panels.cost_table import CostTable
from guinet.ui.panels.doctor import DoctorPanel

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]
LEFT = Qt.MouseButton.LeftButton


def doctor(opened: Opened) -> DoctorPanel:
    opened.window.docks.show("doctor")
    opened.until(lambda: opened.window.findChild(DoctorPanel))
    return opened.child(DoctorPanel, "doctor_panel")


def button(panel: DoctorPanel, words: str) -> QPushButton:
    QApplication.processEvents()
    return next(each for each in panel.findChildren(QPushButton) if each.text() == words and each.isVisible())


def state(panel: DoctorPanel) -> str:
    label = panel.findChild(QLabel, "doctor_state")
    assert isinstance(label, QLabel)
    return label.text()


def test_a_softmax_before_the_loss_is_found_shown_and_removed(show_window: ShowWindow, softmax: Project) -> None:
    opened = show_window(softmax).ready()
    panel = doctor(opened)
    opened.until(lambda: panel.cards)
    assert [card.finding.code for card in panel.cards] == ["applied-twice"]
    assert state(panel).endswith(" · from a batch of 105 rows, with fresh weights")
    words = [label.text() for label in panel.cards[0].findChildren(QLabel) if label.text()]
    assert words == [
        "loss applies softmax itself, and softmax has applied it already.",
        "With 3 classes and two softmaxes the loss can never fall below 0.5514, even when all is right.\n"
        "Take softmax out: loss wants the raw scores.",
    ]

    opened.qtbot.mouseClick(button(panel, "Show the node"), LEFT)
    assert opened.window.canvas.selection == (softmax.main.node("softmax").id,)
    opened.window.canvas.select(())
    opened.qtbot.mouseClick(panel.cards[0], LEFT)
    assert opened.window.canvas.selection == (softmax.main.node("softmax").id,)

    opened.qtbot.mouseClick(button(panel, "Remove softmax"), LEFT)
    assert not softmax.main.has_name("softmax")
    opened.until(lambda: not panel.cards)
    opened.until(lambda: state(panel).startswith("Nothing found"))
    opened.trigger("undo")
    opened.until(lambda: panel.cards)


def test_it_looks_again_when_a_training_has_ended(show_window: ShowWindow, iris: Path) -> None:
    project = load(iris)
    project.training["epochs"] = 2
    opened = show_window(project).ready()
    panel = doctor(opened)
    opened.until(lambda: state(panel).startswith("Nothing found"))
    opened.trigger("train")
    opened.until(lambda: opened.training.finished is not None)
    opened.window.docks.show("doctor")  # the charts came to the front

    opened.until(lambda: state(panel).endswith("with the weights of run 1"))
    told = opened.told(CheckupTold).checkup
    assert told is not None
    assert told.run == "1"


def test_a_range_test_is_run_and_its_rate_taken(show_window: ShowWindow, iris: Path) -> None:
    project = load(iris)
    project.training["optimizer.lr"] = 1e-7
    opened = show_window(project).ready()
    panel = doctor(opened)
    opened.until(lambda: [card.finding.code for card in panel.cards] == ["rate-low"])
    opened.qtbot.mouseClick(button(panel, "Run the test"), LEFT)
    opened.until(lambda: panel.findChild(QPushButton, "set_rate").isVisible())  # type: ignore[union-attr]

    take = panel.findChild(QPushButton, "set_rate")
    assert isinstance(take, QPushButton)
    rate = float(take.text().rpartition(" ")[2])
    assert 1e-5 < rate < 1
    opened.qtbot.mouseClick(take, LEFT)
    assert project.training["optimizer.lr"] == rate
    opened.until(lambda: not panel.cards)


def cost(opened: Opened) -> tuple[CostPanel, CostTable]:
    opened.window.docks.show("cost")
    opened.until(lambda: opened.window.findChild(CostPanel))
    opened.told(CostTold)
    return opened.child(CostPanel, "cost_panel"), opened.child(CostTable, "cost_table")


def row(table: CostTable, place: int) -> QTreeWidgetItem:
    item = table.topLevelItem(place)
    assert item is not None
    return item


def texts(table: CostTable) -> list[list[str]]:
    return [[row(table, place).text(column) for column in range(7)] for place in range(table.topLevelItemCount())]


def test_the_cost_of_every_node_and_what_it_leads_to(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    panel, table = cost(opened)
    opened.until(lambda: table.topLevelItemCount() == 4)
    # Linear(4, 16) and Linear(16, 3) in batches of 16, by Adam: weights, gradients and two averages, and two steps.
    assert texts(table)[0] == ["hidden", "Linear", "N×16 float32", "80", "2.05 k", "0 B", "1.29 KB"]
    total = opened.child(QLabel, "cost_total").text()
    assert total == "131 parameters · 3.58 kFLOPs forward · 5.12 kFLOPs backward"
    assert "It fits" in opened.child(QLabel, "cost_room").text()

    spot = table.visualItemRect(row(table, 0)).center()
    opened.qtbot.mouseClick(table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, spot)
    assert opened.window.canvas.selection == (opened.document.main.node("hidden").id,)
    opened.until(table.hasFocus)
    opened.qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, line = QGuiApplication.clipboard().text().splitlines()
    assert head.split("\t")[:5] == ["Node", "Type", "Gives", "Parameters", "FLOPs"]
    assert line.split("\t") == ["hidden", "Linear", "N×16 float32", "80", "2048", "0", "1288"]
    table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert [each[0] for each in texts(table)][:2] == ["hidden", "output"]
    assert panel.isVisible()


def test_measured_and_profiled_by_buttons_and_new_after_an_edit(
    show_window: ShowWindow, iris: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = show_window(iris).ready()
    _, table = cost(opened)
    opened.until(lambda: table.topLevelItemCount() == 4)
    opened.qtbot.mouseClick(opened.child(QPushButton, "measure_cost"), LEFT)
    opened.until(lambda: opened.child(QLabel, "cost_room").text().startswith("Measured"))
    assert "ms a step" in opened.child(QLabel, "cost_total").text()
    assert table.isColumnHidden(7)

    trace = tmp_path / "trace.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(trace), ""))
    opened.qtbot.mouseClick(opened.child(QPushButton, "save_trace"), LEFT)
    opened.until(lambda: not table.isColumnHidden(7))
    assert row(table, 0).text(7).endswith(" ms")
    assert str(trace) in opened.child(QLabel, "cost_notes").text()
    assert trace.stat().st_size > 1000

    hidden = opened.document.main.node("hidden")
    opened.document.main.set(hidden, out_features=32)
    opened.until(lambda: row(table, 0).text(3) == "160")
    assert table.isColumnHidden(7)
    opened.document.main.remove([hidden])
    opened.until(lambda: "wired" in opened.child(QLabel, "cost_total").text() or not table.isVisible())
    assert MAIN in opened.document.blocks
