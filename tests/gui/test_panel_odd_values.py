"""Tensors that are not what one expects, in the real window: each view shows what is known, or says what is not; and
the values of a training, which are asked for again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QTextBrowser, QToolButton
from pytestqt.qtbot import QtBot

from guinet.core.feeds import FIRST_BATCH
from guinet.core.graph import End
from guinet.core.looks import View
from guinet.core.probed import NodeValue, Progress, Statistics, TensorValue
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.session.events import Finished, TrainingStarted
from guinet.ui.panels.number_pictures import heat_image
from guinet.ui.panels.value_look import ValueLook
from guinet.ui.panels.values import ValuesPanel
from guinet.ui.panels.values_modes import can_differ
from guinet.ui.theme import apply_theme, current_theme
from guinet.ui.values_control import Evaluation

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def odd() -> Project:
    project = Project(REGISTRY)
    graph = project.main
    graph.add("torch.full", name="nan", size=(3, 4), fill_value=float("nan"))
    graph.add("torch.full", name="infinite", size=(2, 2), fill_value=float("-inf"))
    graph.add("torch.randn", name="waves", size=(2, 3, 5), dtype="complex64")
    graph.add("torch.arange", name="whole", end=12)
    graph.add("torch.zeros", name="empty", size=(2, 0, 4))
    graph.add("torch.zeros", name="large", size=(1200, 1500))
    eye, sparse = graph.add("torch.eye", name="eye", n=6), graph.add("torch.Tensor.to_sparse", name="sparse")
    graph.connect(End(eye.id, project.ports(graph, eye).outputs[0].name), End(sparse.id, "input"))
    return project


class Looking:
    """The page of one node's value, driven with the mouse."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        opened.window.docks.show("values")
        opened.until(lambda: "values" in set(opened.window.panels) and len(opened.window.values.values) == 8)
        look = opened.window.panels.values_panel.findChild(ValueLook)
        assert isinstance(look, ValueLook)
        self.look = look

    def select(self, name: str) -> None:
        node = self.opened.document.main.node(name)
        self.opened.window.show_nodes(MAIN, (node.id,))
        self.opened.until(lambda: self.look.isVisible() and self.look._place == (MAIN, node.id))

    def offered(self) -> list[str]:
        buttons = {view: self.look.findChild(QToolButton, f"segment_{view.value}") for view in View}
        return [view.value for view, button in buttons.items() if button is not None and button.isVisible()]

    def view(self, view: View) -> None:
        button = self.look.findChild(QToolButton, f"segment_{view.value}")
        assert button is not None
        self.opened.qtbot.mouseClick(button, LEFT)
        self.opened.until(lambda: self.look.view is view)

    def says(self, words: str) -> None:
        self.opened.until(lambda: self.look.words.isVisible() and self.look.words.text() == words)


def test_each_is_shown_or_says_why_not(show_window: Callable[..., Opened], odd: Project) -> None:
    opened = show_window(odd).ready()
    page = Looking(opened)
    look = page.look

    page.select("nan")
    assert page.offered() == ["text", "numbers", "heat", "line", "histogram"]
    page.view(View.HEAT)
    page.says("There is nothing but NaN here.")
    page.view(View.LINE)
    page.says("There is no finite number to be drawn here.")
    page.view(View.HISTOGRAM)
    page.says("There is no finite number to be drawn here.")
    assert "None of its numbers is finite." in look.statistics.text()
    page.view(View.NUMBERS)
    opened.until(lambda: look.table.isVisible() and look.table.model.rowCount() == 3)
    assert look.table.model.index(2, 3).data() == "nan"

    page.select("infinite")
    page.view(View.HEAT)
    opened.until(lambda: look.heat.isVisible() and look.heat._values.shape == (2, 2))
    assert look.readout.text() == ""

    page.select("waves")
    page.view(View.NUMBERS)
    room = look.table.view.horizontalHeader().defaultSectionSize()
    opened.until(lambda: look.table.view.horizontalHeader().defaultSectionSize() > room or room > 200)
    assert str(look.table.model.index(0, 0).data()).endswith("j")
    assert "absolute values of complex numbers" in look.statistics.text()

    page.select("sparse")
    page.view(View.HEAT)
    opened.until(lambda: look.heat._values.shape == (6, 6))
    np.testing.assert_array_equal(look.heat._values, np.eye(6))

    page.select("large")
    opened.until(lambda: look.readout.text() == "0 to 0 · a point stands for 3×3 values")
    assert look.heat._values.shape == (400, 500)

    page.select("whole")
    assert page.offered() == ["text", "numbers", "line", "histogram"]

    page.select("empty")
    opened.until(lambda: page.offered() in ([], ["text"]))
    text = opened.child(QTextBrowser, "values_text")
    opened.until(lambda: "torch.Size([2, 0, 4])" in text.toPlainText())
    assert "Compare eval and train mode" not in text.toPlainText()


