"""Frames around nodes, drawn, named, moved, joined and left with real mouse events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from guinet.core import editing, framing
from guinet.core.graph import Frame, FrameMode
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.frames import PADDING, TITLE
from tests.gui.canvases import center, show_canvas, steps

LEFT = Qt.MouseButton.LeftButton
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """a and b beside each other in a frame, c below; 900×600 at life size."""
    project = Project(REGISTRY)
    for name, place in (("a", (0.0, 0.0)), ("b", (200.0, 0.0)), ("c", (100.0, 220.0))):
        project.main.add("torch.nn.ReLU", name, place)
    framing.add_frame(project.main, [project.main.node(name).id for name in "ab"], "frozen", FrameMode.NO_GRAD)
    return show_canvas(qtbot, project, framed=True)


def frame(canvas: Canvas) -> Frame:
    return canvas.scene.block.frames[0]


def bar(canvas: Canvas) -> QPoint:
    """The right end of the frame's title bar."""
    box = canvas.view.rect_to_widget(canvas.scene.frames.title_bar(frame(canvas).id))
    return QPoint(round(box.right() - 20), round(box.center().y()))


def members(canvas: Canvas) -> set[str]:
    block = canvas.scene.block
    return {block.nodes[node].name for node in framing.members(block, frame(canvas).id)}


