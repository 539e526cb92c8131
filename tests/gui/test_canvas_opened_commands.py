"""Blocks opened in place beside and within one another: commands go to the one at hand, cards hide what they must."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from guinet.core.graph import BlockData, End, Node, Wire
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.core.values import TensorSpec
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.opened_area import Area
from tests.gui.canvases import show_canvas

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def nested() -> Project:
    """x → net → act; net: i → deep → relu; deep: j → tanh. Below net stands another instance of the same block."""
    deep = BlockData(
        "deep",
        "Deep",
        (Node("j", "guinet.Input", "j"), Node("t", "torch.nn.Tanh", "tanh", {}, (220.0, 0.0))),
        (Wire("1", End("j", "output"), End("t", "input")),),
    )
    inner = BlockData(
        "inner",
        "Inner",
        (
            Node("i", "guinet.Input", "i"),
            Node("d", "block.deep", "deep", {}, (220.0, 0.0)),
            Node("r", "torch.nn.ReLU", "relu", {}, (440.0, 0.0)),
        ),
    )
    main = BlockData(
        "main",
        "Net",
        (
            Node("x", "guinet.Input", "x"),
            Node("n", "block.inner", "net", {}, (220.0, 0.0)),
            Node("m", "torch.nn.ReLU", "act", {}, (440.0, 0.0)),
            Node("o", "block.inner", "other", {}, (220.0, 160.0)),
        ),
    )
    return Project(REGISTRY, [main, inner, deep])


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    return show_canvas(qtbot, nested(), 1100, 700)


@pytest.fixture
def opened(show_window: Callable[..., Opened]) -> Opened:
    opened = show_window(nested()).ready()
    opened.window.canvas.opened.open("n")
    QApplication.processEvents()
    return opened


def area(canvas: Canvas, node: str) -> Area:
    found = canvas.opened.canvas(node).parentWidget()
    assert isinstance(found, Area)
    return found


def test_the_bar_moves_the_card_and_brings_it_to_the_front(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.opened.open("n")
    canvas.opened.open("o")
    first, second = area(canvas, "n"), area(canvas, "o")
    cards = [child for child in canvas.children() if isinstance(child, Area)]
    assert cards == [first, second], "the one that opened last lies above"
    start, place = QPoint(120, 12), first.pos()
    node = canvas.node_rect("net")
    qtbot.mousePress(first, LEFT, NONE, start)
    for _ in range(3):  # the card follows, so that the pointer is 10 pixels from where it held it each time
        qtbot.mouseMove(first, start + QPoint(10, 5))
    qtbot.mouseRelease(first, LEFT, NONE, start)
    assert first.pos() - place == QPoint(30, 15)
    assert [child for child in canvas.children() if isinstance(child, Area)] == [second, first]
    assert canvas.node_rect("net") == node
    assert not canvas.project.history.labels, "it is no part of the project"
    canvas.pan_by(20, 0)
    assert first.pos() - place == QPoint(50, 15)


def test_a_block_inside_a_block_opens_in_place_too(canvas: Canvas) -> None:
    spec = TensorSpec(("N", 4), "float32")
    canvas.opened.reports = {"deep": {"t": NodeReport({"output": spec})}}
    canvas.opened.open("n")
    around = area(canvas, "n")
    before = around.height()
    inside = canvas.opened.canvas("n")
    inside.opened.open("d")
    assert around.height() > before, "it grows with what is open in it"
    assert inside.rect().contains(area(inside, "d").geometry())
    assert canvas.rect().contains(around.geometry())
    deep = inside.opened.canvas("d")
    assert deep.scene.reports["t"].outputs["output"] == spec
    canvas.opened.set_reports("deep", {}, ("t",))
    assert "t" not in deep.scene.reports
    inside.opened.close("d")
    assert around.height() == before


def test_one_selection_over_all_cards_and_escape_leads_out(qtbot: QtBot, canvas: Canvas) -> None:
    heard = list[tuple[str, tuple[str, ...]]]()
    canvas.insideSelected.connect(lambda block, nodes: heard.append((block, nodes)))
    canvas.opened.open("n")
    inside = canvas.opened.canvas("n")
    inside.opened.open("d")
    deep = inside.opened.canvas("d")
    canvas.select(("m",))
    qtbot.mouseClick(deep, LEFT, NONE, deep.node_rect("tanh").center().toPoint())
    assert heard == [("deep", ("t",))]
    assert (canvas.selection, inside.selection, deep.selection) == ((), (), ("t",))
    assert canvas.opened.current is deep
    assert canvas.opened.select("deep", ("j",)), "as a click in the outline does"
    assert deep.selection == ("j",)
    for chosen in ((), ("d",), (), ("n",)):  # takes the selection back, then leads to the node around
        canvas.opened.current.setFocus()
        qtbot.keyClick(canvas.opened.current, Qt.Key.Key_Escape)
        assert canvas.opened.current.selection == chosen
    assert canvas.opened.current is canvas
    inside.opened.close("d")
    canvas.opened.close("n")
    assert canvas.opened.current is canvas


def test_a_double_click_inside_shows_the_page_of_the_whole_canvas(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.opened.open("n")
    inside = canvas.opened.canvas("n")
    qtbot.mouseDClick(inside, LEFT, NONE, inside.node_rect("deep").center().toPoint())
    assert canvas.block_id == "deep"
    assert [stop.block for stop in canvas.trail.stops] == ["main", "inner", "deep"]
    canvas.leave()
    canvas.leave()
    assert "n" in canvas.opened, "it is open again"


def test_framing_inside_shows_all_of_the_card(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.opened.open("n")
    inside = canvas.opened.canvas("n")
    view, around = inside.view, canvas.view
    inside.pan_by(400, 0)
    qtbot.keyClick(inside, Qt.Key.Key_Home)
    assert inside.view == view
    assert canvas.view == around


# In the whole window


def test_the_right_button_inside_offers_what_it_was_pressed_on(opened: Opened) -> None:
    canvas = opened.window.canvas
    inside = canvas.opened.canvas("n")
    at = inside.node_rect("relu").center()
    inside.setFocus()
    opened.qtbot.mousePress(inside, Qt.MouseButton.RightButton, NONE, at.toPoint())
    send_context(inside, at)
    menu = inside.findChild(QMenu, "context_menu")
    assert isinstance(menu, QMenu)
    opened.until(menu.isVisible)
    names = [action.objectName() for action in menu.actions()]
    assert {"mute", "bypass", "delete", "expose_menu"} <= {
        *names,
        *(sub.objectName() for sub in menu.findChildren(QMenu)),
    }
    next(action for action in menu.actions() if action.objectName() == "duplicate").trigger()
    menu.close()
    assert len(opened.document.blocks["inner"].nodes) == 4
    assert len(opened.document.main.nodes) == 4
    assert opened.document.history.labels == ("Duplicate",)


@pytest.mark.parametrize(
    ("key", "keys", "label"),
    [
        (Qt.Key.Key_G, CONTROL, "Group"),
        (Qt.Key.Key_D, CONTROL, "Duplicate"),
        (Qt.Key.Key_Delete, NONE, "Delete"),
        (Qt.Key.Key_N, CONTROL | Qt.KeyboardModifier.ShiftModifier, "Add note"),
    ],
)
def test_shortcuts_inside_do_there_what_they_do_outside(
    opened: Opened, key: Qt.Key, keys: Qt.KeyboardModifier, label: str
) -> None:
    inside = opened.window.canvas.opened.canvas("n")
    main = opened.document.main.data()
    inside.setFocus()
    QTest.mouseClick(inside, LEFT, NONE, inside.node_rect("relu").center().toPoint())
    QTest.keyClick(inside, key, keys)
    assert opened.document.history.labels == (label,)
    assert opened.document.main.data() == main


def test_the_menu_bar_works_on_the_card_at_hand(opened: Opened) -> None:
    inside = opened.window.canvas.opened.canvas("n")
    QTest.mouseClick(inside, LEFT, NONE, inside.node_rect("relu").center().toPoint())
    opened.trigger("mute")
    assert opened.document.blocks["inner"].nodes["r"].mode.value
    opened.trigger("select_all")
    assert set(inside.selection) == {"i", "d", "r"}
    QTest.mouseClick(opened.window.canvas, LEFT, NONE, opened.window.canvas.node_rect("act").center().toPoint())
    opened.trigger("delete")
    assert "m" not in opened.document.main.nodes
    assert "r" in opened.document.blocks["inner"].nodes


def send_context(widget: Canvas, at: QPointF) -> None:
    from PySide6.QtGui import QContextMenuEvent

    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at.toPoint(), widget.mapToGlobal(at).toPoint())
    QApplication.sendEvent(widget, event)
