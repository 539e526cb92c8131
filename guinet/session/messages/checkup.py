"""What the training doctor finds, and a range test of the learning rate."""

from __future__ import annotations

from dataclasses import dataclass

from guinet.core.findings import Checkup, RangeTest
from guinet.core.problems import Problem
from guinet.session.commands import Study
from guinet.session.events import Finding


@dataclass(frozen=True, kw_only=True)
class AskCheckup(Study):
    """Asks for all findings, with the weights and the record of the newest run where it is of this network."""


@dataclass(frozen=True)
class CheckupTold(Finding):
    """The answer for the project as of `revision`; `problem` says why there is none."""

    revision: int
    checkup: Checkup | None = None
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class AskRangeTest(Study):
    """Asks for a range test of the learning rate, with fresh weights."""


@dataclass(frozen=True)
class RangeTested(Finding):
    """The answer; `problem` says why there is none."""

    revision: int
    test: RangeTest | None = None
    problem: Problem | None = None
