"""What is told of parameters and buffers: plain data that both sides share."""

from __future__ import annotations

import math
from typing import Final, TypeAlias

from msgspec import Struct, field

from guinet.core.graph import Selects
from guinet.core.problems import Problem

BINS: Final = 40
"""Bars of a histogram."""

NAN: Final = math.nan

Key: TypeAlias = tuple[str, str]
"""A block id and a node id."""


class Figures(Struct, frozen=True):
    """What is told of the numbers of a tensor. `estimated`: read off a part of them, evenly spread; `odd` is how many
    of those looked at are NaN or infinite. Of complex numbers the absolute values are meant. NaN where nothing is
    known."""

    norm: float = NAN
    mean: float = NAN
    std: float = NAN
    minimum: float = NAN
    maximum: float = NAN
    zeros: float = NAN
    odd: int = 0
    estimated: bool = False


class Histogram(Struct, frozen=True):
    """How many numbers lie between `low` and `high`, in bars of equal width."""

    low: float
    high: float
    counts: tuple[int, ...]


class ParameterRow(Struct, frozen=True):
    """One parameter or buffer.

    `places` are the nodes it lies in, the outermost first; `below` its path below the outermost. A rule for its first
    values selects `rule` (how, what, which parameter); None where there can be none (buffers). `tied` are the other
    paths of the same tensor. `trained`: the optimiser changes it; `frozen` is the pattern of the group that keeps it as
    it is. `since_start` and `last_step` are the norms of the changes, NaN where they are not known; `ratio` that of the
    last step to the norm of the parameter. `blocked` says why no gradient arrives, None where one may.
    """

    path: str
    buffer: bool
    shape: tuple[int, ...]
    dtype: str
    count: int
    bytes: int
    device: str
    places: tuple[Key, ...] = ()
    below: str = ""
    rule: tuple[Selects, str, str] | None = None
    tied: tuple[str, ...] = ()
    requires_grad: bool = False
    frozen: str = ""
    figures: Figures = field(default_factory=Figures)
    since_start: float = NAN
    last_step: float = NAN
    ratio: float = NAN
    gradient: Figures | None = None
    gradient_bars: Histogram | None = None
    blocked: Problem | None = None
