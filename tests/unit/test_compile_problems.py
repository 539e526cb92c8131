"""Problems in words, each on its node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from guinet.compile.explain import symbolic
from guinet.core.changes import (
    AddNode,
    AddWire,
)
from guinet.core.graph import Block, Node, Wire
from guinet.core.problems import Severity
from guinet.core.project import Project, block_kind
from guinet.core.values import Reference, Value

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def test_a_layer_no_machine_could_hold_is_refused(sketch: Sketch, graph: Block) -> None:
    first = graph.add("torch.nn.Linear", name="first", out_features=10**7)
    second = graph.add("torch.nn.Linear", name="second", out_features=10**7)
    sketch.finish(sketch.chain(sketch.entry(4), first, second))

    problem = sketch.only_problem()

    assert problem.node == second.id
    assert problem.message == "The parameters of second need 363.8 TiB: make it smaller."
    assert sketch.outputs(sketch.check(), second) == {}


def test_a_result_no_machine_could_hold_is_refused(sketch: Sketch, graph: Block) -> None:
    grow = graph.add("torch.Tensor.repeat", name="grow", repeats=(1, 10**6, 10**6))
    sketch.finish(sketch.chain(sketch.entry(4, 4), grow))

    assert sketch.only_problem().code == "too-large"


@pytest.mark.parametrize(
    ("kind", "arguments", "said"),
    [
        ("torch.nn.Linear", {"out_features": 10**18}, "out_features = 1000000000000000000"),
        ("torch.Tensor.repeat", {"repeats": (1, 2**62)}, "repeats = (1, 4611686018427387904)"),
    ],
)
def test_a_size_beyond_any_computer_is_told_at_its_argument(
    sketch: Sketch, graph: Block, kind: str, arguments: dict[str, Any], said: str
) -> None:
    sketch.finish(sketch.chain(sketch.entry(64), graph.add(kind, name="huge", **arguments)))

    problem = sketch.only_problem()

    assert (problem.code, problem.argument) == ("too-large", said.partition(" ")[0])
    assert problem.message == f"With {said} huge is too large for any computer: make it smaller."


def test_messages_of_torch_speak_of_n(sketch: Sketch, graph: Block) -> None:
    sketch.finish(sketch.chain(sketch.entry(4), graph.add("torch.Tensor.reshape", name="flat", shape=(7, 9))))

    problem = sketch.only_problem()

    assert problem.detail == "shape '[7, 9]' is invalid for input of size 4N"
    assert problem.got == "N×4 float32"


def test_messages_of_kernels_that_join_sizes_by_an_x_speak_of_n() -> None:
    assert symbolic("size mismatch, got input (100003x64), vec (3)", {}) == "size mismatch, got input (Nx64), vec (3)"
    assert symbolic("shapes (64x200006 and 3x4) at 0x100003f", {}) == "shapes (64x2N and 3x4) at 0x100003f"


@pytest.mark.parametrize(
    ("kind", "arguments", "code", "argument"),
    [
        ("torch.nn.Linear", {"out_featurs": 4}, "unknown-argument", "out_featurs"),
        ("torch.nn.Linear", {"out_features": -4}, "bad-argument", "out_features"),
        ("torch.nn.Linear", {"out_features": "four"}, "bad-argument", "out_features"),
        ("torch.nn.Dropout", {"p": 2.0}, "bad-argument", "p"),
        ("torch.nn.LSTM", {"hidden_size": 4, "num_layers": 10**9}, "bad-argument", "num_layers"),
        ("torch.nn.Linear", {"out_features": 10**30}, "bad-argument", "out_features"),
        ("torch.nn.Linear", {"out_features": Reference("width")}, "unknown-reference", "out_features"),
    ],
)
def test_arguments_are_judged_one_by_one(
    sketch: Sketch, graph: Block, kind: str, arguments: dict[str, Any], code: str, argument: str
) -> None:
    node = graph.add(kind, name="node", **arguments)
    sketch.finish(sketch.chain(sketch.entry(4), node))

    found = [(problem.code, problem.argument) for problem in sketch.check().problems]

    assert (code, argument) in found


def test_a_missing_argument_is_asked_for(sketch: Sketch, graph: Block) -> None:
    node = graph.add("torch.nn.Linear", name="fc")
    sketch.finish(sketch.chain(sketch.entry(4), node))

    assert sketch.only_problem().message == "fc needs a value for out_features."


def test_an_operand_may_be_a_constant_or_a_wire(sketch: Sketch, graph: Block) -> None:
    add = graph.add("torch.add", name="add")
    x = sketch.entry(4)
    sketch.finish(sketch.chain(x, add))

    assert sketch.only_problem().message == "add needs a wire to other, or a value for it."
    graph.set(add, other=2)
    assert sketch.check().ok
    graph.connect(x, add["other"])
    assert sketch.check().ok


def test_unwired_inputs_are_errors_only_in_what_is_built(sketch: Sketch, graph: Block) -> None:
    sketch.finish(sketch.entry(4))
    aside = graph.add("torch.nn.Linear", name="aside", out_features=4)

    found = {(problem.code, problem.severity) for problem in sketch.check().problems}

    assert found == {("unwired", Severity.WARNING), ("unused", Severity.WARNING)}
    last = graph.add("torch.nn.ReLU", name="last")
    sketch.chain(aside["output"], last)
    graph.connect(last["output"], graph.add("guinet.Output", name="z")["input"])
    problem = sketch.only_problem()
    assert (problem.code, problem.severity, problem.node) == ("unwired", Severity.ERROR, aside.id)


def test_a_data_source_that_cannot_be_read_is_a_problem_of_its_node(sketch: Sketch, graph: Block) -> None:
    data = graph.add("guinet.data.csv", name="flowers", path="flowers.csv")
    sketch.finish(sketch.chain(data["features"], graph.add("torch.nn.Linear", name="fc", out_features=2)))

    problem = sketch.only_problem()

    assert (problem.node, problem.message) == (data.id, "flowers: flowers.csv is not there")


def test_cycles_and_unknown_kinds_do_not_stop_the_rest(sketch: Sketch, graph: Block, project: Project) -> None:
    fine = graph.add("torch.nn.Linear", name="fine", out_features=2)
    sketch.finish(sketch.chain(sketch.entry(4), fine))
    one, other = (graph.add("torch.nn.ReLU", name=name) for name in ("one", "other"))
    strange = Node("s", "torch.nn.Marvel", "strange")
    project.run("Damage", [AddWire("main", Wire("w1", one["output"], other["input"])), AddNode("main", strange)])
    project.run("Damage", [AddWire("main", Wire("w2", other["output"], one["input"]))])

    report = sketch.check()

    assert {problem.code for problem in report.problems} == {"cycle", "unknown-kind", "unused"}
    assert sketch.outputs(report, fine) == {"output": "N×2 float32"}
    assert any(problem.code == "cycle" for problem in report.nodes["main"][one.id].problems)


def test_an_error_inside_a_block_shows_on_the_instance_that_has_it(
    sketch: Sketch, graph: Block, project: Project
) -> None:
    block = sketch.part()
    project.run("Fix size", [])
    block.set(block.node("fc"), in_features=4)
    good, bad = (graph.add(block_kind("b"), name=name) for name in ("good", "bad"))
    sketch.finish(sketch.chain(sketch.entry(4), good, bad))

    problem = sketch.only_problem()

    assert (problem.block, problem.node, problem.code) == ("main", bad.id, "inside")
    assert problem.message == "Inside bad: fc expects in_features = 4, but N×6 arrives (6)."


def test_a_block_inside_itself_is_told_and_survived(sketch: Sketch, graph: Block, project: Project) -> None:
    block = sketch.part()
    project.run("Damage", [AddNode("b", Node("self", block_kind("b"), "again"))])
    sketch.finish(sketch.chain(sketch.entry(4), graph.add(block_kind("b"), name="part")))

    [problem] = [problem for problem in sketch.check().problems if problem.code == "recursion"]
    assert block.nodes["self"].name == "again"
    assert [fix.text for fix in problem.fixes] == ["Remove again"]
    assert sketch.repair(problem).problems == ()


def test_data_and_losses_belong_in_the_main_graph(sketch: Sketch) -> None:
    block = sketch.part()
    block.add("torch.nn.MSELoss", name="loss")
    block.add("guinet.data.iris", name="iris")

    codes = [problem.code for problem in sketch.check().problems]

    assert codes.count("only-in-main") == 2


def test_an_empty_project_is_no_error_and_is_told_all_the_same(sketch: Sketch) -> None:
    report = sketch.check()

    assert report.ok
    assert [(problem.severity, problem.message.partition(":")[0]) for problem in report.problems] == [
        (Severity.INFO, "Nothing to train yet")
    ]


@pytest.mark.parametrize(
    ("settings", "message", "repaired"),
    [
        ({"epochs": "x"}, "epochs is 'x', but must be a whole number.", {}),
        ({"epochs": 0}, "epochs is 0, but must be at least 1.", {}),
        ({"threads": 5000}, "threads is 5000, but must be at most 4096.", {}),
        ({"device": "tpu"}, "device is 'tpu', but must be one of: cpu, cuda, mps, xpu.", {}),
        ({"epoch": 3}, "There is no training setting “epoch”; did you mean epochs?", {"epochs": 3}),
        (
            {"optimizer": "torch.optim.Adm"},
            "There is no optimiser “torch.optim.Adm”; did you mean torch.optim.Adam?",
            {"optimizer": "torch.optim.Adam"},
        ),
        ({"optimizer.lr": -1}, "lr is -1, but must be at least 0.", {}),
        ({"optimizer.beta": 0.9}, "Adam has no argument “beta”; did you mean betas?", {"optimizer.betas": 0.9}),
    ],
)
def test_wrong_training_settings_are_told_without_a_node(
    sketch: Sketch, graph: Block, project: Project, settings: dict[str, Value], message: str, repaired: dict[str, Value]
) -> None:
    sketch.classifier(graph.add("torch.nn.Flatten", name="flatten"))
    project.training.update(settings)

    problem = sketch.only_problem()

    assert (problem.message, problem.block, problem.node) == (message, None, None)
    sketch.repair(problem)
    assert project.training == repaired


@pytest.mark.parametrize("device", ["cpu", "cuda", "cuda:1", "mps"])
def test_a_device_of_another_machine_is_no_problem_of_the_project(
    sketch: Sketch, graph: Block, project: Project, device: str
) -> None:
    sketch.classifier(graph.add("torch.nn.Flatten", name="flatten"))
    project.training["device"] = device

    assert sketch.check().problems == ()
