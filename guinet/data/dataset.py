"""Rows held in memory: one tensor for each port, the first dimension counts the rows."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from msgspec import Struct, field
from msgspec.structs import replace
from torch import Tensor

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, sentence
from guinet.data.problems import DataError

_SHOWN = 3
"""Files that a sentence names besides the first."""


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
    left_out: Mapping[str, Problem] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(self.fields[self.input])

    def select(self, index: Tensor) -> Dataset:
        """The rows numbered by `index`, an int64 tensor of shape [M], in that order."""
        fields = {port: values.index_select(0, index) for port, values in self.fields.items()}
        return replace(self, fields=fields, origin=index if self.origin is None else self.origin[index])

    def row_number(self, row: int) -> int:
        """How a message counts row `row` of this part: from 1 in the source, below the header of a file."""
        return (row if self.origin is None else int(self.origin[row])) + 1


def left_out_words(dataset: Dataset) -> Problem:
    """A sentence on what of the source could not be used. There must be some."""
    names = [*dataset.left_out]
    others = ", ".join(names[1 : _SHOWN + 1]) + ("…" if len(names) > _SHOWN + 1 else "")
    template = QT_TRANSLATE_NOOP("Problem", "1 file of {source} was left out of the data: {reason}")
    if others:
        template = QT_TRANSLATE_NOOP(
            "Problem", "{count} files of {source} were left out of the data: {reason}; so were {others}"
        )
    return sentence(template, count=len(names), source=dataset.source, reason=dataset.left_out[names[0]], others=others)


def check_indices(dataset: Dataset, port: str, rows: int) -> None:
    """Raises DataError naming the first row of int64 indices that an embedding of `rows` rows does not have."""
    values = dataset.fields[port].reshape(dataset.rows, -1)
    wrong = torch.nonzero((values < 0) | (values >= rows))
    if not len(wrong):
        return
    row, place = wrong[0].tolist()
    index = int(values[row, place])
    told: dict[str, object] = {
        "row": dataset.row_number(row),
        "source": dataset.source,
        "index": index,
        "rows": rows,
        "last": rows - 1,
    }
    told["needed"] = max(int(values.max()) + 1, len(dataset.characters))
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "row {row} of {source}: index {index} is out of range, the embedding has {rows} rows (0 to {last}); set "
        "num_embeddings to {needed}, or mend the row",
    )
    if 0 <= index < len(dataset.characters):
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "row {row} of {source}: index {index} ({character}) is out of range, the embedding has {rows} rows (0 to "
            "{last}); set num_embeddings to {needed}, or mend the row",
        )
        told["character"] = repr(dataset.characters[index])
    raise DataError(template, **told)


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
    name = dataset.classes[label] if dataset.classes is not None and 0 <= label < len(dataset.classes) else ""
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "row {row} of {source}: label {label} is out of range, the model tells {classes} classes apart (0 to {last}); "
        "give its last layer {needed} outputs or mend the row",
    )
    if dataset.target_column:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "row {row} of {source}: label {label} in column '{column}' is out of range, the model tells {classes} "
            "classes apart (0 to {last}); give its last layer {needed} outputs or mend the row",
        )
    raise DataError(
        template,
        row=dataset.row_number(row),
        source=dataset.source,
        label=f"{label} ('{name}')" if name and name != str(label) else label,
        column=dataset.target_column,
        classes=classes,
        last=classes - 1,
        needed=max(int(labels.max()) + 1, len(dataset.classes or ())),
    )
