"""Runs listed, compared, drawn and deleted, as the host answers it."""

from __future__ import annotations

import math
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

import guinet
from guinet.core.problems import GuinetError
from guinet.core.project import Project
from guinet.core.values import Value
from guinet.library import runs_folder
from guinet.session.answers import runs
from guinet.session.commands import Study
from guinet.session.events import Event
from guinet.session.messages.runs import (
    CompareRun,
    CurveRead,
    DeleteRuns,
    ListRuns,
    ReadCurve,
    RunCompared,
    RunsDeleted,
    RunsListed,
)
from guinet.session.studies import Desk
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.storage.unsaved import new_runs_folder
from guinet.train.runs import Epoch, RunStore, Start

E = TypeVar("E")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    path = tmp_path / "net.guinet"
    path.write_bytes(example_path("iris-mlp").read_bytes())
    return load(path)


def ask(project: Project, answer: Callable[[Desk, E], None], study: E) -> Event:
    assert isinstance(study, Study)
    events: list[Event] = []
    answer(Desk(project, 1, project.runs_folder, None, {}, events.append), study)
    (event,) = events
    return event


def listed(project: Project) -> RunsListed:
    told = ask(project, runs.list_runs, ListRuns())
    assert isinstance(told, RunsListed)
    return told


def compared(project: Project, run: str, other: str = "") -> RunCompared:
    told = ask(project, runs.compare_run, CompareRun(run=run, other=other))
    assert isinstance(told, RunCompared)
    return told


def test_what_was_recorded_is_listed_with_the_best_and_the_last_epoch(project: Project) -> None:
    assert listed(project).runs == ()
    assert project.runs_folder is not None
    store = RunStore(project.runs_folder)
    settings: dict[str, Value] = {"optimizer": "torch.optim.SGD", "optimizer.lr": 0.5}
    number = store.begin(Start(3, 2, 7, "cpu", 1, settings))
    epochs = (
        Epoch(1, 2, {"loss": 0.5, "validation_loss": 0.4, "gradient_norm/hidden": 1.0}),
        Epoch(2, 4, {"loss": 0.4, "validation_loss": 0.3}),
        Epoch(3, 6, {"loss": 0.3, "validation_loss": 0.6}),
    )
    store.add(number, 1, array("d", [1.0] * 6), epochs)
    store.end(number, "completed", {"test_loss": 0.35})
    store.close()

    (run,) = listed(project).runs
    assert (run.run, run.state, run.epoch, run.epochs, run.step, run.seed) == ("1", "completed", 3, 3, 6, 7)
    assert (run.best_epoch, run.loss, run.last["validation_loss"]) == (2, 0.3, 0.6)
    assert (run.rate, run.tested, run.has_best, run.has_last) == (0.5, {"test_loss": 0.35}, False, False)
    assert "gradient_norm/hidden" not in run.best
    assert run.seconds >= 0


def test_a_run_without_an_epoch_or_a_rate_says_so(project: Project) -> None:
    assert project.runs_folder is not None
    store = RunStore(project.runs_folder)
    store.end(store.begin(Start(3, 2, 0, "cpu", 1)), "failed", message="it broke")
    store.close()
    (run,) = listed(project).runs
    assert (run.state, run.message, run.best_epoch, dict(run.best)) == ("failed", "it broke", 0, {})
    assert math.isnan(run.loss)
    assert math.isnan(run.rate)


def test_a_run_differs_from_the_project_by_what_was_edited_since(project: Project) -> None:
    guinet.train(project, epochs=2)
    told = compared(project, "1")
    assert [(each.name, each.left, each.right) for each in told.differences] == [("epochs", "2", "60")]
    assert (told.code, told.problem, told.settings["epochs"]) == ("", None, 2)

    project.main.set(project.main.node("hidden"), out_features=8)
    told = compared(project, "1")
    assert ("hidden.out_features", "16", "8") in [(each.name, each.left, each.right) for each in told.differences]
    assert "-        self.hidden = nn.Linear(4, 16)\n+        self.hidden = nn.Linear(4, 8)" in told.code

    guinet.train(project, epochs=1, seed=3)
    told = compared(project, "2", "1")
    assert [(each.name, each.left, each.right) for each in told.differences] == [
        ("epochs", "1", "2"),
        ("seed", "3", "0"),
        ("hidden.out_features", "8", "16"),
    ]


def test_a_run_that_went_on_was_trained_for_more_epochs(project: Project) -> None:
    guinet.train(project, epochs=1)
    guinet.train(project, epochs=2, resume="1")
    assert compared(project, "1").settings["epochs"] == 2


def test_a_record_that_cannot_be_read_is_told_in_words(project: Project) -> None:
    assert project.runs_folder is not None
    store = RunStore(project.runs_folder)
    store.begin(Start(1, 1, 0, "cpu", 1, project="{"))
    store.close()
    problem = compared(project, "1").problem
    assert problem is not None
    assert "The text" in problem.message


def test_the_curve_is_that_of_the_training(project: Project) -> None:
    losses: list[float] = []

    def hear(event: object) -> None:
        losses.extend(getattr(event, "losses", ()))

    guinet.train(project, epochs=2, on_event=hear)
    told = ask(project, runs.read_curve, ReadCurve(run="1"))
    assert isinstance(told, CurveRead)
    read = array("d")
    read.frombytes(told.losses)
    assert read.tolist() == losses
    assert [(epoch, step) for epoch, step, _ in told.epochs] == [(1, 7), (2, 14)]
    with pytest.raises(GuinetError, match="There is no run 5 any more"):
        ask(project, runs.read_curve, ReadCurve(run="5"))


def test_a_deleted_run_leaves_nothing_and_the_others_as_they_are(project: Project) -> None:
    guinet.train(project, epochs=1)
    guinet.train(project, epochs=1)
    assert project.runs_folder is not None
    told = ask(project, runs.delete_runs, DeleteRuns(names=("1", "9")))
    assert isinstance(told, RunsDeleted)
    assert told.names == ("1",)
    assert told.problem is not None
    assert told.problem.message == "There is no run 9 any more: choose another one."
    assert [run.run for run in listed(project).runs] == ["2"]
    assert not (project.runs_folder / "1").exists()
    assert (project.runs_folder / "2").exists()
    store = RunStore(project.runs_folder)
    assert (len(store.losses("1")), store.epochs("1"), len(store.losses("2"))) == (0, (), 7)
    # Its number is not given to another one: what was told of run 1 stays true.
    assert store.begin(Start(1, 1, 0, "cpu", 1)) == "3"
    with pytest.raises(GuinetError, match="Run 3 is still running: stop it first"):
        store.delete("3")
    store.close()


def test_projects_never_saved_keep_their_runs_apart_and_away_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("GUINET_HOME", str(tmp_path / "home"))
    first, second = (load(example_path("iris-mlp")) for _ in range(2))
    first.path = second.path = None
    guinet.train(first, epochs=1)
    assert list(here.iterdir()) == []
    assert runs_folder(first) == runs_folder(first) != runs_folder(second)
    (folder,) = (tmp_path / "home" / "unsaved").iterdir()
    assert folder == runs_folder(first)


def test_of_old_folders_the_newest_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setenv("GUINET_HOME", str(tmp_path))
    made = []
    for age in (1, 40, 50, 60, 70, 80, 90):
        folder = new_runs_folder()
        folder.mkdir(parents=True)
        then = time.time() - age * 24 * 3600
        os.utime(folder, (then, then))
        made.append(folder)
    new_runs_folder()
    assert [folder.exists() for folder in made] == [True] * 5 + [False] * 2
