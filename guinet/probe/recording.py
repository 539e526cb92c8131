"""One forward pass as a training would make it, and the graph that autograd recorded of it, tied to the canvas."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import torch
from msgspec.structs import replace
from torch import Tensor, nn

from guinet.compile.module import Loaded, explain
from guinet.compile.places import Places as NodesOfPaths
from guinet.compile.precedence import is_script
from guinet.compile.shapes import Checker
from guinet.compile.source import Source, SourceError, generate
from guinet.core.parameter_rows import ParameterRow
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.core.record_view import common
from guinet.core.recorded import Call, Function, Record
from guinet.core.settings import parameter_groups
from guinet.probe.autograd import Memory, Walk, leaf_of, op_of, paths_of, shapes_of
from guinet.probe.flow import blocked_parameters
from guinet.probe.parameters import Groups, frozen_by
from guinet.probe.probes import Site, load_with_probes
from guinet.probe.script_recording import NOTHING, call_of, failing, record_script
from guinet.probe.trial import Trial, make_trial
from guinet.probe.values import tensors_in
from guinet.train.groups import parameter_groups as group


def record(project: Project, checker: Checker, stopping: Callable[[], bool] = lambda: False) -> Record:
    """What autograd records of one batch in train mode, with first values from the project's seed; no step is made, and
    torch's random state stays as it was. Of a canvas that is only tensors: what it recorded when it ran once.

    Raises GuinetError when the canvas cannot run as it stands, and what torch raises when a node fails.
    """
    if is_script(project.main):
        return record_script(project, checker, stopping)
    trial = make_trial(project)
    source = generate(project, trial.report)
    marks = _Marks(project)
    loaded = load_with_probes(source, project, marks)
    with trial.calm():
        module = loaded.module_class().to(trial.device)
        groups = parameter_groups(project.training)
        group(module, {pattern: dict(given) for pattern, given in groups.items()})
        batch = trial.real_batch()
        forward = _forward(trial, loaded, module.train())
        try:
            with torch.enable_grad():
                results = forward(batch)
        except Exception as error:  # the boundary: torch and someone's code raise what they like; it is told in words
            raise SourceError(explain(error, source)) from error
        walk = Walk()
        walk.add(results)
        known = [*module.parameters(), *module.buffers(), *batch.values()]
        return _Recorder(walk, known, marks, source, module).record(_breaks(checker, walk, module, groups))


def _forward(trial: Trial, loaded: Loaded, module: nn.Module) -> Callable[[Mapping[str, Tensor]], list[Tensor]]:
    """From a batch to where a backward pass begins: the loss, or what the network gives where there is none."""
    if trial.plan is None or loaded.objective is None:
        forward = trial.forward(module)
        return lambda batch: list(tensors_in(forward(batch)[0]))
    wiring = replace(trial.plan.wiring, objective=loaded.objective)
    wiring.to(trial.device)
    compared = wiring.forward(module)
    return lambda batch: [compared(batch)[1]]


class _Marks:
    """Which node was under way when a function was made: each function has the next number of autograd's count."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._counts: list[int] = []
        self._paths: list[tuple[int, ...]] = []
        self._running: tuple[int, ...] = ()
        self.calls: dict[int, Call] = {}
        self.codes: dict[int, str] = {}

    def enter(self, site: Site) -> None:
        number = len(self.calls) + 1
        self.calls[number] = call_of(self._project, site.key)
        self.codes[number] = site.code
        self._running = (*self._running, number)
        self._mark()

    def leave(self, site: Site, values: Mapping[str, object]) -> None:
        self._running = self._running[:-1]
        self._mark()

    def _mark(self) -> None:
        self._counts.append(torch.autograd._get_sequence_nr())  # type: ignore[attr-defined]
        self._paths.append(self._running)

    def of(self, function: Any) -> tuple[int, ...]:
        """The calls that made a function, the outermost first."""
        place = bisect_right(self._counts, function._sequence_nr()) - 1
        return self._paths[place] if place >= 0 else ()


