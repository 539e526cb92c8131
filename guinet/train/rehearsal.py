"""One step on the meta device, before the first real one: shapes and cost, without memory, time or random numbers."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from msgspec import Struct
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from guinet.compile.ghost import ghostly
from guinet.train.places import Place
from guinet.train.planned import Plan
from guinet.train.suitability import sparse_parameters

_RECURRENT_SHARE = 32
"""Recurrent layers wait for all threads at every element of a sequence, so their cost counts that much less."""


class Lookup(Struct, frozen=True):
    """An embedding of `rows` rows at `place`, whose indices are the data's `port`."""

    port: str
    rows: int
    place: Place | None


class Rehearsal(Struct, frozen=True):
    """`cost`: floating-point operations of a forward pass, as far as they may be shared by threads; `classes`: the
    size of the prediction's second dimension; `fuses`: whether one kernel may update all weights, which none does for
    sparse gradients and complex numbers; `lookups`: the data ports that are the indices of an embedding, with its
    number of rows and its node."""

    cost: int
    classes: int | None
    fuses: bool = True
    lookups: tuple[Lookup, ...] = ()


def rehearse(plan: Plan) -> Rehearsal:
    """Torch counts the products and convolutions. Where the code looks at values, which are not there, the cost is
    estimated from the parameters alone. Raises TrainingError when the optimiser cannot train the parameters."""
    with ghostly():
        module = plan.build()
    plan.optimizer.parameters(module)
    plan.update.check(plan.optimizer, module)
    fuses = not sparse_parameters(module) and not any(parameter.is_complex() for parameter in module.parameters())
    batch = empty_batch(plan)
    lookups = _watch_lookups(plan, module, batch)
    try:
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            prediction, _ = plan.wiring.forward(module)(batch)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the check has run every node, so what fails here only lacks the values that
        # the meta device does not have, and torch has no error of its own for that; the first real step tells others.
        products = _rows(plan) * sum(parameter.numel() for parameter in module.parameters())
        return Rehearsal(2 * products, None, fuses, tuple(lookups))
    classes = prediction.shape[1] if prediction.dim() > 1 else None
    return Rehearsal(int(counter.get_total_flops()) // _sharing(module), classes, fuses, tuple(lookups))


def empty_batch(plan: Plan) -> dict[str, torch.Tensor]:
    """A batch to train on without numbers, on the meta device."""
    return {
        port: torch.empty((_rows(plan), *values.shape[1:]), dtype=values.dtype, device="meta")
        for port, values in plan.splits.train.fields.items()
    }


def _rows(plan: Plan) -> int:
    return min(plan.batch_size, plan.splits.train.rows)


def _watch_lookups(plan: Plan, module: nn.Module, batch: Mapping[str, torch.Tensor]) -> list[Lookup]:
    """A list that fills while `module` runs."""
    found: list[Lookup] = []
    ports = {id(values): port for port, values in batch.items()}

    def watch(path: str, part: nn.Embedding | nn.EmbeddingBag) -> None:
        def look(_: nn.Module, given: tuple[object, ...]) -> None:
            if given and id(given[0]) in ports:
                found.append(Lookup(ports[id(given[0])], part.num_embeddings, plan.places.of_path(path)))

        part.register_forward_pre_hook(look)

    for path, part in module.named_modules():
        if isinstance(part, nn.Embedding | nn.EmbeddingBag):
            watch(path, part)
    return found


def _sharing(module: nn.Module) -> int:
    recurrent = any(isinstance(part, nn.RNNBase | nn.RNNCellBase) for part in module.modules())
    return _RECURRENT_SHARE if recurrent else 1
