"""The panel of parameters in the real window and by itself: looking, editing, tying, freezing."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from guinet.core.graph import Selects
from guinet.core.parameter_rows import Figures, Histogram, ParameterRow
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.session.commands import Study
from guinet.session.events import StudyEnded, TrainingStarted
from guinet.session.messages.arrays import packed
from guinet.session.messages.parameters import (
    FIRST,
    ListParameters,
    ParameterShown,
    ParametersListed,
    ParametersUnknown,
    ShowParameter,
)
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.ui.panels.enlarged import Enlarged
from guinet.ui.panels.parameter_tree import MIME, Entry
from guinet.ui.panels.parameters import ParametersPanel, pause
from guinet.ui.theme import apply_theme

if TYPE_CHECKING:
    from tests.gui.conftest import Opened


HISTOGRAM = 4
"""Its place among the tabs."""


def row(node: str, path: str, shape: tuple[int, ...] = (2, 3), **more: object) -> ParameterRow:
    name = path.rpartition(".")[2]
    made = ParameterRow(
        path,
        False,
        shape,
        "float32",
        6,
        24,
        "cpu",
        (("main", node),),
        name,
        (Selects.NODE, node, name),
        requires_grad=True,
        figures=Figures(norm=1.5, mean=0.25, std=0.5, minimum=-1, maximum=1, zeros=0),
    )
    return replace(made, **more)


@pytest.fixture
def project() -> Project:
    project = Project(REGISTRY)
    for name in ("a", "b"):
        project.main.add("torch.nn.Linear", name=name, in_features=3, out_features=2)
    return project


class Panel:
    """The panel with what it asked and told."""

    def __init__(self, project: Project, qtbot: QtBot) -> None:
        self.project, self.qtbot = project, qtbot
        self.panel = ParametersPanel(project)
        self.asked: list[Study] = []
        self.chosen: list[tuple[str, tuple[str, ...]]] = []
        self.panel.asks.connect(self.asked.append)
        self.panel.selected.connect(lambda block, nodes: self.chosen.append((block, nodes)))
        qtbot.addWidget(self.panel)
        self.panel.resize(420, 800)
        self.panel.show()
        qtbot.waitUntil(lambda: any(isinstance(study, ListParameters) for study in self.asked))
        self.a, self.b = (project.main.node(name).id for name in ("a", "b"))
        self.rows = [
            row(self.a, "a.weight"),
            row(self.a, "a.bias", (2,), frozen="a.*"),
            row(self.b, "b.weight"),
            row(self.b, "b.running_mean", (2,), buffer=True, rule=None),
        ]
        self.list()

    def list(self, **more: object) -> None:
        self.panel.receive(ParametersListed(1, tuple(self.rows), **more))  # type: ignore[arg-type]

    def show(self, path: str, values: np.ndarray[tuple[int, ...], np.dtype[np.float32]], step: int = 0) -> None:
        bars = Histogram(-1, 1, (1, 2, 3)) if np.isfinite(values).any() else None
        size = (values.shape[0], values.shape[1])
        told = ParameterShown(path, size, size, 0, 0, (), packed(values), bars, packed(values), step=step)
        self.panel.receive(told)

    def write(self, text: str) -> None:
        line = self.panel.detail.line
        line.setFocus()
        line.clear()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    @property
    def refusal(self) -> str:
        return self.panel.detail.refusal.text()


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot, project: Project) -> Panel:
    apply_theme(qapp, "dark")
    return Panel(project, qtbot)


def test_selecting_here_selects_the_node_and_the_other_way_round(shown: Panel) -> None:
    shown.panel.view.pick("b.weight")

    assert shown.chosen == [("main", (shown.b,))]
    assert shown.panel.detail.row is not None
    assert shown.panel.detail.row.path == "b.weight"
    assert cast(ShowParameter, shown.asked[-1]).path == "b.weight"
    shown.panel.set_selection("main", [shown.a])
    assert shown.panel.detail.row.path == "a.weight"
    assert {entry.path for entry in shown.panel.view.chosen} == {"a.weight", "a.bias"}
    assert len(shown.chosen) == 1


def test_cells_and_lines_set_values_and_undo_takes_them_back(shown: Panel, project: Project) -> None:
    shown.panel.view.pick("a.weight")
    shown.show("a.weight", np.zeros((2, 3), np.float32))
    model = shown.panel.detail.table.model

    model.setData(model.index(1, 2), "0.5")
    shown.write("weight[0, :2] += 1")

    rules = project.main.initialisers
    assert [(rule.target, rule.parameter, rule.function) for rule in rules] == [
        (shown.a, "weight", "set"),
        (shown.a, "weight", "add"),
    ]
    assert rules[0].arguments == {"index": "1, 2", "value": 0.5}
    assert rules[1].arguments == {"index": "0, :2", "value": 1}
    assert project.undo() == "Set values"
    assert project.main.initialisers == rules[:1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("weight[2, 0] = 1", "Index 2 is beyond dimension 0 of a.weight"),
        ("weight[0, 0, 0] = 1", "a.weight has 2 dimensions"),
        ("bias[0] = 1", "is not the parameter shown"),
        (
            "weight[0, :2] = [1, 2, 3]",
            "a.weight[0, :2] is 2, but the numbers given are 3: give one number, or as many.",
        ),
        ("weight[..., 0] += [1, 2, 3]", "a.weight[..., 0] is 2, but the numbers given are 3"),
        ("weight[1] = [[1, 2, 3], [4, 5, 6]]", "a.weight[1] is 3, but the numbers given are 2×3"),
        ("nonsense", "changes no values"),
    ],
)
def test_what_cannot_be_says_so_below_the_line(shown: Panel, project: Project, text: str, words: str) -> None:
    shown.panel.view.pick("a.weight")

    shown.write(text)

    assert words in shown.refusal
    assert project.main.initialisers == ()


def test_trained_weights_are_not_edited_but_the_first_values_are_a_click_away(shown: Panel) -> None:
    shown.list(source="run", run="3")
    shown.panel.view.pick("a.weight")
    shown.show("a.weight", np.zeros((2, 3), np.float32))
    model = shown.panel.detail.table.model

    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert shown.panel.detail.line.isHidden()
    shown.qtbot.mouseClick(shown.panel.detail.first, Qt.MouseButton.LeftButton)
    shown.qtbot.waitUntil(lambda: getattr(shown.asked[-1], "weights", "") == FIRST)


def drop(shown: Panel, path: str, onto: str) -> None:
    """What Qt does at the end of a drag."""
    tree = shown.panel.tree
    data = tree.mimeData([tree.find(path)])
    assert data.hasFormat(MIME)
    tree.dropMimeData(data, Qt.DropAction.LinkAction, -1, -1, tree.find(onto))


def test_dragging_one_onto_another_ties_them_and_the_menu_unties(shown: Panel, project: Project) -> None:
    drop(shown, "a.weight", "b.weight")

    (made,) = project.main.ties
    assert (made.target, made.parameter, made.source, made.source_parameter) == (shown.a, "weight", shown.b, "weight")
    shown.rows[0] = replace(shown.rows[0], tied=("b.weight",))
    shown.rows[2] = replace(shown.rows[2], tied=("a.weight",))
    shown.list()
    entry = shown.panel.tree.entry(shown.panel.tree.find("b.weight"))
    menu = shown.panel.view.menu_of(entry)
    untie = next(action for action in menu.actions() if action.text() == "Untie")
    untie.trigger()
    assert project.main.ties == ()
    assert not shown.refusal
    untie.trigger()
    assert "b.weight is one with a.weight because their layer is" in shown.refusal


def test_a_tie_that_cannot_be_is_refused_with_the_reason(shown: Panel, project: Project) -> None:
    drop(shown, "a.bias", "b.weight")

    assert "a.bias is 2 and b.weight is 2×3: only parameters of one shape can be one." in shown.refusal
    assert project.main.ties == ()
    tree = shown.panel.tree
    data = tree.mimeData([tree.find("a.weight")])
    action = Qt.DropAction.LinkAction
    assert not tree.canDropMimeData(data, action, -1, -1, tree.find("b.running_mean"))
    assert not tree.canDropMimeData(QMimeData(), action, -1, -1, tree.find("b.weight"))
    assert not tree.canDropMimeData(data, action, 0, 0, QModelIndex())


def test_the_menu_freezes_unfreezes_and_forgets(shown: Panel, project: Project) -> None:
    def choose(path: str, words: str) -> None:
        menu = shown.panel.view.menu_of(shown.panel.tree.entry(shown.panel.tree.find(path)))
        next(action for action in menu.actions() if action.text() == words).trigger()

    choose("b.weight", "Freeze")
    assert project.training == {"groups.b.weight.frozen": True}
    project.training.clear()
    project.training["groups.a.*.frozen"] = True
    choose("a.bias", "Unfreeze")
    assert project.training["groups.a.bias.frozen"] is False
    shown.panel.view.pick("a.weight")
    shown.write("weight[0] = 1")
    choose("a.weight", "Forget values set by hand")
    assert project.main.initialisers == ()


def test_the_menu_draws_a_parameter_anew(shown: Panel, project: Project) -> None:
    def offered(path: str) -> dict[str, QAction]:
        menu = shown.panel.view.menu_of(shown.panel.tree.entry(shown.panel.tree.find(path)))
        draws = next(action for action in menu.actions() if action.text() == "Draw anew with").menu()
        return {action.text(): action for action in cast(QMenu, draws).actions()}

    assert "xavier_uniform_" not in offered("a.bias")
    assert "dirac_" not in offered("a.weight")
    offered("a.weight")["constant_"].trigger()
    (rule,) = project.main.initialisers
    told = (rule.target, rule.parameter, rule.function, rule.arguments)
    assert told == (shown.a, "weight", "constant_", {"val": 0.0})
    assert project.undo() == "Add a rule for first values"


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("weight = [1, 2, 3]", True),
        ("weight[:, None] = [4, 5, 6]", True),
        ("weight[0, ::2] = [7, 8]", True),
        ("weight[:1] = [[1], [2]]", False),
        ("weight[[0, 1]] = [7]", True),
        ("weight[0, 0] = [[9]]", True),
    ],
)
def test_numbers_in_rows_are_taken_where_torch_stretches_them(
    shown: Panel, project: Project, text: str, taken: bool
) -> None:
    shown.panel.view.pick("a.weight")

    shown.write(text)

    assert bool(project.main.initialisers) is taken is not bool(shown.refusal)


def test_the_menu_of_a_module_draws_all_below_it(shown: Panel, project: Project) -> None:
    shown.rows[1] = replace(shown.rows[1], frozen="")
    shown.list(source="run", run="3")
    entry = next(each for each in entries(shown.panel.tree.index_of(None), shown) if each.path == "a")
    draws = next(each for each in shown.panel.view.menu_of(entry).actions() if each.text() == "Draw anew with")
    offered = {action.text(): action for action in cast(QMenu, draws.menu()).actions()}
    offered["xavier_uniform_"].trigger()
    assert [(rule.parameter, rule.function) for rule in project.main.initialisers] == [("weight", "xavier_uniform_")]
    project.undo()
    offered["zeros_"].trigger()
    assert [rule.parameter for rule in project.main.initialisers] == ["weight", "bias"]
    assert project.undo() == "Add a rule for first values"
    assert project.main.initialisers == ()
    assert shown.panel.weights.currentIndex() == 1
    assert "The run's weights stay as they are." in shown.panel.start.words.text()


def entries(above: QModelIndex, shown: Panel) -> list[Entry]:
    tree = shown.panel.tree
    return [tree.entry(tree.index(place, 0, above)) for place in range(tree.rowCount(above))]


def test_what_fits_a_pattern_is_found_and_frozen(shown: Panel, project: Project) -> None:
    view = shown.panel.view

    def found() -> list[str]:
        return [line.split("\t")[0] for line in view.table_text().splitlines()[1:]]

    def choose(words: str) -> None:
        menu = view.menu_of(shown.panel.tree.entry(shown.panel.tree.find("b.weight")))
        next(action for action in menu.actions() if action.text() == words).trigger()

    QTest.keyClicks(shown.panel.search, "B.wei")
    assert found() == ["b", "b.weight"]
    shown.panel.search.clear()
    assert len(found()) == 6
    QTest.keyClicks(shown.panel.search, "*.weight")
    assert found() == ["a", "a.weight", "b", "b.weight"]
    choose("Freeze all that fit *.weight")
    assert project.training == {"groups.*.weight.frozen": True}
    choose("Unfreeze all that fit *.weight")
    assert project.training == {}


def test_finding_sorting_and_copying(shown: Panel) -> None:
    view = shown.panel.view
    QTest.keyClicks(shown.panel.search, "bias")
    assert [line.split("\t")[0] for line in view.table_text().splitlines()[1:]] == ["a", "a.bias"]
    shown.panel.search.clear()
    view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    paths = [line.split("\t")[0] for line in view.table_text().splitlines()[1:]]
    assert paths == ["b", "b.weight", "b.running_mean", "a", "a.weight", "a.bias"]
    view.pick("a.bias")
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().splitlines()[1].startswith("a.bias\t2\t1.5\tfrozen")


def test_figures_that_change_leave_selection_and_tree_alone(shown: Panel) -> None:
    shown.panel.view.pick("b.weight")
    shown.rows = [replace(each, ratio=0.001) for each in shown.rows]

    shown.list(source="training", step=7)

    assert [entry.path for entry in shown.panel.view.chosen] == ["b.weight"]
    assert "b.weight\t2×3\t1.5\tyes\t0.001" in shown.panel.view.table_text()
    assert "step 7" in shown.panel.findChildren(QLabel, "parameter_state")[0].text()


def test_a_running_training_is_asked_again_and_its_histograms_are_kept(shown: Panel) -> None:
    shown.panel.receive(TrainingStarted("1", 1, 1, 1, "cpu", 1))
    shown.panel.view.pick("a.weight")
    before = len(shown.asked)
    for step in (1, 2, 3):
        shown.list(source="training", step=step)
        shown.show("a.weight", np.full((2, 3), step, np.float32), step)
        shown.panel.receive(StudyEnded(0))

    assert [step for step, _ in shown.panel.detail.over_time.looks] == [1, 2, 3]
    shown.qtbot.waitUntil(lambda: any(isinstance(study, ListParameters) for study in shown.asked[before:]))


def test_nothing_is_asked_while_it_is_hidden(shown: Panel) -> None:
    shown.panel.hide()
    before = len(shown.asked)

    shown.panel.receive(TrainingStarted("1", 1, 1, 1, "cpu", 1))
    QTest.qWait(150)

    assert len(shown.asked) == before
    shown.panel.show()
    shown.qtbot.waitUntil(lambda: len(shown.asked) > before)


def test_a_network_that_cannot_be_built_says_why(shown: Panel) -> None:
    shown.panel.receive(ParametersUnknown("ListParameters", Problem("x", "The layer is wired to nothing.")))

    words = shown.panel.findChildren(QLabel, "parameter_words")[0]
    assert words.isVisible()
    assert words.text() == "The layer is wired to nothing."
    shown.panel.receive(ParametersListed(1, ()))
    assert "no parameters" in words.text()


def test_nan_is_marked_and_shapes_that_are_odd_are_shown(shown: Panel) -> None:
    shown.rows[0] = replace(shown.rows[0], figures=Figures(odd=6))
    shown.list()
    shown.panel.view.pick("a.weight")
    shown.show("a.weight", np.full((2, 3), np.nan, np.float32))

    model = shown.panel.detail.table.model
    assert model.data(model.index(0, 0)) == "nan"
    assert "NaN" in shown.panel.detail.about.text()
    assert "\tNaN\t" in shown.panel.view.table_text()
    for picture in (shown.panel.detail.picture, shown.panel.detail.histogram):
        assert picture.words == "There is no finite number to be drawn here."
    shown.panel.grab()
    shown.show("a.weight", np.zeros((0, 3), np.float32))
    assert model.rowCount() == 0
    assert shown.panel.detail.histogram.words == "There are no numbers in it."
    shown.panel.grab()


def test_pictures_are_drawn_in_both_themes(qapp: QApplication, shown: Panel) -> None:
    shown.panel.view.pick("a.weight")
    shown.show("a.weight", np.arange(-3, 3, dtype=np.float32).reshape(2, 3), 1)
    detail = shown.panel.detail
    colors = set()
    for theme in ("dark", "light"):
        apply_theme(qapp, theme)
        detail.tabs.setCurrentWidget(detail.picture)
        shown.qtbot.waitUntil(lambda: not detail.picture.picture_rect().isEmpty())
        rect = detail.picture.picture_rect()
        image = detail.picture.grab().toImage()
        at = rect.topLeft() + (rect.bottomRight() - rect.topLeft()) * 0.1
        colors.add(image.pixelColor(at.toPoint()).name())
        assert detail.picture.place_at(at) == (0, 0)
        detail.tabs.setCurrentIndex(HISTOGRAM)
        detail.histogram.grab()
        QTest.mouseMove(detail.histogram, QPoint(5, 5))
    assert len(colors) == 2


def test_editing_a_weight_changes_the_tied_one(show_window: Callable[..., Opened]) -> None:
    project = load(example_path("tied-embedding"))
    opened = show_window(project)
    opened.window.docks.show("parameters")
    opened.until(lambda: "parameters" in set(opened.window.panels))
    panel = cast(ParametersPanel, opened.window.panels["parameters"])
    opened.until(lambda: panel.tree.rows)
    model = panel.detail.table.model

    def cell(path: str) -> str:
        if panel.detail.row is None or panel.detail.row.path != path or model.rowCount() == 0:
            return ""
        return str(model.data(model.index(0, 0)))

    panel.view.pick("embedding.weight")
    opened.until(lambda: cell("embedding.weight"))
    model.setData(model.index(0, 0), "42")
    opened.until(lambda: cell("embedding.weight") == "42")
    panel.view.pick("decoder.weight")
    opened.until(lambda: cell("decoder.weight") == "42")
    assert opened.window.canvas.selection == (project.main.node("decoder").id,)
    project.undo()
    opened.until(lambda: cell("decoder.weight") not in ("", "42"))
    embedding, decoder = (project.main.node(name).id for name in ("embedding", "decoder"))
    assert {(made.target, made.source) for made in project.main.ties} <= {(decoder, embedding), (embedding, decoder)}


def test_the_next_question_keeps_the_pace_and_gives_the_training_its_rest() -> None:
    now = time.monotonic()
    assert 0 <= pause(now - 0.04, 0.0) <= 60
    assert pause(now - 1.0, 0.0) == 0
    assert pause(now - 1.0, 0.25) == 250


def test_the_table_is_saved(shown: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: (str(path), ""))
    warned: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda parent, title, words: warned.append(words))
    menu = shown.panel.view.menu_of(None)
    save = next(action for action in menu.actions() if action.text() == "Save as CSV…")

    save.trigger()

    heads, *rows = list(csv.reader(path.with_suffix(".csv").read_text().splitlines()))
    assert heads[:3] == ["Parameter", "Shape", "Norm"]
    assert [row[0] for row in rows] == ["a", "a.weight", "a.bias", "b", "b.weight", "b.running_mean"]
    assert rows[1][1:4] == ["2×3", "1.5", "yes"]
    path = tmp_path / "missing" / "mine.csv"
    save.trigger()
    assert "mine.csv" in warned[0]


def test_a_plot_of_a_tab_is_enlarged_and_comes_back(shown: Panel) -> None:
    shown.panel.view.pick("a.weight")
    shown.show("a.weight", np.zeros((2, 3), np.float32))
    detail = shown.panel.detail
    detail.tabs.setCurrentIndex(HISTOGRAM)

    dialog = Enlarged(detail.histogram, "Histogram")
    shown.qtbot.addWidget(dialog)
    assert detail.histogram.window() is dialog
    dialog.reject()

    assert (detail.tabs.count(), detail.histogram.window()) == (6, shown.panel.window())
    shown.qtbot.waitUntil(detail.histogram.isVisible)
