"""Scrolls to what has just come, which has its place only after several rounds of layout."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid


class Reveal(QObject):
    """Keeps one part of a scroll area in sight while all around it finds its height, until a person scrolls."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._part: QWidget | None = None
        bar = area.verticalScrollBar()
        bar.rangeChanged.connect(lambda _low, _high: self._follow())
        bar.actionTriggered.connect(lambda _action: self.forget())

    def show(self, part: QWidget) -> None:
        """Scrolls to a part that is in the area."""
        self._part = part
        self._follow()

    def forget(self) -> None:
        """Something else matters from now on."""
        self._part = None

    def _follow(self) -> None:
        if self._part is not None and isValid(self._part):
            self._area.ensureWidgetVisible(self._part)
