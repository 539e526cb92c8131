"""A loss in the inspector: weights of classes and label smoothing, by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.graph import BlockData
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.ui import translate
from guinet.ui.panels.properties import PropertiesPanel
from guinet.ui.theme import apply_theme


def test_class_weights_and_smoothing_are_typed_into_the_form(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "dark")
    translate.install(qapp, "en")
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    loss = project.main.add("torch.nn.CrossEntropyLoss", name="loss")
    panel = PropertiesPanel(project, REGISTRY)
    qtbot.addWidget(panel)
    panel.resize(330, 800)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    panel.set_selection(MAIN, (loss.id,))
    qtbot.waitUntil(lambda: bool(panel.findChildren(QWidget, "field_weight")))

    for name, text in (("weight", "0.2, 0.3, 0.5"), ("label_smoothing", "0.1")):
        line = panel.findChildren(QWidget, f"field_{name}")[0].findChildren(QLineEdit)[0]
        line.setFocus()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    assert project.main.nodes[loss.id].arguments == {"weight": (0.2, 0.3, 0.5), "label_smoothing": 0.1}

    line = panel.findChildren(QWidget, "field_label_smoothing")[0].findChildren(QLineEdit)[0]
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "7")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "at most 1" in panel.findChildren(QLabel, "refusal_label_smoothing")[0].text()
