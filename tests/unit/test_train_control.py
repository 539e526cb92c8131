"""Pause, step and stop as the engine sees them."""

from __future__ import annotations

import threading

import pytest

from guinet.train.control import Answer, Control


def test_nothing_to_obey_at_the_start() -> None:
    control = Control()

    assert not control.attention
    assert control.ask() is Answer.GO


def test_a_pause_holds_until_resumed() -> None:
    control = Control()
    control.pause()

    assert control.attention
    assert control.ask() is Answer.WAIT
    control.resume()
    assert not control.attention
    assert control.ask() is Answer.GO


def test_each_step_lets_one_step_pass_and_pauses_again() -> None:
    control = Control()
    control.step()
    control.step()

    answers = [control.ask() for _ in range(4)]

    assert answers == [Answer.GO, Answer.GO, Answer.WAIT, Answer.WAIT]


def test_resuming_forgets_the_steps_asked_for() -> None:
    control = Control()
    control.step()
    control.resume()
    control.pause()

    assert control.ask() is Answer.WAIT


@pytest.mark.parametrize("reason", ["stopped", "interrupted"])
def test_an_end_goes_before_a_pause_and_lasts(reason: str) -> None:
    control = Control()
    control.pause()
    if reason == "stopped":
        control.stop()
    else:
        control.interrupt()
    control.resume()

    assert control.attention
    assert control.ask() is Answer.END
    assert control.reason == reason


def test_the_first_reason_to_end_is_kept() -> None:
    control = Control()
    control.stop()
    control.interrupt()

    assert control.reason == "stopped"


@pytest.mark.parametrize(("steer", "answer"), [("resume", Answer.GO), ("step", Answer.GO), ("stop", Answer.END)])
def test_a_waiting_engine_is_woken(steer: str, answer: Answer) -> None:
    control = Control()
    control.pause()
    answers: list[Answer] = []
    waiting = threading.Thread(target=lambda: answers.append(control.wait(lambda: None)), daemon=True)
    waiting.start()

    getattr(control, steer)()
    waiting.join(timeout=60)

    assert answers == [answer]
