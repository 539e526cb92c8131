"""The most memory that work takes at once for tensors, as torch's own allocators tell."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from typing import Any, Final

import torch
from torch import Tensor
from torch.profiler import ProfilerActivity, profile
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from guinet.probe.kernels import Kernels

_QUIET: Final = "6"
_ALLOCATION: Final = "[memory]"
"""What torch's profiler calls an event of an allocator, whose bytes are below zero where memory is given back."""


@cache
def begin_profiler() -> None:
    """Has torch's profiler begin, for all its devices. To be called on the thread that read torch in, before others
    profile: where the first profile is another thread's, torch says on stderr that profilers outside of the process
    cannot ask for one, which nobody here wants."""
    quieten()
    on_gpu = (ProfilerActivity.CUDA,) if torch.cuda.is_available() else ()
    with profile(activities=[ProfilerActivity.CPU, *on_gpu]):
        pass


def quieten() -> None:
    """torch's profiler writes on stderr when it starts and stops, at a level of its own above that of errors; it reads
    how much it may say when the process profiles for the first time."""
    os.environ.setdefault("KINETO_LOG_LEVEL", _QUIET)


def rise(work: Callable[[], object], device: torch.device) -> int | None:
    """The most bytes in use on the device at once while it works, beyond those in use before; None for a device whose
    allocator does not tell."""
    match device.type:
        case "cuda":
            return _rise_on_gpu(work, device)
        case "cpu":
            return _rise_on_cpu(work)
        case "meta":
            return rise_of_ghosts(work)
        case _:
            return None


def rise_of_ghosts(work: Callable[[], object]) -> int:
    """The same of work on the meta device, where no memory is taken: from the sizes of the tensors that are alive."""
    with _Alive() as alive, Kernels():
        work()
    return alive.most


class _Alive(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch does not annotate it
    """Adds up the pieces of memory that operations make, until nobody holds them any more."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.most = 0
        self._now = 0
        self._known: set[int] = set()

    def __torch_dispatch__(
        self, operation: Any, types: Any, arguments: tuple[Any, ...] = (), options: dict[str, Any] | None = None
    ) -> Any:
        # What it is given was there before, unless an operation has made it.
        given = {_memory(tensor) for tensor in _tensors((arguments, options or {}))}
        result = operation(*arguments, **(options or {}))
        for tensor in _tensors(result):
            memory = _memory(tensor)
            if memory not in given and memory not in self._known:
                self._hold(tensor, memory)
        return result

    def _hold(self, tensor: Tensor, memory: int) -> None:
        storage = tensor.untyped_storage()
        size = storage.nbytes()
        self._known.add(memory)
        self._now += size
        self.most = max(self.most, self._now)
        weakref.finalize(storage, self._let_go, memory, size)

    def _let_go(self, memory: int, size: int) -> None:
        self._known.discard(memory)
        self._now -= size


def _tensors(values: object) -> list[Tensor]:
    return [each for each in tree_leaves(values) if isinstance(each, Tensor) and each.layout is torch.strided]


def _memory(tensor: Tensor) -> int:
    return int(tensor.untyped_storage()._cdata)


def _rise_on_gpu(work: Callable[[], object], device: torch.device) -> int:
    torch.cuda.reset_peak_memory_stats(device)
    before = torch.cuda.memory_allocated(device)
    work()
    torch.cuda.synchronize(device)
    return int(torch.cuda.max_memory_allocated(device)) - int(before)


def _rise_on_cpu(work: Callable[[], object]) -> int | None:
    quieten()
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as profiler:
        work()
    found = profiler.profiler.kineto_results if profiler.profiler is not None else None
    if found is None:
        return None
    events = sorted((each.start_ns(), each.nbytes()) for each in found.events() if each.name() == _ALLOCATION)
    return max(accumulate(size for _, size in events), default=0)
