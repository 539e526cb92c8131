"""The attributes of a class: its layers and the tensors it holds, those inside its loops and branches included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from guinet.compile.names import unused
from guinet.compile.order import arrange, by_name, form_of, hold_of
from guinet.compile.precedence import gathered
from guinet.compile.rounds import otherwise_of
from guinet.compile.scope import Scope
from guinet.core.graph import Block, End, Node
from guinet.core.naming import OWN
from guinet.core.project import INPUT_KIND, OUTPUT_KIND
from guinet.core.sharing import owner_of
from guinet.nodes.types import Form

Step: TypeAlias = tuple[str, bool]
"""A control node, and whether it is the other branch of an If."""
Path: TypeAlias = tuple[Step, ...]


class Member(Struct, frozen=True):
    """An attribute of a class. `name` is its path below the module ("conv", "layers.0").

    `node` is the node whose arguments make it, in the block `block`; `used` the first that uses it, by which is known
    what was inferred; `path` the control nodes around it.
    """

    name: str
    block: str
    node: Node
    used: str
    path: Path


def content(block: Block) -> tuple[tuple[str, ...], tuple[End, ...]]:
    """What of a block the code holds, in order with its Inputs first, and its results in the order of their names."""
    outputs = by_name(block, [node.id for node in block.nodes.values() if node.kind == OUTPUT_KIND])
    results = tuple(wire.source for node in outputs for wire in block.incoming(node)[:1])
    inputs = by_name(block, [node.id for node in block.nodes.values() if node.kind == INPUT_KIND])
    reached = [node for node in arrange(block, outputs) if node not in outputs]
    return tuple(gathered(block, [*inputs, *(node for node in reached if node not in inputs)])), results


def is_layer(block: Block, node: str) -> bool:
    """Whether a node is an attribute of the class that it is called by."""
    here = block.nodes[node]
    return not here.is_control and (here.block_id is not None or form_of(here) is Form.MODULE)


def bodies(scope: Scope, node: Node) -> Iterator[tuple[Step, Scope]]:
    """The scopes of the blocks that a control node runs."""
    if node.id in scope.children:
        yield (node.id, False), scope.children[node.id]
    if node.id in scope.others and otherwise_of(node, scope.block.project.blocks) is not None:
        yield (node.id, True), scope.others[node.id]


def descend(scope: Scope, path: Path) -> Scope:
    for node, other in path:
        scope = (scope.others if other else scope.children)[node]
    return scope


def inner_blocks(scope: Scope, nodes: Sequence[str]) -> Iterator[Scope]:
    """The scopes of the blocks that nodes are instances of, inside of control nodes too."""
    for id in nodes:
        node = scope.block.nodes[id]
        if node.is_control:
            for _, body in bodies(scope, node):
                yield from inner_blocks(body, content(body.block)[0])
        elif id in scope.children:
            yield scope.children[id]


def inlined(scope: Scope, nodes: Sequence[str]) -> Iterator[Scope]:
    """The scopes of the blocks that control nodes run, each before those inside it."""
    for node in (scope.block.nodes[id] for id in nodes):
        for _, body in bodies(scope, node) if node.is_control else ():
            yield body
            yield from inlined(body, content(body.block)[0])


def members(scope: Scope, nodes: Sequence[str]) -> tuple[Member, ...]:
    """In the order of the code: tensors that are held first, as one writes them, then layers."""
    own = {scope.block.nodes[node].name for node in nodes}
    taken: set[str] = set()
    found = []
    ordered = sorted(_members(scope, nodes, "", ()), key=lambda each: not hold_of(each[1].node))
    for name, member in ordered:
        inside = bool(member.path)
        unique = unused(name, own | taken) if inside else name
        taken.add(unique)
        found.append(Member(unique, member.block, member.node, member.used, member.path))
    return tuple(found)


def _members(scope: Scope, nodes: Sequence[str], prefix: str, path: Path) -> Iterator[tuple[str, Member]]:
    block = scope.block
    seen: set[str] = set()
    for id in nodes:
        node = block.nodes[id]
        if node.is_control:
            for step, body in bodies(scope, node):
                own = f"part_{node.name}" if not prefix and node.name[0].isdigit() else node.name  # no name begins so
                name = f"{prefix}{own}_{'otherwise_' if step[1] else ''}"
                yield from _members(body, content(body.block)[0], name, (*path, step))
        elif is_layer(block, id) or hold_of(node):
            owner = block.nodes[owner_of(block, id)]
            if owner.id not in seen:
                seen.add(owner.id)
                name = _named(prefix, owner.name)
                yield name, Member(name, block.id, owner, id, path)


def _named(prefix: str, name: str) -> str:
    """What the class calls a layer; names of loops and branches go before it, unless it is the class's own."""
    if not prefix:
        return name
    return name.removeprefix(OWN) if name.startswith(OWN) else prefix + name.replace(".", "_")
