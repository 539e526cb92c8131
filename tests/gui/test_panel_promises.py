"""What every panel promises: tables that sort and copy, long work that can be given up, pages no wider than others."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.session.events import StudyEnded
from guinet.session.messages.checkup import AskRangeTest
from guinet.session.messages.cost import AskProfile
from guinet.session.studies import Desk
from guinet.storage.files import load
from guinet.ui import study_bar, translate
from guinet.ui.panel_table import PANELS, RIGHT
from guinet.ui.panels.cost import CostPanel
from guinet.ui.panels.doctor import DoctorPanel
from guinet.ui.panels.outline import OutlinePanel
from guinet.ui.panels.palette import PalettePanel
from guinet.ui.panels.properties import PropertiesPanel
from guinet.ui.panels.tables import Cells, Table

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]
LEFT, NONE, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panels(qtbot: QtBot, qapp: QApplication, iris: Path) -> dict[str, QWidget]:
    """All there are, on a project, none of them asked for anything yet."""
    project = load(iris)
    made = {row.name: row.make(import_module(row.module), project) for row in PANELS}
    for panel in made.values():
        qtbot.addWidget(panel)
    return made


# Tables


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    table = Table("example")
    qtbot.addWidget(table)
    table.setHeaderLabels(["Name", "Size"])
    with table.refilling():
        for name, size in (("b", 2048.0), ("a", 0.123456789), ("c", 10.0)):
            table.addTopLevelItem(Cells([name, f"{size:.3g}"], {1: size}))
        table.addTopLevelItem(Cells(["d", ""]))
    table.resize(300, 200)
    table.show()
    return table


def names(table: Table) -> list[str]:
    return [row.text(0) for row in table.rows()]


def test_a_click_on_a_heading_sorts_and_another_turns_it_round(table: Table, qtbot: QtBot) -> None:
    assert names(table) == ["b", "a", "c", "d"]
    header = table.header()
    for column, expected in ((0, ["a", "b", "c", "d"]), (1, ["d", "a", "c", "b"])):
        spot = QPoint(header.sectionViewportPosition(column) + 10, 5)
        found = set()
        for _ in range(2):
            qtbot.mouseClick(header.viewport(), LEFT, NONE, spot)
            found.add("".join(names(table)))
        assert found == {"".join(expected), "".join(expected[::-1])}


def test_ctrl_c_copies_what_is_selected_or_all_with_the_headings(table: Table, qtbot: QtBot) -> None:
    qtbot.keyClick(table, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "Name\tSize\nb\t2048\na\t0.123456789\nc\t10\nd\t"
    for number, row in enumerate(table.rows()[1:3]):
        spot = table.visualItemRect(row).center()
        qtbot.mouseClick(table.viewport(), LEFT, CTRL if number else NONE, spot)
    qtbot.keyClick(table, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "Name\tSize\na\t0.123456789\nc\t10"


def test_all_rows_are_saved_as_csv(table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table.rows()[0].setText(0, 'b, "quoted"')
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out"), ""))
    table.save_action.trigger()
    assert (tmp_path / "out.csv").read_text().splitlines()[:2] == ["Name,Size", '"b, ""quoted""",2048']
    told: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "gone" / "out.csv"), ""))
    monkeypatch.setattr(QMessageBox, "warning", lambda _parent, _title, words: told.append(words))
    table.save_action.trigger()
    assert "could not be saved" in told[0]


def test_every_table_of_a_panel_sorts_and_copies_alike(panels: dict[str, QWidget]) -> None:
    found = 0
    for name, panel in panels.items():
        for tree in panel.findChildren(QTreeWidget):
            if not tree.isHeaderHidden() and not isinstance(panel, PalettePanel | OutlinePanel):
                assert isinstance(tree, Table), f"{name}: {tree.objectName()}"
                assert tree.isSortingEnabled()
                found += 1
    assert found >= 5


# Widths


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_page_on_the_right_needs_more_width_than_the_form(
    panels: dict[str, QWidget], qapp: QApplication, language: str
) -> None:
    translate.install(qapp, language)
    try:
        form = panels["properties"].minimumWidth()
        for row in PANELS:
            if row.area == RIGHT:
                panels[row.name].show()
                QApplication.processEvents()
                assert panels[row.name].minimumSizeHint().width() <= form, row.name
            else:
                assert panels[row.name].minimumSizeHint().width() <= 2 * form, row.name
    finally:
        translate.install(qapp, "en")


# Problems below a form


