"""While, If and For drawn and compared with modules written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import Tensor, nn

from guinet.core.changes import RenameNode
from guinet.core.framing import add_frame
from guinet.core.graph import OTHERWISE, Block, End, FrameMode, Node
from guinet.core.project import Project

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def operation(graph: Block, kind: str, name: str, *ends: End, **given: Any) -> End:
    """A node with its first ports wired; its output."""
    node = graph.add(f"torch.{kind}", name=name, **given)
    ports = [port.name for port in graph.project.ports(graph, node).inputs]
    for end, port in zip(ends, ports, strict=False):
        graph.connect(end, node[port])
    return node["output"]


def until_small(sketch: Sketch) -> Block:
    """while x.sum() > limit: x = fc(x) / 2"""
    block = sketch.new_block("Shrink")
    inner = sketch.inside(block)
    x, limit = inner.entry(), inner.entry(name="limit")
    inner.finish(operation(block, "gt", "more", operation(block, "sum", "total", x), limit), "condition")
    layer = block.add("torch.nn.Linear", name="fc", out_features=4)
    inner.finish(operation(block, "div", "half", inner.chain(x, layer), other=2), "x")
    return block


class WrittenLoop(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(4, 4)
        self.loop_fc = nn.Linear(4, 4)

    def forward(self, limit: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
        before = self.first(x)
        x = before
        while x.sum() > limit:
            x = self.loop_fc(x) / 2
        return x, before


def draw_loop(sketch: Sketch) -> Node:
    until_small(sketch)
    graph = sketch.block
    x, limit = sketch.entry(4), sketch.entry(name="limit", shape=(), batched=False)
    before = sketch.chain(x, graph.add("torch.nn.Linear", name="first", out_features=4))
    loop = graph.add("while.shrink", name="loop")
    graph.connect(before, loop["x"])
    graph.connect(limit, loop["limit"])
    sketch.finish(loop["x"], "after")
    sketch.finish(before, "before")
    return loop


def test_a_while_with_a_layer_inside(sketch: Sketch) -> None:
    draw_loop(sketch)

    module = sketch.assert_like(WrittenLoop, torch.tensor(2.0), -100 * torch.ones(3, 4))

    assert "loop_fc.weight" in module.state_dict()
    assert "while torch.sum(" in sketch.source().text


def test_a_layer_in_a_loop_whose_name_is_a_number_has_a_name_that_python_takes(sketch: Sketch) -> None:
    loop = draw_loop(sketch)
    expected = WrittenLoop()
    sketch.project.run("Rename", [RenameNode(sketch.block.id, loop.id, "0")])
    from guinet.compile.module import build

    module = build(sketch.flawless())
    module.load_state_dict({key.replace("loop_", "part_0_"): value for key, value in expected.state_dict().items()})
    values = torch.tensor(2.0), -100 * torch.ones(3, 4)
    assert all(torch.equal(ours, theirs) for ours, theirs in zip(module(*values), expected(*values), strict=True))


def test_a_loop_is_left_out_of_what_needs_no_round(sketch: Sketch) -> None:
    draw_loop(sketch)
    from guinet.compile.module import build

    module = build(sketch.flawless())
    after, before = module(torch.tensor(1e9), torch.rand(3, 4))

    assert torch.equal(after, before)


class WrittenFibonacci(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(2, 2)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        a = b = self.fc(x)
        for _ in range(5):
            a, b = b, a + b
        return a, b


def test_a_for_whose_values_change_places(sketch: Sketch, graph: Block) -> None:
    block = sketch.new_block("Step")
    inner = sketch.inside(block)
    a, b = inner.entry(name="a"), inner.entry(name="b")
    inner.finish(b, "a")
    inner.finish(operation(block, "add", "total", a, b), "b")
    loop = graph.add("for.step", name="loop", times=5)
    start = sketch.chain(sketch.entry(2), graph.add("torch.nn.Linear", name="fc", out_features=2))
    graph.connect(start, loop["a"])
    graph.connect(start, loop["b"])
    sketch.finish(loop["a"], "first")
    sketch.finish(loop["b"], "second")

    sketch.assert_like(WrittenFibonacci, torch.randn(3, 2))
    assert "for _ in range(5):" in sketch.forward()


class WrittenCount(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(2, 2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.fc(x)
        for index in range(3):
            x = x * x + index
        return x


def test_a_for_that_counts(sketch: Sketch, graph: Block) -> None:
    block = sketch.new_block("Count")
    inner = sketch.inside(block)
    x, index = inner.entry(), inner.entry(name="index")
    square = operation(block, "mul", "square", x, x)
    inner.finish(operation(block, "add", "more", square, index), "x")
    loop = graph.add("for.count", name="loop", times=3)
    end = sketch.chain(sketch.entry(2), graph.add("torch.nn.Linear", name="fc", out_features=2))
    graph.connect(end, loop["x"])
    sketch.finish(loop["x"])

    sketch.assert_like(WrittenCount, torch.randn(3, 2))
    assert "for index in range(3):" in sketch.forward()


class WrittenBranch(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.choice_large = nn.Linear(3, 2)
        self.choice_otherwise_small = nn.Linear(3, 2)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        if x.sum() > 0:
            return torch.relu(self.choice_large(x)) * 0 + self.choice_otherwise_small(x) * 0, x
        return self.choice_otherwise_small(x), x


def branches(sketch: Sketch, other: bool = True) -> Node:
    block = sketch.new_block("Large")
    inner = sketch.inside(block)
    layer = block.add("torch.nn.Linear", name="large", out_features=2 if other else 3)
    inner.finish(operation(block, "relu", "relu", inner.chain(inner.entry(), layer)), "x")
    given: dict[str, Any] = {}
    if other:
        second = sketch.inside(sketch.new_block("Small"))
        end = second.chain(second.entry(), second.block.add("torch.nn.Linear", name="small", out_features=2))
        second.finish(end, "x")
        given = {OTHERWISE: "small"}
    choice = sketch.block.add("if.large", name="choice", **given)
    x = sketch.entry(3)
    sketch.block.connect(
        operation(sketch.block, "gt", "positive", operation(sketch.block, "sum", "total", x), other=0),
        choice["condition"],
    )
    sketch.block.connect(x, choice["x"])
    sketch.finish(choice["x"], "chosen")
    return choice


@pytest.mark.parametrize("sign", [1, -1])
def test_an_if_with_two_branches(sketch: Sketch, sign: int) -> None:
    branches(sketch)
    from guinet.compile.module import build

    module = build(sketch.flawless())
    value = sign * torch.rand(4, 3)

    large, small = (module.get_submodule(name) for name in ("choice_large", "choice_otherwise_small"))
    expected = torch.relu(large(value)) if sign > 0 else small(value)
    assert torch.equal(module(value), expected)
    # Two times 3·2 + 2.
    assert sketch.check().parameters == 16


@pytest.mark.parametrize("sign", [1, -1])
def test_an_if_without_another_branch_passes_on(sketch: Sketch, sign: int) -> None:
    branches(sketch, other=False)
    from guinet.compile.module import build

    module = build(sketch.flawless())
    value = sign * torch.rand(4, 3)

    expected = torch.relu(module.get_submodule("choice_large")(value)) if sign > 0 else value
    assert torch.equal(module(value), expected)


class WrittenNested(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.outer_inner_fc = nn.Linear(3, 3)
        self.outer_norm = nn.LayerNorm(3)

    def forward(self, x: Tensor) -> Tensor:
        for _ in range(2):
            y = x
            for _ in range(3):
                y = self.outer_inner_fc(y)
            x = x + self.outer_norm(y)
        return x


def test_a_for_in_a_for(sketch: Sketch, graph: Block) -> None:
    first = sketch.inside(sketch.new_block("Inner"))
    end = first.chain(first.entry(name="y"), first.block.add("torch.nn.Linear", name="fc", out_features=3))
    first.finish(end, "y")
    second = sketch.inside(sketch.new_block("Outer"))
    x = second.entry()
    loop = second.block.add("for.inner", name="inner", times=3)
    second.block.connect(x, loop["y"])
    norm = second.chain(loop["y"], second.block.add("torch.nn.LayerNorm", name="norm"))
    second.finish(operation(second.block, "add", "total", x, norm), "x")
    outer = graph.add("for.outer", name="outer", times=2)
    sketch.finish(sketch.chain(sketch.entry(3), outer))

    sketch.assert_like(WrittenNested, torch.randn(2, 3))


class WrittenShared(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(2, 2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.fc(x)
        while True:
            size = x.abs()
            if not size.sum() > 1:
                break
            x = x / (size.max() + 1)
        return x


def test_what_the_condition_and_the_round_both_need_is_computed_once(sketch: Sketch, graph: Block) -> None:
    block = sketch.new_block("Scale")
    inner = sketch.inside(block)
    x = inner.entry()
    size = operation(block, "abs", "size", x)
    inner.finish(operation(block, "gt", "more", operation(block, "sum", "total", size), other=1), "condition")
    divisor = operation(block, "add", "divisor", operation(block, "max", "most", size), other=1)
    inner.finish(operation(block, "div", "scaled", x, divisor), "x")
    loop = graph.add("while.scale", name="loop")
    end = sketch.chain(sketch.entry(2), graph.add("torch.nn.Linear", name="fc", out_features=2))
    graph.connect(end, loop["x"])
    sketch.finish(loop["x"])

    sketch.assert_like(WrittenShared, 9 * torch.randn(3, 2))
    assert sketch.source().text.count("torch.abs(") == 1


def test_a_frame_in_a_loop(sketch: Sketch, graph: Block) -> None:
    block = sketch.new_block("Step")
    inner = sketch.inside(block)
    first = block.add("torch.mul", name="double", other=2)
    add_end = inner.chain(inner.entry(), first, block.add("torch.add", name="more", other=1))
    inner.finish(add_end, "x")
    add_frame(block, [first.id], "", FrameMode.NO_GRAD)
    sketch.finish(sketch.chain(sketch.entry(2), graph.add("for.step", name="loop", times=2)))

    lines = sketch.flawless().text.splitlines()
    start = lines.index("        for _ in range(2):")

    assert lines[start + 1 : start + 4] == [
        "            with torch.no_grad():",
        "                x = x * 2",
        "            x = x + 1",
    ]


# In blocks


def test_two_uses_of_a_block_with_a_loop_of_two_sizes(sketch: Sketch, graph: Block) -> None:
    step = sketch.inside(sketch.new_block("Step"))
    norm = step.block.add("torch.nn.LayerNorm", name="norm")
    step.finish(step.chain(step.entry(), norm), "x")
    part = sketch.inside(sketch.new_block("Part"))
    part.finish(part.chain(part.entry(), part.block.add("for.step", name="loop", times=2)))
    first, second = (graph.add("block.part", name=name) for name in ("first", "second"))
    layer = graph.add("torch.nn.Linear", name="layer", out_features=5)
    sketch.finish(sketch.chain(sketch.entry(3), first, layer, second))

    text = sketch.flawless().text

    assert "self.loop_norm = nn.LayerNorm(normalized_shape)" in text
    assert "self.first = Part(3)" in text
    assert "self.second = Part(5)" in text
    from guinet.compile.module import build

    assert build(sketch.source())(torch.randn(2, 3)).shape == (2, 5)


# What cannot be


def test_a_while_whose_value_changes_its_shape(sketch: Sketch, graph: Block) -> None:
    block = sketch.new_block("Grow")
    inner = sketch.inside(block)
    x = inner.entry()
    both = block.add("torch.cat", name="both", dim=1)
    block.connect(x, both["tensors"])
    block.connect(operation(block, "neg", "negative", x), both["tensors"])
    inner.finish(both["output"], "x")
    inner.finish(operation(block, "gt", "more", operation(block, "sum", "total", x), other=1), "condition")
    loop = graph.add("while.grow", name="loop")
    sketch.finish(sketch.chain(sketch.entry(2), loop))

    problem = next(problem for problem in sketch.check().problems if problem.node == loop.id)

    assert problem.code == "control"
    assert (problem.expected, problem.got) == ("N×2 float32", "N×4 float32")


def test_branches_that_differ(sketch: Sketch, project: Project, graph: Block) -> None:
    choice = branches(sketch)
    project.blocks["small"].set(project.blocks["small"].node("small"), out_features=5)

    problem = next(problem for problem in sketch.check().problems if problem.node == choice.id)

    assert "N×2 float32 when the condition holds and N×5 float32 when it does not" in problem.message


def test_a_condition_of_many_values(sketch: Sketch, graph: Block) -> None:
    choice = branches(sketch)
    graph.connect(graph.node("x")["output"], choice["condition"])

    problem = next(problem for problem in sketch.check().problems if problem.node == choice.id)

    assert (problem.port, problem.got) == ("condition", "N×3 float32")


def test_a_while_without_a_condition(sketch: Sketch, graph: Block) -> None:
    inner = sketch.inside(sketch.new_block("Ever"))
    inner.finish(inner.chain(inner.entry(), inner.block.add("torch.neg", name="turn")), "x")
    loop = graph.add("while.ever", name="loop")
    sketch.finish(sketch.chain(sketch.entry(2), loop))

    assert "does not know when to stop" in sketch.only_problem().message


@pytest.mark.parametrize("times", [None, -1, 2.5, True])
def test_a_for_without_a_number_of_rounds(sketch: Sketch, graph: Block, times: object) -> None:
    inner = sketch.inside(sketch.new_block("Turn"))
    inner.finish(inner.chain(inner.entry(), inner.block.add("torch.neg", name="turn")), "x")
    given: dict[str, Any] = {} if times is None else {"times": times}
    loop = graph.add("for.turn", name="loop", **given)
    sketch.finish(sketch.chain(sketch.entry(2), loop))

    assert (sketch.only_problem().code, sketch.only_problem().argument) == ("bad-argument", "times")


def test_a_result_that_nothing_begins(sketch: Sketch, graph: Block) -> None:
    inner = sketch.inside(sketch.new_block("Turn"))
    inner.finish(inner.chain(inner.entry(), inner.block.add("torch.neg", name="turn")), "y")
    loop = graph.add("for.turn", name="loop", times=2)
    sketch.chain(sketch.entry(2), loop)
    sketch.finish(loop["y"])

    assert "the result y has nothing to begin with" in sketch.only_problem().message


def test_a_loop_kept_up_to_date(sketch: Sketch, project: Project, graph: Block) -> None:
    live = sketch.live()
    loop = draw_loop(sketch)
    body = project.blocks["shrink"]
    for step in (
        lambda: body.set(body.node("fc"), bias=False),
        lambda: body.set(body.node("half"), other=3),
        lambda: body.set(body.node("fc"), out_features=5),
        lambda: project.undo(),
        lambda: graph.set(graph.node("first"), out_features=6),
        lambda: project.undo(),
        lambda: graph.remove([loop]),
        lambda: project.undo(),
    ):
        step()
        assert live.report.nodes
        assert live.lines
