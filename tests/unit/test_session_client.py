"""The client's half of the session, with a host that only remembers what it was sent."""

from __future__ import annotations

import pickle
import queue
import threading
from collections.abc import Callable

import pytest

from guinet.core.changes import SetTraining
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.session.client import MOST_EARLY_DEATHS, Session
from guinet.session.commands import Command, Edit, Interrupt, Open, Shutdown, StepOnce, Stop, Study, Train
from guinet.session.events import (
    Batch,
    Checked,
    Event,
    Failed,
    Finished,
    HostDied,
    Steps,
    StudyEnded,
    TrainingStarted,
)
from guinet.session.failure import failure
from guinet.session.transport import TRANSPORTS

SECONDS = 60.0


class Remembering:
    """A host that answers when it is told to."""

    def __init__(self) -> None:
        self.sent: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self.answers: queue.SimpleQueue[Batch | None] = queue.SimpleQueue()
        self.killed = threading.Event()

    def send(self, command: Command) -> None:
        self.sent.put(pickle.loads(pickle.dumps(command)))

    def receive(self) -> Batch | None:
        return self.answers.get()

    def kill(self) -> None:
        self.killed.set()
        self.answers.put(None)

    def join(self, timeout: float) -> int | None:
        return -9 if self.killed.is_set() else 0


@pytest.fixture
def hosts(monkeypatch: pytest.MonkeyPatch) -> list[Remembering]:
    """The hosts that were started, in order."""
    started: list[Remembering] = []

    def start() -> Remembering:
        started.append(Remembering())
        return started[-1]

    monkeypatch.setitem(TRANSPORTS, "thread", start)
    return started


@pytest.fixture
def heard() -> queue.SimpleQueue[Event]:
    return queue.SimpleQueue()


@pytest.fixture
def session(hosts: list[Remembering], heard: queue.SimpleQueue[Event]) -> Session:
    return Session(Project(REGISTRY), heard.put, "thread")


def take(sent: queue.SimpleQueue[Command]) -> Command:
    return sent.get(timeout=SECONDS)


def answer(host: Remembering, heard: queue.SimpleQueue[Event], *events: Event) -> None:
    """Has the host tell `events`, and waits until the client has heard them."""
    host.answers.put(Batch(events))
    for _ in events:
        heard.get(timeout=SECONDS)


STARTED = TrainingStarted("7", 3, 10, 1, "cpu", 1)


def test_the_project_is_handed_over_and_every_commit_follows(session: Session, hosts: list[Remembering]) -> None:
    project = session._project
    project.run("Training", [SetTraining("epochs", 5)])
    project.undo()
    opened, done, undone = (take(hosts[0].sent) for _ in range(3))

    assert isinstance(opened, Open)
    assert opened.revision == 1
    assert [block.id for block in opened.blocks] == ["main"]
    assert done == Edit(2, (SetTraining("epochs", 5),))
    assert isinstance(undone, Edit)
    assert undone.revision == 3 == session.revision
    session.close()


def test_stop_without_a_training_does_nothing(session: Session, hosts: list[Remembering]) -> None:
    session.stop(patience=0.0)

    assert not session._timers
    assert isinstance(take(hosts[0].sent), Open)
    assert hosts[0].sent.empty()
    assert not hosts[0].killed.is_set()


def test_stop_escalates_from_a_flag_to_an_interrupt_to_the_end_of_the_host(
    session: Session, hosts: list[Remembering], heard: queue.SimpleQueue[Event]
) -> None:
    session.train(Train("runs"))
    answer(hosts[0], heard, STARTED, Steps("7", 1, (0.5, 0.4), 1.0, None))
    session.stop(patience=0.5)
    sent = [take(hosts[0].sent) for _ in range(4)]
    died = heard.get(timeout=SECONDS)

    assert [type(command) for command in sent] == [Open, Train, Stop, Interrupt]
    assert hosts[0].killed.is_set()
    assert died == HostDied(-9, "7", 2, hung=True)
    assert session.training is None


@pytest.mark.parametrize("hung", [False, True])
def test_a_host_that_dies_before_the_training_begins_is_told_so(
    session: Session, hosts: list[Remembering], heard: queue.SimpleQueue[Event], hung: bool
) -> None:
    session.train(Train("runs"))
    if hung:
        session.stop(patience=0.1)
    else:
        hosts[0].kill()

    assert heard.get(timeout=SECONDS) == HostDied(-9, asked=True, hung=hung)


