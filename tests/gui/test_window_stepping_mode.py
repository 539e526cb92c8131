"""Train and eval mode while a training is stepped: what is shown stays that of the moment it stands at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTextBrowser, QWidget

from guinet.core.graph import BlockData
from guinet.core.probed import TensorValue
from guinet.core.project import MAIN, Project
from guinet.core.stepped import Phase
from guinet.nodes.registry import REGISTRY
from guinet.train.plan import make_plan
from guinet.train.trainer import Trainer
from guinet.ui.panels.stepper import StepperPanel

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

LEFT = Qt.MouseButton.LeftButton


def dropped() -> Project:
    project = Project(REGISTRY, [BlockData(MAIN, "Dropped")])
    graph = project.main
    data = graph.add("guinet.data.iris", name="iris", position=(0.0, 0.0), batch_size=1000)
    drop = graph.add("torch.nn.Dropout", name="drop", position=(200.0, 0.0))
    output = graph.add("torch.nn.Linear", name="output", position=(400.0, 0.0), out_features=3)
    loss = graph.add("torch.nn.CrossEntropyLoss", name="loss", position=(600.0, 0.0))
    graph.connect(data["features"], drop["input"])
    graph.connect(drop["output"], output["input"])
    graph.connect(output["output"], loss["input"])
    graph.connect(data["label"], loss["target"])
    return project


def page(opened: Opened) -> str:
    return opened.child(QTextBrowser, "values_text").toPlainText()


def test_another_mode_leaves_the_values_of_the_moment(show_window: Callable[..., Opened]) -> None:
    project = dropped()
    opened = show_window(project).ready()
    window = opened.window
    window.docks.show("stepper")
    opened.until(lambda: "stepper" in window.panels)
    panel = cast(StepperPanel, window.panels["stepper"])
    for phase in (Phase.BATCH, Phase.FORWARD):
        opened.qtbot.mouseClick(opened.child(QPushButton, "stepper_node"), LEFT)
        opened.until(lambda: not panel._busy)
        assert panel.stop is not None
        assert panel.stop.phase is phase
    drop = project.main.node("drop").id
    opened.until(lambda: drop in window.values.values)  # they come after the stop is told
    values = window.values.values

    for mode in ("train", "eval"):
        opened.qtbot.mouseClick(opened.child(QWidget, f"segment_{mode}"), LEFT)

        assert window.values.mode == mode
        assert window.values._running is None
        assert window.values.evaluation.stepped
        assert window.values.values is values
    window.docks.show("values")
    window.canvas.select([drop])
    opened.until(lambda: "values" in window.panels and "requires_grad" in page(opened))
    assert "Compare eval and train mode" not in page(opened)
    told = values[drop].outputs["output"]
    assert isinstance(told, TensorValue)
    assert told.statistics is not None
    plain = Trainer(make_plan(project))
    first = next(iter(plain.batches))["features"]
    zeros = (plain.module.train().get_submodule("drop")(first) == 0).sum() / first.numel()
    torch.testing.assert_close(torch.tensor(told.statistics.zeros), zeros, rtol=0, atol=1e-6)
