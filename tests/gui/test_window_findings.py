"""Every finding of the doctor's, provoked in the window: read in its panel and on the canvas, and repaired there."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from msgspec import Struct
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QTabBar

import guinet
from guinet.core.graph import Node
from guinet.core.project import Project
from guinet.train.runs import Epoch, RunStore, Start
from guinet.ui.panels import asking
from guinet.ui.panels.doctor import DoctorPanel
from guinet.ui.panels.doctor_card import DoctorCard

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]
LEFT = Qt.MouseButton.LeftButton


class Net:
    """A chain of layers from data to a loss."""

    def __init__(self, kind: str = "moons", port: str = "features", **options: Any) -> None:
        self.project = guinet.new()
        self.graph = self.project.main
        self.data = self.graph.add(f"guinet.data.{kind}", "data", **options)
        self.last = self.data[port]

    def add(self, kind: str, name: str | None = None, **arguments: Any) -> Node:
        kind = kind if kind.startswith("torch.") else f"torch.nn.{kind}"
        node = self.graph.add(kind, name, (220.0 * len(self.graph.nodes), 0.0), **arguments)
        self.graph.connect(self.last, node["input"])
        self.last = node["output"]
        return node

    def linear(self, name: str, width: int, **arguments: Any) -> Node:
        return self.add("Linear", name, out_features=width, **arguments)

    def loss(self, kind: str = "CrossEntropyLoss", target: str = "label") -> Project:
        node = self.add(kind, "loss")
        self.graph.connect(self.data[target], node["target"])
        return self.project


def small(**options: Any) -> Project:
    """moons → Linear(2, 8) → ReLU → Linear(8, 2) → CrossEntropyLoss: nothing is wrong with it."""
    net = Net(**options)
    net.linear("hidden", 8)
    net.add("ReLU", "relu")
    net.linear("output", 2)
    return net.loss()


def with_settings(**settings: Any) -> Callable[[Path], Project]:
    def make(folder: Path) -> Project:
        project = small()
        project.training |= {key.replace("__", "."): value for key, value in settings.items()}
        return project

    return make


def softmax(folder: Path) -> Project:
    net = Net("iris")
    net.linear("output", 3)
    net.add("Softmax", "softmax", dim=1)
    return net.loss()


def sigmoid(folder: Path) -> Project:
    net = Net("xor")
    net.linear("output", 1)
    net.add("Sigmoid", "sigmoid")
    net.add("torch.Tensor.squeeze", "column", dim=1)
    labels = net.graph.add("torch.Tensor.float", "labels")
    net.graph.connect(net.data["label"], labels["input"])
    loss = net.add("BCEWithLogitsLoss", "loss")
    net.graph.connect(labels["output"], loss["target"])
    return net.project


def too_few_scores(folder: Path) -> Project:
    net = Net("iris")
    net.linear("output", 2)
    return net.loss()


def single_rows(folder: Path) -> Project:
    net = Net(batch_size=1)
    net.linear("hidden", 8)
    net.add("BatchNorm1d", "norm")
    net.linear("output", 2)
    return net.loss()


def large_values(folder: Path) -> Project:
    net = Net("wine", standardise=False)
    net.linear("output", 3)
    return net.loss()


def table(folder: Path, rows: list[tuple[float, float, str]]) -> Project:
    path = folder / "rows.csv"
    path.write_text("a,b,label\n" + "".join(f"{a},{b},{label}\n" for a, b, label in rows))
    net = Net("csv", path=str(path), task="classification")
    net.linear("output", 2)
    return net.loss(target="target")


def rare_class(folder: Path) -> Project:
    return table(folder, [(n % 7 + n / 1000, n / 100, "no" if n % 20 else "yes") for n in range(400)])


def twins(folder: Path) -> Project:
    return table(folder, [(n % 20, n % 20 * 3, "yes" if n % 2 else "no") for n in range(100)])


def holes(folder: Path) -> Project:
    path = folder / "rows.npz"
    inputs = np.random.default_rng(0).standard_normal((60, 2), dtype=np.float32)
    inputs[:, 1] = np.nan
    np.savez(path, features=inputs, labels=np.arange(60) % 2)
    net = Net("arrays", path=str(path))
    net.linear("output", 2)
    return net.loss(target="target")


def between(*kinds: str, width: int = 8, **arguments: Any) -> Callable[[Path], Project]:
    """A linear layer, these, and a linear layer."""

    def make(folder: Path) -> Project:
        net = Net()
        net.linear("hidden", width)
        for number, kind in enumerate(kinds):
            net.add(kind, f"between{number}", **(arguments if kind.endswith("_") else {}))
        net.linear("output", 2)
        return net.loss()

    return make


def many(kind: str, count: int, *, bias: bool = True, **arguments: Any) -> Callable[[Path], Project]:
    """So many linear layers, each with one of these behind it."""

    def make(folder: Path) -> Project:
        net = Net()
        for number in range(count):
            net.linear(f"linear{number}", 16, bias=bias)
            net.add(kind, **arguments)
        net.linear("output", 2)
        return net.loss()

    return make


def run(state: str = "completed", message: str = "", **values: list[float]) -> Callable[[Path], Project]:
    """The small network, saved, with a run whose epochs had these values."""

    def make(folder: Path) -> Project:
        project = small()
        guinet.save(project, folder / "net.guinet")
        assert project.runs_folder is not None
        store = RunStore(project.runs_folder)
        started = store.begin(Start(len(values["loss"]), 1, 0, "cpu", 1, source=guinet.source(project)))
        for number, each in enumerate(zip(*values.values(), strict=True), 1):
            store.add(started, number, array("d"), (Epoch(number, number, dict(zip(values, each, strict=True))),))
        store.end(started, state, {}, message)
        store.close()
        return project

    return make


class Case(Struct, frozen=True):
    """`fix` is the first repair, "" where there is none; `node` is where it is found, "" for nowhere."""

    make: Callable[[Path], Project]
    code: str
    node: str
    words: str
    fix: str = ""


OVER_FITTED = run(
    loss=[1.0, 0.6, 0.4, 0.3, 0.2, 0.15, 0.1, 0.08], validation_loss=[1.1, 0.8, 0.7, 0.75, 0.8, 0.9, 1.0, 1.1]
)
CASES = {
    "softmax": Case(softmax, "applied-twice", "softmax", "loss applies softmax itself", "Remove softmax"),
    "sigmoid": Case(sigmoid, "applied-twice", "sigmoid", "loss applies sigmoid itself", "Remove sigmoid"),
    "scores": Case(
        too_few_scores, "outputs-targets", "output", "loss gets 2 scores for 3 classes", "Set out_features to 3"
    ),
    "single": Case(
        single_rows, "batch-norm-single", "norm", "Batches of one row give norm nothing", "Set batch_size to 32"
    ),
    "frozen": Case(
        with_settings(groups__hidden__frozen=True), "frozen", "hidden", "“hidden” are frozen", "Train them too"
    ),
    "large": Case(large_values, "not-normalised", "data", "What data gives is not normalised", "Standardise data"),
    "rare": Case(
        rare_class, "class-imbalance", "data", "The classes of data are out of balance", "Weight the classes in loss"
    ),
    "twins": Case(twins, "leakage", "data", "Rows of data are in the test part and in the training part at once."),
    "dead": Case(
        between("torch.neg", "ReLU", "torch.neg", "ReLU"),
        "dead-relu",
        "between3",
        "between3 is dead in 100% of its units",
        "Use LeakyReLU",
    ),
    "blocked": Case(between("torch.sign"), "zero-gradient", "hidden", "No gradient comes through to hidden"),
    "nan": Case(
        between("torch.log"),
        "not-finite",
        "between0",
        "between0 is the first to give a value that is not finite",
        "Insert clamp before between0",
    ),
    "in place": Case(
        between("torch.exp", "torch.Tensor.add_", other=1.0),
        "overwritten",
        "between1",
        "between1 works in place",
        "Let between1 make a new tensor",
    ),
    "cut": Case(
        between("torch.Tensor.detach"),
        "unused-parameters",
        "hidden",
        "Nothing of hidden reaches the loss",
        "Remove between0",
    ),
    "vanishing": Case(
        many("Sigmoid", 10),
        "vanishing-gradient",
        "linear0",
        "The gradient vanishes on its way to linear0",
        "Use ReLU between layers",
    ),
    "huge": Case(
        many("torch.mul", 4, bias=False, other=100.0),
        "exploding-gradient",
        "",
        "The gradients are huge",
        "Set clip_norm to 1",
    ),
    "constant": Case(
        between("torch.zeros_like"), "constant-predictions", "loss", "gives the same answer whatever it is given"
    ),
    "high": Case(
        with_settings(optimizer__lr=1000.0), "rate-high", "", "The learning rate 1000 is too high", "Set lr to"
    ),
    "low": Case(with_settings(optimizer__lr=1e-9), "rate-low", "", "The learning rate 1e-09 is very low", "Set lr to"),
    "by heart": Case(
        OVER_FITTED, "over-fitting", "", "since epoch 3 it learns its rows by heart", "Insert Dropout before output"
    ),
    "diverged": Case(run(loss=[1.0, 0.3, 0.2, 0.6, 0.7, 0.8]), "diverged", "", "its loss rose again"),
    "nothing": Case(run(loss=[0.7, 0.7, 0.6999, 0.7, 0.7]), "no-learning", "", "The network learned nothing."),
    "wild run": Case(
        run(loss=[1.0, 0.8, 0.6], gradient_norm=[0.5, 2.0, 900.0]),
        "exploding-gradient",
        "",
        "The gradients exploded during training.",
        "Set clip_norm to 1",
    ),
    "failed": Case(
        run("failed", "The loss became nan at step 3.", loss=[1.0, 0.8]), "run-failed", "", "The last training failed."
    ),
}


def state(panel: DoctorPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def ask(opened: Opened) -> DoctorPanel:
    """Clicks the Doctor's tab."""
    bars = [bar for bar in opened.window.findChildren(QTabBar) if bar.isVisible()]
    bar, place = next((bar, i) for bar in bars for i in range(bar.count()) if bar.tabText(i).startswith("Doctor"))
    opened.qtbot.mouseClick(bar, LEFT, Qt.KeyboardModifier.NoModifier, bar.tabRect(place).center())
    opened.until(lambda: opened.window.findChild(DoctorPanel))
    return opened.child(DoctorPanel, "doctor_panel")


