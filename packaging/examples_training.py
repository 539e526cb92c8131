"""Examples that learn from data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from examples_sheet import Layer, Sheet, Shelf, new

from guinet.core.values import Value

Data: TypeAlias = "tuple[str, str, Mapping[str, object]]"
"""Name, kind and arguments of where rows come from."""


def draw(shelf: Shelf) -> None:
    for example in (
        digits_cnn,
        digits_mlp,
        fashion_cnn,
        iris_mlp,
        diabetes_regression,
        sine_lstm,
        optimisers,
        training_loop,
        train_and_eval,
    ):
        example(shelf)


def network(
    name: str,
    data: Data,
    ports: tuple[str, str],
    layers: Sequence[Layer],
    loss: str,
    per_row: int = 6,
) -> Sheet:
    """Data, layers in a row, and a loss of the last one and the target. `ports` of the data: features and target."""
    sheet = new(name)
    source, kind, arguments = data
    sheet.add(kind, source, at=(0, 0), **arguments)
    last = sheet.chain(f"{source}:{ports[0]}", layers, per_row)
    sheet.add(loss, "loss", last, f"{source}:{ports[1]}")
    return sheet


def digits_cnn(shelf: Shelf) -> None:
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
    sheet = network("DigitsCNN", digits, ("image", "label"), layers, "torch.nn.CrossEntropyLoss", per_row=5)
    shelf.put(
        "digits-cnn",
        sheet,
        "Read handwritten digits with a CNN",
        "S18 S21",
        """1,797 digits of 8×8 grey pixels. Two convolutions with batch normalisation find strokes and corners, a
        linear layer decides between ten classes. It reads more than 97 of 100 digits that it has never seen.""",
        {"epochs": 20},
    )


def digits_mlp(shelf: Shelf) -> None:
    layers: list[Layer] = [
        ("flatten", "torch.nn.Flatten", {}),
        ("hidden", "torch.nn.Linear", {"out_features": 128}),
        ("relu", "torch.nn.ReLU", {}),
        ("output", "torch.nn.Linear", {"out_features": 10}),
    ]
    digits = ("digits", "guinet.data.digits", {"batch_size": 32})
    sheet = network("DigitsMLP", digits, ("image", "label"), layers, "torch.nn.CrossEntropyLoss")
    shelf.put(
        "digits-mlp",
        sheet,
        "Read handwritten digits with an MLP",
        "S6 S7",
        """The same digits as in digits-cnn, but all pixels in one row and two linear layers: simpler, with more
        weights, and a little less sure.""",
        {"epochs": 20},
    )


def fashion_cnn(shelf: Shelf) -> None:
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
    sheet = network("FashionCNN", fashion, ("image", "label"), layers, "torch.nn.CrossEntropyLoss", per_row=5)
    shelf.put(
        "fashion-cnn",
        sheet,
        "Tell clothes apart with a CNN",
        "S18",
        """Photographs of shirts, shoes and bags, 28×28 grey pixels, ten classes. Pooling halves the size after each
        convolution, so that the second one sees larger shapes.""",
        {"epochs": 8},
    )


def iris_mlp(shelf: Shelf) -> None:
    layers: list[Layer] = [
        ("hidden", "torch.nn.Linear", {"out_features": 16}),
        ("tanh", "torch.nn.Tanh", {}),
        ("output", "torch.nn.Linear", {"out_features": 3}),
    ]
    iris = ("iris", "guinet.data.iris", {"batch_size": 16})
    sheet = network("IrisMLP", iris, ("features", "label"), layers, "torch.nn.CrossEntropyLoss")
    shelf.put(
        "iris-mlp",
        sheet,
        "Classify iris flowers",
        "S6 S8",
        """150 flowers, four measurements of each, three species: trained in a second. A good place to try other
        activations, fewer neurons or another optimiser.""",
        {"epochs": 60, "optimizer.lr": 0.01},
    )


def diabetes_regression(shelf: Shelf) -> None:
    layers: list[Layer] = [
        ("hidden", "torch.nn.Linear", {"out_features": 32}),
        ("relu", "torch.nn.ReLU", {}),
        ("output", "torch.nn.Linear", {"out_features": 1}),
    ]
    diabetes = ("diabetes", "guinet.data.diabetes", {"batch_size": 32})
    sheet = network("DiabetesRegression", diabetes, ("features", "target"), layers, "torch.nn.MSELoss")
    shelf.put(
        "diabetes-regression",
        sheet,
        "Predict how diabetes progresses",
        "S9 S10",
        """Ten measurements of 442 patients, and how far their disease had come a year later. The target is a
        number, so the loss is MSELoss. Much of it cannot be known from these measurements: an R² of 0.4 is good
        here.""",
        {"epochs": 60, "optimizer": "torch.optim.AdamW", "optimizer.lr": 0.01},
    )


def sine_lstm(shelf: Shelf) -> None:
    sheet = new("SineLSTM")
    sheet.add("guinet.data.sine", "sine", noise=0.02)
    sheet.add("torch.nn.LSTM", "lstm", "sine:sequence", hidden_size=32, batch_first=True)
    sheet.add("torch.Tensor.select", "last_step", "lstm", dim=1, index=-1)
    sheet.add("torch.nn.Linear", "output", "last_step", out_features=1)
    sheet.add("torch.nn.MSELoss", "loss", "output", "sine:target")
    shelf.put(
        "sine-lstm",
        sheet,
        "Predict the next value of a wave with an LSTM",
        "S19",
        """Pieces of noisy waves, 32 steps each. The LSTM reads them step by step, and a linear layer turns what it
        knows after the last one into the next value.""",
        {"epochs": 20, "optimizer.lr": 0.01},
    )


def optimisers(shelf: Shelf) -> None:
    layers: list[Layer] = [
        ("hidden", "torch.nn.Linear", {"out_features": 32}),
        ("relu", "torch.nn.ReLU", {}),
        ("output", "torch.nn.Linear", {"out_features": 2}),
    ]
    moons = ("moons", "guinet.data.moons", {"noise": 0.2})
    sheet = network("Optimisers", moons, ("features", "label"), layers, "torch.nn.CrossEntropyLoss")
    training: dict[str, Value] = {"epochs": 30, "optimizer": "torch.optim.SGD", "optimizer.lr": 0.1}
    shelf.put(
        "optimisers",
        sheet,
        "Try one optimiser after another",
        "S10",
        """Two half moons, to be told apart. The training settings say SGD with momentum 0.9. Train, choose Adam,
        RMSprop, Adadelta, Adagrad or AdamW, train again, and compare the runs.""",
        {**training, "optimizer.momentum": 0.9},
    )


def training_loop(shelf: Shelf) -> None:
    layers: list[Layer] = [
        ("hidden", "torch.nn.Linear", {"out_features": 32}),
        ("relu", "torch.nn.ReLU", {}),
        ("output", "torch.nn.Linear", {"out_features": 1}),
    ]
    diabetes = (
        "diabetes",
        "guinet.data.diabetes",
        {"batch_size": 442, "shuffle": False, "validation": 0.0, "test": 0.0},
    )
    sheet = network("TrainingLoop", diabetes, ("features", "target"), layers, "torch.nn.MSELoss")
    shelf.put(
        "training-loop",
        sheet,
        "The training loop, step by step",
        "S11",
        """All rows in one batch, so that an epoch is one step: forward, loss, zero_grad, backward, step. Hold the
        training and make single steps to watch the loss, the gradients and the weights.

        guinet source --training writes the same loop as plain Python.""",
        {"epochs": 100, "optimizer": "torch.optim.Adam", "optimizer.lr": 0.001},
    )


def train_and_eval(shelf: Shelf) -> None:
    layers: list[Layer] = [
        ("fc1", "torch.nn.Linear", {"out_features": 32}),
        ("bn1", "torch.nn.BatchNorm1d", {}),
        ("relu", "torch.nn.ReLU", {}),
        ("dropout", "torch.nn.Dropout", {"p": 0.3}),
        ("fc2", "torch.nn.Linear", {"out_features": 3}),
    ]
    wine = ("wine", "guinet.data.wine", {"batch_size": 16})
    sheet = network("TrainAndEval", wine, ("features", "label"), layers, "torch.nn.CrossEntropyLoss")
    shelf.put(
        "train-and-eval",
        sheet,
        "Train mode and eval mode",
        "S22 S20 S21",
        """Dropout and BatchNorm behave in two ways. While training, dropout is at work and bn1 uses the statistics
        of its batch; evaluating and predicting are done in eval mode, without dropout, with the statistics bn1 has
        gathered, and under no_grad.

        Train it, then predict from a row of 13 numbers: the same row always gives the same answer.""",
        {"epochs": 30, "optimizer.lr": 0.01},
    )
