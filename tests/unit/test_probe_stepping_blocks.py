"""Stepping into blocks and out of them, through loops, layers used twice and tied tensors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from guinet.core.changes import AddBlock, SetCode, SetTrait
from guinet.core.coding import code_id
from guinet.core.framing import add_frame
from guinet.core.graph import Block, BlockData, FrameMode, Node
from guinet.core.project import MAIN, Project, block_kind
from guinet.core.sharing import share, tie
from guinet.core.stepped import Go, Order, Phase, Stop
from guinet.probe.stepping import Stepper
from guinet.storage import trust
from guinet.train.plan import make_plan
from guinet.train.trainer import Trainer
from tests.drawing import chain


@pytest.fixture
def steppers() -> Iterator[list[Stepper]]:
    made: list[Stepper] = []
    yield made
    for stepper in made:
        stepper.end()


def block(project: Project, name: str) -> Block:
    project.run("Add block", [AddBlock(BlockData(name.lower(), name))])
    return project.blocks[name.lower()]


def residual(project: Project) -> Block:
    """x + relu(linear(x))"""
    inner = block(project, "Body")
    x, y = inner.add("guinet.Input", name="x"), inner.add("guinet.Output", name="y")
    lin = inner.add("torch.nn.Linear", name="lin", out_features=4)
    plus = inner.add("torch.add", name="plus")
    chain(inner, x, lin, inner.add("torch.nn.ReLU", name="act"), plus, y)
    inner.connect(x["output"], plus["other"])
    return inner


def row(project: Project, result: str = "y") -> Block:
    """nn.Sequential(Linear, Tanh)"""
    inner = block(project, "Row")
    chain(
        inner,
        inner.add("guinet.Input", name="x"),
        inner.add("torch.nn.Linear", name="0", out_features=4),
        inner.add("torch.nn.Tanh", name="1"),
        inner.add("guinet.Output", name=result),
    )
    return inner


def train(project: Project, *middle: Node) -> None:
    """Iris through these nodes and Linear(3), with a loss."""
    graph = project.main
    data = graph.add("guinet.data.iris", name="data")
    fc = graph.add("torch.nn.Linear", name="fc", out_features=3)
    loss = graph.add("torch.nn.CrossEntropyLoss", name="loss")
    chain(graph, data, *middle, fc, loss)
    graph.connect(data["label"], loss["target"])


def walk(steppers: list[Stepper], project: Project, go: Go, until: Phase = Phase.STEP) -> list[Stop]:
    """All stops of a phase's nodes up to the end of `until`."""
    stepper = Stepper(project)
    steppers.append(stepper)
    stops = [stepper.go(Order(go))]
    while stops[-1].phase is not until and not stops[-1].ended:
        stops.append(stepper.go(Order(go)))
    assert not stops[-1].ended, stops[-1].problem
    return stops


def paths(stops: list[Stop], phase: Phase) -> list[str]:
    there = [stop.at for stop in stops if stop.phase is phase and stop.at is not None]
    return [f"{' › '.join(call.path)}{f' {call.time}' if call.time > 1 else ''}" for call in there]


def test_into_a_block_node_by_node_and_out_of_it_backward(project: Project, steppers: list[Stepper]) -> None:
    residual(project)
    train(project, project.main.add(block_kind("body"), name="first"))

    over, into = walk(steppers, project, Go.NODE), walk(steppers, project, Go.INTO)

    inner = ["first › lin", "first › act", "first › plus"]
    assert paths(over, Phase.FORWARD) == ["first", "fc"]
    assert paths(over, Phase.BACKWARD) == ["loss", "fc", "first"]
    assert paths(into, Phase.FORWARD) == [*inner, "first", "fc"]
    assert paths(into, Phase.BACKWARD) == ["loss", "fc", *reversed(inner), "first"]


def test_out_of_a_block_and_over_what_is_in_it(project: Project, steppers: list[Stepper]) -> None:
    residual(project)
    train(project, project.main.add(block_kind("body"), name="first"))
    stepper = Stepper(project)
    steppers.append(stepper)
    goes = [Go.PHASE, Go.INTO, Go.NODE, Go.OUT, Go.OUT]

    stops = [stepper.go(Order(go)) for go in goes]

    assert paths(stops[1:4], Phase.FORWARD) == ["first › lin", "first › act", "first"]
    assert (stops[4].phase, stops[4].finished) == (Phase.FORWARD, True), "out of the main block is to the phase's end"


