"""What comes of one node: its outputs, the arguments that were inferred, and what is wrong with it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from guinet.compile import explain
from guinet.compile.infer import infer
from guinet.compile.known import Known
from guinet.compile.meta import LARGEST, Answer, Inputs, ask
from guinet.core.graph import Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem
from guinet.core.values import Reference, Value
from guinet.nodes.arguments import argument_problem, shown, unknown_argument
from guinet.nodes.types import NodeType


@dataclass(frozen=True, slots=True)
class Arriving:
    """What is wired into a node: `inputs` by port where it is known, and the names of all ports that have a wire."""

    inputs: Inputs
    wired: frozenset[str]
    complete: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """`known` is empty when the node could not run."""

    known: Mapping[str, Known] = field(default_factory=dict)
    inferred: Mapping[str, Value] = field(default_factory=dict)
    parameters: int = 0
    problems: tuple[Problem, ...] = ()


class UnknownReference(Exception):
    """An argument refers to an exposed argument its block does not have."""


def resolve(value: Value, exposed: Mapping[str, Value]) -> Value:
    """`value` with references replaced by what the block was given. Raises UnknownReference."""
    if isinstance(value, Reference):
        if value.argument not in exposed:
            raise UnknownReference(value.argument)
        return exposed[value.argument]
    return tuple(resolve(item, exposed) for item in value) if isinstance(value, tuple) else value


def evaluate(node: Node, type: NodeType, exposed: Mapping[str, Value], arriving: Arriving) -> Outcome:
    """Runs a node of torch on what arrives. `exposed` are the values of its block's exposed arguments."""
    given, judged = _judge(node, type, exposed)
    problems = [*judged, *_unwired(node, type, given, arriving)]
    if problems or not arriving.complete:
        return Outcome(problems=tuple(problems))
    given = {name: value for name, value in given.items() if name not in arriving.wired}
    inferred, short = infer(type, given, arriving.inputs)
    if short:
        return Outcome(problems=tuple(explain.cannot_infer(node, type, shortfall) for shortfall in short[:1]))
    arguments = given | inferred
    mismatch = explain.wrong_dtype(node, type, arriving.inputs)
    if mismatch is not None:
        return Outcome(inferred=inferred, problems=(mismatch,))
    answer = ask(type, arguments, arriving.inputs)
    found = tuple(_answer_problems(node, type, given, arriving.inputs, answer))
    known = {} if any(problem.code in _WITHOUT_RESULT for problem in found) else answer.outputs
    return Outcome(known, inferred, answer.parameters, found)


_WITHOUT_RESULT = ("too-large", "shape")


def _answer_problems(
    node: Node, type: NodeType, given: Mapping[str, Value], inputs: Inputs, answer: Answer
) -> Iterator[Problem]:
    if answer.error:
        yield explain.failure(node, type, given, inputs, answer.error)
    elif max(answer.bytes, answer.sample_bytes) > LARGEST:
        yield explain.too_large(node, answer)
    else:
        yield from explain.doubts(node, type, inputs, answer)


_judged: dict[object, tuple[dict[str, Value], tuple[Problem, ...]]] = {}
_JUDGED_SIZE: Final = 10_000


def _judge(node: Node, type: NodeType, exposed: Mapping[str, Value]) -> tuple[dict[str, Value], tuple[Problem, ...]]:
    """The good arguments, resolved, and what is wrong with the others; remembered, since most edits concern neither."""
    if not node.arguments:
        return {}, ()
    key = (type.kind, node.name, repr(node.arguments), repr(exposed) if exposed else "")
    found = _judged.get(key)
    if found is None:
        if len(_judged) >= _JUDGED_SIZE:
            _judged.clear()
        given: dict[str, Value] = {}
        problems = tuple(_argument_problems(node, type, exposed, given))
        found = _judged[key] = (given, problems)
    return found


def _argument_problems(
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
        complaint = argument_problem(argument, given[name])
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
