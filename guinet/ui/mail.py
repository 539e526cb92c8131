"""From any thread to the window's.

A thread must not emit a signal of an object the window may be destroying at that moment: it takes the process down.
The letter box is never destroyed; whether the receiver is still there is asked on the window's thread, where nothing
can destroy it meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal


class _LetterBox(QObject):
    """Lives on the window's thread as long as the process."""

    posted = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        application = QCoreApplication.instance()
        assert application is not None
        self.moveToThread(application.thread())
        self.posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def _deliver(self, receiver: QObject, method: Callable[..., object], values: tuple[Any, ...]) -> None:
        if shiboken6.isValid(receiver):
            method(*values)


_boxes: list[_LetterBox] = []


def prepare_mail() -> None:
    """To be called on the window's thread before any other posts; only the first call does anything."""
    if not _boxes:
        _boxes.append(_LetterBox())


def post(receiver: QObject, method: Callable[..., object], *values: Any) -> None:
    """Calls `method`, of `receiver`, with `values` on the window's thread, unless `receiver` was destroyed by then.

    Posts arrive in order. From any thread; `prepare_mail` must have been called.
    """
    _boxes[0].posted.emit(receiver, method, values)
