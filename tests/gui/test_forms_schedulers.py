"""Schedulers made of others, and the preview of the learning rate, by keys and clicks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.changes import SetTraining
from guinet.core.graph import BlockData
from guinet.core.project import MAIN, Project
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY
from guinet.session.answers.learning_rates import answer
from guinet.session.messages.learning_rates import AskLearningRates, LearningRates
from guinet.session.studies import Desk
from guinet.ui import translate
from guinet.ui.forms.rate_curve import RateCurve
from guinet.ui.panels.properties import PropertiesPanel
from guinet.ui.theme import apply_theme

KIND = "torch.optim.lr_scheduler."


@pytest.fixture
def project() -> Project:
    """Iris in batches of 16: 105 training rows are 7 batches."""
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    project.main.add("guinet.data.iris", name="data", batch_size=16)
    return project


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot, project: Project) -> PropertiesPanel:
    """Questions are answered at once, as the torch side answers them."""
    apply_theme(qapp, "dark")
    translate.install(qapp, "en")
    panel = PropertiesPanel(project, REGISTRY)
    qtbot.addWidget(panel)
    panel.asks.connect(lambda study: answer(Desk(project, 0, None, None, {}, panel.receive), study))
    panel.resize(340, 900)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    panel._training_form.finish()
    return panel


def find(panel: QWidget, name: str) -> QWidget:
    return panel.findChildren(QWidget, name)[0]


def curve(panel: PropertiesPanel) -> RateCurve:
    return panel.findChildren(RateCurve)[0]


def set_training(project: Project, training: Mapping[str, Value]) -> None:
    project.run("Set", [SetTraining(key, value) for key, value in training.items()])


def card(panel: PropertiesPanel, place: int) -> QWidget:
    return find(panel, f"scheduler_part_{place}")


def cards(panel: PropertiesPanel) -> list[QFrame]:
    """Those that are seen; a new one is shown with the next event."""
    found = [each for each in panel.findChildren(QFrame) if each.objectName().startswith("scheduler_part_")]
    return [each for each in found if each.isVisible()]


def test_a_sequence_begins_with_a_warm_up_and_is_edited(panel: PropertiesPanel, project: Project, qtbot: QtBot) -> None:
    box = find(panel, "field_scheduler").findChildren(QComboBox)[0]
    box.setFocus()
    for _ in range(box.findText("SequentialLR") - box.currentIndex()):
        QTest.keyClick(box, Qt.Key.Key_Down)

    assert project.training["scheduler"] == KIND + "SequentialLR"
    assert repr(project.training["scheduler.milestones"]) == "(5,)"
    assert project.training["scheduler.1"] == KIND + "CosineAnnealingLR"
    qtbot.waitUntil(lambda: len(cards(panel)) == 2)

    line = card(panel, 0).findChildren(QWidget, "field_total_iters")[0].findChildren(QLineEdit)[0]
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "3")
    assert project.training["scheduler.0.total_iters"] == 3

    qtbot.mouseClick(panel.findChildren(QPushButton, "add_scheduler")[0], Qt.MouseButton.LeftButton)
    assert project.training["scheduler.2"] == KIND + "ExponentialLR"
    assert project.training["scheduler.2.gamma"] == 0.9
    milestones = project.training["scheduler.milestones"]
    assert milestones == (5, 15)

    qtbot.waitUntil(lambda: len(cards(panel)) == 3)
    kind = card(panel, 2).findChildren(QComboBox)[0]
    kind.setFocus()
    for _ in range(kind.findText("LambdaLR") - kind.currentIndex()):
        QTest.keyClick(kind, Qt.Key.Key_Down)
    assert kind.currentText() == "LambdaLR"
    assert project.training["scheduler.2.lr_lambda"] == "0.95 ** epoch"
    assert "scheduler.2.gamma" not in project.training

    qtbot.mouseClick(panel.findChildren(QToolButton, "remove_scheduler_0")[0], Qt.MouseButton.LeftButton)
    assert {key: value for key, value in project.training.items() if key.startswith("scheduler.")} == {
        "scheduler.milestones": (15,),
        "scheduler.0": KIND + "CosineAnnealingLR",
        "scheduler.0.T_max": 15,
        "scheduler.1": KIND + "LambdaLR",
        "scheduler.1.lr_lambda": "0.95 ** epoch",
    }
    project.undo()
    assert project.training["scheduler.0.total_iters"] == 3
    qtbot.waitUntil(lambda: len(cards(panel)) == 3)


def test_a_formula_that_is_none_is_refused_with_a_reason(
    panel: PropertiesPanel, project: Project, qtbot: QtBot
) -> None:
    set_training(project, {"scheduler": KIND + "LambdaLR", "scheduler.lr_lambda": "0.9 ** epoch"})
    line = find(panel, "field_lr_lambda").findChildren(QLineEdit)[0]
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "open('x')")
    QTest.keyClick(line, Qt.Key.Key_Return)

    assert "A formula has no “open”" in panel.findChildren(QLabel, "refusal_lr_lambda")[0].text()
    assert project.training["scheduler.lr_lambda"] == "0.9 ** epoch"


def test_the_curve_is_there_with_a_scheduler_and_tells_the_value_under_the_pointer(
    panel: PropertiesPanel, project: Project, qtbot: QtBot
) -> None:
    assert not curve(panel).isVisible()
    set_training(
        project,
        {
            "epochs": 4,
            "optimizer.lr": 0.1,
            "scheduler": KIND + "StepLR",
            "scheduler.step_size": 2,
            "scheduler.gamma": 0.5,
        },
    )
    qtbot.waitUntil(lambda: curve(panel).rate_at(0) == 0.1 if curve(panel)._curve.rates else False)
    panel.ensureWidgetVisible(curve(panel))

    assert curve(panel)._curve == LearningRates((0, 14), (0.1, 0.05), 28, 7, 4)
    right = QPoint(curve(panel).width() - 8, 50)
    QTest.mouseMove(curve(panel), QPoint(curve(panel).width() // 2 - 40, 50))
    QTest.mouseMove(curve(panel), right)
    qtbot.waitUntil(lambda: curve(panel).shown_words == "epoch 4 · 0.05")

    curve(panel).setFocus(Qt.FocusReason.TabFocusReason)
    assert curve(panel).shown_words == "epoch 1 · 0.1"
    QTest.keyClick(curve(panel), Qt.Key.Key_Right)
    QTest.keyClick(curve(panel), Qt.Key.Key_Right)
    assert curve(panel).shown_words == "epoch 3 · 0.05"


@pytest.mark.parametrize(
    ("training", "words"),
    [
        ({"scheduler": KIND + "ReduceLROnPlateau"}, "It steps down when the loss no longer improves"),
        ({"scheduler": KIND + "StepLR"}, "StepLR needs a value for step_size"),
        ({"scheduler": KIND + "LambdaLR", "scheduler.lr_lambda": "1 / epoch"}, "has no value in epoch 0"),
        ({"scheduler": KIND + "ConstantLR", "epochs": 0}, "epochs is 0, but must be at least 1"),
    ],
)
def test_what_cannot_be_drawn_is_said(
    panel: PropertiesPanel, project: Project, qtbot: QtBot, training: Mapping[str, Value], words: str
) -> None:
    set_training(project, training)

    label = panel.findChildren(QLabel, "rate_words")[0]
    qtbot.waitUntil(lambda: words in label.text())
    assert label.isVisible()


def test_without_data_it_is_drawn_by_epochs(panel: PropertiesPanel, project: Project, qtbot: QtBot) -> None:
    project.main.remove(list(project.main.nodes.values()))
    set_training(project, {"scheduler": KIND + "ExponentialLR", "scheduler.gamma": 0.5, "epochs": 3})

    qtbot.waitUntil(lambda: "there are no data yet" in panel.findChildren(QLabel, "rate_words")[0].text())
    assert curve(panel)._curve.rates == (0.001, 0.0005, 0.00025)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_it_can_be_painted(
    qapp: QApplication, panel: PropertiesPanel, project: Project, qtbot: QtBot, theme: str, tmp_path: Path
) -> None:
    apply_theme(qapp, "light" if theme == "light" else "dark")
    set_training(project, {"scheduler": KIND + "OneCycleLR", "scheduler.max_lr": 0.1})
    qtbot.waitUntil(lambda: len(curve(panel)._curve.rates) > 100)
    picture = curve(panel).grab().toImage()
    background = picture.pixelColor(picture.width() - 1, 0)

    assert any(
        picture.pixelColor(x, y) != background for x in range(60, picture.width()) for y in range(picture.height())
    )


def test_the_question_is_plain_data() -> None:
    assert AskLearningRates() == AskLearningRates(revision=0, runs=None)
