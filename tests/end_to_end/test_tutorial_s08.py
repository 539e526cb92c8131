"""Row S8, activations: drawn, and compared with the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

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
