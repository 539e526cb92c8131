"""The text: names, notes, lines, parameters, partial text; and errors of the running module on their nodes."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Mapping
from typing import Any

import pytest
import torch

from guinet.compile import expressions
from guinet.compile.module import build, explain, load
from guinet.compile.order import arrange, natural
from guinet.compile.shapes import check
from guinet.compile.source import Source, SourceError, generate
from guinet.core.changes import AddBlock, AddNode, AddWire, SetBlock, SetNote
from guinet.core.graph import Block, BlockArgument, BlockData, End, Node, Wire
from guinet.core.project import Project, block_kind
from guinet.core.values import Reference, TensorSpec, Value, ValueSpec
from guinet.nodes.registry import REGISTRY


def data_specs(node: Node) -> Mapping[str, ValueSpec]:
    return {"features": TensorSpec(("N", 4)), "label": TensorSpec(("N",), "int64"), "target": TensorSpec(("N", 1))}


@pytest.fixture
def project() -> Project:
    return Project(REGISTRY)


@pytest.fixture
def graph(project: Project) -> Block:
    return project.main


def wire_up(block: Block, start: End, *nodes: Node) -> End:
    for node in nodes:
        ports = block.project.ports(block, node)
        block.connect(start, node[ports.inputs[0].name])
        start = node[ports.outputs[0].name] if ports.outputs else start
    return start


def entry(graph: Block, *shape: int, name: str = "x") -> End:
    return graph.add("guinet.Input", name=name, shape=shape)["output"]


def finish(graph: Block, end: End, name: str = "result") -> None:
    graph.connect(end, graph.add("guinet.Output", name=name)["input"])


def source_of(project: Project, *, partial: bool = False) -> Source:
    return generate(project, check(project, data_specs), partial=partial)


def forward_of(project: Project) -> list[str]:
    lines = source_of(project).text.splitlines()
    start = max(place for place, line in enumerate(lines) if "def forward" in line)
    return [line.strip() for line in lines[start:]]


@pytest.mark.parametrize(
    ("kind", "arguments", "expected"),
    [
        ("torch.nn.Conv2d", {"in_channels": 3, "out_channels": 8, "kernel_size": (3, 5)},
         "nn.Conv2d(3, 8, kernel_size=(3, 5))"),
        ("torch.nn.Linear", {"in_features": 2, "out_features": 3, "bias": True}, "nn.Linear(2, 3)"),
        ("torch.nn.Linear", {"in_features": 2, "out_features": 3, "bias": False}, "nn.Linear(2, 3, bias=False)"),
        ("torch.nn.Conv2d", {"in_channels": 1, "out_channels": 1, "kernel_size": 3, "padding": "same"},
         'nn.Conv2d(1, 1, kernel_size=3, padding="same")'),
        ("torch.nn.LayerNorm", {"normalized_shape": (7,)}, "nn.LayerNorm((7,))"),
    ],
)  # fmt: skip
def test_constructors(kind: str, arguments: dict[str, Value], expected: str) -> None:
    type = REGISTRY.get(kind)
    assert type is not None

    assert expressions.constructor(type, arguments) == expected


@pytest.mark.parametrize(
    ("kind", "wired", "arguments", "expected"),
    [
        ("torch.cat", {"tensors": ("a", "b")}, {"dim": 1}, "torch.cat((a, b), dim=1)"),
        ("torch.cat", {"tensors": ("a",)}, {}, "torch.cat((a,))"),
        ("torch.Tensor.reshape", {"input": "x"}, {"shape": (2, -1)}, "x.reshape(2, -1)"),
        ("torch.Tensor.flatten", {"input": "x"}, {"end_dim": 1}, "x.flatten(end_dim=1)"),
        ("torch.add", {"input": "a", "other": "b"}, {}, "a + b"),
        ("torch.mul", {"input": "a"}, {"other": -2.0}, "a * -2.0"),
        ("torch.Tensor.masked_fill", {"input": "a", "mask": "m"}, {"value": float("-inf")},
         'a.masked_fill(m, float("-inf"))'),
        ("torch.nn.MultiheadAttention", {"query": "q", "key": "k", "value": "v", "attn_mask": "m"},
         {"need_weights": False}, "self.a(q, k, v, need_weights=False, attn_mask=m)"),
    ],
)  # fmt: skip
def test_calls(kind: str, wired: dict[str, Any], arguments: dict[str, Value], expected: str) -> None:
    type = REGISTRY.get(kind)
    assert type is not None

    assert expressions.call(type, "self.a", wired, arguments) == expected


@pytest.mark.parametrize(
    "value",
    [1, -1, 0.1, 1e30, True, None, "a'b\"c\n\u2028", (1, (2.5, "x")), (), (1,), "quote'", 'quote"', "back\\slash"],
)
def test_literals_read_back_as_they_were(value: Value) -> None:
    assert eval(expressions.literal(value)) == value


def test_literals_of_infinities() -> None:
    assert eval(expressions.literal((float("inf"), float("-inf")))) == (float("inf"), float("-inf"))
    assert expressions.literal(float("nan")) == 'float("nan")'


def test_natural_order() -> None:
    assert sorted(["b2", "b10", "a", "b1", "10", "9"], key=natural) == ["9", "10", "a", "b1", "b2", "b10"]


def test_a_chain_of_ten_thousand_nodes_is_put_in_order() -> None:
    nodes = [Node(f"n{place}", "torch.nn.ReLU", f"relu{place}") for place in range(10_000)]
    wires = [Wire(f"w{place}", nodes[place]["output"], nodes[place + 1]["input"]) for place in range(9_999)]
    block = Project(REGISTRY, [BlockData("main", "Net", tuple(reversed(nodes)), tuple(wires))]).main

    assert arrange(block, ["n9999"]) == [node.id for node in nodes]


def test_the_main_path_comes_before_its_shortcut(graph: Block, project: Project) -> None:
    x = entry(graph, 4)
    add = graph.add("torch.add", name="add")
    short = graph.add("torch.nn.Linear", name="short", out_features=4)
    main = [graph.add("torch.nn.Linear", name=f"main{place}", out_features=4) for place in range(2)]
    graph.connect(wire_up(graph, x, short), add["other"])
    graph.connect(wire_up(graph, x, *main), add["input"])
    finish(graph, add["output"])

    assert forward_of(project) == [
        "def forward(self, x):",
        "y = self.main0(x)",
        "main1 = self.main1(y)",
        "x = self.short(x)",
        "x = main1 + x",
        "return x",
    ]


def test_names_that_would_shadow_are_avoided(graph: Block, project: Project) -> None:
    first = graph.add("torch.tanh", name="torch")
    twice = graph.add("torch.add", name="self_sum")
    wire_up(graph, entry(graph, 4, name="F"), first, twice)
    graph.connect(first["output"], twice["other"])
    last = graph.add("torch.nn.functional.gelu", name="nn")
    finish(graph, wire_up(graph, twice["output"], last))

    lines = forward_of(project)

    assert lines[1] == "torch_2 = torch.tanh(F_2)"
    torch.testing.assert_close(
        build(source_of(project))(torch.ones(1, 4)), torch.nn.functional.gelu(2 * torch.tanh(torch.ones(1, 4)))
    )


def test_notes_become_comments_that_cannot_become_code(graph: Block, project: Project) -> None:
    fc = graph.add("torch.nn.Linear", name="fc", out_features=2)
    relu = graph.add("torch.relu", name="relu")
    finish(graph, wire_up(graph, entry(graph, 4), fc, relu))
    evil = 'first\nimport os\r\x0braise SystemExit\u2028"""\x00'
    project.run("Note", [SetNote("main", fc.id, evil), SetNote("main", relu.id, "keeps what is positive")])
    project.run("Note", [SetBlock("main", "Net", (), "all of it\nreally")])

    source = source_of(project)

    assert "        # first\n        # import os\n        #\n        # raise SystemExit\n        # " in source.text
    assert "        # keeps what is positive\n        x = torch.relu(x)\n" in source.text
    assert "# all of it\n# really\nclass Net(nn.Module):" in source.text
    assert build(source)(torch.ones(3, 4)).shape == (3, 2)


