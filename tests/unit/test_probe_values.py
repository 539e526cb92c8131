"""What an evaluation tells of each node, compared with what plain PyTorch says of the same line."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

import guinet
from guinet.core.changes import SetParts, SetTrait
from guinet.core.coding import write_code
from guinet.core.graph import Block, Frame, FrameMode, Node
from guinet.core.probed import NodeValue, PlainValue, Progress, SequenceValue, Stretch, TensorValue
from guinet.core.problems import NotAllowed, Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.core.values import Value
from guinet.probe import estimate
from guinet.probe.evaluate import Evaluation, evaluate
from guinet.probe.values import LONGEST, Memory, described, printed, stretched
from tests.drawing import add


def tensor(evaluation: Evaluation, node: Node) -> TensorValue:
    (value,) = evaluation.told.nodes[node.id].outputs.values()
    assert isinstance(value, TensorValue)
    return value


def told(project: Project, node: Node) -> NodeValue:
    return evaluate(project).told.nodes[node.id]


def failed(project: Project, node: Node) -> Problem:
    value = told(project, node)
    assert value.progress is Progress.FAILED
    (problem,) = value.problems
    return problem


def torch_says(line: Callable[[], object]) -> str:
    """The words of the exception that the line raises in plain PyTorch."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the type is compared as a part of the words
        line()
    return f"{caught.value} ({type(caught.value).__name__})"


def repaired(project: Project, problem: Problem, offer: int = 0) -> Evaluation:
    project.run("Repair", problem.fixes[offer].changes)
    return evaluate(project)


# What is told of tensors


def test_the_facts_are_those_of_the_tensor(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=((1.0, 2.0, 3.0), (4.0, 5.0, 6.0)), requires_grad=True)
    turned = add(graph, "torch.Tensor.t", "turned", x)
    by_hand = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)

    evaluation = evaluate(project)
    for node, value in ((x, by_hand), (turned, by_hand.t())):
        fact = tensor(evaluation, node)
        assert fact.shape == tuple(value.shape)
        assert fact.dtype == "float32"
        assert fact.device == "cpu"
        assert fact.strides == value.stride()
        assert fact.contiguous == value.is_contiguous()
        assert fact.is_leaf == value.is_leaf
        assert fact.requires_grad
        assert fact.grad_fn == ("" if value.grad_fn is None else value.grad_fn.name())
        assert fact.text == str(value)
    assert tensor(evaluation, turned).shares == (x.id,)
    assert tensor(evaluation, x).shares == (turned.id,)


@pytest.mark.parametrize(
    ("kind", "arguments", "view", "copied"),
    [
        ("torch.Tensor.view", {"size": (3, 2)}, True, False),
        ("torch.Tensor.transpose", {"dim0": 0, "dim1": 1}, True, False),
        ("torch.Tensor.reshape", {"shape": (6,)}, True, False),
        ("torch.Tensor.unsqueeze", {"dim": 0}, True, False),
        ("torch.Tensor.detach", {}, True, False),
        ("torch.Tensor.clone", {}, False, False),
        ("torch.Tensor.double", {}, False, True),
        ("torch.mul", {"other": 2}, False, False),
    ],
)
def test_a_view_names_whose_memory_it_is_in(
    project: Project, graph: Block, kind: str, arguments: dict[str, Value], view: bool, copied: bool
) -> None:
    x = add(graph, "torch.zeros", "x", size=(2, 3))
    y = add(graph, kind, "y", x, **arguments)

    evaluation = evaluate(project)
    assert evaluation.told.nodes[y.id].view_of == (x.id if view else "")
    assert evaluation.told.nodes[y.id].copied is copied
    assert tensor(evaluation, x).shares == ((y.id,) if view else ())


def test_reshape_copies_what_does_not_lie_in_order_and_contiguous_does_not_copy_what_does(
    project: Project, graph: Block
) -> None:
    x = add(graph, "torch.zeros", "x", size=(2, 3))
    turned = add(graph, "torch.Tensor.t", "turned", x)
    flat = add(graph, "torch.Tensor.reshape", "flat", turned, shape=(6,))
    same = add(graph, "torch.Tensor.contiguous", "same", x)

    evaluation = evaluate(project)
    assert evaluation.told.nodes[flat.id].copied
    assert not evaluation.told.nodes[same.id].copied
    assert tensor(evaluation, same).same == (x.id,)
    assert tensor(evaluation, same).shares == (turned.id,)


