"""What a training step costs: estimated, measured, profiled."""

from __future__ import annotations

from guinet.core.costs import Cost, Profile
from guinet.core.problems import Problem
from guinet.session.commands import Study
from guinet.session.events import Finding


class AskCost(Study, frozen=True, kw_only=True):
    """Asks what a step costs by node; `measured` on a real batch, else estimated on the meta device."""

    measured: bool = False

    @property
    def profiles(self) -> bool:
        return self.measured


class CostTold(Finding, frozen=True):
    """The answer for the project as of `revision`; `problem` says why there is none."""

    revision: int
    cost: Cost | None = None
    problem: Problem | None = None


class AskProfile(Study, frozen=True, kw_only=True):
    """Asks for the time of a step by node; `trace` is the file that a trace for Chrome or Perfetto goes into."""

    trace: str | None = None

    @property
    def profiles(self) -> bool:
        return True


class ProfileTold(Finding, frozen=True):
    """The answer for the project as of `revision`; `problem` says why there is none."""

    revision: int
    profile: Profile | None = None
    problem: Problem | None = None
