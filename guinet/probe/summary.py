"""The layers of a module in a table: path, type, shapes, parameters, FLOPs."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode


@dataclass(frozen=True, slots=True)
class Layer:
    """One call of a leaf module. Shapes are those of the batch it ran on, parameters its own, FLOPs those of the
    batch, as torch's counter has them (matrix products and convolutions; a multiply-add counts two)."""

    path: str
    type: str
    input: str
    output: str
    parameters: int
    flops: int


@dataclass(frozen=True, slots=True)
class Summary:
    """`layers` in the order they ran; a layer called twice stands there twice, its parameters at its first call."""

    layers: tuple[Layer, ...]
    parameters: int
    trainable: int
    flops: int


def summarise(module: nn.Module, inputs: Mapping[str, Tensor]) -> Summary:
    """Runs `inputs` through a copy of `module` on the meta device: nothing is computed, nothing is changed."""
    ghost = copy.deepcopy(module).to("meta").eval()
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        recorder = _Recorder(ghost, counter)
        ghost(*[tensor.to("meta") for tensor in inputs.values()])
    parameters = list(module.parameters())
    return Summary(
        tuple(recorder.layers),
        sum(parameter.numel() for parameter in parameters),
        sum(parameter.numel() for parameter in parameters if parameter.requires_grad),
        int(counter.get_total_flops()),
    )


class _Recorder:
    """Notes every call of a leaf of `module`."""

    def __init__(self, module: nn.Module, counter: FlopCounterMode) -> None:
        self.layers: list[Layer] = []
        self._counter = counter
        self._before = 0
        self._seen: set[int] = set()
        for path, layer in module.named_modules():
            if path and next(layer.children(), None) is None:
                layer.register_forward_pre_hook(self._enter)
                layer.register_forward_hook(partial(self._leave, path))

    def _enter(self, layer: nn.Module, arguments: tuple[object, ...]) -> None:
        self._before = self._counter.get_total_flops()

    def _leave(self, path: str, layer: nn.Module, arguments: tuple[object, ...], result: object) -> None:
        own = 0 if id(layer) in self._seen else sum(parameter.numel() for parameter in layer.parameters())
        self._seen.add(id(layer))
        flops = int(self._counter.get_total_flops() - self._before)
        self.layers.append(Layer(path, type(layer).__name__, _shapes(arguments), _shapes(result), own, flops))


def _shapes(value: object) -> str:
    """`4×1×8×8`, several joined by commas."""
    if isinstance(value, Tensor):
        return "×".join(str(size) for size in value.shape) or "scalar"
    if isinstance(value, (tuple, list)):
        return ", ".join(filter(None, (_shapes(item) for item in value)))
    return ""