def drag(qtbot: QtBot, canvas: Canvas, start: QPoint, way: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    qtbot.mousePress(canvas, LEFT, keys, start)
    for part in (0.1, 0.5, 1.0):
        qtbot.mouseMove(canvas, start + way * part)
        QApplication.processEvents()
    qtbot.mouseRelease(canvas, LEFT, keys, start + way)


def test_a_frame_lies_around_its_nodes(canvas: Canvas) -> None:
    box = canvas.scene.frames.boxes[frame(canvas).id]
    nodes = canvas.scene.bounds([canvas.scene.block.node(name).id for name in "ab"])
    assert (box.left(), box.right()) == (nodes.left() - PADDING, nodes.right() + PADDING)
    assert (box.top(), box.bottom()) == (nodes.top() - PADDING - TITLE, nodes.bottom() + PADDING)
    assert canvas.scene.bounds().contains(box)


def test_its_ground_is_painted_below_the_nodes(canvas: Canvas) -> None:
    canvas.settle()
    shown = canvas.grab().toImage()
    inside = center(canvas, "a") + QPoint(95, 5)
    node = center(canvas, "a") + QPoint(40, 20)
    framing.remove_frame(canvas.scene.block, frame(canvas).id)
    canvas.settle()
    bare = canvas.grab().toImage()
    assert shown.pixelColor(inside) != bare.pixelColor(inside)
    assert shown.pixelColor(node) == bare.pixelColor(node)


def test_a_node_of_others_in_its_rectangle_is_left_out(canvas: Canvas) -> None:
    block = canvas.scene.block
    editing.move(block, {block.node("a").id: (-120.0, 0.0), block.node("b").id: (320.0, 0.0)})
    canvas.frame_all()
    stranger = canvas.scene.block.node("c").id
    beside = (canvas.view.to_widget(QPointF(95.0, 30.0))).toPoint()
    canvas.settle()
    ground = canvas.grab().toImage().pixelColor(beside)
    editing.move(block, {stranger: (100.0, 0.0)})
    assert canvas.scene.frames.strangers(frame(canvas).id) == [canvas.scene.rect(stranger)]
    canvas.settle()
    assert canvas.grab().toImage().pixelColor(beside) != ground
    assert members(canvas) == {"a", "b"}


def test_moving_the_title_bar_moves_the_nodes_in_one_step(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    drag(qtbot, canvas, bar(canvas), QPoint(53, -40))
    positions = {name: canvas.scene.block.node(name).position for name in "abc"}
    assert positions == {"a": (50.0, -40.0), "b": (250.0, -40.0), "c": (100.0, 220.0)}
    assert steps(canvas) == before + 1
    assert canvas.chosen_frame == frame(canvas).id
    canvas.project.undo()
    assert canvas.scene.block.node("a").position == (0.0, 0.0)


def test_escape_takes_a_move_of_the_frame_back(qtbot: QtBot, canvas: Canvas) -> None:
    start, before = bar(canvas), steps(canvas)
    qtbot.mousePress(canvas, LEFT, NONE, start)
    qtbot.mouseMove(canvas, start + QPoint(60, 60))
    assert canvas.layers.hidden_frames == {frame(canvas).id}
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(canvas, LEFT, NONE, start + QPoint(60, 60))
    assert steps(canvas) == before
    assert canvas.layers.hidden_frames == frozenset()


def test_a_node_dropped_into_the_frame_joins_it_in_the_step_of_the_move(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    drag(qtbot, canvas, center(canvas, "c"), QPoint(0, -190))
    assert members(canvas) == {"a", "b", "c"}
    assert steps(canvas) == before + 1
    canvas.project.undo()
    assert members(canvas) == {"a", "b"}
    assert canvas.scene.block.node("c").position == (100.0, 220.0)


def test_a_node_dragged_out_leaves_it(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    drag(qtbot, canvas, center(canvas, "b"), QPoint(120, 200))
    assert members(canvas) == {"a"}
    assert steps(canvas) == before + 1
    box = canvas.scene.frames.boxes[frame(canvas).id]
    assert not box.intersects(canvas.scene.rect(canvas.scene.block.node("b").id))
    assert box.left() == canvas.scene.rect(canvas.scene.block.node("a").id).left() - PADDING


def test_a_frame_narrower_than_its_title_grows_with_it(qtbot: QtBot, canvas: Canvas) -> None:
    alone = canvas.scene.block.node("c").id
    made = framing.add_frame(canvas.scene.block, [alone]).id
    node = canvas.scene.rect(alone)

    def box() -> QRectF:
        return canvas.scene.frames.boxes[made]

    assert box().width() == node.width() + 2 * PADDING
    framing.set_frame(canvas.scene.block, made, title="What the network has learned of the first digit")
    titled = box()
    assert titled.width() > node.width() + 2 * PADDING + 40
    assert titled.left() == node.left() - PADDING, "to the right"
    framing.set_frame(canvas.scene.block, made, mode=FrameMode.INFERENCE_MODE)
    assert box().width() > titled.width(), "for the line of Python beside it, too"
    framing.set_frame(canvas.scene.block, made, title="x" * 500)
    assert box().width() < 500, "but not without end"
    framing.set_frame(canvas.scene.block, made, title="", mode=FrameMode.NONE)
    assert box().width() == node.width() + 2 * PADDING


def test_a_frame_widened_by_its_title_is_resized_from_where_it_ends(qtbot: QtBot, canvas: Canvas) -> None:
    alone = canvas.scene.block.node("c").id
    made = framing.add_frame(canvas.scene.block, [alone], "What the network has learned of the first digit").id
    canvas.frame_all()
    box = canvas.scene.frames.boxes[made]
    side = canvas.view.to_widget(QPointF(box.right(), box.center().y())).toPoint()
    before = box.width()
    drag(qtbot, canvas, side, QPoint(round(60 * canvas.view.scale), 0))
    assert canvas.scene.frames.boxes[made].width() == pytest.approx(before + 60, abs=11)


def test_alt_keeps_the_frame_as_it_is(qtbot: QtBot, canvas: Canvas) -> None:
    drag(qtbot, canvas, center(canvas, "c"), QPoint(0, -190), ALT)
    assert members(canvas) == {"a", "b"}
    drag(qtbot, canvas, center(canvas, "b"), QPoint(120, 200), ALT)
    assert members(canvas) == {"a", "b"}


def test_all_nodes_of_a_frame_take_it_along(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select([canvas.scene.block.node(name).id for name in "ab"])
    drag(qtbot, canvas, center(canvas, "a"), QPoint(0, 300))
    assert members(canvas) == {"a", "b"}


def test_the_last_node_that_leaves_ends_the_frame(qtbot: QtBot, canvas: Canvas) -> None:
    framing.add_frame(canvas.scene.block, [canvas.scene.block.node("c").id], "other")
    other = canvas.scene.block.frames[1]
    canvas.frame_all()
    drag(qtbot, canvas, center(canvas, "c"), QPoint(0, round(-190 * canvas.view.scale)))
    assert other.id not in canvas.scene.frames.boxes
    assert members(canvas) == {"a", "b", "c"}
    assert [each.title for each in canvas.scene.block.frames] == ["frozen"]


def test_the_title_is_written_where_it_stands(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseDClick(canvas, LEFT, NONE, bar(canvas))
    line = canvas.inline.editor
    assert isinstance(line, QLineEdit)
    assert line.text() == "frozen"
    qtbot.keyClicks(line, "Feature extractor")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert frame(canvas).title == "Feature extractor"
    assert canvas.inline.editor is None


def test_making_a_frame_asks_for_its_title(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select([canvas.scene.block.node("c").id])
    canvas.blocks.frame()
    line = canvas.inline.editor
    assert isinstance(line, QLineEdit)
    qtbot.keyClicks(line, "head")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert [each.title for each in canvas.scene.block.frames] == ["frozen", ""]
    assert canvas.chosen_frame == canvas.scene.block.frames[1].id


def test_delete_takes_a_chosen_frame_and_leaves_its_nodes(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseClick(canvas, LEFT, NONE, bar(canvas))
    assert canvas.selection == ()
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert canvas.scene.block.frames == ()
    assert len(canvas.scene.nodes) == 3
    canvas.project.undo()
    assert members(canvas) == {"a", "b"}


def test_in_a_frame_a_rubber_band_begins_as_anywhere(qtbot: QtBot, canvas: Canvas) -> None:
    start = center(canvas, "b") + QPoint(-88, 40)
    drag(qtbot, canvas, start, QPoint(150, -60))
    assert canvas.selection == (canvas.scene.block.node("b").id,)


def test_frames_follow_what_others_do(canvas: Canvas) -> None:
    block = canvas.scene.block
    framing.add_frame(block, [block.node("c").id], "head")
    block.remove([block.node("a"), block.node("b")])
    assert [block.frame(id).title for id in canvas.scene.frames.boxes if block.frame(id)] == ["head"]  # type: ignore[union-attr]
    canvas.project.undo()
    boxes = dict(canvas.scene.frames.boxes)
    canvas.scene.load()
    assert boxes == canvas.scene.frames.boxes
