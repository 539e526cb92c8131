"""Where the panels stand: left, right and below, each in a dock that can be moved, closed and brought back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from guinet.ui.settings import Settings
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_BELOW = Qt.DockWidgetArea.BottomDockWidgetArea

TITLES: dict[str, Callable[[], str]] = {
    "palette": lambda: tr("Palette"),
    "outline": lambda: tr("Outline"),
    "properties": lambda: tr("Properties"),
    "charts": lambda: tr("Charts"),
    "code": lambda: tr("Code"),
    "problems": lambda: tr("Problems"),
    "history": lambda: tr("History"),
}
"""The panels by name, in the order their docks stand."""

_AREAS = {"palette": _LEFT, "outline": _LEFT, "properties": _RIGHT}


class Docks:
    """The docks of one window, by panel name."""

    def __init__(self, window: QMainWindow, panels: dict[str, QWidget]) -> None:
        self._window = window
        self._docks: dict[str, QDockWidget] = {}
        self._counts: dict[str, int] = {}
        window.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
        )
        window.setTabPosition(_BELOW, window.tabPosition(_LEFT).North)
        window.setCorner(Qt.Corner.BottomLeftCorner, _LEFT)
        window.setCorner(Qt.Corner.BottomRightCorner, _RIGHT)
        for name in TITLES:
            self._add(name, panels[name])
        self._arrange()
        self.translate()

    def __getitem__(self, name: str) -> QDockWidget:
        return self._docks[name]

    def all(self) -> list[QDockWidget]:
        return list(self._docks.values())

    def show(self, name: str) -> None:
        """Brings a panel to the front."""
        self._docks[name].show()
        self._docks[name].raise_()

    def replace(self, name: str, panel: QWidget) -> None:
        """Puts the real panel where a quick stand-in was."""
        old = self._docks[name].widget()
        self._docks[name].setWidget(panel)
        old.deleteLater()

    def set_count(self, name: str, count: int) -> None:
        """Shows a number behind a panel's title: `Problems 1`."""
        self._counts[name] = count
        self._refresh_title(name)

    def translate(self) -> None:
        for name in self._docks:
            self._refresh_title(name)

    def restore(self, settings: Settings) -> bool:
        """Puts window and docks where they were; whether that was known."""
        if not settings.geometry:
            return False
        self._window.restoreGeometry(QByteArray.fromBase64(settings.geometry.encode()))
        return self._window.restoreState(QByteArray.fromBase64(settings.dock_state.encode()))

    def remember(self, settings: Settings) -> None:
        settings.geometry = _text(self._window.saveGeometry())
        settings.dock_state = _text(self._window.saveState())

    def _refresh_title(self, name: str) -> None:
        title, count = TITLES[name](), self._counts.get(name, 0)
        self._docks[name].setWindowTitle(f"{title} {count}" if count else title)

    def _add(self, name: str, panel: QWidget) -> None:
        dock = QDockWidget(self._window)
        dock.setObjectName(f"{name}_dock")
        if name not in _AREAS:
            # These share a row of tabs, which names them already; a tab can be dragged out as well.
            dock.setTitleBarWidget(QWidget())
        dock.setWidget(panel)
        self._window.addDockWidget(_AREAS.get(name, _BELOW), dock)
        self._docks[name] = dock

    def _arrange(self) -> None:
        theme = current_theme()
        below = [dock for name, dock in self._docks.items() if name not in _AREAS]
        for first, second in pairwise(below):
            self._window.tabifyDockWidget(first, second)
        below[0].raise_()
        sides = [self._docks["palette"], self._docks["properties"]]
        widths = [theme.pixels("palette-width"), theme.pixels("inspector-width")]
        self._window.resizeDocks(sides, widths, Qt.Orientation.Horizontal)
        self._window.resizeDocks([self._docks["palette"], self._docks["outline"]], [520, 260], Qt.Orientation.Vertical)
        self._window.resizeDocks([below[0]], [270], Qt.Orientation.Vertical)


def _text(array: QByteArray) -> str:
    return bytes(array.toBase64().data()).decode()
