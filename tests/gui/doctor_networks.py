"""Networks with something wrong with them: among them every finding of the doctor's is to be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import guinet
from guinet.core.changes import SetCode
from guinet.core.coding import code_id
from guinet.core.costs import Profile
from guinet.core.findings import Diagnosis
from guinet.core.framing import add_frame
from guinet.core.graph import FrameMode, Node
from guinet.core.project import Project
from guinet.probe.doctor.speed import from_profile
from guinet.probe.trial import Trial
from guinet.storage import trust
from tests.odd_code import SPARE

Make = Callable[[Path], Project]


class Net:
    """A chain of layers from data to a loss."""

    def __init__(self, kind: str = "moons", port: str = "features", **options: Any) -> None:
        self.project = guinet.new()
        self.graph = self.project.main
        self.data = self.graph.add(f"guinet.data.{kind}", "data", **options)
        self.last = self.data[port]

    def add(self, kind: str, name: str | None = None, **arguments: Any) -> Node:
        kind = kind if kind.startswith("torch.") else f"torch.nn.{kind}"
        node = self.graph.add(kind, name, (220.0 * len(self.graph.nodes), 0.0), **arguments)
        self.graph.connect(self.last, node["input"])
        self.last = node["output"]
        return node

    def linear(self, name: str, width: int, **arguments: Any) -> Node:
        return self.add("Linear", name, out_features=width, **arguments)

    def own(self, text: str) -> None:
        """A node of code by hand, trusted."""
        trust.trust([text])
        self.project.run("Write code", [SetCode(code_id(text), text)])
        node = self.graph.add(f"code.{code_id(text)}", "own", (220.0 * len(self.graph.nodes), 0.0))
        self.graph.connect(self.last, node["x"])
        self.last = node[self.project.ports(self.graph, node).outputs[0].name]

    def loss(self, kind: str = "CrossEntropyLoss", target: str = "label") -> Project:
        node = self.add(kind, "loss")
        self.graph.connect(self.data[target], node["target"])
        return self.project


def small(**options: Any) -> Project:
    """moons → Linear(2, 8) → ReLU → Linear(8, 2) → CrossEntropyLoss: nothing is wrong with it."""
    net = Net(**options)
    net.linear("hidden", 8)
    net.add("ReLU", "relu")
    net.linear("output", 2)
    return net.loss()


def with_settings(**settings: Any) -> Make:
    def make(folder: Path) -> Project:
        project = small()
        project.training |= {key.replace("__", "."): value for key, value in settings.items()}
        return project

    return make


# The graph


def twice(kind: str, **arguments: Any) -> Make:
    """One of these before CrossEntropyLoss, behind a linear layer with these arguments."""

    def make(folder: Path) -> Project:
        net = Net("iris")
        net.linear("output", 3, **arguments)
        net.add(kind, "softmax", dim=1)
        return net.loss()

    return make


def sigmoid(folder: Path) -> Project:
    net = Net("xor")
    net.linear("output", 1)
    net.add("Sigmoid", "sigmoid")
    net.add("torch.Tensor.squeeze", "column", dim=1)
    labels = net.graph.add("torch.Tensor.float", "labels")
    net.graph.connect(net.data["label"], labels["input"])
    loss = net.add("BCEWithLogitsLoss", "loss")
    net.graph.connect(labels["output"], loss["target"])
    return net.project


def too_few_scores(folder: Path) -> Project:
    net = Net("iris")
    net.linear("output", 2)
    return net.loss()


def norm_of(**options: Any) -> Make:
    def make(folder: Path) -> Project:
        net = Net(**options)
        net.linear("hidden", 8)
        net.add("BatchNorm1d", "norm")
        net.linear("output", 2)
        return net.loss()

    return make


def norm_of_single_pictures(folder: Path) -> Project:
    net = Net("digits", "image", batch_size=1)
    net.add("Conv2d", "conv", out_channels=4, kernel_size=1)
    net.add("BatchNorm2d", "norm")
    net.add("Flatten", "flat")
    net.linear("output", 10)
    return net.loss()


# The data


def large_values(folder: Path) -> Project:
    net = Net("wine", standardise=False)
    net.linear("output", 3)
    return net.loss()


def table(
    folder: Path, rows: list[tuple[float, float, str]], outputs: int = 2, hidden: int = 0, **options: Any
) -> Project:
    """These rows → Linear(2, hidden) if there is to be one → Linear(…, outputs) → CrossEntropyLoss."""
    path = folder / "rows.csv"
    path.write_text("a,b,label\n" + "".join(f"{a},{b},{label}\n" for a, b, label in rows))
    net = Net("csv", path=str(path), task="classification", **options)
    if hidden:
        net.linear("hidden", hidden)
    net.linear("output", outputs)
    return net.loss(target="target")


def much_at_once(folder: Path) -> Project:
    """A score too many, columns of several sizes, a rare class, rows in all parts, and a layer that is frozen."""
    rows = [(n % 20 / 1000, 0.5 * (n % 20), "no" if n % 20 else "yes") for n in range(400)]
    project = table(folder, rows, outputs=3, hidden=4, standardise=False)
    project.training["groups.hidden.frozen"] = True
    return project


def too_far_apart(folder: Path) -> Project:
    """Numbers that are finite, and the distance of the rare ones from the mean is not."""
    return table(folder, [(3e38 if n % 9 else -3e38, n / 100, "yes" if n % 2 else "no") for n in range(120)])


def holes(folder: Path) -> Project:
    path = folder / "rows.npz"
    inputs = np.random.default_rng(0).standard_normal((60, 2), dtype=np.float32)
    inputs[:, 1] = np.nan
    np.savez(path, features=inputs, labels=np.arange(60) % 2)
    net = Net("arrays", path=str(path))
    net.linear("output", 2)
    return net.loss(target="target")


def without_loss(folder: Path) -> Project:
    net = Net()
    net.linear("output", 2)
    return net.project


def all_frozen(folder: Path) -> Project:
    project = small()
    project.training |= {"groups.hidden.frozen": True, "groups.output.frozen": True}
    return project


def much_work(folder: Path, rows: int = 60_000) -> Project:
    """Large batches: 60,000 rows at 2 · 300 · 300 operations are more than ten thousand million."""
    net = Net(samples=rows, validation=0.0, test=0.0, batch_size=rows)
    net.linear("hidden", 300)
    net.add("ReLU", "relu")
    net.linear("middle", 300)
    net.add("ReLU", "again")
    net.linear("output", 2)
    return net.loss()


# One batch


def between(*kinds: str, width: int = 8, **arguments: Any) -> Make:
    """A linear layer, these, and a linear layer."""

    def make(folder: Path) -> Project:
        net = Net()
        net.linear("hidden", width)
        for number, kind in enumerate(kinds):
            net.add(kind, f"between{number}", **(arguments if kind.endswith("_") else {}))
        net.linear("output", 2)
        return net.loss()

    return make


def many(kind: str, count: int, *, bias: bool = True, **arguments: Any) -> Make:
    """So many linear layers, each with one of these behind it."""

    def make(folder: Path) -> Project:
        net = Net()
        for number in range(count):
            net.linear(f"linear{number}", 16, bias=bias)
            net.add(kind, **arguments)
        net.linear("output", 2)
        return net.loss()

    return make


def steep_and_low(folder: Path) -> Project:
    """A sine of so fine a wave that its slope is a million times its height."""
    net = Net()
    net.linear("first", 16)
    net.add("torch.mul", "finer", other=1e6)
    net.add("torch.sin", "sine")
    net.add("torch.mul", "lower", other=1e-4)
    net.linear("last", 2)
    return net.loss()


def without_gradient(folder: Path) -> Project:
    project = between("Tanh")(folder)
    add_frame(project.main, [project.main.node("hidden").id], mode=FrameMode.NO_GRAD)
    return project


def spare(folder: Path) -> Project:
    net = Net()
    net.own(SPARE)
    net.linear("output", 2)
    return net.loss()


# What is to be trained first


def saved(project: Project, folder: Path, **settings: Any) -> Project:
    project.training |= {key.replace("__", "."): value for key, value in settings.items()}
    guinet.save(project, folder / "net.guinet")
    return project


def learns_by_heart(folder: Path) -> Project:
    """Thirty points of two moons that lie over each other, and weights enough for each."""
    net = Net(samples=60, noise=0.5, validation=0.5, test=0.0, batch_size=30)
    net.linear("hidden", 64)
    net.add("ReLU", "relu")
    net.linear("output", 2)
    return saved(net.loss(), folder, epochs=30, optimizer__lr=0.05)


def learns_nothing(folder: Path) -> Project:
    return saved(small(), folder, epochs=5, optimizer__lr=1e-9)


def runs_away(folder: Path) -> Project:
    """A linear regression whose every step goes further beyond the lowest point than the one before."""
    net = Net("diabetes")
    net.linear("output", 1)
    return saved(net.loss("MSELoss", "target"), folder, epochs=4, optimizer="torch.optim.SGD", optimizer__lr=0.5)


def fails(folder: Path) -> Project:
    return saved(small(), folder, epochs=2, optimizer="torch.optim.SGD", optimizer__lr=1e30)


def says_one_thing(folder: Path) -> Project:
    """What it is given hardly counts beside its biases."""
    net = Net()
    net.linear("hidden", 8)
    net.add("torch.mul", "small", other=0.001)
    net.linear("output", 2)
    return saved(net.loss(), folder, epochs=1, optimizer__lr=1e-4)


# The device

STARVED = Profile("cuda:0", 32, (), {"data": 0.006, "forward": 0.002, "backward": 0.002}, 0.01, 0.9)
IDLE = Profile("cuda:0", 32, (), {"data": 0.0, "forward": 0.005, "backward": 0.005}, 0.01, 0.1)


def on_gpu(profile: Profile | None) -> Callable[[Trial], Iterator[Diagnosis]]:
    """In place of the doctor's own look at the device: as if a step on a GPU had had this profile."""

    def from_device(trial: Trial) -> Iterator[Diagnosis]:
        batches = [node.arguments.get("batch_size") for node in trial.project.main.nodes.values()]
        if profile is not None and trial.plan is not None and 128 not in batches:
            yield from from_profile(profile, trial.plan.data_node)

    return from_device
