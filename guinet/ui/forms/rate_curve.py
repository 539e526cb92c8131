"""A small picture of the learning rate over a training, with the value under the pointer."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from guinet.session.messages.learning_rates import LearningRates
from guinet.ui.panels.saved_pictures import offer_saving
from guinet.ui.theme import Theme, current_theme, theme_signals
from guinet.ui.translate import tr

_HEIGHT: Final = 108
_KEYS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}


class RateCurve(QWidget):
    """The curve as steps: a rate holds until the next. The pointer, or the arrow keys, tell the value of an epoch."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rate_curve")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(_HEIGHT)
        self._curve = LearningRates()
        self._at: int | None = None
        offer_saving(self, "learning-rate", self.lines)
        theme_signals().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def lines(self) -> list[list[str]]:
        """A row for each update at which the rate becomes another."""
        rows = zip(self._curve.updates, self._curve.rates, strict=True)
        return [["update", "rate"], *([str(update), f"{rate:.9g}"] for update, rate in rows)]

    def show_curve(self, curve: LearningRates) -> None:
        """Draws another curve."""
        self._curve = curve
        self._at = None if self._at is None or self._at >= curve.total else self._at
        self.setAccessibleDescription(self._words(0) + "; " + self._words(curve.total - 1) if curve.rates else "")
        self.update()

    def rate_at(self, update: int) -> float:
        """The learning rate of a 0-based update."""
        return self._curve.rates[max(0, bisect_right(self._curve.updates, update) - 1)]

    @property
    def shown_words(self) -> str:
        """What is said of the update under the pointer: `epoch 7 · 0.00073`; "" for none."""
        return "" if self._at is None or not self._curve.rates else self._words(self._at)

    def _words(self, update: int) -> str:
        epoch = update // max(1, self._curve.per_epoch) + 1
        return tr("epoch {epoch} · {rate}").format(epoch=epoch, rate=f"{self.rate_at(update):.4g}")

    # Looking at a value

    def _plot(self) -> QRectF:
        """Where the curve is."""
        metrics = QFontMetricsF(current_theme().font("tiny"))
        left = max(metrics.horizontalAdvance(text) for text in ("0", self._most_text())) + current_theme().metric(
            "space"
        )
        line = metrics.height() + current_theme().metric("space-tiny")
        return QRectF(left, line, max(1.0, self.width() - left - 2), self.height() - 2 * line)

    def _most_text(self) -> str:
        return f"{max(self._curve.rates):.3g}" if self._curve.rates else "0"

    def _look_at(self, update: int | None) -> None:
        if update is not None and self._curve.total:
            update = min(max(0, update), self._curve.total - 1)
        if update != self._at:
            self._at = update
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        plot = self._plot()
        share = (event.position().x() - plot.left()) / plot.width()
        self._look_at(int(share * self._curve.total))

    def leaveEvent(self, event: object) -> None:
        self._look_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._look_at(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._look_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _KEYS.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            at = self._at if self._at is not None else 0
            self._look_at(at + by * max(1, self._curve.per_epoch))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
        painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "chart-grid"), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.drawLine(plot.topLeft(), plot.bottomLeft())
        if self._curve.rates:
            self._paint_words(painter, plot, theme)
            painter.setPen(QPen(theme.series(0), 1.5))
            painter.drawPolyline(self._line(plot))
            if self._at is not None:
                self._paint_pointer(painter, plot, theme, self._at)

    def _line(self, plot: QRectF) -> QPolygonF:
        """Where there are few changes each is a step; many are joined."""
        line = QPolygonF()
        steps = len(self._curve.updates) < plot.width() / 3
        for update, rate in zip(self._curve.updates, self._curve.rates, strict=True):
            point = self._point(plot, update, rate)
            if steps and not line.isEmpty():
                line.append(QPointF(point.x(), line.last().y()))
            line.append(point)
        line.append(QPointF(plot.right(), line.last().y()))
        return line

    def _point(self, plot: QRectF, update: float, rate: float) -> QPointF:
        most = max(self._curve.rates) or 1.0
        return QPointF(
            plot.left() + plot.width() * update / max(1, self._curve.total), plot.bottom() - plot.height() * rate / most
        )

    def _paint_words(self, painter: QPainter, plot: QRectF, theme: Theme) -> None:
        painter.setFont(theme.font("tiny"))
        painter.setPen(theme.color("chart-axis"))
        gap, height = theme.metric("space-small"), QFontMetricsF(painter.font()).height()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for y, text in ((plot.top(), self._most_text()), (plot.bottom(), "0")):
            painter.drawText(QRectF(0, y - height / 2, plot.left() - gap, height), right, text)
        below = QRectF(plot.left(), plot.bottom(), plot.width(), self.height() - plot.bottom())
        words = tr("epoch {epoch}").format(epoch=self._curve.epochs)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, words)
        painter.drawText(
            below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, tr("epoch {epoch}").format(epoch=1)
        )

    def _paint_pointer(self, painter: QPainter, plot: QRectF, theme: Theme, at: int) -> None:
        point = self._point(plot, at, self.rate_at(at))
        painter.setPen(QPen(theme.color("chart-cursor"), 1))
        painter.drawLine(QPointF(point.x(), plot.top()), QPointF(point.x(), plot.bottom()))
        painter.setBrush(theme.series(0))
        painter.drawEllipse(point, 3, 3)
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font("small"))
        above = QRectF(plot.left(), 0, plot.width(), plot.top())
        painter.drawText(above, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._words(at))
