"""How active the nodes are: of a training between two steps, else of an evaluation of one batch."""

from __future__ import annotations

import time
from dataclasses import dataclass

from torch import nn
from torch.optim import Optimizer

from guinet.compile.places import Places
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, ProblemError, Severity
from guinet.data import Batches
from guinet.probe.activations import of_evaluation, of_module
from guinet.probe.evaluate import evaluate
from guinet.session.answers.models import places_of
from guinet.session.answers.parameters import REST, result_of
from guinet.session.failure import failure
from guinet.session.jobs import TrainingJob
from guinet.session.messages.activations import ActivityTold, AskActivity
from guinet.session.messages.parameters import ParametersUnknown
from guinet.session.studies import Desk
from guinet.train.plan import make_plan
from guinet.train.planned import Plan

_ROWS = 64
"""Of a training's batch so many rows are run: it waits meanwhile."""


@dataclass
class _Watched:
    training: TrainingJob
    plan: Plan
    places: Places


def tell(desk: Desk, study: AskActivity) -> None:
    """Emits ActivityTold, or why there is nothing to tell."""
    try:
        training = desk.training
        running = training is not None and training.running
        told = _of_training(desk, training) if running and training is not None else _at_rest(desk)
    except GuinetError as error:
        desk.emit(ParametersUnknown(type(study).__name__, failure(study, error).problem))
        return
    if told is not None:
        desk.emit(told)


def _at_rest(desk: Desk) -> ActivityTold | None:
    evaluation = evaluate(desk.project, checker=desk.checker, weights=desk.give_weights, stopping=desk.stopping)
    if evaluation.told.stopped:
        return None
    found = of_evaluation(evaluation)
    problem = next((each for each in evaluation.told.problems if each.severity is Severity.ERROR), None)
    if not found:
        words = QT_TRANSLATE_NOOP("Problem", "Nothing ran yet: add data and layers, and the nodes can be coloured.")
        raise GuinetError(words) if problem is None else ProblemError(problem)
    return ActivityTold(found)


def _of_training(desk: Desk, training: TrainingJob) -> ActivityTold | None:
    kept = desk.kept.get("activity")
    if not (isinstance(kept, _Watched) and kept.training is training):
        kept = _Watched(training, make_plan(desk.project), places_of(desk))
        desk.kept["activity"] = kept
    plan, places = kept.plan, kept.places
    batch = next(iter(Batches(plan.splits.train, min(plan.batch_size, _ROWS))))

    def look(module: nn.Module, optimizer: Optimizer, step: int) -> ActivityTold:
        begun = time.perf_counter()
        device = next((parameter.device for parameter in module.parameters()), None)
        given = [batch[port].to(device) for port in plan.wiring.inputs]
        found = of_module(module, places, given)
        return ActivityTold(found, step, REST * (time.perf_counter() - begun))

    return result_of(desk, training.peek(look))
