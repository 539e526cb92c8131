"""The window as a beginner meets it: what it counts and asks, what its menus and Ctrl+K offer, where a lesson is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from guinet.core.graph import BlockData, FrameMode
from guinet.core.lessons import lessons
from guinet.core.problems import Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.command_palette import CommandPalette
from guinet.ui.panels.lesson_page import LessonPage
from guinet.ui.project_tabs import ProjectTabs
from guinet.ui.window import Window

if TYPE_CHECKING:
    from tests.gui.conftest import Answers, Opened

ShowWindow = Callable[..., "Opened"]


@pytest.fixture
def opened(show_window: ShowWindow) -> Opened:
    """A project with a tensor `x` and its double `y`."""
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    x = project.main.add("torch.rand", "x", (0.0, 0.0), size=(2, 3))
    project.main.connect(x["output"], project.main.add("torch.mul", "y", (240.0, 0.0), other=2)["input"])
    return show_window(project)


def menu(opened: Opened, at: QPointF) -> list[str]:
    """The words of the menu of the right button at a point of the canvas; the menu stays open."""
    canvas = opened.window.canvas
    where = canvas.mapToGlobal(at).toPoint()
    QApplication.sendEvent(canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at.toPoint(), where))
    found = [each for each in canvas.findChildren(QMenu, "context_menu") if each.isVisible()]
    words = [action.objectName() for action in found[-1].actions() if not action.isSeparator()]
    found[-1].close()
    return words


def test_nodes_are_counted_before_torch_is_there(opened: Opened) -> None:
    size = opened.child(QLabel, "status_size")
    assert size.text() == "2 nodes"
    opened.document.main.add("torch.rand", "z", (0.0, 200.0), size=(2,))
    assert size.text() == "3 nodes"
    opened.ready()
    opened.until(lambda: size.text() == "3 nodes · 0 parameters")


def test_what_is_only_told_is_no_problem(opened: Opened) -> None:
    window = opened.ready().window
    hint = Problem("empty", "Nothing to train yet.", severity=Severity.INFO)
    window.checked_problems = (hint,)
    window.show_problems()
    assert window.docks["problems"].windowTitle() == "Problems"
    opened.window.docks.show("problems")
    opened.until(lambda: "problems" in window.panels)
    window.checked_problems = (hint, Problem("x", "Wrong."))
    window.show_problems()
    opened.until(lambda: window.docks["problems"].windowTitle() == "Problems 1")
    window.checked_problems = (hint,)
    window.show_problems()
    opened.until(lambda: window.docks["problems"].windowTitle() == "Problems")


def test_projects_of_one_name_are_told_apart_and_named_when_asked_about(opened: Opened, answers: Answers) -> None:
    opened.window.files.new()
    opened.window.files.new()
    (bar,) = opened.window.findChildren(ProjectTabs)
    names = [bar.tabText(place) for place in range(bar.count())]
    assert names == ["• Net", "Net (2)", "Net (3)"]
    answers.expect("unsaved_dialog", "Cancel")
    assert not opened.window.close()
    assert answers.told[-1][1] == "Save the changes to Net before closing?"


def test_the_right_button_on_nothing_adds_and_on_a_node_renames(opened: Opened) -> None:
    canvas = opened.window.canvas
    canvas.frame_all()
    canvas.select(())
    empty = menu(opened, QPointF(12, 12))
    assert empty[0] == "add_node"
    assert not {"cut", "copy", "duplicate", "delete"} & set(empty)
    assert {"rename", "no_grad", "delete"} <= set(menu(opened, canvas.node_rect("y").center()))


def test_add_a_node_opens_the_search(opened: Opened) -> None:
    canvas = opened.window.canvas
    canvas.select(())
    at = QPoint(12, 12)
    where = canvas.mapToGlobal(at)
    QApplication.sendEvent(canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where))
    found = [each for each in canvas.findChildren(QMenu, "context_menu") if each.isVisible()]
    next(action for action in found[-1].actions() if action.objectName() == "add_node").trigger()
    found[-1].close()
    opened.until(canvas.search.popup.isVisible)
    canvas.search.popup.hide()


def test_no_grad_is_found_by_its_name_and_frames_the_selection(opened: Opened) -> None:
    canvas, block = opened.window.canvas, opened.document.main
    canvas.select((block.node("y").id,))
    palette = CommandPalette(opened.window.actions_by_name.all(), opened.window)
    opened.qtbot.addWidget(palette)
    palette.show()
    QTest.keyClicks(palette.line, "no_grad")
    assert palette.list.topLevelItemCount() == 1
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    (frame,) = block.frames
    assert (frame.mode, block.node("y").frame) == (FrameMode.NO_GRAD, frame.id)
    opened.document.undo()
    assert not block.frames


def test_ctrl_k_knows_actions_by_their_english_names_in_every_language(opened: Opened) -> None:
    action = opened.window.actions_by_name["add_note"]
    action.setText("添加便签(&N)")
    palette = CommandPalette(opened.window.actions_by_name.all(), opened.window)
    opened.qtbot.addWidget(palette)
    palette.show()
    for typed in ("便签", "Note"):
        palette.line.setText(typed)
        rows = palette.list.findItems("", Qt.MatchFlag.MatchContains)
        assert [row.text(0) for row in rows] == ["添加便签"], typed


def test_ctrl_k_says_where_else_to_look(opened: Opened) -> None:
    palette = CommandPalette(opened.window.actions_by_name.all(), opened.window)
    opened.qtbot.addWidget(palette)
    palette.show()
    QTest.keyClicks(palette.line, "Conv2d")
    rows = palette.list.findItems("", Qt.MatchFlag.MatchContains)
    assert [("Space" in row.text(0), row.isDisabled()) for row in rows] == [(True, True)]
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_a_lesson_stands_beside_the_form_it_is_done_in(opened: Opened) -> None:
    window = opened.ready().window
    window.docks.show("lessons")
    opened.until(lambda: "lessons" in window.panels)
    assert not opened.shows("properties")
    (row,) = window.panels.lessons.findChildren(QPushButton, "lesson_tensors")
    opened.qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    opened.until(lambda: opened.shows("properties") and opened.shows("lessons"))
    assert window.panels.lessons.current == "tensors"
    assert window.docks["lessons"].height() > 150


def test_the_canvas_of_a_lesson_comes_up_in_the_same_place(opened: Opened) -> None:
    window = opened.ready().window
    window.docks.show("lessons")
    opened.until(lambda: "lessons" in window.panels)
    window.panels.lessons.open_lesson("broadcasting")
    (begin,) = window.panels.lessons.findChildren(QPushButton, "lesson_start")
    opened.until(begin.isVisible)
    opened.qtbot.mouseClick(begin, Qt.MouseButton.LeftButton)
    opened.until(lambda: len(Window.windows) == 2)
    other = Window.windows[1]
    assert other.geometry() == window.geometry()
    opened.until(lambda: "lessons" in other.panels and "properties" in other.panels)
    opened.until(lambda: not other.docks["properties"].visibleRegion().isEmpty())
    # On its own canvas nothing asks to begin on another one.
    other.document.main.add("torch.tensor", "a", (0.0, 0.0), data=(1, 2, 4))
    (again,) = other.panels.lessons.findChildren(QPushButton, "lesson_start")
    QApplication.processEvents()
    assert not again.isVisible()


def test_what_a_shown_step_puts_down_is_seen(show_window: ShowWindow) -> None:
    opened = show_window(Project(REGISTRY, [BlockData(MAIN, "Broadcasting")])).ready()
    canvas, block = opened.window.canvas, opened.document.main
    opened.window.docks.show("lessons")
    opened.until(lambda: "lessons" in opened.window.panels)
    panel = opened.window.panels.lessons
    panel.open_lesson("broadcasting")
    for place in range(7):
        opened.until(partial(lambda done: panel.done.get("broadcasting", 0) >= done, place))
        before = set(block.nodes)
        page = panel.findChildren(LessonPage)[-1]
        (show,) = [each for each in page.cards[place].findChildren(QPushButton) if "show" in each.objectName()]
        show.click()
        assert set(canvas.selection) == set(block.nodes) - before
        opened.until(lambda: canvas.rect().toRectF().contains(canvas.shown_rect(canvas.selection[-1])))


def test_the_next_step_is_seen_whole(opened: Opened) -> None:
    lesson = next(each for each in lessons() if each.name == "tying")
    page = LessonPage(lesson, None)
    opened.qtbot.addWidget(page)
    page.resize(310, 350)
    page.show()

    def seen(number: int) -> bool:
        card = page.cards[number]
        top = card.mapTo(page.viewport(), QPoint(0, 0)).y()
        return top >= 0 and top + card.height() <= page.viewport().height()

    for number, step in enumerate(lesson.steps):
        page.show_state(number, [False] * len(step.checks), "")
        page.reveal(number)
        opened.until(partial(seen, number))
