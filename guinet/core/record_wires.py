"""What comes back along the wires of a canvas: the edges of a recorded graph that lead from one node to another."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from guinet.core.graph import AFTER, Block
from guinet.core.project import Project
from guinet.core.recorded import Flow, Key, Record, together

WireKey = tuple[str, str]
"""A block id and a wire id."""


def wire_flows(project: Project, record: Record) -> dict[WireKey, Flow]:
    """The gradient that comes back along each wire, by block and wire id; of a block that runs several times, that of
    all runs together. A wire on which nothing was recorded has none."""
    between: dict[tuple[str, str, str], list[Flow]] = {}
    active: set[Key] = set()
    for function in record.functions:
        active.update(function.keys)
    for (place, following), flow in zip(record.edges, record.flows, strict=True):
        ends = _ends(record, place, following)
        if ends is not None:
            between.setdefault(ends, []).append(flow)
    found: dict[WireKey, list[Flow]] = {}
    for (block, source, target), flows in between.items():
        if block not in project.blocks:
            continue
        wires = _between(project.blocks[block], source, target)
        if len(wires) == len(flows):
            for wire, flow in zip(wires, flows, strict=True):
                found.setdefault((block, wire), []).append(flow)
            continue
        for wire in wires[:1] or _way(project.blocks[block], source, target, active):
            found.setdefault((block, wire), []).extend(flows)
    return {key: together(flows) for key, flows in found.items()}


def _ends(record: Record, place: int, following: int) -> tuple[str, str, str] | None:
    """The block in which an edge leads from one node to another, and these: first the one that ran first."""
    calls: Mapping[int, object] = record.calls
    later, earlier = record.functions[place], record.functions[following]
    if earlier.leaf and not earlier.calls and len(earlier.keys) == 1 and later.calls:
        # A tensor that a node gave is there before anything is made of it.
        key, last = earlier.keys[0], record.calls[later.calls[0]].key
        return (key[0], key[1], last[1]) if key[0] == last[0] and key != last else None
    for one, other in zip(later.calls, earlier.calls, strict=False):
        if one != other and one in calls and other in calls:
            last, first = record.calls[one].key, record.calls[other].key
            return (first[0], first[1], last[1]) if first[0] == last[0] and first != last else None
    return None


def _between(block: Block, source: str, target: str) -> list[str]:
    """The wires that lead straight from one node to another, in the order of the target's inputs."""
    wires = [wire for wire in block.outgoing(source) if wire.target.node == target and wire.target.port != AFTER]
    ports = [port.name for port in block.project.ports(block, block.nodes[target]).inputs] if len(wires) > 1 else []
    wires.sort(key=lambda wire: (ports.index(wire.target.port) if wire.target.port in ports else 0, wire.order))
    return [wire.id for wire in wires]


def _way(block: Block, source: str, target: str, active: set[Key]) -> list[str]:
    """The wires from one node to another through others that hand on what they are given."""
    before: dict[str, list[str]] = {source: []}
    waiting = deque([source])
    while waiting:
        node = waiting.popleft()
        for wire in block.outgoing(node):
            there = wire.target.node
            if wire.target.port == AFTER or there in before:
                continue
            if there == target:
                return [*before[node], wire.id]
            if (block.id, there) not in active:
                before[there] = [*before[node], wire.id]
                waiting.append(there)
    return []
