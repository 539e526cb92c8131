"""Values inside blocks against forward hooks, NaN at the node that makes it, and rows that are chosen."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

import guinet
from guinet import data
from guinet.compile.script import write_script
from guinet.compile.shapes import Checker
from guinet.compile.writer import with_parts
from guinet.core.changes import AddBlock
from guinet.core.feeds import Feed, FeedKind
from guinet.core.graph import Block, BlockData, Node
from guinet.core.probed import Progress, TensorValue
from guinet.core.project import MAIN, Project
from guinet.probe.evaluate import evaluate
from guinet.storage.examples import example_path
from guinet.storage.files import load


def example(name: str) -> Project:
    return load(example_path(name))


def input_of(project: Project) -> tuple[Tensor, torch.nn.Module]:
    found = evaluate(project)
    (given,) = (value for end, value in found.values.items() if project.main.nodes[end.node].name == "x")
    torch.manual_seed(0)
    module = guinet.build(project).eval()
    assert isinstance(given, Tensor)
    return given, module


@pytest.mark.parametrize("name", ["repeated-blocks", "nested-blocks"])
def test_values_inside_blocks_are_those_of_hooks(name: str) -> None:
    project = example(name)
    found = evaluate(project)
    given, module = input_of(project)
    seen: list[Tensor] = []
    for child in module.modules():
        if not list(child.children()):
            child.register_forward_hook(lambda module, inputs, output: seen.append(output))
    module(given)
    kept = [ran for calls in found.inside._by_node.values() for ran in calls]
    leaves = [ran for ran in kept if project.blocks[ran.key[0]].nodes[ran.key[1]].block_id is None]
    assert leaves
    for ran in leaves:
        (value,) = ran.values.values()
        assert isinstance(value, Tensor)
        assert any(torch.equal(value, each) for each in seen)


def test_calls_say_where_they_are() -> None:
    project = example("repeated-blocks")
    found = evaluate(project)
    (block,) = (block for block in project.blocks.values() if block.id != MAIN)
    calls = found.inside.calls((block.id, block.node("1").id))
    assert [found.inside.name(ran) for ran in calls] == [
        "blocks / 1",
        "blocks / 1 (2)",
        "blocks / 1 (3)",
        "blocks / 1 (4)",
    ]


# NaN


def chain(graph: Block, *kinds: str, source: Node) -> list[Node]:
    made = [source]
    for place, kind in enumerate(kinds):
        node = graph.add(kind, name=f"n{place}")
        ports = graph.project.ports(graph, made[-1]).outputs
        graph.connect(made[-1][ports[0].name], node[graph.project.ports(graph, node).inputs[0].name])
        made.append(node)
    return made


def nan_problems(project: Project) -> list[tuple[str | None, str | None]]:
    return [(problem.block, problem.node) for problem in evaluate(project).told.problems if problem.code == "nan"]


def test_the_first_node_that_makes_nan_has_the_problem() -> None:
    project = guinet.new()
    x = project.main.add("torch.tensor", name="x", data=(1.0, -1.0))
    _, root, _ = chain(project.main, "torch.sqrt", "torch.exp", source=x)
    assert nan_problems(project) == [(MAIN, root.id)]
    assert evaluate(project).told.ok  # it is a warning: what follows is still told


def test_nan_that_was_written_is_no_problem() -> None:
    project = guinet.new()
    x = project.main.add("torch.tensor", name="x", data=(1.0, math.nan))
    chain(project.main, "torch.isnan", source=x)
    assert nan_problems(project) == []


def test_nan_inside_a_block_is_told_at_the_node_in_it() -> None:
    project = guinet.new()
    project.run("Add block", [AddBlock(BlockData("b", "Part"))])
    part = project.blocks["b"]
    entry, out = part.add("guinet.Input", "x"), part.add("guinet.Output", "y")
    *_, root, end = chain(part, "torch.sqrt", "torch.neg", source=entry)
    part.connect(end["output"], out["input"])
    x = project.main.add("guinet.Input", shape=(3,))
    node, y = project.main.add("block.b"), project.main.add("guinet.Output")
    project.main.connect(x["output"], node["x"])
    project.main.connect(node["y"], y["input"])
    assert nan_problems(project) == [("b", root.id)]


def test_in_a_canvas_of_tensors_too_and_once_for_all_calls() -> None:
    project = guinet.new()
    project.run("Add block", [AddBlock(BlockData("b", "Part"))])
    part = project.blocks["b"]
    entry, out = part.add("guinet.Input", "x"), part.add("guinet.Output", "y")
    _, root = chain(part, "torch.sqrt", source=entry)
    part.connect(root["output"], out["input"])
    x = project.main.add("torch.tensor", name="x", data=(4.0, -4.0))
    for name in ("first", "second"):
        node = project.main.add("block.b", name=name)
        project.main.connect(x["output"], node["x"])
    found = evaluate(project)
    assert [(problem.block, problem.node) for problem in found.told.problems] == [("b", root.id)]
    calls = found.inside.calls(("b", root.id))
    assert [found.inside.name(ran) for ran in calls] == ["first / n0", "second / n0"]
    (value,) = calls[1].values.values()
    assert isinstance(value, Tensor)
    assert torch.allclose(value, torch.tensor([4.0, -4.0]).sqrt(), equal_nan=True)


# Rows


def image(project: Project, feed: Feed) -> Tensor:
    found = evaluate(project, feed=feed)
    (value,) = (value for end, value in found.values.items() if end.port == "image")
    assert isinstance(value, Tensor)
    return value


@pytest.fixture(scope="module")
def digits() -> Project:
    return example("digits-mlp")


def parts(project: Project) -> data.Splits:
    (node,) = (node for node in project.main.nodes.values() if node.kind == "guinet.data.digits")
    return data.prepare(node.kind, node.arguments, project.folder)


def test_one_row_of_a_part(digits: Project) -> None:
    test = parts(digits).test.fields["image"]
    assert torch.equal(image(digits, Feed(FeedKind.ROW, "test", 5)), test[5:6])


def test_a_random_batch_is_the_same_for_the_same_seed(digits: Project) -> None:
    first, again, other = (image(digits, Feed(FeedKind.RANDOM, seed=seed)) for seed in (1, 1, 2))
    rows = parts(digits).train.fields["image"]
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert all(any(torch.equal(row, each) for each in rows) for row in first[:3])


def test_a_drawing_is_the_input(digits: Project) -> None:
    page = torch.zeros(40, 40, dtype=torch.uint8)
    page[5:35, 18:23] = 255
    feed = Feed(FeedKind.DRAWING, drawing=bytes(page.flatten().tolist()), size=(40, 40))
    given = image(digits, feed)
    assert given.shape == (1, 1, 8, 8)
    assert float(given.max()) > 0.5
    told = evaluate(digits, feed=feed).told
    assert told.draws
    assert told.rows == {
        "train": parts(digits).train.rows,
        "validation": parts(digits).validation.rows,
        "test": parts(digits).test.rows,
    }


def test_a_row_that_is_not_there_is_told_at_the_data(digits: Project) -> None:
    told = evaluate(digits, feed=Feed(FeedKind.ROW, row=10**6)).told
    failed = [node for node, value in told.nodes.items() if value.progress is Progress.FAILED]
    assert [digits.main.nodes[node].kind for node in failed] == ["guinet.data.digits"]
    assert "no such row" in told.nodes[failed[0]].problems[0].message


def test_statistics_are_told_with_every_tensor(digits: Project) -> None:
    found = evaluate(digits)
    for end, value in found.values.items():
        told = found.told.nodes[end.node].outputs[end.port]
        assert isinstance(told, TensorValue)
        assert isinstance(value, Tensor)
        assert told.statistics is not None
        assert told.statistics.mean == pytest.approx(float(value.detach().double().mean()), rel=1e-4, abs=1e-6)


# Loops and branches on a canvas of tensors


def halving(limit: float = 1.0) -> Project:
    """while x.sum() > limit: x = x / 2, between a tensor and its opposite."""
    project = guinet.new()
    project.run("Block", [AddBlock(BlockData("halve", "Halve"))])
    inside, graph = project.blocks["halve"], project.main
    entry = inside.add("guinet.Input", name="x")
    total, more = inside.add("torch.sum", name="total"), inside.add("torch.gt", name="more", other=limit)
    half = inside.add("torch.div", name="half", other=2)
    for source, target in ((entry, total), (total, more), (entry, half)):
        inside.connect(source["output"], target["input"])
    for source, name in ((more, "condition"), (half, "x")):
        inside.connect(source["output"], inside.add("guinet.Output", name=name)["input"])
    start = graph.add("torch.tensor", name="start", data=(3.0, 5.0))
    loop = graph.add("while.halve", name="small")
    after = graph.add("torch.neg", name="after")
    graph.connect(start["output"], loop["x"])
    graph.connect(loop["x"], after["input"])
    return project


def rounds_of(project: Project, block: str, node: str) -> list[Tensor]:
    found = evaluate(project)
    assert found.told.ok
    calls = found.inside.calls((block, project.blocks[block].node(node).id))
    values = [next(iter(each.values.values())) for each in calls]
    return [value for value in values if isinstance(value, Tensor)]


def test_a_node_in_a_loop_has_a_value_for_each_round() -> None:
    project = halving()
    expected, x = [], torch.tensor([3.0, 5.0])
    while x.sum() > 1:
        x = x / 2
        expected.append(x)

    rounds = rounds_of(project, "halve", "half")

    assert len(rounds) == len(expected) == 3
    assert all(torch.equal(found, each) for found, each in zip(rounds, expected, strict=True))
    after = guinet.evaluate(project)["after"]
    assert isinstance(after, torch.Tensor)
    assert torch.equal(after, -x)


def test_a_condition_in_one_line_has_the_values_of_its_nodes_too() -> None:
    """They are asked once more than the loop goes round."""
    project = halving()
    sums, x = [torch.tensor(8.0)], torch.tensor([3.0, 5.0])
    while x.sum() > 1:
        x = x / 2
        sums.append(x.sum())

    assert "while torch.sum(small) > 1.0:" in guinet.source(project)
    assert rounds_of(project, "halve", "total") == sums
    assert [bool(asked) for asked in rounds_of(project, "halve", "more")] == [True, True, True, False]


def test_the_lines_of_a_loop_belong_to_what_is_in_it() -> None:
    project = halving()
    checker = Checker(project, data.project_specs(project))
    written = write_script(project, checker.scope, checker.report)
    lines = with_parts(written.lines, written.parts)
    text = written.text.splitlines()

    def shown(block: str, name: str) -> list[str]:
        return [text[line - 1].strip() for line in lines[(block, project.blocks[block].node(name).id)]]

    assert shown("halve", "total") == shown("halve", "more") == ["while torch.sum(small) > 1.0:"]
    assert shown("halve", "half") == ["small = small / 2"]
    assert shown("main", "small") == ["small = start", "while torch.sum(small) > 1.0:"]


def test_of_many_rounds_the_last_is_kept() -> None:
    project = halving(1e-38)
    last, count = torch.tensor([3.0, 5.0]), 0
    while last.sum() > 1e-38:
        last, count = last / 2, count + 1

    rounds = rounds_of(project, "halve", "half")

    assert count > len(rounds) == 100
    assert torch.equal(rounds[-1], last)
