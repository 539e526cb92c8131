"""Events are gathered: few messages, nothing lost, nothing out of order."""

from __future__ import annotations

import io
import os
import pickle
import threading
import time

import pytest

from guinet.core.problems import Problem
from guinet.session.events import Batch, Checked, Event, Exported, Failed, Finished, Resumed, Steps
from guinet.session.outbox import INTERVAL, Outbox
from guinet.session.transport import ProcessChannel


class Written:
    """What was written, and when."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []
        self.times: list[float] = []
        self.first = threading.Event()

    def __call__(self, batch: Batch) -> None:
        self.times.append(time.monotonic())
        self.batches.append(batch)
        self.first.set()

    @property
    def events(self) -> list[Event]:
        return [event for batch in self.batches for event in batch.events]


def numbered(count: int) -> list[Event]:
    return [Resumed(str(number)) for number in range(count)]


def test_no_two_messages_are_closer_than_the_interval() -> None:
    written = Written()
    outbox = Outbox(written)
    end = time.monotonic() + 6 * INTERVAL
    sent: list[Event] = []
    while time.monotonic() < end:
        sent.append(Resumed(str(len(sent))))
        outbox.put(sent[-1])
        time.sleep(0.001)
    outbox.close()

    assert written.events == sent
    # Only the last, when the box is closed, need not wait; sleeping never takes less than it is asked to.
    gaps = [later - earlier for earlier, later in zip(written.times[:-1], written.times[1:-1], strict=False)]
    assert all(gap > 0.9 * INTERVAL for gap in gaps)
    assert 2 <= len(written.batches) <= 8


def test_the_first_event_after_a_pause_goes_at_once() -> None:
    written = Written()
    outbox = Outbox(written)
    outbox.put(Resumed("1"))
    assert written.first.wait(60)
    outbox.close()

    assert written.batches == [Batch((Resumed("1"),))]


def test_closing_writes_what_is_left() -> None:
    written = Written()
    outbox = Outbox(written)
    for event in numbered(500):
        outbox.put(event)
    outbox.close()

    assert written.events == numbered(500)


def test_events_of_several_threads_all_arrive_and_each_thread_keeps_its_order() -> None:
    written = Written()
    outbox = Outbox(written)

    def put(name: str) -> None:
        for number in range(200):
            outbox.put(Resumed(f"{name} {number}"))

    threads = [threading.Thread(target=put, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outbox.close()

    for name in "ab":
        own = [event for event in written.events if isinstance(event, Resumed) and event.run.startswith(name)]
        assert own == [Resumed(f"{name} {number}") for number in range(200)]


def test_a_window_that_is_gone_ends_the_writing_quietly() -> None:
    def gone(batch: Batch) -> None:
        raise BrokenPipeError

    others = set(threading.enumerate())
    outbox = Outbox(gone)
    outbox.put(Resumed("1"))
    outbox.close()

    assert not [thread for thread in threading.enumerate() if thread.name == "guinet-outbox" and thread not in others]


class Pickling(Written):
    """Writes as a pipe does: what cannot be pickled cannot be told."""

    def __call__(self, batch: Batch) -> None:
        super().__call__(pickle.loads(pickle.dumps(batch)))


LOCK = threading.Lock()


def test_an_event_that_cannot_be_sent_is_told_as_that_and_what_comes_with_it_arrives() -> None:
    written = Pickling()
    outbox = Outbox(written)
    for event in (Resumed("1"), Resumed(LOCK), Resumed("2")):  # type: ignore[arg-type]
        outbox.put(event)
    outbox.close()

    first, failed, last = written.events
    assert (first, last) == (Resumed("1"), Resumed("2"))
    assert isinstance(failed, Failed)
    assert "(resumed)" in failed.problem.message
    assert "TypeError: cannot pickle '_thread.lock' object" in failed.problem.message
    assert "Traceback" in failed.detail


@pytest.mark.parametrize(
    ("event", "command"),
    [
        (Finished("1", "completed", 1, 1, {"loss": LOCK}), "train"),  # type: ignore[dict-item]
        (Failed("train", Problem("so", "So."), LOCK), "train"),  # type: ignore[arg-type]
        (Exported("pt", "net.pt", LOCK, Problem("", "")), "export"),  # type: ignore[arg-type]
        (Checked(1, {}, {}, (), LOCK), "check"),  # type: ignore[arg-type]
        (Steps("1", 1, (LOCK,), 1.0, None), "tell"),  # type: ignore[arg-type]
    ],
)
def test_who_waits_for_the_end_of_something_hears_of_an_end(event: Event, command: str) -> None:
    written = Pickling()
    outbox = Outbox(written)
    outbox.put(event)
    outbox.put(Resumed("after"))
    outbox.close()

    failed, after = written.events
    assert isinstance(failed, Failed)
    assert failed.command == command
    assert after == Resumed("after")


def test_what_cannot_be_sent_leaves_no_half_of_a_message_in_the_pipe() -> None:
    reading, writing = os.pipe()
    commands = io.BytesIO()
    with os.fdopen(reading, "rb") as pipe, os.fdopen(writing, "wb") as events:
        outbox = Outbox(ProcessChannel(commands, events).write)
        outbox.put(Steps("1", 1, (0.5,) * 100_000, 1.0, LOCK))  # type: ignore[arg-type]
        outbox.put(Resumed("after"))
        told: list[Event] = []
        while not told or told[-1] != Resumed("after"):
            told += pickle.load(pipe).events
        outbox.close()

    assert [type(event) for event in told] == [Failed, Resumed]
