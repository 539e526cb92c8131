"""Whether what a project builds computes what the module computes that it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any, Final

import torch
from msgspec import Struct
from torch import nn

from guinet.exchange.module.inputs import Given, copied
from guinet.exchange.module.values import tensors_in

_CLOSE = 1e-4
"""Relative to the largest value: the same sums in another order."""

_TABLES: Final = (dict, list, set)
"""In which a module keeps its parts, and what it gathers while it runs."""


class Likeness(Enum):
    """How two modules' outputs compare."""

    EQUAL = "equal"
    CLOSE = "close"
    OTHER = "other"


class Compared(Struct, frozen=True):
    """`words` are those of what the built module raised, if it did."""

    likeness: Likeness
    words: str = ""


def compared(module: nn.Module, built: nn.Module, given: Given, training: bool) -> Compared:
    """The outputs of both in one mode under one seed. The first module is afterwards as it was."""
    theirs = outputs(module, given, training)
    try:
        ours = outputs(built, given, training)
    except Exception as error:  # noqa: BLE001 - torch raises many kinds for shapes and dtypes that do not fit
        return Compared(Likeness.OTHER, words_of(error))
    if len(ours) != len(theirs) or any(one.shape != other.shape for one, other in zip(ours, theirs, strict=True)):
        return Compared(Likeness.OTHER)
    pairs = list(zip(ours, theirs, strict=True))
    if all(_equal(one, other) for one, other in pairs):
        return Compared(Likeness.EQUAL)
    return Compared(Likeness.CLOSE if all(_close(one, other) for one, other in pairs) else Likeness.OTHER)


def draws(module: nn.Module, given: Given) -> bool:
    """Whether what a module gives in train mode depends on random numbers."""
    once, again = (outputs(module, given, True, seed) for seed in (0, 1))
    return len(once) != len(again) or not all(_equal(one, other) for one, other in zip(once, again, strict=True))


def outputs(module: nn.Module, given: Given, training: bool, seed: int = 0) -> list[torch.Tensor]:
    """What a module gives in one mode, of one seed."""
    with as_it_was(module), in_mode(module, training), torch.random.fork_rng(), torch.no_grad():
        torch.manual_seed(seed)
        positional, named = copied(given)
        return [value.detach().clone() for value in tensors_in(module(*positional, **named))]


def words_of(error: BaseException) -> str:
    """What an exception says, on one line."""
    return " ".join(str(error).split()) or type(error).__name__


@contextmanager
def as_it_was(module: nn.Module) -> Iterator[None]:
    """What a module writes over while it runs is put back: the values of its tensors, and its attributes."""
    attributes = [(vars(each), dict(vars(each))) for each in module.modules()]
    tables = [(value, value.copy()) for _, old in attributes for value in old.values() if type(value) in _TABLES]
    tensors = [*module.buffers(), *module.parameters()]
    kept = [(tensor, tensor._version, tensor.detach().clone()) for tensor in tensors]
    try:
        yield
    finally:
        for own, told in attributes:
            own.clear()
            own.update(told)
        for table, items in tables:
            _refill(table, items)
        with torch.no_grad():
            for tensor, version, old in kept:
                # Where nothing was written, another write would make a backward of the user's fail.
                if tensor._version != version or not torch.equal(tensor, old):
                    tensor.copy_(old)


def _refill(table: Any, items: Any) -> None:
    table.clear()
    if isinstance(table, list):
        table.extend(items)
    else:
        table.update(items)


@contextmanager
def in_mode(module: nn.Module, training: bool) -> Iterator[None]:
    """The module, and all in it, in one mode; afterwards each in its own."""
    before = [(each, each.training) for each in module.modules()]
    if module.training != training:
        module.train(training)
    try:
        yield
    finally:
        for each, own in before:
            each.training = own


def _equal(one: torch.Tensor, other: torch.Tensor) -> bool:
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    return bool(((one == other) | ((one != one) & (other != other))).all())


def _close(one: torch.Tensor, other: torch.Tensor) -> bool:
    if one.dtype != other.dtype or not one.dtype.is_floating_point:
        return False
    scale = float(other.nan_to_num().abs().max()) if other.numel() else 0.0
    return torch.allclose(one, other, rtol=0.0, atol=_CLOSE * max(scale, 1e-30), equal_nan=True)
