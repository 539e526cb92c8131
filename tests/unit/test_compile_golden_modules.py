"""Graphs compared with modules written by hand: the same keys in the same order, equal outputs and gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from guinet.compile.module import load
from guinet.core.graph import Block

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


class WrittenMLP(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(20, 256)
        self.out = nn.Linear(256, 10)

    def forward(self, X: Tensor) -> Tensor:
        return self.out(F.relu(self.hidden(X)))


def test_mlp(sketch: Sketch, graph: Block) -> None:
    x = graph.add("guinet.Input", name="X", shape=(20,))
    hidden = graph.add("torch.nn.Linear", name="hidden", out_features=256)
    relu = graph.add("torch.relu", name="relu")
    out = graph.add("torch.nn.Linear", name="out", out_features=10)
    y = graph.add("guinet.Output", name="y")
    graph.connect(sketch.chain(x["output"], hidden, relu, out), y["input"])

    sketch.assert_like(WrittenMLP, torch.randn(7, 20))
    assert sketch.flawless().text.endswith(
        """class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(20, 256)
        self.out = nn.Linear(256, 10)

    def forward(self, X):
        x = self.hidden(X)
        x = torch.relu(x)
        x = self.out(x)
        return x
"""
    )


class WrittenLeNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.sigmoid1 = nn.Sigmoid()
        self.pool1 = nn.AvgPool2d(2, stride=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.sigmoid2 = nn.Sigmoid()
        self.pool2 = nn.AvgPool2d(2, stride=2)
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(400, 120)
        self.sigmoid3 = nn.Sigmoid()
        self.fc2 = nn.Linear(120, 84)
        self.sigmoid4 = nn.Sigmoid()
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pool1(self.sigmoid1(self.conv1(x)))
        x = self.pool2(self.sigmoid2(self.conv2(x)))
        x = self.sigmoid3(self.fc1(self.flatten(x)))
        return self.fc3(self.sigmoid4(self.fc2(x)))


def test_lenet(sketch: Sketch, graph: Block) -> None:
    x = graph.add("guinet.Input", name="x", shape=(1, 28, 28))
    layers = [
        graph.add("torch.nn.Conv2d", name="conv1", out_channels=6, kernel_size=5, padding=2),
        graph.add("torch.nn.Sigmoid", name="sigmoid1"),
        graph.add("torch.nn.AvgPool2d", name="pool1", kernel_size=2, stride=2),
        graph.add("torch.nn.Conv2d", name="conv2", out_channels=16, kernel_size=5),
        graph.add("torch.nn.Sigmoid", name="sigmoid2"),
        graph.add("torch.nn.AvgPool2d", name="pool2", kernel_size=2, stride=2),
        graph.add("torch.nn.Flatten", name="flatten"),
        graph.add("torch.nn.Linear", name="fc1", out_features=120),
        graph.add("torch.nn.Sigmoid", name="sigmoid3"),
        graph.add("torch.nn.Linear", name="fc2", out_features=84),
        graph.add("torch.nn.Sigmoid", name="sigmoid4"),
        graph.add("torch.nn.Linear", name="fc3", out_features=10),
        graph.add("guinet.Output", name="scores"),
    ]
    sketch.chain(x["output"], *layers[:-1])
    graph.connect(layers[-2]["output"], layers[-1]["input"])

    sketch.assert_like(WrittenLeNet, torch.randn(3, 1, 28, 28))


class WrittenLSTM(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(1, 16, num_layers=2, batch_first=True)
        self.fc = nn.Linear(16, 3)

    def forward(self, sequence: Tensor) -> Tensor:
        output, _ = self.lstm(sequence)
        return self.fc(output[:, -1])


def test_lstm_classifier(sketch: Sketch, graph: Block) -> None:
    data = graph.add("guinet.data.sine", name="sine")
    lstm = graph.add("torch.nn.LSTM", name="lstm", hidden_size=16, num_layers=2, batch_first=True)
    last = graph.add("torch.Tensor.select", name="last", dim=1, index=-1)
    fc = graph.add("torch.nn.Linear", name="fc", out_features=3)
    y = graph.add("guinet.Output", name="scores")
    graph.connect(sketch.chain(data["sequence"], lstm, last, fc), y["input"])

    sketch.assert_like(WrittenLSTM, torch.randn(5, 32, 1))
    assert "        x, _ = self.lstm(sequence)\n        x = x.select(1, -1)\n" in sketch.flawless().text


class WrittenLSTMState(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(1, 16, batch_first=True)

    def forward(self, sequence: Tensor) -> tuple[Tensor, Tensor]:
        _, (h_n, c_n) = self.lstm(sequence)
        return c_n, h_n


def test_both_states_of_an_lstm(sketch: Sketch, graph: Block) -> None:
    data = graph.add("guinet.data.sine", name="sine")
    lstm = graph.add("torch.nn.LSTM", name="lstm", hidden_size=16, batch_first=True)
    cell = graph.add("guinet.Output", name="cell")
    state = graph.add("guinet.Output", name="state")
    graph.connect(data["sequence"], lstm["input"])
    graph.connect(lstm["h_n"], state["input"])
    graph.connect(lstm["c_n"], cell["input"])

    sketch.assert_like(WrittenLSTMState, torch.randn(5, 32, 1))


class WrittenTwoByTwo(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.left = nn.Linear(4, 8)
        self.right = nn.Linear(6, 8)
        self.kind = nn.Linear(16, 3)
        self.size = nn.Linear(16, 1)

    def forward(self, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
        joined = torch.cat((torch.tanh(self.left(a)), self.right(b)), dim=1)
        return self.kind(joined), self.size(joined)


def test_two_inputs_and_two_outputs(sketch: Sketch, graph: Block) -> None:
    b = graph.add("guinet.Input", name="b", shape=(6,))
    a = graph.add("guinet.Input", name="a", shape=(4,))
    size = graph.add("torch.nn.Linear", name="size", out_features=1)
    kind = graph.add("torch.nn.Linear", name="kind", out_features=3)
    right = graph.add("torch.nn.Linear", name="right", out_features=8)
    left = graph.add("torch.nn.Linear", name="left", out_features=8)
    tanh = graph.add("torch.tanh", name="tanh")
    cat = graph.add("torch.cat", name="cat", dim=1)
    second = graph.add("guinet.Output", name="result_2")
    first = graph.add("guinet.Output", name="result_1")
    graph.connect(sketch.chain(a["output"], left, tanh), cat["tensors"])
    graph.connect(sketch.chain(b["output"], right), cat["tensors"])
    for head, output in ((kind, first), (size, second)):
        graph.connect(sketch.chain(cat["output"], head), output["input"])

    source = sketch.flawless()

    sketch.assert_like(WrittenTwoByTwo, torch.randn(3, 4), torch.randn(3, 6))
    assert [item.name for item in source.inputs] == ["a", "b"]
    assert [item.name for item in source.outputs] == ["result_1", "result_2"]
    assert "        cat = torch.cat((tanh, x), dim=1)\n" in source.text


class WrittenSequential(nn.Sequential):
    def __init__(self) -> None:
        super().__init__(nn.Linear(20, 256), nn.ReLU(), nn.Linear(256, 10))


def test_a_main_graph_of_digits_is_a_sequential(sketch: Sketch, graph: Block) -> None:
    x = graph.add("guinet.Input", name="x", shape=(20,))
    nodes = [
        graph.add("torch.nn.Linear", name="0", out_features=256),
        graph.add("torch.nn.ReLU", name="1"),
        graph.add("torch.nn.Linear", name="2", out_features=10),
    ]
    graph.connect(sketch.chain(x["output"], *nodes), graph.add("guinet.Output", name="y")["input"])

    drawn = sketch.assert_like(WrittenSequential, torch.randn(2, 20))

    assert isinstance(drawn, nn.Sequential)
    assert list(drawn.state_dict()) == ["0.weight", "0.bias", "2.weight", "2.bias"]


def test_the_objective_adds_the_losses(sketch: Sketch, graph: Block) -> None:
    data = graph.add("guinet.data.iris", name="iris")
    body = graph.add("torch.nn.Linear", name="body", out_features=8)
    scores = graph.add("torch.nn.Linear", name="scores", out_features=3)
    again = graph.add("torch.nn.Linear", name="again", out_features=4)
    kind = graph.add("torch.nn.CrossEntropyLoss", name="kind_loss", label_smoothing=0.1)
    copy = graph.add("torch.nn.MSELoss", name="copy_loss")
    weight = graph.add("torch.mul", name="weighted", other=0.5)
    sketch.chain(data["features"], body, scores, kind)
    sketch.chain(body["output"], again, copy, weight)
    graph.connect(data["label"], kind["target"])
    graph.connect(data["features"], copy["target"])
    source = sketch.flawless()

    torch.manual_seed(0)
    loaded = load(source)
    module = loaded.module_class()
    features, label = torch.randn(6, 4), torch.tensor([0, 1, 2, 0, 1, 2])
    values = dict(zip((item.name for item in source.outputs), module(features), strict=True))
    values |= {"features": features, "label": label}
    assert source.objective is not None
    assert loaded.objective is not None
    loss = loaded.objective(*(values[parameter.name] for parameter in source.objective.parameters))

    expected = nn.CrossEntropyLoss(label_smoothing=0.1)(values["scores"], label)
    expected = expected + nn.MSELoss()(values["again"], features) * 0.5
    assert torch.equal(loss, expected)
    assert [(item.name, item.port) for item in source.inputs] == [("features", "features")]
