"""Selecting, moving, panning, zooming and cutting with real mouse events."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from tests.gui.canvases import center, show_canvas, steps

Button: TypeAlias = Qt.MouseButton
Keys: TypeAlias = Qt.KeyboardModifier
LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """Three layers in a row, a fourth apart; 900×600 at life size."""
    project = Project(REGISTRY)
    add = project.main.add
    nodes = [
        add("torch.nn.Linear", "a", (0.0, 0.0), out_features=3),
        add("torch.nn.ReLU", "b", (220.0, 0.0)),
        add("torch.nn.Linear", "c", (440.0, 0.0), out_features=2),
        add("torch.nn.ReLU", "d", (220.0, 200.0)),
    ]
    project.main.connect(nodes[0]["output"], nodes[1]["input"])
    project.main.connect(nodes[1]["output"], nodes[2]["input"])
    return show_canvas(qtbot, project)


def ids(canvas: Canvas, *names: str) -> tuple[str, ...]:
    return tuple(canvas.scene.block.node(name).id for name in names)


def drag(
    qtbot: QtBot,
    canvas: Canvas,
    start: QPoint,
    end: QPoint,
    keys: Qt.KeyboardModifier = NONE,
    button: Qt.MouseButton = LEFT,
) -> None:
    press_and_move(qtbot, canvas, start, end, keys, button)
    qtbot.mouseRelease(canvas, button, keys, end)


def press_and_move(
    qtbot: QtBot, canvas: Canvas, start: QPoint, end: QPoint, keys: Keys = NONE, button: Button = LEFT
) -> None:
    qtbot.mousePress(canvas, button, keys, start)
    for part in (0.1, 0.5, 1.0):
        qtbot.mouseMove(canvas, start + (end - start) * part)
        QApplication.processEvents()


def wheel(canvas: Canvas, at: QPointF, angle: QPoint, pixels: QPoint | None = None, keys: Keys = NONE) -> None:
    where, phase = canvas.mapToGlobal(at), Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, where, pixels or QPoint(), angle, Button.NoButton, keys, phase, False)
    QApplication.sendEvent(canvas, event)


# Selecting


def test_click_selects_one_node_and_empty_canvas_none(qtbot: QtBot, canvas: Canvas) -> None:
    with qtbot.waitSignal(canvas.selectionChanged) as signal:
        qtbot.mouseClick(canvas, LEFT, NONE, center(canvas, "b"))
    assert signal.args == [ids(canvas, "b")]
    qtbot.mouseClick(canvas, LEFT, NONE, center(canvas, "c"))
    assert canvas.selection == ids(canvas, "c")
    qtbot.mouseClick(canvas, LEFT, NONE, QPoint(5, 5))
    assert canvas.selection == ()


@pytest.mark.parametrize("keys", [SHIFT, CTRL])
def test_shift_and_ctrl_click_add_and_take_out(qtbot: QtBot, canvas: Canvas, keys: Qt.KeyboardModifier) -> None:
    qtbot.mouseClick(canvas, LEFT, NONE, center(canvas, "a"))
    qtbot.mouseClick(canvas, LEFT, keys, center(canvas, "c"))
    assert canvas.selection == ids(canvas, "a", "c")
    qtbot.mouseClick(canvas, LEFT, keys, center(canvas, "a"))
    assert canvas.selection == ids(canvas, "c")


def test_click_on_one_of_several_selected_leaves_that_one(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select_all()
    qtbot.mouseClick(canvas, LEFT, NONE, center(canvas, "b"))
    assert canvas.selection == ids(canvas, "b")


def test_click_on_a_wire_selects_it_and_delete_removes_it(qtbot: QtBot, canvas: Canvas) -> None:
    wire = next(iter(canvas.scene.block.wires))
    before = steps(canvas)
    qtbot.mouseClick(canvas, LEFT, NONE, canvas.wire_point(wire).toPoint())
    assert canvas.selected_wires == (wire,)
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert wire not in canvas.scene.block.wires
    assert wire not in canvas.scene.wires
    assert steps(canvas) == before + 1
    canvas.project.undo()
    assert wire in canvas.scene.wires


def around(canvas: Canvas, *names: str) -> QRectF:
    box = QRectF()
    for name in names:
        box = box.united(canvas.node_rect(name))
    return box.adjusted(-20, -20, 20, 20)


def test_rubber_band_selects_what_it_touches(qtbot: QtBot, canvas: Canvas) -> None:
    box = around(canvas, "a", "b")
    drag(qtbot, canvas, box.topLeft().toPoint(), box.bottomRight().toPoint())
    assert canvas.selection == ids(canvas, "a", "b")
    assert canvas.gesture is None


def test_rubber_band_with_shift_adds_and_with_ctrl_toggles(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select(ids(canvas, "d"))
    box = around(canvas, "a")
    drag(qtbot, canvas, box.topLeft().toPoint(), box.bottomRight().toPoint(), SHIFT)
    assert canvas.selection == ids(canvas, "d", "a")
    box = around(canvas, "a", "b")
    drag(qtbot, canvas, box.topLeft().toPoint(), box.bottomRight().toPoint(), CTRL)
    assert canvas.selection == ids(canvas, "d", "b")


def test_escape_during_a_rubber_band_brings_the_selection_back(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select(ids(canvas, "d"))
    box = around(canvas, "a", "b")
    press_and_move(qtbot, canvas, box.topLeft().toPoint(), box.bottomRight().toPoint())
    assert canvas.selection == ids(canvas, "a", "b")
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.selection == ids(canvas, "d")
    qtbot.mouseRelease(canvas, LEFT, NONE, box.bottomRight().toPoint())
    assert canvas.selection == ids(canvas, "d")


# Moving


def test_dragging_a_node_moves_the_selection_in_one_step(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select(ids(canvas, "a", "b"))
    before, start = steps(canvas), center(canvas, "a")
    drag(qtbot, canvas, start, start + QPoint(60, 130))
    block = canvas.scene.block
    assert block.node("a").position == (60.0, 130.0)
    assert block.node("b").position == (280.0, 130.0)
    assert block.node("c").position == (440.0, 0.0)
    assert steps(canvas) == before + 1
    canvas.project.undo()
    assert block.node("a").position == (0.0, 0.0)
    assert center(canvas, "a") == start


def test_moving_snaps_to_the_grid_and_alt_does_not(qtbot: QtBot, canvas: Canvas) -> None:
    start = center(canvas, "d")
    drag(qtbot, canvas, start, start + QPoint(53, 27))
    assert canvas.scene.block.node("d").position == (270.0, 230.0)
    start = center(canvas, "d")
    drag(qtbot, canvas, start, start + QPoint(3, 24), Qt.KeyboardModifier.AltModifier)
    assert canvas.scene.block.node("d").position == (273.0, 254.0)


def test_node_rect_follows_the_hand_before_anything_is_committed(qtbot: QtBot, canvas: Canvas) -> None:
    before, start = steps(canvas), center(canvas, "b")
    press_and_move(qtbot, canvas, start, start + QPoint(40, 50))
    assert center(canvas, "b") == start + QPoint(40, 50)
    assert canvas.scene.block.node("b").position == (220.0, 0.0)
    assert steps(canvas) == before
    qtbot.mouseRelease(canvas, LEFT, NONE, start + QPoint(40, 50))


def cancel_by_escape(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)


def cancel_by_second_button(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mousePress(canvas, RIGHT, NONE, QPoint(300, 300))
    qtbot.mouseRelease(canvas, RIGHT, NONE, QPoint(300, 300))


def cancel_by_losing_focus(qtbot: QtBot, canvas: Canvas) -> None:
    QApplication.sendEvent(canvas, QFocusEvent(QFocusEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))


def cancel_by_undo_from_elsewhere(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.project.undo()
    canvas.project.redo()


@pytest.mark.parametrize(
    "cancel", [cancel_by_escape, cancel_by_second_button, cancel_by_losing_focus, cancel_by_undo_from_elsewhere]
)
@pytest.mark.parametrize("what", ["node", "port"])
def test_cancelling_leaves_no_residue(
    qtbot: QtBot, canvas: Canvas, cancel: Callable[[QtBot, Canvas], None], what: str
) -> None:
    canvas.select(ids(canvas, "d"))
    canvas.settle()
    data, before, picture = canvas.scene.block.data(), steps(canvas), canvas.grab().toImage()
    start = center(canvas, "b") if what == "node" else canvas.port_pos("b", "output").toPoint()
    end = start + QPoint(30, 120)
    press_and_move(qtbot, canvas, start, end)
    assert canvas.gesture is not None
    cancel(qtbot, canvas)
    assert canvas.gesture is None
    assert canvas.lift is None
    assert not canvas.layers.hidden
    assert not canvas.layers.hidden_wires
    qtbot.mouseMove(canvas, end + QPoint(20, 20))
    qtbot.mouseRelease(canvas, LEFT, NONE, end + QPoint(20, 20))
    qtbot.mouseMove(canvas, QPoint(5, 5))
    assert canvas.scene.block.data() == data
    assert steps(canvas) == before
    assert canvas.selection == ids(canvas, "d")
    assert not canvas.search.popup.isVisible()
    canvas.settle()
    QApplication.processEvents()
    assert canvas.grab().toImage() == picture


def test_dragging_to_the_edge_moves_the_view_along(qtbot: QtBot, canvas: Canvas) -> None:
    start, edge = center(canvas, "c"), QPoint(canvas.width() - 3, 300)
    looked = canvas.view.x
    press_and_move(qtbot, canvas, start, edge)
    qtbot.waitUntil(lambda: canvas.view.x > looked + 40)
    assert abs(center(canvas, "c").x() - edge.x()) < 12
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(canvas, LEFT, NONE, edge)
    assert canvas.scene.block.node("c").position == (440.0, 0.0)


# Looking around


def test_middle_drag_pans_and_escape_puts_back(qtbot: QtBot, canvas: Canvas) -> None:
    before, view = center(canvas, "a"), canvas.view
    drag(qtbot, canvas, QPoint(400, 300), QPoint(450, 340), button=MIDDLE)
    assert center(canvas, "a") == before + QPoint(50, 40)
    moved = canvas.view
    press_and_move(qtbot, canvas, QPoint(400, 300), QPoint(100, 100), button=MIDDLE)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.view == moved
    assert canvas.view != view


def test_space_drag_pans_and_does_not_open_the_search(qtbot: QtBot, canvas: Canvas) -> None:
    before = center(canvas, "a")
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    drag(qtbot, canvas, center(canvas, "b"), center(canvas, "b") + QPoint(30, 20))
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    assert center(canvas, "a") == before + QPoint(30, 20)
    assert canvas.scene.block.node("b").position == (220.0, 0.0)
    assert not canvas.search.popup.isVisible()


def test_wheel_zooms_at_the_pointer(qtbot: QtBot, canvas: Canvas) -> None:
    at = canvas.port_pos("a", "output")
    with qtbot.waitSignal(canvas.zoomChanged) as signal:
        wheel(canvas, at, QPoint(0, 120))
    assert signal.args == [pytest.approx(1.2)]
    assert (canvas.port_pos("a", "output") - at).manhattanLength() < 2
    assert canvas.node_rect("a").width() == pytest.approx(150 * 1.2)


def test_shift_wheel_and_touchpad_scroll_without_zooming(canvas: Canvas) -> None:
    before = canvas.node_rect("a").topLeft()
    wheel(canvas, QPointF(100, 100), QPoint(0, 120), keys=SHIFT)
    sideways = canvas.node_rect("a").topLeft() - before
    assert sideways.x() > 0
    assert sideways.y() == pytest.approx(0)
    wheel(canvas, QPointF(100, 100), QPoint(7, 11), pixels=QPoint(7, 11))
    assert canvas.node_rect("a").topLeft() - before - sideways == QPointF(7, 11)
    assert canvas.view.scale == 1.0


def test_ctrl_and_touchpad_zoom(canvas: Canvas) -> None:
    wheel(canvas, QPointF(100, 100), QPoint(0, 240), pixels=QPoint(0, 20), keys=CTRL)
    assert canvas.view.scale == pytest.approx(1.44)


def test_zoom_stays_within_its_limits(canvas: Canvas) -> None:
    canvas.zoom_to(1000)
    assert canvas.view.scale == 4.0
    canvas.zoom_to(1e-9)
    assert canvas.view.scale == 0.02


def test_frame_all_and_frame_selection_bring_nodes_into_sight(canvas: Canvas) -> None:
    canvas.pan_by(5000, 5000)
    canvas.frame_all()
    for name in "abcd":
        assert QRectF(canvas.rect()).contains(canvas.node_rect(name))
    canvas.zoom_to(0.1)
    canvas.select(ids(canvas, "d"))
    canvas.frame_selection()
    assert (canvas.node_rect("d").center() - QRectF(canvas.rect()).center()).manhattanLength() < 2
    assert canvas.view.scale == 1.0


def test_a_click_on_the_minimap_brings_that_place_to_the_middle(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.zoom_to(2.0)
    map = canvas.minimap
    assert map.isVisible()
    qtbot.mouseClick(map, LEFT, NONE, QPoint(12, 12))
    nearest = min(
        "abcd", key=lambda name: (canvas.node_rect(name).center() - QRectF(canvas.rect()).center()).manhattanLength()
    )
    assert nearest == "a"
    canvas.set_minimap_visible(False)
    assert not map.isVisible()


# Cutting, menus, activation


def test_ctrl_right_drag_cuts_wires_in_one_step(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    points = [canvas.wire_point(wire).toPoint() for wire in canvas.scene.block.wires]
    drag(qtbot, canvas, points[0] + QPoint(0, -40), points[0] + QPoint(0, 40), CTRL, RIGHT)
    assert len(canvas.scene.block.wires) == 1
    assert steps(canvas) == before + 1


def test_double_click_on_a_node_activates_it(qtbot: QtBot, canvas: Canvas) -> None:
    with qtbot.waitSignal(canvas.nodeActivated) as signal:
        qtbot.mouseDClick(canvas, LEFT, NONE, center(canvas, "b"))
    assert signal.args == list(ids(canvas, "b"))
    assert not canvas.search.popup.isVisible()


def test_gestures_work_zoomed_in_and_out(qtbot: QtBot, canvas: Canvas) -> None:
    for scale in (0.5, 2.0):
        canvas.select(ids(canvas, "d"))
        canvas.zoom_to(scale)
        canvas.frame.finish(canvas.view, canvas.size(), 1.0)
        x, y = canvas.scene.block.node("d").position
        canvas.reveal(*ids(canvas, "d"))
        start = center(canvas, "d")
        drag(qtbot, canvas, start, start + QPoint(round(40 * scale), round(-20 * scale)))
        assert canvas.scene.block.node("d").position == (x + 40, y - 20)
