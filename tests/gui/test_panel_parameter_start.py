"""Beginning with other weights in the window, those at hand, of a run, of a file; and rows dragged onto each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
import torch
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

import guinet
from guinet.core.changes import SetParts
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.nodes.loaded_values import loaded_file, loads, loads_partly
from guinet.session.commands import Study
from guinet.session.messages.parameters import ParametersListed, ParametersUnknown
from guinet.session.messages.runs import KeptRun, RunsListed
from guinet.session.messages.weights import KeepWeights, WeightsKept
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.train.weights import load_weights
from guinet.ui.panels.parameter_start import StartBar
from guinet.ui.panels.parameters import ParametersPanel

if TYPE_CHECKING:
    from tests.gui.conftest import Opened


@pytest.fixture
def project(tmp_path: Path) -> Project:
    path = tmp_path / "iris.guinet"
    path.write_bytes(example_path("iris-mlp").read_bytes())
    return load(path)


class Bar:
    def __init__(self, project: Project, qtbot: QtBot) -> None:
        self.bar = StartBar(project)
        self.asked: list[Study] = []
        self.bar.asks.connect(self.asked.append)
        qtbot.addWidget(self.bar)
        self.bar.show()

    def choose(self, text: str) -> None:
        """As the menu does when it opens."""
        self.bar.menu.aboutToShow.emit()
        next(action for action in self.bar.menu.actions() if action.text().startswith(text)).trigger()


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot, project: Project) -> Bar:
    return Bar(project, qtbot)


def test_the_weights_at_hand_are_asked_for_by_a_click(shown: Bar, qtbot: QtBot) -> None:
    bar = shown.bar
    assert not bar.start.isEnabled()
    for source, run, wanted in (("run", "3", KeepWeights(run="3")), ("training", "", KeepWeights(training=True))):
        bar.show_source(source, run)
        qtbot.mouseClick(bar.start, Qt.MouseButton.LeftButton)
        assert shown.asked[-1] == wanted
    assert bar.words.text() == "Copying the weights…"


def test_runs_and_files_are_offered(shown: Bar, monkeypatch: pytest.MonkeyPatch) -> None:
    bar = shown.bar
    shown.choose("No run has weights yet")
    assert not any(isinstance(study, KeepWeights) for study in shown.asked)

    runs = (
        KeptRun("2", "completed", 0.0, 3, 3, 21, best={"loss": 0.25}, has_best=True, has_last=True),
        KeptRun("1", "failed", 0.0, 1, 3, 7, has_best=True),
        KeptRun("0", "failed", 0.0, 0, 3, 0),
    )
    bar.receive(RunsListed(runs))
    shown.choose("Run 2, last weights (step 21)")
    assert shown.asked[-1] == KeepWeights(run="2", last=True)
    shown.choose("Run 1, best weights (loss –)")
    assert shown.asked[-1] == KeepWeights(run="1")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/data/net.pt", ""))
    shown.choose("From a file…")
    assert shown.asked[-1] == KeepWeights(path="/data/net.pt")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    count = len(shown.asked)
    shown.choose("From a file…")
    assert not any(isinstance(study, KeepWeights) for study in shown.asked[count:])


def test_what_could_be_taken_is_told_and_can_be_undone(shown: Bar, project: Project) -> None:
    missing = tuple(f"fc{number}.bias" for number in range(5))
    told = WeightsKept("a.safetensors", "00", "x.pt", 12, missing, 5, (("conv.weight", "3×3", "5×5"),), 1)

    shown.bar.receive(told)

    words = shown.bar.words.text()
    assert words.startswith("Kept in a.safetensors: 12 taken")
    assert "nothing there for 5: fc0.bias, fc1.bias, fc2.bias, …" in words
    assert "1 of another shape: conv.weight (3×3 → 5×5)" in words
    (rule,) = project.main.initialisers
    assert loads(rule)
    assert loads_partly(rule)
    project.undo()
    assert project.main.initialisers == ()
    shown.bar.receive(ParametersUnknown("KeepWeights", Problem("weights", "Save the project first.")))
    assert shown.bar.words.text() == "Save the project first."


def test_a_whole_file_takes_the_place_of_the_one_before(shown: Bar, project: Project) -> None:
    for file in ("a.safetensors", "b.safetensors"):
        shown.bar.receive(WeightsKept(file, "00", "1", 4))
    assert [loaded_file(rule) for rule in project.main.initialisers] == ["b.safetensors"]
    shown.bar.receive(WeightsKept("c.safetensors", "00", "1", 2, below="hidden"))
    assert [loaded_file(rule) for rule in project.main.initialisers] == ["b.safetensors", "c.safetensors"]


# In the window


def opened_panel(opened: Opened) -> ParametersPanel:
    opened.window.docks.show("parameters")
    opened.until(lambda: "parameters" in set(opened.window.panels))
    panel = cast(ParametersPanel, opened.window.panels["parameters"])
    opened.until(lambda: panel.tree.rows)
    return panel


def test_trained_weights_become_the_first_values_and_can_be_edited(
    show_window: Callable[..., Opened], project: Project
) -> None:
    assert project.path is not None
    run = guinet.train(project, epochs=1)
    opened = show_window(project.path)
    panel = opened_panel(opened)
    project = opened.document
    opened.until(lambda: panel.start.start.isEnabled())

    opened.qtbot.mouseClick(panel.start.start, Qt.MouseButton.LeftButton)

    opened.until(lambda: any(loads(rule) for rule in project.main.initialisers))
    opened.until(lambda: [e for e in opened.events if isinstance(e, ParametersListed)][-1].source == "first")
    assert panel.weights.currentIndex() == 1
    folder = project.path.with_suffix(".runs") / run.run if project.path is not None else Path()
    best = load_weights(folder / "best.safetensors").tensors
    built = guinet.build(project).state_dict()
    assert all(torch.equal(built[name], best[name]) for name in best)

    panel.view.pick("hidden.weight")
    opened.until(lambda: panel.detail.line.isVisible() and panel.detail.table.model.rowCount())
    typed(panel, 0, 0, "0.125")
    opened.until(lambda: len(project.main.initialisers) == 2)
    changed = guinet.build(project).state_dict()["hidden.weight"]
    assert changed[0, 0] == 0.125
    assert torch.equal(changed[1:], best["hidden.weight"][1:])


def typed(panel: ParametersPanel, row: int, column: int, text: str) -> None:
    """A double click on a cell, a number, Enter."""
    table = panel.detail.table.view
    at = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    editor = next(field for field in table.viewport().findChildren(QLineEdit) if field.isVisible())
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_a_number_typed_into_one_of_two_tied_tensors_is_in_both(show_window: Callable[..., Opened]) -> None:
    project = load(example_path("tied-embedding"))
    opened = show_window(project)
    panel = opened_panel(opened)
    model = panel.detail.table.model

    def cell(path: str) -> str:
        row = panel.detail.row
        return str(model.data(model.index(0, 0))) if row and row.path == path and model.rowCount() else ""

    click_row(panel, "embedding.weight")
    opened.until(lambda: cell("embedding.weight"))
    typed(panel, 0, 0, "42")
    opened.until(lambda: cell("embedding.weight") == "42")
    click_row(panel, "decoder.weight")
    opened.until(lambda: cell("decoder.weight") == "42")


def click_row(panel: ParametersPanel, path: str) -> None:
    at = panel.view.row_rect_center(path)
    panel.view.scrollTo(panel.view.indexAt(at))
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=panel.view.row_rect_center(path))


def test_a_row_dropped_onto_another_ties_them(show_window: Callable[..., Opened]) -> None:
    project = load(example_path("tied-embedding"))
    project.run("Untie", [SetParts("main", "ties", ())])
    opened = show_window(project)
    panel = opened_panel(opened)
    viewport, view = panel.view.viewport(), panel.view
    data = panel.tree.mimeData([panel.tree.find("decoder.weight")])
    given = (Qt.DropAction.LinkAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)

    enter = QDragEnterEvent(view.row_rect_center("decoder.weight"), *given)
    QApplication.sendEvent(viewport, enter)
    assert enter.isAccepted()
    at = view.row_rect_center("embedding.weight")
    move = QDragMoveEvent(at, *given)
    QApplication.sendEvent(viewport, move)
    assert move.isAccepted()
    QApplication.sendEvent(viewport, QDropEvent(QPointF(at), *given))

    decoder, embedding = (project.main.node(name).id for name in ("decoder", "embedding"))
    (tie,) = project.main.ties
    assert (tie.target, tie.source) == (decoder, embedding)
    opened.until(lambda: next(r for r in panel.tree.rows if r.path == "decoder.weight").tied == ("embedding.weight",))
