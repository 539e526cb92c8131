"""Typing in the fields of Properties: whatever the key, nothing is done to the network on the canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.actions import ACTIONS, CANVAS_ACTIONS

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
PLAIN = [
    *(Qt.Key.Key_M, Qt.Key.Key_B, Qt.Key.Key_F, Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_Backspace),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
    *(Qt.Key.Key_Escape, Qt.Key.Key_Return),
]
"""What means something on the canvas without being a shortcut, too."""


def keys() -> list[tuple[Qt.Key, Qt.KeyboardModifier]]:
    """Every key the canvas knows: its shortcuts, and what it takes itself."""
    found = [(key, keys) for key in PLAIN for keys in (NONE, SHIFT)]
    for spec in ACTIONS:
        if spec.name in CANVAS_ACTIONS and spec.shortcut:
            combination = QKeySequence(spec.shortcut)[0]  # type: ignore[index]  # its stubs leave it out
            found.append((combination.key(), combination.keyboardModifiers()))
    return [*dict.fromkeys(found), (Qt.Key.Key_Backspace, CONTROL)]


@pytest.fixture
def opened(show_window: Callable[..., Opened]) -> Opened:
    project = Project(REGISTRY)
    x = project.main.add("guinet.Input", "x", (0.0, 0.0), shape=(1, 8, 8))
    conv = project.main.add("torch.nn.Conv2d", "conv", (220.0, 0.0), out_channels=4, kernel_size=3)
    relu = project.main.add("torch.nn.ReLU", "relu", (440.0, 0.0))
    project.main.connect(x["output"], conv["input"])
    project.main.connect(conv["output"], relu["input"])
    opened = show_window(project).ready()
    opened.window.resize(1500, 1000)
    return opened


def network(opened: Opened) -> object:
    """All of the network that the fields of its nodes do not say, and how one looks at it."""
    block, canvas = opened.document.main.data(), opened.window.canvas
    nodes = [
        (node.id, node.kind, node.position, node.mode, node.frame, node.repeat, node.shares) for node in block.nodes
    ]
    looks = canvas.view, canvas.selection, canvas.block_id, canvas.search.popup.isVisible(), canvas.inline.editor
    return nodes, block.wires, block.frames, block.notes, tuple(opened.document.blocks), looks


def shows(opened: Opened, name: str) -> list[QWidget]:
    """What Properties shows under a name."""
    return [each for each in opened.window.panels["properties"].findChildren(QWidget, name) if each.isVisible()]


def fields(opened: Opened) -> list[QWidget]:
    panel = opened.window.panels["properties"]
    found = panel.findChildren(QWidget)
    kinds = (QLineEdit, QPlainTextEdit, QComboBox, QCheckBox)
    return [each for each in found if isinstance(each, kinds) and each.isVisible() and each.focusProxy() is None]


@pytest.mark.parametrize("node", ["conv", ""])
def test_no_key_typed_into_a_field_of_properties_reaches_the_canvas(opened: Opened, node: str) -> None:
    canvas = opened.window.canvas
    canvas.select((opened.document.main.node(node).id,) if node else ())
    opened.until(lambda: shows(opened, "field_kernel_size" if node else "field_lr"))
    count = len(fields(opened))
    QApplication.clipboard().setText("words")
    before, typed = network(opened), 0
    for place in reversed(range(count)):  # choosing another optimiser leaves fewer below it
        for key, with_keys in keys():
            there = fields(opened)
            if place >= len(there):
                break
            field = there[place]
            field.setFocus()
            if QApplication.focusWidget() is not field:
                break
            QTest.keyClick(field, key, with_keys)
            close_popups()
            typed += 1
            assert network(opened) == before, f"{QKeySequence(QKeyCombination(with_keys, key)).toString()} in {field}"
    assert typed > 6 * len(keys()), "of several fields"


def close_popups() -> None:
    """The list of a combo box opens with Space, as it should."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def test_in_an_argument_every_letter_is_written(opened: Opened) -> None:
    opened.window.canvas.select((opened.document.main.node("conv").id,))
    opened.until(lambda: shows(opened, "field_kernel_size"))
    line = shows(opened, "field_kernel_size")[0].findChildren(QLineEdit)[0]
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "mbf 12")
    assert line.text() == "mbf 12"
    QTest.keyClick(line, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(line, Qt.Key.Key_Delete)
    assert line.text() == ""
    QTest.keyClicks(line, "5")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert opened.document.main.node("conv").arguments["kernel_size"] == 5
    assert QApplication.focusWidget() is not opened.window.canvas
