"""The panel of runs: its table, what it tells of a run, and what can be done with one, in the window."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QTextBrowser, QToolButton
from pytestqt.qtbot import QtBot

import guinet
from guinet.core.changes import SetTraining
from guinet.core.comparing import Difference, Kind
from guinet.core.problems import Problem
from guinet.nodes.loaded_values import loaded_file
from guinet.session.commands import Study
from guinet.session.events import EpochEnded, Failed, Finished, Paused, Resumed, TrainingStarted
from guinet.session.messages.runs import (
    CompareRun,
    DeleteRuns,
    KeptRun,
    ListRuns,
    ReadCurve,
    RunCompared,
    RunsDeleted,
    RunsListed,
)
from guinet.storage.files import load
from guinet.ui import translate
from guinet.ui.charts.panel import STEP_SERIES
from guinet.ui.export_dialog import ExportDialog
from guinet.ui.panels.runs import RunsPanel
from guinet.ui.theme import apply_theme

if TYPE_CHECKING:
    from tests.gui.conftest import Answers, Opened

ShowWindow = Callable[..., "Opened"]
LEFT, CTRL, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
GOOD = KeptRun(
    "3", "completed", 1_700_000_000.0, 5, 5, 35, "", 75.0, 4, "cpu", 0.01, 4,
    {"loss": 0.3, "validation_loss": 0.25, "accuracy": 0.9, "validation_accuracy": 0.95},
    {"loss": 0.2, "validation_loss": 0.5, "accuracy": 0.99, "validation_accuracy": 0.9},
    {"test_loss": 0.4, "test_accuracy": 0.875}, True, True,
)  # fmt: skip
CUT = KeptRun("2", "stopped", 1_699_000_000.0, 1, 5, 9, "", 9.0, 0, best={"loss": 1.5}, best_epoch=1,
              last={"loss": 1.5}, has_best=True, has_last=True)  # fmt: skip
BROKEN = KeptRun("1", "failed", 1_698_000_000.0, 0, 5, 0, "the loss of step 1 is nan")


class Shown:
    """The panel alone, and what it asked."""

    def __init__(self, qtbot: QtBot, iris: Path) -> None:
        self.qtbot = qtbot
        self.project = load(iris)
        self.panel = RunsPanel(self.project)
        self.asked: list[Study] = []
        self.panel.asks.connect(self.asked.append)
        qtbot.addWidget(self.panel)
        self.panel.resize(1100, 300)
        self.panel.show()
        qtbot.waitUntil(lambda: ListRuns() in self.asked)

    def listed(self, *runs: KeptRun) -> None:
        self.panel.receive(RunsListed(runs))

    def rows(self) -> list[list[str]]:
        return self.panel.table.lines(chosen=False)

    def cells(self, heading: str) -> list[str]:
        place = self.rows()[0].index(heading)
        return [row.text(place) for row in self.panel.table.rows()]

    def choose(self, *names: str) -> None:
        """By the mouse."""
        for number, row in enumerate(row for name in names for row in self.panel.table.rows() if row.text(0) == name):
            spot = self.panel.table.visualItemRect(row).center()
            self.qtbot.mouseClick(self.panel.table.viewport(), LEFT, CTRL if number else NONE, spot)

    def words(self) -> str:
        return self.panel.page.toPlainText()

    def can(self) -> set[str]:
        return {name for name, action in self.panel.actions_by_name.items() if action.isEnabled()}

    def press(self, name: str) -> None:
        button = self.panel.findChild(QToolButton, f"runs_{name}")
        assert isinstance(button, QToolButton)
        self.qtbot.mouseClick(button, LEFT)


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot, iris: Path) -> Shown:
    apply_theme(qapp, "dark")
    return Shown(qtbot, iris)


def test_without_runs_it_is_said_what_brings_one_once_that_is_known(shown: Shown) -> None:
    words = shown.panel.findChild(QLabel, "runs_words")
    assert isinstance(words, QLabel)
    assert words.text() == "Reading the runs…"
    shown.listed()
    assert words.isVisible()
    assert words.text().startswith("No runs yet. Press Train: every training is kept here")
    shown.panel.receive(Failed("list_runs", Problem("p", "runs.sqlite cannot be read: move it away.")))
    assert words.text() == "runs.sqlite cannot be read: move it away."


def test_a_row_tells_what_came_of_a_run(shown: Shown) -> None:
    shown.listed(GOOD, CUT, BROKEN)
    assert shown.rows()[0] == [
        "Run", "State", "Epochs", "Best loss", "Last loss", "Accuracy", "Accuracy, test", "Learning rate", "Duration",
        "Started", "Seed", "Device",
    ]  # fmt: skip
    assert shown.cells("State") == ["completed", "stopped", "failed"]
    assert shown.cells("Epochs") == ["5/5", "1/5", "0/5"]
    assert shown.cells("Best loss") == ["0.25", "1.5", ""]
    assert shown.cells("Last loss") == ["0.5", "1.5", ""]
    assert shown.cells("Accuracy") == ["95 %", "", ""]
    assert shown.cells("Accuracy, test") == ["87.5 %", "", ""]
    assert shown.cells("Duration") == ["1:15", "0:09", ""]
    assert shown.cells("Seed") == ["4", "0", "0"]


def test_a_click_on_a_heading_sorts_numbers_as_numbers(shown: Shown) -> None:
    runs = [replace(GOOD, run=str(number), best={"loss": loss}) for number, loss in ((9, 2.0), (10, 11.0), (11, 1e-5))]
    shown.listed(*runs)
    header = shown.panel.table.header()
    for heading, expected in (("Run", ["9", "10", "11"]), ("Best loss", ["11", "9", "10"])):
        spot = QPoint(header.sectionViewportPosition(shown.rows()[0].index(heading)) + 20, 5)
        shown.qtbot.mouseClick(header.viewport(), LEFT, NONE, spot)
        assert shown.cells("Run") in (expected, expected[::-1])
        before = shown.cells("Run")
        shown.qtbot.mouseClick(header.viewport(), LEFT, NONE, spot)
        assert shown.cells("Run") == before[::-1]


def test_the_newest_is_compared_with_the_project_and_two_with_each_other(shown: Shown) -> None:
    shown.listed(GOOD, CUT, BROKEN)
    shown.qtbot.waitUntil(lambda: shown.asked[-1] == CompareRun(run="3"))
    differences = (
        Difference(Kind.ARGUMENT, "hidden.out_features", "16", "8"),
        Difference(Kind.WIRE, "a.out → b.in", "", "a.out → b.in"),
    )
    told = RunCompared(
        "3", "", {"epochs": 5}, {"torch": "2.13"}, 1, 7, "", differences, "@@ -1 +1 @@\n-old <1>\n+new <2>"
    )
    shown.panel.receive(told)
    words = shown.words()
    for part in (
        "Run 3 · completed",
        "The project now",
        "hidden.out_features",
        "wired",
        "-old <1>",
        "+new <2>",
        "2.13",
    ):
        assert part in words
    assert "best epoch (4)" in words
    assert "Accuracy\ntrain 90 % · valid 95 %" in words

    shown.choose("3", "2")
    shown.qtbot.waitUntil(lambda: shown.asked[-1] == CompareRun(run="2", other="3"))
    assert "hidden.out_features" not in shown.words()
    shown.panel.receive(RunCompared("2", "3"))
    assert "Nothing: both runs trained the same, with the same settings." in shown.words()


def test_an_edit_compares_anew(shown: Shown) -> None:
    shown.listed(GOOD)
    shown.qtbot.waitUntil(lambda: CompareRun(run="3") in shown.asked)
    shown.asked.clear()
    shown.project.main.set(shown.project.main.node("hidden"), out_features=9)
    shown.qtbot.waitUntil(lambda: shown.asked == [CompareRun(run="3")])
    shown.panel.receive(RunCompared("3", "", problem=Problem("p", "This cannot be read: open another file.")))
    assert "This cannot be read: open another file." in shown.words()


def test_what_cannot_be_done_says_why(shown: Shown) -> None:
    tips = {name: action.toolTip for name, action in shown.panel.actions_by_name.items()}
    shown.listed(GOOD, CUT, BROKEN)
    assert shown.can() == {"resume", "weights", "export", "curve", "delete"}
    shown.choose("1")
    assert shown.can() == {"delete"}
    assert tips["weights"]() == "This run has no weights: it ended before its first epoch did."
    assert tips["resume"]() == "This run has no checkpoint to go on from."
    shown.choose("3", "1")
    assert shown.can() == {"delete"}
    shown.choose("3")
    shown.project.training["epochs"] = 5
    shown.panel.receive(Finished("3", "completed", 5, 35, {}))
    assert tips["resume"]().startswith("This run has done the 5 epochs the project asks for")
    shown.panel.receive(TrainingStarted("4", 5, 7, 1, "cpu", 1))
    assert shown.can() == {"weights", "export", "delete"}
    assert tips["curve"]() == "A training runs: stop it first."


def test_what_is_pressed_is_told(shown: Shown) -> None:
    told: list[object] = []
    for name in ("resumed", "taken", "exported"):
        getattr(shown.panel, name).connect(lambda run, name=name: told.append((name, run)))
    shown.panel.drawn.connect(lambda: told.append("drawn"))
    shown.listed(GOOD, CUT)
    shown.choose("2")
    for name in ("resume", "weights", "export", "curve"):
        shown.press(name)
    assert told == [("resumed", "2"), ("taken", "2"), ("exported", "2"), "drawn"]
    assert ReadCurve(run="2") in shown.asked


def test_a_run_is_deleted_only_after_a_question(shown: Shown, answers: Answers) -> None:
    shown.listed(GOOD, CUT)
    shown.choose("3", "2")
    answers.expect("delete_runs_dialog", "Cancel")
    shown.press("delete")
    assert not any(isinstance(study, DeleteRuns) for study in shown.asked)
    answers.expect("delete_runs_dialog", "Delete")
    shown.qtbot.keyClick(shown.panel.table, Qt.Key.Key_Delete)
    (study,) = (study for study in shown.asked if isinstance(study, DeleteRuns))
    assert set(study.names) == {"2", "3"}
    shown.asked.clear()
    shown.panel.receive(RunsDeleted(("2", "3")))
    shown.qtbot.waitUntil(lambda: ListRuns() in shown.asked)


def test_what_kept_a_run_from_being_deleted_is_told(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda _parent, _title, words: said.append(words))
    shown.panel.receive(RunsDeleted((), Problem("p", "Run 3 is still running: stop it first")))
    assert said == ["Run 3 is still running: stop it first"]


def test_a_row_follows_a_training(shown: Shown) -> None:
    running = replace(CUT, run="4", state="running", epoch=0, best={}, last={}, best_epoch=0, seconds=math.nan)
    shown.panel.receive(TrainingStarted("4", 5, 7, 1, "cpu", 1))
    shown.listed(running, GOOD)
    assert shown.cells("Epochs") == ["0/5", "5/5"]
    for epoch, loss in ((1, 0.9), (2, 0.5), (3, 0.7)):
        shown.panel.receive(EpochEnded("4", epoch, 7 * epoch, {"loss": loss}))
    shown.qtbot.waitUntil(lambda: shown.cells("Epochs")[0] == "3/5")
    assert (shown.cells("Best loss")[0], shown.cells("Last loss")[0]) == ("0.5", "0.7")
    shown.panel.receive(Paused("4", 21))
    assert shown.cells("State")[0] == "paused"
    assert "Run 4 · paused" in shown.words()
    shown.panel.receive(Resumed("4"))
    assert shown.cells("State")[0] == "running"
    shown.asked.clear()
    shown.panel.receive(Finished("4", "completed", 5, 35, {}))
    shown.qtbot.waitUntil(lambda: ListRuns() in shown.asked)


def test_rows_are_copied_and_saved(shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown.listed(GOOD, CUT)
    shown.choose("3")
    shown.qtbot.keyClick(shown.panel.table, Qt.Key.Key_C, CTRL)
    head, line = QApplication.clipboard().text().splitlines()
    assert head.split("\t")[:4] == ["Run", "State", "Epochs", "Best loss"]
    assert line.split("\t")[:6] == ["3", "completed", "5", "0.25", "0.5", "0.95"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "runs"), ""))
    shown.press("save")
    lines = (tmp_path / "runs.csv").read_text().splitlines()
    assert lines[0].startswith('Run,State,Epochs,Best loss,Last loss,Accuracy,"Accuracy, test"')
    assert [line.split(",")[0] for line in lines[1:]] == ["3", "2"]


def test_in_another_language_it_is_the_same_table(shown: Shown, qapp: QApplication) -> None:
    shown.listed(GOOD, CUT)
    translate.install(qapp, "zh_CN")
    try:
        assert len(shown.cells(shown.rows()[0][0])) == 2
        assert shown.panel.table.rows()[0].text(0) == "3"
        assert shown.panel.table.accessibleName()
        assert shown.panel.page.accessibleName()
    finally:
        translate.install(qapp, "en")


# In the window


@pytest.fixture
def trained(show_window: ShowWindow, iris: Path) -> Opened:
    """A window on a project with a run of two epochs, the panel of runs in front."""
    project = load(iris)
    guinet.train(project, epochs=2)
    opened = show_window(iris).ready()
    opened.window.resize(1500, 950)
    opened.window.docks.show("runs")
    opened.until(lambda: "runs" in opened.window.panels and panel_of(opened).table.runs)
    return opened


def panel_of(opened: Opened) -> RunsPanel:
    panel = opened.window.panels["runs"]
    assert isinstance(panel, RunsPanel)
    return panel


def press(opened: Opened, name: str) -> None:
    button = opened.child(QToolButton, f"runs_{name}")
    opened.until(button.isEnabled)
    opened.qtbot.mouseClick(button, LEFT)


def test_an_earlier_run_is_drawn_gone_on_with_and_drawn_on(trained: Opened) -> None:
    opened, panel = trained, panel_of(trained)
    opened.until(lambda: "epochs" in opened.child(QTextBrowser, "run_page").toPlainText())
    press(opened, "curve")
    opened.until(lambda: opened.shows("charts") and opened.window.panels.charts.charts)
    charts = opened.window.panels.charts
    assert opened.child(QLabel, "charts_summary").text().startswith("Run 1")
    assert charts.charts["loss"].plot.lines[STEP_SERIES].series.points().x.tolist() == list(range(1, 15))

    opened.document.run("Set epochs", [SetTraining("epochs", 3)])
    opened.window.docks.show("runs")
    press(opened, "resume")
    opened.told(Finished)
    opened.until(lambda: (panel.table.runs[0].epoch, panel.table.runs[0].state) == (3, "completed"))
    assert [(run.run, run.state, run.epochs) for run in panel.table.runs] == [("1", "completed", 3)]
    steps = charts.charts["loss"].plot.lines[STEP_SERIES].series
    opened.until(lambda: len(steps.points().x) == 21)


def test_the_network_begins_with_the_weights_of_a_run(trained: Opened) -> None:
    press(trained, "weights")
    trained.until(lambda: [rule for rule in trained.document.main.initialisers if loaded_file(rule)])
    assert trained.shows("parameters")


def test_the_weights_of_a_run_are_exported(trained: Opened, answers: Answers) -> None:
    seen: list[str] = []

    def look(dialog: object) -> None:
        assert isinstance(dialog, ExportDialog)
        seen.append(f"{dialog.windowTitle()} {dialog._run}")
        dialog.reject()

    answers.expect("export_dialog", look)
    press(trained, "export")
    assert seen == ["Export run 1 1"]


def test_a_deleted_run_is_gone(trained: Opened, answers: Answers) -> None:
    answers.expect("delete_runs_dialog", "Delete")
    press(trained, "delete")
    trained.until(lambda: trained.child(QLabel, "runs_words").isVisible())
    assert trained.training.runs.exists()
    assert not (trained.training.runs / "1").exists()
