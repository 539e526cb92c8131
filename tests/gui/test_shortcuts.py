"""Shortcuts that people choose: pressed, refused when taken, kept, and as they were again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
)

from guinet.ui.settings import settings_path
from guinet.ui.shortcuts_dialog import ShortcutsDialog

if TYPE_CHECKING:
    from pathlib import Path

    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Chooser:
    """The dialog as it is used."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.kept: dict[str, str] = {}
        self.dialog = ShortcutsDialog(opened.window.actions_by_name, self.keep, opened.window)
        self.dialog.show()

    def keep(self, shortcuts: dict[str, str]) -> None:
        self.kept = shortcuts

    def row(self, name: str) -> QTreeWidgetItem:
        tree = self.dialog.findChild(QTreeWidget, "shortcuts_list")
        assert isinstance(tree, QTreeWidget)
        items = (tree.topLevelItem(row) for row in range(tree.topLevelItemCount()))
        return next(item for item in items if item is not None and item.data(0, Qt.ItemDataRole.UserRole) == name)

    def press(self, name: str, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        tree = self.dialog.findChild(QTreeWidget, "shortcuts_list")
        keys = self.dialog.findChild(QKeySequenceEdit, "shortcuts_keys")
        assert isinstance(tree, QTreeWidget)
        assert isinstance(keys, QKeySequenceEdit)
        tree.setCurrentItem(self.row(name))
        keys.setFocus()
        with self.opened.qtbot.waitSignal(keys.editingFinished):
            self.opened.qtbot.keyClick(keys, key, modifiers)

    def click(self, name: str) -> None:
        button = self.dialog.findChild(QPushButton, name)
        assert isinstance(button, QPushButton)
        self.opened.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def words(self) -> str:
        label = self.dialog.findChild(QLabel, "shortcuts_words")
        assert isinstance(label, QLabel)
        return label.text()


@pytest.fixture
def chooser(show_window: ShowWindow, iris: Path) -> Chooser:
    return Chooser(show_window(iris))


def test_pressed_keys_are_the_actions_from_then_on(chooser: Chooser) -> None:
    chooser.press("train", Qt.Key.Key_T, CTRL_SHIFT)

    action = chooser.opened.window.actions_by_name["train"]
    assert action.shortcut().toString() == "Ctrl+Shift+T"
    assert "Ctrl+Shift+T" in action.toolTip()
    assert chooser.row("train").text(1) == "Ctrl+Shift+T"
    assert chooser.kept == {"train": "Ctrl+Shift+T"}


def test_keys_that_do_something_already_are_refused(chooser: Chooser) -> None:
    chooser.press("train", Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert chooser.opened.window.actions_by_name["train"].shortcut().toString() == "F5"
    assert chooser.words() == "Ctrl+S does “Save” already: press the keys again to take them from it."
    assert chooser.kept == {}


def test_keys_pressed_again_are_taken_from_the_other_action(chooser: Chooser) -> None:
    actions = chooser.opened.window.actions_by_name
    chooser.press("train", Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    chooser.press("pause", Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert chooser.kept == {}, "another action was asked"
    chooser.press("pause", Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert actions["pause"].shortcut().toString() == "Ctrl+S"
    assert actions["save"].shortcut().isEmpty()
    assert chooser.row("save").text(1) == ""
    assert chooser.kept == {"pause": "Ctrl+S", "save": ""}
    assert chooser.words() == ""
    chooser.click("shortcuts_reset")
    assert actions["pause"].shortcut().toString() == "F6"


def test_the_list_sorts_and_is_copied_with_its_headings(chooser: Chooser) -> None:
    tree = chooser.dialog.findChild(QTreeWidget, "shortcuts_list")
    assert tree is not None
    tree.clearSelection()
    QTest.keyClick(tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[:2] == ["Action\tKeys", "New\tCtrl+N"]
    assert len(lines) == 1 + len(chooser.opened.window.actions_by_name.all())
    tree.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    first = tree.topLevelItem(0)
    assert first is not None
    assert first.text(0) == min((line.split("\t")[0] for line in lines[1:]), key=str.casefold)


def test_one_and_all_can_be_as_they_were(chooser: Chooser) -> None:
    chooser.press("train", Qt.Key.Key_T, CTRL_SHIFT)
    chooser.press("save", Qt.Key.Key_Y, CTRL_SHIFT)
    chooser.press("train", Qt.Key.Key_U, CTRL_SHIFT)

    chooser.click("shortcuts_reset")
    assert chooser.kept == {"save": "Ctrl+Shift+Y"}
    chooser.click("shortcuts_reset_all")

    assert chooser.kept == {}
    assert chooser.opened.window.actions_by_name["save"].shortcut().toString() == "Ctrl+S"


def test_a_window_begins_with_the_keys_that_were_chosen(show_window: ShowWindow, iris: Path) -> None:
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text(json.dumps({"shortcuts": {"undo": "Ctrl+U"}}), encoding="utf-8")

    opened = show_window(iris)

    assert opened.window.actions_by_name["undo"].shortcut().toString() == "Ctrl+U"
    assert opened.window.actions_by_name["redo"].shortcut().toString() == "Ctrl+Shift+Z"


def test_enter_in_the_search_takes_no_shortcut_back(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris)
    opened.window.actions_by_name.bind({"new": "Ctrl+Alt+1"})
    chooser = Chooser(opened)
    line = chooser.dialog.findChild(QLineEdit, "shortcuts_search")
    assert line is not None
    QTest.keyClicks(line, "new")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert chooser.kept == {}
    assert chooser.dialog.isVisible()
    assert opened.window.actions_by_name["new"].shortcut().toString() == "Ctrl+Alt+1"
    opened.window.actions_by_name.bind({})
