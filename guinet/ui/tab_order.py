"""Tab through a form from top to bottom, whichever of its rows was made first.

Qt goes in the order in which widgets were made; the rows of a form come and go with what is selected.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

READS_LAST: Final = "reads_last"
"""A property of what stands at the foot of a form and is no part of what is scrolled: Tab comes to it in the end."""

_FOOT: Final = 1_000_000
"""Pixels below everything else."""

_ROW: Final = 8
"""Fields whose middles differ by no more than this stand in one row, in pixels."""


def reading_order(form: QWidget) -> list[QWidget]:
    """The widgets of a form that Tab stops at: row by row, each from the left."""
    stops = sorted(((_middle(form, each), each) for each in _stops(form)), key=lambda stop: stop[0].y())
    rows: list[list[tuple[QPoint, QWidget]]] = []
    for stop in stops:
        if not rows or stop[0].y() - rows[-1][0][0].y() > _ROW:
            rows.append([])
        rows[-1].append(stop)
    return [each for row in rows for _, each in sorted(row, key=lambda stop: stop[0].x())]


def step(form: QWidget, forward: bool) -> QWidget | None:
    """Goes to the next stop of a form or the one before, or out of it at its ends; the widget that has the focus now.

    None when the focus is not in the form, or there is nothing outside of it to go to.
    """
    here, stops = form.window().focusWidget(), reading_order(form)
    if here not in stops:
        return None
    place = stops.index(here) + (1 if forward else -1)
    goal = stops[place] if 0 <= place < len(stops) else _beyond(form, here, forward)
    if goal is not None:
        goal.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return goal


def _stops(form: QWidget) -> Iterator[QWidget]:
    return (each for each in form.findChildren(QWidget) if _is_stop(each) and each.window() is form.window())


def _is_stop(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return takes and widget.focusProxy() is None and widget.isVisible() and widget.isEnabled()


def _middle(form: QWidget, widget: QWidget) -> QPoint:
    place = widget.mapTo(form, widget.rect().center())
    above: QWidget | None = widget
    while above is not None and above is not form:
        if above.property(READS_LAST):
            return place + QPoint(0, _FOOT)
        above = above.parentWidget()
    return place


def _beyond(form: QWidget, start: QWidget, forward: bool) -> QWidget | None:
    """The next stop of the window that is not in the form."""
    other = _neighbour(start, forward)
    while other is not None and other is not start:
        if _is_stop(other) and other is not form and not form.isAncestorOf(other):
            return other
        other = _neighbour(other, forward)
    return None


def _neighbour(widget: QWidget, forward: bool) -> QWidget | None:
    return widget.nextInFocusChain() if forward else widget.previousInFocusChain()
