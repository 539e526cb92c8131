"""The values of the moment at which a stepped training stands: those of the same loop written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import torch
from torch import Tensor, nn

from guinet import data
from guinet.core.changes import AddBlock
from guinet.core.graph import BlockData, End
from guinet.core.probed import TensorValue
from guinet.core.project import MAIN, Project, block_kind
from guinet.core.stepped import Go, Order, Phase
from guinet.nodes.registry import REGISTRY
from guinet.probe.evaluate import Evaluation
from guinet.probe.moment import Moments
from guinet.probe.stepping import Stepper
from tests.drawing import chain

ROWS = 16
Begin = Callable[[Project], "Stepping"]


class Stepping:
    """A stepped training, and what is told of each of its stops."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.stepper = Stepper(project)
        self.stepper.begin()
        self.moments = Moments(project, self.stepper)

    def go(self, go: Go, phase: Phase | None = None) -> Evaluation:
        self.stepper.go(Order(go, phase=phase))
        return self.moments.now()

    def value(self, found: Evaluation, node: str, port: str = "") -> Tensor:
        """What a node gave at a port, the first if none is named."""
        id = self.project.main.node(node).id
        ports = found.told.nodes[id].outputs
        value = found.values[End(id, port or next(iter(ports)))]
        assert isinstance(value, Tensor)
        return value

    def told(self, found: Evaluation, node: str) -> TensorValue:
        value = next(iter(found.told.nodes[self.project.main.node(node).id].outputs.values()))
        assert isinstance(value, TensorValue)
        return value

    def names(self, found: Evaluation) -> list[str]:
        return [self.project.main.nodes[node].name for node in found.told.nodes]


@pytest.fixture
def begin() -> Iterator[Begin]:
    made: list[Stepping] = []

    def make(project: Project) -> Stepping:
        made.append(Stepping(project))
        return made[-1]

    yield make
    for stepping in made:
        stepping.stepper.end()


def mlp(middle: str = "torch.nn.ReLU") -> Project:
    """Iris through Linear(4, 8), `middle` and Linear(8, 3)."""
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    graph = project.main
    rows = graph.add("guinet.data.iris", name="data", batch_size=ROWS)
    fc1 = graph.add("torch.nn.Linear", name="fc1", out_features=8)
    fc2 = graph.add("torch.nn.Linear", name="fc2", out_features=3)
    loss = graph.add("torch.nn.CrossEntropyLoss", name="loss")
    chain(graph, rows, fc1, graph.add(middle, name="act"), fc2, loss)
    graph.connect(rows["label"], loss["target"])
    project.training.update({"optimizer": "torch.optim.SGD", "optimizer.lr": 0.1, "seed": 3})
    return project


class Plain:
    """The first step of `mlp` by hand."""

    def __init__(self) -> None:
        rows = data.prepare("guinet.data.iris", {"batch_size": ROWS}, None).train.fields
        torch.manual_seed(3)
        self.fc1, self.fc2 = nn.Linear(4, 8), nn.Linear(8, 3)
        order = torch.randperm(len(rows["label"]), generator=torch.Generator().manual_seed(3))[:ROWS]
        self.features, self.labels = rows["features"][order], rows["label"][order]
        self.hidden = self.fc1(self.features)
        self.act = torch.relu(self.hidden)
        self.output = self.fc2(self.act)
        for tensor in (self.hidden, self.act, self.output):
            tensor.retain_grad()
        self.loss = nn.functional.cross_entropy(self.output, self.labels)


def test_before_the_first_batch_there_is_nothing_and_then_its_rows(begin: Begin) -> None:
    stepping, plain = begin(mlp()), Plain()

    assert stepping.moments.now().told.nodes == {}
    found = stepping.go(Go.PHASE)

    assert stepping.names(found) == ["data"]
    assert torch.equal(stepping.value(found, "data", "features"), plain.features)
    assert torch.equal(stepping.value(found, "data", "label"), plain.labels)


def test_only_what_has_run_has_a_value_and_it_is_the_loop_s(begin: Begin) -> None:
    stepping, plain = begin(mlp()), Plain()
    stepping.go(Go.PHASE)

    found = [stepping.go(Go.NODE) for _ in range(4)]

    assert [stepping.names(each)[1:] for each in found] == [
        ["fc1"],
        ["fc1", "act"],
        ["fc1", "act", "fc2"],
        ["fc1", "act", "fc2", "loss"],
    ]
    expected = {"fc1": plain.hidden, "act": plain.act, "fc2": plain.output, "loss": plain.loss}
    for name, tensor in expected.items():
        assert torch.equal(stepping.value(found[-1], name), tensor)
        assert stepping.told(found[-1], name).text == str(tensor)
    assert found[-1].told.mode == "train"


def test_gradients_are_there_as_far_as_backward_has_come(begin: Begin) -> None:
    stepping, plain = begin(mlp()), Plain()
    plain.loss.backward()
    stepping.go(Go.TO_PHASE, Phase.ZERO_GRAD)
    before = stepping.moments.now()

    stepping.go(Go.NODE)
    half = stepping.go(Go.NODE)
    whole = stepping.go(Go.PHASE)

    assert stepping.told(before, "act").grad == ""
    assert stepping.told(before, "act").keeps_grad
    assert stepping.told(half, "fc2").grad == str(plain.output.grad)
    assert stepping.told(half, "fc1").grad == "", "the way back has not come so far"
    for name, tensor in {"fc1": plain.hidden, "act": plain.act, "fc2": plain.output}.items():
        assert stepping.told(whole, name).grad == str(tensor.grad)


def test_the_next_batch_begins_without_the_values_of_the_last(begin: Begin) -> None:
    stepping = begin(mlp())
    stepping.go(Go.STEP)

    assert stepping.names(stepping.go(Go.PHASE)) == ["data"]
    assert stepping.names(stepping.go(Go.NODE)) == ["data", "fc1"]


def test_what_was_written_over_is_told_as_it_is_now(begin: Begin) -> None:
    project = mlp("torch.Tensor.relu_")
    stepping, plain = begin(project), Plain()
    stepping.go(Go.PHASE)

    first = stepping.told(stepping.go(Go.NODE), "fc1")
    then = stepping.told(stepping.go(Go.NODE), "fc1")

    assert first.text == str(plain.hidden)
    assert then.text == str(plain.act)
    assert first.text != then.text


def test_values_inside_a_block_are_kept_by_call(begin: Begin) -> None:
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    project.run("Add block", [AddBlock(BlockData("part", "Part"))])
    inner, graph = project.blocks["part"], project.main
    lin = inner.add("torch.nn.Linear", name="lin", out_features=4)
    chain(inner, inner.add("guinet.Input", name="x"), lin, inner.add("guinet.Output", name="y"))
    rows, loss = graph.add("guinet.data.iris", name="data"), graph.add("torch.nn.CrossEntropyLoss", name="loss")
    one, two = (graph.add(block_kind("part"), name=name) for name in ("one", "two"))
    chain(graph, rows, one, two, loss)
    graph.connect(rows["label"], loss["target"])
    stepping = begin(project)

    found = stepping.go(Go.TO_PHASE, Phase.FORWARD)

    calls = found.inside.calls(("part", lin.id))
    assert [found.inside.name(each) for each in calls] == ["one / lin", "two / lin"]
    for call, name in zip(calls, ("one", "two"), strict=True):
        assert torch.equal(call.values["output"], stepping.value(found, name))  # type: ignore[arg-type]
