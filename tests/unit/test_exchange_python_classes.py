"""Python text becomes the graph: classes and functions as Python has them, followed without being run."""

from __future__ import annotations

import pytest
import torch

import guinet
from guinet.core.graph import Selects
from tests.rewritten import made_by_python, same_network

HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"

FILES = {
    "a parent's constructor and forward": """
class Base(nn.Module):
    width = 6

    def __init__(self, bias=True):
        super().__init__()
        self.fc = nn.Linear(8, self.width, bias=bias)

    def forward(self, x):
        return self.head(self.fc(x))

    def head(self, x):
        return x * 2


class Net(Base):
    width = 5

    def __init__(self):
        super().__init__(bias=False)
        self.out = nn.Linear(self.width, 3)

    def head(self, x):
        return self.out(super().head(x))
""",
    "a dataclass": """
from dataclasses import dataclass, field
from typing import List


@dataclass
class Config:
    width: int = 6
    sizes: List[int] = field(default_factory=lambda: [5, 4])

    def __post_init__(self):
        self.last = self.sizes[-1]

    @property
    def double(self) -> int:
        return self.width * 2


class Net(nn.Module):
    def __init__(self, config=Config(width=8)):
        super().__init__()
        sizes = [config.width, config.double, *config.sizes]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.norm = nn.LayerNorm(config.last)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x).relu()
        return self.norm(x)
""",
    "a class of settings": """
class Settings:
    def __init__(self, width, **more):
        self.width = width
        self.depth = more.get("depth", 1)


settings = Settings(8, depth=2)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        for i in range(settings.depth):
            setattr(self, f"fc{i:02d}", nn.Linear(settings.width, settings.width))

    def forward(self, x):
        for i in range(settings.depth):
            x = getattr(self, f"fc{i:02d}")(x)
        return x
""",
    "partial, cast, chain and sum": """
from functools import partial
from itertools import chain
from typing import cast


class Net(nn.Module):
    def __init__(self, norm_layer=partial(nn.LayerNorm, eps=1e-3)):
        super().__init__()
        self.heads = nn.ModuleList([nn.Linear(8, cast(int, n)) for n in chain([4], (4, 4))])
        self.norm = norm_layer(4)

    def forward(self, x):
        return self.norm(sum(head(x) for head in self.heads))
""",
    "kinds of modules": """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Sequential(nn.Linear(8, 4)))

    def forward(self, x):
        for layer in self.layers:
            if isinstance(layer, nn.Linear):
                x = layer(x) + x
            elif isinstance(layer, (nn.Sequential, nn.ModuleList)):
                x = layer(x) * 2
            else:
                x = layer(x)
        return x if isinstance(x, torch.Tensor) else x[0]
""",
    "static and class methods": """
class Net(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.fc = nn.Linear(8, width)

    @classmethod
    def small(cls):
        return cls(3)

    @staticmethod
    def scale(x, by=0.5):
        return x * by

    def forward(self, x):
        return Net.scale(self.fc(x)) + self.scale(self.fc(x), by=2)


net = Net.small()
""",
    "layers given to a module": """
class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm = nn.LayerNorm(width)

    def forward(self, x, sublayer):
        return x + sublayer(self.norm(x))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        self.around = nn.ModuleList([Residual(8) for _ in range(2)])

    def forward(self, x):
        x = self.around[0](x, self.fc)
        return self.around[1](x, lambda y: torch.tanh(self.fc(y)))
""",
    "tensors that a constructor computes": """
class Net(nn.Module):
    def __init__(self, length=8):
        super().__init__()
        table = torch.zeros(length, 4)
        place = torch.arange(length).unsqueeze(1)
        table[:, 0::2] = torch.sin(place * torch.exp(-torch.arange(0, 4, 2) / 4))
        self.register_buffer("table", table)
        self.register_buffer("mask", torch.triu(torch.full((length, length), float("-inf")), diagonal=1))
        self.register_buffer("mean", torch.tensor([0.5, 0.25]).view(1, 2).repeat(1, 4), persistent=False)
        self.gamma = nn.Parameter(1e-2 * torch.ones(4), requires_grad=True)
        self.shape = table.shape

    def forward(self, x):
        scores = torch.softmax((x - self.mean).unsqueeze(1) + self.mask, dim=-1)
        return (scores @ self.table) * self.gamma * self.shape[0]
""",
    "logging": """
import logging

logger = logging.getLogger(__name__)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 2)
        logger.info("made %d", sum(p.numel() for p in self.parameters()))

    def forward(self, x):
        print(x.shape, x.device)
        return self.fc(x.to(next(self.parameters()).device))
""",
    "dictionaries": """
ACTS = {"relu": nn.ReLU, "tanh": nn.Tanh}
SIZES = {**{"a": 3}, "b": 2}


class Net(nn.Module):
    def __init__(self, act="tanh"):
        super().__init__()
        self.heads = nn.ModuleDict({name: nn.Linear(8, size) for name, size in SIZES.items() if size in {2, 3}})
        self.act = ACTS[act]()

    def forward(self, x):
        return {name: self.act(head(x)) for name, head in self.heads.items()}
""",
}


