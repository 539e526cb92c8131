"""The torch side dies, cannot live, or someone's slot raises: the window lives and says so once."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel

from guinet.core.changes import SetArgument
from guinet.core.problems import GuinetError, sentence
from guinet.core.project import MAIN, Project
from guinet.session.events import Checked, Finished, HostDied, Warned
from guinet.storage.files import dumps
from guinet.storage.recorder import SUFFIX, folder
from guinet.ui import errors
from guinet.ui.training_control import TrainingState
from guinet.ui.window import Window

if TYPE_CHECKING:
    from tests.gui.conftest import Answers, Opened

ShowWindow = Callable[..., "Opened"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as here are of Unix")


def kill_host(opened: Opened) -> int:
    pid = opened.window.bridge.session.host_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


def test_a_host_that_is_killed_comes_back_with_the_document_as_it_is(
    show_window: ShowWindow, endless: Project, answers: Answers
) -> None:
    opened = show_window(endless, in_process=False).ready()
    old = kill_host(opened)
    node = next(node for node in endless.main.nodes.values() if node.kind == "torch.nn.Linear")
    endless.run("Set out_features", [SetArgument(MAIN, node.id, "out_features", 5)])  # while there is no host
    text = dumps(endless)
    opened.told(HostDied)
    assert opened.message == "The torch process ended by itself and was started again."
    reports = opened.window.panels.reports
    opened.until(lambda: str(reports[MAIN][node.id].outputs["output"]) == "N×5 float32")

    assert opened.window.isVisible()
    assert dumps(endless) == text
    assert opened.window.bridge.session.host_pid != old


def test_a_training_whose_host_is_killed_is_told_with_its_step_and_another_can_be_started(
    show_window: ShowWindow, endless: Project, answers: Answers
) -> None:
    opened = show_window(endless, in_process=False).ready()
    opened.trigger("train")
    opened.until(lambda: opened.training.step > 20)
    kill_host(opened)
    died = opened.told(HostDied)

    assert died.step >= 20
    assert opened.message.startswith(f"The training was interrupted at step {died.step}: ")
    assert opened.training.state is TrainingState.IDLE
    assert opened.window.actions_by_name["train"].isEnabled()

    opened.trigger("train")
    opened.until(lambda: opened.training.state is TrainingState.RUNNING and opened.training.step > 20)
    opened.stop()
    assert opened.training.finished is not None
    assert opened.training.finished.reason == "stopped"


def test_a_host_that_cannot_live_is_told_once(
    show_window: ShowWindow, iris: Path, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "torch.py").write_text("raise ImportError('no torch here')\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "blocked"))
    answers.expect("error_dialog", "OK")
    opened = show_window(iris, in_process=False)
    opened.until(lambda: answers.told)

    assert "torch ends as soon as it is started" in answers.told[0][1]
    assert "guinet doctor" in answers.told[0][1]
    assert opened.child(QLabel, "status_state").text() == "● torch does not run"
    for name in ("train", "step"):
        opened.trigger(name)
        assert not opened.window.actions_by_name[name].isEnabled()
    assert not opened.training.active
    opened.document.main.add("torch.nn.ReLU")
    opened.trigger("save")
    assert iris.read_text(encoding="utf-8") == dumps(opened.document)


def test_closing_leaves_no_process(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris, in_process=False).ready()
    pid = opened.window.bridge.session.host_pid
    assert pid is not None
    assert psutil.pid_exists(pid)
    opened.window.close()
    assert not psutil.pid_exists(pid)


@pytest.mark.parametrize("wait", [False, True])
def test_a_window_may_be_closed_while_it_is_still_starting(wait: bool, show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris, in_process=False)
    if wait:
        opened.until(lambda: "session" in vars(opened.window.bridge))
    opened.window.close()
    opened.qtbot.wait(150)  # for what was still to come, such as the panels
    assert Window.windows == []


# Exceptions nobody caught


@pytest.fixture
def own_handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program's handlers in place of the tests', which would take exceptions for failures."""
    hooks = (sys.excepthook, threading.excepthook)
    errors._state.clear()
    errors.install_handlers()
    yield
    sys.excepthook, threading.excepthook = hooks


def raise_(error: Exception) -> None:
    raise error


def in_a_slot(opened: Opened, error: Exception) -> None:
    action = QAction(opened.window)
    action.triggered.connect(lambda: raise_(error))
    action.trigger()


def in_a_timer(opened: Opened, error: Exception) -> None:
    QTimer.singleShot(0, lambda: raise_(error))


