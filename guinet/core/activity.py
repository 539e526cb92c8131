"""What is told of the outputs of a node: plain data that both sides share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Activity:
    """`size` is the root of the mean square of what a node gave, `zeros` the share of zeros in it."""

    size: float
    zeros: float
