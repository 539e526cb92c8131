"""Records one forward pass and lays out what autograd recorded of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Final

from msgspec import Struct
from torch import nn
from torch.optim import Optimizer

from guinet.compile.precedence import is_script
from guinet.core.layered import LayoutStopped
from guinet.core.problems import GuinetError
from guinet.core.record_view import View, drawn, first_level
from guinet.core.record_wires import wire_flows
from guinet.core.recorded import Origin, Record, Whose
from guinet.probe.recording import Recording
from guinet.probe.script_recording import record_script
from guinet.probe.stepped_recording import record_stepped
from guinet.session.answers.models import newest_weights
from guinet.session.answers.parameters import result_of
from guinet.session.answers.stepping import stepped
from guinet.session.evaluation import give
from guinet.session.failure import failure
from guinet.session.jobs import TrainingJob
from guinet.session.messages.autograd import (
    AskFlows,
    AutogradShown,
    FlowsTold,
    FunctionsTold,
    ShowAutograd,
    TellFunctions,
)
from guinet.session.messages.parameters import ParametersUnknown
from guinet.session.studies import Desk

_REST: Final = 100
"""A training whose step was recorded is left alone for this many times as long: 1 % of its time, beside what other
looks at it take."""


class _Kept(Struct, frozen=True):
    """`moment` tells whether another forward pass would be recorded now; `until` the monotonic time before which a
    training is left alone."""

    moment: tuple[object, ...]
    record: Record
    until: float = 0.0

    @property
    def rest(self) -> float:
        """For how many seconds more."""
        return max(0.0, self.until - time.monotonic())


class _Ready(Struct, frozen=True):
    """What is made ready for looks at a training, for a revision."""

    revision: int
    recording: Recording


def show(desk: Desk, study: ShowAutograd) -> None:
    """Emits an AutogradShown. Raises GuinetError where the canvas cannot run."""
    begun = time.thread_time()
    kept = _kept(desk, study.again)
    if kept is None:
        return
    known = kept.record
    level = study.level if study.level is not None else first_level(known)
    try:
        drawing = drawn(known, View(level, study.opened, study.closed), desk.stopping, desk.done)
    except LayoutStopped:
        return
    rest = kept.rest + _REST * (time.thread_time() - begun)
    desk.emit(
        AutogradShown(
            desk.revision,
            level,
            drawing,
            len(known.functions),
            len(known.edges),
            known.held,
            known.own,
            known.breaks,
            known.origin,
            rest,
        )
    )


def tell(desk: Desk, study: TellFunctions) -> None:
    """Emits a FunctionsTold, of what was shown last. Raises as `show`."""
    kept = desk.kept.get("autograd")
    functions = kept.record.functions if isinstance(kept, _Kept) else ()
    asked = [place for place in study.functions if place < len(functions)][: TellFunctions.MOST]
    desk.emit(FunctionsTold(desk.revision, {place: functions[place] for place in asked}))


def flows(desk: Desk, study: AskFlows) -> None:
    """Emits a FlowsTold, or why there is nothing to tell."""
    begun = time.thread_time()
    try:
        kept = _kept(desk, study.again)
    except GuinetError as error:
        desk.emit(ParametersUnknown(type(study).__name__, failure(study, error).problem))
        return
    if kept is not None:
        found, origin = wire_flows(desk.project, kept.record), kept.record.origin
        desk.emit(FlowsTold(desk.revision, found, origin, kept.rest + _REST * (time.thread_time() - begun)))


# What is recorded


def _kept(desk: Desk, again: bool) -> _Kept | None:
    """The graph of this moment; None where a training ended meanwhile, or makes no step for long, or nobody waits."""
    kept, moment = desk.kept.get("autograd"), _moment(desk)
    training = desk.training
    if isinstance(kept, _Kept) and kept.moment == moment and not (again and kept.rest == 0):
        return kept
    if training is not None and training.running and not is_script(desk.project.main):
        found, waited = _of_training(desk, training)
    else:
        found, waited = _at_rest(desk), 0.0
    if found is None or desk.stopping():  # it may have ended half way
        return None
    desk.kept["autograd"] = kept = _Kept(moment, found, time.monotonic() + _REST * waited)
    return kept


def _moment(desk: Desk) -> tuple[object, ...]:
    training = desk.training if desk.training is not None and desk.training.running else None
    stepper = stepped(desk)
    return desk.revision, newest_weights(desk.runs), training, stepper.stop if stepper is not None else None


def _at_rest(desk: Desk) -> Record:
    desk.require_quiet()
    if is_script(desk.project.main):
        return record_script(desk.project, desk.checker, desk.stopping)
    stepper = stepped(desk)
    found = record_stepped(desk.project, desk.checker, stepper) if stepper is not None else None
    return found or Recording(desk.project, desk.checker).record(partial(_newest, desk))


def _newest(desk: Desk, module: nn.Module) -> Origin:
    run = desk.give_weights(module)
    return Origin(Whose.RUN, run) if run else Origin()


def _of_training(desk: Desk, training: TrainingJob) -> tuple[Record | None, float]:
    """Between two steps of the training, with its weights and the batch of its last step, which runs once more: the
    training's own graph is gone by then. Torch has one generator of random numbers per process."""
    ready = desk.kept.get("recording")
    if not isinstance(ready, _Ready) or ready.revision != desk.revision:
        ready = desk.kept["recording"] = _Ready(desk.revision, Recording(desk.project, desk.checker))
    recording = ready.recording

    def look(module: nn.Module, optimizer: Optimizer, step: int) -> tuple[Record, float]:
        begun = time.perf_counter()
        found = recording.record(_weights_of(module, step), training.batch)
        return found, time.perf_counter() - begun

    return result_of(desk, training.peek(look)) or (None, 0.0)


def _weights_of(trained: nn.Module, step: int) -> Callable[[nn.Module], Origin]:
    def weights(module: nn.Module) -> Origin:
        give(trained, module)
        return Origin(Whose.TRAINING, step=step)

    return weights
