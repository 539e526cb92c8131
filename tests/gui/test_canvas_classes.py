"""On the canvas: the name of a class, all repairs of one problem, and what the search offers among tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton

from guinet.core.grouping import group
from guinet.core.problems import Fix, Problem
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from tests.gui.canvases import show_canvas

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from guinet.ui.canvas.canvas import Canvas
    from tests.gui.conftest import Opened


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """A Linear, and a block with a ReLU in it."""
    project = Project(REGISTRY)
    project.main.add("torch.nn.Linear", "linear", (0.0, 0.0), out_features=4)
    relu = project.main.add("torch.nn.ReLU", "relu", (240.0, 0.0))
    group(project.main, [relu.id])
    return show_canvas(qtbot, project)


def write_class(canvas: Canvas, name: str) -> None:
    line = canvas.inline.editor
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, name)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_f2_with_nothing_selected_names_the_class_one_looks_at(
    show_window: Callable[..., Opened], qtbot: QtBot
) -> None:
    project = Project(REGISTRY)
    project.main.add("torch.nn.Linear", "linear", (0.0, 0.0), out_features=4)
    canvas = show_window(project).window.canvas
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    QTest.keyClick(canvas, Qt.Key.Key_F2)
    write_class(canvas, "NeuralNet")

    assert project.main.name == "NeuralNet"
    assert project.history.labels[-1] == "Rename"


def test_the_right_button_names_the_class_of_a_block(show_window: Callable[..., Opened], qtbot: QtBot) -> None:
    project = Project(REGISTRY)
    relu = project.main.add("torch.nn.ReLU", "relu", (240.0, 0.0))
    group(project.main, [relu.id])
    canvas = show_window(project).window.canvas
    at = canvas.node_rect("block").center()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at.toPoint())
    where = canvas.mapToGlobal(at).toPoint()
    QApplication.sendEvent(canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at.toPoint(), where))
    menu = next(each for each in canvas.findChildren(QMenu, "context_menu") if each.isVisible())
    action = next(each for each in menu.actions() if each.objectName() == "rename_class")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    write_class(canvas, "NestMLP")

    assert [block.name for block in project.blocks.values()] == ["Net", "NestMLP"]


def test_a_name_that_is_taken_is_refused_in_words(canvas: Canvas) -> None:
    told: list[str] = []
    canvas.message.connect(told.append)
    canvas.edits.rename_class(MAIN, QPointF(20, 20))
    write_class(canvas, "Block")

    assert canvas.project.main.name == "Net"
    assert told[-1] == "There is a block named Block already: choose another name."


def test_every_repair_of_a_problem_has_its_button(canvas: Canvas) -> None:
    linear = canvas.project.main.node("linear").id
    fixes = tuple(Fix(title, ()) for title in ("Before", "After", "Out of place"))
    canvas.set_problems([Problem("x", "Wrong.", block=MAIN, node=linear, fixes=fixes)])
    canvas.select([linear])
    card = canvas.problem_cards.card
    assert card is not None
    buttons = card.findChildren(QPushButton, "fix")

    assert [button.text() for button in buttons] == ["Before", "After", "Out of place"]
    assert all(button.isVisible() and card.rect().contains(button.geometry()) for button in buttons)


def first_found(canvas: Canvas, text: str) -> str:
    canvas.search.open(QPointF(50, 300), text)
    found = canvas.search.popup.rows()[0]
    canvas.search.popup.hide()
    return found


def test_among_tensors_an_operation_comes_before_the_layer_of_its_name(qtbot: QtBot, canvas: Canvas) -> None:
    assert first_found(canvas, "flatten") == "torch.nn.Flatten"
    tensors = Project(REGISTRY)
    tensors.main.add("torch.randn", "x", (0.0, 0.0), size=(2, 3, 4))
    sheet = show_canvas(qtbot, tensors)

    assert first_found(sheet, "flatten") == "torch.Tensor.flatten"
    assert first_found(sheet, "linear") == "torch.nn.Linear"
    assert first_found(sheet, "repeat") == "torch.Tensor.repeat"
    assert first_found(sheet, "tanh") == "torch.tanh"
    tensors.main.add("guinet.Input", "batch", (0.0, 200.0), shape=(4,))
    assert first_found(sheet, "flatten") == "torch.nn.Flatten"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nn.Sequential", "Ctrl+G"),
        ("torch.no_grad", "frame"),
        ("optim.SGD", "optimiser"),
        ("sgd", "optimiser"),
        ("CosineAnnealingLR", "learning rate"),
        ("zero_grad", "Step by step"),
        ("nn.init.zeros_", "rules in Properties"),
        ("torch.load", "read in Parameters"),
        ("model.eval", "switch"),
        ("qqqq", "Nothing fits"),
    ],
)
def test_what_is_no_node_is_said_to_be_elsewhere(canvas: Canvas, text: str, words: str) -> None:
    canvas.search.open(QPointF(50, 300), text)
    popup = canvas.search.popup
    assert popup.rows() == []
    assert popup.nothing.isVisible()
    assert words in popup.nothing.text()


def test_what_is_called_so_is_offered_beside_the_advice(canvas: Canvas) -> None:
    canvas.search.open(QPointF(50, 300), "DataLoader")
    popup = canvas.search.popup
    assert popup.list.item(0).text() == "Custom Dataset"
    assert popup.nothing.isVisible()
    popup.line.setText("relu")
    assert popup.rows()[0] == "torch.nn.ReLU"
    assert not popup.nothing.isVisible()
