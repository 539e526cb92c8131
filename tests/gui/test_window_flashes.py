"""Nothing but the window itself becomes a window on the screen while its panels are made: one that does, if only for
the blink of an eye, takes the keyboard from what is typed into."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from guinet.core.project import Project
from guinet.session.messages.checkup import CheckupTold
from guinet.ui.panel_table import PANELS

if TYPE_CHECKING:
    from tests.gui.conftest import Opened


class Shown(QObject):
    """The names of windows that come up."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.names: list[str] = []
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(f"{type(watched).__name__} {watched.objectName()}".strip())
        return False


def test_no_part_of_a_panel_is_ever_a_window(
    show_window: Callable[..., Opened], softmax: Project, qapp: QApplication
) -> None:
    softmax.training["epochs"] = 2
    shown = Shown(qapp)
    opened = show_window(softmax).ready()
    for row in PANELS:
        opened.window.docks.show(row.name)
        assert isinstance(opened.window.panels[row.name], QWidget)
        opened.until(partial(opened.shows, row.name))
    opened.window.docks.show("doctor")
    checkup = opened.told(CheckupTold).checkup
    assert checkup is not None
    assert checkup.findings
    opened.child(QToolButton, "train_button").click()
    opened.until(lambda: opened.training.finished is not None)
    qapp.removeEventFilter(shown)

    assert shown.names == ["Window"]
    assert QApplication.activeWindow() is opened.window
