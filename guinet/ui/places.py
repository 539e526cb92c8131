"""Going from the canvas to the panels and back by keyboard, and from one open project to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from guinet.ui.panel_table import PANELS
from guinet.ui.tab_order import reading_order
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.window import Window


def place_handlers(window: Window) -> dict[str, Callable[[], object]]:
    """What the actions for going elsewhere do, by their names."""
    return {
        "next_place": lambda: go_on(window, 1),
        "previous_place": lambda: go_on(window, -1),
        "next_window": lambda: show_other(window, 1),
        "previous_window": lambda: show_other(window, -1),
        "close_window": window.close,
    }


def go_on(window: Window, step: int) -> None:
    """Puts the keyboard into the next place that is seen: canvas, palette, outline, and the panels in front."""
    places = [window.canvas, *_seen(window)]
    focused = QApplication.focusWidget()
    here = next((place for place in places if focused is not None and _holds(place, focused)), None)
    at = places.index(here) if here is not None else (-1 if step > 0 else 0)
    for offset in range(1, len(places) + 1):
        if enter(places[(at + offset * step) % len(places)]):
            return


def enter(place: QWidget) -> bool:
    """Puts the keyboard where it was in a place, or into the first field of it; False where nothing takes it."""
    remembered = cast("QWidget | None", place.focusWidget())
    first = () if remembered is None else (remembered,)
    for field in (*first, place, *reading_order(place)):
        takes = field.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(field, QScrollArea)
        if takes and field.isVisible() and field.isEnabled():
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
    return False


def panel_actions(window: Window) -> list[QAction]:
    """An action for each panel that shows it and puts the keyboard into it, for as long as they are kept."""
    actions = []
    for row in PANELS:
        action = QAction(tr("Show {panel}").format(panel=row.title()))
        action.triggered.connect(lambda _=False, name=row.name: show_panel(window, name))
        actions.append(action)
    return actions


def show_panel(window: Window, name: str) -> None:
    """Brings a panel to the front and puts the keyboard into it."""
    window.docks.show(name)
    enter(window.panels[name])


def show_other(window: Window, step: int) -> None:
    """Brings the project opened after (1) or before (-1) this one to the front."""
    windows = type(window).windows
    if window in windows and len(windows) > 1:
        bring_up(windows[(windows.index(window) + step) % len(windows)])
    else:
        window.status.tell(tr("No other project is open."), 6000)


def stand_where(window: QWidget, other: QWidget) -> None:
    """Shows a new window exactly where another one is, so that its tab comes up in the same place."""
    window.setGeometry(other.geometry())
    window.setWindowState(other.windowState())
    window.show()


def bring_up(window: QWidget) -> None:
    """Shows a window in front of the others, as large as it was."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def _seen(window: Window) -> Iterator[QWidget]:
    """The docks that are in front; Qt calls those behind others visible too."""
    for row in PANELS:
        dock = window.docks[row.name]
        if dock.isVisible() and not dock.visibleRegion().isEmpty():
            yield dock


def _holds(place: QWidget, widget: QWidget) -> bool:
    return place is widget or place.isAncestorOf(widget)
