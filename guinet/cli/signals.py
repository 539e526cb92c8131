"""Ctrl-C and the system's request to end, as something a command can obey in its own time."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def terminable() -> Iterator[None]:
    """Inside, SIGTERM raises KeyboardInterrupt as Ctrl-C does: whatever was begun is cleared away.

    An import that an interrupt cut short may swallow it and fail of what is missing then: that is no fault of the file.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked = False

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        raise KeyboardInterrupt

    # Whoever starts a command in the background of a script has it ignore SIGINT, and means it.
    numbers = [signal.SIGTERM, signal.SIGINT] if signal.getsignal(signal.SIGINT) != signal.SIG_IGN else [signal.SIGTERM]
    before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield
    except Exception as error:
        if asked:
            raise KeyboardInterrupt from error
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def ending(ask: Callable[[], None]) -> Iterator[None]:
    """Inside, the first SIGINT or SIGTERM calls `ask`; the next raises KeyboardInterrupt."""
    if threading.current_thread() is not threading.main_thread():
        # Python delivers signals to the main thread only, and only there may be told what they do.
        yield
        return
    asked = False

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        ask()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
