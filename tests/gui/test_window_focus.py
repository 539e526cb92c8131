"""The canvas has the keyboard when the window opens, and keeps it: no part flashes up as a window of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from tests.gui.conftest import Opened


class Windows(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.fixture
def windows(qapp: QApplication) -> Iterator[Windows]:
    windows = Windows()
    qapp.installEventFilter(windows)
    yield windows
    qapp.removeEventFilter(windows)


def test_the_canvas_has_the_focus_and_no_other_window_appears(
    show_window: Callable[..., Opened], iris: Path, windows: Windows
) -> None:
    opened = show_window(iris).ready()
    assert QApplication.focusWidget() is opened.window.canvas
    for node in opened.window.canvas.scene.nodes:
        opened.window.canvas.select((node,))
        QApplication.processEvents()
    assert windows.shown == ["Window"]
    assert QApplication.focusWidget() is opened.window.canvas
