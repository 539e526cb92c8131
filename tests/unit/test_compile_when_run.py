"""What follows values: told as known when it runs, and no hindrance to the rest; and assignment by index."""

from __future__ import annotations

import pytest
import torch

import guinet
from guinet.compile import trial
from guinet.compile.known import UNKNOWN, KnownScalar, KnownTensor, dimension, from_spec, is_uncertain
from guinet.compile.trial import tried
from guinet.core.coding import code_id, write_code
from guinet.core.graph import Block, Node
from guinet.core.problems import Severity
from guinet.core.project import Project
from guinet.core.values import TensorSpec
from guinet.storage import trust
from tests.drawing import chain


def outputs(project: Project, node: Node) -> list[str]:
    return [str(spec) for spec in guinet.check(project).nodes["main"][node.id].outputs.values()]


def test_a_selection_is_of_a_size_unknown_and_the_rest_is_checked(project: Project, graph: Block) -> None:
    x = graph.add("guinet.Input", name="x", shape=(4,))
    positive = chain(graph, x, graph.add("torch.gt", name="positive", other=0.0))
    chosen = chain(graph, x, graph.add("torch.Tensor.masked_select", name="chosen"))
    graph.connect(positive["output"], chosen["mask"])
    column = chain(graph, chosen, graph.add("torch.Tensor.unsqueeze", name="column", dim=1))
    layer = chain(graph, column, graph.add("torch.nn.Linear", name="fc", out_features=3))
    mean = chain(graph, layer, graph.add("torch.mean", name="mean"))
    chain(graph, mean, graph.add("guinet.Output", name="y"))

    report = guinet.check(project)

    assert [(problem.severity, problem.node) for problem in report.problems] == [(Severity.INFO, chosen.id)]
    assert "known only when it runs" in report.problems[0].message
    assert outputs(project, chosen) == ["? float32"]
    assert outputs(project, layer) == ["?×3 float32"]
    assert outputs(project, mean) == ["scalar float32"]
    module = guinet.build(project)
    x_real = torch.tensor([[1.0, -1.0, 2.0, -3.0]])
    weight, bias = module.state_dict().values()
    plain = torch.nn.functional.linear(x_real.masked_select(x_real > 0).unsqueeze(1), weight, bias).mean()
    assert torch.equal(module(x_real), plain)


def test_an_evaluation_shows_the_true_shapes(project: Project, graph: Block) -> None:
    a = graph.add("torch.tensor", name="a", data=(3, 0, 3, 1))
    found = {
        "nonzero": (graph.add("torch.nonzero", name="nonzero"), "?×1 int64", (3, 1)),
        "unique": (graph.add("torch.unique", name="unique"), "? int64", (3,)),
        "bincount": (graph.add("torch.bincount", name="bincount"), "? int64", (4,)),
    }
    for node, _, _ in found.values():
        chain(graph, a, node)

    values = guinet.evaluate(project)

    for name, (node, told, shape) in found.items():
        assert outputs(project, node) == [told]
        assert tuple(torch.as_tensor(values[name]).shape) == shape


def test_a_number_of_python_makes_sizes_unknown(project: Project, graph: Block) -> None:
    count = graph.add("torch.tensor", name="count", data=3)
    number = chain(graph, count, graph.add("torch.Tensor.item", name="number"))
    more = chain(graph, number, graph.add("torch.add", name="more", other=1))
    zeros = graph.add("torch.zeros", name="zeros", size=())
    graph.connect(more["output"], zeros["size"])

    assert outputs(project, number) == ["?"]
    assert outputs(project, more) == ["?"]
    assert outputs(project, zeros) == ["? float32"]
    assert tuple(torch.as_tensor(guinet.evaluate(project)["zeros"]).shape) == (4,)


def test_a_size_that_cannot_be_read_off_is_asked_for(project: Project, graph: Block) -> None:
    x = graph.add("guinet.Input", name="x", shape=(4,))
    chosen = chain(graph, x, graph.add("torch.unique", name="chosen"))
    layer = chain(graph, chosen, graph.add("torch.nn.Linear", name="fc", out_features=3))
    chain(graph, layer, graph.add("guinet.Output", name="y"))

    [problem] = [each for each in guinet.check(project).problems if each.severity is Severity.ERROR]

    assert problem.node == layer.id
    assert problem.message.startswith("fc cannot read in_features off a size that is known only when it runs (?)")
    graph.set(layer, in_features=2)
    assert all(each.severity is Severity.INFO for each in guinet.check(project).problems)
    assert outputs(project, layer) == ["?"]


@pytest.mark.parametrize(
    ("small", "large", "text"),
    [
        (*UNKNOWN, "?"),
        (2 * UNKNOWN[0], 2 * UNKNOWN[1], "?"),
        (8 * UNKNOWN[0], 8 * UNKNOWN[1], "?"),
        (UNKNOWN[0] - 1, UNKNOWN[1] - 1, "?"),
        (9 * 100_003, 9 * 100_019, "9N"),
        (18 * 100_003, 18 * 100_019, "18N"),
        (100_004, 100_020, "N+1"),
    ],
)
def test_sizes_computed_of_an_unknown_one_are_unknown(small: int, large: int, text: str) -> None:
    assert dimension(small, large) == text


