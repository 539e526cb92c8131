"""Tensors written over in place: two readers that no wires order are told of, and every offer settles it."""

from __future__ import annotations

import pytest

import guinet
from guinet.compile.inplace import CODE, conflicts, in_place_problems, memory
from guinet.compile.precedence import ancestors, needs, running_order
from guinet.core.graph import Block, End
from guinet.core.problems import Problem
from guinet.core.project import Project
from tests.drawing import add


def only_problem(graph: Block) -> Problem:
    (problems,) = in_place_problems(graph).values()
    (problem,) = problems
    return problem


def pairs(graph: Block) -> list[tuple[str, str]]:
    names = {node.id: node.name for node in graph.nodes.values()}
    return [(names[conflict.writer], names[conflict.wire.target.node]) for conflict in conflicts(graph)]


@pytest.fixture
def two_readers(graph: Block) -> Block:
    x = add(graph, "torch.tensor", "x", data=(1.0, 2.0))
    add(graph, "torch.Tensor.add_", "change", x, other=1)
    add(graph, "torch.mul", "doubled", x, other=2)
    return graph


def test_two_readers_are_reported_by_name(two_readers: Block) -> None:
    problem = only_problem(two_readers)

    assert problem.code == CODE
    assert problem.node == two_readers.node("change").id
    assert "change" in problem.message
    assert "doubled" in problem.message
    assert [fix.text for fix in problem.fixes] == [
        "doubled reads before change writes",
        "doubled reads what change wrote",
        "Let change make a new tensor",
    ]
    assert [found.code for found in guinet.check(two_readers.project).errors] == [CODE]


@pytest.mark.parametrize(
    ("offer", "x", "doubled"),
    [(0, [2.0, 3.0], [2.0, 4.0]), (1, [2.0, 3.0], [4.0, 6.0]), (2, [1.0, 2.0], [2.0, 4.0])],
)
def test_each_offer_settles_it_in_its_own_way(
    project: Project, two_readers: Block, offer: int, x: list[float], doubled: list[float]
) -> None:
    project.run("Repair", only_problem(two_readers).fixes[offer].changes)

    assert in_place_problems(two_readers) == {}
    values = guinet.evaluate(project)
    assert values["x"].tolist() == x  # type: ignore[attr-defined]
    assert values["doubled"].tolist() == doubled  # type: ignore[attr-defined]


def test_offers_have_the_same_ids_each_time(two_readers: Block) -> None:
    assert only_problem(two_readers) == only_problem(two_readers)


def test_a_chain_is_in_order(graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(2,))
    first = add(graph, "torch.Tensor.add_", "first", x, other=1)
    second = add(graph, "torch.Tensor.mul_", "second", first, other=1)
    add(graph, "torch.sum", "total", second)

    assert conflicts(graph) == []


def test_a_reader_that_leads_to_the_writer_is_before_it(graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(2,))
    total = add(graph, "torch.sum", "total", x)
    change = add(graph, "torch.Tensor.div_", "change", x)
    graph.connect(total["output"], change["other"])

    assert conflicts(graph) == []


def test_readers_of_views_read_the_same_memory(graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(2, 3))
    turned = add(graph, "torch.Tensor.t", "turned", x)
    add(graph, "torch.sum", "total", turned)
    change = add(graph, "torch.Tensor.zero_", "change", x)

    assert pairs(graph) == [("change", "total"), ("change", "turned")]
    assert memory(graph)[change["output"]] == memory(graph)[turned["output"]] == x["output"]


def test_a_copy_is_no_longer_the_same_memory(graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(2,))
    copy = add(graph, "torch.Tensor.clone", "copy", x)
    add(graph, "torch.Tensor.zero_", "change", copy)
    add(graph, "torch.sum", "total", x)

    assert conflicts(graph) == []


def test_two_writers_of_one_tensor_are_each_told_of_the_other(graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(2,))
    add(graph, "torch.Tensor.add_", "add_", x, other=1)
    add(graph, "torch.Tensor.mul_", "mul_", x, other=2)

    assert pairs(graph) == [("add_", "mul_"), ("mul_", "add_")]


def test_a_layer_with_inplace_writes_too(project: Project, graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(2,))
    relu = add(graph, "torch.nn.ReLU", "relu", x, inplace=True)
    add(graph, "torch.sum", "total", x)

    problem = only_problem(graph)
    assert problem.node == relu.id
    project.run("Repair", problem.fixes[-1].changes)
    assert "inplace" not in graph.nodes[relu.id].arguments
    assert conflicts(graph) == []


def test_in_place_problems_inside_blocks_are_told_too(project: Project, graph: Block) -> None:
    x = add(graph, "guinet.Input", "x", shape=(2,))
    change = add(graph, "torch.Tensor.add_", "change", x, other=1)
    other = add(graph, "torch.mul", "other", x, other=2)
    for place, node in enumerate((change, other)):
        add(graph, "guinet.Output", f"out{place}", node)

    assert [problem.code for problem in guinet.check(project).errors] == [CODE]


def test_a_step_of_descent_by_hand_is_in_order(graph: Block) -> None:
    """w is read, backward leads on from there, its gradient is read after that, and only then w is written over."""
    w = add(graph, "torch.tensor", "w", data=3.0, requires_grad=True)
    loss = add(graph, "torch.pow", "loss", w, exponent=2)
    backward = add(graph, "torch.Tensor.backward", "backward", loss)
    gradient = add(graph, "torch.Tensor.grad", "gradient", w)
    step = add(graph, "torch.mul", "step", gradient, other=0.1)
    change = add(graph, "torch.Tensor.sub_", "change", w)
    graph.connect(step["output"], change["other"])

    assert conflicts(graph) == []
    assert backward.id in ancestors(needs(graph), change.id)


def test_every_node_runs_after_what_it_needs_also_in_a_cycle(graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(2,))
    total = add(graph, "torch.add", "total", x, x)
    order = running_order(graph, needs(graph))
    assert order == [x.id, total.id]

    looping = {"a": ("b",), "b": ("a",)}
    assert ancestors(looping, "a") == {"a", "b"}
    assert memory(graph)[End(x.id, "output")] == x["output"]
