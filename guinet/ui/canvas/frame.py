"""The back buffer: the last crisp picture, shown moved and scaled while a new one is painted in slices of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil, floor
from time import perf_counter
from typing import Final, cast

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter, QPixmap, QRegion

from guinet.ui.canvas.layers import Layers, Style
from guinet.ui.canvas.node_painter import BOX_SCALE
from guinet.ui.canvas.view import View, fitted
from guinet.ui.theme import current_theme

BUDGET: Final = 0.0035
"""Seconds of crisp painting in one frame; the rest of a large picture waits for the next frame."""

_TRY: Final = BUDGET / 2
"""While the scale changes, a crisp picture is tried in every frame if the last one took no longer than this."""

_TILE: Final = QSize(240, 150)
_FAR_TILE: Final = QSize(480, 300)
"""Far out what is asked of the scene costs more than the painting: there are fewer and larger pieces."""

_CROWD: Final = 20_000
"""With more nodes than this a large piece would take longer than a frame may."""


@dataclass(slots=True)
class Picture:
    """Pixels that show `view`; `dirty` (widget coordinates) is not up to date yet."""

    pixels: QPixmap
    view: View
    style: Style
    dirty: QRegion = field(default_factory=QRegion)
    spent: float = 0.0


class Frame:
    """Keeps the picture of a canvas up to date within a time budget per frame."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self._shown: Picture | None = None
        self._next: Picture | None = None
        self._overview: Picture | None = None
        self._scaled = False
        self._cost = 0.0
        self._size = QSize()
        self._ratio = 1.0

    @property
    def is_crisp(self) -> bool:
        """Whether what is shown is all up to date."""
        return self._shown is not None and not self._scaled and self._shown.dirty.isEmpty()

    def forget(self) -> None:
        """Everything must be painted anew, and nothing of the old picture may be shown."""
        self._shown = self._next = self._overview = None

    def spoil(self, boxes: list[QRectF]) -> None:
        """These scene rectangles changed."""
        for picture in (self._shown, self._next):
            if picture is not None:
                self._spoil(picture, boxes)
        self._overview = None

    def spoil_all(self) -> None:
        """Everything changed; the old picture may be shown until the new one is there."""
        for picture in (self._shown, self._next):
            if picture is not None:
                picture.dirty = QRegion(QRect(QPoint(0, 0), self._size))
        self._overview = None

    @property
    def wants_overview(self) -> bool:
        """Whether painting is so dear that zooming out needs a picture of everything to show meanwhile."""
        return self._cost > BUDGET and (self._overview is None or not self._overview.dirty.isEmpty())

    def refine_overview(self, bounds: QRectF) -> bool:
        """Works on the picture of everything for one time slice; True when it is done."""
        if self._overview is None:
            self._overview = self._blank(fitted(bounds, QSizeF(self._size), largest=0.5, margin=8.0))
        cost, done = self._cost, self._refine(self._overview, BUDGET)
        self._cost = cost
        return done

    def paint(self, painter: QPainter, view: View, size: QSize, ratio: float, moving: bool) -> bool:
        """Shows the view; True when it is crisp and nothing is left to do.

        `moving`: the view is changing scale right now, so a crisp picture is tried only if the last was cheap.
        """
        if size != self._size or ratio != self._ratio or self._shown is None:
            self._resize(view, size, ratio)
        shown = self._shown
        assert shown is not None
        if shown.view.scale == view.scale:
            self._scroll(shown, view)
            self._next = None
        else:
            shown = self._approach(shown, view, moving)
        self._scaled = shown.view != view
        if not self._scaled:
            done = self._refine(shown, BUDGET)
            painter.drawPixmap(0, 0, shown.pixels)
            return done
        self._paint_scaled(painter, shown, view)
        return False

    def finish(self, view: View, size: QSize, ratio: float) -> None:
        """Makes the picture crisp now, however long it takes."""
        if self._shown is None or size != self._size or ratio != self._ratio or self._shown.view.scale != view.scale:
            self.forget()
            self._resize(view, size, ratio)
        if self._shown is not None:
            self._scroll(self._shown, view)
            self._next, self._scaled = None, False
            self._refine(self._shown, float("inf"))

    def _resize(self, view: View, size: QSize, ratio: float) -> None:
        """A new picture of another size; what the old one showed is kept where it fits."""
        before = self._shown
        self._size, self._ratio, self._next, self._overview = QSize(size), ratio, None, None
        self._shown = fresh = self._blank(view)
        if before is not None and before.view.scale == view.scale:
            painter = QPainter(fresh.pixels)
            self._paint_scaled(painter, before, view)
            painter.end()
        elif before is None:
            self._refine(fresh, float("inf"))

    def _blank(self, view: View) -> Picture:
        pixels = QPixmap(self._size * self._ratio)
        pixels.setDevicePixelRatio(self._ratio)
        pixels.fill(current_theme().color("canvas"))
        style = self.layers.style(view, QSizeF(self._size), self._ratio, self._shown.style if self._shown else None)
        return Picture(pixels, view, style, QRegion(QRect(QPoint(0, 0), self._size)))

    def _approach(self, shown: Picture, view: View, moving: bool) -> Picture:
        """Works on the picture at the new scale; answers the one to show now."""
        if self._next is None or self._next.view != view:
            self._next = None if moving and self._cost > _TRY else self._blank(view)
        if self._next is not None and self._refine(self._next, BUDGET):
            self._shown, self._next = self._next, None
            return self._shown
        return shown

    def _scroll(self, picture: Picture, view: View) -> None:
        """Moves the pixels along and marks what came into sight."""
        if picture.view == view:
            return
        step = view.scale * self._ratio
        dx, dy = round((picture.view.x - view.x) * step), round((picture.view.y - view.y) * step)
        picture.view = view
        style = self.layers.style(view, QSizeF(self._size), self._ratio, picture.style)
        if style != picture.style:
            picture.style = style
            picture.dirty = QRegion(QRect(QPoint(0, 0), self._size))
        whole = QRect(QPoint(0, 0), self._size)
        if abs(dx) >= self._size.width() * self._ratio or abs(dy) >= self._size.height() * self._ratio:
            picture.dirty = QRegion(whole)
            return
        picture.pixels.scroll(dx, dy, picture.pixels.rect())
        moved_x, moved_y = dx / self._ratio, dy / self._ratio
        kept = QRectF(whole).translated(moved_x, moved_y).intersected(QRectF(whole))
        corner = QPoint(ceil(kept.left()), ceil(kept.top()))
        clean = QRect(corner, QPoint(floor(kept.right()) - 1, floor(kept.bottom()) - 1))
        stale = QRegion()
        for rect in _rects(picture.dirty):
            stale |= QRegion(QRectF(rect).translated(moved_x, moved_y).toAlignedRect())
        picture.dirty = (stale | (QRegion(whole) - QRegion(clean))) & QRegion(whole)

    def _spoil(self, picture: Picture, boxes: list[QRectF]) -> None:
        whole = QRect(QPoint(0, 0), self._size)
        for box in boxes:
            spot = picture.view.rect_to_widget(box).adjusted(-2, -2, 2, 2).toAlignedRect() & whole
            if not spot.isEmpty():
                picture.dirty |= spot
        if picture.dirty.rectCount() > 24:
            picture.dirty = QRegion(picture.dirty.boundingRect())

    def _refine(self, picture: Picture, budget: float) -> bool:
        """Paints dirty tiles until the time is over; True when none is left."""
        if picture.dirty.isEmpty():
            return True
        start = perf_counter()
        painter = QPainter(picture.pixels)
        first = True
        far = picture.view.scale < BOX_SCALE and len(self.layers.scene.nodes) <= _CROWD
        while not picture.dirty.isEmpty() and (first or perf_counter() - start < budget):
            first = False
            tile = _next_tile(picture.dirty, _FAR_TILE if far else _TILE)
            self.layers.paint(painter, picture.view, QRectF(tile), picture.style)
            picture.dirty -= QRegion(tile)
        painter.end()
        picture.spent += perf_counter() - start
        if picture.dirty.isEmpty():
            self._cost, picture.spent = picture.spent, 0.0
        return picture.dirty.isEmpty()

    def _paint_scaled(self, painter: QPainter, picture: Picture, view: View) -> None:
        """The old picture where it belongs in the new view, over an overview of everything."""
        whole = QRectF(QPointF(0, 0), QSizeF(self._size))
        painter.fillRect(whole, current_theme().color("canvas"))
        layers = [picture]
        if self._overview is not None and view.scale < picture.view.scale:
            layers.insert(0, self._overview)
        for layer in layers:
            size = QSizeF(layer.pixels.size()) / layer.style.ratio
            shown = layer.view.rect_to_scene(QRectF(QPointF(0, 0), size))
            painter.drawPixmap(view.rect_to_widget(shown), layer.pixels, QRectF(layer.pixels.rect()))


def _next_tile(dirty: QRegion, size: QSize) -> QRect:
    """A piece of a size that paints in about a millisecond; a strip that panning uncovered stays in one piece."""
    first = _rects(dirty)[0]
    if first.width() * first.height() <= size.width() * size.height():
        return first
    return (dirty & QRegion(QRect(first.topLeft(), size))).boundingRect()


def _rects(region: QRegion) -> list[QRect]:
    """The rectangles of a region, from top to bottom; Qt's type stubs leave its iterator out."""
    return list(cast(Iterable[QRect], region))
