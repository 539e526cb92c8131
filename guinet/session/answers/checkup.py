"""Lets the training doctor look at the project."""

from __future__ import annotations

from guinet.probe.doctor.checkup import examine
from guinet.probe.range_test import range_test
from guinet.probe.trial import make_trial
from guinet.session.failure import failure
from guinet.session.messages.checkup import AskCheckup, AskRangeTest, CheckupTold, RangeTested
from guinet.session.studies import Desk


def tell_checkup(desk: Desk, study: AskCheckup) -> None:
    """Emits `CheckupTold`."""
    try:
        desk.require_quiet()
        checkup = examine(desk.project, desk.give_weights, desk.runs, desk.stopping, desk.done)
    except Exception as error:  # noqa: BLE001 - the network's own code may raise what it likes; the panel tells it
        desk.emit(CheckupTold(desk.revision, problem=failure(study, error).problem))
        return
    if not desk.stopping():
        desk.emit(CheckupTold(desk.revision, checkup))


def tell_range(desk: Desk, study: AskRangeTest) -> None:
    """Emits `RangeTested`."""
    try:
        desk.require_quiet()
        test = range_test(make_trial(desk.project), stopping=desk.stopping, progress=desk.done)
    except Exception as error:  # noqa: BLE001 - the network's own code may raise what it likes; the panel tells it
        desk.emit(RangeTested(desk.revision, problem=failure(study, error).problem))
        return
    desk.emit(RangeTested(desk.revision, test))
