"""Which rows of the data a network is run on to see its values."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct


class FeedKind(StrEnum):
    """What enters the network: the first batch, one row, a batch drawn by lot, or a drawing."""

    BATCH = "batch"
    ROW = "row"
    RANDOM = "random"
    DRAWING = "drawing"


class Feed(Struct, frozen=True):
    """Which rows of the data an evaluation runs on. `part` is "train", "validation" or "test", `row` counts in it from
    0; `seed` is that of a batch by lot. A drawing is a byte for each pixel, row by row, from 0 (paper) to 255 (ink), of
    `size` (height, width). `fresh`: they meet the first values, though a run has better weights."""

    kind: FeedKind = FeedKind.BATCH
    part: str = "train"
    row: int = 0
    seed: int = 0
    drawing: bytes = b""
    size: tuple[int, int] = (0, 0)
    fresh: bool = False


FIRST_BATCH: Final = Feed()
