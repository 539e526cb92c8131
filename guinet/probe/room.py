"""Whether a training step fits the memory of a device, and how large a batch would."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import psutil
import torch
from msgspec import Struct

from guinet.core.costs import Room
from guinet.probe.estimate import RESERVED_SHARE

_SHARES: Final[Mapping[str, float]] = {"cpu": 0.7}
"""Of the memory that is free, so much may be tensors. On the CPU less: kernels of convolutions take a third more for
themselves, and what is given back leaves holes."""


class Need(Struct, frozen=True):
    """What a training step needs in bytes: `fixed` whatever the batch (weights, gradients, what the optimiser keeps);
    at most `passes` on the way forward and back of a batch, `fixed` included, and `row` more for each further row, 0
    where that is not known; at most `update` in the update, which is the same for any batch."""

    fixed: int
    passes: int
    update: int = 0
    row: float = 0.0


def room_on(device: torch.device, need: Need, batch: int, rows: int = 0) -> Room:
    """`batch` are the rows of `need`; `rows` are all there are."""
    free = free_bytes(device)
    usable = int(free * _SHARES.get(device.type, RESERVED_SHARE))
    largest = None
    if need.row > 0:
        beside = need.passes - need.row * batch  # what the passes take whatever the batch
        largest = max(0, int((usable - beside) // need.row)) if max(need.fixed, need.update) <= usable else 0
    return Room(str(device), free, usable, max(need.passes, need.update), need.fixed, need.row, largest, rows)


def free_bytes(device: torch.device) -> int:
    """The memory of the device that nobody uses now; of one torch cannot ask, that of the machine."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    if device.type == "mps":
        return int(torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory())
    return int(psutil.virtual_memory().available)
