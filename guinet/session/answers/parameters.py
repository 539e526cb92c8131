"""Parameters: the rows of all, the values of one, and what rules for first values make of them."""

from __future__ import annotations

import time
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from torch import nn
from torch.optim import Optimizer

from guinet.compile.places import Places
from guinet.core.parameter_rows import ParameterRow
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError
from guinet.core.settings import parameter_groups
from guinet.probe.figures import ALL, SOME, figures, histogram, known
from guinet.probe.flow import blocked_parameters
from guinet.probe.parameters import Watch, entries, find, parameter_rows
from guinet.probe.windows import kernels, picture, table, window
from guinet.session.answers.models import Model, model, places_of, start_of
from guinet.session.commands import Study
from guinet.session.failure import failure
from guinet.session.jobs import TrainingJob
from guinet.session.messages.arrays import packed
from guinet.session.messages.parameters import (
    FIRST,
    WINDOW,
    ListParameters,
    ParameterShown,
    ParametersListed,
    ParametersUnknown,
    PreviewRules,
    RulesPreviewed,
    ShowParameter,
)
from guinet.session.studies import Desk
from guinet.train.problems import failed

T = TypeVar("T")

REST: Final = 40
"""A look that took so long is followed by this many times as long without one: 2.5 % of a training's time."""

_PATIENCE: Final = 1.0
"""Seconds a step may take before others are let to ask."""


def answer(desk: Desk, study: Study) -> None:
    """Answers any of the questions; a network that cannot be built or run is an answer too."""
    try:
        match study:
            case ListParameters():
                list_parameters(desk, study)
            case ShowParameter():
                show_parameter(desk, study)
            case PreviewRules():
                preview_rules(desk, study)
    except GuinetError as error:
        problem = failure(study, error).problem
        if not desk.stopping():
            desk.emit(ParametersUnknown(type(study).__name__, problem))


def list_parameters(desk: Desk, study: ListParameters) -> None:
    """Emits a ParametersListed. Raises GuinetError when there is no module."""
    training = desk.training
    running = training is not None and training.running
    told = _of_training(desk, training, study) if running and training is not None else _at_rest(desk, study)
    if told is not None:
        desk.emit(told)


def _at_rest(desk: Desk, study: ListParameters) -> ParametersListed:
    made = model(desk, study.weights)
    note, ran = made.note, False
    if study.gradients:
        try:
            made.gradients(desk.project)
            ran = True
        except GuinetError as error:
            note = failure("gradients", error).problem
    groups = parameter_groups(desk.project.training)
    rows = parameter_rows(made.module, made.places, groups, watch=made.watch, gradients=study.gradients)
    if study.gradients:
        made.module.zero_grad()
    if ran:
        rows = _with_reasons(desk, made.places, rows)
    source = "run" if made.run else FIRST
    return ParametersListed(desk.revision, rows, source, made.run, note=note, gradients=study.gradients)


def _with_reasons(desk: Desk, places: Places, rows: tuple[ParameterRow, ...]) -> tuple[ParameterRow, ...]:
    reasons = blocked_parameters(desk.checker.scope, places, rows)
    return tuple(replace(row, blocked=reasons[row.path]) if row.path in reasons else row for row in rows)


@dataclass
class _Watching:
    """What is kept from one look at a training to the next."""

    training: TrainingJob
    watch: Watch
    places: Places


def _watching(desk: Desk, training: TrainingJob) -> _Watching:
    kept = desk.kept.get("watching")
    if isinstance(kept, _Watching) and kept.training is training:
        return kept
    made = _Watching(training, Watch(SOME, start_of(desk)), places_of(desk))
    desk.kept["watching"] = made
    return made


def _of_training(desk: Desk, training: TrainingJob, study: ListParameters) -> ParametersListed | None:
    """The weights that a training has now; None when its step takes too long, or it has ended meanwhile."""
    watching = _watching(desk, training)
    watch, groups = watching.watch, parameter_groups(desk.project.training)
    spent = 0.0

    def remember(module: nn.Module, optimizer: Optimizer, step: int) -> bool:
        """Whether the step before is known already."""
        nonlocal spent
        begun = time.perf_counter()
        if not watch.start:
            watch.begin(module, step)
        ready = step in (watch.step, watch.step + 1)
        if not ready:
            watch.remember(module, step)
        spent += time.perf_counter() - begun
        return ready

    def look(module: nn.Module, optimizer: Optimizer, step: int) -> ParametersListed:
        nonlocal spent
        begun = time.perf_counter()
        rows = parameter_rows(
            module, watching.places, groups, watch=watch, step=step, gradients=study.gradients, bars=study.bars
        )
        if step != watch.step:
            watch.remember(module, step)
        spent += time.perf_counter() - begun
        rest = REST * spent
        return ParametersListed(
            desk.revision, rows, "training", step=step, since=watch.since, gradients=study.gradients, rest=rest
        )

    first = result_of(desk, training.peek(remember))
    return None if first is None else result_of(desk, training.peek(look))


def result_of(desk: Desk, future: Future[T]) -> T | None:
    """What a look at a training found; None when its step takes too long, it has ended, or nobody waits any more."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and not desk.stopping():
        try:
            return future.result(0.05)
        except TookTooLong:
            continue
        except CancelledError:
            return None
    return None if future.cancel() else future.result(_PATIENCE)


# One parameter


def show_parameter(desk: Desk, study: ShowParameter) -> None:
    """Emits a ParameterShown. Raises GuinetError for a parameter that is not there, or has no values yet."""
    training = desk.training
    if training is None or not training.running:
        desk.emit(shown(model(desk, study.weights).module, study, ALL))
        return

    def look(module: nn.Module, optimizer: Optimizer, step: int) -> ParameterShown:
        begun = time.perf_counter()
        told = shown(module, study, SOME)
        return replace(told, step=step, rest=REST * (time.perf_counter() - begun))

    told = result_of(desk, training.peek(look))
    if told is not None:
        desk.emit(told)


def shown(module: nn.Module, study: ShowParameter, most: int) -> ParameterShown:
    """What is told of one parameter's values, `most` of which are looked at for the histogram."""
    tensor = find(module, study.path)
    if tensor is None:
        words = QT_TRANSLATE_NOOP("Problem", "There is no parameter {path} any more: choose another.")
        raise failed("parameter", words, {"path": study.path})
    if not known(tensor):
        words = QT_TRANSLATE_NOOP("Problem", "{path} has no values yet: its shape is known when data arrives.")
        raise failed("parameter", words, {"path": study.path})
    values, index = table(tensor, study.leading)
    rows, columns = values.shape
    row, column = max(0, min(study.row, rows - 1)), max(0, min(study.column, columns - 1))
    gradient, grid = tensor.grad, kernels(module, study.path, tensor)
    return ParameterShown(
        study.path,
        tuple(tensor.shape),
        (rows, columns),
        row,
        column,
        index,
        packed(window(values, row, column, WINDOW)),
        histogram(tensor, most),
        packed(picture(values)),
        packed(grid) if grid is not None else None,
        gradient=histogram(gradient, most) if gradient is not None else None,
    )


def preview_rules(desk: Desk, study: PreviewRules) -> None:
    """Emits a RulesPreviewed: the first values of one node, drawn anew."""
    made: Model = model(desk, FIRST)
    found = {path: tensor for path, tensor, buffer in entries(made.module) if not buffer}
    chosen = made.places.paths((study.block, study.node), found)
    bars = tuple((path, figures(found[path]), histogram(found[path])) for path in chosen)
    desk.emit(RulesPreviewed(study.block, study.node, bars))
