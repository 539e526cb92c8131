"""The text: order, names, notes, lines, parameters, and what is partial."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch

from guinet.compile.module import build
from guinet.compile.order import arrange
from guinet.compile.source import SourceError, generate
from guinet.core.changes import (
    AddBlock,
    AddNode,
    AddWire,
    SetBlock,
    SetNote,
)
from guinet.core.graph import Block, BlockArgument, BlockData, End, Node, Wire
from guinet.core.project import Project, block_kind
from guinet.core.values import Reference
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def test_a_chain_of_ten_thousand_nodes_is_put_in_order() -> None:
    nodes = [Node(f"n{place}", "torch.nn.ReLU", f"relu{place}") for place in range(10_000)]
    wires = [Wire(f"w{place}", nodes[place]["output"], nodes[place + 1]["input"]) for place in range(9_999)]
    block = Project(REGISTRY, [BlockData("main", "Net", tuple(reversed(nodes)), tuple(wires))]).main

    assert arrange(block, ["n9999"]) == [node.id for node in nodes]


def test_the_main_path_comes_before_its_shortcut(sketch: Sketch, graph: Block) -> None:
    x = sketch.entry(4)
    add = graph.add("torch.add", name="add")
    short = graph.add("torch.nn.Linear", name="short", out_features=4)
    main = [graph.add("torch.nn.Linear", name=f"main{place}", out_features=4) for place in range(2)]
    graph.connect(sketch.chain(x, short), add["other"])
    graph.connect(sketch.chain(x, *main), add["input"])
    sketch.finish(add["output"])

    assert sketch.forward() == [
        "def forward(self, x):",
        "y = self.main0(x)",
        "main1 = self.main1(y)",
        "x = self.short(x)",
        "x = main1 + x",
        "return x",
    ]


def test_names_that_would_shadow_are_avoided(sketch: Sketch, graph: Block) -> None:
    first = graph.add("torch.tanh", name="torch")
    twice = graph.add("torch.add", name="self_sum")
    sketch.chain(sketch.entry(4, name="F"), first, twice)
    graph.connect(first["output"], twice["other"])
    last = graph.add("torch.nn.functional.gelu", name="nn")
    sketch.finish(sketch.chain(twice["output"], last))

    lines = sketch.forward()

    assert lines[1] == "torch_2 = torch.tanh(F_2)"
    torch.testing.assert_close(
        build(sketch.source())(torch.ones(1, 4)), torch.nn.functional.gelu(2 * torch.tanh(torch.ones(1, 4)))
    )


def test_notes_become_comments_that_cannot_become_code(sketch: Sketch, graph: Block, project: Project) -> None:
    fc = graph.add("torch.nn.Linear", name="fc", out_features=2)
    relu = graph.add("torch.relu", name="relu")
    sketch.finish(sketch.chain(sketch.entry(4), fc, relu))
    evil = 'first\nimport os\r\x0braise SystemExit\u2028"""\x00'
    project.run("Note", [SetNote("main", fc.id, evil), SetNote("main", relu.id, "keeps what is positive")])
    project.run("Note", [SetBlock("main", "Net", (), "all of it\nreally")])

    source = sketch.source()

    assert "        # first\n        # import os\n        #\n        # raise SystemExit\n        # " in source.text
    assert "        # keeps what is positive\n        x = torch.relu(x)\n" in source.text
    assert "# all of it\n# really\nclass Net(nn.Module):" in source.text
    assert build(source)(torch.ones(3, 4)).shape == (3, 2)


def test_lines_know_their_nodes(sketch: Sketch, graph: Block) -> None:
    x = sketch.entry(4)
    fc = graph.add("torch.nn.Linear", name="fc", out_features=2)
    sketch.finish(sketch.chain(x, fc))

    source = sketch.source()
    lines = source.text.splitlines()

    def text(node: str) -> list[str]:
        return [lines[number - 1].strip() for number in source.lines["main", node]]

    assert text(fc.id) == ["self.fc = nn.Linear(4, 2)", "x = self.fc(x)"]
    assert text(x.node) == ["def forward(self, x):"]
    assert text(graph.node("y").id) == ["return x"]


