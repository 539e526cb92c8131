"""Dragging a kind of node from the palette onto the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from guinet.core import editing
from guinet.core.controls import add_control, control_ports
from guinet.core.graph import BLOCK_KIND, CONTROL_KINDS, Node, Position
from guinet.core.ports import Ports
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Refused
from guinet.core.project import MAIN, block_ports
from guinet.ui.canvas import curve
from guinet.ui.canvas.gestures.base import Gesture
from guinet.ui.canvas.gestures.insert import may_insert, room_moves
from guinet.ui.canvas.hits import wire_at
from guinet.ui.canvas.kinds import suggestions
from guinet.ui.canvas.shape import Shape, shape_of
from guinet.ui.theme import current_theme
from guinet.ui.words import problem_text

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

MIME = "application/x-guinet-kind"
"""The palette's drags carry the kind ("torch.nn.Conv2d") as UTF-8 under this type."""


def dragged_kind(data: QMimeData) -> str | None:
    """The kind a drag carries, or None when it carries something else."""
    return bytes(data.data(MIME).data()).decode("utf-8", "replace") if data.hasFormat(MIME) else None


class DropNode(Gesture):
    """Shows a preview; dropped on a wire the node goes in between and its successors make room (Alt: they stay)."""

    auto_pans = True

    def __init__(self, canvas: Canvas, at: QPointF, kind: str) -> None:
        super().__init__(canvas, at)
        self.kind = kind
        self._ports = ports_of(canvas, kind)
        self._shape: Shape = shape_of(self._ports)
        self.moved = True
        self._at = at
        self._wire: str | None = None

    def move(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        self._at = at
        found = wire_at(self.canvas.scene, self.canvas.view.to_scene(at), 16 / self.canvas.view.scale)
        self._wire = found if found is not None and may_insert(self.canvas.scene, self._ports, found) else None
        self.canvas.update()

    def end(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        self.move(at, keys)
        add_onto(self.canvas, self.kind, at, self._wire, room=not keys & Qt.KeyboardModifier.AltModifier)

    def paint(self, painter: QPainter) -> None:
        theme, view = current_theme(), self.canvas.view
        painter.save()
        painter.setTransform(view.transform(), True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._wire is not None:
            painter.setPen(QPen(theme.color("accent"), 4))
            painter.drawPath(curve.path(*self.canvas.scene.ends(self._wire)))
        center = view.to_scene(self._at)
        rect = QRectF(0, 0, self._shape.width, self._shape.height)
        rect.moveCenter(center)
        painter.setPen(QPen(theme.color("accent"), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(theme.color("node-ghost"))
        painter.drawRoundedRect(rect, theme.metric("node-radius"), theme.metric("node-radius"))
        painter.setPen(theme.color("node-title"))
        painter.setFont(theme.font("strong"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.canvas.kind_title(self.kind))
        painter.restore()


def add_onto(canvas: Canvas, kind: str, at: QPointF, wire: str | None, *, room: bool = True) -> str | None:
    """Adds a node of a kind with its middle at a point of the widget, onto a wire if one is given; with `room` what
    comes after that makes way. The node's id; None when it was refused, which is told."""
    shape, block = shape_of(ports_of(canvas, kind)), canvas.scene.block
    corner = canvas.view.to_scene(at) - QPointF(shape.width / 2, shape.height / 2)
    try:
        with canvas.project.transaction(QT_TRANSLATE_NOOP("Step", "Add node")):
            node = add_kind(canvas, kind, canvas.on_grid(corner))
            if wire is not None:
                if room:
                    size = shape.width, shape.height
                    editing.move(block, room_moves(canvas.scene, wire, node.id, node.position, size))
                editing.insert_on_wire(block, wire, node)
    except Refused as refused:
        canvas.tell(problem_text(refused.problem), at)
        return None
    canvas.select((node.id,))
    return node.id


def add_kind(canvas: Canvas, kind: str, place: Position) -> Node:
    """Adds a node of a kind the search or the palette offers to the block shown, so that it works at once.

    Raises Refused.
    """
    block = canvas.scene.block
    if block.id != MAIN and canvas.project.catalogue.outside(kind):
        template = QT_TRANSLATE_NOOP("Problem", "Data and losses stand in the main block only: go there to add {kind}.")
        raise Refused(Problem("outside", template, {"kind": kind.rsplit(".", 1)[-1]}, block=block.id))
    if kind in CONTROL_KINDS:
        return add_control(block, kind, place)
    return editing.add_node(block, kind, position=place, arguments=suggestions(canvas.kinds, kind))


def ports_of(canvas: Canvas, kind: str) -> Ports:
    """The ports a new node of this kind will have."""
    if kind in CONTROL_KINDS:
        return control_ports(kind)
    if kind.startswith(BLOCK_KIND):
        definition = canvas.project.blocks.get(kind.removeprefix(BLOCK_KIND))
        return Ports() if definition is None else block_ports(definition)
    return canvas.project.catalogue.ports(kind, {}) or Ports()
