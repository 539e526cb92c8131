"""What panels say of dots on wires and of nodes that only pass on: the kind in words, and the shape that passes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QLabel, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from guinet.core import editing
from guinet.core.graph import REROUTE_KIND, Block, NodeMode
from guinet.core.leaving import set_mode
from guinet.core.lesson_checks import Facts, HasPath, HasWire, Pattern
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.core.values import TensorSpec
from guinet.nodes.registry import REGISTRY
from guinet.ui.find import FindPopup
from guinet.ui.forms.node import NodeForm
from guinet.ui.forms.shape import shape_lines
from guinet.ui.panels.outline import OutlinePanel
from guinet.ui.panels.properties import PropertiesPanel

SPEC = TensorSpec(("N", 20), "float32")


@pytest.fixture
def block() -> Block:
    """x → dot → linear → drop (bypassed) → y."""
    main = Project(REGISTRY).main
    nodes = [
        main.add("guinet.Input", "x", shape=(20,)),
        main.add("torch.nn.Linear", "linear", out_features=20),
        main.add("torch.nn.Dropout", "drop"),
        main.add("guinet.Output", "y"),
    ]
    for before, after in pairwise(nodes):
        main.connect(before["output"], after["input"])
    wire = main.incoming(main.node("linear").id)[0]
    editing.insert_on_wire(main, wire.id, editing.add_node(main, REROUTE_KIND, name="dot"))
    set_mode(main, [main.node("drop").id], NodeMode.BYPASSED)
    return main


def reports(block: Block) -> dict[str, NodeReport]:
    return {block.node(name).id: NodeReport({"output": SPEC}) for name in ("x", "linear")}


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.mark.parametrize("name", ["dot", "linear", "drop", "y"])
def test_shapes_pass_dots_and_bypassed_nodes(block: Block, name: str) -> None:
    lines = dict(shape_lines(block, block.node(name), reports(block)))
    assert all(text == "N × 20 · 80 B each" for text in lines.values())
    assert set(lines) == ({"in"} if name == "y" else {"in", "out"})


def test_the_form_says_what_a_dot_is(qtbot: QtBot, block: Block) -> None:
    form = NodeForm(block.project, REGISTRY)
    qtbot.addWidget(form)
    form.show_nodes(block, (block.node("dot").id,), reports(block))
    assert "Dot on a wire" in words(form)
    assert REROUTE_KIND not in words(form)


def test_the_form_says_what_becomes_of_a_node_that_does_not_run(qtbot: QtBot, block: Block) -> None:
    form = NodeForm(block.project, REGISTRY)
    qtbot.addWidget(form)
    drop = block.node("drop").id
    form.show_nodes(block, (drop,), reports(block))
    assert "Bypassed: it passes its input on." in words(form)
    set_mode(block, [drop], NodeMode.MUTED)
    form.show_nodes(block, (drop,), reports(block))
    assert "Muted: it is left out" in words(form)


def test_a_new_shape_before_a_dot_reaches_the_form_of_what_comes_after(qtbot: QtBot, block: Block) -> None:
    panel = PropertiesPanel(block.project, REGISTRY)
    qtbot.addWidget(panel)
    panel.show()
    panel.set_selection("main", (block.node("linear").id,))
    qtbot.waitUntil(lambda: "linear" in words(panel))
    assert "N × 20" not in words(panel)
    panel.set_reports("main", {block.node("x").id: NodeReport({"output": SPEC})}, ())
    assert "N × 20 · 80\u00a0B each" in words(panel)


def test_outline_and_find_leave_dots_out(qtbot: QtBot, block: Block) -> None:
    outline = OutlinePanel(block.project, REGISTRY)
    qtbot.addWidget(outline)
    tree = outline.findChild(QTreeWidget, "outline_tree")
    assert isinstance(tree, QTreeWidget)

    def listed() -> list[str]:
        top = tree.topLevelItem(0)
        children = [top.child(place) for place in range(top.childCount())] if top is not None else []
        return [child.text(0) for child in children if child is not None]

    qtbot.waitUntil(lambda: bool(listed()))
    assert sorted(listed()) == ["drop", "linear", "x", "y"]
    dot = editing.add_node(block, REROUTE_KIND)
    editing.insert_on_wire(block, block.incoming(block.node("y").id)[0].id, dot)
    assert sorted(listed()) == ["drop", "linear", "x", "y"]
    editing.remove(block, [dot.id], ())
    assert sorted(listed()) == ["drop", "linear", "x", "y"]
    popup = FindPopup(block.project, {}, (), outline)
    found = popup.findChild(QTreeWidget)
    assert isinstance(found, QTreeWidget)
    assert found.topLevelItemCount() == 4


def test_lessons_look_through_dots(block: Block) -> None:
    facts = Facts(block.project)
    x, linear, y = (Pattern(name=name) for name in ("x", "linear", "y"))
    assert HasWire(x, linear, "input").passes(facts)
    assert HasWire(linear, y).passes(facts)
    assert not HasWire(x, y).passes(facts)
    assert HasPath((x, linear, y)).passes(facts)
    assert not HasPath((x, y)).passes(facts)
