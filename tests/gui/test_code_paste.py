"""Python text pasted into the window with Ctrl+V becomes nodes: one step, selected, where the pointer is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.session.events import Failed
from guinet.session.messages.code import CodeRead

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]

SCRIPT = "x = torch.arange(12)\ny = x.view(3, 4)\n"
RESIDUAL = """
import torch
from torch import nn

class Residual(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(width, width), nn.ReLU())

    def forward(self, x):
        return x + self.body(x)
"""


def paste(opened: Opened, text: str) -> None:
    QApplication.clipboard().setText(text)
    opened.window.canvas.setFocus()
    opened.qtbot.keyClick(opened.window.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def names(opened: Opened) -> list[str]:
    return [node.name for node in opened.document.main.nodes.values()]


def test_a_tensor_script_is_pasted_as_one_step_and_runs(show_window: ShowWindow) -> None:
    opened = show_window(Project(REGISTRY)).ready()
    paste(opened, SCRIPT)
    opened.told(CodeRead)
    block = opened.document.main
    assert names(opened) == ["x", "y"]
    assert block.node("y").arguments == {"size": (3, 4)}
    [wire] = block.wires.values()
    assert (wire.source.node, wire.target.node) == (block.node("x").id, block.node("y").id)
    assert opened.window.canvas.selection == tuple(block.nodes)
    assert opened.message.endswith("pasted from Python")
    opened.until(lambda: opened.window.values.values.get(block.node("y").id))

    assert opened.document.history.labels == ("Paste",)
    opened.qtbot.keyClick(opened.window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert names(opened) == []


def test_the_nodes_begin_at_the_pointer_and_lie_apart(show_window: ShowWindow) -> None:
    opened = show_window(Project(REGISTRY)).ready()
    canvas = opened.window.canvas
    at = QPoint(canvas.width() // 3, canvas.height() // 3)
    QTest.mouseMove(canvas, at)
    wanted = canvas.view.to_scene(canvas.pointer.place())
    paste(opened, RESIDUAL)
    opened.told(CodeRead)
    boxes = [canvas.scene.rect(node) for node in canvas.scene.nodes]
    whole = QRectF()
    for box in boxes:
        whole |= box
    assert abs(whole.left() - wanted.x()) <= 20
    assert abs(whole.top() - wanted.y()) <= 20
    assert not any(one.intersects(other) for place, one in enumerate(boxes) for other in boxes[:place])
    assert any(canvas.rect().toRectF().intersects(canvas.shown_rect(node)) for node in canvas.selection)


def test_layers_in_a_row_come_without_an_input_and_an_output(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    before = names(opened)
    paste(opened, "nn.Sequential(nn.Linear(4, 8), nn.ReLU())")
    opened.told(CodeRead)
    made = names(opened)[len(before) :]
    assert [opened.document.main.node(name).kind for name in made] == ["torch.nn.Linear", "torch.nn.ReLU"]


def test_a_class_brings_its_blocks_along_and_another_undo_takes_them_back(show_window: ShowWindow) -> None:
    opened = show_window(Project(REGISTRY)).ready()
    paste(opened, RESIDUAL)
    opened.told(CodeRead)
    assert names(opened) == ["x", "body", "add", "output"]
    [block] = [block for block in opened.document.blocks.values() if block is not opened.document.main]
    assert [node.kind for node in block.nodes.values()][1:3] == ["torch.nn.Linear", "torch.nn.ReLU"]
    opened.qtbot.keyClick(opened.window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert list(opened.document.blocks) == ["main"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("class Net(nn.Module:\n    pass", "Line 1 is not Python: invalid syntax."),
        (
            "import os\nos.remove('x')",
            "Line 2: remove has no place in a graph: take it out.",
        ),
    ],
)
def test_python_that_cannot_be_drawn_is_told_in_one_sentence(show_window: ShowWindow, text: str, words: str) -> None:
    opened = show_window(Project(REGISTRY)).ready()
    paste(opened, text)
    opened.told(Failed)
    assert opened.message == words
    assert names(opened) == []


def test_prose_is_told_to_be_nothing_to_paste(show_window: ShowWindow) -> None:
    opened = show_window(Project(REGISTRY)).ready()
    paste(opened, "The quick brown fox jumps over the lazy dog.")
    assert opened.message.startswith("The clipboard holds nothing to paste here")
    assert not any(isinstance(event, (CodeRead, Failed)) for event in opened.events)


def test_what_is_not_in_the_graph_is_among_the_problems(show_window: ShowWindow) -> None:
    opened = show_window(Project(REGISTRY)).ready()
    paste(opened, RESIDUAL.replace("self.body =", "self.spare = nn.Linear(1, 1)\n        self.body ="))
    opened.told(CodeRead)
    words = "Line 8: self.spare is never used, so it is not in the graph."
    assert opened.message == words
    assert words in [card.problem.message for card in opened.window.panels.problems_list.cards]
