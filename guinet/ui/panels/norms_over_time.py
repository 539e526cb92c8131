"""Norms over the steps of a training, each a thin line on a scale of powers of ten; one of them stands out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from guinet.ui.panels.number_text import number_text
from guinet.ui.panels.saved_pictures import offer_saving
from guinet.ui.theme import current_theme, theme_signals
from guinet.ui.translate import tr


class NormsOverTime(QWidget):
    """At most `MOST` looks are kept; of older ones every other goes."""

    MOST: Final = 400

    def __init__(self) -> None:
        super().__init__()
        self._steps: list[int] = []
        self._norms: list[Mapping[str, float]] = []
        self._chosen = ""
        self.setMinimumHeight(current_theme().pixels("space-large") * 5)
        self.setMouseTracking(True)
        offer_saving(self, "norms", self.lines)
        theme_signals().changed.connect(self.update)

    @property
    def steps(self) -> list[int]:
        return list(self._steps)

    def lines(self) -> list[list[str]]:
        """A row for each look, a column for each parameter."""
        paths = sorted({path for norms in self._norms for path in norms})
        rows = zip(self._steps, self._norms, strict=True)
        texts = [(step, [f"{norms[path]:.9g}" if path in norms else "" for path in paths]) for step, norms in rows]
        return [["step", *paths], *([str(step), *cells] for step, cells in texts)]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tells the norm of the parameter that stands out, else the largest, at the look under the pointer."""
        if len(self._steps) < 2:
            return
        first, last = self._steps[0], self._steps[-1]
        wanted = first + (last - first) * event.position().x() / max(self.width(), 1)
        place = min(range(len(self._steps)), key=lambda place: abs(self._steps[place] - wanted))
        norms = self._norms[place]
        path = self._chosen if self._chosen in norms else max(norms, key=lambda path: norms[path], default="")
        words = tr("step {step}").format(step=self._steps[place])
        self.setToolTip(f"{words} · {path} {number_text(norms[path])}" if path else words)

    def add(self, step: int, norms: Mapping[str, float]) -> None:
        """Takes in what was seen after a step, by the paths of parameters."""
        if self._steps and self._steps[-1] >= step:
            return
        self._steps.append(step)
        self._norms.append(norms)
        if len(self._steps) > self.MOST:
            self._steps = self._steps[:-1:2] + self._steps[-1:]
            self._norms = self._norms[:-1:2] + self._norms[-1:]
        self.update()

    def clear(self) -> None:
        self._steps, self._norms = [], []
        self.update()

    def choose(self, path: str) -> None:
        self._chosen = path
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        found = [value for norms in self._norms for value in norms.values() if value > 0 and math.isfinite(value)]
        if len(self._steps) < 2 or not found:
            return
        low, high = math.floor(math.log10(min(found))), math.ceil(math.log10(max(found)))
        high = max(high, low + 1)
        painter = QPainter(self)
        painter.setFont(theme.font("tiny"))
        line = painter.fontMetrics().height()
        rect = QRectF(0, 2, self.width(), self.height() - line - 4)
        painter.setPen(theme.color("chart-grid"))
        for power in range(low, high + 1):
            y = rect.bottom() - (power - low) / (high - low) * rect.height()
            painter.drawLine(QPointF(0, y), QPointF(rect.right(), y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for path in sorted(self._norms[-1], key=lambda path: path == self._chosen):
            chosen = path == self._chosen
            color = theme.color("accent") if chosen else theme.color("text-muted", 0.4)
            painter.setPen(QPen(color, 2 if chosen else 1))
            painter.drawPolyline(self._curve(path, rect, low, high))
        painter.setPen(theme.color("text-muted"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, number_text(10.0**high))
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, number_text(10.0**low))
        below = QRectF(0, rect.bottom() + 2, self.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, str(self._steps[0]))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, str(self._steps[-1]))
        painter.end()

    def _curve(self, path: str, rect: QRectF, low: int, high: int) -> QPolygonF:
        first, last = self._steps[0], self._steps[-1]
        points = []
        for step, norms in zip(self._steps, self._norms, strict=True):
            value = norms.get(path, 0.0)
            if value > 0 and math.isfinite(value):
                x = (step - first) / (last - first) * rect.width()
                y = rect.bottom() - (math.log10(value) - low) / (high - low) * rect.height()
                points.append(QPointF(x, y))
        return QPolygonF(points)
