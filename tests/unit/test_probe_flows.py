"""What comes back along the edges of the graph and the wires of the canvas, beside hooks of plain PyTorch."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest
import torch
from torch import Tensor, nn

from guinet import data
from guinet.compile.shapes import Checker
from guinet.core.changes import SetCode
from guinet.core.coding import code_id
from guinet.core.plain import plain
from guinet.core.project import Project
from guinet.core.record_wires import wire_flows
from guinet.core.recorded import Flow, Origin, Record, Whose
from guinet.core.stepped import Go, Order, Phase
from guinet.probe.autograd import Walk
from guinet.probe.flows import Came, flows_of, watch
from guinet.probe.recording import Recording, record
from guinet.probe.stepped_recording import record_stepped
from guinet.probe.stepping import Stepper
from guinet.probe.trial import make_trial
from guinet.storage import trust
from guinet.storage.examples import example_path
from guinet.storage.files import load

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def example(name: str) -> Project:
    return load(example_path(name))


def checked(project: Project) -> Checker:
    return Checker(project, data.project_specs(project))


def recorded(project: Project) -> Record:
    project = plain(project)
    return record(project, checked(project))


def on_wires(project: Project, told: Record, block: str = "main") -> dict[tuple[str, str], Flow]:
    """By the names of the nodes at its ends what comes back along a wire."""
    graph = project.blocks[block]
    return {
        (graph.nodes[graph.wires[wire].source.node].name, graph.nodes[graph.wires[wire].target.node].name): flow
        for (owner, wire), flow in wire_flows(project, told).items()
        if owner == block
    }


def passed(loss: Tensor) -> tuple[Walk, tuple[Flow, ...]]:
    walk, came = Walk(), Came()
    walk.add([loss])
    for function in walk.functions:
        watch(function, came)
    loss.backward()
    return walk, flows_of(walk, came)


def into(walk: Walk, flows: tuple[Flow, ...], leaf: Tensor) -> list[Flow]:
    """What comes back to a leaf, edge by edge."""
    return [
        flow
        for (_, following, _), flow in zip(walk.edges, flows, strict=True)
        if getattr(walk.functions[following], "variable", None) is leaf
    ]


def test_each_way_to_a_leaf_has_its_own_part_of_the_gradient() -> None:
    """y = x² + 2x + 2 at 2: the tutorial's 4 and 2, whose sum is x.grad."""
    x = torch.tensor(2.0, requires_grad=True)

    walk, flows = passed(x**2 + 2 * x + 2)

    assert sorted(flow.number or 0 for flow in into(walk, flows, x)) == [2.0, 4.0]
    assert x.grad == torch.tensor(6.0)


def test_sparse_and_complex_gradients_have_a_norm() -> None:
    table = nn.Embedding(5, 3, sparse=True)
    z = torch.tensor([3 + 4j, 0j], requires_grad=True)

    walk, flows = passed(table(torch.tensor([1, 2])).sum() + z.abs().sum())

    assert [flow.norm for flow in into(walk, flows, table.weight)] == [pytest.approx(math.sqrt(6))]
    [flow] = into(walk, flows, z)
    assert (flow.shape, flow.number) == ((2,), None)
    assert flow.norm == pytest.approx(1.0)


def test_what_nothing_has_come_along_tells_its_shape() -> None:
    walk = Walk()
    walk.add([nn.Linear(3, 2)(torch.ones(4, 3))])

    assert set(flows_of(walk, {})) == {Flow((2,)), Flow((3, 2)), Flow((2, 3))}


def gradients_of_outputs(project: Project) -> Mapping[str, float]:
    """By layer the norm of the gradient of what it gave, by a hook on that tensor."""
    norms: dict[str, float] = {}
    trial = make_trial(plain(project))
    with trial.calm():
        module = trial.build().train()
        for path, layer in module.named_children():

            def hook(layer: nn.Module, given: object, output: Tensor, path: str = path) -> None:
                output.register_hook(lambda gradient: norms.update({path: gradient.norm().item()}))

            layer.register_forward_hook(hook)
        _, loss = trial.forward(module)(trial.real_batch())
        assert loss is not None
        loss.backward()
    return norms


@pytest.mark.parametrize("name", ["digits-cnn", "iris-mlp"])
def test_the_wires_of_a_row_of_layers_have_the_gradients_of_their_outputs(name: str) -> None:
    project = example(name)
    expected = gradients_of_outputs(project)

    found = on_wires(project, recorded(project))

    norms = {source: flow.norm for (source, _), flow in found.items()}
    assert len(expected) > 2
    assert norms == pytest.approx(expected, rel=1e-4)


def test_the_wires_of_the_tutorials_first_example() -> None:
    project = example("autograd")

    found = {ends: flow.number for ends, flow in on_wires(project, recorded(project)).items()}

    assert found == {
        ("x", "square"): 4.0,
        ("x", "twice"): 2.0,
        ("square", "both"): 1.0,
        ("twice", "both"): 1.0,
        ("both", "y"): 1.0,
    }


def test_two_wires_between_the_same_nodes_have_a_part_each(sketch: Sketch, project: Project) -> None:
    x = sketch.block.add("torch.tensor", name="x", data=3.0, requires_grad=True)
    other = sketch.block.add("torch.tensor", name="other", data=5.0, requires_grad=True)
    product = sketch.block.add("torch.mul", name="product")
    sketch.block.connect(x["output"], product["input"])
    sketch.block.connect(other["output"], product["other"])
    twice = sketch.block.add("torch.sub", name="twice", alpha=4)
    sketch.block.connect(product["output"], twice["input"])
    sketch.block.connect(product["output"], twice["other"])
    back = sketch.block.add("torch.Tensor.backward", name="back")
    sketch.block.connect(twice["output"], back["input"])
    ports = {wire.id: (wire.source.node, wire.target.port) for wire in project.main.wires.values()}

    told = recorded(project)
    found = {ports[wire]: flow.number for (_, wire), flow in wire_flows(project, told).items()}

    assert found[product.id, "input"] == 1.0
    assert found[product.id, "other"] == -4.0
    assert found[x.id, "input"] == (1 - 4) * 5.0
    assert found[other.id, "other"] == (1 - 4) * 3.0


