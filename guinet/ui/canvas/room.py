"""Room for blocks open in place: what lies below goes down, each row as it is, so that no card covers anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Final, TypeAlias

from msgspec import Struct

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom, in scene units."""

GAP: Final = 14.0
"""Between a node, or what stands beside it, and the card below."""

CLEAR: Final = 60.0
"""Between a card and what makes way for it, the title of a frame among that."""

_BETWEEN: Final = 40.0
"""Between rows and a node that is put between them."""

_GRID: Final = 10.0


class Card(Struct, frozen=True):
    """What is open of `node`, of this size; `moved` is how far a hand has moved it from where it opened."""

    node: str
    width: float
    height: float
    moved: tuple[float, float] = (0.0, 0.0)


class Room(Struct, frozen=True):
    """`cards`: how far each card is to the right of its node's left side and below its lower one, by node; `ways`: how
    far down what must make way goes, by id."""

    cards: dict[str, tuple[float, float]]
    ways: dict[str, float]


def make_room(cards: Iterable[Card], boxes: Mapping[str, Box]) -> Room:
    """Puts each card below its node, or where a hand has moved it, and below what stands in a row with that; all that
    is farther down goes as far as needed for nothing to be covered.

    `boxes` are where the graph has nodes and notes, by id; the nodes of the cards are among them.
    """
    shown = dict(boxes)
    placed: list[Box] = []
    corners: dict[str, tuple[float, float]] = {}
    for card in sorted(cards, key=lambda card: (boxes[card.node][1], boxes[card.node][0])):
        left, _, _, bottom = shown[card.node]
        box = _box(card, left, bottom + GAP)
        line = box[1] if any(card.moved) else bottom
        box = _lowered(box, [*(other for other in shown.values() if _middle(other) <= line), *placed])
        placed.append(box)
        corners[card.node] = (box[0] - left, box[1] - bottom)
        _push(shown, [id for id, other in shown.items() if id != card.node and _middle(other) > line], box)
    return Room(corners, {id: box[1] - boxes[id][1] for id, box in shown.items() if box[1] != boxes[id][1]})


def squeeze_in(box: Box, boxes: Mapping[str, Box]) -> tuple[Box, dict[str, float]]:
    """Where `box` goes so as to lie below what is above its middle, and how far down what is below goes, by id."""
    shown, line = dict(boxes), _middle(box)
    box = _lowered(box, [other for other in shown.values() if _middle(other) <= line], _BETWEEN)
    _push(shown, [id for id, other in shown.items() if _middle(other) > line], box, _BETWEEN)
    return box, {id: other[1] - boxes[id][1] for id, other in shown.items() if other[1] != boxes[id][1]}


def _box(card: Card, left: float, top: float) -> Box:
    left, top = left + card.moved[0], top + card.moved[1]
    return left, top, left + card.width, top + card.height


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _across(one: Box, other: Box) -> bool:
    """Whether one is above the other."""
    return one[0] < other[2] and one[2] > other[0]


def _lowered(box: Box, others: list[Box], gap: float = GAP) -> Box:
    """`box` below all that it would cover where it is."""
    left, top, right, bottom = box
    for other in sorted(filter(lambda other: _across(box, other), others), key=lambda other: other[3]):
        if other[3] + gap > top and other[1] < top + bottom - box[1]:
            top = other[3] + gap
    return left, top, right, top + bottom - box[1]


def _push(shown: dict[str, Box], below: list[str], card: Box, clear: float = CLEAR) -> None:
    """Moves all of them down by as much as the one the card covers most needs, on the grid."""
    needed = max((card[3] + clear - shown[id][1] for id in below if _across(shown[id], card)), default=0.0)
    by = ceil(needed / _GRID) * _GRID
    for id in below if by > 0 else ():
        left, top, right, bottom = shown[id]
        shown[id] = left, top + by, right, bottom + by
