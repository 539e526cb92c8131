"""Checks the cells of a column that is used; every message names the row, the column and the remedy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, sentence
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


def check_present(column: pandas.Series, file: str, name: str, remedy: Problem) -> None:
    """Raises DataError for the first empty cell."""
    template = QT_TRANSLATE_NOOP(
        "Problem", "row {row} of {file}, column '{column}': the value is missing; fill it in, or {remedy}"
    )
    _refuse_first(column.isna().to_numpy(), template, file=file, column=name, remedy=remedy)


def check_numbers(column: pandas.Series, file: str, name: str, remedy: Problem) -> None:
    """Raises DataError for the first cell that is no number, or too large for float32."""
    if column.dtype.kind in "mMc":
        template = QT_TRANSLATE_NOOP(
            "Problem", "column '{column}' of {file} holds {dtype} where numbers are needed; {remedy}"
        )
        raise DataError(template, column=name, file=file, dtype=column.dtype, remedy=remedy)
    numbers = _numbers(column)
    wrong = numbers.isna().to_numpy()
    if wrong.any():
        cell = str(column.iloc[int(np.flatnonzero(wrong)[0])])
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "row {row} of {file}, column '{column}': the column holds text ('{cell}') where numbers are needed; "
            "{remedy}",
        )
        if mostly_numbers(column):
            template = QT_TRANSLATE_NOOP(
                "Problem", "row {row} of {file}, column '{column}': '{cell}': {what}; {mend}, or {remedy}"
            )
        what = QT_TRANSLATE_NOOP("Problem", "that is not a number")
        if cell.strip().lower() in _GAPS:
            what = QT_TRANSLATE_NOOP("Problem", "the value is missing")
        told = {"cell": _short(cell), "what": sentence(what), "mend": _mend(cell)}
        _refuse_first(wrong, template, file=file, column=name, remedy=remedy, **told)
    template = QT_TRANSLATE_NOOP(
        "Problem", "row {row} of {file}, column '{column}': the value is too large for float32; mend it, or {remedy}"
    )
    _refuse_first((numbers.abs() > _LARGEST).to_numpy(), template, file=file, column=name, remedy=remedy)


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


def _mend(cell: str) -> Problem:
    """What to do about a cell such as `1,5`."""
    plain = cell.strip().replace(",", ".", 1)
    if "," in cell and math.isfinite(_number(plain)):
        return sentence(QT_TRANSLATE_NOOP("Problem", "write {number} with a point"), number=plain)
    return sentence(QT_TRANSLATE_NOOP("Problem", "mend the row"))


def _short(cell: str) -> str:
    """As much of a cell as a sentence has room for."""
    return cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…"


def _refuse_first(wrong: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], template: str, **told: object) -> None:
    rows = np.flatnonzero(wrong)
    if len(rows):
        raise DataError(template, row=rows[0] + 1, **told)
