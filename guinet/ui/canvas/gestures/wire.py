"""Drawing wires: from an output, from an input, and taking the end of a wire elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from guinet.core import editing, rewiring
from guinet.core.changes import RemoveWire
from guinet.core.graph import End, Wire
from guinet.core.ports import Port, fits
from guinet.core.problems import QT_TRANSLATE_NOOP, Refused
from guinet.core.reaching import reached
from guinet.core.rules import refusal
from guinet.ui.canvas import curve
from guinet.ui.canvas.gestures.base import Gesture, adds
from guinet.ui.canvas.hits import Hit, nearest_port, node_at, node_near
from guinet.ui.canvas.layers import screen_pen
from guinet.ui.canvas.node_painter import LABEL_SCALE, PORT_SCALE, paint_bar, paint_port, port_radius
from guinet.ui.canvas.shape import Spot
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas


_END: Final = 48.0
"""So near its end, in pixels, a wire is taken by that end."""

_SHARE: Final = 0.3
"""Of a wire as long as it is, such a part at each end is near it."""


class DrawWire(Gesture):
    """A wire whose fixed end is `fixed` and whose other end follows the pointer.

    `taken` are the wires whose end is being moved elsewhere, all of one port: letting them go over empty canvas removes
    them.
    """

    auto_pans = True

    def __init__(self, canvas: Canvas, at: QPointF, end: End, from_output: bool, *taken: Wire) -> None:
        super().__init__(canvas, at)
        self.taken = taken
        self.fixed = end
        self.from_output = from_output
        self.pressed = ""
        """The node to select when it comes to no more than a click."""
        self._ends = [wire.source if from_output else wire.target for wire in taken] or [end]
        self._ports = [self._port_at(each, from_output) for each in self._ends]
        self._barred = set(reached(canvas.scene.block, [each.node for each in self._ends], backwards=from_output))
        self._at = at
        self._snap: Hit | None = None
        self._refused: Hit | None = None

    @classmethod
    def at_port(cls, canvas: Canvas, at: QPointF, hit: Hit, keys: Qt.KeyboardModifier) -> DrawWire:
        """A new wire from a port; from an input that has one, the end of that. With Shift or Ctrl held it is the other
        way round: an output gives away all it has, and an input keeps its own while another comes from there.
        """
        block, other_way = canvas.scene.block, adds(keys)
        there = block.outgoing(hit.id, hit.port) if hit.output else block.incoming(hit.id, hit.port)
        if not there or (hit.output and not other_way):
            made = cls(canvas, at, hit.end, hit.output)
        elif hit.output:
            made = cls(canvas, at, there[0].target, False, *there)
        else:
            made = cls(canvas, at, there[-1].source, True, *(() if other_way else there[-1:]))
        made.pressed = hit.id
        return made

    @classmethod
    def at_wire(cls, canvas: Canvas, at: QPointF, wire_id: str) -> DrawWire | None:
        """The end of a wire that the press is near; None away from both, and where no ports are shown."""
        wire = canvas.scene.block.wires[wire_id]
        ax, ay, bx, by = canvas.scene.ends(wire_id)
        here = canvas.view.to_scene(at)
        to_source, to_target = QLineF(here, QPointF(ax, ay)).length(), QLineF(here, QPointF(bx, by)).length()
        near = max(_END / canvas.view.scale, _SHARE * QLineF(ax, ay, bx, by).length())
        if min(to_source, to_target) > near or canvas.view.scale < PORT_SCALE:
            return None
        near_source = to_source < to_target
        return cls(canvas, at, wire.target if near_source else wire.source, not near_source, wire)

    def move(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        self._at = at
        if not self.moves_now(at):
            return
        self.canvas.hide_wires(wire.id for wire in self.taken)
        self._look_around(at)
        self.canvas.update()

    def end(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        self.canvas.hide_wires(())
        if not self.moved:
            if self.pressed:
                self.canvas.select((self.pressed,))
            return
        self._look_around(at)
        self._let_go(at)
        self._unfold("")

    def _let_go(self, at: QPointF) -> None:
        if self._snap is not None:
            self._connect(self._snap)
        elif self._refused is not None:
            self.canvas.tell(self._reason(self._refused), at)
        elif self.taken:
            block = self.canvas.scene.block
            changes = [RemoveWire(block.id, wire.id) for wire in self.taken]
            self.canvas.project.run(QT_TRANSLATE_NOOP("Step", "Disconnect"), changes)
        elif node_at(self.canvas.scene, self.canvas.view.to_scene(at)) is None:
            self.canvas.search_for_wire(at, self.fixed, self.from_output)

    def cancel(self) -> None:
        self.canvas.hide_wires(())
        self._unfold("")
        self.canvas.show_note("", QPointF())

    def fits(self, hit: Hit) -> bool:
        """Whether the wire may end at this port."""
        if hit.output == self.from_output or hit.id in self._barred:
            return False
        if hit.end == self._loose:
            return True
        port = self._port_at(hit.end, hit.output)
        return port is not None and all(self._joins(own, port) for own in self._ports)

    def _joins(self, own: Port | None, port: Port) -> bool:
        return own is not None and (fits(own, port) if self.from_output else fits(port, own))

    @property
    def _loose(self) -> End | None:
        """Where the end that is held was."""
        if not self.taken:
            return None
        return self.taken[0].target if self.from_output else self.taken[0].source

    def _look_around(self, at: QPointF) -> None:
        """Finds the port to snap to, or the one that refuses."""
        scene, view = self.canvas.scene, self.canvas.view
        point, reach = view.to_scene(at), current_theme().metric("port-snap") / view.scale
        self._unfold(self._folded_at(point, reach))
        close = nearest_port(scene, point, reach / 2, self._is_foreign)
        self._refused = close if close is not None and not self.fits(close) else None
        self._snap = None if self._refused else nearest_port(scene, point, reach, self.fits)
        over = node_at(scene, point)
        beside = close or self._snap
        if beside is not None and beside.id != self.fixed.node and scene.shape(beside.id).collapsed:
            # All its ports of a side are at one place: the wire means the node, not that port.
            self._refused = self._snap = close = None
            over = beside.id
        between = self._snap is not None and over == self._snap.id and close is None and scene.shape(over).round
        if over is not None and self._refused is None and (self._snap is None or between):
            self._look_at_node(over)
        reason = self._reason(self._refused) if self._refused else ""
        self.canvas.show_note(reason, at)

    def _folded_at(self, point: QPointF, reach: float) -> str:
        """The node near a point some of whose ports could not be reached else, as it hides them or is collapsed."""
        scene = self.canvas.scene
        near = node_near(scene, point, reach) if self.canvas.view.scale >= PORT_SCALE else ""
        if not near or near == self.fixed.node:
            return ""
        return near if near == scene.hiding.unfolded or scene.hiding.folded(near, not self.from_output) else ""

    def _unfold(self, node: str) -> None:
        """Has a node show all its ports, and the one before no longer."""
        self.canvas.touch(self.canvas.scene.hiding.unfold(node))

    def _look_at_node(self, node: str) -> None:
        """Over a node, away from its ports, or between those of a round one, the wire means the first that it fits, of
        inputs rather a free one."""
        hits = self._hits(node, not self.from_output) if node != self.fixed.node else []
        fitting = [hit for hit in hits if self.fits(hit)]
        block = self.canvas.scene.block
        free = [hit for hit in fitting if hit.end == self._loose or hit.output or not block.incoming(hit.id, hit.port)]
        self._snap = next(iter((*free, *fitting)), None)
        self._refused = hits[0] if hits and not fitting else None

    def _is_foreign(self, hit: Hit) -> bool:
        """Not one of the ports beside the one the wire starts at."""
        return hit.id != self.fixed.node or hit.output != self.from_output

    def _connect(self, hit: Hit) -> None:
        block = self.canvas.scene.block
        try:
            if not self.taken:
                editing.connect(block, *((self.fixed, hit.end) if self.from_output else (hit.end, self.fixed)))
                return
            with block.project.transaction(QT_TRANSLATE_NOOP("Step", "Reconnect")):
                for wire in self.taken:
                    if self.from_output:
                        rewiring.reconnect(block, wire.id, target=hit.end)
                    else:
                        rewiring.reconnect(block, wire.id, source=hit.end)
        except Refused as refused:
            self.canvas.tell(problem_text(refused.problem), self._at)

    def _reason(self, hit: Hit) -> str:
        """Why the wire may not end here."""
        if hit.output == self.from_output:
            return tr("A wire leads from an output to an input.")
        ways = [(own, hit.end) if self.from_output else (hit.end, own) for own in self._ends]
        problems = (refusal(self.canvas.scene.block, *way) for way in ways)
        return next((problem_text(problem) for problem in problems if problem is not None), "")

    def _port_at(self, end: End, output: bool) -> Port | None:
        spots = self.canvas.scene.spots(end.node, output)
        return next((spot.port for spot in spots if spot.port.name == end.port), None)

    def paint(self, painter: QPainter) -> None:
        if not self.moved:
            return
        self._paint_ports(painter)
        scene, view, theme = self.canvas.scene, self.canvas.view, current_theme()
        far = view.to_scene(self._at)
        if self._snap is not None:
            far = scene.port_point(self._snap.end, self._snap.output)
        color = theme.color("wire-error" if self._refused else "wire-pending")
        pen = screen_pen(color, theme.metric("wire-width") + 0.5, self.canvas.devicePixelRatioF())
        if self._snap is None:
            pen.setDashPattern([5.0, 3.0])
        painter.save()
        painter.setTransform(view.transform(), True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for end in self._ends:
            near = scene.port_point(end, self.from_output)
            a, b = (near, far) if self.from_output else (far, near)
            painter.drawPath(curve.path(a.x(), a.y(), b.x(), b.y()))
        painter.restore()

    def ports_named(self) -> list[Hit]:
        """Those it may end at, where a node has several on that side; the one it snaps to in any case, and it alone
        where they would cover each other."""
        if not self.moved:
            return []
        scene, found = self.canvas.scene, [self._snap] if self._snap is not None else []
        for node in self.canvas.visible_nodes() if self.canvas.view.scale >= LABEL_SCALE else ():
            spots = scene.spots(node, not self.from_output)
            if len(spots) > 1 and not scene.shape(node).collapsed:
                found += [hit for hit in self._hits(node, not self.from_output) if hit != self._snap and self.fits(hit)]
        return found

    def _hits(self, node: str, output: bool) -> list[Hit]:
        return [Hit("port", node, spot.port.name, output) for spot in self.canvas.scene.spots(node, output)]

    def _paint_ports(self, painter: QPainter) -> None:
        """Ports that fit get a ring, the others fade."""
        canvas, theme = self.canvas, current_theme()
        if canvas.view.scale < PORT_SCALE:
            return
        radius = port_radius(canvas.view.scale)
        for node in canvas.visible_nodes():
            for output in (False, True):
                together = canvas.scene.shape(node).collapsed and len(canvas.scene.spots(node, output)) > 1
                for spot, hit in self._shown(node, output):
                    center = canvas.view.to_widget(canvas.scene.port_point(hit.end, output))
                    if self.fits(hit):
                        _ring(
                            painter, center, radius * (2.0 if hit == self._snap else 1.6), theme.color("wire-pending")
                        )
                    elif hit.end != self.fixed and together:
                        paint_bar(painter, center, False, theme.color("port-dimmed"), radius)
                    elif hit.end != self.fixed:
                        paint_port(painter, spot, center, False, theme.color("port-dimmed"), radius)

    def _shown(self, node: str, output: bool) -> list[tuple[Spot, Hit]]:
        """The ports of a side; of a collapsed node, whose are at one place, one that counts most for all of them."""
        shape, spots = self.canvas.scene.shape(node), self.canvas.scene.spots(node, output)
        found = [(spot, Hit("port", node, spot.port.name, output)) for spot in spots]
        if shape.collapsed:
            found.sort(key=lambda each: (each[1] != self._snap, not self.fits(each[1]), each[1].end != self.fixed))
        return found[:1] if shape.collapsed else found


def _ring(painter: QPainter, center: QPointF, radius: float, color: QColor) -> None:
    painter.setPen(QPen(color, 2))
    color.setAlphaF(0.2)
    painter.setBrush(color)
    painter.drawEllipse(center, radius, radius)
