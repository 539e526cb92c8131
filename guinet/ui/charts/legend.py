"""The line of names and values above a plot."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from guinet.ui.theme import current_theme

_SWATCH = 10.0
_GAP = 5.0
_BETWEEN = 14.0


class Entry(NamedTuple):
    """A line's name, its value as text, and the number of its colour."""

    label: str
    value: str
    color: int

    @property
    def text(self) -> str:
        return f"{self.label} {self.value}".strip()


class Legend(QWidget):
    """Paints entries from the left as far as they fit, then how many are left out; all are in the tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Replace what is shown."""
        if entries == self.entries:
            return
        self.entries = entries
        texts = [entry.text for entry in entries]
        self.setToolTip("\n".join(texts))
        self.setAccessibleName(", ".join(texts))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(60, round(QFontMetricsF(current_theme().font("small")).height()) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter, QRectF(self.rect()))
        painter.end()

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Paint into `area` of any painter; saved pictures use this too."""
        font = current_theme().font("small")
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        x = area.left()
        shown = list(self.entries)
        if x + sum(_room(metrics, entry.text) for entry in shown) - _BETWEEN > area.right():
            if len(shown) == 2:  # which is which is told by the chart beside it, and by the tool tip
                shown = [entry._replace(label="") for entry in shown]
            elif len(shown) > 2:  # many lines in a narrow chart: which is which matters most
                shown = [entry._replace(value="") for entry in shown]
        for number, entry in enumerate(shown):
            left_over = len(shown) - number
            more = f"+{left_over}"
            room = area.right() - x - (metrics.horizontalAdvance(more) + _BETWEEN if left_over > 1 else 0)
            if len(shown) > 1 and _room(metrics, entry.text) - _BETWEEN > room:
                self._text(painter, area, x, more, "text-muted")
                return
            x = self._entry(painter, area, x, entry) + _BETWEEN

    def _entry(self, painter: QPainter, area: QRectF, x: float, entry: Entry) -> float:
        swatch = QRectF(x, area.center().y() - 1, _SWATCH, 2)
        painter.fillRect(swatch, current_theme().series(entry.color))
        x += _SWATCH + _GAP
        if entry.label:
            x = self._text(painter, area, x, f"{entry.label} " if entry.value else entry.label, "text-muted")
        return self._text(painter, area, x, entry.value, "text")

    def _text(self, painter: QPainter, area: QRectF, x: float, text: str, role: str) -> float:
        """Write `text` at x; returns where it ends."""
        width = QFontMetricsF(painter.font()).horizontalAdvance(text)
        painter.setPen(current_theme().color(role))
        place = QRectF(x, area.top(), width + 1, area.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        return x + width


def _room(metrics: QFontMetricsF, text: str) -> float:
    return _SWATCH + _GAP + metrics.horizontalAdvance(text) + _BETWEEN
