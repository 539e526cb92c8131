"""Pictures of what a node does: the curve of an activation with its slope, and the window of a convolution."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from guinet.core.values import Missing, Value
from guinet.nodes.docs import Curve
from guinet.nodes.types import NodeType
from guinet.ui.theme import Theme, current_theme
from guinet.ui.translate import tr

CURVE_SIZE: Final = (300, 180)
_LOWEST, _HIGHEST = -4.0, 6.0
"""What part of the values is drawn: the curves of exponentials would flatten everything else."""

_MARGIN: Final = 24.0
_MOST_CELLS: Final = 14
_CELL: Final = 16.0
_BACKWARDS: Final = ("ConvTranspose", "conv_transpose", "MaxUnpool", "max_unpool", "Fold", "fold")
"""Layers whose window lies in what goes out."""


def curve_picture(curve: Curve, scale: float) -> QImage:
    """The function as a line and its slope as a dashed one, over axes through zero."""
    image, painter = _canvas(*CURVE_SIZE, scale)
    plot = _Plot(curve, QRectF(_MARGIN, 8, CURVE_SIZE[0] - _MARGIN - 8, CURVE_SIZE[1] - 16))
    theme = current_theme()
    plot.draw_axes(painter, theme)
    plot.draw_line(painter, curve.slopes, QPen(theme.series(1), 1.5, Qt.PenStyle.DashLine))
    plot.draw_line(painter, curve.values, QPen(theme.series(0), 2))
    painter.end()
    return image


class _Plot:
    """Where numbers lie in the picture."""

    def __init__(self, curve: Curve, area: QRectF) -> None:
        shown = [value for value in (*curve.values, *curve.slopes) if value is not None]
        low = max(_LOWEST, min(-0.5, *shown))
        high = min(_HIGHEST, max(1.5, *shown))
        spare = (high - low) * 0.05
        self._low, self._high = low - spare, high + spare
        self._left, self._right = curve.low, curve.high
        self._area = area

    def at(self, x: float, y: float) -> QPointF:
        across = (x - self._left) / (self._right - self._left)
        up = (y - self._low) / (self._high - self._low)
        return QPointF(self._area.left() + across * self._area.width(), self._area.bottom() - up * self._area.height())

    def draw_axes(self, painter: QPainter, theme: Theme) -> None:
        painter.setFont(theme.font("tiny"))
        for number in (-4, -2, 2, 4):
            if self._low < number < self._high:
                self._mark(painter, theme, self.at(self._left, number), self.at(self._right, number))
                place = self.at(self._left, number)
                box = QRectF(0, place.y() - 8, _MARGIN - 4, 16)
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
            self._mark(painter, theme, self.at(number, self._low), self.at(number, self._high))
            base = self.at(number, 0)
            painter.drawText(QRectF(base.x() - 12, base.y() + 1, 24, 14), Qt.AlignmentFlag.AlignHCenter, str(number))
        painter.setPen(QPen(theme.color("chart-axis"), 1))
        painter.drawLine(self.at(self._left, 0), self.at(self._right, 0))
        painter.drawLine(self.at(0, self._low), self.at(0, self._high))

    def draw_line(self, painter: QPainter, values: Sequence[float | None], pen: QPen) -> None:
        """Breaks where there is no value, and at the edge of what is drawn."""
        painter.save()
        painter.setClipRect(self._area)
        painter.setPen(pen)
        step = (self._right - self._left) / (len(values) - 1)
        path, drawing = QPainterPath(), False
        jump = self._high - self._low
        for index, (last, value) in enumerate(pairwise((None, *values))):
            if value is None:
                drawing = False
                continue
            place = self.at(self._left + index * step, value)
            if drawing and last is not None and abs(value - last) < jump:
                path.lineTo(place)
            else:
                path.moveTo(place)
            drawing = True
        painter.drawPath(path)
        painter.restore()

    def _mark(self, painter: QPainter, theme: Theme, start: QPointF, end: QPointF) -> None:
        painter.setPen(QPen(theme.color("chart-grid"), 1))
        painter.drawLine(start, end)
        painter.setPen(theme.color("text-muted"))


class Side(Struct, frozen=True):
    """How a window moves along one side: `count` is the size before padding, `windows` are the points of each window,
    counted from the padding's edge."""

    count: int
    padding: int
    windows: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        return self.count + 2 * self.padding


def sides(kind: NodeType, arguments: Mapping[str, Value]) -> tuple[Side, ...]:
    """How the window of a node lies along the sides that are drawn, at most two; () for one that has no window, one
    whose windows lie at random, or one too large to draw."""
    name = kind.kind.rpartition(".")[2].lower().removesuffix("_with_indices")
    found = re.search(r"([123])d$", name)
    adaptive = name.startswith("adaptive") and found is not None
    has = kind.argument("kernel_size") is not None or name.startswith("conv") or adaptive
    rank = int(found[1]) if found is not None else 2 if name in ("fold", "unfold") else 0
    if not has or not rank or name.startswith("fractional"):
        return ()
    side = _adaptive_side if adaptive else _side
    made = [side(kind, arguments, axis) for axis in range(max(rank - 2, 0), rank)]
    drawn = tuple(side for side in made if side is not None and side.total <= _MOST_CELLS)
    return drawn if len(drawn) == len(made) else ()


