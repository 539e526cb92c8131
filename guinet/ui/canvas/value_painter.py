"""How values look: on a card in the place of its arguments, below the circle of an operator."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from guinet.ui.canvas.plate import BESIDE, Plate
from guinet.ui.theme import Theme, current_theme
from guinet.ui.translate import tr

_STEP: Final = 14.0
_SIZE: Final = 11
_DOT: Final = " · "


def paint_on_card(painter: QPainter, plate: Plate, title: str, rect: QRectF, room: float, faint: str) -> None:
    """The title of a card and its value below it; `room` is what a mark in its corner leaves of the title's line,
    `faint` the role of words that matter less."""
    theme = current_theme()
    left = rect.left() + theme.metric("node-padding")
    width = rect.width() - theme.metric("node-padding") - 10
    rows = len(plate.lines) + bool(_marks(plate))
    middle = rect.top() + (rect.height() - theme.metric("node-height")) / 2
    at = middle + (theme.metric("node-title-baseline") if rows < 2 else 18.0)
    step = theme.metric("node-subtitle-baseline") - theme.metric("node-title-baseline") if rows < 2 else 16.0
    font = theme.font("strong")
    room -= _paint_traced(painter, plate, QPointF(rect.right() - 10, at), theme)
    painter.setFont(font)
    painter.setPen(theme.color("node-title"))
    painter.drawText(QPointF(left, at), QFontMetricsF(font).elidedText(title, Qt.TextElideMode.ElideRight, room))
    for line in plate.lines:
        at, step = at + step, _STEP
        _paint_text(painter, line, QPointF(left, at), width, _code_font(theme), theme.color("text-secondary"))
    if _marks(plate):
        color = theme.color("gradient" if plate.grad else faint)
        _paint_text(painter, _DOT.join(_marks(plate)), QPointF(left, at + step), width, _mark_font(theme), color)


def height_below(name: str, plate: Plate | None) -> float:
    """How far below its circle the name and the value of an operator reach, in scene units."""
    rows = bool(name) + (len(_written(plate, current_theme())) if plate is not None else 0)
    return 3.0 + rows * _STEP if rows else 0.0


def paint_below(painter: QPainter, name: str, plate: Plate | None, middle: QPointF, scale: float) -> None:
    """The name an operator was given, and its value, centred below `middle`; the coordinates are the widget's."""
    theme = current_theme()
    painter.save()
    painter.translate(middle)
    painter.scale(scale, scale)
    parts = [(name, theme.font("small"), theme.color("node-title"))] if name else []
    if plate is not None:
        parts += _written(plate, theme)
    for place, (text, font, color) in enumerate(parts):
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, 2 * BESIDE)
        width = metrics.horizontalAdvance(shown) + 6
        box = QRectF(-width / 2, 2 + place * _STEP, width, _STEP + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("wire-label-background"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()


def _written(plate: Plate, theme: Theme) -> list[tuple[str, QFont, QColor]]:
    """The lines of a value, each with its font and colour."""
    font, color = _code_font(theme), theme.color("text-secondary")
    parts = [(line, font, color) for line in plate.lines]
    if plate.lines and plate.traced:
        parts[-1] = (f"{plate.lines[-1]} ∇", font, color)
    if _marks(plate):
        color = theme.color("gradient" if plate.grad else "node-subtitle")
        parts.append((_DOT.join(_marks(plate)), _mark_font(theme), color))
    return parts


def _paint_traced(painter: QPainter, plate: Plate, at: QPointF, theme: Theme) -> float:
    """The sign of autograd at the end of the title's line; the width it takes."""
    if not plate.traced:
        return 0.0
    font = theme.font("small")
    painter.setFont(font)
    painter.setPen(theme.color("gradient"))
    width = QFontMetricsF(font).horizontalAdvance("∇")
    painter.drawText(QPointF(at.x() - width, at.y()), "∇")
    return width + 6


def _paint_text(painter: QPainter, text: str, at: QPointF, room: float, font: QFont, color: QColor) -> None:
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(at, QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room))


def _marks(plate: Plate) -> tuple[str, ...]:
    return (tr("grad {value}").format(value=plate.grad), *plate.marks) if plate.grad else plate.marks


def _code_font(theme: Theme) -> QFont:
    font = theme.font("mono")
    font.setPixelSize(_SIZE)
    return font


def _mark_font(theme: Theme) -> QFont:
    font = theme.font("tiny")
    font.setPixelSize(_SIZE)
    return font
