"""Numbers as pictures: a heat map, a histogram, and histograms side by side over time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from guinet.core.parameter_rows import Histogram
from guinet.ui.panels.number_text import cell_text, number_text
from guinet.ui.panels.saved_pictures import offer_saving
from guinet.ui.theme import Theme, current_theme, theme_signals
from guinet.ui.translate import tr

_STEPS: Final = 256

_APART: Final = 8
"""Pixels between numbers below an axis."""


def heat_image(values: NDArray[np.float32], theme: Theme) -> QImage:
    """A point for each value: negative ones in one colour, positive ones in another, zero as the ground. What is NaN is
    left open. The colours are told apart with colour-blind eyes."""
    finite = np.isfinite(values)
    most = float(np.abs(values[finite]).max()) if finite.any() else 0.0
    place = np.nan_to_num(values / (most or 1.0), posinf=1.0, neginf=-1.0)
    table = _diverging(theme.name)
    colors = table[np.clip((place + 1) / 2 * (_STEPS - 1), 0, _STEPS - 1).astype(np.int32)]
    colors = np.where(np.isnan(values), np.uint32(0), colors).astype(np.uint32)
    return image_of(colors)


def image_of(colors: NDArray[np.uint32]) -> QImage:
    """An image that keeps its own memory."""
    colors = np.ascontiguousarray(colors)
    height, width = colors.shape
    return QImage(colors.tobytes(), width, height, width * 4, QImage.Format.Format_ARGB32).copy()


@lru_cache(maxsize=4)
def _diverging(theme: str) -> NDArray[np.uint32]:
    used = current_theme()
    low, middle, high = (used.color(f"value-{name}") for name in ("negative", "zero", "positive"))
    half = _STEPS // 2
    return np.concatenate([ramp(low, middle, half), ramp(middle, high, _STEPS - half)])


def ramp(start: QColor, end: QColor, steps: int) -> NDArray[np.uint32]:
    """Colours from one to another as numbers of an ARGB image."""
    shares = np.linspace(0, 1, steps)[:, None]
    ends = np.array([[color.red(), color.green(), color.blue()] for color in (start, end)], float)
    parts = np.round(ends[0] * (1 - shares) + ends[1] * shares).astype(np.uint32)
    return np.asarray(0xFF000000 | parts[:, 0] << 16 | parts[:, 1] << 8 | parts[:, 2], np.uint32)


def say_instead(widget: QWidget, words: str) -> None:
    """Paints words in the middle of a picture that has nothing to show."""
    painter = QPainter(widget)
    painter.setPen(current_theme().color("text-muted"))
    painter.drawText(widget.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
    painter.end()


class HeatMap(QWidget):
    """A table of numbers as a picture, in whole points. Signals: `pointed(row, column)` of the value under the pointer,
    -1 when it leaves; `chosen(row, column)`."""

    pointed = Signal(int, int)
    chosen = Signal(int, int)
    in_proportion = True

    def __init__(self) -> None:
        super().__init__()
        self._values: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._image: QImage | None = None
        self.words = ""
        self.setMouseTracking(True)
        offer_saving(self, "values", self.lines)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme_signals().changed.connect(self._forget)

    def show_values(self, values: NDArray[np.float32], words: str = "") -> None:
        """Shows these; `words` instead where there are some, which say why there is nothing to see."""
        self._values, self.words = values, words
        self._forget()

    def lines(self) -> list[list[str]]:
        """The numbers as a table, with the indices of their rows and columns."""
        values = self._values if not self.words else self._values[:0]
        rows = [[str(place), *(f"{value:.9g}" for value in row)] for place, row in enumerate(values)]
        return [["", *map(str, range(values.shape[1]))], *rows]

    def _forget(self) -> None:
        self._image = None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 120)

    def picture_rect(self) -> QRectF:
        """Where the picture lies: as large as it goes, values square."""
        height, width = self._values.shape
        if not height or not width:
            return QRectF()
        scale = min(self.width() / width, self.height() / height)
        scale = float(int(scale)) if scale >= 2 else scale
        return QRectF(0, 0, width * scale, height * scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = self.picture_rect()
        if self.words:
            say_instead(self, self.words)
            return
        if rect.isEmpty():
            return
        if self._image is None:
            self._image = self._make_image()
        painter = QPainter(self)
        painter.drawImage(rect, self._image)
        painter.end()

    def _make_image(self) -> QImage:
        return heat_image(self._values, current_theme())

    def place_at(self, position: QPointF) -> tuple[int, int]:
        rect = self.picture_rect()
        if not rect.contains(position):
            return -1, -1
        height, width = self._values.shape
        row, column = int(position.y() / rect.height() * height), int(position.x() / rect.width() * width)
        return min(row, height - 1), min(column, width - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row, column = self.place_at(event.position())
        self.setToolTip("" if row < 0 else f"[{row}, {column}] {cell_text(float(self._values[row, column]))}")
        self.pointed.emit(row, column)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(*self.place_at(event.position()))


class HistogramView(QWidget):
    """Bars with the numbers of their ends below."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: Histogram | None = None
        self.words = ""
        self.setMinimumHeight(current_theme().pixels("space-large") * 5)
        self.setMouseTracking(True)
        offer_saving(self, "histogram", self.lines)
        theme_signals().changed.connect(self.update)

    @property
    def bars(self) -> Histogram | None:
        return self._bars

    def lines(self) -> list[list[str]]:
        """The bars as a table."""
        bars = self._bars if self._bars is not None else Histogram(0.0, 0.0, ())
        step = (bars.high - bars.low) / max(len(bars.counts), 1)
        ends = ((bars.low + place * step, bars.low + (place + 1) * step) for place in range(len(bars.counts)))
        rows = [[f"{low:.9g}", f"{high:.9g}", str(n)] for (low, high), n in zip(ends, bars.counts, strict=True)]
        return [["from", "to", "count"], *rows]

    def show_bars(self, bars: Histogram | None, words: str = "") -> None:
        """Shows these; `words` say why there are none."""
        self._bars, self.words = bars, words
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        bars, theme = self._bars, current_theme()
        if bars is None or not any(bars.counts):
            say_instead(self, self.words)
            return
        painter = QPainter(self)
        painter.setFont(theme.font("tiny"))
        line = painter.fontMetrics().height()
        height, width = self.height() - line, self.width() / len(bars.counts)
        most = max(bars.counts)
        for place, count in enumerate(bars.counts):
            tall = max(count / most * (height - 2), 1.0 if count else 0.0)
            painter.fillRect(QRectF(place * width, height - tall, max(width - 1, 1), tall), theme.color("histogram"))
        painter.setPen(theme.color("line-strong"))
        painter.drawLine(0, height, self.width(), height)
        self._paint_numbers(painter, bars, QRectF(0, height, self.width(), line))
        painter.end()

    def _paint_numbers(self, painter: QPainter, bars: Histogram, below: QRectF) -> None:
        """The ends, and a line at zero, which is named where the ends leave room for it."""
        low, high = number_text(bars.low), number_text(bars.high)
        painter.setPen(current_theme().color("text-muted"))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, low)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, high)
        if not bars.low < 0 < bars.high:
            return
        zero = round(-bars.low / (bars.high - bars.low) * below.width())
        painter.drawLine(QPointF(zero, 0), QPointF(zero, below.top() + 2))
        wide = painter.fontMetrics().horizontalAdvance
        if wide(low) + _APART < zero < below.width() - wide(high) - _APART:
            painter.drawText(below.translated(zero - below.center().x(), 0), Qt.AlignmentFlag.AlignHCenter, "0")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        bars = self._bars
        if bars is None:
            return
        place = min(max(int(event.position().x() / max(self.width(), 1) * len(bars.counts)), 0), len(bars.counts) - 1)
        step = (bars.high - bars.low) / len(bars.counts)
        low = bars.low + place * step
        self.setToolTip(f"{number_text(low)} … {number_text(low + step)}: {bars.counts[place]}")


