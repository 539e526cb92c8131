"""What a file says of first values and ties is data: whatever does not name a parameter and a function is refused, and
never becomes a line that runs."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

import pytest

import guinet
from guinet.core.changes import SetParts
from guinet.core.graph import Block, Initialiser, Selects, Tie
from guinet.core.problems import GuinetError
from guinet.core.sharing import share
from guinet.core.values import Value

if TYPE_CHECKING:
    from guinet.core.project import Project
    from tests.unit.conftest import Sketch

LINEAR = "torch.nn.Linear"


def drawn(sketch: Sketch, graph: Block, *rules: Initialiser, bias: bool = True) -> Project:
    """Four numbers through a Linear, whose id is its name."""
    layer = graph.add(LINEAR, name="fc")
    graph.set(layer, out_features=2, bias=bias)
    sketch.finish(sketch.chain(sketch.entry(4), layer))
    placed = [rule if rule.target != "fc" else Initialiser(rule.select, layer.id, *_rest(rule)) for rule in rules]
    graph.project.run("Rules", [SetParts(graph.id, "initialisers", tuple(placed))])
    return graph.project


def _rest(rule: Initialiser) -> tuple[str, str, dict[str, Value]]:
    return rule.parameter, rule.function, dict(rule.arguments)


def rule(select: Selects, target: str, parameter: str, function: str = "zeros_") -> Initialiser:
    return Initialiser(select, target, parameter, function, {})


BREAKS_OUT = [
    rule(Selects.TYPE, LINEAR, "training is ran() or module.weight"),
    rule(Selects.TYPE, LINEAR, "weight", "zeros_(module.weight); ran(); nn.init.zeros_"),
    rule(Selects.NODE, "fc", "weight if ran() else self.fc.weight"),
    rule(Selects.NODE, "fc", "weight", "code.none if 0 else ran() or print"),
    rule(Selects.PATTERN, "*weight", "", "zeros_(parameter); ran(); nn.init.zeros_"),
    rule(Selects.PATTERN, "*weight", "", "code.none if 0 else ran() or print"),
]


@pytest.mark.parametrize("shape", [(4,), ()], ids=["right", "no shape is known"])
@pytest.mark.parametrize("broken", BREAKS_OUT, ids=lambda each: f"{each.parameter} {each.function}")
def test_a_rule_cannot_become_code(
    sketch: Sketch, graph: Block, monkeypatch: pytest.MonkeyPatch, broken: Initialiser, shape: tuple[int, ...]
) -> None:
    ran: list[bool] = []
    monkeypatch.setattr(builtins, "ran", lambda: ran.append(True), raising=False)
    project = drawn(sketch, graph, broken)
    graph.set(next(node for node in graph.nodes.values() if node.kind == "guinet.Input"), shape=shape)

    for use in (guinet.source, guinet.build, guinet.evaluate):
        try:
            text = use(project)
        except GuinetError:
            continue
        if isinstance(text, str):
            assert not any(isinstance(part, ast.Name) and part.id == "ran" for part in ast.walk(ast.parse(text)))

    assert not ran


def test_a_tie_cannot_become_code(sketch: Sketch, graph: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[bool] = []
    monkeypatch.setattr(builtins, "ran", lambda: ran.append(True), raising=False)
    first, second = graph.add(LINEAR, name="first"), graph.add(LINEAR, name="second")
    graph.set(first, out_features=4)
    graph.set(second, out_features=4)
    sketch.finish(sketch.chain(sketch.entry(4), first, second))
    tie = Tie(second.id, "weight", first.id, "weight if ran() else self.first.weight")
    graph.project.run("Tie", [SetParts(graph.id, "ties", (tie,))])

    guinet.evaluate(graph.project)

    assert not ran
    with pytest.raises(GuinetError, match="first has no parameter “weight if ran"):
        guinet.build(graph.project)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (rule(Selects.TYPE, LINEAR, "weigth"), "fc has no parameter “weigth”; it has: weight."),
        (rule(Selects.TYPE, LINEAR, "training"), "fc has no parameter “training”; it has: weight, bias."),
        (rule(Selects.NODE, "fc", "weigth"), "fc has no parameter “weigth”; it has: weight."),
    ],
)
def test_a_rule_for_a_parameter_its_layers_have_not_is_an_error(
    sketch: Sketch, graph: Block, broken: Initialiser, words: str
) -> None:
    report = guinet.check(drawn(sketch, graph, broken))

    assert [problem.message for problem in report.errors] == [words]


def test_a_rule_for_a_node_without_parameters_is_an_error(sketch: Sketch, graph: Block) -> None:
    project = drawn(sketch, graph)
    entry = next(node for node in graph.nodes.values() if node.kind == "guinet.Input")
    project.run("Rules", [SetParts(graph.id, "initialisers", (rule(Selects.NODE, entry.id, "weight"),))])

    words = [problem.message for problem in guinet.check(project).errors]

    assert words == [f"{entry.name} has no parameter “weight”; it has no parameters."]


def test_a_rule_for_a_bias_holds_where_a_layer_has_none(sketch: Sketch, graph: Block) -> None:
    project = drawn(sketch, graph, rule(Selects.TYPE, LINEAR, "bias"), bias=False)

    assert not guinet.check(project).errors
    assert [name for name, _ in guinet.build(project).named_parameters()] == ["fc.weight"]


def test_a_rule_for_a_part_of_a_layer_reaches_it_by_its_whole_path(sketch: Sketch, graph: Block) -> None:
    kind = "torch.nn.TransformerEncoderLayer"
    layer = graph.add(kind, name="layer")
    graph.set(layer, d_model=4, nhead=2, dim_feedforward=8)
    sketch.finish(sketch.chain(sketch.entry(3, 4), layer))

    def with_rule(parameter: str) -> Project:
        graph.project.run("Rules", [SetParts(graph.id, "initialisers", (rule(Selects.TYPE, kind, parameter),))])
        return graph.project

    module = guinet.build(with_rule("linear1.weight"))
    assert not module.get_parameter("layer.linear1.weight").any()
    assert module.get_parameter("layer.linear2.weight").any()
    assert "layer has no parameter “weight”" in guinet.check(with_rule("weight")).errors[0].message


def test_a_rule_for_a_kind_sees_a_layer_that_two_nodes_call(sketch: Sketch, graph: Block) -> None:
    first = graph.add(LINEAR, name="first")
    graph.set(first, out_features=4)
    second = graph.add(LINEAR, name="second")
    share(graph, second.id, first.id)
    sketch.finish(sketch.chain(sketch.entry(4), first, second))
    graph.project.run("Rules", [SetParts(graph.id, "initialisers", (rule(Selects.TYPE, LINEAR, "weigth"),))])

    words = [problem.message for problem in guinet.check(graph.project).errors]

    assert words == ["first has no parameter “weigth”; it has: weight."]
