"""The whole check-up: what the graph, the data, a batch and the newest run show, as far as each can be looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from msgspec.structs import replace
from torch import nn

from guinet.core.findings import Checkup, Diagnosis, Ground, Words
from guinet.core.plain import plain
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem, Severity, unforeseen
from guinet.core.project import Project
from guinet.probe.doctor.batch import from_batch, rows_of
from guinet.probe.doctor.graph import from_graph
from guinet.probe.doctor.parameters import frozen
from guinet.probe.doctor.patient import Patient, problem_of
from guinet.probe.doctor.rate import from_rate
from guinet.probe.doctor.record import from_record, newest_run
from guinet.probe.doctor.rows import from_rows
from guinet.probe.doctor.speed import from_device
from guinet.probe.trial import Trial
from guinet.storage import trust
from guinet.train.rehearsal import rehearse
from guinet.train.runs import RunStore

_ORDER = list(Severity)

_MOST_WORK: Final = 10_000_000_000
"""Operations of a forward pass from which on steps that nobody asked for would take many seconds."""


def examine(
    project: Project,
    weights: Callable[[nn.Module], str | None] | None = None,
    runs: Path | None = None,
    stopping: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda share: None,
) -> Checkup:
    """All findings, errors first. `weights` loads those of a run into the module and says which; else they are fresh
    from the project's seed. `runs` is the folder of the runs. `stopping` is asked and `progress` told
    how much is done, from 0 to 1, between the parts.

    What cannot be looked at (no data, an error in the graph) is among the `skipped`. Raises NotAllowed where code
    written by hand would run that nobody trusted.
    """
    trust.require(project)
    return _Examination(Patient(plain(project)), weights, runs, stopping, progress).checkup()


class _Examination:
    def __init__(
        self,
        patient: Patient,
        weights: Callable[[nn.Module], str | None] | None,
        runs: Path | None,
        stopping: Callable[[], bool],
        progress: Callable[[float], None],
    ) -> None:
        self._patient = patient
        self._weights = weights
        self._runs = runs
        self._stopping = stopping
        self._progress = progress
        self._run = ""
        self._batch = 0

    def checkup(self) -> Checkup:
        found: list[Diagnosis] = []
        parts = from_graph, frozen, from_rows, self._from_batch, self._from_rate, self._from_device, self._from_run
        for number, part in enumerate(parts):
            if self._stopping():
                break
            self._progress(number / len(parts))
            if part == self._from_rate and any(map(_keeps_from_learning, found)):
                continue
            known = [finding.problem for finding in found]
            found += [finding for finding in self._told(part) if finding.problem not in known]
        found.sort(key=lambda finding: _ORDER.index(finding.problem.severity))
        # Of what several parts stumbled over, what was said first.
        skipped = {_stumbled_over(problem): problem for problem in reversed(self._patient.skipped)}
        return Checkup(tuple(found), self._run, self._batch, tuple(reversed(skipped.values())))

    def _told(self, part: Callable[[Patient], Iterable[Diagnosis]]) -> list[Diagnosis]:
        """What a part finds before it fails, if it does: one that fails keeps no other from looking."""
        found: list[Diagnosis] = []
        try:
            for finding in part(self._patient):
                found.append(finding)
        except GuinetError as error:
            self._skip(problem_of(error))
        except Exception as error:  # noqa: BLE001 - the network's own code may raise what it likes when it runs
            trial = self._patient.trial
            explained = trial.plan.explain(error) if trial is not None and trial.plan is not None else None
            explained = explained or unforeseen(error)
            if explained.fixes:
                found.append(_mendable(explained, error))
            else:
                self._skip(explained)
        return found

    def _skip(self, problem: Problem) -> None:
        if problem not in self._patient.skipped:
            self._patient.skipped.append(problem)

    def _trainable(self) -> Trial | None:
        trial = self._patient.trial
        return trial if trial is not None and trial.plan is not None else None

    def _from_batch(self, patient: Patient) -> Iterable[Diagnosis]:
        trial = self._trainable()
        if trial is None:
            if patient.trial is not None and patient.trial.untrained is not None:
                self._skip(patient.trial.untrained)
            return
        with trial.calm():
            module = trial.build()
            trial.optimizer.parameters(module)  # what is frozen needs no gradient from here on
            self._run = (self._weights(module) if self._weights is not None else None) or ""
            module.to(trial.device)
            self._batch = rows_of(trial)
            yield from from_batch(trial, module, bool(self._run))

    def _from_rate(self, patient: Patient) -> Iterable[Diagnosis]:
        trial = self._trainable()
        if trial is None or trial.plan is None:
            return ()
        if rehearse(trial.plan).cost > _MOST_WORK:
            self._skip(_TOO_MUCH_WORK)
            return ()
        return from_rate(trial)

    def _from_device(self, patient: Patient) -> Iterable[Diagnosis]:
        trial = self._trainable()
        return from_device(trial) if trial is not None else ()

    def _from_run(self, patient: Patient) -> Iterable[Diagnosis]:
        trial = self._trainable()
        if trial is None or trial.plan is None or self._runs is None or not self._runs.is_dir():
            return
        store = RunStore(self._runs)
        try:
            run = newest_run(store, trial.plan.source, patient.project.training)
            if run is not None:
                yield from from_record(patient.project, store, run)
        finally:
            store.close()


def _keeps_from_learning(finding: Diagnosis) -> bool:
    """Whether it is reason enough for a loss that does not fall, so that the rate is not to blame."""
    seen = finding.ground in (Ground.GRAPH, Ground.BATCH)
    return seen and finding.problem.severity is not Severity.INFO


def _stumbled_over(problem: Problem) -> object:
    """What tells one from others: of data that cannot be used one part says the name, and another does not."""
    return (problem.block, problem.node) if problem.code == "data" else problem.message


def _mendable(problem: Problem, error: Exception) -> Diagnosis:
    """The finding that a step fails, where a repair is known."""
    words = str(error).partition(" Hint:")[0]
    remedy = QT_TRANSLATE_NOOP(
        "Problem", "Let {node} leave what it is given as it is: every backward fails until then."
    )
    evidence, told = Words("{message}", {"message": words}), {"node": str(problem.values["node"])}
    return Diagnosis(replace(problem, detail=""), evidence, Words(remedy, told), Ground.BATCH)


_TOO_MUCH_WORK = Problem(
    "too-much-work",
    QT_TRANSLATE_NOOP(
        "Problem", "The learning rate: trying it takes long with this network, run the range test for it."
    ),
    severity=Severity.INFO,
)
