"""Python text becomes the graph: modules as people write them are the same networks afterwards."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import guinet
from guinet.core.graph import INPUT_KIND
from guinet.exchange.python.reading import ImportedProject

HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n\n\n"

LENET = """
class LeNet(nn.Module):
    def __init__(self, num_classes=10):
        super(LeNet, self).__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, num_classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), (2, 2))
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = x.view(-1, 16 * 5 * 5)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)
"""
MLP = """
class MLP(nn.Module):
    def __init__(self, sizes=(8, 16, 16, 2)):
        super().__init__()
        self.layers = nn.ModuleList()
        for i, o in zip(sizes[:-1], sizes[1:]):
            self.layers.append(nn.Linear(i, o))

    def forward(self, x):
        for i, layer in enumerate(self.layers):
            x = layer(x)
            if i < len(self.layers) - 1:
                x = torch.relu(x)
        return x
"""
RESIDUAL = """
class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, in_planes, planes, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_planes, planes, kernel_size=3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.shortcut = nn.Sequential()
        if stride != 1 or in_planes != self.expansion * planes:
            self.shortcut = nn.Sequential(nn.Conv2d(in_planes, planes, 1, stride=stride), nn.BatchNorm2d(planes))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = self.bn1(self.conv1(x))
        out += self.shortcut(x)
        return torch.relu(out)


class ResNet(nn.Module):
    def __init__(self, block, num_blocks, num_classes=10):
        super().__init__()
        self.in_planes = 4
        self.layer1 = self._make_layer(block, 4, num_blocks[0], stride=1)
        self.layer2 = self._make_layer(block, 8, num_blocks[1], stride=2)
        self.linear = nn.Linear(8 * block.expansion, num_classes)

    def _make_layer(self, block, planes, num_blocks, stride):
        strides = [stride] + [1] * (num_blocks - 1)
        layers = []
        for stride in strides:
            layers.append(block(self.in_planes, planes, stride))
            self.in_planes = planes * block.expansion
        return nn.Sequential(*layers)

    def forward(self, x):
        out = self.layer2(self.layer1(x))
        out = F.avg_pool2d(out, out.size()[3])
        out = out.view(out.size(0), -1)
        return self.linear(out)


def Net():
    return ResNet(BasicBlock, [2, 1])
"""
LSTM = """
class Classifier(nn.Module):
    def __init__(self, vocab=100, dim=6, hidden=5, classes=4):
        super().__init__()
        self.embed = nn.Embedding(vocab, dim, padding_idx=0)
        self.lstm = nn.LSTM(dim, hidden, num_layers=2, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(hidden * 2, classes)
        self.drop = nn.Dropout(0.5)

    def forward(self, tokens):
        e = self.drop(self.embed(tokens))
        out, (h, c) = self.lstm(e)
        h = torch.cat((h[-2, :, :], h[-1, :, :]), dim=1)
        return self.fc(self.drop(h))
"""
NESTED = """
def Net():
    return nn.Sequential(
        nn.Sequential(nn.Linear(8, 16), nn.ReLU()),
        nn.Sequential(nn.Linear(16, 4), nn.Sequential(nn.Tanh(), nn.Linear(4, 2))),
    )
"""
ATTENTION = """
import math


class Attention(nn.Module):
    def __init__(self, n_embd, n_head):
        super().__init__()
        self.c_attn = nn.Linear(n_embd, 3 * n_embd)
        self.n_head = n_head
        self.n_embd = n_embd

    def forward(self, x):
        B, T, C = x.size()
        q, k, v = self.c_attn(x).split(self.n_embd, dim=2)
        k = k.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        q = q.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        v = v.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        att = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
        y = F.softmax(att, dim=-1) @ v
        return y.transpose(1, 2).contiguous().view(B, T, C)


class GPT(nn.Module):
    def __init__(self, vocab_size=20, n_embd=8, n_layer=2):
        super().__init__()
        self.wte = nn.Embedding(vocab_size, n_embd)
        self.wpe = nn.Embedding(64, n_embd)
        self.blocks = nn.ModuleList([Attention(n_embd, 2) for _ in range(n_layer)])
        self.head = nn.Linear(n_embd, vocab_size, bias=False)
        self.head.weight = self.wte.weight

    def forward(self, idx):
        b, t = idx.shape
        pos = torch.arange(0, t, dtype=torch.long, device=idx.device)
        x = self.wte(idx) + self.wpe(pos)
        for block in self.blocks:
            x = x + block(x)
        return self.head(x)
"""
AUTOENCODER = """
class VAE(nn.Module):
    def __init__(self):
        super(VAE, self).__init__()
        self.fc1 = nn.Linear(784, 40)
        self.fc21 = nn.Linear(40, 2)
        self.fc22 = nn.Linear(40, 2)

    def encode(self, x):
        h1 = F.relu(self.fc1(x))
        return self.fc21(h1), self.fc22(h1)

    def forward(self, x):
        mu, logvar = self.encode(x.view(-1, 784))
        std = torch.exp(0.5 * logvar)
        return mu + std * torch.randn_like(std), mu, logvar
"""
SIAMESE = """
class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 4))
        self.scale = nn.Parameter(torch.ones(4))

    def forward(self, left, right):
        a, b = self.enc(left), self.enc(right)
        return 1 - (a - b).abs().sum(1) / 2, a * self.scale
