"""What the record of the newest run shows."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping
from typing import Final

from guinet.compile.insertions import insertion, wire_into
from guinet.core.changes import SetTraining
from guinet.core.findings import Diagnosis, Ground
from guinet.core.graph import Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Severity
from guinet.core.project import Project
from guinet.core.settings import OPTIMIZER_PREFIX, TRAINING_DEFAULTS, training_setting
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY
from guinet.probe.doctor.patient import diagnosis, said
from guinet.train.runs import Epoch, Run, RunStore

PATIENCE: Final = 3
"""Epochs after the best one from which on the network over-fits, if the validation loss has grown by `GROWN`."""
GROWN: Final = 1.1
FALLEN: Final = 0.9
"""The training loss has fallen to this share of what it was at the best epoch."""
NOISE: Final = 0.05
"""The share of all that the validation loss ever fell by which it must have risen again."""
DIVERGED: Final = 1.5
"""The training loss ends at so many times its lowest,"""
AGAIN: Final = 0.2
"""and has taken back so much of what it had fallen."""
STILL: Final = 0.01
"""The share by which the training loss fell over all epochs of a run that learned nothing."""
EXPLODED: Final = 1000.0
"""So many times the norm of the gradients may grow."""

_ELSEWHERE: Final = ("epochs", "seed", "device", "threads")
"""Settings that a command line may set for one run; they make no other training of it."""

_WINDOW: Final = 3
"""Epochs whose median stands for them: one alone may be noise."""


def newest_run(store: RunStore, source: str, training: Mapping[str, Value]) -> Run | None:
    """The newest run, where it was one of this very network and trained as it would be now: another's record says
    nothing, and what a person has mended since is over."""
    runs = store.list()
    same = bool(runs) and runs[0].start.source == source and _how(runs[0].start.settings) == _how(training)
    return runs[0] if same else None


def _how(settings: Mapping[str, Value]) -> dict[str, Value]:
    """The settings that decide how a training goes, without those left at their defaults."""
    given = {key: value for key, value in settings.items() if key not in _ELSEWHERE}
    return {key: value for key, value in given.items() if value != TRAINING_DEFAULTS.get(key)}


def from_record(project: Project, store: RunStore, run: Run) -> Iterator[Diagnosis]:
    """Findings of a run's epochs."""
    if run.state == "failed":
        yield _failed(run)
    epochs = [epoch for epoch in store.epochs(run.id) if "loss" in epoch.values]
    if len(epochs) < 2:
        return
    yield from _over_fitting(project, run, epochs)
    yield from _learning(run, epochs)
    yield from _gradients(run, epochs)


def _failed(run: Run) -> Diagnosis:
    words = QT_TRANSLATE_NOOP("Problem", "The last training failed.")
    seen = QT_TRANSLATE_NOOP("Problem", "Run {run} ended at step {step}: {message}")
    remedy = QT_TRANSLATE_NOOP("Problem", "Mend what it names, and train again.")
    given = {"run": run.id, "step": str(run.step), "message": run.message}
    return diagnosis(
        "run-failed",
        words,
        given,
        said(seen, **given),
        remedy,
        Ground.RUN,
        severity=Severity.ERROR,
        figures={"step": run.step},
    )


