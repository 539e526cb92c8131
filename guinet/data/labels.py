"""Which classes a target column tells apart, and whether it is classes or values that it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.data.problems import DataError

Label: TypeAlias = "bool | int | float | str"

MOST_COUNTED_CLASSES = 20
"""A column of more different whole numbers is taken for values, not classes, unless the task says otherwise."""


def are_classes(labels: Sequence[Label]) -> bool:
    """Whether a target without a task is for classification: text, truth values, or few whole numbers that recur."""
    different = set(labels)
    if any(isinstance(label, (str, bool)) for label in different):
        return True
    whole = all(float(label).is_integer() for label in different)
    return whole and len(different) <= MOST_COUNTED_CLASSES and 2 * len(different) <= len(labels)


def class_values(labels: Sequence[Label], file: str, column: str) -> tuple[Label, ...]:
    """The values of the classes in order: the place of a label is its class number.

    Texts are sorted. Whole numbers that run without a gap from 0 or 1, or are just two, are taken in order; others
    keep their number, as torch's losses expect it. Raises DataError for a label that is not whole, negative or beyond
    any sensible number of classes, naming its row, and for a single class.
    """
    different = set(labels)
    if len(different) == 1:
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem", "column '{column}' of {file} holds one class only ({label}); choose another target"
            ),
            column=column,
            file=file,
            label=text_of(labels[0]),
        )
    if any(isinstance(label, (str, bool)) for label in different):
        return tuple(sorted(different, key=lambda label: (str(type(label)), label)))
    numbers = _whole(labels, file, column)
    present = sorted(set(numbers))
    if len(present) == 2 or (present[0] in (0, 1) and present[-1] - present[0] == len(present) - 1):
        return tuple(present)
    _check_range(numbers, file, column)
    return tuple(range(present[-1] + 1))


def text_of(label: Label) -> str:
    """A class's name: `3` for 3 and for 3.0."""
    return str(int(label)) if isinstance(label, float) else str(label)


def _whole(labels: Sequence[Label], file: str, column: str) -> list[int]:
    for row, label in enumerate(labels, start=1):
        if not float(label).is_integer():
            raise DataError(
                QT_TRANSLATE_NOOP(
                    "Problem",
                    "row {row} of {file}, column '{column}': {label} is not a class, classes are whole "
                    "numbers or words; mend the row, or set the task to regression",
                ),
                row=row,
                file=file,
                column=column,
                label=label,
            )
    return [int(label) for label in labels]


def _check_range(numbers: list[int], file: str, column: str) -> None:
    lowest, highest = min(numbers), max(numbers)
    if lowest < 0:
        wrong = lowest
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "row {row} of {file}, column '{column}': label {label} is negative, classes are counted from 0; mend the "
            "row, or set the task to regression",
        )
    elif highest >= max(len(numbers), MOST_COUNTED_CLASSES):
        wrong = highest
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "row {row} of {file}, column '{column}': label {label} is out of range for {rows} rows, classes are "
            "counted from 0; mend the row, or set the task to regression",
        )
    else:
        return
    row = numbers.index(wrong) + 1
    raise DataError(template, row=row, file=file, column=column, label=wrong, rows=len(numbers))
