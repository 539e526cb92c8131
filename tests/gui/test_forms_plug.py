"""The small plug beside an argument: its value comes from a wire instead, and is written here again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.core.graph import Node
from guinet.core.project import Project
from guinet.core.values import Wired
from guinet.nodes.registry import REGISTRY
from guinet.ui import translate
from guinet.ui.forms.plug import PlugButton
from guinet.ui.panels.properties import PropertiesPanel
from guinet.ui.theme import apply_theme


@pytest.fixture
def project() -> Project:
    return Project(REGISTRY)


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


def select(panel: PropertiesPanel, *nodes: Node) -> None:
    panel.set_selection("main", tuple(node.id for node in nodes))
    QApplication.processEvents()


def plug(panel: PropertiesPanel, name: str) -> PlugButton:
    (found,) = (each for each in panel.findChildren(PlugButton, f"plug_{name}") if each.isVisible())
    return found


def test_a_click_gives_the_argument_a_port_and_another_takes_it_back(panel: PropertiesPanel, project: Project) -> None:
    flat = project.main.add("torch.Tensor.reshape", "flat", shape=(-1, 24))
    rows = project.main.add("torch.Tensor.size", "rows", dim=0)
    select(panel, flat)
    button = plug(panel, "shape")
    assert not button.isChecked()
    assert button.toolTip() == "Take it from a wire"

    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert project.main.nodes[flat.id].arguments == {"shape": Wired("shape")}
    project.main.connect(rows["output"], flat["shape"])
    button = plug(panel, "shape")
    assert button.isChecked()
    assert button.accessibleName() == "shape: Write it here, instead of a wire"

    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert project.main.nodes[flat.id].arguments == {}
    assert project.main.incoming(flat.id, "shape") == []
    assert not plug(panel, "shape").isChecked()
    project.undo()
    assert len(project.main.incoming(flat.id, "shape")) == 1


def test_the_keyboard_reaches_it(panel: PropertiesPanel, project: Project) -> None:
    product = project.main.add("torch.addmm", "product")
    select(panel, product)
    plug(panel, "beta").setFocus()

    QTest.keyClick(plug(panel, "beta"), Qt.Key.Key_Space)
    assert project.main.nodes[product.id].arguments == {"beta": Wired("beta")}
    assert plug(panel, "beta").focusPolicy() & Qt.FocusPolicy.TabFocus


def test_several_nodes_are_one_step(panel: PropertiesPanel, project: Project) -> None:
    nodes = [project.main.add("torch.addmm", name) for name in ("one", "two")]
    select(panel, *nodes)

    QTest.mouseClick(plug(panel, "alpha"), Qt.MouseButton.LeftButton)
    assert [project.main.nodes[node.id].arguments for node in nodes] == [{"alpha": Wired("alpha")}] * 2
    project.undo()
    assert [project.main.nodes[node.id].arguments for node in nodes] == [{}, {}]


def test_what_a_constructor_takes_has_none(panel: PropertiesPanel, project: Project) -> None:
    select(panel, project.main.add("torch.nn.Linear", "layer", out_features=2))

    assert not [each for each in panel.findChildren(PlugButton) if each.isVisible()]
