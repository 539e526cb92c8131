"""The training settings of a project: names, defaults, and what they may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field

from guinet.core.values import Value

TRAINING_DEFAULTS: Final[Mapping[str, Value]] = {
    "epochs": 20,
    "seed": 0,
    "device": "cpu",
    "threads": 0,
    "optimizer": "torch.optim.Adam",
    "scheduler": None,
    "accumulate": 1,
    "clip_norm": None,
    "clip_value": None,
    "loop_limit": 10_000,
}
"""`threads` 0 lets the engine choose from the cost of a step. Arguments of the optimiser stand beside it as
`optimizer.lr`, `optimizer.momentum` …, those of the scheduler as `scheduler.gamma` …; their defaults are torch's. The
schedulers that a scheduler is made of are `scheduler.0`, `scheduler.1` …, see `scheduler_parts`.
`loop_limit` is how many rounds a While may take before it is stopped. `accumulate` is how many batches make one update.
`groups.<pattern>.<argument>` sets an argument of the optimiser for some parameters (`groups.features.*.lr`),
`groups.<pattern>.frozen` keeps them as they are; see `parameter_groups`."""

OPTIMIZER_PREFIX: Final = "optimizer."
SCHEDULER_PREFIX: Final = "scheduler."
GROUP_PREFIX: Final = "groups."

_DIGITS: Final = 3
"""Nobody makes a scheduler of a thousand others."""

FROZEN: Final = "frozen"
"""The argument of a group that torch's optimisers do not have: these parameters are not trained."""


def training_setting(training: Mapping[str, Value], key: str) -> Value:
    """The setting `key`, or its default. Raises KeyError for an unknown one."""
    return training[key] if key in training else TRAINING_DEFAULTS[key]


def optimizer_arguments(training: Mapping[str, Value]) -> dict[str, Value]:
    """The optimiser's arguments set by hand, by torch's names."""
    return _below(training, OPTIMIZER_PREFIX)


def scheduler_arguments(training: Mapping[str, Value]) -> dict[str, Value]:
    """The scheduler's arguments set by hand, by torch's names."""
    return {name: value for name, value in _below(training, SCHEDULER_PREFIX).items() if not _is_part(name)}


class SchedulerPart(Struct, frozen=True):
    """One of the schedulers that another is made of: its settings begin with `key` ("scheduler.0"). `kind` is torch's
    path, None where only arguments are there."""

    key: str
    kind: Value = None
    arguments: Mapping[str, Value] = field(default_factory=dict)


def scheduler_parts(training: Mapping[str, Value]) -> tuple[SchedulerPart, ...]:
    """The schedulers that the scheduler is made of, in the order of their numbers."""
    kinds: dict[int, Value] = {}
    arguments: dict[int, dict[str, Value]] = {}
    for name, value in _below(training, SCHEDULER_PREFIX).items():
        if _is_part(name):
            number, _, argument = name.partition(".")
            if argument:
                arguments.setdefault(int(number), {})[argument] = value
            else:
                kinds[int(number)] = value
    return tuple(
        SchedulerPart(f"{SCHEDULER_PREFIX}{number}", kinds.get(number), arguments.get(number, {}))
        for number in sorted(kinds.keys() | arguments.keys())
    )


def _is_part(name: str) -> bool:
    """Whether it belongs to the scheduler of that number."""
    number = name.partition(".")[0]
    return number.isascii() and number.isdigit() and len(number) <= _DIGITS and str(int(number)) == number


def parameter_groups(training: Mapping[str, Value]) -> dict[str, dict[str, Value]]:
    """The arguments set by hand for some parameters, by the pattern of their paths: "features.*", "*.bias".

    The longest pattern stands first, for where several fit a path the first holds; of equally long ones, the one that
    comes first in the alphabet.
    """
    groups: dict[str, dict[str, Value]] = {}
    for key, value in _below(training, GROUP_PREFIX).items():
        pattern, _, argument = key.rpartition(".")
        groups.setdefault(pattern, {})[argument] = value
    return dict(sorted(groups.items(), key=lambda item: (-len(item[0]), item[0])))


def _below(training: Mapping[str, Value], prefix: str) -> dict[str, Value]:
    return {key.removeprefix(prefix): value for key, value in sorted(training.items()) if key.startswith(prefix)}
