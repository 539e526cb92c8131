"""Draws the bundled examples through the library and writes them: `python packaging/make_examples.py`."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import guinet
from guinet.core import editing
from guinet.core.changes import SetTraining
from guinet.core.graph import Block, Node
from guinet.core.project import Project
from guinet.core.values import Value

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "examples"
COLUMN, ROW = 220.0, 130.0


def chain(
    block: Block, first: Node, port: str, layers: Sequence[tuple[str, str, dict[str, object]]], per_row: int
) -> Node:
    """Wires layers one after the other, `per_row` to a row; returns the last."""
    last, out = first, port
    for number, (name, kind, arguments) in enumerate(layers, 1):
        place = (COLUMN * (number % per_row), ROW * (number // per_row))
        node = block.add(kind, name=name, position=place, **arguments)
        entry = block.project.ports(block, node).inputs[0].name
        block.connect(last[out], node[entry])
        last, out = node, block.project.ports(block, node).outputs[0].name
    return last


def finish(project: Project, name: str, title: str, rows: list[str], task: str, training: Mapping[str, Value]) -> None:
    changes = [SetTraining(key, value) for key, value in training.items()]
    project.run("Training", changes)
    project.extra = {"example": {"title": title, "rows": rows, "task": task}}
    FOLDER.mkdir(parents=True, exist_ok=True)
    guinet.save(project, FOLDER / f"{name}.guinet")
    print(f"{name}: {len(project.main.nodes)} nodes")


def add_loss(block: Block, kind: str, last: Node, data: Node, target: str) -> None:
    x, y = last.position
    loss = block.add(kind, name="loss", position=(x + COLUMN, y))
    block.connect(last["output"], loss["input"])
    block.connect(data[target], loss["target"])


def digits_cnn() -> None:
    project = guinet.new("DigitsCNN")
    net = project.main
    digits = net.add("guinet.data.digits", name="digits", position=(0.0, 0.0))
    layers: list[tuple[str, str, dict[str, object]]] = [
        ("conv1", "torch.nn.Conv2d", {"out_channels": 32, "kernel_size": 3, "padding": "same"}),
        ("bn1", "torch.nn.BatchNorm2d", {}),
        ("relu1", "torch.nn.ReLU", {}),
        ("pool", "torch.nn.MaxPool2d", {"kernel_size": 2}),
        ("conv2", "torch.nn.Conv2d", {"out_channels": 64, "kernel_size": 3, "padding": "same"}),
        ("bn2", "torch.nn.BatchNorm2d", {}),
        ("relu2", "torch.nn.ReLU", {}),
        ("flatten", "torch.nn.Flatten", {}),
        ("dropout", "torch.nn.Dropout", {"p": 0.25}),
        ("fc", "torch.nn.Linear", {"out_features": 10}),
    ]
    last = chain(net, digits, "image", layers, per_row=5)
    add_loss(net, "torch.nn.CrossEntropyLoss", last, digits, "label")
    finish(
        project, "digits-cnn", "Read handwritten digits with a CNN", ["S18", "S21"], "classification", {"epochs": 20}
    )


def digits_mlp() -> None:
    project = guinet.new("DigitsMLP")
    net = project.main
    digits = net.add("guinet.data.digits", name="digits", position=(0.0, 0.0), batch_size=32)
    layers: list[tuple[str, str, dict[str, object]]] = [
        ("flatten", "torch.nn.Flatten", {}),
        ("hidden", "torch.nn.Linear", {"out_features": 128}),
        ("relu", "torch.nn.ReLU", {}),
        ("output", "torch.nn.Linear", {"out_features": 10}),
    ]
    last = chain(net, digits, "image", layers, per_row=6)
    add_loss(net, "torch.nn.CrossEntropyLoss", last, digits, "label")
    finish(project, "digits-mlp", "Read handwritten digits with an MLP", ["S6", "S7"], "classification", {"epochs": 20})


def fashion_cnn() -> None:
    project = guinet.new("FashionCNN")
    net = project.main
    fashion = net.add("guinet.data.fashion_mnist", name="fashion", position=(0.0, 0.0))
    layers: list[tuple[str, str, dict[str, object]]] = [
        ("conv1", "torch.nn.Conv2d", {"out_channels": 16, "kernel_size": 3, "padding": 1}),
        ("relu1", "torch.nn.ReLU", {}),
        ("pool1", "torch.nn.MaxPool2d", {"kernel_size": 2}),
        ("conv2", "torch.nn.Conv2d", {"out_channels": 32, "kernel_size": 3, "padding": 1}),
        ("relu2", "torch.nn.ReLU", {}),
        ("pool2", "torch.nn.MaxPool2d", {"kernel_size": 2}),
        ("flatten", "torch.nn.Flatten", {}),
        ("fc1", "torch.nn.Linear", {"out_features": 128}),
        ("relu3", "torch.nn.ReLU", {}),
        ("fc2", "torch.nn.Linear", {"out_features": 10}),
    ]
    last = chain(net, fashion, "image", layers, per_row=5)
    add_loss(net, "torch.nn.CrossEntropyLoss", last, fashion, "label")
    finish(project, "fashion-cnn", "Tell clothes apart with a CNN", ["S18"], "classification", {"epochs": 8})


def iris_mlp() -> None:
    project = guinet.new("IrisMLP")
    net = project.main
    iris = net.add("guinet.data.iris", name="iris", position=(0.0, 0.0), batch_size=16)
    layers: list[tuple[str, str, dict[str, object]]] = [
        ("hidden", "torch.nn.Linear", {"out_features": 16}),
        ("tanh", "torch.nn.Tanh", {}),
        ("output", "torch.nn.Linear", {"out_features": 3}),
    ]
    last = chain(net, iris, "features", layers, per_row=6)
    add_loss(net, "torch.nn.CrossEntropyLoss", last, iris, "label")
    training = {"epochs": 60, "optimizer.lr": 0.01}
    finish(project, "iris-mlp", "Classify iris flowers", ["S6", "S8"], "classification", training)


def diabetes_regression() -> None:
    project = guinet.new("DiabetesRegression")
    net = project.main
    diabetes = net.add("guinet.data.diabetes", name="diabetes", position=(0.0, 0.0), batch_size=32)
    layers: list[tuple[str, str, dict[str, object]]] = [
        ("hidden", "torch.nn.Linear", {"out_features": 32}),
        ("relu", "torch.nn.ReLU", {}),
        ("output", "torch.nn.Linear", {"out_features": 1}),
    ]
    last = chain(net, diabetes, "features", layers, per_row=6)
    add_loss(net, "torch.nn.MSELoss", last, diabetes, "target")
    training: dict[str, Value] = {"epochs": 60, "optimizer": "torch.optim.AdamW", "optimizer.lr": 0.01}
    finish(project, "diabetes-regression", "Predict how diabetes progresses", ["S9", "S10"], "regression", training)


def sine_lstm() -> None:
    project = guinet.new("SineLSTM")
    net = project.main
    sine = net.add("guinet.data.sine", name="sine", position=(0.0, 0.0), noise=0.02)
    lstm = net.add("torch.nn.LSTM", name="lstm", position=(COLUMN, 0.0), hidden_size=32, batch_first=True)
    net.connect(sine["sequence"], lstm["input"])
    last_step = net.add("torch.Tensor.select", name="last_step", position=(2 * COLUMN, 0.0), dim=1, index=-1)
    net.connect(lstm["output"], last_step["input"])
    output = net.add("torch.nn.Linear", name="output", position=(3 * COLUMN, 0.0), out_features=1)
    net.connect(last_step["output"], output["input"])
    add_loss(net, "torch.nn.MSELoss", output, sine, "target")
    training: dict[str, Value] = {"epochs": 20, "optimizer.lr": 0.01}
    finish(project, "sine-lstm", "Predict the next value of a wave with an LSTM", ["S19"], "regression", training)


def count_ids() -> None:
    """Ids from a counter: drawing an example again must not change its file."""
    numbers = itertools.count(1)
    editing.new_id = lambda: f"{next(numbers):04d}"


def draw_all() -> None:
    for draw in (digits_cnn, digits_mlp, fashion_cnn, iris_mlp, diabetes_regression, sine_lstm):
        count_ids()
        draw()


if __name__ == "__main__":
    draw_all()
