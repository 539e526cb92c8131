"""Rows of fields and buttons that are cut off in a narrow panel, rather than make it wider, and the window with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from guinet.ui.theme import current_theme


def let_shrink(*widgets: QWidget) -> None:
    """Words may be cut off wholly, what is chosen or typed in keeps the width of a few letters."""
    least = 2 * current_theme().pixels("control-height")
    for widget in widgets:
        widget.setMinimumWidth(1 if isinstance(widget, QLabel | QAbstractButton) else least)


class OneLine(QLabel):
    """A line that ends in … where there is no room for all of it; its tooltip has it whole, and a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""

    def say(self, words: str) -> None:
        self.words = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self._fit()

    @property
    def needed(self) -> int:
        """The width in pixels that shows all of it."""
        return self.fontMetrics().horizontalAdvance(self._line) + self._beside

    @property
    def _line(self) -> str:
        return self.words.replace("\n", " ")

    @property
    def _beside(self) -> int:
        """What the label takes beside its text: its margins, and what Qt indents within them. Its size hint would tell,
        but that is never below a width that is set."""
        return self.width() - self.contentsRect().width() + self.fontMetrics().horizontalAdvance("x")

    def _fit(self) -> None:
        room = self.width() - self._beside
        self.setText(self.fontMetrics().elidedText(self._line, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.words:
            self._fit()
