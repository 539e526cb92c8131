"""What a hand does without thinking: wiring at half size, a wire let go on a node, one kind replaced by another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from guinet.core import framing
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.far_titles import title_of
from guinet.ui.canvas.hits import Hit
from tests.gui.canvases import center, id_of, joined, show_canvas, steps

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """a → b, a sum and a concatenation without wires; a frame around a and b."""
    project = Project(REGISTRY)
    main = project.main
    a = main.add("torch.nn.Linear", "a", (0.0, 0.0), out_features=3)
    b = main.add("torch.nn.ReLU", "b", (220.0, 0.0))
    main.add("torch.sub", "c", (440.0, 200.0))
    main.add("torch.cat", "d", (0.0, 300.0))
    main.connect(a["output"], b["input"])
    framing.add_frame(main, [a.id, b.id], "The first stage")
    return show_canvas(qtbot, project, 1000, 700)


def drag(qtbot: QtBot, canvas: Canvas, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    button = RIGHT if keys & CTRL else LEFT
    qtbot.mousePress(canvas, button, keys, start)
    for part in (0.2, 0.6, 1.0):
        qtbot.mouseMove(canvas, start + (end - start) * part)
        QApplication.processEvents()
    qtbot.mouseRelease(canvas, button, keys, end)


def port(canvas: Canvas, name: str, output: bool | None = None) -> QPoint:
    node, port = name.split(".")
    return canvas.port_pos(node, port, output).toPoint()


def into(canvas: Canvas, name: str) -> list[str]:
    """What leads to a node, by port: `input<b`."""
    block = canvas.scene.block
    wires = block.incoming(block.node(name).id)
    return [f"{wire.target.port}<{block.nodes[wire.source.node].name}" for wire in wires]


# Wires


@pytest.mark.parametrize("scale", [0.5, 0.4, 0.31])
def test_ports_are_pulled_from_far_out_too(qtbot: QtBot, canvas: Canvas, scale: float) -> None:
    canvas.zoom_to(scale)
    drag(qtbot, canvas, port(canvas, "b.output"), port(canvas, "c.other"))
    assert into(canvas, "c") == ["other<b"]
    assert canvas.hit(canvas.node_rect("b").center()) == Hit("node", id_of(canvas, "b")), "and nodes are still held"


def test_at_half_size_ports_are_painted(canvas: Canvas) -> None:
    canvas.zoom_to(0.5)
    canvas.settle()
    at = port(canvas, "d.output", True)
    ground = canvas.grab().toImage().pixelColor(at + QPoint(0, 8))
    assert canvas.grab().toImage().pixelColor(at) != ground


def test_where_no_ports_are_shown_none_is_pulled(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.zoom_to(0.28)
    before = steps(canvas)
    assert canvas.hit(QPointF(port(canvas, "d.output"))).what == "node"
    drag(qtbot, canvas, port(canvas, "b.output") - QPoint(2, 0), port(canvas, "c.other"))
    assert joined(canvas) == {"ab"}
    assert canvas.project.history.labels[before:] == ("Move",)


def test_a_wire_let_go_on_a_node_takes_its_first_free_input(qtbot: QtBot, canvas: Canvas) -> None:
    for number, name in enumerate(("a", "b")):
        drag(qtbot, canvas, port(canvas, f"{name}.output"), center(canvas, "c"))
        assert into(canvas, "c") == ["input<a", "other<b"][: number + 1]
    assert not canvas.search.popup.isVisible()
    assert steps(canvas) == 2 + len(("a", "b", "c", "d", "wire", "frame"))


def test_a_wire_let_go_on_a_node_it_cannot_enter_says_why(qtbot: QtBot, canvas: Canvas) -> None:
    before, told = steps(canvas), list[str]()
    canvas.message.connect(told.append)
    drag(qtbot, canvas, port(canvas, "b.output"), center(canvas, "a"))
    assert steps(canvas) == before
    assert len(told) == 1
    assert "cycle" in told[0]


def test_from_an_input_a_wire_let_go_on_a_node_takes_its_output(qtbot: QtBot, canvas: Canvas) -> None:
    drag(qtbot, canvas, port(canvas, "c.other"), center(canvas, "b"))
    assert into(canvas, "c") == ["other<b"]


def test_a_cut_takes_only_what_it_crosses(qtbot: QtBot, canvas: Canvas) -> None:
    """A line through the box of a slanting wire, beside its curve, takes nothing."""
    main = canvas.scene.block
    main.connect(main.node("d")["output"], main.node("c")["input"])
    before = steps(canvas)

    def cut(start: QPointF, end: QPointF) -> None:
        to_widget = canvas.view.to_widget
        drag(qtbot, canvas, to_widget(start).toPoint(), to_widget(end).toPoint(), CTRL)

    row = canvas.scene.wires.row(main.incoming(main.node("c").id)[0].id)
    assert row[0] < 180 < 230 < row[2]
    assert row[1] < 240 < row[3]
    cut(QPointF(180, 240), QPointF(230, 240))
    assert steps(canvas) == before
    cut(QPointF(180, 240), QPointF(400, 350))
    assert joined(canvas) == {"ab"}


# Frames


def test_far_out_a_frame_is_held_by_the_title_one_sees(qtbot: QtBot, canvas: Canvas) -> None:
    for scale in (0.45, 0.15):
        canvas.zoom_to(scale)
        frame = canvas.scene.block.frames[0]
        title = title_of(frame, canvas.view.rect_to_widget(canvas.scene.frames.boxes[frame.id]), scale)
        assert title is not None
        at = title.ground.center()
        assert canvas.hit(at) == Hit("frame", frame.id)
        with qtbot.waitSignal(canvas.contextRequested) as asked:
            event = QContextMenuEvent(
                QContextMenuEvent.Reason.Mouse, at.toPoint(), canvas.mapToGlobal(at).toPoint(), NONE
            )
            QApplication.sendEvent(canvas, event)
        assert asked.args is not None
        assert asked.args[0] == Hit("frame", frame.id)
        assert canvas.chosen_frame == frame.id


def test_the_menu_of_a_title_being_written_stays_open_and_so_does_the_title(qtbot: QtBot, canvas: Canvas) -> None:
    """A right click right after making a frame falls on the line that asks for its title."""
    canvas.blocks.rename_frame(canvas.scene.block.frames[0].id)
    line = canvas.inline.editor
    assert isinstance(line, QLineEdit)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, QPoint(5, 5), line.mapToGlobal(QPoint(5, 5)), Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(line, event)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert canvas.inline.editor is line
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    QTest.keyClicks(line, "Stem")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert canvas.scene.block.frames[0].title == "Stem"


# Keys and touchpad


def space(canvas: Canvas, kind: QEvent.Type, at: int) -> None:
    event = QKeyEvent(kind, Qt.Key.Key_Space, NONE, " ")
    event.setTimestamp(at)
    QApplication.sendEvent(canvas, event)


def test_space_that_the_system_repeats_opens_no_search(qtbot: QtBot, canvas: Canvas) -> None:
    """X11 tells of a key that is held by letting it go and pressing it again, which Qt does not always see through."""
    down, up = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
    space(canvas, down, 1000)
    drag(qtbot, canvas, QPoint(700, 50), QPoint(760, 90))
    for at in (1300, 1340):
        space(canvas, up, at)
        space(canvas, down, at + 1)
    space(canvas, up, 1380)
    assert not canvas.search.popup.isVisible()
    space(canvas, down, 2000)
    space(canvas, up, 2600)
    assert not canvas.search.popup.isVisible(), "held, it was meant for panning"
    space(canvas, down, 3000)
    space(canvas, up, 3080)
    assert canvas.search.popup.isVisible()


def test_a_row_of_layers_is_typed_one_after_the_other(qtbot: QtBot, canvas: Canvas) -> None:
    """Wherever the pointer rests: each goes on from the one before, until the pointer moves."""
    qtbot.mouseMove(canvas, QPoint(820, 560))

    def add(words: str) -> None:
        canvas.setFocus()
        QTest.keyClicks(canvas, words[:1])
        QTest.keyClicks(canvas.search.popup.line, words[1:])
        QTest.keyClick(canvas.search.popup.line, Qt.Key.Key_Return)

    for words in ("dropout", "tanh", "sigmoid"):
        add(words)
    assert joined(canvas) == {"ab", "dropouttanh", "tanhsigmoid"}
    qtbot.mouseMove(canvas, QPoint(830, 660))
    add("softmax")
    assert joined(canvas) == {"ab", "dropouttanh", "tanhsigmoid"}


def test_pinching_zooms_at_the_fingers(canvas: Canvas) -> None:
    at = QPointF(300, 200)
    fixed, before = canvas.view.to_scene(at), canvas.view.scale
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        canvas.mapToGlobal(at),
        0.25,
        QPointF(),
    )
    QApplication.sendEvent(canvas, event)
    assert canvas.view.scale == pytest.approx(before * 1.25)
    moved = canvas.view.to_scene(at) - fixed
    assert abs(moved.x()) + abs(moved.y()) < 1.5


# One kind by another, and what belongs together


def test_a_node_is_replaced_and_keeps_its_wires_and_place(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select((id_of(canvas, "b"),))
    before, place = steps(canvas), canvas.scene.block.node("b").position
    canvas.edits.ask_replacement()
    popup = canvas.search.popup
    assert "torch.nn.ReLU" not in popup.rows(), "what it is already"
    QTest.keyClicks(popup.line, "tanh")
    assert "while." not in popup.rows()
    QTest.keyClick(popup.line, Qt.Key.Key_Return)
    node = canvas.scene.block.node("b")
    assert (node.kind, node.position) == ("torch.nn.Tanh", place)
    assert joined(canvas) == {"ab"}
    assert canvas.project.history.labels[before:] == ("Replace",)
    assert canvas.recent[0] == "torch.nn.Tanh"
    canvas.project.undo()
    assert canvas.scene.block.node("b").kind == "torch.nn.ReLU"


def test_only_what_has_ports_for_the_wires_may_stand_in_their_place(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select((id_of(canvas, "b"),))
    canvas.edits.ask_replacement()
    QTest.keyClicks(canvas.search.popup.line, "input")
    assert "guinet.Input" not in canvas.search.popup.rows()
    QTest.keyClick(canvas.search.popup.line, Qt.Key.Key_Escape)
    canvas.search.open(QPointF(500, 600), "input")
    assert "guinet.Input" in canvas.search.popup.rows(), "the next search is one as ever"


def test_arguments_both_kinds_know_are_kept(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.edits.replace(id_of(canvas, "a"), "torch.nn.Bilinear")
    node = canvas.scene.block.node("a")
    assert node.kind == "torch.nn.Bilinear"
    assert node.arguments["out_features"] == 3


def test_inputs_change_places_or_it_is_said_that_they_cannot(qtbot: QtBot, canvas: Canvas) -> None:
    main, told = canvas.scene.block, list[str]()
    canvas.message.connect(told.append)
    main.connect(main.node("a")["output"], main.node("c")["input"])
    main.connect(main.node("b")["output"], main.node("c")["other"])
    canvas.select((id_of(canvas, "c"),))
    canvas.edits.swap_inputs()
    assert sorted(into(canvas, "c")) == ["input<b", "other<a"]
    canvas.select((id_of(canvas, "b"),))
    canvas.edits.swap_inputs()
    assert told == ["There are no two inputs whose wires could change places."]


def test_what_leads_here_what_follows_and_what_is_alike_is_selected(qtbot: QtBot, canvas: Canvas) -> None:
    def chosen() -> set[str]:
        return {canvas.scene.block.nodes[node].name for node in canvas.selection}

    main = canvas.scene.block
    main.connect(main.node("b")["output"], main.node("d")["tensors"])
    main.add("torch.nn.ReLU", "e", (600.0, 0.0))
    canvas.select((id_of(canvas, "b"),))
    canvas.edits.select_reached(backwards=True)
    assert chosen() == {"a", "b"}
    canvas.select((id_of(canvas, "b"),))
    canvas.edits.select_reached(backwards=False)
    assert chosen() == {"b", "d"}
    canvas.select((id_of(canvas, "b"),))
    canvas.edits.select_alike()
    assert chosen() == {"b", "e"}
