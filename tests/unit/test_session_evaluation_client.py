"""The client's half of an evaluation: Stop, and what becomes of a host that does not listen."""

from __future__ import annotations

import queue
import threading

import pytest

from guinet.core import probed
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.session.client import Session
from guinet.session.commands import Command, Edit, Evaluate, Open, StopEvaluation
from guinet.session.events import Batch, Checked, Evaluated, EvaluationStarted, Event, HostDied
from guinet.session.transport import TRANSPORTS

SECONDS = 20.0


class Silent:
    """A host that says what it is told to say, and ends only when it is killed."""

    def __init__(self) -> None:
        self.sent: list[Command] = []
        self.answers: queue.SimpleQueue[Batch | None] = queue.SimpleQueue()
        self.killed = threading.Event()

    def send(self, command: Command) -> None:
        self.sent.append(command)

    def receive(self) -> Batch | None:
        return self.answers.get()

    def kill(self) -> None:
        self.killed.set()
        self.answers.put(None)

    def join(self, timeout: float) -> int | None:
        return -9 if self.killed.is_set() else None

    def say(self, *events: Event) -> None:
        self.answers.put(Batch(events))


class Talk:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hosts: list[Silent] = []
        self.heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
        monkeypatch.setitem(TRANSPORTS, "thread", self._start)
        self.project = Project(REGISTRY)
        self.session = Session(self.project, self.heard.put, "thread")

    def _start(self) -> Silent:
        self.hosts.append(Silent())
        return self.hosts[-1]

    def hears(self, *events: Event) -> None:
        """The host says these, and they have been listened to."""
        self.hosts[-1].say(*events)
        for _ in events:
            self.heard.get(timeout=SECONDS)


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Talk:
    return Talk(monkeypatch)


def checked(revision: int) -> Checked:
    return Checked(revision, {}, {}, (), 0)


def test_stop_asks_first_and_ends_a_host_that_does_not_listen(talk: Talk) -> None:
    talk.hears(checked(1), EvaluationStarted(1))
    talk.session.stop_evaluation(patience=0.05)

    assert talk.hosts[0].sent[-1] == StopEvaluation()
    assert talk.hosts[0].killed.wait(SECONDS)
    died = talk.heard.get(timeout=SECONDS)
    assert isinstance(died, HostDied)
    assert died.evaluating
    assert talk.session.restart()
    (opening,) = talk.hosts[1].sent
    assert isinstance(opening, Open)
    assert not opening.evaluates


def test_a_host_that_answers_is_let_live(talk: Talk) -> None:
    talk.hears(checked(1), EvaluationStarted(1))
    talk.session.stop_evaluation(patience=0.2)
    talk.hears(Evaluated(1, probed.Evaluated({}, True)))

    assert not talk.hosts[0].killed.wait(0.5)


def test_the_end_of_one_that_was_overtaken_is_not_that_of_the_next(talk: Talk) -> None:
    talk.hears(checked(1), EvaluationStarted(1), EvaluationStarted(2), Evaluated(1, None))
    talk.session.stop_evaluation(patience=0.05)

    assert talk.hosts[0].killed.wait(SECONDS)


def test_a_check_that_does_not_end_is_ended_with_the_host_however_often(talk: Talk) -> None:
    for number in range(5):
        talk.project.main.add("torch.nn.ReLU")
        talk.session.stop_evaluation()
        assert talk.hosts[number].killed.wait(SECONDS)
        died = talk.heard.get(timeout=SECONDS)
        assert isinstance(died, HostDied)
        assert not died.gave_up
        assert talk.session.restart()
    assert [isinstance(host.sent[0], Open) for host in talk.hosts] == [True] * 6


def test_stop_does_nothing_when_nothing_is_under_way(talk: Talk) -> None:
    talk.hears(checked(1))
    talk.session.stop_evaluation(patience=0.01)

    assert not talk.hosts[0].killed.wait(0.1)
    assert not any(isinstance(command, StopEvaluation) for command in talk.hosts[0].sent)


def test_what_is_asked_is_of_the_last_edit(talk: Talk) -> None:
    talk.project.main.add("torch.nn.ReLU")
    talk.session.evaluate("net.runs")

    edit, asked = talk.hosts[0].sent[-2:]
    assert isinstance(edit, Edit)
    assert asked == Evaluate(edit.revision, "net.runs")
