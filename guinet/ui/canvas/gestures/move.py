"""Clicking and moving nodes: into frames and out of them, onto wires, out of wires, and onto a layer to be shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from guinet.core import editing, framing, rewiring, sharing
from guinet.core.changes import MoveNodes as Moved
from guinet.core.graph import Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Refused
from guinet.ui.canvas import curve
from guinet.ui.canvas.gestures.base import Gesture, adds
from guinet.ui.canvas.gestures.guides import Guides
from guinet.ui.canvas.gestures.insert import may_insert, room_moves
from guinet.ui.canvas.hits import wire_at
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

GRID = 10.0
"""Where moved nodes snap, in scene units; Alt moves freely."""

_ONTO = 16.0
"""How near its middle a wire must be, in pixels, for a node to be put onto it."""


class MoveNodes(Gesture):
    """A press on a node: selects it, and moves the selection when the pointer moves.

    Let go inside a frame the nodes join it, outside they leave theirs; one without wires let go on a wire is put onto
    it, and what comes after makes room. Alt prevents both; held at the press it pulls the nodes out of their wires. One
    node let go on another of its kind with Ctrl held stays where it was and uses that one's layer.
    """

    auto_pans = True

    def __init__(self, canvas: Canvas, at: QPointF, node: str, keys: Qt.KeyboardModifier) -> None:
        super().__init__(canvas, at)
        self._node = node
        self._before = (canvas.selection, canvas.selected_wires)
        self._frame: str | None = None
        self._owner: str | None = None
        self._wire: str | None = None
        self._guides: Guides | None = None
        self._pulls = bool(keys & Qt.KeyboardModifier.AltModifier)
        was_selected = node in canvas.selection
        self._narrow = was_selected and not adds(keys)
        if adds(keys):
            rest = tuple(other for other in canvas.selection if other != node)
            canvas.select(rest if was_selected else (*rest, node), canvas.selected_wires)
        elif not was_selected:
            canvas.select((node,))

    def move(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        if not self.moves_now(at) or self._node not in self.canvas.selection:
            return
        lift = self.canvas.lift
        if lift is None:
            lift = self.canvas.lift_up(self.canvas.selection)
            lift.loose = self._pulls
            self._guides = Guides(self.canvas, self.canvas.selection)
        lift.offset = self._offset(at, keys)
        self._owner = self._owner_at(at, keys)
        bound = bool(self._owner or keys & Qt.KeyboardModifier.AltModifier)
        self._frame = None if bound else self._frame_at(at)
        self._wire = None if bound else self._wire_at(lift.offset)
        self.canvas.show_note(self._words(), at)
        if self.canvas.opened:
            self.canvas.update()  # what is open below a node goes along
        else:
            self.canvas.move_held(self._shown())

    def _shown(self) -> list[QRectF]:
        """The boxes of what is shown besides the nodes, in scene units."""
        scene = self.canvas.scene
        lines = () if self._guides is None else self._guides.lines
        boxes = [QRectF(line.p1(), line.p2()).adjusted(-1, -1, 1, 1) for line in lines]
        if self._wire is not None and self._wire in scene.wires:
            boxes.append(scene.wire_box(self._wire))
        if self._owner is not None and self._owner in scene.nodes:
            boxes.append(scene.rect(self._owner))
        if self._frame is not None and self._frame in scene.frames.boxes:
            boxes.append(scene.frames.boxes[self._frame])
        return boxes

    def _words(self) -> str:
        if self._owner is not None:
            owner = self.canvas.scene.block.nodes[self._owner].name
            return tr("Use the same layer as {name}").format(name=owner)
        return tr("Pull out of the wires") if self._pulls else ""

    def end(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        lift = self.canvas.lift
        if lift is None or not self.moved:
            if self._narrow and not self.moved:
                self.canvas.select((self._node,))
            return
        owner = self._owner_at(at, keys)
        by = self._offset(at, keys)
        held = bool(keys & Qt.KeyboardModifier.AltModifier)
        wire = None if held else self._wire_at(by)
        self.canvas.show_note("", at)
        self.canvas.put_down()
        if owner is not None:
            sharing.share(self.canvas.scene.block, self._node, owner)
            return
        try:
            self._commit(by, {} if held else self._frames_after(by), wire)
        except Refused as refused:
            self.canvas.tell(problem_text(refused.problem), at)

    def cancel(self) -> None:
        self.canvas.show_note("", QPointF())
        self.canvas.put_down()
        self.canvas.select(*self._before)

    def paint(self, painter: QPainter) -> None:
        """Shows the frame the nodes would be in, or the node whose layer would be used."""
        scene, view = self.canvas.scene, self.canvas.view
        if self._guides is not None:
            self._guides.paint(painter)
        if self._wire is not None and self._wire in scene.wires:
            self._paint_wire(painter, self._wire)
        if self._owner is not None and self._owner in scene.nodes:
            box = scene.rect(self._owner)
        elif self._frame is not None and self._frame in scene.frames.boxes:
            box = scene.frames.boxes[self._frame]
        else:
            return
        radius = current_theme().metric("block-radius") * view.scale
        painter.setPen(QPen(current_theme().color("accent"), 2.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(view.rect_to_widget(box).adjusted(-2, -2, 2, 2), radius, radius)

    def _paint_wire(self, painter: QPainter, wire: str) -> None:
        painter.save()
        painter.setTransform(self.canvas.view.transform(), True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(current_theme().color("accent"), 4))
        painter.drawPath(curve.path(*self.canvas.scene.ends(wire)))
        painter.restore()

    def _commit(self, by: QPointF, frames: dict[str, list[Node]], wire: str | None) -> None:
        block, project = self.canvas.scene.block, self.canvas.project
        scene = self.canvas.scene
        places = {node: scene.place(block.nodes[node]) for node in self._moving() if node in block.nodes}
        label = QT_TRANSLATE_NOOP("Step", "Move")
        if wire is not None:
            label = QT_TRANSLATE_NOOP("Step", "Insert on wire")
        with project.transaction(QT_TRANSLATE_NOOP("Step", "Pull out") if self._pulls else label):
            if not by.isNull():
                moved = {node: (x + by.x(), y + by.y()) for node, (x, y) in places.items()}
                project.apply(Moved(block.id, moved))
            for frame, nodes in frames.items():
                for change in list(framing.joining(block, nodes, frame)):
                    project.apply(change)
            if self._pulls:
                rewiring.pull_out(block, self._moving())
            elif wire is not None:
                self._insert(wire)

    def _insert(self, wire: str) -> None:
        block, shape = self.canvas.scene.block, self.canvas.scene.shape(self._node)
        node = block.nodes[self._node]
        editing.move(block, room_moves(self.canvas.scene, wire, node.id, node.position, (shape.width, shape.height)))
        editing.insert_on_wire(block, wire, node)

    def _wire_at(self, offset: QPointF) -> str | None:
        """The wire the one held node would be put onto: a node that has none of its own."""
        scene = self.canvas.scene
        block = scene.block
        if self._pulls or len(self._moving()) != 1 or block.incoming(self._node) or block.outgoing(self._node):
            return None
        middle = scene.rect(self._node).center() + offset
        found = wire_at(scene, middle, _ONTO / self.canvas.view.scale)
        ports = block.project.ports(block, block.nodes[self._node])
        return found if found is not None and may_insert(scene, ports, found) else None

    def _moving(self) -> tuple[str, ...]:
        return self.canvas.selection

    def _frames_after(self, by: QPointF) -> dict[str, list[Node]]:
        """The moved nodes by the frame they come to lie in; those of a frame that moves along stay in it."""
        scene = self.canvas.scene
        along = set(scene.frames.whole(self._moving()))
        found: dict[str, list[Node]] = {}
        for id in self._moving() if scene.frames.boxes else ():
            node = scene.block.nodes[id]
            here = scene.frames.at(scene.rect(id).center() + by, along)
            if here != (node.frame or None) and not (here is None and node.frame in along):
                found.setdefault(here or "", []).append(node)
        return found

    def _frame_at(self, at: QPointF) -> str | None:
        """The frame the held node would be in."""
        scene, lift = self.canvas.scene, self.canvas.lift
        if lift is None or not scene.frames.boxes:
            return None
        return scene.frames.at(scene.rect(self._node).center() + lift.offset, lift.frames)

    def _owner_at(self, at: QPointF, keys: Qt.KeyboardModifier) -> str | None:
        """The node under the pointer whose layer the held node may use."""
        if not keys & Qt.KeyboardModifier.ControlModifier or self.canvas.selection != (self._node,):
            return None
        point, block = self.canvas.view.to_scene(at), self.canvas.scene.block
        for other in self.canvas.scene.nodes_at(point):
            if other != self._node and not sharing.sharing_refusal(block, self._node, sharing.owner_of(block, other)):
                return other
        return None

    def _offset(self, at: QPointF, keys: Qt.KeyboardModifier) -> QPointF:
        way = self.canvas.view.to_scene(at) - self.origin
        free = keys & Qt.KeyboardModifier.AltModifier or not self.canvas.snaps_to_grid
        if self._guides is not None and (free or self.axis):
            self._guides.forget()
        if free:
            return self.along(way)
        x, y = self.canvas.scene.nodes.row(self._node)[:2]
        gridded = QPointF(round((x + way.x()) / GRID) * GRID - x, round((y + way.y()) / GRID) * GRID - y)
        if self._guides is None or not self.canvas.snaps_to_guides or self.axis:
            return self.along(gridded)
        return self._guides.snapped(QRectF(self.canvas.scene.rect(self._node)), way, gridded)
