"""The loss over the learning rate, from a range test: a small picture on a logarithmic scale."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from guinet.core.findings import RangeTest
from guinet.ui.panels.saved_pictures import offer_saving
from guinet.ui.theme import Theme, current_theme, theme_signals
from guinet.ui.translate import tr

_HEIGHT: Final = 130


class RangeCurve(QWidget):
    """Marks the project's rate and the suggested one; the pointer tells the values at a rate."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("range_curve")
        self.setMouseTracking(True)
        self.setFixedHeight(_HEIGHT)
        self._test: RangeTest | None = None
        self._at: int | None = None
        offer_saving(self, "range-test", self.lines)
        theme_signals().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT)

    def lines(self) -> list[list[str]]:
        """A row for each rate."""
        test = self._test
        rows = zip(test.rates, test.losses, strict=True) if test is not None else ()
        return [["rate", "loss"], *([f"{rate:.9g}", f"{loss:.9g}"] for rate, loss in rows)]

    def show_test(self, test: RangeTest) -> None:
        """Draws another test."""
        self._test, self._at = test, None
        if test.rates:
            self.setAccessibleDescription(f"{self._words(0)}; {self._words(len(test.rates) - 1)}")
        self.update()

    def _words(self, place: int) -> str:
        if self._test is None:
            return ""
        rate, loss = self._test.rates[place], self._test.losses[place]
        return tr("rate {rate}: loss {loss}").format(rate=f"{rate:.2g}", loss=f"{loss:.4g}")

    def _plot(self) -> QRectF:
        line = QFontMetricsF(current_theme().font("tiny")).height() + current_theme().metric("space-tiny")
        return QRectF(line * 3, line, max(1.0, self.width() - line * 3.5), self.height() - 2.2 * line)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._test is not None and self._test.rates:
            plot, count = self._plot(), len(self._test.rates)
            share = (event.position().x() - plot.left()) / plot.width()
            self._at = min(max(0, round(share * (count - 1))), count - 1)
            self.update()

    def leaveEvent(self, event: object) -> None:
        self._at = None
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, plot = current_theme(), self._plot()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("chart-grid"), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.drawLine(plot.topLeft(), plot.bottomLeft())
        test = self._test
        if test is None or len(test.rates) < 2:
            return
        self._paint_axes(painter, plot, theme, test)
        self._paint_mark(painter, plot, test.present, theme.color("chart-axis"), tr("now"), theme)
        if test.suggestion is not None:
            self._paint_mark(painter, plot, test.suggestion, theme.color("success"), tr("suggested"), theme)
        painter.setPen(QPen(theme.series(0), 1.5))
        points = zip(test.rates, test.losses, strict=True)
        painter.drawPolyline(QPolygonF([QPointF(self._x(plot, rate), self._y(plot, loss)) for rate, loss in points]))
        if self._at is not None:
            self._paint_pointer(painter, plot, theme, test, self._at)

    def _x(self, plot: QRectF, rate: float) -> float:
        assert self._test is not None
        low, high = math.log10(self._test.rates[0]), math.log10(self._test.rates[-1])
        return plot.left() + plot.width() * (math.log10(rate) - low) / (high - low)

    def _y(self, plot: QRectF, loss: float) -> float:
        assert self._test is not None
        low, high = self._limits(self._test)
        share = (min(loss, high) - low) / (high - low) if high > low else 0.5
        return plot.bottom() - plot.height() * share

    @staticmethod
    def _limits(test: RangeTest) -> tuple[float, float]:
        """From the lowest loss to a little above the first: where the test ended it has left the picture."""
        low = min(test.losses)
        return low, max(test.losses[0] + 0.5 * (test.losses[0] - low), low + 1e-12)

    def _paint_axes(self, painter: QPainter, plot: QRectF, theme: Theme, test: RangeTest) -> None:
        painter.setFont(theme.font("tiny"))
        painter.setPen(theme.color("chart-axis"))
        low, high = self._limits(test)
        height = QFontMetricsF(painter.font()).height()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for y, loss in ((plot.top(), high), (plot.bottom(), low)):
            painter.drawText(QRectF(0, y - height / 2, plot.left() - 4, height), right, f"{loss:.3g}")
        first, last = math.ceil(math.log10(test.rates[0])), math.floor(math.log10(test.rates[-1]))
        for power in range(first, last + 1):
            x = self._x(plot, 10.0**power)
            text = QRectF(x - 30, plot.bottom() + 2, 60, height)
            painter.drawText(text, Qt.AlignmentFlag.AlignHCenter, f"1e{power}")

    def _paint_mark(
        self, painter: QPainter, plot: QRectF, rate: float, color: object, words: str, theme: Theme
    ) -> None:
        x = self._x(plot, rate) if rate > 0 else -1.0
        if not plot.left() <= x <= plot.right():
            return
        painter.setPen(QPen(color, 1, Qt.PenStyle.DashLine))  # type: ignore[call-overload]
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        painter.setFont(theme.font("tiny"))
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(words)
        left = min(x + 3, plot.right() - width)
        painter.drawText(QPointF(left, plot.top() + metrics.ascent()), words)

    def _paint_pointer(self, painter: QPainter, plot: QRectF, theme: Theme, test: RangeTest, at: int) -> None:
        point = QPointF(self._x(plot, test.rates[at]), self._y(plot, test.losses[at]))
        painter.setPen(QPen(theme.color("chart-cursor"), 1))
        painter.drawLine(QPointF(point.x(), plot.top()), QPointF(point.x(), plot.bottom()))
        painter.setBrush(theme.series(0))
        painter.drawEllipse(point, 3, 3)
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font("small"))
        above = QRectF(plot.left(), 0, plot.width(), plot.top())
        painter.drawText(above, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._words(at))
