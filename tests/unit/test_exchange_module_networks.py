"""Networks as people write them, read live: names, values and outputs are those of the module."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import guinet
from tests.live_modules import read, require_same, results


class LeNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(256, 32)
        self.fc2 = nn.Linear(32, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), (2, 2))
        x = F.dropout(torch.flatten(x, 1), 0.3, training=self.training)
        return self.fc2(F.relu(self.fc1(x)))


class BasicBlock(nn.Module):
    def __init__(self, inner: int, outer: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inner, outer, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outer)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(outer, outer, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outer)
        self.downsample: nn.Module | None = None
        if stride != 1 or inner != outer:
            self.downsample = nn.Sequential(nn.Conv2d(inner, outer, 1, stride, bias=False), nn.BatchNorm2d(outer))

    def forward(self, x: Tensor) -> Tensor:
        out = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        out += x if self.downsample is None else self.downsample(x)
        return self.relu(out)


class ResNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.layer1 = nn.Sequential(BasicBlock(8, 8), BasicBlock(8, 8))
        self.layer2 = nn.Sequential(BasicBlock(8, 16, 2), BasicBlock(16, 16))
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(16, 5)

    def forward(self, x: Tensor) -> Tensor:
        x = self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x)))))
        return self.fc(torch.flatten(self.avgpool(x), 1))


class UNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.down1, self.down2, self.up1 = self._double(1, 4), self._double(4, 8), self._double(8, 4)
        self.pool = nn.MaxPool2d(2)
        self.up = nn.ConvTranspose2d(8, 4, 2, stride=2)
        self.out = nn.Conv2d(4, 2, 1)

    @staticmethod
    def _double(inner: int, outer: int) -> nn.Sequential:
        return nn.Sequential(nn.Conv2d(inner, outer, 3, padding=1), nn.BatchNorm2d(outer), nn.ReLU(inplace=True))

    def forward(self, x: Tensor) -> Tensor:
        left = self.down1(x)
        right = self.up(self.down2(self.pool(left)))
        height, width = left.size(2) - right.size(2), left.size(3) - right.size(3)
        right = F.pad(right, [width // 2, width - width // 2, height // 2, height - height // 2])
        return self.out(self.up1(torch.cat([left, right], dim=1)))


class Classifier(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(50, 8, padding_idx=0)
        self.lstm = nn.LSTM(8, 12, 2, batch_first=True, dropout=0.1, bidirectional=True)
        self.fc = nn.Linear(24, 3)

    def forward(self, x: Tensor) -> Tensor:
        start = torch.zeros(4, x.size(0), 12, device=x.device)
        out, (hidden, _) = self.lstm(self.embedding(x), (start, start))
        return self.fc(torch.cat((hidden[-2], hidden[-1]), dim=1)) + out[:, -1, :3]


class Encoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(30, 16)
        layer = nn.TransformerEncoderLayer(16, 4, 32, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.fc = nn.Linear(16, 30)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(self.encoder(self.embedding(x) * math.sqrt(16)).mean(dim=1))


class Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(16, 48)
        self.proj = nn.Linear(16, 16)
        self.heads = 4

    def forward(self, x: Tensor) -> Tensor:
        batch, steps, width = x.shape
        each = width // self.heads
        q, k, v = self.qkv(x).reshape(batch, steps, 3, self.heads, each).permute(2, 0, 3, 1, 4).unbind(0)
        weights = ((q @ k.transpose(-2, -1)) * each**-0.5).softmax(dim=-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(batch, steps, width))


class CausalAttention(nn.Module):
    bias: Tensor

    def __init__(self, width: int, longest: int) -> None:
        super().__init__()
        self.c_attn = nn.Linear(width, 3 * width)
        self.c_proj = nn.Linear(width, width)
        self.dropout = nn.Dropout(0.1)
        self.register_buffer("bias", torch.tril(torch.ones(longest, longest)).view(1, 1, longest, longest))

    def forward(self, x: Tensor) -> Tensor:
        batch, steps, width = x.size()
        q, k, v = (
            part.view(batch, steps, 2, width // 2).transpose(1, 2) for part in self.c_attn(x).split(width, dim=2)
        )
        weights = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
        weights = weights.masked_fill(self.bias[:, :, :steps, :steps] == 0, float("-inf"))
        weights = self.dropout(F.softmax(weights, dim=-1))
        return self.c_proj((weights @ v).transpose(1, 2).contiguous().view(batch, steps, width))


class Block(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.ln_1 = nn.LayerNorm(width)
        self.attn = CausalAttention(width, 16)
        self.ln_2 = nn.LayerNorm(width)
        self.mlp = nn.ModuleDict(
            {"up": nn.Linear(width, 4 * width), "act": nn.GELU(), "down": nn.Linear(4 * width, width)}
        )

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp["down"](self.mlp["act"](self.mlp["up"](self.ln_2(x))))


class GPT(nn.Module):
    def __init__(self, tied: bool = False) -> None:
        super().__init__()
        self.wte = nn.Embedding(20, 8)
        self.wpe = nn.Embedding(16, 8)
        self.h = nn.ModuleList([Block(8) for _ in range(2)])
        self.ln_f = nn.LayerNorm(8)
        self.lm_head = nn.Linear(8, 20, bias=False)
        if tied:
            self.lm_head.weight = self.wte.weight

    def forward(self, tokens: Tensor) -> Tensor:
        _, steps = tokens.size()
        x = self.wte(tokens) + self.wpe(torch.arange(0, steps, dtype=torch.long, device=tokens.device))
        for block in self.h:
            x = block(x)
        return self.lm_head(self.ln_f(x))


class Two(nn.Module):
    """Arguments that are not in the order of their names."""

    def __init__(self) -> None:
        super().__init__()
        self.left = nn.Linear(3, 4)
        self.right = nn.Linear(5, 4)

    def forward(self, z: Tensor, a: Tensor) -> tuple[Tensor, Tensor]:
        h = torch.tanh(self.left(z) - self.right(a))
        return h, h.sum(1, keepdim=True)


class Twice(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.block = BasicBlock(2, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.block(self.block(self.fc(self.fc(x))))


class Positions(nn.Module):
    """A buffer that is in no state_dict."""

    pe: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("pe", torch.linspace(-1, 1, 160).view(20, 8).sin(), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.pe[: x.size(1)]


class ConvNorm(nn.Sequential):
    def __init__(self, inner: int, outer: int) -> None:
        super().__init__(nn.Conv2d(inner, outer, 3), nn.BatchNorm2d(outer), nn.ReLU6(inplace=True))


class ChannelsLast(nn.LayerNorm):
    def forward(self, input: Tensor) -> Tensor:
        rows = F.layer_norm(input.permute(0, 2, 3, 1), self.normalized_shape, self.weight, self.bias, self.eps)
        return rows.permute(0, 3, 1, 2)


IMAGE, ROWS = torch.randn(2, 3, 32, 32), torch.randint(0, 20, (2, 6))

NETWORKS = {
    "mlp": lambda: (nn.Sequential(nn.Linear(20, 16), nn.ReLU(), nn.Dropout(0.2), nn.Linear(16, 3)), torch.randn(4, 20)),
    "lenet": lambda: (LeNet(), torch.randn(3, 1, 28, 28)),
    "resnet": lambda: (ResNet(), IMAGE),
    "unet": lambda: (UNet(), torch.randn(2, 1, 18, 16)),
    "lstm": lambda: (Classifier(), torch.randint(0, 50, (4, 7))),
    "encoder": lambda: (Encoder(), torch.randint(0, 30, (3, 5))),
    "attention": lambda: (Attention(), torch.randn(2, 5, 16)),
    "gpt": lambda: (GPT(), ROWS),
    "gpt, tied": lambda: (GPT(tied=True), ROWS),
    "two": lambda: (Two(), (torch.randn(2, 3), torch.randn(2, 5))),
    "two, by name": lambda: (Two(), {"z": torch.randn(2, 3), "a": torch.randn(2, 5)}),
    "twice": lambda: (Twice(), torch.randn(2, 2, 4, 4)),
    "positions": lambda: (nn.Sequential(nn.Embedding(20, 8), Positions(), nn.Linear(8, 2)), ROWS),
    "own sequential": lambda: (nn.Sequential(ConvNorm(3, 4), ConvNorm(4, 2), nn.Flatten()), IMAGE),
    "own layer": lambda: (nn.Sequential(nn.Conv2d(3, 4, 3), ChannelsLast(4), nn.Conv2d(4, 2, 1)), IMAGE),
}


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("training", [True, False])
def test_a_network_comes_back_as_it_is(name: str, training: bool) -> None:
    torch.manual_seed(3)
    module, inputs = NETWORKS[name]()

    project = require_same(module.train(training), inputs)

    assert not guinet.check(project).errors
    assert project.import_report.complete or name == "two, by name"  # their order is told


def test_lazy_layers_learn_their_sizes_by_being_read() -> None:
    module = nn.Sequential(nn.LazyConv1d(3, 2), nn.LazyBatchNorm1d(), nn.Flatten(), nn.LazyLinear(3))

    project = read(module, torch.randn(2, 4, 5))

    shapes = {name: tuple(value.shape) for name, value in guinet.build(project).named_parameters()}
    assert (shapes["0.weight"], shapes["3.weight"]) == ((3, 4, 2), (3, 12))


def test_equal_modules_are_one_definition() -> None:
    project = read(ResNet(), IMAGE)

    drawn = [block.name for block in project.blocks.values()]
    assert len([name for name in drawn if name.startswith("BasicBlock")]) == 3  # 8→8 twice, 8→16, 16→16


def test_another_batch_may_come_in() -> None:
    module = GPT()
    built = guinet.build(read(module, ROWS))

    other = torch.randint(0, 20, (5, 6))
    assert torch.equal(results(built, other, False)[0], results(module, other, False)[0])


def test_the_inputs_are_drawn_as_they_were_given() -> None:
    project = read(Two(), (torch.randn(2, 3), torch.randn(7, 5)[:2]))

    given = {node.name: dict(node.arguments) for node in project.main.nodes.values() if node.kind == "guinet.Input"}
    assert given == {"input_1": {"shape": (3,)}, "input_2": {"shape": (5,)}}


def test_tied_weights_stay_one_tensor() -> None:
    built = guinet.build(read(GPT(tied=True), ROWS))

    parameters = dict(built.named_parameters(remove_duplicate=False))
    assert parameters["lm_head.weight"] is parameters["wte.weight"]


def test_a_saved_project_has_its_weights_beside_it(tmp_path: Path) -> None:
    module = LeNet().eval()
    project = read(module, torch.randn(3, 1, 28, 28))

    guinet.save(project, tmp_path / "lenet.guinet")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["lenet.guinet", "lenet.weights.safetensors"]
    built = guinet.build(guinet.load(tmp_path / "lenet.guinet"))
    assert all(torch.equal(value, module.state_dict()[name]) for name, value in built.state_dict().items())
    assert guinet.save(project) == tmp_path / "lenet.guinet"
    assert b"pickle" not in (tmp_path / "lenet.guinet").read_bytes()


def test_a_second_project_of_that_name_leaves_other_weights_alone(tmp_path: Path) -> None:
    for _ in range(2):
        guinet.save(read(nn.Sequential(nn.Linear(2, 2)), torch.randn(3, 2)), tmp_path / "net.guinet")

    assert {path.name for path in tmp_path.glob("*.safetensors")} == {
        "net.weights.safetensors",
        "net.weights-2.safetensors",
    }
    assert guinet.build(guinet.load(tmp_path / "net.guinet")).state_dict().keys() == {"0.weight", "0.bias"}


def test_the_random_state_of_the_caller_is_left_alone() -> None:
    module = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5), nn.BatchNorm1d(2))
    torch.manual_seed(9)
    expected = torch.rand(3)

    torch.manual_seed(9)
    read(module, torch.ones(3, 2))

    assert torch.equal(torch.rand(3), expected)
