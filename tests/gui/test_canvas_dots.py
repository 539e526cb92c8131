"""Wires in the hand: dots, ends taken elsewhere, nodes put onto wires, and no residue of any of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.core.graph import REROUTE_KIND
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas import curve
from guinet.ui.canvas.canvas import Canvas
from tests.gui.canvases import joined, show_canvas

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """a → b → c with room between, d apart below; at life size."""
    project = Project(REGISTRY)
    add = project.main.add
    nodes = [add("torch.nn.ReLU", name, (280.0 * place, 0.0)) for place, name in enumerate("abc")]
    add("torch.nn.ReLU", "d", (280.0, 300.0))
    project.main.connect(nodes[0]["output"], nodes[1]["input"])
    project.main.connect(nodes[1]["output"], nodes[2]["input"])
    return show_canvas(qtbot, project, 1000, 700)


def wire(canvas: Canvas, pair: str) -> str:
    nodes = canvas.scene.block.nodes
    return next(
        each.id
        for each in canvas.scene.block.wires.values()
        if nodes[each.source.node].name + nodes[each.target.node].name == pair
    )


def steps(canvas: Canvas) -> tuple[str, ...]:
    return canvas.project.history.labels


def on_wire(canvas: Canvas, pair: str, share: float = 0.5) -> QPoint:
    return canvas.view.to_widget(curve.point(*canvas.scene.ends(wire(canvas, pair)), share)).toPoint()


def move(qtbot: QtBot, canvas: Canvas, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    qtbot.mousePress(canvas, LEFT, keys, start)
    for part in (0.1, 0.5, 1.0):
        qtbot.mouseMove(canvas, start + (end - start) * part)
        QApplication.processEvents()


def drag(qtbot: QtBot, canvas: Canvas, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    move(qtbot, canvas, start, end, keys)
    qtbot.mouseRelease(canvas, LEFT, keys, end)


def test_a_double_click_on_a_wire_adds_a_dot_where_it_was(qtbot: QtBot, canvas: Canvas) -> None:
    before, spot = steps(canvas), on_wire(canvas, "ab")
    qtbot.mouseDClick(canvas, LEFT, NONE, spot)
    dot = canvas.scene.block.node("reroute")
    assert dot.kind == REROUTE_KIND
    assert joined(canvas) == {"areroute", "rerouteb", "bc"}
    assert (canvas.node_rect("reroute").center() - QPointF(spot)).manhattanLength() < 2
    assert canvas.selection == (dot.id,)
    assert steps(canvas) == (*before, "Add dot")
    canvas.project.undo()
    assert joined(canvas) == {"ab", "bc"}


def test_a_dot_is_moved_and_its_wires_follow(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseDClick(canvas, LEFT, NONE, on_wire(canvas, "ab"))
    start = canvas.node_rect("reroute").center().toPoint()
    drag(qtbot, canvas, start, start + QPoint(0, 120), ALT)
    assert joined(canvas) == {"ab", "bc"}  # pulled out: Alt was held
    canvas.project.undo()
    drag(qtbot, canvas, start, start + QPoint(0, 120))
    assert (canvas.node_rect("reroute").center() - QPointF(start + QPoint(0, 120))).manhattanLength() <= 12
    assert joined(canvas) == {"areroute", "rerouteb", "bc"}


def test_a_wire_can_branch_off_a_dot(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseDClick(canvas, LEFT, NONE, on_wire(canvas, "ab"))
    start = canvas.port_pos("reroute", "output").toPoint() + QPoint(2, 0)
    drag(qtbot, canvas, start, canvas.port_pos("d", "input").toPoint())
    assert "rerouted" in joined(canvas)


def test_delete_takes_the_dot_and_leaves_the_wire(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseDClick(canvas, LEFT, NONE, on_wire(canvas, "ab"))
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert joined(canvas) == {"ab", "bc"}
    assert not canvas.scene.block.has_name("reroute")


def test_either_end_of_a_wire_is_taken_elsewhere(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    drag(qtbot, canvas, on_wire(canvas, "bc", 0.8), canvas.port_pos("d", "input").toPoint())
    assert joined(canvas) == {"ab", "bd"}
    drag(qtbot, canvas, on_wire(canvas, "ab", 0.2), canvas.port_pos("c", "output").toPoint())
    assert joined(canvas) == {"cb", "bd"}
    assert steps(canvas) == (*before, "Reconnect", "Reconnect")
    for _ in range(2):
        canvas.project.undo()
    assert joined(canvas) == {"ab", "bc"}


def test_the_place_among_several_wires_is_kept(qtbot: QtBot, canvas: Canvas) -> None:
    block = canvas.scene.block
    cat = block.add("torch.cat", "cat", (700.0, 300.0))
    for name in "ad":
        block.connect(block.node(name)["output"], cat["tensors"])
    drag(qtbot, canvas, on_wire(canvas, "acat", 0.1), canvas.port_pos("b", "output").toPoint())
    sources = [block.nodes[each.source.node].name for each in block.incoming(cat.id, "tensors")]
    assert sources == ["b", "d"]


def test_an_end_let_go_over_nothing_is_cut_and_where_it_was_does_nothing(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    move(qtbot, canvas, on_wire(canvas, "ab", 0.8), QPoint(500, 600))
    qtbot.mouseMove(canvas, canvas.port_pos("b", "input").toPoint())
    qtbot.mouseRelease(canvas, LEFT, NONE, canvas.port_pos("b", "input").toPoint())
    assert steps(canvas) == before
    drag(qtbot, canvas, on_wire(canvas, "ab", 0.8), QPoint(500, 600))
    assert joined(canvas) == {"bc"}


def test_an_end_refused_says_why_and_stays(qtbot: QtBot, canvas: Canvas) -> None:
    told: list[str] = []
    canvas.message.connect(told.append)
    drag(qtbot, canvas, on_wire(canvas, "bc", 0.9), canvas.port_pos("a", "input").toPoint())
    assert joined(canvas) == {"ab", "bc"}
    assert told == ["This wire would close a cycle: a already leads to b."]


def test_a_click_on_a_wire_only_selects_it(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    qtbot.mouseClick(canvas, LEFT, NONE, on_wire(canvas, "ab"))
    assert canvas.selected_wires == (wire(canvas, "ab"),)
    assert steps(canvas) == before


def test_a_node_let_go_on_a_wire_is_put_onto_it_and_the_rest_makes_room(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    drag(qtbot, canvas, canvas.node_rect("d").center().toPoint(), on_wire(canvas, "ab"))
    assert joined(canvas) == {"ad", "db", "bc"}
    block = canvas.scene.block
    assert block.node("b").position[0] > 280.0
    assert block.node("c").position[0] - block.node("b").position[0] == 280.0
    assert steps(canvas) == (*before, "Insert on wire")
    canvas.project.undo()
    assert joined(canvas) == {"ab", "bc"}
    assert block.node("d").position == (280.0, 300.0)


def test_alt_at_the_end_prevents_that(qtbot: QtBot, canvas: Canvas) -> None:
    end = on_wire(canvas, "ab")
    move(qtbot, canvas, canvas.node_rect("d").center().toPoint(), end)
    qtbot.mouseRelease(canvas, LEFT, ALT, end)
    assert joined(canvas) == {"ab", "bc"}


def test_a_node_with_wires_of_its_own_is_only_moved(qtbot: QtBot, canvas: Canvas) -> None:
    drag(qtbot, canvas, canvas.node_rect("c").center().toPoint(), on_wire(canvas, "ab"))
    assert joined(canvas) == {"ab", "bc"}


@pytest.mark.parametrize("how", ["escape", "focus", "second button"])
def test_nothing_is_left_of_a_cancelled_gesture(qtbot: QtBot, canvas: Canvas, how: str) -> None:
    canvas.settle()
    before, picture = steps(canvas), canvas.grab().toImage()
    starts = (on_wire(canvas, "ab", 0.8), on_wire(canvas, "ab", 0.2), canvas.node_rect("d").center().toPoint())
    for start in starts:
        selection = canvas.selection, canvas.selected_wires
        move(qtbot, canvas, start, on_wire(canvas, "bc"))
        if how == "escape":
            qtbot.keyClick(canvas, Qt.Key.Key_Escape)
        elif how == "focus":
            QApplication.sendEvent(canvas, QFocusEvent(QFocusEvent.Type.FocusOut))
        else:
            qtbot.mousePress(canvas, RIGHT, NONE, start)
        assert canvas.gesture is None
        qtbot.mouseRelease(canvas, LEFT, NONE, start)
        assert not canvas.layers.hidden_wires
        assert canvas.lift is None
        canvas.select(*selection)
        canvas.select(())
        qtbot.mouseMove(canvas, QPoint(2, 2))
    canvas.settle()
    assert steps(canvas) == before
    assert joined(canvas) == {"ab", "bc"}
    assert canvas.grab().toImage() == picture
