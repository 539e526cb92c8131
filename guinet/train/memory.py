"""What to say when memory runs out: that the batches are too large, or that a layer is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import torch
from msgspec import Struct
from torch import Tensor, nn
from torch.autograd.graph import saved_tensors_hooks

from guinet.compile.explain import bytes_text
from guinet.compile.ghost import ghostly
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.train.optimizer_state import state_bytes
from guinet.train.places import Place
from guinet.train.problems import TrainingError, failed
from guinet.train.rehearsal import empty_batch

if TYPE_CHECKING:
    from guinet.train.planned import Plan

_MUCH: Final = 64 * 2**20
"""Bytes below which weights are never what fills a memory."""


def out_of_memory(error: BaseException) -> bool:
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    # The CPU's allocator has no exception of its own.
    return isinstance(error, RuntimeError) and "DefaultCPUAllocator" in str(error)


def explain(error: Exception, plan: Plan, begun: bool) -> TrainingError:
    """The sentence for memory that ran out; once a step is done (`begun`), the weights are known to fit."""
    heaviest = None if begun else _heaviest(plan)
    if heaviest is not None:
        return _too_large(heaviest, plan, str(error))
    values = {"device": plan.device, "batch": plan.batch_size}
    template = QT_TRANSLATE_NOOP(
        "Problem", "There is not enough memory on {device} for batches of {batch}: choose a smaller batch_size."
    )
    if plan.device != "cpu":
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "There is not enough memory on {device} for batches of {batch}: choose a smaller batch_size, or the device "
            "“cpu”.",
        )
    return failed("memory", template, values, at=plan.data_node, detail=str(error))


class _Layer(Struct, frozen=True):
    """`bytes` are those of its weights, their gradients and what the optimiser keeps for them."""

    path: str
    place: Place | None
    bytes: int


def _too_large(layer: _Layer, plan: Plan, detail: str) -> TrainingError:
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "There is not enough memory on {device} for the weights of {node}, which take {size} with their gradients and "
        "what {optimizer} keeps: make it smaller.",
    )
    if plan.device != "cpu":
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "There is not enough memory on {device} for the weights of {node}, which take {size} with their gradients "
            "and what {optimizer} keeps: make it smaller, or choose the device “cpu”.",
        )
    place = layer.place
    values = {
        "device": plan.device,
        "node": place.name if place is not None else layer.path,
        "size": bytes_text(layer.bytes),
        "optimizer": plan.optimizer.name,
    }
    return failed(
        "memory", template, values, at=(place.block, place.node) if place is not None else None, detail=detail
    )


def _heaviest(plan: Plan) -> _Layer | None:
    """The layer with most weights, where all weights with what belongs to them take more than a batch does."""
    try:
        with ghostly():
            module = plan.build()
            kept = _kept_of_batch(plan, module)
        state = state_bytes(plan.optimizer, module)
    except Exception:  # noqa: BLE001 - code that looks at values, which are not there, raises what it likes
        return None
    sizes, paths = Counter[Place | str](), dict[Place | str, str]()
    for path, parameter in module.named_parameters():
        layer = path.rpartition(".")[0] or path
        key = plan.places.of_path(path) or layer
        sizes[key] += parameter.nbytes * (1 + parameter.requires_grad) + state.get(path, 0)
        paths.setdefault(key, layer)
    if sizes.total() < max(kept, _MUCH):
        return None
    ((key, size),) = sizes.most_common(1)
    return _Layer(paths[key], key if isinstance(key, Place) else None, size)


def _kept_of_batch(plan: Plan, module: nn.Module) -> int:
    """Bytes that autograd keeps of a batch for the way back."""
    # The tensors themselves are held, so that no address is given to another.
    weights = {_memory(parameter) for parameter in module.parameters()}
    kept: dict[int, Tensor] = {}

    def save(tensor: Tensor) -> Tensor:
        held = tensor.detach()
        kept[_memory(held)] = held
        return held

    batch = empty_batch(plan)
    with saved_tensors_hooks(save, lambda held: held):
        module(*(batch[port] for port in plan.wiring.inputs))
    return sum(tensor.untyped_storage().nbytes() for memory, tensor in kept.items() if memory not in weights)


def _memory(tensor: Tensor) -> int:
    return int(tensor.untyped_storage()._cdata)
