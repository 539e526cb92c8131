"""What the training doctor finds, as plain data both sides share: in plain words, with its evidence and a remedy."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from guinet.core.problems import Problem


class Ground(StrEnum):
    """What a finding was read off: the graph as it stands, the data, a real batch, or the record of a run."""

    GRAPH = "graph"
    DATA = "data"
    BATCH = "batch"
    RUN = "run"


class Words(Struct, frozen=True):
    """A sentence with `{name}` fields filled from `values`; the window translates the template."""

    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.template.format(**self.values)


class Diagnosis(Struct, frozen=True):
    """One finding. `problem` says what it is, at which node, and holds the repairs; `evidence` is what was seen, in
    words, `figures` the numbers in it by name; `remedy` is what to do about it."""

    problem: Problem
    evidence: Words
    remedy: Words
    ground: Ground
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.problem.code


class Checkup(Struct, frozen=True):
    """All that was found. `run` is the run whose weights and record were read, "" for fresh weights; `batch` the rows
    that ran, 0 where none could; `skipped` says what could not be looked at, and why."""

    findings: tuple[Diagnosis, ...]
    run: str = ""
    batch: int = 0
    skipped: tuple[Problem, ...] = ()


class RangeTest(Struct, frozen=True):
    """A learning-rate range test: `losses`, smoothed, after a step at each of `rates`. `suggestion` is where the loss
    fell fastest, None where it never fell; `present` is the project's own rate."""

    rates: tuple[float, ...]
    losses: tuple[float, ...]
    suggestion: float | None
    present: float
    stopped: bool = False
