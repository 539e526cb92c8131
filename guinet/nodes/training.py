"""The training settings: what each may be, and what is wrong with those of a project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from msgspec import Struct

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.settings import (
    FROZEN,
    GROUP_PREFIX,
    OPTIMIZER_PREFIX,
    SCHEDULER_PREFIX,
    TRAINING_DEFAULTS,
    SchedulerPart,
    optimizer_arguments,
    parameter_groups,
    scheduler_arguments,
    scheduler_parts,
    training_setting,
)
from guinet.core.values import LARGEST_INT, Value
from guinet.nodes.arguments import Complaint, argument_problem, shown, unknown_argument
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Argument, ArgumentType, OptimizerType, SchedulerType

TRAINING_ARGUMENTS: Final = (
    Argument("epochs", ArgumentType.INT, TRAINING_DEFAULTS["epochs"], minimum=1, maximum=10**9),
    Argument("seed", ArgumentType.INT, TRAINING_DEFAULTS["seed"], minimum=0, maximum=LARGEST_INT),
    Argument("device", ArgumentType.CHOICE, TRAINING_DEFAULTS["device"], ("cpu", "cuda", "mps", "xpu")),
    Argument("threads", ArgumentType.INT, TRAINING_DEFAULTS["threads"], minimum=0, maximum=4096),
    Argument("optimizer", ArgumentType.CHOICE, TRAINING_DEFAULTS["optimizer"]),
    Argument("scheduler", ArgumentType.CHOICE, TRAINING_DEFAULTS["scheduler"], optional=True),
    Argument("accumulate", ArgumentType.INT, TRAINING_DEFAULTS["accumulate"], minimum=1, maximum=10**9),
    Argument("clip_norm", ArgumentType.FLOAT, TRAINING_DEFAULTS["clip_norm"], minimum=0, optional=True),
    Argument("clip_value", ArgumentType.FLOAT, TRAINING_DEFAULTS["clip_value"], minimum=0, optional=True),
    Argument("loop_limit", ArgumentType.INT, TRAINING_DEFAULTS["loop_limit"], minimum=1, maximum=10**9),
)
"""All but the arguments of the optimiser and the scheduler. `device` is one of the choices, or one with a number:
"cuda:1"; `optimizer` is one of `REGISTRY.optimizers()`, `scheduler` one of `REGISTRY.schedulers()`."""

FROZEN_ARGUMENT: Final = Argument(FROZEN, ArgumentType.BOOL, False)

_UNKNOWN: Final = QT_TRANSLATE_NOOP("Problem", "There is no training setting “{name}”; there are: {names}.")
_SLIP: Final = QT_TRANSLATE_NOOP("Problem", "There is no training setting “{name}”; did you mean {names}?")
_NO_OPTIMIZER: Final = QT_TRANSLATE_NOOP("Problem", "There is no optimiser “{optimizer}”; choose one of {known}.")
_SLIP_OPTIMIZER: Final = QT_TRANSLATE_NOOP("Problem", "There is no optimiser “{optimizer}”; did you mean {known}?")
_NO_SCHEDULER: Final = QT_TRANSLATE_NOOP("Problem", "There is no scheduler “{scheduler}”; choose one of {known}.")
_SLIP_SCHEDULER: Final = QT_TRANSLATE_NOOP("Problem", "There is no scheduler “{scheduler}”; did you mean {known}?")
_NO_PARTS: Final = QT_TRANSLATE_NOOP("Problem", "{scheduler} is made of other schedulers; add some.")
_NO_PART: Final = QT_TRANSLATE_NOOP("Problem", "{scheduler} cannot be made of “{part}”; choose one of {known}.")
_MILESTONES: Final = QT_TRANSLATE_NOOP(
    "Problem",
    "{parts} schedulers one after the other need {count} milestones, each larger than the last, not {milestones}.",
)
_MISSING: Final = QT_TRANSLATE_NOOP("Problem", "{scheduler} needs a value for {argument}; set {key}.")
_NO_GROUP: Final = QT_TRANSLATE_NOOP(
    "Problem", "“{name}” is no group of parameters; write groups.PATTERN.ARGUMENT, such as groups.features.*.lr."
)


class WrongSetting(Struct, frozen=True):
    """A setting of a project that cannot be: `key` as the project has it, and why.

    `unknown` when there is no such setting. `meant` is what may have been meant: another key, or the kind of an
    optimiser or scheduler.
    """

    key: str
    complaint: Complaint
    unknown: bool = False
    meant: str | None = None


def setting_problem(name: str, value: Value) -> Complaint | None:
    """Why the setting `name`, one of `TRAINING_ARGUMENTS`, cannot be `value`, or None when it can."""
    argument = next(argument for argument in TRAINING_ARGUMENTS if argument.name == name)
    if name == "optimizer":
        return None if _is_optimizer(value) else _no_optimizer(value)
    if name == "scheduler":
        return _scheduler_problem(value)
    if name == "device" and isinstance(value, str):
        kind, colon, index = value.partition(":")
        return argument_problem(argument, kind if not colon or (index.isascii() and index.isdigit()) else value)
    return argument_problem(argument, value)


def part_schedulers() -> tuple[SchedulerType, ...]:
    """Those that others can be made of: they count epochs, and need no loss."""
    return tuple(type for type in REGISTRY.schedulers() if not (type.schedulers or type.per_step or type.metric))


def wrong_settings(training: Mapping[str, Value]) -> Iterator[WrongSetting]:
    """Everything wrong with the settings of a project, which are those that differ from their defaults."""
    names = [argument.name for argument in TRAINING_ARGUMENTS]
    for key, value in training.items():
        if key in names:
            complaint = setting_problem(key, value)
            if complaint is not None:
                yield WrongSetting(key, complaint, meant=_close_kind(key, value))
        elif not key.startswith((OPTIMIZER_PREFIX, SCHEDULER_PREFIX, GROUP_PREFIX)):
            yield _unknown(key, names)
    optimizer = REGISTRY.optimizer(str(training_setting(training, "optimizer")))
    if optimizer is not None:
        yield from _wrong_arguments(optimizer, optimizer_arguments(training), OPTIMIZER_PREFIX)
        yield from _wrong_groups(optimizer, training)
    scheduler = REGISTRY.scheduler(str(training_setting(training, "scheduler")))
    if scheduler is not None:
        arguments = scheduler_arguments(training)
        yield from _wrong_arguments(scheduler, arguments, SCHEDULER_PREFIX)
        yield from _missing_arguments(scheduler, arguments, "scheduler")
        yield from _wrong_parts(scheduler, training)


def _wrong_arguments(
    type: OptimizerType | SchedulerType, arguments: Mapping[str, Value], prefix: str, *added: Argument
) -> Iterator[WrongSetting]:
    known = {argument.name: argument for argument in (*type.arguments, *added)}
    for name, value in arguments.items():
        argument = known.get(name)
        if argument is None:
            close = get_close_matches(name, known, 1)
            meant = prefix + close[0] if close else None
            yield WrongSetting(prefix + name, unknown_argument(type, name), unknown=True, meant=meant)
        elif (complaint := argument_problem(argument, value)) is not None:
            yield WrongSetting(prefix + name, complaint)


def _wrong_groups(optimizer: OptimizerType, training: Mapping[str, Value]) -> Iterator[WrongSetting]:
    for pattern, arguments in parameter_groups(training).items():
        if pattern:
            yield from _wrong_arguments(optimizer, arguments, f"{GROUP_PREFIX}{pattern}.", FROZEN_ARGUMENT)
    for key in training:
        if key.startswith(GROUP_PREFIX) and not key.removeprefix(GROUP_PREFIX).rpartition(".")[0]:
            yield WrongSetting(key, (_NO_GROUP, {"name": key}), unknown=True)


def _missing_arguments(scheduler: SchedulerType, given: Mapping[str, Value], key: str) -> Iterator[WrongSetting]:
    """`key` is that of the scheduler itself."""
    for argument in scheduler.arguments:
        if argument.required and argument.name not in given:
            values = {"scheduler": scheduler.title, "argument": argument.name, "key": f"{key}.{argument.name}"}
            yield WrongSetting(key, (_MISSING, values))


def _wrong_parts(scheduler: SchedulerType, training: Mapping[str, Value]) -> Iterator[WrongSetting]:
    """What is wrong with the schedulers it is made of, or that it is made of some at all."""
    parts = scheduler_parts(training)
    if not scheduler.schedulers:
        for part in parts:
            for key in training:
                if key == part.key or key.startswith(f"{part.key}."):
                    complaint = unknown_argument(scheduler, key.removeprefix(SCHEDULER_PREFIX))
                    yield WrongSetting(key, complaint, unknown=True)
        return
    if not parts:
        yield WrongSetting("scheduler", (_NO_PARTS, {"scheduler": scheduler.title}))
    for part in parts:
        yield from _wrong_part(scheduler, part)
    milestones = training.get(f"{SCHEDULER_PREFIX}milestones")
    if parts and isinstance(milestones, tuple) and not _divide(milestones, len(parts)):
        values = {"parts": str(len(parts)), "count": str(len(parts) - 1), "milestones": shown(milestones)}
        yield WrongSetting(f"{SCHEDULER_PREFIX}milestones", (_MILESTONES, values))


def _wrong_part(scheduler: SchedulerType, part: SchedulerPart) -> Iterator[WrongSetting]:
    known = {type.kind: type for type in part_schedulers()}
    type = known.get(part.kind) if isinstance(part.kind, str) else None
    if type is None:
        key = part.key if part.kind is not None else f"{part.key}.{next(iter(part.arguments))}"
        text = part.kind if isinstance(part.kind, str) else shown(part.kind)
        values = {"scheduler": scheduler.title, "part": text, "known": ", ".join(sorted(known))}
        yield WrongSetting(key, (_NO_PART, values), unknown=part.kind is None, meant=_close_part(part.kind))
        return
    yield from _wrong_arguments(type, part.arguments, f"{part.key}.")
    yield from _missing_arguments(type, part.arguments, part.key)


def _close_part(kind: Value) -> str | None:
    kinds = [type.kind for type in part_schedulers()]
    return next(iter(get_close_matches(kind, kinds, 1, 0.8)), None) if isinstance(kind, str) else None


def _divide(milestones: tuple[Value, ...], parts: int) -> bool:
    """Whether they say when each of so many parts begins."""
    numbers = [milestone for milestone in milestones if isinstance(milestone, int)]
    return len(numbers) == parts - 1 and all(before < after for before, after in pairwise((0, *numbers)))


def _unknown(key: str, names: list[str]) -> WrongSetting:
    close = get_close_matches(key, names, 1)
    values = {"name": key, "names": ", ".join(close or names)}
    return WrongSetting(key, (_SLIP if close else _UNKNOWN, values), unknown=True, meant=close[0] if close else None)


def _is_optimizer(value: Value) -> bool:
    return isinstance(value, str) and REGISTRY.optimizer(value) is not None


def _no_optimizer(value: Value) -> Complaint:
    close = _close_kind("optimizer", value)
    known = close or ", ".join(sorted(optimizer.kind for optimizer in REGISTRY.optimizers()))
    text = value if isinstance(value, str) else shown(value)
    return _SLIP_OPTIMIZER if close else _NO_OPTIMIZER, {"optimizer": text, "known": known}


def _scheduler_problem(value: Value) -> Complaint | None:
    if value is None:
        return None
    scheduler = REGISTRY.scheduler(value) if isinstance(value, str) else None
    if scheduler is None:
        close = _close_kind("scheduler", value)
        known = close or ", ".join(sorted(scheduler.kind for scheduler in REGISTRY.schedulers()))
        text = value if isinstance(value, str) else shown(value)
        return _SLIP_SCHEDULER if close else _NO_SCHEDULER, {"scheduler": text, "known": known}
    return None


def _close_kind(name: str, value: Value) -> str | None:
    """The optimiser or scheduler that may have been meant, for the settings of these names."""
    if name not in ("optimizer", "scheduler") or not isinstance(value, str):
        return None
    types = REGISTRY.optimizers() if name == "optimizer" else REGISTRY.schedulers()
    kinds = [type.kind for type in types]
    return None if value in kinds else next(iter(get_close_matches(value, kinds, 1, 0.8)), None)
