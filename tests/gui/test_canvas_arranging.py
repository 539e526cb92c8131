"""Align, distribute, guides, and the layered layout of a selection or of everything."""

from __future__ import annotations

from collections.abc import Callable
from time import sleep

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QProgressDialog
from pytestqt.qtbot import QtBot

from guinet.core import framing, noting
from guinet.core.aligning import Edge, arranged, distributed
from guinet.core.changes import MoveNodes as MoveChange
from guinet.core.graph import BlockData, Node, Wire
from guinet.core.layered import LayoutStopped
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas import arranging
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.gestures.move import MoveNodes
from tests.gui.canvases import show_canvas

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
PLACES = {"a": (0.0, 0.0), "b": (270.0, 130.0), "c": (600.0, -40.0)}


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    project = Project(REGISTRY)
    for name, place in PLACES.items():
        project.main.add("torch.nn.ReLU", name, place)
    return show_canvas(qtbot, project, 1100, 700)


def places(canvas: Canvas) -> dict[str, tuple[float, float]]:
    return {node.name: node.position for node in canvas.scene.block.nodes.values()}


@pytest.mark.parametrize(
    ("edge", "expected"),
    [
        ("left", {name: (0.0, y) for name, (_, y) in PLACES.items()}),
        ("right", {name: (600.0, y) for name, (_, y) in PLACES.items()}),
        ("centre", {name: (300.0, y) for name, (_, y) in PLACES.items()}),
        ("top", {name: (x, -40.0) for name, (x, _) in PLACES.items()}),
        ("bottom", {name: (x, 130.0) for name, (x, _) in PLACES.items()}),
        ("middle", {name: (x, 45.0) for name, (x, _) in PLACES.items()}),
    ],
)
def test_edges_come_into_line_as_one_step(canvas: Canvas, edge: Edge, expected: dict[str, tuple[float, float]]) -> None:
    canvas.select_all()
    steps = canvas.project.history.labels
    canvas.arranging.align(edge)
    assert places(canvas) == expected
    assert canvas.project.history.labels == (*steps, "Align")
    canvas.project.undo()
    assert places(canvas) == PLACES


def test_gaps_become_equal_and_the_outermost_stay(canvas: Canvas) -> None:
    canvas.select_all()
    canvas.arranging.distribute(True)
    assert places(canvas) == {**PLACES, "b": (300.0, 130.0)}
    canvas.arranging.distribute(False)
    assert [y for _, y in places(canvas).values()] == [45.0 if name == "a" else PLACES[name][1] for name in "abc"]


def test_nodes_of_different_size_get_equal_gaps() -> None:
    boxes = {"a": (0.0, 0.0, 100.0, 10.0), "b": (110.0, 0.0, 20.0, 10.0), "c": (300.0, 0.0, 50.0, 10.0)}
    assert distributed(boxes, True) == {"a": (0.0, 0.0), "b": (190.0, 0.0), "c": (300.0, 0.0)}  # two gaps of 90


def test_two_nodes_are_told_to_be_three(canvas: Canvas) -> None:
    told: list[str] = []
    canvas.message.connect(told.append)
    canvas.select([node.id for node in canvas.scene.block.nodes.values()][:2])
    canvas.arranging.distribute(True)
    assert told == ["Select three or more nodes to make the gaps between them equal."]


# Guides


def hold(qtbot: QtBot, canvas: Canvas, name: str, to: QPointF) -> MoveNodes:
    """Drags a node until its corner would be at `to`, and keeps holding it."""
    start = canvas.node_rect(name).center().toPoint()
    by = (canvas.view.to_widget(to) - canvas.node_rect(name).topLeft()).toPoint()
    qtbot.mousePress(canvas, LEFT, NONE, start)
    for part in (0.1, 0.5, 1.0):
        qtbot.mouseMove(canvas, start + by * part)
        QApplication.processEvents()
    assert isinstance(canvas.gesture, MoveNodes)
    return canvas.gesture


