"""Code that autograd treats in its own ways, recorded and stepped: what is known is told, on its node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guinet.core.graph import Node
from guinet.core.project import Project
from guinet.core.recorded import Function, Kept, Record
from guinet.core.stepped import Cause, Go, Order, Phase
from guinet.probe.moment import Moments
from guinet.probe.stepping import Stepper
from tests.odd_code import network, recorded

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch

OWN = """import torch


class Twice(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * 2

    @staticmethod
    def backward(ctx, gradient):
        return gradient * 2


def odd(x):
    return Twice.apply(x)
"""
SPARSE = "def odd(x):\n    return x.to_sparse().to_dense()\n"
COMPLEX = "import torch\n\n\ndef odd(x):\n    return torch.fft.fft(x).abs()\n"
OVER = "def odd(x):\n    y = x.exp()\n    y.add_(1)\n    return y\n"


def of_node(told: Record, node: Node) -> dict[str, Function]:
    return {f.op: f for f in told.functions if f.keys[-1][1] == node.id}


@pytest.mark.parametrize(
    ("text", "op", "dtype", "bytes"),
    [
        pytest.param(OWN, "TwiceBackward", "float32", 64 * 4 * 4, id="a Function of one's own"),
        pytest.param(COMPLEX, "AbsBackward0", "complex64", 64 * 4 * 8, id="complex"),
        pytest.param(SPARSE, "ToDenseBackward0", "float32", 64 * 4 * 4, id="sparse"),
    ],
)
def test_it_is_recorded_on_its_node_and_stepped_through_and_back(
    sketch: Sketch, project: Project, text: str, op: str, dtype: str, bytes: int
) -> None:
    odd = network(sketch, text)

    saved = next(each for each in of_node(recorded(project), odd)[op].saved if each.is_tensor)
    stepper = Stepper(project)
    moments = Moments(project, stepper)
    try:
        there = stepper.go(Order(Go.TO_NODE, node=("main", odd.id)))
        values = moments.now().told.nodes
        back = stepper.go(Order(Go.TO_NODE, node=("main", odd.id)))
    finally:
        stepper.end()

    assert (saved.shape, saved.dtype, saved.bytes) == ((64, 4), dtype, bytes)
    assert (there.phase, back.phase) == (Phase.FORWARD, Phase.BACKWARD)
    assert odd.id in values
    assert back.at is not None
    assert op in [name.rpartition("::")[2] for name in back.at.functions]


def test_what_is_written_over_after_it_was_saved_fails_on_its_node_in_words(sketch: Sketch, project: Project) -> None:
    odd = network(sketch, OVER)

    told = recorded(project)
    stepper = Stepper(project)
    try:
        stop = stepper.go(Order(Go.STEP))
        values = Moments(project, stepper).now().told.nodes
    finally:
        stepper.end()

    assert [saved.kept for saved in of_node(told, odd)["ExpBackward0"].saved] == [Kept.CHANGED]
    assert [(problem.node, problem.message.split(":")[0]) for problem in told.breaks] == [
        (odd.id, "What ExpBackward0 saved was written over since")
    ]
    assert stop.cause is Cause.ENDED
    assert stop.problem is not None
    assert stop.problem.node == odd.id
    assert odd.id in values, "what there was when it failed can be looked at"