"""
CASES = {
    "LeNet": LENET, "MLP": MLP, "Net": RESIDUAL, "Classifier": LSTM, "nested Net": NESTED, "GPT": ATTENTION,
    "VAE": AUTOENCODER, "Siamese": SIAMESE,
}  # fmt: skip


def made_by_torch(text: str, name: str) -> nn.Module:
    """What Python itself makes of the text: the network that is to come out."""
    names: dict[str, Any] = {}
    exec(HEAD + text, names)
    made = names[name]()
    assert isinstance(made, nn.Module)
    return made


def values_for(project: ImportedProject) -> dict[str, Tensor]:
    found = {}
    for node in project.main.boundary:
        if node.kind == INPUT_KIND:
            shape = node.arguments.get("shape", ())
            assert isinstance(shape, tuple)
            sizes = [2, *(size for size in shape if isinstance(size, int))]
            whole = node.arguments.get("dtype") == "int64"
            found[node.name] = torch.randint(0, 10, sizes) if whole else torch.randn(sizes)
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_network_read_from_its_text_is_the_network(name: str) -> None:
    text = CASES[name]
    project = guinet.from_source(HEAD + text)
    assert str(project.import_report) == ""
    torch.manual_seed(0)
    expected = made_by_torch(text, name.rpartition(" ")[2])
    torch.manual_seed(0)
    module = guinet.build(project)

    theirs, ours = expected.state_dict(), module.state_dict()
    assert set(ours) == set(theirs)
    if name != "Siamese":  # a tensor that is held is made before the layers, wherever its line stands
        assert all(torch.equal(ours[key], theirs[key]) for key in theirs)
    module.load_state_dict(theirs)
    given = values_for(project)
    torch.manual_seed(1)
    right = expected.eval()(**given)
    torch.manual_seed(1)
    found = module.eval()(**given)
    pairs = zip(found, right, strict=True) if isinstance(right, tuple) else [(found, right)]
    assert all(torch.equal(one, other) for one, other in pairs)


def test_what_an_exposed_argument_makes_stays_an_argument() -> None:
    text = "class Net(nn.Module):\n    def __init__(self, hidden=5):\n        super().__init__()\n"
    text += "        self.a = nn.Linear(4, hidden)\n\n    def forward(self, x):\n        return self.a(x)\n"
    project = guinet.from_source(text)
    assert [(each.name, each.default) for each in project.main.arguments] == [("hidden", 5)]
    assert "self.a = nn.Linear(4, hidden)" in guinet.source(project)


def test_two_ways_to_call_one_class_are_two_blocks_only_where_they_differ() -> None:
    text = HEAD + RESIDUAL.replace("[2, 1]", "[3, 2]")
    project = guinet.from_source(text)
    named = [block.name for block in project.blocks.values()]
    # One for 4 channels, one that makes 8 of 4 with a stride, one for 8: of those that are alike there is one.
    assert [name for name in named if name.startswith("BasicBlock")] == ["BasicBlock", "BasicBlock_2", "BasicBlock_3"]


def test_first_values_come_along() -> None:
    text = (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.conv = nn.Conv2d(1, 2, 3)\n        self.fc = nn.Linear(2, 2)\n"
        "        for m in self.modules():\n            if isinstance(m, nn.Conv2d):\n"
        "                nn.init.constant_(m.weight, 0.25)\n                if m.bias is not None:\n"
        "                    nn.init.zeros_(m.bias)\n"
        "        nn.init.eye_(self.fc.weight)\n\n"
        "    def forward(self, x):\n        return self.fc(self.conv(x).mean((2, 3)))\n"
    )
    module = guinet.build(guinet.from_source(text))
    state = module.state_dict()
    assert torch.equal(state["conv.weight"], torch.full((2, 1, 3, 3), 0.25))
    assert torch.equal(state["conv.bias"], torch.zeros(2))
    assert torch.equal(state["fc.weight"], torch.eye(2))


@pytest.mark.parametrize(
    ("inside", "after"),
    [
        ("self.load_state_dict(torch.load('w.pt', map_location='cpu', weights_only=True), strict=False)", ""),
        ("self.fc.load_state_dict(torch.load('w.pt')['fc'])", ""),
        ("self.load_state_dict(safetensors.torch.load_file(pathlib.Path(__file__).with_name('w.safetensors')))", ""),
        ("", "net = Net()\nnet.load_state_dict(torch.load(os.path.join(os.path.dirname(__file__), 'w.pt')))\n"),
    ],
)
def test_weights_of_a_file_are_told_of_and_the_layers_are_drawn(inside: str, after: str) -> None:
    text = (
        f"{HEAD}class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        f"        self.fc = nn.Linear(2, 2)\n        {inside}\n\n    def forward(self, x):\n        return self.fc(x)\n"
        f"{after}"
    )
    project = guinet.from_source(text)
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "load" in line)
    assert [node.kind for node in project.main.nodes.values()] == ["guinet.Input", "torch.nn.Linear", "guinet.Output"]
    assert [remark.message for remark in project.import_report.remarks] == [
        f"Line {line}: these first values were not taken over: set them in Parameters."
    ]


def test_a_sequential_that_repeats_one_expression_is_one_node() -> None:
    project = guinet.from_source("net = nn.Sequential(nn.Sequential(*[nn.Linear(4, 4) for _ in range(3)]), nn.ReLU())")
    node = project.main.node("0")
    assert (node.kind, node.repeat) == ("torch.nn.Linear", 3)
    assert sorted(guinet.build(project).state_dict()) == sorted(
        nn.Sequential(nn.Sequential(*(nn.Linear(4, 4) for _ in range(3)))).state_dict()
    )


def test_dropout_as_a_function_that_asks_for_training_is_the_layer() -> None:
    text = (
        "class Net(nn.Module):\n    def forward(self, x):\n        return F.dropout(x, 0.3, training=self.training)\n"
    )
    project = guinet.from_source(text)
    assert project.main.node("dropout").arguments == {"p": 0.3}
    module = guinet.build(project)
    x = torch.ones(4, 8)
    assert torch.equal(module.eval()(x), F.dropout(x, 0.3, training=False))


def test_a_container_in_a_container_keeps_its_paths() -> None:
    text = (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.stages = nn.ModuleList([nn.ModuleDict({'a': nn.Linear(4, 4)}) for _ in range(2)])\n\n"
        "    def forward(self, x):\n        for stage in self.stages:\n            x = stage['a'](x)\n"
        "        return x\n"
    )
    project = guinet.from_source(text)
    expected = ["stages.0.a.weight", "stages.0.a.bias", "stages.1.a.weight", "stages.1.a.bias"]
    assert list(guinet.build(project).state_dict()) == expected
    source = guinet.source(project)
    assert guinet.source(guinet.from_source(source)) == source