@pytest.mark.parametrize("name", ["Residual block", "3D-Netz", "class", "nn", "été", "", "💥"])
def test_any_block_name_becomes_a_class_name(sketch: Sketch, graph: Block, project: Project, name: str) -> None:
    project.run("Rename", [SetBlock("main", name)])
    sketch.finish(sketch.chain(sketch.entry(4), graph.add("torch.nn.ReLU", name="relu")))

    source = sketch.source()

    assert source.class_name.isidentifier()
    assert build(source)(torch.ones(1, 4)).shape == (1, 4)


def test_digits_for_names_outside_a_sequential(sketch: Sketch, graph: Block) -> None:
    x = sketch.entry(4)
    zero = graph.add("torch.nn.Linear", name="0", out_features=4)
    add = graph.add("torch.add", name="1")
    graph.connect(x, add["other"])
    sketch.finish(sketch.chain(x, zero, add))

    source = sketch.source()

    assert 'self.add_module("0", nn.Linear(4, 4))' in source.text
    assert 'y = getattr(self, "0")(x)' in source.text
    assert list(build(source).state_dict()) == ["0.weight", "0.bias"]


def test_exposed_arguments_are_parameters_with_their_defaults(sketch: Sketch, graph: Block, project: Project) -> None:
    arguments = (BlockArgument("width"), BlockArgument("slope", 0.1), BlockArgument("dims", (1,)))
    project.run("Add", [AddBlock(BlockData("b", "Part", arguments=arguments))])
    part = project.blocks["b"]
    fc = part.add("torch.nn.Linear", name="fc", out_features=Reference("width"))
    leaky = part.add("torch.nn.LeakyReLU", name="leaky", negative_slope=Reference("slope"))
    flip = part.add("torch.Tensor.flip", name="dims", dims=Reference("dims"))
    sketch.inside(part).finish(sketch.inside(part).chain(sketch.inside(part).entry(name="x"), fc, leaky, flip))
    first = graph.add(block_kind("b"), name="first", width=4)
    second = graph.add(block_kind("b"), name="second", width=3, slope=0.3)
    sketch.finish(sketch.chain(sketch.entry(4), first, second))

    text = sketch.source().text

    assert "    def __init__(self, width, slope=0.1, dims=(1,)):" in text
    assert "        self.dims = dims\n" in text
    assert "        x = x.flip(self.dims)\n" in text
    assert "        self.fc = nn.Linear(4, width)\n" in text
    assert "        self.leaky = nn.LeakyReLU(slope)" in text
    assert "self.first = Part(4)" in text
    assert "self.second = Part(3, slope=0.3)" in text
    assert build(sketch.source())(torch.ones(2, 4)).shape == (2, 3)


def test_a_block_with_several_ports_is_called_by_the_order_of_names(
    sketch: Sketch, graph: Block, project: Project
) -> None:
    project.run("Add", [AddBlock(BlockData("b", "Swap"))])
    swap = project.blocks["b"]
    sketch.inside(swap).finish(sketch.inside(swap).entry(name="left"), name="a_right")
    sketch.inside(swap).finish(sketch.inside(swap).entry(name="a_left"), name="right")
    node = graph.add(block_kind("b"), name="swap")
    graph.connect(sketch.entry(4, name="u"), node["left"])
    graph.connect(sketch.entry(3, name="v"), node["a_left"])
    sketch.finish(node["right"], "first")
    sketch.finish(node["a_right"], "second")

    source = sketch.source()
    module = build(source)

    assert [item.name for item in source.outputs] == ["first", "second"]
    first, second = module(torch.ones(2, 4), torch.zeros(2, 3))
    assert (first.shape, second.shape) == ((2, 3), (2, 4))


def test_two_data_nodes_with_ports_of_one_name(sketch: Sketch, graph: Block) -> None:
    join = graph.add("torch.cat", name="join", dim=1)
    for name in ("left", "right"):
        graph.connect(graph.add("guinet.data.iris", name=name)["features"], join["tensors"])
    sketch.finish(join["output"])

    assert [item.name for item in sketch.source().inputs] == ["left_features", "right_features"]


