"""Posts from threads arrive on the window's thread, in order, and never at an object that is gone."""

from __future__ import annotations

import threading

import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from guinet.ui.mail import post, prepare_mail


class Receiver(QObject):
    """Keeps what it got, and on which thread."""

    def __init__(self, got: list[tuple[int, str]]) -> None:
        super().__init__()
        self.got = got

    def take(self, number: int) -> None:
        self.got.append((number, threading.current_thread().name))


def send(receiver: Receiver, count: int) -> None:
    for number in range(count):
        post(receiver, receiver.take, number)


def test_posts_arrive_in_order_on_the_window_s_thread(qtbot: QtBot) -> None:
    prepare_mail()
    got: list[tuple[int, str]] = []
    receiver = Receiver(got)
    threading.Thread(target=send, args=(receiver, 100)).start()
    qtbot.waitUntil(lambda: len(got) == 100)
    assert got == [(number, threading.main_thread().name) for number in range(100)]


def test_a_receiver_destroyed_meanwhile_gets_nothing(qtbot: QtBot) -> None:
    prepare_mail()
    got: list[tuple[int, str]] = []
    later: list[tuple[int, str]] = []
    gone, there = Receiver(got), Receiver(later)
    sending = threading.Thread(target=send, args=(gone, 20_000))
    sending.start()
    shiboken6.delete(gone)
    sending.join()
    send(there, 1)
    qtbot.waitUntil(lambda: bool(later))
    assert got == []
