"""How active nodes are: of an evaluation that ran all of them, or of the layers of a module that trains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

import torch
from torch import Tensor, nn

from guinet.compile.places import Places
from guinet.core.activity import Activity
from guinet.core.graph import End
from guinet.core.parameter_rows import Key
from guinet.core.project import MAIN
from guinet.probe.evaluate import Evaluation
from guinet.probe.figures import ALL, SOME, as_float, known, sample


def of_evaluation(evaluation: Evaluation) -> dict[Key, Activity]:
    """Of all nodes that ran, inside blocks by their last call."""
    found: dict[Key, Activity] = {}
    for block in evaluation.project.blocks.values():
        for node in block.nodes.values():
            key = (block.id, node.id)
            values: Iterable[object] = ()
            if block.id == MAIN:
                ports = block.project.ports(block, node).outputs
                values = [evaluation.values.get(End(node.id, port.name)) for port in ports]
            else:
                calls = evaluation.inside.calls(key)
                values = calls[-1].values.values() if calls else ()
            activity = activity_of(values)
            if activity is not None:
                found[key] = activity
    return found


def of_module(module: nn.Module, places: Places, inputs: Iterable[Tensor]) -> dict[Key, Activity]:
    """Of the layers and blocks of a module, which runs on a batch in eval mode. Neither its modes nor torch's random
    state are changed."""
    found: dict[Key, Activity] = {}

    def keep(key: Key, layer: nn.Module, given: object, output: object) -> None:
        activity = activity_of(output if isinstance(output, (tuple, list)) else (output,), SOME)
        if activity is not None:
            found[key] = activity

    layers = dict(module.named_modules())
    hooks = [
        layers[place.path].register_forward_hook(partial(keep, place.nodes[-1]))
        for place in places
        if place.path in layers
    ]
    try:
        with torch.no_grad(), torch.random.fork_rng(devices=[]), _at_rest(module):
            module(*inputs)
    finally:
        for hook in hooks:
            hook.remove()
    return found


@contextmanager
def _at_rest(module: nn.Module) -> Iterator[None]:
    """In eval mode; afterwards each layer is in the mode it was in."""
    modes = [(each, each.training) for each in module.modules()]
    module.eval()
    try:
        yield
    finally:
        for each, training in modes:
            each.training = training


def activity_of(values: Iterable[object], most: int = ALL) -> Activity | None:
    """Of the first tensor of floating-point or complex numbers; of a large one a part is looked at. A single number,
    such as a loss, is not compared with the outputs of layers: there is None."""
    tensors = (value for value in values if isinstance(value, Tensor) and known(value))
    tensor = next((each for each in tensors if each.is_floating_point() or each.is_complex()), None)
    if tensor is None or not tensor.dim() or not tensor.numel():
        return None
    numbers = as_float(sample(tensor, most))
    count = numbers.numel()
    size, full = torch.stack((numbers.norm() / count**0.5, torch.count_nonzero(numbers).to(numbers.dtype))).tolist()
    return Activity(size, 1 - full / count)
