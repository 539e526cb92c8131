"""The names of ports where there are several on a side: of the node the pointer is near, and of all that a wire may end
at while it is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from guinet.ui.canvas.hits import Hit
from guinet.ui.canvas.node_painter import LABEL_SCALE
from guinet.ui.theme import current_theme

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas


def ports_named(canvas: Canvas) -> list[Hit]:
    """The ports whose names are shown now."""
    near, scene = canvas.near, canvas.scene
    if canvas.gesture is not None:
        return canvas.gesture.ports_named()
    if near not in scene.nodes or canvas.view.scale < LABEL_SCALE or scene.shape(near).collapsed:
        return []
    sides = [(output, scene.spots(near, output)) for output in (False, True)]
    return [Hit("port", near, spot.port.name, output) for output, spots in sides if len(spots) > 1 for spot in spots]


def paint_port_names(painter: QPainter, canvas: Canvas, ports: Iterable[Hit]) -> None:
    """In widget coordinates: to the left of inputs, to the right of outputs."""
    theme, font = current_theme(), current_theme().font("tiny")
    metrics, gap = QFontMetricsF(font), 10 * canvas.view.scale
    painter.setFont(font)
    for port in ports:
        at, width = canvas.port_point(port), metrics.horizontalAdvance(port.port) + 8
        left = at.x() + gap if port.output else at.x() - gap - width
        box = QRectF(left, at.y() - metrics.height() / 2, width, metrics.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("popup"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(theme.color("text-secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, port.port)
