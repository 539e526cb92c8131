"""Where the canvas looks: the scale and the scene point at the widget's top left corner."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

MIN_SCALE: Final = 0.02
MAX_SCALE: Final = 4.0

_FARTHEST: Final = 1e9


def reachable(number: float) -> float:
    """Where what lies at a place is painted: a file may say any, but Qt counts pixels in 32 bits and ends the process
    that tells it to paint beyond."""
    return max(-_FARTHEST, min(_FARTHEST, float(number)))


class View(Struct, frozen=True):
    """Widget coordinates are (scene - origin) × scale; `x` and `y` are the origin in scene units."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def to_widget(self, point: QPointF) -> QPointF:
        return QPointF((point.x() - self.x) * self.scale, (point.y() - self.y) * self.scale)

    def to_scene(self, point: QPointF) -> QPointF:
        return QPointF(point.x() / self.scale + self.x, point.y() / self.scale + self.y)

    def rect_to_widget(self, rect: QRectF) -> QRectF:
        return QRectF(self.to_widget(rect.topLeft()), rect.size() * self.scale)

    def rect_to_scene(self, rect: QRectF) -> QRectF:
        return QRectF(self.to_scene(rect.topLeft()), rect.size() / self.scale)

    def transform(self) -> QTransform:
        """From scene to widget coordinates."""
        return QTransform(self.scale, 0, 0, self.scale, -self.x * self.scale, -self.y * self.scale)

    def zoomed(self, factor: float, anchor: QPointF) -> View:
        """Scaled by `factor`, with the scene point under `anchor` (widget coordinates) staying there."""
        fixed = self.to_scene(anchor)
        scale = min(MAX_SCALE, max(MIN_SCALE, self.scale * factor))
        return View(scale, fixed.x() - anchor.x() / scale, fixed.y() - anchor.y() / scale)

    def panned(self, dx: float, dy: float) -> View:
        """With the picture moved by (dx, dy) in widget coordinates."""
        return View(self.scale, self.x - dx / self.scale, self.y - dy / self.scale)

    def snapped(self, ratio: float) -> View:
        """With the origin on a whole device pixel, so that panning can copy pixels; `ratio` is the screen's."""
        step = self.scale * ratio
        return View(self.scale, round(self.x * step) / step, round(self.y * step) / step)


def fitted(
    bounds: QRectF, size: QSizeF, largest: float = 1.0, margin: float = 48.0, sides: float | None = None
) -> View:
    """The view that shows `bounds` whole and centred in a widget of `size`, at most at the scale `largest`; `sides` are
    the margins left and right where they are others than above and below."""
    beside = margin if sides is None else sides
    room_x, room_y = max(size.width() - 2 * beside, 16.0), max(size.height() - 2 * margin, 16.0)
    scale = min(room_x / max(bounds.width(), 1.0), room_y / max(bounds.height(), 1.0), largest)
    scale = min(MAX_SCALE, max(MIN_SCALE, scale))
    center = bounds.center()
    return View(scale, center.x() - size.width() / 2 / scale, center.y() - size.height() / 2 / scale)
