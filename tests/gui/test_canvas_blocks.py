"""Grouping, going in and out, repeats and control nodes, with real mouse and key events."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from guinet.core.graph import Node
from guinet.core.problems import Problem
from guinet.core.project import MAIN, Project
from guinet.core.report import NodeReport
from guinet.core.values import Reference, TensorSpec
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.tooltips import node_lines
from tests.gui.canvases import center, id_of, show_canvas

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """x → a → b → c in a row; 900×600 at life size."""
    project = Project(REGISTRY)
    add = project.main.add
    nodes = [
        add("guinet.Input", "x", (0.0, 0.0), shape=(4,)),
        add("torch.nn.Linear", "a", (220.0, 0.0), out_features=3),
        add("torch.nn.ReLU", "b", (440.0, 0.0)),
        add("torch.nn.Linear", "c", (660.0, 0.0), out_features=2),
    ]
    for source, target in pairwise(nodes):
        project.main.connect(source["output"], target["input"])
    return show_canvas(qtbot, project, 1000, 600, framed=True)


def grouped(canvas: Canvas) -> Node:
    """A block of a and b; its instance."""
    canvas.select([id_of(canvas, "a"), id_of(canvas, "b")])
    canvas.blocks.group()
    return canvas.scene.block.nodes[canvas.selection[0]]


def crumbs(canvas: Canvas) -> list[str]:
    shown = canvas.breadcrumbs
    return [
        *(button.text() for button in shown.findChildren(QPushButton) if not button.isHidden()),
        *(label.text() for label in shown.findChildren(QLabel, "crumb_here") if not label.isHidden()),
    ]


def test_a_block_without_an_instance_is_removed_and_told(canvas: Canvas, qtbot: QtBot) -> None:
    told: list[str] = []
    canvas.message.connect(told.append)
    grouped(canvas)
    canvas.blocks.remove_unused()
    canvas.delete()
    canvas.blocks.remove_unused()
    assert told == ["The network uses every block there is.", "Removed: Block."]
    assert list(canvas.project.blocks) == [MAIN]
    canvas.project.undo()
    canvas.project.undo()
    assert canvas.scene.block.nodes[id_of(canvas, "block")].block_id in canvas.project.blocks


def test_grouping_selects_the_instance_and_undo_brings_all_back(canvas: Canvas) -> None:
    before = canvas.scene.block.data()
    instance = grouped(canvas)
    assert instance.name == "block"
    assert canvas.scene.look(instance.id).category == "block"
    assert len(canvas.scene.wires) == 2
    canvas.project.undo()
    after = canvas.scene.block.data()
    assert ({node.id for node in after.nodes}, set(after.wires)) == (
        {node.id for node in before.nodes},
        set(before.wires),
    )
    assert len(canvas.scene.nodes) == 4


def test_a_group_that_cannot_be_says_why(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select([id_of(canvas, "a"), id_of(canvas, "c")])
    with qtbot.waitSignal(canvas.message) as told:
        canvas.blocks.group()
    assert "through b" in told.args[0]
    assert list(canvas.project.blocks) == [MAIN]


def test_ungrouping_selects_what_was_inside(qtbot: QtBot, canvas: Canvas) -> None:
    grouped(canvas)
    canvas.blocks.ungroup()
    assert {canvas.scene.block.nodes[node].name for node in canvas.selection} == {"a", "b"}
    canvas.select([id_of(canvas, "c")])
    with qtbot.waitSignal(canvas.message):
        canvas.blocks.ungroup()


def test_a_double_click_goes_in_and_escape_comes_out(qtbot: QtBot, canvas: Canvas) -> None:
    instance = grouped(canvas)
    view = canvas.view
    qtbot.mouseDClick(canvas, LEFT, NONE, center(canvas, "block"))
    assert canvas.block_id == instance.block_id
    assert crumbs(canvas) == ["Net", "Block"]
    assert canvas.breadcrumbs.isVisible()
    canvas.select([id_of(canvas, "a")])
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert (canvas.selection, canvas.block_id) == ((), instance.block_id)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.block_id == MAIN
    assert canvas.selection == (instance.id,)
    assert canvas.view == view
    assert not canvas.breadcrumbs.isVisible()


def test_enter_goes_in_and_a_breadcrumb_leads_out_past_several(qtbot: QtBot, canvas: Canvas) -> None:
    outer = grouped(canvas)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    canvas.select([id_of(canvas, "b")])
    canvas.blocks.group()
    inner = canvas.selection[0]
    qtbot.keyClick(canvas, Qt.Key.Key_Enter)
    assert crumbs(canvas) == ["Net", "Block", "Block2"]
    QApplication.processEvents()
    buttons = [button for button in canvas.breadcrumbs.findChildren(QPushButton) if not button.isHidden()]
    qtbot.mouseClick(buttons[1], LEFT)
    assert (canvas.block_id, canvas.selection) == (outer.block_id, (inner,))
    canvas.enter(inner)
    buttons = [button for button in canvas.breadcrumbs.findChildren(QPushButton) if not button.isHidden()]
    qtbot.mouseClick(buttons[0], LEFT)
    assert (canvas.block_id, canvas.selection) == (MAIN, (outer.id,))


def test_undoing_the_group_leads_out_of_it(canvas: Canvas) -> None:
    instance = grouped(canvas)
    canvas.enter(instance.id)
    canvas.project.undo()
    assert canvas.block_id == MAIN
    assert not canvas.breadcrumbs.isVisible()


def test_going_to_any_block_shows_the_way_to_it(canvas: Canvas) -> None:
    outer = grouped(canvas)
    canvas.enter(outer.id)
    canvas.select([id_of(canvas, "b")])
    canvas.blocks.group()
    inner = canvas.scene.block.nodes[canvas.selection[0]]
    canvas.show_block(MAIN)
    assert inner.block_id is not None
    canvas.show_block(inner.block_id)
    assert crumbs(canvas) == ["Net", "Block", "Block2"]
    assert canvas.leave()
    assert canvas.selection == (inner.id,)


def test_reports_and_problems_of_the_block_shown(canvas: Canvas) -> None:
    instance = grouped(canvas)
    assert instance.block_id is not None
    canvas.set_problems([Problem("p", "bad", {}, block=instance.block_id, node=id_of(canvas, "c"))])
    assert canvas.scene.problems == {}
    canvas.set_problems([Problem("p", "bad", {}, block=instance.block_id, node="gone")])
    assert canvas.scene.look(instance.id).severity == 2  # something is wrong inside
    assert "inside" in node_lines(canvas.scene, instance.id)[-1]
    canvas.enter(instance.id)
    assert list(canvas.scene.problems) == ["gone"]
    assert canvas.scene.reports == {}
    inner = id_of(canvas, "a")
    canvas.set_reports({inner: NodeReport({"output": TensorSpec(("N", 3))})})
    wire = canvas.scene.block.outgoing(inner)[0]
    assert canvas.scene.spec(wire) == TensorSpec(("N", 3))


def test_nodes_are_added_to_the_block_shown(qtbot: QtBot, canvas: Canvas) -> None:
    instance = grouped(canvas)
    canvas.enter(instance.id)
    canvas.search.open(QPointF(500, 450), "")
    qtbot.keyClicks(canvas.search.popup.line, "gelu")
    assert "block." + str(instance.block_id) not in canvas.search.popup.rows()
    qtbot.keyClick(canvas.search.popup.line, Qt.Key.Key_Return)
    assert canvas.scene.block.node("gelu").id in canvas.scene.nodes
    assert not canvas.project.main.has_name("gelu")


def test_a_block_is_not_offered_inside_itself_and_data_in_no_block(qtbot: QtBot, canvas: Canvas) -> None:
    outer = grouped(canvas)
    canvas.enter(outer.id)
    canvas.select([id_of(canvas, "b")])
    canvas.blocks.group()
    inner = canvas.scene.block.nodes[canvas.selection[0]]
    canvas.enter(inner.id)
    canvas.search.open(QPointF(300, 300), "")
    rows = canvas.search.popup.rows()
    assert not {outer.kind, inner.kind} & set(rows)
    qtbot.keyClicks(canvas.search.popup.line, "digits")
    assert "guinet.data.digits" not in canvas.search.popup.rows()
    canvas.search.popup.close_quietly()
    with qtbot.waitSignal(canvas.message) as told:
        assert canvas.add_at("torch.nn.MSELoss", QPointF(300, 300)) is None
    assert "main block" in told.args[0]
    canvas.show_block(MAIN)
    canvas.search.open(QPointF(300, 300), "block")
    assert {outer.kind, inner.kind} <= set(canvas.search.popup.rows())


# Repeats


def test_a_number_typed_on_the_node_repeats_it(qtbot: QtBot, canvas: Canvas) -> None:
    node = id_of(canvas, "b")
    canvas.select([node])
    canvas.blocks.repeat(node)
    box = canvas.inline.editor
    assert isinstance(box, QSpinBox)
    box.selectAll()
    qtbot.keyClicks(box, "4")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert canvas.scene.block.nodes[node].repeat == 4
    assert canvas.scene.look(node).repeat == 4
    assert canvas.inline.editor is None
    assert canvas.hasFocus()
    canvas.project.undo()
    assert canvas.scene.look(node).repeat == 1


def test_escape_leaves_the_number_as_it_was(qtbot: QtBot, canvas: Canvas) -> None:
    node = id_of(canvas, "b")
    canvas.blocks.repeat(node)
    box = canvas.inline.editor
    assert isinstance(box, QSpinBox)
    box.setValue(9)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert canvas.scene.block.nodes[node].repeat == 1


def test_what_cannot_be_repeated_says_why(qtbot: QtBot, canvas: Canvas) -> None:
    with qtbot.waitSignal(canvas.message) as told:
        canvas.blocks.repeat(id_of(canvas, "x"))
    assert "only layers and blocks" in told.args[0]
    assert canvas.inline.editor is None


def test_a_stack_is_painted(canvas: Canvas) -> None:
    canvas.settle()
    below = (canvas.node_rect("b").bottomRight() + QPointF(3, 3)).toPoint()
    plain = canvas.grab().toImage().pixelColor(below)
    from guinet.core.repeating import set_repeat

    set_repeat(canvas.scene.block, id_of(canvas, "b"), 3)
    canvas.settle()
    assert canvas.grab().toImage().pixelColor(below) != plain


# Exposed arguments


def test_exposing_and_taking_back(canvas: Canvas) -> None:
    instance = grouped(canvas)
    canvas.enter(instance.id)
    inner = id_of(canvas, "a")
    canvas.blocks.expose(inner, "out_features")
    canvas.blocks.expose(inner, "bias")
    block = canvas.scene.block
    assert [(argument.name, argument.default) for argument in block.arguments] == [("out_features", 3), ("bias", True)]
    assert block.nodes[inner].arguments["bias"] == Reference("bias")
    canvas.blocks.unexpose("bias")
    assert block.nodes[inner].arguments["bias"] is True


# Control nodes


@pytest.mark.parametrize(("word", "kind"), [("while", "while."), ("for", "for."), ("if", "if.")])
def test_control_nodes_are_found_and_come_with_a_block(qtbot: QtBot, canvas: Canvas, word: str, kind: str) -> None:
    canvas.search.open(QPointF(500, 450), "")
    qtbot.keyClicks(canvas.search.popup.line, word)
    assert canvas.search.popup.rows()[0] == kind
    qtbot.keyClick(canvas.search.popup.line, Qt.Key.Key_Return)
    node = canvas.scene.block.nodes[canvas.selection[0]]
    assert node.kind.startswith(kind)
    look = canvas.scene.look(node.id)
    assert (look.control, look.category, look.title) == (word, "control", word.capitalize())
    labels = canvas.project.history.labels
    canvas.project.undo()
    assert labels[-1] == "Add node"
    assert list(canvas.project.blocks) == [MAIN]


def test_a_wire_dropped_on_empty_canvas_can_end_in_a_while(qtbot: QtBot, canvas: Canvas) -> None:
    source = canvas.scene.block.node("c")["output"]
    canvas.search_for_wire(QPointF(500, 450), source, True)
    qtbot.keyClicks(canvas.search.popup.line, "while")
    qtbot.keyClick(canvas.search.popup.line, Qt.Key.Key_Return)
    node = canvas.selection[0]
    assert [wire.source for wire in canvas.scene.block.incoming(node, "x")] == [source]
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert {each.name for each in canvas.scene.block.boundary} == {"x", "condition"}
