"""The body of a class's forward, and when that of the last text still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from guinet.compile.attributes import attribute
from guinet.compile.body import Body
from guinet.compile.definitions import Definition
from guinet.compile.members import Path, descend
from guinet.compile.names import Variables, unused
from guinet.compile.scope import TAKEN
from guinet.compile.writer import Line
from guinet.compile.written_names import defined_names
from guinet.core.graph import BlockData, End, Node
from guinet.core.problems import Problem
from guinet.core.sharing import owner_of
from guinet.core.values import Reference
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form

Broken: TypeAlias = Mapping[str, Problem | None]
"""Nodes that become comments, with what is wrong; None for those that wait for another."""


class Forward(Struct, frozen=True):
    """The lines, and the return statement.

    `stored`: the attributes in which the constructor keeps its parameters for them, by parameter.
    """

    lines: tuple[Line, ...]
    returned: str
    stored: Mapping[str, str]


class Material(Struct, frozen=True):
    """All that forward is made of, as values: two of them that are worth the same give the same text."""

    block: BlockData
    nodes: tuple[str, ...]
    results: tuple[End, ...]
    inputs: tuple[tuple[End, str], ...]
    broken: tuple[tuple[str, Problem | None], ...]
    parameters: tuple[tuple[str, str | None], ...]
    outputs: tuple[tuple[str, ...], ...]
    inferred: tuple[str, ...]
    controls: bool
    code: frozenset[str]

    def same(self, other: Material) -> bool:
        """Whether the text would be the same: layers may differ in what only their constructors are given.

        What is inside of a While, If or For is in another block, so that is not compared but written again.
        """
        if self.controls or other.controls:
            return False
        mine, others = self.block.nodes, other.block.nodes
        alike = replace(self, block=replace(self.block, nodes=others)) == other
        return alike and len(mine) == len(others) and all(map(_same_call, mine, others))


def _same_call(one: Node, other: Node) -> bool:
    if one is other:
        return True
    # As text, since 1, 1.0 and True are equal, but not the same argument.
    if _is_called_with_arguments(one.kind) and repr(one.arguments) != repr(other.arguments):
        return False
    return replace(one, position=other.position, arguments=other.arguments) == other


@cache
def _is_called_with_arguments(kind: str) -> bool:
    type = REGISTRY.get(kind)
    plain = type is not None and type.form is Form.MODULE and type.ports_for is None
    return not plain or type is None or any(argument.at_call for argument in type.arguments)


def material(definition: Definition, inputs: Mapping[End, str], broken: Broken) -> Material:
    """`inputs` are the parameters of forward."""
    block, outcomes = definition.block, definition.variants[0].outcomes
    nodes = [block.nodes[node] for node in definition.nodes]
    return Material(
        block.data(),
        definition.nodes,
        definition.results,
        tuple(inputs.items()),
        tuple(broken.items()),
        tuple((parameter.name, parameter.exposed) for parameter in definition.parameters),
        tuple(tuple(outcomes[node.id].known) for node in nodes if node.block_id),
        tuple(repr(outcomes[node.id].inferred) for node in nodes if _is_called_with_arguments(node.kind)),
        any(node.is_control for node in nodes),
        defined_names(block.project),
    )


def write_forward(definition: Definition, inputs: Mapping[End, str], broken: Broken) -> Forward:
    """`inputs` are the parameters of forward."""
    return _Writer(definition, inputs, broken).write()


@dataclass
class _Writer:
    definition: Definition
    inputs: Mapping[End, str]
    broken: Broken
    stored: dict[str, str] = field(default_factory=dict)

    def write(self) -> Forward:
        definition = self.definition
        variables = Variables(defined_names(definition.block.project))
        self.attributes = {(member.path, member.node.id): member.name for member in definition.members}
        body = Body(definition.variants[0], variables, self._callee, self._kept)
        results = [end for end in definition.results if end.node not in self.broken]
        body.expect(definition.nodes, results)
        for end, name in self.inputs.items():
            variables.bind(end, [name])
        lines = [*body.write(definition.nodes), *self._complaints()]
        returned = f"return {', '.join(variables.read(end) for end in results) or None}"
        return Forward(tuple(lines), returned, self.stored)

    def _callee(self, path: Path, node: Node) -> str:
        block = descend(self.definition.variants[0], path).block
        return attribute("self", self.attributes.get((path, owner_of(block, node.id)), node.name))

    def _complaints(self) -> list[Line]:
        found = []
        for node, problem in self.broken.items():
            words = problem.message if problem is not None else "waits for a node before it"
            name = self.definition.block.nodes[node].name
            text = words if words.startswith(f"{name} ") else f"{name}: {words}"
            found.append(Line(f"# {_one_line(text)}", (self.definition.block.id, node)))
        return found

    def _kept(self, reference: Reference) -> str:
        """An exposed argument that forward reads: the constructor keeps it as an attribute."""
        parameter = self.definition.written(reference.argument)
        if parameter not in self.stored:
            names = (member.name.partition(".")[0] for member in self.definition.members)
            self.stored[parameter] = unused(parameter, TAKEN.union(names, self.stored.values()))
        return f"self.{self.stored[parameter]}"


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
