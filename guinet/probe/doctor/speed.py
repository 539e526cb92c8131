"""Whether a GPU waits: for data, or for the small steps it is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guinet.core.changes import SetArgument
from guinet.core.costs import Profile
from guinet.core.findings import Diagnosis, Ground
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Severity
from guinet.probe.doctor.patient import diagnosis, said
from guinet.probe.profile import profile_step
from guinet.probe.trial import Trial

STARVED: Final = 0.3
"""The share of a step that may go into getting the batch."""
IDLE: Final = 0.3
"""A GPU that computes for a smaller share of a step waits for the CPU to tell it what to do."""


def from_device(trial: Trial) -> Iterator[Diagnosis]:
    """Findings of a step that is tried on the trial's GPU."""
    if trial.device.type != "cpu" and trial.plan is not None:
        yield from from_profile(profile_step(trial), trial.plan.data_node)


def from_profile(profile: Profile, data_node: tuple[str, str] | None) -> Iterator[Diagnosis]:
    """Findings of a profiled step; none for the CPU, which never waits for itself."""
    if profile.device == "cpu" or not profile.seconds:
        return
    waiting = profile.phases.get("data", 0.0) / profile.seconds
    title = QT_TRANSLATE_NOOP("Fix", "Set {argument} to {value}")
    larger = 4 * profile.batch
    values = {"argument": "batch_size", "value": str(larger)}
    changes = (SetArgument(*data_node, "batch_size", larger),) if data_node is not None else ()
    fix = Fix(title, changes, values)
    if waiting > STARVED:
        words = QT_TRANSLATE_NOOP("Problem", "{device} waits for data.")
        seen = QT_TRANSLATE_NOOP("Problem", "{share} of a step goes into getting the batch.")
        remedy = QT_TRANSLATE_NOOP("Problem", "Use a larger batch_size, or data that are read faster.")
        yield diagnosis("starved", words, {"device": profile.device}, said(seen, share=f"{waiting:.0%}"), remedy,
            Ground.BATCH, at=data_node, figures={"share": waiting}, fixes=(fix,))  # fmt: skip
    elif profile.busy is not None and profile.busy < IDLE:
        words = QT_TRANSLATE_NOOP("Problem", "{device} is idle most of the time: its steps are too small.")
        seen = QT_TRANSLATE_NOOP("Problem", "It computes during {share} of a step of {seconds} ms.")
        remedy = QT_TRANSLATE_NOOP("Problem", "Use a larger batch_size, or train this network on the CPU.")
        evidence = said(seen, share=f"{profile.busy:.0%}", seconds=f"{profile.seconds * 1000:.2g}")
        yield diagnosis("starved", words, {"device": profile.device}, evidence, remedy, Ground.BATCH, at=data_node,
            severity=Severity.INFO, figures={"busy": profile.busy}, fixes=(fix,))  # fmt: skip
