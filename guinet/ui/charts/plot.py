"""One plot: lines over min/max pyramids, redrawn at the resolution of the screen.

It paints with Qt alone. What stays the same from frame to frame is kept as pictures: the axes until their ranges
change, the lines until points come or the view moves. The pointer's line is painted over both.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Final

import numpy as np
from msgspec import Struct, field
from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from guinet.ui.charts.backdrop import Backdrop
from guinet.ui.charts.frame import Floats, Frame, Limits, View
from guinet.ui.charts.numbers import NumberFormat, short
from guinet.ui.charts.pyramid import Line, Series
from guinet.ui.charts.strokes import COLUMN, blend, draw_line, draw_upright, fill_columns
from guinet.ui.theme import Theme, current_theme

FRAME_MS: Final = 100
"""Ten frames a second, however often points come: the processor is the training's. What the user moves is drawn at
once."""

# Charts that get their points together would all be painted in one turn of the event loop, and the window would be
# late by the sum; a few milliseconds apart, it answers between them.
_TURNS: Final = cycle(range(0, 63, 9))

_STRONG_POINTS: Final = 600
"""A line of more points is thin: two pixels would blot out what it does."""

_FAINT: Final = 0.45
_WHEEL: Final = 0.85
"""One notch of the wheel shows so much of what was shown."""


class PlotLine(Struct):
    """A line of the plot: its points, and how it looks."""

    label: str
    color: int
    faint: bool
    series: Series = field(default_factory=Series)


class Upright(Struct, frozen=True):
    """A labelled upright line at x."""

    x: float
    text: str


class Plot(QWidget):
    """Lines by name. It follows new points until the user zooms or pans; `show_everything` follows again.

    The wheel zooms at the pointer (beside the lines only that axis; with Shift it is left to what the plot lies in),
    a drag pans, a double click shows everything.
    """

    pointed = Signal(object)
    """The x under the pointer, or None when the pointer left."""
    following_changed = Signal(bool)
    drawn = Signal()
    """After each redraw."""

    def __init__(self, number_format: NumberFormat = short, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: dict[str, PlotLine] = {}
        self.following = True
        self.shown = View()
        """The ranges in view."""
        self.cursor_line: Upright | None = None
        self.markers: dict[str, Upright] = {}
        self._backdrop = Backdrop(number_format)
        self._background: QImage | None = None
        self._picture: QImage | None = None
        self._fitted = False
        self._stale = False
        self._dragged: QPointF | None = None
        self._frame_timer = QTimer(self, singleShot=True, interval=FRAME_MS + next(_TURNS))
        self._frame_timer.timeout.connect(self._draw_if_visible)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def logarithmic(self) -> bool:
        return self._backdrop.logarithmic

    @property
    def frame(self) -> Frame:
        """What is in view, and where on the widget."""
        return self._backdrop.frame(self.shown, QRectF(self.rect()))

    def add_line(self, name: str, label: str, color: int, faint: bool = False) -> PlotLine:
        """Add an empty line; `color` is a number of the theme's series colours."""
        self.lines[name] = PlotLine(label, color, faint)
        return self.lines[name]

    def append(self, name: str, xs: ArrayLike, ys: ArrayLike) -> None:
        """Add points to a line; they are drawn with the next frame. Raises ValueError when x goes back."""
        self.lines[name].series.append(xs, ys)
        self.update_soon()

    def clear(self) -> None:
        """Remove all lines and markers, and follow again."""
        self.lines.clear()
        self.markers.clear()
        self.show_everything()

    def set_marker(self, name: str, x: float, text: str) -> None:
        """Put a labelled upright line at x; the same name moves it."""
        if self.markers.get(name) != Upright(x, text):
            self.markers[name] = Upright(x, text)
            self.update_soon()

    def show_cursor(self, x: float | None, text: str = "") -> None:
        """Draw the upright line of the pointer at x, named `text`, or not at all."""
        cursor = None if x is None else Upright(x, text)
        if cursor != self.cursor_line:
            self.cursor_line = cursor
            self.update()

    def set_logarithmic(self, on: bool) -> None:
        """Draw y on a logarithmic axis; values that are not positive are left out."""
        self._backdrop.logarithmic = on
        self._background = None
        self.show_everything()

    def show_everything(self) -> None:
        """Bring all points into view and keep them there as more come."""
        self._fitted = False
        self._set_following(True)
        self.draw()

    def show_range(self, view: View) -> None:
        """Show a part, and follow no longer."""
        self._set_following(False)
        self.shown = view
        self.draw()

    def update_soon(self) -> None:
        """Redraw with the next frame; calls in between cost nothing, nor does a plot nobody sees."""
        self._stale = True
        if not self._frame_timer.isActive() and self.isVisible():
            self._frame_timer.start()

    def draw(self) -> None:
        """Redraw now: fit the ranges when following; the lines are fetched when they are painted."""
        self._stale = False
        self._picture = None
        if self.following:
            self._fit()
        self.drawn.emit()
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._background = None
        self.draw()

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Paint into `area` of any painter, in true lines: for saved pictures."""
        frame = self._backdrop.frame(self.shown, area)
        self._backdrop.paint(painter, frame, area)
        painter.save()
        painter.setClipRect(frame.area)
        for points, color, width in self._strokes(frame, 1.0):
            draw_line(painter, points, frame, color, width)
        painter.restore()
        self._paint_uprights(painter, frame)

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._background = self._picture = None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._stale and not self._frame_timer.isActive():
            self.update_soon()  # it was out of sight, and is not any more
        if self._picture is None:
            self._picture = self._make_picture()
        painter = QPainter(self)
        painter.drawImage(0, 0, self._picture)
        self._paint_uprights(painter, self.frame)
        painter.end()

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)
        super().leaveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at, frame = event.position(), self.frame
        if self._dragged is not None:
            moved = self._dragged - at
            self._dragged = at
            self.show_range(self.shown.moved(moved.x() / frame.area.width(), -moved.y() / frame.area.height()))
        inside = frame.area.contains(at)
        self.pointed.emit(self.frame.x_at(at.x()) if inside else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._dragged = event.position()
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._dragged = None
        self.show_everything()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if not notches or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
            return
        at, frame, scale = event.position(), self.frame, _WHEEL**notches
        across = 1.0 if at.x() < frame.area.left() else scale
        along = 1.0 if at.y() > frame.area.bottom() else scale
        self.show_range(self.shown.zoomed(frame.x_at(at.x()), frame.y_at(at.y()), across, along))

    # What is drawn

    def _set_following(self, on: bool) -> None:
        if on != self.following:
            self.following = on
            self.following_changed.emit(on)

    def _draw_if_visible(self) -> None:
        seen = self.isVisible() and not self.window().isMinimized() and not self.visibleRegion().isEmpty()
        if self._stale and seen:
            self.draw()

    def _fit(self) -> None:
        limits = self._limits()
        if limits is not None:
            self.shown = self.shown.follow(limits) if self._fitted else View.around(limits)
            self._fitted = True

    def _limits(self) -> Limits | None:
        found = [limits for line in self.lines.values() if (limits := line.series.limits())]
        if not found:
            return None
        lefts, rights, lows, highs = zip(*found, strict=True)
        low, high = min(lows), max(highs)
        if self.logarithmic:
            positive = [value for line in self.lines.values() if (value := line.series.smallest_positive())]
            smallest = min(positive, default=1.0)
            low, high = float(np.log10(smallest)), float(np.log10(max(high, smallest)))
        return Limits(min(lefts), max(rights), low, high)

    def _make_picture(self) -> QImage:
        frame = self.frame
        if self._background is None or self._backdrop.changed(frame):
            size = self.size() * self.devicePixelRatioF()
            even = size.width() + size.width() % 2
            self._background = QImage(even, size.height(), QImage.Format.Format_RGB32)
            self._background.setDevicePixelRatio(self.devicePixelRatioF())
            self._background.fill(current_theme().color("chart-background"))
            painter = QPainter(self._background)
            self._backdrop.paint(painter, frame, QRectF(self.rect()))
            painter.end()
        picture = self._background.copy()
        ratio = picture.devicePixelRatio()
        for points, color, width in self._strokes(frame, ratio):
            if not fill_columns(picture, points, frame, color):
                painter = QPainter(picture)
                painter.setClipRect(frame.area)
                draw_line(painter, points, frame, color, width * ratio, quick=True)
                painter.end()
        return picture

    def _strokes(self, frame: Frame, ratio: float) -> Iterator[tuple[Line, QColor, float]]:
        """What to draw, the faint lines first: points, colour, width."""
        theme = current_theme()
        pixels = max(1, round(frame.area.width() * ratio))
        for line in sorted(self.lines.values(), key=lambda line: not line.faint):
            points = self._visible(
                line.series.query(frame.view.left, frame.view.right, pixels // (COLUMN if line.faint else 1))
            )
            color = theme.series(line.color)
            if line.faint:  # blended beforehand: an opaque pixel is drawn ten times as fast
                color = blend(theme.color("chart-background"), color, _FAINT)
            strong = not line.faint and len(points.x) <= _STRONG_POINTS
            yield points, color, theme.metric("chart-pen-strong" if strong else "chart-pen")

    def _visible(self, points: Line) -> Line:
        """The points as the axes have them."""
        x, y, paired = points
        if self.logarithmic:
            y = _logarithm(y)
        if len(x) == 1:  # a dash, so that the first epoch is seen
            half = self.shown.width * 0.01
            x, y = np.array([x[0] - half, x[0] + half]), np.repeat(y, 2)
        return Line(x, y, paired)

    def _paint_uprights(self, painter: QPainter, frame: Frame) -> None:
        theme = current_theme()
        for marker in self.markers.values():
            draw_upright(painter, frame, marker.x, marker.text, theme.color("chart-marker"), 0.5, dashed=True)
        if self.cursor_line is None:
            return
        x, text = self.cursor_line.x, self.cursor_line.text
        color = theme.color("chart-cursor")
        draw_upright(painter, frame, x, text, color, 0.94, words=theme.color("chart-axis"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for line in self.lines.values():
            point = None if line.faint else line.series.nearest(x)
            if point is not None:
                self._paint_dot(painter, frame, point, line.color)

    def _paint_dot(self, painter: QPainter, frame: Frame, point: tuple[float, float], color: int) -> None:
        """Marks the point whose value the legend tells."""
        value = float(_logarithm(np.array(point[1]))) if self.logarithmic else point[1]
        x, y = frame.x(point[0]), frame.y(value)
        if frame.area.contains(x, y):  # not where the value is not finite
            painter.setBrush(current_theme().series(color))
            painter.drawEllipse(QPointF(x, y), 3, 3)


def _logarithm(y: Floats) -> Floats:
    return np.log10(np.where(y > 0, y, np.nan))
