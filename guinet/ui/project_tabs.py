"""The projects that are open, as tabs above the canvas of each of their windows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTabBar

from guinet.ui.places import bring_up
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.window import Window


class ProjectsSignals(QObject):
    """`changed()`: a project was opened, closed, saved under another name, or has changes to save now."""

    changed = Signal()


@cache
def projects_signals() -> ProjectsSignals:
    return ProjectsSignals()


class ProjectTabs(QTabBar):
    """A tab for each open project, this window's chosen; not shown while there is only one.

    Each project keeps a window of its own, which can stand beside another; a tab brings it to the front.
    """

    def __init__(self, window: Window) -> None:
        super().__init__()
        self.setObjectName("project_tabs")
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self._window = window
        self._shown: list[Window] = []
        self.hide()
        self.currentChanged.connect(self._chosen)
        self.tabCloseRequested.connect(self._close)
        projects_signals().changed.connect(self.refresh)

    def refresh(self) -> None:
        """Follows what is open."""
        windows = type(self._window).windows
        if self._window not in windows:
            return
        self.setVisible(len(windows) > 1)
        if self.isHidden():
            return
        self.setTabsClosable(True)  # now, not before: its buttons cost the start 2 ms
        with QSignalBlocker(self):
            while self.count() > len(windows):
                self.removeTab(self.count() - 1)
            while self.count() < len(windows):
                self.addTab("")
            for place, (window, name) in enumerate(zip(windows, _told_apart(windows), strict=True)):
                path = window.document.path
                self.setTabText(place, (f"• {name}" if window.isWindowModified() else name).replace("&", "&&"))
                self.setTabToolTip(place, str(path) if path is not None else tr("Not saved yet"))
            self._shown = list(windows)
            self.setCurrentIndex(windows.index(self._window))
        self.setAccessibleName(tr("Open projects"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            with QSignalBlocker(self):
                while self.count():
                    self.removeTab(0)  # Qt puts words on the buttons of a tab when it is made
            self.refresh()
        super().changeEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self.tabAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and place >= 0:
            self._close(place)
        else:
            super().mouseReleaseEvent(event)

    def _chosen(self, place: int) -> None:
        chosen = self._shown[place] if 0 <= place < len(self._shown) else self._window
        if chosen is not self._window:
            bring_up(chosen)
            self.refresh()  # here this window's own tab stays chosen

    def _close(self, place: int) -> None:
        # Not within the bar's own event: closing may ask, and it takes the tab away.
        window = self._shown[place]
        QTimer.singleShot(0, window, window.close)


def _told_apart(windows: Sequence[Window]) -> Iterator[str]:
    """The names of the projects; from the second of a name on with a number: new ones are all called Net."""
    seen = Counter[str]()
    for window in windows:
        name = window.project_name()
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"
