"""What hands know from other node editors: all wires of a port at once, a node onto a wire by its name, and keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.settings import load_settings
from guinet.ui.shortcuts_dialog import ShortcutsDialog
from tests.gui.canvases import joined, show_canvas, steps

if TYPE_CHECKING:
    from pathlib import Path

    from tests.gui.conftest import Opened

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """a → b, a → c and a → d; e stands alone, and so does z, to the left of all."""
    project = Project(REGISTRY)
    main = project.main
    a, b, c, d = (
        main.add("torch.nn.ReLU", name, at)
        for name, at in (("a", (0.0, 0.0)), ("b", (400.0, -120.0)), ("c", (400.0, 0.0)), ("d", (400.0, 120.0)))
    )
    main.add("torch.nn.Linear", "e", (0.0, 240.0), out_features=3)
    main.add("torch.nn.Linear", "f", (700.0, 0.0), out_features=3)
    for node in (b, c, d):
        main.connect(a["output"], node["input"])
    main.connect(c["output"], main.node("f")["input"])
    return show_canvas(qtbot, project, 1100, 700, framed=True)


def port(canvas: Canvas, name: str, output: bool) -> QPoint:
    return canvas.port_pos(name, "output" if output else "input").toPoint()


def drag(canvas: Canvas, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier, *, release: bool = True) -> None:
    QTest.mousePress(canvas, LEFT, keys, start)
    for part in (0.3, 0.7, 1.0):
        QTest.mouseMove(canvas, start + (end - start) * part)
        QApplication.processEvents()
    if release:
        QTest.mouseRelease(canvas, LEFT, keys, end)


@pytest.mark.parametrize("keys", [SHIFT, CTRL])
def test_all_wires_of_an_output_go_to_another_in_one_step(canvas: Canvas, keys: Qt.KeyboardModifier) -> None:
    before = steps(canvas)
    drag(canvas, port(canvas, "a", True), port(canvas, "e", True), keys)
    assert joined(canvas) == {"eb", "ec", "ed", "cf"}
    assert steps(canvas) == before + 1
    canvas.project.undo()
    assert joined(canvas) == {"ab", "ac", "ad", "cf"}


def test_let_go_on_nothing_they_are_taken_off_in_one_step(canvas: Canvas) -> None:
    before = steps(canvas)
    drag(canvas, port(canvas, "a", True), port(canvas, "a", True) + QPoint(60, -150), SHIFT)
    assert joined(canvas) == {"cf"}
    assert steps(canvas) == before + 1


def test_where_one_of_them_may_not_go_none_goes_and_it_is_said_why(canvas: Canvas) -> None:
    before = steps(canvas)
    drag(canvas, port(canvas, "a", True), port(canvas, "f", True), SHIFT, release=False)
    words = [label.text() for label in canvas.findChildren(QLabel) if label.isVisible()]
    assert any("c" in text and "f" in text for text in words), words
    QTest.mouseRelease(canvas, LEFT, SHIFT, port(canvas, "f", True))
    assert joined(canvas) == {"ab", "ac", "ad", "cf"}
    assert steps(canvas) == before
    assert canvas.gesture is None
    assert not canvas.layers.hidden_wires


def test_escape_leaves_them_where_they_were(canvas: Canvas) -> None:
    drag(canvas, port(canvas, "a", True), port(canvas, "e", True), SHIFT, release=False)
    assert len(canvas.layers.hidden_wires) == 3
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, NONE, port(canvas, "e", True))
    assert joined(canvas) == {"ab", "ac", "ad", "cf"}
    assert not canvas.layers.hidden_wires


def test_from_a_wired_input_another_wire_comes_from_the_same_place(canvas: Canvas) -> None:
    before = steps(canvas)
    drag(canvas, port(canvas, "b", False), port(canvas, "e", False), SHIFT)
    assert joined(canvas) == {"ab", "ac", "ad", "ae", "cf"}
    assert steps(canvas) == before + 1


def point_at(canvas: Canvas, wire: str) -> None:
    """In the middle of the canvas, where the search opens when no pointer is there, too."""
    canvas.zoom_to(1.0)
    way = QRectF(canvas.rect()).center() - canvas.wire_point(wire)
    canvas.pan_by(way.x(), way.y())
    QTest.mouseMove(canvas, canvas.wire_point(wire).toPoint())


def test_a_node_chosen_in_the_search_over_a_wire_goes_in_between(qtbot: QtBot, canvas: Canvas) -> None:
    [wire] = canvas.scene.block.incoming(canvas.scene.block.node("f").id)
    point_at(canvas, wire.id)
    before = steps(canvas)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    qtbot.keyClicks(canvas.search.popup.line, "tanh")
    assert canvas.search.popup.rows()[0] == "torch.nn.Tanh"
    QTest.keyClick(canvas.search.popup.line, Qt.Key.Key_Return)
    [new] = canvas.selection
    name = canvas.scene.block.nodes[new].name
    assert joined(canvas) == {"ab", "ac", "ad", f"c{name}", f"{name}f"}
    assert steps(canvas) == before + 1
    assert not canvas.node_rect(name).intersects(canvas.node_rect("f"))
    canvas.project.undo()
    assert joined(canvas) == {"ab", "ac", "ad", "cf"}


def test_what_does_not_fit_onto_the_wire_only_stands_there(qtbot: QtBot, canvas: Canvas) -> None:
    [wire] = canvas.scene.block.incoming(canvas.scene.block.node("f").id)
    point_at(canvas, wire.id)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    qtbot.keyClicks(canvas.search.popup.line, "iris")
    QTest.keyClick(canvas.search.popup.line, Qt.Key.Key_Return)
    assert joined(canvas) == {"ab", "ac", "ad", "cf"}
    assert len(canvas.selection) == 1


def context(canvas: Canvas, at: QPoint) -> QMenu:
    QApplication.sendEvent(canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at)))
    return [each for each in canvas.findChildren(QMenu, "context_menu") if each.isVisible()][-1]


@pytest.fixture
def opened(show_window: Callable[..., Opened], iris: Path, qtbot: QtBot) -> Opened:
    opened = show_window(iris)
    opened.window.canvas.setFocus()
    qtbot.waitUntil(opened.window.canvas.hasFocus)
    return opened


def test_the_menu_of_a_wire_offers_what_fits_onto_it(opened: Opened) -> None:
    canvas = opened.window.canvas
    block = canvas.scene.block
    wire = next(
        wire for wire in block.wires.values() if block.nodes[wire.target.node].kind.startswith("torch.nn.Linear")
    )
    menu = context(canvas, canvas.wire_point(wire.id).toPoint())
    offered = {action.objectName() for action in menu.actions()}
    assert "delete" in offered
    assert not {"cut", "copy", "duplicate"} & offered, "these are of nodes"
    menu.findChild(QAction, "insert_node").trigger()  # type: ignore[union-attr]
    menu.close()
    popup = canvas.search.popup
    assert popup.isVisible()
    assert "torch.nn.ReLU" in popup.rows()
    opened.qtbot.keyClicks(popup.line, "iris")
    assert "data.Iris" not in popup.rows()
    popup.line.clear()
    opened.qtbot.keyClicks(popup.line, "relu")
    QTest.keyClick(popup.line, Qt.Key.Key_Return)
    [new] = canvas.selection
    assert [each.target for each in block.outgoing(new)] == [wire.target]
    assert [each.source for each in block.incoming(new)] == [wire.source]
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    opened.qtbot.keyClicks(popup.line, "iris")
    assert any("iris" in kind.casefold() for kind in popup.rows()), "the next search offers everything"


def test_keys_known_from_elsewhere_do_the_same(opened: Opened) -> None:
    window = opened.window
    canvas, project = window.canvas, window.canvas.project
    canvas.select((next(iter(canvas.scene.nodes)),))
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    done = len(project.history.labels)
    QTest.keyClick(canvas, Qt.Key.Key_Z, CTRL)
    QTest.keyClick(canvas, Qt.Key.Key_Y, CTRL)
    assert len(project.history.labels) == done
    before = canvas.view.scale
    QTest.keyClick(canvas, Qt.Key.Key_Equal, CTRL)
    assert canvas.view.scale > before


def test_they_are_given_up_for_what_is_chosen(opened: Opened) -> None:
    actions = opened.window.actions_by_name
    assert [keys.toString() for keys in actions["redo"].shortcuts()] == ["Ctrl+Shift+Z", "Ctrl+Y"]
    dialog = ShortcutsDialog(actions, lambda _: None, opened.window)
    assert actions.with_shortcut(actions["redo"].shortcuts()[1]) is actions["redo"]
    actions.bind({"train": "Ctrl+Y"})
    assert [keys.toString() for keys in actions["redo"].shortcuts()] == ["Ctrl+Shift+Z"]
    assert [keys.toString() for keys in actions["train"].shortcuts()] == ["Ctrl+Y"]
    actions.bind({"redo": "Ctrl+R"})
    assert [keys.toString() for keys in actions["redo"].shortcuts()] == ["Ctrl+R"]
    actions.bind({})
    assert len(actions["redo"].shortcuts()) == 2
    dialog.close()


def test_snapping_is_switched_off_and_on_and_remembered(opened: Opened) -> None:
    window, canvas = opened.window, opened.window.canvas
    [node, *_] = canvas.scene.nodes

    def moved() -> float:
        """To where the hand brings it, across."""
        canvas.zoom_to(1.0)
        canvas.select((node,))
        canvas.reveal(node)
        at = canvas.shown_rect(node).center().toPoint()
        drag(canvas, at, at + QPoint(33, 0), NONE)
        return canvas.scene.block.nodes[node].position[0]

    action, start = window.actions_by_name["snap"], canvas.scene.block.nodes[node].position[0]
    assert action.isChecked()
    QTest.keyClick(canvas, Qt.Key.Key_M, CTRL | SHIFT)
    assert not action.isChecked()
    assert not load_settings().snaps
    assert moved() == start + 33
    action.trigger()
    assert action.isChecked()
    assert load_settings().snaps
    assert moved() != start + 66


def test_ctrl_j_wires_the_selected_nodes_one_after_the_other(opened: Opened) -> None:
    canvas = opened.window.canvas
    block = canvas.scene.block
    far = max(canvas.scene.nodes.row(node)[3] for node in canvas.scene.nodes) + 200.0
    made = [block.add("torch.nn.ReLU", f"r{place}", (200.0 * place, far)) for place in (2, 0, 1)]
    before = len(canvas.project.history.labels)
    canvas.select(node.id for node in made)
    QTest.keyClick(canvas, Qt.Key.Key_J, CTRL)
    assert {"r0r1", "r1r2"} <= joined(canvas)
    assert len(canvas.project.history.labels) == before + 1
    QTest.keyClick(canvas, Qt.Key.Key_J, CTRL)
    assert len(canvas.project.history.labels) == before + 1
    assert "no free input" in opened.message
