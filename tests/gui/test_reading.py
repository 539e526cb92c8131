"""Modules read ahead: in order, on one thread, and whatever fails is told without holding up the rest."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from guinet.ui.mail import prepare_mail
from guinet.ui.reading import make_ahead, read_ahead


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[str] = []

    def take(self, word: str) -> None:
        self.got.append(word)


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to import from; each module notes in `sys` on which threadit was read."""
    monkeypatch.syspath_prepend(tmp_path)
    note = "import sys, threading\nsys.read_ahead.append(({!r}, threading.current_thread().name))\n"
    for name in ("ahead_one", "ahead_two"):
        (tmp_path / f"{name}.py").write_text(note.format(name), encoding="utf-8")
    (tmp_path / "ahead_bad.py").write_text("raise RuntimeError('no good')\n", encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("modules")
def test_what_fails_is_told_and_the_rest_is_read(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare_mail()
    read: list[tuple[str, str]] = []
    told: list[str] = []
    monkeypatch.setattr(sys, "read_ahead", read, raising=False)
    monkeypatch.setattr(threading, "excepthook", lambda hook: told.append(str(hook.exc_value)))
    receiver = Receiver()
    read_ahead(receiver, "ahead_one", receiver.take, "one")
    read_ahead(receiver, "ahead_bad", receiver.take, "never")
    make_ahead(lambda: read.append(("made", threading.current_thread().name)))
    read_ahead(receiver, "ahead_two", receiver.take, "two")
    qtbot.waitUntil(lambda: receiver.got == ["one", "two"])
    assert told == ["no good"]
    assert [name for name, _ in read] == ["ahead_one", "made", "ahead_two"]
    assert len({thread for _, thread in read} - {threading.current_thread().name}) == 1
