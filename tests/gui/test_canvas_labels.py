"""Shapes on wires: where they find room, and that they are left out where there is none."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from guinet.core import editing
from guinet.core.changes import RemoveWire
from guinet.core.graph import AFTER, End
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.core.values import TensorSpec
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.wire_labels import WireLabels, wished_label
from guinet.ui.theme import current_theme
from tests.gui.canvases import show_canvas


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """Two wires from a: to b right of it, and to c below; every shape is known."""
    project = Project(REGISTRY)
    add, connect = project.main.add, project.main.connect
    a = add("torch.nn.ReLU", "a", (0.0, 0.0))
    for name, place in (("b", (400.0, 0.0)), ("c", (400.0, 240.0))):
        connect(a["output"], add("torch.nn.ReLU", name, place)["input"])
    canvas = show_canvas(qtbot, project)
    canvas.set_reports({a.id: NodeReport({"output": TensorSpec(("N", 32, 8, 8))})})
    return canvas


def box(canvas: Canvas, target: str) -> QRectF | None:
    """Where the wire into `target` has its shape; None where it has none."""
    scene = canvas.scene
    wire = scene.block.incoming(scene.block.node(target).id)[0]
    label = wished_label(scene, wire, scene.ends(wire.id), 1.0, current_theme().font("tiny"))
    return None if label is None else label.box


def painted(canvas: Canvas) -> int:
    """How many shapes there are."""
    labels = WireLabels()
    count = 0
    font = current_theme().font("tiny")
    for wire in canvas.scene.wires:
        ends = canvas.scene.ends(wire)
        labels._key = (canvas.scene, canvas.scene.version, 1.0)
        count += labels._place(canvas.scene, wire, ends, 1.0, font) is not None
    return count


def test_a_shape_stands_in_the_middle_of_a_free_wire(canvas: Canvas) -> None:
    found = box(canvas, "b")
    assert found is not None
    assert found.center().x() == pytest.approx(275, abs=1)  # half way from the output at 150 to the input at 400
    assert found.bottom() <= 29  # above the wire


def test_a_shape_makes_way_for_a_node(canvas: Canvas) -> None:
    before = box(canvas, "c")
    assert before is not None
    canvas.project.main.add("torch.nn.ReLU", "between", (before.center().x() - 75, before.center().y() - 29))
    after = box(canvas, "c")
    assert after is not None
    assert after != before
    assert not after.intersects(canvas.scene.rect(canvas.scene.block.node("between").id))


def test_a_shape_without_room_is_left_out(canvas: Canvas) -> None:
    editing.move(canvas.scene.block, {canvas.scene.block.node("b").id: (180.0, 0.0)})
    assert box(canvas, "b") is None
    assert painted(canvas) == 1


def test_of_two_shapes_at_one_place_one_is_painted(canvas: Canvas) -> None:
    assert painted(canvas) == 2
    block = canvas.scene.block
    block.connect(block.node("a")["output"], block.add("torch.nn.ReLU", "d", (400.0, 4.0))["input"])
    assert painted(canvas) == 2


def test_labels_of_others_are_painted_anew_when_a_node_moves(canvas: Canvas) -> None:
    """The picture kept up to date by pieces is the one painted at once."""
    place = box(canvas, "c")
    assert place is not None
    node = canvas.project.main.add("torch.nn.ReLU", "wanderer", (0.0, 300.0))
    canvas.settle()
    for x, y in ((place.x() - 60, place.y() - 20), (-100.0, 320.0), (place.x() - 20, place.y() - 40)):
        editing.move(canvas.scene.block, {node.id: (x, y)})
        canvas.settle()
        kept = canvas.grab().toImage()
        canvas.frame.forget()
        assert kept == canvas.grab().toImage()


def test_an_operator_shows_its_number_while_none_is_wired(qtbot: QtBot) -> None:
    project = Project(REGISTRY)
    block = project.main
    canvas = Canvas(project, REGISTRY)
    qtbot.addWidget(canvas)
    x, power = block.add("torch.zeros", size=(2,)), block.add("torch.pow", exponent=2)
    assert canvas.scene.look(power.id).symbol == "** 2"

    wire = block.connect(x["output"], power["exponent"])
    assert canvas.scene.look(power.id).symbol == "**"

    project.run("cut", [RemoveWire("main", wire.id)])
    assert canvas.scene.look(power.id).symbol == "** 2"


def test_a_wire_that_only_says_what_runs_first_has_no_shape(canvas: Canvas) -> None:
    scene = canvas.scene
    wire = next(iter(scene.block.wires.values()))
    ends = scene.ends(wire.id)
    font = current_theme().font("tiny")
    assert wished_label(scene, wire, ends, 1.0, font) is not None

    order = replace(wire, target=End(wire.target.node, AFTER))
    assert wished_label(scene, order, ends, 1.0, font) is None


def test_a_wire_that_runs_behind_a_shape_is_hidden_by_it(canvas: Canvas) -> None:
    block, scene, font = canvas.scene.block, canvas.scene, current_theme().font("tiny")
    wire = block.incoming(block.node("b").id)[0].id

    def grounded() -> bool:
        labels = WireLabels()
        labels._key = (scene, scene.version, 1.0)
        label = labels._place(scene, wire, scene.ends(wire), 1.0, font)
        assert label is not None
        return label.grounded

    assert not grounded(), "it stands above its own wire"
    upper, lower = (
        block.add("torch.nn.ReLU", "upper", (60.0, -200.0)),
        block.add("torch.nn.ReLU", "lower", (340.0, 200.0)),
    )
    block.connect(upper["output"], lower["input"])
    assert grounded()
