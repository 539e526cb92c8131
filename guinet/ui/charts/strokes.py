"""Lines on a painter, each as fast as Qt can draw what the points look like."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from guinet.ui.charts.frame import Floats, Frame
from guinet.ui.charts.pyramid import Line
from guinet.ui.theme import current_theme

Pixels = NDArray[np.int16]

COLUMN: Final = 2
"""Where points are dense, a column of two device pixels, written as one number, shows the smallest and the largest."""

_FAR: Final = 8000.0
"""Qt's rasteriser is not exact further than some ten thousand pixels away."""

_SMOOTH: Final = 3.0
"""Columns lower than so many pixels look better as a line."""

_VOID_POINTER: Any = shiboken6.VoidPtr
"""Its annotations know nothing of the pointer that QPolygonF.data gives."""

_SHIFTS: Final = ((0.0, -0.5), (0.0, 0.5), (-0.5, 0.0), (0.5, 0.0))


def draw_line(painter: QPainter, line: Line, frame: Frame, color: QColor, width: float, quick: bool = False) -> None:
    """Draw a line `width` device pixels wide, in an opaque colour; y is as the view has it.

    `quick` is for pixels: a line two pixels wide is drawn as thin ones beside each other, in a thirtieth of the time
    that Qt's stroker takes. Else it is a true line, for vector pictures.
    """
    x, y = frame.xs(line.x), frame.ys(line.y)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shifts = _SHIFTS if quick and width > 1 else ((0.0, 0.0),)
    painter.setPen(_pen(color, 1.0 if quick else width))
    for polygon in _polygons(x, y):
        for right, down in shifts:
            painter.drawPolyline(polygon if len(shifts) == 1 else polygon.translated(right, down))


def fill_columns(image: QImage, line: Line, frame: Frame, color: QColor) -> bool:
    """Draw pairs of smallest and largest as filled columns of two pixels, where the points are dense and noisy.

    `image` is in Format_RGB32 and of even width. Returns whether they are; else nothing was drawn. Noise fills half of
    a plot: Qt, line by line, takes ten times as long.
    """
    ratio = image.devicePixelRatio()
    x = frame.xs(line.x) * (ratio / COLUMN)
    if not line.paired or np.diff(x).max(initial=0.0) > 4 * ratio:
        return False
    y = np.clip(frame.ys(line.y) * ratio, -_FAR, _FAR)
    if np.nansum(y[:-1:2] - y[1::2]) < _SMOOTH * (len(y) // 2):
        return False
    area = QRectF(frame.area.topLeft() * ratio, frame.area.size() * ratio).toAlignedRect().intersected(image.rect())
    begin, end = area.left() // COLUMN, (area.left() + area.width()) // COLUMN
    high, low = _spans(x, y, begin, end)
    first, last = max(area.top(), int(high.min())), min(area.bottom(), int(low.max()))
    if first <= last:
        rows = np.arange(first, last + 1, dtype=np.int16)[:, None]
        columns = np.frombuffer(image.bits(), np.uint64).reshape(image.height(), -1)
        twice = np.uint64(color.rgb() << 32 | color.rgb())
        np.putmask(columns[first : last + 1, begin:end], (rows >= high) & (rows <= low), twice)
    return True


def _spans(x: Floats, y: Floats, begin: int, end: int) -> tuple[Pixels, Pixels]:
    """The highest and lowest row to fill in each column `begin` … `end`; the lowest above where none is."""
    column, bottom, top = np.floor(x[:-1:2]), y[:-1:2], y[1::2]
    there = np.isfinite(bottom)
    # a column reaches to the one before it, as a line would
    joined = there & np.append(False, there[:-1])
    high = np.where(joined, np.minimum(top, np.append(top[0], bottom[:-1])), top)
    low = np.where(joined, np.maximum(bottom, np.append(bottom[0], top[:-1])), bottom)
    high, low = np.where(there, high, _FAR), np.where(there, low, -_FAR)
    starts = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    high, low = np.minimum.reduceat(high, starts), np.maximum.reduceat(low, starts)
    places = np.arange(begin, end)
    which = np.searchsorted(column[starts], places, side="right") - 1
    outside = (which < 0) | (places > x[-1])
    high, low = np.where(outside, _FAR, high[which]), np.where(outside, -_FAR, low[which])
    return np.round(high).astype(np.int16), np.round(low).astype(np.int16)


def _polygons(x: Floats, y: Floats) -> list[QPolygonF]:
    """The parts of the line between its gaps."""
    whole = np.isfinite(y)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], whole, [False])).astype(np.int8)))
    return [_polygon(x[first:last], y[first:last]) for first, last in edges.reshape(-1, 2)]


def _polygon(x: Floats, y: Floats) -> QPolygonF:
    points = np.empty((len(x), 2))
    points[:, 0] = np.clip(x, -_FAR, _FAR)
    far = points[:, 0] != x
    if far.any():  # cut where it leaves, so that slopes stay
        y = np.where(far, np.interp(points[:, 0], x, y), y)
    points[:, 1] = np.clip(y, -_FAR, _FAR)
    polygon = QPolygonF()
    polygon.resize(len(points))
    memory = _VOID_POINTER(polygon.data(), points.nbytes, True)
    np.frombuffer(memory, np.float64)[:] = points.ravel()
    return polygon


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def draw_upright(
    painter: QPainter,
    frame: Frame,
    x: float,
    text: str,
    color: QColor,
    height: float,
    *,
    dashed: bool = False,
    words: QColor | None = None,
) -> None:
    """An upright line at x with its name beside it, `height` of the way up, where there is more room."""
    area, at = frame.area, frame.x(x)
    if not area.left() <= at <= area.right():
        return
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    pen = _pen(color, 1.0)
    if dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()))
    if not text:
        return
    painter.setFont(theme.font("tiny"))
    room = painter.fontMetrics().boundingRect(text).adjusted(-3, -1, 3, 1)
    left = at + 3 if at + 3 + room.width() <= area.right() else at - 3 - room.width()
    top = area.bottom() - height * (area.height() - room.height()) - room.height()
    place = QRectF(max(left, area.left()), top, room.width(), room.height())
    painter.fillRect(place, theme.color("chart-background", 0.85))
    painter.setPen(color if words is None else words)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def blend(below: QColor, above: QColor, share: float) -> QColor:
    """The colour of `share` of one over the other."""
    mixed = QColor(above)
    mixed.setRedF(share * above.redF() + (1 - share) * below.redF())
    mixed.setGreenF(share * above.greenF() + (1 - share) * below.greenF())
    mixed.setBlueF(share * above.blueF() + (1 - share) * below.blueF())
    return mixed
