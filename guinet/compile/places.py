"""Which nodes the attributes of a module belong to, down to the innermost block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from guinet.compile.members import content, descend, members
from guinet.compile.order import extent, hold_of
from guinet.compile.precedence import gathered
from guinet.compile.scope import Scope
from guinet.compile.writer import Key
from guinet.core.graph import Selects


class Place(Struct, frozen=True):
    """An attribute by its path in the module: `nodes` are those it lies in, the outermost first, as block id and node
    id; `outer` is the path of the outermost. A rule for its first values may select that one by itself where `direct`.
    """

    path: str
    nodes: tuple[Key, ...]
    outer: str
    direct: bool

    def below(self, path: str) -> str:
        """The path of a parameter below the outermost node."""
        return path.removeprefix(self.outer).removeprefix(".")

    def rule(self, path: str) -> tuple[Selects, str, str]:
        """What a rule for the first values of this parameter selects."""
        if self.direct and self.below(path):
            return Selects.NODE, self.nodes[0][1], self.below(path)
        return Selects.PATTERN, path, ""


class Places:
    """The attributes of the main block's module."""

    def __init__(self, scope: Scope) -> None:
        nodes = gathered(scope.block, [*extent(scope.block).module])
        self._places = {place.path: place for place in _places(scope, nodes, "", ())}

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places.values())

    def of(self, path: str) -> Place | None:
        """The innermost attribute that has the parameter or buffer `path`."""
        while path and path not in self._places:
            path = path.rpartition(".")[0]
        return self._places.get(path)

    def paths(self, node: Key, paths: Iterable[str]) -> tuple[str, ...]:
        """Those of `paths` that lie in a node, in whichever instance of its block."""
        found = ((path, self.of(path)) for path in paths)
        return tuple(path for path, place in found if place is not None and node in place.nodes)


def _places(
    scope: Scope, nodes_here: Sequence[str], prefix: str, outer: tuple[Key, ...], first: Place | None = None
) -> Iterator[Place]:
    for member in members(scope, nodes_here):
        there = descend(scope, member.path)
        around = _controls(scope, member.path)
        nodes = (*outer, *around, (there.block.id, member.used))
        path = f"{prefix}{member.name}"
        plain = not member.path and member.node.repeat == 1 and not hold_of(member.node)
        place = Place(path, nodes, first.outer if first else path, plain if first is None else first.direct)
        yield place
        child = there.children.get(member.used)
        if child is not None:
            copies = [""] if member.node.repeat == 1 else [f".{copy}" for copy in range(member.node.repeat)]
            for copy in copies:
                yield from _places(child, content(child.block)[0], f"{path}{copy}.", nodes, first or place)


def _controls(scope: Scope, path: tuple[tuple[str, bool], ...]) -> tuple[Key, ...]:
    """The control nodes on the way down."""
    found = []
    for node, other in path:
        found.append((scope.block.id, node))
        scope = (scope.others if other else scope.children)[node]
    return tuple(found)
