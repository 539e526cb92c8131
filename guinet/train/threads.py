"""How many threads a training uses: by the cost of a step, never by timing, so that a seed gives the same numbers.

Measured on two cores, forward cost against the speed of two threads relative to one: 1.7 MFLOP 1.06, 5 to 11 MFLOP
0.97 to 1.13, 17 to 19 MFLOP 1.28 to 1.37, 50 MFLOP and more 1.45 to 1.6; on a busy machine two threads on the smallest
ran at a quarter of the speed of one. Small LSTMs, which
wait for all threads at every element of a sequence, ran at an eighth.
"""

from __future__ import annotations

import os
from typing import Final

import psutil

FLOPS_PER_THREAD: Final = 8_000_000
"""The forward cost of one batch that keeps a thread busy enough to pay for waking it."""


def choose_threads(flops: int) -> int:
    """The number of threads for a step whose forward pass costs `flops` floating-point operations (see `rehearsal`)."""
    return max(1, min(available_threads(), flops // FLOPS_PER_THREAD))


def available_threads() -> int:
    """OMP_NUM_THREADS where it is set, else the physical cores this process may use."""
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    if wanted.isascii() and wanted.isdigit() and int(wanted):
        return int(wanted)
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(allowed, psutil.cpu_count(logical=False) or allowed)