def test_wires_inside_blocks_and_across_what_hands_on(sketch: Sketch, project: Project) -> None:
    """A block of Linear and ReLU between Identity layers: nothing is recorded of these, yet the gradient passes."""
    block = sketch.new_block("B")
    within = sketch.inside(block)
    fc, act = block.add("torch.nn.Linear", name="fc", out_features=6), block.add("torch.nn.ReLU", name="act")
    within.finish(within.chain(within.entry(), fc, act))
    inner = sketch.block.add(f"block.{block.id}", name="inner")
    last = sketch.block.add("torch.nn.Linear", name="last", out_features=3)
    same = sketch.block.add("torch.nn.Identity", name="same")
    rows = sketch.block.add("guinet.data.iris", name="data")
    loss = sketch.block.add("torch.nn.CrossEntropyLoss", name="loss")
    sketch.chain(rows["features"], inner, same, last, loss)
    sketch.block.connect(rows["label"], loss["target"])

    told = recorded(project)

    found = on_wires(project, told)
    assert found["inner", "same"] == found["same", "last"]
    assert found["last", "loss"].norm == pytest.approx(gradients_of_outputs(project)["last"], rel=1e-4)
    assert on_wires(project, told, block.id)["fc", "act"].norm
    assert ("data", "inner") not in found, "the data needs no gradient"


def test_a_recording_has_the_weights_it_is_given() -> None:
    project = plain(example("iris-mlp"))
    recording = Recording(project, checked(project))

    def zeros(module: nn.Module) -> Origin:
        for parameter in module.parameters():
            nn.init.zeros_(parameter)
        return Origin(Whose.TRAINING, step=7)

    told = recording.record(zeros)

    assert told.origin == Origin(Whose.TRAINING, step=7, rows=recording.record().origin.rows)
    assert on_wires(project, told)["hidden", "tanh"].norm == 0.0, "through weights of zero nothing comes back"
    assert any(flow.norm for flow in recording.record().flows), "another recording has first values again"


# A stepped training


def test_the_graph_of_a_stepped_training_is_that_of_its_own_loss() -> None:
    project = plain(example("iris-mlp"))
    checker, stepper = checked(project), Stepper(project)
    try:
        stepper.begin()
        assert record_stepped(project, checker, stepper) is None, "nothing has run"
        stepper.go(Order(Go.TO_PHASE, phase=Phase.LOSS))
        before = record_stepped(project, checker, stepper)
        walk = Walk()
        assert stepper.loss is not None
        walk.add([stepper.loss])
        stepper.go(Order(Go.TO_PHASE, phase=Phase.BACKWARD))
        after = record_stepped(project, checker, stepper)
        gradients = {
            path: each.grad.norm().item() for path, each in stepper.module.named_parameters() if each.grad is not None
        }
    finally:
        stepper.end()

    assert before is not None
    assert after is not None
    assert [function.op for function in before.functions] == [
        each.name().rpartition("::")[2] for each in walk.functions
    ]
    assert before.edges == tuple((a, b) for a, b, _ in walk.edges)
    assert before.origin == Origin(Whose.STEPPING, step=1)
    assert all(function.keys for function in before.functions)
    assert {flow.norm for flow in before.flows} == {None}
    assert before.own > after.own == 0, "a backward pass lets go of what is saved"
    leaves = {after.functions[b].leaf: flow.norm for (_, b), flow in zip(after.edges, after.flows, strict=True)}
    assert {path: leaves[path] for path in gradients} == pytest.approx(gradients)


def test_a_forward_pass_that_stands_half_way_shows_what_there_is() -> None:
    project = plain(example("digits-cnn"))
    stepper = Stepper(project)
    try:
        stepper.go(Order(Go.TO_NODE, node=("main", project.main.node("bn1").id)))
        told = record_stepped(project, checked(project), stepper)
    finally:
        stepper.end()

    assert told is not None
    assert {function.op for function in told.functions if not function.leaf} == {
        "ConvolutionBackward0",
        "NativeBatchNormBackward0",
    }
    assert told.breaks == (), "what has not run yet is not lost"


# A way back that fails

FAILS = """import torch


class Odd(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, gradient):
        raise ValueError("no way back")


def odd(x):
    return Odd.apply(x)
"""


def test_a_backward_pass_that_fails_is_told_beside_the_graph(sketch: Sketch, project: Project) -> None:
    project.run("Write", [SetCode(code_id(FAILS), FAILS)])
    trust.trust([FAILS])
    rows, loss = sketch.block.add("guinet.data.iris", name="data"), sketch.block.add("torch.nn.CrossEntropyLoss")
    first = sketch.block.add("torch.nn.Linear", name="first", out_features=3)
    odd = sketch.block.add(f"code.{code_id(FAILS)}", name="odd")
    sketch.chain(rows["features"], first, odd, loss)
    sketch.block.connect(rows["label"], loss["target"])

    told = recorded(project)

    assert any("no way back" in problem.message for problem in told.breaks)
    assert on_wires(project, told)["odd", loss.name].norm
    assert on_wires(project, told)["first", "odd"].norm is None
