"""What comes of one node: its outputs, the arguments that were inferred, and what is wrong with it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from msgspec import Struct, field

from guinet.compile import explain, meta, written_problems
from guinet.compile.endless import allowed
from guinet.compile.infer import infer
from guinet.compile.known import Known, is_uncertain
from guinet.compile.meta import LARGEST, Answer, Inputs, ask
from guinet.compile.order import HOLD
from guinet.compile.written import is_trusted, text_of
from guinet.core.graph import Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem
from guinet.core.report import NodeReport
from guinet.core.values import Reference, Value, is_wired, wires_in
from guinet.nodes.arguments import argument_problem, shown, unknown_argument
from guinet.nodes.types import NodeType


class Arriving(NamedTuple):
    """What is wired into a node: `inputs` by port where it is known, and the names of all ports that have a wire."""

    inputs: Inputs
    wired: frozenset[str]
    complete: bool


class Outcome(Struct, frozen=True, dict=True):
    """`known` is empty when the node could not run."""

    known: Mapping[str, Known] = field(default_factory=dict)
    inferred: Mapping[str, Value] = field(default_factory=dict)
    parameters: int = 0
    problems: tuple[Problem, ...] = ()

    @cached_property
    def report(self) -> NodeReport:
        """What is told of the node, as far as it is known from the node alone."""
        outputs = {port: known.spec() for port, known in self.known.items()}
        return NodeReport(outputs, self.inferred, self.parameters, self.problems)


class UnknownReference(Exception):
    """An argument refers to an exposed argument its block does not have."""


def resolve(value: Value, exposed: Mapping[str, Value]) -> Value:
    """`value` with references replaced by what the block was given. Raises UnknownReference."""
    if isinstance(value, Reference):
        if value.argument not in exposed:
            raise UnknownReference(value.argument)
        return exposed[value.argument]
    return tuple(resolve(item, exposed) for item in value) if isinstance(value, tuple) else value


_memory: dict[object, Outcome] = {}
_MEMORY_SIZE: Final = 20_000


def evaluate(node: Node, type: NodeType, exposed: Mapping[str, Value], arriving: Arriving) -> Outcome:
    """Runs a node of torch on what arrives. `exposed` are the values of its block's exposed arguments.

    The outcome is remembered by all it depends on, since most edits concern few nodes.
    """
    # As text, since 1, 1.0 and True are equal, but not the same argument.
    arguments = (repr(node.arguments), repr(exposed) if exposed else "") if node.arguments else None
    # Someone's code may run, or run longer, than when it was last looked at.
    own = None if text_of(type) is None else (is_trusted(type), allowed.get())
    key = (type.kind, arguments, tuple(arriving.inputs.items()), arriving.wired, arriving.complete, own)
    outcome = _memory.get(key) or _memory.get((key, node.name))
    if outcome is None:
        if len(_memory) >= _MEMORY_SIZE:
            _memory.clear()
        outcome = _evaluate(node, type, exposed, arriving)
        # A problem speaks of its node; what has none is the same for all.
        _memory[(key, node.name) if outcome.problems else key] = outcome
    return outcome


def forget() -> None:
    """Empties the memory of outcomes, and torch's answers (for measurements)."""
    _memory.clear()
    meta.forget()


def _evaluate(node: Node, type: NodeType, exposed: Mapping[str, Value], arriving: Arriving) -> Outcome:
    given: dict[str, Value] = {}
    problems = [*argument_problems(node, type, exposed, given), *_unwired(node, type, given, arriving)]
    if not is_trusted(type):
        problems.append(written_problems.waiting(node))
    if problems or not arriving.complete:
        return Outcome(problems=tuple(problems))
    given = {name: value for name, value in given.items() if name not in arriving.wired or is_wired(value)}
    inferred, short = infer(type, given, arriving.inputs)
    if short:
        return Outcome(problems=tuple(explain.cannot_infer(node, type, shortfall) for shortfall in short[:1]))
    unread = explain.unreadable(node, type, given | inferred, arriving.inputs)
    if unread is not None:
        return Outcome(problems=(unread,))
    arguments = given | inferred
    mismatch = explain.wrong_dtype(node, type, arriving.inputs)
    if mismatch is not None:
        return Outcome(inferred=inferred, problems=(mismatch,))
    answer = ask(type, arguments, arriving.inputs)
    found = tuple(_answer_problems(node, type, given, arriving.inputs, answer))
    known = {} if any(problem.code in _WITHOUT_RESULT for problem in found) else answer.outputs
    return Outcome(known, inferred, answer.parameters, found)


