"""Arguments that come from a wire, in the whole window: by the right button, and by a name written in the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.project import Project
from guinet.core.values import Wired
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:
    from tests.gui.conftest import Opened


@pytest.fixture
def opened(show_window: Callable[..., Opened], qtbot: QtBot) -> Opened:
    project = Project(REGISTRY)
    add, connect = project.main.add, project.main.connect
    x = add("guinet.Input", "x", (0.0, 0.0), shape=(4, 6))
    rows = add("torch.Tensor.size", "rows", (220.0, 120.0), dim=0)
    flat = add("torch.Tensor.reshape", "flat", (440.0, 0.0), shape=(-1, 24))
    connect(x["output"], rows["input"])
    connect(x["output"], flat["input"])
    opened = show_window(project)
    opened.window.canvas.frame_all()
    opened.window.canvas.setFocus()
    qtbot.waitUntil(opened.window.canvas.hasFocus)
    return opened


def wire_entry(opened: Opened, name: str, argument: str) -> None:
    """Chooses an argument under "Take from a wire" in the menu of a node."""
    canvas = opened.window.canvas
    at = canvas.node_rect(name).center()
    where = canvas.mapToGlobal(at).toPoint()
    QApplication.sendEvent(canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at.toPoint(), where))
    found = [each for each in canvas.findChildren(QMenu, "context_menu") if each.isVisible()][-1]
    sub = found.findChild(QMenu, "wire_menu")
    assert isinstance(sub, QMenu)
    next(action for action in sub.actions() if action.objectName() == f"wire_{argument}").trigger()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def test_the_right_button_gives_an_argument_a_port_and_takes_it_back(opened: Opened) -> None:
    block = opened.document.main
    flat = block.node("flat")

    wire_entry(opened, "flat", "shape")

    assert block.nodes[flat.id].arguments == {"shape": Wired("shape")}
    opened.window.canvas.port_pos("flat", "shape")
    block.connect(block.node("rows")["output"], flat["shape"])
    wire_entry(opened, "flat", "shape")
    assert block.incoming(flat.id, "shape") == []
    opened.document.undo()
    assert len(block.incoming(flat.id, "shape")) == 1


def test_a_name_in_the_form_becomes_a_port(qtbot: QtBot, opened: Opened) -> None:
    block, canvas = opened.document.main, opened.window.canvas
    flat = block.node("flat")
    canvas.select([flat.id])
    opened.until(lambda: opened.window.findChild(QWidget, "field_shape") is not None)
    editor = opened.child(QWidget, "field_shape").findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "rows, -1")
    qtbot.keyClick(editor, Qt.Key.Key_Return)

    assert block.nodes[flat.id].arguments["shape"] == (Wired("rows"), -1)
    block.connect(block.node("rows")["output"], flat["rows"])
    opened.until(lambda: flat.id in canvas.scene.reports and canvas.scene.reports[flat.id].outputs)
    assert str(canvas.scene.reports[flat.id].outputs["output"]) == "N×24 float32"
    assert editor.text() == "rows, -1"
