"""What a class's `__init__` says: its parameters, and one line a layer."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from guinet.compile import expressions
from guinet.compile.definitions import Definition, Definitions, Parameter, slot_value
from guinet.compile.members import Member, Path, descend
from guinet.compile.order import hold_of
from guinet.compile.scope import Scope
from guinet.core.graph import Block, Node
from guinet.core.project import MAIN
from guinet.core.values import Reference, Value
from guinet.nodes.registry import REGISTRY


class _Own(Reference, frozen=True):
    """A parameter of the class itself, by its name there."""


class Constructors(Struct, frozen=True):
    """The constructor calls inside one class; `found` are the classes of the blocks it uses."""

    definition: Definition
    found: Definitions

    def head(self, name: str = "__init__", *first: str) -> str:
        """`def __init__(self, in_channels, stride=1):`. The main class can be made without arguments."""
        written = list(first)
        for parameter in self.definition.parameters:
            optional = not parameter.required or self.definition.block.id == MAIN
            default = f"={expressions.literal(parameter.default)}" if optional else ""
            written.append(parameter.name + default)
        return f"def {name}({', '.join(written)}):"

    def member(self, member: Member) -> str:
        """What an attribute is made with: `nn.Conv2d(3, 32, kernel_size=3)`, `BasicBlock(64)` or `torch.rand(2, 3)`."""
        scope = descend(self.definition.variants[0], member.path)
        names = names_within(self.definition.variants[0], member.path, self._name)
        if hold_of(member.node):
            type = REGISTRY.get(member.node.kind)
            assert type is not None
            return expressions.call(type, "", {}, member.node.arguments, names)
        inferred = {
            name: value if parameter is None else _Own(parameter)
            for name, value in scope.outcomes[member.used].inferred.items()
            for parameter in (self.definition.inferred.get((member.path, member.used, name)),)
        }
        return self.expression(member.node, inferred, names, (member.path, member.used))

    def expression(
        self,
        node: Node,
        inferred: Mapping[str, Value],
        names: expressions.Names,
        place: tuple[Path, str] | None = None,
    ) -> str:
        """The constructor call of a layer or block, or of several copies of it. `place` is where it is in the class."""
        inner = self.found.get(node.block_id or "")
        type = REGISTRY.get(node.kind)
        if inner is not None:
            made = f"{inner.class_name}({', '.join(self._instance(node, inner, names, place or ((), node.id)))})"
        elif type is not None:
            made = expressions.constructor(type, {**node.arguments, **inferred}, names)
        else:
            raise KeyError(node.kind)
        return made if node.repeat == 1 else f"nn.Sequential(*({made} for _ in range({node.repeat})))"

    def _instance(self, node: Node, inner: Definition, names: expressions.Names, place: tuple[Path, str]) -> list[str]:
        written = []
        for parameter in inner.parameters:
            value = self._value(node, parameter, place)
            if parameter.required:
                written.append(expressions.literal(value, names))
            elif repr(value) != repr(parameter.default):
                written.append(f"{parameter.name}={expressions.literal(value, names)}")
        return written

    def _value(self, node: Node, parameter: Parameter, place: tuple[Path, str]) -> Value:
        """What an instance passes: what was set by hand, or what was inferred inside it."""
        if parameter.slot is None:
            return node.arguments.get(parameter.exposed or "", parameter.default)
        slot = (*place, parameter.name)
        own = self.definition.inferred.get(slot)
        return slot_value(self.definition.variants[0], slot, self.found) if own is None else _Own(own)

    def _name(self, reference: Reference) -> str:
        return reference.argument if isinstance(reference, _Own) else self.definition.written(reference.argument)


def names_within(scope: Scope, path: Path, outer: expressions.Names) -> expressions.Names:
    """How exposed arguments are written inside of control nodes, whose blocks are no classes: as what they are given.

    `outer` is how they are written in the block of `scope`.
    """
    for node, other in path:
        child = (scope.others if other else scope.children)[node]
        outer = _given(scope.block.nodes[node], child.block, outer)
        scope = child
    return outer


def _given(node: Node, definition: Block, outer: expressions.Names) -> expressions.Names:
    defaults = {argument.name: argument.default for argument in definition.arguments}

    def names(reference: Reference) -> str:
        if isinstance(reference, _Own):
            return reference.argument
        return expressions.literal(node.arguments.get(reference.argument, defaults.get(reference.argument)), outer)

    return names
