"""The keyboard and the eyes of everyone: keys that are shown and can be chosen, names on everything, nothing told by
colour alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.graph import NodeMode
from guinet.core.problems import Problem, Severity
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.ui.access import install_access
from guinet.ui.actions import ACTIONS
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.command_palette import CommandPalette

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

NAME, VALUE, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def opened(show_window: Callable[..., Opened]) -> Opened:
    project = Project(REGISTRY)
    first = project.main.add("torch.nn.Linear", "fc", (0.0, 0.0), in_features=4, out_features=3)
    second = project.main.add("torch.nn.ReLU", "relu", (300.0, 0.0))
    project.main.connect(first["output"], second["input"])
    opened = show_window(project)
    opened.window.canvas.setFocus()
    return opened


def test_the_palette_shows_the_keys_of_every_action(opened: Opened) -> None:
    actions = opened.window.actions_by_name
    palette = CommandPalette(actions.all(), opened.window)
    tree = palette.findChild(QTreeWidget)
    assert isinstance(tree, QTreeWidget)
    rows = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    shown = {row.data(0, Qt.ItemDataRole.UserRole).objectName(): row.text(1) for row in rows if row is not None}
    assert shown.keys() == {spec.name for spec in ACTIONS} - {"command_palette"}
    with_keys = {spec.name for spec in ACTIONS if spec.shortcut} - {"command_palette"}
    assert {name for name, keys in shown.items() if keys} == with_keys
    assert (shown["mute"], shown["duplicate"]) == ("M", "Ctrl+D")
    palette.deleteLater()


def test_chosen_keys_act_and_those_of_before_do_not(opened: Opened) -> None:
    canvas, main = opened.window.canvas, opened.document.main
    relu = main.node("relu").id
    opened.window.actions_by_name.bind({"mute": "U", "delete": "Ctrl+B", "frame_all": "Ctrl+Home", "duplicate": ""})
    canvas.select((relu,))
    QTest.keyClick(canvas, Qt.Key.Key_U)
    opened.until(lambda: main.nodes[relu].mode is NodeMode.MUTED)
    view = canvas.view
    for key, keys in ((Qt.Key.Key_Delete, NONE), (Qt.Key.Key_Home, NONE), (Qt.Key.Key_D, CONTROL)):
        QTest.keyClick(canvas, key, keys)
    assert relu in main.nodes
    assert len(main.nodes) == 2
    assert canvas.view == view
    QTest.keyClick(canvas, Qt.Key.Key_M)
    assert canvas.search.popup.line.text() == "m", "a letter like any other now"
    QTest.keyClick(canvas.search.popup.line, Qt.Key.Key_Escape)
    QTest.keyClick(canvas, Qt.Key.Key_B, CONTROL)
    assert relu not in main.nodes


def test_arrows_tab_and_enter_go_about_without_a_mouse(opened: Opened) -> None:
    canvas, main = opened.window.canvas, opened.document.main
    fc, relu = main.node("fc").id, main.node("relu").id
    heard: list[str] = []
    canvas.nodeActivated.connect(heard.append)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.selection == (fc,), "with nothing selected an arrow goes to the first node"
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert canvas.selection == (relu,)
    QTest.keyClick(canvas, Qt.Key.Key_Down, SHIFT)
    assert main.nodes[relu].position == (300.0, 50.0)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert heard == [relu]
    QTest.keyClick(canvas, Qt.Key.Key_Backtab)
    assert canvas.selection == (fc,)


def test_where_the_keyboard_is_on_the_canvas_is_seen(opened: Opened) -> None:
    canvas = opened.window.canvas
    canvas.select((opened.document.main.node("fc").id,))
    canvas.settle()
    before = canvas.grab().toImage()
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    QTest.keyClick(canvas, Qt.Key.Key_Backtab)
    ring = canvas.node_rect("fc").adjusted(-6, -6, 6, 6).toRect()
    assert canvas.grab().toImage().copy(ring) != before.copy(ring), "a dotted frame, besides that of the selection"
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, NONE, canvas.node_rect("fc").center().toPoint())
    canvas.set_hover(canvas.hit(QPointF(2, 2)))
    assert canvas.grab().toImage().copy(ring) == before.copy(ring), "a hand that uses the mouse sees none"


@pytest.mark.parametrize("example", ["digits-cnn", "repeated-blocks", "dimensions"])
def test_nodes_ports_and_wires_all_have_names_and_descriptions(qtbot: QtBot, example: str) -> None:
    install_access()
    canvas = Canvas(load(example_path(example)), REGISTRY)
    qtbot.addWidget(canvas)
    canvas.show()
    root = QAccessible.queryAccessibleInterface(canvas)
    block = canvas.scene.block
    things = [root.child(place) for place in range(root.childCount())]
    assert len(things) == len(block.nodes) + len(block.wires)
    ports: list[QAccessibleInterface] = []
    for thing in things:
        ports += [thing.child(place) for place in range(thing.childCount())]
    assert ports
    for thing in (*things, *ports):
        assert thing.text(NAME).strip()
        assert thing.text(DESCRIPTION).strip(), thing.text(NAME)
        assert not thing.rect().isEmpty()
    names = [thing.text(NAME) for thing in things]
    assert len(set(names)) == len(names), "each is told from the others by its name"


def grey(canvas: Canvas, node: str) -> QImage:
    """What is seen of a node by an eye without colours."""
    box = canvas.node_rect(node).adjusted(-12, -12, 12, 12)
    image = QImage(box.size().toSize(), QImage.Format.Format_Grayscale8)
    painter = QPainter(image)
    painter.drawPixmap(QRectF(image.rect()), canvas.grab(box.toRect()), QRectF(0, 0, box.width(), box.height()))
    painter.end()
    return image


def black_and_white(image: QImage) -> bytes:
    """Only which pixels are brighter than the middle: neither colour nor shade is left."""
    level = 110
    return bytes(image.pixelColor(x, y).value() > level for y in range(image.height()) for x in range(image.width()))


def test_errors_warnings_muted_and_bypassed_are_told_apart_without_colour(qtbot: QtBot) -> None:
    """Five like nodes: one that is fine, one that is wrong, one that is odd, one muted, one bypassed."""
    project = Project(REGISTRY)
    nodes = [project.main.add("torch.nn.ReLU", position=(0.0, 120.0 * row)).id for row in range(5)]
    canvas = Canvas(project, REGISTRY)
    qtbot.addWidget(canvas)
    canvas.resize(500, 760)
    canvas.show()
    canvas.select(nodes[3:4])
    canvas.edits.mute()
    canvas.select(nodes[4:])
    canvas.edits.bypass()
    canvas.select(())
    canvas.set_problems(
        [
            Problem("x", "Wrong.", severity=Severity.ERROR, block="main", node=nodes[1]),
            Problem("x", "Odd.", severity=Severity.WARNING, block="main", node=nodes[2]),
        ]
    )
    canvas.zoom_to(1.0)
    canvas.frame_all()
    canvas.settle()
    shown = [black_and_white(grey(canvas, canvas.scene.block.nodes[node].name)) for node in nodes]
    assert len(set(shown)) == len(shown)


def test_every_field_and_button_of_the_window_has_a_name(show_window: Callable[..., Opened], iris: Path) -> None:
    opened = show_window(iris).ready()
    QApplication.processEvents()
    nameless = []
    for widget in opened.window.findChildren(QWidget):
        focusable = (
            widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.focusProxy() is None
        )
        if focusable and not QAccessible.queryAccessibleInterface(widget).text(NAME).strip():
            nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert nameless == []