def test_lines_know_their_nodes(graph: Block, project: Project) -> None:
    x = entry(graph, 4)
    fc = graph.add("torch.nn.Linear", name="fc", out_features=2)
    finish(graph, wire_up(graph, x, fc))

    source = source_of(project)
    lines = source.text.splitlines()

    def text(node: str) -> list[str]:
        return [lines[number - 1].strip() for number in source.lines["main", node]]

    assert text(fc.id) == ["self.fc = nn.Linear(4, 2)", "x = self.fc(x)"]
    assert text(x.node) == ["def forward(self, x):"]
    assert text(graph.node("result").id) == ["return x"]


@pytest.mark.parametrize("name", ["Residual block", "3D-Netz", "class", "nn", "été", "", "💥"])
def test_any_block_name_becomes_a_class_name(graph: Block, project: Project, name: str) -> None:
    project.run("Rename", [SetBlock("main", name)])
    finish(graph, wire_up(graph, entry(graph, 4), graph.add("torch.nn.ReLU", name="relu")))

    source = source_of(project)

    assert source.class_name.isidentifier()
    assert build(source)(torch.ones(1, 4)).shape == (1, 4)


def test_digits_for_names_outside_a_sequential(graph: Block, project: Project) -> None:
    x = entry(graph, 4)
    zero = graph.add("torch.nn.Linear", name="0", out_features=4)
    add = graph.add("torch.add", name="1")
    graph.connect(x, add["other"])
    finish(graph, wire_up(graph, x, zero, add))

    source = source_of(project)

    assert 'self.add_module("0", nn.Linear(4, 4))' in source.text
    assert 'y = getattr(self, "0")(x)' in source.text
    assert list(build(source).state_dict()) == ["0.weight", "0.bias"]