def test_a_node_snaps_to_its_neighbours_edges_and_lines_show_it(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.scene.block.project.run("Move", [MoveChange("main", {canvas.scene.block.node("a").id: (3.0, 7.0)})])
    gesture = hold(qtbot, canvas, "b", QPointF(6.0, 300.0))
    assert gesture._guides is not None
    [line] = gesture._guides.lines
    assert line.x1() == line.x2() in (3.0, canvas.scene.rect(canvas.scene.block.node("a").id).center().x(), 3.0 + 150)
    qtbot.mouseRelease(canvas, LEFT, NONE, canvas.node_rect("b").center().toPoint() + QPoint(3, 0))
    assert places(canvas)["b"] == (3.0, 300.0)


def test_away_from_neighbours_the_grid_holds(qtbot: QtBot, canvas: Canvas) -> None:
    gesture = hold(qtbot, canvas, "b", QPointF(303.0, 404.0))
    assert gesture._guides is not None
    assert gesture._guides.lines == []
    qtbot.mouseRelease(canvas, LEFT, NONE, canvas.node_rect("b").center().toPoint())
    assert places(canvas)["b"] == (300.0, 400.0)


# Layout


def chain(count: int, fold: int = 7) -> Project:
    """A chain of nodes, all in a heap."""
    nodes = [Node(f"n{at}", "torch.nn.ReLU", f"r{at}", {}, (at % fold * 5.0, at // fold * 5.0)) for at in range(count)]
    wires = [Wire(f"w{at}", nodes[at]["output"], nodes[at + 1]["input"]) for at in range(count - 1)]
    return Project(REGISTRY, [BlockData("main", "Net", tuple(nodes), tuple(wires))])


def shown(qtbot: QtBot, project: Project) -> Canvas:
    canvas = Canvas(project, REGISTRY)
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    canvas.show()
    return canvas


def overlaps(canvas: Canvas) -> int:
    boxes = [canvas.scene.rect(node) for node in canvas.scene.nodes]
    return sum(one.intersects(other) for place, one in enumerate(boxes) for other in boxes[:place])


def test_everything_is_laid_out_along_the_wires_as_one_step(qtbot: QtBot) -> None:
    canvas = shown(qtbot, chain(12))
    assert overlaps(canvas) > 0
    with qtbot.waitSignal(canvas.arranging.finished):
        canvas.arranging.lay_out()
    assert overlaps(canvas) == 0
    columns = [canvas.scene.block.nodes[f"n{at}"].position[0] for at in range(12)]
    assert columns == sorted(set(columns))
    assert canvas.project.history.labels == ("Lay out",)
    canvas.project.undo()
    assert canvas.scene.block.nodes["n8"].position == (5.0, 5.0)


def test_nodes_glide_to_where_the_graph_has_them_already(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arranging, "reduced_motion", lambda: False)
    canvas = shown(qtbot, chain(5))
    canvas.arranging.lay_out()
    at_once = canvas.scene.block.nodes["n4"].position
    assert canvas.scene.rect("n4").x() != at_once[0]
    qtbot.waitUntil(lambda: canvas.scene.rect("n4").x() == at_once[0])


def test_a_press_ends_the_gliding(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arranging, "reduced_motion", lambda: False)
    canvas = shown(qtbot, chain(5))
    canvas.arranging.lay_out()
    qtbot.mousePress(canvas, LEFT, NONE, QPoint(3, 3))
    assert canvas.scene.rect("n4").x() == canvas.scene.block.nodes["n4"].position[0]


def test_where_less_motion_is_wanted_nothing_glides(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arranging, "reduced_motion", lambda: True)
    canvas = shown(qtbot, chain(5))
    canvas.arranging.lay_out()
    assert canvas.scene.rect("n4").x() == canvas.scene.block.nodes["n4"].position[0]


def test_of_a_selection_the_others_stay(qtbot: QtBot) -> None:
    canvas = shown(qtbot, chain(6))
    canvas.select(["n0", "n1", "n2"])
    before = [canvas.scene.block.nodes[f"n{at}"].position for at in (3, 4, 5)]
    canvas.arranging.lay_out()
    assert [canvas.scene.block.nodes[f"n{at}"].position for at in (3, 4, 5)] == before
    assert canvas.scene.block.nodes["n0"].position == (0.0, 0.0)
    assert canvas.scene.block.nodes["n2"].position[0] > 300.0


def test_the_nodes_of_a_frame_stay_together(qtbot: QtBot) -> None:
    project = chain(9)
    framing.add_frame(project.main, ["n2", "n3", "n4"], "Inside")
    canvas = shown(qtbot, project)
    canvas.arranging.lay_out()
    canvas.arranging.end_glide()
    [box] = canvas.scene.frames.boxes.values()
    inside = {node for node in canvas.scene.nodes if box.intersects(canvas.scene.rect(node))}
    assert inside == {"n2", "n3", "n4"}
    assert overlaps(canvas) == 0


def test_a_large_graph_is_laid_out_beside_the_window_with_cancel(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arranging, "AT_ONCE", 10)
    monkeypatch.setattr(arranging, "ANIMATED", 10)
    canvas = shown(qtbot, chain(60))
    with qtbot.waitSignal(canvas.arranging.finished):
        canvas.arranging.lay_out()
        dialog = canvas.findChild(QProgressDialog, "layout_dialog")
        assert dialog is not None
        assert places(canvas)["r59"] == (15.0, 40.0)  # not before it has ended
    assert overlaps(canvas) == 0
    canvas.project.undo()

    def endless(*_: object, stopping: Callable[[], bool], **__: object) -> dict[str, tuple[float, float]]:
        while not stopping():
            sleep(0.001)
        raise LayoutStopped

    monkeypatch.setattr(arranging, "arranged", endless)
    with qtbot.waitSignal(canvas.arranging.finished):
        canvas.arranging.lay_out()
        dialog = canvas.findChildren(QProgressDialog, "layout_dialog")[-1]
        dialog.canceled.emit()
    assert places(canvas)["r59"] == (15.0, 40.0)
    assert canvas.project.history.undone_labels == ("Lay out",)


def test_a_layout_overtaken_by_an_edit_is_dropped_with_a_sentence(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arranging, "AT_ONCE", 1)
    canvas = shown(qtbot, chain(4))
    told: list[str] = []
    canvas.message.connect(told.append)
    with qtbot.waitSignal(canvas.arranging.finished):
        canvas.arranging.lay_out()
        canvas.scene.block.remove(["n3"])
    assert told == ["The graph changed meanwhile: lay it out again."]
    assert canvas.project.history.labels == ("Delete",)


def test_the_same_graph_is_always_laid_out_the_same() -> None:
    boxes = {f"n{at}": (at * 1.0, 0.0, 150.0, 60.0) for at in range(9)}
    ends = [("n0", f"n{at}", 30.0, 30.0) for at in range(1, 9)]
    found = [arranged(chain(9).main, boxes, ends) for _ in range(2)]
    assert found[0] == found[1]


def test_notes_make_way_for_nodes_in_the_same_step(qtbot: QtBot) -> None:
    project = chain(6)
    on_the_way = noting.add_note(project.main, (200.0, 0.0, 120.0, 60.0), "on the way")
    aside = noting.add_note(project.main, (0.0, 900.0, 120.0, 60.0), "aside")
    canvas = shown(qtbot, project)
    canvas.arranging.lay_out()
    canvas.arranging.end_glide()
    boxes = canvas.scene.notes.boxes
    assert not any(boxes[on_the_way.id].intersects(canvas.scene.rect(node)) for node in canvas.scene.nodes)
    assert boxes[aside.id].topLeft() == QPointF(0.0, 900.0)
    canvas.project.undo()
    assert canvas.scene.notes.boxes[on_the_way.id].topLeft() == QPointF(200.0, 0.0)
    assert canvas.scene.block.nodes["n5"].position == (25.0, 0.0)


def test_a_frame_with_more_room_gets_it(qtbot: QtBot) -> None:
    project = chain(9)
    frame = framing.add_frame(project.main, ["n2", "n3", "n4"], "Inside")
    framing.set_frame(project.main, frame.id, room=(150.0, 80.0, 150.0, 80.0))
    canvas = shown(qtbot, project)
    canvas.arranging.lay_out()
    canvas.arranging.end_glide()
    box = canvas.scene.frames.boxes[frame.id]
    assert {node for node in canvas.scene.nodes if box.intersects(canvas.scene.rect(node))} == {"n2", "n3", "n4"}
