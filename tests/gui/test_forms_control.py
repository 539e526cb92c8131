"""A For in the inspector: how many rounds it makes is set there, or comes from a wire."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.changes import SetArgument
from guinet.core.controls import add_control
from guinet.core.graph import FOR_KIND, WHILE_KIND, BlockData
from guinet.core.project import MAIN, Project
from guinet.core.values import MISSING
from guinet.nodes.registry import REGISTRY
from guinet.ui import translate
from guinet.ui.panels.properties import PropertiesPanel
from guinet.ui.theme import apply_theme


@pytest.fixture
def project() -> Project:
    return Project(REGISTRY, [BlockData(MAIN, "Net")])


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot, project: Project) -> PropertiesPanel:
    apply_theme(qapp, "dark")
    translate.install(qapp, "en")
    panel = PropertiesPanel(project, REGISTRY)
    qtbot.addWidget(panel)
    panel.resize(330, 600)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def rounds(panel: PropertiesPanel) -> list[QLineEdit]:
    fields = [field for field in panel.findChildren(QWidget, "field_times") if field.isVisible()]
    return [field.findChildren(QLineEdit)[0] for field in fields]


def test_the_rounds_of_a_for_are_set_in_its_form(panel: PropertiesPanel, project: Project, qtbot: QtBot) -> None:
    graph = project.main
    loop, other = add_control(graph, FOR_KIND), add_control(graph, WHILE_KIND)
    panel.set_selection(MAIN, (loop.id,))
    qtbot.waitUntil(lambda: bool(rounds(panel)))
    [line] = rounds(panel)

    assert line.text() == "3"
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "5")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert graph.nodes[loop.id].arguments == {"times": 5}
    panel.set_selection(MAIN, (other.id,))
    qtbot.waitUntil(lambda: not rounds(panel))


def test_a_number_that_is_wired_in_is_said_to_be(panel: PropertiesPanel, project: Project, qtbot: QtBot) -> None:
    graph = project.main
    loop = add_control(graph, FOR_KIND)
    project.run("Unset", [SetArgument(MAIN, loop.id, "times", MISSING)])
    number = graph.add("torch.Tensor.dim", name="number")
    graph.connect(number["output"], loop["times"])
    panel.set_selection(MAIN, (loop.id,))
    qtbot.waitUntil(lambda: bool(rounds(panel)))

    assert rounds(panel)[0].placeholderText() == "from a wire"
