"""How links look: a dashed line between two nodes, with a chain in the middle and the parameter's name."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from guinet.ui.canvas.links import Link
from guinet.ui.canvas.node_painter import LABEL_SCALE
from guinet.ui.canvas.scene import Scene
from guinet.ui.canvas.view import View
from guinet.ui.theme import Theme, current_theme


def paint_links(painter: QPainter, scene: Scene, view: View, part: QRectF) -> None:
    """The links that touch `part` (scene units); the painter's coordinates are the widget's."""
    if not scene.links:
        return
    theme = current_theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for link in scene.links.all():
        path = scene.links.path(link)
        if path.controlPointRect().adjusted(-60, -20, 60, 20).intersects(part):
            _paint_link(painter, link, view.transform().map(path), view.scale, theme)
    painter.restore()


def _paint_link(painter: QPainter, link: Link, path: QPainterPath, scale: float, theme: Theme) -> None:
    pen = QPen(theme.color("link-line"), 1.5)
    pen.setDashPattern([3.0, 3.0])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    if scale < LABEL_SCALE:
        return
    middle = path.pointAtPercent(0.5)
    font = theme.font("tiny")
    metrics = QFontMetricsF(font)
    words = metrics.horizontalAdvance(link.text) + 8 if link.text else 0.0
    pill = QRectF(middle.x() - 11 - words / 2, middle.y() - 8, 22 + words, 16)
    painter.setPen(QPen(theme.color("link-line"), 1.0))
    painter.setBrush(theme.color("canvas"))
    painter.drawRoundedRect(pill, 8, 8)
    paint_chain(painter, QPointF(pill.left() + 11, middle.y()), theme)
    painter.setFont(font)
    painter.drawText(pill.adjusted(22, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, link.text)


def paint_chain(painter: QPainter, center: QPointF, theme: Theme) -> None:
    """Two links of a chain, 14 pixels wide."""
    painter.setPen(QPen(theme.color("link-line"), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for side in (-1, 1):
        painter.drawRoundedRect(QRectF(center.x() + side * 2.6 - 4.2, center.y() - 2.4, 8.4, 4.8), 2.4, 2.4)
