"""Tells what a training step costs."""

from __future__ import annotations

from pathlib import Path

from guinet.probe.cost import cost_of, estimate
from guinet.probe.profile import profile_step
from guinet.probe.trial import make_trial
from guinet.session.failure import failure
from guinet.session.messages.cost import AskCost, AskProfile, CostTold, ProfileTold
from guinet.session.studies import Desk


def tell_cost(desk: Desk, study: AskCost) -> None:
    """Emits `CostTold`. An estimate is made beside a training too: it computes no number."""
    try:
        if desk.training is not None and desk.training.running and not study.measured:
            cost = estimate(make_trial(desk.project))
        else:
            desk.require_quiet()
            cost = cost_of(desk.project, study.measured, progress=desk.done)
    except Exception as error:  # noqa: BLE001 - the network's own code may raise what it likes; the panel tells it
        desk.emit(CostTold(desk.revision, problem=failure(study, error).problem))
        return
    desk.emit(CostTold(desk.revision, cost))


def tell_profile(desk: Desk, study: AskProfile) -> None:
    """Emits `ProfileTold`."""
    try:
        desk.require_quiet()
        trace = None if study.trace is None else Path(study.trace)
        profile = profile_step(make_trial(desk.project), trace, desk.done)
    except Exception as error:  # noqa: BLE001 - the network's own code may raise what it likes; the panel tells it
        desk.emit(ProfileTold(desk.revision, problem=failure(study, error).problem))
        return
    desk.emit(ProfileTold(desk.revision, profile))
