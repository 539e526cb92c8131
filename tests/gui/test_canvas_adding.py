"""The search at the pointer, drops from the palette, the clipboard and the keyboard."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from guinet.core.graph import BlockData, End, Node
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.gestures.drop import MIME
from tests.gui.canvases import joined, show_canvas, steps

LEFT, NONE, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def make(qtbot: QtBot, project: Project) -> Canvas:
    return show_canvas(qtbot, project, 1000, 700)


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """a → b → c in a row."""
    project = Project(REGISTRY)
    add, connect = project.main.add, project.main.connect
    a = add("torch.nn.Linear", "a", (0.0, 0.0), out_features=3)
    b = add("torch.nn.ReLU", "b", (220.0, 0.0))
    c = add("torch.nn.Linear", "c", (440.0, 0.0), out_features=2)
    connect(a["output"], b["input"])
    connect(b["output"], c["input"])
    return make(qtbot, project)


def names(canvas: Canvas) -> list[str]:
    return [node.name for node in canvas.scene.block.nodes.values()]


def empty_spot(canvas: Canvas) -> QPoint:
    return QPoint(500, 550)


# Search


def test_layers_come_before_what_only_takes_a_shape(canvas: Canvas) -> None:
    a = canvas.scene.block.node("a")
    canvas.search_for_wire(QPointF(500, 450), End(a.id, "output"), True)
    rows = canvas.search.popup.rows()
    assert "torch.zeros_like" not in rows[: rows.index("torch.nn.Conv2d")]
    canvas.search.open_to_replace(a.id)
    rows = canvas.search.popup.rows()
    categories = [kind.category for row in rows if (kind := REGISTRY.get(row)) is not None]
    assert categories[0] == "linear"
    assert "linear" not in categories[categories.index("convolution") :]


def test_double_click_on_empty_canvas_searches_and_enter_adds_there(qtbot: QtBot, canvas: Canvas) -> None:
    before, at = steps(canvas), empty_spot(canvas)
    qtbot.mouseDClick(canvas, LEFT, NONE, at)
    popup = canvas.search.popup
    assert popup.isVisible()
    assert popup.line.hasFocus()
    qtbot.keyClicks(popup.line, "fc")  # an alias
    assert popup.rows()[0] == "torch.nn.Linear"
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert names(canvas) == ["a", "b", "c", "linear"]
    assert (canvas.node_rect("linear").center() - at).manhattanLength() <= 10
    assert canvas.selection == (canvas.scene.block.node("linear").id,)
    assert steps(canvas) == before + 1
    assert not popup.isVisible()
    assert canvas.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Tab])
def test_space_and_tab_open_the_search(qtbot: QtBot, canvas: Canvas, key: Qt.Key) -> None:
    qtbot.keyClick(canvas, key)
    assert canvas.search.popup.isVisible()
    qtbot.keyClick(canvas.search.popup.line, Qt.Key.Key_Escape)
    assert not canvas.search.popup.isVisible()
    assert canvas.hasFocus()


def test_typing_a_letter_opens_the_search_with_it(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    qtbot.keyClick(canvas, "c")
    popup = canvas.search.popup
    assert popup.line.text() == "c"
    qtbot.keyClicks(popup.line, "onv2d")
    assert popup.rows()[0] == "torch.nn.Conv2d"
    assert steps(canvas) == before
    assert names(canvas) == ["a", "b", "c"]


def test_arrows_choose_in_the_list_and_do_not_move_nodes(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select([canvas.scene.block.node("a").id])
    canvas.search.open(QPointF(empty_spot(canvas)))
    popup = canvas.search.popup
    second = popup.rows()[1]
    qtbot.keyClick(popup.line, Qt.Key.Key_Down)
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert canvas.scene.block.nodes[canvas.selection[0]].kind == second
    assert canvas.scene.block.node("a").position == (0.0, 0.0)


def test_what_was_added_last_comes_first(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.search.open(QPointF(400, 500), "gelu")
    qtbot.keyClick(canvas.search.popup.line, Qt.Key.Key_Return)
    canvas.search.open(QPointF(400, 500))
    assert canvas.search.popup.rows()[0] == "torch.nn.GELU"


def test_what_is_typed_over_a_node_goes_on_from_it(qtbot: QtBot) -> None:
    canvas = show_canvas(qtbot, Project(REGISTRY, [BlockData("main", "Net")]))
    canvas.search.open(QPointF(200, 300), "randn")
    qtbot.keyClick(canvas.search.popup.line, Qt.Key.Key_Return)
    for before, word in (("randn", "relu"), ("relu", "softmax"), ("relu", "sigmoid")):
        count = steps(canvas)
        canvas.search.open(canvas.node_rect(before).center(), word)
        qtbot.keyClick(canvas.search.popup.line, Qt.Key.Key_Return)
        assert steps(canvas) == count + 1
    assert joined(canvas) == {"randnrelu", "relusoftmax", "relusigmoid"}
    boxes = [canvas.node_rect(name) for name in ("randn", "relu", "softmax", "sigmoid")]
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
    assert boxes[0].right() < boxes[1].left()
    assert boxes[1].right() < boxes[2].left()


def test_what_takes_nothing_is_put_beside_a_node_without_a_wire(qtbot: QtBot) -> None:
    canvas = show_canvas(qtbot, Project(REGISTRY, [BlockData("main", "Net")]))
    canvas.search.open(QPointF(200, 300), "randn")
    qtbot.keyClick(canvas.search.popup.line, Qt.Key.Key_Return)
    canvas.search.open(canvas.node_rect("randn").center(), "arange")
    qtbot.keyClick(canvas.search.popup.line, Qt.Key.Key_Return)
    assert not joined(canvas)
    assert not canvas.node_rect("randn").intersects(canvas.node_rect("arange"))


def test_a_word_nothing_is_called_says_so(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.search.open(QPointF(400, 500), "qqqqzzzz")
    assert canvas.search.popup.rows() == []
    assert canvas.search.popup.nothing.isVisible()
    qtbot.keyClick(canvas.search.popup.line, Qt.Key.Key_Return)
    assert canvas.search.popup.isVisible()


def test_a_click_elsewhere_closes_the_search(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.search.open(QPointF(400, 300))
    qtbot.mouseClick(canvas, LEFT, NONE, QPoint(5, 5))
    canvas.setFocus()
    assert not canvas.search.popup.isVisible()


def test_the_search_stays_inside_the_canvas(canvas: Canvas) -> None:
    canvas.search.open(QPointF(995, 695))
    assert canvas.rect().contains(canvas.search.popup.geometry())


def test_blocks_of_the_project_are_offered_but_not_inside_themselves(qtbot: QtBot) -> None:
    body = BlockData("res", "ResidualBlock", (Node("i", "guinet.Input", "x"), Node("o", "guinet.Output", "y")))
    canvas = make(qtbot, Project(REGISTRY, [BlockData("main", "Net"), body]))
    canvas.search.open(QPointF(400, 300), "resid")
    assert canvas.search.popup.rows()[0] == "block.res"
    qtbot.keyClick(canvas.search.popup.line, Qt.Key.Key_Return)
    made = canvas.scene.block.nodes[canvas.selection[0]]
    assert made.kind == "block.res"
    assert canvas.scene.look(made.id).title == "ResidualBlock"
    assert (canvas.port_pos(made.name, "y") - canvas.port_pos(made.name, "x")).x() == pytest.approx(150)
    canvas.show_block("res")
    canvas.search.open(QPointF(400, 300), "resid")
    assert "block.res" not in canvas.search.popup.rows()


def test_add_at_puts_the_middle_there(canvas: Canvas) -> None:
    canvas.snaps_to_grid = False
    node = canvas.add_at("torch.nn.Dropout", QPointF(300, 500))
    assert node is not None
    assert (canvas.node_rect("dropout").center() - QPointF(300, 500)).manhattanLength() < 0.1


def test_add_at_refuses_an_unknown_kind_in_words(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    with qtbot.waitSignal(canvas.message) as signal:
        assert canvas.add_at("torch.nn.Nonsense", QPointF(300, 500)) is None
    assert "torch.nn.Nonsense" in signal.args[0]
    assert steps(canvas) == before


# Drops from the palette


def mime(kind: str) -> QMimeData:
    data = QMimeData()
    data.setData(MIME, kind.encode())
    return data


def drop(canvas: Canvas, kind: str, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    data, action = mime(kind), Qt.DropAction.CopyAction
    QApplication.sendEvent(canvas, QDragEnterEvent(QPoint(10, 10), action, data, LEFT, keys))
    QApplication.sendEvent(canvas, QDragMoveEvent(at, action, data, LEFT, keys))
    QApplication.processEvents()
    QApplication.sendEvent(canvas, QDropEvent(QPointF(at), action, data, LEFT, keys))


def test_a_drop_on_empty_canvas_adds_in_one_step(canvas: Canvas) -> None:
    before = steps(canvas)
    drop(canvas, "torch.nn.Tanh", empty_spot(canvas))
    assert names(canvas)[-1] == "tanh"
    assert (canvas.node_rect("tanh").center() - empty_spot(canvas)).manhattanLength() <= 10
    assert steps(canvas) == before + 1


def test_a_drop_on_a_wire_inserts_and_makes_room_in_one_step(canvas: Canvas) -> None:
    before, block = steps(canvas), canvas.scene.block
    nodes, wires = dict(block.nodes), dict(block.wires)
    wire = block.incoming(block.node("b").id)[0].id
    drop(canvas, "torch.nn.Tanh", canvas.wire_point(wire).toPoint())
    tanh = block.node("tanh")
    assert [block.nodes[node].name for node in block.predecessors(tanh.id)] == ["a"]
    assert [block.nodes[node].name for node in block.successors(tanh.id)] == ["b"]
    assert len(block.wires) == 3
    assert canvas.node_rect("b").left() > canvas.node_rect("tanh").right()
    assert block.node("c").position[0] - block.node("b").position[0] == 220.0
    assert block.node("a").position == (0.0, 0.0)
    assert steps(canvas) == before + 1
    canvas.project.undo()
    assert block.nodes == nodes
    assert block.wires == wires


def test_alt_keeps_the_others_where_they_are(canvas: Canvas) -> None:
    block = canvas.scene.block
    wire = block.incoming(block.node("b").id)[0].id
    drop(canvas, "torch.nn.Tanh", canvas.wire_point(wire).toPoint(), ALT)
    assert len(block.wires) == 3
    assert block.node("b").position == (220.0, 0.0)


def test_what_has_no_input_is_not_inserted(canvas: Canvas) -> None:
    block = canvas.scene.block
    wire = block.incoming(block.node("b").id)[0].id
    drop(canvas, "guinet.data.digits", canvas.wire_point(wire).toPoint())
    assert wire in block.wires
    assert len(block.nodes) == 4


def test_a_drag_that_leaves_again_adds_nothing(canvas: Canvas) -> None:
    before = steps(canvas)
    action, data = Qt.DropAction.CopyAction, mime("torch.nn.Tanh")
    QApplication.sendEvent(canvas, QDragEnterEvent(QPoint(10, 10), action, data, LEFT, NONE))
    assert canvas.gesture is not None
    QApplication.sendEvent(canvas, QDragLeaveEvent())
    assert canvas.gesture is None
    assert steps(canvas) == before


def test_other_things_dragged_over_are_not_taken(canvas: Canvas) -> None:
    data = QMimeData()
    data.setText("hello")
    event = QDragEnterEvent(QPoint(10, 10), Qt.DropAction.CopyAction, data, LEFT, NONE)
    QApplication.sendEvent(canvas, event)
    assert not event.isAccepted()
    assert canvas.gesture is None


# Clipboard and commands


def test_copy_and_paste_with_keys_keeps_inner_wires(qtbot: QtBot, canvas: Canvas) -> None:
    before, block = steps(canvas), canvas.scene.block
    canvas.select([block.node("a").id, block.node("b").id])
    qtbot.keyClick(canvas, Qt.Key.Key_C, CTRL)
    assert steps(canvas) == before
    qtbot.keyClick(canvas, Qt.Key.Key_V, CTRL)
    assert sorted(names(canvas)) == ["a", "a_1", "b", "b_1", "c"]
    assert list(block.successors(block.node("a_1").id)) == [block.node("b_1").id]
    assert block.node("a_1").arguments == {"out_features": 3}
    assert set(canvas.selection) == {block.node("a_1").id, block.node("b_1").id}
    assert steps(canvas) == before + 1
    qtbot.keyClick(canvas, Qt.Key.Key_V, CTRL)
    assert block.node("a_2").position != block.node("a_1").position


def test_paste_reaches_another_canvas_as_text(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select_all()
    canvas.copy()
    text = QApplication.clipboard().text()
    other = make(qtbot, Project(REGISTRY))
    QApplication.clipboard().setText(text)
    other.paste()
    assert sorted(names(other)) == ["a", "b", "c"]
    assert len(other.scene.wires) == 2


def test_cut_removes_and_pastes_back(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select([canvas.scene.block.node("b").id])
    qtbot.keyClick(canvas, Qt.Key.Key_X, CTRL)
    assert names(canvas) == ["a", "c"]
    canvas.paste()
    assert names(canvas) == ["a", "c", "b"]


def test_pasting_something_else_says_so_and_changes_nothing(qtbot: QtBot, canvas: Canvas) -> None:
    QApplication.clipboard().setText("hello")
    before = steps(canvas)
    with qtbot.waitSignal(canvas.message):
        canvas.paste()
    assert steps(canvas) == before


def test_duplicate_brings_the_wires_into_it(qtbot: QtBot, canvas: Canvas) -> None:
    before, block = steps(canvas), canvas.scene.block
    canvas.select([block.node("b").id])
    qtbot.keyClick(canvas, Qt.Key.Key_D, CTRL)
    assert [block.nodes[node].name for node in block.predecessors(block.node("b_1").id)] == ["a"]
    assert steps(canvas) == before + 1


def test_delete_removes_nodes_with_their_wires_and_undo_restores(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    qtbot.keyClick(canvas, Qt.Key.Key_A, CTRL)
    assert sorted(canvas.selection) == sorted(canvas.scene.block.node(name).id for name in "abc")
    canvas.select([canvas.scene.block.node("b").id])
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert names(canvas) == ["a", "c"]
    assert len(canvas.scene.wires) == 0
    assert canvas.selection == ()
    assert steps(canvas) == before + 1
    canvas.project.undo()
    assert len(canvas.scene.wires) == 2


def test_deleting_nothing_is_no_step(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert steps(canvas) == before


def test_arrows_move_by_ten_and_merge_into_one_step(qtbot: QtBot, canvas: Canvas) -> None:
    before = steps(canvas)
    canvas.select([canvas.scene.block.node("b").id])
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(canvas, key)
    assert canvas.scene.block.node("b").position == (240.0, 10.0)
    qtbot.keyClick(canvas, Qt.Key.Key_Left, SHIFT)
    assert canvas.scene.block.node("b").position == (190.0, 10.0)
    qtbot.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert canvas.scene.block.node("b").position == (189.0, 10.0)
    assert steps(canvas) == before + 1
    canvas.project.undo()
    assert canvas.scene.block.node("b").position == (220.0, 0.0)


# Walking with the keyboard


def test_tab_walks_along_the_wires_and_then_leaves(qtbot: QtBot, canvas: Canvas) -> None:
    other = QLineEdit(canvas.window())
    other.show()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)  # with nothing selected: the first node
    walked = [canvas.scene.block.nodes[canvas.selection[0]].name]
    for _ in range(2):
        qtbot.keyClick(canvas, Qt.Key.Key_Tab)
        walked.append(canvas.scene.block.nodes[canvas.selection[0]].name)
    assert walked == ["a", "b", "c"]
    assert canvas.shows_focus
    qtbot.keyClick(canvas, Qt.Key.Key_Tab)
    assert canvas.selection == (canvas.scene.block.node("c").id,)
    assert not canvas.hasFocus()
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Backtab, SHIFT)
    assert canvas.scene.block.nodes[canvas.selection[0]].name == "b"
    assert canvas.hasFocus()


def test_enter_opens_and_escape_clears(qtbot: QtBot, canvas: Canvas) -> None:
    node = canvas.scene.block.node("b").id
    canvas.select([node])
    with qtbot.waitSignal(canvas.nodeActivated) as signal:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert signal.args == [node]
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.selection == ()


def test_f_frames_the_selection_and_home_everything(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.pan_by(4000, 0)
    canvas.select([canvas.scene.block.node("c").id])
    qtbot.keyClick(canvas, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: abs(canvas.node_rect("c").center().x() - 500) < 2)
    canvas.pan_by(4000, 0)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.rect().contains(canvas.node_rect("a").toRect())


def test_typing_in_the_search_line_never_reaches_the_canvas(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select_all()
    canvas.search.open(QPointF(300, 300), "relu")
    line = canvas.search.popup.line
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClick(line, Qt.Key.Key_F)
    assert names(canvas) == ["a", "b", "c"]
    assert line.text() == "f"