@pytest.mark.parametrize(
    "end", [Finished("7", "stopped", 0, 2, {}), Failed("train", Problem("x", "x"))], ids=["finished", "failed"]
)
def test_a_training_that_ends_in_time_calls_off_the_escalation(
    session: Session, hosts: list[Remembering], heard: queue.SimpleQueue[Event], end: Event
) -> None:
    session.train(Train("runs"))
    answer(hosts[0], heard, STARTED)
    session.stop(patience=3600)
    timers = list(session._timers)
    answer(hosts[0], heard, end)

    assert len(timers) == 2
    assert all(timer.finished.is_set() for timer in timers)
    assert session.training is None


def test_a_restart_hands_over_the_project_as_it_is_now(
    session: Session, hosts: list[Remembering], heard: queue.SimpleQueue[Event]
) -> None:
    answer(hosts[0], heard, Checked(1, {}, {}, (), 0))
    hosts[0].kill()
    assert isinstance(heard.get(timeout=SECONDS), HostDied)
    session._project.run("Training", [SetTraining("epochs", 5)])

    assert session.restart()
    opened = take(hosts[1].sent)
    assert isinstance(opened, Open)
    assert opened.training == {"epochs": 5}
    assert opened.revision == session.revision == 3
    session.close()


@pytest.mark.parametrize(
    ("ended", "killed"),
    [((), True), ((StudyEnded(0, "Study"),), False), ((StudyEnded(1),), False)],
    ids=["it goes on", "it has ended", "it has ended and the new one waits"],
)
def test_a_stop_ends_the_host_for_what_was_asked_before_it_alone(
    session: Session, hosts: list[Remembering], heard: queue.SimpleQueue[Event], ended: tuple[Event, ...], killed: bool
) -> None:
    session.study(Study())
    session.stop_studies(patience=0.2)
    answer(hosts[0], heard, *ended)
    session.study(Study())
    for timer in list(session._timers):
        timer.join(SECONDS)

    assert hosts[0].killed.is_set() == killed


def test_a_restart_ends_the_questions_of_a_host_that_still_lived(
    session: Session, hosts: list[Remembering], heard: queue.SimpleQueue[Event]
) -> None:
    session.study(Study())

    assert session.restart()
    assert heard.get(timeout=SECONDS) == StudyEnded(0, "Study")
    assert not session.studying
    assert hosts[0].killed.is_set()
    session.close()


def test_a_host_that_cannot_live_is_not_started_for_ever(
    session: Session, hosts: list[Remembering], heard: queue.SimpleQueue[Event]
) -> None:
    deaths = []
    while True:
        hosts[-1].kill()
        deaths.append(heard.get(timeout=SECONDS))
        if not session.restart():
            break

    assert [getattr(death, "gave_up", None) for death in deaths] == [False, False, True]
    assert len(hosts) == MOST_EARLY_DEATHS
    session.close()


def test_a_host_that_has_answered_may_die_as_often_as_it_likes(
    session: Session, hosts: list[Remembering], heard: queue.SimpleQueue[Event]
) -> None:
    for _ in range(2 * MOST_EARLY_DEATHS):
        answer(hosts[-1], heard, Checked(1, {}, {}, (), 0))
        hosts[-1].kill()
        assert heard.get(timeout=SECONDS) == HostDied(-9)
        assert session.restart()
    session.close()


def test_closing_tells_the_host_and_no_death(
    session: Session, hosts: list[Remembering], heard: queue.SimpleQueue[Event]
) -> None:
    session.close()
    session.close()
    hosts[0].answers.put(None)
    session._project.run("Training", [SetTraining("epochs", 5)])

    assert [type(take(hosts[0].sent)) for _ in range(2)] == [Open, Shutdown]
    assert hosts[0].sent.empty()
    assert heard.empty()


def test_a_host_that_does_not_end_is_ended(
    session: Session, hosts: list[Remembering], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts[0], "join", lambda timeout: None)
    session.close(timeout=0.0)

    assert hosts[0].killed.is_set()


@pytest.mark.parametrize(("command", "name"), [(Stop(), "stop"), (Edit(1, ()), "edit"), (StepOnce(), "step_once")])
def test_a_failure_names_its_command(command: Command, name: str) -> None:
    assert failure(command, ValueError("so")).command == name


def test_a_failure_of_the_program_says_what_it_is_and_keeps_the_traceback() -> None:
    def fail() -> None:
        raise ValueError("so")

    made = failed_with(fail)

    assert made.problem.message == "ValueError: so"
    assert "in fail" in made.detail


def failed_with(work: Callable[[], None]) -> Failed:
    try:
        work()
    except ValueError as error:
        return failure("check", error)
    raise AssertionError("it did not fail")
