"""Parameters: the rows of all, the values of one, and what rules for first values make of them."""

from __future__ import annotations

import time
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from torch import Tensor, nn
from torch.optim import Optimizer

from guinet.compile.places import Places
from guinet.core.parameter_rows import ParameterRow
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError
from guinet.core.settings import parameter_groups
from guinet.probe.figures import ALL, SOME, figures, histogram, known
from guinet.probe.flow import blocked_parameters
from guinet.probe.glances import Glance, Glances
from guinet.probe.parameters import entries, find, parameter_rows
from guinet.probe.windows import kernels, picture, plane, table, window
from guinet.session.answers.models import Model, model, of_the_moment, places_of, start_of
from guinet.session.commands import Study
from guinet.session.failure import failure
from guinet.session.jobs import TrainingJob
from guinet.session.messages.arrays import packed
from guinet.session.messages.parameters import (
    FIRST,
    NEWEST,
    WINDOW,
    ListGradients,
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

REST: Final = 25
"""A look that took so long is followed by this many times as long without one: 4 % of a training's time."""

_PATIENCE: Final = 1.0
"""Seconds a step may take before others are let to ask."""


def answer(desk: Desk, study: Study) -> None:
    """Answers any of the questions; a network that cannot be built or run is an answer too."""
    try:
        match study:
            case ListParameters() | ListGradients():
                list_parameters(desk, study)
            case ShowParameter():
                show_parameter(desk, study)
            case PreviewRules():
                preview_rules(desk, study)
    except GuinetError as error:
        problem = failure(study, error).problem
        if not desk.stopping():
            desk.emit(ParametersUnknown(type(study).__name__, problem))


def list_parameters(desk: Desk, study: ListParameters | ListGradients) -> None:
    """Emits a ParametersListed, and a ParameterShown where values are asked for too. Raises GuinetError when there is
    no module."""
    training = desk.training
    if training is not None and training.running:
        _of_training(desk, training, study)
    else:
        _at_rest(desk, study)


def _at_rest(desk: Desk, study: ListParameters | ListGradients) -> None:
    gradients = isinstance(study, ListGradients)
    made = of_the_moment(desk, NEWEST if isinstance(study, ListGradients) else study.weights)
    note, ran = made.note, False
    # A stepped training has the gradients that have come so far.
    runs = gradients and not made.stepped
    if runs:
        try:
            made.gradients(desk.project)
            ran = True
        except GuinetError as error:
            note = failure("gradients", error).problem
    groups = parameter_groups(desk.project.training)
    rows = parameter_rows(made.module, made.places, groups, start=made.start, gradients=gradients)
    if runs:
        made.module.zero_grad()
    if ran:
        rows = _with_reasons(desk, made.places, rows)
    source = "stepping" if made.stepped else "run" if made.run else FIRST
    desk.emit(ParametersListed(desk.revision, rows, source, made.run, note=note, gradients=gradients))
    wanted = study.show if isinstance(study, ListParameters) else None
    tensor = find(made.module, wanted.path) if wanted is not None else None
    if wanted is not None and tensor is not None:
        desk.emit(shown(made.module, tensor, wanted, ALL))


def _with_reasons(desk: Desk, places: Places, rows: tuple[ParameterRow, ...]) -> tuple[ParameterRow, ...]:
    reasons = blocked_parameters(desk.checker.scope, places, rows)
    return tuple(replace(row, blocked=reasons[row.path]) if row.path in reasons else row for row in rows)


# Of a training


@dataclass
class _Watching:
    """What is kept from one look at a training to the next."""

    training: TrainingJob
    glances: Glances


def _watching(desk: Desk, training: TrainingJob) -> Glances:
    kept = desk.kept.get("watching")
    if not (isinstance(kept, _Watching) and kept.training is training):
        groups = parameter_groups(desk.project.training)
        kept = _Watching(training, Glances(places_of(desk), groups, start_of(desk)))
        desk.kept["watching"] = kept
    return kept.glances


class _Seen(Struct, frozen=True):
    """What was found between two steps; `seconds` is how long the training waited."""

    module: nn.Module
    glance: Glance
    shown: ParameterShown | None
    seconds: float


def _of_training(desk: Desk, training: TrainingJob, study: ListParameters | ListGradients) -> None:
    """Tells of the weights a training has now; nothing when its step takes too long, or it has ended meanwhile.

    It waits for copies alone: figures and histograms are made while it goes on.
    """
    glances = _watching(desk, training)
    wanted = study.show if isinstance(study, ListParameters) else None
    seen = _look(desk, training, glances, study)
    if seen is None:
        return
    begun = time.thread_time()
    glance, gradients = seen.glance, isinstance(study, ListGradients)
    rows = glances.rows(glance, study.bars if isinstance(study, ListGradients) else "")
    values = seen.shown
    if wanted is not None and glance.chosen is not None:
        values = shown(seen.module, glance.chosen, wanted, SOME)
    rest = REST * (seen.seconds + time.thread_time() - begun)
    desk.emit(
        ParametersListed(
            desk.revision, rows, "training", step=glance.step, since=glances.since, gradients=gradients, rest=rest
        )
    )
    if values is not None:
        desk.emit(replace(values, step=glance.step))


def _look(desk: Desk, training: TrainingJob, glances: Glances, study: ListParameters | ListGradients) -> _Seen | None:
    """Looks between two steps; where the step before is not known, between the next two as well."""
    wanted = study.show if isinstance(study, ListParameters) else None
    spent = 0.0

    def first(module: nn.Module, optimizer: Optimizer, step: int) -> _Seen | Future[_Seen]:
        nonlocal spent
        if glances.ready(step):
            return second(module, optimizer, step)
        begun = time.perf_counter()
        glances.take(module, step)
        spent += time.perf_counter() - begun
        return training.peek(second)

    def second(module: nn.Module, optimizer: Optimizer, step: int) -> _Seen:
        begun = time.perf_counter()
        path = wanted.path if wanted is not None else ""
        glance = glances.take(module, step, gradients=isinstance(study, ListGradients), chosen=path)
        tensor = find(module, path) if wanted is not None and glance.chosen is None else None
        large = shown(module, tensor, wanted, SOME) if wanted is not None and tensor is not None else None
        return _Seen(module, glance, large, spent + time.perf_counter() - begun)

    found = result_of(desk, training.peek(first))
    return result_of(desk, found) if isinstance(found, Future) else found


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
        made = of_the_moment(desk, study.weights)
        desk.emit(shown(made.module, _found(made.module, study.path), study, ALL))
        return

    def look(module: nn.Module, optimizer: Optimizer, step: int) -> ParameterShown:
        return replace(shown(module, _found(module, study.path), study, SOME), step=step)

    told = result_of(desk, training.peek(look))
    if told is not None:
        desk.emit(told)


def _found(module: nn.Module, path: str) -> Tensor:
    tensor = find(module, path)
    if tensor is None:
        words = QT_TRANSLATE_NOOP("Problem", "There is no parameter {path} any more: choose another.")
        raise failed("parameter", words, {"path": path})
    return tensor


def shown(module: nn.Module, tensor: Tensor, study: ShowParameter, most: int) -> ParameterShown:
    """What is told of one parameter's values, `most` of which are looked at for the histogram. `tensor` holds them: the
    parameter itself, or a copy. Raises GuinetError where there are none yet."""
    if not known(tensor):
        words = QT_TRANSLATE_NOOP("Problem", "{path} has no values yet: its shape is known when data arrives.")
        raise failed("parameter", words, {"path": study.path})
    values, index = table(tensor, study.leading)
    rows, columns = values.shape
    row, column = max(0, min(study.row, rows - 1)), max(0, min(study.column, columns - 1))
    grid, points = kernels(module, study.path, tensor), plane(module, study.path, tensor)
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
        points=packed(points) if points is not None else None,
    )


def preview_rules(desk: Desk, study: PreviewRules) -> None:
    """Emits a RulesPreviewed: the first values of one node, drawn anew."""
    made: Model = model(desk, FIRST)
    found = {path: tensor for path, tensor, buffer in entries(made.module) if not buffer}
    chosen = made.places.paths((study.block, study.node), found)
    bars = tuple((path, figures(found[path]), histogram(found[path])) for path in chosen)
    desk.emit(RulesPreviewed(study.block, study.node, bars))