def test_in_place_there_is_one_tensor_and_what_it_was_is_kept(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=(10.0, 20.0))
    change = add(graph, "torch.Tensor.add_", "change", x, other=2)

    evaluation = evaluate(project)
    assert tensor(evaluation, x).text == tensor(evaluation, change).text == str(torch.tensor([12.0, 22.0]))
    assert tensor(evaluation, x).was == str(torch.tensor([10.0, 20.0]))
    assert tensor(evaluation, change).was == ""
    assert tensor(evaluation, x).same == (change.id,)


def test_gradients_are_told_on_leaves_when_all_has_run(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=(1.0, 2.0), requires_grad=True)
    y = add(graph, "torch.mul", "y", x, x)
    total = add(graph, "torch.sum", "total", y)
    add(graph, "torch.Tensor.backward", "backward", total)

    evaluation = evaluate(project)
    assert tensor(evaluation, x).grad == str(torch.tensor([2.0, 4.0]))
    assert tensor(evaluation, x).keeps_grad
    assert not tensor(evaluation, y).keeps_grad
    assert tensor(evaluation, y).grad == ""


def test_broadcasting_says_which_axes_are_stretched(project: Project, graph: Block) -> None:
    column = add(graph, "torch.ones", "column", size=(3, 1))
    row = add(graph, "torch.ones", "row", size=(4,))
    both = add(graph, "torch.add", "both", column, row)
    wide = add(graph, "torch.Tensor.expand", "wide", column, size=(2, 3, 4))

    evaluation = evaluate(project)
    assert evaluation.told.nodes[both.id].stretched == (
        Stretch("input", 0, (3, 1), (1,)),
        Stretch("other", 0, (4,), (0,)),
    )
    assert evaluation.told.nodes[wide.id].stretched == (Stretch("input", 0, (3, 1), (0, 2)),)
    assert evaluation.told.nodes[wide.id].view_of == column.id


@pytest.mark.parametrize(
    ("shapes", "result", "expected"),
    [
        ([(2, 3), (2, 3)], (2, 3), []),
        ([(2, 3), ()], (2, 3), [(1, (0, 1))]),
        ([(2, 1), (1, 3)], (2, 3), [(0, (1,)), (1, (0,))]),
        ([(2, 3), (3, 4)], (2, 4), []),  # a product, not a broadcast
        ([(2, 3), (5, 3)], (7, 3), []),  # cat
        ([(1, 1), (1, 1)], (1, 1), []),
    ],
)
def test_stretched(
    shapes: list[tuple[int, ...]], result: tuple[int, ...], expected: list[tuple[int, tuple[int, ...]]]
) -> None:
    inputs = [("input", place, torch.zeros(shape)) for place, shape in enumerate(shapes)]

    assert [(each.place, each.axes) for each in stretched(inputs, torch.zeros(result))] == expected


def test_values_that_are_no_tensors(project: Project, graph: Block) -> None:
    x = add(graph, "torch.arange", "x", end=6)
    asked = {
        "contiguous": add(graph, "torch.Tensor.is_contiguous", "contiguous", x),
        "size": add(graph, "torch.Tensor.size", "size", x),
        "count": add(graph, "torch.Tensor.numel", "count", x),
        "listed": add(graph, "torch.Tensor.tolist", "listed", x),
    }
    evaluation = evaluate(project)
    values = {name: evaluation.told.nodes[node.id].outputs["output"] for name, node in asked.items()}

    assert values["contiguous"] == PlainValue("bool", "True")
    assert values["size"] == PlainValue("Size", "torch.Size([6])")
    assert values["count"] == PlainValue("int", "6")
    assert isinstance(values["listed"], SequenceValue)
    assert values["listed"].text == "[0, 1, 2, 3, 4, 5]"
    assert evaluation.by_name()["contiguous"] is True


