"""A check that is kept up to date edit by edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guinet.compile.touched import touched_by, wire_targets
from guinet.core.changes import (
    AddWire,
    MoveNodes,
    RemoveNode,
    RemoveWire,
    RenameNode,
    SetBlock,
    SetKind,
    SetParts,
    SetTraining,
)
from guinet.core.graph import Block, BlockArgument, Note, Wire
from guinet.core.project import Project, block_kind

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def test_a_cycle_closed_later_forgets_what_was_known(sketch: Sketch, graph: Block, project: Project) -> None:
    one, other = (graph.add("torch.nn.ReLU", name=name) for name in ("one", "other"))
    sketch.finish(sketch.chain(sketch.entry(4), one, other))
    live = sketch.live()
    entering = graph.incoming(one.id)[0]

    project.run("Damage", [RemoveWire("main", entering.id), AddWire("main", Wire("w", other["output"], one["input"]))])

    assert sketch.outputs(live.report, other) == {}


def test_an_edit_tells_what_changed_and_what_went(sketch: Sketch, graph: Block, project: Project) -> None:
    first = graph.add("torch.nn.Linear", name="first", out_features=5)
    relu = graph.add("torch.nn.ReLU", name="relu")
    last = graph.add("torch.nn.Linear", name="last", out_features=3)
    sketch.finish(sketch.chain(sketch.entry(4), first, relu, last))
    live = sketch.live()

    graph.set(first, out_features=9)

    assert set(live.updates[-1].changed["main"]) == {first.id, relu.id, last.id}
    assert live.updates[-1].changed["main"][last.id].inferred == {"in_features": 9}
    graph.set(last, bias=False)
    assert set(live.updates[-1].changed["main"]) == {last.id}
    project.run("Rename", [RenameNode("main", relu.id, "activation")])
    assert live.updates[-1].changed == {}
    graph.remove([relu])
    assert live.updates[-1].removed == {"main": (relu.id,)}
    assert last.id in live.updates[-1].changed["main"]


def test_an_edit_inside_a_block_reaches_its_instances(sketch: Sketch, graph: Block, project: Project) -> None:
    block = sketch.part()
    part = graph.add(block_kind("b"), name="part")
    after = graph.add("torch.nn.Linear", name="after", out_features=1)
    sketch.finish(sketch.chain(sketch.entry(4), part, after))
    live = sketch.live()

    project.run("Edit", [SetBlock("b", "Part", (BlockArgument("width", 8),))])

    assert live.updates[-1].changed["main"][after.id].inferred == {"in_features": 8}
    assert str(live.updates[-1].changed["b"][block.node("fc").id].outputs["output"]) == "N×8 float32"


def test_an_instance_that_becomes_a_layer_leaves_no_class_behind(
    sketch: Sketch, graph: Block, project: Project
) -> None:
    sketch.part()
    part = graph.add(block_kind("b"), name="part")
    graph.connect(sketch.entry(4), part["x"])
    sketch.finish(part["y"])
    live = sketch.live()

    project.run("Kind", [SetKind("main", part.id, "torch.nn.ReLU", {})])

    assert "lost-port" in {problem.code for problem in live.report.problems}


def test_removed_nodes_leave_the_report(sketch: Sketch, graph: Block, project: Project) -> None:
    relu = graph.add("torch.nn.ReLU", name="relu")
    live = sketch.live()

    project.run("Delete", [RemoveNode("main", relu.id)])

    assert live.updates[-1].removed == {"main": (relu.id,)}
    assert [problem.code for problem in live.updates[-1].problems] == ["nothing"]


def test_a_setting_that_is_mended_leaves_the_report(sketch: Sketch, graph: Block, project: Project) -> None:
    sketch.classifier(graph.add("torch.nn.Flatten", name="flatten"))
    live = sketch.live()

    project.run("Set training", [SetTraining("epochs", 0)])
    assert [problem.code for problem in live.report.problems] == ["training-setting"]
    project.run("Set training", [SetTraining("epochs", 3)])
    assert live.report.problems == ()


def test_a_repair_inserts_between_the_nodes_where_they_are_now(sketch: Sketch, graph: Block, project: Project) -> None:
    conv = graph.add("torch.nn.Conv2d", name="conv", out_channels=4, kernel_size=3)
    x = sketch.entry(8, 8)
    sketch.finish(sketch.chain(x, conv))
    live = sketch.live()

    project.run("Move", [MoveNodes("main", {x.node: (100.0, 20.0), conv.id: (300.0, 40.0)})])

    [problem] = live.report.problems
    project.run("Repair", problem.fixes[0].changes)
    assert graph.node("unsqueeze").position == (200.0, 30.0)


def test_a_note_on_the_canvas_is_no_reason_to_check_anything(project: Project) -> None:
    assert not touched_by(project, (SetParts("main", "notes", (Note("n", "why"),)),), wire_targets(project))


def test_values_that_are_equal_are_not_the_same_argument(sketch: Sketch, graph: Block) -> None:
    """1 and 1.0 are equal in Python, and give other dtypes."""
    add = graph.add("torch.add", name="add", other=1)
    sketch.finish(sketch.chain(sketch.entry(4, dtype="int64"), add))
    live = sketch.live()

    for other, dtype in ((1.0, "float32"), (1, "int64")):
        graph.set(add, other=other)
        assert sketch.outputs(live.report, add) == {"output": f"N×4 {dtype}"}


def test_instances_with_other_arguments_have_other_outcomes(sketch: Sketch, graph: Block) -> None:
    sketch.part()
    part = graph.add(block_kind("b"), name="part", width=3)
    sketch.finish(sketch.chain(sketch.entry(4), part))
    live = sketch.live()

    for width in (5, 3, 7):
        graph.set(part, width=width)
        assert sketch.outputs(live.report, part) == {"y": f"N×{width} float32"}


def test_nodes_of_other_names_have_problems_of_their_own(sketch: Sketch, graph: Block) -> None:
    x = sketch.entry(4)
    for name in ("one", "other"):
        sketch.finish(
            sketch.chain(x, graph.add("torch.nn.Linear", name=name, in_features=5, out_features=2)), f"y_{name}"
        )

    messages = [problem.message for problem in sketch.check().problems]

    assert messages == [f"{name} expects in_features = 5, but N×4 arrives (4)." for name in ("one", "other")]
