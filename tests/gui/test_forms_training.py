"""The training settings, edited by keys and clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMenu, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.changes import AddBlock, SetTraining
from guinet.core.graph import BlockData, Node
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.session.events import Device
from guinet.ui import translate
from guinet.ui.forms.training import TrainingForm
from guinet.ui.theme import apply_theme


@pytest.fixture
def project() -> Project:
    return Project(REGISTRY)


@pytest.fixture
def form(qapp: QApplication, qtbot: QtBot, project: Project) -> TrainingForm:
    apply_theme(qapp, "dark")
    translate.install(qapp, "en")
    form = TrainingForm(project, REGISTRY)
    qtbot.addWidget(form)
    form.resize(330, 700)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    form.finish()
    return form


def line(form: TrainingForm, name: str) -> QLineEdit:
    return form.findChildren(QWidget, f"field_{name}")[0].findChildren(QLineEdit)[0]


def choices(form: TrainingForm, name: str) -> QComboBox:
    return form.findChildren(QWidget, f"field_{name}")[0].findChildren(QComboBox)[0]


def choose(qtbot: QtBot, box: QComboBox, text: str) -> None:
    """Walks to an entry by keys, as a person does."""
    box.setFocus()
    by = box.findText(text) - box.currentIndex()
    for _ in range(abs(by)):
        QTest.keyClick(box, Qt.Key.Key_Down if by > 0 else Qt.Key.Key_Up)
    assert box.currentText() == text


def test_defaults_are_shown_and_not_set(form: TrainingForm, project: Project) -> None:
    assert line(form, "epochs").placeholderText() == "20"
    assert line(form, "threads").placeholderText() == "automatic"
    assert choices(form, "optimizer").currentText() == "Adam"
    assert line(form, "lr").placeholderText() == "0.001"  # torch.optim.Adam's
    assert project.training == {}


def test_typing_epochs_is_one_step(form: TrainingForm, project: Project, qtbot: QtBot) -> None:
    line(form, "epochs").setFocus()
    QTest.keyClicks(line(form, "epochs"), "120")
    assert project.training == {"epochs": 120}
    assert len(project.history.labels) == 1
    project.undo()
    assert project.training == {}
    assert line(form, "epochs").text() == ""


def test_a_learning_rate_as_it_is_written_in_papers(form: TrainingForm, project: Project, qtbot: QtBot) -> None:
    QTest.keyClicks(line(form, "lr"), "3e-4")
    assert project.training == {"optimizer.lr": 3e-4}


@pytest.mark.parametrize(("name", "text"), [("epochs", "0"), ("seed", "-1"), ("lr", "fast")])
def test_a_setting_that_cannot_be_is_refused(
    form: TrainingForm, project: Project, qtbot: QtBot, name: str, text: str
) -> None:
    field = line(form, name)
    field.setFocus()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    words = form.findChildren(QLabel, f"refusal_{name}")[0]
    assert name in words.text()
    assert project.training == {}
    assert field.text() == ""


def test_another_optimiser_drops_the_arguments_of_the_old_one(
    form: TrainingForm, project: Project, qtbot: QtBot
) -> None:
    box = choices(form, "optimizer")
    assert [box.itemText(number) for number in range(4)] == ["Adam", "AdamW", "SGD", "RMSprop"]
    QTest.keyClicks(line(form, "lr"), "0.1")
    before = len(project.history.labels)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert project.training == {"optimizer": "torch.optim.AdamW"}
    assert len(project.history.labels) == before + 1
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert project.training == {"optimizer": "torch.optim.SGD"}
    assert line(form, "momentum").placeholderText() == "0"  # torch.optim.SGD's
    project.undo()
    project.undo()
    assert project.training == {"optimizer.lr": 0.1}
    assert box.currentText() == "Adam"
    assert line(form, "lr").text() == "0.1"


def test_devices_are_those_torch_reports(form: TrainingForm, project: Project, qtbot: QtBot) -> None:
    form.set_devices((Device("cpu", "CPU"), Device("cuda:0", "NVIDIA H100")))
    choose(qtbot, choices(form, "device"), "NVIDIA H100")
    assert project.training == {"device": "cuda:0"}


def test_a_device_of_another_machine_is_still_shown(form: TrainingForm, project: Project) -> None:
    project.run("Choose device", [SetTraining("device", "cuda:3")])
    assert choices(form, "device").currentIndex() == -1
    assert choices(form, "device").placeholderText() == "cuda:3"


def test_an_optimiser_of_a_later_version_is_still_shown(form: TrainingForm, project: Project) -> None:
    project.run("Choose optimiser", [SetTraining("optimizer", "torch.optim.Tomorrow")])
    assert choices(form, "optimizer").placeholderText() == "torch.optim.Tomorrow"
    assert not [field for field in form.findChildren(QWidget, "field_lr") if field.isVisible()]


def test_a_setting_can_be_taken_back(form: TrainingForm, project: Project, qtbot: QtBot) -> None:
    project.run("Set training", [SetTraining("epochs", 3)])
    QTest.mouseClick(form.findChildren(QWidget, "reset_epochs")[0], Qt.MouseButton.LeftButton)
    assert project.training == {}


def test_scrolling_over_a_list_leaves_it(form: TrainingForm, project: Project) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    box = choices(form, "optimizer")
    box.setFocus()
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, event)
    assert project.training == {}


def test_words_follow_the_language(form: TrainingForm, qapp: QApplication) -> None:
    titles = {label.text() for label in form.findChildren(QLabel)}
    assert "Training" in titles
    form.set_devices((Device("cpu", "CPU"),))
    translate.install(qapp, "zh_CN")
    translate.install(qapp, "en")
    assert {label.text() for label in form.findChildren(QLabel)} == titles


# The scheduler, gradients and groups


def test_no_scheduler_is_chosen_at_first(form: TrainingForm, project: Project) -> None:
    box = choices(form, "scheduler")

    titles = [box.itemText(number) for number in range(box.count())]

    assert box.currentText() == "None"
    assert titles[:3] == ["None", "StepLR", "MultiStepLR"]
    assert len(titles) == 16
    assert {"LambdaLR", "SequentialLR", "ChainedScheduler"} <= set(titles)


def test_a_scheduler_comes_with_what_it_must_be_given(form: TrainingForm, project: Project, qtbot: QtBot) -> None:
    choose(qtbot, choices(form, "scheduler"), "StepLR")

    assert project.training == {"scheduler": "torch.optim.lr_scheduler.StepLR", "scheduler.step_size": 10}
    assert line(form, "gamma").placeholderText() == "0.1"  # torch's
    line(form, "gamma").setFocus()
    QTest.keyClicks(line(form, "gamma"), "0.5")
    assert project.training["scheduler.gamma"] == 0.5
    choose(qtbot, choices(form, "scheduler"), "None")
    assert project.training == {}
    project.undo()
    assert choices(form, "scheduler").currentText() == "StepLR"
    assert project.training["scheduler.gamma"] == 0.5


def test_another_optimiser_leaves_the_scheduler(form: TrainingForm, project: Project, qtbot: QtBot) -> None:
    choose(qtbot, choices(form, "scheduler"), "StepLR")
    choose(qtbot, choices(form, "optimizer"), "AdamW")

    assert project.training["scheduler.step_size"] == 10


def test_limits_of_gradients(form: TrainingForm, project: Project, qtbot: QtBot) -> None:
    for name, text in {"accumulate": "4", "clip_norm": "1.5", "clip_value": "0.1"}.items():
        line(form, name).setFocus()
        QTest.keyClicks(line(form, name), text)

    assert project.training == {"accumulate": 4, "clip_norm": 1.5, "clip_value": 0.1}


def groups(form: TrainingForm) -> QPlainTextEdit:
    return form.findChildren(QPlainTextEdit, "parameter_groups")[0]


def test_groups_are_lines_and_one_step(form: TrainingForm, project: Project, qtbot: QtBot) -> None:
    groups(form).setFocus()

    for text in ("features.*.lr = 0.001", "head.frozen = true"):
        QTest.keyClicks(groups(form), text)
        QTest.keyClick(groups(form), Qt.Key.Key_Return)

    assert project.training == {"groups.features.*.lr": 0.001, "groups.head.frozen": True}
    assert project.history.labels == ("Set parameter groups",)
    project.undo()
    assert project.training == {}
    assert groups(form).toPlainText() == ""


def test_groups_of_a_file_are_shown_and_lines_taken_out(form: TrainingForm, project: Project) -> None:
    project.run("Set", [SetTraining("groups.*.bias.weight_decay", 0.0), SetTraining("groups.fc.betas", (0.8, 0.9))])

    assert groups(form).toPlainText().splitlines() == ["*.bias.weight_decay = 0.0", "fc.betas = 0.8, 0.9"]
    groups(form).setPlainText("fc.betas = 0.8, 0.9")
    assert project.training == {"groups.fc.betas": (0.8, 0.9)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fc.lr", "“fc.lr” is no group: write pattern.argument = value."),
        ("fc.speed = 1", "Adam has no argument “speed”"),
        ("fc.lr = fast", "lr"),
        ("fc.lr = -1", "lr is -1"),
    ],
)
def test_a_line_that_is_no_group_is_told_when_the_field_is_left(
    form: TrainingForm, project: Project, qtbot: QtBot, text: str, words: str
) -> None:
    groups(form).setFocus()
    QTest.keyClicks(groups(form), text)
    line(form, "epochs").setFocus()

    told = form.findChildren(QLabel, "refusal_groups")[0]
    assert told.isVisible()
    assert words in told.text()
    assert "groups.fc.speed" not in project.training


def test_a_group_is_chosen_from_the_layers_and_arguments_there_are(
    form: TrainingForm, project: Project, qtbot: QtBot
) -> None:
    """A learning rate of its own for a layer, and a block that is not trained, without a pattern written."""
    inside = BlockData("b", "Body", (Node("1", "torch.nn.Linear", "fc"), Node("2", "torch.nn.ReLU", "act")))
    project.run("Block", [AddBlock(inside)])
    for kind, name, x in (
        ("torch.nn.Linear", "head", 300.0),
        ("torch.nn.Flatten", "flat", 200.0),
        ("block.b", "body", 0.0),
    ):
        project.main.add(kind, name, (x, 0.0))
    button = form.findChildren(QPushButton, "add_group")[0]
    button.menu().aboutToShow.emit()
    layers = {menu.title(): menu for menu in button.menu().findChildren(QMenu)}

    def choose(path: str, argument: str) -> None:
        next(action for action in layers[path].actions() if action.text() == argument).trigger()

    assert list(layers) == ["body", "body.fc", "head"]
    choose("head", "lr")
    QTest.keyClicks(groups(form), "0.01")
    choose("body", "frozen")

    assert project.training == {"groups.head.*.lr": 0.01, "groups.body.*.frozen": True}
    assert groups(form).toPlainText().splitlines() == ["body.*.frozen = true", "head.*.lr = 0.01"]