def test_several_outputs_are_a_tuple(project: Project, graph: Block) -> None:
    x = add(graph, "torch.arange", "x", end=6)
    add(graph, "torch.Tensor.chunk", "halves", x, chunks=2)

    halves: Any = evaluate(project).by_name()["halves"]
    first, second = halves
    assert first.tolist() == [0, 1, 2]
    assert second.tolist() == [3, 4, 5]


@pytest.mark.parametrize("shape", [(), (3,), (50, 50), (2, 0), (1001,), (8, 8, 8, 8)])
def test_texts_are_those_of_print(shape: tuple[int, ...]) -> None:
    value = torch.randn(shape)

    assert printed(value) == str(value)


def test_a_text_that_would_have_no_end_is_the_shape() -> None:
    value = torch.zeros(()).expand((7,) * 12)

    assert printed(value) == f"tensor(..., size={(7,) * 12}, dtype=torch.float32)"
    assert len(printed([torch.zeros(900)] * 1000)) < LONGEST
    assert len(printed("long" * LONGEST)) < LONGEST + 10


def test_memory_knows_a_view_of_a_part() -> None:
    memory = Memory()
    whole = torch.zeros(4)
    memory.add("whole", whole)
    memory.add("part", part := whole[2:])
    memory.add("other", torch.zeros(4))

    value = described(part, "part", memory)
    assert isinstance(value, TensorValue)
    assert value.offset == 2
    assert value.shares == ("whole",)


# What fails, and what helps


def test_a_view_that_cannot_be_offers_reshape_and_contiguous(project: Project, graph: Block) -> None:
    x = add(graph, "torch.randn", "x", size=(2, 3, 4))
    turned = add(graph, "torch.Tensor.transpose", "x_t", x, dim0=1, dim1=2)
    y = add(graph, "torch.Tensor.view", "y_2", turned, size=(6, 4))
    torch.manual_seed(0)
    expected = torch.randn(2, 3, 4).transpose(1, 2)

    problem = failed(project, y)
    assert problem.message == torch_says(lambda: expected.view(6, 4))
    assert [fix.text for fix in problem.fixes] == ["Use reshape", "Insert contiguous before input"]
    assert torch.equal(repaired(project, problem, 0).by_name()["y_2"], expected.reshape(6, 4))  # type: ignore[arg-type]
    project.undo()
    assert torch.equal(repaired(project, problem, 1).by_name()["y_2"], expected.reshape(6, 4))  # type: ignore[arg-type]


def test_whole_numbers_have_no_gradient_and_float32_helps(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=(1, 2), requires_grad=True)

    problem = failed(project, x)
    assert problem.message == torch_says(lambda: torch.tensor([1, 2], requires_grad=True))
    assert problem.fixes[0].text == "Make it float32"
    assert tensor(repaired(project, problem), x).text == "tensor([1., 2.], requires_grad=True)"


def test_shapes_that_do_not_broadcast_are_explained_axis_by_axis(project: Project, graph: Block) -> None:
    x = add(graph, "torch.zeros", "x", size=(3, 4))
    column = add(graph, "torch.ones", "column", size=(3,))
    y = add(graph, "torch.add", "y", x, column)

    problem = failed(project, y)
    assert problem.message == torch_says(lambda: torch.zeros(3, 4) + torch.ones(3))
    assert problem.got == "3×4, 3"
    assert problem.expected == "dim −1: 4 ≠ 3, dim −2: 3"
    assert problem.fixes[0].text == "Insert unsqueeze before other"
    assert tensor(repaired(project, problem), y).shape == (3, 4)


@pytest.mark.parametrize(("offer", "gradient"), [(0, [2.0, 2.0, 2.0]), (1, [2.0, 2.0, 2.0])])
def test_backward_of_many_numbers_offers_their_sum_or_a_gradient(
    project: Project, graph: Block, offer: int, gradient: list[float]
) -> None:
    x = add(graph, "torch.tensor", "x", data=(1.0, 2.0, 3.0), requires_grad=True)
    y = add(graph, "torch.mul", "y", x, other=2)
    backward = add(graph, "torch.Tensor.backward", "backward", y)

    problem = failed(project, backward)
    by_hand = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    assert problem.message == torch_says(lambda: (by_hand * 2).backward())
    assert [fix.text for fix in problem.fixes] == ["Insert sum before input", "Wire a gradient of ones"]
    assert tensor(repaired(project, problem, offer), x).grad == str(torch.tensor(gradient))


