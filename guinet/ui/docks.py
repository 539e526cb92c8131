"""Where the panels stand: left, right and below, each in a dock that can be moved, closed and brought back."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, cast
from zlib import crc32

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from guinet.ui.dock_tabs import dress_tabs
from guinet.ui.panel_table import BELOW, LEFT, PANELS, RIGHT, PanelRow
from guinet.ui.settings import Settings
from guinet.ui.theme import current_theme

_ARRANGEMENT: Final = crc32(" ".join(f"{row.name}{row.area}" for row in PANELS).encode()) & 0x7FFFFFFF
"""What was remembered of other panels than there are now would leave the new ones nowhere: it is not taken."""


_SHARES: Final = (0.15, 0.24)
"""Of a window's width at most, for what is left and for what is right of the canvas at first."""


class Docks:
    """The docks of one window, by panel name; empty at first."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._docks: dict[str, QDockWidget] = {}
        self._counts: dict[str, int] = {}
        window.setDockOptions(QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        window.setTabPosition(BELOW | RIGHT, window.tabPosition(LEFT).North)
        window.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
        window.setCorner(Qt.Corner.BottomRightCorner, RIGHT)
        # Qt tells that a dock was moved before it has made the tabs.
        self._dressing = QTimer(window, singleShot=True, interval=0)
        self._dressing.timeout.connect(lambda: dress_tabs(window))
        for row in PANELS:
            self._add(row)
        self.translate()

    def animate(self) -> None:
        """Where the system asks for less motion they are simply where they go. Not needed for the first picture, and
        dear: it reads all there is to know of styles."""
        from guinet.ui.motion import reduced_motion

        self._window.setAnimated(not reduced_motion())

    def __getitem__(self, name: str) -> QDockWidget:
        return self._docks[name]

    def all(self) -> list[QDockWidget]:
        return list(self._docks.values())

    def show(self, name: str) -> None:
        """Brings a panel to the front."""
        self._docks[name].show()
        self._docks[name].raise_()

    def show_beside(self, name: str) -> None:
        """Shows a panel of the right side below the others there, with a bar to close it: what is in front stays."""
        dock = self._docks[name]
        dock.setTitleBarWidget(None)  # type: ignore[arg-type]  # Qt puts its own bar there
        self._window.removeDockWidget(dock)
        self._window.addDockWidget(RIGHT, dock, Qt.Orientation.Vertical)
        dock.show()
        sizes = [current_theme().pixels("inspector-width"), current_theme().pixels("about-height")]
        self._window.resizeDocks([self._docks["properties"], dock], sizes, Qt.Orientation.Vertical)

    def put(self, name: str, panel: QWidget) -> None:
        """Puts a panel into its dock; one that was there before is destroyed."""
        old = cast("QWidget | None", self._docks[name].widget())
        self._docks[name].setWidget(panel)
        if old is not None:
            old.deleteLater()

    def set_count(self, name: str, count: int) -> None:
        """Shows a number behind a panel's title: `Problems 1`."""
        self._counts[name] = count
        self._refresh_title(next(row for row in PANELS if row.name == name))

    def translate(self) -> None:
        for row in PANELS:
            self._refresh_title(row)

    def restore(self, settings: Settings) -> None:
        """Puts window and docks where they were, or as they are at first. The window keeps its size where what was
        remembered does not suit the screen: Qt takes nothing that was on a much larger or smaller one."""
        # Not one after the other: of rows of tabs that are made anew Qt leaves the old ones standing about.
        if settings.geometry:
            self._window.restoreGeometry(QByteArray.fromBase64(settings.geometry.encode()))
            if self._window.restoreState(QByteArray.fromBase64(settings.dock_state.encode()), _ARRANGEMENT):
                dress_tabs(self._window)
                return
        self._arrange()

    def remember(self, settings: Settings) -> None:
        settings.geometry = _text(self._window.saveGeometry())
        settings.dock_state = _text(self._window.saveState(_ARRANGEMENT))

    def _refresh_title(self, row: PanelRow) -> None:
        title, count = row.title(), self._counts.get(row.name, 0)
        self._docks[row.name].setWindowTitle(f"{title} {count}" if count else title)

    def _add(self, row: PanelRow) -> None:
        dock = QDockWidget(self._window)
        dock.setObjectName(f"{row.name}_dock")
        dock.toggleViewAction().setObjectName(f"show_{row.name}")
        if row.area in (BELOW, RIGHT):
            # These share a row of tabs, which names them already; a tab can be dragged out as well.
            dock.setTitleBarWidget(QWidget())
        self._docks[row.name] = dock
        dock.dockLocationChanged.connect(self._dressing.start)

    def _arrange(self) -> None:
        theme = current_theme()
        below = [self._docks[row.name] for row in PANELS if row.area == BELOW]
        right = [self._docks[row.name] for row in PANELS if row.area == RIGHT]
        for row in PANELS:
            if row.area == LEFT or self._docks[row.name] in (below[0], right[0]):
                self._window.addDockWidget(row.area, self._docks[row.name])
        for tabs in (below, right):
            for first, second in pairwise(tabs):
                self._window.tabifyDockWidget(first, second)
            tabs[0].raise_()
        dress_tabs(self._window)
        sides = [self._docks["palette"], self._docks["properties"]]
        usual, room = (theme.pixels("palette-width"), theme.pixels("inspector-width")), self._window.width()
        # On a small screen the network comes first.
        widths = [min(width, round(share * room)) for width, share in zip(usual, _SHARES, strict=True)]
        self._window.resizeDocks(sides, widths, Qt.Orientation.Horizontal)
        self._window.resizeDocks([self._docks["palette"], self._docks["outline"]], [520, 260], Qt.Orientation.Vertical)
        self._window.resizeDocks([below[0]], [270], Qt.Orientation.Vertical)


def _text(array: QByteArray) -> str:
    return bytes(array.toBase64().data()).decode()
