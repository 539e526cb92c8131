"""The outline of a node: its size and where its ports sit."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from msgspec import Struct

from guinet.core.ports import Port, Ports
from guinet.core.project import REROUTE_PORTS
from guinet.ui.theme import load_theme


class Spot(Struct, frozen=True):
    """A port and its place, in scene units from the node's top left corner."""

    port: Port
    x: float
    y: float


class Shape(Struct, frozen=True):
    """`round` nodes are operators, drawn as a circle with their sign; of `collapsed` ones there is the title only, and
    all ports of a side are at one place."""

    width: float
    height: float
    inputs: tuple[Spot, ...]
    outputs: tuple[Spot, ...]
    round: bool = False
    collapsed: bool = False

    def input(self, name: str) -> Spot | None:
        return next((spot for spot in self.inputs if spot.port.name == name), None)

    def output(self, name: str) -> Spot | None:
        return next((spot for spot in self.outputs if spot.port.name == name), None)


DOT_SIZE: Final = 16.0
"""How wide a dot on a wire is, in scene units."""

DOT: Final = Shape(
    DOT_SIZE,
    DOT_SIZE,
    tuple(Spot(port, 0.0, DOT_SIZE / 2) for port in REROUTE_PORTS.inputs),
    tuple(Spot(port, DOT_SIZE, DOT_SIZE / 2) for port in REROUTE_PORTS.outputs),
    True,
)


@lru_cache(maxsize=4096)
def shape_of(ports: Ports, round: bool = False, collapsed: bool = False) -> Shape:
    """The outline of a node with these ports. Sizes are the theme's; both themes have the same. A circle is no smaller
    when it is collapsed."""
    metric = load_theme("dark").metric
    spacing = metric("port-spacing")
    most = max(len(ports.inputs), len(ports.outputs), 1)
    if round and most <= 2:
        side = 2 * metric("operator-radius")
        inputs, outputs = _column(ports.inputs, 0.0, side, spacing), _column(ports.outputs, side, side, spacing)
        return Shape(side, side, inputs, outputs, True)
    width, height = metric("node-width"), max(metric("node-height"), spacing * most + 10)
    if collapsed:
        height, spacing = metric("node-collapsed-height"), 0.0
    sides = _column(ports.inputs, 0.0, height, spacing), _column(ports.outputs, width, height, spacing)
    return Shape(width, height, *sides, collapsed=collapsed)


def _column(ports: tuple[Port, ...], x: float, height: float, spacing: float) -> tuple[Spot, ...]:
    top = height / 2 - spacing * (len(ports) - 1) / 2
    return tuple(Spot(port, x, top + spacing * place) for place, port in enumerate(ports))
