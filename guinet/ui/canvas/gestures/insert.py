"""Putting a node onto a wire: whether it fits, and the room it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from guinet.core.graph import Block, Position
from guinet.core.ports import Ports, fits

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


def room_moves(block: Block, wire_id: str, at: Position, size: tuple[float, float]) -> dict[str, Position]:
    """Where what comes after a wire must go, to the right, for a node of this size at `at`; by node id."""
    wire = block.wires[wire_id]
    right = block.nodes[wire.target.node].position
    by = at[0] + size[0] + _GAP - right[0]
    beside = right[1] - 2 * size[1] < at[1] < right[1] + 2 * size[1]
    if by <= 0 or not beside:
        return {}
    after, queue = {wire.target.node}, [wire.target.node]
    while queue:
        for other in block.successors(queue.pop()):
            if other not in after and block.nodes[other].position[0] >= right[0]:
                after.add(other)
                queue.append(other)
    places = {other: block.nodes[other].position for other in after}
    return {other: (x + by, y) for other, (x, y) in places.items()}
