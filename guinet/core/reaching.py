"""What leads to nodes, what follows from them, and which are of their kind; and the order in which one meets them."""

from __future__ import annotations

from collections.abc import Iterable

from guinet.core.graph import Block


def reached(block: Block, nodes: Iterable[str], *, backwards: bool) -> list[str]:
    """These nodes and all that follow from them, or lead to them (`backwards`), nearest first."""
    found = dict.fromkeys(nodes)
    queue = list(found)
    for node in queue:
        near = block.predecessors(node) if backwards else block.successors(node)
        new = [other for other in dict.fromkeys(near) if other in block.nodes and other not in found]
        found |= dict.fromkeys(new)
        queue += new
    return list(found)


def alike(block: Block, nodes: Iterable[str]) -> list[str]:
    """All nodes that are of the kind of one of these."""
    kinds = {block.nodes[node].kind for node in nodes}
    return [node.id for node in block.nodes.values() if node.kind in kinds]


def along(block: Block) -> list[str]:
    """The nodes along the wires: from the leftmost start downstream, each as soon as it is reached."""
    nodes, after, led = block.nodes, dict[str, list[str]](), set[str]()
    for wire in block.wires.values():
        if wire.source.node in nodes and wire.target.node in nodes:
            after.setdefault(wire.source.node, []).append(wire.target.node)
            led.add(wire.target.node)
    order: dict[str, None] = {}
    for start in sorted(nodes.values(), key=lambda node: (node.id in led, node.position)):
        stack = [start.id]
        while stack:
            node = stack.pop()
            if node not in order:
                order[node] = None
                near = after.get(node, ())
                # What is taken last from the stack lies lowest; of those as high as each other, the wire drawn last.
                waiting = reversed(dict.fromkeys(near))
                stack += sorted(waiting, key=lambda id: nodes[id].position[1], reverse=True)
    return list(order)
