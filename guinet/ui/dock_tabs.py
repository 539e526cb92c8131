"""The bars of the docks: rows of tabs, from which a hand drags a panel out, and a bar of its own above each dock that
stands alone."""

from __future__ import annotations

from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabBar, QToolButton, QWidget

from guinet.ui.translate import plain, tr

_SCROLLERS: Final = ("ScrollLeftButton", "ScrollRightButton")
"""What Qt calls its arrows; the list stands in their place."""

_DIRECT: Final = Qt.FindChildOption.FindDirectChildrenOnly
"""A search among all makes an object of Python's of each it passes: 5 ms of the start."""


def dress_tabs(window: QMainWindow) -> None:
    """To be called again when docks were moved: Qt makes rows of tabs as they are needed, and keeps them."""
    if window.findChild(_Follower, options=_DIRECT) is None:
        _Follower(window)
    for dock in window.findChildren(QDockWidget, options=_DIRECT):
        _dress(window, dock)
    for bar in window.findChildren(QTabBar, options=_DIRECT):
        if bar.findChild(TabList) is None:
            bar.setElideMode(Qt.TextElideMode.ElideNone)
            bar.setUsesScrollButtons(True)
            TabList(bar)


def _dress(window: QMainWindow, dock: QDockWidget) -> None:
    """A dock has a bar to hold it by, unless its tab is one."""
    tabbed = bool(window.tabifiedDockWidgets(dock)) and not dock.isFloating()
    if tabbed != (dock.titleBarWidget() is not None):
        dock.setTitleBarWidget(QWidget() if tabbed else None)  # type: ignore[arg-type]  # None: Qt's own


class _Follower(QObject):
    """Dresses the docks of a window again when one of them floats, is closed or comes back: the others of its row may
    stand alone then. Docks that float come up after their window: one that is there before it stays below it. It is the
    window's child."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        window.setDockOptions(window.dockOptions() | QMainWindow.DockOption.GroupedDragging)  # by their tabs, that is
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(lambda: dress_tabs(window))
        self._waiting: list[QDockWidget] = []
        window.installEventFilter(self)
        for dock in window.findChildren(QDockWidget, options=_DIRECT):
            dock.topLevelChanged.connect(self._later.start)
            dock.toggleViewAction().toggled.connect(self._later.start)
            if dock.isFloating() and dock.isVisible() and not window.isVisible():
                dock.hide()
                self._waiting.append(dock)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QShowEvent):
            for dock in self._waiting:
                QTimer.singleShot(0, dock, dock.show)
            self._waiting = []
        return False


class TabList(QToolButton):
    """At the end of a row of tabs that has no room for all: opens a menu of them."""

    def __init__(self, bar: QTabBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self.setObjectName("tab_list")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setArrowType(Qt.ArrowType.DownArrow)
        self.clicked.connect(self._open)
        bar.installEventFilter(self)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        bar.customContextMenuRequested.connect(self._offer_to_close)
        self._translate()
        self.place()

    def place(self) -> None:
        """Where Qt's arrows are; away when all tabs are seen."""
        area = QRect()
        for name in _SCROLLERS:
            button = self._bar.findChild(QToolButton, name)
            if button is not None and button.isVisibleTo(self._bar):
                area = area.united(button.geometry())
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard would go where nothing is seen
        self.setVisible(not area.isNull())
        if not area.isNull():
            self.setGeometry(area)
            self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Scrolled by key or wheel the bar is only painted; asked for its type, an event of an unknown class raises.
        # One that goes with its window is still resized when Python has let go of it.
        if isinstance(event, QPaintEvent | QResizeEvent) and shiboken6.isValid(self._bar):
            self.place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.setToolTip(tr("All panels here"))
        self.setAccessibleName(tr("All panels here"))

    def _offer_to_close(self, at: QPoint) -> None:
        """Docks in a row of tabs have no bar of their own with a button to close them."""
        title = self._bar.tabText(self._bar.tabAt(at))
        dock = next(
            (
                dock
                for dock in self._bar.window().findChildren(QDockWidget, options=_DIRECT)
                if dock.windowTitle() == title
            ),
            None,
        )
        if dock is not None:
            menu = QMenu(self)
            menu.setObjectName("tab_menu")
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(
                tr("Show {panel} in a window of its own").format(panel=plain(title)), lambda: dock.setFloating(True)
            )
            menu.addAction(tr("Close {panel}").format(panel=plain(title)), dock.close)
            menu.popup(self._bar.mapToGlobal(at))

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("tab_list_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place in range(self._bar.count()):
            action = menu.addAction(plain(self._bar.tabText(place)))
            action.setCheckable(True)
            action.setChecked(place == self._bar.currentIndex())
            action.triggered.connect(lambda _=False, place=place: self._bar.setCurrentIndex(place))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
