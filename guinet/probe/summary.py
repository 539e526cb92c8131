"""The layers of a module in a table: path, type, shapes, parameters, FLOPs."""

from __future__ import annotations

import copy
from collections.abc import Hashable, Mapping
from functools import partial

import torch
from msgspec import Struct
from msgspec.structs import replace
from torch import Tensor, nn

from guinet.probe.ledger import Ledger


class Layer(Struct, frozen=True):
    """One call of a leaf module. Shapes are those of the batch it ran on, parameters its own, FLOPs those of the
    batch, as torch's counter has them (matrix products and convolutions; a multiply-add counts two)."""

    path: str
    type: str
    input: str
    output: str
    parameters: int
    flops: int


class Summary(Struct, frozen=True):
    """`layers` in the order they ran; a layer called twice stands there twice, its parameters at its first call."""

    layers: tuple[Layer, ...]
    parameters: int
    trainable: int
    flops: int


def summarise(module: nn.Module, inputs: Mapping[str, Tensor]) -> Summary:
    """Runs `inputs` through a copy of `module` in eval mode: nothing of it is changed. Where it can be, on the meta
    device, which computes nothing; a network that looks at values as it runs is given them.

    Raises whatever the network raises when it runs.
    """
    try:
        recorder, ledger = _run(module, inputs, "meta")
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a network that looks at values fails without them as it likes; with them it runs
        recorder, ledger = _run(module, inputs, "cpu")
    parameters = list(module.parameters())
    return Summary(
        tuple(replace(layer, flops=ledger.flops[number]) for number, layer in enumerate(recorder.layers)),
        sum(parameter.numel() for parameter in parameters),
        sum(parameter.numel() for parameter in parameters if parameter.requires_grad),
        ledger.total_flops,
    )


def _run(module: nn.Module, inputs: Mapping[str, Tensor], device: str) -> tuple[_Recorder, Ledger]:
    """Autograd records: a network may ask for gradients itself."""
    copied = copy.deepcopy(module).to(device).eval()
    recorder = _Recorder(copied)
    ledger = Ledger(recorder.running)
    with ledger.open(), torch.random.fork_rng(devices=[]), torch.enable_grad():
        copied(*[tensor.to(device) for tensor in inputs.values()])
    return recorder, ledger


class _Recorder:
    """Notes every call of a leaf of `module`."""

    def __init__(self, module: nn.Module) -> None:
        self.layers: list[Layer] = []
        self._seen: set[int] = set()
        self._inside = False
        for path, layer in module.named_modules():
            if path and next(layer.children(), None) is None:
                layer.register_forward_pre_hook(self._enter)
                layer.register_forward_hook(partial(self._leave, path))

    def running(self) -> Hashable:
        """The number of the call under way; None between two."""
        return len(self.layers) if self._inside else None

    def _enter(self, layer: nn.Module, arguments: tuple[object, ...]) -> None:
        self._inside = True

    def _leave(self, path: str, layer: nn.Module, arguments: tuple[object, ...], result: object) -> None:
        own = 0 if id(layer) in self._seen else sum(parameter.numel() for parameter in layer.parameters())
        self._seen.add(id(layer))
        self._inside = False
        self.layers.append(Layer(path, type(layer).__name__, _shapes(arguments), _shapes(result), own, 0))


def _shapes(value: object) -> str:
    """`4×1×8×8`, several joined by commas."""
    if isinstance(value, Tensor):
        return "×".join(str(size) for size in value.shape) or "scalar"
    if isinstance(value, (tuple, list)):
        return ", ".join(filter(None, (_shapes(item) for item in value)))
    return ""
