"""An answer that is given up ends, at whatever moment the interrupt finds it."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from types import ModuleType

import pytest

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.session import studies
from guinet.session.commands import Study
from guinet.session.events import Event, Failed, Finding, StudyEnded
from guinet.session.studies import Desk, Studies


class Wait(Study, frozen=True):
    """Is answered until somebody gives it up."""


class Waiting(Finding, frozen=True):
    """It goes on."""


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Threads take turns far more often than they do, so that an interrupt meets every line."""

    def answer(desk: Desk, study: Study) -> None:
        while not desk.stopping():
            desk.emit(Waiting())
            time.sleep(0.0001)

    module = ModuleType("waits_of_a_test")
    module.__dict__["answer"] = answer
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(studies, "STUDIES", {Wait: f"{module.__name__}:answer"})
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("often")
def test_what_is_given_up_is_told_to_have_ended_every_time() -> None:
    ended, changed, others = 0, threading.Condition(), set[type[Event]]()

    def hear(event: Event) -> None:
        nonlocal ended
        with changed:
            ended += isinstance(event, StudyEnded)
            others.add(type(event))
            changed.notify_all()

    project, asked = Project(REGISTRY), Studies(hear)
    for number in range(300):
        asked.ask(Wait(), Desk(project, 1, None, None, {}, hear))
        time.sleep(0.0005)
        asked.stop()
        with changed:
            deadline = time.monotonic() + 10
            while ended <= number and time.monotonic() < deadline:
                changed.wait(1)
            assert ended > number, f"the end of answer {number} is lost"
    assert others <= {StudyEnded, Waiting, Failed}
