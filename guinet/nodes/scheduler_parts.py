"""Edits of a scheduler that is made of others: what a new one begins with, one more, one less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from guinet.core.changes import SetTraining
from guinet.core.settings import SCHEDULER_PREFIX, scheduler_parts
from guinet.core.values import MISSING, Setting, Value
from guinet.nodes.registry import REGISTRY

_MILESTONES: Final = f"{SCHEDULER_PREFIX}milestones"
_LINEAR: Final = "torch.optim.lr_scheduler.LinearLR"
_COSINE: Final = "torch.optim.lr_scheduler.CosineAnnealingLR"
_ADDED: Final = "torch.optim.lr_scheduler.ExponentialLR"
_WARM_UP: Final = 5
_APART: Final = 10
"""Epochs between two schedulers, where nobody has said it."""


def begin(kind: str) -> dict[str, Value]:
    """The settings a scheduler made of others begins with: a warm-up, and a cosine with it or after it."""
    type = REGISTRY.scheduler(kind)
    if type is None or not type.schedulers:
        return {}
    settings: dict[str, Value] = {
        "0": _LINEAR,
        "0.start_factor": 0.1,
        "0.total_iters": _WARM_UP,
        "1": _COSINE,
        "1.T_max": 15,
    }
    if type.argument("milestones") is not None:
        settings["milestones"] = (_WARM_UP,)
    return {SCHEDULER_PREFIX + name: value for name, value in settings.items()}


def choose(training: Mapping[str, Value], key: str, kind: str) -> list[SetTraining]:
    """Makes the one at `key` ("scheduler.0") another kind: its arguments go, those that must be given are suggested."""
    changes = [SetTraining(name, MISSING) for name in training if name.startswith(f"{key}.")]
    type = REGISTRY.scheduler(kind)
    given: dict[str, Setting] = {key: kind}
    for argument in type.arguments if type is not None else ():
        if argument.required and argument.suggestion is not MISSING:
            given[f"{key}.{argument.name}"] = argument.suggestion
    kept = [change for change in changes if change.key not in given]
    return [*kept, *(SetTraining(name, value) for name, value in given.items())]


def add(training: Mapping[str, Value]) -> list[SetTraining]:
    """One more scheduler behind the others; where one follows the other, it begins some epochs after the last."""
    parts = scheduler_parts(training)
    number = int(parts[-1].key.removeprefix(SCHEDULER_PREFIX)) + 1 if parts else 0
    changes = choose({}, f"{SCHEDULER_PREFIX}{number}", _ADDED)
    milestones = training.get(_MILESTONES)
    if isinstance(milestones, tuple) and parts:
        last = milestones[-1] if milestones else 0
        changes.append(SetTraining(_MILESTONES, (*milestones, (last if isinstance(last, int) else 0) + _APART)))
    return changes


def remove(training: Mapping[str, Value], place: int) -> list[SetTraining]:
    """Takes the scheduler at `place` in the list away; those behind it move up."""
    parts = scheduler_parts(training)
    before = {name: value for part in parts for name, value in _settings(part.key, part.kind, part.arguments).items()}
    after: dict[str, Value] = {}
    for number, part in enumerate(part for at, part in enumerate(parts) if at != place):
        after |= _settings(f"{SCHEDULER_PREFIX}{number}", part.kind, part.arguments)
    changes = [SetTraining(name, MISSING) for name in before if name not in after]
    changes += [SetTraining(name, value) for name, value in after.items() if before.get(name, MISSING) != value]
    milestones = training.get(_MILESTONES)
    if isinstance(milestones, tuple) and milestones:
        at = max(0, place - 1)
        changes.append(SetTraining(_MILESTONES, milestones[:at] + milestones[at + 1 :]))
    return changes


def _settings(key: str, kind: Value, arguments: Mapping[str, Value]) -> dict[str, Value]:
    own = {key: kind} if kind is not None else {}
    return own | {f"{key}.{name}": value for name, value in arguments.items()}
