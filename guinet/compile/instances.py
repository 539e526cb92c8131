"""Nodes that use a block: what they are given, and what comes of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from guinet.compile.evaluate import Arriving, Outcome, UnknownReference, resolve
from guinet.compile.known import Known
from guinet.compile.order import natural
from guinet.core.graph import Block, Node
from guinet.core.ports import Ports
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem
from guinet.core.values import Value

if TYPE_CHECKING:
    from guinet.compile.scope import Scope


def instance(scope: Scope, node: Node, definition: Block, arriving: Arriving) -> Outcome:
    """What comes of an instance of a block; its scope becomes a child of `scope`."""
    ports = scope.block.project.ports(scope.block, node)
    problems = [*argument_problems(node, definition, ()), *entry_problems(node, ports, arriving)]
    exposed = exposed_values(scope, node, definition, problems)
    given = {port.name: single(arriving.inputs.get(port.name)) for port in ports.inputs}
    child = scope.instantiate(definition.id, exposed, given)
    if child is None:
        return Outcome()
    scope.children[node.id] = child
    inner = child.first_error()
    if inner is not None and not problems:
        problems.append(inside(node, inner))
    return Outcome(child.outputs, {}, child.parameters, tuple(problems))


def instance_arguments(node: Node, definition: Block, exposed: Mapping[str, Value]) -> dict[str, Value]:
    """The values an instance gives to its block's exposed arguments. Raises UnknownReference."""
    return {
        argument.name: resolve(node.arguments.get(argument.name, argument.default), exposed)
        for argument in definition.arguments
    }


def exposed_values(scope: Scope, node: Node, definition: Block, problems: list[Problem]) -> dict[str, Value]:
    """The same; `problems` gains one where an argument refers to what is not exposed."""
    try:
        return instance_arguments(node, definition, scope.exposed)
    except UnknownReference as error:
        template = QT_TRANSLATE_NOOP("Problem", "{node} refers to “{name}”, which its block does not expose.")
        problems.append(Problem("unknown-reference", template, {"node": node.name, "name": str(error)}))
        return {argument.name: argument.default for argument in definition.arguments}


def single(known: Known | tuple[Known, ...] | None) -> Known | None:
    return None if isinstance(known, tuple) else known


def argument_problems(node: Node, definition: Block, own: Collection[str]) -> Iterator[Problem]:
    """Arguments that neither the block exposes nor the node has of its own."""
    names = [argument.name for argument in definition.arguments]
    for name in node.arguments:
        if name not in names and name not in own:
            template = QT_TRANSLATE_NOOP("Problem", "{node} has no argument “{argument}”; its block exposes none.")
            if names:
                template = QT_TRANSLATE_NOOP(
                    "Problem", "{node} has no argument “{argument}”; its block exposes: {names}."
                )
            values = {"node": node.name, "argument": name, "names": ", ".join(names)}
            yield Problem("unknown-argument", template, values, argument=name, got=name)


def entry_problems(node: Node, ports: Ports, arriving: Arriving) -> Iterator[Problem]:
    for port in sorted(ports.inputs, key=lambda port: natural(port.name)):
        if port.name not in arriving.wired and not port.optional:
            template = QT_TRANSLATE_NOOP("Problem", "Nothing is wired to {port} of {node}.")
            yield Problem("unwired", template, {"node": node.name, "port": port.name}, port=port.name)


def inside(node: Node, inner: Problem) -> Problem:
    """What is wrong in the block, as it is told of the node that uses it."""
    template = QT_TRANSLATE_NOOP("Problem", "Inside {node}: {reason}")
    values: dict[str, str | Problem] = {"node": node.name, "reason": inner}
    return Problem(
        "inside", template, values, expected=inner.expected, got=inner.got, why=inner.why, detail=inner.detail
    )
