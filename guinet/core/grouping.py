"""Making a block of nodes, and putting one instance's nodes back in its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec.structs import replace

from guinet.core.border import Border
from guinet.core.changes import AddBlock, AddNode, AddWire, Change, RemoveNode, RemoveWire, SetBlock, new_parts
from guinet.core.editing import new_id, unused_name
from guinet.core.graph import (
    INPUT_KIND,
    OUTPUT_KIND,
    Block,
    BlockArgument,
    BlockData,
    Initialiser,
    Node,
    Position,
    Tie,
)
from guinet.core.naming import name_problem, suggested_name
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Refused
from guinet.core.project import Project, block_kind
from guinet.core.regrouping import rules_parted
from guinet.core.values import Reference, Value


def group(block: Block, nodes: Iterable[str], name: str = "Block") -> Node:
    """Makes a block of `nodes` (ids) and puts an instance of it in their place, as one undo step.

    What crosses the border becomes Inputs and Outputs; `name` is the class name wished for. Frames come along, ties
    and initialisers too; those for types and patterns stay outside and reach in. Raises Refused for what cannot be
    inside a block: data, losses, Inputs and Outputs, a layer without the one it shares, and nodes between which a path
    leads outside.
    """
    chosen = {node: block.nodes[node] for node in dict.fromkeys(nodes)}
    _require_groupable(block, chosen)
    project, plan = block.project, Border(block, chosen)
    common = _common_frame(block, chosen)
    framed = {node.frame for node in chosen.values()}
    arguments = _passed_on(block, chosen.values())
    definition = BlockData(
        new_id(),
        unused_block_name(project, name),
        (*(replace(node, frame="") if common else node for node in chosen.values()), *plan.ends),
        tuple(plan.inner),
        arguments,
        frames=() if common else tuple(frame for frame in block.frames if frame.id in framed),
        ties=tuple(tie for tie in block.ties if tie.target in chosen and tie.source in chosen),
    )
    wish = suggested_name(definition.name)
    instance = Node(
        plan.instance,
        block_kind(definition.id),
        wish if any(node.name == wish for node in chosen.values()) else unused_name(block, wish),
        {argument.name: Reference(argument.name) for argument in arguments},
        centre(node.position for node in chosen.values()),
        frame=common,
    )
    inner, outer = rules_parted(block, chosen, instance)
    with project.transaction(QT_TRANSLATE_NOOP("Step", "Group")):
        for change in _replacing(block, chosen, replace(definition, initialisers=inner), instance, plan, outer):
            project.apply(change)
    return instance


def unused_block_name(project: Project, wish: str) -> str:
    """`wish`, or `wish2`, `wish3` … when a block has that name already."""
    taken = {block.name for block in project.blocks.values()}
    number = 2
    name = wish
    while name in taken:
        name, number = f"{wish}{number}", number + 1
    return name


def rename_block(project: Project, block: str, name: str) -> None:
    """Gives a block, which is a class, another name. Raises Refused when another has it, or no class can have it."""
    own = project.blocks[block]
    if own.name == name:
        return
    template = name_problem(name if name.isidentifier() else f"{name} ")
    if template is None and unused_block_name(project, name) != name:
        template = QT_TRANSLATE_NOOP("Problem", "There is a block named {name} already: choose another name.")
    if template is not None:
        raise Refused(Problem("name", template, {"name": name}, block=block))
    project.run(QT_TRANSLATE_NOOP("Step", "Rename"), [SetBlock(block, name, own.arguments, own.note)])


def centre(positions: Iterable[Position]) -> Position:
    """The middle of the box around positions; there is at least one."""
    columns, rows = zip(*positions, strict=True)
    return (min(columns) + max(columns)) / 2, (min(rows) + max(rows)) / 2


# What cannot be inside


def _require_groupable(block: Block, chosen: dict[str, Node]) -> None:
    if not chosen:
        template = QT_TRANSLATE_NOOP("Problem", "No node is selected: select those that shall become a block.")
        raise Refused(Problem("group", template, block=block.id))
    users: dict[str, list[str]] = {}
    for node in block.nodes.values():
        users.setdefault(node.shares, []).append(node.id)
    for node in chosen.values():
        together = [*users.get(node.id, ()), *([node.shares] if node.shares in block.nodes else [])]
        template, values = _bar(block, node, [other for other in together if other not in chosen])
        if template:
            raise Refused(Problem("group", template, {"name": node.name} | values, block=block.id, node=node.id))
    between = path_outside(block, chosen)
    if between is not None:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "A path leaves these nodes and comes back to them through {name}, so a block of them would feed itself: "
            "select {name} as well.",
        )
        values = {"name": block.nodes[between].name}
        raise Refused(Problem("group", template, values, block=block.id, node=between))


def _bar(block: Block, node: Node, left_out: list[str]) -> tuple[str, dict[str, str]]:
    """Why a node cannot go into a block, as a template with values; empty when it can.

    `left_out` are nodes outside that use the same layer.
    """
    if node.kind in (INPUT_KIND, OUTPUT_KIND):
        words = QT_TRANSLATE_NOOP(
            "Problem", "{name} is where values enter or leave this block, so it stays outside: leave it out."
        )
        return words, {}
    if block.project.catalogue.outside(node.kind):
        words = QT_TRANSLATE_NOOP(
            "Problem", "{name} cannot be inside a block: data and losses stand outside the module. Leave it out."
        )
        return words, {}
    if left_out:
        words = QT_TRANSLATE_NOOP(
            "Problem", "{name} and {other} use one layer, and a block has layers of its own: select both or neither."
        )
        return words, {"other": block.nodes[left_out[0]].name}
    return "", {}


def path_outside(block: Block, chosen: Collection[str]) -> str | None:
    """A node outside `chosen` that lies on a path from one of them to another; None when there is none."""
    waiting = [after for node in chosen for after in block.successors(node) if after not in chosen]
    seen = set(waiting)
    while waiting:
        here = waiting.pop()
        for after in block.successors(here):
            if after in chosen:
                return here
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return None


# What else comes along


def _passed_on(block: Block, chosen: Iterable[Node]) -> tuple[BlockArgument, ...]:
    """The exposed arguments of `block` that the chosen nodes use: the new block exposes them too."""
    used = {name for node in chosen for value in node.arguments.values() for name in references(value)}
    return tuple(argument for argument in block.arguments if argument.name in used)


def references(value: Value) -> Iterator[str]:
    """The exposed arguments a value refers to."""
    if isinstance(value, Reference):
        yield value.argument
    elif isinstance(value, tuple):
        for item in value:
            yield from references(item)


def _members(block: Block, frame: str) -> set[str]:
    return {node.id for node in block.nodes.values() if node.frame == frame}


def _common_frame(block: Block, chosen: dict[str, Node]) -> str:
    """The frame all chosen nodes lie in together with others; it stays outside, around the instance."""
    frames = {node.frame for node in chosen.values()}
    frame = next(iter(frames))
    return frame if len(frames) == 1 and frame and not _members(block, frame) <= chosen.keys() else ""


def _replacing(
    block: Block,
    chosen: dict[str, Node],
    definition: BlockData,
    instance: Node,
    plan: Border,
    rules: tuple[Initialiser, ...],
) -> Iterator[Change]:
    yield AddBlock(definition)
    yield from (RemoveWire(block.id, wire) for wire in plan.cut)
    yield from _parts_left(block, chosen, instance.id, rules)
    yield from (RemoveNode(block.id, node) for node in chosen)
    yield AddNode(block.id, instance)
    yield from (AddWire(block.id, wire) for wire in plan.outer)


def _parts_left(
    block: Block, chosen: dict[str, Node], instance: str, rules: tuple[Initialiser, ...]
) -> Iterator[Change]:
    """The frames, ties and rules the outer block keeps; a tie across the border follows its node inside."""

    def outward(node: str, parameter: str) -> tuple[str, str]:
        return (instance, f"{chosen[node].name}.{parameter}") if node in chosen else (node, parameter)

    across = (tie for tie in block.ties if not (tie.target in chosen and tie.source in chosen))
    ties = tuple(Tie(*outward(tie.target, tie.parameter), *outward(tie.source, tie.source_parameter)) for tie in across)
    framed = {node.frame for node in chosen.values()} - {
        node.frame for node in block.nodes.values() if node.id not in chosen
    }
    frames = tuple(frame for frame in block.frames if frame.id not in framed)
    yield from new_parts(block, ties, rules, frames)
