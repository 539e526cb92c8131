"""What the canvas knows of the graph: geometry, words, and that it stays in step with every edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.core import editing
from guinet.core.changes import AddBlock, RemoveBlock, SetBlock, SetKind
from guinet.core.graph import BlockData, End, Node, Wire
from guinet.core.ports import Port, Ports, PortType
from guinet.core.problems import Problem, Refused, Severity
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.core.values import MISSING, ScalarSpec, SequenceSpec, TensorSpec
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas import curve, labels
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.scene import Scene
from guinet.ui.canvas.shape import shape_of
from guinet.ui.canvas.table import Table
from guinet.ui.canvas.view import View, fitted

COORDINATE = st.floats(-2000, 2000)


# Words


@pytest.mark.parametrize(
    ("kind", "arguments", "inferred", "expected"),
    [
        (
            "torch.nn.Conv2d",
            {"out_channels": 32, "kernel_size": 3, "padding": "same"},
            {"in_channels": 1},
            "1→32, 3×3, same",
        ),
        ("torch.nn.Conv2d", {"out_channels": 32, "kernel_size": (3, 5)}, {}, "→32, 3×5"),
        ("torch.nn.Conv1d", {"out_channels": 8, "kernel_size": 3, "padding": 1}, {}, "→8, 3, padding 1"),
        ("torch.nn.Linear", {"out_features": 10}, {"in_features": 512}, "512→10"),
        ("torch.nn.Linear", {"out_features": 10, "bias": False}, {}, "→10, bias False"),
        ("torch.nn.BatchNorm2d", {}, {"num_features": 32}, "32"),
        ("torch.nn.MaxPool2d", {"kernel_size": 2}, {}, "2×2"),
        ("torch.nn.Dropout", {"p": 0.25}, {}, "p 0.25"),
        ("torch.nn.ReLU", {}, {}, ""),
        ("torch.tensor", {"data": ((3.0, -5.0), (1, 2))}, {}, "data [[3, -5], [1, 2]]"),
    ],
)
def test_the_subtitle_shows_what_matters(
    kind: str, arguments: dict[str, Any], inferred: dict[str, int], expected: str
) -> None:
    project = Project(REGISTRY)
    node = project.main.add(kind, **arguments)
    report = NodeReport(inferred=inferred)
    assert labels.subtitle(node, REGISTRY.get(kind), report) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("conv2d", ("Conv2d", "")), ("conv2d_3", ("Conv2d", "")), ("stem", ("stem", "Conv2d")), ("0", ("Conv2d", ""))],
)
def test_the_title_is_the_kind_unless_the_node_has_a_name_of_its_own(name: str, expected: tuple[str, str]) -> None:
    node = Node("x", "torch.nn.Conv2d", name)
    assert labels.titles(node, REGISTRY.get(node.kind), None) == expected


def test_shapes_are_written_as_people_write_them() -> None:
    assert labels.shape_label(TensorSpec(("N", 32, 4, 4))) == "N×32×4×4"
    assert labels.shape_label(TensorSpec(("N", 32, 4, 4)), spaced=True) == "N × 32 × 4 × 4"
    assert labels.shape_label(TensorSpec(("N",), "int64")) == "N int64"
    assert labels.shape_label(ScalarSpec("int", "N")) == "N"
    assert labels.shape_label(SequenceSpec((ScalarSpec("int", "2"), ScalarSpec("int", "3")))) == "(2, 3)"


# Geometry


@given(COORDINATE, COORDINATE, COORDINATE, COORDINATE, st.floats(0, 1))
def test_a_curve_runs_between_its_ends_inside_its_box(ax: float, ay: float, bx: float, by: float, t: float) -> None:
    assert (curve.point(ax, ay, bx, by, 0.0) - QPointF(ax, ay)).manhattanLength() < 1e-6
    assert (curve.point(ax, ay, bx, by, 1.0) - QPointF(bx, by)).manhattanLength() < 1e-6
    at = curve.point(ax, ay, bx, by, t)
    left, top, right, bottom = curve.box(ax, ay, bx, by)
    assert left - 1e-6 <= at.x() <= right + 1e-6
    assert top - 1e-6 <= at.y() <= bottom + 1e-6
    length = curve.path(ax, ay, bx, by).length()
    assert curve.distance(ax, ay, bx, by, at) <= 0.5 + length / 100


@given(COORDINATE, COORDINATE, COORDINATE, COORDINATE, COORDINATE, COORDINATE)
def test_the_distance_to_a_curve_is_that_of_its_nearest_point(
    ax: float, ay: float, bx: float, by: float, x: float, y: float
) -> None:
    points = [curve.point(ax, ay, bx, by, t) for t in np.linspace(0, 1, 400)]
    nearest = min(((p.x() - x) ** 2 + (p.y() - y) ** 2) ** 0.5 for p in points)
    length = curve.path(ax, ay, bx, by).length()
    assert curve.distance(ax, ay, bx, by, QPointF(x, y)) == pytest.approx(nearest, abs=0.5 + length / 100)


@given(st.floats(0.02, 4), COORDINATE, COORDINATE, COORDINATE, COORDINATE, st.floats(0.5, 2))
def test_zooming_keeps_the_point_under_the_pointer(
    scale: float, x: float, y: float, px: float, py: float, factor: float
) -> None:
    view, anchor = View(scale, x, y), QPointF(px, py)
    zoomed = view.zoomed(factor, anchor)
    assert (zoomed.to_scene(anchor) - view.to_scene(anchor)).manhattanLength() < 1e-6
    assert (view.to_widget(view.to_scene(anchor)) - anchor).manhattanLength() < 1e-6


def test_fitted_shows_the_bounds_whole_and_centred() -> None:
    bounds = QRectF(100, 200, 4000, 1000)
    view = fitted(bounds, QRectF(0, 0, 800, 600).size())
    shown = view.rect_to_widget(bounds)
    assert QRectF(0, 0, 800, 600).contains(shown)
    assert shown.center() == QPointF(400, 300)


def test_ports_are_spread_evenly_on_their_side() -> None:
    ports = Ports((Port("a"),), tuple(Port(name) for name in ("x", "y", "z")))
    shape = shape_of(ports)
    assert [spot.x for spot in shape.outputs] == [shape.width] * 3
    first, second, third = (spot.y for spot in shape.outputs)
    assert second == shape.height / 2 == shape.inputs[0].y
    assert third - second == second - first > 10
    many = shape_of(Ports(tuple(Port(str(index), PortType.ANY) for index in range(12))))
    assert many.height > shape.height
    assert 0 < many.inputs[0].y < many.inputs[-1].y < many.height


@given(st.lists(st.tuples(st.integers(0, 15), st.booleans(), COORDINATE, COORDINATE), max_size=60))
def test_a_table_holds_what_a_dictionary_would(edits: list[tuple[int, bool, float, float]]) -> None:
    table, model = Table(), dict[str, tuple[float, ...]]()
    for key, put, x, y in edits:
        if put:
            table.put(str(key), (x, y, x + 10, y + 5))
            model[str(key)] = (x, y, x + 10, y + 5)
        elif str(key) in model:
            table.drop(str(key))
            del model[str(key)]
    assert {key: table.row(key) for key in table} == model
    window = QRectF(-500, -500, 1000, 1000)
    inside = {
        k
        for k, (left, top, right, bottom) in model.items()
        if right >= -500 and left <= 500 and bottom >= -500 and top <= 500
    }
    assert set(table.touching(window)) == inside
    with pytest.raises(KeyError):
        table.drop("nothing")


@given(st.lists(st.tuples(st.integers(0, 400), st.booleans(), COORDINATE, COORDINATE), max_size=40))
def test_a_small_part_of_a_large_table_is_found_in_painting_order(
    edits: list[tuple[int, bool, float, float]],
) -> None:
    rows = {str(place): (place * 300.0, 0.0, place * 300.0 + 200, 50.0) for place in range(400)}
    rows["wide"] = (-9e9, -10.0, 9e9, 10.0)
    table = Table()
    table.fill([*rows], [*rows.values()])
    table.touching(QRectF(0, 0, 10, 10))  # its squares are made
    for key, put, x, y in edits:
        if put:
            table.put(str(key), (x, y, x + 200, y + 50))
        elif str(key) in table:
            table.drop(str(key))
    for window in (QRectF(-200, -200, 900, 400), QRectF(1500, -50, 10, 100), QRectF(-1e12, -1e12, 2e12, 2e12)):
        found = table.touching(window)
        sides = {key: table.row(key) for key in table}
        assert found == [
            key
            for key in table
            if sides[key][2] >= window.left()
            and sides[key][0] <= window.right()
            and sides[key][3] >= window.top()
            and sides[key][1] <= window.bottom()
        ]
    boxes = [table.row(key) for key in table]
    assert table.bounds().left() == min(box[0] for box in boxes)
    assert table.bounds().bottom() == pytest.approx(max(box[3] for box in boxes))


# In step with the graph


def assert_in_step(scene: Scene) -> None:
    """The arrays are what reading the block afresh gives."""
    fresh = Scene(scene.project, REGISTRY, scene.block.id)
    assert {node: scene.nodes.row(node) for node in scene.nodes} == {
        node: fresh.nodes.row(node) for node in fresh.nodes
    }
    assert {wire: scene.wires.row(wire) for wire in scene.wires} == {
        wire: fresh.wires.row(wire) for wire in fresh.wires
    }
    assert set(scene.nodes) == set(scene.block.nodes)
    for node in scene.nodes:
        assert scene.shape(node) == fresh.shape(node)
        assert scene.look(node).title == fresh.look(node).title
        assert scene.look(node).category == fresh.look(node).category


CHUNK = "torch.Tensor.chunk"  # how many outputs it has depends on its arguments
KINDS = ["torch.nn.Linear", "torch.nn.LSTM", "torch.add", "torch.cat", CHUNK, "guinet.Input", "block.inner"]


class Edits(RuleBasedStateMachine):
    """Random edits, undo and redo; the canvas must show the graph, pixel by pixel what a fresh canvas shows."""

    def __init__(self) -> None:
        super().__init__()
        inner = BlockData("inner", "Inner", (Node("i", "guinet.Input", "x"), Node("o", "guinet.Output", "y")))
        self.project = Project(REGISTRY, [BlockData("main", "Net"), inner])
        self.canvas = Canvas(self.project, REGISTRY)
        self.canvas.set_minimap_visible(False)

    @initialize()
    def open(self) -> None:
        self.canvas.resize(460, 380)
        self.canvas.show()
        self.canvas.zoom_to(0.7)

    def teardown(self) -> None:
        self.canvas.detach()
        self.canvas.close()
        self.canvas.deleteLater()
        QApplication.processEvents()

    def pick(self, number: int) -> str:
        return list(self.project.main.nodes)[number % len(self.project.main.nodes)]

    @rule(kind=st.sampled_from(KINDS), x=st.integers(-300, 300), y=st.integers(-250, 250))
    def add(self, kind: str, x: int, y: int) -> None:
        self.project.main.add(kind, position=(float(x), float(y)))

    @rule(numbers=st.tuples(*[st.integers(0, 50)] * 4))
    @precondition(lambda self: len(self.project.main.nodes) >= 2)
    def connect(self, numbers: tuple[int, int, int, int]) -> None:
        block = self.project.main
        source, target = self.pick(numbers[0]), self.pick(numbers[1])
        outputs = self.project.ports(block, block.nodes[source]).outputs
        inputs = self.project.ports(block, block.nodes[target]).inputs
        if outputs and inputs:
            ends = (
                End(source, outputs[numbers[2] % len(outputs)].name),
                End(target, inputs[numbers[3] % len(inputs)].name),
            )
            try:
                block.connect(*ends)
            except Refused:
                assert_in_step(self.canvas.scene)

    @rule(number=st.integers(0, 50), x=st.integers(-300, 300), y=st.integers(-250, 250))
    @precondition(lambda self: self.project.main.nodes)
    def move(self, number: int, x: int, y: int) -> None:
        editing.move(self.project.main, {self.pick(number): (float(x), float(y))})

    @rule(number=st.integers(0, 50))
    @precondition(lambda self: self.project.main.nodes)
    def remove(self, number: int) -> None:
        self.project.main.remove([self.pick(number)])

    @rule(number=st.integers(0, 50), name=st.sampled_from(["stem", "head", "body"]))
    @precondition(lambda self: self.project.main.nodes)
    def rename(self, number: int, name: str) -> None:
        if not self.project.main.has_name(name):
            editing.rename(self.project.main, self.pick(number), name)

    @rule(number=st.integers(0, 50), kind=st.sampled_from(KINDS[:4]))
    @precondition(lambda self: self.project.main.nodes)
    def change_kind(self, number: int, kind: str) -> None:
        self.project.run("Kind", [SetKind("main", self.pick(number), kind, {})])

    @rule(number=st.integers(0, 50), value=st.sampled_from([2, 4, MISSING]))
    @precondition(lambda self: self.project.main.nodes)
    def set_argument(self, number: int, value: object) -> None:
        self.project.main.set(self.pick(number), chunks=value)

    @rule()
    def grow_the_inner_block(self) -> None:
        inner = self.project.blocks["inner"]
        editing.add_node(inner, "guinet.Input", position=(0.0, 50.0 * len(inner.nodes)))

    @rule()
    def rename_the_inner_block(self) -> None:
        name = self.project.blocks["inner"].name + "_"
        self.project.run("Rename", [SetBlock("inner", name[-12:])])

    @rule(number=st.integers(0, 50), severity=st.sampled_from(list(Severity)))
    @precondition(lambda self: self.project.main.nodes)
    def report(self, number: int, severity: Severity) -> None:
        node = self.pick(number)
        spec = TensorSpec(("N", 3))
        self.canvas.set_reports({node: NodeReport({"output": spec}, {"in_features": 7})})
        self.canvas.set_problems([Problem("x", "Wrong.", severity=severity, block="main", node=node)])

    @rule()
    def undo(self) -> None:
        self.project.undo()

    @rule()
    def redo(self) -> None:
        self.project.redo()

    @rule(dx=st.integers(-80, 80), dy=st.integers(-80, 80))
    def pan(self, dx: int, dy: int) -> None:
        self.canvas.pan_by(dx, dy)

    @rule(scale=st.sampled_from([0.15, 0.4, 0.7, 1.3]))
    def zoom(self, scale: float) -> None:
        self.canvas.zoom_to(scale)

    @invariant()
    def in_step(self) -> None:
        assert_in_step(self.canvas.scene)
        assert set(self.canvas.selection) <= set(self.project.main.nodes)

    @invariant()
    def painted_alike(self) -> None:
        self.canvas.settle()
        assert self.canvas.frame.is_crisp
        shown = self.canvas.grab().toImage()
        self.canvas.frame.forget()
        assert _difference(shown, self.canvas.grab().toImage()) <= 3


def _difference(one: QImage, other: QImage) -> int:
    """How many pixels differ to the eye: where tiles meet, antialiasing may round a pixel of a wire differently."""
    assert one.size() == other.size()
    same = [image.convertToFormat(QImage.Format.Format_RGB32) for image in (one, other)]
    mine, theirs = (np.frombuffer(image.constBits(), np.uint8).astype(int).reshape(-1, 4) for image in same)
    return int((np.abs(mine - theirs).max(axis=1) > 48).sum())


def test_the_canvas_stays_in_step_with_any_edits(qapp: QApplication) -> None:
    run_state_machine_as_test(Edits, settings=settings(max_examples=20, stateful_step_count=18, deadline=None))


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    canvas = Canvas(Project(REGISTRY), REGISTRY)
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    canvas.show()
    return canvas


def test_an_edit_elsewhere_reads_nothing_again(canvas: Canvas, monkeypatch: pytest.MonkeyPatch) -> None:
    block = canvas.project.main
    first = block.add("torch.nn.ReLU")
    for index in range(20):
        block.add("torch.nn.ReLU", position=(0.0, index * 100.0))
    seen: list[str] = []
    real: Callable[[Scene, Node], tuple[float, ...]] = Scene._node_row

    def noted(scene: Scene, node: Node) -> tuple[float, ...]:
        seen.append(node.id)
        return real(scene, node)

    monkeypatch.setattr(Scene, "_node_row", noted)
    editing.move(block, {first.id: (5.0, 5.0)})
    assert set(seen) == {first.id}


def test_broken_wires_and_unknown_kinds_are_drawn_without_harm(qtbot: QtBot) -> None:
    nodes = (Node("u", "torch.nn.Future", "future"), Node("r", "torch.nn.ReLU", "r", {}, (300.0, 0.0)))
    wires = (
        Wire("ok", End("u", "anything"), End("r", "input")),
        Wire("lost", End("u", "anything"), End("r", "no_such_port")),
        Wire("dangling", End("u", "anything"), End("gone", "input")),
    )
    project = Project(REGISTRY, [BlockData("main", "Net", nodes, wires)])
    canvas = Canvas(project, REGISTRY)
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    canvas.show()
    canvas.settle()
    assert set(canvas.scene.wires) == {"ok", "lost"}
    assert canvas.port_pos("future", "anything").x() == pytest.approx(canvas.node_rect("future").right())
    editing.remove(project.main, (), ["ok", "lost", "dangling"])
    with pytest.raises(KeyError):
        canvas.port_pos("future", "anything")
    assert_in_step(canvas.scene)


def test_the_canvas_goes_home_when_its_block_disappears(canvas: Canvas) -> None:
    canvas.project.run("New block", [AddBlock(BlockData("inner", "Inner", (Node("x", "torch.nn.ReLU", "x"),)))])
    canvas.show_block("inner")
    assert canvas.node_rect("x").width() > 0
    canvas.project.run("Remove block", [RemoveBlock("inner")])
    assert canvas.block_id == "main"
    canvas.project.undo()
    canvas.show_block("inner")
    canvas.project.undo()
    assert canvas.block_id == "main"


def test_each_block_is_found_again_where_it_was_left(canvas: Canvas) -> None:
    canvas.project.run("New block", [AddBlock(BlockData("inner", "Inner", (Node("x", "torch.nn.ReLU", "x"),)))])
    canvas.zoom_to(1.7)
    left = canvas.view
    canvas.show_block("inner")
    canvas.zoom_to(0.5)
    canvas.show_block("main")
    assert canvas.view == left


def test_a_detached_canvas_follows_no_more(canvas: Canvas) -> None:
    canvas.detach()
    canvas.project.main.add("torch.nn.ReLU")
    assert len(canvas.scene.nodes) == 0


def test_empty_canvas_says_what_to_do(canvas: Canvas) -> None:
    canvas.settle()
    empty = canvas.grab().toImage()
    node = canvas.project.main.add("torch.nn.ReLU", position=(5000.0, 5000.0))
    canvas.set_minimap_visible(False)
    canvas.settle()
    assert _difference(empty, canvas.grab().toImage()) > 300
    canvas.project.main.remove([node])
    canvas.settle()
    assert _difference(empty, canvas.grab().toImage()) == 0


def large(qtbot: QtBot) -> Canvas:
    nodes = tuple(Node(f"n{i}", "torch.nn.ReLU", f"r{i}", {}, (i % 20 * 200.0, i // 20 * 90.0)) for i in range(400))
    wires = tuple(Wire(f"w{i}", End(f"n{i}", "output"), End(f"n{i + 1}", "input")) for i in range(399))
    canvas = Canvas(Project(REGISTRY, [BlockData("main", "Net", nodes, wires)]), REGISTRY)
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    canvas.show()
    canvas.set_minimap_visible(False)
    return canvas


def test_a_picture_painted_in_slices_ends_as_one_painted_at_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no time at all for a frame, each paints one tile; the last equals a picture painted whole."""
    canvas = large(qtbot)
    canvas.settle()
    monkeypatch.setattr("guinet.ui.canvas.frame.BUDGET", 0.0)
    canvas.zoom_by(1.3, QPointF(200, 150))
    canvas.project.main.remove(["n25"])
    assert not canvas.frame.is_crisp
    qtbot.waitUntil(lambda: canvas.frame.is_crisp)
    sliced = canvas.grab().toImage()
    canvas.frame.forget()
    assert _difference(sliced, canvas.grab().toImage()) <= 3


def test_zooming_out_shows_everything_at_once_from_the_overview(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a dear picture is scaled, what it does not hold comes from the picture of everything."""
    canvas = large(qtbot)
    canvas.zoom_to(1.0)
    monkeypatch.setattr("guinet.ui.canvas.frame.BUDGET", 0.0)
    canvas.settle()
    qtbot.waitUntil(lambda: not canvas.frame.wants_more)
    ground = QImage(canvas.size(), QImage.Format.Format_RGB32)
    ground.fill(canvas.grab().toImage().pixelColor(0, 0))
    canvas.frame_all()
    shown = canvas.grab().toImage()
    assert not canvas.frame.is_crisp
    corner = canvas.node_rect("r0").center().toPoint()
    around = shown.copy(corner.x() - 15, corner.y() - 8, 30, 16)
    assert _difference(around, ground.copy(0, 0, 30, 16)) > 20
