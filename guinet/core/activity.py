"""What is told of the outputs of a node: plain data that both sides share."""

from __future__ import annotations

from msgspec import Struct


class Activity(Struct, frozen=True):
    """`size` is the root of the mean square of what a node gave, `zeros` the share of zeros in it."""

    size: float
    zeros: float
