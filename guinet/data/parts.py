"""Training, validation and test parts, and standardising.

`split_rows`, `split_in_order` and `fit_standardiser` are copied as they stand into exported training scripts (see
`source_text`): they use plain values and torch only.
"""

from __future__ import annotations

import torch
from msgspec import Struct
from msgspec.structs import replace
from torch import Tensor

from guinet.core.problems import QT_TRANSLATE_NOOP, sentence
from guinet.data.dataset import Dataset
from guinet.data.problems import DataError

PARTS = ("train", "validation", "test")
_PART_NAMES = {
    "train": QT_TRANSLATE_NOOP("Problem", "train"),
    "validation": QT_TRANSLATE_NOOP("Problem", "validation"),
    "test": QT_TRANSLATE_NOOP("Problem", "test"),
}


def split_rows(rows: int, validation: float, test: float, seed: int) -> dict[str, torch.Tensor]:
    """Row numbers of the training, validation and test parts; `validation` and `test` are shares of the rows."""
    order = torch.randperm(rows, generator=torch.Generator().manual_seed(seed))
    first, second = round(rows * test), round(rows * test) + round(rows * validation)
    return {"train": order[second:], "validation": order[first:second], "test": order[:first]}


def split_in_order(rows: int, validation: float, test: float, gap: int) -> dict[str, torch.Tensor]:
    """Row numbers of the parts one after the other, `gap` rows between two being left out."""
    order = torch.arange(rows)
    tested = rows - round(rows * test)
    end = tested - gap if tested < rows else rows
    kept = max(end - round(rows * validation), 0)
    trained = max(kept - gap if kept < end else kept, 0)
    return {"train": order[:trained], "validation": order[kept:end], "test": order[tested:]}


def fit_standardiser(features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and standard deviation of each column of [N, F]; a constant column has 1 for its deviation."""
    mean = features.double().mean(0).float()
    deviation = features.double().std(0, correction=0).float()
    constant = (features == features[0]).all(0) | (deviation == 0)
    return mean, torch.where(constant, 1.0, deviation)


class Standardiser(Struct, frozen=True, eq=False):
    """Brings the columns of a port to mean 0 and deviation 1; `mean` and `deviation` are float32 of shape [F]."""

    port: str
    mean: Tensor
    deviation: Tensor

    def apply(self, values: Tensor) -> Tensor:
        return (values - self.mean) / self.deviation

    def apply_to(self, dataset: Dataset) -> Dataset:
        return replace(dataset, fields={**dataset.fields, self.port: self.apply(dataset.fields[self.port])})


class Splits(Struct, frozen=True, eq=False):
    """The three parts of a source; a part whose share is 0 has no rows. `indices` are row numbers in the source."""

    train: Dataset
    validation: Dataset
    test: Dataset
    indices: dict[str, Tensor]
    standardiser: Standardiser | None = None


def split(dataset: Dataset, validation: float, test: float, seed: int) -> Splits:
    """Parts of `dataset`, the same for the same seed.

    Raises DataError when the shares leave no row to train on, or a share above 0 gives an empty part.
    """
    if not 0 <= validation < 1:
        template = QT_TRANSLATE_NOOP(
            "Problem", "the validation share is {share}, but must be at least 0 and less than 1"
        )
        raise DataError(template, share=f"{validation:g}")
    if not 0 <= test < 1:
        template = QT_TRANSLATE_NOOP("Problem", "the test share is {share}, but must be at least 0 and less than 1")
        raise DataError(template, share=f"{test:g}")
    if validation + test >= 1:
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem",
                "the validation share {validation} and the test share {test} leave nothing to train on; "
                "together they must be less than 1",
            ),
            validation=f"{validation:g}",
            test=f"{test:g}",
        )
    if dataset.gap is None:
        indices = split_rows(dataset.rows, validation, test, seed)
    else:
        indices = split_in_order(dataset.rows, validation, test, dataset.gap)
    for name, share in (("train", 1 - validation - test), ("validation", validation), ("test", test)):
        if share > 0 and not len(indices[name]):
            raise DataError(
                QT_TRANSLATE_NOOP(
                    "Problem",
                    "the {part} part would be empty: its share is {share} of the {rows} rows of {source}; use more "
                    "rows, or other shares (0 for no such part)",
                ),
                part=sentence(_PART_NAMES[name]),
                share=f"{share:.3g}",
                rows=dataset.rows,
                source=dataset.source,
            )
    train, kept, tested = (dataset.select(indices[name]) for name in PARTS)
    return Splits(train, kept, tested, indices)


def standardise(splits: Splits) -> Splits:
    """`splits` with the input's columns standardised by the mean and deviation of the training rows alone."""
    port = splits.train.input
    fitted = Standardiser(port, *fit_standardiser(splits.train.fields[port]))
    train, kept, tested = (fitted.apply_to(part) for part in (splits.train, splits.validation, splits.test))
    return Splits(train, kept, tested, splits.indices, fitted)
