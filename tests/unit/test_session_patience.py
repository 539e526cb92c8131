"""Code that runs on and on is told of once; code that ends is not."""

from __future__ import annotations

import threading

from guinet.core.problems import Problem
from guinet.session.events import Checked, CodeRuns, CodeStuck, Failed, HostDied
from guinet.session.patience import Watch


def test_code_that_goes_on_is_told_of() -> None:
    told = threading.Event()
    stuck: list[CodeStuck] = []

    def tell(event: CodeStuck) -> None:
        stuck.append(event)
        told.set()

    Watch(tell, patience=0.01).note(CodeRuns("code.a"))

    assert told.wait(30)
    assert stuck == [CodeStuck("code.a")]


def test_an_answer_the_end_of_the_host_and_a_failure_end_the_wait() -> None:
    told: list[CodeStuck] = []
    watch = Watch(told.append, patience=3600)
    before = threading.active_count()
    for end in (Checked(1, {}, {}, (), 0), HostDied(1), Failed("check", Problem("x", "y"))):
        watch.note(CodeRuns("code.a"))
        watch.note(CodeRuns("code.b"))
        watch.note(end)
    watch.end()
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join(30)

    assert threading.active_count() <= before
    assert told == []
