"""Training in the window: one click, what is drawn and said meanwhile, the buttons, and what goes wrong."""

from __future__ import annotations

import errno
import math
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QProgressBar, QToolButton

from guinet.core.changes import SetArgument, SetTraining
from guinet.core.project import MAIN, Project
from guinet.session.events import Device, EpochEnded, Failed, Steps, TrainingStarted
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.train.runs import RunStore
from guinet.ui.charts.panel import STEP_SERIES
from guinet.ui.narrow import OneLine
from guinet.ui.settings import settings_path
from guinet.ui.training_bar import duration, progress_words
from guinet.ui.training_control import TrainingState
from guinet.ui.window import Window

if TYPE_CHECKING:
    from tests.gui.conftest import Answers, Opened

ShowWindow = Callable[..., "Opened"]
TRAINING_ACTIONS = ("train", "pause", "step", "stop")


def enabled(opened: Opened) -> tuple[str, ...]:
    return tuple(name for name in TRAINING_ACTIONS if opened.window.actions_by_name[name].isEnabled())


def losses(opened: Opened) -> list[float]:
    return [loss for event in opened.events if isinstance(event, Steps) for loss in event.losses]


def test_one_click_trains_and_the_loss_is_drawn(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    (button,) = [each for each in opened.window.findChildren(QToolButton) if each.objectName() == "train_button"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    opened.until(lambda: opened.training.finished is not None)

    started, told = opened.told(TrainingStarted), losses(opened)
    charts = opened.window.hearing.feed.panel
    assert charts is not None
    drawn = charts.charts["loss"].plot.lines[STEP_SERIES].series.points()
    steps = started.epochs * started.steps_per_epoch
    assert drawn.x.tolist() == list(range(1, steps + 1))
    assert drawn.y == pytest.approx(np.asarray(told), rel=1e-6)
    assert np.mean(told[-10:]) < 0.5 * np.mean(told[:10])
    epochs = [event for event in opened.events if isinstance(event, EpochEnded)]
    valid = charts.charts["loss"].plot.lines["valid"].series.points()
    assert valid.y == pytest.approx([event.values["validation_loss"] for event in epochs], rel=1e-6)
    assert opened.training.finished is not None
    accuracy, n = opened.training.finished.metrics["test_accuracy"], started.epochs
    assert opened.child(QLabel, "progress_words").text() == f"epoch {n}/{n} · test accuracy {accuracy:.3f}"
    assert opened.child(QProgressBar, "progress").value() == 1000
    assert opened.message == "Training finished."
    assert enabled(opened) == ("train", "step")


def test_what_was_just_mended_keeps_no_one_from_training(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    document = opened.document
    linear = next(node for node in document.main.nodes.values() if node.kind == "torch.nn.Linear")
    document.run("Set in_features", [SetArgument(MAIN, linear.id, "in_features", 3)])
    opened.until(lambda: opened.window.checked_problems)
    opened.trigger("train")
    assert opened.message.startswith("Mend the problems first: ")

    document.run("Set in_features", [SetArgument(MAIN, linear.id, "in_features", 4)])
    assert opened.window.checked_problems
    opened.trigger("train")
    opened.until(lambda: opened.training.finished is not None)
    assert opened.training.finished is not None
    assert opened.training.finished.reason == "completed"

    document.run("Set in_features", [SetArgument(MAIN, linear.id, "in_features", 3)])
    opened.trigger("train")
    assert opened.told(Failed).command == "train"


def test_the_charts_come_to_the_front_and_start_over_with_each_training(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    opened.window.docks.show("code")
    for _ in range(2):
        opened.trigger("train")
        opened.until(lambda: not opened.training.active)
    charts = opened.window.hearing.feed.panel
    started = opened.told(TrainingStarted)
    assert charts is not None
    assert opened.shows("charts")
    assert len(charts.charts["loss"].plot.lines[STEP_SERIES].series) == started.epochs * started.steps_per_epoch


def test_pause_step_continue_and_stop(show_window: ShowWindow, endless: Project) -> None:
    opened = show_window(endless).ready()
    assert enabled(opened) == ("train", "step")
    opened.trigger("train")
    assert enabled(opened) == ("stop",)
    opened.until(lambda: opened.training.step > 10)
    assert enabled(opened) == ("pause", "stop")
    assert opened.child(QLabel, "status_state").text() == "● training"

    opened.trigger("pause")
    opened.until(lambda: opened.training.state is TrainingState.PAUSED)
    held = opened.training.step
    assert enabled(opened) == ("train", "step", "stop")
    assert opened.window.actions_by_name["train"].text() == "&Continue"
    assert opened.child(QLabel, "progress_words").text().endswith(f"paused at step {held}")

    opened.trigger("step")
    opened.until(lambda: opened.training.step == held + 1 and opened.training.state is TrainingState.PAUSED)
    opened.trigger("train")
    opened.until(lambda: opened.training.step > held + 10)
    opened.trigger("stop")
    assert enabled(opened) == ()
    opened.until(lambda: not opened.training.active)

    assert opened.training.finished is not None
    assert opened.training.finished.reason == "stopped"
    assert opened.message == f"Training stopped at step {opened.training.step}; a checkpoint is kept."
    assert enabled(opened) == ("train", "step")
    assert opened.window.actions_by_name["train"].text() == "&Train"


def test_step_starts_a_training_that_holds_after_its_first_step(show_window: ShowWindow, endless: Project) -> None:
    opened = show_window(endless).ready()
    opened.trigger("step")
    opened.until(lambda: opened.training.state is TrainingState.PAUSED and opened.training.step == 1)
    opened.trigger("step")
    opened.until(lambda: opened.training.step == 2)
    assert len(losses(opened)) == 2


def test_progress_is_said_in_words(show_window: ShowWindow, endless: Project) -> None:
    opened = show_window(endless).ready()
    assert opened.child(QLabel, "progress_words").text() == ""
    opened.trigger("train")
    assert opened.child(QLabel, "progress_words").text() == "starting…"
    opened.until(lambda: opened.training.seconds_left is not None and opened.training.samples_per_second)
    words = progress_words(opened.training)
    epoch, rate, left = words.split(" · ")
    assert epoch == f"epoch {opened.training.epoch + 1}/1000000"
    assert rate.endswith(" samples/s")
    assert left == f"{duration(opened.training.seconds_left or 0)} left"


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (42.4, "0:42"), (725, "12:05"), (3753, "1:02:33")])
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_network_with_errors_is_not_trained_and_says_why(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    node = next(node for node in opened.document.main.nodes.values() if node.kind == "torch.nn.Linear")
    opened.document.run("Spoil", [SetArgument(MAIN, node.id, "in_features", 77)])
    opened.until(lambda: opened.window.panels.problems)
    opened.trigger("train")

    assert not opened.training.active
    assert "in_features" in opened.message
    assert opened.shows("problems")
    assert opened.window.docks["problems"].windowTitle() == "Problems 1"


def test_a_loss_that_is_not_finite_is_told_at_its_node(show_window: ShowWindow) -> None:
    regression = load(example_path("diabetes-regression"))
    regression.path = None
    regression.training.update({"optimizer": "torch.optim.SGD", "optimizer.lr": 1e30, "epochs": 1_000_000})
    opened = show_window(regression).ready()
    opened.trigger("train")
    failed = opened.told(Failed)
    opened.until(lambda: not opened.training.active)

    assert failed.command == "train"
    assert failed.problem.node in opened.document.main.nodes
    panel = opened.window.panels.problems_list
    assert opened.shows("problems")
    name = opened.document.main.nodes[failed.problem.node or ""].name
    opened.until(lambda: [label for label in panel.findChildren(QLabel) if label.isVisible() and name in label.text()])
    assert "not finite" in panel.cards[0].findChildren(QLabel)[1].text()
    assert math.isfinite(losses(opened)[0])
    assert opened.window.docks["problems"].windowTitle() == "Problems 1"
    QTest.mouseClick(panel.cards[0], Qt.MouseButton.LeftButton)
    assert list(opened.window.canvas.selection) == [failed.problem.node]
    card = opened.window.canvas.problem_cards.card
    assert card is not None
    assert [label for label in card.findChildren(QLabel) if "not finite" in label.text()]

    opened.document.run("Mend", [SetTraining("optimizer.lr", 1e-9)])
    assert opened.window.docks["problems"].windowTitle() == "Problems 1"
    opened.trigger("train")
    assert opened.window.docks["problems"].windowTitle() == "Problems"
    assert opened.window.canvas.problem_cards.card is None
    opened.until(lambda: opened.training.step > 20)


def test_a_device_that_is_not_here_is_named_as_such(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris)
    menu = opened.child(QComboBox, "device")
    assert (menu.currentText(), menu.currentData()) == ("CPU", "cpu")
    opened.document.run("Choose device", [SetTraining("device", "cuda:7")])
    assert (menu.currentIndex(), menu.placeholderText()) == (-1, "cuda:7")
    opened.ready()
    assert (menu.currentIndex(), menu.placeholderText()) == (-1, "cuda:7 (not here)")
    opened.window.bar.set_devices((Device("cpu", "CPU"), Device("cuda:0", "NVIDIA H100")))
    opened.document.run("Choose device", [SetTraining("device", "cuda")])
    assert menu.currentText() == "NVIDIA H100"
    assert menu.placeholderText() == ""


def test_the_menu_of_devices_has_room_for_one_that_is_not_here(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris)
    menu = opened.child(QComboBox, "device")
    opened.document.run("Choose device", [SetTraining("device", "cuda:7")])
    opened.ready()
    words = menu.fontMetrics().horizontalAdvance("cuda:7 (not here)")
    opened.until(lambda: menu.width() > words)


@pytest.mark.parametrize("width", [900, 1024])
def test_in_a_narrow_window_all_buttons_stay_while_a_training_tells_its_progress(
    show_window: ShowWindow, endless: Project, width: int
) -> None:
    opened = show_window(endless).ready()
    opened.window.resize(width, 700)
    opened.trigger("train")
    opened.until(lambda: len(opened.child(OneLine, "progress_words").words) > 30)
    words = opened.child(OneLine, "progress_words")
    opened.until(lambda: words.text() != words.words)
    for name in ("export_button", "command_palette_button", "segment_eval", "segment_train"):
        button = opened.child(QToolButton, name)
        assert button.isVisible()
        assert button.width() >= min(button.sizeHint().width(), 34)
    assert opened.child(QProgressBar, "progress").toolTip() == words.words


def test_closing_while_training_asks_and_can_be_taken_back(
    show_window: ShowWindow, endless: Project, answers: Answers
) -> None:
    opened = show_window(endless).ready()
    opened.trigger("train")
    opened.until(lambda: opened.training.step > 5)
    answers.expect("training_dialog", "Cancel")
    assert not opened.window.close()
    step = opened.training.step
    opened.until(lambda: opened.training.step > step)
    assert opened.window.isVisible()

    answers.expect("training_dialog", "Stop and close")
    assert opened.window.close()
    assert Window.windows == []


def test_a_training_that_is_stopped_by_closing_leaves_a_checkpoint(
    show_window: ShowWindow, endless: Project, answers: Answers
) -> None:
    opened = show_window(endless).ready()
    opened.trigger("train")
    run = opened.told(TrainingStarted).run
    opened.until(lambda: opened.training.step > 5)
    answers.expect("training_dialog", "Stop and close")
    opened.window.close()
    assert endless.path is not None
    assert (endless.path.with_suffix(".runs") / run / "last.json").exists()


def test_what_an_unsaved_project_learned_goes_along_with_its_first_save(
    show_window: ShowWindow, iris: Path, tmp_path: Path
) -> None:
    project = load(iris)
    project.path = None
    opened = show_window(project).ready()
    before = opened.training.runs
    opened.trigger("train")
    run = opened.told(TrainingStarted).run
    opened.until(lambda: not opened.training.active)
    assert (before / run).is_dir()

    assert opened.window.files._write(tmp_path / "kept.guinet")
    assert opened.training.runs == tmp_path / "kept.runs"
    assert (tmp_path / "kept.runs" / run / "best.safetensors").exists()
    assert not before.exists()


def test_unsaved_projects_do_not_share_their_runs(show_window: ShowWindow) -> None:
    assert show_window().training.runs != show_window().training.runs


@pytest.fixture
def unsaved(show_window: ShowWindow, iris: Path) -> Opened:
    """A window on a project that was trained and never saved."""
    project = load(iris)
    project.path = None
    opened = show_window(project).ready()
    opened.trigger("train")
    opened.until(lambda: not opened.training.active and opened.training.finished)
    return opened


def runs_of(folder: Path) -> list[str]:
    store = RunStore(folder)
    found = [run.id for run in store.list()]
    store.close()
    return found


def test_runs_that_are_there_are_not_written_over(unsaved: Opened, tmp_path: Path) -> None:
    for taken in ("old.runs", "old-2.runs"):
        (tmp_path / taken).mkdir()
        (tmp_path / taken / "note").write_text("mine", encoding="utf-8")
    told: list[str] = []
    unsaved.training.told.connect(told.append)
    assert unsaved.window.files._write(tmp_path / "old.guinet")

    assert unsaved.training.runs == tmp_path / "old-3.runs"
    assert runs_of(tmp_path / "old-3.runs") == ["1"]
    assert told == [f"There are runs in old.runs already: those of this project are in {tmp_path / 'old-3.runs'} now."]
    assert [each.name for each in (tmp_path / "old.runs").iterdir()] == ["note"]
    unsaved.training.settle_runs()
    assert unsaved.training.runs == tmp_path / "old-3.runs"


def test_saved_elsewhere_a_project_begins_without_runs_and_says_where_they_stay(
    unsaved: Opened, tmp_path: Path
) -> None:
    told: list[str] = []
    unsaved.training.told.connect(told.append)
    files = unsaved.window.files
    assert files._write(tmp_path / "first.guinet")
    assert files._write(tmp_path / "first.guinet")
    assert told == []
    assert files._write(tmp_path / "second.guinet")

    assert told == [f"second.guinet is saved and begins without runs: those so far stay in {tmp_path / 'first.runs'}."]
    assert unsaved.message == told[0]
    assert unsaved.training.runs == tmp_path / "second.runs"
    assert runs_of(tmp_path / "first.runs") == ["1"]
    assert not (tmp_path / "second.runs").exists()


def test_a_first_save_while_training_takes_the_runs_along_at_its_end(
    show_window: ShowWindow, endless: Project, tmp_path: Path
) -> None:
    endless.path = None
    opened = show_window(endless).ready()
    opened.trigger("train")
    opened.told(TrainingStarted)
    before = opened.training.runs
    assert opened.window.files._write(tmp_path / "kept.guinet")
    assert opened.training.runs == before
    opened.stop()
    opened.until(lambda: opened.training.runs == tmp_path / "kept.runs")

    assert runs_of(tmp_path / "kept.runs") == ["1"]
    assert not before.exists()


@pytest.mark.parametrize(
    "room", [True, pytest.param(False, marks=pytest.mark.expected_log("runs in .* could not be moved to"))]
)
def test_runs_move_to_another_disk_whole_or_not_at_all(
    unsaved: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: bool
) -> None:
    before, rename = unsaved.training.runs, Path.rename

    def other_disk(self: Path, target: Path) -> Path:
        if self == before:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return rename(self, target)

    def full(source: Path, target: Path) -> None:
        target.mkdir()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", other_disk)
        if not room:
            patch.setattr(shutil, "copytree", full)
        assert unsaved.window.files._write(tmp_path / "kept.guinet")
    there = tmp_path / "kept.runs" if room else before
    assert unsaved.training.runs == there
    assert runs_of(there) == ["1"]
    assert before.exists() is not room
    assert (tmp_path / "kept.runs").exists() is room
    assert not list(tmp_path.glob(".*.runs*"))


def test_old_runs_of_projects_never_saved_go_and_young_ones_stay(show_window: ShowWindow) -> None:
    folder = settings_path().parent / "unsaved"
    month = 31 * 24 * 3600
    for number in range(8):
        (runs := folder / f"{number}.runs").mkdir(parents=True)
        age = month + number if number < 7 else 60
        os.utime(runs, (time.time() - age,) * 2)
    (folder / "young.runs").mkdir()
    assert show_window().training.runs.parent == folder

    assert {runs.name for runs in folder.iterdir()} == {f"{n}.runs" for n in (0, 1, 2, 7)} | {"young.runs"}
