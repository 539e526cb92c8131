"""Pictures of a value: pixels, feature maps side by side, and a line."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from guinet.core.looks import View
from guinet.session.messages.looks import Looked, Preview
from guinet.ui.panels.number_pictures import HeatMap, heat_image, image_of
from guinet.ui.panels.number_text import cell_text, number_text
from guinet.ui.panels.saved_pictures import offer_saving
from guinet.ui.theme import current_theme, theme_signals
from guinet.ui.translate import tr


class PixelView(HeatMap):
    """An image of one channel or three, its pixels as they are."""

    def __init__(self) -> None:
        super().__init__()
        self._pixels: NDArray[np.uint8] = np.zeros((0, 0), np.uint8)

    def show_pixels(self, pixels: NDArray[np.uint8], low: float, high: float) -> None:
        """Black stands for `low`, white for `high`."""
        self._pixels = pixels
        grey = pixels if pixels.ndim == 2 else pixels.mean(axis=2)
        self.show_values(np.asarray(low + grey / 255 * (high - low), np.float32))

    def _make_image(self) -> QImage:
        return pixel_image(self._pixels)


def pixel_image(pixels: NDArray[np.uint8]) -> QImage:
    """[height, width] or [height, width, 3] as an image."""
    wide = pixels.astype(np.uint32)
    red, green, blue = (wide[..., place] for place in range(3)) if wide.ndim == 3 else (wide,) * 3
    return image_of(np.asarray(np.uint32(0xFF000000) | red << 16 | green << 8 | blue, np.uint32))


def preview_image(preview: Preview) -> QImage:
    """The small picture of a value, in the theme's colours."""
    points = preview.points.array
    return pixel_image(points) if preview.colors else heat_image(points, current_theme())


class LineView(QWidget):
    """A row of numbers as a curve; where a point stands for several, from the least to the greatest. Signals:
    `pointed(place)` of the number under the pointer, -1 when it leaves."""

    pointed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._points: NDArray[np.float32] = np.zeros((2, 0), np.float32)
        self._ends = (0.0, 1.0)
        self._last = 0
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        offer_saving(self, "curve", self.lines)
        theme_signals().changed.connect(self.update)

    def show_line(self, points: NDArray[np.float32], low: float, high: float, count: int) -> None:
        """[2, points]: the least and the greatest of each part of `count` numbers; NaN is a gap."""
        self._points, self._last = points, count - 1
        self._ends = (low, high) if low < high else (low - 0.5, low + 0.5)
        self.update()

    def lines(self) -> list[list[str]]:
        """The points as a table: from which number on, and what is least and greatest there."""
        count = self._points.shape[1]
        step = (self._last + count) // max(count, 1)
        rows = [[str(at * step), f"{low:.9g}", f"{high:.9g}"] for at, (low, high) in enumerate(self._points.T)]
        return [["index", "least", "greatest"], *rows]

    def sizeHint(self) -> QSize:
        return QSize(160, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._points.shape[1] or not np.isfinite(self._ends).all():
            return
        theme, painter = current_theme(), QPainter(self)
        painter.setFont(theme.font("tiny"))
        line = painter.fontMetrics().height()
        plot = QRectF(1, line, self.width() - 2, self.height() - 3 * line)
        painter.setPen(theme.color("line-strong"))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        low, high = self._ends
        if low < 0 < high:
            painter.drawLine(QPointF(plot.left(), self._y(0.0, plot)), QPointF(plot.right(), self._y(0.0, plot)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.series(0), 1.5))
        for part in self._parts(plot):
            painter.drawPolyline(part)
        painter.setPen(theme.color("text-muted"))
        painter.drawText(QRectF(0, 0, self.width(), line), Qt.AlignmentFlag.AlignLeft, number_text(high))
        below = QRectF(0, plot.bottom() + 2, self.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, f"{number_text(low)}")
        below.translate(0, line)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, str(self._last))
        painter.end()

    def _parts(self, plot: QRectF) -> list[QPolygonF]:
        """Unbroken pieces of the curve; a number alone is a dot."""
        count = self._points.shape[1]
        found: list[QPolygonF] = [QPolygonF()]
        for place in range(count):
            ends = self._points[:, place]
            if not np.isfinite(ends).all():
                found.append(QPolygonF())
                continue
            x = plot.left() + plot.width() * place / max(count - 1, 1)
            for end in ends if ends[0] != ends[1] else ends[:1]:
                found[-1].append(QPointF(x, self._y(float(end), plot)))
        for part in found:
            if part.size() == 1:
                part.append(part.first() + QPointF(1, 0))
        return [part for part in found if part.size()]

    def _y(self, value: float, plot: QRectF) -> float:
        low, high = self._ends
        return plot.bottom() - (value - low) / (high - low) * plot.height()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        count = self._points.shape[1]
        if count:
            place = round((event.position().x() - 1) / max(self.width() - 2, 1) * (count - 1))
            place = min(max(place, 0), count - 1)
            low, high = (cell_text(float(end)) for end in self._points[:, place])
            self.setToolTip(f"[{self.lines()[1 + place][0]}] {low}" + (f" … {high}" if low != high else ""))
            self.pointed.emit(place)


def words_at(answer: Looked, row: int, column: int) -> str:
    """What is under the pointer at a point of what is shown: `[3, 5] 0.25`, `map 2 [3, 5] 0.25`."""
    if row < 0 or column < 0 or answer.numbers is None:
        return ""
    points: NDArray[Any] = answer.numbers.array
    match answer.look.view:
        case View.LINE:
            low, high = (float(end) for end in points[:, column])
            if answer.step == 1:
                return f"[{column}] {cell_text(low)}"
            return f"[{column * answer.step}:{(column + 1) * answer.step}] {cell_text(low)} … {cell_text(high)}"
        case View.MAPS:
            return _in_maps(answer, points, row, column)
        case View.IMAGE:
            shown = points[row, column]
            share = (answer.high - answer.low) / 255
            told = [number_text(answer.low + float(part) * share) for part in np.atleast_1d(shown)]
            return f"[{row}, {column}] {', '.join(told)}"
        case _:
            return f"{_index(row, column, answer.step)} {cell_text(float(points[row, column]))}"


def _in_maps(answer: Looked, points: NDArray[Any], row: int, column: int) -> str:
    high, wide = answer.size
    height, width = (points.shape[0] + 1) // high, (points.shape[1] + 1) // wide
    number = row // height * wide + column // width
    inner = row % height, column % width
    if inner[0] == height - 1 or inner[1] == width - 1:
        return ""
    words = tr("map {number}").format(number=number + answer.look.row)
    return f"{words} {_index(*inner, answer.step)} {cell_text(float(points[row, column]))}"


def _index(row: int, column: int, step: int) -> str:
    """Where a point is; of one that stands for several values from where to where."""
    if step == 1:
        return f"[{row}, {column}]"
    return f"[{row * step}:{(row + 1) * step}, {column * step}:{(column + 1) * step}]"
