"""What panels ask: answered in order on a thread, superseded, interrupted, and never lost in silence."""

from __future__ import annotations

import sys
import threading
import types
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest

from guinet.core.problems import GuinetError
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.session import study_table
from guinet.session.client import Session
from guinet.session.commands import Study
from guinet.session.events import Event, Failed, Finding, StudyEnded
from guinet.session.studies import Desk, Studies


class Ask(Study, frozen=True):
    number: int = 0


class AskEach(Study, frozen=True):
    supersedes: ClassVar[bool] = False

    number: int = 0


class Told(Finding, frozen=True):
    number: int


class Answers:
    """What the studies of these tests run, and what came of it."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.begun = threading.Event()
        self.may_end = threading.Event()
        self.changed = threading.Condition()

    def emit(self, event: Event) -> None:
        with self.changed:
            self.events.append(event)
            self.changed.notify_all()

    def ended(self, count: int) -> list[Event]:
        """All events once so many answers have ended."""
        with self.changed:
            assert self.changed.wait_for(lambda: sum(isinstance(e, StudyEnded) for e in self.events) >= count, 10)
            return list(self.events)

    def desk(self, studies: Studies) -> Desk:
        return Desk(Project(REGISTRY), 1, None, None, studies.kept, self.emit)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    made = Answers()
    module = types.ModuleType("studies_of_a_test")

    def answer(desk: Desk, study: Ask | AskEach) -> None:
        made.begun.set()
        if study.number < 0:
            raise GuinetError("It cannot be known.")
        if study.number == 98:
            desk.emit(Told(98))
        if study.number in (98, 99):
            while True:
                made.may_end.wait(0.01)
        made.may_end.wait(10)
        desk.emit(Told(-1 if desk.stopping() else study.number))

    module.__dict__["answer"] = answer
    monkeypatch.setitem(sys.modules, "studies_of_a_test", module)
    for kind in (Ask, AskEach):
        monkeypatch.setitem(study_table.STUDIES, kind, "studies_of_a_test:answer")
    yield made
    made.may_end.set()


def ask(answers: Answers, *questions: Study) -> Studies:
    studies = Studies(answers.emit)
    for question in questions:
        studies.ask(question, answers.desk(studies))
    return studies


def test_questions_are_answered_in_their_order(answers: Answers) -> None:
    answers.may_end.set()
    ask(answers, AskEach(1), AskEach(2), AskEach(3))

    assert [event.number for event in answers.ended(3) if isinstance(event, Told)] == [1, 2, 3]


def test_a_newer_question_of_a_class_makes_the_older_ones_needless(answers: Answers) -> None:
    studies = ask(answers, Ask(1))
    assert answers.begun.wait(10)
    for number in (2, 3, 4):
        studies.ask(Ask(number), answers.desk(studies))
    answers.may_end.set()

    assert [event.number for event in answers.ended(2) if isinstance(event, Told)] == [-1, 4]


def test_an_error_is_told_and_the_next_question_answered(answers: Answers) -> None:
    answers.may_end.set()
    ask(answers, AskEach(-1), AskEach(5))

    events = answers.ended(2)

    failed = next(event for event in events if isinstance(event, Failed))
    assert failed.command == "ask_each"
    assert failed.problem.message == "It cannot be known."
    assert Told(5) in events


def test_what_never_ends_is_interrupted_and_the_next_question_answered(answers: Answers) -> None:
    studies = ask(answers, Ask(99))
    assert answers.begun.wait(10)

    studies.stop()

    failed = next(event for event in answers.ended(1) if isinstance(event, Failed))
    assert failed.problem.message == "This was stopped before it had ended: ask for it again."
    answers.may_end.set()
    studies.ask(Ask(6), answers.desk(studies))
    assert Told(6) in answers.ended(2)


def test_an_interrupt_after_the_answer_is_no_failure(answers: Answers) -> None:
    studies = ask(answers, Ask(98))
    with answers.changed:
        assert answers.changed.wait_for(lambda: Told(98) in answers.events, 10)

    studies.stop()

    assert [event for event in answers.ended(1) if not isinstance(event, StudyEnded)] == [Told(98)]
    answers.may_end.set()
    studies.ask(Ask(6), answers.desk(studies))
    assert Told(6) in answers.ended(2)


def test_an_edit_tells_the_answer_under_way_that_nobody_waits(answers: Answers) -> None:
    studies = ask(answers, Ask(1))
    assert answers.begun.wait(10)

    studies.outdate()
    answers.may_end.set()

    assert Told(-1) in answers.ended(1)


def test_a_new_project_has_nothing_kept_and_no_questions(answers: Answers) -> None:
    studies = ask(answers, Ask(1))
    assert answers.begun.wait(10)
    studies.ask(AskEach(2), answers.desk(studies))
    studies.kept["topic"] = "something"

    studies.forget()
    answers.may_end.set()

    events = answers.ended(2)
    assert [event.number for event in events if isinstance(event, Told)] == [-1]
    assert {event.study for event in events if isinstance(event, StudyEnded)} == {"Ask", "AskEach"}
    assert studies.kept == {}


def test_a_question_travels_with_the_revision_it_is_about(answers: Answers) -> None:
    answers.may_end.set()
    seen: list[Study] = []
    module: Callable[[Desk, Study], None] = lambda desk, study: seen.append(study)  # noqa: E731
    sys.modules["studies_of_a_test"].__dict__["answer"] = module
    project = Project(REGISTRY)
    session = Session(project, answers.emit, "thread")
    try:
        project.main.add("torch.nn.ReLU")
        session.study(Ask(7), "some.runs")
        answers.ended(1)
    finally:
        session.close()

    assert [(question.revision, question.runs) for question in seen] == [(2, "some.runs")]