def test_trials_tell_what_follows_values_from_what_does_not() -> None:
    spec = from_spec(TensorSpec(("N", 3)))

    found = tried(lambda values: {"shape": torch.as_tensor(values["x"]).nonzero()}, {"x": spec}, 0)
    same = tried(lambda values: {"y": torch.as_tensor(values["x"]).cumsum(0)}, {"x": spec}, 0)
    number = tried(lambda values: {"y": torch.as_tensor(values["x"]).sum().item()}, {"x": spec}, 0)

    assert str(found["shape"].spec()) == "?×2 int64"
    assert str(same["y"].spec()) == "N×3 float32"
    assert isinstance(same["y"], KnownTensor)
    assert isinstance(number["y"], KnownScalar)
    assert is_uncertain(number["y"])
    assert trial.numbers_in(trial.few_of({"x": spec})) == 41 * 3


def written(project: Project, graph: Block, text: str) -> Node:
    write_code(project, text)
    trust.trust(project.code.values())
    return graph.add(f"code.{code_id(text)}", name="own")


def test_code_that_reads_values_is_tried_on_real_ones(project: Project, graph: Block) -> None:
    own = written(project, graph, "def own(x):\n    return x * 2 if float(x.sum()) > 0 else x\n")
    chain(graph, graph.add("guinet.Input", name="x", shape=(4,)), own, graph.add("guinet.Output", name="y"))

    assert guinet.check(project).problems == ()
    assert outputs(project, own) == ["N×4 float32"]


FAILS = """def own(x):
    if float(x.sum()) >= 0:
        raise KeyError("weights")
    return x
"""


def test_code_that_fails_on_numbers_too_says_so_of_them(project: Project, graph: Block) -> None:
    own = written(project, graph, FAILS)
    chain(graph, graph.add("guinet.Input", name="x", shape=(4,)), own, graph.add("guinet.Output", name="y"))

    [problem] = guinet.check(project).problems

    assert problem.node == own.id
    assert "weights" in problem.message
    assert "KeyError" in f"{problem.message}{problem.detail}"


# x[i] = value


def test_assignment_writes_as_plain_torch_does(project: Project, graph: Block) -> None:
    x = graph.add("guinet.Input", name="x", shape=(3,))
    copy = chain(graph, x, graph.add("torch.Tensor.clone", name="copy"))
    first = chain(graph, copy, graph.add("torch.Tensor.__setitem__", name="first", index=":, 0", value=5.0))
    mask = chain(graph, x, graph.add("torch.lt", name="mask", other=0.0))
    masked = chain(graph, first, graph.add("torch.Tensor.__setitem__", name="masked", index="m", value=0.0))
    graph.connect(mask["output"], masked["m"])
    chain(graph, masked, graph.add("guinet.Output", name="y"))

    assert guinet.check(project).problems == ()
    module = guinet.build(project)
    given = torch.tensor([[1.0, -2.0, 3.0]])
    plain = given.clone()
    plain[:, 0] = 5.0
    plain[given < 0] = 0.0
    assert torch.equal(module(given), plain)
    assert given.tolist() == [[1.0, -2.0, 3.0]]
    lines = [line.strip() for line in guinet.source(project).splitlines()]
    assert any(line.endswith("[:, 0] = 5.0") for line in lines)


def test_assignment_in_a_script_names_its_tensor(project: Project, graph: Block) -> None:
    x = graph.add("torch.zeros", name="x", size=(2, 3))
    row = graph.add("torch.arange", name="row", end=3)
    write = chain(graph, x, graph.add("torch.Tensor.__setitem__", name="write", index="1"))
    graph.connect(row["output"], write["value"])
    chain(graph, write, graph.add("torch.sum", name="total"))

    assert "x[1] = row" in guinet.source(project).splitlines()
    values = guinet.evaluate(project)
    assert torch.as_tensor(values["x"]).tolist() == [[0, 0, 0], [0, 1, 2]]
    assert float(torch.as_tensor(values["total"])) == 3.0


def test_another_reader_of_what_is_assigned_to_is_a_problem(project: Project, graph: Block) -> None:
    x = graph.add("torch.zeros", name="x", size=(2, 3))
    chain(graph, x, graph.add("torch.Tensor.__setitem__", name="write", index="0", value=1.0), graph.add("torch.exp"))
    chain(graph, x, graph.add("torch.sum", name="total"))

    [problem] = [each for each in guinet.check(project).problems if each.severity is Severity.ERROR]

    assert problem.code == "in-place-order"
    assert "write writes over the tensor that total reads too" in problem.message


def test_a_value_that_does_not_fit_is_explained(project: Project, graph: Block) -> None:
    x = graph.add("torch.zeros", name="x", size=(2, 3))
    row = graph.add("torch.ones", name="row", size=(4,))
    write = chain(graph, x, graph.add("torch.Tensor.__setitem__", name="write", index="1"))
    graph.connect(row["output"], write["value"])
    chain(graph, write, graph.add("torch.sum", name="total"))

    [problem] = [each for each in guinet.check(project).problems if each.severity is Severity.ERROR]

    assert problem.node == write.id
    assert "expand" in problem.detail
