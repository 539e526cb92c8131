"""What is pasted comes whole, chosen and in sight, on ground that nothing else lies on."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.core import framing, noting
from guinet.core.graph import FrameMode
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.placing import free_box
from tests.gui.canvases import center, show_canvas, steps

CTRL, LEFT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """A row a → b → c → d; the pointer is outside."""
    project = Project(REGISTRY)
    block = project.main
    made = [block.add("torch.nn.ReLU", name, (220.0 * place, 0.0)) for place, name in enumerate("abcd")]
    for one, other in pairwise(made):
        block.connect(one["output"], other["input"])
    return show_canvas(qtbot, project, framed=True)


def covered(canvas: Canvas) -> list[tuple[str, str]]:
    scene = canvas.scene
    boxes = {**{node: scene.rect(node) for node in scene.nodes}, **scene.notes.boxes}
    return [(one, other) for one, other in combinations(boxes, 2) if boxes[one].intersects(boxes[other])]


def whole(canvas: Canvas) -> QRectF:
    box = QRectF()
    for node in canvas.selection:
        box |= canvas.shown_rect(node)
    return box


def key(qtbot: QtBot, canvas: Canvas, key: Qt.Key) -> None:
    qtbot.keyClick(canvas, key, CTRL)


def test_a_paste_lies_on_nothing_is_whole_chosen_and_in_sight(qtbot: QtBot, canvas: Canvas) -> None:
    key(qtbot, canvas, Qt.Key.Key_A)
    key(qtbot, canvas, Qt.Key.Key_C)
    seen, before = set(canvas.scene.nodes), steps(canvas)
    for times in range(1, 5):
        key(qtbot, canvas, Qt.Key.Key_V)
        assert covered(canvas) == []
        assert set(canvas.selection) == set(canvas.scene.nodes) - seen
        assert canvas.rect().toRectF().contains(whole(canvas))
        tops = {canvas.scene.rect(node).top() for node in canvas.selection}
        assert len(tops) == 1, "as it was drawn"
        assert steps(canvas) == before + times
        seen = set(canvas.scene.nodes)
    canvas.project.undo()
    assert len(canvas.scene.nodes) == 16


def test_a_paste_begins_at_the_pointer_where_there_is_room(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select((canvas.scene.block.node("a").id, canvas.scene.block.node("b").id))
    key(qtbot, canvas, Qt.Key.Key_C)
    at = QPoint(150, 60)
    QTest.mouseMove(canvas, at)
    key(qtbot, canvas, Qt.Key.Key_V)
    corner = whole(canvas).topLeft()
    assert (corner - QPointF(at)).manhattanLength() <= 12
    QTest.mouseMove(canvas, center(canvas, "c"))
    key(qtbot, canvas, Qt.Key.Key_V)
    assert covered(canvas) == []
    assert canvas.rect().toRectF().contains(whole(canvas))


def test_what_is_larger_than_the_view_is_seen_whole(qtbot: QtBot, canvas: Canvas) -> None:
    key(qtbot, canvas, Qt.Key.Key_A)
    key(qtbot, canvas, Qt.Key.Key_C)
    canvas.zoom_to(2.0)
    key(qtbot, canvas, Qt.Key.Key_V)
    assert canvas.view.scale < 2.0
    assert canvas.rect().toRectF().contains(whole(canvas))
    assert covered(canvas) == []


def test_a_paste_avoids_what_is_open_in_place(qtbot: QtBot, canvas: Canvas) -> None:
    block = canvas.scene.block
    canvas.select([block.node("c").id, block.node("d").id])
    canvas.blocks.group()
    [instance] = canvas.selection
    canvas.opened.open(instance)
    canvas.end_glide()
    canvas.select([block.node("a").id])
    key(qtbot, canvas, Qt.Key.Key_C)
    [card] = canvas.opened.cards()
    QApplication.processEvents()
    for _ in range(3):
        key(qtbot, canvas, Qt.Key.Key_V)
        assert not card.intersects(canvas.scene.rect(canvas.selection[0]))
    assert covered(canvas) == []


def test_a_frame_comes_along_with_all_of_its_nodes(qtbot: QtBot, canvas: Canvas) -> None:
    block = canvas.scene.block
    frame = framing.add_frame(block, [block.node("a").id, block.node("b").id], "Pair")
    canvas.select([block.node("a").id, block.node("b").id])
    key(qtbot, canvas, Qt.Key.Key_C)
    key(qtbot, canvas, Qt.Key.Key_V)
    assert [(one.title, one.mode) for one in block.frames] == [("Pair", FrameMode.NONE)] * 2
    copy = block.frames[1]
    assert {block.nodes[node].frame for node in canvas.selection} == {copy.id}
    boxes = canvas.scene.frames.boxes
    assert not boxes[frame.id].intersects(boxes[copy.id])
    assert canvas.rect().toRectF().contains(canvas.view.rect_to_widget(boxes[copy.id]))

    canvas.select([block.node("a").id])
    key(qtbot, canvas, Qt.Key.Key_C)
    key(qtbot, canvas, Qt.Key.Key_V)
    assert not block.nodes[canvas.selection[0]].frame, "one of two nodes does not widen the frame it was copied from"


def test_a_note_lands_beside_the_rest(qtbot: QtBot, canvas: Canvas) -> None:
    note = noting.add_note(canvas.scene.block, (0.0, 100.0, 200.0, 100.0), "Read me")
    canvas.choose_frame(note.id)
    key(qtbot, canvas, Qt.Key.Key_C)
    key(qtbot, canvas, Qt.Key.Key_V)
    key(qtbot, canvas, Qt.Key.Key_V)
    assert len(canvas.scene.notes.boxes) == 3
    assert covered(canvas) == []


def test_the_nearest_free_ground_is_found() -> None:
    taken = [QRectF(0, 0, 100, 100), QRectF(0, 110, 100, 100)]

    def touched(room: QRectF) -> list[QRectF]:
        return [box for box in taken if box.intersects(room)]

    free = QRectF(QPointF(300, 0), QSizeF(50, 50))
    assert free_box(free, touched) == free
    left = free_box(QRectF(QPointF(10, 80), QSizeF(50, 50)), touched)
    assert (left.right(), left.top()) == (-21, 80), "81 away; 111 to the right, 151 down, 151 up"
    taken.append(QRectF(-100, 0, 90, 210))
    assert free_box(QRectF(QPointF(10, 80), QSizeF(50, 50)), touched).left() == 121
