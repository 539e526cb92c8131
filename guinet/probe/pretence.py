"""A network without numbers that torch takes for one on the CPU, so that it chooses the kernels it would run there."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch._subclasses.fake_tensor import FakeTensor, FakeTensorMode

from guinet.probe.trial import Trial
from guinet.train.wiring import Batch


@contextmanager
def pretended(trial: Trial, module: nn.Module) -> Iterator[Callable[[int], Batch]]:
    """Inside, `module` (on the meta device) and the losses of the trial pass for ones on the CPU; gives a function that
    makes a batch of so many rows for them.

    The meta device decides for itself how it takes a composed layer apart, and so keeps other tensors for the backward
    pass than the CPU does. Here the CPU decides, and still no memory is taken.
    """
    criteria = trial.plan.wiring.criteria() if trial.plan is not None else []
    before = [place for network in (module, *criteria) for place in _places(network)]
    with warnings.catch_warnings(), FakeTensorMode(allow_non_fake_inputs=True) as mode:
        warnings.simplefilter("ignore")  # what a kernel has to say, it says when it runs
        moved = {tensor: _moved(mode, tensor) for _, _, tensor in before}
        try:
            for owner, name, tensor in before:
                setattr(owner, name, moved[tensor])
            yield lambda rows: {name: _on_cpu(mode, values) for name, values in trial.empty_batch(rows).items()}
        finally:
            for owner, name, tensor in before:
                setattr(owner, name, tensor)


def _places(network: nn.Module) -> Iterator[tuple[nn.Module, str, Tensor]]:
    """Every place of a parameter or buffer; one that several layers share has several."""
    for owner in network.modules():
        held: Mapping[str, Tensor | None] = {**owner._parameters, **owner._buffers}
        yield from ((owner, name, tensor) for name, tensor in held.items() if tensor is not None)


def _moved(mode: FakeTensorMode, tensor: Tensor) -> Tensor:
    values = _on_cpu(mode, tensor.detach())
    return nn.Parameter(values, tensor.requires_grad) if isinstance(tensor, nn.Parameter) else values


def _on_cpu(mode: FakeTensorMode, tensor: Tensor) -> FakeTensor:
    return FakeTensor(mode, tensor.to("meta"), torch.device("cpu"))