def test_a_second_backward_offers_to_retain_what_was_recorded(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=2.0, requires_grad=True)
    y = add(graph, "torch.pow", "y", x, exponent=2)
    add(graph, "torch.Tensor.backward", "backward_1", y)
    second = add(graph, "torch.Tensor.backward", "backward_2", y)

    problem = failed(project, second)
    assert "Trying to backward through the graph a second time" in problem.message
    assert problem.fixes[0].text == "Set retain_graph of backward_1"
    assert tensor(repaired(project, problem), x).grad == str(torch.tensor(8.0))


def test_backward_of_what_was_computed_under_no_grad(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=2.0, requires_grad=True)
    z = add(graph, "torch.mul", "z", x, other=2)
    backward = add(graph, "torch.Tensor.backward", "backward", z)
    project.run(
        "Frame", [SetParts(MAIN, "frames", (Frame("f", "", FrameMode.NO_GRAD),)), SetTrait(MAIN, z.id, "frame", "f")]
    )

    problem = failed(project, backward)
    assert problem.message == torch_says(lambda: torch.tensor(4.0).backward())
    assert problem.fixes[0].text == "Take z out of the frame"
    assert tensor(repaired(project, problem), x).grad == str(torch.tensor(2.0))


def test_backward_of_what_requires_no_gradient_offers_the_sources(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=2.0)
    whole = add(graph, "torch.tensor", "whole", data=3)
    y = add(graph, "torch.mul", "y", x, whole)
    backward = add(graph, "torch.Tensor.backward", "backward", y)

    problem = failed(project, backward)
    assert [fix.text for fix in problem.fixes] == ["Set requires_grad of x"]
    assert tensor(repaired(project, problem), x).grad == str(torch.tensor(3.0))


def test_a_leaf_may_not_be_written_over(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=(1.0, 2.0), requires_grad=True)
    change = add(graph, "torch.Tensor.add_", "change", x, other=1)

    problem = failed(project, change)
    assert problem.message == torch_says(lambda: torch.ones(2, requires_grad=True).add_(1))
    assert [fix.text for fix in problem.fixes] == ["Let change make a new tensor", "Insert clone before input"]
    assert tensor(repaired(project, problem, 1), change).text == "tensor([2., 3.], grad_fn=<AddBackward0>)"


def test_what_backward_still_needed_lands_on_the_node_that_wrote_over_it(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=(1.0, 2.0), requires_grad=True)
    y = add(graph, "torch.sigmoid", "y", x)
    first = add(graph, "torch.mul", "first", x, other=3)
    harmless = add(graph, "torch.Tensor.add_", "harmless", first, other=1)
    change = add(graph, "torch.Tensor.mul_", "change", y, other=2)
    both = add(graph, "torch.add", "both", change, harmless)
    total = add(graph, "torch.sum", "total", both)
    backward = add(graph, "torch.Tensor.backward", "backward", total)

    evaluation = evaluate(project)
    (problem,) = evaluation.told.nodes[change.id].problems
    assert "modified by an inplace operation" in problem.message
    assert evaluation.told.nodes[harmless.id].problems == ()
    assert evaluation.told.nodes[backward.id].progress is Progress.FAILED
    assert evaluation.told.nodes[backward.id].waits_for == change.id
    assert tensor(repaired(project, problem), x).grad != ""


def test_a_gradient_that_nobody_computed_is_none_and_says_so(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=2.0, requires_grad=True)
    gradient = add(graph, "torch.Tensor.grad", "gradient", x)
    step = add(graph, "torch.mul", "step", gradient, other=2)

    assert told(project, gradient).outputs["output"] == PlainValue("NoneType", "None")
    assert failed(project, step).why == "The gradient is None: no backward that reaches this tensor has run before."


def test_a_device_that_is_not_here_offers_the_cpu(project: Project, graph: Block) -> None:
    if torch.cuda.is_available():
        pytest.skip("there is a GPU here")
    x = add(graph, "torch.zeros", "x", size=(2,), device="cuda")

    problem = failed(project, x)
    assert problem.message == torch_says(lambda: torch.zeros(2, device="cuda"))
    assert tensor(repaired(project, problem), x).device == "cpu"


