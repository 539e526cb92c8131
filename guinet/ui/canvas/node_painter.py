"""How nodes look: the card with its stripe, words, ports and badge, and the simpler pictures for smaller scales."""

from __future__ import annotations

import math
import unicodedata
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from guinet.core.graph import COLOURS
from guinet.core.ports import PortType
from guinet.ui.canvas.look import Look
from guinet.ui.canvas.shape import DOT, Shape, Spot
from guinet.ui.canvas.state_painter import OPACITY, paint_dot, paint_state
from guinet.ui.canvas.value_painter import paint_on_card
from guinet.ui.theme import FontRole, Theme, current_theme

MARGIN: Final = 12.0
"""Room around the card in a cached picture, for ports and badge; scene units."""

LABEL_SCALE: Final = 0.55
"""Below this scale a card has one line of text at a readable size."""

PORT_SCALE: Final = 0.3
"""Below this scale no ports are shown, and no wires are pulled from them."""

_LEAST_PORT: Final = 2.2
"""The least radius of a port, in pixels."""

BOX_SCALE: Final = 0.2
"""Below this scale a node is a plain coloured box."""

_CACHE_PIXELS: Final = 8_000_000
CORNER: Final = 20.0
"""Side of the corner of a block's node by which it opens in place, in scene units."""

_LEAST_LETTERS: Final = 3
_LEAST_SIGNS: Final = 2
"""Fewer letters than this of a longer title say nothing, or fewer characters of a Chinese one."""

_LARGEST_FAR: Final = 11
_LEAST_FAR: Final = 8
"""Of letters on a card that is zoomed out, in pixels: a title that has no room in the largest is written smaller."""

_LEAST_SIZE: Final[dict[FontRole, float]] = {"strong": 9.5, "small": 8.5}
"""Of letters on a card, in pixels, however small it is seen."""

_TINT: Final = 0.2
"""Share of the category's colour in a node's body when zoomed out: words can be read on it."""

OWN_TINT: Final = 0.2
"""Share of a colour of its own in a node's body: all words can be read on it."""

FOLD: Final = 26.0
"""How much of the right of a collapsed node the mark by which it expands takes, in scene units."""

_BARE_TINT: Final = 0.6
"""The same where there is no room for words."""

_LARGE_SIGN: Final = 3
"""Characters of an operator that fit into its circle in the size of a title."""


def paint_port(painter: QPainter, spot: Spot, center: QPointF, filled: bool, color: QColor, radius: float) -> None:
    """A port: a circle for tensors, a square for numbers, a diamond for lists, a triangle for anything."""
    theme = current_theme()
    painter.setPen(QPen(color, radius * 0.36))
    painter.setBrush(color if filled else theme.color("port-fill"))
    if spot.port.type is PortType.TENSOR:
        painter.drawEllipse(center, radius, radius)
        return
    painter.drawPolygon(_outline(spot.port.type, center, radius))


def paint_ports(painter: QPainter, shape: Shape, corner: QPointF, scale: float, radius: float) -> None:
    """The ports of a node whose top left corner this is; several of a collapsed one are a bar."""
    theme = current_theme()
    for spots, filled in ((shape.inputs, False), (shape.outputs, True)):
        if shape.collapsed and len(spots) > 1:
            paint_bar(painter, corner + QPointF(spots[0].x, spots[0].y) * scale, filled, theme.port("any"), radius)
            continue
        for spot in spots:
            center = corner + QPointF(spot.x, spot.y) * scale
            paint_port(painter, spot, center, filled, theme.port(spot.port.type), radius)


def paint_bar(painter: QPainter, center: QPointF, filled: bool, color: QColor, radius: float) -> None:
    """Several ports at one place."""
    painter.setPen(QPen(color, radius * 0.36))
    painter.setBrush(color if filled else current_theme().color("port-fill"))
    bar = QRectF(center.x() - radius * 0.8, center.y() - radius * 1.7, radius * 1.6, radius * 3.4)
    painter.drawRoundedRect(bar, radius * 0.8, radius * 0.8)


