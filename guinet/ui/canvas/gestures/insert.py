"""Putting a node onto a wire: whether it fits, and the room it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from guinet.core.graph import Position
from guinet.core.ports import Ports, fits
from guinet.ui.canvas.room import Box, squeeze_in

if TYPE_CHECKING:
    from guinet.ui.canvas.scene import Scene

_GAP: Final = 70.0
"""Room kept on both sides of a node that is put onto a wire, in scene units."""


def may_insert(scene: Scene, ports: Ports, wire_id: str) -> bool:
    """Whether a node with these ports fits onto a wire by its first input and first output."""
    wire = scene.block.wires[wire_id]
    if not ports.inputs or not ports.outputs:
        return False
    source = scene.shape(wire.source.node).output(wire.source.port)
    target = scene.shape(wire.target.node).input(wire.target.port)
    if source is None or target is None:
        return False
    return fits(source.port, ports.inputs[0]) and fits(ports.outputs[0], target.port)


def room_moves(scene: Scene, wire_id: str, node: str, at: Position, size: tuple[float, float]) -> dict[str, Position]:
    """Where a node of this size, put onto a wire at `at`, must go so as not to cover others, and what must go for it;
    by node id. Along a row what comes after the wire goes to the right; where the wire leads back, to a row below,
    everything farther down makes way."""
    block = scene.block
    wire = block.wires[wire_id]
    left, top, right, bottom = scene.nodes.row(wire.source.node)
    target = scene.place(block.nodes[wire.target.node])
    if target[0] <= left:
        return _between_rows(scene, node, at, size)
    if at[0] < right + _GAP and at[0] + size[0] > left and at[1] < bottom and at[1] + size[1] > top:
        at = right + _GAP, at[1]
    by = at[0] + size[0] + _GAP - target[0]
    beside = target[1] - 2 * size[1] < at[1] < target[1] + 2 * size[1]
    return {node: at, **(_after(scene, wire.target.node, by) if by > 0 and beside else {})}


def _after(scene: Scene, first: str, by: float) -> dict[str, Position]:
    """Where a node and all that follows it farther to the right are when they go that far to the right."""
    block = scene.block
    start = scene.place(block.nodes[first])[0]
    after, queue = {first}, [first]
    while queue:
        for other in block.successors(queue.pop()):
            if other not in after and scene.place(block.nodes[other])[0] >= start:
                after.add(other)
                queue.append(other)
    places = {other: scene.place(block.nodes[other]) for other in after}
    return {other: (x + by, y) for other, (x, y) in places.items()}


def _between_rows(scene: Scene, node: str, at: Position, size: tuple[float, float]) -> dict[str, Position]:
    boxes: dict[str, Box] = {}
    for other in scene.nodes:
        left, top, right, bottom = scene.nodes.row(other)
        if other != node:
            boxes[other] = left, top, right, bottom
    box, ways = squeeze_in((*at, at[0] + size[0], at[1] + size[1]), boxes)
    moved = {other: (boxes[other][0], boxes[other][1] + way) for other, way in ways.items()}
    return {node: box[:2], **moved}