def card_of(panel: DoctorPanel, code: str) -> DoctorCard | None:
    return next((card for card in panel.cards if card.finding.code == code), None)


def pressable(card: DoctorCard, words: str) -> QPushButton:
    return next(each for each in card.findChildren(QPushButton) if each.text().startswith(words))


def marked(opened: Opened) -> set[str]:
    """The names of the nodes that the canvas marks."""
    nodes = opened.document.main.nodes
    return {nodes[id].name for id in opened.window.canvas.scene.problems if id in nodes}


def press(opened: Opened, name: str) -> None:
    """A button of the card at a node."""
    card = opened.window.canvas.problem_cards.card
    assert card is not None
    button = card.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    opened.qtbot.mouseClick(button, LEFT)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_finding_is_read_in_the_panel_and_at_its_node_and_repaired(
    show_window: ShowWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    monkeypatch.setattr(asking, "SOON_MS", 0)
    opened = show_window(case.make(tmp_path)).ready()
    panel = ask(opened)
    opened.until(lambda: card_of(panel, case.code))
    card = card_of(panel, case.code)
    assert card is not None
    assert any(case.words in label.text() for label in card.findChildren(QLabel))
    if case.node:
        opened.qtbot.mouseClick(pressable(card, "Show the node"), LEFT)
        assert opened.window.canvas.selection == (opened.document.main.node(case.node).id,)
        assert case.node in marked(opened)
        assert opened.window.canvas.problem_cards.card is not None
    if case.fix:
        opened.qtbot.mouseClick(pressable(card, case.fix), LEFT)
        opened.until(lambda: card_of(panel, case.code) is None)
        assert not case.node or case.node not in marked(opened)


def test_what_cannot_be_looked_at_is_said_once(show_window: ShowWindow, tmp_path: Path) -> None:
    opened = show_window(holes(tmp_path)).ready()
    panel = ask(opened)
    opened.until(lambda: "Not looked at" in state(panel, "doctor_left_out"))
    assert (
        state(panel, "doctor_left_out").count("row 1 of 'features' of rows.npz holds a value that is not finite") == 1
    )


@pytest.fixture
def three_at_data(tmp_path: Path) -> Project:
    """A table whose values are large, whose rows are in two parts at once and whose classes are out of balance."""
    return table(tmp_path, [(1000.0 * (n % 20), 3.0, "no" if n % 20 else "yes") for n in range(400)])


def test_badges_tell_all_of_a_node_and_go_with_what_they_tell_of(
    show_window: ShowWindow, three_at_data: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "SOON_MS", 0)
    three_at_data.main.set(three_at_data.main.node("data"), standardise=False)
    opened = show_window(three_at_data).ready()
    canvas = opened.window.canvas
    panel = ask(opened)
    opened.until(lambda: card_of(panel, "leakage"))
    opened.window.docks.show("charts")  # the doctor is out of sight, its badges are not
    canvas.select([opened.document.main.node("data").id])
    data = opened.document.main.node("data").id
    wanted = {card.accessibleDescription() for card in panel.cards if card.problem.node == data}
    assert len(wanted) == 4  # one of the leakage into each part
    told = set()
    for _ in wanted:
        press(opened, "explain")
        assert canvas.problem_cards.card is not None
        told.add(canvas.problem_cards.card.details.text())
        press(opened, "next")
    assert told == wanted

    # A repair made at the badge, while nobody sees the panel.
    while (shown := canvas.problem_cards.card) is not None and shown.problem.code != "class-imbalance":
        press(opened, "next")
    press(opened, "fix")
    opened.until(lambda: len(canvas.scene.problems[data]) == 3)

    box = ask(opened).findChild(QCheckBox, "mark_nodes")
    assert isinstance(box, QCheckBox)
    opened.qtbot.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    assert not marked(opened)
    assert canvas.problem_cards.card is None
