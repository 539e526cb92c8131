"""Edits of a selection that menus and keys lead to, in the whole window: aligning, distributing, selecting on."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(show_window: Callable[..., Opened]) -> Opened:
    """a → b → c, a crooked row with gaps that differ."""
    project = Project(REGISTRY)
    add = project.main.add
    places = {"a": (0.0, 0.0), "b": (220.0, 60.0), "c": (700.0, -40.0)}
    row = [add("torch.nn.ReLU", name, place) for name, place in places.items()]
    for source, target in pairwise(row):
        project.main.connect(source["output"], target["input"])
    opened = show_window(project)
    opened.window.canvas.frame_all()
    opened.window.canvas.setFocus()
    opened.until(opened.window.canvas.hasFocus)
    return opened


def names(opened: Opened) -> set[str]:
    canvas = opened.window.canvas
    return {canvas.scene.block.nodes[node].name for node in canvas.selection}


def places(opened: Opened) -> list[tuple[float, float]]:
    block = opened.window.canvas.scene.block
    return [block.node(name).position for name in "abc"]


def choose(opened: Opened, name: str) -> None:
    """By the right button, on the first node, out of the menu of alignment."""
    canvas = opened.window.canvas
    at = canvas.node_rect("a").center().toPoint()
    QApplication.sendEvent(canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at)))
    menu = [each for each in canvas.findChildren(QMenu, "context_menu") if each.isVisible()][-1]
    sub = menu.findChild(QMenu, "align_menu")
    assert isinstance(sub, QMenu)
    next(action for action in sub.actions() if action.objectName() == name).trigger()
    menu.close()


def test_edges_are_aligned_and_gaps_made_equal_by_the_menu(opened: Opened) -> None:
    canvas = opened.window.canvas
    done = len(canvas.project.history.labels)
    QTest.keyClick(canvas, Qt.Key.Key_A, CTRL)
    choose(opened, "align_top")
    assert places(opened) == [(0.0, -40.0), (220.0, -40.0), (700.0, -40.0)]
    choose(opened, "distribute_across")
    assert places(opened) == [(0.0, -40.0), (350.0, -40.0), (700.0, -40.0)]
    assert len(canvas.project.history.labels) == done + 2
    for _ in range(2):
        QTest.keyClick(canvas, Qt.Key.Key_Z, CTRL)
    assert places(opened) == [(0.0, 0.0), (220.0, 60.0), (700.0, -40.0)]


def test_what_leads_here_and_what_follows_is_selected_by_keys(opened: Opened) -> None:
    canvas = opened.window.canvas
    middle = canvas.node_rect("b").center().toPoint()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert names(opened) == {"b"}
    QTest.keyClick(canvas, Qt.Key.Key_BracketRight, CTRL)
    assert names(opened) == {"b", "c"}
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    QTest.keyClick(canvas, Qt.Key.Key_BracketLeft, CTRL)
    assert names(opened) == {"a", "b"}
