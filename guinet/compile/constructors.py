"""What a class's `__init__` says: its parameters, and one line a layer."""

from __future__ import annotations

from dataclasses import dataclass

from guinet.compile import expressions
from guinet.compile.definitions import Definition, Definitions, Parameter, slot_value
from guinet.core.graph import Node
from guinet.core.project import MAIN
from guinet.core.values import Reference, Value
from guinet.nodes.registry import REGISTRY


@dataclass(frozen=True)
class Constructors:
    """The constructor calls inside one class; `found` are the classes of the blocks it uses."""

    definition: Definition
    found: Definitions

    def head(self) -> str:
        """`def __init__(self, in_channels, stride=1):`. The main class can be made without arguments."""
        written = ["self"]
        for parameter in self.definition.parameters:
            optional = not parameter.required or self.definition.block.id == MAIN
            default = f"={expressions.literal(parameter.default)}" if optional else ""
            written.append(parameter.name + default)
        return f"def __init__({', '.join(written)}):"

    def expression(self, node: Node) -> str:
        """`nn.Conv2d(3, 32, kernel_size=3)`, or `BasicBlock(64, 128, stride=2)`."""
        inner = self.found.get(node.block_id or "")
        if inner is not None:
            return f"{inner.class_name}({', '.join(self._instance(node, inner))})"
        type = REGISTRY.get(node.kind)
        if type is None:
            raise KeyError(node.kind)
        arguments: dict[str, Value] = dict(node.arguments)
        for name, value in self.definition.variants[0].outcomes[node.id].inferred.items():
            parameter = self.definition.inferred.get((node.id, name))
            arguments[name] = value if parameter is None else Reference(parameter)
        return expressions.constructor(type, arguments, self._name)

    def _instance(self, node: Node, inner: Definition) -> list[str]:
        written = []
        for parameter in inner.parameters:
            value = self._value(node, parameter)
            if parameter.required:
                written.append(expressions.literal(value, self._name))
            elif repr(value) != repr(parameter.default):
                written.append(f"{parameter.name}={expressions.literal(value, self._name)}")
        return written

    def _value(self, node: Node, parameter: Parameter) -> Value:
        """What an instance passes: what was set by hand, or what was inferred inside it."""
        if parameter.slot is None:
            return node.arguments.get(parameter.exposed or "", parameter.default)
        slot = (node.id, parameter.name)
        own = self.definition.inferred.get(slot)
        return slot_value(self.definition.variants[0], slot, self.found) if own is None else Reference(own)

    def _name(self, reference: Reference) -> str:
        return self.definition.written(reference.argument)
