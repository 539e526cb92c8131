"""Collects cyclic garbage on the window's thread only.

Python collects on whatever thread happens to allocate. Widgets are often part of cycles, and one destroyed on the
session's thread takes the process down.
"""

from __future__ import annotations

import gc
from functools import cache

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

INTERVAL = 250
"""Milliseconds between looks."""


class GarbageCollector(QObject):
    """Takes Python's place: looks at its counts from a timer, and collects the generations that are due."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_due)
        self._timer.start(INTERVAL)


@cache
def collect_here() -> None:
    """To be called on the window's thread when there is an application; further calls do nothing."""
    GarbageCollector(QCoreApplication.instance())


@cache
def spare_modules() -> None:
    """Leaves what is there now, the imported modules above all, out of every later look: none of it is ever garbage,
    and looking through it is a pause of 20 ms. To be called before the first window is made."""
    gc.freeze()


def collect_due() -> None:
    """Collects the oldest generation whose count is over its threshold, as Python itself would.

    While a hand holds something the oldest waits: with 10,000 nodes, looking through it is a pause of 80 ms.
    """
    counts, thresholds = gc.get_count(), gc.get_threshold()
    held = QApplication.mouseButtons() != Qt.MouseButton.NoButton
    for generation in (1, 0) if held else (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return
