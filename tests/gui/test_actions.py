"""The actions in their menus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QMenu

from guinet.ui import translate

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import Opened


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_letter_is_underlined_twice_in_a_menu(
    language: str, show_window: Callable[..., Opened], iris: Path, qtbot: QtBot
) -> None:
    from PySide6.QtWidgets import QApplication

    window = show_window(iris).window
    application = QApplication.instance()
    assert application is not None
    translate.install(application, language)
    qtbot.waitUntil(lambda: bool(window.menuBar().actions()[0].text()))
    menus = [window.menuBar(), *window.menuBar().findChildren(QMenu)]
    assert len(menus) > 5
    for menu in menus:
        letters = [found[1].upper() for each in menu.actions() for found in re.findall(r"(&)([^&])", each.text())]
        assert [letter for letter, count in Counter(letters).items() if count > 1] == []


def test_an_action_for_what_is_selected_says_so_where_nothing_is(
    show_window: Callable[..., Opened], iris: Path
) -> None:
    opened = show_window(iris).ready()
    for name in ("cut", "delete", "mute", "align_left", "select_after", "repeat", "open_in_place"):
        opened.window.status.hush()
        opened.trigger(name)
        assert opened.message == "Nothing is selected: click on a node, or draw a box around several.", name
    assert opened.document.history.labels == ()

    opened.window.canvas.select([opened.document.main.node("hidden").id])
    opened.trigger("enter_block")
    assert opened.message == "Select a block: other nodes have nothing inside."
    opened.trigger("mute")
    assert opened.document.history.labels != ()


def test_going_to_another_project_where_there_is_none_is_told(show_window: Callable[..., Opened], iris: Path) -> None:
    opened = show_window(iris)
    opened.trigger("next_window")
    assert opened.message == "No other project is open."
