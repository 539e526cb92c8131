"""Putting what is inside an instance of a block back into its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from guinet.core.changes import AddNode, AddWire, Change, RemoveBlock, RemoveNode, RemoveWire, new_parts
from guinet.core.editing import new_id, unused_name
from guinet.core.graph import (
    BLOCK_KIND,
    INPUT_KIND,
    OUTPUT_KIND,
    Block,
    End,
    Frame,
    FrameMode,
    Initialiser,
    Node,
    Selects,
    Tie,
    Wire,
)
from guinet.core.grouping import centre
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Refused
from guinet.core.project import MAIN, Project
from guinet.core.values import Reference, Value


def ungroup(block: Block, node: str) -> list[Node]:
    """Replaces an instance by a copy of what its block holds, as one undo step; returns the new nodes.

    Exposed arguments become the instance's values. The definition goes with its last instance. Raises Refused for a
    node that is no plain instance, and where outside its block something would mean other layers than inside.
    """
    instance = block.nodes[node]
    definition = _definition(block, instance)
    inlined = _Inlined(block, instance, definition)
    project = block.project
    with project.transaction(QT_TRANSLATE_NOOP("Step", "Ungroup")):
        for change in inlined.changes():
            project.apply(change)
        if not is_used(project, definition.id):
            project.apply(RemoveBlock(definition.id))
    return [block.nodes[copy.id] for copy in inlined.copies.values()]


def remove_unused(project: Project) -> list[str]:
    """Removes the blocks that the network does not come to, as one undo step; their names."""
    used, waiting = {MAIN}, [project.main]
    while waiting:
        for id in {id for node in waiting.pop().nodes.values() for id in node.blocks} - used:
            used.add(id)
            waiting.append(project.blocks[id])
    gone = [block for block in project.blocks.values() if block.id not in used]
    if gone:
        project.run(QT_TRANSLATE_NOOP("Step", "Remove unused blocks"), [RemoveBlock(block.id) for block in gone])
    return [block.name for block in gone]


def is_used(project: Project, block_id: str) -> bool:
    """Whether any node is an instance of this block or runs it."""
    return any(block_id in node.blocks for block in project.blocks.values() for node in block.nodes.values())


def substituted(value: Value, given: Mapping[str, Value]) -> Value:
    """`value` with its references replaced by what they stand for; a name that is not given stays."""
    if isinstance(value, Reference):
        return given.get(value.argument, value)
    if isinstance(value, tuple):
        return tuple(substituted(item, given) for item in value)
    return value


def _definition(block: Block, instance: Node) -> Block:
    definition = block.project.blocks.get(instance.block_id or "")
    template = ""
    if definition is None:
        template = QT_TRANSLATE_NOOP("Problem", "{name} is no block, so there is nothing to ungroup.")
    elif not instance.kind.startswith(BLOCK_KIND):
        template = QT_TRANSLATE_NOOP(
            "Problem", "{name} decides when its block runs: go into it and copy what you need."
        )
    elif instance.repeat != 1:
        template = QT_TRANSLATE_NOOP("Problem", "{name} is repeated {times} times: set it to once first.")
    elif instance.shares or any(other.shares == instance.id for other in block.nodes.values()):
        template = QT_TRANSLATE_NOOP("Problem", "{name} is used at several places: give each its own layers first.")
    elif any(rule.select is Selects.PATTERN for rule in definition.initialisers):
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "The block {block} sets first values by a pattern of names, which differ outside: remove the rule.",
        )
    if definition is None or template:
        values = {"name": instance.name, "times": str(instance.repeat), "block": definition.name if definition else ""}
        raise Refused(Problem("ungroup", template, values, block=block.id, node=instance.id))
    return definition


class _Inlined(Struct):
    """The copies of a definition's nodes, by the ids they have inside, and all that follows."""

    block: Block
    instance: Node
    definition: Block
    copies: dict[str, Node] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        inside = [node for node in self.definition.nodes.values() if node.kind not in (INPUT_KIND, OUTPUT_KIND)]
        ids = {node.id: node.id if node.id not in self.block.nodes else new_id() for node in inside}
        used = {node.frame for node in inside}
        taken = {frame.id for frame in self.block.frames}
        for frame in self.definition.frames:
            if frame.id in used and not (self.instance.frame and frame.mode is FrameMode.NONE):
                self.frames[frame.id] = replace(frame, id=new_id()) if frame.id in taken else frame
        given = {argument.name: argument.default for argument in self.definition.arguments}
        given |= self.instance.arguments
        middle = centre(node.position for node in inside) if inside else self.instance.position
        dx, dy = self.instance.position[0] - middle[0], self.instance.position[1] - middle[1]
        names: set[str] = set()
        for node in inside:
            name = node.name if node.name == self.instance.name else unused_name(self.block, node.name, names)
            names.add(name)
            own = self.frames.get(node.frame)
            self.copies[node.id] = replace(
                node,
                id=ids[node.id],
                name=name,
                arguments={key: substituted(value, given) for key, value in node.arguments.items()},
                position=(node.position[0] + dx, node.position[1] + dy),
                frame=own.id if own is not None else self.instance.frame,
                shares=ids.get(node.shares, ""),
            )

    def changes(self) -> Iterator[Change]:
        block, instance = self.block, self.instance
        wires = list(self._wires())
        yield from (
            RemoveWire(block.id, wire.id) for wire in (*block.incoming(instance.id), *block.outgoing(instance.id))
        )
        yield from self._parts()
        yield RemoveNode(block.id, instance.id)
        yield from (AddNode(block.id, node) for node in self.copies.values())
        yield from (AddWire(block.id, wire) for wire in wires)

    def _wires(self) -> Iterator[Wire]:
        for wire in self.definition.wires.values():
            if wire.target.node in self.copies:
                for source in self._sources(wire.source):
                    yield Wire(new_id(), source, self._copied(wire.target), wire.order)
        for wire in self.block.outgoing(self.instance.id):
            for inner in self._into_output(wire.source.port):
                for source in self._sources(inner.source):
                    yield Wire(wire.id, source, wire.target, wire.order)

    def _into_output(self, name: str) -> list[Wire]:
        ends = [node for node in self.definition.boundary if node.kind == OUTPUT_KIND and node.name == name]
        return [wire for end in ends for wire in self.definition.incoming(end.id)][:1]

    def _sources(self, end: End) -> list[End]:
        """Where a value inside comes from, seen from outside: a copy's port, or what is wired to the instance."""
        if end.node in self.copies:
            return [self._copied(end)]
        node = self.definition.nodes.get(end.node)
        if node is None or node.kind != INPUT_KIND:
            return []
        return [wire.source for wire in self.block.incoming(self.instance.id, node.name)]

    def _copied(self, end: End) -> End:
        return End(self.copies[end.node].id, end.port)

    def _parts(self) -> Iterator[Change]:
        block = self.block
        ties = (*self._outer_ties(), *(self._inner_ties()))
        rules = (*(new for rule in block.initialisers for new in self._outer_rule(rule)), *self._inner_rules())
        frames = (*block.frames, *self.frames.values())
        if not self.copies:
            frames = tuple(frame for frame in frames if frame.id != self.instance.frame or self._framed_still(frame.id))
        yield from new_parts(block, ties, rules, frames)

    def _framed_still(self, frame: str) -> bool:
        return any(node.frame == frame and node.id != self.instance.id for node in self.block.nodes.values())

    def _inner_ties(self) -> Iterator[Tie]:
        for tie in self.definition.ties:
            if tie.target in self.copies and tie.source in self.copies:
                yield replace(tie, target=self.copies[tie.target].id, source=self.copies[tie.source].id)

    def _outer_ties(self) -> Iterator[Tie]:
        for tie in self.block.ties:
            target, source = self._inward(tie.target, tie.parameter), self._inward(tie.source, tie.source_parameter)
            if target is not None and source is not None:
                yield Tie(*target, *source)

    def _inward(self, node: str, parameter: str) -> tuple[str, str] | None:
        """A parameter below the instance as one below the copy of the node it belongs to; None when it has none."""
        if node != self.instance.id:
            return node, parameter
        first, _, rest = parameter.partition(".")
        copy = next((self.copies[id] for id in self.copies if self.definition.nodes[id].name == first), None)
        return None if copy is None else (copy.id, rest)

    def _outer_rule(self, rule: Initialiser) -> Iterator[Initialiser]:
        if rule.select is not Selects.NODE or rule.target != self.instance.id:
            yield rule
        elif rule.parameter == "*":
            yield from (replace(rule, target=copy.id) for copy in self.copies.values())
        else:
            inward = self._inward(rule.target, rule.parameter)
            if inward is not None:
                yield replace(rule, target=inward[0], parameter=inward[1])

    def _inner_rules(self) -> Iterator[Initialiser]:
        """A rule for a type means the layers inside only, so each of them gets one of its own."""
        for rule in self.definition.initialisers:
            if rule.select is Selects.NODE and rule.target in self.copies:
                yield replace(rule, target=self.copies[rule.target].id)
            elif rule.select is Selects.TYPE:
                for copy in self.copies.values():
                    if copy.kind == rule.target:
                        yield replace(rule, select=Selects.NODE, target=copy.id)
