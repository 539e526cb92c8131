"""Infinity and NaN as values of arguments: evaluated as torch does, written in source and files, undone."""

from __future__ import annotations

import json
import math

import pytest
import torch
from torch import Tensor

import guinet
from guinet.core.project import Project
from guinet.storage import codec, files


def drawn() -> Project:
    project = guinet.new()
    graph = project.main
    x = graph.add("torch.tensor", name="x", data=((1.0, math.inf), (math.nan, -math.inf)))
    mask = graph.add("torch.Tensor.isnan", name="mask")
    filled = graph.add("torch.Tensor.masked_fill", name="filled", value=-math.inf)
    clean = graph.add("torch.nan_to_num", name="clean", nan=0.5, posinf=math.inf, neginf=-1.0)
    largest = graph.add("torch.linalg.vector_norm", name="largest", ord=math.inf)
    constant = graph.add("guinet.Constant", name="constant", value=math.nan)
    times = graph.add("torch.mul", name="times")
    for end in (mask["input"], filled["input"], clean["input"], times["input"]):
        graph.connect(x["output"], end)
    graph.connect(mask["output"], filled["mask"])
    graph.connect(clean["output"], largest["x"])
    graph.connect(constant["output"], times["other"])
    return project


def by_hand() -> dict[str, Tensor | float]:
    x = torch.tensor([[1.0, float("inf")], [float("nan"), float("-inf")]])
    clean = torch.nan_to_num(x, nan=0.5, posinf=float("inf"), neginf=-1.0)
    return {
        "x": x,
        "filled": x.masked_fill(x.isnan(), float("-inf")),
        "clean": clean,
        "largest": torch.linalg.vector_norm(clean, ord=float("inf")),
        "times": x * float("nan"),
    }


def test_what_is_drawn_is_what_torch_computes() -> None:
    values = guinet.evaluate(drawn())

    assert [problem.message for problem in values.problems] == []
    for name, expected in by_hand().items():
        torch.testing.assert_close(values[name], expected, rtol=0, atol=0, equal_nan=True)
        assert str(values[name]) == str(expected)


def test_the_source_gives_the_same_values_by_itself() -> None:
    scope: dict[str, Tensor] = {}

    exec(guinet.source(drawn()), scope)

    for name, expected in by_hand().items():
        torch.testing.assert_close(scope[name], expected, rtol=0, atol=0, equal_nan=True)


def test_a_file_has_them_as_json_of_any_reader() -> None:
    text = files.dumps(drawn())

    json.loads(text, parse_constant=pytest.fail)
    assert '{"float": "-inf"}' in text
    assert files.dumps(files.loads(text)) == text
    assert guinet.source(files.loads(text)) == guinet.source(drawn())


def test_a_change_to_nan_and_back_is_undone_and_kept_by_the_recovery_log() -> None:
    project = guinet.new()
    fill = project.main.add("torch.full", name="fill", size=(2,), fill_value=-math.inf)
    project.main.set(fill, fill_value=math.nan)
    assert 'float("nan")' in guinet.source(project)

    project.undo()
    assert project.main.nodes[fill.id].arguments["fill_value"] == -math.inf
    project.redo()
    assert math.isnan(project.main.nodes[fill.id].arguments["fill_value"])  # type: ignore[arg-type]
    assert repr(codec.loads(codec.dumps(project.main.nodes[fill.id]))) == repr(project.main.nodes[fill.id])


def test_a_layer_of_a_module_takes_them() -> None:
    project = guinet.new()
    graph = project.main
    x = graph.add("guinet.Input", name="x", shape=(3,))
    pad = graph.add("torch.nn.ConstantPad1d", name="pad", padding=(1, 1), value=-math.inf)
    out = graph.add("guinet.Output", name="out")
    graph.connect(x["output"], pad["input"])
    graph.connect(pad["output"], out["input"])
    values = torch.tensor([[1.0, 2.0, 3.0]])

    assert torch.equal(guinet.build(project)(values), torch.nn.ConstantPad1d(1, -math.inf)(values))


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [("torch.nn.Dropout", "p", math.inf), ("torch.nn.Dropout", "p", math.nan), ("torch.nn.LayerNorm", "eps", math.nan)],
)
def test_a_number_with_bounds_has_to_be_finite(kind: str, name: str, value: float) -> None:
    project = guinet.new()
    node = project.main.add(kind)
    project.main.set(node, **{name: value})

    assert f"{name} is {value}, but its numbers must be finite." in [
        problem.message for problem in guinet.check(project).problems
    ]


def test_nan_that_appears_by_itself_is_still_told() -> None:
    project = guinet.new()
    graph = project.main
    zero = graph.add("torch.zeros", name="zero", size=(2,))
    odd = graph.add("torch.div", name="odd")
    graph.connect(zero["output"], odd["input"])
    graph.connect(zero["output"], odd["other"])

    (problem,) = guinet.evaluate(project).problems

    assert problem.message.startswith("NaN first appears in what odd gives")
