"""Cancelling work on another thread: it ends, or it is done, and never both."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import guinet
from guinet.exchange import export
from guinet.session import interrupting
from guinet.session.commands import Export
from guinet.session.events import Event, Exported, ExportProgress, Failed
from guinet.session.interrupting import Cancellation, Cancelled
from guinet.session.jobs import ExportJob
from guinet.storage.examples import example_path


class Worker:
    """Work on a thread, and how it ended."""

    def __init__(self, work: Callable[[Cancellation], None]) -> None:
        self.cancellation = Cancellation()
        self.error: BaseException | None = None
        self._work = work
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self._work(self.cancellation)
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            self.error = error

    def end(self) -> BaseException | None:
        self.thread.join(60)
        assert not self.thread.is_alive()
        return self.error


def test_work_that_looks_at_no_flag_is_interrupted() -> None:
    begun = threading.Event()

    def endless(cancellation: Cancellation) -> None:
        cancellation.begin()
        begun.set()
        while True:
            pass

    worker = Worker(endless)
    worker.thread.start()
    assert begun.wait(60)
    worker.cancellation.cancel()
    worker.cancellation.cancel()

    assert isinstance(worker.end(), KeyboardInterrupt)
    assert worker.cancellation.asked


def test_who_has_the_number_of_a_thread_that_ended_is_left_in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted: list[int | None] = []
    monkeypatch.setattr(interrupting, "interrupt", interrupted.append)
    cancellation = Cancellation()
    cancellation.begin()
    cancellation.end()

    cancellation.cancel()

    assert interrupted == [None]


def test_work_that_was_cancelled_before_it_began_does_not_begin() -> None:
    worker = Worker(lambda cancellation: cancellation.begin())
    worker.cancellation.cancel()
    worker.thread.start()

    assert isinstance(worker.end(), Cancelled)


def test_an_interrupt_that_someones_code_swallows_is_remembered() -> None:
    begun = threading.Event()

    def swallowing(cancellation: Cancellation) -> None:
        cancellation.begin()
        try:
            begun.set()
            while True:
                pass
        except KeyboardInterrupt:
            cancellation.finish()

    worker = Worker(swallowing)
    worker.thread.start()
    assert begun.wait(60)
    worker.cancellation.cancel()

    assert isinstance(worker.end(), Cancelled)


def test_work_that_is_finishing_is_left_in_peace() -> None:
    finishing, cancelled = threading.Event(), threading.Event()

    def finish(cancellation: Cancellation) -> None:
        cancellation.begin()
        cancellation.finish()
        finishing.set()
        assert cancelled.wait(60)

    worker = Worker(finish)
    worker.thread.start()
    assert finishing.wait(60)
    worker.cancellation.cancel()
    cancelled.set()

    assert worker.end() is None
    assert not worker.cancellation.asked


class Exporting:
    """An export of the iris example as the host makes it, and what it told."""

    def __init__(self, path: Path, on_event: Callable[[ExportJob, Event], None]) -> None:
        self.events: list[Event] = []
        self.path = path
        self._on_event = on_event
        command = Export("py", str(path), str(path.with_suffix(".runs")))
        self.job = ExportJob(guinet.load(example_path("iris-mlp")), command, self._hear)

    def _hear(self, event: Event) -> None:
        self.events.append(event)
        self._on_event(self.job, event)

    def run(self) -> Event:
        """The last event."""
        self.job.start()
        self.job.join(120)
        assert not self.job.running
        return self.events[-1]


# An interrupt that falls into a callback of the garbage collector is lost there; the next stage asks again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("stage", ["building", "writing", "comparing"])
def test_an_export_cancelled_as_a_stage_begins_writes_nothing(tmp_path: Path, stage: str) -> None:
    def cancel(job: ExportJob, event: Event) -> None:
        if event == ExportProgress(stage):
            job.cancel()

    last = Exporting(tmp_path / "net.py", cancel).run()

    assert isinstance(last, Failed)
    assert last.problem.code == "cancelled"
    assert list(tmp_path.iterdir()) == []


def test_an_export_cancelled_while_files_get_their_names_is_whole(tmp_path: Path) -> None:
    def cancel(job: ExportJob, event: Event) -> None:
        if event == ExportProgress("placing"):
            job.cancel()

    last = Exporting(tmp_path / "net.py", cancel).run()

    assert isinstance(last, Exported)
    assert (tmp_path / "net.py").read_text() == guinet.source(guinet.load(example_path("iris-mlp")))
    assert [each.name for each in tmp_path.iterdir()] == ["net.py"]


def test_an_export_cancelled_as_it_fails_by_itself_tells_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> list[str]:
        exporting.job.cancel()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "_write", full)
    exporting = Exporting(tmp_path / "net.py", lambda job, event: None)

    assert isinstance(exporting.run(), Failed)
    assert list(tmp_path.iterdir()) == []
