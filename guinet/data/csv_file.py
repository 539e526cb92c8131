"""CSV files as a data source: which columns are used, and what their cells may hold.

`read_table` and `table_fields` are copied as they stand into exported training scripts.
"""

from __future__ import annotations

import io
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from guinet.core.values import TensorSpec
from guinet.data.arguments import read_names, read_text
from guinet.data.cells import check_numbers, check_present, is_text, mostly_numbers
from guinet.data.dataset import Dataset
from guinet.data.labels import Label, are_classes, class_values, text_of
from guinet.data.problems import DataError
from guinet.data.source import Arguments, Metadata, Recipe
from guinet.data.text import SeparatedText, read_separated

if TYPE_CHECKING:
    import pandas

TASKS = ("auto", "classification", "regression")


def read_table(file: str | Path | io.StringIO, separator: str) -> pandas.DataFrame:
    """The table in `file`; only an empty cell is a missing value."""
    import pandas

    return pandas.read_csv(
        file, sep=separator, skipinitialspace=True, keep_default_na=False, na_values=[""], low_memory=False
    )


def table_fields(
    table: pandas.DataFrame, features: list[str], target: str, classes: list[bool | int | float | str] | None
) -> dict[str, torch.Tensor]:
    """The columns `features` [N, F], and `target`: class numbers [N], or values [N, 1] when `classes` is None."""
    values = torch.tensor(table[features].astype("float32").to_numpy())
    if classes is None:
        return {"features": values, "target": torch.tensor(table[[target]].astype("float32").to_numpy())}
    number = {name: index for index, name in enumerate(classes)}
    return {"features": values, "target": torch.tensor([number[name] for name in table[target]])}


@dataclass(frozen=True)
class Choice:
    """The columns that are used, settled: nothing is left to find out. `classes` is None for regression."""

    separator: str
    features: list[str]
    target: str
    classes: list[Label] | None


class CsvFile:
    """The node kind `guinet.data.csv`; its shapes and classes are known only by reading the file."""

    kind = "guinet.data.csv"
    standardised = True

    def key(self, arguments: Arguments, base: Path | None) -> Hashable:
        path = _path(arguments, base).absolute()
        try:
            status = path.stat()
        except OSError as error:
            raise DataError(f"{path} could not be read ({error.strerror or error}); choose another file") from error
        texts = tuple(read_text(arguments, name) for name in ("separator", "target", "task"))
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        return path, stamp, texts, read_names(arguments, "features")

    def specs(self, arguments: Arguments) -> dict[str, TensorSpec] | None:
        return None

    def metadata(self, arguments: Arguments) -> Metadata | None:
        return None

    def load(self, arguments: Arguments, base: Path | None) -> Dataset:
        """Raises DataError naming the row and column of the first cell that cannot be used."""
        text, table, choice = _read(arguments, base)
        return Dataset(
            table_fields(table, choice.features, choice.target, choice.classes),
            "features",
            "target",
            None if choice.classes is None else tuple(text_of(label) for label in choice.classes),
            tuple(choice.features),
            source=text.name,
            target_column=choice.target,
        )

    def recipe(self, arguments: Arguments, base: Path | None) -> Recipe:
        _, _, choice = _read(arguments, base)
        path = _path(arguments, base)
        return Recipe(
            (read_table, table_fields),
            (
                f"table = read_table({{folder}} / {path.name!r}, separator={choice.separator!r})",
                f"features = {choice.features!r}",
                f"data = table_fields(table, features, target={choice.target!r}, classes={choice.classes!r})",
            ),
            path,
        )


def _path(arguments: Arguments, base: Path | None) -> Path:
    text = read_text(arguments, "path")
    if not text:
        raise DataError("no CSV file is chosen; set the path")
    if "\0" in text:
        raise DataError("the path of the CSV file holds a zero character; choose the file again")
    return (base or Path()) / text


def _read(arguments: Arguments, base: Path | None) -> tuple[SeparatedText, pandas.DataFrame, Choice]:
    from pandas.errors import ParserError

    text = read_separated(_path(arguments, base), read_text(arguments, "separator"))
    try:
        table = read_table(io.StringIO(text.text, newline=""), text.separator)
    except (ParserError, ValueError) as error:
        raise DataError(f"{text.name} could not be read: {error}") from error
    return text, table, _choose(text, table, arguments)


def _choose(text: SeparatedText, table: pandas.DataFrame, arguments: Arguments) -> Choice:
    target = read_text(arguments, "target") or text.header[-1]
    features = list(read_names(arguments, "features")) or [name for name in text.header if name != target]
    task = read_text(arguments, "task", "auto")
    if task not in TASKS:
        raise DataError(f"task is {task!r}, but must be one of {', '.join(TASKS)}")
    _check_names(text, features, target)
    for name in features:
        check_present(table[name], text.name, name, "leave the column out with `features`")
        check_numbers(table[name], text.name, name, "leave the column out with `features`")
    column = table[target]
    check_present(column, text.name, target, "choose another target")
    labels: list[Label] = column.tolist()
    if task == "classification" or (task == "auto" and _tells_classes(column, labels)):
        return Choice(text.separator, features, target, list(class_values(labels, text.name, target)))
    check_numbers(column, text.name, target, "set the task to classification")
    return Choice(text.separator, features, target, None)


def _tells_classes(column: pandas.Series, labels: list[Label]) -> bool:
    """A column of numbers with a slip in it is not one of classes: the slip is to be named."""
    return are_classes(labels) and not (is_text(column) and mostly_numbers(column))


def _check_names(text: SeparatedText, features: list[str], target: str) -> None:
    known = ", ".join(f"'{name}'" for name in text.header if name)
    for name in (*features, target):
        if not name:
            number = text.header.index("") + 1
            raise DataError(f"column {number} of {text.name} has no name; name it, or list others in `features`")
        if name not in text.header:
            raise DataError(f"{text.name} has no column '{name}'; it has {known}")
    if target in features:
        raise DataError(f"column '{target}' is the target and a feature of {text.name}; leave it out of `features`")
    if len(set(features)) < len(features):
        raise DataError(f"`features` names a column of {text.name} twice; name each once")
    if not features:
        raise DataError(f"{text.name} has no column besides the target '{target}'; features are needed too")