def test_a_block_repeated_is_gone_through_as_often(project: Project, steppers: list[Stepper]) -> None:
    row(project)
    rows = project.main.add(block_kind("row"), name="rows")
    train(project, rows)
    project.run("Repeat", [SetTrait(MAIN, rows.id, "repeat", 2)])

    stops = walk(steppers, project, Go.INTO)

    there = ["rows › 0", "rows › 1", "rows › 0 2", "rows › 1 2", "rows"]
    assert paths(stops, Phase.FORWARD) == [*there, "fc"]
    assert paths(stops, Phase.BACKWARD) == ["loss", "fc", *reversed(there[:4]), "rows"]


def test_a_layer_used_twice_has_a_call_for_each_place_and_one_gradient(
    project: Project, steppers: list[Stepper]
) -> None:
    graph = project.main
    one = graph.add("torch.nn.Linear", name="one", out_features=4)
    two = graph.add("torch.nn.Linear", name="two", out_features=4)
    train(project, one, two)
    share(graph, two.id, one.id)

    stops = walk(steppers, project, Go.INTO)

    assert paths(stops, Phase.FORWARD) == ["one", "two", "fc"]
    assert paths(stops, Phase.BACKWARD) == ["loss", "fc", "two", "one"]
    back = {stop.at.path[-1]: stop for stop in stops if stop.phase is Phase.BACKWARD and stop.at is not None}
    gradient = {name: stop.parameters[0].gradient for name, stop in back.items()}
    # Autograd waits for both places before it gives the weight its gradient.
    assert gradient["two"] is None
    plain = Trainer(make_plan(project))
    next(iter(plain.steps()))
    weight = plain.module.get_parameter("one.weight").grad
    assert weight is not None
    assert gradient["one"] == pytest.approx(weight.norm().item())
    assert stops[-1].parameters[0].names == ("one.weight",)


def test_a_while_is_one_node_or_its_rounds(project: Project, steppers: list[Stepper]) -> None:
    inner = block(project, "Halve")
    x = inner.add("guinet.Input", name="x")
    more = inner.add("torch.gt", name="more", other=1.0)
    chain(inner, x, inner.add("torch.sum", name="total"), more)
    inner.connect(more["output"], inner.add("guinet.Output", name="condition")["input"])
    chain(inner, x, inner.add("torch.div", name="half", other=2), inner.add("guinet.Output", name="x"))
    train(project, project.main.add("while.halve", name="small"))

    over, into = walk(steppers, project, Go.NODE), walk(steppers, project, Go.INTO)

    rows = make_plan(project).splits.train.fields["features"]
    torch.manual_seed(0)
    generator = torch.Generator().manual_seed(0)
    batch = rows[torch.randperm(len(rows), generator=generator)][:64]
    rounds = 0
    while batch.sum() > 1:
        batch = batch / 2
        rounds += 1
    assert paths(over, Phase.FORWARD) == ["small", "fc"]
    asked = [f"small › total {rounds + 1}", f"small › more {rounds + 1}"]
    assert paths(into, Phase.FORWARD)[-5:] == [f"small › half {rounds}", *asked, "small", "fc"]
    value = next(stop.at for stop in over if stop.at is not None and stop.at.path == ("small",)).values
    assert next(iter(value.values())).text == str(batch)


@pytest.mark.parametrize("bound", [-1e9, 1e9], ids=["taken", "left out"])
def test_an_if_is_gone_into_where_its_condition_holds(project: Project, steppers: list[Stepper], bound: float) -> None:
    row(project, "x")
    graph = project.main
    branch = graph.add("if.row", name="maybe")
    first = graph.add("torch.nn.Linear", name="first", out_features=4)
    train(project, first, branch)
    total, more = graph.add("torch.sum", name="total"), graph.add("torch.gt", name="more", other=bound)
    chain(graph, first, total, more)
    graph.connect(more["output"], branch["condition"])  # in place of what the chain led there
    graph.connect(first["output"], branch["x"])

    stops = walk(steppers, project, Go.INTO)

    inside = ["maybe › 0", "maybe › 1"] if bound < 0 else []
    assert paths(stops, Phase.FORWARD) == ["first", "total", "more", *inside, "maybe", "fc"]
    assert paths(stops, Phase.BACKWARD) == ["loss", "fc", *reversed(inside), *(["maybe"] if inside else []), "first"]


def test_a_for_is_gone_through_as_often_as_it_says(project: Project, steppers: list[Stepper]) -> None:
    row(project, "x")
    train(project, project.main.add("for.row", name="rounds", times=3))

    over, into = walk(steppers, project, Go.NODE), walk(steppers, project, Go.INTO)

    rounds = [f"rounds › {name}{again}" for again in ("", " 2", " 3") for name in ("0", "1")]
    assert paths(over, Phase.FORWARD) == ["rounds", "fc"]
    assert paths(over, Phase.BACKWARD) == ["loss", "fc", "rounds"]
    assert paths(into, Phase.FORWARD) == [*rounds, "rounds", "fc"]
    assert paths(into, Phase.BACKWARD) == ["loss", "fc", *reversed(rounds), "rounds"]


