"""While, If and For on a canvas of tensors, and in a module that is evaluated."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import pytest
import torch

import guinet
from guinet.compile.endless import TooManyRounds, counting, guarded
from guinet.compile.module import build
from guinet.compile.script import write_script
from guinet.core.changes import AddBlock, SetParts
from guinet.core.graph import Block, BlockData, Initialiser, Node, Selects
from guinet.core.probed import Progress
from guinet.core.project import MAIN, Project, block_kind
from guinet.core.sharing import share, tie
from guinet.probe.evaluate import evaluate

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def values_of(project: Project) -> dict[str, torch.Tensor]:
    """The tensors of an evaluation by node."""
    found = guinet.evaluate(project)
    return {name: value for name, value in found.items() if isinstance(value, torch.Tensor)}


def halving(sketch: Sketch, limit: float = 1.0) -> Block:
    """while x.sum() > limit: x = x / 2"""
    block = sketch.new_block("Halve")
    inner = sketch.inside(block)
    x = inner.entry()
    total, more = block.add("torch.sum", name="total"), block.add("torch.gt", name="more", other=limit)
    inner.finish(inner.chain(x, total, more), "condition")
    inner.finish(inner.chain(x, block.add("torch.div", name="half", other=2)), "x")
    return block


def loop_of(sketch: Sketch, limit: float = 1.0) -> Node:
    halving(sketch, limit)
    graph = sketch.block
    start = graph.add("torch.tensor", name="start", data=(3.0, 5.0))
    loop = graph.add("while.halve", name="small")
    graph.connect(start["output"], loop["x"])
    return loop


def test_a_loop_in_a_script(sketch: Sketch, project: Project) -> None:
    loop = loop_of(sketch)
    after = sketch.block.add("torch.neg", name="after")
    sketch.block.connect(loop["x"], after["input"])
    checker = sketch.checker()
    text = write_script(project, checker.scope, checker.report).text
    names: dict[str, object] = {}

    exec(text, names)

    # 8, 4, 2, 1: three rounds
    expected = torch.tensor([3.0, 5.0]) / 8
    assert "while torch.sum(small) > 1.0:\n    small = small / 2\n" in text
    small, turned = names["small"], names["after"]
    assert isinstance(small, torch.Tensor)
    assert isinstance(turned, torch.Tensor)
    assert torch.equal(small, expected)
    assert torch.equal(turned, -expected)
    values = values_of(project)
    assert torch.equal(values["small"], expected)
    assert torch.equal(values["after"], -expected)


def test_a_loop_that_never_ends(sketch: Sketch, project: Project) -> None:
    loop = loop_of(sketch, -1.0)
    after = sketch.block.add("torch.neg", name="after")
    sketch.block.connect(loop["x"], after["input"])

    told = evaluate(project).told

    value = told.nodes[loop.id]
    assert value.progress is Progress.FAILED
    (problem,) = value.problems
    assert problem.message.startswith("small was stopped after 10000 rounds")
    assert told.nodes[after.id].progress is Progress.SKIPPED


def test_a_loop_in_a_block_that_never_ends(sketch: Sketch, project: Project, graph: Block) -> None:
    halving(sketch, -1.0)
    part = sketch.inside(sketch.new_block("Part"))
    part.finish(part.chain(part.entry(), part.block.add("while.halve", name="small")))
    node = graph.add(block_kind("part"), name="part")
    sketch.chain(graph.add("torch.tensor", name="start", data=(3.0, 5.0))["output"], node)

    (problem,) = evaluate(project, rounds=50).told.nodes[node.id].problems

    assert problem.message.startswith("part was stopped after 50 rounds")


def test_a_loop_in_a_module_that_is_evaluated(sketch: Sketch, project: Project, graph: Block) -> None:
    block = sketch.new_block("Step")
    inner = sketch.inside(block)
    inner.finish(inner.chain(inner.entry(), block.add("torch.nn.Linear", name="fc", out_features=3)), "x")
    loop = graph.add("for.step", name="loop", times=4)
    weight = graph.add("torch.rand", name="weight", size=(3,), hold="parameter")
    scaled = graph.add("torch.mul", name="scaled")
    sketch.finish(sketch.chain(sketch.entry(3), loop, scaled))
    graph.connect(weight["output"], scaled["other"])
    torch.manual_seed(0)
    module = build(sketch.flawless()).eval()

    values = values_of(project)

    expected = values["x"]
    for _ in range(4):
        expected = module.get_submodule("loop_fc")(expected)
    assert torch.equal(values["loop"], expected)
    assert torch.equal(values["weight"], module.get_parameter("weight"))
    assert torch.equal(values["scaled"], module(values["x"]))


def test_rules_ties_and_shared_layers_in_a_script(sketch: Sketch, project: Project, graph: Block) -> None:
    start = graph.add("torch.ones", name="start", size=(2, 3))
    first, again, last = (
        graph.add("torch.nn.Linear", name=name, out_features=3) for name in ("first", "again", "last")
    )
    sketch.chain(start["output"], first, again, last)
    share(graph, again.id, first.id)
    tie(graph, last.id, "weight", first.id, "weight")
    rules = (
        Initialiser(Selects.TYPE, "torch.nn.Linear", "bias", "zeros_"),
        Initialiser(Selects.NODE, first.id, "weight", "constant_", {"val": 2.0}),
        Initialiser(Selects.PATTERN, "last.b*", "", "ones_"),
    )
    project.run("Initialise", [SetParts(MAIN, "initialisers", rules)])

    values = values_of(project)

    # 1·2·3, twice, and once more with a bias of 1
    assert torch.equal(values["again"], torch.full((2, 3), 36.0))
    assert torch.equal(values["last"], torch.full((2, 3), 217.0))
    checker = sketch.checker()
    text = write_script(project, checker.scope, checker.report).text
    assert "last.weight = first.weight\n" in text
    assert text.count("nn.Linear(") == 2


def test_a_parameter_in_a_script_has_a_gradient(project: Project, graph: Block) -> None:
    weight = graph.add("torch.ones", name="weight", size=(3,), hold="parameter")
    total = graph.add("torch.sum", name="total")
    graph.connect(weight["output"], total["input"])

    assert isinstance(guinet.evaluate(project)["weight"], torch.nn.Parameter)


# The guard


def run(text: str, limit: int) -> dict[str, object]:
    names = counting(limit)
    exec(guarded(text, "<test>"), names)
    return names


def test_each_loop_counts_whenever_it_is_entered() -> None:
    text = "total = 0\nfor _ in range(5):\n    n = 0\n    while n < 3:\n        n += 1\n        total += 1\n"

    assert run(text, 3)["total"] == 15


@pytest.mark.parametrize("inside", ["", "def f():\n    ", "class A:\n    "])
def test_a_loop_without_end_is_stopped_wherever_it_is(inside: str) -> None:
    call = "f()\n" if inside.startswith("def") else ""

    with pytest.raises(TooManyRounds):
        run(f"{inside}while True:\n        pass\n{call}", 7)


def test_a_guarded_text_has_its_lines() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        run("n = 1\nwhile n:\n    n = n / 0\n", 7)

    assert traceback.extract_tb(raised.tb)[-1].lineno == 3


def test_a_block_with_a_loop_keeps_its_name_free(sketch: Sketch, project: Project) -> None:
    project.run("Add", [AddBlock(BlockData("small", "small"))])
    part = sketch.inside(project.blocks["small"])
    part.finish(part.chain(part.entry(), part.block.add("torch.nn.ReLU", name="0")))
    node = sketch.block.add(block_kind("small"), name="small")
    sketch.chain(sketch.block.add("torch.ones", name="start", size=(2,))["output"], node)

    assert torch.equal(values_of(project)["small"], torch.ones(2))
