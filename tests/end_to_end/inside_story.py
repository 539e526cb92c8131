"""Seeing inside a network in the real window, by mouse and keyboard, on the display this process finds.

    python -m tests.end_to_end.inside_story FOLDER

A weight is edited and the one tied to it changes; a function that autograd recorded leads to its node; a training is
stepped through the network and back; and what the doctor finds is repaired by its button. What the window shows after
each is left in `FOLDER` as pictures.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QLabel, QPushButton, QTabBar, QTableView

from guinet.core import sharing
from guinet.core.graph import BlockData
from guinet.core.project import MAIN, Project
from guinet.core.stepped import Phase
from guinet.nodes.registry import REGISTRY
from guinet.ui.panels.autograd import AutogradPanel
from guinet.ui.panels.doctor import DoctorPanel
from guinet.ui.panels.parameters import ParametersPanel
from guinet.ui.panels.stepper import StepperPanel
from guinet.ui.window import Window
from tests.end_to_end.person import Person, W, child, live
from tests.end_to_end.x_hands import Hands

LAYERS = ("hidden", "relu", "again", "scores", "softmax")


class Story(Person):
    """All chapters share a small MLP: two of its layers are tied, and a softmax stands where none should."""

    def __init__(self, hands: Hands, window: Window, folder: Path) -> None:
        super().__init__(hands, window)
        self.folder = folder

    def all(self) -> None:
        self.hands.see(self.canvas.frame_all)
        self.tell(self.tied, self.function_to_node, self.through_and_back, self.repair)
        self.hands.see(self.project.history.mark_saved)
        self.hands.see(self.window.close)

    def tied(self) -> None:
        """0.5 written into a cell of one weight stands in the other."""
        panel = self._turn_to_panel("Parameters", ParametersPanel)
        cell = self._cell(panel, "again.weight")
        assert cell != "0.5"
        assert self._cell(panel, "hidden.weight") == cell
        table = self.hands.see(lambda: child(panel, QTableView, "parameter_values"))
        self.hands.double_click(table.viewport(), self.hands.see(lambda: _middle(table)))
        self.hands.until("the cell is being written", lambda: table.state() is QTableView.State.EditingState)
        self.hands.keys("ctrl+a")
        self.hands.type("0.5")
        self.hands.keys("Return")
        self.hands.until("it is written", lambda: self._first(panel) == "0.5")

        assert self._cell(panel, "again.weight") == "0.5"
        assert self.history()[-1:] == ["Set values"]
        self._keep("tied")

    def function_to_node(self) -> None:
        """A click on AddmmBackward0 selects the Linear that made it, and a node its functions."""
        panel = self._turn_to_panel("Autograd", AutogradPanel)
        graph = panel.graph
        wanted = self.hands.until("the graph is drawn", lambda: self._boxes(panel, "AddmmBackward0"))
        assert len(wanted) == 1
        self.hands.see(lambda: graph.reveal(wanted[0]))
        self.hands.click(graph, self.hands.see(lambda: graph.rect_of(wanted[0]).center()))
        self.hands.until("its Linear is selected", lambda: self._selected() == ["again"])
        self._keep("autograd")

        self.click_node("relu")
        self.hands.until(
            "its function is marked",
            lambda: {graph.scene.boxes[each].title for each in graph.marks.shown} == {"ReluBackward0"},
        )

    def through_and_back(self) -> None:
        """Node by node to the loss, and back through all of them."""
        panel = self._turn_to_panel("Step by step", StepperPanel)
        forward = [self._step(panel, "stepper_node") for _ in range(len(LAYERS) + 2)]
        assert forward == [
            (Phase.BATCH, None),
            *((Phase.FORWARD, name) for name in LAYERS),
            (Phase.LOSS, "loss"),
        ]
        self._keep("forward")
        phase, _ = self._step(panel, "stepper_phase")
        assert phase is Phase.ZERO_GRAD
        back = [self._step(panel, "stepper_node") for _ in range(len(LAYERS) + 1)]
        assert back == [(Phase.BACKWARD, name) for name in ("loss", *reversed(LAYERS))]
        self._keep("backward")
        assert self._step(panel, "stepper_node")[0] is Phase.STEP

    def repair(self) -> None:
        """The softmax before a loss that has its own is found, and a click takes it out."""
        panel = self._turn_to_panel("Doctor", DoctorPanel)
        button = self.hands.until("the softmax is found", lambda: self._repair(panel, "Remove softmax"))
        self._keep("finding")
        self.hands.click(button)

        self.hands.until("it is out", lambda: not self.project.main.has_name("softmax"))
        self.hands.until("nothing is found", lambda: not panel.cards and "Nothing found" in self._state(panel))
        assert "scores.output > loss.input" in self.wires()
        self._keep("repaired")

    # How it is done

    def _turn_to_panel(self, title: str, kind: type[W]) -> W:
        bar, place = self.hands.see(lambda: self._tab(title))
        self.hands.click(bar, self.hands.see(lambda: bar.tabRect(place).center()))
        panel = self.hands.until(f"there is {title}", lambda: self.window.findChild(kind))
        self.hands.until("it is seen", panel.isVisible)
        return panel

    def _cell(self, panel: ParametersPanel, path: str) -> str:
        """Clicks on a parameter, and reads its first number."""
        self.hands.until(f"{path} is listed", lambda: panel.tree.find(path).isValid())
        self.hands.click(panel.view.viewport(), self.hands.see(lambda: panel.view.row_rect_center(path)))
        return self.hands.until(f"{path} is shown", lambda: self._first(panel) if self._shown(panel) == path else "")

    def _step(self, panel: StepperPanel, button: str) -> tuple[Phase | None, str | None]:
        """Presses a button of the stepper; the phase it comes to, and the node that is reached and selected."""
        before = self.hands.see(lambda: panel.stop)
        self.hands.click(self.hands.see(lambda: self.child(QPushButton, button)))
        stop = self.hands.until("it stands", lambda: panel.stop if panel.stop is not before else None)
        if stop.at is None or stop.finished:
            return stop.phase, None
        name = self.project.blocks[stop.at.block].nodes[stop.at.node].name
        self.hands.until(f"{name} is selected", lambda: self._selected() == [name])
        return stop.phase, name

    def _keep(self, name: str) -> None:
        self.hands.see(lambda: self.window.grab().save(str(self.folder / f"{name}.png")))

    # What there is

    def _tab(self, title: str) -> tuple[QTabBar, int]:
        """The tab of a panel, in whichever row of docks it stands."""
        bars = [bar for bar in self.window.findChildren(QTabBar) if bar.isVisible()]
        return next(
            (bar, place) for bar in bars for place in range(bar.count()) if bar.tabText(place).startswith(title)
        )

    def _shown(self, panel: ParametersPanel) -> str:
        shown = panel.detail.table.model.shown
        return "" if shown is None else shown.path

    def _first(self, panel: ParametersPanel) -> str:
        model = panel.detail.table.model
        return str(model.data(model.index(0, 0))) if model.rowCount() else ""

    def _boxes(self, panel: AutogradPanel, title: str) -> list[int]:
        return [number for number, box in enumerate(panel.graph.scene.boxes) if box.title == title]

    def _selected(self) -> list[str]:
        return [self.canvas.scene.block.nodes[node].name for node in self.canvas.selection]

    def _repair(self, panel: DoctorPanel, words: str) -> QPushButton | None:
        buttons = panel.findChildren(QPushButton)
        return next((each for each in buttons if each.text() == words and each.isVisible()), None)

    def _state(self, panel: DoctorPanel) -> str:
        return child(panel, QLabel, "doctor_state").text()


def _middle(table: QTableView) -> QPointF:
    """Of the first cell."""
    return QPointF(table.visualRect(table.model().index(0, 0)).center())


def _mlp() -> Project:
    project = Project(REGISTRY, [BlockData(MAIN, "MLP")])
    block = project.main
    nodes = [
        block.add("guinet.data.iris", "iris", (0.0, 0.0), batch_size=32),
        block.add("torch.nn.Linear", "hidden", (200.0, 0.0), out_features=4, bias=False),
        block.add("torch.nn.ReLU", "relu", (400.0, 0.0)),
        block.add("torch.nn.Linear", "again", (0.0, 160.0), out_features=4),
        block.add("torch.nn.Linear", "scores", (200.0, 160.0), out_features=3, bias=False),
        block.add("torch.nn.Softmax", "softmax", (400.0, 160.0), dim=1),
        block.add("torch.nn.CrossEntropyLoss", "loss", (600.0, 160.0)),
    ]
    for one, other in pairwise(nodes):
        block.connect(one["features" if one is nodes[0] else "output"], other["input"])
    block.connect(nodes[0]["label"], nodes[-1]["target"])
    sharing.tie(block, nodes[3].id, "weight", nodes[1].id, "weight")
    return project


def main(folder: Path) -> int:
    return live(_mlp(), lambda hands, window: Story(hands, window, folder).all())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
