"""Where the nodes of ordered rows stand across the flow: each as near to its neighbours as those beside it allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf

from msgspec import Struct

from guinet.core.layered.levels import Levels

# How hard a node pulls at its neighbours: stand-ins hardest, so that long wires run straight; the ends of what hangs on
# a single wire least, so that the parameters of a layer do not bend the way of the data.
STAND_IN, PASSED = 6.0, 2.0
HANGING = (PASSED, 0.25, 0.5)  # by how far the node is from such an end
LOOSE = 0.1  # how much the place of a node without neighbours on that side matters
SWEEPS = 4


class Pull(Struct):
    """Where the neighbours on one side want each node: at their weighted mean, moved by where wires are joined."""

    sides: Sequence[list[int]]
    strength: list[float]
    total: list[float]
    lead: list[float]  # pixels from that mean, for where the wires are joined
    weight: list[float]  # how much it matters


def _pull(
    sides: Sequence[list[int]],
    near: Sequence[list[float]],
    far: Sequence[list[float]],
    strength: list[float],
    bent: bool,
) -> Pull:
    total = [sum([strength[other] for other in side]) for side in sides]
    lead = [0.0] * len(sides)
    if bent:
        for node, side in enumerate(sides):
            shifts = [there - here for here, there in zip(near[node], far[node], strict=True)]
            lead[node] = sum([strength[other] * shift for other, shift in zip(side, shifts, strict=True)])
            lead[node] /= total[node] or 1.0
    return Pull(
        sides, strength, total, lead, [(one or LOOSE) * other for one, other in zip(total, strength, strict=True)]
    )


def across(levels: Levels, rows: Sequence[list[int]], gap: float) -> list[float]:
    """The middle of each node across the flow, in pixels; nodes of a row lie at least `gap` apart."""
    strength = [HANGING[depth] if depth < len(HANGING) else PASSED for depth in levels.hanging]
    strength += [STAND_IN] * (len(levels.level) - levels.real)
    upper = _pull(levels.up, levels.up_near, levels.up_far, strength, levels.bent)
    lower = _pull(levels.down, levels.down_near, levels.down_far, strength, levels.bent)
    x = [0.0] * len(levels.level)
    steps = [_offsets(row, levels.sizes, gap) for row in rows]
    for row, offsets in zip(rows, steps, strict=True):
        for node, offset in zip(row, offsets, strict=True):
            x[node] = offset - offsets[-1] / 2
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        pull = upper if down else lower
        _settle(range(len(rows)) if down else range(len(rows) - 1, -1, -1), rows, steps, x, pull)
    return x


def _offsets(row: Sequence[int], sizes: Sequence[float], gap: float) -> list[float]:
    """How far from the first node's middle that of each node in the row must be at least."""
    offsets = [0.0]
    for one, other in pairwise(row):
        offsets.append(offsets[-1] + (sizes[one] + sizes[other]) / 2 + gap)
    return offsets


def _settle(
    numbers: Iterable[int], rows: Sequence[list[int]], steps: Sequence[list[float]], x: list[float], pull: Pull
) -> None:
    """Move row after row to where it is wanted, keeping order and distance."""
    sides, strength, total, lead, weight = pull.sides, pull.strength, pull.total, pull.lead, pull.weight
    for number in numbers:
        row = rows[number]
        if len(row) == 1:
            node = row[0]
            if sides[node]:
                x[node] = sum([x[other] * strength[other] for other in sides[node]]) / total[node] + lead[node]
            continue
        places, last, fits = [], -inf, True
        for node, offset in zip(row, steps[number], strict=True):
            side = sides[node]
            if len(side) == 1:
                place = x[side[0]] + lead[node] - offset
            elif side:
                place = sum([x[other] * strength[other] for other in side]) / total[node] + lead[node] - offset
            else:
                place = x[node] - offset
            if place < last:
                fits = False
            last = place
            places.append(place)
        if not fits:
            places = _pooled(places, [weight[node] for node in row])
        for node, place, offset in zip(row, places, steps[number], strict=True):
            x[node] = place + offset


def _pooled(places: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The rising numbers nearest to `places` in the least squares (pool adjacent violators)."""
    blocks: list[tuple[float, float, int]] = []
    for place, weight in zip(places, weights, strict=True):
        count = 1
        while blocks and blocks[-1][0] > place:
            before, heavy, many = blocks.pop()
            place = (place * weight + before * heavy) / (weight + heavy)
            weight += heavy
            count += many
        blocks.append((place, weight, count))
    return [place for place, _, count in blocks for _ in range(count)]
