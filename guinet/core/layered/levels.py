"""A graph cut into levels: which level each node stands on, and stand-ins where a wire crosses a level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct, field


class Wire(NamedTuple):
    """From one node to another, by number; where it leaves and arrives is in pixels from the middle of their sides."""

    source: int
    target: int
    leaves: float = 0.0
    arrives: float = 0.0


class Levels(Struct):
    """A graph whose wires all lead from one level to the next.

    Nodes are numbered; from `real` on they are stand-ins for wires that cross a level. Wires of one output that go far
    share their stand-ins: they run together and part where they must.
    """

    real: int
    level: list[int]
    # How many wires a node is from the outer end of the longest tree that hangs there; 0 where wires run around it.
    hanging: list[int]
    sizes: list[float]  # across the flow
    down: list[list[int]] = field(default_factory=list)  # by node, where its wires lead
    up: list[list[int]] = field(default_factory=list)  # by node, where its wires come from
    # In step with `down` and `up`, where `bent`: where each wire is joined to this node (near) and to the other (far).
    down_near: list[list[float]] = field(default_factory=list)
    down_far: list[list[float]] = field(default_factory=list)
    up_near: list[list[float]] = field(default_factory=list)
    up_far: list[list[float]] = field(default_factory=list)
    bent: bool = False  # whether any wire is joined elsewhere than in the middle of a side
    routes: dict[int, list[int]] = field(default_factory=dict)  # by the number of the wire, the stand-ins it passes

    def grow(self, nodes: int) -> None:
        """Makes room for the wires of so many nodes more."""
        ways = (self.down, self.up)
        joints = (self.down_near, self.down_far, self.up_near, self.up_far) if self.bent else ()
        for way in ways:
            way.extend([[] for _ in range(nodes)])
        for joint in joints:
            joint.extend([[] for _ in range(nodes)])

    @property
    def count(self) -> int:
        return max(self.level) + 1 if self.level else 0


def oriented(count: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Each node's place in an order in which wires lead forward; in a circle, the wires to its first node lead back."""
    after: list[list[int]] = [[] for _ in range(count)]
    waits = [0] * count
    for source, target in pairs:
        after[source].append(target)
        waits[target] += 1
    order = [node for node in range(count) if not waits[node]]
    place = [-1] * count
    for position in order:
        place[position] = 0
    done, forced = 0, 0
    while done < count:
        if done == len(order):  # all that are left wait for one another: the first of them goes ahead
            while place[forced] >= 0:
                forced += 1
            place[forced] = 0
            order.append(forced)
        node = order[done]
        done += 1
        for target in after[node]:
            waits[target] -= 1
            if not waits[target] and place[target] < 0:
                place[target] = 0
                order.append(target)
    for position, node in enumerate(order):
        place[node] = position
    return place


def ranked(place: Sequence[int], pairs: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The level of each node, and how far it is from the end of a tree that hangs on the rest (0: it is in none).

    Such trees stand right beside the rest; the rest as early as its wires allow, later where more wires leave a node
    than arrive.
    """
    count = len(place)
    after: list[set[int]] = [set() for _ in range(count)]
    before: list[set[int]] = [set() for _ in range(count)]
    for source, target in pairs:
        after[source].add(target)
        before[target].add(source)
    hanging = _peeled(after, before)
    level = [0] * count
    order = sorted(range(count), key=place.__getitem__)
    for node in order:
        following = level[node] + 1
        for target in after[node]:
            if level[target] < following:
                level[target] = following
    for node in reversed(order):
        targets = after[node]
        if len(targets) > len(before[node]):
            level[node] = min([level[target] for target in targets]) - 1
    for node, other, step in reversed(hanging):
        level[node] = level[other] + step
    lowest = min(level, default=0)
    depth = [0] * count
    for node, other, _ in hanging:
        depth[node] += 1
        depth[other] = max(depth[other], depth[node])
    in_tree = {node for node, _, _ in hanging}
    return [each - lowest for each in level], [each if node in in_tree else 0 for node, each in enumerate(depth)]


def _peeled(after: list[set[int]], before: list[set[int]]) -> list[tuple[int, int, int]]:
    """Take off nodes with a single wire while there are any: the node, what it hung on, and on which side of that."""
    hanging = []
    waiting = [node for node in range(len(after)) if len(after[node]) + len(before[node]) == 1]
    for node in waiting:
        if after[node]:
            other, step = after[node].pop(), -1
            before[other].remove(node)
        elif before[node]:
            other, step = before[node].pop(), 1
            after[other].remove(node)
        else:  # the last of its tree
            continue
        hanging.append((node, other, step))
        if len(after[other]) + len(before[other]) == 1:
            waiting.append(other)
    return hanging


def cut(sizes: Sequence[float], wires: Sequence[Wire]) -> Levels:
    """The graph with its levels and stand-ins. `sizes` are the nodes' extents across the flow.

    Wires from a node to itself count for nothing.
    """
    count = len(sizes)
    pairs = list({(wire.source, wire.target): None for wire in wires if wire.source != wire.target})
    place = oriented(count, pairs)
    pairs = list({(a, b) if place[a] < place[b] else (b, a): None for a, b in pairs})
    level, hanging = ranked(place, pairs)
    levels = Levels(
        real=count,
        level=level,
        hanging=hanging,
        bent=any(wire.leaves or wire.arrives for wire in wires),
        sizes=list(sizes),
    )
    levels.grow(count)
    trunks: dict[tuple[int, float], list[int]] = {}
    for number, wire in enumerate(wires):
        _lay(levels, number, wire, trunks)
    return levels


def _lay(levels: Levels, number: int, wire: Wire, trunks: dict[tuple[int, float], list[int]]) -> None:
    first, last, leaves, arrives = wire.source, wire.target, wire.leaves, wire.arrives
    level = levels.level
    if first == last:
        return
    if level[first] > level[last]:
        first, last, leaves, arrives = last, first, arrives, leaves
    length = level[last] - level[first] - 1
    if not length:
        _join(levels, first, last, leaves, arrives)
        return
    trunk = trunks.setdefault((first, leaves), [])
    while len(trunk) < length:
        new = len(level)
        level.append(level[first] + len(trunk) + 1)
        levels.sizes.append(0.0)
        levels.grow(1)
        if trunk:
            _join(levels, trunk[-1], new, 0.0, 0.0)
        else:
            _join(levels, first, new, leaves, 0.0)
        trunk.append(new)
    _join(levels, trunk[length - 1], last, 0.0, arrives)
    passed = trunk[:length]
    levels.routes[number] = passed if first == wire.source else passed[::-1]


def _join(levels: Levels, first: int, last: int, leaves: float, arrives: float) -> None:
    levels.down[first].append(last)
    levels.up[last].append(first)
    if levels.bent:
        levels.down_near[first].append(leaves)
        levels.down_far[first].append(arrives)
        levels.up_near[last].append(arrives)
        levels.up_far[last].append(leaves)
