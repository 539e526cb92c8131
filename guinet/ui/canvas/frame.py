"""The back buffer: the last crisp picture, shown moved and scaled while a new one is painted in slices of time."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter, QRegion

from guinet.ui.canvas.layers import Layers, Style
from guinet.ui.canvas.node_painter import BOX_SCALE
from guinet.ui.canvas.ring import Ring, rects
from guinet.ui.canvas.view import View, fitted
from guinet.ui.theme import current_theme

BUDGET: Final = 0.0035
"""Seconds of crisp painting in one frame; the rest of a large picture waits for the next frame."""

_TRY: Final = BUDGET / 2
"""While the scale changes, a crisp picture is tried in every frame if the last one took no longer than this."""

_MARGIN: Final = 160
"""So many pixels around what is in sight are painted ahead: panning into them costs nothing."""

_STYLED: Final = 60
"""After so many pixels of panning the wires in sight are counted again, which takes as long as a frame."""

_STRIP: Final = 380
"""So much of that is painted between two frames of panning, in pixels along the side."""

_TILE: Final = QSize(240, 150)
_FAR_TILE: Final = QSize(480, 300)
"""Far out what is asked of the scene costs more than the painting: there are fewer and larger pieces."""

_CROWD: Final = 20_000
"""With more nodes than this a large piece would take longer than a frame may."""


class Frame:
    """Keeps the picture of a canvas up to date within a time budget per frame."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self._shown: Ring | None = None
        self._next: Ring | None = None
        self._overview: Ring | None = None
        self._scaled = False
        self._cost = 0.0
        self._size = QSize()
        self._ratio = 1.0
        self._styled = View()
        """Where one looked when it was last decided how to paint."""

    @property
    def is_crisp(self) -> bool:
        """Whether what is shown is all up to date."""
        return self._shown is not None and not self._scaled and not self._shown.dirty.intersects(self._shown.seen)

    @property
    def style(self) -> Style | None:
        """How what is shown is painted."""
        return None if self._shown is None else self._shown.style

    def forget(self) -> None:
        """Everything must be painted anew, and nothing of the old picture may be shown."""
        self._shown = self._next = self._overview = None

    def spoil(self, boxes: list[QRectF]) -> None:
        """These scene rectangles changed."""
        for picture in (self._shown, self._next):
            if picture is not None:
                picture.spoil(boxes)
        self._overview = None

    def spoil_all(self) -> None:
        """Everything changed; the old picture may be shown until the new one is there."""
        for picture in (self._shown, self._next):
            if picture is not None:
                picture.spoil_all()
        self._overview = None

    # Between frames

    @property
    def runs_short(self) -> bool:
        """Whether panning on would soon come to what is not painted yet."""
        return self.is_crisp and self._shown is not None and self._shown.dirty.intersects(self._shown.near)

    def paint_ahead(self) -> None:
        """Paints a piece of what lies around the part in sight."""
        shown = self._shown
        if shown is not None and self.runs_short:
            painter = QPainter(shown.pixels)
            self._paint_place(painter, shown, shown.next_strip(round(_STRIP * self._ratio)))
            painter.end()

    @property
    def wants_more(self) -> bool:
        """Whether there is something to paint while nothing happens: what lies around, and a picture of everything
        where painting is so dear that zooming out needs one to show meanwhile."""
        around = self._shown is not None and not self._shown.dirty.isEmpty()
        return around or (self._cost > BUDGET and (self._overview is None or not self._overview.dirty.isEmpty()))

    def work_ahead(self, bounds: QRectF) -> bool:
        """Works on those for one time slice; True when they are done."""
        if self._shown is not None and not self._refine(self._shown, self._shown.held, BUDGET):
            return False
        if not self.wants_more:
            return True
        if self._overview is None:
            view = fitted(bounds, QSizeF(self._size), largest=0.5, margin=8.0)
            self._overview = self._blank(view, margin=0)
        return self._refine(self._overview, self._overview.held, BUDGET)

    # A frame

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
            done = self._refine_seen(shown, BUDGET)
            shown.show(painter)
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
            self._refine_seen(self._shown, float("inf"))

    def _resize(self, view: View, size: QSize, ratio: float) -> None:
        """A new picture of another size; what the old one showed is kept where it fits."""
        before = self._shown
        self._size, self._ratio, self._next, self._overview = QSize(size), ratio, None, None
        self._shown = fresh = self._blank(view)
        if before is not None and before.view.scale == view.scale:
            painter = QPainter(fresh.pixels)
            fresh.begin(painter, fresh.held)
            self._paint_scaled(painter, before, view)
            painter.end()
        elif before is None:
            self._refine_seen(fresh, float("inf"))

    def _blank(self, view: View, margin: int = _MARGIN) -> Ring:
        self._styled = view
        style = self.layers.style(view, QSizeF(self._size), self._ratio, self._shown.style if self._shown else None)
        return Ring(view, self._size, style, margin)

    def _approach(self, shown: Ring, view: View, moving: bool) -> Ring:
        """Works on the picture at the new scale; answers the one to show now."""
        if self._next is None or self._next.view != view:
            self._next = None if moving and self._cost > _TRY else self._blank(view)
        if self._next is not None and self._refine_seen(self._next, BUDGET):
            self._shown, self._next = self._next, None
            return self._shown
        return shown

    def _scroll(self, picture: Ring, view: View) -> None:
        """Looks elsewhere at the same scale; with other wires in sight they may become thick or thin."""
        if picture.view == view:
            return
        picture.look_at(view)
        if max(abs(view.x - self._styled.x), abs(view.y - self._styled.y)) * view.scale >= _STYLED:
            self._styled = view
            style = self.layers.style(view, QSizeF(self._size), self._ratio, picture.style)
            if style != picture.style:
                picture.style = style
                picture.spoil_all()

    def _refine_seen(self, picture: Ring, budget: float) -> bool:
        """Paints what is in sight until the time is over; True when nothing is left, and its cost is known."""
        if not picture.dirty.intersects(picture.seen):
            return True
        start = perf_counter()
        done = self._refine(picture, picture.seen, budget)
        picture.spent += perf_counter() - start
        if done:
            self._cost, picture.spent = picture.spent, 0.0
        return done

    def _refine(self, picture: Ring, part: QRect, budget: float) -> bool:
        """Paints what is dirty of a part, in pieces, until the time is over; True when none is left."""
        dirty = picture.dirty & part
        if dirty.isEmpty():
            return True
        start = perf_counter()
        painter = QPainter(picture.pixels)
        first = True
        far = picture.view.scale < BOX_SCALE and len(self.layers.scene.nodes) <= _CROWD
        size = (_FAR_TILE if far else _TILE) * self._ratio
        while not dirty.isEmpty() and (first or perf_counter() - start < budget):
            first = False
            place = _next_place(dirty, size) if budget < float("inf") else dirty.boundingRect()
            dirty -= self._paint_place(painter, picture, place)
        painter.end()
        return dirty.isEmpty()

    def _paint_place(self, painter: QPainter, picture: Ring, place: QRect) -> QRegion:
        """Paints a place; the answer is what is no longer dirty."""
        for piece in picture.pieces(place):
            self.layers.paint(painter, picture.view, picture.begin(painter, piece), picture.style)
        done = QRegion(place)
        picture.dirty -= done
        return done

    def _paint_scaled(self, painter: QPainter, picture: Ring, view: View) -> None:
        """The old picture where it belongs in the new view, over an overview of everything."""
        whole = QRectF(QPointF(0, 0), QSizeF(self._size))
        painter.fillRect(whole, current_theme().color("canvas"))
        if self._overview is not None and view.scale < picture.view.scale:
            self._overview.show_scaled(painter, view)
        picture.show_scaled(painter, view)


def _next_place(dirty: QRegion, size: QSize) -> QRect:
    """A piece of a size that paints in about a millisecond; a strip that panning uncovered stays in one piece."""
    first, most = rects(dirty)[0], size.width() * size.height()
    if first.width() * first.height() <= most:
        return first
    if first.height() > first.width():
        narrow = min(first.width(), size.width())
        return QRect(first.topLeft(), QSize(narrow, min(first.height(), most // narrow)))
    low = min(first.height(), size.height())
    return QRect(first.topLeft(), QSize(min(first.width(), most // low), low))
