"""Modules read on a thread, after the window is painted, so that it answers meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Lock, Thread
from typing import Any, Final

from PySide6.QtCore import QObject

from guinet.ui.mail import post

_TURN: Final = 1.0
"""Seconds; longer than the execution of any module."""

_one_at_a_time = Lock()


def read_ahead(receiver: QObject, modules: Iterable[str], method: Callable[..., object], *values: Any) -> None:
    """Posts `method` with `values` to `receiver` when `modules` are imported, on a thread of their own."""

    def run() -> None:
        read(*modules)
        post(receiver, method, *values)

    Thread(target=run, name="guinet-read-ahead", daemon=True).start()


def read(*modules: str) -> None:
    """Imports modules on a thread that is not the window's."""
    with _undisturbed():
        for name in modules:
            import_module(name)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """PySide makes each of its classes when it is first named, and two threads that name the same one at a time would
    find half of it. So Python takes the turn from no thread meanwhile; the window has its own whenever a file is read,
    which is before each module."""
    with _one_at_a_time:
        usual = sys.getswitchinterval()
        sys.setswitchinterval(_TURN)
        try:
            yield
        finally:
            sys.setswitchinterval(usual)
