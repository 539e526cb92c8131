"""A text that is kept up to date edit by edit is the text that would be written anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guinet.core.changes import MoveNodes, RenameNode, SetArgument, SetBlock, SetKind, SetNote, SetTraining
from guinet.core.graph import Block, BlockArgument, Node
from guinet.core.project import Project, block_kind
from guinet.core.values import MISSING, Reference

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def mlp(sketch: Sketch) -> list[Node]:
    """Three layers behind an Input, one of them an operation."""
    layers = [
        sketch.block.add("torch.nn.Linear", name="first", out_features=8),
        sketch.block.add("torch.mul", name="scale", other=2),
        sketch.block.add("torch.nn.Linear", name="last", out_features=3),
    ]
    sketch.finish(sketch.chain(sketch.entry(4), *layers))
    return layers


def test_moves_and_settings_write_nothing(sketch: Sketch, project: Project) -> None:
    first, *_ = mlp(sketch)
    live = sketch.live()
    before = live.source.write()

    project.run("Move", [MoveNodes("main", {first.id: (5.0, 6.0)})])
    project.run("Set", [SetTraining("epochs", 3)])

    assert live.source.write() is before


def test_a_width_changes_the_line_of_the_layer_behind_too(sketch: Sketch, graph: Block) -> None:
    first, _, last = mlp(sketch)
    live = sketch.live()
    assert "self.last = nn.Linear(8, 3)" in live.lines

    graph.set(first, out_features=16)

    assert "self.first = nn.Linear(4, 16)" in live.lines
    assert "self.last = nn.Linear(16, 3)" in live.lines
    graph.set(last, bias=False)
    assert "self.last = nn.Linear(16, 3, bias=False)" in live.lines


def test_an_equal_number_of_another_type_is_written(sketch: Sketch, graph: Block) -> None:
    _, scale, _ = mlp(sketch)
    live = sketch.live()
    for other, line in ((2, "x = x * 2"), (2.0, "x = x * 2.0"), (2, "x = x * 2")):
        graph.set(scale, other=other)
        assert line in live.lines


def test_an_argument_of_the_call_changes_the_call(sketch: Sketch, graph: Block) -> None:
    attention = graph.add("torch.nn.MultiheadAttention", name="attention", num_heads=2)
    x = sketch.entry(3, 4)
    for port in ("query", "key", "value"):
        graph.connect(x, attention[port])
    sketch.finish(attention["attn_output"])
    live = sketch.live()
    assert "x, _ = self.attention(x, x, x)" in live.lines

    graph.set(attention, need_weights=False)
    assert "x, _ = self.attention(x, x, x, need_weights=False)" in live.lines
    graph.set(attention, need_weights=MISSING)
    assert "x, _ = self.attention(x, x, x)" in live.lines


def test_names_notes_kinds_and_what_is_broken(sketch: Sketch, graph: Block, project: Project) -> None:
    first, scale, last = mlp(sketch)
    live = sketch.live()

    project.run("Rename", [RenameNode("main", first.id, "start")])
    assert "x = self.start(x)" in live.lines
    project.run("Note", [SetNote("main", scale.id, "twice as much")])
    assert "# twice as much" in live.lines
    project.run("Kind", [SetKind("main", first.id, "torch.nn.ReLU", {})])
    assert "self.start = nn.ReLU()" in live.lines
    graph.set(last, in_features=7)
    assert "# last expects in_features = 7, but N×4 arrives (4)." in live.lines
    graph.set(last, in_features=MISSING)
    assert "self.last = nn.Linear(4, 3)" in live.lines


def test_a_class_whose_parameters_change_is_written_anew(sketch: Sketch, graph: Block, project: Project) -> None:
    block = sketch.part()
    parts = [graph.add(block_kind("b"), name=f"part{place}") for place in range(2)]
    sketch.finish(sketch.chain(sketch.entry(6), *parts))
    live = sketch.live()
    assert "self.fc = nn.Linear(6, width)" in live.lines

    graph.set(parts[0], width=9)
    assert "self.fc = nn.Linear(in_features, width)" in live.lines
    assert "self.part0 = Part(6, width=9)" in live.lines
    project.run("Input", [SetArgument("main", graph.node("x").id, "shape", (9,))])
    assert "self.fc = nn.Linear(9, width)" in live.lines
    block.set(block.node("fc"), out_features=Reference("size"))
    project.run("Expose", [SetBlock("b", "Part", (BlockArgument("size", 6),))])
    graph.set(parts[0], width=MISSING)
    assert "self.fc = nn.Linear(in_features, size)" in live.lines


def test_a_second_instance_with_another_input_makes_a_parameter(sketch: Sketch, graph: Block) -> None:
    sketch.part()
    inputs = [sketch.entry(4, name=name) for name in ("a", "b")]
    for place, start in enumerate(inputs):
        sketch.finish(sketch.chain(start, graph.add(block_kind("b"), name=f"part{place}")), f"y{place}")
    live = sketch.live()
    assert "self.fc = nn.Linear(4, width)" in live.lines

    graph.set(inputs[1].node, shape=(5,))

    assert "self.fc = nn.Linear(in_features, width)" in live.lines
    assert "self.part1 = Part(5)" in live.lines


def test_an_output_of_a_block_that_is_wired_later_is_returned(sketch: Sketch, graph: Block) -> None:
    block = sketch.part()
    part = graph.add(block_kind("b"), name="part")
    sketch.finish(sketch.chain(sketch.entry(4), part))
    live = sketch.live()
    assert "x = self.part(x)" in live.lines

    sketch.inside(block).finish(block.node("x")["output"], "z")

    assert "return fc, x" in live.lines
    assert "x, _ = self.part(x)" in live.lines


def test_a_block_with_one_result_that_cannot_be_is_left_out(sketch: Sketch, graph: Block, project: Project) -> None:
    """The other result is known, but the class could not be written."""
    block = sketch.part()
    sketch.inside(block).finish(block.node("x")["output"], "z")
    part = graph.add(block_kind("b"), name="part")
    graph.connect(sketch.entry(4), part["x"])
    sketch.finish(part["z"])
    live = sketch.live()

    project.run("Kind", [SetKind("b", block.node("fc").id, "strange", {})])

    assert any(line.startswith("# part: Inside part: fc is of a kind this GuiNet does not know") for line in live.lines)
