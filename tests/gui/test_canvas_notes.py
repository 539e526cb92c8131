"""Notes on the canvas, and frames that are resized and coloured."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from guinet.core import framing, noting
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.storage import files
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.note_painter import text_height
from tests.gui.canvases import show_canvas

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """Two nodes in a frame, and a note below; at life size."""
    project = Project(REGISTRY)
    main = project.main
    nodes = [main.add("torch.nn.ReLU", name, (220.0 * place, 0.0)) for place, name in enumerate("ab")]
    framing.add_frame(main, [node.id for node in nodes], "Features")
    noting.add_note(main, (0.0, 200.0, 200.0, 100.0), "# Why\nbecause")
    return show_canvas(qtbot, project)


def box(canvas: Canvas) -> QRectF:
    """The note's box in widget coordinates."""
    [found] = canvas.scene.notes.boxes.values()
    return canvas.view.rect_to_widget(found)


def frame_box(canvas: Canvas) -> QRectF:
    [found] = canvas.scene.frames.boxes.values()
    return canvas.view.rect_to_widget(found)


def drag(qtbot: QtBot, canvas: Canvas, start: QPoint, by: QPoint) -> None:
    qtbot.mousePress(canvas, LEFT, NONE, start)
    for part in (0.1, 0.5, 1.0):
        qtbot.mouseMove(canvas, start + by * part)
        QApplication.processEvents()
    qtbot.mouseRelease(canvas, LEFT, NONE, start + by)


def editor(canvas: Canvas) -> QPlainTextEdit:
    found = canvas.inline.editor
    assert isinstance(found, QPlainTextEdit)
    return found


def test_a_note_is_moved_and_resized_as_one_step_each(qtbot: QtBot, canvas: Canvas) -> None:
    before = canvas.project.history.labels
    drag(qtbot, canvas, box(canvas).center().toPoint(), QPoint(50, 30))
    assert canvas.scene.block.notes[0].box == (50.0, 230.0, 200.0, 100.0)
    drag(qtbot, canvas, box(canvas).bottomRight().toPoint() - QPoint(2, 2), QPoint(60, 40))
    assert canvas.scene.block.notes[0].box == (50.0, 230.0, 260.0, 140.0)
    drag(qtbot, canvas, box(canvas).bottomRight().toPoint() - QPoint(2, 2), QPoint(-900, -900))
    assert canvas.scene.block.notes[0].box[2:] == noting.LEAST
    assert canvas.project.history.labels == (*before, *["Move note"] * 3)
    for _ in range(3):
        canvas.project.undo()
    assert canvas.scene.block.notes[0].box == (0.0, 200.0, 200.0, 100.0)


