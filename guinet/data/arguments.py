"""Reads the arguments of a data node: plain values from a project file, checked one by one."""

from __future__ import annotations

import math
from collections.abc import Mapping

from msgspec import Struct

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.values import LARGEST_INT
from guinet.data.problems import DataError


class Number(Struct, frozen=True):
    """An argument that is a number from `low` to `high`; a whole one when its default is an int."""

    name: str
    default: int | float
    low: float = 0
    high: float = math.inf

    def read(self, arguments: Mapping[str, object]) -> int | float:
        """Raises DataError when the value is no such number."""
        value = arguments.get(self.name, self.default)
        whole = isinstance(self.default, int)
        wanted = (int,) if whole else (int, float)
        if not isinstance(value, wanted) or isinstance(value, bool) or not self.low <= value <= self.high:
            raise self._refused(value, whole)
        return value if whole else float(value)

    def _refused(self, value: object, whole: bool) -> DataError:
        if self.high == math.inf:
            template = QT_TRANSLATE_NOOP("Problem", "{name} is {value}, but must be a number of at least {low}")
            if whole:
                template = QT_TRANSLATE_NOOP(
                    "Problem", "{name} is {value}, but must be a whole number of at least {low}"
                )
        else:
            template = QT_TRANSLATE_NOOP("Problem", "{name} is {value}, but must be a number from {low} to {high}")
            if whole:
                template = QT_TRANSLATE_NOOP(
                    "Problem", "{name} is {value}, but must be a whole number from {low} to {high}"
                )
        return DataError(template, name=self.name, value=repr(value), low=f"{self.low:g}", high=f"{self.high:g}")

    def whole(self, arguments: Mapping[str, object]) -> int:
        return int(self.read(arguments))


def read_flag(arguments: Mapping[str, object], name: str, default: bool) -> bool:
    value = arguments.get(name, default)
    if not isinstance(value, bool):
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{name} is {value}, but must be true or false"), name=name, value=repr(value)
        )
    return value


def read_text(arguments: Mapping[str, object], name: str, default: str = "") -> str:
    value = arguments.get(name, default)
    if not isinstance(value, str):
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{name} is {value}, but must be text"), name=name, value=repr(value)
        )
    return value


def read_names(arguments: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = arguments.get(name, ())
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{name} is {value}, but must be a list of column names"),
            name=name,
            value=repr(value),
        )
    return tuple(value)


BATCH_SIZE = Number("batch_size", 64, low=1)
VALIDATION = Number("validation", 0.1, high=1)
TEST = Number("test", 0.2, high=1)
SPLIT_SEED = Number("split_seed", 0, high=LARGEST_INT)


class Options(Struct, frozen=True):
    """The arguments every data node has: how rows are split and handed out in batches."""

    batch_size: int = 64
    shuffle: bool = True
    drop_last: bool = False
    validation: float = 0.1
    test: float = 0.2
    split_seed: int = 0
    standardise: bool = True


def options(arguments: Mapping[str, object]) -> Options:
    """Raises DataError naming the first argument that cannot be used."""
    return Options(
        batch_size=BATCH_SIZE.whole(arguments),
        shuffle=read_flag(arguments, "shuffle", True),
        drop_last=read_flag(arguments, "drop_last", False),
        validation=float(VALIDATION.read(arguments)),
        test=float(TEST.read(arguments)),
        split_seed=SPLIT_SEED.whole(arguments),
        standardise=read_flag(arguments, "standardise", True),
    )
