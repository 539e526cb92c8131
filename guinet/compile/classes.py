"""Writes one block as a class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from guinet.compile.calls import Statements, inferred_of
from guinet.compile.constructors import Constructors
from guinet.compile.definitions import Definition, Definitions
from guinet.compile.names import RESERVED, Variables, identifier, unused
from guinet.compile.order import by_name, entering
from guinet.compile.scope import TAKEN
from guinet.compile.writer import Key, Text
from guinet.core.graph import End, Node
from guinet.core.problems import Problem
from guinet.core.project import INPUT_KIND, MAIN, OUTPUT_KIND
from guinet.core.values import Reference
from guinet.nodes.registry import REGISTRY

Broken = Mapping[str, Problem | None]


def write_class(
    text: Text, definition: Definition, found: Definitions, inputs: Mapping[End, str], broken: Broken
) -> None:
    """Adds the class. `inputs` are the parameters of forward; `broken` nodes of the main block become comments."""
    text.comment(definition.block.note)
    is_main = definition.block.id == MAIN
    writer = ClassWriter(definition, found, inputs, broken if is_main else {})
    if writer.is_sequential:
        writer.write_sequential(text)
    else:
        writer.write_module(text)


def block_inputs(definition: Definition) -> dict[End, str]:
    """The parameters of a block's forward: its Input nodes in the order of their names."""
    block = definition.block
    nodes = by_name(block, [node.id for node in block.nodes.values() if node.kind == INPUT_KIND])
    taken = set(RESERVED)
    found: dict[End, str] = {}
    for node in nodes:
        found[End(node, "output")] = name = unused(identifier(block.nodes[node].name, "input"), taken)
        taken.add(name)
    return found


@dataclass
class ClassWriter:
    """The class of one definition."""

    definition: Definition
    found: Definitions
    inputs: Mapping[End, str]
    broken: Broken
    _stored: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._block = self.definition.block
        self._outcomes = self.definition.variants[0].outcomes
        self._constructors = Constructors(self.definition, self.found)
        self._nodes = [self._block.nodes[node] for node in self.definition.nodes]
        self._layers = [node for node in self._nodes if self.definition.is_layer(node.id)]

    @property
    def is_sequential(self) -> bool:
        """Whether the block is one chain of layers named 0, 1, 2 …"""
        steps = [node for node in self._nodes if node.kind != INPUT_KIND]
        if self.broken or not steps or len(self.inputs) != 1 or steps != self._layers:
            return False
        before = next(iter(self.inputs))
        for place, node in enumerate(steps):
            wires = entering(self._block, node)
            outputs = list(self._outcomes[node.id].known)
            if node.name != str(place) or [wire.source for wire in wires] != [before] or len(outputs) != 1:
                return False
            if _is_called_with_arguments(node):
                return False
            before = End(node.id, outputs[0])
        return self.definition.results == (before,)

    def write_sequential(self, text: Text) -> None:
        text.add(f"class {self.definition.class_name}(nn.Sequential):", 0, *self._end_keys())
        text.add(self._constructors.head(), 1)
        text.add("super().__init__(", 2)
        for node in self._layers:
            text.comment(node.note, 3, self._key(node))
            text.add(f"{self._constructors.expression(node)},", 3, self._key(node))
        text.add(")", 2)

    def write_module(self, text: Text) -> None:
        body = self._forward()
        text.add(f"class {self.definition.class_name}(nn.Module):")
        text.add(self._constructors.head(), 1)
        text.add("super().__init__()", 2)
        for parameter, attribute in self._stored.items():
            text.add(f"self.{attribute} = {parameter}", 2)
        for node in self._layers:
            text.comment(node.note, 2, self._key(node))
            text.add(self._assignment(node), 2, self._key(node))
        text.add()
        inputs = [self._block.nodes[end.node] for end in self.inputs]
        text.add(f"def forward({', '.join(('self', *self.inputs.values()))}):", 1, *map(self._key, inputs))
        for line, owner in body:
            text.add(line, 2, self._key(owner))
        text.add(self._return, 2, *self._output_keys())

    def _assignment(self, node: Node) -> str:
        made = self._constructors.expression(node)
        return f'self.add_module("{node.name}", {made})' if node.name.isdigit() else f"self.{node.name} = {made}"

    def _forward(self) -> list[tuple[str, Node]]:
        """The lines of forward, each with its node; and what it returns, in `_return`."""
        variables = Variables(())
        statements = Statements(
            self._block,
            variables,
            _callee,
            self._kept,
            lambda node: inferred_of(self.definition.variants[0], node),
        )
        steps = [node for node in self._nodes if node.kind != INPUT_KIND]
        results = [end for end in self.definition.results if end.node not in self.broken]
        statements.expect([node.id for node in steps], results)
        for end, name in self.inputs.items():
            variables.bind(end, [name])
        lines: list[tuple[str, Node]] = []
        for node in steps:
            if node.note and not self.definition.is_layer(node.id):
                note = Text()
                note.comment(node.note)
                lines += [(line, node) for line in note.text.splitlines()]
            expression = statements.expression(node)
            lines.append((f"{statements.targets(node, self._outcomes[node.id].known)} = {expression}", node))
        lines += [(f"# {_one_line(text)}", self._block.nodes[node]) for node, text in self._complaints()]
        self._return = f"return {', '.join(variables.read(end) for end in results) or None}"
        return lines

    def _complaints(self) -> list[tuple[str, str]]:
        found = []
        for node, problem in self.broken.items():
            name = self._block.nodes[node].name
            words = problem.message if problem is not None else "waits for a node before it"
            found.append((node, f"{name}: {words}"))
        return found

    def _kept(self, reference: Reference) -> str:
        """An exposed argument that forward reads: the constructor keeps it as an attribute."""
        parameter = self.definition.written(reference.argument)
        if parameter not in self._stored:
            taken = TAKEN.union((node.name for node in self._layers), self._stored.values())
            self._stored[parameter] = unused(parameter, taken)
        return f"self.{self._stored[parameter]}"

    def _key(self, node: Node) -> Key:
        return (self._block.id, node.id)

    def _output_keys(self) -> list[Key]:
        ends = set(self.definition.results)
        outputs = (node for node in self._block.nodes.values() if node.kind == OUTPUT_KIND)
        fed = (node for node in outputs if any(wire.source in ends for wire in self._block.incoming(node.id)))
        return [self._key(node) for node in fed]

    def _end_keys(self) -> list[Key]:
        inputs = [(self._block.id, end.node) for end in self.inputs]
        return [*inputs, *self._output_keys()]


def _callee(node: Node) -> str:
    return f'getattr(self, "{node.name}")' if node.name.isdigit() else f"self.{node.name}"


def _is_called_with_arguments(node: Node) -> bool:
    type = REGISTRY.get(node.kind)
    return type is not None and any(argument.at_call and argument.name in node.arguments for argument in type.arguments)


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
