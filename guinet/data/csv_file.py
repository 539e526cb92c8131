"""CSV files as a data source.

`read_table` is copied as it stands into exported training scripts.
"""

from __future__ import annotations

import io
from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING

from guinet.core.problems import QT_TRANSLATE_NOOP, sentence
from guinet.core.values import TensorSpec
from guinet.data.arguments import read_names, read_text
from guinet.data.columns import Choice, choose, table_dataset, table_fields
from guinet.data.dataset import Dataset
from guinet.data.files import chosen_path, stamp
from guinet.data.problems import DataError
from guinet.data.source import Arguments, Metadata, Recipe
from guinet.data.text import SeparatedText, read_separated

if TYPE_CHECKING:
    import pandas

_WHAT = sentence(QT_TRANSLATE_NOOP("Problem", "CSV file"))


def read_table(file: str | Path | io.StringIO, separator: str) -> pandas.DataFrame:
    """The table in `file`; only an empty cell is a missing value."""
    import pandas

    return pandas.read_csv(
        file, sep=separator, skipinitialspace=True, keep_default_na=False, na_values=[""], low_memory=False
    )


class CsvFile:
    """The node kind `guinet.data.csv`; its shapes and classes are known only by reading the file."""

    kind = "guinet.data.csv"
    standardised = True

    def key(self, arguments: Arguments, base: Path | None) -> Hashable:
        texts = tuple(read_text(arguments, name) for name in ("separator", "target", "task"))
        return stamp(chosen_path(arguments, base, _WHAT)), texts, read_names(arguments, "features")

    def specs(self, arguments: Arguments, base: Path | None) -> dict[str, TensorSpec] | None:
        return None

    def metadata(self, arguments: Arguments, base: Path | None) -> Metadata | None:
        return None

    def load(self, arguments: Arguments, base: Path | None) -> Dataset:
        """Raises DataError naming the row and column of the first cell that cannot be used."""
        text, table, choice = _read(arguments, base)
        return table_dataset(text.name, table, choice)

    def recipe(self, arguments: Arguments, base: Path | None) -> Recipe:
        text, _, choice = _read(arguments, base)
        path = chosen_path(arguments, base, _WHAT)
        return Recipe(
            (read_table, table_fields),
            (
                f"table = read_table({{folder}} / {path.name!r}, separator={text.separator!r})",
                f"features = {choice.features!r}",
                f"data = table_fields(table, features, target={choice.target!r}, classes={choice.classes!r})",
            ),
            (path,),
        )


def _read(arguments: Arguments, base: Path | None) -> tuple[SeparatedText, pandas.DataFrame, Choice]:
    from pandas.errors import ParserError

    text = read_separated(chosen_path(arguments, base, _WHAT), read_text(arguments, "separator"))
    try:
        table = read_table(io.StringIO(text.text, newline=""), text.separator)
    except (ParserError, ValueError) as error:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{file} could not be read: {error}"), file=text.name, error=error
        ) from error
    return text, table, choose(text.name, text.header, table, arguments)
