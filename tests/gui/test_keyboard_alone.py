"""A network drawn, wired, set, trained and exported with the keyboard alone: no mouse event is sent here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QTreeWidget, QWidget

from guinet.core.graph import BlockData
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.session.events import Finished
from guinet.storage.files import dumps
from guinet.ui.list_popup import ListPopup

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Hands:
    """Keys, sent to whatever has the keyboard."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.canvas = opened.window.canvas
        self.canvas.setFocus()  # as the window opens

    @property
    def at(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        window = popup or QApplication.activeModalWidget() or self.opened.window
        if popup is None and not window.isActiveWindow():  # without a window manager nobody sees to it
            window.activateWindow()
            self.opened.until(window.isActiveWindow)
        return window.focusWidget()

    def press(self, *keys: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(self.at, key, with_)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.at, text)

    def then(self, drive: Callable[[], None]) -> None:
        """Does something once the dialog is there that the next key opens."""

        def go() -> None:
            try:
                drive()
            except BaseException:
                over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
                if over is not None:
                    over.close()  # what failed would wait for ever
                raise

        assert self.at.isVisible()  # waits for the window, which would let the timer go off before there is a dialog
        QTimer.singleShot(0, go)

    def add(self, words: str) -> None:
        """Space, words, Enter."""
        self.press(Qt.Key.Key_Space)
        self.type(words)
        self.press(Qt.Key.Key_Return)

    def connect(self, words: str) -> list[str]:
        """Ctrl+J, words, Enter; the rows there were."""
        rows: list[str] = []

        def drive() -> None:
            popup = QApplication.activePopupWidget()
            assert isinstance(popup, ListPopup)
            self.type(words)
            tree = popup.findChild(QTreeWidget, "connect_list")
            assert tree is not None
            rows.extend(tree.topLevelItem(row).text(0) for row in range(tree.topLevelItemCount()))  # type: ignore[union-attr]
            self.press(Qt.Key.Key_Return)

        self.then(drive)
        self.press(Qt.Key.Key_J, with_=CONTROL)
        return rows

    def go_to(self, place: QWidget) -> None:
        """Ctrl+Tab until the keyboard is there."""
        for _ in range(20):
            if place is self.at or place.isAncestorOf(self.at):
                return
            self.press(Qt.Key.Key_Tab, with_=CONTROL)
        raise AssertionError(f"Ctrl+Tab never comes to {place.objectName()}")

    def tab_to(self, name: str) -> None:
        for _ in range(60):
            if self.at.objectName() == name or any(c.objectName() == name for c in _parents(self.at)):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {name}")

    def find(self, name: str, place: QWidget) -> None:
        """Down through a place with Tab, and up again with Shift+Tab where the keyboard was farther down before."""
        for key, keys in ((Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Backtab, SHIFT)):
            self.go_to(place)
            while place.isAncestorOf(self.at):
                if any(each.objectName() == name for each in (self.at, *_parents(self.at))):
                    return
                self.press(key, with_=keys)
        raise AssertionError(f"neither Tab nor Shift+Tab comes to {name}")


def _parents(widget: QWidget) -> list[QWidget]:
    found = []
    while (parent := widget.parentWidget()) is not None:
        found.append(parent)
        widget = parent
    return found


@pytest.fixture
def hands(show_window: Callable[..., Opened]) -> Hands:
    return Hands(show_window(Project(REGISTRY, [BlockData(MAIN, "Net")])).ready())


def wires(hands: Hands) -> set[str]:
    block = hands.canvas.scene.block
    name = {node.id: node.name for node in block.nodes.values()}
    return {
        f"{name[w.source.node]}.{w.source.port} → {name[w.target.node]}.{w.target.port}" for w in block.wires.values()
    }


def test_a_network_is_drawn_trained_and_exported_with_keys_alone(hands: Hands, tmp_path: Path) -> None:
    opened, window = hands.opened, hands.opened.window
    hands.add("iris")
    hands.connect("features new")
    hands.type("linear")
    hands.press(Qt.Key.Key_Return)
    opened.until(lambda: len(hands.canvas.scene.block.nodes) == 2)
    hands.connect("output new")
    hands.type("crossentropyloss")
    hands.press(Qt.Key.Key_Return)
    rows = hands.connect("target label")
    assert rows == ["target ← iris.label"]
    assert wires(hands) == {
        "iris.features → linear.input",
        "linear.output → cross_entropy_loss.input",
        "iris.label → cross_entropy_loss.target",
    }

    linear = hands.canvas.scene.block.node("linear").id
    hands.press(Qt.Key.Key_Backtab, Qt.Key.Key_Backtab, with_=SHIFT)  # back along the wires, to the first
    while hands.canvas.selection != (linear,):
        hands.press(Qt.Key.Key_Tab)
    opened.until(lambda: any(f.isVisible() for f in window.findChildren(QWidget, "field_out_features")))
    hands.find("field_out_features", window.docks["properties"])
    hands.press(Qt.Key.Key_A, with_=CONTROL)
    hands.type("3")
    hands.press(Qt.Key.Key_Return)
    assert hands.canvas.scene.block.nodes[linear].arguments["out_features"] == 3

    opened.until(lambda: not window.panels.problems)
    hands.press(Qt.Key.Key_F5)
    assert opened.told(Finished).reason == "completed"

    path = tmp_path / "net.py"
    said: list[str] = []

    def export() -> None:
        box = opened.child(QComboBox, "export_format")
        hands.tab_to("export_format")
        hands.press(Qt.Key.Key_Home)
        hands.press(*[Qt.Key.Key_Down] * box.findData("py"))
        hands.tab_to("export_path")
        hands.press(Qt.Key.Key_A, with_=CONTROL)
        hands.type(str(path))
        hands.press(Qt.Key.Key_Return)
        opened.until(lambda: str(path) in opened.child(QLabel, "export_message").text())
        said.append(opened.child(QLabel, "export_message").text())
        hands.press(Qt.Key.Key_Escape)

    hands.then(export)
    hands.press(Qt.Key.Key_E, with_=CONTROL)
    assert said
    assert "class Net(nn.Module)" in path.read_text(encoding="utf-8")


def test_ctrl_j_takes_a_wire_away_and_says_what_it_replaces(hands: Hands) -> None:
    block = hands.canvas.scene.block
    first = block.add("torch.nn.ReLU", "first", (0.0, 0.0))
    second = block.add("torch.nn.ReLU", "second", (300.0, 0.0))
    third = block.add("torch.nn.ReLU", "third", (600.0, 0.0))
    block.connect(first["output"], second["input"])
    hands.canvas.select((third.id,))
    # The nearest first, but a free input before one that is taken.
    rows = hands.connect("input")
    assert [row for row in rows if "←" in row] == [
        "input ← second.output",
        "input ← first.output",
        "input ← a new node…",
    ]
    assert [row for row in rows if "→" in row] == ["output → first.input", "output → second.input"]
    assert wires(hands) == {"first.output → second.input", "second.output → third.input"}
    hands.canvas.select((first.id,))
    assert [row for row in hands.connect("second") if "third" in row] == []
    assert wires(hands) == {"second.output → third.input"}
    hands.canvas.project.undo()
    assert len(wires(hands)) == 2


def test_without_a_selection_ctrl_j_says_what_to_do(hands: Hands) -> None:
    hands.press(Qt.Key.Key_J, with_=CONTROL)
    assert "Tab goes from one to the next" in hands.opened.message


def test_ctrl_tab_goes_round_every_place_that_is_seen_and_back(hands: Hands) -> None:
    docks = hands.opened.window.docks
    properties = docks["properties"]
    # A panel that is made is not yet one that is seen: its fields take the keyboard only then.
    hands.opened.until(lambda: any(field.isVisible() for field in properties.findChildren(QLineEdit)))
    hands.opened.until(lambda: not properties.visibleRegion().isEmpty())
    seen = [hands.at]
    for _ in range(4):
        hands.press(Qt.Key.Key_Tab, with_=CONTROL)
        seen.append(hands.at)
    names = [next((n for n in ("palette", "outline", "properties") if docks[n].isAncestorOf(at)), "") for at in seen]
    assert names[:4] == ["", "palette", "outline", "properties"]
    for _ in range(4):
        hands.press(Qt.Key.Key_Tab, with_=CONTROL | SHIFT)
    assert hands.at is hands.canvas


# Safety: typing in a field is typing


def test_no_field_of_the_window_passes_keys_on_to_the_canvas(hands: Hands) -> None:
    block = hands.canvas.scene.block
    node = block.add("torch.nn.Linear", "layer", (0.0, 0.0), out_features=3)
    hands.canvas.select((node.id,))
    window = hands.opened.window
    for name in ("properties", "predictions", "code_editor", "lessons", "docs", "about"):
        window.docks.show(name)
        window.panels[name]
    fields = [
        field
        for field in window.findChildren(QLineEdit)
        if field.isEnabled() and not field.isReadOnly() and not field.objectName().startswith("field_")
    ]
    assert len(fields) >= 3
    before = dumps(hands.canvas.project)
    for field in fields:
        field.setFocus()
        for key in (Qt.Key.Key_M, Qt.Key.Key_B, Qt.Key.Key_F, Qt.Key.Key_Space, Qt.Key.Key_Home):
            QTest.keyClick(field, key)
        for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            QTest.keyClick(field, key)
        assert not hands.canvas.search.popup.isVisible(), field.objectName()
    assert dumps(hands.canvas.project) == before
    assert hands.canvas.selection == (node.id,)