_WITHOUT_RESULT = ("too-large", "shape", "code-failed")


def _answer_problems(
    node: Node, type: NodeType, given: Mapping[str, Value], inputs: Inputs, answer: Answer
) -> Iterator[Problem]:
    if answer.error and text_of(type) is not None:
        yield written_problems.failure(node, inputs, answer)
    elif answer.error:
        yield explain.failure(node, type, given, inputs, answer.error)
    elif max(answer.bytes, answer.sample_bytes) > LARGEST:
        yield explain.too_large(node, answer)
    elif answer.when_run:
        yield explain.known_when_run(node)
    elif not any(map(is_uncertain, meta.each_of(inputs))):
        yield from explain.doubts(node, type, inputs, answer)


def argument_problems(
    node: Node, type: NodeType, exposed: Mapping[str, Value], given: dict[str, Value]
) -> Iterator[Problem]:
    """What is wrong with the arguments set by hand; the good ones go into `given`, resolved."""
    for name, value in node.arguments.items():
        argument = type.argument(name)
        if argument is None:
            yield _unknown_argument(type, name)
            continue
        try:
            given[name] = resolve(value, exposed)
        except UnknownReference as error:
            template = QT_TRANSLATE_NOOP(
                "Problem", "{argument} of {node} refers to “{name}”, which the block does not expose."
            )
            values = {"argument": name, "node": node.name, "name": str(error)}
            yield Problem("unknown-reference", template, values, argument=name)
            continue
        if type.argument(HOLD) is not None and node.arguments.get(HOLD) and is_wired(value):
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "{node} is kept by the module, which makes it before anything arrives: write a value for {argument}, "
                "or do not keep it.",
            )
            yield Problem("bad-argument", template, {"node": node.name, "argument": name}, argument=name)
            continue
        complaint = argument_problem(argument, given[name])
        if complaint is None and {*wires_in(given[name])} - {*wires_in(value)}:
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "{argument} of {node} is set by the block’s instances, which have no wire for it: write a value.",
            )
            yield Problem("bad-argument", template, {"node": node.name, "argument": name}, argument=name)
            continue
        if complaint is not None:
            template, details = complaint
            yield Problem("bad-argument", template, details, argument=name, got=shown(given[name]), why=argument.doc)


def _unknown_argument(type: NodeType, name: str) -> Problem:
    template, values = unknown_argument(type, name)
    return Problem("unknown-argument", template, values, argument=name, got=name)


def _unwired(node: Node, type: NodeType, given: Mapping[str, Value], arriving: Arriving) -> Iterator[Problem]:
    for port in type.ports(given).inputs:
        if port.name not in arriving.wired and not port.optional:
            template = QT_TRANSLATE_NOOP("Problem", "Nothing is wired to {port} of {node}.")
            yield Problem("unwired", template, {"node": node.name, "port": port.name}, port=port.name)
    for argument in type.missing(given, arriving.wired):
        if type.ports(given).input(argument.name) is not None:
            template = QT_TRANSLATE_NOOP("Problem", "{node} needs a wire to {argument}, or a value for it.")
        else:
            template = QT_TRANSLATE_NOOP("Problem", "{node} needs a value for {argument}.")
        values = {"node": node.name, "argument": argument.name}
        yield Problem("missing-argument", template, values, argument=argument.name, why=argument.doc)
