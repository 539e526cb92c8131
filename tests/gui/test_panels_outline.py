"""The outline and the project say the same, and a choice in either is the other's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from guinet.core import editing
from guinet.core.changes import AddBlock, SetBlock
from guinet.core.graph import BlockData, End, Node, Wire
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.nodes.registry import REGISTRY
from guinet.ui.panels.outline import OutlinePanel
from guinet.ui.theme import apply_theme


@pytest.fixture
def project() -> Project:
    project = Project(REGISTRY)
    project.main.add("torch.nn.Conv2d", name="conv")
    project.main.add("torch.nn.Linear", name="head")
    return project


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot, project: Project) -> OutlinePanel:
    apply_theme(qapp, "dark")
    panel = OutlinePanel(project, REGISTRY)
    qtbot.addWidget(panel)
    panel.resize(236, 400)
    panel.show()
    qtbot.waitUntil(lambda: tree(panel).topLevelItemCount() > 0)
    return panel


def tree(panel: OutlinePanel) -> QTreeWidget:
    return panel.findChildren(QTreeWidget, "outline_tree")[0]


def texts(panel: OutlinePanel) -> dict[str, list[str]]:
    QApplication.processEvents()
    found = [tree(panel).topLevelItem(number) for number in range(tree(panel).topLevelItemCount())]
    return {
        top.text(0): [each.text(0) for number in range(top.childCount()) if (each := top.child(number)) is not None]
        for top in found
        if top is not None
    }


def item(panel: OutlinePanel, text: str) -> QTreeWidgetItem:
    (found,) = tree(panel).findItems(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    return found


def test_it_follows_every_edit_and_its_undo(panel: OutlinePanel, project: Project) -> None:
    assert texts(panel) == {"Net": ["conv", "head"]}
    relu = project.main.add("torch.nn.ReLU", name="relu")
    assert texts(panel) == {"Net": ["conv", "head", "relu"]}
    editing.rename(project.main, relu.id, "act")
    assert texts(panel) == {"Net": ["conv", "head", "act"]}
    project.main.remove([project.main.node("conv")])
    assert texts(panel) == {"Net": ["head", "act"]}
    for _ in range(3):
        project.undo()
    assert sorted(texts(panel)["Net"]) == ["conv", "head"]


def test_many_at_once(panel: OutlinePanel, project: Project) -> None:
    conv = project.main.node("conv")
    for _ in range(7):
        editing.duplicate(project.main, list(project.main.nodes))
    assert conv.id in project.main.nodes
    assert len(texts(panel)["Net"]) == 2 * 2**7
    project.undo()
    assert len(texts(panel)["Net"]) == 2 * 2**6


def test_blocks_are_shown_with_what_is_inside(panel: OutlinePanel, project: Project) -> None:
    inside = Node("n1", "torch.nn.ReLU", "relu")
    project.run("Make block", [AddBlock(BlockData("b1", "Residual", (inside,)))])
    assert texts(panel) == {"Net": ["conv", "head"], "Residual": ["relu"]}
    item(panel, "Residual").setExpanded(False)
    project.run("Rename block", [SetBlock("b1", "Skip")])
    assert texts(panel) == {"Net": ["conv", "head"], "Skip": ["relu"]}
    assert not item(panel, "Skip").isExpanded()
    project.undo()
    project.undo()
    assert texts(panel) == {"Net": ["conv", "head"]}


def test_parameters_stand_behind_the_name(panel: OutlinePanel, project: Project) -> None:
    head = project.main.node("head").id
    panel.set_reports("main", {head: NodeReport(parameters=5130)}, ())
    assert texts(panel) == {"Net": ["conv", "head · 5\u2009130"]}
    editing.rename(project.main, head, "last")
    assert texts(panel) == {"Net": ["conv", "last · 5\u2009130"]}
    panel.set_reports("main", {head: NodeReport()}, ())
    assert texts(panel) == {"Net": ["conv", "last"]}


def test_a_click_selects_on_the_canvas(panel: OutlinePanel, project: Project, qtbot: QtBot) -> None:
    view = tree(panel)
    with qtbot.waitSignal(panel.selected) as selected:
        place = view.visualItemRect(item(panel, "head")).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert selected.args == ["main", (project.main.node("head").id,)]


def test_what_the_canvas_selects_is_marked_and_told_to_nobody(
    panel: OutlinePanel, project: Project, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(panel.selected):
        panel.set_selection("main", (project.main.node("conv").id,))
    assert [each.text(0) for each in tree(panel).selectedItems()] == ["conv"]
    editing.duplicate(project.main, list(project.main.nodes))
    project.run("Make block", [AddBlock(BlockData("b1", "Residual"))])
    QApplication.processEvents()
    assert [each.text(0) for each in tree(panel).selectedItems()] == ["conv"], "marked after the tree was made anew"


def test_what_is_opened_is_listed_along_the_wires(qapp: QApplication, qtbot: QtBot) -> None:
    """A file has its nodes in the order of their ids, which are drawn by lot."""
    nodes = [Node(id, "torch.nn.ReLU", name, {}, (x, 0.0)) for id, name, x in (("0", "c", 2.0), ("1", "a", 0.0))]
    nodes.append(Node("2", "torch.nn.ReLU", "b", {}, (1.0, 0.0)))
    wires = (Wire("w", End("1", "output"), End("2", "input")), Wire("v", End("2", "output"), End("0", "input")))
    panel = OutlinePanel(Project(REGISTRY, [BlockData("main", "Net", tuple(nodes), wires)]), REGISTRY)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: tree(panel).topLevelItemCount() > 0)
    assert texts(panel) == {"Net": ["a", "b", "c"]}
