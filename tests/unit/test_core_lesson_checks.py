"""Each check of a lesson, on facts written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from guinet.core import framing, sharing
from guinet.core.graph import Block, FrameMode, Node
from guinet.core.lesson_checks import (
    Check,
    Facts,
    HasNode,
    HasParameters,
    HasPath,
    HasProblem,
    HasShape,
    HasValue,
    HasWire,
    InFrame,
    IsTied,
    OwnLayer,
    Pattern,
    SameLayer,
    Trained,
)
from guinet.core.probed import NodeValue, PlainValue, ProbedValue, Progress, Stretch, TensorValue
from guinet.core.problems import Problem, Severity
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.core.values import TensorSpec, Value
from guinet.nodes.registry import REGISTRY


@pytest.fixture
def graph() -> Block:
    """x into two Linear layers with a ReLU between them."""
    block = Project(REGISTRY).main
    x = block.add("guinet.Input", name="x", shape=(4,))
    one = block.add("torch.nn.Linear", name="one", out_features=8)
    relu = block.add("torch.nn.ReLU", name="relu")
    two = block.add("torch.nn.Linear", name="two", out_features=2)
    for source, target in ((x, one), (one, relu), (relu, two)):
        block.connect(source["output"], target["input"])
    return block


def passes(block: Block, check: Check, **known: Any) -> bool:
    return check.passes(Facts(block.project, **known))


LINEAR = "torch.nn.Linear"


@pytest.mark.parametrize(
    ("pattern", "there"),
    [
        (Pattern("one"), True),
        (Pattern("three"), False),
        (Pattern(kind=LINEAR), True),
        (Pattern(kind=LINEAR, arguments={"out_features": 2}), True),
        (Pattern("one", LINEAR, {"out_features": 2}), False),
        (Pattern("relu", LINEAR), False),
        (Pattern("one", arguments={"bias": None}), True),
        (Pattern("one", arguments={"bias": False}), False),
    ],
)
def test_a_node_is_found_by_name_kind_and_arguments(graph: Block, pattern: Pattern, there: bool) -> None:
    assert passes(graph, HasNode(pattern)) == there


@pytest.mark.parametrize(
    ("size", "there"), [(3, True), ((3, 3), True), ((3,), True), ((3, 2), False), ((), False), (2, False)]
)
def test_one_number_is_meant_by_the_same_in_each_direction_too(graph: Block, size: Value, there: bool) -> None:
    graph.add("torch.nn.Conv2d", name="conv", out_channels=4, kernel_size=size)

    assert passes(graph, HasNode(Pattern("conv", arguments={"kernel_size": 3}))) == there


def test_a_wire_leads_one_way_into_its_port(graph: Block) -> None:
    assert passes(graph, HasWire(Pattern("x"), Pattern("one"), "input"))
    assert passes(graph, HasWire(Pattern(kind="torch.nn.ReLU"), Pattern(kind=LINEAR)))
    assert not passes(graph, HasWire(Pattern("one"), Pattern("x")))
    assert not passes(graph, HasWire(Pattern("x"), Pattern("one"), "other"))
    assert not passes(graph, HasWire(Pattern("x"), Pattern("relu")))


def test_a_path_has_no_gap(graph: Block) -> None:
    assert passes(graph, HasPath((Pattern("x"), Pattern(kind=LINEAR), Pattern("relu"), Pattern("two"))))
    assert not passes(graph, HasPath((Pattern("x"), Pattern("relu"))))
    assert not passes(graph, HasPath((Pattern("x"), Pattern("two"), Pattern("relu"))))
    graph.project.undo()
    assert not passes(graph, HasPath((Pattern("relu"), Pattern("two"))))


def test_a_shape_is_read_as_wires_show_it(graph: Block) -> None:
    reports = {graph.node("one").id: NodeReport({"output": TensorSpec(("N", 8))})}
    assert passes(graph, HasShape(Pattern("one"), "N×8 float32"), reports=reports)
    assert not passes(graph, HasShape(Pattern("one"), "N×8 float64"), reports=reports)
    assert not passes(graph, HasShape(Pattern("two"), "N×8 float32"), reports=reports)


def tensor(text: str, **more: Any) -> TensorValue:
    plain: dict[str, Any] = {
        "shape": (),
        "dtype": "float32",
        "device": "cpu",
        "strides": (),
        "offset": 0,
        "contiguous": True,
        "requires_grad": False,
        "is_leaf": True,
        "grad_fn": "",
    }
    return TensorValue(text=text, **{**plain, **more})


def told(node: Node, output: ProbedValue, **more: Any) -> Mapping[str, NodeValue]:
    return {node.id: NodeValue(Progress.DONE, outputs={"output": output}, **more)}


def test_a_value_is_what_print_shows_without_autograd(graph: Block) -> None:
    for text in ("tensor(2.)", "tensor(2., requires_grad=True)", "tensor(2., grad_fn=<PowBackward0>)"):
        values = told(graph.node("one"), tensor(text))
        assert passes(graph, HasValue("one", "tensor(2.)"), values=values)
        assert not passes(graph, HasValue("one", "tensor(3.)"), values=values)
        assert not passes(graph, HasValue("two", "tensor(2.)"), values=values)
    assert passes(graph, HasValue("one", "3"), values=told(graph.node("one"), PlainValue("int", "3")))


def test_a_gradient_is_named_behind_its_node(graph: Block) -> None:
    values = told(graph.node("one"), tensor("tensor(2.)", grad="tensor(6.)"))
    assert passes(graph, HasValue("one.grad", "tensor(6.)"), values=values)
    assert not passes(graph, HasValue("one.grad", "tensor(2.)"), values=values)
    assert not passes(graph, HasValue("one.grad", "tensor(6.)"), values=told(graph.node("one"), tensor("tensor(2.)")))


@pytest.mark.parametrize(
    ("wanted", "other"),
    [
        ({"dtype": "int64"}, {"dtype": "int32"}),
        ({"requires_grad": True}, {"requires_grad": False}),
        ({"was": "tensor(0.)"}, {"was": ""}),
    ],
)
def test_what_else_a_tensor_is(graph: Block, wanted: dict[str, Any], other: dict[str, Any]) -> None:
    assert passes(graph, HasValue("one", **wanted), values=told(graph.node("one"), tensor("1", **wanted)))
    assert not passes(graph, HasValue("one", **wanted), values=told(graph.node("one"), tensor("1", **other)))
    assert not passes(graph, HasValue("one", **wanted), values=told(graph.node("one"), PlainValue("int", "1")))


def test_a_view_names_the_node_whose_memory_it_is(graph: Block) -> None:
    values = told(graph.node("one"), tensor("1"), view_of=graph.node("x").id)
    assert passes(graph, HasValue("one", view_of="x"), values=values)
    assert not passes(graph, HasValue("one", view_of="relu"), values=values)
    assert not passes(graph, HasValue("one", view_of="x"), values=told(graph.node("one"), tensor("1")))


def test_a_stretched_input_is_told_by_its_axes(graph: Block) -> None:
    values = told(graph.node("one"), tensor("1"), stretched=(Stretch("other", 0, (1,), (0,)),))
    assert passes(graph, HasValue("one", port="other", stretched=(0,)), values=values)
    assert not passes(graph, HasValue("one", port="other", stretched=(1,)), values=values)
    assert not passes(graph, HasValue("one", port="input", stretched=(0,)), values=values)


def test_a_problem_of_the_check_or_of_the_evaluation(graph: Block) -> None:
    here = Problem("view", "It cannot be viewed so.", node=graph.node("one").id)
    values = {graph.node("one").id: NodeValue(Progress.FAILED, problems=(here,))}
    for known in ({"problems": (here,)}, {"values": values}):
        assert passes(graph, HasProblem("view"), **known)
        assert passes(graph, HasProblem(node=Pattern(kind=LINEAR)), **known)
        assert not passes(graph, HasProblem("shape"), **known)
        assert not passes(graph, HasProblem("view", Pattern("two")), **known)
        assert not passes(graph, HasProblem(present=False), **known)
        assert passes(graph, HasProblem("shape", present=False), **known)
    warning = Problem("view", "Slow.", severity=Severity.WARNING)
    assert passes(graph, HasProblem(present=False), problems=(warning,))


def test_a_frame_holds_all_of_them_in_its_mode(graph: Block) -> None:
    one, two = graph.node("one").id, graph.node("two").id
    framing.add_frame(graph, [one], mode=FrameMode.NO_GRAD)
    assert passes(graph, InFrame(("one",), FrameMode.NO_GRAD))
    assert not passes(graph, InFrame(("one",), FrameMode.INFERENCE_MODE))
    assert not passes(graph, InFrame(("one", "two"), FrameMode.NO_GRAD))
    assert not passes(graph, InFrame(("one",)))
    assert passes(graph, InFrame(("two",)))
    framing.add_frame(graph, [two])
    assert passes(graph, InFrame(("two",)))
    assert not passes(graph, InFrame(("three",)))


def test_one_layer_is_used_by_all(graph: Block) -> None:
    assert not passes(graph, SameLayer(("one", "two")))
    sharing.share(graph, graph.node("two").id, graph.node("one").id)
    assert passes(graph, SameLayer(("one", "two")))
    assert not passes(graph, SameLayer(("one", "relu")))
    assert not passes(graph, SameLayer(("one", "three")))
    assert (passes(graph, OwnLayer("one")), passes(graph, OwnLayer("two"))) == (True, False)


def test_a_parameter_is_tied_to_one_other(graph: Block) -> None:
    assert passes(graph, IsTied("two.weight"))
    sharing.tie(graph, graph.node("two").id, "weight", graph.node("one").id, "weight")
    assert passes(graph, IsTied("two.weight", "one.weight"))
    assert not passes(graph, IsTied("two.weight", "one.bias"))
    assert not passes(graph, IsTied("one.weight", "two.weight"))
    assert not passes(graph, IsTied("two.weight"))


def test_parameters_are_counted_over_all_nodes(graph: Block) -> None:
    reports = {graph.node("one").id: NodeReport(parameters=40), graph.node("two").id: NodeReport(parameters=18)}
    assert passes(graph, HasParameters(58), reports=reports)
    assert not passes(graph, HasParameters(40), reports=reports)


def test_a_training_reached_so_much(graph: Block) -> None:
    check = Trained("test_accuracy", 0.9)
    assert [passes(graph, check, metrics={"test_accuracy": value}) for value in (0.89, 0.9, 0.91)] == [
        False,
        True,
        True,
    ]
    assert not passes(graph, check, metrics={"accuracy": 1.0})
    assert not passes(graph, check, metrics={"test_accuracy": float("nan")})
