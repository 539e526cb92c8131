"""The text that print shows, below the form of what is selected: asked for when seen, and to be copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.session.commands import Study
from guinet.session.messages.printed import AskPrinted, Printed
from guinet.ui.panels.properties import PropertiesPanel
from guinet.ui.theme import apply_theme

FC = "Linear(in_features=4, out_features=8, bias=True)"


class Asked:
    def __init__(self, panel: PropertiesPanel) -> None:
        self.panel = panel
        self.studies: list[AskPrinted] = []
        panel.asks.connect(self._note)

    def _note(self, study: Study) -> None:
        if isinstance(study, AskPrinted):
            self.studies.append(study)
            self.panel.receive(Printed(study.block, study.node, FC if study.node else f"Net(\n  (fc): {FC}\n)"))

    def text(self) -> QPlainTextEdit:
        found = self.panel.findChild(QPlainTextEdit, "printed_text")
        assert isinstance(found, QPlainTextEdit)
        return found


@pytest.fixture
def project() -> Project:
    project = Project(REGISTRY)
    project.main.add("torch.nn.Linear", name="fc", in_features=4, out_features=8)
    project.main.add("torch.add", name="sum")
    return project


@pytest.fixture
def asked(qapp: QApplication, qtbot: QtBot, project: Project) -> Asked:
    apply_theme(qapp, "dark")
    panel = PropertiesPanel(project, REGISTRY)
    qtbot.addWidget(panel)
    panel.resize(344, 1600)
    found = Asked(panel)
    panel.show()
    return found


def test_of_the_network_and_of_a_layer(qtbot: QtBot, project: Project, asked: Asked) -> None:
    qtbot.waitUntil(lambda: asked.text().toPlainText() == f"Net(\n  (fc): {FC}\n)")

    asked.panel.set_selection(MAIN, (project.main.node("fc").id,))

    qtbot.waitUntil(lambda: asked.text().toPlainText() == FC)
    assert asked.text().isVisible()


def test_a_sum_prints_nothing(qtbot: QtBot, project: Project, asked: Asked) -> None:
    qtbot.waitUntil(lambda: asked.text().isVisible())

    asked.panel.set_selection(MAIN, (project.main.node("sum").id,))

    qtbot.waitUntil(lambda: not asked.text().isVisible())
    assert {each.node for each in asked.studies} == {""}


def test_after_an_edit_it_is_asked_again(qtbot: QtBot, project: Project, asked: Asked) -> None:
    qtbot.waitUntil(lambda: len(asked.studies) == 1)

    project.main.set(project.main.node("fc"), out_features=9)

    qtbot.waitUntil(lambda: len(asked.studies) == 2)


def test_it_can_be_selected_and_copied_but_not_written(qtbot: QtBot, asked: Asked) -> None:
    qtbot.waitUntil(lambda: asked.text().isVisible())
    text = asked.text()
    before = text.toPlainText()
    QApplication.clipboard().setText("")
    text.setFocus()

    QTest.keyClicks(text, "x")
    QTest.keySequence(text, "Ctrl+A")
    QTest.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert text.toPlainText() == before
    assert QApplication.clipboard().text() == before