def _over_fitting(project: Project, run: Run, epochs: list[Epoch]) -> Iterator[Diagnosis]:
    judged = [epoch for epoch in epochs if math.isfinite(epoch.values.get("validation_loss", math.nan))]
    if not judged:
        return
    best, last = min(judged, key=lambda epoch: epoch.values["validation_loss"]), judged[-1]
    least, now = best.values["validation_loss"], _typical(judged[-_WINDOW:], "validation_loss")
    around = [epoch for epoch in judged if abs(epoch.epoch - best.epoch) <= _WINDOW // 2]
    then, loss = _typical(around, "loss"), _typical(judged[-_WINDOW:], "loss")
    grown = now > GROWN * least and now - least > NOISE * (judged[0].values["validation_loss"] - least)
    if last.epoch - best.epoch < PATIENCE or not grown or loss > FALLEN * then or _ends_by(project, best.epoch):
        return
    given = {
        "run": run.id, "best": str(best.epoch), "last": str(last.epoch),
        "least": f"{least:.4g}", "now": f"{now:.4g}", "then": f"{then:.4g}", "loss": f"{loss:.4g}",
    }  # fmt: skip
    words = QT_TRANSLATE_NOOP("Problem", "The network over-fits: since epoch {best} it learns its rows by heart.")
    seen = QT_TRANSLATE_NOOP(
        "Problem",
        "In run {run} the validation loss rose from {least} at epoch {best} to {now} at epoch {last}, while the "
        "training loss fell from {then} to {loss}.",
    )
    remedy = QT_TRANSLATE_NOOP(
        "Problem",
        "Stop at epoch {best} (its weights are kept), add Dropout or weight decay, use a smaller network or more data.",
    )
    figures = {"best_epoch": best.epoch, "last_epoch": last.epoch, "least": least, "now": now}
    fixes = (*_dropout(project), *_decay(project), _fewer_epochs(best.epoch))
    yield diagnosis("over-fitting", words, given, said(seen, **given), remedy, Ground.RUN, figures=figures, fixes=fixes)


def _ends_by(project: Project, epoch: int) -> bool:
    planned = training_setting(project.training, "epochs")
    return isinstance(planned, int) and planned <= epoch


def _typical(epochs: list[Epoch], name: str) -> float:
    return statistics.median(epoch.values[name] for epoch in epochs)


def _dropout(project: Project) -> Iterator[Fix]:
    """A Dropout before the last Linear, where the network has none."""
    block = project.main
    nodes = list(block.nodes.values())
    if any("Dropout" in node.kind for node in nodes):
        return
    linears = [node for node in nodes if node.kind == "torch.nn.Linear"]
    last = next((node for node in linears if not _leads_to(project, node, linears)), None)
    wire = wire_into(block, last.id) if last is not None and len(linears) > 1 else None
    if wire is not None and last is not None:
        title = QT_TRANSLATE_NOOP("Fix", "Insert Dropout before {node}")
        yield Fix(title, insertion(block, wire, "torch.nn.Dropout", {}), {"node": last.name})


def _leads_to(project: Project, node: Node, others: list[Node]) -> bool:
    """Whether another of these nodes comes after this one."""
    block, seen, waiting = project.main, {node.id}, [node.id]
    while waiting:
        for after in block.successors(waiting.pop()):
            if any(other.id == after for other in others):
                return True
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return False


def _decay(project: Project) -> Iterator[Fix]:
    kind = str(training_setting(project.training, "optimizer"))
    type = next((each for each in REGISTRY.optimizers() if each.kind == kind), None)
    key = f"{OPTIMIZER_PREFIX}weight_decay"
    if type is not None and type.argument("weight_decay") is not None and not project.training.get(key):
        title = QT_TRANSLATE_NOOP("Fix", "Set {argument} to {value}")
        yield Fix(title, (SetTraining(key, 0.01),), {"argument": "weight_decay", "value": "0.01"})


def _fewer_epochs(best: int) -> Fix:
    title = QT_TRANSLATE_NOOP("Fix", "Set {argument} to {value}")
    return Fix(title, (SetTraining("epochs", best),), {"argument": "epochs", "value": str(best)})


def _learning(run: Run, epochs: list[Epoch]) -> Iterator[Diagnosis]:
    """A loss that never fell, or rose again."""
    losses = [epoch.values["loss"] for epoch in epochs]
    first, lowest, last = losses[0], min(losses), losses[-1]
    if math.isfinite(last):
        last = statistics.median(losses[-_WINDOW:])
    given = {"run": run.id, "first": f"{first:.4g}", "lowest": f"{lowest:.4g}", "last": f"{last:.4g}",
        "epochs": str(len(epochs))}  # fmt: skip
    figures = {"first": first, "lowest": lowest, "last": last}
    rose = last > DIVERGED * lowest and last - lowest > AGAIN * (first - lowest)
    if not math.isfinite(last) or rose:
        words = QT_TRANSLATE_NOOP("Problem", "The training came off course: its loss rose again.")
        seen = QT_TRANSLATE_NOOP("Problem", "In run {run} the training loss was {lowest} once, and {last} at the end.")
        remedy = QT_TRANSLATE_NOOP(
            "Problem", "Lower the learning rate, or let a scheduler lower it; clip_norm helps too."
        )
        yield diagnosis("diverged", words, given, said(seen, **given), remedy, Ground.RUN, figures=figures)
    elif first - lowest < STILL * abs(first) and len(epochs) > PATIENCE:
        words = QT_TRANSLATE_NOOP("Problem", "The network learned nothing.")
        seen = QT_TRANSLATE_NOOP(
            "Problem", "In run {run} the training loss was {first} at first, and {last} after {epochs} epochs."
        )
        remedy = QT_TRANSLATE_NOOP(
            "Problem", "Try another learning rate (a range test finds one), and look at the gradients and the data."
        )
        yield diagnosis("no-learning", words, given, said(seen, **given), remedy, Ground.RUN,
            severity=Severity.WARNING, figures=figures)  # fmt: skip


def _gradients(run: Run, epochs: list[Epoch]) -> Iterator[Diagnosis]:
    norms = [epoch.values["gradient_norm"] for epoch in epochs if epoch.values.get("gradient_norm", 0.0) > 0]
    if len(norms) < 2 or max(norms) < EXPLODED * norms[0]:
        return
    given = {"run": run.id, "first": f"{norms[0]:.4g}", "most": f"{max(norms):.4g}"}
    words = QT_TRANSLATE_NOOP("Problem", "The gradients exploded during training.")
    seen = QT_TRANSLATE_NOOP("Problem", "In run {run} their norm grew from {first} to {most}.")
    remedy = QT_TRANSLATE_NOOP("Problem", "Lower the learning rate, or set clip_norm.")
    fix = Fix(QT_TRANSLATE_NOOP("Fix", "Set clip_norm to 1"), (SetTraining("clip_norm", 1.0),))
    yield diagnosis("exploding-gradient", words, given, said(seen, **given), remedy, Ground.RUN,
        figures={"first": norms[0], "most": max(norms)}, fixes=(fix,))  # fmt: skip
