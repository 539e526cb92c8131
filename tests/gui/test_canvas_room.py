"""A block opened in place: others make way, nothing is covered, and all is as it was when it closes."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.core.graph import BlockData, End, Node, Note, Wire
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.opened_area import LEAST_SCALE, Area
from tests.gui.canvases import center, show_canvas

LEFT, NONE, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """x → net → act, below it a row a → b and a note; net and other are instances of Inner."""
    inner = BlockData(
        "inner",
        "Inner",
        (Node("i", "guinet.Input", "i"), Node("r", "torch.nn.ReLU", "relu", {}, (220.0, 0.0))),
        (Wire("1", End("i", "output"), End("r", "input")),),
    )
    main = BlockData(
        "main",
        "Net",
        (
            Node("x", "guinet.Input", "x"),
            Node("n", "block.inner", "net", {}, (220.0, 0.0)),
            Node("m", "torch.nn.ReLU", "act", {}, (440.0, 0.0)),
            Node("a", "torch.nn.ReLU", "a", {}, (0.0, 160.0)),
            Node("b", "block.inner", "other", {}, (260.0, 160.0)),
        ),
        (Wire("2", End("a", "output"), End("b", "i")),),
        notes=(Note("note", "Below", (300.0, 260.0, 120.0, 60.0)),),
    )
    return show_canvas(qtbot, Project(REGISTRY, [main, inner]), 1100, 800, framed=True)


def corner(canvas: Canvas, name: str) -> QPoint:
    return (canvas.node_rect(name).bottomRight() - QPointF(9, 9)).toPoint()


def toggle(qtbot: QtBot, canvas: Canvas, name: str) -> None:
    qtbot.mouseClick(canvas, LEFT, NONE, corner(canvas, name))
    canvas.end_glide()


def boxes(canvas: Canvas) -> dict[str, QRectF]:
    """All that lies on the canvas, in scene units: nodes, notes and cards."""
    scene = canvas.scene
    cards = {
        f"card of {child.node}": child.box()
        for child in canvas.children()
        if isinstance(child, Area) and child.node in canvas.opened
    }
    return {**{node: scene.rect(node) for node in scene.nodes}, **scene.notes.boxes, **cards}


def covered(canvas: Canvas) -> list[tuple[str, str]]:
    found = boxes(canvas)
    return [(one, other) for one, other in combinations(found, 2) if found[one].intersects(found[other])]


def test_neighbours_make_room_and_come_back_exactly(qtbot: QtBot, canvas: Canvas) -> None:
    before = boxes(canvas)
    places = {id: node.position for id, node in canvas.scene.block.nodes.items()}
    toggle(qtbot, canvas, "net")
    after = boxes(canvas)
    assert covered(canvas) == []
    assert [after[id] for id in "xnm"] == [before[id] for id in "xnm"], "its own row stays"
    down = {round(after[id].top() - before[id].top()) for id in ("a", "b", "note")}
    assert len(down) == 1, "what is below keeps its shape"
    assert down.pop() > 0
    assert canvas.scene.ends("2")[1] > after["a"].top(), "wires go along"
    assert {id: node.position for id, node in canvas.scene.block.nodes.items()} == places
    assert not canvas.project.history.labels

    toggle(qtbot, canvas, "net")
    assert boxes(canvas) == before
    assert not canvas.project.history.labels


def test_two_open_blocks_cover_nothing_whichever_closes_first(qtbot: QtBot, canvas: Canvas) -> None:
    before = boxes(canvas)
    for first, second in (("net", "other"), ("other", "net")):
        toggle(qtbot, canvas, first)
        toggle(qtbot, canvas, second)
        assert covered(canvas) == []
        toggle(qtbot, canvas, first)
        assert covered(canvas) == []
        toggle(qtbot, canvas, second)
        assert boxes(canvas) == before


def test_what_is_dragged_meanwhile_stays_where_the_hand_put_it(qtbot: QtBot, canvas: Canvas) -> None:
    before = boxes(canvas)
    toggle(qtbot, canvas, "net")
    aside, start = canvas.scene.rect("a"), center(canvas, "a")
    qtbot.mousePress(canvas, LEFT, NONE, start)
    for step in (10, 30, 60):
        qtbot.mouseMove(canvas, start + QPoint(0, step))
    qtbot.mouseRelease(canvas, LEFT, NONE, start + QPoint(0, 60))
    put = canvas.scene.rect("a")
    assert put.left() == aside.left()
    assert 0 < put.top() - aside.top() < 100, "from where it was seen"
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    put = canvas.scene.rect("a")
    assert canvas.scene.block.nodes["a"].position == (put.left(), put.top())
    toggle(qtbot, canvas, "net")
    assert canvas.scene.rect("a") == put
    assert canvas.scene.rect("b") == before["b"]
    toggle(qtbot, canvas, "net")
    while canvas.project.history.labels:
        canvas.project.undo()
    assert covered(canvas) == []
    toggle(qtbot, canvas, "net")
    assert boxes(canvas) == before


def test_a_copy_of_what_made_way_stands_beside_it(qtbot: QtBot, canvas: Canvas) -> None:
    toggle(qtbot, canvas, "net")
    qtbot.mouseClick(canvas, LEFT, NONE, center(canvas, "a"))
    qtbot.keyClick(canvas, Qt.Key.Key_D, CONTROL)
    [copy] = canvas.selection
    way = canvas.scene.rect(copy).topLeft() - canvas.scene.rect("a").topLeft()
    assert 0 < way.x() < 100
    assert 0 < way.y() < 100


def test_a_block_dragged_while_open_takes_its_card_along_over_nothing(qtbot: QtBot, canvas: Canvas) -> None:
    toggle(qtbot, canvas, "net")
    start = center(canvas, "net")
    qtbot.mousePress(canvas, LEFT, NONE, start)
    for step in (10, 40, 70):
        qtbot.mouseMove(canvas, start + QPoint(0, -step))
    qtbot.mouseRelease(canvas, LEFT, NONE, start + QPoint(0, -70))
    canvas.end_glide()
    assert covered(canvas) == []
    assert canvas.scene.rect("n").bottom() < canvas.opened.canvas("n").parentWidget().box().top()  # type: ignore[union-attr]


def test_the_card_is_in_sight_from_however_far_it_is_opened(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.zoom_to(LEAST_SCALE / 3)
    canvas.select(("b",))
    canvas.opened.toggle_selected()
    canvas.end_glide()
    QApplication.processEvents()
    card = canvas.opened.canvas("b").parentWidget()
    assert isinstance(card, Area)
    assert card.isVisible()
    assert canvas.rect().contains(card.geometry())
    assert canvas.rect().contains(canvas.node_rect("other").toRect())


def test_who_has_not_looked_elsewhere_sees_on_closing_what_was_seen_before(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.pan_by(350, 0)
    before = canvas.view
    toggle(qtbot, canvas, "net")
    assert canvas.view != before, "the card had no room on the right"
    toggle(qtbot, canvas, "net")
    assert canvas.view == before
    toggle(qtbot, canvas, "net")
    canvas.pan_by(10, 0)
    there = canvas.view
    toggle(qtbot, canvas, "net")
    assert canvas.view == there


def test_a_layout_leaves_room_for_what_is_open(qtbot: QtBot, canvas: Canvas) -> None:
    toggle(qtbot, canvas, "net")
    toggle(qtbot, canvas, "other")
    canvas.arranging.lay_out()
    canvas.end_glide()
    assert covered(canvas) == []
    sight = canvas.view.rect_to_scene(QRectF(canvas.rect()))
    assert all(sight.contains(box) for box in boxes(canvas).values()), "cards are in sight with the rest"


def test_a_card_put_on_others_by_hand_has_them_make_way(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.zoom_to(0.6)
    toggle(qtbot, canvas, "net")
    card = canvas.opened.canvas("n").parentWidget()
    assert isinstance(card, Area)
    qtbot.mousePress(card, LEFT, NONE, QPoint(60, 12))
    for _ in range(4):
        qtbot.mouseMove(card, QPoint(60, 12) + QPoint(0, 20))
    assert covered(canvas) != []
    qtbot.mouseRelease(card, LEFT, NONE, QPoint(60, 12))
    canvas.end_glide()
    assert covered(canvas) == []


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_done_meanwhile_all_is_where_the_graph_has_it_in_the_end(canvas: Canvas, seed: int) -> None:
    project, chance = canvas.project, Random(seed)
    start = {node.id: node.position for node in project.main.nodes.values()}

    def drag() -> None:
        at = canvas.shown_rect(chance.choice(list(canvas.scene.nodes))).center().toPoint()
        way = QPoint(chance.randrange(-200, 200), chance.randrange(-200, 200))
        QTest.mousePress(canvas, LEFT, NONE, at)
        for share in (2, 1):
            QTest.mouseMove(canvas, at + way / share)
        QTest.mouseRelease(canvas, LEFT, NONE, at + way)

    def copy() -> None:
        canvas.select((chance.choice(list(canvas.scene.nodes)),))
        chance.choice((canvas.duplicate, canvas.delete))()

    doings = (
        lambda: canvas.opened.toggle(chance.choice(("n", "b"))),
        drag,
        copy,
        project.undo,
        project.redo,
        canvas.arranging.lay_out,
        lambda: canvas.zoom_by(chance.choice((0.4, 0.7, 1.5))),
    )
    for _ in range(14):
        if len(canvas.scene.nodes):
            chance.choice(doings)()
        if chance.random() < 0.5:
            QApplication.processEvents()
    for node in ("n", "b"):
        canvas.opened.close(node)
    canvas.end_glide()
    for kept in project.main.nodes.values():
        assert canvas.scene.rect(kept.id).topLeft() == QPointF(*kept.position)
    for note in project.main.notes:
        assert canvas.scene.notes.boxes[note.id] == QRectF(*note.box)
    while project.history.labels:
        project.undo()
    assert {node.id: node.position for node in project.main.nodes.values()} == start