def test_exposed_arguments_are_parameters_with_their_defaults(graph: Block, project: Project) -> None:
    arguments = (BlockArgument("width"), BlockArgument("slope", 0.1), BlockArgument("dims", (1,)))
    project.run("Add", [AddBlock(BlockData("b", "Part", arguments=arguments))])
    part = project.blocks["b"]
    fc = part.add("torch.nn.Linear", name="fc", out_features=Reference("width"))
    leaky = part.add("torch.nn.LeakyReLU", name="leaky", negative_slope=Reference("slope"))
    flip = part.add("torch.Tensor.flip", name="dims", dims=Reference("dims"))
    finish(part, wire_up(part, entry(part, name="x"), fc, leaky, flip))
    first = graph.add(block_kind("b"), name="first", width=4)
    second = graph.add(block_kind("b"), name="second", width=3, slope=0.3)
    finish(graph, wire_up(graph, entry(graph, 4), first, second))

    text = source_of(project).text

    assert "    def __init__(self, width, slope=0.1, dims=(1,)):" in text
    assert "        self.dims = dims\n" in text
    assert "        x = x.flip(self.dims)\n" in text
    assert "        self.fc = nn.Linear(4, width)\n" in text
    assert "        self.leaky = nn.LeakyReLU(slope)" in text
    assert "self.first = Part(4)" in text
    assert "self.second = Part(3, slope=0.3)" in text
    assert build(source_of(project))(torch.ones(2, 4)).shape == (2, 3)


def test_a_block_with_several_ports_is_called_by_the_order_of_names(graph: Block, project: Project) -> None:
    project.run("Add", [AddBlock(BlockData("b", "Swap"))])
    swap = project.blocks["b"]
    finish(swap, entry(swap, name="left"), name="a_right")
    finish(swap, entry(swap, name="a_left"), name="right")
    node = graph.add(block_kind("b"), name="swap")
    graph.connect(entry(graph, 4, name="u"), node["left"])
    graph.connect(entry(graph, 3, name="v"), node["a_left"])
    finish(graph, node["right"], "first")
    finish(graph, node["a_right"], "second")

    source = source_of(project)
    module = build(source)

    assert [item.name for item in source.outputs] == ["first", "second"]
    first, second = module(torch.ones(2, 4), torch.zeros(2, 3))
    assert (first.shape, second.shape) == ((2, 3), (2, 4))


def test_two_data_nodes_with_ports_of_one_name(graph: Block, project: Project) -> None:
    join = graph.add("torch.cat", name="join", dim=1)
    for name in ("left", "right"):
        graph.connect(graph.add("guinet.data.iris", name=name)["features"], join["tensors"])
    finish(graph, join["output"])

    assert [item.name for item in source_of(project).inputs] == ["left_features", "right_features"]


def test_the_targets_go_straight_to_the_objective(graph: Block, project: Project) -> None:
    data = graph.add("guinet.data.iris", name="iris")
    fc = graph.add("torch.nn.Linear", name="fc", out_features=1)
    flat = graph.add("torch.Tensor.flatten", name="flat")
    turned = graph.add("torch.Tensor.float", name="as_float")
    loss = graph.add("torch.nn.MSELoss", name="loss")
    wire_up(graph, data["features"], fc, flat, loss)
    graph.connect(wire_up(graph, data["label"], turned), loss["target"])

    source = source_of(project)

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