def test_a_problem_that_comes_while_one_types_moves_no_field(qtbot: QtBot) -> None:
    project = Project(REGISTRY)
    conv = project.main.add("torch.nn.Conv2d", "conv", out_channels=8, kernel_size=3)
    panel = PropertiesPanel(project, REGISTRY)
    qtbot.addWidget(panel)
    panel.resize(330, 420)
    panel.show()
    panel.set_selection("main", (conv.id,))
    qtbot.waitUntil(lambda: bool(panel.findChildren(QWidget, "field_groups")))
    (field,) = panel.findChildren(QWidget, "field_out_channels")
    (line,) = field.findChildren(QLineEdit)
    qtbot.mouseClick(line, LEFT)
    QApplication.processEvents()
    before = field.mapTo(panel, QPoint(0, 0))
    problem = Problem("p", "The groups do not fit the channels.", block="main", node=conv.id, argument="groups")
    panel.set_problems((problem,))
    QApplication.processEvents()
    (label,) = (each for each in panel.findChildren(QLabel) if each.text() == problem.message and each.isVisible())
    assert panel.rect().contains(label.mapTo(panel, label.rect().center()))
    assert field.mapTo(panel, QPoint(0, 0)) == before
    # In sight too where the form is scrolled to its end.
    panel.verticalScrollBar().setValue(panel.verticalScrollBar().maximum())
    assert panel.rect().contains(label.mapTo(panel, label.rect().center()))
    panel.set_problems(())
    assert not label.isVisible()
    assert panel.viewport().height() == panel.height()


# Long work


def test_what_a_panel_waits_for_long_is_said_and_given_up(
    show_window: ShowWindow, iris: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(desk: Desk, study: object) -> None:
        while not desk.stopping():
            time.sleep(0.005)

    monkeypatch.setattr("guinet.session.answers.checkup.tell_range", endless)
    monkeypatch.setattr("guinet.session.answers.checkup.tell_checkup", lambda desk, study: None)
    monkeypatch.setattr(study_bar, "SLOW_MS", 0)
    opened = show_window(iris).ready()
    opened.window.docks.show("doctor")
    opened.until(lambda: "doctor" in opened.window.panels)
    run = opened.child(QPushButton, "run_range_test")
    opened.qtbot.mouseClick(run, LEFT)
    bar, cancel = opened.child(QWidget, "study_bar"), opened.child(QToolButton, "study_cancel")
    opened.until(bar.isVisible)
    assert opened.child(QLabel, "study_words").text().startswith("working for 0:0")
    nodes = opened.child(QLabel, "status_size")
    opened.until(lambda: bar.mapTo(opened.window, bar.rect().topRight()).x() < nodes.mapTo(opened.window, QPoint()).x())
    assert not run.isEnabled()
    opened.qtbot.mouseClick(cancel, LEFT)
    opened.until(lambda: not bar.isVisible())
    opened.until(run.isEnabled)


def test_of_what_can_be_counted_the_time_left_is_said(
    show_window: ShowWindow, iris: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_done(desk: Desk, study: object) -> None:
        desk.done(0.5)
        while not desk.stopping():
            time.sleep(0.005)

    monkeypatch.setattr("guinet.session.answers.checkup.tell_range", half_done)
    monkeypatch.setattr("guinet.session.answers.checkup.tell_checkup", lambda desk, study: None)
    monkeypatch.setattr(study_bar, "SLOW_MS", 0)
    opened = show_window(iris).ready()
    opened.window.docks.show("doctor")
    opened.until(lambda: "doctor" in opened.window.panels)
    opened.qtbot.mouseClick(opened.child(QPushButton, "run_range_test"), LEFT)
    progress = opened.child(QProgressBar, "study_progress")
    opened.until(lambda: progress.isVisible() and progress.value() == 50)
    assert progress.maximum() == 100
    opened.until(lambda: opened.child(QLabel, "study_words").text().endswith(" left"))
    opened.qtbot.mouseClick(opened.child(QToolButton, "study_cancel"), LEFT)
    opened.until(lambda: not progress.isVisible())
    assert progress.maximum() == 0, "of the next one nothing is known yet"


def test_a_panel_waits_no_longer_for_what_was_given_up(panels: dict[str, QWidget], qtbot: QtBot) -> None:
    cost, doctor = panels["cost"], panels["doctor"]
    assert isinstance(cost, CostPanel)
    assert isinstance(doctor, DoctorPanel)
    asked: list[object] = []
    cost.asks.connect(asked.append)
    doctor.asks.connect(asked.append)
    cost._ask_profile()
    assert AskProfile() in asked
    notes = cost.findChild(QLabel, "cost_notes")
    assert isinstance(notes, QLabel)
    assert notes.text() == "Profiling a step…"
    cost.receive(StudyEnded(0, "AskProfile"))
    assert notes.text() == ""

    (run,) = doctor.findChildren(QPushButton, "run_range_test")
    QTest.mouseClick(run, LEFT)
    assert AskRangeTest() in asked
    assert not run.isEnabled()
    doctor.receive(StudyEnded(0, "AskRangeTest"))
    assert run.isEnabled()
    doctor.receive(StudyEnded(0, "AskCheckup"))
    state = doctor.findChild(QLabel, "doctor_state")
    assert isinstance(state, QLabel)
    assert state.text() == "This was given up before it had ended: press “Look again”."
