"""The cost of a step, against counts made by hand and against what autograd and the optimiser really keep."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

import guinet
from guinet.core.changes import AddBlock, SetCode, SetTrait
from guinet.core.coding import code_id
from guinet.core.costs import Basis, Cost, NodeCost
from guinet.core.graph import BlockData, Node
from guinet.core.problems import GuinetError, NotAllowed
from guinet.core.project import MAIN, Project, block_kind
from guinet.probe.cost import cost_of, estimate, measure
from guinet.probe.ledger import Ledger
from guinet.probe.profile import profile_step
from guinet.probe.trial import make_trial
from guinet.storage.examples import example_path
from guinet.train.optimizer_state import state_bytes
from guinet.train.optimizers import OptimizerChoice

FLOAT = 4
"""Bytes of a float32."""


def chain(project: Project, start: Node, *layers: tuple[str, str, dict[str, Any]]) -> Node:
    """Layers one after the other; the last."""
    last = start
    for kind, name, arguments in layers:
        node = project.main.add(kind if "." in kind else f"torch.nn.{kind}", name, **arguments)
        ports = project.ports(project.main, node)
        outputs = project.ports(project.main, last).outputs
        project.main.connect(last[outputs[0].name], node[ports.inputs[0].name])
        last = node
    return last


def conv_net() -> Project:
    """digits (1×8×8) → Conv2d(1, 3, 3) → ReLU → Flatten → Linear(108, 10), in batches of 32."""
    project = guinet.new()
    data = project.main.add("guinet.data.digits", "data", batch_size=32)
    last = chain(
        project,
        data,
        ("Conv2d", "conv", {"out_channels": 3, "kernel_size": 3}),
        ("ReLU", "relu", {}),
        ("Flatten", "flatten", {}),
        ("Linear", "head", {"out_features": 10}),
    )
    loss = project.main.add("torch.nn.CrossEntropyLoss", "loss")
    project.main.connect(last["output"], loss["input"])
    project.main.connect(data["label"], loss["target"])
    project.training["optimizer"] = "torch.optim.SGD"
    return project


def by_path(cost: Cost) -> dict[str, NodeCost]:
    return {node.path: node for node in cost.nodes}


@pytest.mark.parametrize("measured", [False, True])
def test_conv2d_and_linear_counted_by_hand(measured: bool) -> None:
    cost = cost_of(conv_net(), measured)

    nodes = by_path(cost)
    assert list(nodes) == ["conv", "relu", "flatten", "head", "loss"]
    # A product and a sum for each weight at each output value; biases are not counted.
    assert nodes["conv"].flops == 2 * 32 * 3 * 6 * 6 * (1 * 3 * 3)
    assert nodes["head"].flops == 2 * 32 * 108 * 10
    assert (nodes["conv"].parameters, nodes["head"].parameters) == (3 * 9 + 3, 108 * 10 + 10)
    assert nodes["conv"].weights == nodes["conv"].gradients == 30 * FLOAT
    # Conv2d saves its input, which is the batch itself; ReLU its result, which Flatten and Linear look at as well;
    # the loss saves the logarithms of all scores, and a weight sum of one number.
    assert nodes["conv"].activations == 0
    assert nodes["relu"].activations == 32 * 3 * 6 * 6 * FLOAT
    assert nodes["head"].activations == 0
    assert nodes["loss"].activations == (32 * 10 + 1) * FLOAT
    total = cost.total
    assert total.flops == nodes["conv"].flops + nodes["head"].flops
    assert total.parameters == total.trainable == 30 + 1090
    assert total.training == 2 * 1120 * FLOAT + (32 * 108 + 32 * 10 + 1) * FLOAT
    assert cost.batch_bytes == 32 * 64 * FLOAT + 32 * 8
    # Backward: the gradients of both weights cost as much as the products forward, that of Linear's input as well;
    # the batch needs no gradient.
    assert cost.backward_flops == nodes["conv"].flops + 2 * nodes["head"].flops
    assert cost.basis is (Basis.MEASURED if measured else Basis.ESTIMATED)
    assert (cost.seconds > 0) is measured


def test_what_a_step_needs_is_estimated_as_torch_s_allocator_then_tells() -> None:
    for name in ("digits-cnn", "digits-mlp"):
        project = guinet.load(example_path(name))
        estimated, measured = cost_of(project).room, cost_of(project, measured=True)

        assert estimated is not None
        assert measured.peak is not None
        assert measured.room is not None
        assert measured.room.needed == measured.peak
        assert estimated.needed == pytest.approx(measured.peak, rel=0.1)
        # Weights and two averages of Adam's stay, and at the end of the way back all gradients are there.
        assert measured.peak > 4 * FLOAT * measured.total.parameters


@pytest.mark.parametrize("measured", [False, True])
def test_the_largest_batch_that_fits_is_the_largest_that_torch_s_allocator_needs_no_more_for(
    monkeypatch: pytest.MonkeyPatch, measured: bool
) -> None:
    usable = 1_500_000
    monkeypatch.setattr("guinet.probe.room.free_bytes", lambda device: round(usable / 0.7) + 1)
    project = guinet.load(example_path("digits-mlp"))
    room = cost_of(project, measured).room
    assert room is not None
    assert room.largest is not None
    assert room.fits
    assert room.rows > room.largest

    def needed(rows: int) -> int:
        project.main.set(project.main.node("digits"), batch_size=rows)
        return measure(make_trial(project)).peak or 0

    assert needed(round(0.9 * room.largest)) < usable < needed(round(1.1 * room.largest))

    project.main.set(project.main.node("digits"), batch_size=32)
    monkeypatch.setattr("guinet.probe.room.free_bytes", lambda device: 4 * room.fixed // 3)
    small = cost_of(project, measured).room
    assert small is not None
    assert (small.fits, small.largest) == (False, 0)


def test_an_update_that_takes_more_than_any_batch_leaves_no_batch_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guinet.probe.room.free_bytes", lambda device: 100_000)
    project = conv_net()
    project.main.set(project.main.node("head"), bias=False)
    project.training["optimizer"] = "torch.optim.Adam"
    whole = cost_of(project).room
    monkeypatch.setattr("guinet.probe.cost.update_rise", lambda choice, module: 100_000)
    room = cost_of(project).room

    assert whole is not None
    assert whole.largest
    assert room is not None
    assert (room.fits, room.largest) == (False, 0)


def test_a_network_too_big_for_the_machine_is_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guinet.probe.room.free_bytes", lambda device: 64 * 10**9)
    project = guinet.new()
    x = project.main.add("guinet.Input", "x", shape=[100_000])
    last = chain(project, x, ("Linear", "huge", {"out_features": 100_000}))
    y = project.main.add("guinet.Output", "y")
    project.main.connect(last["output"], y["input"])

    cost = cost_of(project)
    assert cost.total.parameters == 10**10 + 10**5
    assert cost.total.flops == 2 * cost.batch * 10**10
    assert cost.room is not None
    assert not cost.room.fits
    assert cost.room.largest == 0


def test_a_block_holds_the_sum_of_what_is_inside_each_instance() -> None:
    project = guinet.new()
    project.run("Block", [AddBlock(BlockData("twin", "Twin"))])
    block = project.blocks["twin"]
    inside = block.add("guinet.Input", "x", shape=[8])
    linear = block.add("torch.nn.Linear", "linear", out_features=8)
    out = block.add("guinet.Output", "y")
    block.connect(inside["output"], linear["input"])
    block.connect(linear["output"], out["input"])
    x = project.main.add("guinet.Input", "x", shape=[8])
    first = project.main.add(block_kind("twin"), "first")
    second = project.main.add(block_kind("twin"), "second")
    y = project.main.add("guinet.Output", "y")
    project.main.connect(x["output"], first["x"])
    project.main.connect(first["y"], second["x"])
    project.main.connect(second["y"], y["input"])
    project.run("Repeat", [SetTrait(MAIN, second.id, "repeat", 3)])

    cost = cost_of(project)
    nodes = by_path(cost)
    assert {path: (node.type, node.calls, node.parameters, node.flops) for path, node in nodes.items()} == {
        "first": ("Twin", 1, 72, 2 * cost.batch * 64),
        "first/linear": ("Linear", 1, 72, 2 * cost.batch * 64),
        "second": ("Twin", 1, 3 * 72, 3 * 2 * cost.batch * 64),
        "second/linear": ("Linear", 3, 3 * 72, 3 * 2 * cost.batch * 64),
    }
    assert nodes["first/linear"].chain == ((MAIN, first.id), ("twin", linear.id))
    assert cost.total.parameters == 4 * 72


def test_blocks_that_are_written_as_functions_and_repeated() -> None:
    """`nested-blocks` has one that gives an nn.Sequential, `repeated-blocks` four copies of a class."""
    nodes = by_path(cost_of(guinet.load(example_path("nested-blocks"))))
    assert {path: node.parameters for path, node in nodes.items()} == {
        "nest": 1344 + 2080 + 528,
        "nest/net": 1344 + 2080,
        "nest/net/0": 20 * 64 + 64,
        "nest/net/1": 0,
        "nest/net/2": 64 * 32 + 32,
        "nest/net/3": 0,
        "nest/linear": 32 * 16 + 16,
    }
    repeated = by_path(cost_of(guinet.load(example_path("repeated-blocks"))))
    assert {path: (node.calls, node.parameters) for path, node in repeated.items()} == {
        "blocks": (1, 4 * (40 + 36)),
        "blocks/0": (4, 4 * 40),
        "blocks/1": (4, 0),
        "blocks/2": (4, 4 * 36),
        "blocks/3": (4, 0),
        "out": (1, 5),
    }


def test_a_layer_called_twice_and_a_tied_weight_are_counted_once() -> None:
    project = guinet.load(example_path("tied-embedding"))
    nodes = by_path(cost_of(project))

    assert nodes["embedding"].parameters == 100 * 16
    assert nodes["decoder"].parameters == 0
    assert nodes["decoder"].flops > 0

    layers = by_path(cost_of(guinet.load(example_path("tied-layers"))))
    assert (layers["2"].parameters, layers["4"].parameters) == (72, 0)
    assert layers["2"].flops == layers["4"].flops == 2 * 2 * 8 * 8


def test_what_looks_at_values_is_measured_and_said() -> None:
    cost = cost_of(guinet.load(example_path("constant-weights")))

    assert cost.basis is Basis.MEASURED
    assert [doubt.code for doubt in cost.doubts] == ["only-measured"]
    assert by_path(cost)["linear"].flops == 2 * cost.batch * 20 * 20


def test_layers_that_torch_runs_in_one_piece_keep_the_estimate_of_their_work() -> None:
    project = guinet.load(example_path("sine-lstm"))
    estimated, measured = cost_of(project), cost_of(project, measured=True)

    # 32 steps of 4 gates of 32 units, from 1 input and 32 hidden values.
    assert by_path(estimated)["lstm"].flops == 2 * 64 * 32 * 4 * 32 * (1 + 32)
    assert by_path(measured)["lstm"].flops == by_path(estimated)["lstm"].flops
    assert measured.basis is Basis.MEASURED
    assert not (*estimated.doubts, *measured.doubts)
    assert measured.room is not None
    assert measured.room.largest


def test_frozen_parameters_need_neither_gradient_nor_state() -> None:
    project = conv_net()
    project.training["optimizer"] = "torch.optim.Adam"
    whole = cost_of(project).total
    project.training["groups.conv.frozen"] = True
    part = cost_of(project).total

    assert part.parameters == whole.parameters
    assert part.trainable == 1090
    assert part.gradients == 1090 * FLOAT
    # Two averages and the number of the step for each of two parameters.
    assert part.optimizer == 2 * 1090 * FLOAT + 2 * FLOAT


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("SGD", {}), ("SGD", {"momentum": 0.9}), ("Adam", {}), ("Adam", {"amsgrad": True}), ("AdamW", {}),
        ("NAdam", {}), ("RAdam", {}), ("Adamax", {}), ("Adagrad", {}), ("Adadelta", {}),
        ("RMSprop", {"centered": True}), ("Rprop", {}), ("ASGD", {}), ("Adafactor", {}),
    ],
)  # fmt: skip
def test_what_an_optimiser_keeps_is_what_it_really_keeps(name: str, arguments: dict[str, Any]) -> None:
    with torch.device("meta"):
        ghost = nn.Linear(10, 6)
    real = nn.Linear(10, 6)
    for parameter in real.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer = getattr(torch.optim, name)(real.parameters(), **arguments)
    optimizer.step()

    kept = [value for state in optimizer.state.values() for value in state.values() if isinstance(value, torch.Tensor)]
    estimated = state_bytes(OptimizerChoice(f"torch.optim.{name}", arguments), ghost)
    assert sum(estimated.values()) == sum(value.nbytes for value in kept)


def test_lbfgs_keeps_its_history() -> None:
    with torch.device("meta"):
        ghost = nn.Linear(10, 6, bias=False)
    estimated = state_bytes(OptimizerChoice("torch.optim.LBFGS", {"history_size": 5}), ghost)

    assert estimated == {"weight": (2 * 5 + 2) * 60 * FLOAT}


def test_each_piece_of_memory_is_counted_once() -> None:
    weight = torch.ones(4, 4, requires_grad=True)
    ledger = Ledger(lambda: "here", [weight])
    with ledger.open():
        x = torch.ones(8, 4) @ weight
        result = (x.sigmoid() * x.view(4, 8).view(8, 4)).exp()
    # The first factor is saved for the weight, sigmoid saves its result, mul both factors (one of them that result,
    # the other a view of x), exp its result.
    assert ledger.kept == {"here": 4 * 8 * 4 * FLOAT}
    assert ledger.flops == {"here": 2 * 8 * 4 * 4}
    result.sum().backward()
    assert weight.grad is not None


def test_measuring_leaves_no_trace() -> None:
    project, random, threads = conv_net(), torch.get_rng_state(), torch.get_num_threads()
    measure(make_trial(project))
    estimate(make_trial(project))

    assert torch.equal(torch.get_rng_state(), random)
    assert torch.get_num_threads() == threads


# A profile


def test_a_profile_has_each_node_forward_and_backward_and_a_trace(tmp_path: Path) -> None:
    project = conv_net()
    profile = profile_step(make_trial(project), tmp_path / "trace.json")

    assert list(profile.phases) == ["data", "forward", "backward", "optimizer"]
    assert profile.seconds == pytest.approx(sum(profile.phases.values()))
    spans = {span.path: span for span in profile.spans}
    assert list(spans) == ["conv", "relu", "flatten", "head", "loss"]
    assert all(span.forward > 0 for span in spans.values())
    assert {"conv", "relu", "head", "loss"} <= {path for path, span in spans.items() if span.backward > 0}
    assert {"aten::conv2d", "ConvolutionBackward0"} == {name for name, _ in spans["conv"].operations}
    assert profile.busy is None
    written = json.loads((tmp_path / "trace.json").read_text())
    assert {"node conv", "node head", "backward"} <= {event.get("name") for event in written["traceEvents"]}
    assert list(tmp_path.iterdir()) == [tmp_path / "trace.json"]


def test_a_trace_that_cannot_be_written_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(GuinetError, match=r"choose another place"):
        profile_step(make_trial(conv_net()), tmp_path / "missing" / "trace.json")


def test_an_optimiser_that_runs_the_batch_itself_is_profiled() -> None:
    project = conv_net()
    project.training["optimizer"] = "torch.optim.LBFGS"
    project.training["optimizer.max_iter"] = 2

    profile = profile_step(make_trial(project))
    assert list(profile.phases) == ["data", "optimizer"]
    assert {span.path for span in profile.spans} >= {"conv", "head", "loss"}


# What cannot be


def test_an_unfinished_graph_is_an_error_that_names_the_node() -> None:
    project = guinet.new()
    project.main.add("torch.nn.Linear", "alone")
    with pytest.raises(GuinetError, match="alone"):
        cost_of(project)


def test_untrusted_code_is_not_run() -> None:
    project = guinet.new()
    text = "def own(x):\n    raise SystemExit\n"
    project.run("Write code", [SetCode(code_id(text), text)])
    x = project.main.add("guinet.Input", "x", shape=[4])
    node = project.main.add(f"code.{code_id(text)}", "own")
    project.main.connect(x["output"], node["x"])
    y = project.main.add("guinet.Output", "y")
    project.main.connect(node[project.ports(project.main, node).outputs[0].name], y["input"])

    with pytest.raises(NotAllowed):
        cost_of(project)


def test_whole_numbers_complex_ones_and_empty_dimensions() -> None:
    for dtype, shape in (("int64", [3]), ("complex64", [3]), ("float32", [0])):
        project = guinet.new()
        x = project.main.add("guinet.Input", "x", shape=shape, dtype=dtype)
        last = chain(project, x, ("torch.add", "more", {"other": 1}))
        y = project.main.add("guinet.Output", "y")
        project.main.connect(last["output"], y["input"])

        cost = cost_of(project, measured=True)
        assert (cost.total.parameters, cost.total.flops, cost.total.activations) == (0, 0, 0)
        assert [node.path for node in cost.nodes] == ["more"]
