"""Steps in turns of the event loop."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from guinet.ui.turns import Turns


@pytest.fixture
def parent(qtbot: QtBot) -> QObject:
    return QObject()


def test_the_window_has_its_turn_between_two_steps(parent: QObject, qtbot: QtBot) -> None:
    done: list[str] = []

    def first() -> None:
        done.append("first")
        QTimer.singleShot(0, lambda: done.append("the window's"))

    Turns(parent).add(first, lambda: done.append("second"))
    assert done == []
    qtbot.waitUntil(lambda: "second" in done)
    assert done == ["first", "the window's", "second"]


def test_a_step_that_is_added_by_another_comes_last(parent: QObject, qtbot: QtBot) -> None:
    done: list[int] = []
    turns = Turns(parent)
    turns.add(lambda: turns.add(lambda: done.append(3)), lambda: done.append(2))
    qtbot.waitUntil(lambda: done == [2, 3])


def test_finishing_does_what_is_left_at_once(parent: QObject) -> None:
    done: list[int] = []
    turns = Turns(parent)
    turns.add(lambda: done.append(1), lambda: done.append(2))
    turns.finish()
    assert done == [1, 2]


def test_what_is_cleared_is_never_done(parent: QObject, qtbot: QtBot) -> None:
    done: list[int] = []
    turns = Turns(parent)
    turns.add(lambda: done.append(1))
    turns.clear()
    turns.add(lambda: done.append(2))
    qtbot.waitUntil(lambda: bool(done))
    assert done == [2]


def test_a_step_that_fails_does_not_hold_up_the_others(parent: QObject, qtbot: QtBot) -> None:
    done: list[int] = []

    def fail() -> None:
        raise ValueError("a step that fails")

    turns = Turns(parent)
    with qtbot.captureExceptions() as exceptions:
        turns.add(fail, lambda: done.append(2))
        qtbot.waitUntil(lambda: done == [2])
    assert [str(error) for _, error, _ in exceptions] == ["a step that fails"]
