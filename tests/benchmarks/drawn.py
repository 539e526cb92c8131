"""The network every canvas is measured with, in plain numbers: other libraries draw it without GuiNet."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

ACROSS, DOWN = 240.0, 150.0
"""From one node to the next, in scene units."""


@dataclass(frozen=True)
class Drawn:
    """Nodes in rows, there and back, with about 1.3 wires a node, by number; `hub` feeds the fifty after it.

    A wire is (from, to, second): `second` when it goes to the second input of its node.
    """

    places: tuple[tuple[float, float], ...]
    wires: tuple[tuple[int, int, bool], ...]
    hub: int
    fed: frozenset[int]


def drawn(count: int, seed: int = 0) -> Drawn:
    rng = random.Random(seed)
    columns = math.ceil(math.sqrt(count * 1.6))
    hub = count * 2 // 5 // columns * columns + columns // 2
    fed = frozenset(range(hub + 1, min(hub + 51, count)))
    places = []
    for index in range(count):
        row, column = divmod(index, columns)
        places.append(((column if row % 2 == 0 else columns - 1 - column) * ACROSS, row * DOWN))
    wires = [(index - 1, index, False) for index in range(1, count)]
    wires += [(hub, index, True) for index in sorted(fed)]
    backs = rng.sample(range(6, count), count * 3 // 10)
    wires += [(index - rng.randint(2, 5), index, False) for index in backs]
    return Drawn(tuple(places), tuple(wires), hub, fed)
