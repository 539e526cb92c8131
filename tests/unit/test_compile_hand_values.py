"""Values set by hand in the generated code: as the tutorial writes them, to the same numbers, and refused in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn

from guinet.compile.module import build
from guinet.compile.places import Places
from guinet.core.changes import SetParts
from guinet.core.graph import Block, Initialiser, Node, Selects
from guinet.core.project import block_kind
from guinet.core.repeating import set_repeat
from guinet.core.values import Value
from guinet.nodes.hand_values import read_edit
from guinet.storage.files import dumps, loads

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def rule(node: Node | str, text: str, select: Selects = Selects.NODE) -> Initialiser:
    edit = read_edit(text, "")
    target = node if isinstance(node, str) else node.id
    parameter = "" if select is Selects.PATTERN else edit.parameter
    arguments: dict[str, Value] = {"index": edit.index, "value": edit.value}
    return Initialiser(select, target, parameter, edit.function, arguments)


def set_rules(block: Block, *rules: Initialiser) -> None:
    block.project.run("Rules", [SetParts(block.id, "initialisers", rules)])


@pytest.fixture
def layer(sketch: Sketch, graph: Block) -> Node:
    layer = graph.add("torch.nn.Linear", name="linear", out_features=3)
    relu = graph.add("torch.nn.ReLU", name="relu")
    sketch.finish(sketch.chain(sketch.entry(4), layer, relu))
    return layer


def made(sketch: Sketch) -> Any:
    torch.manual_seed(3)
    return build(sketch.flawless())


def test_the_tutorials_own_lines(sketch: Sketch, graph: Block, layer: Node) -> None:
    set_rules(graph, rule(layer, "weight[:] += 1"), rule(layer, "weight[0, 0] = 42"))

    module = made(sketch)

    torch.manual_seed(3)
    net: Any = nn.Sequential(nn.Linear(4, 3), nn.ReLU())
    net[0].weight.data[:] += 1
    net[0].weight.data[0, 0] = 42
    torch.testing.assert_close(module.linear.weight, net[0].weight, rtol=0, atol=0)
    text = sketch.source().text
    assert "        with torch.no_grad():\n            self.linear.weight[:] += 1\n" in text
    assert "            self.linear.weight[0, 0] = 42\n" in text
    assert text.count("torch.no_grad()") == 1


def test_rows_and_every_sign(sketch: Sketch, graph: Block, layer: Node) -> None:
    lines = ("weight[0] = [1, 2, 3, 4]", "weight[0] *= 3", "weight[0, 1:] -= 1", "weight[0] /= 2", "bias = 0.25")
    set_rules(graph, *(rule(layer, line) for line in lines))

    module = made(sketch)

    assert module.linear.weight[0].tolist() == [1.5, 2.5, 4.0, 5.5]
    assert module.linear.bias.tolist() == [0.25, 0.25, 0.25]
    assert all(parameter.requires_grad and parameter.is_leaf for parameter in module.parameters())


def test_rules_of_every_selection(sketch: Sketch, graph: Block, layer: Node) -> None:
    set_rules(
        graph,
        Initialiser(Selects.TYPE, "torch.nn.Linear", "weight", "set", {"value": 1.0}),
        Initialiser(Selects.TYPE, "torch.nn.Linear", "bias", "add", {"value": 10.0}),
        Initialiser(Selects.PATTERN, "lin*.weight", "", "multiply", {"index": ":, 0", "value": 5.0}),
        Initialiser(Selects.NODE, layer.id, "*", "add", {"value": 1}),
    )

    module = made(sketch)

    torch.manual_seed(3)
    bias = nn.Linear(4, 3).bias.detach()
    assert module.linear.weight.tolist() == [[6.0, 2.0, 2.0, 2.0]] * 3
    torch.testing.assert_close(module.linear.bias.detach(), bias + 10 + 1)


def test_a_block_inside_and_one_of_several_copies(sketch: Sketch, graph: Block) -> None:
    block = sketch.new_block("Part")
    inner = sketch.inside(block)
    inner.finish(inner.chain(inner.entry(), block.add("torch.nn.Linear", name="fc", out_features=4)))
    first, rest = graph.add(block_kind("part"), name="first"), graph.add(block_kind("part"), name="rest")
    sketch.finish(sketch.chain(sketch.entry(4), first, rest))
    set_repeat(graph, rest.id, 2)
    places = Places(sketch.checker().scope)
    found = {path: places.of(path) for path in ("first.fc.weight", "rest.1.fc.bias")}
    selected = {path: place.rule(path) for path, place in found.items() if place is not None}

    assert selected["first.fc.weight"] == (Selects.NODE, first.id, "fc.weight")
    assert selected["rest.1.fc.bias"] == (Selects.PATTERN, "rest.1.fc.bias", "")
    set_rules(graph, rule(first, "fc.weight[0, 0] = 7"), rule("rest.1.fc.bias", "bias[2] = 8", Selects.PATTERN))
    state = made(sketch).state_dict()
    assert state["first.fc.weight"][0, 0] == 7
    assert state["rest.1.fc.bias"][2] == 8
    assert not (state["rest.0.fc.bias"] == 8).any()
    assert places.paths(("part", next(iter(block.nodes))), state) == ()
    fc = block.node("fc").id
    assert places.paths(("part", fc), state) == tuple(state)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("weight[3, 0] = 1", "index 3 is out of bounds for dimension 0 with size 3"),
        ("weight[0, 0, 0] = 1", "too many indices"),
        ("weight[0] = [1, 2]", "expand"),
    ],
)
def test_what_the_parameter_has_no_place_for(sketch: Sketch, graph: Block, layer: Node, line: str, words: str) -> None:
    set_rules(graph, rule(layer, line))

    problem = sketch.only_problem()

    assert (problem.code, problem.node) == ("initialiser", layer.id)
    assert words in problem.message
    assert problem.message.startswith("linear.weight[")


@pytest.mark.parametrize("arguments", [{"index": "i", "value": 1}, {"index": 3, "value": 1}, {"value": "x"}, {}])
def test_a_damaged_rule_is_named(sketch: Sketch, graph: Block, layer: Node, arguments: dict[str, Value]) -> None:
    set_rules(graph, Initialiser(Selects.NODE, layer.id, "weight", "set", arguments))

    problem = sketch.only_problem()

    assert problem.node == layer.id
    assert "is no index" in problem.message or "is no number" in problem.message
    # What is shown meanwhile is Python all the same.
    compile(sketch.source(partial=True).text, "shown", "exec")


def test_a_file_keeps_it(sketch: Sketch, graph: Block, layer: Node) -> None:
    rules = (rule(layer, "weight[0, :2] = [0.5, -1]"), rule(layer, "bias += 1"))
    set_rules(graph, *rules)

    assert loads(dumps(sketch.project)).main.initialisers == rules
