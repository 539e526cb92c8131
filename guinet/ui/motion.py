"""Whether things may move on the screen."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStyle


def reduced_motion() -> bool:
    """Whether the system asks for less motion."""
    return not QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
