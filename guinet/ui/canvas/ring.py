"""Pixels of a part of the plane that stay where they are while the view pans: what leaves the part on one side makes
room for what comes in on the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, cast

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion

from guinet.ui.canvas.layers import Style
from guinet.ui.canvas.view import View
from guinet.ui.theme import current_theme

_FAR: Final = 1 << 20
"""Farther from where it began, in pixels, a ring begins anew: its numbers stay small wherever one looks."""


class Ring:
    """What `view` shows in a widget of `size`, and `margin` pixels around it.

    Places are in device pixels from where the ring began; the pixel of a place is found modulo the size of the pixmap,
    so that looking elsewhere copies nothing. `dirty` is what is not up to date.
    """

    def __init__(self, view: View, size: QSize, style: Style, margin: int = 0) -> None:
        self.view = view
        self.style = style
        self.spent = 0.0
        self._seen = size * style.ratio
        self._margin = round(margin * style.ratio)
        self._whole = self._seen + QSize(2 * self._margin, 2 * self._margin)
        self._corner = QPoint(0, 0)
        self._pixels = QPixmap(self._whole)
        self._pixels.setDevicePixelRatio(style.ratio)
        self._pixels.fill(current_theme().color("canvas"))
        self.dirty = QRegion(self.held)

    @property
    def held(self) -> QRect:
        """All there are pixels for."""
        return QRect(self._corner, self._whole)

    @property
    def seen(self) -> QRect:
        """What the view shows."""
        return QRect(self._corner + QPoint(self._margin, self._margin), self._seen)

    @property
    def near(self) -> QRegion:
        """What the view shows, and half of what is beside, below and above it, but not the corners."""
        half = self._margin // 2
        return QRegion(self.seen.adjusted(-half, 0, half, 0)) | self.seen.adjusted(0, -half, 0, half)

    def next_strip(self, length: int) -> QRect:
        """What is dirty beside, below or above what the view shows, if that is near: from there as far as there are
        pixels, and at most `length` along that side; empty where nothing is."""
        seen, held, near = self.seen, self.held, self.dirty & self.near
        for left, width in ((seen.right() + 1, held.right() - seen.right()), (held.left(), seen.left() - held.left())):
            first = (near & QRect(left, seen.top(), width, seen.height())).boundingRect()
            if not first.isEmpty():
                top = first.top() if first.top() > seen.top() else held.top()  # with the corner
                return (self.dirty & QRect(left, top, width, length)).boundingRect()
        for top, height in ((seen.bottom() + 1, held.bottom() - seen.bottom()), (held.top(), seen.top() - held.top())):
            first = (near & QRect(seen.left(), top, seen.width(), height)).boundingRect()
            if not first.isEmpty():
                return (self.dirty & QRect(first.left(), top, length, height)).boundingRect()
        return QRect()

    def place_of(self, box: QRectF) -> QRect:
        """The places a scene rectangle covers, and two pixels around."""
        return self._places(self.view.rect_to_widget(box).adjusted(-2, -2, 2, 2)) & self.held

    def scene_rect(self, place: QRect) -> QRectF:
        return self.view.rect_to_scene(self._in_widget(place))

    def spoil(self, boxes: Iterable[QRectF]) -> None:
        """These scene rectangles changed."""
        for box in boxes:
            self.dirty |= self.place_of(box)
        if self.dirty.rectCount() > 24:
            self.dirty = QRegion(self.dirty.boundingRect())

    def spoil_all(self) -> None:
        self.dirty = QRegion(self.held)

    def look_at(self, view: View) -> None:
        """Shows another part at the same scale; what comes in is dirty."""
        step = view.scale * self.style.ratio
        before, way = self.held, ((view.x - self.view.x) * step, (view.y - self.view.y) * step)
        self.view = view
        if max(map(abs, way)) > _FAR or max(abs(self._corner.x()), abs(self._corner.y())) > _FAR:
            self._corner = QPoint(0, 0)
            self.spoil_all()
            return
        self._corner += QPoint(round(way[0]), round(way[1]))
        self.dirty = (self.dirty & self.held) | (QRegion(self.held) - QRegion(before))

    # Painting into it

    def pieces(self, place: QRect) -> Iterator[QRect]:
        """The parts of a place that each lie in the pixmap in one piece."""
        width = self._whole.width() - place.x() % self._whole.width()
        height = self._whole.height() - place.y() % self._whole.height()
        first = place & QRect(place.topLeft(), QSize(width, height))
        yield first
        right = QRect(first.right() + 1, place.top(), place.width() - first.width(), first.height())
        below = QRect(place.left(), first.bottom() + 1, place.width(), place.height() - first.height())
        for rest in (right, below):
            if not rest.isEmpty():
                yield from self.pieces(rest)

    def begin(self, painter: QPainter, piece: QRect) -> QRectF:
        """Sets the painter, which paints on `pixels`, to the widget's coordinates for a piece; the piece in those."""
        spot = QPointF(piece.x() % self._whole.width(), piece.y() % self._whole.height()) / self.style.ratio
        box = self._in_widget(piece)
        painter.resetTransform()
        away = spot - box.topLeft()
        painter.translate(away)
        return box

    @property
    def pixels(self) -> QPixmap:
        return self._pixels

    # Painting it

    def show(self, painter: QPainter) -> None:
        """Paints what the view shows, into a widget."""
        for piece in self.pieces(self.seen):
            painter.drawPixmap(self._in_widget(piece).topLeft(), self._pixels, self._source(piece))

    def show_scaled(self, painter: QPainter, view: View) -> None:
        """Paints it where it belongs in another view, the part around included where that is up to date."""
        self._straighten()
        place = self.held if self.dirty.isEmpty() else self.seen
        painter.drawPixmap(view.rect_to_widget(self.scene_rect(place)), self._pixels, self._source(place))

    def _straighten(self) -> None:
        """Puts the pixels where a picture has them: scaled, the pieces would show their seams."""
        if self._corner.x() % self._whole.width() or self._corner.y() % self._whole.height():
            straight = QPixmap(self._whole)
            straight.setDevicePixelRatio(self.style.ratio)
            painter, corner = QPainter(straight), self._in_widget(self.held).topLeft()
            for piece in self.pieces(self.held):
                painter.drawPixmap(self._in_widget(piece).topLeft() - corner, self._pixels, self._source(piece))
            painter.end()
            self._pixels = straight
            self.dirty.translate(-self._corner)
            self._corner = QPoint(0, 0)

    def _source(self, piece: QRect) -> QRectF:
        spot = QPoint(piece.x() % self._whole.width(), piece.y() % self._whole.height())
        return QRectF(QRect(spot, piece.size()))

    # Places and the widget

    def _in_widget(self, place: QRect) -> QRectF:
        ratio, origin = self.style.ratio, self.seen.topLeft()
        return QRectF(QPointF(place.topLeft() - origin) / ratio, QRectF(place).size() / ratio)

    def _places(self, box: QRectF) -> QRect:
        ratio, around = self.style.ratio, QRectF(self._in_widget(self.held))
        inside = box & around  # what lies far away has no number that a rectangle could hold
        grown = QRectF(inside.topLeft() * ratio, inside.size() * ratio).toAlignedRect()
        return grown.translated(self.seen.topLeft()) if not inside.isEmpty() else QRect()


def rects(region: QRegion) -> list[QRect]:
    """The rectangles of a region, from top to bottom; Qt's type stubs leave its iterator out."""
    return list(cast(Iterable[QRect], region))
