"""Graphs of blocks compared with modules written by hand: the same keys in order, equal outputs and gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from guinet.core.graph import Block, BlockArgument
from guinet.core.project import block_kind
from guinet.core.values import Reference

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


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


def residual_block(sketch: Sketch, name: str, downsample: bool) -> Block:
    """A residual block; `out_channels` is exposed, and the batch norms and second convolution infer theirs."""
    block = sketch.new_block(name, BlockArgument("out_channels"))
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
    block.connect(sketch.inside(block).chain(x["output"], conv1, bn1, relu, conv2, bn2), add["input"])
    shortcut = x["output"]
    if downsample:
        conv = block.add("torch.nn.Conv2d", name="shortcut", out_channels=width, kernel_size=1, stride=2, bias=False)
        bn = block.add("torch.nn.BatchNorm2d", name="shortcut_bn")
        shortcut = sketch.inside(block).chain(shortcut, conv, bn)
    block.connect(shortcut, add["other"])
    block.connect(sketch.inside(block).chain(add["output"], last), y["input"])
    return block


def resnet18(sketch: Sketch) -> None:
    plain = residual_block(sketch, "BasicBlock", downsample=False)
    down = residual_block(sketch, "DownsampleBlock", downsample=True)
    graph = sketch.block
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
    graph.connect(sketch.chain(x["output"], *nodes), y["input"])


def test_resnet18(sketch: Sketch) -> None:
    resnet18(sketch)

    sketch.assert_like(WrittenResNet18, torch.randn(2, 3, 64, 64))


def test_one_class_serves_all_instances_of_a_block(sketch: Sketch) -> None:
    resnet18(sketch)

    text = sketch.flawless().text

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


def encoder_layer(sketch: Sketch) -> Block:
    block = sketch.new_block("EncoderLayer")
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
    block.connect(sketch.inside(block).chain(norm1["output"], *feed), add2["input"])
    block.connect(norm1["output"], add2["other"])
    block.connect(sketch.inside(block).chain(add2["output"], norm2), y["input"])
    return block


def test_transformer_encoder(sketch: Sketch, graph: Block) -> None:
    layer = encoder_layer(sketch)
    data = graph.add("guinet.data.sine", name="sine")
    nodes = [
        graph.add("torch.nn.Linear", name="embed", out_features=16),
        graph.add(block_kind(layer.id), name="layer1"),
        graph.add(block_kind(layer.id), name="layer2"),
        graph.add("torch.mean", name="mean", dim=1),
        graph.add("torch.nn.Linear", name="fc", out_features=2),
    ]
    y = graph.add("guinet.Output", name="scores")
    graph.connect(sketch.chain(data["sequence"], *nodes), y["input"])

    sketch.assert_like(WrittenTransformer, torch.randn(4, 32, 1))
    assert "x, _ = self.attention(x, x, x, need_weights=False)" not in sketch.flawless().text


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


def test_blocks_in_blocks_and_a_sequential_of_digits(sketch: Sketch, graph: Block) -> None:
    inner = sketch.new_block("Inner")
    x = inner.add("guinet.Input", name="x")
    linear = inner.add("torch.nn.Linear", name="0", out_features=8)
    relu = inner.add("torch.nn.ReLU", name="1")
    inner.connect(sketch.inside(inner).chain(x["output"], linear, relu), inner.add("guinet.Output", name="y")["input"])
    outer = sketch.new_block("Outer")
    x = outer.add("guinet.Input", name="x")
    reduce = outer.add("torch.nn.Linear", name="reduce", out_features=8)
    blocks = [outer.add(block_kind(inner.id), name=f"block{place}") for place in range(2)]
    outer.connect(
        sketch.inside(outer).chain(x["output"], reduce, *blocks), outer.add("guinet.Output", name="y")["input"]
    )
    data = graph.add("guinet.data.iris", name="iris")
    halves = [graph.add(block_kind(outer.id), name=name) for name in ("first", "second")]
    graph.connect(sketch.chain(data["features"], *halves), graph.add("guinet.Output", name="y")["input"])

    text = sketch.flawless().text

    sketch.assert_like(WrittenNested, torch.randn(3, 4))
    assert text.index("class Inner(nn.Sequential)") < text.index("class Outer(nn.Module)") < text.index("class Net(")
    assert "            nn.Linear(8, 8),\n            nn.ReLU(),\n" in text
    assert "self.first = Outer(4)" in text
    assert "self.second = Outer(8)" in text