def node_color(name: str, theme: Theme) -> QColor:
    """The colour of a node that has one of its own, one of `COLOURS`; else that of its category."""
    return theme.series(COLOURS.index(name)) if name in COLOURS else theme.category(name)


def body_color(look: Look, theme: Theme) -> QColor:
    """The ground of a node's words."""
    body = theme.color("node-body")
    return _tinted(node_color(look.colour, theme), body, OWN_TINT) if look.colour in COLOURS else body


def faint_role(look: Look) -> str:
    """The role of words that matter less; on a colour of its own those of the usual one would be too faint."""
    return "text-secondary" if look.colour in COLOURS else "node-subtitle"


def _outline(type: PortType, center: QPointF, radius: float) -> QPolygonF:
    x, y = center.x(), center.y()
    if type is PortType.NUMBER:
        side = radius * 0.9
        corners = [(x - side, y - side), (x + side, y - side), (x + side, y + side), (x - side, y + side)]
    elif type is PortType.LIST:
        reach = radius * 1.25
        corners = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]
    else:
        reach = radius * 1.2
        corners = [(x - reach * 0.8, y - reach), (x + reach, y), (x - reach * 0.8, y + reach)]
    return QPolygonF([QPointF(*corner) for corner in corners])


def paint_node(painter: QPainter, look: Look, top_left: QPointF, scale: float = 1.0) -> None:
    """The whole node in scene units, as vectors: also what pictures for files are made of. Seen at a small `scale` its
    words are larger in it, so that they stay legible."""
    theme = current_theme()
    rect = QRectF(top_left.x(), top_left.y(), look.shape.width, look.shape.height)
    if look.shape is DOT:
        paint_dot(painter, rect, theme)
        return
    painter.setOpacity(OPACITY[look.state])
    if look.shape.round:
        _paint_operator(painter, look, rect, theme)
    else:
        if look.repeat > 1:
            _paint_stack(painter, rect, theme)
        _paint_card(painter, look, rect, theme)
        _paint_mark(painter, look, rect, theme)
        painter.setOpacity(1.0)  # what does not run is faint, but its words must be legible
        paint_words(painter, look, rect, scale)
        painter.setOpacity(OPACITY[look.state])
    radius = theme.metric("port-radius")
    paint_ports(painter, look.shape, top_left, 1.0, radius)
    painter.setOpacity(1.0)
    paint_state(painter, look.state, look.shape, rect, theme)
    if look.severity:
        _paint_badge(painter, look.severity, rect.topRight() + QPointF(-4, 2), theme)


def border_pen(look: Look, theme: Theme) -> QPen:
    roles = ("node-border", "node-warning", "node-error")
    return QPen(theme.color(roles[look.severity]), 2.0 if look.severity else 1.0)


def _paint_card(painter: QPainter, look: Look, rect: QRectF, theme: Theme) -> None:
    card = _outline_of(look, rect, theme)
    painter.fillPath(card, body_color(look, theme))
    stripe = QPainterPath()
    stripe.addRect(QRectF(rect.left(), rect.top(), theme.metric("node-stripe"), rect.height()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(border_pen(look, theme))
    painter.drawPath(card)
    if look.category == "block":
        inner = theme.metric("node-radius") - 3
        painter.setPen(QPen(theme.color("block-border"), 1.0))
        painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), inner, inner)
    painter.fillPath(stripe.intersected(card), node_color(look.colour or look.category, theme))


def _outline_of(look: Look, rect: QRectF, theme: Theme) -> QPainterPath:
    """A rounded card; with corners cut off for a While, If or For."""
    path = QPainterPath()
    if look.control:
        cut = 2 * theme.metric("node-radius")
        left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
        corners = [
            (left + cut, top),
            (right - cut, top),
            (right, top + cut),
            (right, bottom - cut),
            (right - cut, bottom),
            (left + cut, bottom),
            (left, bottom - cut),
            (left, top + cut),
        ]
        path.addPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        path.closeSubpath()
    else:
        path.addRoundedRect(rect, theme.metric("node-radius"), theme.metric("node-radius"))
    return path


