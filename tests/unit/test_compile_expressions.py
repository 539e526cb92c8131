"""How single calls, literals and names are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from guinet.compile import expressions
from guinet.compile.order import natural
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:
    pass


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
