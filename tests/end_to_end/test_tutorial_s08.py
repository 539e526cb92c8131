"""Row S8, activations: drawn, and compared with the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn

from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY
from guinet.probe.curves import curve_of

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Same


def test_activations(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("activations")
    torch.manual_seed(0)
    x = torch.randn(10)

    same(values["relu"], nn.ReLU()(x))
    same(values["sigmoid"], torch.sigmoid(x))
    same(values["tanh"], torch.tanh(x))
    same(values["leaky_relu"], nn.LeakyReLU(0.1)(x))
    same(values["gelu"], nn.GELU()(x))
    same(values["silu"], nn.SiLU()(x))
    same(values["softmax"], nn.Softmax(dim=0)(x))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("ReLU", {}), ("Sigmoid", {}), ("Tanh", {}), ("LeakyReLU", {"negative_slope": 0.1}), ("GELU", {})],
)
def test_the_curve_and_its_derivative(name: str, arguments: dict[str, Value]) -> None:
    """The derivative is the difference quotient, away from bends."""
    kind = REGISTRY.get(f"torch.nn.{name}")
    assert kind is not None
    curve = curve_of(kind, arguments)
    assert curve is not None
    x = torch.linspace(curve.low, curve.high, len(curve.values), dtype=torch.float64)
    by_hand: nn.Module = getattr(nn, name)(**arguments)

    torch.testing.assert_close(torch.tensor(curve.values, dtype=torch.float64), by_hand(x), rtol=0, atol=1e-4)
    step = 1e-6
    slopes = (by_hand(x + step) - by_hand(x - step)) / (2 * step)
    smooth = x.abs() > 2 * step
    found = torch.tensor(curve.slopes, dtype=torch.float64)
    torch.testing.assert_close(found[smooth], slopes[smooth], rtol=0, atol=1e-3)


def test_every_activation_of_torch_has_its_node() -> None:
    """Those of torch.nn.modules.activation that are no attention."""
    names = [name for name in torch.nn.modules.activation.__all__ if name != "MultiheadAttention"]

    assert [name for name in names if REGISTRY.get(f"torch.nn.{name}") is None] == []
