"""Parquet files as a data source: tables whose columns have types. They need pyarrow, which is installed on its own.

`read_table` is copied as it stands into exported training scripts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guinet.core.problems import QT_TRANSLATE_NOOP, sentence
from guinet.core.values import BATCH, TensorSpec
from guinet.data.arguments import read_names, read_text
from guinet.data.columns import Choice, choose, chosen_names, table_dataset, table_fields, target_classes
from guinet.data.dataset import Dataset
from guinet.data.files import chosen_path, require_file, stamp
from guinet.data.memory import refuse_size
from guinet.data.problems import DataError
from guinet.data.source import Arguments, Metadata, Recipe

if TYPE_CHECKING:
    import pandas

_WHAT = sentence(QT_TRANSLATE_NOOP("Problem", "Parquet file"))
_CELL = 16  # bytes that a number takes while the columns are brought to float32


def read_table(file: str | Path, columns: list[str]) -> pandas.DataFrame:
    """The named columns of a Parquet file; pandas needs pyarrow for it."""
    import pandas

    return pandas.read_parquet(file, engine="pyarrow", columns=columns)


class ParquetFile:
    """The node kind `guinet.data.parquet`; its header and its target column tell the shapes."""

    kind = "guinet.data.parquet"
    standardised = True

    def key(self, arguments: Arguments, base: Path | None) -> Hashable:
        texts = tuple(read_text(arguments, name) for name in ("target", "task"))
        return stamp(chosen_path(arguments, base, _WHAT)), texts, read_names(arguments, "features")

    def specs(self, arguments: Arguments, base: Path | None) -> dict[str, TensorSpec]:
        path, features, target = _names(arguments, base)
        classes = target_classes(_read(path, [target])[target], path.name, target, arguments)
        values = TensorSpec((BATCH, 1), "float32") if classes is None else TensorSpec((BATCH,), "int64")
        return {"features": TensorSpec((BATCH, len(features)), "float32"), "target": values}

    def metadata(self, arguments: Arguments, base: Path | None) -> Metadata | None:
        return None

    def load(self, arguments: Arguments, base: Path | None) -> Dataset:
        """Raises DataError naming the row and column of the first cell that cannot be used."""
        path, table, choice = _chosen(arguments, base)
        return table_dataset(path.name, table, choice)

    def recipe(self, arguments: Arguments, base: Path | None) -> Recipe:
        path, _, choice = _chosen(arguments, base)
        return Recipe(
            (read_table, table_fields),
            (
                f"features = {choice.features!r}",
                f"table = read_table({{folder}} / {path.name!r}, [*features, {choice.target!r}])",
                f"data = table_fields(table, features, target={choice.target!r}, classes={choice.classes!r})",
            ),
            (path,),
        )


def _chosen(arguments: Arguments, base: Path | None) -> tuple[Path, pandas.DataFrame, Choice]:
    path, features, target = _names(arguments, base)
    table = _read(path, [*features, target])
    return path, table, choose(path.name, [*features, target], table, {**arguments, "target": target})


def _names(arguments: Arguments, base: Path | None) -> tuple[Path, list[str], str]:
    """The file, and the columns that are used; only its header is read."""
    path = chosen_path(arguments, base, _WHAT)
    require_file(path)
    parquet = _pyarrow()
    with _told(path), parquet.ParquetFile(path) as file:
        header, rows = list(file.schema_arrow.names), file.metadata.num_rows
    if not header or not rows:
        raise DataError(QT_TRANSLATE_NOOP("Problem", "{file} has no rows; choose a file with some"), file=path.name)
    repeated = [name for name, count in Counter(header).items() if count > 1]
    if repeated:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{file} has two columns named '{column}'; give each its own name"),
            file=path.name,
            column=repeated[0],
        )
    features, target = chosen_names(path.name, header, arguments)
    refuse_size(
        path.name,
        rows * (len(features) + 1) * _CELL,
        sentence(QT_TRANSLATE_NOOP("Problem", "use a part of it, or fewer columns in `features`")),
    )
    return path, features, target


def _read(path: Path, columns: list[str]) -> pandas.DataFrame:
    with _told(path):
        return read_table(path, columns)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Errors of pyarrow as a sentence: its own derive from those of Python."""
    try:
        yield
    except (OSError, ValueError, TypeError, NotImplementedError, KeyError, MemoryError) as error:
        words = str(error).strip().splitlines() or [type(error).__name__]
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{file} is not a Parquet file that can be read: {error}; write it again"),
            file=path.name,
            error=words[0],
        ) from error


def _pyarrow() -> Any:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem",
                "Parquet files need pyarrow, which is not installed: run `pip install pyarrow` and open "
                "the project again",
            )
        ) from error
    return parquet