def test_nothing_comes_back_through_no_grad(project: Project, steppers: list[Stepper]) -> None:
    first = project.main.add("torch.nn.Linear", name="first", out_features=4)
    train(project, first)
    add_frame(project.main, [first.id], mode=FrameMode.NO_GRAD)

    stops = walk(steppers, project, Go.INTO)

    assert paths(stops, Phase.BACKWARD) == ["loss", "fc"]
    gradients = {each.name: each.gradient for each in stops[-1].parameters}
    assert gradients["first.weight"] is None
    assert gradients["fc.weight"] is not None


def test_several_losses_come_back_one_after_the_other(project: Project, steppers: list[Stepper]) -> None:
    train(project)
    graph = project.main
    other = graph.add("torch.nn.NLLLoss", name="other")
    graph.connect(graph.node("fc")["output"], other["input"])
    graph.connect(graph.node("data")["label"], other["target"])

    stops = walk(steppers, project, Go.NODE)

    assert sorted(paths(stops, Phase.LOSS)) == ["loss", "other"]
    assert sorted(paths(stops, Phase.BACKWARD)[:2]) == ["loss", "other"]
    assert paths(stops, Phase.BACKWARD)[2:] == ["fc"]


def test_tied_parameters_are_one_row_with_both_names(project: Project, steppers: list[Stepper]) -> None:
    graph = project.main
    one = graph.add("torch.nn.Linear", name="one", out_features=4)
    two = graph.add("torch.nn.Linear", name="two", out_features=4)
    train(project, one, two)
    tie(graph, two.id, "weight", one.id, "weight")

    stop = walk(steppers, project, Go.STEP)[-1]

    names = [each.names for each in stop.parameters]
    assert ("one.weight", "two.weight") in names
    assert len(names) == len(list(make_plan(project).build().parameters()))


def test_the_functions_of_all_nodes_are_the_graph_of_the_loss(project: Project, steppers: list[Stepper]) -> None:
    residual(project)
    row(project)
    graph = project.main
    middle = [graph.add(block_kind("body"), name="first"), graph.add("torch.nn.LayerNorm", name="norm")]
    train(project, *middle, graph.add(block_kind("row"), name="rows"))

    stops = walk(steppers, project, Go.INTO, until=Phase.ZERO_GRAD)

    told = [name for stop in stops if stop.at is not None for name in stop.at.functions]
    loss = steppers[0].loss
    assert loss is not None
    found: dict[object, str] = {}
    waiting = [loss.grad_fn]
    while waiting:
        function = waiting.pop()
        if function is not None and function not in found:
            found[function] = function.name()
            waiting += [following for following, _ in function.next_functions]
    assert sorted(told) == sorted(name for name in found.values() if "AccumulateGrad" not in name)


def test_what_is_written_over_in_place_keeps_the_gradient_of_before(project: Project, steppers: list[Stepper]) -> None:
    graph = project.main
    first = graph.add("torch.nn.Linear", name="first", out_features=4)
    train(project, first, graph.add("torch.Tensor.mul_", name="times", other=3.0))

    stops = walk(steppers, project, Go.INTO)

    assert paths(stops, Phase.BACKWARD) == ["loss", "fc", "times", "first"]
    norms = [
        next(iter(stop.at.values.values())).norm
        for stop in stops
        if stop.phase is Phase.BACKWARD and stop.at is not None
    ]
    assert norms[2] is not None
    assert norms[3] == pytest.approx(3 * norms[2])


def test_autograd_on_the_way_forward_is_no_way_back(project: Project, steppers: list[Stepper]) -> None:
    text = (
        "import torch\n\n\ndef slope(x):\n    if x.device.type == 'meta':\n        return x\n"
        "    return x + torch.autograd.grad(x.sum(), x, retain_graph=True)[0]\n"
    )
    trust.trust([text])
    project.run("Write", [SetCode(code_id(text), text)])
    first = project.main.add("torch.nn.Linear", name="first", out_features=4)
    train(project, first, project.main.add(f"code.{code_id(text)}", name="slope"))

    stops = walk(steppers, project, Go.INTO)

    assert paths(stops, Phase.FORWARD) == ["first", "slope", "fc"]
    assert paths(stops, Phase.BACKWARD) == ["loss", "fc", "slope", "first"]
