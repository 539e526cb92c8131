"""Modules read on a thread of their own, one after the other, so that the window answers meanwhile."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from functools import cache
from importlib import import_module
from queue import SimpleQueue
from threading import ExceptHookArgs, Thread, current_thread
from typing import Any

from PySide6.QtCore import QObject

from guinet.ui.mail import post

_jobs: SimpleQueue[Callable[[], object] | None] = SimpleQueue()


def read_ahead(receiver: QObject, module: str, method: Callable[..., object], *values: Any) -> None:
    """Posts `method` with `values` to `receiver` when `module` is imported."""

    def job() -> None:
        import_module(module)
        post(receiver, method, *values)

    make_ahead(job)


def make_ahead(job: Callable[[], object]) -> None:
    """Does anything else that takes its time on the thread that reads, when what was asked before is done."""
    _jobs.put(job)
    _start()


@cache
def _start() -> None:
    def work() -> None:
        while (job := _jobs.get()) is not None:
            try:
                job()
            except Exception as error:  # noqa: BLE001 - told; what was asked for besides is still read
                threading.excepthook(ExceptHookArgs((type(error), error, error.__traceback__, current_thread())))

    thread = Thread(target=work, name="guinet-reading", daemon=True)
    thread.start()
    atexit.register(_end, thread)


def _end(thread: Thread) -> None:
    """Python must not end in the middle of a module: PySide would go on making classes of what is gone."""
    while not _jobs.empty():
        _jobs.get()
    _jobs.put(None)
    thread.join()
