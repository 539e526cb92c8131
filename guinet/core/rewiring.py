"""Taking nodes out of their wires, and ends of wires elsewhere; each one undo step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec.structs import replace

from guinet.core.changes import AddWire, RemoveWire
from guinet.core.editing import connect, new_id, remove
from guinet.core.graph import REROUTE_KIND, Block, End, Wire
from guinet.core.leaving import entry_of
from guinet.core.ports import fits
from guinet.core.problems import QT_TRANSLATE_NOOP


def reconnect(block: Block, wire: str, *, source: End | None = None, target: End | None = None) -> None:
    """Takes one end of a wire, or both, to another port. Raises Refused; then the wire stays where it was.

    Its place among the wires of a port that takes several is kept.
    """
    old = block.wires[wire]
    if (source or old.source, target or old.target) == (old.source, old.target):
        return
    with block.project.transaction(QT_TRANSLATE_NOOP("Step", "Reconnect")):
        block.project.apply(RemoveWire(block.id, wire))
        new = connect(block, source or old.source, target or old.target)
        if new.target == old.target and new.order != old.order:
            block.project.apply(RemoveWire(block.id, new.id))
            block.project.apply(AddWire(block.id, replace(new, order=old.order)))


def dissolve(block: Block, nodes: Iterable[str], wires: Iterable[str] = ()) -> None:
    """Removes nodes and joins what led to them to what they led to, as a bypass would; further wires are cut."""
    doomed, cut = list(dict.fromkeys(nodes)), list(wires)
    with block.project.transaction(QT_TRANSLATE_NOOP("Step", "Delete and reconnect")):
        bridges = _bridges(block, doomed)
        remove(block, doomed, cut)
        for wire in bridges:
            block.project.apply(AddWire(block.id, wire))


def pull_out(block: Block, nodes: Iterable[str]) -> None:
    """Cuts the wires between `nodes` and all others, and joins those as a bypass of `nodes` would."""
    chosen = set(nodes)
    across = [wire.id for wire in block.wires.values() if (wire.source.node in chosen) != (wire.target.node in chosen)]
    if across:
        with block.project.transaction(QT_TRANSLATE_NOOP("Step", "Pull out")):
            bridges = _bridges(block, chosen)
            for wire in across:
                block.project.apply(RemoveWire(block.id, wire))
            for bridge in bridges:
                block.project.apply(AddWire(block.id, bridge))


def without_dots(block: Block, nodes: Iterable[str]) -> tuple[list[str], list[str]]:
    """Nodes parted into those of the graph and the dots on wires."""
    chosen = list(nodes)
    dots = [node for node in chosen if block.nodes[node].kind == REROUTE_KIND]
    return [node for node in chosen if node not in set(dots)], dots


def _bridges(block: Block, nodes: Collection[str]) -> list[Wire]:
    """The wires that close the gap which nodes leave, as far as the ports fit."""
    chosen = set(nodes)
    return [
        Wire(new_id(), source, wire.target, wire.order)
        for node in chosen
        for wire in block.outgoing(node)
        if wire.target.node not in chosen
        for source in _sources(block, wire.source, chosen)
        if _may_join(block, source, wire.target)
    ]


def _sources(block: Block, end: End, chosen: set[str]) -> Iterator[End]:
    """What `end` would stand for if the chosen nodes passed on what arrives; nothing where nothing arrives."""
    seen: set[str] = set()
    while end.node in chosen and end.node not in seen:
        seen.add(end.node)
        entry = entry_of(block, end.node, end.port)
        if entry is None:
            return
        end = entry.source
    if end.node not in chosen and end.node in block.nodes:
        yield end


def _may_join(block: Block, source: End, target: End) -> bool:
    if target.node not in block.nodes:
        return False
    output = block.project.ports(block, block.nodes[source.node]).output(source.port)
    input = block.project.ports(block, block.nodes[target.node]).input(target.port)
    there = any(wire.source == source for wire in block.incoming(target.node, target.port))
    return output is not None and input is not None and fits(output, input) and not there
