"""What assistive technology is told: nodes, ports and wires of the painted canvas, and what is said unasked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.session.events import EpochEnded, TrainingStarted
from guinet.ui.access import install_access
from guinet.ui.canvas.canvas import Canvas
from tests.gui.canvases import show_canvas

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

NAME, VALUE, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    install_access()
    project = Project(REGISTRY)
    block = project.main
    first = block.add("torch.nn.Linear", "fc", (0.0, 0.0), out_features=3)
    second = block.add("torch.nn.ReLU", "relu", (300.0, 0.0))
    block.connect(first["output"], second["input"])
    return show_canvas(qtbot, project, framed=True)


def children(thing: QAccessibleInterface) -> list[QAccessibleInterface]:
    return [thing.child(place) for place in range(thing.childCount())]


def names(things: list[QAccessibleInterface]) -> list[str]:
    return [thing.text(NAME) for thing in things]


def test_nodes_come_along_the_wires_and_wires_after_them(canvas: Canvas) -> None:
    root = QAccessible.queryAccessibleInterface(canvas)
    assert root.role() is QAccessible.Role.Canvas
    found = children(root)
    assert names(found) == ["fc", "relu", "wire from fc.output to relu.input"]
    assert [root.indexOfChild(thing) for thing in found] == [0, 1, 2]
    assert found[0].role() is QAccessible.Role.ListItem
    assert found[2].role() is QAccessible.Role.Link
    assert "Linear" in found[0].text(DESCRIPTION)
    assert "output to relu" in found[0].text(DESCRIPTION)
    assert "input from fc" in found[1].text(DESCRIPTION)


def test_a_node_has_its_ports_and_they_say_what_they_are_wired_with(canvas: Canvas) -> None:
    fc, relu, _ = children(QAccessible.queryAccessibleInterface(canvas))
    assert names(children(fc)) == ["input input of fc", "output output of fc"]
    taken, given = children(fc)
    assert (taken.text(VALUE), given.text(VALUE)) == ("not wired", "relu.input")
    assert given.role() is QAccessible.Role.Indicator
    assert given.parent().text(NAME) == "fc"
    # Qt says what the other is to the one that is asked: what comes after flows from it.
    assert [(thing.text(NAME), flag) for thing, flag in fc.relations()] == [
        ("relu", QAccessible.RelationFlag.FlowsFrom)
    ]
    assert [(thing.text(NAME), flag) for thing, flag in relu.relations()] == [("fc", QAccessible.RelationFlag.FlowsTo)]


def test_boxes_are_where_things_are_painted(canvas: Canvas) -> None:
    root = QAccessible.queryAccessibleInterface(canvas)
    fc = root.child(0)
    middle = canvas.mapToGlobal(canvas.node_rect("fc").center().toPoint())
    assert fc.rect().contains(middle)
    assert root.childAt(middle.x(), middle.y()).text(NAME) == "fc"
    port = canvas.mapToGlobal(canvas.port_pos("relu", "output").toPoint())
    assert root.childAt(port.x(), port.y()).text(NAME) == "output output of relu"


def test_the_state_follows_the_selection_and_what_goes_is_invalid(canvas: Canvas) -> None:
    root = QAccessible.queryAccessibleInterface(canvas)
    fc = root.child(0)
    assert not fc.state().selected
    canvas.select((canvas.scene.block.node("fc").id,))
    assert fc.state().selected
    canvas.delete()
    assert names(children(root)) == ["relu"]
    canvas.project.undo()
    assert names(children(root)) == ["fc", "relu", "wire from fc.output to relu.input"]


def test_problems_are_counted_and_told(canvas: Canvas) -> None:
    node = canvas.scene.block.node("fc").id
    canvas.set_problems([Problem("bad", "fc has no {what}.", {"what": "input"}, block=canvas.block_id, node=node)])
    said = QAccessible.queryAccessibleInterface(canvas).child(0).text(DESCRIPTION)
    assert "1 problem" in said
    assert "fc has no input." in said


# Announcements


@pytest.fixture
def opened(show_window: Callable[..., Opened], endless: Project) -> Opened:
    return show_window(endless).ready()


@pytest.fixture
def said(opened: Opened) -> list[str]:
    words: list[str] = []
    opened.window.hearing.announcer.said.connect(words.append)
    return words


def test_epochs_are_said_but_not_each_of_a_hundred(opened: Opened, said: list[str]) -> None:
    announcer = opened.window.hearing.announcer
    announcer.receive(TrainingStarted("r", 3, 10, 1, "cpu", 1))
    for epoch in (1, 2, 3):
        announcer.receive(EpochEnded("r", epoch, 10 * epoch, {"loss": 0.5, "validation_loss": 0.25}))
    assert said == ["Training started: 3 epochs.", "Epoch 1 of 3: loss 0.25.", "Epoch 3 of 3: loss 0.25."]


def test_problems_that_come_and_go_are_said(opened: Opened, said: list[str]) -> None:
    block = opened.document.main
    block.add("torch.nn.Linear", "lost")
    opened.until(lambda: any(words.startswith("Problem: ") for words in said))
    opened.trigger("undo")
    opened.until(lambda: "Mended. No problems are left." in said)


def test_refusals_are_said(opened: Opened, said: list[str]) -> None:
    opened.window.canvas.tell("This wire would close a cycle.", opened.window.canvas.rect().center().toPointF())
    assert said == ["This wire would close a cycle."]


def test_what_the_status_bar_says_can_be_selected(opened: Opened) -> None:
    from PySide6.QtWidgets import QLabel

    label = opened.child(QLabel, "status_message")
    assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    QTest.mouseDClick(label, Qt.MouseButton.LeftButton)
