"""The statistics of a value as a small table of words."""

from __future__ import annotations

from html import escape
from typing import Final, TypeAlias

from guinet.core.probed import Statistics
from guinet.ui.panels.number_text import number_text, share_text
from guinet.ui.translate import tr

_COLUMNS: Final = 4

Fact: TypeAlias = tuple[str, str]


def facts(told: Statistics, dtype: str) -> list[Fact]:
    """What each number is called, and the number; those that are not known are left out."""
    if not told.count:
        return [(tr("count"), "0")]
    known = (
        (tr("least"), told.minimum),
        (tr("mean"), told.mean),
        (tr("greatest"), told.maximum),
        (tr("std"), told.std),
    )
    found = [(name, number_text(value)) for name, value in known if value is not None]
    found.append((tr("zeros"), share_text(told.zeros)))
    if "float" in dtype or "complex" in dtype:
        found += [("NaN", str(told.nan)), (tr("infinite"), str(told.infinite))]
    return [*found, (tr("count"), str(told.count))]


def notes(told: Statistics, dtype: str) -> str:
    """What has to be known of the numbers besides."""
    words = []
    if "complex" in dtype:
        words.append(tr("These are the absolute values of complex numbers."))
    if told.count and told.nan + told.infinite == told.count:
        words.append(tr("None of its numbers is finite."))
    elif told.nan or told.infinite:
        words.append(tr("Least, mean, greatest and std are those of the finite numbers."))
    if told.estimated:
        words.append(tr("Mean, std and histogram are read off a part of the numbers."))
    return " ".join(words)


def grid(told: Statistics, dtype: str, error: str) -> str:
    """The facts as rich text, four side by side; NaN and infinite ones that are there have the colour `error`."""
    rows = facts(told, dtype)
    if not told.count:
        return escape(tr("There are no numbers in it."))
    parts = []
    for start in range(0, len(rows), _COLUMNS):
        cells = []
        for name, value in rows[start : start + _COLUMNS]:
            bad = (name == "NaN" and told.nan) or (name == tr("infinite") and told.infinite)
            shown = f'<span style="color:{error}"><b>{escape(value)}</b></span>' if bad else escape(value)
            cells.append(f'<td style="padding-right:14px"><small>{escape(name)}</small><br>{shown}</td>')
        parts.append(f"<tr>{''.join(cells)}</tr>")
    note = notes(told, dtype)
    return f'<table cellspacing="0">{"".join(parts)}</table>' + (f"<small>{escape(note)}</small>" if note else "")
