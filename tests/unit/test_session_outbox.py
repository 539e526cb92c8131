"""Events are gathered: few messages, nothing lost, nothing out of order."""

from __future__ import annotations

import threading
import time

from guinet.session.events import Batch, Event, Resumed
from guinet.session.outbox import INTERVAL, Outbox


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

    outbox = Outbox(gone)
    outbox.put(Resumed("1"))
    outbox.close()

    assert not [thread for thread in threading.enumerate() if thread.name == "guinet-outbox"]
