"""The runs of a project, read from their record: a list, one compared with another, its curve; and removed from it."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from guinet.compile.source import LiveSource
from guinet.core.comparing import Difference, differences, setting_differences
from guinet.core.measures import judged
from guinet.core.plain import plain
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem, ProblemError
from guinet.core.project import Project
from guinet.core.settings import OPTIMIZER_PREFIX, training_setting
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY
from guinet.session.failure import failure
from guinet.session.messages.runs import (
    CompareRun,
    CurveRead,
    DeleteRuns,
    KeptRun,
    ListRuns,
    ReadCurve,
    RunCompared,
    RunsDeleted,
    RunsListed,
)
from guinet.session.studies import Desk
from guinet.storage import files
from guinet.train.checkpoints import Checkpoints
from guinet.train.runs import Run, RunStore

_SAID = ("epochs", "seed", "device", "threads", "optimizer")
"""The settings that the record of a run has always, whether they were set by hand or not."""

_AROUND = 2
"""Lines of code shown before and after one that differs."""


def list_runs(desk: Desk, study: ListRuns) -> None:
    """Emits RunsListed; without runs it is empty."""
    with _store(desk) as store:
        found = tuple(_told(store, run) for run in store.list()) if store is not None else ()
    desk.emit(RunsListed(found))


def compare_run(desk: Desk, study: CompareRun) -> None:
    """Emits RunCompared. Raises GuinetError for a run that is not there."""
    with _store(desk) as store:
        run = _get(store, study.run)
        other = _get(store, study.other) if study.other else None
    start, found, code, problem = run.start, tuple[Difference, ...](), "", None
    try:
        mine = plain(files.loads(start.project))
        theirs = plain(files.loads(other.start.project)) if other is not None else desk.project
        settings = _recorded(other) if other is not None else _settings(desk.project, start.settings)
        found = (
            *setting_differences(_recorded(run), settings),
            *differences(mine, theirs, files.defaults),
        )
        source = other.start.source if other is not None else LiveSource(desk.checker).write().text
        code = _changed_lines(start.source, source)
    except GuinetError as error:
        problem = failure(study, error).problem
    desk.emit(
        RunCompared(
            run=study.run,
            other=study.other,
            settings=_recorded(run),
            versions=start.versions,
            threads=start.threads,
            steps_per_epoch=start.steps_per_epoch,
            source=start.source,
            differences=found,
            code=code,
            problem=problem,
        )
    )


def read_curve(desk: Desk, study: ReadCurve) -> None:
    """Emits CurveRead. Raises GuinetError for a run that is not there."""
    with _store(desk) as store:
        _get(store, study.run)
        assert store is not None
        epochs = tuple((each.epoch, each.step, each.values) for each in store.epochs(study.run))
        losses = store.losses(study.run).tobytes()
    desk.emit(CurveRead(study.run, losses, epochs))


def delete_runs(desk: Desk, study: DeleteRuns) -> None:
    """Emits RunsDeleted, with what kept others from being removed."""
    gone, problem = [], None
    with _store(desk) as store:
        for name in study.names:
            try:
                _get(store, name)
                assert store is not None
                store.delete(name)
                gone.append(name)
            except GuinetError as error:
                problem = failure(study, error).problem
    desk.emit(RunsDeleted(tuple(gone), problem))


@contextmanager
def _store(desk: Desk) -> Iterator[RunStore | None]:
    """None where there is no run yet: reading creates nothing."""
    if desk.runs is None or not desk.runs.is_dir():
        yield None
        return
    store = RunStore(desk.runs)
    try:
        yield store
    finally:
        store.close()


def _get(store: RunStore | None, name: str) -> Run:
    run = store.get(name) if store is not None else None
    if run is None:
        words = QT_TRANSLATE_NOOP("Problem", "There is no run {run} any more: choose another one.")
        raise ProblemError(Problem("run", words, {"run": name}))
    return run


def _told(store: RunStore, run: Run) -> KeptRun:
    epochs, start = store.epochs(run.id), run.start
    kept = Checkpoints(store.run_folder(run.id))
    best = min(epochs, key=lambda each: _order(judged(each.values)), default=None)
    return KeptRun(
        run=run.id,
        state=run.state,
        started=run.started.timestamp(),
        epoch=run.epoch,
        epochs=start.epochs,
        step=run.step,
        message=run.message,
        seconds=(run.ended - run.started).total_seconds() if run.ended is not None else math.nan,
        seed=start.seed,
        device=start.device,
        rate=_rate(start.settings),
        best_epoch=best.epoch if best is not None else 0,
        best=_whole(best.values) if best is not None else {},
        last=_whole(epochs[-1].values) if epochs else {},
        tested=run.metrics,
        has_best=kept.best_path.exists(),
        has_last=kept.has_last,
    )


def _order(loss: float | None) -> float:
    return math.inf if loss is None or math.isnan(loss) else loss


def _whole(values: Mapping[str, float]) -> dict[str, float]:
    """What is not of single layers."""
    return {name: value for name, value in values.items() if "/" not in name}


def _rate(settings: Mapping[str, Value]) -> float:
    """The learning rate a run began with: as set, or the optimiser's own."""
    optimizer = REGISTRY.optimizer(str(settings.get("optimizer", "")))
    argument = optimizer.argument("lr") if optimizer is not None else None
    rate = settings.get(f"{OPTIMIZER_PREFIX}lr", argument.default if argument is not None else None)
    return float(rate) if isinstance(rate, int | float) else math.nan


def _recorded(run: Run) -> dict[str, Value]:
    """What a run was trained with: one that was gone on with has other epochs than it began with."""
    return {**run.start.settings, "epochs": run.start.epochs}


def _settings(project: Project, recorded: Mapping[str, Value]) -> dict[str, Value]:
    """The settings of the project as a run of it would record them; how many threads it would choose is not known."""
    said = {name: training_setting(project.training, name) for name in _SAID}
    if not said["threads"] and "threads" in recorded:
        said["threads"] = recorded["threads"]
    return {**project.training, **said}


def _changed_lines(left: str, right: str) -> str:
    lines = difflib.unified_diff(left.splitlines(), right.splitlines(), lineterm="", n=_AROUND)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++")))
