"""Several open projects: their tabs, going from one to the next, what was open lately, examples and lessons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QTabBar, QToolButton, QTreeWidget, QTreeWidgetItem

from guinet.ui.project_tabs import ProjectTabs
from guinet.ui.recent_menu import RecentMenu
from guinet.ui.welcome import WelcomeDialog
from guinet.ui.window import Window

if TYPE_CHECKING:
    from tests.gui.conftest import Opened


@pytest.fixture
def opened(show_window: Callable[..., Opened], iris: Path) -> Opened:
    return show_window(iris).ready()


def tabs(window: Window) -> ProjectTabs:
    (found,) = window.findChildren(ProjectTabs)
    return found


def texts(window: Window) -> list[str]:
    return [tabs(window).tabText(place) for place in range(tabs(window).count())]


def test_tabs_come_with_the_second_project_and_mark_changes(opened: Opened) -> None:
    window = opened.window
    assert not tabs(window).isVisible()
    window.files.new()
    other = Window.windows[1]
    assert texts(window) == texts(other) == ["iris.guinet", "Net"]
    assert (tabs(window).currentIndex(), tabs(other).currentIndex()) == (0, 1)
    assert tabs(other).isVisible()
    assert other.geometry() == window.geometry()
    window.document.main.add("torch.nn.ReLU")
    assert texts(other) == ["• iris.guinet", "Net"]


def test_a_tab_brings_its_project_up_and_a_middle_click_closes_it(opened: Opened) -> None:
    window = opened.window
    window.files.new()
    bar = tabs(window)
    at = bar.tabRect(1).center()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=at)
    opened.until(lambda: Window.windows[1].isActiveWindow())
    assert bar.currentIndex() == 0  # a window's own tab stays chosen in it
    QTest.mouseClick(bar, Qt.MouseButton.MiddleButton, pos=at)
    opened.until(lambda: len(Window.windows) == 1)
    assert not bar.isVisible()


def test_ctrl_page_keys_go_round_the_projects(opened: Opened) -> None:
    window = opened.window
    window.files.new()
    other = Window.windows[1]
    opened.until(other.isActiveWindow)
    QTest.keyClick(other.canvas, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    opened.until(window.isActiveWindow)
    QTest.keyClick(window.canvas, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    opened.until(other.isActiveWindow)


def test_what_was_opened_is_in_the_recent_menu_and_opens_from_it(opened: Opened, tmp_path: Path, iris: Path) -> None:
    second = tmp_path / "second.guinet"
    second.write_bytes(iris.read_bytes())
    (menu,) = opened.window.findChildren(RecentMenu)
    menu.fill()
    assert [action.text().split()[1] for action in menu.actions()] == ["iris.guinet"]  # the window began with it
    opened.window.settings.recent_files.clear()
    menu.fill()
    assert [(action.text(), action.isEnabled()) for action in menu.actions()] == [
        ("Nothing was opened or saved yet", False)
    ]
    opened.window.files.open_path(second)
    menu.fill()
    (action,) = menu.actions()
    assert "second.guinet" in action.text()
    action.trigger()
    # It is open already: its window comes to the front instead of another.
    assert [window.document.path for window in Window.windows] == [iris, second]
    assert Window.windows[1].status.message == "second.guinet is open already: here it is."


def drive(opened: Opened, act: Callable[[WelcomeDialog], None]) -> None:
    def go() -> None:
        dialog = opened.window.findChild(WelcomeDialog)
        assert dialog is not None
        try:
            dialog.activateWindow()
            opened.until(dialog.isActiveWindow)
            act(dialog)
        finally:
            dialog.reject()  # what failed would wait for ever

    QTimer.singleShot(0, go)
    opened.trigger("welcome")


def entries(dialog: WelcomeDialog) -> dict[str, list[str]]:
    tree = dialog.findChild(QTreeWidget, "welcome_list")
    assert tree is not None
    heads = [tree.topLevelItem(place) for place in range(tree.topLevelItemCount())]
    return {head.text(0): [entry.text(0) for entry in below(head)] for head in heads if head is not None}


def below(head: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = [head.child(place) for place in range(head.childCount())]
    return [item for item in found if item is not None]


def test_examples_are_found_by_their_words_and_open_in_a_window(opened: Opened) -> None:
    found: dict[str, list[str]] = {}

    def act(dialog: WelcomeDialog) -> None:
        everything = entries(dialog)
        assert list(everything) == ["Open lately", "Lessons", "Examples that train", "Examples that run once"]
        line = dialog.findChild(QLineEdit, "welcome_search")
        assert line is not None
        QTest.keyClicks(line, "dropout zero")
        found.update(entries(dialog))
        QTest.keyClick(line, Qt.Key.Key_Down)
        QTest.keyClick(line, Qt.Key.Key_Return)

    drive(opened, act)
    assert found["Examples that run once"] == ["Dropout"]
    assert len(Window.windows) == 2
    assert Window.windows[1].document.path is None
    assert not Window.windows[1].isWindowModified()


def test_a_lesson_begins_beside_what_is_open(opened: Opened) -> None:
    def act(dialog: WelcomeDialog) -> None:
        line = dialog.findChild(QLineEdit, "welcome_search")
        button = dialog.findChild(QPushButton, "welcome_open")
        assert line is not None
        assert button is not None
        QTest.keyClicks(line, "zzzz")
        assert entries(dialog) == {}
        assert not button.isEnabled()
        line.setText("autograd")
        button.click()

    drive(opened, act)
    assert opened.shows("lessons")
    assert opened.window.panels.lessons.current == "autograd"


def test_tabs_of_panels_keep_their_names_and_the_list_has_them_all(opened: Opened) -> None:
    window = opened.window
    window.resize(1200, 800)
    bars = [bar for bar in window.findChildren(QTabBar) if bar.count() > 5]
    assert len(bars) == 2
    below = next(bar for bar in bars if bar.tabText(0) == "Charts")
    assert below.elideMode() is Qt.TextElideMode.ElideNone
    button = below.findChild(QToolButton, "tab_list")
    assert button is not None
    opened.until(button.isVisible)
    button.click()
    menu = button.findChild(QMenu, "tab_list_menu")
    assert menu is not None
    names = [action.text() for action in menu.actions()]
    assert names == [below.tabText(place) for place in range(below.count())]
    menu.actions()[names.index("Own code")].trigger()
    menu.close()
    opened.until(lambda: opened.shows("code_editor"))
