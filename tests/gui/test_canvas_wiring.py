"""Drawing wires with real mouse events: from outputs, from inputs, taking ends elsewhere, refusals."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from guinet.core.ports import Port, PortType
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.node_painter import paint_port
from guinet.ui.canvas.shape import Spot
from guinet.ui.theme import current_theme
from tests.gui.canvases import show_canvas, steps

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """Four unwired layers, a sum and a concatenation; 1000×700 at life size."""
    project = Project(REGISTRY)
    add = project.main.add
    add("torch.nn.Linear", "a", (0.0, 0.0), out_features=3)
    add("torch.nn.ReLU", "b", (220.0, 0.0))
    add("torch.nn.Linear", "c", (440.0, 0.0), out_features=2)
    add("torch.add", "plus", (220.0, 200.0))
    add("torch.cat", "cat", (440.0, 200.0))
    return show_canvas(qtbot, project, 1000, 700)


def wires(canvas: Canvas) -> set[str]:
    """The wires in words: `a.output>b.input`."""
    nodes = canvas.scene.block.nodes
    return {
        f"{nodes[wire.source.node].name}.{wire.source.port}>{nodes[wire.target.node].name}.{wire.target.port}"
        for wire in canvas.scene.block.wires.values()
    }


def port(canvas: Canvas, name: str) -> QPoint:
    node, port = name.split(".")
    return canvas.port_pos(node, port).toPoint()


def drag(qtbot: QtBot, canvas: Canvas, start: QPoint, end: QPoint, release: bool = True) -> None:
    qtbot.mousePress(canvas, LEFT, NONE, start)
    for part in (0.2, 0.6, 1.0):
        qtbot.mouseMove(canvas, start + (end - start) * part)
        QApplication.processEvents()
    if release:
        qtbot.mouseRelease(canvas, LEFT, NONE, end)


def connect(canvas: Canvas, source: str, target: str) -> None:
    block = canvas.scene.block
    (a, out), (b, into) = source.split("."), target.split(".")
    block.connect(block.node(a)[out], block.node(b)[into])


@pytest.mark.parametrize(("start", "end"), [("a.output", "b.input"), ("b.input", "a.output")])
def test_a_drag_between_ports_connects_in_one_step(qtbot: QtBot, canvas: Canvas, start: str, end: str) -> None:
    before = steps(canvas)
    drag(qtbot, canvas, port(canvas, start), port(canvas, end))
    assert wires(canvas) == {"a.output>b.input"}
    assert steps(canvas) == before + 1
    assert len(canvas.scene.wires) == 1
    canvas.project.undo()
    assert wires(canvas) == set()
    assert len(canvas.scene.wires) == 0


def test_the_wire_snaps_to_a_port_nearby(qtbot: QtBot, canvas: Canvas) -> None:
    drag(qtbot, canvas, port(canvas, "a.output"), port(canvas, "b.input") + QPoint(-14, 15))
    assert wires(canvas) == {"a.output>b.input"}


def test_a_new_wire_on_a_taken_input_replaces_the_old_one_in_one_step(qtbot: QtBot, canvas: Canvas) -> None:
    connect(canvas, "a.output", "c.input")
    before = steps(canvas)
    drag(qtbot, canvas, port(canvas, "b.output"), port(canvas, "c.input"))
    assert wires(canvas) == {"b.output>c.input"}
    assert steps(canvas) == before + 1
    canvas.project.undo()
    assert wires(canvas) == {"a.output>c.input"}


def test_an_input_that_takes_several_wires_keeps_them(qtbot: QtBot, canvas: Canvas) -> None:
    drag(qtbot, canvas, port(canvas, "a.output"), port(canvas, "cat.tensors"))
    drag(qtbot, canvas, port(canvas, "b.output"), port(canvas, "cat.tensors"))
    assert wires(canvas) == {"a.output>cat.tensors", "b.output>cat.tensors"}


def test_the_end_of_a_wire_moves_to_another_input_in_one_step(qtbot: QtBot, canvas: Canvas) -> None:
    connect(canvas, "a.output", "b.input")
    before = steps(canvas)
    drag(qtbot, canvas, port(canvas, "b.input"), port(canvas, "plus.other"))
    assert wires(canvas) == {"a.output>plus.other"}
    assert steps(canvas) == before + 1


def test_the_end_of_a_wire_let_go_over_nothing_removes_it(qtbot: QtBot, canvas: Canvas) -> None:
    connect(canvas, "a.output", "b.input")
    before = steps(canvas)
    drag(qtbot, canvas, port(canvas, "b.input"), port(canvas, "b.input") + QPoint(-40, 120))
    assert wires(canvas) == set()
    assert steps(canvas) == before + 1
    assert not canvas.search.popup.isVisible()


def test_the_end_of_a_wire_put_back_changes_nothing(qtbot: QtBot, canvas: Canvas) -> None:
    connect(canvas, "a.output", "b.input")
    before = steps(canvas)
    there = port(canvas, "b.input")
    qtbot.mousePress(canvas, LEFT, NONE, there)
    qtbot.mouseMove(canvas, there + QPoint(-60, 90))
    assert canvas.layers.hidden_wires
    qtbot.mouseMove(canvas, there + QPoint(-3, 2))
    qtbot.mouseRelease(canvas, LEFT, NONE, there + QPoint(-3, 2))
    assert wires(canvas) == {"a.output>b.input"}
    assert steps(canvas) == before
    assert not canvas.layers.hidden_wires


def test_a_cycle_is_refused_in_words_and_changes_nothing(qtbot: QtBot, canvas: Canvas) -> None:
    connect(canvas, "a.output", "b.input")
    before = steps(canvas)
    with qtbot.waitSignal(canvas.message) as signal:
        drag(qtbot, canvas, port(canvas, "b.output"), port(canvas, "a.input"))
    assert signal.args == ["This wire would close a cycle: a already leads to b."]
    assert wires(canvas) == {"a.output>b.input"}
    assert steps(canvas) == before


def test_the_reason_is_shown_at_the_pointer_while_dragging(qtbot: QtBot, canvas: Canvas) -> None:
    connect(canvas, "a.output", "b.input")
    drag(qtbot, canvas, port(canvas, "b.output"), port(canvas, "a.input"), release=False)
    note = canvas.findChild(QLabel, "canvas-note")
    assert note is not None
    assert note.property("visible")
    assert "cycle" in note.property("text")
    qtbot.mouseMove(canvas, QPoint(500, 500))
    assert not note.property("visible")
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)


def test_an_output_cannot_be_wired_to_an_output(qtbot: QtBot, canvas: Canvas) -> None:
    with qtbot.waitSignal(canvas.message) as signal:
        drag(qtbot, canvas, port(canvas, "a.output"), port(canvas, "c.output"))
    assert signal.args == ["A wire leads from an output to an input."]
    assert wires(canvas) == set()


def test_a_click_on_a_port_only_selects_its_node(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    qtbot.mouseClick(canvas, LEFT, NONE, port(canvas, "b.output"))
    assert canvas.selection == (canvas.scene.block.node("b").id,)
    assert steps(canvas) == before
    assert canvas.gesture is None


def test_a_wire_dropped_on_empty_canvas_offers_what_fits_and_connects_in_one_step(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    drag(qtbot, canvas, port(canvas, "a.output"), QPoint(600, 560))
    popup = canvas.search.popup
    assert popup.isVisible()
    assert canvas.pinned is not None
    offered = set(popup.rows())
    assert "guinet.data.digits" not in offered  # it has no input
    qtbot.keyClicks(popup.line, "relu")
    assert popup.rows()[0] == "torch.nn.ReLU"
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert wires(canvas) == {"a.output>relu.input"}
    assert steps(canvas) == before + 1
    assert canvas.pinned is None
    made = canvas.scene.block.nodes[canvas.selection[0]]
    assert (canvas.port_pos(made.name, "input") - QPoint(600, 560)).manhattanLength() <= 12
    canvas.project.undo()
    assert wires(canvas) == set()
    assert made.id not in canvas.scene.nodes


def test_a_wire_from_an_input_offers_what_has_a_fitting_output(qtbot: QtBot, canvas: Canvas) -> None:
    drag(qtbot, canvas, port(canvas, "a.input"), QPoint(100, 560))
    popup = canvas.search.popup
    assert "guinet.Output" not in popup.rows()
    qtbot.keyClicks(popup.line, "dropout")
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert wires(canvas) == {"dropout.output>a.input"}


def test_escape_in_the_search_takes_the_loose_wire_away(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    drag(qtbot, canvas, port(canvas, "a.output"), QPoint(600, 560))
    qtbot.keyClick(canvas.search.popup.line, Qt.Key.Key_Escape)
    assert not canvas.search.popup.isVisible()
    assert canvas.pinned is None
    assert canvas.hasFocus()
    assert steps(canvas) == before


@pytest.mark.parametrize("scale", [0.6, 1.0, 2.0])
def test_port_pos_is_where_a_wire_starts_at_every_scale(qtbot: QtBot, canvas: Canvas, scale: float) -> None:
    canvas.zoom_to(scale)
    canvas.select([canvas.scene.block.node("plus").id])
    canvas.reveal(canvas.selection[0])
    for name in ("plus.input", "plus.other", "plus.output"):
        at = port(canvas, name)
        hit = canvas.hit(canvas.port_pos("plus", name.split(".")[1]))
        assert (hit.what, hit.port) == ("port", name.split(".")[1])
        qtbot.mousePress(canvas, LEFT, NONE, at)
        qtbot.mouseMove(canvas, at + QPoint(0, 30))
        assert type(canvas.gesture).__name__ == "DrawWire"
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
        qtbot.mouseRelease(canvas, LEFT, NONE, at)


def test_wire_point_avoids_nodes_that_cover_the_wire(qtbot: QtBot, canvas: Canvas) -> None:
    connect(canvas, "a.output", "c.input")  # runs behind b
    wire = next(iter(canvas.scene.block.wires))
    at = canvas.wire_point(wire)
    assert not canvas.node_rect("b").contains(at)
    qtbot.mouseClick(canvas, LEFT, NONE, at.toPoint())
    assert canvas.selected_wires == (wire,)


def test_unknown_names_raise(canvas: Canvas) -> None:
    with pytest.raises(KeyError):
        canvas.node_rect("nobody")
    with pytest.raises(KeyError):
        canvas.port_pos("a", "nothing")
    with pytest.raises(KeyError):
        canvas.wire_point("nothing")


def colours(canvas: Canvas, at: QPoint, reach: int = 9) -> set[str]:
    """The colours of the pixels around a point."""
    picture = canvas.grab(QRect(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)).toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def test_ports_that_do_not_fit_fade_while_a_wire_is_drawn(qtbot: QtBot, canvas: Canvas) -> None:
    connect(canvas, "a.output", "b.input")
    canvas.settle()
    drag(qtbot, canvas, port(canvas, "b.output"), QPoint(700, 600), release=False)
    dimmed, ring = (current_theme().color(role).name() for role in ("port-dimmed", "wire-pending"))
    assert dimmed in colours(canvas, port(canvas, "a.input"))  # it would close a cycle
    assert ring in colours(canvas, port(canvas, "c.input"))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert dimmed not in colours(canvas, port(canvas, "a.input"))
    qtbot.mouseRelease(canvas, LEFT, NONE, QPoint(700, 600))


def test_the_types_of_ports_differ_in_shape_and_not_only_in_colour(qapp: QApplication) -> None:
    pictures = []
    for type in PortType:
        image = QImage(24, 24, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.black)
        painter = QPainter(image)
        paint_port(painter, Spot(Port("x", type), 0.0, 0.0), QPointF(12, 12), True, QColor("white"), 6.0)
        painter.end()
        pictures.append(image)
    assert all(one != other for place, one in enumerate(pictures) for other in pictures[:place])


def test_the_middle_of_a_long_wire_is_ground_for_a_rubber_band(qtbot: QtBot, canvas: Canvas) -> None:
    """Where wires lie close no selecting may cost one; a click still chooses it."""
    connect(canvas, "a.output", "cat.tensors")
    wire = next(iter(canvas.scene.wires))
    before = steps(canvas)
    start = canvas.wire_point(wire).toPoint()
    qtbot.mouseClick(canvas, LEFT, NONE, start)
    assert canvas.selected_wires == (wire,)
    drag(qtbot, canvas, start, canvas.node_rect("plus").center().toPoint())
    assert canvas.selection == (canvas.scene.block.node("plus").id,)
    assert wires(canvas) == {"a.output>cat.tensors"}
    assert steps(canvas) == before


def test_far_out_a_wire_is_not_taken_by_its_end(qtbot: QtBot, canvas: Canvas) -> None:
    """There are no ports to be seen then, and a pixel is a node's width."""
    connect(canvas, "a.output", "b.input")
    canvas.zoom_to(0.28)
    wire = next(iter(canvas.scene.wires))
    drag(qtbot, canvas, canvas.wire_point(wire).toPoint(), QPoint(900, 650))
    assert wires(canvas) == {"a.output>b.input"}
