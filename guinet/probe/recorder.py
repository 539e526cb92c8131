"""Makes plain data of the graph that autograd recorded of a module, tied to the nodes that made it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from torch import nn

from guinet.compile.places import Places as NodesOfPaths
from guinet.compile.shapes import Checker
from guinet.compile.source import Source
from guinet.core.parameter_rows import ParameterRow
from guinet.core.problems import Problem
from guinet.core.record_view import common
from guinet.core.recorded import Call, Flow, Function, Origin, Record
from guinet.probe.autograd import Memory, Walk, leaf_of, op_of, paths_of, shapes_of
from guinet.probe.flow import blocked_parameters
from guinet.probe.parameters import Groups, frozen_by
from guinet.probe.script_recording import NOTHING, failing, gradient_text


class Ties(Protocol):
    """Which nodes ran, by number, with the line of each, and which of them made a function."""

    @property
    def calls(self) -> Mapping[int, Call]: ...

    @property
    def codes(self) -> Mapping[int, str]: ...

    def of(self, function: Any) -> tuple[int, ...]:
        """The calls that made a function, the outermost first."""


class Recorder:
    """Of one walk. It looks at once at what the functions keep: a backward pass lets go of that."""

    def __init__(self, walk: Walk, memory: Memory, ties: Ties, source: Source, module: nn.Module) -> None:
        self._walk, self._memory, self._ties, self._source = walk, memory, ties, source
        self._saved = [memory.saved(function) for function in walk.functions]
        self._names = paths_of(module)
        self._text = source.text.splitlines()
        self._users = _users(walk)
        self._paths = [() if leaf_of(each) is not None else ties.of(each) for each in walk.functions]
        self._used = self._leaves_of_runs()

    def record(self, breaks: tuple[Problem, ...], flows: tuple[Flow, ...], origin: Origin) -> Record:
        walk, memory = self._walk, self._memory
        functions = tuple(self._function(place) for place in range(len(walk.functions)))
        edges = tuple((function, following) for function, following, _ in walk.edges)
        used = {call for each in functions for call in each.calls}
        calls = {number: call for number, call in self._ties.calls.items() if number in used}
        breaks = (*breaks, *failing(functions))
        return Record(functions, edges, tuple(walk.roots), calls, memory.total, memory.own, breaks, flows, origin)

    def _function(self, place: int) -> Function:
        function = self._walk.functions[place]
        saved, size = self._saved[place]
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
        keys = tuple(dict.fromkeys(self._ties.calls[call].key for call in ties))
        code, line = self._line(ties[-1]) if ties else ("", 0)
        gradient = gradient_text(leaf)
        return Function(
            op_of(function), shapes_of(function), saved, size, name, gradient, calls, keys, code, line, parameters
        )

    def _name(self, leaf: Any) -> str:
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
        code = self._ties.codes[call]
        numbers = self._source.lines.get(self._ties.calls[call].key, ())
        return code, next((number for number in reversed(numbers) if code in self._text[number - 1]), 0)


def _users(walk: Walk) -> list[list[int]]:
    """By function those that it is next to in the backward pass."""
    users: list[list[int]] = [[] for _ in walk.functions]
    for function, following, _ in walk.edges:
        users[following].append(function)
    return users


def breaks_of(checker: Checker, walk: Walk, module: nn.Module, groups: Groups) -> tuple[Problem, ...]:
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
    for reason in blocked_parameters(checker.scope, NodesOfPaths(checker.scope), lost).values() if lost else ():
        if reason not in found:
            found.append(reason)
    return (*found, *([] if walk.functions else [NOTHING]))


def known_tensors(module: nn.Module, batch: Iterable[Any]) -> list[Any]:
    """What is there anyway, whatever autograd keeps: parameters, buffers and the batch."""
    return [*module.parameters(), *module.buffers(), *batch]
