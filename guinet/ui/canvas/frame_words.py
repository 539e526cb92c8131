"""The words on a frame's title bar, and the room they take."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFontMetricsF

from guinet.core.graph import Frame, FrameMode
from guinet.ui.theme import current_theme

PADDING: Final = 10.0
"""Room at both ends of the bar and between title and mode, in scene units."""

SIZE: Final = 12
"""Of the letters at life size, in pixels."""

_MOST: Final = 480.0
"""No frame is widened further than this for a long title, in scene units."""


def mode_text(mode: FrameMode) -> str:
    """The line of Python a frame stands for; empty for one that only groups."""
    return f"with torch.{mode.value}():" if mode is not FrameMode.NONE else ""


def least_width(frame: Frame) -> float:
    """How wide a frame must be for its title and its mode to be read, in scene units."""
    return _width(frame.title, mode_text(frame.mode))


@lru_cache(maxsize=512)
def _width(title: str, mode: str) -> float:
    width = PADDING
    for role, text in (("strong", title), ("mono", mode)):
        if text:
            font = current_theme().font("strong" if role == "strong" else "mono")
            font.setPixelSize(SIZE)
            width += QFontMetricsF(font).horizontalAdvance(text) + PADDING
    return min(_MOST, width + 1)  # so that an error of rounding shortens nothing
