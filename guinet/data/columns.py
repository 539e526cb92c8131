"""Which columns of a table are used, and as what: the same for every kind of file that holds one.

`table_fields` is copied as it stands into exported training scripts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from msgspec import Struct

from guinet.core.problems import QT_TRANSLATE_NOOP, sentence
from guinet.data.arguments import read_names, read_text
from guinet.data.cells import check_numbers, check_present, is_text, mostly_numbers
from guinet.data.dataset import Dataset
from guinet.data.labels import Label, are_classes, class_values, text_of
from guinet.data.problems import DataError
from guinet.data.source import Arguments

if TYPE_CHECKING:
    import pandas

TASKS = ("auto", "classification", "regression")


def table_fields(
    table: pandas.DataFrame, features: list[str], target: str, classes: list[bool | int | float | str] | None
) -> dict[str, torch.Tensor]:
    """The columns `features` [N, F], and `target`: class numbers [N], or values [N, 1] when `classes` is None."""
    values = torch.tensor(table[features].astype("float32").to_numpy())
    if classes is None:
        return {"features": values, "target": torch.tensor(table[[target]].astype("float32").to_numpy())}
    number = {name: index for index, name in enumerate(classes)}
    return {"features": values, "target": torch.tensor([number[name] for name in table[target]])}


class Choice(Struct, frozen=True):
    """The columns that are used, settled: nothing is left to find out. `classes` is None for regression."""

    features: list[str]
    target: str
    classes: list[Label] | None


def choose(name: str, header: Sequence[str], table: pandas.DataFrame, arguments: Arguments) -> Choice:
    """What the arguments say of the table in the file `name`. Raises DataError naming the row and column of the first
    cell that cannot be used."""
    features, target = chosen_names(name, header, arguments)
    remedy = sentence(QT_TRANSLATE_NOOP("Problem", "leave the column out with `features`"))
    for feature in features:
        check_present(table[feature], name, feature, remedy)
        check_numbers(table[feature], name, feature, remedy)
    return Choice(features, target, target_classes(table[target], name, target, arguments))


def chosen_names(name: str, header: Sequence[str], arguments: Arguments) -> tuple[list[str], str]:
    """The names of the features and of the target. Raises DataError for one that is not there."""
    target = read_text(arguments, "target") or header[-1]
    features = list(read_names(arguments, "features")) or [column for column in header if column != target]
    task_of(arguments)
    _check_names(name, header, features, target)
    return features, target


def task_of(arguments: Arguments) -> str:
    """One of TASKS. Raises DataError."""
    task = read_text(arguments, "task", "auto")
    if task not in TASKS:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "task is {task}, but must be one of {tasks}"),
            task=repr(task),
            tasks=", ".join(TASKS),
        )
    return task


def target_classes(column: pandas.Series, name: str, target: str, arguments: Arguments) -> list[Label] | None:
    """The classes of the target column, None where it holds values. Raises DataError."""
    check_present(column, name, target, sentence(QT_TRANSLATE_NOOP("Problem", "choose another target")))
    labels: list[Label] = column.tolist()
    _check_plain(labels, name, target)
    task = task_of(arguments)
    if task == "classification" or (task == "auto" and _tells_classes(column, labels)):
        return list(class_values(labels, name, target))
    check_numbers(column, name, target, sentence(QT_TRANSLATE_NOOP("Problem", "set the task to classification")))
    return None


def table_dataset(name: str, table: pandas.DataFrame, choice: Choice) -> Dataset:
    """The rows of the table as tensors."""
    return Dataset(
        table_fields(table, choice.features, choice.target, choice.classes),
        "features",
        "target",
        None if choice.classes is None else tuple(text_of(label) for label in choice.classes),
        tuple(choice.features),
        source=name,
        target_column=choice.target,
    )


def _tells_classes(column: pandas.Series, labels: list[Label]) -> bool:
    """A column of numbers with a slip in it is not one of classes: the slip is to be named."""
    return are_classes(labels) and not (is_text(column) and mostly_numbers(column))


def _check_plain(labels: Sequence[object], name: str, target: str) -> None:
    """A file with types of its own may hold dates, lists or bytes."""
    for row, label in enumerate(labels, start=1):
        if not isinstance(label, (bool, int, float, str)):
            raise DataError(
                QT_TRANSLATE_NOOP(
                    "Problem",
                    "row {row} of {name}, column '{target}': a value of the type {type} is neither a "
                    "number nor a word; choose another target",
                ),
                row=row,
                name=name,
                target=target,
                type=type(label).__name__,
            )


def _check_names(name: str, header: Sequence[str], features: list[str], target: str) -> None:
    known = ", ".join(f"'{column}'" for column in header if column)
    for column in (*features, target):
        if not column:
            number = header.index("") + 1
            template = QT_TRANSLATE_NOOP(
                "Problem", "column {number} of {name} has no name; name it, or list others in `features`"
            )
            raise DataError(template, number=number, name=name)
        if column not in header:
            template = QT_TRANSLATE_NOOP("Problem", "{name} has no column '{column}'; it has {known}")
            raise DataError(template, name=name, column=column, known=known)
    if target in features:
        template = QT_TRANSLATE_NOOP(
            "Problem", "column '{target}' is the target and a feature of {name}; leave it out of `features`"
        )
        raise DataError(template, target=target, name=name)
    if len(set(features)) < len(features):
        template = QT_TRANSLATE_NOOP("Problem", "`features` names a column of {name} twice; name each once")
        raise DataError(template, name=name)
    if not features:
        template = QT_TRANSLATE_NOOP(
            "Problem", "{name} has no column besides the target '{target}'; features are needed too"
        )
        raise DataError(template, name=name, target=target)
