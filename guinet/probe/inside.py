"""What ran inside the blocks of an evaluation: the values of their nodes, call by call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from msgspec import Struct

from guinet.core.project import MAIN, Project
from guinet.probe.calls import named
from guinet.probe.probes import Site
from guinet.train.places import Key

CALLS: Final = 100
"""Calls of one node whose values are kept, the first ones and the last; a loop may make thousands."""

Step: TypeAlias = tuple[Key, int]
"""A node on the way inwards, and which of its calls there it was, counted from 1."""


class Ran(Struct, frozen=True, eq=False):
    """A call of a node inside a block. `path` leads from a node of the main block to it; `values` are what it gave, by
    output port where these are known, else by variable."""

    path: tuple[Step, ...]
    values: Mapping[str, object]

    @property
    def key(self) -> Key:
        return self.path[-1][0]


class Inside:
    """A `probes.Listener` that keeps what ran in the blocks that nodes of the main block stand for."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._running: list[Step] = []
        self._times: Counter[tuple[object, ...]] = Counter()
        self._by_node: dict[Key, list[Ran]] = {}
        self._now: list[Ran] = []

    def begin(self, node: str) -> None:
        """This node of the main block runs from here on."""
        self._running = [((MAIN, node), 1)]
        self._now = []

    @property
    def now(self) -> Sequence[Ran]:
        """What ran inside the node that was begun last, in the order in which it ended."""
        return self._now

    def calls(self, key: Key) -> Sequence[Ran]:
        """The calls of a node inside a block, in the order in which they ended."""
        return self._by_node.get(key, ())

    def enter(self, site: Site) -> None:
        place = (*self._running, site.key)
        self._times[place] += 1
        self._running.append((site.key, self._times[place]))

    def leave(self, site: Site, values: Mapping[str, object]) -> None:
        path = tuple(self._running)
        self._running.pop()
        self.add(path, values)

    def add(self, path: tuple[Step, ...], values: Mapping[str, object]) -> None:
        """A call of the node that `path` leads to has ended; `values` are by variable."""
        key = path[-1][0]
        before = self._by_node.setdefault(key, [])
        ran = Ran(path, by_port(self._project, key, values))
        if len(before) < CALLS:
            before.append(ran)
            self._now.append(ran)
        else:
            before[-1] = ran

    def name(self, ran: Ran) -> str:
        """Where the call is: the names of the nodes around it, with the number of each call that is not the first."""
        blocks = self._project.blocks
        parts = []
        for (block, node), time in ran.path:
            name = blocks[block].nodes[node].name
            parts.append(f"{name} ({time})" if time > 1 else name)
        return " / ".join(parts)


def by_port(project: Project, key: Key, values: Mapping[str, object]) -> dict[str, object]:
    """By output port what a node gave, where its ports are known; else by variable, as it was told."""
    block = project.blocks[key[0]]
    ports = [port.name for port in project.ports(block, block.nodes[key[1]]).outputs]
    if len(values) == 1 and len(ports) > 1:
        (value,) = values.values()
        if isinstance(value, tuple) and len(value) == len(ports):
            return dict(zip(ports, value, strict=True))
    return dict(zip(ports, values.values(), strict=True)) if len(ports) == len(values) else dict(values)


def expanded(values: Mapping[str, object]) -> dict[str, object]:
    """By name what a node gave, the items of tuples one by one: "output[0]"."""
    return dict(named(values))
