"""What is close to a finding, and is none: for each of the doctor's findings a network that must not raise it."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

import guinet
from guinet.core.graph import Node
from guinet.core.project import Project
from guinet.probe.doctor.checkup import examine
from guinet.train.runs import Epoch, RunStore, Start


class Net:
    """A chain from a data source to a loss."""

    def __init__(self, kind: str = "moons", **options: Any) -> None:
        self.project = guinet.new()
        self.graph = self.project.main
        self.data = self.graph.add(f"guinet.data.{kind}", "data", **options)
        port = self.project.ports(self.graph, self.data).outputs[0].name
        self.last = self.data[port]

    def add(self, kind: str, **arguments: Any) -> Node:
        node = self.graph.add(kind if "." in kind else f"torch.nn.{kind}", **arguments)
        self.graph.connect(self.last, node["input"])
        self.last = node["output"]
        return node

    def linear(self, width: int) -> Node:
        return self.add("Linear", out_features=width)

    def loss(self, kind: str = "CrossEntropyLoss", target: str = "label") -> Project:
        node = self.graph.add(f"torch.nn.{kind}", "loss")
        self.graph.connect(self.last, node["input"])
        self.graph.connect(self.data[target], node["target"])
        return self.project


def log_softmax_before_its_own_loss(folder: Path) -> Project:
    net = Net()
    net.linear(16), net.add("ReLU"), net.linear(2)
    net.add("LogSoftmax", dim=1)
    return net.loss("NLLLoss")


def softmax_on_the_way_to_another_layer(folder: Path) -> Project:
    net = Net()
    net.linear(16), net.add("Softmax", dim=1), net.linear(2)
    return net.loss()


def sigmoid_before_bce_without_logits(folder: Path) -> Project:
    net = Net()
    net.linear(16), net.add("ReLU"), net.linear(1), net.add("Sigmoid")
    net.add("torch.Tensor.squeeze", dim=1)
    labels = net.graph.add("torch.Tensor.float", "labels")
    net.graph.connect(net.data["label"], labels["input"])
    loss = net.graph.add("torch.nn.BCELoss", "loss")
    net.graph.connect(net.last, loss["input"])
    net.graph.connect(labels["output"], loss["target"])
    return net.project


def a_relu_that_is_mostly_shut(folder: Path) -> Project:
    net = Net()
    net.linear(16), net.add("torch.sub", other=0.3), net.add("ReLU"), net.linear(2)
    return net.loss()


def ten_layers_of_relus(folder: Path) -> Project:
    """What comes out of the deep ones hardly depends on what went in: of each half the units is silent by chance."""
    net = Net()
    for _ in range(10):
        net.linear(64), net.add("ReLU")
    net.linear(2)
    return net.loss()


def a_few_relus_behind_pixels(folder: Path) -> Project:
    """Pixels are never below 0, so that a filter of one pixel is silent where its weight is."""
    net = Net("digits")
    net.add("Conv2d", out_channels=8, kernel_size=1), net.add("ReLU"), net.add("Flatten"), net.linear(10)
    return net.loss()


def three_layers_of_sigmoids(folder: Path) -> Project:
    net = Net()
    for _ in range(2):
        net.linear(16), net.add("Sigmoid")
    net.linear(2)
    return net.loss()


def a_logarithm_of_positive_numbers(folder: Path) -> Project:
    net = Net()
    net.linear(16), net.add("Softplus"), net.add("torch.log"), net.linear(2)
    return net.loss()


def a_detached_branch_beside_the_way(folder: Path) -> Project:
    """What is cut off has no parameters of its own."""
    net = Net()
    net.linear(16)
    before = net.last
    cut = net.add("torch.Tensor.detach")
    both = net.graph.add("torch.add", "both")
    net.graph.connect(before, both["input"])
    net.graph.connect(cut["output"], both["other"])
    net.last = both["output"]
    net.add("ReLU"), net.linear(2)
    return net.loss()


def batch_norm_with_a_remainder_of_two(folder: Path) -> Project:
    net = Net(samples=72, validation=0.0, test=0.0, batch_size=10)
    net.linear(8), net.add("BatchNorm1d"), net.add("ReLU"), net.linear(2)
    return net.loss()


def layer_norm_of_single_rows(folder: Path) -> Project:
    net = Net(samples=64, batch_size=1)
    net.linear(8), net.add("LayerNorm", normalized_shape=8), net.add("ReLU"), net.linear(2)
    return net.loss()


def large_numbers_behind_a_batch_norm(folder: Path) -> Project:
    net = Net("wine", standardise=False)
    net.add("BatchNorm1d")
    net.linear(8), net.add("Tanh"), net.linear(3)
    return net.loss()


def two_to_one_and_every_row_once(folder: Path) -> Project:
    rows = [f"{number / 300},{(number * 37 % 300) / 300},{'yes' if number % 3 else 'no'}" for number in range(300)]
    path = folder / "rows.csv"
    path.write_text("\n".join(["a,b,label", *rows]) + "\n")
    net = Net("csv", path=str(path), task="classification")
    net.linear(8), net.add("ReLU"), net.linear(2)
    return net.loss(target="target")


CASES: list[Callable[[Path], Project]] = [
    log_softmax_before_its_own_loss,
    softmax_on_the_way_to_another_layer,
    sigmoid_before_bce_without_logits,
    a_relu_that_is_mostly_shut,
    ten_layers_of_relus,
    a_few_relus_behind_pixels,
    three_layers_of_sigmoids,
    a_logarithm_of_positive_numbers,
    a_detached_branch_beside_the_way,
    batch_norm_with_a_remainder_of_two,
    layer_norm_of_single_rows,
    large_numbers_behind_a_batch_norm,
    two_to_one_and_every_row_once,
]


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_it_is_left_in_peace(make: Callable[[Path], Project], tmp_path: Path) -> None:
    checkup = examine(make(tmp_path))

    assert [(each.code, each.problem.message, dict(each.figures)) for each in checkup.findings] == []
    assert not checkup.skipped


def classifier() -> Project:
    net = Net()
    net.linear(16), net.add("ReLU"), net.linear(2)
    return net.loss()


def test_a_trained_network_that_says_both_classes() -> None:
    def weights(module: nn.Module) -> str:
        """As a training does it, by plain torch on points of both moons."""
        from guinet.data import prepare

        fields = prepare("guinet.data.moons", {}, None).train.fields
        optimizer = torch.optim.Adam(module.parameters(), 0.05)
        for _ in range(30):
            optimizer.zero_grad()
            nn.functional.cross_entropy(module(fields["features"]), fields["label"]).backward()
            optimizer.step()
        optimizer.zero_grad()
        return "1"

    assert [each.code for each in examine(classifier(), weights).findings] == []


@pytest.mark.parametrize(
    "values",
    [
        {"loss": [1.0, 0.6, 0.4, 0.3, 0.25], "validation_loss": [1.1, 0.7, 0.72, 0.69, 0.68]},
        {"loss": [1.0, 0.3, 0.2, 0.22, 0.19, 0.2]},
        {"loss": [1.0, 0.8, 0.6], "gradient_norm": [0.5, 2.0, 9.0]},
    ],
    ids=["wobbles", "noisy", "grows"],
)
def test_a_run_that_goes_well_enough(values: dict[str, list[float]], tmp_path: Path) -> None:
    project, store = classifier(), RunStore(tmp_path)
    run = store.begin(Start(len(values["loss"]), 1, 0, "cpu", 1, source=guinet.source(project)))
    for number, each in enumerate(zip(*values.values(), strict=True), 1):
        store.add(run, number, array("d"), (Epoch(number, number, dict(zip(values, each, strict=True))),))
    store.end(run, "completed", {}, "")
    store.close()

    assert [each.code for each in examine(project, runs=tmp_path).findings if each.ground.value == "run"] == []
