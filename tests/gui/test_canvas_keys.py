"""F alone and F as the first letter of a word; the minimap and the card out of the way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from tests.gui.canvases import show_canvas


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    project = Project(REGISTRY)
    project.main.add("torch.nn.Linear", "a", (0.0, 0.0), out_features=3)
    project.main.add("torch.nn.ReLU", "b", (220.0, 380.0))
    return show_canvas(qtbot, project, framed=True)


def test_a_word_that_begins_with_f_searches(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select_all()
    canvas.pan_by(3000, 0)
    view = canvas.view
    qtbot.keyClick(canvas, Qt.Key.Key_F)
    qtbot.keyClick(canvas, Qt.Key.Key_L)
    line = canvas.search.popup.line
    assert line.isVisible()
    qtbot.keyClicks(line, "atten")
    assert line.text() == "flatten"
    assert "torch.nn.Flatten" in canvas.search.popup.rows()
    qtbot.wait(450)
    assert canvas.view == view


def test_f_alone_frames_the_selection(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select([canvas.scene.block.node("b").id])
    canvas.pan_by(3000, 0)
    qtbot.keyClick(canvas, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: canvas.rect().contains(canvas.node_rect("b").toRect()))
    assert not canvas.search.popup.isVisible()


def test_f_and_then_a_command_does_both(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.select([canvas.scene.block.node("b").id])
    canvas.pan_by(3000, 0)
    qtbot.keyClick(canvas, Qt.Key.Key_F)
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert not canvas.scene.block.has_name("b")
    assert not canvas.search.popup.isVisible()


def test_with_nothing_selected_f_is_a_letter(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.keyClick(canvas, Qt.Key.Key_F)
    assert canvas.search.popup.line.text() == "f"


def test_the_canvas_takes_f_before_a_shortcut_does(canvas: Canvas) -> None:
    for keys, taken in ((Qt.KeyboardModifier.NoModifier, True), (Qt.KeyboardModifier.ControlModifier, False)):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_F, keys, "f")
        event.ignore()
        QApplication.sendEvent(canvas, event)
        assert event.isAccepted() is taken


def test_the_minimap_shows_only_what_is_not_all_in_sight(canvas: Canvas) -> None:
    assert not canvas.minimap.isVisible()
    canvas.pan_by(700, 0)
    assert canvas.minimap.isVisible()
    canvas.frame_all()
    assert not canvas.minimap.isVisible()


def test_the_card_keeps_clear_of_the_minimap(canvas: Canvas) -> None:
    node = canvas.scene.block.node("b").id
    canvas.project.main.add("torch.nn.ReLU", "far", (9000.0, 0.0))
    canvas.zoom_to(1.0)
    canvas.reveal(node)
    rect = canvas.node_rect("b")
    canvas.pan_by(20 - rect.left(), canvas.height() - 180 - rect.bottom())
    canvas.set_problems([Problem("x", "Something is wrong here.", block="main", node=node)])
    canvas.select([node])
    card = canvas.problem_cards.card
    assert card is not None
    assert canvas.minimap.isVisible()
    assert not card.geometry().intersects(canvas.minimap.geometry())
    assert canvas.rect().contains(card.geometry())
