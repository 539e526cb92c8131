"""Steps through a training for the window; the stepper is kept between two questions."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from torch import nn

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project
from guinet.core.stepped import Cause, Order, Stop
from guinet.probe.moment import Moments
from guinet.probe.stepping import Stepper
from guinet.session.evaluation import KEPT
from guinet.session.interrupting import interrupt
from guinet.session.messages.stepping import EndStepping, MomentTold, Stepped, TakeStep
from guinet.session.studies import Desk
from guinet.train.problems import failed

_TOPIC: Final = "stepping"


class _Kept(Struct, frozen=True):
    """`made_of` tells whether the project is still the same in all that matters."""

    stepper: Stepper
    made_of: str
    moments: Moments


def answer(desk: Desk, study: TakeStep) -> None:
    """Raises GuinetError while a training runs, TrainingError where what shall go on is no longer there."""
    desk.require_quiet()
    kept = desk.kept.get(_TOPIC)
    made_of = _substance(desk.project)
    edited = isinstance(kept, _Kept) and kept.made_of != made_of
    # What had come to its end before the edit is begun anew.
    over = edited and isinstance(kept, _Kept) and kept.stepper.stop is not None and kept.stepper.stop.ended
    if isinstance(kept, _Kept) and study.order is not None and not over:
        if edited:
            end(desk, EndStepping())
            stop = kept.stepper.stop
            if stop is not None:
                desk.emit(Stepped(replace(stop, cause=Cause.ENDED), edited=True))
            return
        _tell(desk, kept, _go(kept.stepper, desk, study.order))
        return
    if study.goes_on and study.order is not None:
        template = QT_TRANSLATE_NOOP("Problem", "The project was opened anew, so the stepping has ended: start anew.")
        raise failed("opened-anew", template)
    end(desk, EndStepping())
    stepper = Stepper(desk.project, interrupt=interrupt)
    kept = desk.kept[_TOPIC] = _Kept(stepper, made_of, Moments(desk.project, stepper))
    stop = _go(stepper, desk, study.order)
    _tell(desk, kept, stop)
    if stop.ended:
        end(desk, EndStepping())


def _tell(desk: Desk, kept: _Kept, stop: Stop) -> None:
    """Where it stands, and the values of that moment, which others may look at one by one."""
    desk.emit(Stepped(stop))
    found = desk.kept[KEPT] = kept.moments.now()
    desk.emit(MomentTold(found.told.nodes))


def stepped_module(desk: Desk) -> nn.Module | None:
    """The module of what is stepped, which stands still while a question is answered; None where nothing is."""
    kept = desk.kept.get(_TOPIC)
    if not isinstance(kept, _Kept) or kept.stepper.stop is None or kept.stepper.stop.ended:
        return None
    return kept.stepper.module


def stepped(desk: Desk) -> Stepper | None:
    """What is stepped and stands still while a question is answered; None where nothing is, or the graph is another."""
    kept = desk.kept.get(_TOPIC)
    if not isinstance(kept, _Kept) or kept.stepper.stop is None or kept.stepper.stop.ended:
        return None
    return kept.stepper if kept.made_of == _substance(desk.project) else None


def end(desk: Desk, study: EndStepping) -> None:
    """Lets go of what is stepped; its values are no longer those of any moment."""
    kept = desk.kept.pop(_TOPIC, None)
    if isinstance(kept, _Kept):
        kept.stepper.end()
        desk.kept.pop(KEPT, None)
        desk.emit(MomentTold())


def _go(stepper: Stepper, desk: Desk, order: Order | None) -> Stop:
    try:
        if stepper.stop is None:
            begun = stepper.begin(desk.stopping)
            if order is None or begun.ended:
                return begun
        assert order is not None
        return stepper.go(order, desk.stopping)
    except KeyboardInterrupt:
        return _halted(stepper)


def _halted(stepper: Stepper) -> Stop:
    """A Stop interrupts the thread that waits as well, more than once where code does not end at once."""
    while True:
        try:
            return stepper.halt()
        except KeyboardInterrupt:
            continue


def _substance(project: Project) -> str:
    """All that a training depends on, and nothing that only looks different."""
    blocks = []
    for block in project.blocks.values():
        data = block.data()
        nodes = tuple(replace(node, position=(0.0, 0.0), note="") for node in data.nodes)
        frames = tuple((frame.id, frame.mode) for frame in data.frames)
        blocks.append(repr(replace(data, nodes=nodes, frames=(), note="", notes=())) + repr(frames))
    return "\n".join([*blocks, repr(dict(project.training)), repr(dict(project.code)), repr(project.folder)])
