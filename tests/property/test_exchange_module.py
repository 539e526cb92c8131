"""Small networks drawn by lot are read as they are."""

from __future__ import annotations

from collections.abc import Callable

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from tests.live_modules import require_same

PLAIN: list[Callable[[], nn.Module]] = [
    nn.ReLU, nn.Tanh, nn.GELU, nn.Identity, nn.Dropout, lambda: nn.LeakyReLU(0.3), lambda: nn.Softmax(-1)
]  # fmt: skip


@st.composite
def networks(draw: st.DrawFn, width: int = 4, depth: int = 2) -> nn.Sequential:
    """Rows of `width` values go in, and come out."""
    layers: list[nn.Module] = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["linear", "norm", "plain", "batch", "inner"] if depth else ["linear", "plain"]))
        if kind == "linear":
            layers.append(nn.Linear(width, width, bias=draw(st.booleans())))
        elif kind == "norm":
            layers.append(nn.LayerNorm(width, eps=draw(st.sampled_from([1e-5, 1e-3]))))
        elif kind == "batch":
            layers.append(nn.BatchNorm1d(width, affine=draw(st.booleans())))
        elif kind == "plain":
            layers.append(draw(st.sampled_from(PLAIN))())
        else:
            layers.append(draw(networks(width, depth - 1)))
    return nn.Sequential(*layers)


@settings(max_examples=20, deadline=None)
@given(networks(), st.booleans())
def test_a_network_drawn_by_lot_comes_back(network: nn.Sequential, training: bool) -> None:
    require_same(network.train(training), torch.randn(3, 4))
