"""Reads the arguments of a data node: plain values from a project file, checked one by one."""

from __future__ import annotations

import math
from collections.abc import Mapping

from msgspec import Struct

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
            kind = "whole number" if whole else "number"
            limit = f"of at least {self.low:g}" if self.high == math.inf else f"from {self.low:g} to {self.high:g}"
            raise DataError(f"{self.name} is {value!r}, but must be a {kind} {limit}")
        return value if whole else float(value)

    def whole(self, arguments: Mapping[str, object]) -> int:
        return int(self.read(arguments))


def read_flag(arguments: Mapping[str, object], name: str, default: bool) -> bool:
    value = arguments.get(name, default)
    if not isinstance(value, bool):
        raise DataError(f"{name} is {value!r}, but must be true or false")
    return value


def read_text(arguments: Mapping[str, object], name: str, default: str = "") -> str:
    value = arguments.get(name, default)
    if not isinstance(value, str):
        raise DataError(f"{name} is {value!r}, but must be text")
    return value


def read_names(arguments: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = arguments.get(name, ())
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise DataError(f"{name} is {value!r}, but must be a list of column names")
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
