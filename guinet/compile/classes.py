"""Writes one block as a class; what is as it was in the last text is taken from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from guinet.compile.attributes import assignments
from guinet.compile.constructors import Constructors
from guinet.compile.definitions import Definition, Definitions
from guinet.compile.first_values import Owner, first_values
from guinet.compile.forward import Broken, Forward, Material, material, write_forward
from guinet.compile.members import Member
from guinet.compile.names import identifier, unused
from guinet.compile.order import by_name, entering, hold_of
from guinet.compile.writer import Key, Text
from guinet.compile.written_names import reserved
from guinet.core.graph import End, FrameMode, Node
from guinet.core.project import INPUT_KIND, MAIN, OUTPUT_KIND
from guinet.core.sharing import owner_of
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY


@dataclass
class Draft:
    """What the last text of a class was made of.

    `layers`: the constructor call of each layer by node id, with the node and the inferred arguments it was written of,
    for a class with the parameters `parameters`. `forward`: its body, with what that was written of.
    """

    parameters: object = None
    layers: dict[str, tuple[Node, Mapping[str, Value], str]] = field(default_factory=dict)
    forward: tuple[Material, Forward] | None = None


Drafts: TypeAlias = dict[str, Draft]
"""By block id."""


def write_class(
    text: Text, definition: Definition, found: Definitions, inputs: Mapping[End, str], broken: Broken, draft: Draft
) -> None:
    """Adds the class, and brings `draft` up to date.

    `inputs` are the parameters of forward; `broken` nodes of the main block become comments.
    """
    text.comment(definition.block.note)
    is_main = definition.block.id == MAIN
    writer = ClassWriter(definition, found, inputs, broken if is_main else {}, draft)
    writer.write(text)


def block_inputs(definition: Definition) -> dict[End, str]:
    """The parameters of a block's forward: its Input nodes in the order of their names."""
    block = definition.block
    nodes = by_name(block, [node.id for node in block.nodes.values() if node.kind == INPUT_KIND])
    taken = set(reserved(block.project))
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
    draft: Draft

    def __post_init__(self) -> None:
        self._block = self.definition.block
        self._outcomes = self.definition.variants[0].outcomes
        self._constructors = Constructors(self.definition, self.found)
        self._nodes = [self._block.nodes[node] for node in self.definition.nodes]
        # A variable of the same name as a function that is called here would hide it.
        names = {each.name for each in self.definition.parameters} | {each.class_name for each in self.found.values()}
        self._taken = {*reserved(self._block.project), *names}
        self._net = unused("net", self._taken)

    def write(self, text: Text) -> None:
        if not self._is_chain():
            self._write_module(text)
        elif self.definition.class_name[:1].islower():
            self._write_function(text)
        elif self._is_numbered():
            self._write_sequential(text)
        else:
            self._write_module(text)

    def _is_numbered(self) -> bool:
        return [node.name for node in self._steps()] == [str(place) for place in range(len(self._steps()))]

    def _steps(self) -> list[Node]:
        return [node for node in self._nodes if node.kind != INPUT_KIND]

    def _is_chain(self) -> bool:
        """Whether the block is layers in a row, and nothing else."""
        steps = self._steps()
        if self.broken or not steps or len(self.inputs) != 1:
            return False
        before = next(iter(self.inputs))
        for node in steps:
            wires = entering(self._block, node)
            outputs = list(self._outcomes[node.id].known)
            frame = self._block.frame(node.frame)
            if not self.definition.is_layer(node.id) or (frame is not None and frame.mode is not FrameMode.NONE):
                return False
            if "." in node.name or [wire.source for wire in wires] != [before] or len(outputs) != 1:
                return False
            if _is_called_with_arguments(node):
                return False
            before = End(node.id, outputs[0])
        return self.definition.results == (before,)

    def _write_sequential(self, text: Text) -> None:
        text.add(f"class {self.definition.class_name}(nn.Sequential):", 0, *self._end_keys())
        text.add(self._constructors.head("__init__", "self"), 1)
        steps = self._chain(text, 2)
        text.add("super().__init__(", 2)
        self._items(text, steps, 3)
        text.add(")", 2)
        for line, keys in first_values(self.definition, Owner("self", in_order=True)):
            text.add(line, 2, *keys)

    def _write_function(self, text: Text) -> None:
        """A row of layers whose block is named as a function is: one that gives torch's own Sequential."""
        text.add(self._constructors.head(self.definition.class_name), 0, *self._end_keys())
        steps = self._chain(text, 1)
        numbered = self._is_numbered()
        settled = [*first_values(self.definition, Owner(self._net, in_order=numbered))]
        if numbered:
            text.add(f"{self._net} = nn.Sequential(" if settled else "return nn.Sequential(", 1)
            self._items(text, steps, 2)
            text.add(")", 1)
        else:
            text.add(f"{self._net} = nn.Sequential()", 1)
            for node, made in steps:
                text.comment(node.note, 1, self._key(node.id))
                text.add(f'{self._net}.add_module("{node.name}", {made})', 1, self._key(node.id))
        for line, keys in settled:
            text.add(line, 1, *keys)
        if settled or not numbered:
            text.add(f"return {self._net}", 1)

    def _chain(self, text: Text, depth: int) -> list[tuple[Node, str]]:
        """Each layer with what makes it; one that stands at several places is made first, as a variable."""
        made = {member.node.id: expression for member, expression in self._made()}
        taken = {*self._taken, self._net}
        variables: dict[str, str] = {}
        owners = [owner_of(self._block, node.id) for node in self._steps()]
        for node, owner in zip(self._steps(), owners, strict=True):
            if owners.count(owner) > 1 and owner not in variables:
                name = self._block.nodes[owner].name
                variables[owner] = unused("shared" if name.isdigit() else identifier(name, "shared"), taken)
                taken.add(variables[owner])
                text.add(f"{variables[owner]} = {made[owner]}", depth, self._key(node.id))
        pairs = zip(self._steps(), owners, strict=True)
        return [(node, variables.get(owner) or made[owner]) for node, owner in pairs]

    def _items(self, text: Text, steps: list[tuple[Node, str]], depth: int) -> None:
        for node, made in steps:
            text.comment(node.note, depth, self._key(node.id))
            text.add(f"{made},", depth, self._key(node.id))

    def _write_module(self, text: Text) -> None:
        forward = self._forward()
        text.add(f"class {self.definition.class_name}(nn.Module):")
        text.add(self._constructors.head("__init__", "self"), 1)
        text.add("super().__init__()", 2)
        for parameter, kept in forward.stored.items():
            text.add(f"self.{kept} = {parameter}", 2)
        self._write_attributes(text)
        for line, keys in first_values(self.definition, Owner("self")):
            text.add(line, 2, *keys)
        text.add()
        inputs = [self._key(end.node) for end in self.inputs]
        text.add(f"def forward({', '.join(('self', *self.inputs.values()))}):", 1, *inputs)
        for written in forward.lines:
            text.add(written.text, 2, written.key, parts=written.parts)
        text.add(forward.returned, 2, *self._output_keys())

    def _write_attributes(self, text: Text) -> None:
        made = self._made()
        named = [(member.name, _assignment(member, expression)) for member, expression in made]
        for depth, line, place in assignments(named):
            if place is None:
                text.add(line, 2 + depth)
                continue
            member = made[place][0]
            text.comment(member.node.note, 2 + depth, (member.block, member.used))
            text.add(line, 2 + depth, (member.block, member.used))

    def _made(self) -> list[tuple[Member, str]]:
        """The attributes, each with the expression that makes it."""
        parameters = (self.definition.parameters, self.definition.inferred)
        before = self.draft.layers if self.draft.parameters == parameters else {}
        made: list[tuple[Member, str]] = []
        self.draft.parameters, self.draft.layers = parameters, {}
        for member in self.definition.members:
            node = member.node
            inside = member.path or node.block_id is not None  # depends on what is in another block
            inferred = {} if inside else self._outcomes[member.used].inferred
            old = before.get(node.id)
            if not inside and old is not None and old[0] is node and old[1] is inferred:
                self.draft.layers[node.id] = old
                made.append((member, old[2]))
                continue
            made.append((member, self._constructors.member(member)))
            if not inside:
                self.draft.layers[node.id] = (node, inferred, made[-1][1])
        return made

    def _forward(self) -> Forward:
        before = self.draft.forward
        now = material(self.definition, self.inputs, self.broken)
        same = before is not None and before[0].same(now)
        forward = before[1] if before is not None and same else write_forward(self.definition, self.inputs, self.broken)
        self.draft.forward = (now, forward)
        return forward

    def _key(self, node: str) -> Key:
        return (self._block.id, node)

    def _output_keys(self) -> list[Key]:
        ends = set(self.definition.results)
        outputs = (node for node in self._block.nodes.values() if node.kind == OUTPUT_KIND)
        fed = (node for node in outputs if any(wire.source in ends for wire in self._block.incoming(node.id)))
        return [self._key(node.id) for node in fed]

    def _end_keys(self) -> list[Key]:
        return [*(self._key(end.node) for end in self.inputs), *self._output_keys()]


def _assignment(member: Member, made: str) -> str:
    """How an attribute is made; inside of a container, where no name stands before it, just what makes it."""
    kept = hold_of(member.node)
    if kept == "parameter":
        made = f"nn.Parameter({made})"
    if "." in member.name:
        return made
    if kept == "buffer":
        return f'self.register_buffer("{member.name}", {made})'
    return f'self.add_module("{member.name}", {made})' if member.name.isdigit() else f"self.{member.name} = {made}"


def _is_called_with_arguments(node: Node) -> bool:
    type = REGISTRY.get(node.kind)
    return type is not None and any(argument.at_call and argument.name in node.arguments for argument in type.arguments)
