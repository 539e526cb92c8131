"""The form of a data source that reads a folder: the path, by a button or as text, with the rest beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.project import Project
from guinet.nodes.docs import Curve
from guinet.nodes.registry import REGISTRY
from guinet.session.messages.docs import AskCurve, NodeCurve
from guinet.ui.panels.docs import DocsPanel
from guinet.ui.panels.properties import PropertiesPanel
from guinet.ui.theme import apply_theme


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(REGISTRY)
    project.path = tmp_path / "net.guinet"
    project.main.add("guinet.data.images", name="pets")
    return project


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot, project: Project) -> PropertiesPanel:
    apply_theme(qapp, "dark")
    panel = PropertiesPanel(project, REGISTRY)
    qtbot.addWidget(panel)
    panel.resize(330, 700)
    panel.show()
    panel.set_selection(project.main.id, (project.main.node("pets").id,))
    qtbot.waitUntil(lambda: panel.findChild(QWidget, "field_path") is not None)
    return panel


def field(panel: PropertiesPanel, name: str) -> QWidget:
    found = panel.findChild(QWidget, f"field_{name}")
    assert isinstance(found, QWidget)
    return found


def test_a_folder_is_chosen_by_its_button_and_named_from_the_project(
    panel: PropertiesPanel, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pets").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "pets"))
    button = field(panel, "path").findChild(QToolButton, "browse")
    assert isinstance(button, QToolButton)
    assert button.accessibleName() == "Choose a folder…"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    node = project.main.node("pets")
    assert node.arguments == {"path": "pets"}
    project.undo()
    assert project.main.node("pets").arguments == {}


def test_batches_order_and_workers_are_in_the_form(panel: PropertiesPanel, project: Project) -> None:
    for name in ("size", "colour", "workers", "batch_size", "shuffle", "drop_last", "validation", "test", "split_seed"):
        assert field(panel, name).isVisible(), name
    line = field(panel, "size").findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "64 × 48")
    assert project.main.node("pets").arguments == {"size": (64, 48)}


def test_the_docs_ask_for_the_curve_of_the_nodes_own_arguments(
    qapp: QApplication, qtbot: QtBot, project: Project
) -> None:
    docs = DocsPanel(project, REGISTRY)
    qtbot.addWidget(docs)
    asked: list[AskCurve] = []
    docs.asks.connect(asked.append)
    node = project.main.add("torch.nn.LeakyReLU", name="leaky", negative_slope=0.3)
    docs.set_selection(project.main.id, (node.id,))
    qapp.processEvents()
    assert asked == []  # nobody sees it
    docs.resize(330, 900)
    docs.show()
    qtbot.waitUntil(lambda: bool(asked))
    assert asked[-1] == AskCurve(kind="torch.nn.LeakyReLU", arguments={"negative_slope": 0.3})
    before = docs.grab().toImage()
    values = tuple(0.3 * x if x < 0 else x for x in range(-6, 7))
    curve = Curve(-6, 6, values, tuple(0.3 if x < 0 else 1.0 for x in range(-6, 7)))
    docs.receive(NodeCurve("torch.nn.LeakyReLU", {"negative_slope": 0.3}, curve))
    qtbot.waitUntil(lambda: docs.grab().toImage() != before)
