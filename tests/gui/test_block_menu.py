"""The right button and the shortcuts for blocks, frames and shared layers, in the whole window."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from guinet.core import framing
from guinet.core.graph import FrameMode, Tie
from guinet.core.project import MAIN, Project
from guinet.core.values import Reference
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(show_window: Callable[..., Opened], qtbot: QtBot) -> Opened:
    project = Project(REGISTRY)
    add, connect = project.main.add, project.main.connect
    nodes = [
        add("guinet.Input", "x", (0.0, 0.0), shape=(4,)),
        add("torch.nn.Linear", "a", (220.0, 0.0), out_features=4),
        add("torch.nn.ReLU", "b", (440.0, 0.0)),
        add("torch.nn.Linear", "c", (660.0, 0.0), out_features=4),
    ]
    for source, target in pairwise(nodes):
        connect(source["output"], target["input"])
    opened = show_window(project)
    opened.window.canvas.frame_all()
    opened.window.canvas.setFocus()
    qtbot.waitUntil(opened.window.canvas.hasFocus)
    return opened


def id_of(opened: Opened, name: str) -> str:
    return opened.window.canvas.scene.block.node(name).id


def menu(opened: Opened, at: QPointF) -> QMenu:
    """The menu of the right button pressed at a point of the canvas."""
    canvas = opened.window.canvas
    where = canvas.mapToGlobal(at).toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at.toPoint(), where)
    QApplication.sendEvent(canvas, event)
    found = [each for each in canvas.findChildren(QMenu, "context_menu") if each.isVisible()]
    return found[-1]


def choose(menu: QMenu, *names: str) -> None:
    """Triggers an entry by its name, or by those of the submenus on the way to it."""
    for name in names[:-1]:
        found = menu.findChild(QMenu, name)
        assert isinstance(found, QMenu), name
        menu = found
    next(action for action in menu.actions() if action.objectName() == names[-1]).trigger()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def node_menu(opened: Opened, name: str) -> QMenu:
    return menu(opened, opened.window.canvas.node_rect(name).center())


def test_the_shortcuts_group_enter_leave_and_ungroup(qtbot: QtBot, opened: Opened) -> None:
    canvas = opened.window.canvas
    canvas.select([id_of(opened, "a"), id_of(opened, "b")])
    qtbot.keyClick(canvas, Qt.Key.Key_G, CTRL)
    assert canvas.scene.block.nodes[canvas.selection[0]].name == "block"
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.block_id != MAIN
    qtbot.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert canvas.block_id == MAIN
    qtbot.keyClick(canvas, Qt.Key.Key_G, CTRL | SHIFT)
    assert list(opened.document.blocks) == [MAIN]


def test_the_shapes_inside_a_block_are_those_of_the_check(opened: Opened) -> None:
    canvas = opened.window.canvas
    canvas.select([id_of(opened, "a"), id_of(opened, "b")])
    opened.trigger("group")
    opened.trigger("enter_block")
    wire = canvas.scene.block.outgoing(id_of(opened, "a"))[0]
    opened.until(lambda: canvas.scene.spec(wire) is not None)
    assert str(canvas.scene.spec(wire)) == "N×4 float32"


def test_the_menu_of_a_node_leads_into_its_block(opened: Opened) -> None:
    canvas = opened.window.canvas
    canvas.select([id_of(opened, "b")])
    choose(node_menu(opened, "b"), "group")
    choose(node_menu(opened, "block"), "enter_block")
    assert canvas.scene.block.name == "Block"
    choose(menu(opened, QPointF(canvas.width() - 20, 20)), "leave_block")
    assert canvas.block_id == MAIN


def test_a_layer_is_shared_and_tied_by_menu(opened: Opened) -> None:
    canvas = opened.window.canvas
    a, c = id_of(opened, "a"), id_of(opened, "c")
    choose(node_menu(opened, "c"), "share_menu", "share_a")
    assert canvas.scene.block.nodes[c].shares == a
    choose(node_menu(opened, "c"), "own_layer")
    assert canvas.scene.block.nodes[c].shares == ""
    choose(node_menu(opened, "c"), "tie_weight_menu", "tie_a.weight")
    assert canvas.scene.block.ties == (Tie(c, "weight", a, "weight"),)
    choose(node_menu(opened, "c"), "untie_weight")
    assert not canvas.scene.block.ties


def test_a_frame_gets_its_mode_by_menu(qtbot: QtBot, opened: Opened) -> None:
    canvas = opened.window.canvas
    canvas.select([id_of(opened, "a"), id_of(opened, "b")])
    qtbot.keyClick(canvas, Qt.Key.Key_F, CTRL | SHIFT)
    canvas.inline.close(take=True)
    frame = canvas.scene.block.frames[0]

    def title_bar() -> QPointF:
        bar = canvas.view.rect_to_widget(canvas.scene.frames.title_bar(frame.id))
        return QPointF(bar.right() - 20, bar.center().y())

    choose(menu(opened, title_bar()), "frame_mode_no_grad")
    assert canvas.scene.block.frames[0].mode is FrameMode.NO_GRAD
    entries = {action.objectName(): action.isChecked() for action in menu(opened, title_bar()).actions()}
    assert [name for name, checked in entries.items() if checked] == ["frame_mode_no_grad"]
    choose(menu(opened, title_bar()), "frame_remove")
    assert framing.members(canvas.scene.block, frame.id) == []
    assert not canvas.scene.block.frames


def test_arguments_are_exposed_inside_a_block_only(opened: Opened) -> None:
    canvas = opened.window.canvas
    shown = node_menu(opened, "a")
    assert shown.findChild(QMenu, "expose_menu") is None
    shown.close()
    canvas.select([id_of(opened, "a")])
    opened.trigger("group")
    opened.trigger("enter_block")
    choose(node_menu(opened, "a"), "expose_menu", "expose_out_features")
    node = canvas.scene.block.node("a")
    assert node.arguments == {"out_features": Reference("out_features")}
    choose(node_menu(opened, "a"), "expose_menu", "expose_out_features")
    assert canvas.scene.block.node("a").arguments == {"out_features": 4}


def test_an_if_gets_another_branch(opened: Opened) -> None:
    canvas = opened.window.canvas
    node = canvas.add_at("if.", QPointF(300, 400))
    assert node is not None
    name = canvas.scene.block.nodes[node].name
    choose(node_menu(opened, name), "add_otherwise")
    choose(node_menu(opened, name), "enter_otherwise")
    assert canvas.scene.block.name == "IfBodyOtherwise"
    canvas.leave()
    assert canvas.selection == (node,)


def test_the_number_of_copies_is_asked_for(qtbot: QtBot, opened: Opened) -> None:
    canvas = opened.window.canvas
    canvas.select([id_of(opened, "b")])
    qtbot.keyClick(canvas, Qt.Key.Key_R, CTRL)
    editor = canvas.inline.editor
    assert editor is not None
    qtbot.keyClicks(editor, "3")
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(canvas.width() - 30, canvas.height() - 30))
    qtbot.waitUntil(lambda: canvas.inline.editor is None)
    assert canvas.scene.block.node("b").repeat == 3