class HistogramsOverTime(QWidget):
    """Histograms side by side, one for each look: the darker, the more values. At most `MOST` are kept."""

    MOST: Final = 150

    def __init__(self) -> None:
        super().__init__()
        self._looks: list[tuple[int, Histogram]] = []
        self.setMinimumHeight(current_theme().pixels("space-large") * 4)
        self.setMouseTracking(True)
        offer_saving(self, "histograms", self.lines)
        theme_signals().changed.connect(self.update)

    @property
    def looks(self) -> Sequence[tuple[int, Histogram]]:
        """The steps, each with what was seen after it."""
        return self._looks

    def lines(self) -> list[list[str]]:
        """A row for each bar of each look."""
        rows = [["step", "from", "to", "count"]]
        for step, bars in self._looks:
            edges = np.linspace(bars.low, bars.high, len(bars.counts) + 1)
            for low, high, count in zip(edges[:-1], edges[1:], bars.counts, strict=True):
                rows.append([str(step), f"{low:.9g}", f"{high:.9g}", str(count)])
        return rows

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._looks:
            return
        share = min(max(event.position().x() / max(self.width(), 1), 0.0), 0.999999)
        step, bars = self._looks[int(share * len(self._looks))]
        low, high = min(bars.low for _, bars in self._looks), max(bars.high for _, bars in self._looks)
        height = max(self.height() - self.fontMetrics().height(), 1)
        value = high - (high - low) * min(max(event.position().y() / height, 0.0), 1.0)
        width = (bars.high - bars.low) / len(bars.counts) or 1.0
        place = int((value - bars.low) / width)
        count = bars.counts[place] if 0 <= place < len(bars.counts) and value >= bars.low else 0
        self.setToolTip(tr("step {step}").format(step=step) + f" · {number_text(value)}: {count}")

    def add(self, step: int, bars: Histogram) -> None:
        """Takes in a look; of many, every other of the older ones goes."""
        if self._looks and self._looks[-1][0] >= step:
            return
        self._looks.append((step, bars))
        if len(self._looks) > self.MOST:
            self._looks = self._looks[:-1:2] + self._looks[-1:]
        self.update()

    def clear(self) -> None:
        self._looks = []
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        if not self._looks:
            return
        low, high = min(bars.low for _, bars in self._looks), max(bars.high for _, bars in self._looks)
        painter = QPainter(self)
        painter.setFont(theme.font("tiny"))
        line = painter.fontMetrics().height()
        shares = np.stack([rebinned(bars, low, high) for _, bars in self._looks], axis=1)[::-1]
        colors = ramp(theme.color("value-zero"), theme.color("histogram"), _STEPS)
        picture = colors[np.clip(np.sqrt(shares) * (_STEPS - 1), 0, _STEPS - 1).astype(np.int32)]
        rect = QRectF(0, 0, self.width(), self.height() - line)
        painter.drawImage(rect, image_of(picture))
        painter.setPen(theme.color("text-muted"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, number_text(high))
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, number_text(low))
        below = QRectF(0, rect.bottom(), self.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, str(self._looks[0][0]))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, str(self._looks[-1][0]))
        painter.end()


def rebinned(bars: Histogram, low: float, high: float, bins: int = 48) -> NDArray[np.float64]:
    """The shares of a histogram in other bars, from `low` to `high`; the fullest is 1."""
    edges = np.linspace(low, high, bins + 1)
    own = np.linspace(bars.low, bars.high, len(bars.counts) + 1)
    total = np.concatenate([[0.0], np.cumsum(bars.counts)])
    shares = np.diff(np.interp(edges, own, total))
    return np.asarray(shares / max(float(shares.max()), 1e-12))
