"""The torch side crashes, hangs or cannot start: the document lives, and the run can be taken up again."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, TypeVar

import psutil
import pytest

import guinet
from guinet.core.changes import SetArgument, SetTraining
from guinet.core.project import Project
from guinet.session.client import MOST_EARLY_DEATHS, Session
from guinet.session.commands import Export, Train
from guinet.session.events import Checked, Event, ExportProgress, Failed, Finished, HostDied, Steps, TrainingStarted
from guinet.storage.examples import example_path
from guinet.storage.files import dumps
from guinet.train import trainer
from guinet.train.checkpoints import Checkpoints
from guinet.train.runs import INTERRUPTED, Run, RunStore

E = TypeVar("E")
PATIENCE = 120.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as here are of Unix")


class Window:
    """A session on an iris project that trains for ever, and all it has told."""

    def __init__(self, folder: Path, transport: Literal["process", "thread"] = "process") -> None:
        self.project: Project = guinet.load(example_path("iris-mlp"))
        self.project.path = folder / "iris.guinet"
        self.project.run("Training", [SetTraining("epochs", 1_000_000)])
        self.runs = folder / "iris.runs"
        self.events: list[Event] = []
        self._news = threading.Condition()
        self.session = Session(self.project, self._hear, transport)

    def _hear(self, event: Event) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    def wait(self, kind: type[E], since: int = 0, such: Callable[[E], bool] = lambda event: True) -> E:
        def found() -> E | None:
            return next((each for each in self.events[since:] if isinstance(each, kind) and such(each)), None)

        with self._news:
            self._news.wait_for(lambda: found() is not None, PATIENCE)
        event = found()
        assert event is not None, f"no {kind.__name__} came; there came {self.events[since:]}"
        return event

    def deaths(self, count: int) -> list[HostDied]:
        """The deaths told, when there have been so many."""

        def found() -> list[HostDied]:
            return [event for event in self.events if isinstance(event, HostDied)]

        with self._news:
            assert self._news.wait_for(lambda: len(found()) >= count, PATIENCE), f"no {count} deaths"
        return found()

    def train(self, resume: str | None = None) -> TrainingStarted:
        mark = len(self.events)
        self.session.train(Train(str(self.runs), resume))
        started = self.wait(TrainingStarted, mark)
        self.wait(Steps, mark)
        return started

    def host(self) -> int:
        pid = self.session.host_pid
        assert pid is not None
        return pid

    def run(self, run: str) -> Run:
        store = RunStore(self.runs)
        found = store.get(run)
        store.close()
        assert found is not None
        return found


@pytest.fixture
def open_window(tmp_path: Path) -> Iterator[Callable[..., Window]]:
    opened: list[Window] = []

    def open_one(transport: Literal["process", "thread"] = "process") -> Window:
        opened.append(Window(tmp_path, transport))
        opened[-1].wait(Checked)
        return opened[-1]

    yield open_one
    for window in opened:
        window.session.close()


def test_modules_in_the_current_folder_are_not_taken(
    open_window: Callable[..., Window], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who starts GuiNet in a folder from elsewhere does not run what lies there."""
    for name in ("guinet", "torch"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    window = open_window()  # and the first check has come, which takes both
    assert window.session.host_pid is not None
    assert not (tmp_path / "ran").exists()


def test_a_killed_host_is_started_again_from_the_document(open_window: Callable[..., Window]) -> None:
    window = open_window()
    before = dumps(window.project)
    os.kill(window.host(), signal.SIGKILL)
    died = window.wait(HostDied)
    mark = len(window.events)
    window.project.run("Edit", [SetArgument("main", "0002", "out_features", 5)])
    assert window.session.restart()
    checked = window.wait(Checked, mark)

    assert (died.exit_code, died.training, died.gave_up) == (-signal.SIGKILL, None, False)
    assert checked.revision == window.session.revision
    assert str(checked.changed["main"]["0002"].outputs["output"]) == "N×5 float32"
    window.project.undo()
    assert dumps(window.project) == before


def test_a_training_whose_host_was_killed_is_interrupted_and_can_be_resumed(open_window: Callable[..., Window]) -> None:
    window = open_window()
    run = window.train().run
    os.kill(window.host(), signal.SIGKILL)
    died = window.wait(HostDied)
    kept = window.run(run)
    checkpoint = Checkpoints(window.runs / run).load_last()
    assert window.session.restart()
    mark = len(window.events)
    again = window.train(resume=run)
    window.session.stop()
    finished = window.wait(Finished, mark)

    assert died.training == run
    assert died.step >= 1
    assert kept.state == INTERRUPTED
    assert (again.run, again.first_step) == (run, checkpoint.step + 1)
    assert finished.step > checkpoint.step


def test_stop_ends_a_host_that_hears_neither_flag_nor_interrupt(open_window: Callable[..., Window]) -> None:
    window = open_window()
    run = window.train().run
    os.kill(window.host(), signal.SIGSTOP)
    window.session.stop(patience=0.2)
    died = window.wait(HostDied)

    assert (died.exit_code, died.training) == (-signal.SIGKILL, run)
    assert window.run(run).state == INTERRUPTED
    mark = len(window.events)
    assert window.session.restart()
    assert not window.wait(Checked, mark).problems


def test_stop_interrupts_code_that_never_looks_at_the_flag(
    open_window: Callable[..., Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An endless loop of Python, in the place of one in someone's layer."""
    looping = threading.Event()

    def endless(module: object) -> dict[str, float]:
        looping.set()
        while True:
            time.sleep(0.01)

    monkeypatch.setattr(trainer, "gradient_norms", endless)
    window = open_window("thread")
    window.session.train(Train(str(window.runs)))
    assert looping.wait(PATIENCE)
    monkeypatch.setattr(window.session._transport, "kill", lambda: None)  # the interrupt has all the time it needs
    window.session.stop(patience=0.2)
    finished = window.wait(Finished)

    assert finished.reason == "interrupted"
    assert not [event for event in window.events if isinstance(event, HostDied)]


@pytest.mark.parametrize("transport", ["process", "thread"])
def test_closing_while_training_keeps_a_checkpoint(open_window: Callable[..., Window], transport: str) -> None:
    window = open_window(transport)
    started = window.train()
    process = psutil.Process(window.host()) if transport == "process" else None
    window.session.close()
    run = window.run(started.run)

    assert run.state == "stopped"
    assert Checkpoints(window.runs / started.run).load_last().step == run.step
    assert process is None or not process.is_running()
    assert not [thread.name for thread in threading.enumerate() if thread.name in ("guinet-Train", "guinet-host")]


@pytest.mark.parametrize("transport", ["process", "thread"])
def test_closing_while_exporting_leaves_nothing_half_written(
    open_window: Callable[..., Window], transport: str, tmp_path: Path
) -> None:
    window = open_window(transport)
    place = tmp_path / "exports"
    place.mkdir()
    window.session.send(Export("pt", str(place / "net.pt"), str(window.runs)))
    window.wait(ExportProgress, 0, lambda event: event.stage == "comparing")
    window.session.close()

    left = sorted(path.name for path in place.iterdir())
    assert left in ([], ["net.pt", "net.py"])


def test_a_window_that_is_killed_takes_its_host_with_it(tmp_path: Path) -> None:
    """The host ends when the pipe does; a training in it stops with a checkpoint."""
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "sys.path.insert(0, str(Path(sys.argv[2]).parent))\n"
        "import test_session_faults as here\n"
        "if __name__ == '__main__':\n"
        "    window = here.Window(Path(sys.argv[1]))\n"
        "    print(window.host(), window.train().run, flush=True)\n"
        "    sys.stdin.read()\n"
    )
    program = tmp_path / "window.py"
    program.write_text(script)
    window = psutil.Popen(
        [sys.executable, str(program), str(tmp_path), __file__], stdin=-1, stdout=-1, text=True, cwd=tmp_path
    )
    assert window.stdout is not None
    host, run = window.stdout.readline().split()
    child = psutil.Process(int(host))
    window.kill()
    window.communicate()

    psutil.wait_procs([child], timeout=PATIENCE)
    assert not child.is_running()
    store = RunStore(tmp_path / "iris.runs")
    kept = store.get(run)
    store.close()
    assert kept is not None
    assert kept.state == "stopped"


def test_a_host_that_cannot_start_is_not_started_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "torch.py").write_text("raise ImportError('no torch here')\n")
    monkeypatch.setenv("PYTHONPATH", str(blocked))
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")
    window = Window(tmp_path)
    number = 1
    while window.deaths(number) and window.session.restart():
        number += 1
    deaths = window.deaths(number)
    window.session.close()

    assert len(deaths) == MOST_EARLY_DEATHS
    assert [death.exit_code for death in deaths] == [1] * MOST_EARLY_DEATHS
    assert [death.gave_up for death in deaths] == [False, False, True]


@pytest.mark.expected_log("PosixPath crossed the session's boundary: the host is ended")
def test_a_host_that_sends_what_is_not_plain_is_ended_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading it could load torch into the window, and whoever reads must not die of it in silence."""
    (tmp_path / "sitecustomize.py").write_text(
        "import pathlib, pickle\ndumps = pickle.dumps\npickle.dumps = lambda value: dumps(pathlib.Path('not plain'))\n"
    )
    with monkeypatch.context() as only_the_first:
        only_the_first.setenv("PYTHONPATH", str(tmp_path))
        window = Window(tmp_path)
    [died] = window.deaths(1)

    assert died.exit_code == -signal.SIGKILL
    assert not died.gave_up
    assert window.session.restart()
    assert not window.wait(Checked).problems
    window.session.close()


def test_an_error_of_the_program_itself_in_a_training_is_told(
    open_window: Callable[..., Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(module: object) -> dict[str, float]:
        sys.exit("someone's code left")

    monkeypatch.setattr(trainer, "gradient_norms", leave)
    window = open_window("thread")
    window.session.train(Train(str(window.runs)))
    failed = window.wait(Failed)

    assert failed.command == "train"
    assert "someone's code left" in failed.problem.message
    mark = len(window.events)
    window.project.run("Edit", [SetArgument("main", "0002", "out_features", 5)])
    assert not window.wait(Checked, mark).problems
