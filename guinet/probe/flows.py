"""What comes back along the edges of autograd's graph: read off as a backward pass goes by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import torch
from torch import Tensor

from guinet.core.recorded import Flow
from guinet.probe.autograd import Walk, shapes_of
from guinet.probe.facts import norm_of
from guinet.probe.figures import known, shape_of

Came: TypeAlias = dict[int, Sequence[Flow | None]]
"""By the `id` of a function what it gave back, by its `next_functions`; None where it gave nothing."""


def watch(function: Any, came: Came, wanted: Callable[[], bool] = lambda: True) -> None:
    """Writes into `came` what `function` gives back, at each backward pass while that is `wanted`. The function must
    live as long as `came` is read."""
    number = id(function)  # not the function, which would hold itself

    def note(given: tuple[Tensor | None, ...], arrived: tuple[Tensor | None, ...]) -> None:
        if wanted():
            came[number] = [flow_of(each) if isinstance(each, Tensor) else None for each in given]

    function.register_hook(note)


def flow_of(gradient: Tensor) -> Flow:
    """What is told of a gradient. Never raises: it is called inside a backward pass."""
    if not known(gradient):
        return Flow(shape_of(gradient))
    single = gradient.numel() == 1 and gradient.layout is torch.strided and not gradient.is_complex()
    return Flow(tuple(gradient.shape), norm_of(gradient), float(gradient.detach()) if single else None)


def flows_of(walk: Walk, came: Came) -> tuple[Flow, ...]:
    """By edge what came back; of one where nothing has come yet the shape alone."""
    found = []
    for function in walk.functions:
        given = came.get(id(function), ())
        for number, (following, output) in enumerate(function.next_functions):
            if following is not None:
                flow = given[number] if number < len(given) else None
                found.append(flow if flow is not None else Flow(_shape(following, output)))
    return tuple(found)


def _shape(function: Any, output: int) -> tuple[int, ...]:
    shapes = shapes_of(function)
    return shapes[output] if output < len(shapes) else ()
