"""What autograd records while a canvas of tensors runs as a script: looked at after each node, before more happens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from msgspec.structs import replace
from torch import Tensor

from guinet.compile.shapes import Checker
from guinet.core.graph import AFTER, End
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.core.recorded import Call, Function, Kept, Key, Origin, Record, Saved, Whose
from guinet.nodes.registry import REGISTRY
from guinet.probe.autograd import Memory, Walk, leaf_of, op_of, shapes_of
from guinet.probe.evaluate import Evaluation, evaluate
from guinet.probe.flow import cut_at
from guinet.probe.flows import Came, flows_of, watch
from guinet.probe.values import tensors_in

_FEW: Final = 4
"""Numbers of a gradient that are shown beside its leaf."""

NOTHING: Final = Problem(
    "gradient",
    QT_TRANSLATE_NOOP(
        "Problem", "Autograd recorded nothing: no tensor here needs a gradient. Set requires_grad, or add a layer."
    ),
    severity=Severity.INFO,
)


def call_of(project: Project, key: Key) -> Call:
    """What is told of a node that runs."""
    node = project.blocks[key[0]].nodes[key[1]]
    type = REGISTRY.get(node.kind)
    inner = project.blocks.get(node.block_id) if node.block_id is not None else None
    return Call(key, node.name, inner.name if inner is not None else type.title if type is not None else node.kind)


def failing(functions: Iterable[Function]) -> Iterator[Problem]:
    """Where a backward pass will fail, since what a function saved was written over."""
    for function in functions:
        if function.fails:
            values = {"function": function.op}
            words = QT_TRANSLATE_NOOP(
                "Problem", "What {function} saved was written over since: a backward pass will fail there."
            )
            block, node = function.keys[-1] if function.keys else (None, None)
            yield Problem("gradient", words, values, block=block, node=node)


def record_script(project: Project, checker: Checker, stopping: Callable[[], bool]) -> Record:
    """Runs the canvas once and tells what autograd recorded of it. A node that fails ends only what follows it."""
    recorder = _Recorder(project)
    evaluation = evaluate(project, checker=checker, stopping=stopping, holder=recorder.ran)
    return recorder.record(evaluation, _breaks(project, checker, evaluation))


class _Recorder:
    def __init__(self, project: Project) -> None:
        self._project = project
        self._walk = Walk()
        self._first = Memory()
        self._saved: list[tuple[Saved, ...]] = []
        self._came: Came = {}
        self._nodes: list[str] = []
        self._leaves: dict[int, str] = {}
        self._used: dict[str, dict[str, None]] = {}

    def ran(self, node: str, values: Mapping[End, object]) -> None:
        """Whatever is new belongs to this node."""
        tensors = [tensor for end in self._ends(node) for tensor in tensors_in(values.get(end))]
        for tensor in tensors:
            if tensor.is_leaf and tensor.requires_grad:
                self._leaves.setdefault(id(tensor), node)
        for place in self._walk.add(tensors):
            self._saved.append(self._first.saved(self._walk.functions[place])[0])
            watch(self._walk.functions[place], self._came)
            self._nodes.append(node)

    def _ends(self, node: str) -> Iterator[End]:
        block = self._project.main
        yield from (End(node, port.name) for port in self._project.ports(block, block.nodes[node]).outputs)

    def record(self, evaluation: Evaluation, breaks: tuple[Problem, ...]) -> Record:
        walk, leaves = self._walk, [leaf_of(function) for function in self._walk.functions]
        memory = Memory(leaf for leaf in leaves if leaf is not None)
        self._used = self._leaves_of_runs()
        order = {node: number for number, node in enumerate(dict.fromkeys(self._nodes), 1)}
        calls = {number: call_of(self._project, (MAIN, node)) for node, number in order.items()}
        functions = tuple(
            self._function(place, memory, order[self._nodes[place]], evaluation) for place in range(len(leaves))
        )
        led_to = {following for _, following, _ in walk.edges}
        roots = tuple(place for place in range(len(functions)) if place not in led_to)
        edges = tuple((function, following) for function, following, _ in walk.edges)
        flows, origin = flows_of(walk, self._came), Origin(Whose.SCRIPT)
        breaks = (*breaks, *failing(functions))
        return Record(functions, edges, roots, calls, memory.total, memory.own, breaks, flows, origin)

    def _function(self, place: int, memory: Memory, call: int, evaluation: Evaluation) -> Function:
        function, node = self._walk.functions[place], self._nodes[place]
        now, size = memory.saved(function)
        saved = tuple(map(_as_it_was, now, self._saved[place]))
        leaf = leaf_of(function)
        name = "" if leaf is None else self._name(leaf, node)
        if leaf is not None:
            node = self._leaves.get(id(leaf), node)
        calls = () if leaf is not None and id(leaf) in self._leaves else (call,)
        told = evaluation.told.nodes.get(node)
        line = told.line if told is not None else ""
        return Function(
            op_of(function),
            shapes_of(function),
            saved,
            size,
            name,
            gradient_text(leaf),
            calls,
            ((MAIN, node),),
            line,
            parameters=() if leaf is not None else tuple(self._used.get(node, ())),
        )

    def _name(self, leaf: Tensor, user: str) -> str:
        """What a leaf is called: as the node that gives it, or by the node that made it for itself."""
        nodes = self._project.main.nodes
        given = self._leaves.get(id(leaf))
        return nodes[given].name if given else f"{nodes[user].name} {'×'.join(map(str, leaf.shape))}".rstrip()

    def _leaves_of_runs(self) -> dict[str, dict[str, None]]:
        """By node the leaves that what it made uses."""
        found: dict[str, dict[str, None]] = {}
        for place, following, _ in self._walk.edges:
            leaf = leaf_of(self._walk.functions[following])
            if leaf is not None:
                found.setdefault(self._nodes[place], {})[self._name(leaf, self._nodes[following])] = None
        return found


def _as_it_was(now: Saved, first: Saved) -> Saved:
    """What cannot be looked at any more, as it was when it was saved."""
    return now if now.kept is Kept.HELD else replace(first, kept=now.kept)


def gradient_text(leaf: Tensor | None) -> str:
    """The gradient that has come to a leaf, as it is where it has few numbers; else nothing."""
    gradient: Any = None if leaf is None else leaf.grad
    if gradient is None or gradient.is_sparse or gradient.numel() > _FEW:
        return ""
    numbers = gradient.detach().flatten().tolist()
    text = ", ".join(f"{number:.4g}" for number in numbers)
    return text if gradient.dim() == 0 else f"[{text}]"


# Where it breaks


def _breaks(project: Project, checker: Checker, evaluation: Evaluation) -> tuple[Problem, ...]:
    """Why no gradient passes through nodes that are given tensors which need one."""
    needing = {end for end, value in evaluation.values.items() if any(each.requires_grad for each in tensors_in(value))}
    found = []
    for node in evaluation.told.nodes:
        entering = [wire.source for wire in project.main.incoming(node) if wire.target.port != AFTER]
        gives = any(end.node == node and [*tensors_in(value)] for end, value in evaluation.values.items())
        if gives and needing.intersection(entering) and not any(end.node == node for end in needing):
            reason = cut_at(checker.scope, ((MAIN, node),))
            found += [reason] if reason is not None else []
    return tuple(found) if found or needing else (NOTHING,)
