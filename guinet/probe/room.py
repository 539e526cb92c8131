"""Whether a training step fits the memory of a device, and how large a batch would."""

from __future__ import annotations

import psutil
import torch

from guinet.core.costs import Room
from guinet.probe.estimate import RESERVED_SHARE


def room_on(device: torch.device, fixed: int, step: int, batch: int, row: float, rows: int = 0) -> Room:
    """`fixed` bytes are needed whatever the batch (weights, gradients, what the optimiser keeps), `step` besides for
    one of `batch` rows; `row` is what each further row takes, 0 where that is not known. `rows` are all there are."""
    free = free_bytes(device)
    usable = int(free * RESERVED_SHARE)
    largest = None
    if row > 0:
        beside = step - row * batch  # what a batch takes whatever its size
        largest = max(0, int((usable - fixed - beside) // row))
    return Room(str(device), free, usable, fixed + step, fixed, row, largest, rows)


def free_bytes(device: torch.device) -> int:
    """The memory of the device that nobody uses now; of one torch cannot ask, that of the machine."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    if device.type == "mps":
        return int(torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory())
    return int(psutil.virtual_memory().available)
