"""Operators with an argument that a sign has no room for: written as the function, with torch's own numbers."""

from __future__ import annotations

import pytest
import torch

import guinet
from guinet.core.values import Value

LEFT, RIGHT = torch.tensor([7.0, -7.0]), torch.tensor([2.0, 2.0])


@pytest.mark.parametrize(
    ("kind", "arguments", "line", "expected"),
    [
        ("torch.add", {}, "a + b", LEFT + RIGHT),
        ("torch.add", {"alpha": 0.5}, "torch.add(a, b, alpha=0.5)", torch.add(LEFT, RIGHT, alpha=0.5)),
        ("torch.sub", {"alpha": 3}, "torch.sub(a, b, alpha=3)", torch.sub(LEFT, RIGHT, alpha=3)),
        ("torch.div", {"rounding_mode": None}, "a / b", LEFT / RIGHT),
        (
            "torch.div",
            {"rounding_mode": "floor"},
            'torch.div(a, b, rounding_mode="floor")',
            torch.div(LEFT, RIGHT, rounding_mode="floor"),
        ),
        (
            "torch.Tensor.div_",
            {"rounding_mode": "trunc"},
            'a.div_(b, rounding_mode="trunc")',
            torch.div(LEFT, RIGHT, rounding_mode="trunc"),
        ),
    ],
)
def test_of_two_tensors(kind: str, arguments: dict[str, Value], line: str, expected: torch.Tensor) -> None:
    project = guinet.new()
    graph = project.main
    a = graph.add("torch.tensor", name="a", data=(7.0, -7.0))
    b = graph.add("torch.tensor", name="b", data=(2.0, 2.0))
    both = graph.add(kind, name="both")
    graph.set(both, **arguments)
    graph.connect(a["output"], both["input"])
    graph.connect(b["output"], both["other"])

    values = guinet.evaluate(project)

    assert values.told.nodes[both.id].line.removeprefix("both = ") == line
    result = values["both"]
    assert isinstance(result, torch.Tensor)
    assert torch.equal(result, expected)


def test_with_a_number_of_the_form() -> None:
    project = guinet.new()
    a = project.main.add("torch.tensor", name="a", data=(7.0, -7.0))
    both = project.main.add("torch.add", name="both", other=2)
    project.main.set(both, alpha=10)
    project.main.connect(a["output"], both["input"])

    assert "both = torch.add(a, 2, alpha=10)" in guinet.source(project)
    assert torch.equal(guinet.evaluate(project)["both"], torch.add(LEFT, 2, alpha=10))  # type: ignore[arg-type]
