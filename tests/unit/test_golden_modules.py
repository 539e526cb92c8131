"""Graphs compared with modules written by hand: the same keys in the same order, equal outputs and gradients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from guinet.compile.module import build, load
from guinet.compile.shapes import check
from guinet.compile.source import Source, generate
from guinet.core.graph import Block, BlockArgument, BlockData, End, Node
from guinet.core.project import Project, block_kind
from guinet.core.values import Reference, TensorSpec, ValueSpec
from guinet.nodes.registry import REGISTRY

SPECS: Mapping[str, dict[str, ValueSpec]] = {
    "guinet.data.digits": {"image": TensorSpec(("N", 1, 8, 8)), "label": TensorSpec(("N",), "int64")},
    "guinet.data.iris": {"features": TensorSpec(("N", 4)), "label": TensorSpec(("N",), "int64")},
    "guinet.data.sine": {"sequence": TensorSpec(("N", 32, 1)), "target": TensorSpec(("N", 1))},
}


def data_specs(node: Node) -> Mapping[str, ValueSpec]:
    return SPECS[node.kind]


@pytest.fixture
def project() -> Project:
    return Project(REGISTRY)


def chain(block: Block, start: End, *nodes: Node) -> End:
    """Wires first ports to first ports; returns the last output."""
    for node in nodes:
        ports = block.project.ports(block, node)
        block.connect(start, node[ports.inputs[0].name])
        start = node[ports.outputs[0].name]
    return start


def source_of(project: Project) -> Source:
    report = check(project, data_specs)
    assert report.problems == (), [problem.message for problem in report.problems]
    source = generate(project, report)
    assert generate(project, report).text == source.text
    return source


def made_alike(project: Project, reference: type[nn.Module]) -> tuple[nn.Module, nn.Module]:
    source = source_of(project)
    torch.manual_seed(0)
    drawn = build(source)
    torch.manual_seed(0)
    return drawn, reference()


def assert_equal(drawn: nn.Module, written: nn.Module, *inputs: Tensor) -> None:
    """Keys in order, outputs and gradients, under one seed."""
    assert list(drawn.state_dict()) == list(written.state_dict())
    results = []
    for module in (drawn, written):
        torch.manual_seed(1)
        outputs = module(*inputs)
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        torch.stack([output.square().mean() for output in outputs]).sum().backward()
        results.append(outputs)
    assert len(results[0]) == len(results[1])
    assert all(torch.equal(one, other) for one, other in zip(*results, strict=True))
    gradients = [[parameter.grad for parameter in module.parameters()] for module in (drawn, written)]
    assert gradients[0]
    assert all(one is not None and torch.equal(one, other) for one, other in zip(*gradients, strict=True))


class WrittenMLP(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(20, 256)
        self.out = nn.Linear(256, 10)

    def forward(self, X: Tensor) -> Tensor:
        return self.out(F.relu(self.hidden(X)))


def test_mlp(project: Project) -> None:
    graph = project.main
    x = graph.add("guinet.Input", name="X", shape=(20,))
    hidden = graph.add("torch.nn.Linear", name="hidden", out_features=256)
    relu = graph.add("torch.relu", name="relu")
    out = graph.add("torch.nn.Linear", name="out", out_features=10)
    y = graph.add("guinet.Output", name="y")
    graph.connect(chain(graph, x["output"], hidden, relu, out), y["input"])

    drawn, written = made_alike(project, WrittenMLP)

    assert_equal(drawn, written, torch.randn(7, 20))
    assert source_of(project).text.endswith(
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


def test_lenet(project: Project) -> None:
    graph = project.main
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
    chain(graph, x["output"], *layers[:-1])
    graph.connect(layers[-2]["output"], layers[-1]["input"])

    drawn, written = made_alike(project, WrittenLeNet)

    assert_equal(drawn, written, torch.randn(3, 1, 28, 28))


class WrittenBasicBlock(nn.Module):
    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)

    def forward(self, x: Tensor) -> Tensor:
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + x)


class WrittenDownsampleBlock(nn.Module):
    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.shortcut = nn.Conv2d(in_channels, out_channels, 1, stride=2, bias=False)
        self.shortcut_bn = nn.BatchNorm2d(out_channels)

    def forward(self, x: Tensor) -> Tensor:
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + self.shortcut_bn(self.shortcut(x)))


class WrittenResNet18(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.stem_bn = nn.BatchNorm2d(64)
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1_0 = WrittenBasicBlock(64, 64)
        self.layer1_1 = WrittenBasicBlock(64, 64)
        self.layer2_0 = WrittenDownsampleBlock(64, 128)
        self.layer2_1 = WrittenBasicBlock(128, 128)
        self.layer3_0 = WrittenDownsampleBlock(128, 256)
        self.layer3_1 = WrittenBasicBlock(256, 256)
        self.layer4_0 = WrittenDownsampleBlock(256, 512)
        self.layer4_1 = WrittenBasicBlock(512, 512)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(512, 1000)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pool(torch.relu(self.stem_bn(self.stem(x))))
        x = self.layer1_1(self.layer1_0(x))
        x = self.layer2_1(self.layer2_0(x))
        x = self.layer3_1(self.layer3_0(x))
        x = self.layer4_1(self.layer4_0(x))
        return self.fc(torch.flatten(self.average(x), 1))


def new_block(project: Project, name: str, *arguments: BlockArgument) -> Block:
    from guinet.core.changes import AddBlock

    project.run("Add block", [AddBlock(BlockData(name.lower(), name, arguments=arguments))])
    return project.blocks[name.lower()]


def residual_block(project: Project, name: str, downsample: bool) -> Block:
    """A residual block; `out_channels` is exposed, and the batch norms and second convolution infer theirs."""
    block = new_block(project, name, BlockArgument("out_channels"))
    width = Reference("out_channels")
    x = block.add("guinet.Input", name="x")
    y = block.add("guinet.Output", name="y")
    kernel: dict[str, Any] = {"kernel_size": 3, "padding": 1, "bias": False}
    stride: dict[str, Any] = {"stride": 2} if downsample else {}
    conv1 = block.add("torch.nn.Conv2d", name="conv1", out_channels=width, **kernel, **stride)
    bn1 = block.add("torch.nn.BatchNorm2d", name="bn1")
    relu = block.add("torch.relu" if downsample else "torch.nn.ReLU", name="relu")
    conv2 = block.add("torch.nn.Conv2d", name="conv2", out_channels=width, **kernel)
    bn2 = block.add("torch.nn.BatchNorm2d", name="bn2")
    add = block.add("torch.add", name="add")
    last = block.add("torch.relu", name="activation")
    block.connect(chain(block, x["output"], conv1, bn1, relu, conv2, bn2), add["input"])
    shortcut = x["output"]
    if downsample:
        conv = block.add("torch.nn.Conv2d", name="shortcut", out_channels=width, kernel_size=1, stride=2, bias=False)
        bn = block.add("torch.nn.BatchNorm2d", name="shortcut_bn")
        shortcut = chain(block, shortcut, conv, bn)
    block.connect(shortcut, add["other"])
    block.connect(chain(block, add["output"], last), y["input"])
    return block


def resnet18(project: Project) -> None:
    plain = residual_block(project, "BasicBlock", downsample=False)
    down = residual_block(project, "DownsampleBlock", downsample=True)
    graph = project.main
    x = graph.add("guinet.Input", name="x", shape=(3, 64, 64))
    nodes = [
        graph.add("torch.nn.Conv2d", name="stem", out_channels=64, kernel_size=7, stride=2, padding=3, bias=False),
        graph.add("torch.nn.BatchNorm2d", name="stem_bn"),
        graph.add("torch.relu", name="relu"),
        graph.add("torch.nn.MaxPool2d", name="pool", kernel_size=3, stride=2, padding=1),
    ]
    for stage, width in enumerate((64, 128, 256, 512), 1):
        for place in range(2):
            block = down if stage > 1 and place == 0 else plain
            nodes.append(graph.add(block_kind(block.id), name=f"layer{stage}_{place}", out_channels=width))
    nodes += [
        graph.add("torch.nn.AdaptiveAvgPool2d", name="average", output_size=1),
        graph.add("torch.Tensor.flatten", name="flat", start_dim=1),
        graph.add("torch.nn.Linear", name="fc", out_features=1000),
    ]
    y = graph.add("guinet.Output", name="y")
    graph.connect(chain(graph, x["output"], *nodes), y["input"])


def test_resnet18(project: Project) -> None:
    resnet18(project)

    drawn, written = made_alike(project, WrittenResNet18)

    assert_equal(drawn, written, torch.randn(2, 3, 64, 64))


def test_one_class_serves_all_instances_of_a_block(project: Project) -> None:
    resnet18(project)

    text = source_of(project).text

    assert text.count("class BasicBlock(nn.Module):") == 1
    # Every use of this block keeps its width, so what is inferred always equals the exposed argument.
    assert "    def __init__(self, out_channels):\n" in text
    assert "self.bn2 = nn.BatchNorm2d(out_channels)" in text
    assert "self.layer2_0 = DownsampleBlock(64, 128)" in text
    assert "    def __init__(self, in_channels, out_channels):\n" in text
    assert (
        """        x = self.conv2(x)
        x = self.bn2(x)
        shortcut = self.shortcut(x_2)
