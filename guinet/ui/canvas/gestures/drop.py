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
        corner = self.canvas.view.to_scene(at) - QPointF(self._shape.width / 2, self._shape.height / 2)
        block = self.canvas.scene.block
        label = QT_TRANSLATE_NOOP("Step", "Add node")
        try:
            with self.canvas.project.transaction(label):
                node = add_kind(self.canvas, self.kind, self.canvas.on_grid(corner))
                if self._wire is not None:
                    if not keys & Qt.KeyboardModifier.AltModifier:
                        size = self._shape.width, self._shape.height
                        editing.move(block, room_moves(self.canvas.scene, self._wire, node.id, node.position, size))
                    editing.insert_on_wire(block, self._wire, node)
        except Refused as refused:
            self.canvas.tell(problem_text(refused.problem), at)
        else:
            self.canvas.select((node.id,))

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
