"""How nodes that do not run look, and dots on wires: told apart by more than colour."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from guinet.ui.canvas.shape import Shape
from guinet.ui.theme import Theme

OPACITY: Final = {"": 1.0, "bypassed": 0.55, "muted": 0.45, "waiting": 0.45}
"""How much of a node is seen, by its state."""


_INSET: Final = 10.0
"""How far the arrow of a collapsed node keeps from its sides, in scene units."""


def paint_state(painter: QPainter, state: str, shape: Shape, rect: QRectF, theme: Theme) -> None:
    """An arrow along which what arrives passes a bypassed node; a stroke through a muted one."""
    if state == "bypassed":
        _paint_arrow(painter, shape, rect, theme.color("wire"))
    elif state == "muted":
        pen = QPen(theme.color("text-muted"), 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(rect.bottomLeft() + QPointF(-3, 3), rect.topRight() + QPointF(3, -3))


def _paint_arrow(painter: QPainter, shape: Shape, rect: QRectF, color: QColor) -> None:
    if not shape.inputs or not shape.outputs:
        return
    start = rect.topLeft() + QPointF(shape.inputs[0].x, shape.inputs[0].y)
    end = rect.topLeft() + QPointF(shape.outputs[0].x, shape.outputs[0].y)
    if shape.collapsed:  # along its border: over the title it would look struck out
        start, end = rect.bottomLeft() + QPointF(_INSET, -1), rect.bottomRight() + QPointF(-_INSET, -1)
    painter.setPen(QPen(color, 2.4))
    painter.drawLine(start, end)
    tip = QPointF(start.x() + (end.x() - start.x()) * 0.55, start.y() + (end.y() - start.y()) * 0.55)
    painter.drawLine(tip, tip + QPointF(-7, -5))
    painter.drawLine(tip, tip + QPointF(-7, 5))


def paint_dot(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """A dot on a wire."""
    center, radius = rect.center(), rect.width() * 0.3
    painter.setPen(QPen(theme.color("wire"), theme.metric("wire-width")))
    painter.drawLine(QPointF(rect.left(), center.y()), QPointF(rect.right(), center.y()))
    painter.setPen(QPen(theme.color("canvas"), 1.5))
    painter.setBrush(theme.color("wire"))
    painter.drawEllipse(center, radius, radius)