def test_a_double_click_writes_a_note_and_ctrl_enter_takes_it(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseDClick(canvas, LEFT, NONE, box(canvas).center().toPoint())
    qtbot.keyClicks(editor(canvas), "first")
    qtbot.keyClick(editor(canvas), Qt.Key.Key_Return)
    qtbot.keyClicks(editor(canvas), "m and b are letters here")
    qtbot.keyClick(editor(canvas), Qt.Key.Key_Return, CTRL)
    assert canvas.inline.editor is None
    assert canvas.scene.block.notes[0].text == "first\nm and b are letters here"


def test_escape_keeps_what_the_note_said(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseDClick(canvas, LEFT, NONE, box(canvas).center().toPoint())
    qtbot.keyClicks(editor(canvas), "nothing")
    qtbot.keyClick(editor(canvas), Qt.Key.Key_Escape)
    assert canvas.scene.block.notes[0].text == "# Why\nbecause"


def test_a_note_grows_for_its_text(qtbot: QtBot, canvas: Canvas) -> None:
    text = "\n\n".join(["A line that is long enough to be broken into two."] * 6)
    qtbot.mouseDClick(canvas, LEFT, NONE, box(canvas).center().toPoint())
    editor(canvas).setPlainText(text)
    qtbot.keyClick(editor(canvas), Qt.Key.Key_Return, CTRL)
    assert canvas.scene.block.notes[0].box[3] == text_height(text, 200.0) > 200.0


def test_a_new_note_left_empty_goes(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.blocks.add_note()
    assert len(canvas.scene.block.notes) == 2
    qtbot.keyClick(editor(canvas), Qt.Key.Key_Return, CTRL)
    assert len(canvas.scene.block.notes) == 1


def test_delete_takes_the_chosen_note(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseClick(canvas, LEFT, NONE, box(canvas).center().toPoint())
    assert canvas.chosen_frame == canvas.scene.block.notes[0].id
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert canvas.scene.block.notes == ()
    canvas.project.undo()
    assert len(canvas.scene.notes.boxes) == 1


def test_everything_in_sight_includes_notes(canvas: Canvas) -> None:
    noting.set_note(canvas.scene.block, canvas.scene.block.notes[0].id, box=(4000.0, 0.0, 200.0, 100.0))
    canvas.frame_all()
    assert QRectF(canvas.rect()).contains(box(canvas))


def test_far_out_the_title_of_a_frame_keeps_its_size(canvas: Canvas) -> None:
    canvas.zoom_to(0.12)
    canvas.settle()
    shown = frame_box(canvas).toAlignedRect()
    titled = canvas.grab(shown).toImage()
    framing.set_frame(canvas.scene.block, canvas.scene.block.frames[0].id, title="")
    canvas.settle()
    bare = canvas.grab(shown).toImage()
    different = [
        y for y in range(bare.height()) if any(bare.pixel(x, y) != titled.pixel(x, y) for x in range(bare.width()))
    ]
    assert len(different) >= 12  # letters of twelve pixels, however small the frame is


def test_a_frame_is_resized_by_its_sides_and_never_below_its_nodes(qtbot: QtBot, canvas: Canvas) -> None:
    before, steps = frame_box(canvas), canvas.project.history.labels
    drag(qtbot, canvas, before.bottomRight().toPoint(), QPoint(70, 40))
    assert canvas.scene.block.frames[0].room == (0.0, 0.0, 70.0, 40.0)
    assert frame_box(canvas) == before.adjusted(0, 0, 70, 40)
    left = QPoint(round(before.left()), round(before.center().y()) + 20)
    drag(qtbot, canvas, left, QPoint(-30, 0))
    drag(qtbot, canvas, frame_box(canvas).bottomRight().toPoint(), QPoint(-500, -500))
    assert canvas.scene.block.frames[0].room == (30.0, 0.0, 0.0, 0.0)
    assert canvas.project.history.labels == (*steps, *["Resize frame"] * 3)


def test_the_pointer_shows_what_can_be_resized(qtbot: QtBot, canvas: Canvas) -> None:
    shape = Qt.CursorShape
    frame = frame_box(canvas)
    expected = {
        frame.bottomRight().toPoint(): shape.SizeFDiagCursor,
        frame.topRight().toPoint(): shape.SizeBDiagCursor,
        QPoint(round(frame.right()), round(frame.center().y())): shape.SizeHorCursor,
        QPoint(round(frame.center().x()), round(frame.bottom())): shape.SizeVerCursor,
        box(canvas).bottomRight().toPoint() - QPoint(2, 2): shape.SizeFDiagCursor,
        box(canvas).center().toPoint(): shape.ArrowCursor,
    }
    for at, cursor in expected.items():
        qtbot.mouseMove(canvas, at)
        assert canvas.cursor().shape() is cursor


def test_a_resized_frame_moves_with_its_nodes(qtbot: QtBot, canvas: Canvas) -> None:
    drag(qtbot, canvas, frame_box(canvas).bottomRight().toPoint(), QPoint(70, 40))
    before = frame_box(canvas)
    drag(qtbot, canvas, frame_box(canvas).topLeft().toPoint() + QPoint(60, 12), QPoint(0, 100))
    assert frame_box(canvas) == before.translated(0, 100)


def test_colours_and_notes_are_in_the_file(canvas: Canvas) -> None:
    block = canvas.scene.block
    framing.set_frame(block, block.frames[0].id, colour="green", room=(1.0, 2.0, 3.0, 4.0))
    noting.set_note(block, block.notes[0].id, colour="pink")
    again = files.loads(files.dumps(canvas.project)).main
    assert (again.frames, again.notes) == (block.frames, block.notes)


@pytest.mark.parametrize("box", ['"here"', "[1, 2, 3]", '[0, 0, "wide", 1]', "[true, 0, 1, 1]"])
def test_a_file_with_a_note_that_is_nowhere_is_refused_in_a_sentence(canvas: Canvas, box: str) -> None:
    from guinet.core.problems import Unreadable

    text = files.dumps(canvas.project).replace("[0, 200, 200, 100]", box)
    with pytest.raises(Unreadable, match="four numbers"):
        files.loads(text)


def test_a_note_lies_below_nodes_and_above_nothing(qtbot: QtBot, canvas: Canvas) -> None:
    block = canvas.scene.block
    noting.set_note(block, block.notes[0].id, box=(0.0, 0.0, 300.0, 100.0))
    qtbot.mouseClick(canvas, LEFT, NONE, canvas.node_rect("a").center().toPoint())
    assert canvas.selection == (block.node("a").id,)


def test_a_note_is_copied_to_another_place_with_its_text(qtbot: QtBot, canvas: Canvas) -> None:
    block = canvas.scene.block
    canvas.choose_frame(block.notes[0].id)
    qtbot.keyClick(canvas, Qt.Key.Key_C, CTRL)
    qtbot.keyClick(canvas, Qt.Key.Key_V, CTRL)
    first, second = block.notes
    assert second.text == first.text
    assert second.id != first.id
    assert second.box[2:] == first.box[2:]
    assert not QRectF(*second.box).intersects(QRectF(*first.box))
    assert canvas.chosen_frame == second.id
    qtbot.keyClick(canvas, Qt.Key.Key_V, CTRL)
    assert len({note.box for note in block.notes}) == 3, "each lands beside the last"
    canvas.project.undo()
    canvas.project.undo()
    assert block.notes == (first,)


def test_a_note_is_cut_and_duplicated(qtbot: QtBot, canvas: Canvas) -> None:
    block = canvas.scene.block
    [note] = block.notes
    canvas.choose_frame(note.id)
    qtbot.keyClick(canvas, Qt.Key.Key_D, CTRL)
    assert [each.text for each in block.notes] == [note.text, note.text]
    canvas.choose_frame(note.id)
    qtbot.keyClick(canvas, Qt.Key.Key_X, CTRL)
    assert note.id not in {each.id for each in block.notes}
    qtbot.keyClick(canvas, Qt.Key.Key_V, CTRL)
    assert [each.text for each in block.notes] == [note.text, note.text]
    assert len(block.nodes) == 2
