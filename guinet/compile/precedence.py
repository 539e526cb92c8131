"""What must run before what: wires say so, and gradients are read after they were computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heappop, heappush
from typing import TypeAlias

from guinet.compile.order import by_name, entering, form_of
from guinet.core.graph import AFTER, INPUT_KIND, Block, FrameMode, Node
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Effect, Form

Needs: TypeAlias = Mapping[str, tuple[str, ...]]
"""By node id the nodes that run before it, in the order in which it reads them."""


def is_script(block: Block) -> bool:
    """Whether the main block is tensors without a model: it makes some, and neither data nor an Input feed it."""
    forms = {node.kind: form_of(node) for node in block.nodes.values()}
    if Form.DATA in forms.values() or INPUT_KIND in forms:
        return False
    return any(type is not None and type.source for type in map(REGISTRY.get, forms))


def needs(block: Block) -> Needs:
    """The wires of a block, those into `after` included; from every `backward` to every gradient that is read
    afterwards: all that neither say themselves when they are read nor lead to that `backward`; and from every
    `retain_grad` to every `backward` through its tensor that does not lead to it."""
    wired = {
        node: tuple(dict.fromkeys(wire.source.node for wire in entering(block, block.nodes[node])))
        for node in block.nodes
    }
    backwards = by_name(block, [node for node in block.nodes if effect_of(block.nodes[node]) is Effect.BACKWARD])
    reads = [node for node in block.nodes if effect_of(block.nodes[node]) is Effect.GRADIENT]
    retains = by_name(block, [node for node in block.nodes if effect_of(block.nodes[node]) is Effect.RETAIN])
    if not backwards or not (reads or retains):
        return wired
    found = dict(wired)
    before = {backward: ancestors(wired, backward) for backward in backwards}
    for retain in retains:
        earlier = ancestors(wired, retain)
        for backward in backwards:
            if backward not in earlier and before[backward].intersection(block.predecessors(retain)):
                found[backward] = (*found[backward], retain)
    for read in reads:
        if not block.incoming(read, AFTER):
            later = (backward for backward in backwards if read not in before[backward])
            found[read] = (*found[read], *(backward for backward in later if backward not in found[read]))
    return found


def effect_of(node: Node) -> Effect:
    type = REGISTRY.get(node.kind)
    return Effect.NONE if type is None else type.effect


def ancestors(needs: Needs, node: str) -> set[str]:
    """All that runs before `node`, without itself unless it is in a cycle."""
    found: set[str] = set()
    waiting = list(needs[node])
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += needs[current]
    return found


def turned(needs: Needs) -> Needs:
    """By node id the nodes that need it."""
    found: dict[str, list[str]] = {node: [] for node in needs}
    for node, before in needs.items():
        for each in before:
            found[each].append(node)
    return {node: tuple(after) for node, after in found.items()}


def running_order(block: Block, needs: Needs) -> list[str]:
    """All nodes of a block, each after what it needs: chains stay together, and so do the nodes of one frame.

    In a cycle some node comes before what it needs.
    """
    needed = {before for node in needs for before in needs[node]}
    ends = by_name(block, [node for node in block.nodes if node not in needed])
    order = _depth_first(needs, ends)
    if len(order) < len(block.nodes):
        order = _depth_first(needs, [*order, *by_name(block, block.nodes.keys() - set(order))])
    framed = _framed(block, order)
    return _gathered(order, needs, framed) if framed else order


def gathered(block: Block, order: list[str]) -> list[str]:
    """Some nodes of a block that are in order, those of one frame with a mode side by side where that can be."""
    framed = _framed(block, order)
    if not framed:
        return order
    there = set(order)
    wired = {node: tuple(each for each in block.predecessors(node) if each in there) for node in order}
    return _gathered(order, wired, framed)


def _framed(block: Block, order: Iterable[str]) -> dict[str, str]:
    """The frames with a mode, by node."""
    frames = {frame.id for frame in block.frames if frame.mode is not FrameMode.NONE}
    return {node: block.nodes[node].frame for node in order if block.nodes[node].frame in frames} if frames else {}


def _depth_first(needs: Needs, starts: Iterable[str]) -> list[str]:
    done: list[str] = []
    seen: set[str] = set()
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        path = [(start, iter(needs[start]))]
        while path:
            node, rest = path[-1]
            before = next((before for before in rest if before not in seen), None)
            if before is None:
                done.append(node)
                path.pop()
            else:
                seen.add(before)
                path.append((before, iter(needs[before])))
    return done


def _gathered(order: list[str], needs: Needs, framed: Mapping[str, str]) -> list[str]:
    """The order with as few changes of frame as a look at what could run next allows."""
    place = {node: number for number, node in enumerate(order)}
    # A node of a cycle waits for nothing that comes after it in the order.
    waits = {node: {before for before in needs[node] if place[before] < place[node]} for node in order}
    after: dict[str, list[str]] = {}
    for node in order:
        for before in waits[node]:
            after.setdefault(before, []).append(node)
    ready: dict[str, list[int]] = {frame: [] for frame in ("", *framed.values())}
    for node in order:
        if not waits[node]:
            heappush(ready[framed.get(node, "")], place[node])
    done: list[str] = []
    frame = ""
    while any(ready.values()):
        if not ready[frame]:
            frame = min((each for each in ready if ready[each]), key=lambda each: ready[each][0])
        node = order[heappop(ready[frame])]
        done.append(node)
        for follower in after.get(node, ()):
            waits[follower].discard(node)
            if not waits[follower]:
                heappush(ready[framed.get(follower, "")], place[follower])
    return done
