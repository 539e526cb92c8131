"""Blocks opened in place: seen and edited within the block around them, without a trace in the project."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from guinet.core import editing
from guinet.core.graph import BlockData, End, Node, Wire
from guinet.core.problems import Problem, Severity
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.core.values import TensorSpec
from guinet.nodes.registry import REGISTRY
from guinet.ui import motion
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.opened_area import Area
from tests.gui.canvases import show_canvas

LEFT, MIDDLE, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """x → net → y, where net is an instance of Inner: i → relu → o."""
    inner = BlockData(
        "inner",
        "Inner",
        (
            Node("i", "guinet.Input", "i"),
            Node("r", "torch.nn.ReLU", "relu", {}, (220.0, 0.0)),
            Node("o", "guinet.Output", "o", {}, (440.0, 0.0)),
        ),
        (Wire("1", End("i", "output"), End("r", "input")), Wire("2", End("r", "output"), End("o", "input"))),
    )
    main = BlockData(
        "main",
        "Net",
        (
            Node("x", "guinet.Input", "x"),
            Node("n", "block.inner", "net", {}, (220.0, 0.0)),
            Node("m", "torch.nn.ReLU", "act", {}, (440.0, 0.0)),
        ),
    )
    return show_canvas(qtbot, Project(REGISTRY, [main, inner]), 1100, 700)


def area(canvas: Canvas, node: str = "n") -> Area:
    found = canvas.opened.canvas(node).parentWidget()
    assert isinstance(found, Area)
    return found


def corner(canvas: Canvas) -> QPoint:
    return (canvas.node_rect("net").bottomRight() - QPointF(9, 9)).toPoint()


def opened(canvas: Canvas) -> Canvas:
    canvas.opened.open("n")
    QApplication.processEvents()
    return canvas.opened.canvas("n")


def test_a_click_on_the_corner_opens_and_closes(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseClick(canvas, LEFT, NONE, corner(canvas))
    assert "n" in canvas.opened
    assert canvas.opened.canvas("n").block_id == "inner"
    box, node = area(canvas).geometry(), canvas.node_rect("net")
    assert abs(box.left() - node.left()) <= 1
    assert node.bottom() <= box.top() <= node.bottom() + 16
    assert canvas.rect().contains(box)
    qtbot.mouseClick(canvas, LEFT, NONE, corner(canvas))
    assert "n" not in canvas.opened
    assert not canvas.project.history.labels


def test_ctrl_enter_opens_what_is_selected_and_nothing_for_a_layer(canvas: Canvas) -> None:
    canvas.select(("m",))
    canvas.opened.toggle_selected()
    assert "m" not in canvas.opened
    canvas.select(("n",))
    canvas.opened.toggle_selected()
    assert "n" in canvas.opened
    canvas.opened.toggle_selected()
    assert "n" not in canvas.opened


def test_what_is_inside_is_edited_there_as_an_undo_step(qtbot: QtBot, canvas: Canvas) -> None:
    inside = opened(canvas)
    assert set(inside.visible_nodes()) == {"i", "r", "o"}, "all of it is in sight"
    start = inside.node_rect("relu").center().toPoint()
    qtbot.mousePress(inside, LEFT, NONE, start)
    for step in (5, 20, 40):
        qtbot.mouseMove(inside, start + QPoint(0, step))
    qtbot.mouseRelease(inside, LEFT, NONE, start + QPoint(0, 40))
    assert canvas.project.blocks["inner"].nodes["r"].position[1] == pytest.approx(40, abs=11)
    assert canvas.project.history.labels == ("Move",)
    qtbot.keyClick(inside, Qt.Key.Key_Delete)
    assert "r" not in canvas.project.blocks["inner"].nodes
    canvas.project.undo()
    assert "r" in inside.scene.nodes


def test_one_selection_at_a_time_and_the_panels_hear_of_it(qtbot: QtBot, canvas: Canvas) -> None:
    inside, heard = opened(canvas), list[tuple[str, tuple[str, ...]]]()
    canvas.insideSelected.connect(lambda block, nodes: heard.append((block, nodes)))
    canvas.select(("m",))
    qtbot.mouseClick(inside, LEFT, NONE, inside.node_rect("relu").center().toPoint())
    assert heard == [("inner", ("r",))]
    assert "m" not in canvas.selection
    qtbot.mouseClick(canvas, LEFT, NONE, canvas.node_rect("x").center().toPoint())
    assert "r" not in inside.selection
    assert canvas.opened.select("inner", ("o",))
    assert inside.selection == ("o",)
    assert not canvas.opened.select("other", ("o",))


def test_shapes_and_problems_are_those_of_the_inside(canvas: Canvas) -> None:
    spec = TensorSpec(("N", 4), "float32")
    canvas.opened.reports = {"inner": {"r": NodeReport({"output": spec})}}
    wrong = Problem("x", "It is wrong.", severity=Severity.ERROR, block="inner", node="o")
    canvas.set_problems((wrong,))
    inside = opened(canvas)
    wires = canvas.project.blocks["inner"].wires
    assert inside.scene.spec(wires["2"]) == spec
    assert inside.scene.is_broken("o")
    canvas.opened.set_reports("inner", {}, ("r",))
    canvas.set_problems(())
    assert inside.scene.spec(wires["2"]) is None
    assert not inside.scene.is_broken("o")


def test_it_moves_and_scales_with_the_canvas_around(qtbot: QtBot, canvas: Canvas) -> None:
    inside = opened(canvas)
    before = area(canvas).geometry()
    canvas.pan_by(30, -20)
    assert area(canvas).geometry().topLeft() - before.topLeft() == QPoint(30, -20)
    scale = inside.view.scale
    canvas.zoom_by(0.5)
    assert inside.view.scale == pytest.approx(scale / 2)
    canvas.zoom_to(0.1)
    assert not area(canvas).isVisible(), "too small to be read"
    canvas.zoom_to(1.0)
    assert area(canvas).isVisible()
    assert inside.view.scale == pytest.approx(scale, rel=1e-6)


def test_the_wheel_and_the_middle_button_are_those_of_the_canvas_around(qtbot: QtBot, canvas: Canvas) -> None:
    inside = opened(canvas)
    at = QPointF(inside.rect().center())
    event = QWheelEvent(
        at, inside.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(inside, event)
    assert not event.isAccepted()
    view = inside.view
    before = canvas.view
    qtbot.mousePress(inside, MIDDLE, NONE, at.toPoint())
    assert inside.gesture is None
    assert inside.view == view
    qtbot.mouseMove(inside, at.toPoint() + QPoint(40, 30))
    assert canvas.view != before
    qtbot.mouseRelease(inside, MIDDLE, NONE, at.toPoint())
    assert canvas.gesture is None, "it ends with the button"


def test_it_closes_with_its_node_and_with_its_block(canvas: Canvas) -> None:
    opened(canvas)
    editing.remove(canvas.scene.block, ["n"], ())
    assert "n" not in canvas.opened
    canvas.project.undo()
    assert "n" not in canvas.opened


def test_what_was_open_is_open_again_after_a_visit_elsewhere(canvas: Canvas) -> None:
    opened(canvas)
    canvas.enter("n")
    assert "n" not in canvas.opened
    canvas.leave()
    assert "n" in canvas.opened


def test_its_buttons_show_the_page_and_close(qtbot: QtBot, canvas: Canvas) -> None:
    opened(canvas)
    assert area(canvas).accessibleName() == "Inside Inner"
    button = area(canvas).findChild(QToolButton, "open_as_page")
    assert isinstance(button, QToolButton)
    assert button.accessibleName()
    qtbot.mouseClick(button, LEFT)
    assert canvas.block_id == "inner"
    canvas.leave()
    around = canvas.opened.canvas("n").parentWidget()
    assert around is not None
    closing = around.findChild(QToolButton, "close_in_place")
    assert isinstance(closing, QToolButton)
    qtbot.mouseClick(closing, LEFT)
    assert "n" not in canvas.opened


def test_a_page_grows_out_of_its_node_and_shrinks_into_it(qtbot: QtBot, canvas: Canvas) -> None:
    shown = canvas.findChild(QWidget, "transition")
    assert isinstance(shown, QWidget)
    canvas.enter("n")
    assert canvas.block_id == "inner", "it is there at once, whatever is still to be seen of the other"
    assert shown.isVisible()
    qtbot.waitUntil(lambda: not shown.isVisible())
    canvas.leave()
    assert shown.isVisible()
    qtbot.waitUntil(lambda: not shown.isVisible())


def test_with_less_motion_pages_change_at_once(canvas: Canvas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motion, "reduced_motion", lambda: True)
    shown = canvas.findChild(QWidget, "transition")
    canvas.enter("n")
    assert isinstance(shown, QWidget)
    assert not shown.isVisible()


def test_the_search_inside_has_the_room_of_the_canvas_around(qtbot: QtBot, canvas: Canvas) -> None:
    inside = opened(canvas)
    inside.search.open(QPointF(10, 10))
    popup = inside.search.popup
    assert popup.parentWidget() is canvas
    assert canvas.rect().contains(popup.geometry())
    assert popup.height() > inside.height()
    qtbot.keyClicks(popup.line, "softmax")
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert canvas.project.blocks["inner"].has_name("softmax")
    assert not popup.isVisible()
    canvas.opened.close("n")


def test_the_minimap_makes_way(canvas: Canvas) -> None:
    canvas.pan_by(-300, 300)  # not all is in sight, and what opens lies in the corner of the map
    assert canvas.minimap.isVisible()
    canvas.opened.open("n")
    assert not canvas.minimap.isVisible()
    canvas.opened.close("n")
    assert canvas.minimap.isVisible()
