"""One plot: lines over min/max pyramids, redrawn at the resolution of the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, Final

import numpy as np
import pyqtgraph
from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPen, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guinet.ui.charts.axis import Axis
from guinet.ui.charts.numbers import NumberFormat, grouped, short
from guinet.ui.charts.pyramid import Line, Series
from guinet.ui.theme import Theme, current_theme

FRAME_MS: Final = 33
"""At most 30 frames a second, however often points come."""

# Charts that get their points together would all be painted in one turn of the event loop, and the window would be
# late by the sum; a few milliseconds apart, it answers between them.
_TURNS: Final = cycle(range(0, 63, 9))

# Two pixels wide and antialiased, 400 noisy points take 75 ms in one path, 9 ms as segments; one pixel takes 0.4 ms.
_STRONG_POINTS: Final = 150
_SMOOTH_POINTS: Final = 1500
_FAINT: Final = 0.4


@dataclass(slots=True)
class PlotLine:
    """A line of the plot: its points, how it looks, the pyqtgraph item that draws it."""

    label: str
    color: int
    faint: bool
    series: Series = field(default_factory=Series)
    item: Any = None


class Plot(QWidget):
    """Lines by name. It follows new points until the user zooms or pans; `show_everything` follows again."""

    pointed = Signal(object)
    """The x under the pointer, or None when the pointer left."""
    following_changed = Signal(bool)
    drawn = Signal()
    """After each redraw."""

    def __init__(self, number_format: NumberFormat = short, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: dict[str, PlotLine] = {}
        self.following = True
        self.logarithmic = False
        self._markers: dict[str, Any] = {}
        self._axes = {"left": Axis("left", number_format), "bottom": Axis("bottom", grouped)}
        self.view = pyqtgraph.PlotWidget(axisItems=self._axes, useOpenGL=False)
        self._frame = QTimer(self, singleShot=True, interval=FRAME_MS + next(_TURNS))
        self._frame.timeout.connect(self._draw_if_visible)
        self._stale = False
        self._prepare_view()
        self.restyle(current_theme())

    def add_line(self, name: str, label: str, color: int, faint: bool = False) -> PlotLine:
        """Add an empty line; `color` is a number of the theme's series colours."""
        line = PlotLine(label, color, faint)
        line.item = pyqtgraph.PlotCurveItem(skipFiniteCheck=True)
        line.item.setZValue(0 if faint else 1)
        self._item.addItem(line.item, ignoreBounds=True)
        self.lines[name] = line
        return line

    def append(self, name: str, xs: ArrayLike, ys: ArrayLike) -> None:
        """Add points to a line; they are drawn with the next frame. Raises ValueError when x goes back."""
        self.lines[name].series.append(xs, ys)
        self.update_soon()

    def clear(self) -> None:
        """Remove all lines and markers, and follow again."""
        for line in self.lines.values():
            self._item.removeItem(line.item)
        for marker in self._markers.values():
            self._item.removeItem(marker)
        self.lines.clear()
        self._markers.clear()
        self.show_everything()

    def set_marker(self, name: str, x: float, text: str) -> None:
        """Put a labelled upright line at x; the same name moves it."""
        if name in self._markers:
            self._item.removeItem(self._markers.pop(name))
        marker = _upright(text, 0.5, x)
        _style_upright(marker, "chart-marker", Qt.PenStyle.DashLine)
        self._item.addItem(marker, ignoreBounds=True)
        self._markers[name] = marker

    def show_cursor(self, x: float | None, text: str = "") -> None:
        """Draw the upright line of the pointer at x, named `text`, or not at all."""
        self._cursor.setVisible(x is not None)
        self._cursor.label.setFormat(text)
        if x is not None:
            self._cursor.setPos(x)

    def set_logarithmic(self, on: bool) -> None:
        """Draw y on a logarithmic axis; values that are not positive are left out."""
        self.logarithmic = on
        self._axes["left"].logarithmic = on
        self.show_everything()

    def show_everything(self) -> None:
        """Bring all points into view and keep them there as more come."""
        self._set_following(True)
        self.draw()

    def update_soon(self) -> None:
        """Redraw with the next frame; calls in between cost nothing."""
        self._stale = True
        if not self._frame.isActive():
            self._frame.start()

    def draw(self) -> None:
        """Redraw now: fit the ranges when following, then fetch each line at the width of the view."""
        self._stale = False
        if self.following:
            self._fit()
        (left, right), _ = self._box.viewRange()
        pixels = max(1, round(self._box.width()))
        for line in self.lines.values():
            self._show(line, line.series.query(left, right, pixels))
        self.drawn.emit()

    def restyle(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.view.setBackground(theme.color("chart-background"))
        for axis in self._axes.values():
            axis.restyle(theme)
        _style_upright(self._cursor, "chart-cursor", Qt.PenStyle.SolidLine)
        for marker in self._markers.values():
            _style_upright(marker, "chart-marker", Qt.PenStyle.DashLine)
        self.draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the pointer left, and double clicks."""
        if event.type() == QEvent.Type.Leave:
            self.pointed.emit(None)
        elif event.type() == QEvent.Type.MouseButtonDblClick:
            self.show_everything()
            return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.update_soon()

    def _prepare_view(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.viewport().installEventFilter(self)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._item = self.view.getPlotItem()
        for axis in self._axes.values():
            axis.setZValue(-1)  # the lines of the grid lie behind the curves
        self._item.hideButtons()
        self._item.setMenuEnabled(False)
        self._box = self._item.getViewBox()
        self._box.disableAutoRange()
        self._box.setDefaultPadding(0)
        self._box.sigRangeChangedManually.connect(self._on_moved_by_hand)
        self._box.sigResized.connect(self.update_soon)
        self._cursor = _upright("", 0.06)
        self._cursor.hide()
        self._item.addItem(self._cursor, ignoreBounds=True)
        self.view.scene().sigMouseMoved.connect(self._on_pointer)

    def _on_moved_by_hand(self, *_: object) -> None:
        self._set_following(False)
        self.draw()

    def _on_pointer(self, position: QPointF) -> None:
        if not self._box.sceneBoundingRect().contains(position):
            return
        self.pointed.emit(float(self._box.mapSceneToView(position).x()))

    def _set_following(self, on: bool) -> None:
        if on != self.following:
            self.following = on
            self.following_changed.emit(on)

    def _draw_if_visible(self) -> None:
        if self._stale and self.isVisible():
            self.draw()

    def _fit(self) -> None:
        """Give the view the limits of all lines, with some air above and below."""
        limits = [found for line in self.lines.values() if (found := line.series.limits())]
        if not limits:
            return
        left, right = min(each[0] for each in limits), max(each[1] for each in limits)
        low, high = self._height(min(each[2] for each in limits), max(each[3] for each in limits))
        air = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
        wide = (right - left) * 0.01 or 0.5
        self._box.setRange(xRange=(left - wide, right + wide), yRange=(low - air, high + air), padding=0)

    def _height(self, low: float, high: float) -> tuple[float, float]:
        if not self.logarithmic:
            return low, high
        positive = [value for line in self.lines.values() if (value := line.series.smallest_positive())]
        smallest = min(positive, default=1.0)
        return float(np.log10(smallest)), float(np.log10(max(high, smallest)))

    def _show(self, line: PlotLine, points: Line) -> None:
        x, y = points
        if self.logarithmic:
            y = np.log10(np.where(y > 0, y, np.nan))
        whole = np.isfinite(y)
        if not whole.any():
            x = y = np.empty(0)
        if len(x) == 1:  # a dash, so that the first epoch is seen
            x, y = x + np.array([-1, 1]) * self._box.viewRect().width() * 0.01, np.repeat(y, 2)
            whole = np.ones(2, bool)
        theme = current_theme()
        color = theme.series(line.color, _FAINT if line.faint else None)
        strong = not line.faint and len(x) <= _STRONG_POINTS
        # cosmetic pens count device pixels
        width = theme.metric("chart-pen-strong") * self.devicePixelRatioF() if strong else theme.metric("chart-pen")
        pen = _pen(color, width)
        line.item.setSegmentedLineMode("on" if strong else "off")
        connect = "all" if whole.all() else "finite"
        line.item.setData(x, y, pen=pen, antialias=len(x) <= _SMOOTH_POINTS, connect=connect)


def _upright(text: str, height: float, x: float = 0.0) -> Any:
    """An upright line with its name beside it, `height` of the way up."""
    options = {"position": height, "anchors": [(0, 0.5), (1, 0.5)]}
    return pyqtgraph.InfiniteLine(x, angle=90, movable=False, label=text, labelOpts=options)


def _style_upright(line: Any, role: str, style: Qt.PenStyle) -> None:
    theme = current_theme()
    pen = _pen(theme.color(role), 1)
    pen.setStyle(style)
    line.setPen(pen)
    line.label.setColor(theme.color("chart-axis" if role == "chart-cursor" else role))
    line.label.setFont(theme.font("tiny"))
    line.label.fill.setColor(theme.color("chart-background", 0.85))


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # segments of a line must not overlap visibly
    return pen