def test_the_targets_go_straight_to_the_objective(sketch: Sketch, graph: Block) -> None:
    data = graph.add("guinet.data.iris", name="iris")
    fc = graph.add("torch.nn.Linear", name="fc", out_features=1)
    flat = graph.add("torch.Tensor.flatten", name="flat")
    turned = graph.add("torch.Tensor.float", name="as_float")
    loss = graph.add("torch.nn.MSELoss", name="loss")
    sketch.chain(data["features"], fc, flat, loss)
    graph.connect(sketch.chain(data["label"], turned), loss["target"])

    source = sketch.source()

    assert [item.name for item in source.inputs] == ["features"]
    assert source.objective is not None
    assert source.objective.text == (
        "from torch import nn\n\nloss = nn.MSELoss()\n\n\n"
        "def objective(output, label):\n    as_float = label.float()\n    return loss(output, as_float)\n"
    )
    assert [(item.name, item.output, item.port) for item in source.objective.parameters] == [
        ("output", "output", "output"),
        ("label", None, "label"),
    ]


def test_without_loss_or_output_the_last_nodes_are_the_results(sketch: Sketch, graph: Block) -> None:
    sketch.chain(sketch.entry(4), graph.add("torch.nn.ReLU", name="relu"))

    source = sketch.source()

    assert source.objective is None
    assert [item.name for item in source.outputs] == ["output"]


def test_errors_stop_the_code_with_the_first_of_them(sketch: Sketch, graph: Block, project: Project) -> None:
    broken = graph.add("torch.nn.Linear", name="broken", in_features=5, out_features=4)
    sketch.finish(sketch.chain(sketch.entry(4), broken, graph.add("torch.nn.ReLU", name="relu")))
    report = sketch.check()

    with pytest.raises(SourceError, match="broken expects in_features = 5") as caught:
        generate(project, report)

    assert caught.value.problem == report.problems[0]
    assert caught.value.exit_code == 1


def test_an_empty_graph_has_no_code(sketch: Sketch) -> None:
    with pytest.raises(SourceError, match="no network yet"):
        sketch.source()
    compile(sketch.source(partial=True).text, "<partial>", "exec")


def test_partial_text_says_what_is_missing(sketch: Sketch, graph: Block) -> None:
    good = graph.add("torch.nn.Linear", name="good", out_features=4)
    broken = graph.add("torch.nn.Linear", name="broken", in_features=5, out_features=4)
    sketch.finish(sketch.chain(sketch.entry(4), good, broken, graph.add("torch.nn.ReLU", name="relu")))

    source = sketch.source(partial=True)

    assert "        self.good = nn.Linear(4, 4)\n" in source.text
    assert "        # broken expects in_features = 5, but N×4 arrives (4).\n" in source.text
    assert "        # relu: waits for a node before it\n" in source.text
    compile(source.text, "<partial>", "exec")


def test_a_wire_to_a_port_that_is_not_there_stops_the_code(sketch: Sketch, graph: Block, project: Project) -> None:
    relu = graph.add("torch.nn.ReLU", name="relu")
    sketch.finish(sketch.chain(sketch.entry(4), relu))
    project.run("Damage", [AddWire("main", Wire("w", End("gone", "output"), relu["input"]))])
    project.run("Damage", [AddNode("main", Node("other", "torch.nn.ReLU", "relu"))])

    with pytest.raises(SourceError):
        sketch.source()


def test_only_what_the_code_uses_is_imported(sketch: Sketch, graph: Block, project: Project) -> None:
    """Not what a note or a text speaks of."""
    double = graph.add("torch.add", name="double")
    pad = graph.add("torch.nn.Upsample", name="pad", scale_factor=2.0, mode="nearest")
    x = sketch.entry(3, 4, 4)
    graph.connect(x, double["other"])
    sketch.finish(sketch.chain(x, double, pad))
    project.run("Note", [SetNote("main", double.id, 'torch.relu("F.gelu") and torch.tanh')])

    assert "\nfrom torch import nn\n\n" in sketch.source().text
    assert "import torch\n" not in sketch.source().text
    for name, line in (("torch.tanh", "import torch"), ("torch.nn.functional.gelu", "import torch.nn.functional as F")):
        last = graph.add(name)
        sketch.finish(sketch.chain(pad["output"], last), f"y_{last.name}")
        assert f"\n{line}\n" in sketch.source().text
