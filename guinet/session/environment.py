"""What torch's process is given when it starts, and never again: its environment, its rank beside the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

PATIENCE: Final = {"GOMP_SPINCOUNT": "10000"}
"""How long torch's threads spin while they wait for each other: long, they bring a busy machine to a standstill (4 to
200 times slower). Steps a second of a CNN on two cores, when quiet and when busy: 105 and 38 with a spin of 3,000, 112
and 50 with 10,000, 121 and 26 with 30,000."""

_NICE: Final = 5
"""By how much torch's process gives way to the window's. While a CNN trains on both of two cores, 95 % of the window's
ticks are late by less than 2.4 ms without it and 1.7 ms with it; steps a second stay what they were."""

_MEMORY: Final = {"MALLOC_TRIM_THRESHOLD_": "1000000000", "MALLOC_MMAP_THRESHOLD_": "1000000000"}
"""glibc gives large blocks back to the system after every step and asks for them again: keeping them made a CNN train
1.23 times faster."""


def be_patient() -> None:
    """For a process that is to load torch itself. What the user has set stays."""
    for name, value in PATIENCE.items():
        os.environ.setdefault(name, value)


def give_way() -> None:
    """For the torch process beside a window: who waits for both waits for the window."""
    if sys.platform != "win32":
        os.nice(_NICE)


def host_environment() -> dict[str, str]:
    """The environment of the torch process beside the window."""
    package = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    return {**PATIENCE, **_MEMORY, **os.environ, "PYTHONPATH": path}
