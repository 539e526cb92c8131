"""Memory of a training step, estimated without a number, against what torch's kernels of the CPU keep and take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch._subclasses.fake_tensor import FakeTensorMode

import guinet
from guinet.core.costs import Basis
from guinet.core.project import Project
from guinet.probe import cost as costs
from guinet.probe import peak
from guinet.probe.cost import cost_of
from guinet.probe.kernels import workspace
from guinet.probe.pretence import pretended
from guinet.probe.trial import make_trial

ROWS, STEPS, WIDTH, CLASSES = 8, 6, 16, 3
SEQUENCE = (STEPS, WIDTH)


class Last(nn.Module):
    """What a recurrent layer gives at the last step."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, sequence: Tensor) -> Tensor:
        result = self.layer(sequence)
        return (result[0] if isinstance(result, tuple) else result).select(1, -1)


class Itself(nn.Module):
    """Attention of a sequence to itself."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.MultiheadAttention(WIDTH, 4, batch_first=True)

    def forward(self, sequence: Tensor) -> Tensor:
        return self.layer(sequence, sequence, sequence)[0].select(1, -1)


def drawn(folder: Path, shape: tuple[int, ...], kind: str, arguments: dict[str, Any], after: str = "") -> Project:
    """Made-up rows → the layer → the last step, or what `after` does → Linear → CrossEntropyLoss, trained by SGD."""
    random = np.random.default_rng(0)
    whole = kind == "Embedding"
    rows = random.integers(0, 9, (ROWS, *shape)) if whole else random.random((ROWS, *shape), np.float32)
    np.savez(folder / "rows.npz", x=rows, y=random.integers(0, CLASSES, ROWS))
    project = guinet.new()
    graph = project.main
    options: dict[str, Any] = {"validation": 0.0, "test": 0.0, "batch_size": ROWS, "task": "classification"}
    options |= {"path": str(folder / "rows.npz"), "input": "x", "target": "y"}
    data = graph.add("guinet.data.arrays", "data", input_type="int64" if whole else "float32", **options)
    first, label = (data[port.name] for port in project.ports(graph, data).outputs)
    layer = graph.add(f"torch.nn.{kind}", "layer", **arguments)
    for port in [each for each in project.ports(graph, layer).inputs if not each.optional]:
        graph.connect(first, layer[port.name])
    last = layer[project.ports(graph, layer).outputs[0].name]
    bridge = graph.add("torch.nn.Flatten") if after == "Flatten" else graph.add("torch.select", dim=1, index=-1)
    head, loss = graph.add("torch.nn.Linear", out_features=CLASSES), graph.add("torch.nn.CrossEntropyLoss", "loss")
    graph.connect(last, bridge["input"])
    graph.connect(bridge["output"], head["input"])
    graph.connect(head["output"], loss["input"])
    graph.connect(label, loss["target"])
    project.training["optimizer"] = "torch.optim.SGD"
    return project


def kept(network: nn.Module, rows: Tensor) -> int:
    """Bytes that autograd saves on the CPU, each piece of memory once, without parameters and what is given."""
    target = torch.zeros(len(rows), dtype=torch.int64)
    known = (*network.parameters(), *network.buffers(), rows, target)
    given = {tensor.untyped_storage().data_ptr() for tensor in known}
    pieces: dict[int, int] = {}

    def save(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in given:
            pieces[storage.data_ptr()] = storage.nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(save, lambda tensor: tensor):
        loss = nn.functional.cross_entropy(network(rows), target)
    assert loss.requires_grad
    return sum(pieces.values())


RECURRENT = {"hidden_size": 20, "batch_first": True}
CASES: list[tuple[tuple[int, ...], str, dict[str, Any], nn.Module]] = [
    (SEQUENCE, "LSTM", RECURRENT, Last(nn.LSTM(WIDTH, 20, batch_first=True))),
    (SEQUENCE, "LSTM", {**RECURRENT, "num_layers": 2, "bidirectional": True, "dropout": 0.5},
        Last(nn.LSTM(WIDTH, 20, 2, batch_first=True, bidirectional=True, dropout=0.5))),
    (SEQUENCE, "LSTM", {**RECURRENT, "proj_size": 8}, Last(nn.LSTM(WIDTH, 20, batch_first=True, proj_size=8))),
    (SEQUENCE, "GRU", RECURRENT, Last(nn.GRU(WIDTH, 20, batch_first=True))),
    (SEQUENCE, "RNN", RECURRENT, Last(nn.RNN(WIDTH, 20, batch_first=True))),
    (SEQUENCE, "MultiheadAttention", {"embed_dim": WIDTH, "num_heads": 4, "batch_first": True}, Itself()),
    (SEQUENCE, "TransformerEncoderLayer", {"d_model": WIDTH, "nhead": 4, "dim_feedforward": 32, "batch_first": True},
        Last(nn.TransformerEncoderLayer(WIDTH, 4, 32, batch_first=True))),
    # Without dropout the CPU has a kernel of its own for the attention, which keeps no scores.
    (SEQUENCE, "TransformerEncoderLayer",
        {"d_model": WIDTH, "nhead": 4, "dim_feedforward": 32, "dropout": 0.0, "batch_first": True},
        Last(nn.TransformerEncoderLayer(WIDTH, 4, 32, dropout=0.0, batch_first=True))),
    (SEQUENCE, "BatchNorm1d", {}, Last(nn.BatchNorm1d(STEPS))),
    (SEQUENCE, "Mish", {}, Last(nn.Mish())),
    ((40,), "Embedding", {"num_embeddings": 9, "embedding_dim": 6}, Last(nn.Embedding(9, 6))),
    ((2, 10, 10, 10), "Conv3d", {"out_channels": 4, "kernel_size": 3}, nn.Sequential(nn.Conv3d(2, 4, 3), nn.Flatten())),
    ((20, 20, 20), "Conv2d", {"out_channels": 24, "kernel_size": 3, "stride": 2},
        nn.Sequential(nn.Conv2d(20, 24, 3, 2), nn.Flatten())),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")
@pytest.mark.parametrize(("shape", "kind", "arguments", "plain"), CASES, ids=lambda each: str(each)[:40])
def test_what_is_kept_and_the_most_there_is_at_once_are_those_of_the_cpu(
    tmp_path: Path, shape: tuple[int, ...], kind: str, arguments: dict[str, Any], plain: nn.Module
) -> None:
    after = "Flatten" if kind.startswith("Conv") else ""
    project = drawn(tmp_path, shape, kind, arguments, after)
    estimated, measured = cost_of(project), cost_of(project, measured=True)
    rows = torch.zeros(ROWS, *shape, dtype=torch.int64 if kind == "Embedding" else torch.float32)
    network = nn.Sequential(plain, nn.Linear(plain(rows).shape[1], CLASSES))

    assert estimated.basis is Basis.ESTIMATED
    assert not estimated.doubts
    # The weight sum of the loss is one number more than the hooks see of a loss without weights.
    assert estimated.total.activations == pytest.approx(kept(network, rows), abs=8)
    assert estimated.room is not None
    assert measured.peak is not None
    assert estimated.room.needed == pytest.approx(measured.peak, rel=0.03, abs=10_000)


@pytest.mark.parametrize(
    ("rows", "steps", "inputs", "width"),
    [(1, 1, 1, 1), (32, 50, 16, 64), (16, 30, 64, 256), (32, 20, 256, 64), (7, 13, 5, 33), (20, 10, 300, 100)],
)
def test_the_workspace_of_an_lstm_is_that_of_its_kernel(rows: int, steps: int, inputs: int, width: int) -> None:
    sequence, state, bias = torch.zeros(steps, rows, inputs), torch.zeros(1, rows, width), torch.zeros(4 * width)
    outer, inner = torch.zeros(4 * width, inputs), torch.zeros(4 * width, width)
    given: tuple[Any, ...] = (
        sequence,
        outer,
        inner,
        bias,
        bias,
        state,
        state,
        False,
        [],
        2,
        width,
        1,
        True,
        False,
        False,
        True,
    )

    assert workspace(steps, rows, inputs, width) == torch.ops.aten.mkldnn_rnn_layer(*given)[3].nbytes


def test_a_network_is_as_it_was_when_the_pretence_is_over(tmp_path: Path) -> None:
    project = drawn(tmp_path, SEQUENCE, "LSTM", RECURRENT)
    project.main.set(project.main.node("loss"), weight=(1.0, 2.0, 3.0))
    trial = make_trial(project)
    with torch.device("meta"):
        module = trial.build()
    before = dict(module.named_parameters())
    with pretended(trial, module) as batch:
        assert {parameter.device.type for parameter in module.parameters()} == {"cpu"}
        assert {values.device.type for values in batch(3).values()} == {"cpu"}
        assert all(parameter is not before[path] for path, parameter in module.named_parameters())

    assert all(parameter is before[path] for path, parameter in module.named_parameters())
    assert cost_of(project, measured=True).seconds > 0


def test_where_torch_cannot_pretend_the_meta_device_tells_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = drawn(tmp_path, SEQUENCE, "LSTM", RECURRENT)

    def refused(*arguments: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(costs, "pretended", refused)
    estimated, measured = cost_of(project), cost_of(project, measured=True)

    assert [(doubt.code, doubt.values["node"]) for doubt in estimated.doubts] == [("one-piece", "layer")]
    assert 0 < estimated.total.activations < measured.total.activations


ALONE: list[tuple[Callable[[], nn.Module], tuple[int, ...], bool]] = [
    (lambda: nn.LSTM(16, 64), (20, 8, 16), True),
    (lambda: nn.LSTM(16, 64), (20, 200, 16), True),
    (lambda: nn.Conv1d(16, 32, 3), (4, 16, 400), False),
    (lambda: nn.Conv2d(20, 24, 3), (4, 20, 32, 32), True),
    (lambda: nn.Conv3d(1, 8, 3), (2, 1, 16, 16, 16), False),
]


@pytest.mark.parametrize(("make", "shape", "forward"), ALONE)
def test_the_room_a_kernel_takes_while_it_runs_is_told(
    make: Callable[[], nn.Module], shape: tuple[int, ...], forward: bool
) -> None:
    def rise(tell: Callable[[Callable[[], object]], int | None]) -> int:
        layer, given = make(), torch.zeros(shape, requires_grad=True)

        def work() -> None:
            result = layer(given)
            if not forward:
                torch.autograd.backward(result[0] if isinstance(result, tuple) else result, slope)

        first = layer(given)
        slope = torch.zeros_like(first[0] if isinstance(first, tuple) else first)
        return tell(work) or 0

    real = rise(lambda work: peak.rise(work, torch.device("cpu")))
    with FakeTensorMode():
        assert rise(peak.rise_of_ghosts) == pytest.approx(real, rel=0.05)
