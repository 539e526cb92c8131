"""The lessons panel: its ticks turn on as the graph becomes right, it shows how, and remembers."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from guinet.core import editing, probed
from guinet.core.graph import Block
from guinet.core.lessons import begin, lessons, show_step
from guinet.core.probed import NodeValue, TensorValue
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.core.values import TensorSpec
from guinet.nodes.registry import REGISTRY
from guinet.ui import translate
from guinet.ui.lesson_progress import FILE, Progress, load_progress
from guinet.ui.panels.lesson_page import LessonPage, Mark, StepCard
from guinet.ui.panels.lesson_words import check_text, rich
from guinet.ui.panels.lessons import LessonsPanel
from guinet.ui.settings import settings_path
from guinet.ui.theme import apply_theme


@pytest.fixture
def project() -> Project:
    return Project(REGISTRY)


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot, project: Project) -> LessonsPanel:
    apply_theme(qapp, "dark")
    translate.install(qapp, "en")
    return opened(qtbot, project)


def opened(qtbot: QtBot, project: Project) -> LessonsPanel:
    panel = LessonsPanel(project)
    qtbot.addWidget(panel)
    panel.resize(300, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def page(panel: LessonsPanel) -> LessonPage:
    (found,) = [page for page in panel.findChildren(LessonPage) if page.isVisible()]
    return found


def press(where: QWidget, name: str) -> None:
    """Presses the button of this name with the mouse."""
    buttons = [button for button in where.findChildren(QPushButton, name) if button.isVisible()]
    assert len(buttons) == 1, f"there are {len(buttons)} buttons {name}"
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def ticks(panel: LessonsPanel) -> list[bool]:
    QApplication.processEvents()
    return [card.mark.done for card in page(panel).cards]


def words(where: QWidget, name: str = "") -> str:
    labels = where.findChildren(QLabel, name) if name else where.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def tensor(text: str, shape: tuple[int, ...], dtype: str = "int64") -> NodeValue:
    strides = tuple(range(len(shape), 0, -1))
    value = TensorValue(shape, dtype, "cpu", strides, 0, True, False, True, "", text)
    return NodeValue(probed.Progress.DONE, outputs={"output": value})


def add_a(block: Block) -> str:
    return block.add("torch.tensor", name="a", data=(1, 2, 3)).id


def test_the_list_names_the_lessons_and_opens_one(panel: LessonsPanel) -> None:
    assert "Broadcasting" in words(panel)
    assert "7 steps" in words(panel) or "7 step(s)" in words(panel)
    press(panel, "lesson_broadcasting")
    assert panel.current == "broadcasting"
    assert "copies nothing" in words(page(panel))
    press(panel, "lesson_back")
    assert panel.current == ""


def test_the_list_is_walked_with_the_keyboard(panel: LessonsPanel) -> None:
    panel.activateWindow()
    first, second = (panel.findChildren(QPushButton, f"lesson_{name}")[0] for name in ("tensors", "broadcasting"))
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    QTest.keyClick(second, Qt.Key.Key_Space)
    assert panel.current == "broadcasting"


def test_ticks_turn_on_as_the_graph_becomes_right(panel: LessonsPanel, project: Project) -> None:
    panel.open_lesson("broadcasting")
    a = add_a(project.main)
    assert not any(ticks(panel))
    panel.set_reports("main", {a: NodeReport({"output": TensorSpec((3,), "int64")})}, ())
    assert not any(ticks(panel))
    panel.set_values({a: tensor("tensor([1, 2, 3])", (3,))})
    assert ticks(panel) == [True] + 7 * [False]
    project.undo()
    panel.set_reports("main", {}, (a,))
    panel.set_values({})
    assert ticks(panel)[0], "what was done stays done"


def test_each_condition_of_the_step_has_a_tick_of_its_own(panel: LessonsPanel, project: Project) -> None:
    panel.open_lesson("broadcasting")
    a = add_a(project.main)
    panel.set_reports("main", {a: NodeReport({"output": TensorSpec((3,), "int64")})}, ())
    QApplication.processEvents()
    card = page(panel).cards[0]
    assert [mark.done for mark in card.findChildren(Mark) if mark is not card.mark] == [True, False]
    assert "a is 3 int64" in words(card)
    assert "a shows tensor([1, 2, 3])" in words(card)


def test_the_hint_is_told_when_asked_for(panel: LessonsPanel) -> None:
    panel.open_lesson("tensors")
    card: StepCard = page(panel).cards[0]
    assert words(card, "lesson_hint") == ""
    press(card, "lesson_hint_button")
    assert "Double-click the canvas" in words(card, "lesson_hint")
    press(card, "lesson_hint_button")
    assert words(card, "lesson_hint") == ""


def test_only_the_step_at_hand_is_open(panel: LessonsPanel) -> None:
    panel.open_lesson("tensors")
    assert len([button for button in panel.findChildren(QPushButton, "lesson_show_button") if button.isVisible()]) == 1


def test_show_me_does_the_step_as_one_undo_step(panel: LessonsPanel, project: Project) -> None:
    panel.open_lesson("tensors")
    press(page(panel).cards[0], "lesson_show_button")
    node = project.main.node("x")
    assert (node.kind, dict(node.arguments)) == ("torch.zeros", {"size": (3, 2)})
    assert project.history.labels == ("Show me",)
    text = "tensor([[0., 0.],\n        [0., 0.],\n        [0., 0.]])"
    panel.set_values({node.id: tensor(text, (3, 2), "float32")})
    assert ticks(panel)[:2] == [True, False]
    project.undo()
    assert not project.main.nodes


def test_show_me_tells_what_stands_in_the_way(panel: LessonsPanel, project: Project) -> None:
    project.main.add("torch.nn.ReLU", name="x")
    panel.open_lesson("tensors")
    press(page(panel).cards[0], "lesson_show_button")
    assert "named x already" in words(page(panel), "lesson_trouble")
    assert len(project.main.nodes) == 1


def finish_mlp(panel: LessonsPanel, project: Project) -> None:
    """Shows every step of the MLP, with the reports that torch would give."""
    panel.open_lesson("mlp")
    for number in range(6):
        press(page(panel).cards[number], "lesson_show_button")
        shapes = {"guinet.Input": 20, "torch.nn.ReLU": 256, "guinet.Output": 10}
        reports = {}
        for node in project.main.nodes.values():
            width = node.arguments.get("out_features") or shapes[node.kind]
            assert isinstance(width, int)
            parameters = {256: 20 * 256 + 256, 10: 256 * 10 + 10}[width] if node.kind == "torch.nn.Linear" else 0
            reports[node.id] = NodeReport({"output": TensorSpec(("N", width))}, parameters=parameters)
        panel.set_reports("main", reports, ())
        QApplication.processEvents()


def test_a_lesson_that_is_done_says_so_and_leads_on(panel: LessonsPanel, project: Project) -> None:
    finish_mlp(panel, project)
    assert all(ticks(panel))
    assert "This lesson is done." in words(page(panel), "lesson_finished")
    press(panel, "lesson_next")
    assert panel.current == "cnn"
    press(panel, "lesson_back")
    assert "6 of 6 steps" in words(panel)


def test_a_problem_keeps_the_last_step_off(panel: LessonsPanel, project: Project) -> None:
    panel.set_problems((Problem("shape", "It does not fit."),))
    finish_mlp(panel, project)
    assert ticks(panel) == 5 * [True] + [False]
    panel.set_problems(())
    assert all(ticks(panel))


@pytest.mark.parametrize(("change", "done"), [("nothing", True), ("a place", True), ("an argument", False)])
def test_a_training_counts_until_the_graph_is_another(qtbot: QtBot, change: str, done: bool) -> None:
    cnn = next(each for each in lessons() if each.name == "cnn")
    project = begin(cnn, REGISTRY)
    show_step(project, cnn, 6)
    Progress(current="tensors").note(done={"cnn": 6})
    panel = opened(qtbot, project)
    panel.set_metrics({"test_accuracy": 0.95})
    digits = project.main.node("digits")
    if change == "a place":
        editing.move(project.main, {digits.id: (50.0, 50.0)})
    elif change == "an argument":
        project.main.set(digits, batch_size=16)
    panel.open_lesson("cnn")
    assert ticks(panel) == 6 * [True] + [done]


def test_progress_is_kept_for_the_next_start(panel: LessonsPanel, project: Project, qtbot: QtBot) -> None:
    finish_mlp(panel, project)
    stored = json.loads(settings_path().with_name(FILE).read_text(encoding="utf-8"))
    assert stored == {"current": "mlp", "done": {"mlp": 6}}
    again = opened(qtbot, Project(REGISTRY))
    assert again.current == "mlp"
    assert all(ticks(again))
    press(again, "lesson_again")
    assert not any(ticks(again))
    assert load_progress().done == {"mlp": 0}


def test_two_windows_keep_both_their_progress(panel: LessonsPanel, project: Project, qtbot: QtBot) -> None:
    other_project = Project(REGISTRY)
    other = opened(qtbot, other_project)
    finish_mlp(panel, project)
    other.open_lesson("broadcasting")
    a = add_a(other_project.main)
    other.set_reports("main", {a: NodeReport({"output": TensorSpec((3,), "int64")})}, ())
    other.set_values({a: tensor("tensor([1, 2, 3])", (3,))})
    assert ticks(other)[0]
    assert load_progress().done == {"mlp": 6, "broadcasting": 1}


@pytest.mark.expected_log("could not be read")
@pytest.mark.parametrize("text", ["{", "\x00", "[" * 100_000], ids=["cut short", "binary", "nested"])
def test_damaged_progress_begins_anew(text: str) -> None:
    path = settings_path().with_name(FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    assert load_progress().done == {}


def test_foreign_progress_is_taken_as_far_as_it_is_understood() -> None:
    path = settings_path().with_name(FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"done": {"mlp": 2, "cnn": "x", "tying": -1}, "current": 3}), encoding="utf-8")
    assert (load_progress().done, load_progress().current) == ({"mlp": 2}, "")


@pytest.mark.expected_log("was not saved")
def test_progress_that_cannot_be_saved_keeps_no_one_from_going_on(panel: LessonsPanel, project: Project) -> None:
    settings_path().parent.parent.mkdir(parents=True, exist_ok=True)
    if settings_path().parent.exists():
        settings_path().parent.rmdir()
    settings_path().parent.write_text("a file where the folder should be", encoding="utf-8")
    try:
        finish_mlp(panel, project)
        assert all(ticks(panel))
    finally:
        settings_path().parent.unlink()


def test_a_lesson_begins_on_a_canvas_of_its_own_when_this_one_is_in_use(
    panel: LessonsPanel, project: Project, qtbot: QtBot
) -> None:
    project.main.add("torch.nn.ReLU")
    panel.open_lesson("tying")
    with qtbot.waitSignal(panel.wanted) as asked:
        press(panel, "lesson_start")
    assert asked.args is not None
    fresh = asked.args[0]
    assert isinstance(fresh, Project)
    assert (fresh.main.name, fresh.path, len(fresh.main.nodes)) == ("Tied", None, 7)
    assert len(project.main.nodes) == 1


def test_what_a_lesson_begins_with_is_put_on_an_empty_canvas(panel: LessonsPanel, project: Project) -> None:
    panel.open_lesson("tying")
    press(panel, "lesson_start")
    assert {"first", "shared", "last"} <= {node.name for node in project.main.nodes.values()}
    project.undo()
    assert not project.main.nodes


def test_a_lesson_from_nothing_needs_no_start_on_an_empty_canvas(panel: LessonsPanel) -> None:
    panel.open_lesson("tensors")
    assert not [button for button in panel.findChildren(QPushButton, "lesson_start") if button.isVisible()]


def test_the_lesson_is_told_in_the_language_of_the_window(panel: LessonsPanel, qapp: QApplication) -> None:
    panel.open_lesson("autograd")
    translate.install(qapp, "zh_CN")
    try:
        QApplication.processEvents()
        assert "自动求导记下" in words(page(panel))
        assert panel.current == "autograd"
    finally:
        translate.install(qapp, "en")
    QApplication.processEvents()
    assert "Autograd writes down" in words(page(panel))


def test_no_text_is_cut_off_in_a_narrow_panel(panel: LessonsPanel) -> None:
    panel.resize(220, 900)
    for lesson in lessons():
        panel.open_lesson(lesson.name)
        QApplication.processEvents()
        for label in page(panel).findChildren(QLabel):
            if label.isVisible() and label.text():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
                assert label.mapTo(page(panel), label.rect().topRight()).x() < 220


def test_code_in_a_text_is_set_as_code() -> None:
    told = rich("`x < 1` and\n```a\nb``` then c")
    assert "<span" in told
    assert "x &lt; 1" in told
    assert "pre-wrap" in told
    assert "`" not in told


def test_every_check_of_every_lesson_has_words() -> None:
    for lesson in lessons():
        for step in lesson.steps:
            for check in step.checks:
                text = check_text(check)
                assert text
                assert "{" not in text
                assert "\n" not in text