def _paint_stack(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Two more cards below the first, for a node that stands for several."""
    radius = theme.metric("node-radius")
    painter.setPen(QPen(theme.color("node-border"), 1.0))
    painter.setBrush(theme.color("node-body"))
    for step in (8.0, 4.0):
        painter.drawRoundedRect(rect.translated(step, step), radius, radius)


def _paint_corner(painter: QPainter, corner: QPointF, theme: Theme) -> None:
    """Where a block opens in place: two strokes that point down."""
    pen = QPen(theme.color("node-subtitle"), 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    x, y = corner.x() - CORNER / 2 - 1, corner.y() - CORNER / 2 - 1
    painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])


def _paint_fold(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """By what a collapsed node expands: two strokes that point to the right."""
    pen = QPen(theme.color("node-subtitle"), 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    x, y = rect.right() - 18, rect.center().y()
    painter.drawPolyline([QPointF(x - 2, y - 4), QPointF(x + 2, y), QPointF(x - 2, y + 4)])


def _paint_mark(painter: QPainter, look: Look, rect: QRectF, theme: Theme) -> None:
    if look.shape.collapsed:
        _paint_fold(painter, rect, theme)
        rect = QRectF(rect.left(), rect.center().y() - 17, rect.width() - FOLD + 8, 34)
    elif look.category in ("block", "control"):
        _paint_corner(painter, rect.bottomRight(), theme)
    if look.repeat > 1:
        font = theme.font("small")
        painter.setFont(font)
        text = f"× {look.repeat}"
        width = QFontMetricsF(font).horizontalAdvance(text) + 12
        pill = QRectF(rect.right() - width - 8, rect.top() + 8, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("repeat-pill"))
        painter.drawRoundedRect(pill, 9, 9)
        painter.setPen(theme.color("on-repeat-pill"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    elif look.control:
        _paint_control(painter, look.control, QPointF(rect.right() - 18, rect.top() + 18), theme)


def _paint_control(painter: QPainter, control: str, center: QPointF, theme: Theme) -> None:
    """A turning arrow for rounds, a fork for a choice."""
    color = theme.category("control")
    pen = QPen(color, 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = center.x(), center.y()
    if control == "if":
        painter.drawPolyline([QPointF(x + 5, y - 5), QPointF(x, y), QPointF(x - 6, y)])
        painter.drawPolyline([QPointF(x, y), QPointF(x + 5, y + 5)])
        return
    painter.drawArc(QRectF(x - 6, y - 6, 12, 12), 60 * 16, 290 * 16)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([QPointF(x + 3, y - 9), QPointF(x + 8, y - 4), QPointF(x + 1, y - 3)]))


def _paint_operator(painter: QPainter, look: Look, rect: QRectF, theme: Theme) -> None:
    color = node_color(look.colour or look.category, theme)
    painter.setBrush(body_color(look, theme))
    painter.setPen(border_pen(look, theme) if look.severity else QPen(color, 2.0))
    painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
    painter.setOpacity(1.0)
    painter.setPen(theme.color(faint_role(look) if look.state else "node-title"))
    painter.setFont(theme.font("title" if len(look.symbol) <= _LARGE_SIGN else "small"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, look.symbol)
    painter.setOpacity(OPACITY[look.state])


def paint_words(painter: QPainter, look: Look, rect: QRectF, scale: float = 1.0) -> None:
    """The title and, below it, the value or else the subtitle; a title alone stands in the middle."""
    theme = current_theme()
    middle = rect.top() + (rect.height() - theme.metric("node-height")) / 2
    padding = theme.metric("node-padding")
    room = rect.width() - padding - 10
    title_room = room - (38 if look.repeat > 1 else 22 if look.control else 0)
    if look.shape.collapsed:
        _paint_title(painter, look, rect, title_room - FOLD + 10, scale)
        return
    if look.value is not None:
        paint_on_card(painter, look.value, look.title, rect, title_room, faint_role(look))
        return
    left = rect.left() + padding
    title = faint_role(look) if look.state else "node-title"
    subtitle_room = room - (CORNER if look.category in ("block", "control") else 0)
    baseline = theme.metric("node-title-baseline") if look.subtitle else theme.metric("node-title-baseline") + 11
    at = QPointF(left, middle + baseline)
    _paint_line(painter, look.title, at, title_room, (_legible("strong", scale, theme), title))
    if look.subtitle:
        place = QPointF(left, middle + theme.metric("node-subtitle-baseline"))
        _paint_line(painter, look.subtitle, place, subtitle_room, (_legible("small", scale, theme), faint_role(look)))


def _paint_title(painter: QPainter, look: Look, rect: QRectF, room: float, scale: float) -> None:
    """All the words of a collapsed node."""
    theme = current_theme()
    font = _legible("strong", scale, theme)
    painter.setFont(font)
    painter.setPen(theme.color(faint_role(look) if look.state else "node-title"))
    line = rect.adjusted(theme.metric("node-padding"), 0, 0, 0)
    title = QFontMetricsF(font).elidedText(look.title, Qt.TextElideMode.ElideRight, room)
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)


def _legible(role: FontRole, scale: float, theme: Theme) -> QFont:
    """The font of a role, in scene units; seen at a small scale large enough to be read."""
    font = theme.font(role)
    font.setPixelSize(max(font.pixelSize(), round(_LEAST_SIZE[role] / scale)))
    return font


def _paint_line(painter: QPainter, text: str, at: QPointF, room: float, style: tuple[QFont, str]) -> None:
    painter.setFont(style[0])
    painter.setPen(current_theme().color(style[1]))
    painter.drawText(at, QFontMetricsF(style[0]).elidedText(text, Qt.TextElideMode.ElideRight, room))


def _paint_badge(painter: QPainter, severity: int, center: QPointF, theme: Theme) -> None:
    """A disc with ! for an error, a triangle with ! for a warning: told apart without colour."""
    color = theme.color("node-error" if severity == 2 else "node-warning")
    painter.setPen(QPen(theme.color("canvas"), 1.5))
    painter.setBrush(color)
    if severity == 2:
        painter.drawEllipse(center, 8, 8)
    else:
        x, y = center.x(), center.y()
        painter.drawPolygon(QPolygonF([QPointF(x, y - 9), QPointF(x + 9, y + 7), QPointF(x - 9, y + 7)]))
    font = theme.font("strong")
    font.setPixelSize(11)
    painter.setFont(font)
    painter.setPen(theme.color("canvas"))
    painter.drawText(QRectF(center.x() - 8, center.y() - 7.5, 16, 16), Qt.AlignmentFlag.AlignCenter, "!")


class NodePictures:
    """Cached pictures of nodes at one scale: blitting one costs a tenth of painting it."""

    def __init__(self) -> None:
        self._pictures: dict[tuple[Look, float, float], QPixmap] = {}
        self._pixels = 0

    def clear(self) -> None:
        """Forgets all pictures, after a change of theme or fonts."""
        self._pictures.clear()
        self._pixels = 0

    def picture(self, look: Look, scale: float, ratio: float) -> QPixmap:
        """The node with `MARGIN` around it, at this scale on a screen of this pixel ratio."""
        key = (look, scale, ratio)
        found = self._pictures.get(key)
        return self._make(key) if found is None else found

    def _make(self, key: tuple[Look, float, float]) -> QPixmap:
        look, scale, ratio = key
        size = (
            math.ceil((look.shape.width + 2 * MARGIN) * scale * ratio),
            math.ceil((look.shape.height + 2 * MARGIN) * scale * ratio),
        )
        if self._pixels > _CACHE_PIXELS:
            self.clear()
        self._pixels += size[0] * size[1]
        picture = QPixmap(*size)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        if scale < LABEL_SCALE:
            paint_label_card(painter, look, scale)
        else:
            painter.scale(scale, scale)
            paint_node(painter, look, QPointF(MARGIN, MARGIN), scale)
        painter.end()
        self._pictures[key] = picture
        return picture


def paint_label_card(painter: QPainter, look: Look, scale: float) -> None:
    """The node when zoomed out: its colour and its title at a size that can still be read."""
    theme = current_theme()
    shape = look.shape
    rect = QRectF(MARGIN * scale, MARGIN * scale, shape.width * scale, shape.height * scale)
    if shape is DOT:
        painter.fillRect(rect.adjusted(rect.width() / 4, rect.height() / 4, 0, 0), theme.color("wire"))
        return
    words, font, room = _far_words(look, rect)
    painter.setOpacity(OPACITY[look.state])
    color = node_color(look.colour or look.category, theme)
    radius = rect.height() / 2 if shape.round else 3.0
    roles = ("node-border", "node-warning", "node-error")
    painter.setPen(QPen(theme.color(roles[look.severity]), 1.6 if look.severity else 1.0))
    painter.setBrush(_tinted(color, theme.color("node-body"), _TINT if words else _BARE_TINT))
    painter.drawRoundedRect(rect, radius, radius)
    if not shape.round:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRect(QRectF(rect.left(), rect.top() + 1, max(2.0, 4 * scale), rect.height() - 2))
    painter.setFont(font)
    painter.setOpacity(1.0)
    painter.setPen(theme.color(faint_role(look) if look.state else "node-title"))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter, words)
    if scale >= PORT_SCALE:
        paint_ports(painter, shape, rect.topLeft(), scale, port_radius(scale))


def port_radius(scale: float) -> float:
    """In pixels; never too small to be seen."""
    return max(_LEAST_PORT, current_theme().metric("port-radius") * scale)


def _far_words(look: Look, rect: QRectF) -> tuple[str, QFont, QRectF]:
    """What can be read on a card this small, in which font and where; nothing rather than a letter or two."""
    round_ = look.shape.round
    font = current_theme().font("small")
    beside = -5 if rect.width() >= look.shape.width * PORT_SCALE else -1  # a port's share of the right side
    room = rect.adjusted(0 if round_ else 5, 0, 0 if round_ else beside, 0)
    words = look.symbol if round_ else look.title
    for size in range(round(min(_LARGEST_FAR, max(_LEAST_FAR, rect.height() * 0.62))), _LEAST_FAR - 1, -1):
        font.setPixelSize(size)
        if QFontMetricsF(font).horizontalAdvance(words) <= room.width():
            break
    # What tells linear_1 from linear_2 is the end; of Chinese the first two characters say what it is.
    wide = 2 * sum(unicodedata.east_asian_width(letter) in "WF" for letter in words) > len(words)
    mode = Qt.TextElideMode.ElideRight if wide else Qt.TextElideMode.ElideMiddle
    text = QFontMetricsF(font).elidedText(words, mode, room.width())
    # One of the letters of a shortened text is the sign that some are missing.
    least = _LEAST_SIGNS if wide else _LEAST_LETTERS
    legible = (text == words or len(text) > least) and rect.height() > _LEAST_FAR
    return (text if legible else ""), font, room


def _tinted(color: QColor, body: QColor, share: float) -> QColor:
    """The body with a share of the category's colour."""

    def mix(one: int, other: int) -> int:
        return round(one * share + other * (1 - share))

    return QColor(mix(color.red(), body.red()), mix(color.green(), body.green()), mix(color.blue(), body.blue()))
