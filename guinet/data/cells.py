"""Checks the cells of a column that is used; every message names the row, the column and the remedy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from guinet.data.problems import DataError

if TYPE_CHECKING:
    import pandas

_GAPS = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-"})
_SHOWN: Final = 60
"""Letters of a cell in a message."""

_LARGEST = float(np.finfo(np.float32).max)


def is_text(column: pandas.Series) -> bool:
    return column.dtype.kind not in "biuf"


def mostly_numbers(column: pandas.Series) -> bool:
    """Whether more than half of the cells are numbers."""
    return bool(2 * _numbers(column).notna().sum() > len(column))


def check_present(column: pandas.Series, file: str, name: str, remedy: str) -> None:
    """Raises DataError for the first empty cell."""
    _refuse_first(column.isna().to_numpy(), f"{file}, column '{name}': the value is missing; fill it in, or {remedy}")


def check_numbers(column: pandas.Series, file: str, name: str, remedy: str) -> None:
    """Raises DataError for the first cell that is no number, or too large for float32."""
    if column.dtype.kind in "mMc":
        raise DataError(f"column '{name}' of {file} holds {column.dtype} where numbers are needed; {remedy}")
    numbers = _numbers(column)
    wrong = np.flatnonzero(numbers.isna().to_numpy())
    if len(wrong):
        cell = str(column.iloc[int(wrong[0])])
        place = f"row {wrong[0] + 1} of {file}, column '{name}':"
        if not mostly_numbers(column):
            raise DataError(f"{place} the column holds text ('{_short(cell)}') where numbers are needed; {remedy}")
        what = "the value is missing" if cell.strip().lower() in _GAPS else "that is not a number"
        raise DataError(f"{place} '{_short(cell)}': {what}; {_mend(cell)}, or {remedy}")
    outside = (numbers.abs() > _LARGEST).to_numpy()
    _refuse_first(outside, f"{file}, column '{name}': the value is too large for float32; mend it, or {remedy}")


def _numbers(column: pandas.Series) -> pandas.Series:
    """The cells as float64, NaN where they are no numbers."""
    import pandas

    try:
        return pandas.to_numeric(column, errors="coerce").astype("float64")
    except OverflowError:  # whole numbers of more than 308 digits
        return column.map(_number).astype("float64")


def _number(cell: object) -> float:
    try:
        return float(str(cell))
    except ValueError:
        return math.nan


def _mend(cell: str) -> str:
    """What to do about a cell such as `1,5`."""
    plain = cell.strip().replace(",", ".", 1)
    try:
        number = float(plain)
    except ValueError:
        return "mend the row"
    return f"write {plain} with a point" if "," in cell and math.isfinite(number) else "mend the row"


def _short(cell: str) -> str:
    """As much of a cell as a sentence has room for."""
    return cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…"


def _refuse_first(wrong: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], words: str) -> None:
    rows = np.flatnonzero(wrong)
    if len(rows):
        raise DataError(f"row {rows[0] + 1} of {words}")
