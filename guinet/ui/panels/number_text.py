"""Numbers as tables show them."""

from __future__ import annotations

import math


def number_text(value: object) -> str:
    """Four digits that count: `0.01234`, `1.2e-05`; nothing for what is not known."""
    if isinstance(value, complex):
        return f"{value.real:.4g}{value.imag:+.4g}j"
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and math.isnan(value):
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def cell_text(value: object) -> str:
    """A value of a tensor, NaN included."""
    if isinstance(value, float) and math.isnan(value):
        return "nan"
    return number_text(value)


def share_text(share: float) -> str:
    """A part of all: `65 %`."""
    return "" if math.isnan(share) else f"{100 * share:.3g} %"


def bytes_text(count: int) -> str:
    """`1.5 KB`: thousands, as files are told."""
    size = float(count)
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1000:
            return f"{size:.3g} {unit}" if unit != "B" else f"{count} B"
        size /= 1000
    return f"{size:.3g} TB"