@pytest.mark.parametrize("name", FILES)
def test_what_python_does_is_followed(name: str) -> None:
    text = HEAD + FILES[name]
    project = same_network(text, "net" if "\nnet = " in text else "Net()")
    assert str(project.import_report) == ""


def test_first_values_by_apply_and_on_tensors_that_are_kept() -> None:
    text = HEAD + (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.fc = nn.Linear(4, 4)\n        self.out = nn.Linear(4, 2)\n"
        "        self.token = nn.Parameter(torch.randn(1, 4) * 0.02)\n"
        "        self.apply(self._init)\n        self.out.bias.data.fill_(3)\n        nn.init.ones_(self.token)\n\n"
        "    def _init(self, module):\n        if isinstance(module, nn.Linear):\n"
        "            nn.init.constant_(module.weight, 0.5)\n            if module.bias is not None:\n"
        "                module.bias.data.zero_()\n\n"
        "    def forward(self, x):\n        return self.out(self.fc(x + self.token))\n"
    )
    project = guinet.from_source(text)
    assert str(project.import_report) == ""
    ours, theirs = guinet.build(project).state_dict(), made_by_python(text, "Net()").state_dict()
    assert ours.keys() == theirs.keys()
    assert all(torch.equal(ours[key], theirs[key]) for key in theirs)
    kinds = [(rule.select, rule.function) for rule in project.main.initialisers]
    assert kinds.count((Selects.PATTERN, "normal_")) == 1


def test_values_drawn_at_random_are_drawn_as_narrowly() -> None:
    text = HEAD + (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.a = nn.Parameter(torch.randn(400, 50) * 0.02)\n"
        "        self.b = nn.Parameter(torch.rand(400, 50) / 4)\n\n"
        "    def forward(self, x):\n        return x @ self.a @ self.b.T\n"
    )
    state = guinet.build(guinet.from_source(text)).state_dict()
    assert state["a"].std().item() == pytest.approx(0.02, rel=0.05)
    assert state["b"].max().item() == pytest.approx(0.25, rel=0.05)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("for p in self.parameters():\n            p.requires_grad = False", "do it in Parameters."),
        ("self.b = __import__('copy').deepcopy(self.a)", "nothing before it says what __import__ is"),
        ("self.apply(print_all)", "set them in Parameters."),
    ],
)
def test_what_a_constructor_does_besides_is_told(line: str, words: str) -> None:
    text = f"{HEAD}def print_all(m):\n    print(m.weight.tolist().sort())\n    m.weight.sort_()\n\n\n"
    text += (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.a = nn.Linear(8, 8)\n"
    )
    text += f"        {line}\n\n    def forward(self, x):\n        return self.a(x)\n"
    assert words in str(guinet.from_source(text).import_report)


def test_a_copy_of_a_layer_has_values_of_its_own() -> None:
    text = (
        "import copy\n"
        + HEAD
        + (
            "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
            "        layer = nn.Linear(8, 8)\n"
            "        self.layers = nn.ModuleList([copy.deepcopy(layer) for _ in range(2)])\n\n"
            "    def forward(self, x):\n        for layer in self.layers:\n            x = layer(x)\n        return x\n"
        )
    )
    project = same_network(text, "Net()")
    assert str(project.import_report) == "Line 9: a copy of a layer begins with values of its own here."
