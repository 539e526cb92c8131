"""Row S1, tensors made of nothing but arguments: drawn, and compared with the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import Tensor

import guinet
from guinet.core.probed import TensorValue
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY
from guinet.nodes.text import format_value, parse

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing, Same


@pytest.mark.parametrize(
    ("kind", "arguments", "by_hand"),
    [
        ("torch.zeros", {"size": (3, 2)}, lambda: torch.zeros(3, 2)),
        ("torch.ones", {"size": (3, 2)}, lambda: torch.ones(3, 2)),
        ("torch.rand", {"size": (2, 2)}, lambda: torch.rand(2, 2)),
        ("torch.randn", {"size": (2, 2)}, lambda: torch.randn(2, 2)),
        ("torch.arange", {"start": 0, "end": 10, "step": 2}, lambda: torch.arange(0, 10, 2)),
        ("torch.tensor", {"data": ((1, 2), (3, 4))}, lambda: torch.tensor([[1, 2], [3, 4]])),
        (
            "torch.tensor",
            {"data": (1, 2), "dtype": "float64", "device": "cpu"},
            lambda: torch.tensor([1, 2], dtype=torch.float64, device="cpu"),
        ),
    ],
)
def test_snippets(
    drawing: Drawing, same: Same, kind: str, arguments: dict[str, Value], by_hand: Callable[[], Tensor]
) -> None:
    node = drawing.add(kind, "x", **arguments)
    torch.manual_seed(0)
    expected = by_hand()

    same(drawing.values()["x"], expected)
    told = guinet.evaluate(drawing.project).told.nodes[node.id].outputs["output"]
    assert isinstance(told, TensorValue)
    assert (told.text, told.shape, told.dtype) == (str(expected), tuple(expected.shape), str(expected.dtype)[6:])
    assert (told.strides, told.contiguous, told.device) == (expected.stride(), expected.is_contiguous(), "cpu")


@pytest.mark.parametrize("text", ["[3, 2, 1]", "[10]", "[[1, 2], [3, 4]]", "2.0"])
def test_a_list_is_a_list_in_form_and_code(drawing: Drawing, same: Same, text: str) -> None:
    type = REGISTRY.get("torch.tensor")
    data = type.argument("data") if type is not None else None
    assert data is not None
    typed = parse(data, text)

    drawing.add("torch.tensor", "x", data=typed)

    assert format_value(data, typed) == text
    assert f"x = torch.tensor({text})" in guinet.source(drawing.project)
    same(drawing.values()["x"], eval(f"torch.tensor({text})"))


def test_the_printed_forms_are_those_of_the_tutorial(values_of: Callable[[str], Any]) -> None:
    values = values_of("tensor-creation")

    assert str(values["zeros"]) == "tensor([[0., 0.],\n        [0., 0.],\n        [0., 0.]])"
    assert str(values["ones"]) == "tensor([[1., 1.],\n        [1., 1.],\n        [1., 1.]])"
    assert str(values["arange"]) == "tensor([0, 2, 4, 6, 8])"


def test_the_example(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("tensor-creation")
    torch.manual_seed(0)

    same(values["rand"], torch.rand(2, 2))
    same(values["randn"], torch.randn(2, 2))
    same(values["rand_seeded"], torch.rand(2, 2, generator=torch.Generator().manual_seed(42)))
    same(values["from_list"], torch.tensor([[1, 2], [3, 4]]))
    same(values["of_dtype"], torch.tensor([1, 2, 3], dtype=torch.float64))
    same(values["linspace"], torch.linspace(0.0, 1.0, 5))
    same(values["full"], torch.full((3, 2), 7.0))
    same(values["on_the_cpu"], torch.zeros(2, 2, device="cpu"))
    assert (values["empty"].shape, values["empty"].dtype) == ((3, 2), torch.float32)
