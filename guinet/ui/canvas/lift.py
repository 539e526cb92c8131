"""Nodes a hand has picked up: painted over the back buffer, which leaves them out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap

from guinet.ui.canvas import curve
from guinet.ui.canvas.far_titles import paint_far_title
from guinet.ui.canvas.frame_painter import paint_frame
from guinet.ui.canvas.layers import Layers, Rows, Style
from guinet.ui.canvas.node_painter import BOX_SCALE, LABEL_SCALE
from guinet.ui.canvas.plate import BELOW, BESIDE
from guinet.ui.canvas.view import View

_THICK = 16
"""More wires than this are thin and have steps while they move: that takes a tenth of the time."""

_CURVES = 150
"""More than this are straight, too."""


_TURN = curve.TURN + 2.0
"""How far the wires between lifted nodes may reach beyond them: beside them, and below."""


class _Outer(Struct, frozen=True):
    """The wires that lead elsewhere: the id of each, whether it begins at a lifted node, and its ends in the graph; and
    the boxes around their ends that are held, and around those elsewhere."""

    wires: list[tuple[str, bool, tuple[float, float, float, float]]]
    held: QRectF
    fixed: QRectF


class Lift:
    """What moves along, `offset` scene units from where the graph has it.

    Nodes and the wires between them are painted once into a picture that moves; only the wires that lead elsewhere
    are painted in every frame.
    """

    def __init__(self, layers: Layers, nodes: Iterable[str]) -> None:
        self._layers = layers
        self._scene = layers.scene
        self.nodes = frozenset(nodes)
        self.wires = frozenset(self._scene.wires_of(self.nodes))
        self.frames = frozenset(self._scene.frames.whole(self.nodes))
        """Frames all of whose nodes are lifted: they move along."""
        self.offset = QPointF()
        self.landed = False
        self.loose = False
        """Pulled out of its wires: those that lead elsewhere are not shown."""
        wires = self._scene.block.wires
        self._inner = {
            wire
            for wire in self.wires
            if wires[wire].source.node in self.nodes and wires[wire].target.node in self.nodes
        }
        self._picture: tuple[View, QRectF, QPixmap] | None = None
        self._outer_wires: _Outer | None = None
        self._around: QRectF | None = None

    def boxes(self) -> list[QRectF]:
        """Where the lifted things are in the graph, in scene units."""
        boxes = [self._scene.node_box(node) for node in self.nodes]
        boxes += [self._frame_box(frame).adjusted(-2, -2, 2, 2) for frame in self._frames_shown()]
        return boxes + [self._scene.wire_box(wire) for wire in self.wires]

    def paint(self, painter: QPainter, view: View, size: QSize, style: Style) -> None:
        """Paints everything lifted; the painter's own coordinates are the widget's."""
        # Once landed the back buffer shows the frames: painted over it, what one can see through would be too dark.
        for frame in self._frames_shown() if not self.landed else ():
            data = self._scene.block.frame(frame)
            if data is not None:
                box = self._frame_box(frame).translated(self.offset)
                paint_frame(painter, data, view.rect_to_widget(box), view.scale)
        if not self.loose:
            self._paint_outer(painter, view, style)
        if self._picture is None or self._picture[0] != view or self._picture[2].devicePixelRatio() != style.ratio:
            self._picture = self._make_picture(view, size, style)
        _, place, pixels = self._picture
        painter.drawPixmap(view.to_widget(place.topLeft() + self.offset), pixels)
        for frame in self._frames_shown() if view.scale < LABEL_SCALE else ():
            data = self._scene.block.frame(frame)
            if data is not None:
                box = self._frame_box(frame).translated(self.offset)
                paint_far_title(painter, data, view.rect_to_widget(box), view.scale)

    def _frames_shown(self) -> list[str]:
        return [frame for frame in self.frames if frame in self._scene.frames.boxes]

    def land(self) -> None:
        """The graph has them at their new place now; paint them there until the back buffer has them too."""
        self.offset = QPointF()
        self.landed = True
        self._picture = self._outer_wires = self._around = None

    def _make_picture(self, view: View, size: QSize, style: Style) -> tuple[View, QRectF, QPixmap]:
        sight = view.rect_to_scene(QRectF(QPointF(0, 0), QSizeF(size))).translated(-self.offset)
        sight.adjust(-sight.width() / 2, -sight.height() / 2, sight.width() / 2, sight.height() / 2)
        bounds = self._scene.bounds(node for node in self.nodes if node in self._scene.nodes)
        beside, below = (BESIDE, BELOW) if self._scene.writes_below else (20.0, 20.0)
        beside, below = (max(beside, _TURN), max(below, _TURN)) if self._inner else (beside, below)
        place = bounds.adjusted(-beside, -20, beside, below).intersected(sight)
        local = View(view.scale, place.x(), place.y())
        pixels = QPixmap((place.size() * view.scale * style.ratio).toSize().expandedTo(QSize(1, 1)))
        pixels.setDevicePixelRatio(style.ratio)
        pixels.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixels)
        wires = [row for row in self._scene.wires.rows_touching(place) if row[0] in self._inner]
        nodes = [row for row in self._scene.nodes.rows_touching(place) if row[0] in self.nodes]
        self._layers.paint_wires(painter, local, wires, style)
        self._layers.paint_nodes(painter, local, nodes, style)
        painter.end()
        return view, place, pixels

    def extent(self) -> QRectF:
        """The box around all of it where the hand has it, in scene units."""
        if self._around is None:
            self._around = QRectF()
            for box in (*map(self._scene.node_box, self.nodes), *map(self._frame_box, self._frames_shown())):
                self._around |= box
            if self._inner:
                self._around.adjust(-_TURN, 0, _TURN, _TURN)
        outer = self._outer()
        if self.loose or not outer.wires:
            return self._around.translated(self.offset)
        return (self._around | outer.held).translated(self.offset) | outer.fixed

    def _frame_box(self, frame: str) -> QRectF:
        return self._scene.frames.boxes[frame]

    def _outer(self) -> _Outer:
        if self._outer_wires is None:
            scene, wires = self._scene, self._scene.block.wires
            outer = [wire for wire in self.wires - self._inner if wire in scene.wires]
            ends = [(wire, wires[wire].source.node in self.nodes, scene.ends(wire)) for wire in outer]
            held = [each[:2] if begins_here else each[2:] for _, begins_here, each in ends]
            fixed = [each[2:] if begins_here else each[:2] for _, begins_here, each in ends]
            self._outer_wires = _Outer(ends, _around(held), _around(fixed))
        return self._outer_wires

    def _outer_rows(self) -> Rows:
        """The wires that lead elsewhere, as rows of the scene's table."""
        dx, dy = self.offset.x(), self.offset.y()
        rows: Rows = []
        there = self._scene.block.wires  # one that has landed is painted once more, whatever was deleted meanwhile
        for wire, begins_here, (ax, ay, bx, by) in self._outer().wires:
            if wire not in there:
                continue
            ends = (ax + dx, ay + dy, bx, by) if begins_here else (ax, ay, bx + dx, by + dy)
            rows.append((wire, (0.0, 0.0, 0.0, 0.0, *ends)))
        return rows

    def _paint_outer(self, painter: QPainter, view: View, style: Style) -> None:
        rows = self._outer_rows()
        if len(rows) <= _CURVES or view.scale < BOX_SCALE:
            style = style if len(rows) <= _THICK else Style(False, style.ratio, smooth=self.landed)
            self._layers.paint_wires(painter, view, rows, style)
        else:
            self._paint_straight(painter, view, rows, Style(False, style.ratio))

    def _paint_straight(self, painter: QPainter, view: View, rows: Rows, style: Style) -> None:
        painter.save()
        painter.setTransform(view.transform(), True)
        painter.setPen(self._layers.wire_pen(self._scene.block.wires[rows[0][0]], style, view.scale))
        for _, row in rows:
            painter.drawLine(QPointF(row[4], row[5]), QPointF(row[6], row[7]))
        painter.restore()


def _around(points: Sequence[tuple[float, ...]]) -> QRectF:
    """The box around all that wires with these ends take beside them; an empty one where there are none."""
    if not points:
        return QRectF()
    across, down = [point[0] for point in points], [point[1] for point in points]
    box = QRectF(QPointF(min(across), min(down)), QPointF(max(across), max(down)))
    return box.adjusted(-curve.TURN, -curve.TURN, curve.TURN, curve.TURN)