class _Recorder:
    """Makes plain data of a walk over a module's graph."""

    def __init__(self, walk: Walk, known: Iterable[Tensor], marks: _Marks, source: Source, module: nn.Module) -> None:
        self._walk, self._memory, self._marks, self._source = walk, Memory(known), marks, source
        self._names = paths_of(module)
        self._text = source.text.splitlines()
        self._users = _users(walk)
        self._paths = [() if leaf_of(each) is not None else marks.of(each) for each in walk.functions]
        self._used = self._leaves_of_runs()

    def record(self, breaks: tuple[Problem, ...]) -> Record:
        walk, memory = self._walk, self._memory
        functions = tuple(self._function(place) for place in range(len(walk.functions)))
        edges = tuple((function, following) for function, following, _ in walk.edges)
        used = {call for each in functions for call in each.calls}
        calls = {number: call for number, call in self._marks.calls.items() if number in used}
        breaks = (*breaks, *failing(functions))
        return Record(functions, edges, tuple(walk.roots), calls, memory.total, memory.own, breaks)

    def _function(self, place: int) -> Function:
        function = self._walk.functions[place]
        saved, size = self._memory.saved(function)
        leaf, calls = leaf_of(function), self._paths[place]
        parameters = self._used.get(calls, ())
        ties: Sequence[int] = calls
        name = ""
        if leaf is not None:
            # It lies where all that use it lie; what several nodes use, a tied parameter, belongs to all of them.
            using = [self._paths[user] for user in self._users[place]]
            calls = common(using) if using else ()
            ties = calls or [path[-1] for path in using if path]
            name, parameters = self._name(leaf), ()
        keys = tuple(dict.fromkeys(self._marks.calls[call].key for call in ties))
        code, line = self._line(ties[-1]) if ties else ("", 0)
        return Function(
            op_of(function), shapes_of(function), saved, size, name, "", calls, keys, code, line, parameters
        )

    def _name(self, leaf: Tensor) -> str:
        return self._names.get(id(leaf), "") or "×".join(map(str, leaf.shape)) or "leaf"

    def _leaves_of_runs(self) -> dict[tuple[int, ...], tuple[str, ...]]:
        """By run of a node the leaves it uses."""
        found: dict[tuple[int, ...], dict[str, None]] = {}
        for place, function in enumerate(self._walk.functions):
            leaf = leaf_of(function)
            for user in self._users[place] if leaf is not None else ():
                if leaf is not None and self._paths[user]:
                    found.setdefault(self._paths[user], {})[self._name(leaf)] = None
        return {path: tuple(names) for path, names in found.items()}

    def _line(self, call: int) -> tuple[str, int]:
        """The line that runs a node, and its number in the code of the module: 0 in that of the loss."""
        code = self._marks.codes[call]
        numbers = self._source.lines.get(self._marks.calls[call].key, ())
        return code, next((number for number in reversed(numbers) if code in self._text[number - 1]), 0)


def _users(walk: Walk) -> list[list[int]]:
    """By function those that it is next to in the backward pass."""
    users: list[list[int]] = [[] for _ in walk.functions]
    for function, following, _ in walk.edges:
        users[following].append(function)
    return users


# Where it breaks


def _breaks(checker: Checker, walk: Walk, module: nn.Module, groups: Groups) -> tuple[Problem, ...]:
    """The reasons why parameters of `module` are not in the graph, each once."""
    reached = {id(leaf_of(function)) for function in walk.functions}
    lost = [
        ParameterRow(
            path,
            False,
            tuple(parameter.shape),
            str(parameter.dtype).removeprefix("torch."),
            parameter.numel(),
            parameter.nbytes,
            str(parameter.device),
            requires_grad=parameter.requires_grad,
            frozen=frozen_by(path, groups),
        )
        for path, parameter in module.named_parameters()
        if id(parameter) not in reached
    ]
    found: list[Problem] = []
    for reason in blocked_parameters(checker.scope, NodesOfPaths(checker.scope), lost).values():
        if reason not in found:
            found.append(reason)
    return (*found, *([] if walk.functions else [NOTHING]))