def in_a_thread(opened: Opened, error: Exception) -> None:
    thread = threading.Thread(target=raise_, args=(error,))
    thread.start()
    thread.join()


@pytest.mark.expected_log("RuntimeError: the moon is wrong")
@pytest.mark.parametrize("place", [in_a_slot, in_a_timer, in_a_thread])
def test_an_exception_is_logged_and_told_in_one_dialog(
    place: Callable[[Opened, Exception], None],
    show_window: ShowWindow,
    iris: Path,
    answers: Answers,
    own_handlers: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    opened = show_window(iris).ready()
    answers.expect("error_dialog", "OK")
    with caplog.at_level(logging.ERROR):
        place(opened, RuntimeError("the moon is wrong"))
        opened.until(lambda: answers.told)

    ((_, words),) = answers.told
    assert words.endswith("(RuntimeError: the moon is wrong)")
    assert "Traceback" in caplog.text
    assert opened.window.isVisible()
    before = opened.told(Checked).revision
    opened.document.main.add("torch.nn.ReLU")
    opened.until(lambda: opened.told(Checked).revision > before)


@pytest.mark.expected_log("RuntimeError")
def test_a_hundred_exceptions_at_once_are_one_dialog(
    show_window: ShowWindow, iris: Path, answers: Answers, own_handlers: None
) -> None:
    opened = show_window(iris)
    answers.expect("error_dialog", "OK")

    def burst() -> None:
        for number in range(100):
            in_a_slot(opened, RuntimeError(f"number {number}"))

    burst()
    opened.until(lambda: answers.told)
    opened.qtbot.wait(100)
    assert len(answers.told) == 1


@pytest.mark.expected_log("the file is read-only")
def test_an_error_with_a_sentence_of_its_own_is_told_in_its_words(
    show_window: ShowWindow, iris: Path, answers: Answers, own_handlers: None
) -> None:
    opened = show_window(iris)
    answers.expect("error_dialog", "OK")
    in_a_slot(opened, GuinetError("the file is read-only: save it elsewhere"))
    opened.until(lambda: answers.told)
    assert answers.told[0][1] == "the file is read-only: save it elsewhere"


@pytest.mark.expected_log("RuntimeError")
def test_the_work_is_in_the_recovery_log_when_the_dialog_comes(
    show_window: ShowWindow, iris: Path, answers: Answers, own_handlers: None
) -> None:
    """Autosave first: every commit is in the log before anything else can go wrong."""
    opened = show_window(iris)
    opened.until(lambda: opened.window._recovery is not None)
    opened.document.main.add("torch.nn.ReLU", name="precious")
    in_a_slot(opened, RuntimeError("late"))
    (log,) = folder().glob(f"*{SUFFIX}")
    assert b"precious" in log.read_bytes()
    answers.expect("error_dialog", "OK")
    opened.until(lambda: answers.told)


def test_a_checkpoint_that_cannot_be_written_stays_told(show_window: ShowWindow, endless: Project) -> None:
    """The sentence in the status bar goes after some seconds, when nobody may have looked."""
    opened = show_window(endless).ready()
    received = opened.window.bridge.received
    received.emit(Warned(sentence("The training goes on, but its checkpoint could not be written")))
    received.emit(Finished("1", "stopped", 1, 40, {}, kept=False, last_kept=21))

    problems = [card.problem.message for card in opened.window.panels.problems_list.cards]
    assert problems == ["The training goes on, but its checkpoint could not be written"]
    assert opened.message == (
        "Training ended at step 40, but no checkpoint of that could be written: the last is of step 21."
    )
    received.emit(Finished("1", "stopped", 1, 40, {}, kept=False))
    assert opened.message == "Training ended at step 40, but no checkpoint of it could be written: train again."


@pytest.mark.parametrize(
    ("died", "words"),
    [
        (HostDied(-9, asked=True), "The torch process ended before the training had begun. "),
        (
            HostDied(-9, asked=True, hung=True),
            "The torch process did not answer and was ended before the training had begun. ",
        ),
        (HostDied(-9, hung=True), "The torch process did not answer: it was ended and started again."),
        (
            HostDied(-9, "1", 7, hung=True),
            "The training was interrupted at step 7: the torch process did not answer and was ended. ",
        ),
    ],
    ids=["asked", "asked-hung", "hung", "training-hung"],
)
def test_it_is_told_how_the_torch_process_ended(
    show_window: ShowWindow, iris: Path, died: HostDied, words: str
) -> None:
    opened = show_window(iris).ready()
    opened.window.bridge.received.emit(died)
    assert opened.message.startswith(words)
