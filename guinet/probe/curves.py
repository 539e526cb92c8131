"""The curve of a node that makes one number of one: its values and, by autograd, its slopes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from operator import attrgetter
from typing import Final, TypeAlias

import torch
from torch import Tensor, nn

from guinet.core.values import Reference, Value, Wired
from guinet.nodes.docs import Curve
from guinet.nodes.types import Form, NodeType

LOW: Final = -6.0
HIGH: Final = 6.0
POINTS: Final = 121
"""The stretch of the number line that is drawn: the bends of all activations lie in it."""

_USUAL: Final[Mapping[str, tuple[float, ...]]] = {"Threshold": (0.5, 0.0)}
"""Activations that torch gives no defaults."""

_LARGEST: Final = 1e4
_CATEGORIES: Final = ("activation", "arithmetic", "functional", "other")

_Function: TypeAlias = Callable[[Tensor], Tensor]


def curve_of(kind: NodeType, arguments: Mapping[str, Value] | None = None) -> Curve | None:
    """The curve of a node with these arguments, torch's defaults for the others. None where a result does not depend on
    one number alone, the same everywhere, and where torch does not take the arguments."""
    try:
        function = _function_of(kind, arguments or {})
        return _sampled(function) if function is not None and _of_one_number(function) else None
    except (RuntimeError, TypeError, ValueError, AssertionError):
        return None


def _function_of(kind: NodeType, arguments: Mapping[str, Value]) -> _Function | None:
    name = kind.kind.rpartition(".")[2]
    takes = {argument.name for argument in kind.arguments}
    if takes & {"dim", "training"} or len(kind.inputs) != 1:
        return None
    # Written over, the places of the curve would be gone.
    given = {key: value for key, value in arguments.items() if key in takes and key != "inplace"}
    if any(isinstance(value, (Reference, Wired)) for value in given.values()):
        return None
    if kind.form is Form.MODULE and kind.category == "activation":
        usual = () if given else _USUAL.get(name, ())
        module: nn.Module = getattr(nn, name)(*usual, **given)
        return module.double().eval()
    called = kind.form in (Form.FUNCTION, Form.METHOD) and not kind.mutates
    if not called or kind.category not in _CATEGORIES or kind.missing(given, ()):
        return None
    return partial(attrgetter(kind.kind.removeprefix("torch."))(torch), **given)


def _of_one_number(function: _Function) -> bool:
    """Whether each value is made by itself: no neighbour changes it."""
    together: object = function(torch.tensor([0.25, 0.75], dtype=torch.float64))
    alone = [function(torch.tensor([value], dtype=torch.float64)) for value in (0.25, 0.75)]
    return isinstance(together, Tensor) and together.shape == (2,) and torch.equal(together, torch.cat(alone))


def _sampled(function: _Function) -> Curve:
    """Values and slopes at evenly spaced places."""
    x = torch.linspace(LOW, HIGH, POINTS, dtype=torch.float64, requires_grad=True)
    y = function(x)
    return Curve(LOW, HIGH, _rounded(y), _slopes(x, y))


def _slopes(x: Tensor, y: Tensor) -> tuple[float | None, ...]:
    """By autograd; None everywhere where torch knows no derivative, as of Bessel's functions."""
    if y.is_floating_point() and not y.requires_grad:
        return (None,) * POINTS
    (slopes,) = torch.autograd.grad(y, x, torch.ones_like(y))
    return _rounded(slopes + 0.0)


def _rounded(values: Tensor) -> tuple[float | None, ...]:
    return tuple(
        round(value, 4) if math.isfinite(value) and abs(value) < _LARGEST else None for value in values.tolist()
    )
