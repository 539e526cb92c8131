"""G: what is selected follows the pointer without a button held, until a click or Enter puts it down."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QCursor
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from guinet.core import framing, noting
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from tests.gui.canvases import center, id_of, joined, show_canvas, steps

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def make_project() -> Project:
    """a → b, and c alone below."""
    project = Project(REGISTRY)
    add = project.main.add
    a, b = add("torch.nn.ReLU", "a", (0.0, 0.0)), add("torch.nn.Tanh", "b", (400.0, 0.0))
    add("torch.nn.Sigmoid", "c", (0.0, 200.0))
    project.main.connect(a["output"], b["input"])
    return Project(REGISTRY, [project.main.data()])


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    canvas = show_canvas(qtbot, make_project())
    canvas.frame_all()
    canvas.zoom_to(1.0)
    canvas.snaps_to_guides = False
    return canvas


def grab(qtbot: QtBot, canvas: Canvas, *names: str) -> QPoint:
    """Selects these and presses G with the pointer on the first; where that is."""
    canvas.select(id_of(canvas, name) for name in names)
    at = center(canvas, names[0])
    QCursor.setPos(canvas.mapToGlobal(at))
    qtbot.mouseMove(canvas, at)
    QApplication.processEvents()
    qtbot.keyClick(canvas, Key.Key_G)
    assert canvas.gesture is not None
    return at


def move(qtbot: QtBot, canvas: Canvas, to: QPoint) -> None:
    qtbot.mouseMove(canvas, to)
    QApplication.processEvents()


def places(canvas: Canvas) -> dict[str, tuple[float, float]]:
    return {node.name: node.position for node in canvas.scene.block.nodes.values()}


def shown(canvas: Canvas, name: str) -> tuple[float, float]:
    """Where a node is seen, in scene units."""
    at = canvas.view.to_scene(canvas.node_rect(name).topLeft())
    return round(at.x()), round(at.y())


def test_what_is_grabbed_follows_the_pointer_and_a_click_puts_it_down_in_one_step(qtbot: QtBot, canvas: Canvas) -> None:
    at = grab(qtbot, canvas, "a", "c")
    for way in (QPoint(13, 5), QPoint(50, 40), QPoint(30, 70)):
        move(qtbot, canvas, at + way)
    assert (shown(canvas, "a"), shown(canvas, "c")) == ((30, 70), (30, 270))
    assert steps(canvas) == 0, "nothing has happened to the graph"
    qtbot.mousePress(canvas, LEFT, NONE, at + QPoint(30, 70))
    assert canvas.gesture is None
    qtbot.mouseRelease(canvas, LEFT, NONE, at + QPoint(30, 70))
    assert places(canvas) == {"a": (30.0, 70.0), "b": (400.0, 0.0), "c": (30.0, 270.0)}
    assert canvas.project.history.labels == ("Move",)
    assert canvas.selection == (id_of(canvas, "a"), id_of(canvas, "c"))
    move(qtbot, canvas, at + QPoint(90, 90))
    assert places(canvas)["a"] == (30.0, 70.0), "it is let go"


def test_enter_puts_down_where_it_is(qtbot: QtBot, canvas: Canvas) -> None:
    at = grab(qtbot, canvas, "a")
    move(qtbot, canvas, at + QPoint(20, 30))
    qtbot.keyClick(canvas, Key.Key_Return)
    assert places(canvas)["a"] == (20.0, 30.0)
    assert canvas.gesture is None
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_second_click_soon_after_the_one_that_selected_puts_it_down_too(qtbot: QtBot, canvas: Canvas) -> None:
    at = grab(qtbot, canvas, "a")
    qtbot.keyClick(canvas, Key.Key_Right)
    opened: list[str] = []
    canvas.nodeActivated.connect(opened.append)
    qtbot.mouseDClick(canvas, LEFT, NONE, at)
    assert places(canvas)["a"] == (10.0, 0.0)
    assert opened == []


@pytest.mark.parametrize("ending", ["escape", "right", "middle", "focus", "undo"])
def test_esc_another_button_and_the_loss_of_focus_put_it_back(qtbot: QtBot, canvas: Canvas, ending: str) -> None:
    canvas.select((id_of(canvas, "b"),))
    canvas.nudge(0, 10)
    before = places(canvas)
    at = grab(qtbot, canvas, "a")
    move(qtbot, canvas, at + QPoint(20, 30))
    if ending == "escape":
        qtbot.keyClick(canvas, Key.Key_Escape)
    elif ending == "focus":
        canvas.clearFocus()
    elif ending == "undo":
        canvas.project.undo()
        before["b"] = (400.0, 0.0)
    else:
        button = RIGHT if ending == "right" else Qt.MouseButton.MiddleButton
        qtbot.mousePress(canvas, button, NONE, at)
        qtbot.mouseRelease(canvas, button, NONE, at)
    assert canvas.gesture is None
    assert canvas.lift is None
    assert canvas.selection == (id_of(canvas, "a"),)
    assert places(canvas) == before
    assert steps(canvas) == (0 if ending == "undo" else 1)


def test_arrows_move_it_too_and_x_and_y_hold_a_line(qtbot: QtBot, canvas: Canvas) -> None:
    at = grab(qtbot, canvas, "a")
    qtbot.keyClick(canvas, Key.Key_Right)
    qtbot.keyClick(canvas, Key.Key_Down, SHIFT)
    assert shown(canvas, "a") == (10, 50)
    move(qtbot, canvas, at + QPoint(100, 30))
    assert shown(canvas, "a") == (110, 80)
    qtbot.keyClick(canvas, Key.Key_X)
    assert shown(canvas, "a") == (110, 0)
    canvas.settle()
    qtbot.keyClick(canvas, Key.Key_Y)
    assert shown(canvas, "a") == (0, 80)
    canvas.settle()
    qtbot.keyClick(canvas, Key.Key_Y)
    assert shown(canvas, "a") == (110, 80)
    qtbot.keyClick(canvas, Key.Key_X)
    qtbot.keyClick(canvas, Key.Key_Enter)
    assert places(canvas)["a"] == (110.0, 0.0)
    assert canvas.project.history.labels == ("Move",)


def test_a_line_that_is_held_keeps_a_place_beside_the_grid_and_the_guides(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.snaps_to_guides = True
    canvas.select((id_of(canvas, "a"),))
    canvas.nudge(3, 3)
    at = grab(qtbot, canvas, "a")
    qtbot.keyClick(canvas, Key.Key_X)
    move(qtbot, canvas, at + QPoint(40, 2))
    qtbot.keyClick(canvas, Key.Key_Return)
    assert places(canvas)["a"][1] == 3.0


def test_other_keys_do_nothing_meanwhile(qtbot: QtBot, canvas: Canvas) -> None:
    grab(qtbot, canvas, "a")
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    qtbot.keyClick(canvas, Key.Key_Right)
    for key in (Key.Key_Delete, Key.Key_Tab, Key.Key_Space, Key.Key_M, Key.Key_Home):
        qtbot.keyClick(canvas, key)
    assert canvas.gesture is not None
    assert canvas.selection == (id_of(canvas, "a"),)
    qtbot.keyClick(canvas, Key.Key_Return)
    assert canvas.project.history.labels == ("Move",)


def test_a_word_that_begins_with_g_is_searched_and_nothing_has_moved(qtbot: QtBot, canvas: Canvas) -> None:
    at = grab(qtbot, canvas, "a")
    move(qtbot, canvas, at + QPoint(20, 30))
    qtbot.keyClick(canvas, Key.Key_E)
    assert canvas.search.popup.line.text() == "ge"
    assert canvas.gesture is None
    assert steps(canvas) == 0
    canvas.search.popup.hide()
    canvas.select(())
    qtbot.keyClick(canvas, Key.Key_G)
    assert canvas.search.popup.line.text() == "g", "with nothing selected it is a letter"


def test_with_the_pointer_elsewhere_it_counts_from_where_it_comes_in(qtbot: QtBot, canvas: Canvas) -> None:
    QCursor.setPos(canvas.mapToGlobal(QPoint(-50, -50)))
    canvas.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    canvas.select((id_of(canvas, "a"),))
    qtbot.keyClick(canvas, Key.Key_G)
    move(qtbot, canvas, QPoint(5 + 60, 300))
    assert shown(canvas, "a") == (0, 0)
    move(qtbot, canvas, QPoint(5 + 80, 310))
    qtbot.keyClick(canvas, Key.Key_Return)
    assert places(canvas)["a"] == (20.0, 10.0)
    QCursor.setPos(canvas.mapToGlobal(QPoint(-50, -50)))
    canvas.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    for key in (Key.Key_G, Key.Key_Down, Key.Key_Return):
        qtbot.keyClick(canvas, key)
    assert places(canvas)["a"] == (20.0, 20.0), "by keys alone"


def test_put_down_on_a_wire_it_goes_in_between_as_a_drag_would(qtbot: QtBot, canvas: Canvas) -> None:
    grab(qtbot, canvas, "c")
    wire = next(iter(canvas.scene.block.wires))
    move(qtbot, canvas, canvas.wire_point(wire).toPoint())
    qtbot.mouseClick(canvas, LEFT, NONE, canvas.wire_point(wire).toPoint())
    assert joined(canvas) == {"ac", "cb"}
    assert canvas.project.history.labels == ("Insert on wire",)


def test_a_chosen_frame_and_a_note_are_grabbed_too(qtbot: QtBot, canvas: Canvas) -> None:
    main = canvas.scene.block
    frame = framing.add_frame(main, [id_of(canvas, "a"), id_of(canvas, "c")])
    note = noting.add_note(main, (600.0, 300.0, 100.0, 80.0), "note")
    before = steps(canvas)
    for id in (frame.id, note.id):
        canvas.choose_frame(id)
        canvas.pointer.grab()
        qtbot.keyClick(canvas, Key.Key_Right, SHIFT)
        qtbot.keyClick(canvas, Key.Key_Y)
        qtbot.keyClick(canvas, Key.Key_Down)
        canvas.settle()
        qtbot.keyClick(canvas, Key.Key_Return)
    assert (places(canvas)["a"], places(canvas)["c"]) == ((0.0, 10.0), (0.0, 210.0))
    assert main.notes[0].box == (600.0, 310.0, 100.0, 80.0)
    assert steps(canvas) == before + 2


def test_the_edge_pans_only_while_the_pointer_is_on_the_canvas(qtbot: QtBot, canvas: Canvas) -> None:
    grab(qtbot, canvas, "a")
    view = canvas.view
    move(qtbot, canvas, QPoint(canvas.width() - 4, 300))
    qtbot.waitUntil(lambda: canvas.view.x > view.x)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert not [timer for timer in canvas.findChildren(QTimer) if timer.isActive() and timer.interval() == 16]
    view = canvas.view
    qtbot.keyClick(canvas, Key.Key_Y)
    move(qtbot, canvas, QPoint(canvas.width() - 6, canvas.height() - 4))
    qtbot.waitUntil(lambda: canvas.view.y > view.y)
    assert canvas.view.x == view.x, "not away from the line that is held"
    qtbot.keyClick(canvas, Key.Key_Escape)


# In the window


@pytest.fixture
def opened(show_window: Callable[..., Opened], qtbot: QtBot) -> Opened:
    opened = show_window(make_project())
    canvas = opened.window.canvas
    canvas.frame_all()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    return opened


def test_shortcuts_of_the_window_wait_and_the_right_button_opens_no_menu(opened: Opened, qtbot: QtBot) -> None:
    canvas = opened.window.canvas
    at = grab(qtbot, canvas, "a")
    qtbot.keyClick(canvas, Key.Key_Right)
    qtbot.keyClick(canvas, Key.Key_Delete)
    qtbot.keyClick(canvas, Key.Key_F2)
    assert "a" in places(canvas)
    assert canvas.gesture is not None
    qtbot.mousePress(canvas, RIGHT, NONE, at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at))
    QApplication.sendEvent(canvas, event)
    qtbot.mouseRelease(canvas, RIGHT, NONE, at)
    assert not [menu for menu in canvas.findChildren(QMenu, "context_menu") if menu.isVisible()]
    assert places(canvas)["a"] == (0.0, 0.0)


def test_keys_somebody_chose_grab_as_well(opened: Opened, qtbot: QtBot) -> None:
    canvas = opened.window.canvas
    opened.window.actions_by_name.bind({"grab": "Ctrl+B", "collapse": "U"})
    canvas.select((id_of(canvas, "a"),))
    qtbot.keyClick(canvas, Key.Key_B, CTRL)
    assert canvas.gesture is not None
    qtbot.keyClick(canvas, Key.Key_Right)
    qtbot.keyClick(canvas, Key.Key_Return)
    assert places(canvas)["a"] == (10.0, 0.0)
    qtbot.keyClick(canvas, Key.Key_U)
    qtbot.waitUntil(lambda: canvas.scene.shape(id_of(canvas, "a")).collapsed)
