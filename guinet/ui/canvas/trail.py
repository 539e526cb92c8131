"""The way from the main block to the one shown: in by double-click or Enter, out by Esc or a breadcrumb."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from guinet.core.graph import OTHERWISE, Node
from guinet.core.project import MAIN

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas


class Stop(Struct, frozen=True):
    """A block on the way, and the node in it through which the way goes on; empty for the last one."""

    block: str
    node: str = ""


class Trail:
    """The stops from the main block to the one shown, both included."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._project = canvas.project
        self.stops: tuple[Stop, ...] = (Stop(canvas.block_id),)

    def enter(self, node: str, otherwise: bool = False) -> None:
        """Shows what is inside a node of the block shown, or an If's other branch; nothing when there is none."""
        here = self._canvas.scene.block.nodes[node]
        inner = here.arguments.get(OTHERWISE) if otherwise else here.block_id
        if isinstance(inner, str) and inner in self._project.blocks:
            self.stops = (*self.stops[:-1], Stop(self.stops[-1].block, node), Stop(inner))
            with self._canvas.transition.into(node):
                self._canvas.display(inner)

    def leave(self) -> bool:
        """Shows the block around this one, with the node selected that led in; False in the main block."""
        if len(self.stops) < 2:
            return False
        self.back_to(self.stops[-2].block)
        return True

    def back_to(self, block: str) -> None:
        """Shows a block on the way to this one, with the node selected through which the way went on."""
        node = next((stop.node for stop in self.stops if stop.block == block), "")
        with self._canvas.transition.out_of(node):
            self.show(block)
        self._canvas.select((node,))

    def show(self, block: str) -> None:
        """Shows any block: back where it lies on the way, else by the shortest way from the main block.

        Raises KeyError when the project has no such block.
        """
        if block != self._canvas.block_id:
            self._project.blocks[block]
            places = [place for place, stop in enumerate(self.stops) if stop.block == block]
            self.stops = (*self.stops[: places[0]], Stop(block)) if places else self._shortest(block)
            self._canvas.display(block)

    def still_there(self) -> str:
        """The last block on the way that the project still has."""
        last = MAIN
        for stop in self.stops:
            if stop.block not in self._project.blocks:
                break
            last = stop.block
        return last

    def _shortest(self, goal: str) -> tuple[Stop, ...]:
        """A block without instances is reached from the main block directly."""
        ways: list[tuple[Stop, ...]] = [(Stop(MAIN),)]
        seen = {MAIN}
        for way in ways:
            block = self._project.blocks[way[-1].block]
            for node, inner in inner_blocks(block.nodes.values()):
                if inner == goal:
                    return (*way[:-1], Stop(block.id, node), Stop(goal))
                if inner not in seen and inner in self._project.blocks:
                    seen.add(inner)
                    ways.append((*way[:-1], Stop(block.id, node), Stop(inner)))
        return (Stop(MAIN), Stop(goal)) if goal != MAIN else (Stop(MAIN),)


def inner_blocks(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    """The blocks nodes run, with the node's id: what they are instances of, and an If's other branch."""
    for node in nodes:
        if node.block_id is not None:
            yield node.id, node.block_id
            other = node.arguments.get(OTHERWISE)
            if node.is_control and isinstance(other, str) and other:
                yield node.id, other
