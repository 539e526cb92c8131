"""What the training doctor finds, and a range test of the learning rate."""

from __future__ import annotations

from guinet.core.findings import Checkup, RangeTest
from guinet.core.problems import Problem
from guinet.session.commands import Study
from guinet.session.events import Finding


class AskCheckup(Study, frozen=True, kw_only=True):
    """Asks for all findings, with the weights and the record of the newest run where it is of this network."""


class CheckupTold(Finding, frozen=True):
    """The answer for the project as of `revision`; `problem` says why there is none."""

    revision: int
    checkup: Checkup | None = None
    problem: Problem | None = None


class AskRangeTest(Study, frozen=True, kw_only=True):
    """Asks for a range test of the learning rate, with fresh weights."""


class RangeTested(Finding, frozen=True):
    """The answer; `problem` says why there is none."""

    revision: int
    test: RangeTest | None = None
    problem: Problem | None = None
