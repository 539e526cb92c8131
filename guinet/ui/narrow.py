"""Rows of fields and buttons that are cut off in a narrow panel, rather than make it wider, and the window with it."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from guinet.ui.theme import current_theme


def let_shrink(*widgets: QWidget) -> None:
    """Words may be cut off wholly, what is chosen or typed in keeps the width of a few letters."""
    least = 2 * current_theme().pixels("control-height")
    for widget in widgets:
        widget.setMinimumWidth(1 if isinstance(widget, QLabel | QAbstractButton) else least)
