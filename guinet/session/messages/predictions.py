"""What the network says of a row of the data, of numbers, of a file or of a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct, field

from guinet.core.problems import Problem
from guinet.session.commands import Study
from guinet.session.events import Finding


class InputKind(StrEnum):
    """PICTURE: an image of one or three channels; ROW: numbers in a row, few enough to be typed; OTHER: all else."""

    PICTURE = "picture"
    ROW = "row"
    OTHER = "other"


class Sample(Struct, frozen=True):
    """Row `number` of a part of the data ("train", "validation", "test"), counted from 0."""

    part: str
    number: int


class Written(Struct, frozen=True):
    """Values written out, or the path of a file; of its rows number `row`, counted from 0."""

    text: str
    row: int = 0


class Drawn(Struct, frozen=True):
    """A drawing: a byte for each pixel, row by row, from 0 (paper) to 255 (ink). `fit`: as large, and where, things lie
    in the training images."""

    pixels: bytes
    height: int
    width: int
    fit: bool = True


Given: TypeAlias = "Sample | Written | Drawn"


class DescribePrediction(Study, frozen=True, kw_only=True):
    """Asks what the network takes and tells."""


class PredictionDescribed(Finding, frozen=True):
    """`shape` is that of one input; `columns` names its numbers, `parts` says how many rows there are in each part of
    the data, `draws` whether a drawing can be an input. `problem` is why there can be no prediction."""

    kind: InputKind = InputKind.OTHER
    shape: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    parts: Mapping[str, int] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    draws: bool = False
    problem: Problem | None = None


class Predict(Study, frozen=True, kw_only=True):
    """Asks what the network says of `given`."""

    given: Given


class Picture(Struct, frozen=True):
    """Pixels as bytes, row by row, of one channel (grey) or three (red, green, blue)."""

    pixels: bytes
    height: int
    width: int
    channels: int = 1


class Predicted(Finding, frozen=True):
    """The prediction for `given`.

    `label` is the likeliest class and `shares` holds the probability of each, the likeliest first; both are empty for a
    network that gives `values`, which are the first of what it gave. `truth` is what the data say it is, "" where that
    is not known. `row` holds the input's numbers as they stand in the data, `picture` the input as a picture. `rows`
    says how many inputs there were. `code` is the PyTorch that does it. `run` is the run whose best weights were used,
    "" for `weights` that are fresh; the words say so.
    """

    given: Given
    label: str = ""
    shares: tuple[tuple[str, float], ...] = ()
    values: tuple[float, ...] = ()
    truth: str = ""
    loss: float | None = None
    row: tuple[float, ...] = ()
    picture: Picture | None = None
    rows: int = 1
    code: str = ""
    run: str = ""
    weights: str = ""
    problem: Problem | None = None


class FindMistakes(Study, frozen=True, kw_only=True):
    """Asks for the rows that the network is most wrong about: of the test part, or of what there is."""


class Mistake(Struct, frozen=True):
    """`share` is the probability the network gave to what it predicted; 0 where it gives values."""

    sample: Sample
    truth: str
    predicted: str
    loss: float
    share: float = 0.0


class Mistakes(Finding, frozen=True):
    """The worst first. Of `rows` rows of `part`, `wrong` are of another class than predicted; None where the network
    tells no classes, and all rows are listed by their loss."""

    part: str = ""
    rows: int = 0
    wrong: int | None = None
    items: tuple[Mistake, ...] = ()
    problem: Problem | None = None