def _side(kind: NodeType, arguments: Mapping[str, Value], axis: int) -> Side | None:
    """The smallest size on which the window can stand three times is drawn, and at least 5."""
    window = _number(kind, arguments, "kernel_size", axis, 3)
    dilation = _number(kind, arguments, "dilation", axis, 1)
    reach = (window - 1) * dilation + 1
    stride = _number(kind, arguments, "stride", axis, window)
    padding = _number(kind, arguments, "padding", axis, (reach - 1) // 2 if arguments.get("padding") == "same" else 0)
    if min(window, dilation, stride) < 1 or padding < 0:
        return None
    count = max(5, reach + 2 * stride - 2 * padding)
    places = range(0, count + 2 * padding - reach + 1, stride)
    return Side(count, padding, tuple(tuple(range(place, place + reach, dilation)) for place in places))


def _adaptive_side(kind: NodeType, arguments: Mapping[str, Value], axis: int) -> Side:
    """Windows that are chosen to fit: on a size that is no multiple of theirs, so that they overlap as torch's do."""
    wanted = _number(kind, arguments, "output_size", axis, 0 if "output_size" in arguments else 3)
    count = max(5, 2 * wanted + 1) if wanted else 5
    wanted = wanted if wanted > 0 else count  # None keeps the side as it is
    ends = ((index * count // wanted, -(-(index + 1) * count // wanted)) for index in range(wanted))
    return Side(count, 0, tuple(tuple(range(*each)) for each in ends))


def _number(kind: NodeType, arguments: Mapping[str, Value], name: str, axis: int, otherwise: int) -> int:
    """A number of this side, as set, or by default, or `otherwise`."""
    argument = kind.argument(name)
    default = argument.default if argument is not None else None
    value = arguments.get(name, None if isinstance(default, Missing) else default)
    if isinstance(value, tuple) and value:
        value = value[min(axis, len(value) - 1)]
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def window_picture(kind: NodeType, arguments: Mapping[str, Value], scale: float) -> QImage | None:
    """What goes in with its padding, and what comes out: the first window and the value it makes filled, the second
    outlined. None where there is nothing to draw."""
    along = sides(kind, arguments)
    if not along:
        return None
    rows, columns = along if len(along) == 2 else (Side(1, 0, ((0,),)), along[0])
    name = kind.kind.rpartition(".")[2]
    backwards = name.startswith(_BACKWARDS)
    large = (columns.total * _CELL, rows.total * _CELL)
    small = (len(columns.windows) * _CELL, len(rows.windows) * _CELL)
    first, second = (small, large) if backwards else (large, small)
    gap = 44.0
    height = max(first[1], second[1])
    image, painter = _canvas(round(first[0] + gap + second[0]) + 4, round(height) + 22, scale)
    theme = current_theme()
    starts = [QPointF(2, (height - first[1]) / 2 + 1), QPointF(2 + first[0] + gap, (height - second[1]) / 2 + 1)]
    windows, values = (starts[1], starts[0]) if backwards else (starts[0], starts[1])
    _draw_windows(painter, theme, windows, rows, columns)
    _draw_values(painter, theme, values, rows, columns)
    _draw_arrow(painter, theme, QPointF(first[0] + 10, height / 2), QPointF(first[0] + gap - 6, height / 2))
    _draw_words(painter, theme, height + 5, first[0], second[0], gap)
    painter.end()
    return image


def _draw_windows(painter: QPainter, theme: Theme, start: QPointF, rows: Side, columns: Side) -> None:
    for row, column in product(range(rows.total), range(columns.total)):
        inside = (
            rows.padding <= row < rows.padding + rows.count
            and columns.padding <= column < columns.padding + columns.count
        )
        _draw_cell(painter, start, row, column, theme.color("raised") if inside else None, theme.color("line-strong"))
    for row, column in product(rows.windows[0], columns.windows[0]):
        _draw_cell(painter, start, row, column, theme.series(0, 0.55), theme.series(0))
    if len(columns.windows) > 1:
        for row, column in product(rows.windows[0], columns.windows[1]):
            _draw_cell(painter, start, row, column, None, theme.series(1), 2)


def _draw_values(painter: QPainter, theme: Theme, start: QPointF, rows: Side, columns: Side) -> None:
    for row, column in product(range(len(rows.windows)), range(len(columns.windows))):
        first = (row, column) == (0, 0)
        fill = theme.series(0, 0.55) if first else theme.color("raised")
        _draw_cell(painter, start, row, column, fill, theme.series(0) if first else theme.color("line-strong"))
    if len(columns.windows) > 1:
        _draw_cell(painter, start, 0, 1, None, theme.series(1), 2)


def _draw_cell(
    painter: QPainter, start: QPointF, row: int, column: int, fill: QColor | None, line: QColor, width: int = 1
) -> None:
    """A cell without fill and with a thin line is padding: dashed."""
    dashed = fill is None and width == 1
    painter.setPen(QPen(line, width, Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine))
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inset = 0.5 if width == 1 else 2.0
    corner = QPointF(start.x() + column * _CELL + inset, start.y() + row * _CELL + inset)
    painter.drawRect(QRectF(corner.x(), corner.y(), _CELL - 2 * inset, _CELL - 2 * inset))


def _draw_arrow(painter: QPainter, theme: Theme, start: QPointF, end: QPointF) -> None:
    painter.setPen(QPen(theme.color("text-muted"), 1.5))
    painter.drawLine(start, end)
    for rise in (-4, 4):
        painter.drawLine(end, QPointF(end.x() - 5, end.y() + rise))


def _draw_words(painter: QPainter, theme: Theme, top: float, first: float, second: float, gap: float) -> None:
    painter.setFont(theme.font("tiny"))
    painter.setPen(theme.color("text-muted"))
    half = gap / 2 - 2
    for left, width, words in ((0.0, first, tr("in")), (first + gap, second, tr("out"))):
        painter.drawText(QRectF(left - half, top, width + 2 * half, 16), Qt.AlignmentFlag.AlignHCenter, words)


def _canvas(width: int, height: int, scale: float) -> tuple[QImage, QPainter]:
    image = QImage(round(width * scale), round(height * scale), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return image, painter
