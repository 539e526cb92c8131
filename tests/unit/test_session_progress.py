"""Answers that take long tell how much of them is done."""

from __future__ import annotations

import pytest

from guinet.session import studies
from guinet.session.answers.autograd import show
from guinet.session.answers.checkup import tell_checkup, tell_range
from guinet.session.answers.cost import tell_cost, tell_profile
from guinet.session.events import Event, StudyProgress
from guinet.session.messages.autograd import ShowAutograd
from guinet.session.messages.checkup import AskCheckup, AskRangeTest
from guinet.session.messages.cost import AskCost, AskProfile
from guinet.session.studies import Desk
from guinet.storage.examples import example_path
from guinet.storage.files import load


def shares(events: list[Event]) -> list[float]:
    return [event.share for event in events if isinstance(event, StudyProgress)]


@pytest.mark.parametrize("asked", ["range", "checkup"])
def test_the_share_grows_and_is_never_all(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studies, "_TELL_SECONDS", 0.0)
    events: list[Event] = []
    desk = Desk(load(example_path("iris-mlp")), 1, None, None, {}, events.append)
    if asked == "range":
        tell_range(desk, AskRangeTest())
    else:
        tell_checkup(desk, AskCheckup())
    found = shares(events)
    assert found[0] == 0
    assert len(found) > 3
    assert found == sorted(set(found))
    assert found[-1] < 1


def test_each_step_of_a_measurement_and_of_a_profile_is_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studies, "_TELL_SECONDS", 0.0)
    events: list[Event] = []
    desk = Desk(load(example_path("iris-mlp")), 1, None, None, {}, events.append)
    tell_cost(desk, AskCost(measured=True))
    assert shares(events) == [1 / 4, 2 / 4, 3 / 4]
    events.clear()
    tell_profile(desk, AskProfile())
    assert shares(events) == [1 / 3, 2 / 3]


def test_the_layout_of_what_autograd_recorded_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studies, "_TELL_SECONDS", 0.0)
    events: list[Event] = []
    show(Desk(load(example_path("iris-mlp")), 1, None, None, {}, events.append), ShowAutograd())
    found = shares(events)
    assert found == sorted(found)
    assert found[-1] == 1


def test_it_is_told_a_few_times_a_second_at_most() -> None:
    events: list[Event] = []
    desk = Desk(load(example_path("iris-mlp")), 1, None, None, {}, events.append)
    for number in range(1000):
        desk.done(number / 1000)
    assert shares(events)[0] == 0
    assert len(events) < 500
