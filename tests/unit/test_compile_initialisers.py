"""Every function of `torch.nn.init` with arguments of its own, by each kind of rule, against torch's call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch
from torch import nn

from guinet.compile.module import build
from guinet.core.changes import SetParts
from guinet.core.graph import Block, Initialiser, Node, Selects
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch

FUNCTIONS: dict[str, dict[str, Value]] = {
    "uniform_": {"a": -2.0, "b": 3.0},
    "normal_": {"mean": 1.0, "std": 0.2},
    "trunc_normal_": {"mean": 0.5, "std": 2.0, "a": -1.0, "b": float("inf")},
    "constant_": {"val": 0.25},
    "ones_": {},
    "zeros_": {},
    "eye_": {},
    "dirac_": {"groups": 2},
    "xavier_uniform_": {"gain": 1.5},
    "xavier_normal_": {"gain": 0.5},
    "kaiming_uniform_": {"a": 0.1, "mode": "fan_out", "nonlinearity": "leaky_relu"},
    "kaiming_normal_": {"mode": "fan_out", "nonlinearity": "relu"},
    "orthogonal_": {"gain": 2.0},
    "sparse_": {"sparsity": 0.5, "std": 0.3},
}


def test_none_is_missing() -> None:
    assert {type.title for type in REGISTRY.initialisers()} == FUNCTIONS.keys()


def rule_for(select: Selects, node: Node, function: str) -> Initialiser:
    target = {Selects.NODE: node.id, Selects.TYPE: node.kind, Selects.PATTERN: "*yer.weight"}[select]
    parameter = "" if select is Selects.PATTERN else "weight"
    return Initialiser(select, target, parameter, function, FUNCTIONS[function])


@pytest.mark.parametrize("select", Selects)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_it_is_torchs_call_bit_for_bit(sketch: Sketch, graph: Block, function: str, select: Selects) -> None:
    convolution = function == "dirac_"
    kind, size = ("torch.nn.Conv1d", 4) if convolution else ("torch.nn.Linear", 6)
    arguments: dict[str, Value] = {"out_channels": 4, "kernel_size": 3} if convolution else {"out_features": 4}
    layer = graph.add(kind, name="layer")
    graph.set(layer, **arguments)
    sketch.finish(sketch.chain(sketch.entry(*((size, 8) if convolution else (size,))), layer))
    rule = rule_for(select, layer, function)
    graph.project.run("Rules", [SetParts(graph.id, "initialisers", (rule,))])
    by_hand = nn.Conv1d(4, 4, 3) if convolution else nn.Linear(6, 4)

    torch.manual_seed(5)
    module = build(sketch.flawless())
    torch.manual_seed(5)
    by_hand.reset_parameters()
    getattr(nn.init, function)(by_hand.weight, **FUNCTIONS[function])

    drawn = dict(module.named_parameters())
    torch.testing.assert_close(drawn["layer.weight"], by_hand.weight, rtol=0, atol=0)
    torch.testing.assert_close(drawn["layer.bias"], by_hand.bias, rtol=0, atol=0)
