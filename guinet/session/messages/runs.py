"""The runs of a project: which there are, what one of them was, what differs, its curve, and the end of one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar

from msgspec import Struct, field

from guinet.core.comparing import Difference
from guinet.core.measures import judged
from guinet.core.problems import Problem
from guinet.core.values import Value
from guinet.session.commands import Study
from guinet.session.events import Finding


class ListRuns(Study, frozen=True, kw_only=True):
    """Which runs are kept."""


class KeptRun(Struct, frozen=True):
    """A run as it was recorded.

    `state`: running, completed, stopped, interrupted or failed, and `message` why; `started` in seconds since 1970 and
    `seconds` how long it took from its first beginning to its end, NaN where that is not known; `epoch` of `epochs` are
    done. `rate` is the learning rate it began with, NaN where its optimiser has none. `best` and `last` are what was
    measured at the end of the epoch with the lowest loss (of the validation rows, where there are any), `best_epoch`,
    and of the last one, by the names events have for it; `tested` what was measured on the test rows. `has_best`,
    `has_last`: which weights there are.
    """

    run: str
    state: str
    started: float
    epoch: int
    epochs: int
    step: int
    message: str = ""
    seconds: float = math.nan
    seed: int = 0
    device: str = "cpu"
    rate: float = math.nan
    best_epoch: int = 0
    best: Mapping[str, float] = field(default_factory=dict)
    last: Mapping[str, float] = field(default_factory=dict)
    tested: Mapping[str, float] = field(default_factory=dict)
    has_best: bool = False
    has_last: bool = False

    @property
    def loss(self) -> float:
        """What the best epoch was judged by; NaN before the first has ended."""
        found = judged(self.best)
        return math.nan if found is None else found


class RunsListed(Finding, frozen=True):
    """The newest first."""

    runs: tuple[KeptRun, ...]


class CompareRun(Study, frozen=True, kw_only=True):
    """What `run` was, and what differs from the run `other`, or from the project as it stands."""

    run: str
    other: str = ""


class RunCompared(Finding, frozen=True):
    """The record of `run`: its settings, what it ran on, its generated code; and the differences from `other` ("" for
    the project as it stands), `code` those of the generated code as a unified diff. `problem` says why there are none
    where they cannot be told."""

    run: str
    other: str
    settings: Mapping[str, Value] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    threads: int = 0
    steps_per_epoch: int = 0
    source: str = ""
    differences: tuple[Difference, ...] = ()
    code: str = ""
    problem: Problem | None = None


class ReadCurve(Study, frozen=True, kw_only=True):
    """The losses and what was measured of a run, to be drawn."""

    run: str


class CurveRead(Finding, frozen=True):
    """`losses` of every step from the first on, float64 in the machine's order; `epochs` each with its number, the
    step it ended with, and what was measured."""

    run: str
    losses: bytes
    epochs: tuple[tuple[int, int, Mapping[str, float]], ...]


class DeleteRuns(Study, frozen=True, kw_only=True):
    """Removes runs for good, with their weights."""

    supersedes: ClassVar[bool] = False

    names: tuple[str, ...]


class RunsDeleted(Finding, frozen=True):
    """`names` are gone. `problem` says why others are not."""

    names: tuple[str, ...]
    problem: Problem | None = None
