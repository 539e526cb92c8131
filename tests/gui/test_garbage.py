"""Cyclic garbage is collected on the window's thread, and nowhere else."""

from __future__ import annotations

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from guinet.ui.app import create_application


class Cycle:
    """Refers to itself; notes the thread it is finalised on."""

    ended_on: str = ""

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        Cycle.ended_on = threading.current_thread().name


def make_garbage() -> None:
    for _ in range(200_000):
        [[]].append([])


def test_another_thread_collects_nothing_and_the_window_does(qtbot: QtBot) -> None:
    create_application(["guinet"])
    gc.collect()
    Cycle.ended_on = ""
    cycle = weakref.ref(Cycle())

    worker = threading.Thread(target=make_garbage, name="worker")
    worker.start()
    worker.join()
    assert cycle() is not None

    kept = [[index] for index in range(5000)]
    qtbot.waitUntil(lambda: cycle() is None)
    assert Cycle.ended_on == threading.main_thread().name
    assert kept
