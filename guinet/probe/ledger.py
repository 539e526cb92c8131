"""Counts while a network runs: floating-point operations and the memory autograd keeps, by whatever runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import torch
from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode

ELSEWHERE: Final = ()
"""The account of what nobody is known to have run, such as the backward pass."""


class Ledger:
    """Inside `with ledger.open():`, `flops` grows by what runs (as torch's counter has it: products and convolutions, a
    multiply-add counts two) and `kept` by the bytes that autograd saves for the backward pass. Each goes to the account
    that `account` names at that moment.

    A piece of memory is counted once, however many tensors in it are saved, and not at all if it is that of `known`:
    parameters and what was given. Works on the meta device as on any other.
    """

    def __init__(self, account: Callable[[], Hashable], known: Iterable[Tensor] = ()) -> None:
        self.flops: Counter[Hashable] = Counter()
        self.kept: Counter[Hashable] = Counter()
        self._account = account
        self._counter = FlopCounterMode(display=False)
        # The tensors themselves are held, so that no address is given to another.
        self._seen: dict[int, Tensor] = {_memory(tensor): tensor for tensor in known}

    @property
    def total_flops(self) -> int:
        return int(self._counter.get_total_flops())

    @contextmanager
    def open(self) -> Iterator[None]:
        with self._counter, _Watch(self), self.keeping():
            yield

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """As `open`, for `kept` alone: that costs little."""
        with saved_tensors_hooks(self._save, _as_it_is):
            yield

    def run(self, operation: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """Runs one operation on the account of now."""
        before = self._counter.get_total_flops()
        result = operation(*arguments, **options)
        cost = int(self._counter.get_total_flops() - before)
        if cost:
            self.flops[self._account()] += cost
        return result

    def _save(self, tensor: Tensor) -> Tensor:
        # Detached: a result that is saved by the step that made it would otherwise hold itself.
        held = tensor.detach()
        memory = _memory(held)
        if memory not in self._seen:
            self._seen[memory] = held
            self.kept[self._account()] += _bytes(held)
        return held


class _Watch(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch does not annotate it
    def __init__(self, ledger: Ledger) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._ledger = ledger

    def __torch_dispatch__(
        self, operation: Any, types: Any, arguments: tuple[Any, ...] = (), options: dict[str, Any] | None = None
    ) -> Any:
        return self._ledger.run(operation, arguments, options or {})


def _memory(tensor: Tensor) -> int:
    """What tells one piece of memory from another; on the meta device none has an address."""
    if tensor.layout is not torch.strided:
        return id(tensor)
    return int(tensor.untyped_storage()._cdata)


def _bytes(tensor: Tensor) -> int:
    if tensor.layout is torch.strided:
        return tensor.untyped_storage().nbytes()
    return tensor.element_size() * tensor._nnz() if tensor.is_sparse else tensor.element_size() * tensor.numel()


def _as_it_is(tensor: Tensor) -> Tensor:
    return tensor
