"""How late the window answers. Without torch, so that it can be measured in a process that must not have it."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer


class Ticks(QObject):
    """Notes by how many milliseconds each tick of a 5 ms timer is late."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._due = time.perf_counter() + 0.005
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(5)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, (now - self._due) * 1000))
        self._due = now + 0.005


def spin(application: QCoreApplication, seconds: float) -> None:
    """Runs an event loop; `application.quit` would close the window."""
    loop = QEventLoop(application)
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
