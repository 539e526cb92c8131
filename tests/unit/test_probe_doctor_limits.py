"""Where a finding of the doctor's begins and ends: cases on either side of its limits."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

import guinet
from guinet import data
from guinet.core.changes import SetCode
from guinet.core.coding import code_id
from guinet.core.findings import Diagnosis
from guinet.core.graph import Node
from guinet.core.problems import Severity
from guinet.core.project import Project
from guinet.probe.doctor.checkup import examine
from guinet.storage import trust
from guinet.train.runs import Epoch, RunStore, Start
from tests.odd_code import SPARE


class Net:
    """A chain from a data source to a loss."""

    def __init__(self, kind: str = "moons", **options: Any) -> None:
        self.project = guinet.new()
        self.graph = self.project.main
        self.data = self.graph.add(f"guinet.data.{kind}", "data", **options)
        ports = self.project.ports(self.graph, self.data).outputs
        self.last, self.target = self.data[ports[0].name], self.data[ports[1].name]

    def add(self, kind: str, name: str | None = None, **arguments: Any) -> Node:
        node = self.graph.add(kind if "." in kind else f"torch.nn.{kind}", name, **arguments)
        self.graph.connect(self.last, node["input"])
        self.last = node["output"]
        return node

    def loss(self, kind: str = "CrossEntropyLoss") -> Project:
        node = self.graph.add(f"torch.nn.{kind}", "loss")
        self.graph.connect(self.last, node["input"])
        self.graph.connect(self.target, node["target"])
        return self.project


def classifier(**options: Any) -> Project:
    net = Net(**options)
    net.add("Linear", "hidden", out_features=16)
    net.add("ReLU", "relu")
    net.add("Linear", "output", out_features=2)
    return net.loss()


def table(folder: Path, lines: list[str], **options: Any) -> dict[str, Any]:
    path = folder / "rows.csv"
    path.write_text("\n".join(["a,b,label", *lines]) + "\n")
    return {"path": str(path), "task": "classification", **options}


def found(project: Project, code: str, **options: Any) -> list[Diagnosis]:
    return [each for each in examine(project, **options).findings if each.code == code]


# The graph


def test_a_softmax_that_something_else_needs_too_is_told_but_not_taken_out() -> None:
    net = Net("iris")
    net.add("Linear", "scores", out_features=3)
    softmax = net.add("Softmax", "softmax", dim=1)
    project = net.loss()
    shown = project.main.add("guinet.Output", "shares")
    project.main.connect(softmax["output"], shown["input"])

    [finding] = found(project, "applied-twice")
    assert finding.problem.fixes == ()


def test_only_sigmoids_between_layers_are_replaced() -> None:
    net = Net()
    for _ in range(10):
        net.add("Linear", out_features=16), net.add("Sigmoid")
    net.add("Linear", out_features=1)
    last = net.add("Sigmoid", "probability")
    net.add("torch.Tensor.squeeze", dim=1)
    labels = net.graph.add("torch.Tensor.float", "labels")
    net.graph.connect(net.target, labels["input"])
    net.target = labels["output"]
    project = net.loss("BCELoss")

    [finding] = found(project, "vanishing-gradient")
    project.run("Repair", finding.problem.fixes[0].changes)
    sigmoids = [node.id for node in project.main.nodes.values() if node.kind == "torch.nn.Sigmoid"]
    assert sigmoids == [last.id]


# The data


def test_columns_that_vary_unevenly_are_not_normalised_though_none_is_large(tmp_path: Path) -> None:
    lines = [f"{number % 10 / 1000},{number * 37 % 200 / 20},{'yes' if number % 3 else 'no'}" for number in range(200)]
    net = Net("csv", **table(tmp_path, lines, standardise=False))
    net.add("Linear", out_features=2)

    [finding] = found(net.loss(), "not-normalised")
    rows = torch.tensor([[float(part) for part in line.split(",")[:2]] for line in lines])
    spread = rows.std(0, correction=0)
    assert rows.square().mean().sqrt() < 10
    assert finding.figures["unevenness"] == pytest.approx(float(spread[1] / spread[0]), rel=0.1)


def test_whole_numbers_are_not_to_be_normalised(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    np.savez(tmp_path / "words.npz", x=random.integers(0, 9000, (80, 3)), y=random.integers(0, 2, 80))
    net = Net("arrays", path=str(tmp_path / "words.npz"), input="x", target="y", input_type="int64")
    net.add("torch.Tensor.float"), net.add("torch.div", other=9000.0), net.add("Linear", out_features=2)

    checkup = examine(net.loss())
    assert not checkup.skipped
    assert "not-normalised" not in [finding.code for finding in checkup.findings]


@pytest.mark.parametrize(("twins", "severity"), [(2, Severity.INFO), (60, Severity.WARNING)])
def test_a_few_rows_in_two_parts_are_said_many_are_a_warning(tmp_path: Path, twins: int, severity: Severity) -> None:
    numbers = [*range(400), *range(twins)]
    lines = [f"{number / 400},{number * 37 % 400 / 400},{'yes' if number % 3 else 'no'}" for number in numbers]
    found_severities: set[Severity] = set()
    for seed in range(4):
        net = Net("csv", **table(tmp_path, lines, split_seed=seed))
        net.add("Linear", out_features=2)
        for finding in found(net.loss(), "leakage"):
            assert (finding.figures["share"] >= 0.05) is (finding.problem.severity is Severity.WARNING)
            found_severities.add(finding.problem.severity)
    assert severity in found_severities


@pytest.mark.parametrize("kind", ["BCEWithLogitsLoss", "BCELoss"])
def test_yes_and_no_out_of_balance(tmp_path: Path, kind: str) -> None:
    lines = [f"{number / 400},{number * 37 % 400 / 400},{int(number % 20 == 0)}" for number in range(400)]
    net = Net("csv", **table(tmp_path, lines))
    net.add("Linear", out_features=1)
    if kind == "BCELoss":
        net.add("Sigmoid")
    net.add("torch.Tensor.squeeze", dim=1)
    labels = net.graph.add("torch.Tensor.float", "labels")
    net.graph.connect(net.target, labels["input"])
    net.target = labels["output"]

    [finding] = found(net.loss(kind), "class-imbalance")
    assert finding.figures["share"] == pytest.approx(0.95, abs=0.02)


def test_nearly_as_many_classes_as_rows_are_no_classes_out_of_balance(tmp_path: Path) -> None:
    names = [*[f"c{number}" for number in range(60)], *["c0"] * 40]
    lines = [f"{number / 100},{number * 37 % 100 / 100},{name}" for number, name in enumerate(names)]
    net = Net("csv", **table(tmp_path, lines, validation=0.0, test=0.0))
    net.add("Linear", out_features=60)

    assert found(net.loss(), "class-imbalance") == []


# One batch


@pytest.mark.parametrize(("rows", "told"), [(15, 0), (40, 1)])
def test_of_a_few_rows_a_unit_may_be_silent_by_chance(rows: int, told: int) -> None:
    net = Net(samples=rows, validation=0.0, test=0.0)
    net.add("Linear", out_features=16), net.add("ReLU"), net.add("torch.neg"), net.add("ReLU", "second")
    net.add("Linear", out_features=2)

    assert len(found(net.loss(), "dead-relu")) == told


def test_huge_gradients_lie_at_the_node_with_the_largest_and_are_none_where_they_are_clipped() -> None:
    net = Net()
    for number in range(4):
        net.add("Linear", f"linear{number}", out_features=16, bias=False), net.add("torch.mul", other=100.0)
    net.add("Linear", "output", out_features=2)
    project = net.loss()

    module = guinet.build(project)

    def weights(own: nn.Module) -> str:
        own.load_state_dict(module.state_dict())
        return "1"

    [finding] = found(project, "exploding-gradient", weights=weights)
    rows = data.prepare("guinet.data.moons", {}, None).train.fields
    nn.functional.cross_entropy(module(rows["features"][:256]), rows["label"][:256]).backward()
    norms = {path: float(each.grad.norm()) for path, each in module.named_parameters() if each.grad is not None}
    assert finding.problem.node == project.main.node(max(norms, key=lambda path: norms[path]).split(".")[0]).id
    project.training["clip_norm"] = 1.0
    assert found(project, "exploding-gradient") == []


def test_a_gradient_that_grows_on_its_way_back_has_exploded() -> None:
    """The first layer's is a million times the last's, though no step would be huge."""
    net = Net()
    net.add("Linear", "first", out_features=16), net.add("torch.mul", other=1e6)
    net.add("torch.tanh"), net.add("torch.mul", other=1e-9)
    net.add("Linear", "last", out_features=2)
    project = net.loss()
    project.training["clip_norm"] = 1.0

    def weights(module: nn.Module) -> str:
        with torch.no_grad():
            module.get_parameter("first.weight").mul_(1e-7)
            module.get_parameter("first.bias").zero_()
            module.get_parameter("last.weight").mul_(1e6)
        return "1"

    [finding] = found(project, "exploding-gradient", weights=weights)
    assert finding.problem.node == project.main.node("first").id
    assert finding.figures["ratio"] > 1e4


def always_the_first(module: nn.Module) -> str:
    with torch.no_grad():
        module.get_parameter("output.bias").copy_(torch.tensor([100.0, -100.0]))
    return "1"


def test_always_the_same_class_may_be_right_where_nearly_all_rows_are_of_it(tmp_path: Path) -> None:
    lines = [f"{number / 400},{number * 37 % 400 / 400},{'b' if number % 20 == 0 else 'a'}" for number in range(400)]
    net = Net("csv", **table(tmp_path, lines))
    net.add("Linear", "hidden", out_features=4), net.add("Linear", "output", out_features=2)

    assert found(net.loss(), "constant-predictions", weights=always_the_first) == []
    assert len(found(classifier(), "constant-predictions", weights=always_the_first)) == 1


def test_rows_that_are_all_alike_have_one_answer(tmp_path: Path) -> None:
    lines = [f"0.5,0.25,{'yes' if number % 3 else 'no'}" for number in range(100)]
    net = Net("csv", **table(tmp_path, lines, standardise=False))
    net.add("Linear", out_features=2)

    assert found(net.loss(), "constant-predictions") == []


def test_a_part_of_a_layer_that_is_not_asked_for_is_no_unused_layer() -> None:
    """Attention whose shares alone are read: torch gives out_proj no gradient, and what makes the shares has one."""
    net = Net("sine")
    net.add("Linear", out_features=8)
    attention = net.graph.add("torch.nn.MultiheadAttention", "mha", embed_dim=8, num_heads=2, batch_first=True)
    for port in ("query", "key", "value"):
        net.graph.connect(net.last, attention[port])
    net.last = attention[net.project.ports(net.graph, attention).outputs[1].name]
    net.add("torch.select", dim=1, index=-1), net.add("Linear", out_features=1)

    assert found(net.loss("MSELoss"), "unused-parameters") == []


def test_a_parameter_of_ones_own_class_that_nothing_uses_is_told() -> None:
    net = Net()
    trust.trust([SPARE])
    net.project.run("Write code", [SetCode(code_id(SPARE), SPARE)])
    own = net.graph.add(f"code.{code_id(SPARE)}", "own")
    net.graph.connect(net.last, own["x"])
    net.last = own[net.project.ports(net.graph, own).outputs[0].name]
    net.add("Linear", out_features=2)

    [finding] = found(net.loss(), "unused-parameters")
    assert finding.problem.node == own.id
    assert finding.problem.message == "A part of own does not reach the loss, so it is never trained."
    assert "own.spare" in finding.evidence.text
    assert "own.used" not in finding.evidence.text


def test_a_rate_that_moves_the_loss_less_than_a_thousandth_is_very_low() -> None:
    project = classifier()
    project.training["optimizer"] = "torch.optim.SGD"
    project.training["optimizer.lr"] = 1e-5

    [finding] = found(project, "rate-low")
    assert 0 < finding.figures["first"] - finding.figures["last"] < 1e-3 * finding.figures["first"]


# A run


@pytest.mark.parametrize(
    "values",
    [
        {"loss": [1.0, 0.6, 0.4, 0.3, 0.2, 0.15], "validation_loss": [1.1, 0.8, 0.75, 0.79, 0.8, 0.81]},
        {"loss": [1.0, 0.6, 0.4, 0.4, 0.41, 0.4], "validation_loss": [1.1, 0.8, 0.7, 0.8, 0.9, 1.0]},
        {"loss": [0.5, 0.3, 0.2, 0.26, 0.27, 0.27]},
    ],
    ids=["hardly-grown", "training-loss-stays", "rose-a-little"],
)
def test_a_run_that_is_within_its_limits(values: dict[str, list[float]], tmp_path: Path) -> None:
    project, store = classifier(), RunStore(tmp_path)
    run = store.begin(Start(len(values["loss"]), 1, 0, "cpu", 1, source=guinet.source(project)))
    for number, each in enumerate(zip(*values.values(), strict=True), 1):
        store.add(run, number, array("d"), (Epoch(number, number, dict(zip(values, each, strict=True))),))
    store.end(run, "completed", {}, "")
    store.close()

    assert [each.code for each in examine(project, runs=tmp_path).findings if each.ground.value == "run"] == []
