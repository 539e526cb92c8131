"""Examples that learn from data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from examples_sheet import Book, Layer, Sheet

Data: TypeAlias = "tuple[str, str, Mapping[str, object]]"
"""Name, kind and arguments of where rows come from."""


book = Book()


def network(
    sheet: Sheet, data: Data, ports: tuple[str, str], layers: Sequence[Layer], loss: str, per_row: int = 4
) -> None:
    """Data, layers in a row, and a loss of the last one and the target. `ports` of the data: features and target."""
    source, kind, arguments = data
    one_row = len(layers) < per_row
    # The target's wire goes below the layers where they are one row; else between the first two columns.
    beside = 0.5 if one_row else 0.0
    sheet.add(kind, source, at=(0, beside), **arguments)
    last = sheet.chain(f"{source}:{ports[0]}", layers, per_row, above=beside)
    at = (float(len(layers) + 1), beside) if one_row else None
    sheet.add(loss, "loss", last, f"{source}:{ports[1]}", at=at)


def mlp(width: int, outputs: int, activation: str = "ReLU") -> list[Layer]:
    """A hidden layer of `width` neurons, an activation, and a layer of `outputs`."""
    return [
        ("hidden", "torch.nn.Linear", {"out_features": width}),
        (activation.lower(), f"torch.nn.{activation}", {}),
        ("output", "torch.nn.Linear", {"out_features": outputs}),
    ]


@book.example("digits-cnn", "DigitsCNN", "S18 S21", {"epochs": 20})
def digits_cnn(sheet: Sheet) -> None:
    layers: list[Layer] = [
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
    digits: Data = ("digits", "guinet.data.digits", {})
    network(sheet, digits, ("image", "label"), layers, "torch.nn.CrossEntropyLoss", per_row=5)


@book.example("digits-mlp", "DigitsMLP", "S6 S7", {"epochs": 20})
def digits_mlp(sheet: Sheet) -> None:
    layers: list[Layer] = [("flatten", "torch.nn.Flatten", {}), *mlp(128, 10)]
    digits = ("digits", "guinet.data.digits", {"batch_size": 32})
    network(sheet, digits, ("image", "label"), layers, "torch.nn.CrossEntropyLoss")


@book.example("fashion-cnn", "FashionCNN", "S18", {"epochs": 8})
def fashion_cnn(sheet: Sheet) -> None:
    layers: list[Layer] = [
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
    fashion: Data = ("fashion", "guinet.data.fashion_mnist", {})
    network(sheet, fashion, ("image", "label"), layers, "torch.nn.CrossEntropyLoss", per_row=5)


@book.example("iris-mlp", "IrisMLP", "S6 S8", {"epochs": 60, "optimizer.lr": 0.01})
def iris_mlp(sheet: Sheet) -> None:
    layers = mlp(16, 3, "Tanh")
    iris = ("iris", "guinet.data.iris", {"batch_size": 16})
    network(sheet, iris, ("features", "label"), layers, "torch.nn.CrossEntropyLoss")


@book.example(
    "diabetes-regression",
    "DiabetesRegression",
    "S9 S10",
    {"epochs": 60, "optimizer": "torch.optim.AdamW", "optimizer.lr": 0.01},
)
def diabetes_regression(sheet: Sheet) -> None:
    layers = mlp(32, 1)
    diabetes = ("diabetes", "guinet.data.diabetes", {"batch_size": 32})
    network(sheet, diabetes, ("features", "target"), layers, "torch.nn.MSELoss")


@book.example("sine-lstm", "SineLSTM", "S19", {"epochs": 20, "optimizer.lr": 0.01})
def sine_lstm(sheet: Sheet) -> None:
    sheet.add("guinet.data.sine", "sine", at=(0, 0.5), noise=0.02)
    sheet.add("torch.nn.LSTM", "lstm", "sine:sequence", at=(1, 0), hidden_size=32, batch_first=True)
    sheet.add("torch.Tensor.select", "last_step", "lstm", dim=1, index=-1)
    sheet.add("torch.nn.Linear", "output", "last_step", out_features=1)
    sheet.add("torch.nn.MSELoss", "loss", "output", "sine:target", at=(4, 0.5))


@book.example(
    "optimisers",
    "Optimisers",
    "S10",
    {"epochs": 30, "optimizer": "torch.optim.SGD", "optimizer.lr": 0.1, "optimizer.momentum": 0.9},
)
def optimisers(sheet: Sheet) -> None:
    layers = mlp(32, 2)
    moons = ("moons", "guinet.data.moons", {"noise": 0.2})
    network(sheet, moons, ("features", "label"), layers, "torch.nn.CrossEntropyLoss")


@book.example(
    "training-loop", "TrainingLoop", "S11", {"epochs": 100, "optimizer": "torch.optim.Adam", "optimizer.lr": 0.001}
)
def training_loop(sheet: Sheet) -> None:
    layers = mlp(32, 1)
    diabetes = (
        "diabetes",
        "guinet.data.diabetes",
        {"batch_size": 442, "shuffle": False, "validation": 0.0, "test": 0.0},
    )
    network(sheet, diabetes, ("features", "target"), layers, "torch.nn.MSELoss")


@book.example("train-and-eval", "TrainAndEval", "S22 S20 S21", {"epochs": 30, "optimizer.lr": 0.01})
def train_and_eval(sheet: Sheet) -> None:
    layers: list[Layer] = [
        ("fc1", "torch.nn.Linear", {"out_features": 32}),
        ("bn1", "torch.nn.BatchNorm1d", {}),
        ("relu", "torch.nn.ReLU", {}),
        ("dropout", "torch.nn.Dropout", {"p": 0.3}),
        ("fc2", "torch.nn.Linear", {"out_features": 3}),
    ]
    wine = ("wine", "guinet.data.wine", {"batch_size": 16})
    network(sheet, wine, ("features", "label"), layers, "torch.nn.CrossEntropyLoss", per_row=5)
