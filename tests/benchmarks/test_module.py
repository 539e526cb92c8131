"""Forward of the built module against the same written by hand: 0.98 to 1.02 is the aim.

pytest tests/benchmarks/test_module.py -s
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from guinet.compile.module import build
from guinet.compile.shapes import check
from guinet.compile.source import generate
from guinet.core.graph import Node
from guinet.core.project import Project
from guinet.core.values import ValueSpec
from guinet.nodes.registry import REGISTRY


def no_data(node: Node) -> Mapping[str, ValueSpec]:
    raise AssertionError("there are no data nodes")


class WrittenMLP(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc0 = nn.Linear(64, 64)
        self.act0 = nn.ReLU()
        self.fc1 = nn.Linear(64, 64)
        self.act1 = nn.ReLU()
        self.fc2 = nn.Linear(64, 64)
        self.act2 = nn.ReLU()
        self.fc3 = nn.Linear(64, 64)
        self.act3 = nn.ReLU()
        self.fc4 = nn.Linear(64, 64)
        self.act4 = nn.ReLU()
        self.fc5 = nn.Linear(64, 64)
        self.act5 = nn.ReLU()
        self.fc6 = nn.Linear(64, 64)
        self.act6 = nn.ReLU()
        self.fc7 = nn.Linear(64, 64)
        self.act7 = nn.ReLU()
        self.fc8 = nn.Linear(64, 64)
        self.act8 = nn.ReLU()
        self.fc9 = nn.Linear(64, 64)
        self.act9 = nn.ReLU()
        self.fc10 = nn.Linear(64, 64)
        self.act10 = nn.ReLU()
        self.fc11 = nn.Linear(64, 64)
        self.act11 = nn.ReLU()
        self.fc12 = nn.Linear(64, 64)
        self.act12 = nn.ReLU()
        self.fc13 = nn.Linear(64, 64)
        self.act13 = nn.ReLU()
        self.fc14 = nn.Linear(64, 64)
        self.act14 = nn.ReLU()
        self.fc15 = nn.Linear(64, 64)
        self.act15 = nn.ReLU()
        self.fc16 = nn.Linear(64, 64)
        self.act16 = nn.ReLU()
        self.fc17 = nn.Linear(64, 64)
        self.act17 = nn.ReLU()
        self.fc18 = nn.Linear(64, 64)
        self.act18 = nn.ReLU()
        self.fc19 = nn.Linear(64, 64)
        self.act19 = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.act0(self.fc0(x))
        x = self.act1(self.fc1(x))
        x = self.act2(self.fc2(x))
        x = self.act3(self.fc3(x))
        x = self.act4(self.fc4(x))
        x = self.act5(self.fc5(x))
        x = self.act6(self.fc6(x))
        x = self.act7(self.fc7(x))
        x = self.act8(self.fc8(x))
        x = self.act9(self.fc9(x))
        x = self.act10(self.fc10(x))
        x = self.act11(self.fc11(x))
        x = self.act12(self.fc12(x))
        x = self.act13(self.fc13(x))
        x = self.act14(self.fc14(x))
        x = self.act15(self.fc15(x))
        x = self.act16(self.fc16(x))
        x = self.act17(self.fc17(x))
        x = self.act18(self.fc18(x))
        x = self.act19(self.fc19(x))
        return x


class WrittenCNN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv0 = nn.Conv2d(1, 16, kernel_size=3, padding=1)
        self.act0 = nn.ReLU()
        self.pool0 = nn.MaxPool2d(2)
        self.conv1 = nn.Conv2d(16, 32, kernel_size=3, padding=1)
        self.act1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(2)
        self.flatten = nn.Flatten()
        self.fc = nn.Linear(1568, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pool0(self.act0(self.conv0(x)))
        x = self.pool1(self.act1(self.conv1(x)))
        return self.fc(self.flatten(x))


def drawn(shape: tuple[int, ...], layers: list[tuple[str, str, dict[str, Any]]]) -> nn.Module:
    project = Project(REGISTRY)
    end = project.main.add("guinet.Input", name="x", shape=shape)["output"]
    for kind, name, arguments in layers:
        node = project.main.add(f"torch.nn.{kind}", name=name, **arguments)
        project.main.connect(end, node["input"])
        end = node["output"]
    project.main.connect(end, project.main.add("guinet.Output", name="y")["input"])
    return build(generate(project, check(project, no_data)))


def drawn_mlp() -> nn.Module:
    layers: list[tuple[str, str, dict[str, Any]]] = []
    for place in range(20):
        layers += [("Linear", f"fc{place}", {"out_features": 64}), ("ReLU", f"act{place}", {})]
    return drawn((64,), layers)


def drawn_cnn() -> nn.Module:
    layers: list[tuple[str, str, dict[str, Any]]] = []
    for place, width in enumerate((16, 32)):
        convolution = {"out_channels": width, "kernel_size": 3, "padding": 1}
        layers += [("Conv2d", f"conv{place}", convolution), ("ReLU", f"act{place}", {})]
        layers.append(("MaxPool2d", f"pool{place}", {"kernel_size": 2}))
    return drawn((1, 28, 28), [*layers, ("Flatten", "flatten", {}), ("Linear", "fc", {"out_features": 10})])


def ratio(module: nn.Module, reference: nn.Module, x: Tensor, calls: int, rounds: int = 60) -> float:
    """Median over rounds of time of `module` / time of `reference`, measured in turn, each first every other round."""
    module.load_state_dict(reference.state_dict())
    assert torch.equal(module(x), reference(x))
    ratios = []
    with torch.no_grad():
        for turn in range(rounds):
            times = {}
            for one in (module, reference) if turn % 2 else (reference, module):
                start = time.perf_counter()
                for _ in range(calls):
                    one(x)
                times[one] = time.perf_counter() - start
            ratios.append(times[module] / times[reference])
    return statistics.median(ratios)


def test_table_of_forward() -> None:
    torch.set_num_threads(1)
    rows = {
        "MLP of 20 layers, one row": ratio(drawn_mlp(), WrittenMLP(), torch.randn(1, 64), 40),
        "CNN 28×28, one image": ratio(drawn_cnn(), WrittenCNN(), torch.randn(1, 1, 28, 28), 20),
        "the same module twice (noise)": ratio(WrittenMLP(), WrittenMLP(), torch.randn(1, 64), 40),
    }
    print()
    for name, measured in rows.items():
        print(f"{name:35} {measured:6.3f} of hand-written")
