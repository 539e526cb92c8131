"""The training settings of a project: names, defaults, and what they may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from guinet.core.values import Value

TRAINING_DEFAULTS: Final[Mapping[str, Value]] = {
    "epochs": 20,
    "seed": 0,
    "device": "cpu",
    "threads": 0,
    "optimizer": "torch.optim.Adam",
}
"""`threads` 0 lets the engine choose from the cost of a step. Arguments of the optimiser stand beside it as
`optimizer.lr`, `optimizer.momentum` …; their defaults are torch's."""

OPTIMIZER_PREFIX: Final = "optimizer."


def training_setting(training: Mapping[str, Value], key: str) -> Value:
    """The setting `key`, or its default. Raises KeyError for an unknown one."""
    return training[key] if key in training else TRAINING_DEFAULTS[key]


def optimizer_arguments(training: Mapping[str, Value]) -> dict[str, Value]:
    """The optimiser's arguments set by hand, by torch's names."""
    return {
        key.removeprefix(OPTIMIZER_PREFIX): value
        for key, value in sorted(training.items())
        if key.startswith(OPTIMIZER_PREFIX)
    }
