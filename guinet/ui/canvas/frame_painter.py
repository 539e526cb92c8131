"""How frames look: a faint ground below the nodes, a border, and a bar with the title and what the frame does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from guinet.core.graph import COLOURS, Frame, FrameMode
from guinet.ui.canvas.frame_words import PADDING, SIZE, mode_text
from guinet.ui.canvas.frames import TITLE
from guinet.ui.canvas.node_painter import BOX_SCALE, LABEL_SCALE
from guinet.ui.canvas.scene import Scene
from guinet.ui.canvas.view import View
from guinet.ui.theme import Theme, current_theme

_HOLE: Final = 7.0
"""How far the ground of a frame keeps from a node that does not belong to it, in scene units."""


def paint_frames(painter: QPainter, scene: Scene, view: View, part: QRectF, hidden: frozenset[str]) -> None:
    """The frames that touch `part` (scene units), the larger below; the painter's coordinates are the widget's."""
    boxes = scene.frames.boxes
    for frame in frames_shown(scene, part, hidden):
        holes = [view.rect_to_widget(hole) for hole in scene.frames.strangers(frame.id)]
        paint_frame(painter, frame, view.rect_to_widget(boxes[frame.id]), view.scale, holes)


def frames_shown(scene: Scene, part: QRectF, hidden: frozenset[str]) -> list[Frame]:
    """The frames that touch `part`, the larger first."""
    boxes = scene.frames.boxes
    shown = [
        frame
        for frame in scene.block.frames
        if frame.id in boxes and frame.id not in hidden and boxes[frame.id].intersects(part)
    ]
    return sorted(shown, key=lambda frame: -boxes[frame.id].width() * boxes[frame.id].height())


def paint_frame(painter: QPainter, frame: Frame, box: QRectF, scale: float, holes: Sequence[QRectF] = ()) -> None:
    """One frame in a box of the widget. `holes` are the nodes in it that do not belong to it: it leaves them out."""
    theme = current_theme()
    radius = theme.metric("block-radius") * min(1.0, scale)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    outline.addRoundedRect(box, radius, radius)
    for hole in holes:
        around = hole.adjusted(-_HOLE * scale, -_HOLE * scale, _HOLE * scale, _HOLE * scale) & box
        outline.addRoundedRect(around, radius, radius)
    fill, border = _colours(frame, theme)
    painter.fillPath(outline, fill)
    if scale >= BOX_SCALE:
        bar = QPainterPath()
        bar.addRect(QRectF(box.left(), box.top(), box.width(), TITLE * scale))
        painter.fillPath(bar.intersected(outline), fill)
    pen = QPen(border, 1.5)
    if frame.mode is not FrameMode.NONE:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(outline)
    if scale >= LABEL_SCALE:
        _paint_title(painter, frame, QRectF(box.left(), box.top(), box.width(), TITLE * scale), scale, theme)
    painter.restore()


def _colours(frame: Frame, theme: Theme) -> tuple[QColor, QColor]:
    """The ground and the border."""
    if frame.colour not in COLOURS:
        return theme.color("frame-fill"), theme.color("frame-border")
    place = COLOURS.index(frame.colour)
    return theme.series(place, 0.08), theme.series(place, 0.6)


def _paint_title(painter: QPainter, frame: Frame, bar: QRectF, scale: float, theme: Theme) -> None:
    """The title on the left; beside it what Python says, in the font of code."""
    room = bar.adjusted(PADDING * scale, 0, -PADDING * scale, 0)
    painter.setPen(theme.color("frame-title"))
    for role, text in (("strong", frame.title), ("mono", mode_text(frame.mode))):
        font = theme.font("strong" if role == "strong" else "mono")
        font.setPixelSize(round(min(16.0, max(9.0, SIZE * scale))))
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if text:
            room.setLeft(room.left() + metrics.horizontalAdvance(shown) + PADDING * scale)
        if room.width() <= 0:
            return


def title_corner(box: QRectF, scale: float) -> QPointF:
    """Where the title of a frame in a box of the widget begins."""
    return QPointF(box.left() + PADDING * scale, box.top())
