"""Paints the autograd graph: in full near by, as blocks of colour from afar."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct, field
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from guinet.core.record_view import LEVELS, Box, BoxKind
from guinet.core.recorded import flow_text
from guinet.ui.canvas.view import View
from guinet.ui.panels.autograd_scene import GraphScene
from guinet.ui.panels.number_text import bytes_text
from guinet.ui.theme import FontRole, Theme, current_theme
from guinet.ui.translate import tr

_FAR: Final = 0.5
"""Below this scale there is no text, which could not be read, and lines are straight."""


class Marks(Struct):
    """The box that is selected, those of the nodes selected on the canvas, and those that were searched for."""

    selected: int | None = None
    shown: frozenset[int] = frozenset()
    found: frozenset[int] = field(default_factory=frozenset)


def paint_graph(painter: QPainter, scene: GraphScene, view: View, area: QRectF, marks: Marks) -> None:
    """Paints what of `scene` lies in `area` (its own measure); `painter` is in widget coordinates."""
    theme = current_theme()
    painter.save()
    painter.setTransform(view.transform(), True)
    far = view.scale < _FAR
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not far)
    _paint_lines(painter, scene, area, far, theme, marks)
    boxes = scene.boxes_in(area)
    if far:
        _paint_blocks(painter, scene, boxes, marks, theme)
    else:
        for number in boxes:
            _paint_box(painter, scene.boxes[number], scene.rects[number], theme, _state(number, marks))
        _paint_flows(painter, scene, area, theme)
    painter.restore()


def _paint_lines(painter: QPainter, scene: GraphScene, area: QRectF, far: bool, theme: Theme, marks: Marks) -> None:
    color = theme.color("autograd-edge")
    pen = QPen(color, 0.0 if far else 1.3)
    pen.setCosmetic(far)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    numbers = scene.lines_in(area)
    if far:
        painter.drawLines([stretch for number in numbers for stretch in scene.stretches(number)])
        return
    for number in numbers:
        painter.drawPath(scene.path(number))
    if marks.selected is not None:
        painter.setPen(QPen(theme.color("accent"), 2.0))
        for number in numbers:
            if marks.selected in scene.drawing.lines[number]:
                painter.drawPath(scene.path(number))


def _paint_flows(painter: QPainter, scene: GraphScene, area: QRectF, theme: Theme) -> None:
    """On each line what comes back along it."""
    font = theme.font("tiny")
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    for line in scene.lines_in(area):
        text = flow_text(scene.drawing.flows[line])
        width = metrics.horizontalAdvance(text) + 4
        if text and width <= LEVELS:
            box = QRectF(0, 0, width, metrics.height())
            box.moveCenter(scene.label_at(line))
            painter.fillRect(box, theme.color("canvas"))
            painter.setPen(theme.color("gradient"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _paint_blocks(painter: QPainter, scene: GraphScene, boxes: Sequence[int], marks: Marks, theme: Theme) -> None:
    by_color: dict[str, list[QRectF]] = {}
    roles, rects = scene.roles, scene.rects
    for number in boxes:
        by_color.setdefault(roles[number], []).append(rects[number])
    for number in {*marks.found, *marks.shown, *(() if marks.selected is None else (marks.selected,))}:
        # Those painted later lie on top.
        by_color.setdefault(_state(number, marks), []).append(rects[number])
    painter.setPen(Qt.PenStyle.NoPen)
    for role, alike in by_color.items():
        painter.setBrush(theme.color(role))
        painter.drawRects(alike)


def _state(number: int, marks: Marks) -> str:
    """The colour of its border where something is to be said of a box; "" where nothing is."""
    if number == marks.selected:
        return "node-selected"
    if number in marks.found:
        return "warning"
    return "accent-fill" if number in marks.shown else ""


def _paint_box(painter: QPainter, box: Box, rect: QRectF, theme: Theme, state: str) -> None:
    radius = theme.metric("node-radius")
    leaf = box.kind is BoxKind.LEAF
    usual = "node-error" if box.fails else "autograd-leaf-border" if leaf else "node-border"
    border = theme.color(state or usual)
    fill = theme.color("accent-soft" if state == "accent-fill" else "autograd-leaf" if leaf else "node-body")
    painter.setBrush(fill)
    if box.kind is BoxKind.GROUP:
        # Like a pile of sheets: there is more inside.
        painter.setPen(QPen(border, 1.0))
        painter.drawRoundedRect(rect.translated(4.0, 4.0), radius, radius)
    painter.setPen(QPen(border, 2.0 if state or box.fails else 1.0))
    painter.drawRoundedRect(rect, radius, radius)
    if box.ends:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("gradient"))
        painter.drawRoundedRect(QRectF(rect.right() - 4.0, rect.y() + 6.0, 4.0, rect.height() - 12.0), 2.0, 2.0)
    inside = rect.adjusted(10.0, 4.0, -10.0, -4.0)
    half = inside.height() / 2
    note = note_text(box)
    upper = QRectF(inside.x(), inside.y(), inside.width(), half if note else inside.height())
    _text(painter, upper, box.title, theme.color("node-title"), "strong")
    if note:
        _text(painter, upper.translated(0.0, half), note, theme.color("node-subtitle"), "small")


def note_text(box: Box) -> str:
    """The second line of a box."""
    if box.kind is BoxKind.LEAF:
        return box.note
    if box.kind is BoxKind.GROUP:
        count = box.note or tr("%n function(s)", "", len(box.functions))
        return f"{count} · {bytes_text(box.bytes)}" if box.bytes else count
    saved = tr("saved {what}").format(what=box.note) if box.note else ""
    return " · ".join(filter(None, (box.node, saved)))


def _text(painter: QPainter, rect: QRectF, text: str, color: QColor, role: FontRole) -> None:
    painter.setFont(current_theme().font(role))
    painter.setPen(color)
    shown = _cut(text, role, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


@lru_cache(4096)
def _cut(text: str, role: FontRole, width: float) -> str:
    """As much of a text as has room, in the font of a role, which is the same in all themes."""
    metrics = QFontMetricsF(current_theme().font(role))
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
