"""What is painted over the back buffer in every frame: selection, hover, progress, hints, the keyboard's focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from guinet.core.graph import End
from guinet.ui.canvas import curve
from guinet.ui.canvas.layers import screen_pen
from guinet.ui.canvas.look import Look
from guinet.ui.canvas.node_painter import BOX_SCALE, LABEL_SCALE, body_color, paint_words, port_radius
from guinet.ui.canvas.port_names import paint_port_names, ports_named
from guinet.ui.theme import Theme, current_theme
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

_MANY = 300
"""More selected nodes in sight than this get plain frames."""


class Activity(Struct, frozen=True):
    """What a node is doing: a bar filled to `fraction` (0–1), if any, and a text in place of its subtitle."""

    fraction: float | None = None
    text: str = ""


def paint_overlay(painter: QPainter, canvas: Canvas) -> None:
    """Paints everything, in widget coordinates."""
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if not len(canvas.scene.nodes):
        _paint_hint(painter, canvas, theme)
    _paint_wires(painter, canvas, theme)
    if canvas.pinned is not None:
        _paint_pinned(painter, canvas, *canvas.pinned)
    for lift in canvas.lifted:
        lift.paint(painter, canvas.view, canvas.size(), canvas.frame_style())
    _paint_activities(painter, canvas, theme)
    _paint_chosen_frame(painter, canvas, theme)
    _paint_selection(painter, canvas, theme)
    canvas.opened.paint_grounds(painter)
    if canvas.gesture is not None:
        canvas.gesture.paint(painter)
    paint_port_names(painter, canvas, ports_named(canvas))
    leader = canvas.problem_cards.leader()
    if leader is not None:
        painter.setPen(QPen(theme.color("node-border-hover"), 1.5, Qt.PenStyle.DotLine))
        painter.drawLine(leader)
    if canvas.shows_focus:
        _paint_focus(painter, canvas, theme)


def _paint_hint(painter: QPainter, canvas: Canvas, theme: Theme) -> None:
    center = QRectF(canvas.rect()).center()
    painter.setFont(theme.font("title"))
    painter.setPen(theme.color("text-secondary"))
    wide = QRectF(center.x() - 300, center.y() - 28, 600, 24)
    painter.drawText(wide, Qt.AlignmentFlag.AlignCenter, tr("Double-click or press Space to add a layer"))
    painter.setFont(theme.font("body"))
    painter.setPen(theme.color("text-muted"))
    wide.translate(0, 30)
    painter.drawText(wide, Qt.AlignmentFlag.AlignCenter, tr("or drag one here from the list on the left"))


def _paint_wires(painter: QPainter, canvas: Canvas, theme: Theme) -> None:
    wires = [wire for wire in canvas.selected_wires if wire in canvas.scene.wires]
    if canvas.hover.what == "wire" and canvas.hover.id in canvas.scene.wires:
        wires.append(canvas.hover.id)
    hidden = canvas.layers.hidden_wires
    painter.save()
    painter.setTransform(canvas.view.transform(), True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for wire in wires:
        if wire not in hidden:
            selected = wire in canvas.selected_wires
            width = 3.0 if selected else 2.5
            painter.setPen(screen_pen(theme.color("wire-selected"), width, canvas.devicePixelRatioF()))
            painter.drawPath(curve.path(*canvas.scene.ends(wire)))
    painter.restore()


def _paint_pinned(painter: QPainter, canvas: Canvas, end: End, from_output: bool, loose: QPointF) -> None:
    """The loose wire while the search for its node is open."""
    if end.node in canvas.scene.nodes:
        fixed = canvas.scene.port_point(end, from_output)
        a, b = (fixed, loose) if from_output else (loose, fixed)
        pen = screen_pen(current_theme().color("wire-pending"), 2.0, canvas.devicePixelRatioF())
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.save()
        painter.setTransform(canvas.view.transform(), True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(curve.path(a.x(), a.y(), b.x(), b.y()))
        painter.restore()


def _outline(painter: QPainter, canvas: Canvas, node: str, grow: float) -> None:
    rect = canvas.shown_rect(node).adjusted(-grow, -grow, grow, grow)
    radius = current_theme().metric("node-radius") * canvas.view.scale + grow
    if canvas.scene.shape(node).round:
        painter.drawEllipse(rect)
    elif canvas.view.scale < BOX_SCALE:
        painter.drawRect(rect)
    else:
        painter.drawRoundedRect(rect, min(radius, 3.0) if canvas.view.scale < LABEL_SCALE else radius, radius)


def _paint_chosen_frame(painter: QPainter, canvas: Canvas, theme: Theme) -> None:
    box = canvas.scene.frames.boxes.get(canvas.chosen_frame, canvas.scene.notes.boxes.get(canvas.chosen_frame))
    if canvas.chosen_frame in canvas.layers.hidden_notes:
        return
    if box is not None:
        lift = canvas.lift
        box = box.translated(lift.offset) if lift is not None and canvas.chosen_frame in lift.frames else box
        radius = theme.metric("block-radius") * min(1.0, canvas.view.scale)
        painter.setPen(QPen(theme.color("node-selected"), theme.metric("selection-width")))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(canvas.view.rect_to_widget(box), radius, radius)


def _paint_selection(painter: QPainter, canvas: Canvas, theme: Theme) -> None:
    sight = QRectF(canvas.rect())
    frames = [(node, canvas.shown_rect(node)) for node in canvas.selection]
    chosen = [node for node, frame in frames if frame.intersects(sight)]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("node-selected"), theme.metric("selection-width")))
    if len(chosen) > _MANY:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawRects([canvas.shown_rect(node) for node in chosen])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    else:
        for node in chosen:
            _outline(painter, canvas, node, 3.5 if canvas.scene.look(node).severity else 0.5)
    hover = canvas.hover
    if hover.what in ("node", "port") and hover.id in canvas.scene.nodes and hover.id not in canvas.selection:
        painter.setPen(QPen(theme.color("node-border-hover"), 1.5))
        _outline(painter, canvas, hover.id, 0.0)
    if hover.what == "port" and hover.id in canvas.scene.nodes:
        center = canvas.port_point(hover)
        painter.setPen(QPen(theme.color("wire-pending"), 2))
        radius = port_radius(canvas.view.scale) * 1.6
        painter.drawEllipse(center, radius, radius)


def _paint_activities(painter: QPainter, canvas: Canvas, theme: Theme) -> None:
    if canvas.view.scale < LABEL_SCALE or not canvas.activity:
        return
    for node in canvas.visible_nodes():
        activity = canvas.activity.get(node)
        if activity is not None and node not in canvas.layers.hidden and not canvas.scene.shape(node).round:
            painter.save()
            painter.translate(canvas.shown_rect(node).topLeft())
            painter.scale(canvas.view.scale, canvas.view.scale)
            _paint_activity(painter, activity, canvas.scene.look(node), canvas.view.scale, theme)
            painter.restore()


def _paint_activity(painter: QPainter, activity: Activity, look: Look, scale: float, theme: Theme) -> None:
    """A card with the text as its subtitle is painted over the words of the one below."""
    width, height, padding = look.shape.width, look.shape.height, theme.metric("node-padding")
    if activity.text and not look.shape.collapsed:
        painter.fillRect(QRectF(padding - 4, 4, width - padding - 6, height - 8), body_color(look, theme))
        paint_words(painter, replace(look, subtitle=activity.text, value=None), QRectF(0, 0, width, height), scale)
    if activity.fraction is not None:
        top = height - (5 if look.shape.collapsed else 8)
        bar = QRectF(padding, top, width - 2 * padding, theme.metric("node-bar-height"))
        painter.fillRect(bar, theme.color("node-bar-track"))
        bar.setWidth(bar.width() * min(1.0, max(0.0, activity.fraction)))
        painter.fillRect(bar, theme.color("success"))


def _paint_focus(painter: QPainter, canvas: Canvas, theme: Theme) -> None:
    """A dashed frame around the node the keyboard is at, or around the canvas."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("focus"), theme.metric("focus-width"), Qt.PenStyle.DotLine))
    current = canvas.selection[-1] if canvas.selection else None
    if current is not None and current in canvas.scene.nodes:
        _outline(painter, canvas, current, 5.0)
    else:
        painter.drawRect(QRectF(canvas.rect()).adjusted(1.5, 1.5, -1.5, -1.5))
