"""The values of the moment at which a stepped training stands, as those of an evaluation are told."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping

from msgspec.structs import replace
from torch import Tensor

from guinet.core.graph import End
from guinet.core.probed import Evaluated, NodeValue, ProbedValue, Progress, Statistics, TensorValue
from guinet.core.project import Project
from guinet.probe.calls import Call
from guinet.probe.evaluate import Evaluation
from guinet.probe.inside import Inside, by_port
from guinet.probe.modes import TRAIN
from guinet.probe.statistics import statistics
from guinet.probe.stepping import Stepper
from guinet.probe.values import Memory, described, printed

_Told = tuple["weakref.ref[Tensor]", int, str, Statistics | None]
"""A tensor, how often it had been written over, and what was told of it then."""


class Moments:
    """Tells of one stepper after another of its stops; what has not changed in between is not worked out again."""

    def __init__(self, project: Project, stepper: Stepper) -> None:
        self._project = project
        self._stepper = stepper
        self._texts: dict[int, _Told] = {}

    def now(self) -> Evaluation:
        """What has run in this step so far, with the gradients that have come back: the rows of the batch at the data
        node, and what each node gave. Tensors are as they are now, though something may have written over them."""
        inside, values, calls = Inside(self._project), dict(self._batch()), dict[str, Call]()
        for call in self._stepper.calls:
            if call.around is not None:
                inside.add(tuple((each.site.key, each.time) for each in call.path), call.given)
                continue
            node = call.site.key[1]
            calls[node] = call
            for port, value in by_port(self._project, call.site.key, call.given).items():
                values[End(node, port)] = value
        nodes = self._told(values, calls)
        return Evaluation(self._project, values, Evaluated(nodes, mode=TRAIN), inside)

    def _batch(self) -> Iterator[tuple[End, object]]:
        node, batch = self._stepper.batch
        if node is not None and node in self._project.main.nodes:
            ports = self._project.ports(self._project.main, self._project.main.nodes[node]).outputs
            yield from ((End(node, port.name), batch[port.name]) for port in ports if port.name in batch)

    def _told(self, values: Mapping[End, object], calls: Mapping[str, Call]) -> dict[str, NodeValue]:
        memory, known = Memory(), self._texts
        for end, value in values.items():
            memory.add(end.node, value)
        self._texts = {}
        outputs: dict[str, dict[str, ProbedValue]] = {}
        for end, value in values.items():
            if isinstance(value, Tensor):
                self._texts[id(value)] = told = _worked_out(value, known.get(id(value)))
                found = described(value, end.node, memory, told[2], told[3])
            else:
                found = described(value, end.node, memory)
            outputs.setdefault(end.node, {})[end.port] = found
        return {
            node: NodeValue(Progress.DONE, calls[node].site.code, _with_gradients(ports, calls[node]))
            if node in calls
            else NodeValue(Progress.DONE, outputs=ports)
            for node, ports in outputs.items()
        }


def _worked_out(tensor: Tensor, before: _Told | None) -> _Told:
    version = -1 if tensor.is_inference() else tensor._version
    if before is not None and before[0]() is tensor and before[1] == version >= 0:
        return before
    return weakref.ref(tensor), version, printed(tensor), statistics(tensor)


def _with_gradients(outputs: Mapping[str, ProbedValue], call: Call) -> dict[str, ProbedValue]:
    """What a node gave, with what came back of it: a training keeps no gradient of values on the way."""
    names = list(call.given)
    found = dict(outputs)
    for place, (port, told) in enumerate(outputs.items()):
        if isinstance(told, TensorValue) and told.requires_grad:
            gradient = call.gradient_texts.get(names[place], "") if len(names) == len(outputs) else ""
            found[port] = replace(told, keeps_grad=True, grad=gradient)
    return found
