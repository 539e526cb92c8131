"""The training settings: what each may be, and what is wrong with those of a project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.settings import OPTIMIZER_PREFIX, TRAINING_DEFAULTS, optimizer_arguments, training_setting
from guinet.core.values import LARGEST_INT, Value
from guinet.nodes.arguments import Complaint, argument_problem, shown, unknown_argument
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Argument, ArgumentType

TRAINING_ARGUMENTS: Final = (
    Argument("epochs", ArgumentType.INT, TRAINING_DEFAULTS["epochs"], minimum=1, maximum=10**9),
    Argument("seed", ArgumentType.INT, TRAINING_DEFAULTS["seed"], minimum=0, maximum=LARGEST_INT),
    Argument("device", ArgumentType.CHOICE, TRAINING_DEFAULTS["device"], ("cpu", "cuda", "mps", "xpu")),
    Argument("threads", ArgumentType.INT, TRAINING_DEFAULTS["threads"], minimum=0, maximum=4096),
    Argument("optimizer", ArgumentType.CHOICE, TRAINING_DEFAULTS["optimizer"]),
)
"""All but the optimiser's own arguments. `device` is one of the choices, or one with a number: "cuda:1"; `optimizer`
is one of `REGISTRY.optimizers()`."""

_UNKNOWN: Final = QT_TRANSLATE_NOOP("Problem", "There is no training setting “{name}”; there are: {names}.")
_SLIP: Final = QT_TRANSLATE_NOOP("Problem", "There is no training setting “{name}”; did you mean {names}?")
_NO_OPTIMIZER: Final = QT_TRANSLATE_NOOP("Problem", "There is no optimiser “{optimizer}”; choose one of {known}.")
_SLIP_OPTIMIZER: Final = QT_TRANSLATE_NOOP("Problem", "There is no optimiser “{optimizer}”; did you mean {known}?")


@dataclass(frozen=True, slots=True)
class WrongSetting:
    """A setting of a project that cannot be: `key` as the project has it, and why.

    `unknown` when there is no such setting. `meant` is what may have been meant: another key, or the optimiser's kind.
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
    if name == "device" and isinstance(value, str):
        kind, colon, index = value.partition(":")
        return argument_problem(argument, kind if not colon or (index.isascii() and index.isdigit()) else value)
    return argument_problem(argument, value)


def wrong_settings(training: Mapping[str, Value]) -> Iterator[WrongSetting]:
    """Everything wrong with the settings of a project, which are those that differ from their defaults."""
    names = [argument.name for argument in TRAINING_ARGUMENTS]
    for key, value in training.items():
        if key in names:
            complaint = setting_problem(key, value)
            if complaint is not None:
                yield WrongSetting(key, complaint, meant=_close_optimizer(value) if key == "optimizer" else None)
        elif not key.startswith(OPTIMIZER_PREFIX):
            yield _unknown(key, names)
    yield from _wrong_optimizer_arguments(training)


def _wrong_optimizer_arguments(training: Mapping[str, Value]) -> Iterator[WrongSetting]:
    optimizer = REGISTRY.optimizer(str(training_setting(training, "optimizer")))
    for name, value in optimizer_arguments(training).items() if optimizer is not None else ():
        key, argument = OPTIMIZER_PREFIX + name, optimizer.argument(name) if optimizer is not None else None
        if optimizer is not None and argument is None:
            close = get_close_matches(name, [argument.name for argument in optimizer.arguments], 1)
            meant = OPTIMIZER_PREFIX + close[0] if close else None
            yield WrongSetting(key, unknown_argument(optimizer, name), unknown=True, meant=meant)
        elif argument is not None and (complaint := argument_problem(argument, value)) is not None:
            yield WrongSetting(key, complaint)


def _unknown(key: str, names: list[str]) -> WrongSetting:
    close = get_close_matches(key, names, 1)
    values = {"name": key, "names": ", ".join(close or names)}
    return WrongSetting(key, (_SLIP if close else _UNKNOWN, values), unknown=True, meant=close[0] if close else None)


def _is_optimizer(value: Value) -> bool:
    return isinstance(value, str) and REGISTRY.optimizer(value) is not None


def _no_optimizer(value: Value) -> Complaint:
    close = _close_optimizer(value)
    known = close or ", ".join(sorted(optimizer.kind for optimizer in REGISTRY.optimizers()))
    text = value if isinstance(value, str) else shown(value)
    return _SLIP_OPTIMIZER if close else _NO_OPTIMIZER, {"optimizer": text, "known": known}


def _close_optimizer(value: Value) -> str | None:
    kinds = [optimizer.kind for optimizer in REGISTRY.optimizers()]
    return next(iter(get_close_matches(value, kinds, 1, 0.8)), None) if isinstance(value, str) else None
