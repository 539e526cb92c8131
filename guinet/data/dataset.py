"""Rows held in memory: one tensor for each port, the first dimension counts the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from guinet.data.problems import DataError


@dataclass(frozen=True, eq=False)
class Dataset:
    """What a data source gives, or a part of it.

    `fields` maps each port to a tensor of shape [N, ...]. They are shared by all users of a loaded source and must
    not be changed in place. `classes` names the classes of an int64 target, `features` the columns of the input.
    `origin` holds the row number in the source of each row here, for messages; None when they are the same.
    """

    fields: Mapping[str, Tensor]
    input: str
    target: str
    classes: tuple[str, ...] | None = None
    features: tuple[str, ...] = ()
    source: str = ""
    target_column: str = ""
    origin: Tensor | None = field(default=None, repr=False)

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