def test_infinite_numbers_have_the_colours_of_the_ends(qapp: QApplication) -> None:
    apply_theme(qapp, "dark")
    image = heat_image(np.array([[np.inf, -np.inf, 0.0]], np.float32), current_theme())

    colors = [image.pixelColor(column, 0) for column in range(3)]
    assert colors[0] == current_theme().color("value-positive")
    assert colors[1] == current_theme().color("value-negative")
    assert colors[2] not in colors[:2]


def test_modes_are_compared_where_a_layer_has_a_part_in_the_value() -> None:
    project = Project(REGISTRY)
    graph = project.main
    zeros, layer, after = (
        graph.add(kind, name=name, **given)
        for kind, name, given in (
            ("torch.zeros", "zeros", {"size": (2, 3)}),
            ("torch.nn.Dropout", "layer", {}),
            ("torch.neg", "after", {}),
        )
    )
    beside = graph.add("torch.neg", name="beside")
    graph.connect(zeros["output"], layer["input"])
    graph.connect(layer["output"], after["input"])
    graph.connect(zeros["output"], beside["input"])

    assert [can_differ(graph, each.id) for each in (zeros, layer, after, beside)] == [False, True, True, False]


# While a training runs


def value() -> NodeValue:
    told = TensorValue(
        (2,), "float32", "cpu", (1,), 0, True, False, True, "", "tensor([1., 2.])", statistics=Statistics(2)
    )
    return NodeValue(Progress.DONE, outputs={"output": told})


def test_values_of_a_training_are_asked_for_again_after_its_rest(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "light")
    project = Project(REGISTRY)
    node = project.main.add("torch.nn.Linear", name="a", in_features=3, out_features=2)
    panel, asked = ValuesPanel(project), list[int]()
    panel.outdated.connect(lambda: asked.append(1))
    qtbot.addWidget(panel)
    panel.resize(420, 600)
    panel.show()
    qtbot.waitExposed(panel)
    panel.set_values({node.id: value()})

    def told(step: int, rest: float) -> None:
        panel.set_evaluation(Evaluation(step=step, rest=rest, feed=FIRST_BATCH))

    panel.receive(TrainingStarted("1", 1, 1, 1, "cpu", 1))
    assert len(asked) == 1
    told(3, 0.01)
    qtbot.waitUntil(lambda: len(asked) == 2)
    state = panel.findChild(QLabel, "values_state")
    assert isinstance(state, QLabel)
    assert state.text() == "In eval mode, with the weights of the training after step 3"
    panel.hide()
    told(4, 0.01)
    qtbot.waitUntil(lambda: not panel._again.isActive())
    assert len(asked) == 2, "nobody looks"
    panel.show()
    qtbot.waitUntil(lambda: len(asked) == 3)
    panel.receive(Finished("1", "completed", 1, 5, {}))
    qtbot.waitUntil(lambda: len(asked) == 4)
    told(0, 0.0)
    assert not panel._again.isActive()
