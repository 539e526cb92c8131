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
