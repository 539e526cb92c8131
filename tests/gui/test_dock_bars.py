"""Panels taken out of their rows of tabs by hand, and found where they were at the next start."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QTabBar

from guinet.ui.settings import load_settings
from guinet.ui.window import LEAST, USUAL, Window

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def bar_with(window: QMainWindow, title: str) -> tuple[QTabBar, int]:
    for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        for place in range(bar.count()):
            if bar.tabText(place) == title and bar.isVisible():
                return bar, place
    raise AssertionError(f"there is no tab {title}")


def has_bar(dock: QDockWidget) -> bool:
    """Whether a dock has a bar to hold it by: Qt's own stands there when none is set."""
    return dock.titleBarWidget() is None


def float_by_menu(opened: Opened, title: str) -> None:
    bar, place = bar_with(opened.window, title)
    bar.customContextMenuRequested.emit(bar.tabRect(place).center())
    menu = bar.findChild(QMenu, "tab_menu")
    assert menu is not None
    assert [action.text() for action in menu.actions()] == [
        f"Show {title} in a window of its own",
        f"Close {title}",
    ]
    menu.actions()[0].trigger()
    menu.close()


def test_a_tab_is_dragged_out_and_its_panel_has_a_bar_then(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    dock = opened.window.docks["runs"]
    assert not has_bar(dock), "its tab is one"
    bar, place = bar_with(opened.window, "Runs")
    start = bar.tabRect(place).center()
    QTest.mousePress(bar, LEFT, NONE, start)
    for way in (QPoint(0, -20), QPoint(0, -80), QPoint(60, -160), QPoint(80, -200)):
        QTest.mouseMove(bar, start + way)
        QApplication.processEvents()
    QTest.mouseRelease(bar, LEFT, NONE, start + QPoint(80, -200))
    opened.until(dock.isFloating)
    opened.until(lambda: has_bar(dock))


def test_a_panel_floats_by_the_menu_of_its_tab_and_comes_back(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    dock = opened.window.docks["values"]
    float_by_menu(opened, "Values")
    opened.until(lambda: dock.isFloating() and has_bar(dock))
    dock.setFloating(False)
    opened.until(lambda: not has_bar(dock))
    bar_with(opened.window, "Values")


def test_the_last_of_a_row_of_tabs_has_a_bar(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    window = opened.window
    below = list(window.tabifiedDockWidgets(window.docks["charts"]))
    for dock in below:
        dock.close()
    opened.until(lambda: has_bar(window.docks["charts"]))
    below[0].toggleViewAction().trigger()
    opened.until(lambda: not has_bar(window.docks["charts"]))


def test_a_panel_dragged_among_tabs_has_no_second_title(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    window = opened.window
    assert has_bar(window.docks["outline"])
    window.tabifyDockWidget(window.docks["properties"], window.docks["outline"])
    opened.until(lambda: not has_bar(window.docks["outline"]))


def test_what_floats_is_there_again_after_a_restart(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    float_by_menu(opened, "Values")
    dock = opened.window.docks["values"]
    opened.until(lambda: dock.isFloating() and has_bar(dock))
    dock.setGeometry(60, 70, 340, 260)
    QApplication.processEvents()
    place = dock.geometry()
    opened.trigger("quit")
    assert not Window.windows

    again = show_window(iris)
    dock = again.window.docks["values"]
    again.until(dock.isVisible)
    assert dock.isFloating()
    assert dock.geometry() == place
    assert has_bar(dock)
    assert again.window.isVisible()
    again.ready()


def test_what_floated_on_a_screen_that_is_gone_is_in_sight(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    float_by_menu(opened, "Values")
    dock = opened.window.docks["values"]
    opened.until(lambda: dock.isFloating() and has_bar(dock))
    dock.setGeometry(9000, 7000, 340, 260)
    opened.window.setGeometry(9000, 7000, 1280, 800)
    QApplication.processEvents()
    opened.trigger("quit")

    again = show_window(iris)
    dock = again.window.docks["values"]
    again.until(dock.isVisible)
    screen = again.window.screen().geometry()
    assert screen.intersects(again.window.geometry())
    assert screen.contains(dock.geometry().topLeft() + QPoint(20, 5)), "its bar can be held"
    again.ready()


def test_a_window_of_a_much_larger_screen_opens_at_the_usual_size(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    opened.trigger("quit")
    settings = load_settings()
    kept = bytearray(b64decode(settings.geometry))
    width = slice(46, 50)  # of the screen, as QWidget::saveGeometry writes it
    assert int.from_bytes(kept[width], "big") == opened.window.screen().size().width()
    kept[width] = (4 * int.from_bytes(kept[width], "big")).to_bytes(4, "big")
    settings.geometry = b64encode(kept).decode()
    settings.save()

    again = show_window(iris).ready()
    screen = again.window.screen().availableSize()
    assert again.window.size() == USUAL.boundedTo(screen.expandedTo(LEAST))
