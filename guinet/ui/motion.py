"""Whether things may move on the screen."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication


def reduced_motion() -> bool:
    """Whether the system asks for less motion."""
    from PySide6.QtWidgets import QStyle  # what PySide has to make of it takes 8 ms, in a turn of its own at start

    return not QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
