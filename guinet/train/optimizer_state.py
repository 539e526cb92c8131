"""What an optimiser keeps for each parameter, in bytes: from the tensors it makes itself, on the meta device too."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Final

import torch
from msgspec.structs import replace
from torch import Tensor, nn

from guinet.train.optimizers import OptimizerChoice

_HISTORY: Final = 100
"""torch's default of `history_size`."""


def state_bytes(choice: OptimizerChoice, module: nn.Module) -> dict[str, int]:
    """By the path of the parameter what the optimiser will keep for it once it has made updates.

    `module` is on the meta device; its gradients are written over. Raises TrainingError when the optimiser cannot train
    these parameters, or refuses its arguments.
    """
    optimizer = unfused(choice, module)
    names = {parameter: path for path, parameter in module.named_parameters() if parameter.requires_grad}
    if choice.name == "LBFGS":
        # torch.optim.LBFGS keeps `history_size` pairs of steps and differences, the direction and the last gradient.
        history = choice.arguments.get("history_size", _HISTORY)
        copies = 2 * (history if isinstance(history, int) else _HISTORY) + 2
        return {path: copies * parameter.nbytes for parameter, path in names.items()}
    if choice.name == "SparseAdam":
        # Two averages, dense; sparse gradients are not to be had on the meta device.
        return {path: 2 * parameter.nbytes for parameter, path in names.items()}
    update(optimizer)
    return kept_bytes(optimizer, module)


def unfused(choice: OptimizerChoice, module: nn.Module) -> torch.optim.Optimizer:
    """The optimiser, without the one kernel for all, which the meta device does not have."""
    arguments = {name: value for name, value in choice.arguments.items() if name != "fused"}
    return replace(choice, arguments=arguments).build(module)


def update(optimizer: torch.optim.Optimizer) -> None:
    """An update without numbers; gradients that are not there are made."""
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            if parameter.grad is None:
                parameter.grad = torch.empty_like(parameter)
    # ASGD and Adafactor read a number, which is not there; what they keep they have made before that.
    with contextlib.suppress(RuntimeError, NotImplementedError):
        optimizer.step()


def kept_bytes(optimizer: torch.optim.Optimizer, module: nn.Module) -> dict[str, int]:
    """By the path of the parameter what an optimiser keeps for it now."""
    names: dict[Tensor, str] = {parameter: path for path, parameter in module.named_parameters()}
    return {names[parameter]: bytes_of(state) for parameter, state in optimizer.state.items() if parameter in names}


def bytes_of(value: object) -> int:
    """Bytes of all tensors in a value."""
    if isinstance(value, Tensor):
        return value.nbytes
    if isinstance(value, Mapping):
        return sum(bytes_of(item) for item in value.values())
    if isinstance(value, list | tuple):
        return sum(bytes_of(item) for item in value)
    return 0
