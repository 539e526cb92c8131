"""Blocks as classes: one class serves all instances, what differs between them becomes a constructor parameter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct

from guinet.compile.members import Member, Path, content, descend, inlined, inner_blocks, is_layer, members
from guinet.compile.names import RESERVED, class_name, identifier, unused
from guinet.compile.order import Extent
from guinet.compile.precedence import gathered
from guinet.compile.scope import Scope
from guinet.core.graph import Block, End
from guinet.core.values import Value

Slot: TypeAlias = tuple[Path, str, str]
"""A node, with the control nodes around it, and one of its arguments (or of the constructor parameters of the block it
is an instance of)."""


class Parameter(Struct, frozen=True):
    """A constructor parameter: an exposed argument of the block, or what is inferred at `slot`."""

    name: str
    exposed: str | None = None
    default: Value = None
    slot: Slot | None = None

    @property
    def required(self) -> bool:
        return self.default is None


@dataclass(eq=False)
class Definition:
    """A class to be written. `nodes` in order; `results` what forward returns; `variants` the different inputs and
    arguments it is used with; `inferred` names the parameter that a slot reads, where it is no literal."""

    block: Block
    class_name: str
    nodes: tuple[str, ...]
    results: tuple[End, ...]
    variants: list[Scope]
    parameters: tuple[Parameter, ...] = ()
    inferred: dict[Slot, str] = field(default_factory=dict)

    def written(self, argument: str) -> str:
        """The parameter an exposed argument became, or that of this name."""
        exposed = (parameter.name for parameter in self.parameters if parameter.exposed == argument)
        return next(exposed, argument)

    def is_layer(self, node: str) -> bool:
        """Whether the node is an attribute of the class."""
        return is_layer(self.block, node)

    @cached_property
    def bodies(self) -> tuple[Block, ...]:
        """The blocks of the loops and branches in it, which are written inline."""
        return tuple(scope.block for scope in inlined(self.variants[0], self.nodes))

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The attributes, in the order in which they are made."""
        return members(self.variants[0], self.nodes)


Definitions: TypeAlias = dict[str, Definition]


def definitions(main: Scope, extent: Extent, skip: frozenset[str]) -> Definitions:
    """Every class the code needs by block id, those that are used before those that use them.

    `skip`: nodes of the main block that cannot be built.
    """
    found: Definitions = {}
    nodes = tuple(gathered(main.block, [node for node in extent.module if node not in skip]))
    top = Definition(main.block, "", nodes, tuple(end for end, _ in extent.results), [main])
    _collect(top, found)
    found[main.block.id] = top
    taken = set(RESERVED)
    for definition in (top, *found.values()):
        if not definition.class_name:
            definition.class_name = unused(class_name(definition.block.name), taken)
            taken.add(definition.class_name)
    for definition in found.values():
        _parametrise(definition, found)
    return found


def of_block(block: Block) -> Definition:
    nodes, results = content(block)
    return Definition(block, "", nodes, results, [])


def _collect(top: Definition, found: Definitions) -> None:
    """Fills `found` with the blocks used below `top`, each after those it uses, with all variants of each."""
    path: list[tuple[Definition, Iterator[Scope]]] = [(top, _children(top, top.variants[0]))]
    started: Definitions = {}
    while path:
        definition, children = path[-1]
        child = next(children, None)
        if child is None:
            path.pop()
            if definition is not top:
                found.setdefault(definition.block.id, definition)
            continue
        below = started.setdefault(child.block.id, of_block(child.block))
        if not any(child is scope for scope in below.variants):
            below.variants.append(child)
            path.append((below, _children(below, child)))


def _children(definition: Definition, scope: Scope) -> Iterator[Scope]:
    return inner_blocks(scope, definition.nodes)


def _parametrise(definition: Definition, found: Mapping[str, Definition]) -> None:
    """Decides on the constructor's parameters; those of the blocks used inside are known already."""
    exposed = [_exposed(definition, index) for index in range(len(definition.block.arguments))]
    vectors: dict[str, str] = {}
    for parameter in exposed:
        values = [scope.exposed.get(parameter.exposed or "") for scope in definition.variants]
        vectors.setdefault(repr(values), parameter.name)
    taken = {*RESERVED, *(parameter.name for parameter in exposed)}
    own: list[Parameter] = []
    for slot in _slots(definition, found) if len(definition.variants) > 1 else ():
        values = [slot_value(scope, slot, found) for scope in definition.variants]
        vector = repr(values)
        if all(repr(value) == repr(values[0]) for value in values):
            continue
        if vector not in vectors:
            own.append(Parameter(_parameter_name(definition, slot, taken), slot=slot))
            vectors[vector] = own[-1].name
            taken.add(own[-1].name)
        definition.inferred[slot] = vectors[vector]
    ordered = sorted((*own, *exposed), key=lambda parameter: not parameter.required)
    definition.parameters = tuple(ordered)


def _exposed(definition: Definition, index: int) -> Parameter:
    argument = definition.block.arguments[index]
    before = {*RESERVED, *(identifier(other.name, "argument") for other in definition.block.arguments[:index])}
    return Parameter(unused(identifier(argument.name, "argument"), before), argument.name, argument.default)


def _slots(definition: Definition, found: Mapping[str, Definition]) -> Iterator[Slot]:
    """Everything inferred inside: of layers, and the inferred parameters of blocks inside."""
    for member in definition.members:
        inner = found.get(member.node.block_id or "")
        if inner is not None:
            names = [parameter.name for parameter in inner.parameters if parameter.slot is not None]
        else:
            scopes = (descend(scope, member.path) for scope in definition.variants)
            names = [name for scope in scopes for name in scope.outcomes[member.used].inferred]
        yield from ((member.path, member.used, name) for name in dict.fromkeys(names))


def slot_value(scope: Scope, slot: Slot, found: Mapping[str, Definition]) -> Value:
    """What was inferred at `slot` in this variant."""
    path, node, name = slot
    scope = descend(scope, path)
    child = scope.children.get(node)
    if child is None:
        return scope.outcomes[node].inferred.get(name)
    inner = next(parameter for parameter in found[child.block.id].parameters if parameter.name == name)
    return None if inner.slot is None else slot_value(child, inner.slot, found)


def _parameter_name(definition: Definition, slot: Slot, taken: set[str]) -> str:
    path, node, name = slot
    if name not in taken:
        return name
    block = descend(definition.variants[0], path).block
    return unused(f"{identifier(block.nodes[node].name, 'layer')}_{name}", taken)