def test_without_loss_or_output_the_last_nodes_are_the_results(graph: Block, project: Project) -> None:
    wire_up(graph, entry(graph, 4), graph.add("torch.nn.ReLU", name="relu"))

    source = source_of(project)

    assert source.objective is None
    assert [item.name for item in source.outputs] == ["output"]


def test_errors_stop_the_code_with_the_first_of_them(graph: Block, project: Project) -> None:
    broken = graph.add("torch.nn.Linear", name="broken", in_features=5, out_features=4)
    finish(graph, wire_up(graph, entry(graph, 4), broken, graph.add("torch.nn.ReLU", name="relu")))
    report = check(project, data_specs)

    with pytest.raises(SourceError, match="broken expects in_features = 5") as caught:
        generate(project, report)

    assert caught.value.problem == report.problems[0]
    assert caught.value.exit_code == 1


def test_an_empty_graph_has_no_code(project: Project) -> None:
    with pytest.raises(SourceError, match="no network yet"):
        source_of(project)
    compile(source_of(project, partial=True).text, "<partial>", "exec")


def test_partial_text_says_what_is_missing(graph: Block, project: Project) -> None:
    good = graph.add("torch.nn.Linear", name="good", out_features=4)
    broken = graph.add("torch.nn.Linear", name="broken", in_features=5, out_features=4)
    finish(graph, wire_up(graph, entry(graph, 4), good, broken, graph.add("torch.nn.ReLU", name="relu")))

    source = source_of(project, partial=True)

    assert "        self.good = nn.Linear(4, 4)\n" in source.text
    assert "        # broken: broken expects in_features = 5, but N×4 arrives (4).\n" in source.text
    assert "        # relu: waits for a node before it\n" in source.text
    compile(source.text, "<partial>", "exec")


def test_a_wire_to_a_port_that_is_not_there_stops_the_code(graph: Block, project: Project) -> None:
    relu = graph.add("torch.nn.ReLU", name="relu")
    finish(graph, wire_up(graph, entry(graph, 4), relu))
    project.run("Damage", [AddWire("main", Wire("w", End("gone", "output"), relu["input"]))])
    project.run("Damage", [AddNode("main", Node("other", "torch.nn.ReLU", "relu"))])

    with pytest.raises(SourceError):
        source_of(project)


def failing(graph: Block, project: Project) -> tuple[Source, Node]:
    embedding = graph.add("torch.nn.Embedding", name="embedding", num_embeddings=3, embedding_dim=2)
    x = graph.add("guinet.Input", name="x", shape=(4,), dtype="int64")["output"]
    finish(graph, wire_up(graph, x, embedding))
    return source_of(project), embedding


def test_an_error_while_running_lands_on_its_node(graph: Block, project: Project) -> None:
    source, embedding = failing(graph, project)

    with pytest.raises(IndexError) as caught:
        build(source)(torch.full((1, 4), 7))
    problem = explain(caught.value, source)

    assert (problem.block, problem.node) == ("main", embedding.id)
    assert "index out of range" in problem.message
    assert "x = self.embedding(x)" in "".join(traceback.format_exception(caught.value))


def test_an_error_in_a_sequential_lands_on_its_node(graph: Block, project: Project) -> None:
    relu = graph.add("torch.nn.ReLU", name="0")
    fc = graph.add("torch.nn.Linear", name="1", out_features=2)
    finish(graph, wire_up(graph, entry(graph, 4), relu, fc))
    source = source_of(project)

    with pytest.raises(RuntimeError) as caught:
        build(source)(torch.ones(1, 5))

    assert explain(caught.value, source).node == fc.id


def test_an_error_in_the_loss_lands_on_the_loss(graph: Block, project: Project) -> None:
    data = graph.add("guinet.data.iris", name="iris")
    loss = graph.add("torch.nn.CrossEntropyLoss", name="loss")
    wire_up(graph, data["features"], graph.add("torch.nn.Linear", name="fc", out_features=3), loss)
    graph.connect(data["label"], loss["target"])
    source = source_of(project)
    loaded = load(source)
    assert loaded.objective is not None

    with pytest.raises(IndexError) as caught:
        loaded.objective(torch.ones(2, 3), torch.tensor([0, 9]))

    assert explain(caught.value, source).node == loss.id


def test_two_modules_of_one_project_keep_their_own_lines(graph: Block, project: Project) -> None:
    source, _ = failing(graph, project)
    first, second = load(source), load(source)

    names = {loaded.module_class.forward.__code__.co_filename for loaded in (first, second)}

    assert len(names) == 2
    assert all(linecache.getlines(name) == source.text.splitlines(keepends=True) for name in names)
