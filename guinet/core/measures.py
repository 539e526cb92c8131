"""What a training measures: one table that charts, progress and the command line read.

A new measured value is one row here, and the line that computes it (`guinet.train.metrics`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct

from guinet.core.problems import QT_TRANSLATE_NOOP


class Unit(StrEnum):
    """How a value is written."""

    NUMBER = "number"
    SHARE = "share"
    """0 to 1, written as percent."""
    BYTES = "bytes"


class Group(StrEnum):
    """The order of the charts: what is minimised, how good the network is, how the training itself goes."""

    LOSS = "loss"
    METRIC = "metric"
    TRAINING = "training"


class Measure(Struct, frozen=True):
    """One measured value.

    Attributes: `name`, as the training's events say it; `title`, marked for translation in the context ""; `unit`;
    `group`; `higher_is_better`, None where neither is;
    `often_constant`: it need not be drawn before it changes.
    """

    name: str
    title: str
    unit: Unit = Unit.NUMBER
    group: Group = Group.METRIC
    higher_is_better: bool | None = True
    often_constant: bool = False


_SHARE: Final = Unit.SHARE
_TRAINING: Final = Group.TRAINING

MEASURES: Final = (
    Measure("loss", QT_TRANSLATE_NOOP("", "Loss"), group=Group.LOSS, higher_is_better=False),
    Measure("accuracy", QT_TRANSLATE_NOOP("", "Accuracy"), _SHARE),
    Measure("mae", QT_TRANSLATE_NOOP("", "Mean absolute error"), higher_is_better=False),
    Measure("r2", QT_TRANSLATE_NOOP("", "R²")),
    Measure("gradient_norm", QT_TRANSLATE_NOOP("", "Gradient norm by layer"), Unit.NUMBER, _TRAINING, None),
    Measure(
        "learning_rate",
        QT_TRANSLATE_NOOP("", "Learning rate"),
        group=_TRAINING,
        higher_is_better=None,
        often_constant=True,
    ),
    Measure("samples_per_second", QT_TRANSLATE_NOOP("", "Samples per second"), group=_TRAINING),
    Measure("memory_bytes", QT_TRANSLATE_NOOP("", "Memory"), Unit.BYTES, _TRAINING, False),
)
"""In the order of their charts."""

PARTS: Final[Mapping[str, str]] = {"validation_": "valid", "test_": "test"}
"""What precedes the name of a measure taken on other rows than those trained on, and what the part is called."""

_BY_NAME: Final = {measure.name: measure for measure in MEASURES}


class Place(Struct, frozen=True):
    """Where a value belongs: its measure, and the part of the data or the layer it is of.

    `series` is "train", "valid" or "test"; a layer's name; "all" for what is not of rows.
    """

    measure: Measure
    series: str


def measure(name: str) -> Measure:
    """The row of the table, or one made up for a name that has none: "top_5" is a metric titled "Top 5"."""
    found = _BY_NAME.get(name)
    if found is not None:
        return found
    title = name.replace("_", " ")
    return Measure(name, title[:1].upper() + title[1:])


def place_of(key: str) -> Place:
    """The place of a value of `EpochEnded` or `Finished`: "validation_accuracy" is "valid" of "accuracy"."""
    name, _, layer = key.partition("/")
    if layer:
        return Place(measure(name), layer)
    for prefix, part in PARTS.items():
        if key.startswith(prefix) and len(key) > len(prefix):
            return Place(measure(key.removeprefix(prefix)), part)
    found = measure(key)
    return Place(found, "all" if found.group is Group.TRAINING else "train")


def rank(name: str) -> int:
    """Where the chart of a measure stands: as in the table, those without a row after the other metrics."""
    if name in _BY_NAME:
        return 2 * list(_BY_NAME).index(name)
    return 2 * max(number for number, each in enumerate(MEASURES) if each.group is Group.METRIC) + 1


def judged(values: Mapping[str, float]) -> float | None:
    """What the best epoch is judged by, the smaller the better: the validation loss, else the training loss."""
    return values.get("validation_loss", values.get("loss"))
