"""Runs the main block once, without training: line by line, a node at a time, on real tensors."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from operator import attrgetter
from typing import Final, TypeAlias

import torch
from msgspec import Struct
from msgspec.structs import replace
from torch import Tensor, nn

from guinet import data
from guinet.compile.endless import counting, guarded, limit_of
from guinet.compile.explain import bytes_text
from guinet.compile.infer import infer
from guinet.compile.inplace import written_wire
from guinet.compile.module import explain
from guinet.compile.names import identifier, unused
from guinet.compile.order import form_of
from guinet.compile.script import NOT_RUN, Script, Statement, Unwritable
from guinet.compile.shapes import Checker
from guinet.compile.source import Source, SourceError, generate, members_of
from guinet.compile.written import execute, going_on
from guinet.compile.written_names import reserved
from guinet.core.feeds import FIRST_BATCH, Feed
from guinet.core.graph import AFTER, INPUT_KIND, End, FrameMode, Node
from guinet.core.plain import plain
from guinet.core.probed import Evaluated, NodeValue, ProbedValue, Progress, Statistics, TensorValue
from guinet.core.problems import GuinetError, Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Effect, Form, NodeType
from guinet.probe.estimate import Wires, bytes_allowed, bytes_wanted, known_inputs
from guinet.probe.failures import Entered, Failure, culprit, problem_of, too_large, warning_of
from guinet.probe.feeds import Fed, feed_node, seed_of
from guinet.probe.first_nan import asked_for, has_nan, in_the_data, made_by
from guinet.probe.inside import Inside
from guinet.probe.modes import EVAL, TRAIN, Mode, in_eval_mode, mode_of, settle
from guinet.probe.probes import Site, instruments, load_with_probes, probed
from guinet.probe.statistics import statistics
from guinet.probe.values import Memory, described, place_of, printed, state_of, stretched, tensors_in
from guinet.storage import trust
from guinet.train.overwriting import Written

Listener: TypeAlias = "Callable[[str, NodeValue], None]"
"""Told of each node as it has run."""

Holder: TypeAlias = "Callable[[str, Mapping[End, object]], None]"
"""Shown, after each node, the very values that there are by then."""

_MODES: Final[Mapping[FrameMode, Callable[[], AbstractContextManager[object]]]] = {
    FrameMode.NONE: nullcontext,
    FrameMode.NO_GRAD: torch.no_grad,
    FrameMode.INFERENCE_MODE: torch.inference_mode,
    FrameMode.ENABLE_GRAD: torch.enable_grad,
}

_IMPORTS: Final = "import torch\nimport torch.nn.functional as F\nfrom torch import nn\n"


class Evaluation(Struct, frozen=True, weakref=True):
    """What came of it: `values` by output are the very values, `told` what is told of them in plain data. `inside` has
    what ran in the blocks of a module."""

    project: Project
    values: Mapping[End, object]
    told: Evaluated
    inside: Inside

    def by_name(self) -> dict[str, object]:
        """By node name what a node gives, a tuple where it has several outputs. What failed is left out."""
        block = self.project.main
        found: dict[str, object] = {}
        for node in self.told.nodes:
            ports = [port.name for port in block.project.ports(block, block.nodes[node]).outputs] or ["input"]
            ends = [End(node, port) for port in ports]
            if self.told.nodes[node].progress is Progress.DONE:
                given = tuple(self.values.get(end) for end in ends)
                found[block.nodes[node].name] = given[0] if len(given) == 1 else given
        return found


def evaluate(
    project: Project,
    *,
    checker: Checker | None = None,
    weights: Callable[[nn.Module], object] | None = None,
    stopping: Callable[[], bool] = lambda: False,
    listener: Listener = lambda node, value: None,
    holder: Holder = lambda node, values: None,
    rounds: int | None = None,
    mode: Mode | None = None,
    feed: Feed = FIRST_BATCH,
) -> Evaluation:
    """The value at every node of the main block, which runs in the order of its script.

    A canvas that is only tensors behaves as the script that `guinet source` shows. Where data or Inputs feed a module,
    that module runs in eval mode on one batch, with the weights that `weights` loads into it, or fresh from the
    project's seed. `mode` puts the module, or the layers of the script, into "eval" or "train" mode instead; batch and
    seed are the same in both. `feed` says which rows of the data enter. `checker` is the project's, where one is at
    hand. `stopping` is asked before every node. A `while` of a node ends with an error after so many `rounds`, by
    default those of the project's setting.

    Raises NotAllowed where code written by hand would run that nobody trusted.
    """
    project = plain(project)
    trust.require(project)
    checker = checker if checker is not None else Checker(project, data.project_specs(project))
    return _Evaluator(project, checker, weights, rounds, mode, feed).run(stopping, listener, holder)


class _Evaluator:
    def __init__(
        self,
        project: Project,
        checker: Checker,
        weights: Callable[[nn.Module], object] | None,
        rounds: int | None,
        mode: Mode | None,
        feed: Feed,
    ) -> None:
        self._project = project
        self._feed = feed
        self._fed_by: dict[str, Fed] = {}
        self._inside = Inside(project)
        self._sites: list[Site] = []
        self._block = project.main
        self._rounds = rounds if rounds is not None else limit_of(project)
        self._namespace: dict[str, object] = {"__name__": "guinet_script", **counting(self._rounds)}
        self._feeding = [node for node in self._block.nodes.values() if _feeds(node)]
        given: dict[End, str] = {}
        for node in self._feeding:
            for port in project.ports(self._block, node).outputs:
                wish = node.name if node.kind == INPUT_KIND else f"{node.name}_{port.name}"
                given[End(node.id, port.name)] = unused(
                    identifier(wish, "input"), {*reserved(project), *given.values()}
                )
        self._weights = weights
        self._source = _module_source(project, checker) if self._feeding else None
        self._mode = mode_of(mode, self._source is not None)
        members = self._source.members.values() if self._source is not None else ()
        attached = frozenset(node for block, node in members if block == MAIN)
        self._script = Script(project, checker.scope, checker.report, given, attached)
        self._broken: dict[str, Exception] = {}
        self._without_module: frozenset[str] = frozenset()
        self._memory = Memory()
        self._values: dict[End, object] = {}
        self._nodes: dict[str, NodeValue] = {}
        self._backwards: list[str] = []
        self._writes: list[Written[str]] = []
        self._texts: dict[End, tuple[object, str, Statistics | None]] = {}

    def run(self, stopping: Callable[[], bool], listener: Listener, holder: Holder) -> Evaluation:
        stopped = False
        # The random state of the process is a training's too, which may be running.
        with torch.random.fork_rng(devices=range(torch.cuda.device_count())):
            torch.manual_seed(seed_of(self._project))
            self._begin()
            for node in self._script.order:
                if stopping():
                    stopped = True
                    break
                self._inside.begin(node)
                self._nodes[node] = self._node(node)
                self._note_nan(node)
                listener(node, self._nodes[node])
                holder(node, self._values)
        nodes = {node: self._at_last(node, value) for node, value in self._nodes.items()}
        fed = next(iter(self._fed_by.values()), Fed({}))
        told = Evaluated(nodes, stopped, self._mode, fed.rows, fed.draws)
        return Evaluation(self._project, self._values, told, self._inside)

    def _tell_of_first_values(self, source: Source) -> None:
        """Raises SourceError for broken code that only first values call: there is no node to tell it on."""
        called = {node.code_id for block in self._project.blocks.values() for node in block.nodes.values()}
        for id, error in self._broken.items():
            if id not in called:
                raise SourceError(explain(error, source)) from error

    def _begin(self) -> None:
        """Makes the classes of blocks, and the module where there is one."""
        for id, text in self._script.code.items():
            try:
                with going_on():
                    execute(text, self._namespace)
            except Exception as error:  # noqa: BLE001 - someone's code raises what it likes; it is told on its nodes
                self._broken[id] = error
        _execute(_IMPORTS, self._namespace)
        classes = self._script.classes()
        members = members_of(self._script.definitions)
        source = Source(classes.text, "", classes.lines, (), (), members=members, parts=classes.parts)
        given, compiler = instruments(source, self._project, self._inside, self._rounds, self._sites)
        self._namespace.update(given)
        exec(compiler(classes.text, "<guinet:script>"), self._namespace)
        if self._source is None:
            return
        if self._broken:
            self._tell_of_first_values(self._source)
            # The module is made of the same code.
            self._without_module = self._script.attached
            return
        module = load_with_probes(self._source, self._project, self._inside, rounds=self._rounds).build()
        if self._weights is not None:
            self._weights(module)
        module.train(self._mode == TRAIN)
        for name, path in self._script.borrowed():
            self._namespace[name] = attrgetter(path)(module) if path else module

    # One node

    def _node(self, id: str) -> NodeValue:
        node = self._block.nodes[id]
        problem = self._script.blocking(id)
        if _feeds(node) and (problem is None or form_of(node) is Form.DATA):
            return self._fed(node)
        waits = next((before for before in self._script.needs[id] if not self._ran(before)), None)
        if waits is not None and problem is not None and problem.code == NOT_RUN:
            return NodeValue(Progress.SKIPPED, waits_for=waits)
        if problem is not None:
            unfinished = problem.severity is not Severity.ERROR
            return NodeValue(Progress.SKIPPED if unfinished else Progress.FAILED, problems=(problem,))
        broken = self._broken.get(node.code_id or "")
        if broken is not None:
            return NodeValue(Progress.FAILED, problems=(problem_of(Failure(self._block, node, broken)),))
        if id in self._without_module:
            return NodeValue(Progress.SKIPPED)
        if waits is not None:
            return NodeValue(Progress.SKIPPED, waits_for=waits)
        entered = self._entered(node)
        type = REGISTRY.get(node.kind)
        try:
            statement = self._script.statement(id, self._inferred(node, type, entered))
        except Unwritable:
            return NodeValue(Progress.SKIPPED)
        if self._mode == EVAL:
            statement = replace(statement, line=in_eval_mode(statement.line))
        refused = self._refused(node, type, entered)
        if refused is not None:
            return NodeValue(Progress.FAILED, statement.line, problems=(refused,))
        return self._executed(node, type, statement, entered)

    def _ran(self, node: str) -> bool:
        value = self._nodes.get(node)
        return value is not None and value.progress is Progress.DONE

    def _fed(self, node: Node) -> NodeValue:
        try:
            fed = feed_node(self._project, node, self._feed)
        except GuinetError as error:
            blocking = self._script.blocking(node.id)
            problem = blocking if blocking is not None else problem_of(Failure(self._block, node, error))
            return NodeValue(Progress.FAILED, problems=(problem,))
        if fed.rows:
            self._fed_by[node.id] = fed
        for port, value in fed.values.items():
            self._keep(End(node.id, port), value)
            self._namespace[self._script.variable(End(node.id, port))] = value
        return NodeValue(Progress.DONE, outputs=self._told(node.id))

    def _executed(
        self, node: Node, type: NodeType | None, statement: Statement, entered: tuple[Entered, ...]
    ) -> NodeValue:
        written = self._about_to_write(node)
        began = time.perf_counter()
        problems: list[Problem] = []
        try:
            with going_on(), _warned(lambda words: problems.append(warning_of(self._block, node, words))):
                if statement.made and statement.layer not in self._namespace:
                    _execute(statement.made, self._namespace)
                    if self._mode == EVAL:
                        settle(statement, self._namespace)
                with _MODES[statement.mode]():
                    self._run_line(statement)
        except Exception as error:  # noqa: BLE001 - torch and Python raise what they like; it becomes a problem in words
            return self._failed(node, statement, entered, error)
        seconds = time.perf_counter() - began
        if type is not None and type.effect is Effect.BACKWARD:
            self._backwards.append(node.id)
        for port, variable in statement.outputs.items():
            self._keep(End(node.id, port), self._namespace[variable])
        self._note_write(written, statement)
        told = self._facts(node, type, entered)
        return replace(told, line=statement.line, seconds=seconds, problems=tuple(problems))

    def _run_line(self, statement: Statement) -> None:
        if statement.lines:
            exec(probed(statement.line, statement.lines, self._project, self._sites), self._namespace)
        else:
            _execute(statement.line, self._namespace)

    def _failed(self, node: Node, statement: Statement, entered: tuple[Entered, ...], error: Exception) -> NodeValue:
        failure = Failure(self._block, node, error, entered, tuple(self._backwards), tuple(self._writes))
        problem = problem_of(failure)
        checked = self._checked(node.id)
        if checked is not None:
            problem = replace(problem, fixes=problem.fixes or checked.fixes, why=problem.why or checked.why)
        guilty = culprit(failure)
        if guilty is None or guilty.id == node.id:
            return NodeValue(Progress.FAILED, statement.line, problems=(problem,))
        there = self._nodes[guilty.id]
        self._nodes[guilty.id] = replace(there, problems=(*there.problems, problem))
        return NodeValue(Progress.FAILED, statement.line, waits_for=guilty.id)

    def _checked(self, node: str) -> Problem | None:
        """What the check says of a node that it found would fail, with a repair if it has one."""
        known = self._script.report.nodes.get(MAIN, {}).get(node)
        errors = [each for each in known.problems if each.severity is Severity.ERROR] if known is not None else []
        return next((each for each in errors if each.fixes), errors[0] if errors else None)

    # What enters a node

    def _entered(self, node: Node) -> tuple[Entered, ...]:
        places: dict[str, int] = {}
        found = []
        for wire in self._block.incoming(node.id):
            if wire.target.port != AFTER:
                place = places[wire.target.port] = places.get(wire.target.port, -1) + 1
                found.append(Entered(wire.target.port, place, wire.source.node, self._values.get(wire.source)))
        return tuple(found)

    def _inputs(self, node: Node, entered: tuple[Entered, ...]) -> dict[str, object]:
        ports = {port.name: port for port in self._project.ports(self._block, node).inputs}
        several = {name: [each.value for each in entered if each.port == name] for name in ports}
        return {
            name: Wires(values) if ports[name].multiple else values[0] for name, values in several.items() if values
        }

    def _inferred(self, node: Node, type: NodeType | None, entered: tuple[Entered, ...]) -> Mapping[str, Value] | None:
        """Arguments read off what arrived, where the check could not know what does."""
        if type is None or self._script.scope.outcomes[node.id].inferred:
            return None
        if all(argument.inferred is None or argument.name in node.arguments for argument in type.arguments):
            return None
        return infer(type, node.arguments, known_inputs(self._inputs(node, entered)))[0]

    def _refused(self, node: Node, type: NodeType | None, entered: tuple[Entered, ...]) -> Problem | None:
        if type is None or type.form in (Form.OUTPUT, Form.CONSTANT, Form.ATTRIBUTE) or type.view or type.effect:
            return None
        arguments = {**self._script.scope.outcomes[node.id].inferred, **node.arguments}
        wanted = bytes_wanted(type, arguments, self._inputs(node, entered))
        allowed = bytes_allowed() if wanted else 0
        return too_large(self._block, node, bytes_text(wanted), bytes_text(allowed)) if wanted > allowed else None

    # What comes of it

    def _keep(self, end: End, value: object) -> None:
        self._values[end] = value
        self._memory.add(end.node, value)

    def _about_to_write(self, node: Node) -> Written[str] | None:
        """The tensor that the node will write over, as it is before that."""
        wire = written_wire(self._block, node)
        value = self._values.get(wire.source) if wire is not None else None
        version = _version(value)
        if not isinstance(value, Tensor) or version is None:
            return None
        made_by = "" if value.grad_fn is None else value.grad_fn.name()
        return Written(node.id, tuple(value.shape), made_by, version, version)

    def _note_write(self, written: Written[str] | None, statement: Statement) -> None:
        results = (self._values[End(statement.node, port)] for port in statement.outputs)
        after = next(map(_version, results), None) if written is not None else None
        if written is not None and after is not None:
            self._writes.append(replace(written, after=after))

    def _facts(self, node: Node, type: NodeType | None, entered: tuple[Entered, ...]) -> NodeValue:
        results = [self._values.get(End(node.id, port)) for port in self._script.outputs(node.id)]
        result = results[0] if len(results) == 1 else tuple(results)
        inputs = [(each.node, each.value) for each in entered]
        view_of = ""
        if not any(result is value for _, value in inputs) and _has_place(result):
            view_of = self._memory.owner(result, inputs)
        own = type is not None and type.view and not view_of and isinstance(result, Tensor)
        return NodeValue(
            Progress.DONE,
            outputs=self._told(node.id),
            stretched=stretched(((each.port, each.place, each.value) for each in entered), result),
            view_of=view_of,
            copied=own and not any(result is value for _, value in inputs),
        )

    def _told(self, node: str) -> dict[str, ProbedValue]:
        ends = [End(node, port) for port in self._script.outputs(node)]
        return {end.port: described(self._values[end], node, self._memory, *self._text(end)) for end in ends}

    def _text(self, end: End) -> tuple[str, Statistics | None]:
        """What `print` shows of a tensor, and its statistics; made anew only after something may have changed it."""
        value = self._values[end]
        state = state_of(value)
        before, text, numbers = self._texts.get(end, (None, "", None))
        if isinstance(value, Tensor) and (state is None or state != before):
            text, numbers = printed(value), statistics(value)
            self._texts[end] = (state, text, numbers)
        return text, numbers

    def _note_nan(self, node: str) -> None:
        """A node that makes NaN of what has none has a problem; one that is given nothing was told to."""
        value = self._nodes[node]
        if value.progress is not Progress.DONE or not has_nan(value.outputs.values()):
            return
        if _feeds(self._block.nodes[node]):
            problem = in_the_data(node, self._block.nodes[node].name)
        else:
            before = {wire.source.node for wire in self._block.incoming(node)}
            if not before or asked_for(self._block.nodes[node].arguments.values()):
                return
            if any(has_nan(self._nodes[each].outputs.values()) for each in before):
                return
            problem = made_by(self._project, node, self._inside.now)
            if any(problem in other.problems for other in self._nodes.values()):
                return
        self._nodes[node] = replace(value, problems=(*value.problems, problem))

    def _at_last(self, node: str, value: NodeValue) -> NodeValue:
        """What is told of a node when all have run: by then others may share its memory, have written over it, or have
        left a gradient."""
        if value.progress is not Progress.DONE:
            return value
        now = self._told(node)
        outputs = {port: _with_past(told, value.outputs.get(port)) for port, told in now.items()}
        return replace(value, outputs=outputs)


def _has_place(value: object) -> bool:
    return any(place_of(tensor) is not None for tensor in tensors_in(value))


def _with_past(now: ProbedValue, then: ProbedValue | None) -> ProbedValue:
    if isinstance(now, TensorValue) and isinstance(then, TensorValue) and now.text != then.text:
        return replace(now, was=then.text)
    return now


def _feeds(node: Node) -> bool:
    return node.kind == INPUT_KIND or form_of(node) is Form.DATA


def _module_source(project: Project, checker: Checker) -> Source:
    return generate(project, checker.report, partial=True)


def _version(value: object) -> int | None:
    """Autograd's count of the times a tensor was written over; None for what has none."""
    if not isinstance(value, Tensor) or value.is_inference():
        return None
    return int(value._version)


def _execute(text: str, namespace: dict[str, object]) -> None:
    exec(guarded(text, "<guinet:script>"), namespace)


@contextmanager
def _warned(tell: Callable[[str], None]) -> Iterator[None]:
    with warnings.catch_warnings(record=True) as records:
        warnings.simplefilter("always")
        yield
    for record in records:
        tell(str(record.message).split(" (Triggered internally")[0])
