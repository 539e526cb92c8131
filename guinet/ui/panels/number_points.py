"""The vectors of an embedding as points in a plane."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from guinet.ui.panels.number_text import number_text
from guinet.ui.panels.saved_pictures import offer_saving
from guinet.ui.theme import current_theme, theme_signals
from guinet.ui.translate import tr

_NUMBERED: Final = 60
"""So many points have their numbers beside them; of more, the one under the pointer is told."""

_REACH: Final = 12.0
"""Pixels from a point within which the pointer is on it."""


class PointsView(QWidget):
    """Points [vectors, 2], one scale for both axes, so that distances can be compared."""

    in_proportion = True

    def __init__(self) -> None:
        super().__init__()
        self._points: NDArray[np.float32] = np.zeros((0, 2), np.float32)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        offer_saving(self, "vectors", self.lines)
        theme_signals().changed.connect(self.update)

    def show_points(self, points: NDArray[np.float32]) -> None:
        self._points = points
        self.update()

    def lines(self) -> list[list[str]]:
        """The points as a table."""
        rows = [[str(place), f"{x:.9g}", f"{y:.9g}"] for place, (x, y) in enumerate(self._points)]
        return [["vector", "x", "y"], *rows]

    def places(self) -> list[QPointF]:
        """Where each point lies, in the widget's own pixels."""
        points, area = self._points, QRectF(self.rect()).adjusted(8, 8, -20, -8)
        if not len(points) or area.width() <= 0 or area.height() <= 0:
            return []
        low, high = points.min(0), points.max(0)
        spread = np.maximum(high - low, 1e-12)
        scale = min(area.width() / spread[0], area.height() / spread[1])
        middle, centre = (low + high) / 2, area.center()
        return [QPointF(centre.x() + (x - middle[0]) * scale, centre.y() - (y - middle[1]) * scale) for x, y in points]

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("tiny"))
        places = self.places()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.series(0))
        for place in places:
            painter.drawEllipse(place, 2.5, 2.5)
        if len(places) <= _NUMBERED:
            painter.setPen(theme.color("text-muted"))
            for number, place in enumerate(places):
                painter.drawText(place + QPointF(4, 4), str(number))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        places = self.places()
        gaps = [(place - event.position()).manhattanLength() for place in places]
        nearest = min(range(len(gaps)), key=gaps.__getitem__, default=-1)
        if nearest < 0 or gaps[nearest] > _REACH:
            self.setToolTip("")
            return
        x, y = (number_text(float(each)) for each in self._points[nearest])
        self.setToolTip(tr("Vector {number}: {x}, {y}").format(number=nearest, x=x, y=y))
