"""The history panel goes back and forward by clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget
from pytestqt.qtbot import QtBot

from guinet.core import editing
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui import translate
from guinet.ui.panels.history import HistoryPanel
from guinet.ui.theme import apply_theme


@pytest.fixture
def project() -> Project:
    project = Project(REGISTRY)
    node = project.main.add("torch.nn.Linear", name="head")
    editing.rename(project.main, node.id, "first")
    project.main.set(node, out_features=10)
    return project


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot, project: Project) -> HistoryPanel:
    apply_theme(qapp, "dark")
    translate.install(qapp, "en")
    panel = HistoryPanel(project)
    qtbot.addWidget(panel)
    panel.resize(400, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def rows(panel: HistoryPanel) -> tuple[list[str], int]:
    QApplication.processEvents()
    view = panel.findChildren(QListWidget, "history_list")[0]
    return [view.item(number).text() for number in range(view.count())], view.currentRow()


def click(panel: HistoryPanel, qtbot: QtBot, row: int) -> None:
    view = panel.findChildren(QListWidget, "history_list")[0]
    place = view.visualItemRect(view.item(row)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_steps_are_named_oldest_first(panel: HistoryPanel) -> None:
    assert rows(panel) == (["As opened", "Add node", "Rename", "Set argument"], 3)


def test_a_click_goes_back_and_forward(panel: HistoryPanel, project: Project, qtbot: QtBot) -> None:
    click(panel, qtbot, 1)
    assert [node.name for node in project.main.nodes.values()] == ["head"]
    assert rows(panel) == (["As opened", "Add node", "Rename", "Set argument"], 1)
    click(panel, qtbot, 0)
    assert not project.main.nodes
    click(panel, qtbot, 3)
    (node,) = project.main.nodes.values()
    assert (node.name, dict(node.arguments)) == ("first", {"out_features": 10})
    assert rows(panel)[1] == 3


def test_an_edit_after_going_back_drops_what_was_undone(panel: HistoryPanel, project: Project, qtbot: QtBot) -> None:
    click(panel, qtbot, 1)
    project.main.add("torch.nn.ReLU")
    assert rows(panel) == (["As opened", "Add node", "Add node"], 2)


def test_undone_steps_look_different(panel: HistoryPanel, project: Project) -> None:
    project.undo()
    rows(panel)
    view = panel.findChildren(QListWidget, "history_list")[0]
    assert view.item(3).foreground().color() != view.item(2).foreground().color()
    project.redo()
    rows(panel)
    assert view.item(3).foreground().color() == view.item(2).foreground().color()


def test_a_long_history_shows_its_end(panel: HistoryPanel, project: Project, qtbot: QtBot) -> None:
    for number in range(520):
        project.main.set(project.main.node("first"), out_features=number + 11)
    texts, current = rows(panel)
    assert texts[0] == "23 earlier steps"  # 3 + 520 steps, of which 500 are listed
    assert (len(texts), current) == (501, 500)
    click(panel, qtbot, 499)
    assert project.main.node("first").arguments["out_features"] == 529
