"""Has Qt ask GuiNet for what it tells assistive technology of widgets painted as a whole."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface


@cache
def install_access() -> None:
    """To be called when there is an application; further calls do nothing."""
    QAccessible.installFactory(_make)


def _make(name: str, thing: QObject) -> QAccessibleInterface | None:
    """Asked once for each widget, while a screen reader or the like is there."""
    if name != "Canvas":
        return None
    from guinet.ui.canvas.access import Tree
    from guinet.ui.canvas.canvas import Canvas

    return Tree(thing).root if isinstance(thing, Canvas) else None