def test_torchs_warnings_are_told(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=2.0, requires_grad=True)
    y = add(graph, "torch.mul", "y", x, other=2)
    gradient = add(graph, "torch.Tensor.grad", "gradient", y)

    (problem,) = told(project, gradient).problems
    assert problem.severity is Severity.WARNING
    assert "not a leaf Tensor" in problem.message


def test_what_fails_keeps_only_those_that_need_it_from_running(project: Project, graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(2, 3))
    bad = add(graph, "torch.Tensor.view", "bad", x, size=(7,))
    after = add(graph, "torch.sum", "after", bad)
    good = add(graph, "torch.sum", "good", x)

    evaluation = evaluate(project)
    assert evaluation.told.nodes[after.id].progress is Progress.SKIPPED
    assert evaluation.told.nodes[after.id].waits_for == bad.id
    assert evaluation.by_name()["good"] == torch.tensor(6.0)
    assert set(evaluation.by_name()) == {"x", "good"}
    assert good.id in evaluation.told.nodes


def test_shapes_that_follow_from_values_are_no_error(project: Project, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=((1.0, 2.0), (3.0, 4.0)))
    mask = add(graph, "torch.gt", "mask", x, other=1.5)
    chosen = add(graph, "torch.Tensor.masked_select", "chosen", x, mask)
    layer = add(graph, "torch.nn.Linear", "layer", chosen, out_features=2)

    evaluation = evaluate(project)
    assert tensor(evaluation, chosen).text == str(torch.tensor([2.0, 3.0, 4.0]))
    assert tensor(evaluation, layer).shape == (2,)
    assert evaluation.told.nodes[layer.id].line == "layer_output = layer(chosen)"
    assert guinet.check(project).ok


# Bounds


def test_a_tensor_no_memory_holds_is_refused_before_it_is_made(project: Project, graph: Block) -> None:
    huge = add(graph, "torch.zeros", "huge", size=(10**7, 10**7))

    assert failed(project, huge).code == "too-large"


def test_what_is_more_than_the_free_memory_is_refused(
    project: Project, graph: Block, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimate, "LARGEST", 2**20)
    column = add(graph, "torch.ones", "column", size=(2000, 1))
    row = add(graph, "torch.ones", "row", size=(2000,))
    product = add(graph, "torch.mul", "product", column, row)
    small = add(graph, "torch.sum", "small", row)

    evaluation = evaluate(project)
    (problem,) = evaluation.told.nodes[product.id].problems
    assert problem.code == "too-large"
    assert "15.26 MiB" in problem.message
    assert tensor(evaluation, small).text == "tensor(2000.)"


def test_it_can_be_called_off_between_nodes(project: Project, graph: Block) -> None:
    last = add(graph, "torch.ones", "x", size=(2,))
    for place in range(5):
        last = add(graph, "torch.add", f"y{place}", last, other=1)
    told_of: list[str] = []

    evaluation = evaluate(
        project, stopping=lambda: len(told_of) == 3, listener=lambda node, value: told_of.append(node)
    )
    assert evaluation.told.stopped
    assert [*evaluation.told.nodes] == told_of
    assert [*evaluation.by_name()] == ["x", "y0", "y1"]


def test_the_random_state_of_the_process_stays_as_it_was(project: Project, graph: Block) -> None:
    add(graph, "torch.randn", "x", size=(3,))
    torch.manual_seed(5)
    expected = torch.randn(3)
    torch.manual_seed(5)

    values = evaluate(project).by_name()
    assert torch.equal(torch.randn(3), expected)
    torch.manual_seed(0)
    assert isinstance(values["x"], Tensor)
    assert torch.equal(values["x"], torch.randn(3))


def test_code_nobody_trusts_does_not_run(project: Project, graph: Block) -> None:
    add(graph, "torch.ones", "x", size=(2,))
    write_code(project, "def f(x):\n    return x\n")
    add(graph, f"code.{next(iter(project.code))}", "f")

    with pytest.raises(NotAllowed, match=re.escape("guinet trust")):
        evaluate(project)