"""
        not in text
    )


class WrittenLSTM(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(1, 16, num_layers=2, batch_first=True)
        self.fc = nn.Linear(16, 3)

    def forward(self, sequence: Tensor) -> Tensor:
        output, _ = self.lstm(sequence)
        return self.fc(output[:, -1])


def test_lstm_classifier(project: Project) -> None:
    graph = project.main
    data = graph.add("guinet.data.sine", name="sine")
    lstm = graph.add("torch.nn.LSTM", name="lstm", hidden_size=16, num_layers=2, batch_first=True)
    last = graph.add("torch.Tensor.select", name="last", dim=1, index=-1)
    fc = graph.add("torch.nn.Linear", name="fc", out_features=3)
    y = graph.add("guinet.Output", name="scores")
    graph.connect(chain(graph, data["sequence"], lstm, last, fc), y["input"])

    drawn, written = made_alike(project, WrittenLSTM)

    assert_equal(drawn, written, torch.randn(5, 32, 1))
    assert "        x, _ = self.lstm(sequence)\n        x = x.select(1, -1)\n" in source_of(project).text


class WrittenLSTMState(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(1, 16, batch_first=True)

    def forward(self, sequence: Tensor) -> tuple[Tensor, Tensor]:
        _, (h_n, c_n) = self.lstm(sequence)
        return c_n, h_n


def test_both_states_of_an_lstm(project: Project) -> None:
    graph = project.main
    data = graph.add("guinet.data.sine", name="sine")
    lstm = graph.add("torch.nn.LSTM", name="lstm", hidden_size=16, batch_first=True)
    cell = graph.add("guinet.Output", name="cell")
    state = graph.add("guinet.Output", name="state")
    graph.connect(data["sequence"], lstm["input"])
    graph.connect(lstm["h_n"], state["input"])
    graph.connect(lstm["c_n"], cell["input"])

    drawn, written = made_alike(project, WrittenLSTMState)

    assert_equal(drawn, written, torch.randn(5, 32, 1))


class WrittenEncoderLayer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(16, 4, dropout=0.1, batch_first=True)
        self.norm1 = nn.LayerNorm(16)
        self.up = nn.Linear(16, 32)
        self.gelu = nn.GELU()
        self.dropout = nn.Dropout(0.1)
        self.down = nn.Linear(32, 16)
        self.norm2 = nn.LayerNorm(16)

    def forward(self, x: Tensor) -> Tensor:
        attended, _ = self.attention(x, x, x, need_weights=False)
        x = self.norm1(attended + x)
        return self.norm2(self.down(self.dropout(self.gelu(self.up(x)))) + x)


class WrittenTransformer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Linear(1, 16)
        self.layer1 = WrittenEncoderLayer()
        self.layer2 = WrittenEncoderLayer()
        self.fc = nn.Linear(16, 2)

    def forward(self, sequence: Tensor) -> Tensor:
        x = self.layer2(self.layer1(self.embed(sequence)))
        return self.fc(torch.mean(x, dim=1))


def encoder_layer(project: Project) -> Block:
    block = new_block(project, "EncoderLayer")
    x = block.add("guinet.Input", name="x")
    attention = block.add(
        "torch.nn.MultiheadAttention", name="attention", num_heads=4, dropout=0.1, batch_first=True, need_weights=False
    )
    for port in ("query", "key", "value"):
        block.connect(x["output"], attention[port])
    add1 = block.add("torch.add", name="add1")
    add2 = block.add("torch.add", name="add2")
    norm1 = block.add("torch.nn.LayerNorm", name="norm1")
    feed = [
        block.add("torch.nn.Linear", name="up", out_features=32),
        block.add("torch.nn.GELU", name="gelu"),
        block.add("torch.nn.Dropout", name="dropout", p=0.1),
        block.add("torch.nn.Linear", name="down", out_features=16),
    ]
    norm2 = block.add("torch.nn.LayerNorm", name="norm2")
    y = block.add("guinet.Output", name="y")
    block.connect(attention["attn_output"], add1["input"])
    block.connect(x["output"], add1["other"])
    block.connect(add1["output"], norm1["input"])
    block.connect(chain(block, norm1["output"], *feed), add2["input"])
    block.connect(norm1["output"], add2["other"])
    block.connect(chain(block, add2["output"], norm2), y["input"])
    return block


def test_transformer_encoder(project: Project) -> None:
    layer = encoder_layer(project)
    graph = project.main
    data = graph.add("guinet.data.sine", name="sine")
    nodes = [
        graph.add("torch.nn.Linear", name="embed", out_features=16),
        graph.add(block_kind(layer.id), name="layer1"),
        graph.add(block_kind(layer.id), name="layer2"),
        graph.add("torch.mean", name="mean", dim=1),
        graph.add("torch.nn.Linear", name="fc", out_features=2),
    ]
    y = graph.add("guinet.Output", name="scores")
    graph.connect(chain(graph, data["sequence"], *nodes), y["input"])

    drawn, written = made_alike(project, WrittenTransformer)

    assert_equal(drawn, written, torch.randn(4, 32, 1))
    assert "x, _ = self.attention(x, x, x, need_weights=False)" not in source_of(project).text


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


def test_two_inputs_and_two_outputs(project: Project) -> None:
    graph = project.main
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
    graph.connect(chain(graph, a["output"], left, tanh), cat["tensors"])
    graph.connect(chain(graph, b["output"], right), cat["tensors"])
    for head, output in ((kind, first), (size, second)):
        graph.connect(chain(graph, cat["output"], head), output["input"])

    drawn, written = made_alike(project, WrittenTwoByTwo)
    source = source_of(project)

    assert_equal(drawn, written, torch.randn(3, 4), torch.randn(3, 6))
    assert [item.name for item in source.inputs] == ["a", "b"]
    assert [item.name for item in source.outputs] == ["result_1", "result_2"]
    assert "        cat = torch.cat((tanh, x), dim=1)\n" in source.text


class WrittenInner(nn.Sequential):
    def __init__(self) -> None:
        super().__init__(nn.Linear(8, 8), nn.ReLU())


class WrittenOuter(nn.Module):
    def __init__(self, in_features: int) -> None:
        super().__init__()
        self.reduce = nn.Linear(in_features, 8)
        self.block0 = WrittenInner()
        self.block1 = WrittenInner()

    def forward(self, x: Tensor) -> Tensor:
        return self.block1(self.block0(self.reduce(x)))


class WrittenNested(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first = WrittenOuter(4)
        self.second = WrittenOuter(8)

    def forward(self, features: Tensor) -> Tensor:
        return self.second(self.first(features))


def test_blocks_in_blocks_and_a_sequential_of_digits(project: Project) -> None:
    inner = new_block(project, "Inner")
    x = inner.add("guinet.Input", name="x")
    linear = inner.add("torch.nn.Linear", name="0", out_features=8)
    relu = inner.add("torch.nn.ReLU", name="1")
    inner.connect(chain(inner, x["output"], linear, relu), inner.add("guinet.Output", name="y")["input"])
    outer = new_block(project, "Outer")
    x = outer.add("guinet.Input", name="x")
    reduce = outer.add("torch.nn.Linear", name="reduce", out_features=8)
    blocks = [outer.add(block_kind(inner.id), name=f"block{place}") for place in range(2)]
    outer.connect(chain(outer, x["output"], reduce, *blocks), outer.add("guinet.Output", name="y")["input"])
    graph = project.main
    data = graph.add("guinet.data.iris", name="iris")
    halves = [graph.add(block_kind(outer.id), name=name) for name in ("first", "second")]
    graph.connect(chain(graph, data["features"], *halves), graph.add("guinet.Output", name="y")["input"])

    drawn, written = made_alike(project, WrittenNested)
    text = source_of(project).text

    assert_equal(drawn, written, torch.randn(3, 4))
    assert text.index("class Inner(nn.Sequential)") < text.index("class Outer(nn.Module)") < text.index("class Net(")
    assert "            nn.Linear(8, 8),\n            nn.ReLU(),\n" in text
    assert "self.first = Outer(4)" in text
    assert "self.second = Outer(8)" in text


class WrittenSequential(nn.Sequential):
    def __init__(self) -> None:
        super().__init__(nn.Linear(20, 256), nn.ReLU(), nn.Linear(256, 10))


def test_a_main_graph_of_digits_is_a_sequential(project: Project) -> None:
    graph = project.main
    x = graph.add("guinet.Input", name="x", shape=(20,))
    nodes = [
        graph.add("torch.nn.Linear", name="0", out_features=256),
        graph.add("torch.nn.ReLU", name="1"),
        graph.add("torch.nn.Linear", name="2", out_features=10),
    ]
    graph.connect(chain(graph, x["output"], *nodes), graph.add("guinet.Output", name="y")["input"])

    drawn, written = made_alike(project, WrittenSequential)

    assert isinstance(drawn, nn.Sequential)
    assert list(drawn.state_dict()) == ["0.weight", "0.bias", "2.weight", "2.bias"]
    assert_equal(drawn, written, torch.randn(2, 20))


def test_the_objective_adds_the_losses(project: Project) -> None:
    graph = project.main
    data = graph.add("guinet.data.iris", name="iris")
    body = graph.add("torch.nn.Linear", name="body", out_features=8)
    scores = graph.add("torch.nn.Linear", name="scores", out_features=3)
    again = graph.add("torch.nn.Linear", name="again", out_features=4)
    kind = graph.add("torch.nn.CrossEntropyLoss", name="kind_loss", label_smoothing=0.1)
    copy = graph.add("torch.nn.MSELoss", name="copy_loss")
    weight = graph.add("torch.mul", name="weighted", other=0.5)
    chain(graph, data["features"], body, scores, kind)
    chain(graph, body["output"], again, copy, weight)
    graph.connect(data["label"], kind["target"])
    graph.connect(data["features"], copy["target"])
    source = source_of(project)

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
