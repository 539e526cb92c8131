"""Train and eval mode in the whole window: the switch in the bar, both modes of a node, values after a training."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import torch
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTextBrowser, QToolButton
from torch import nn

from guinet import data
from guinet.core.graph import BlockData
from guinet.core.probed import TensorValue
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.session.events import Evaluated, Finished

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]
LEFT = Qt.MouseButton.LeftButton


def network() -> Project:
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    graph = project.main
    rows = graph.add("guinet.data.iris", name="data", batch_size=8)
    fc = graph.add("torch.nn.Linear", name="fc", out_features=3)
    drop = graph.add("torch.nn.Dropout", name="drop")
    loss = graph.add("torch.nn.CrossEntropyLoss", name="loss")
    graph.connect(rows["features"], fc["input"])
    graph.connect(fc["output"], drop["input"])
    graph.connect(drop["output"], loss["input"])
    graph.connect(rows["label"], loss["target"])
    project.training.update({"epochs": 1, "threads": 1})
    return project


def by_hand() -> dict[str, str]:
    """What dropout gives in each mode, printed."""
    x = data.prepare("guinet.data.iris", {}, None).train.fields["features"][:8]
    found = {}
    for mode in ("eval", "train"):
        torch.manual_seed(0)
        module = nn.Sequential(nn.Linear(4, 3), nn.Dropout())
        found[mode] = str(module.train(mode == "train")(x))
    return found


def test_the_switch_shows_dropout_change_on_the_same_batch_and_training_renews_the_values(
    show_window: ShowWindow,
) -> None:
    opened = show_window(network()).ready()
    graph, values = opened.document.main, opened.window.values
    drop = next(node.id for node in graph.nodes.values() if node.name == "drop")
    expected = by_hand()

    def printed() -> str:
        value = values.values[drop].outputs["output"] if drop in values.values else None
        return value.text if isinstance(value, TensorValue) else ""

    opened.trigger("evaluate")
    opened.until(lambda: printed() == expected["eval"])
    opened.until(lambda: "values" in opened.window.panels)

    opened.qtbot.mouseClick(opened.child(QToolButton, "segment_train"), LEFT)
    opened.until(lambda: printed() == expected["train"])
    state = opened.child(QLabel, "values_state")
    opened.until(lambda: "train mode, with fresh weights" in state.text())

    QTest.keyClick(opened.child(QToolButton, "segment_train"), Qt.Key.Key_Left)
    opened.until(lambda: printed() == expected["eval"])
    assert opened.child(QToolButton, "segment_eval").isChecked()

    opened.window.canvas.select([drop])
    page = opened.child(QTextBrowser, "values_text")
    opened.until(lambda: "Compare eval and train mode" in page.toPlainText())
    page.anchorClicked.emit(QUrl("modes"))
    opened.until(lambda: "numbers differ" in page.toPlainText())
    assert "train minus eval" in page.toPlainText()

    seen = sum(isinstance(event, Evaluated) for event in opened.events)
    opened.window.docks.show("values")
    opened.training.train()
    opened.told(Finished)
    opened.until(lambda: sum(isinstance(event, Evaluated) for event in opened.events) > seen)
    opened.until(lambda: "the best weights of run 1" in state.text())
    assert printed() != expected["eval"]


def test_a_canvas_of_tensors_is_in_train_mode_as_its_script_until_somebody_switches(show_window: ShowWindow) -> None:
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    graph = project.main
    x = graph.add("torch.ones", name="x", size=(40,))
    drop = graph.add("torch.nn.Dropout", name="drop")
    graph.connect(x["output"], drop["input"])
    torch.manual_seed(0)
    dropped, kept = str(nn.Dropout()(torch.ones(40))), str(torch.ones(40))

    opened = show_window(project).ready()

    def printed() -> str:
        value = opened.window.values.values.get(drop.id)
        output = value.outputs.get("output") if value is not None else None
        return output.text if isinstance(output, TensorValue) else ""

    opened.until(lambda: printed() == dropped)
    opened.until(lambda: opened.child(QToolButton, "segment_train").isChecked())
    opened.qtbot.mouseClick(opened.child(QToolButton, "segment_eval"), LEFT)
    opened.until(lambda: printed() == kept)

    graph.set(x, size=(30,))
    opened.until(lambda: printed() == str(torch.ones(30)))
