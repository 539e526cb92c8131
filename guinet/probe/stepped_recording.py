"""The graph of the very forward pass in which a stepped training stands, as far as it has come."""

from __future__ import annotations

from typing import Any

from guinet.compile.shapes import Checker
from guinet.compile.source import generate
from guinet.core.project import Project
from guinet.core.recorded import Call, Origin, Record, Whose
from guinet.core.settings import parameter_groups
from guinet.probe.autograd import Memory, Walk
from guinet.probe.flows import flows_of
from guinet.probe.recorder import Recorder, breaks_of, known_tensors
from guinet.probe.script_recording import call_of
from guinet.probe.stepping import Stepper


def record_stepped(project: Project, checker: Checker, stepper: Stepper) -> Record | None:
    """What autograd has recorded in the step of `stepper`, which stands still, with the gradients that have come back
    by now. None where nothing has run in this step yet."""
    if not stepper.calls:
        return None
    tensors = [tensor for call in stepper.calls for tensor in call.tensors.values()]
    loss, stop = stepper.loss, stepper.stop
    compared = loss is not None and any(tensor is loss for tensor in tensors)
    walk = Walk()
    # Before there is a loss a backward pass could begin anywhere: at what nothing was made of yet.
    walk.add([loss] if compared and loss is not None else tensors)
    led_to = {following for _, following, _ in walk.edges}
    walk.roots = [place for place in range(len(walk.functions)) if place not in led_to]
    memory = Memory(known_tensors(stepper.module, stepper.batch[1].values()))
    recorder = Recorder(walk, memory, _Ties(project, stepper), generate(project, checker.report), stepper.module)
    groups = parameter_groups(project.training)
    breaks = breaks_of(checker, walk, stepper.module, groups) if compared else ()
    origin = Origin(Whose.STEPPING, step=stop.step if stop is not None else 0)
    return recorder.record(breaks, flows_of(walk, stepper.came), origin)


class _Ties:
    """The nodes that have run in this step, numbered in the order in which they ended."""

    def __init__(self, project: Project, stepper: Stepper) -> None:
        self.calls: dict[int, Call] = {}
        self.codes: dict[int, str] = {}
        self._paths: dict[int, tuple[int, ...]] = {}
        numbers: dict[int, int] = {}
        for ran in stepper.calls:
            for call in ran.path:
                if id(call) not in numbers:
                    number = numbers[id(call)] = len(numbers) + 1
                    self.calls[number] = call_of(project, call.site.key)
                    self.codes[number] = call.site.code
            path = tuple(numbers[id(call)] for call in ran.path)
            self._paths.update((id(function), path) for function in ran.functions)

    def of(self, function: Any) -> tuple[int, ...]:
        return self._paths.get(id(function), ())
