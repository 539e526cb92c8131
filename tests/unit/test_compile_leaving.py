"""Mute, bypass and dots in what is checked, written, built, trained and evaluated: PyTorch decides what is right."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

import guinet
from guinet.core import editing
from guinet.core.changes import Change
from guinet.core.graph import REROUTE_KIND, Block, NodeMode
from guinet.core.leaving import set_mode
from guinet.core.problems import GuinetError
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.session.channel import Channel
from guinet.session.commands import Command, Edit, Open
from guinet.session.events import Batch, Checked, Event, SourceChanged
from guinet.session.host import Host
from guinet.storage.examples import example_path
from guinet.train import inference

ACTIVATION = "torch.nn.Tanh"
"""The one iris-mlp has."""


@pytest.fixture
def iris() -> Project:
    return guinet.load(example_path("iris-mlp"))


def layer(block: Block, kind: str) -> str:
    return next(node.id for node in block.nodes.values() if node.kind == kind)


@pytest.fixture
def net() -> Block:
    """x → fc1 (4 → 8) → relu → fc2 (→ 3) → y."""
    main = Project(REGISTRY).main
    x = main.add("guinet.Input", "x", shape=(4,))
    nodes = [
        main.add("torch.nn.Linear", "fc1", out_features=8),
        main.add("torch.nn.ReLU", "relu"),
        main.add("torch.nn.Linear", "fc2", out_features=3),
        main.add("guinet.Output", "y"),
    ]
    for before, after in zip([x, *nodes], nodes, strict=False):
        main.connect(before["output"], after["input"])
    return main


def test_a_bypassed_layer_is_not_in_the_text_and_a_comment_says_so(net: Block) -> None:
    set_mode(net, [net.node("relu").id], NodeMode.BYPASSED)

    text = guinet.source(net.project)

    assert "# Bypassed, so what arrives passes on: relu." in text.splitlines()
    assert "ReLU" not in text
    torch.manual_seed(0)
    module = guinet.build(net.project)
    x = torch.randn(5, 4)
    torch.manual_seed(0)
    plain = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.Linear(8, 3))
    torch.testing.assert_close(module(x), plain(x))


def test_sizes_follow_what_passes_on(net: Block) -> None:
    set_mode(net, [net.node("fc1").id], NodeMode.BYPASSED)

    report = guinet.check(net.project)

    assert not report.problems
    assert report.nodes["main"][net.node("fc2").id].inferred == {"in_features": 4}
    assert net.node("fc1").id not in report.nodes["main"]


def test_a_muted_layer_takes_the_rest_along(net: Block) -> None:
    other = net.add("guinet.Output", "early")
    net.connect(net.node("fc1")["output"], other["input"])
    set_mode(net, [net.node("relu").id], NodeMode.MUTED)

    text = guinet.source(net.project)

    assert "# Muted, or depending only on what is: fc2, relu, y." in text.splitlines()
    assert tuple(guinet.build(net.project)(torch.zeros(2, 4)).shape) == (2, 8)


def test_what_a_muted_node_leaves_empty_is_one_problem(iris: Project) -> None:
    set_mode(iris.main, [layer(iris.main, ACTIVATION)], NodeMode.MUTED)

    [problem] = guinet.check(iris).problems

    assert problem.code == "muted-input"
    assert problem.node == layer(iris.main, "torch.nn.CrossEntropyLoss")
    with pytest.raises(GuinetError, match="which is muted"):
        guinet.train(iris, epochs=1)


def test_a_canvas_of_tensors_says_what_is_bypassed() -> None:
    main = Project(REGISTRY).main
    ones = main.add("torch.ones", "a", size=(2,))
    exp, neg = main.add("torch.exp", "e"), main.add("torch.neg", "n")
    main.connect(ones["output"], exp["input"])
    main.connect(exp["output"], neg["input"])
    set_mode(main, [exp.id], NodeMode.BYPASSED)

    values = guinet.evaluate(main.project)

    assert torch.equal(torch.as_tensor(values["n"]), -torch.ones(2))
    assert "e" not in values
    assert "# Bypassed, so what arrives passes on: e." in guinet.source(main.project).splitlines()


def test_dots_change_neither_text_nor_training(iris: Project, tmp_path: Path) -> None:
    text = guinet.source(iris)
    for wire in list(iris.main.wires):
        editing.insert_on_wire(iris.main, wire, iris.main.add(REROUTE_KIND))

    assert guinet.source(iris) == text
    assert not guinet.check(iris).problems
    assert guinet.train(iris, epochs=1, folder=tmp_path).reason == "completed"
    [prediction] = inference.predict(iris, guinet.build(iris), "5.1,3.5,1.4,0.2")
    assert prediction.label is not None


class Hand(Channel):
    """Gives the host commands one after the other, each answered before the next."""

    def __init__(self, commands: list[Command]) -> None:
        self._commands = commands
        self.events: list[Event] = []

    def next(self, wait: bool) -> Command | None:
        if not wait:
            return None
        if not self._commands:
            raise EOFError
        return self._commands.pop(0)

    def write(self, batch: Batch) -> None:
        self.events += batch.events


def test_the_host_follows_modes_as_they_change(iris: Project) -> None:
    main = iris.main
    changes: list[tuple[Change, ...]] = []
    iris.subscribe(lambda event: changes.append(event.changes))
    opening = Open(1, tuple(block.data() for block in iris.blocks.values()), dict(iris.training))
    texts = [guinet.source(iris)]
    relu = layer(main, ACTIVATION)
    for edit in (
        lambda: set_mode(main, [relu], NodeMode.BYPASSED),
        lambda: main.set(layer(main, "torch.nn.Linear"), out_features=11),
        lambda: set_mode(main, [relu], NodeMode.RUNS),
        iris.undo,
        iris.undo,
        iris.undo,
    ):
        edit()
        texts.append(guinet.source(iris))
    hand = Hand([opening, *(Edit(number, each) for number, each in enumerate(changes, 2))])

    Host(hand).run()

    assert [event.text for event in hand.events if isinstance(event, SourceChanged)] == texts
    assert [event.problems for event in hand.events if isinstance(event, Checked)] == [()] * 7
