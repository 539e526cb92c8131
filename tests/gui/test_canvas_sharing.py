"""One layer used twice and parameters tied, by mouse and menu; how that is shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.core import sharing
from guinet.core.graph import BlockData, Node, Tie
from guinet.core.project import Project, block_kind
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.parameters import parameters_of, tie_choices
from tests.gui.canvases import center, id_of, show_canvas

LEFT = Qt.MouseButton.LeftButton
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    project = Project(REGISTRY)
    add = project.main.add
    add("torch.nn.Linear", "one", (0.0, 0.0), out_features=3)
    add("torch.nn.Linear", "two", (300.0, 200.0), out_features=3)
    add("torch.nn.ReLU", "relu", (300.0, 0.0))
    return show_canvas(qtbot, project, framed=True)


def drag_onto(qtbot: QtBot, canvas: Canvas, start: QPoint, end: QPoint) -> None:
    """Presses without a key and lets go with Ctrl held."""
    qtbot.mousePress(canvas, LEFT, NONE, start)
    qtbot.mouseMove(canvas, start + QPoint(20, 10))
    qtbot.mouseMove(canvas, end)
    QApplication.processEvents()
    qtbot.mouseRelease(canvas, LEFT, CTRL, end)


def test_a_layer_dropped_on_another_with_ctrl_uses_that_one(qtbot: QtBot, canvas: Canvas) -> None:
    drag_onto(qtbot, canvas, center(canvas, "two"), center(canvas, "one"))
    node = canvas.scene.block.node("two")
    assert node.shares == id_of(canvas, "one")
    assert node.position == (300.0, 200.0)
    assert canvas.scene.look(node.id).shared
    assert canvas.scene.look(node.id).subtitle == "Linear · = one"
    assert canvas.project.history.labels[-1] == "Use the same layer"
    canvas.select([node.id])
    canvas.blocks.unshare()
    assert canvas.scene.block.node("two").shares == ""
    assert not canvas.scene.links


def test_dropped_on_another_kind_it_only_moves(qtbot: QtBot, canvas: Canvas) -> None:
    drag_onto(qtbot, canvas, center(canvas, "two"), center(canvas, "relu"))
    node = canvas.scene.block.node("two")
    assert (node.shares, node.position) == ("", (300.0, 0.0))


def test_the_name_of_the_owner_follows(canvas: Canvas) -> None:
    from guinet.core import editing

    sharing.share(canvas.scene.block, id_of(canvas, "two"), id_of(canvas, "one"))
    two = id_of(canvas, "two")
    assert canvas.scene.look(two).subtitle.endswith("= one")
    editing.rename(canvas.scene.block, id_of(canvas, "one"), "encoder")
    assert canvas.scene.look(two).subtitle.endswith("= encoder")
    canvas.scene.block.remove([id_of(canvas, "encoder")])
    assert not canvas.scene.look(two).shared
    assert not canvas.scene.links


def test_links_are_painted_between_the_two(canvas: Canvas) -> None:
    middle = (center(canvas, "one") + center(canvas, "two")) / 2
    canvas.settle()
    bare = canvas.grab().toImage().copy(middle.x() - 12, middle.y() - 9, 24, 18)
    sharing.share(canvas.scene.block, id_of(canvas, "two"), id_of(canvas, "one"))
    canvas.settle()
    assert canvas.grab().toImage().copy(middle.x() - 12, middle.y() - 9, 24, 18) != bare
    canvas.project.undo()
    canvas.settle()
    assert canvas.grab().toImage().copy(middle.x() - 12, middle.y() - 9, 24, 18) == bare


def test_all_selected_use_the_layer_of_the_first(qtbot: QtBot, canvas: Canvas) -> None:
    third = canvas.scene.block.add("torch.nn.Linear", "three", (0.0, 300.0))
    canvas.select([id_of(canvas, "two"), id_of(canvas, "one"), third.id])
    before = len(canvas.project.history.labels)
    canvas.blocks.share_selected()
    owners = {node.name: node.shares for node in canvas.scene.block.nodes.values()}
    two = id_of(canvas, "two")
    assert owners == {"one": two, "two": "", "three": two, "relu": ""}
    assert len(canvas.project.history.labels) == before + 1
    canvas.select([two])
    with qtbot.waitSignal(canvas.message):
        canvas.blocks.share_selected()


def test_ties_are_links_too(canvas: Canvas) -> None:
    one, two = id_of(canvas, "one"), id_of(canvas, "two")
    canvas.blocks.tie(two, "weight", one, "weight")
    assert [(link.user, link.owner, link.text) for link in canvas.scene.links.all()] == [(two, one, "weight")]
    canvas.blocks.untie(Tie(two, "weight", one, "weight"))
    assert canvas.scene.links.all() == []


def test_parameters_by_kind(canvas: Canvas) -> None:
    """As `named_parameters` of the torch layers gives them."""
    project = Project(
        REGISTRY,
        [
            BlockData(
                "b",
                "Body",
                (Node("e", "torch.nn.Embedding", "embedding"), Node("l", "torch.nn.Linear", "fc", {"bias": False})),
            )
        ],
    )
    main = project.main
    block = main.add(block_kind("b"), "body")
    linear, relu = main.add("torch.nn.Linear", "out"), main.add("torch.nn.ReLU", "relu")
    norm, twin = main.add("torch.nn.BatchNorm2d", "norm"), main.add("torch.nn.Linear", "twin")
    sharing.share(main, twin.id, linear.id)
    found = {
        node.name: parameters_of(main, REGISTRY, main.nodes[node.id]) for node in (block, linear, relu, norm, twin)
    }
    assert found["body"] == ["embedding.weight", "fc.weight"]
    assert found["out"] == ["weight", "bias"]
    assert (found["relu"], found["twin"]) == ([], [])
    assert found["norm"][0] == "weight"
    choices = set(tie_choices(main, REGISTRY, main.nodes[linear.id], "weight"))
    assert {(block.id, "embedding.weight"), (block.id, "fc.weight"), (norm.id, "weight")} == choices
