"""The order of nodes in the code, and what of a graph is in it. Nothing here depends on ids, places or insertion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import Final

from msgspec import Struct

from guinet.core.graph import Block, End, Node, Wire
from guinet.core.project import INPUT_KIND, OUTPUT_KIND
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form

HOLD: Final = "hold"
"""The argument of a tensor made of nothing that says who keeps it."""


@cache
def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which `conv2` comes before `conv10`."""
    parts = re.split(r"(\d+)", name)
    numbered = ((0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts if part)
    return tuple(numbered)


def by_name(block: Block, nodes: Iterable[str]) -> list[str]:
    """Node ids in the natural order of their names; kinds decide between equal names of a damaged file."""
    return sorted(nodes, key=lambda node: (natural(block.nodes[node].name), block.nodes[node].kind))


def form_of(node: Node) -> Form | None:
    """None for block instances and unknown kinds."""
    type = REGISTRY.get(node.kind)
    return None if type is None else type.form


def hold_of(node: Node) -> str:
    """Whether a tensor made of nothing is kept by the module: "attribute", "buffer", "parameter" or not ("")."""
    held = node.arguments.get(HOLD)
    type = REGISTRY.get(node.kind)
    return held if isinstance(held, str) and type is not None and type.argument(HOLD) is not None else ""


def input_names(block: Block, node: Node) -> list[str]:
    """The input ports of a node, in the order in which code passes them; a block's by name, wherever its Inputs lie."""
    names = [port.name for port in block.project.ports(block, node).inputs]
    return names if node.block_id is None else sorted(names, key=natural)


def entering(block: Block, node: Node) -> list[Wire]:
    """The wires into a node in port order, and by `order` within a port; wires to ports it lacks come last."""
    nodes = block.nodes
    wires = [wire for wire in block.incoming(node.id) if wire.source.node in nodes]
    if len(wires) < 2:
        return wires
    places = {name: place for place, name in enumerate(input_names(block, node))}

    def key(wire: Wire) -> tuple[object, ...]:
        source = natural(nodes[wire.source.node].name)
        return (places.get(wire.target.port, len(places)), wire.target.port, wire.order, source, wire.source.port)

    return sorted(wires, key=key)


def arrange(block: Block, starts: Iterable[str]) -> list[str]:
    """All that leads to `starts`, and these, each after what it needs: depth first, so that chains stay together.

    In a cycle some node comes before what it needs.
    """
    nodes = block.nodes
    done: list[str] = []
    seen: set[str] = set()
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        path = [(start, iter(entering(block, nodes[start])))]
        while path:
            node, wires = path[-1]
            for wire in wires:
                source = wire.source.node
                if source not in seen:
                    seen.add(source)
                    path.append((source, iter(entering(block, nodes[source]))))
                    break
            else:
                done.append(node)
                path.pop()
    return done


def evaluation_order(block: Block) -> list[str]:
    """All nodes of a block, each after what it needs as far as there are no cycles."""
    ends = [node for node in block.nodes if not block.outgoing(node)]
    arranged = arrange(block, by_name(block, ends))
    if len(arranged) < len(block.nodes):
        arranged = arrange(block, [*arranged, *by_name(block, block.nodes.keys() - set(arranged))])
    return arranged


def is_target(port: str) -> bool:
    """Whether a loss compares with what arrives here, instead of with what the module gives."""
    return port.startswith("target") or port.endswith("_lengths")


class Extent(Struct, frozen=True, dict=True):
    """What of the main block the code holds.

    `module`: node ids inside the class, in order. `results`: what it returns, each with the Output node that names it,
    if one does. `objective`: losses and what is computed with or for them, in order; `totals` of them add up to the
    loss. `data`: data ports that feed either.
    """

    module: tuple[str, ...]
    results: tuple[tuple[End, str | None], ...]
    objective: tuple[str, ...]
    totals: tuple[str, ...]
    inputs: tuple[End, ...]
    targets: tuple[End, ...]

    @cached_property
    def nodes(self) -> frozenset[str]:
        ends = (end.node for end in (*self.inputs, *self.targets))
        return frozenset((*self.module, *self.objective, *ends))


def extent(block: Block) -> Extent:
    """Decides what is in the module: everything that leads to a loss's prediction or to an Output node.

    Where there is neither, everything that leads to the last nodes.
    """
    losses = [node.id for node in block.nodes.values() if form_of(node) is Form.LOSS]
    after = _downstream(block, losses)
    outputs = [node.id for node in block.nodes.values() if node.kind == OUTPUT_KIND and node.id not in after]
    results: dict[End, str | None] = {}
    for node in by_name(block, [*losses, *outputs]):
        for wire in entering(block, block.nodes[node]):
            if block.nodes[node].kind == OUTPUT_KIND:
                results[wire.source] = results.get(wire.source) or node
            elif not is_target(wire.target.port) and wire.source.node not in after:
                results.setdefault(wire.source, None)
    if not losses and not outputs:
        results = dict.fromkeys(_last_ends(block))
    objective, totals = _objective(block, losses, after, results)
    return _extent(block, results, objective, totals)


def _extent(block: Block, results: dict[End, str | None], objective: list[str], totals: list[str]) -> Extent:
    reached = arrange(block, [end.node for end in results])
    module = [node for node in reached if form_of(block.nodes[node]) is not Form.DATA]
    inside = set(module)
    data = set(reached) - inside
    fed = (wire.source for wire in block.wires.values() if wire.target.node in inside)
    inputs = {end for end in (*fed, *results) if end.node in data}
    inputs |= {End(node, "output") for node in module if block.nodes[node].kind == INPUT_KIND}
    outside = [wire.source for node in objective for wire in entering(block, block.nodes[node])]
    targets = {end for end in outside if end not in results and form_of(block.nodes[end.node]) is Form.DATA}
    ends = _sorted(block, inputs), _sorted(block, targets)
    return Extent(tuple(module), tuple(results.items()), tuple(objective), tuple(totals), *ends)


def _objective(
    block: Block, losses: list[str], after: set[str], results: dict[End, str | None]
) -> tuple[list[str], list[str]]:
    """The nodes of the objective, in order, and the last of them; `results` gains what they need of the module."""
    if not losses:
        return [], []
    needed = {node for node in after if block.nodes[node].kind != OUTPUT_KIND}
    inside = set(arrange(block, [end.node for end in results]))
    waiting = by_name(block, needed)
    while waiting:
        node = block.nodes[waiting.pop()]
        for wire in entering(block, node):
            source = wire.source.node
            if source in needed or wire.source in results or form_of(block.nodes[source]) is Form.DATA:
                continue
            if source in inside or form_of(block.nodes[source]) in (Form.MODULE, Form.INPUT, None):
                results[wire.source] = None
            else:
                needed.add(source)
                waiting.append(source)
    totals = [node for node in after if not any(other in needed for other in block.successors(node))]
    totals = by_name(block, [node for node in totals if node in needed])
    arranged = [node for node in arrange(block, totals) if node in needed]
    return arranged, totals


def _downstream(block: Block, starts: Iterable[str]) -> set[str]:
    reached = set(starts)
    waiting = list(reached)
    while waiting:
        for node in block.successors(waiting.pop()):
            if node not in reached and node in block.nodes:
                reached.add(node)
                waiting.append(node)
    return reached


def _last_ends(block: Block) -> Iterator[End]:
    last = [node for node in block.nodes if not block.outgoing(node)]
    for node in by_name(block, last):
        if form_of(block.nodes[node]) not in (Form.DATA, Form.INPUT):
            yield from (End(node, port) for port in _output_names(block, block.nodes[node])[:1])


def _output_names(block: Block, node: Node) -> list[str]:
    """The output ports in order; a block's by name, as with `input_names`."""
    names = [port.name for port in block.project.ports(block, node).outputs]
    return names if node.block_id is None else sorted(names, key=natural)


def _sorted(block: Block, ends: Iterable[End]) -> tuple[End, ...]:
    return tuple(sorted(ends, key=lambda end: (natural(block.nodes[end.node].name), natural(end.port))))
