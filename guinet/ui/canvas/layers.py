"""Painting a part of the scene: background, wires with their shapes, nodes. Used for the screen, tile by tile."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Set as AbstractSet
from typing import Final, TypeAlias

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from guinet.core.graph import Wire
from guinet.core.ports import PortType
from guinet.ui.canvas import curve
from guinet.ui.canvas.far_titles import FarTitles
from guinet.ui.canvas.far_wires import bundled
from guinet.ui.canvas.frame_painter import paint_frames
from guinet.ui.canvas.link_painter import paint_links
from guinet.ui.canvas.node_painter import BOX_SCALE, LABEL_SCALE, MARGIN, NodePictures, node_color
from guinet.ui.canvas.note_painter import paint_notes
from guinet.ui.canvas.plate import BELOW, BESIDE
from guinet.ui.canvas.scene import Scene
from guinet.ui.canvas.table import Row
from guinet.ui.canvas.value_painter import paint_below
from guinet.ui.canvas.view import View
from guinet.ui.canvas.wire_labels import LEAST_SCALE, WireLabels
from guinet.ui.theme import Theme, current_theme

FEW_WIRES: Final = 100
"""Up to so many wires in sight they are thick; a thick one costs three times a thin one."""

MANY_WIRES: Final = 140
"""From so many on they are thin; between the two they stay as they were, so that panning does not flicker."""

Rows: TypeAlias = "list[tuple[str, tuple[float, ...]]]"
"""Rows of a table, with their ids."""


Role: TypeAlias = "tuple[str, bool]"
"""A colour of the theme or the type of a port, and whether the wire is dashed."""

WRONG: Final[Role] = ("wire-error", False)


class Style(Struct, frozen=True):
    """What holds for a whole picture, so that its tiles fit together. Curves that are not `smooth` have steps: while
    they move nobody sees them, and they take a third of the time."""

    thick_wires: bool
    ratio: float = 1.0
    smooth: bool = True


class Layers:
    """Paints the scene. `hidden` nodes, wires and frames are left out: a gesture paints them itself."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.pictures = NodePictures()
        self.hidden: AbstractSet[str] = frozenset()
        self.hidden_wires: AbstractSet[str] = frozenset()
        self.hidden_frames: frozenset[str] = frozenset()
        self.hidden_notes: frozenset[str] = frozenset()
        self._roles: dict[str, Role] = {}
        self._roles_of: tuple[Scene, int] | None = None
        self.labels = WireLabels()
        self.titles = FarTitles()

    def style(self, view: View, size: QSizeF, ratio: float, before: Style | None) -> Style:
        """How to paint what is in sight now."""
        if view.scale < BOX_SCALE:
            return Style(False, ratio)
        shown = QRectF(view.x, view.y, size.width() / view.scale, size.height() / view.scale)
        wires = self.scene.wires.count_touching(shown)
        limit = MANY_WIRES if before is not None and before.thick_wires else FEW_WIRES
        return Style(wires <= limit, ratio)

    def paint(self, painter: QPainter, view: View, tile: QRectF, style: Style) -> None:
        """Paints `tile` (widget coordinates); the painter's own coordinates are the widget's."""
        theme = current_theme()
        painter.setClipRect(tile)
        # Not fillRect, for which Python must know all of Qt's gradients and images: 3 ms of the first picture.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("canvas"))
        painter.drawRect(tile)
        _paint_dots(painter, view, tile, theme)
        part = view.rect_to_scene(tile)
        reach = MARGIN / 1.0 + 2 / view.scale
        grown = part.adjusted(-reach, -reach, reach, reach)
        paint_frames(painter, self.scene, view, part, self.hidden_frames)
        paint_notes(painter, self.scene, view, part.adjusted(-2, -2, 2, 2), self.hidden_notes)
        wires = self.scene.wires.rows_touching(grown)
        if self.hidden_wires:
            wires = [row for row in wires if row[0] not in self.hidden_wires]
        self.paint_wires(painter, view, wires, style)
        if view.scale >= LEAST_SCALE:
            self.labels.paint(painter, self.scene, view, part.adjusted(-120, -40, 120, 40), self.hidden_wires)
        paint_links(painter, self.scene, view, part)
        if self.scene.writes_below:
            grown.adjust(-BESIDE, -BELOW, BESIDE, 0)
        nodes = self.scene.nodes.rows_touching(grown)
        if self.hidden:
            nodes = [row for row in nodes if row[0] not in self.hidden]
        self.paint_nodes(painter, view, nodes, style)
        self.titles.paint(painter, self.scene, view, part, self.hidden_frames)

    def wire_pen(self, wire: Wire, style: Style, scale: float) -> QPen:
        """The pen of a wire: dashed where nothing arrives, its type's colour where it carries no tensor; the fainter
        the farther one looks from, so that what stands on the nodes is read first."""
        return self._pen(wire_role(self.scene, wire), style, scale)

    def _pen(self, role: Role, style: Style, scale: float) -> QPen:
        theme = current_theme()
        color, dashed = role_color(role, theme), role[1]
        if scale < LABEL_SCALE:
            color = _mixed(color, theme.color("canvas"), max(0.5, scale / LABEL_SCALE))
        # A thin wire is one device pixel: only those have Qt's fast path.
        width = theme.metric("wire-width") * min(1.5, max(0.75, scale)) if style.thick_wires else 1.0 / style.ratio
        pen = screen_pen(color, width, style.ratio)
        if dashed and style.thick_wires:
            pen.setDashPattern([4.0, 3.0])
        return pen

    def paint_wires(self, painter: QPainter, view: View, rows: Rows, style: Style) -> None:
        """These rows of the scene's wires: curves, or straight lines when zoomed far out. Wires that look alike are
        painted together, those with a problem last; thick ones one by one, as Qt takes far longer for them at once."""
        if view.scale < BOX_SCALE:
            _paint_lines(painter, view, rows)
            return
        painter.save()
        painter.setTransform(view.transform(), True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, style.smooth)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for role, alike in sorted(self._by_role(rows).items(), key=lambda item: item[0] == WRONG):
            painter.setPen(self._pen(role, style, view.scale))
            together = QPainterPath()
            for row in alike:
                if style.thick_wires:
                    painter.drawPath(curve.path(*row[4:]))
                else:
                    curve.add_to(together, *row[4:])
            painter.drawPath(together)
        painter.restore()

    def _by_role(self, rows: Rows) -> dict[Role, list[Row]]:
        wires, found, roles = self.scene.block.wires, dict[Role, list[Row]](), self._known_roles()
        for wire_id, row in rows:
            role = roles.get(wire_id)
            if role is None:
                role = roles[wire_id] = wire_role(self.scene, wires[wire_id])
            found.setdefault(role, []).append(row)
        return found

    def _known_roles(self) -> dict[str, Role]:
        """Those that were asked for since the scene changed: a wire that is dragged is painted in every frame."""
        if self._roles_of != (self.scene, self.scene.version):
            self._roles_of, self._roles = (self.scene, self.scene.version), {}
        return self._roles

    def paint_nodes(self, painter: QPainter, view: View, rows: Rows, style: Style) -> None:
        """These rows of the scene's nodes: cached pictures, or plain boxes when zoomed far out."""
        if view.scale < BOX_SCALE:
            self._paint_boxes(painter, view, rows)
            return
        ratio, scale = style.ratio, view.scale
        offset_x, offset_y = view.x + MARGIN, view.y + MARGIN
        for node, row in rows:
            x = _whole((row[0] - offset_x) * scale, ratio)
            y = _whole((row[1] - offset_y) * scale, ratio)
            look = self.scene.look(node)
            painter.drawPixmap(QPointF(x, y), self.pictures.picture(look, scale, ratio))
            if look.shape.round and (look.value is not None or look.name) and scale >= LABEL_SCALE:
                middle = QPointF((row[0] + row[2]) / 2 - view.x, row[3] - view.y) * scale
                paint_below(painter, look.name, look.value, middle, scale)

    def _paint_boxes(self, painter: QPainter, view: View, rows: Rows) -> None:
        """Plain boxes of whole pixels, all of one colour in one call."""
        groups: dict[tuple[str, int, bool], list[QRectF]] = defaultdict(list)
        scale, look_of = view.scale * painter.device().devicePixelRatioF(), self.scene.look
        for node, row in rows:
            look = look_of(node)
            left, top = row[0] * scale // 1, row[1] * scale // 1
            # From the scene's origin, not from the corner of the view: panning moves all alike.
            box = QRectF(left, top, row[2] * scale // 1 - left or 1.0, row[3] * scale // 1 - top or 1.0)
            groups[look.colour or look.category, look.severity, look.state != ""].append(box)
        theme = current_theme()
        painter.save()
        _go_to_origin(painter, view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for (name, severity, left_out), boxes in groups.items():
            color = theme.color("node-error") if severity == 2 else node_color(name, theme)
            painter.setBrush(_mixed(color, theme.color("canvas")) if left_out else color)
            painter.drawRects(boxes)
        painter.restore()


def _paint_lines(painter: QPainter, view: View, rows: Rows) -> None:
    """Bundled, one pixel wide, in one call: what thousands of wires can afford."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    theme = current_theme()
    painter.setPen(QPen(_mixed(theme.color("wire"), theme.color("canvas")), 0))
    painter.save()
    _go_to_origin(painter, view)
    painter.drawLines(bundled((row for _, row in rows), view.scale * painter.device().devicePixelRatioF()))
    painter.restore()


def _go_to_origin(painter: QPainter, view: View) -> None:
    """Has the painter count device pixels from the scene's origin."""
    ratio = painter.device().devicePixelRatioF()
    painter.translate(_whole(-view.x * view.scale, ratio), _whole(-view.y * view.scale, ratio))
    painter.scale(1 / ratio, 1 / ratio)
    painter.translate(0.25, 0.25)  # a line just short of a pixel, by an error of rounding, would be in the one before


def screen_pen(color: QColor, width: float, ratio: float) -> QPen:
    """A pen `width` pixels wide at every scale of the view; `ratio` is the screen's device pixels per pixel."""
    pen = QPen(color, width * ratio)
    pen.setCosmetic(True)
    return pen


def _mixed(color: QColor, ground: QColor, share: float = 0.5) -> QColor:
    """So much of a colour on its ground: as faint as a see-through one, and painted ten times as fast."""
    rest = 1 - share
    return QColor(
        round(color.red() * share + ground.red() * rest),
        round(color.green() * share + ground.green() * rest),
        round(color.blue() * share + ground.blue() * rest),
    )


def wire_role(scene: Scene, wire: Wire) -> Role:
    """What decides how a wire looks, and whether it is dashed because the check found no value on it."""
    if wire.target.node in scene.problems and scene.port_problem(wire.target):
        return WRONG
    if scene.idle.leaving.out and scene.idle.source(wire.source) is None:
        return "wire-dimmed", True
    if scene.reports and scene.spec(wire) is None:
        return "wire-dimmed", True
    kind = scene.port_type(wire.source, True)
    return ("wire", False) if kind in (PortType.TENSOR, PortType.ANY) else (kind, False)


def role_color(role: Role, theme: Theme) -> QColor:
    return theme.port(role[0]) if isinstance(role[0], PortType) else theme.color(role[0])


def wire_color(scene: Scene, wire: Wire, theme: Theme) -> tuple[QColor, bool]:
    """The colour of a wire, and whether it is dashed."""
    role = wire_role(scene, wire)
    return role_color(role, theme), role[1]


def _whole(at: float, ratio: float) -> float:
    """`at` on a whole device pixel; rounding errors of panning never tip it to the next one."""
    return math.floor(at * ratio + 0.500001) / ratio


def _paint_dots(painter: QPainter, view: View, tile: QRectF, theme: Theme) -> None:
    """Faint dots on the grid; every second, fourth … when they would crowd."""
    step = theme.metric("grid")
    while step * view.scale < 18:
        step *= 2
    part, ratio = view.rect_to_scene(tile), painter.device().devicePixelRatioF()
    columns = range(int(part.left() // step), int(part.right() // step) + 2)
    rows = range(int(part.top() // step), int(part.bottom() // step) + 2)
    across = [_whole((column * step - view.x) * view.scale, ratio) for column in columns]
    down = [_whole((row * step - view.y) * view.scale, ratio) for row in rows]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(theme.color("canvas-dot"), 1.5 if view.scale >= 0.9 else 1.0))
    painter.drawPoints([QPointF(left, top) for top in down for left in across])
