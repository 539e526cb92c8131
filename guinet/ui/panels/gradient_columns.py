"""What the table of gradients says of each parameter."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from guinet.core.parameter_rows import NAN, ParameterRow
from guinet.ui.panels.number_text import number_text
from guinet.ui.panels.parameter_tree import PATH, Column
from guinet.ui.translate import tr
from guinet.ui.words import problem_text


def gradient_norm(row: ParameterRow) -> float:
    return row.gradient.norm if row.gradient is not None else NAN


def per_weight(row: ParameterRow) -> float:
    """The norm of the gradient as a share of that of the parameter."""
    return gradient_norm(row) / row.figures.norm if row.figures.norm > 0 else NAN


def reason_text(row: ParameterRow) -> str:
    if row.blocked is not None:
        return problem_text(row.blocked)
    if row.gradient is not None and row.gradient.odd:
        return tr("%n of its numbers are NaN or infinite", "", row.gradient.odd)
    return tr("All zeros") if row.gradient is not None and row.gradient.zeros == 1 else ""


def _figure(
    get: Callable[[ParameterRow], float],
) -> tuple[Callable[[ParameterRow], str], Callable[[ParameterRow], Any]]:
    return lambda row: number_text(get(row)), lambda row: -math.inf if math.isnan(get(row)) else get(row)


COLUMNS: Final = (
    PATH,
    Column(lambda: tr("Gradient"), lambda: tr("The norm of the gradient"), *_figure(gradient_norm)),
    Column(
        lambda: tr("Gradient / weight"),
        lambda: tr("The norm of the gradient, as a share of that of the parameter"),
        *_figure(per_weight),
    ),
    Column(
        lambda: tr("Update"),
        lambda: tr("The change in the last step, as a share of the norm: near 0.001 is usual"),
        *_figure(lambda row: row.ratio),
    ),
    Column(
        lambda: tr("Zeros"),
        lambda: tr("The share of zeros in the gradient"),
        *_figure(lambda row: row.gradient.zeros if row.gradient is not None else NAN),
    ),
    Column(
        lambda: tr("Why it stops"),
        lambda: tr("Where the way back from the loss is cut"),
        reason_text,
        reason_text,
        None,
        False,
    ),
)
