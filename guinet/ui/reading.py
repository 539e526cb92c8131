"""What takes its time and needs nothing of Qt is done on a thread of its own, so that the window answers meanwhile.

Nothing of Qt may be imported here: PySide makes the class of a widget when it is first asked for, and does not promise
that two threads may ask at once.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from functools import cache
from queue import SimpleQueue
from threading import ExceptHookArgs, Thread, current_thread
from typing import Any

from PySide6.QtCore import QObject

from guinet.ui.mail import post

_jobs: SimpleQueue[Callable[[], object] | None] = SimpleQueue()


def do_ahead(job: Callable[[], object], receiver: QObject, method: Callable[..., object], *values: Any) -> None:
    """Does `job`, when what was asked before is done; then posts `method` with `values` to `receiver`."""

    def work() -> None:
        job()
        post(receiver, method, *values)

    _jobs.put(work)
    _start()


@cache
def _start() -> None:
    def work() -> None:
        while (job := _jobs.get()) is not None:
            try:
                job()
            except Exception as error:  # noqa: BLE001 - told; what was asked for besides is still done
                threading.excepthook(ExceptHookArgs((type(error), error, error.__traceback__, current_thread())))

    thread = Thread(target=work, name="guinet-reading", daemon=True)
    thread.start()
    atexit.register(_end, thread)


def _end(thread: Thread) -> None:
    """Python must not end in the middle of a module."""
    while not _jobs.empty():
        _jobs.get()
    _jobs.put(None)
    thread.join()
