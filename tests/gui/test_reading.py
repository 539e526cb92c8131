"""Work done ahead: in order, on one thread, and whatever fails is told without holding up the rest."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from guinet.ui.mail import prepare_mail
from guinet.ui.reading import do_ahead


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[str] = []

    def take(self, word: str) -> None:
        self.got.append(word)


def test_what_fails_is_told_and_the_rest_is_done(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare_mail()
    done: list[tuple[str, str]] = []
    told: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda hook: told.append(str(hook.exc_value)))
    receiver = Receiver()

    def note(word: str) -> None:
        done.append((word, threading.current_thread().name))

    def fail() -> None:
        raise RuntimeError("no good")

    do_ahead(lambda: note("one"), receiver, receiver.take, "one")
    do_ahead(fail, receiver, receiver.take, "never")
    do_ahead(lambda: note("two"), receiver, receiver.take, "two")
    qtbot.waitUntil(lambda: receiver.got == ["one", "two"])
    assert told == ["no good"]
    assert [word for word, _ in done] == ["one", "two"]
    assert len({thread for _, thread in done} - {threading.current_thread().name}) == 1


ALONE = """
import sys
from guinet.ui.panel_table import PANELS
before = set(sys.modules)
for row in PANELS:
    if row.ahead is not None:
        row.ahead()
read = set(sys.modules) - before
print("numpy" in read, sorted(name for name in read if name.startswith(("PySide6", "shiboken6", "guinet.ui"))))
"""


def test_what_is_done_ahead_imports_nothing_of_qt() -> None:
    """PySide makes its classes when they are first asked for, and does not promise to do so on two threads at once."""
    told = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.split(maxsplit=1) == ["True", "[]\n"]


PLAIN = """
import sys
from importlib import import_module
from guinet.ui.panel_table import PANELS
for row in PANELS:
    if row.ahead is None:
        import_module(row.module)
print("numpy" in sys.modules)
"""


def test_whoever_needs_numpy_has_it_read_ahead() -> None:
    """It is a tenth of a second, which the window's thread must not stand still."""
    told = subprocess.run([sys.executable, "-c", PLAIN], capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout == "False\n"
