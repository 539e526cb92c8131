"""What lies behind the lines of a plot: background, lines across, and the texts of both axes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from guinet.ui.charts.axis import Tick, decade_ticks, linear_ticks
from guinet.ui.charts.frame import Frame, View
from guinet.ui.charts.numbers import NumberFormat, grouped, tick_unit
from guinet.ui.theme import current_theme

_BESIDE: Final = 6.0
"""Between a text and the lines."""

_TALL: Final = 34.0
_WIDE: Final = 90.0
"""Height and width that a tick takes at least."""

_STEP: Final = 8.0
"""The room for texts on the left changes by so much, or the lines would jump whenever a digit comes."""


class Backdrop:
    """Axes for one plot. `logarithmic`: the view's y are decimal logarithms."""

    def __init__(self, number_format: NumberFormat) -> None:
        self.logarithmic = False
        self._number_format = number_format
        self._painted: Frame | None = None
        self._known: tuple[View, float, bool] | None = None
        self._rows: list[Tick] = []
        self._room = 0.0

    def frame(self, view: View, outside: QRectF) -> Frame:
        """Where the lines go, beside and above the texts."""
        metrics = QFontMetricsF(current_theme().font("tiny"))
        height = outside.height() - metrics.height() - _BESIDE
        if self._known != (view, height, self.logarithmic):
            self._known = view, height, self.logarithmic
            self._rows = self._ticks(view, height)
            widest = max((metrics.horizontalAdvance(tick.text) for tick in self._rows), default=0.0)
            self._room = -(-(widest + _BESIDE) // _STEP) * _STEP
        area = outside.adjusted(self._room, metrics.height() / 2, -2, -metrics.height() - _BESIDE)
        return Frame(view, area if area.isValid() else QRectF(0, 0, 1, 1))

    def changed(self, frame: Frame) -> bool:
        """Whether what was painted last is not what `frame` shows."""
        return frame != self._painted

    def paint(self, painter: QPainter, frame: Frame, outside: QRectF) -> None:
        theme = current_theme()
        painter.fillRect(outside, theme.color("chart-background"))
        painter.setFont(theme.font("tiny"))
        grid, words = QPen(theme.color("chart-grid"), 1), theme.color("chart-axis")
        grid.setCosmetic(True)
        self._paint_rows(painter, frame, grid, words)
        self._paint_columns(painter, frame, outside, words)
        self._painted = frame

    def _paint_rows(self, painter: QPainter, frame: Frame, grid: QPen, words: QColor) -> None:
        area = frame.area
        height = painter.fontMetrics().height()
        for tick in self._rows:
            y = frame.y(tick.at)
            painter.setPen(grid)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(words)
            place = QRectF(area.left() - self._room, y - height / 2, self._room - _BESIDE, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick.text)

    def _paint_columns(self, painter: QPainter, frame: Frame, outside: QRectF, words: QColor) -> None:
        area, metrics = frame.area, painter.fontMetrics()
        painter.setPen(words)
        end = outside.left()
        for tick in linear_ticks(frame.view.left, frame.view.right, max(3, int(area.width() // _WIDE)), grouped, 1.0):
            width = metrics.horizontalAdvance(tick.text)
            left = min(max(frame.x(tick.at) - width / 2, outside.left()), outside.right() - width)
            if left >= end:
                painter.drawText(QPointF(left, outside.bottom() - metrics.descent() - 1), tick.text)
                end = left + width + _BESIDE

    def _ticks(self, view: View, height: float) -> list[Tick]:
        most = max(3, int(height // _TALL))
        if self.logarithmic:
            return decade_ticks(view.low, view.high, most, self._number_format)
        return linear_ticks(view.low, view.high, most, self._number_format, tick_unit(self._number_format, view.high))
