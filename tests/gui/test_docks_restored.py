"""The docks of a window: what shows each, and where they are when it is opened again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTabBar

from guinet.ui.panel_table import PANELS

if TYPE_CHECKING:
    from tests.gui.conftest import Opened


def test_no_row_of_tabs_stands_about_where_there_are_no_docks(show_window: Callable[..., Opened], iris: Path) -> None:
    first = show_window(iris)
    first.until(lambda: first.shows("charts"))
    first.window.document.history.mark_saved()
    first.window.close()

    opened = show_window(iris)
    opened.until(lambda: opened.shows("charts"))
    window = opened.window
    bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    # One above the panels below, one above those on the right.
    assert sorted(bar.tabText(0) for bar in bars if bar.isVisible()) == ["Charts", "Properties"]


def test_what_shows_a_panel_is_found_by_its_name(show_window: Callable[..., Opened], iris: Path) -> None:
    window = show_window(iris).window
    for row in PANELS:
        shows = window.findChild(QAction, f"show_{row.name}")
        assert shows is not None
        assert shows.text() == window.docks[row.name].windowTitle()
