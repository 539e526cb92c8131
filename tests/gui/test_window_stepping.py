"""The training loop stepped in the whole window, with the mouse and the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QToolButton,
    QWidget,
)

from guinet.core.graph import BlockData
from guinet.core.project import MAIN, Project
from guinet.core.stepped import Phase, Stop
from guinet.nodes.registry import REGISTRY
from guinet.train.plan import make_plan
from guinet.train.trainer import Trainer
from guinet.ui.panels.stepper import StepperPanel

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from guinet.ui.panels.parameters import ParametersPanel
    from guinet.ui.panels.stepper_table import ChangesTable
    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def mlp() -> Project:
    project = Project(REGISTRY, [BlockData(MAIN, "MLP")])
    graph = project.main
    data = graph.add("guinet.data.iris", name="iris", position=(0.0, 0.0), batch_size=1000)
    hidden = graph.add("torch.nn.Linear", name="hidden", position=(200.0, 0.0), out_features=8)
    relu = graph.add("torch.nn.ReLU", name="relu", position=(400.0, 0.0))
    output = graph.add("torch.nn.Linear", name="output", position=(600.0, 0.0), out_features=3)
    loss = graph.add("torch.nn.CrossEntropyLoss", name="loss", position=(800.0, 0.0))
    graph.connect(data["features"], hidden["input"])
    graph.connect(hidden["output"], relu["input"])
    graph.connect(relu["output"], output["input"])
    graph.connect(output["output"], loss["input"])
    graph.connect(data["label"], loss["target"])
    project.training.update({"optimizer": "torch.optim.SGD", "optimizer.lr": 0.0, "epochs": 50})
    return project


class Hand:
    """Presses the buttons of the panel as a person does."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened.ready()
        opened.window.docks.show("stepper")
        opened.until(lambda: "stepper" in opened.window.panels)
        self.panel = cast(StepperPanel, opened.window.panels["stepper"])
        self.stops: list[Stop] = []

    def press(self, button: str) -> Stop | None:
        """Clicks, and waits for the answer."""
        self.click(QPushButton, button)
        self.settle()
        return self.panel.stop

    def settle(self) -> None:
        self.opened.until(lambda: not self.panel._busy)

    def click(self, kind: type[QWidget], name: str) -> None:
        widget = self.opened.child(kind, name)
        spot = QPoint(8, widget.height() // 2) if isinstance(widget, QCheckBox) else widget.rect().center()
        self.opened.qtbot.mouseClick(widget, LEFT, pos=spot)

    def label(self, name: str) -> str:
        return self.opened.child(QLabel, name).text()

    def rows(self) -> list[tuple[str, ...]]:
        table = cast("ChangesTable", self.opened.child(QWidget, "stepper_table"))
        found = (table.topLevelItem(row) for row in range(table.topLevelItemCount()))
        return [tuple(item.text(column) for column in range(table.columnCount())) for item in found if item is not None]

    @property
    def selected(self) -> list[str]:
        canvas = self.opened.window.canvas
        return [canvas.scene.block.nodes[node].name for node in canvas.selection]


def test_through_the_mlp_and_back(show_window: ShowWindow, mlp: Project) -> None:
    hand = Hand(show_window(mlp))
    canvas = hand.opened.window.canvas

    forward = []
    for _ in range(5):
        hand.press("stepper_node")
        forward.append((hand.panel.stop.phase if hand.panel.stop else None, hand.selected))

    assert forward[0] == (Phase.BATCH, [])
    assert [names for _, names in forward[1:]] == [["hidden"], ["relu"], ["output"], ["loss"]]
    assert hand.opened.child(QPushButton, "phase_loss").text().startswith("▶")
    assert "return loss(output, label)" in hand.opened.child(QPlainTextEdit, "stepper_text").toPlainText()
    relu, loss = mlp.main.node("relu").id, mlp.main.node("loss").id
    assert canvas.activity[loss].text.startswith("▶")
    hand.press("stepper_phase")
    back = []
    for _ in range(4):
        hand.press("stepper_node")
        back.append(hand.selected)
    assert back == [["loss"], ["output"], ["relu"], ["hidden"]]
    assert canvas.activity[relu].text.startswith("gradient ")
    assert "ReLU" not in hand.label("stepper_place")
    assert "Back through hidden" in hand.label("stepper_place")
    assert "AddmmBackward0" in hand.label("stepper_figures")
    gradients = {row[0]: row[2] for row in hand.rows()}
    assert [row for row in hand.rows() if row[0] == "loss"] == [("loss", "", "1")]
    plain = Trainer(make_plan(mlp))
    next(iter(plain.steps()))
    weight = plain.module.get_parameter("hidden.weight").grad
    assert weight is not None
    assert float(gradients["hidden.weight"]) == pytest.approx(weight.norm().item(), rel=1e-2)
    stop = hand.press("stepper_node")
    assert stop is not None
    assert (stop.phase, stop.loss) == (Phase.STEP, plain.take_losses()[0])


def test_values_and_parameters_are_those_of_the_moment(show_window: ShowWindow, mlp: Project) -> None:
    mlp.training["optimizer.lr"] = 0.1
    hand = Hand(show_window(mlp))
    opened, window = hand.opened, hand.opened.window
    plain = Trainer(make_plan(mlp))
    gradients: list[torch.Tensor] = []
    plain.module.get_submodule("output").register_full_backward_hook(lambda *call: gradients.append(call[2][0]))
    next(iter(plain.steps()))
    after = plain.module.get_parameter("output.weight").norm().item()
    window.docks.show("values")
    for _ in range(4):
        hand.press("stepper_node")

    page = opened.child(QTextBrowser, "values_text")
    opened.until(lambda: "AddmmBackward0" in page.toPlainText())
    assert "this moment" in hand.label("values_state")
    assert "None: no backward has come here." in page.toPlainText()
    assert "loss" not in {window.document.main.nodes[node].name for node in window.values.values}
    for button in ("stepper_phase", "stepper_phase", "stepper_node", "stepper_node"):
        hand.press(button)
    assert hand.selected == ["output"]
    opened.until(lambda: str(gradients[0]) in page.toPlainText())
    hand.press("stepper_step")
    window.docks.show("parameters")
    opened.until(lambda: "parameters" in window.panels)
    panel = cast("ParametersPanel", window.panels["parameters"])
    opened.until(lambda: "this moment" in hand.label("parameter_state"))
    row = next(row for row in panel.tree.rows if row.path == "output.weight")
    assert row.figures.norm == pytest.approx(after, rel=1e-5)

    window.document.main.set(window.document.main.node("hidden"), out_features=5)

    assert window.values.values == {}
    opened.until(lambda: "this moment" not in hand.label("parameter_state"))


def test_without_zero_grad_gradients_double(show_window: ShowWindow, mlp: Project) -> None:
    hand = Hand(show_window(mlp))
    hand.click(QCheckBox, "leave_in_zero_grad")
    norms = []

    for _ in range(2):
        hand.click(QPushButton, "phase_backward")
        hand.settle()
        norms.append({row[0]: float(row[2]) for row in hand.rows() if "weight" in row[0]})

    assert norms[1] == pytest.approx({name: 2 * norm for name, norm in norms[0].items()}, rel=1e-2)
    assert "There were gradients already" in hand.label("stepper_meaning")
    hand.click(QCheckBox, "leave_in_zero_grad")
    hand.click(QPushButton, "phase_zero_grad")
    hand.settle()
    assert {row[2] for row in hand.rows()} == {"–"}


def test_keys_and_the_selected_node(show_window: ShowWindow, mlp: Project) -> None:
    opened = show_window(mlp)
    hand = Hand(opened)
    opened.window.canvas.setFocus()
    with opened.qtbot.waitActive(opened.window):
        opened.window.activateWindow()

    opened.qtbot.keyClick(opened.window.canvas, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    hand.settle()
    opened.qtbot.keyClick(opened.window.canvas, Qt.Key.Key_F10)
    hand.settle()
    assert hand.selected == ["hidden"]
    opened.window.canvas.frame_all()
    at = opened.window.canvas.node_rect("output").center().toPoint()
    opened.qtbot.mouseClick(opened.window.canvas, LEFT, pos=at)
    stop = hand.press("stepper_to_node")

    assert stop is not None
    assert stop.at is not None
    assert stop.at.path == ("output",)


def test_a_breakpoint_stops_what_runs_on(show_window: ShowWindow, mlp: Project) -> None:
    hand = Hand(show_window(mlp))
    hand.opened.window.canvas.select([mlp.main.node("relu").id])
    hand.click(QToolButton, "stepper_more")
    hand.click(QPushButton, "stepper_break")

    first, second = hand.press("stepper_on"), hand.press("stepper_on")

    assert first is not None
    assert second is not None
    assert (first.phase, second.phase) == (Phase.FORWARD, Phase.BACKWARD)
    assert hand.label("stepper_why") == "Stopped at a breakpoint."
    points = hand.opened.child(QListWidget, "stepper_breakpoints")
    assert [points.item(row).text() for row in range(points.count())] == ["relu"]
    hand.click(QPushButton, "stepper_break")
    assert points.count() == 0


def test_an_edit_ends_it_and_says_so(show_window: ShowWindow, mlp: Project) -> None:
    hand = Hand(show_window(mlp))
    hand.press("stepper_step")
    assert hand.opened.window.canvas.activity == {} or hand.panel.stop is not None

    mlp.main.set(mlp.main.node("hidden"), out_features=5)

    assert "so the stepping has ended" in hand.label("stepper_meaning")
    assert hand.panel.stop is None
    assert hand.opened.window.canvas.activity == {}
    stop = hand.press("stepper_step")
    assert stop is not None
    assert stop.parameters[0].shape == torch.Size((5, 4))


def test_a_node_taken_out_while_its_values_are_shown(show_window: ShowWindow, mlp: Project) -> None:
    """The values go at once, before the canvas has heard of the wires; labels beside them are painted all the while."""
    hand = Hand(show_window(mlp))
    window = hand.opened.window
    window.canvas.frame_all()
    hand.press("stepper_step")
    hand.opened.until(lambda: window.values.values)
    window.canvas.grab()

    window.canvas.setFocus()
    window.canvas.select([mlp.main.node("relu").id])
    hand.opened.qtbot.keyClick(window.canvas, Qt.Key.Key_Delete)

    assert window.values.values == {}
    assert not mlp.main.has_name("relu")
    assert "so the stepping has ended" in hand.label("stepper_meaning")


def test_without_a_loss_it_says_what_to_add(show_window: ShowWindow, mlp: Project) -> None:
    mlp.main.remove([mlp.main.node("loss")])
    hand = Hand(show_window(mlp))

    hand.press("stepper_node")

    assert "There is no loss to train with" in hand.label("stepper_why")
    assert hand.panel.stop is None


def test_what_takes_long_can_be_stopped(show_window: ShowWindow, mlp: Project) -> None:
    mlp.training["epochs"] = 1_000_000
    hand = Hand(show_window(mlp))

    hand.click(QPushButton, "stepper_on")
    stop_button = hand.opened.child(QPushButton, "stepper_stop")
    hand.opened.until(stop_button.isVisible)
    hand.click(QPushButton, "stepper_stop")
    hand.opened.until(lambda: hand.panel.stop is not None)

    assert hand.label("stepper_why") == "Stopped."
    stop = hand.press("stepper_step")
    assert stop is not None
    assert stop.finished


def test_a_low_dock_shows_every_button(qtbot: QtBot, mlp: Project) -> None:
    panel = StepperPanel(mlp)
    qtbot.addWidget(panel)
    panel.resize(900, 235)
    panel.show()

    def shown(button: QAbstractButton) -> bool:
        return button.visibleRegion().contains(button.rect())

    wanted = {"stepper_on", "stepper_to_node", "stepper_anew", "stepper_more"}
    buttons = [each for each in panel.findChildren(QAbstractButton) if each.objectName() in wanted]
    assert len(buttons) == len(wanted)
    qtbot.waitUntil(lambda: all(map(shown, buttons)))
