"""Modules read on a thread of their own, one after the other, so that the window answers meanwhile."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module
from importlib.abc import MetaPathFinder
from queue import SimpleQueue
from threading import ExceptHookArgs, Thread, current_thread, get_ident
from types import ModuleType
from typing import Any, Final

from PySide6.QtCore import QObject

from guinet.ui.mail import post
from guinet.ui.turns import IDLE

_TURN: Final = 1.0
"""Seconds; longer than the execution of any module."""

_BREATH: Final = 0.0005
"""Seconds the window has for itself before each module, at least: it keeps its turn as long as it has work."""

_PATIENCE: Final = 0.02
"""Seconds a step on the window's thread is waited for; it may itself wait for the module that is being read."""

_jobs: SimpleQueue[Callable[[], object]] = SimpleQueue()


def read_ahead(receiver: QObject, modules: Iterable[str], method: Callable[..., object], *values: Any) -> None:
    """Posts `method` with `values` to `receiver` when `modules` are imported."""

    def job() -> None:
        _read(modules)
        post(receiver, method, *values)

    make_ahead(job)


def make_ahead(job: Callable[[], object]) -> None:
    """Does anything else that takes its time on the thread that reads, when what was asked before is done."""
    _jobs.put(job)
    _start()


@cache
def _start() -> None:
    def work() -> None:
        while True:
            job = _jobs.get()
            try:
                job()
            except Exception as error:  # noqa: BLE001 - told; what was asked for besides is still read
                threading.excepthook(ExceptHookArgs((type(error), error, error.__traceback__, current_thread())))

    Thread(target=work, name="guinet-reading", daemon=True).start()


def _read(modules: Iterable[str]) -> None:
    """PySide makes each of its classes when it is first named, and two threads that name the same one at a time would
    find half of it. So Python takes the turn from no thread meanwhile; the window has it between one module and the
    next."""
    usual, between = sys.getswitchinterval(), _Between(get_ident())
    sys.setswitchinterval(_TURN)
    sys.meta_path.insert(0, between)
    try:
        for name in modules:
            import_module(name)
    finally:
        sys.meta_path.remove(between)
        sys.setswitchinterval(usual)


class _Between(MetaPathFinder):
    """Finds nothing, but is asked before each module."""

    def __init__(self, thread: int) -> None:
        self._thread = thread

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if get_ident() == self._thread:
            time.sleep(_BREATH)
            IDLE.wait(_PATIENCE)
