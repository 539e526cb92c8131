"""The colours of the canvas by what nodes give: asked for when chosen, with a legend of its own for shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.activity import Activity
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.session.commands import Study
from guinet.session.events import TrainingStarted
from guinet.session.messages.activations import ActivityTold, AskActivity
from guinet.session.messages.parameters import ParametersUnknown
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.ui.canvas_tint import CanvasTint, scale_color
from guinet.ui.panels.gradients import GradientsPanel

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

SIZE, ZEROS = 4, 5


class Panel:
    def __init__(self, qtbot: QtBot) -> None:
        self.panel = GradientsPanel(Project(REGISTRY))
        self.asked: list[Study] = []
        self.tints: list[tuple[object, str, bool]] = []
        self.panel.asks.connect(self.asked.append)
        self.panel.tinted.connect(lambda *told: self.tints.append(told))
        qtbot.addWidget(self.panel)
        self.panel.show()
        qtbot.waitUntil(lambda: bool(self.asked))

    @property
    def questions(self) -> int:
        return sum(isinstance(study, AskActivity) for study in self.asked)


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot) -> Panel:
    return Panel(qtbot)


def test_it_is_asked_for_when_it_is_chosen_and_only_then(shown: Panel) -> None:
    assert shown.questions == 0
    shown.panel.measure.setCurrentIndex(ZEROS)
    assert shown.questions == 1
    assert shown.tints[-1] == ({}, "", True)

    shown.panel.receive(ActivityTold({("main", "a"): Activity(2.0, 0.5), ("x", "b"): Activity(0.25, 1.0)}))
    assert shown.tints[-1] == ({("main", "a"): 0.5, ("x", "b"): 1.0}, "Colour by zeros in outputs", True)
    shown.panel.measure.setCurrentIndex(SIZE)
    assert shown.tints[-1] == ({("main", "a"): 2.0, ("x", "b"): 0.25}, "Colour by size of outputs", False)
    shown.panel.measure.setCurrentIndex(0)
    assert shown.tints[-1] == ({}, "", False)


def test_a_training_is_asked_again_after_a_rest(shown: Panel, qtbot: QtBot) -> None:
    shown.panel.measure.setCurrentIndex(SIZE)
    shown.panel.receive(TrainingStarted("1", 5, 10, 1, "cpu", 1))
    before = shown.questions
    shown.panel.receive(ActivityTold({("main", "a"): Activity(2.0, 0.5)}, 7, 0.1))
    qtbot.waitUntil(lambda: shown.questions > before)


def test_why_nothing_can_be_coloured_is_said(shown: Panel) -> None:
    shown.panel.measure.setCurrentIndex(SIZE)
    shown.panel.receive(ParametersUnknown("AskActivity", Problem("x", "Nothing ran yet.")))
    assert shown.panel.findChildren(QLabel, "gradients_state")[0].text() == "Nothing ran yet."


def test_a_share_has_a_scale_from_none_to_all(qapp: QApplication, qtbot: QtBot) -> None:
    project = Project(REGISTRY)
    project.main.add("torch.nn.Linear", name="a", in_features=3, out_features=2)
    canvas = QWidget()
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    tint = CanvasTint(canvas, lambda: project.main, lambda name: QRectF(10, 10, 80, 40))
    canvas.show()

    tint.show_values({("main", project.main.node("a").id): 0.5}, "Zeros", True)
    image = tint.grab().toImage()

    assert [tint.color(share).name() for share in (0.0, 0.5, 1.0)] == [
        scale_color(share).name() for share in (0.0, 0.5, 1.0)
    ]
    assert image.pixelColor(10, 30).name() == scale_color(0.5).name()
    tint.show_values({("main", project.main.node("a").id): 0.5}, "Size")
    assert tint.color(0.5) == scale_color(1.0)


def test_the_canvas_of_the_window_is_coloured(show_window: Callable[..., Opened]) -> None:
    opened = show_window(load(example_path("digits-cnn")))
    opened.window.docks.show("gradients")
    opened.until(lambda: "gradients" in set(opened.window.panels))
    panel = cast(GradientsPanel, opened.window.panels["gradients"])
    panel.measure.setCurrentIndex(ZEROS)
    tint = opened.window.canvas.findChild(CanvasTint)
    assert isinstance(tint, CanvasTint)
    opened.until(tint.isVisible)
    relu = opened.document.main.node("relu1").id
    values = opened.told(ActivityTold).nodes
    assert 0 < values["main", relu].zeros < 1
    assert values["main", opened.document.main.node("conv1").id].zeros < 0.01
