"""Rows held in memory: one tensor for each port, the first dimension counts the rows."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from msgspec import Struct, field
from msgspec.structs import replace
from torch import Tensor

from guinet.data.problems import DataError

_SHOWN_REASONS = 3


class Dataset(Struct, frozen=True, eq=False):
    """What a data source gives, or a part of it.

    `fields` maps each port to a tensor of shape [N, ...]. They are shared by all users of a loaded source and must
    not be changed in place. `classes` names the classes of an int64 target, `features` the columns of the input.
    `origin` holds the row number in the source of each row here, for messages; None when they are the same.

    `gap` is None where rows may be split at random. Where neighbours share values, as windows of a text do, the parts
    keep their order, and this many rows between two of them are left out. `left_out` holds, by its name in
    the source, why something of it could not be used.
    """

    fields: Mapping[str, Tensor]
    input: str
    target: str
    classes: tuple[str, ...] | None = None
    features: tuple[str, ...] = ()
    source: str = ""
    target_column: str = ""
    origin: Tensor | None = None
    gap: int | None = None
    characters: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(self.fields[self.input])

    def select(self, index: Tensor) -> Dataset:
        """The rows numbered by `index`, an int64 tensor of shape [M], in that order."""
        fields = {port: values.index_select(0, index) for port, values in self.fields.items()}
        return replace(self, fields=fields, origin=index if self.origin is None else self.origin[index])

    def row_name(self, row: int) -> str:
        """How a message names row `row` of this part: counted from 1 in the source, below the header of a file."""
        number = row if self.origin is None else int(self.origin[row])
        return f"row {number + 1} of {self.source}"


def left_out_words(dataset: Dataset) -> str:
    """A sentence on what of the source could not be used; nothing where all could."""
    reasons = list(dataset.left_out.values())
    if not reasons:
        return ""
    were = "1 file of {source} was" if len(reasons) == 1 else "{count} files of {source} were"
    more = f"; and {len(reasons) - _SHOWN_REASONS} more" if len(reasons) > _SHOWN_REASONS else ""
    head = were.format(count=len(reasons), source=dataset.source)
    return f"{head} left out of the data: {'; '.join(reasons[:_SHOWN_REASONS])}{more}"


def check_indices(dataset: Dataset, port: str, rows: int) -> None:
    """Raises DataError naming the first row of int64 indices that an embedding of `rows` rows does not have."""
    values = dataset.fields[port].reshape(dataset.rows, -1)
    wrong = torch.nonzero((values < 0) | (values >= rows))
    if not len(wrong):
        return
    row, place = wrong[0].tolist()
    index = int(values[row, place])
    known = f" ({dataset.characters[index]!r})" if 0 <= index < len(dataset.characters) else ""
    needed = max(int(values.max()) + 1, len(dataset.characters))
    raise DataError(
        f"{dataset.row_name(row)}: index {index}{known} is out of range, the embedding has {rows} rows (0 to "
        f"{rows - 1}); set num_embeddings to {needed}, or mend the row"
    )


def check_labels(dataset: Dataset, classes: int) -> None:
    """Raises DataError naming the first row whose label is not in 0 … `classes` - 1.

    `classes` is the number of outputs the model has for them. A target that is not int64 has no labels to check.
    """
    labels = dataset.fields[dataset.target]
    if labels.dtype != torch.int64:
        return
    wrong = torch.nonzero((labels < 0) | (labels >= classes))
    if not len(wrong):
        return
    row = int(wrong[0, 0])
    label = int(labels[row])
    column = f" in column '{dataset.target_column}'" if dataset.target_column else ""
    name = dataset.classes[label] if dataset.classes is not None and 0 <= label < len(dataset.classes) else ""
    known = f" ('{name}')" if name and name != str(label) else ""
    needed = max(int(labels.max()) + 1, len(dataset.classes or ()))
    raise DataError(
        f"{dataset.row_name(row)}: label {label}{known}{column} is out of range, the model tells {classes} classes "
        f"apart (0 to {classes - 1}); give its last layer {needed} outputs or mend the row"
    )
