"""The ground of the canvas: the scene, where it is looked at from, and where on the widget things are."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, QTimer, Signal
from PySide6.QtWidgets import QWidget

from guinet.core.graph import End
from guinet.core.project import MAIN, Project
from guinet.ui.canvas import curve
from guinet.ui.canvas.frame import Frame
from guinet.ui.canvas.hits import Hit, hit_at
from guinet.ui.canvas.kinds import Kinds
from guinet.ui.canvas.layers import Layers, Style
from guinet.ui.canvas.lift import Lift
from guinet.ui.canvas.scene import Scene
from guinet.ui.canvas.view import View, fitted

_SETTLE_MS = 120
"""So long after the last change of scale the view counts as still, and is painted crisp."""

_SIDES: Final = 48.0
_LEAST_SIDES: Final = 16.0
_SHARE: Final = 0.025
"""Left and right of what is framed such a part of the canvas stays free, at least and at most so many pixels."""


class Surface(QWidget):
    """A view of one block. `zoomChanged(scale)` and `viewChanged()` tell of looking elsewhere."""

    zoomChanged = Signal(float)
    viewChanged = Signal()

    def __init__(self, project: Project, kinds: Kinds, parent: QWidget | None = None, block: str = MAIN) -> None:
        super().__init__(parent)
        self.project = project
        self.kinds = kinds
        self.scene = Scene(project, kinds, block)
        self.layers = Layers(self.scene)
        self.frame = Frame(self.layers)
        self.view = View()
        self.lift: Lift | None = None
        self.selection: tuple[str, ...] = ()
        self.selected_wires: tuple[str, ...] = ()
        self.snaps_to_grid = True
        self.snaps_to_guides = True
        self._moving = False
        self._placed = False
        """Whether somebody has looked elsewhere or changed something: until then all of it stays in sight, however
        large the window comes to be."""
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._stand_still)

    @property
    def block_id(self) -> str:
        return self.scene.block.id

    # Where things are, in widget coordinates

    def node_rect(self, name: str) -> QRectF:
        """The box of the node of this name. Raises KeyError."""
        return self.shown_rect(self.scene.block.node(name).id)

    def port_pos(self, name: str, port: str, output: bool | None = None) -> QPointF:
        """The middle of a port of the node of this name; `output` decides where an input and an output share a name.

        Raises KeyError when there is no such node or port.
        """
        node = self.scene.block.node(name).id
        shape = self.scene.shape(node)
        sides = (False, True) if output is None else (output,)
        for side in sides:
            if (shape.output(port) if side else shape.input(port)) is not None:
                return self.port_point(Hit("port", node, port, side))
        raise KeyError(port)

    def wire_point(self, wire_id: str) -> QPointF:
        """A point on the wire that no node covers, as near its middle as can be. Raises KeyError."""
        ends = self.scene.ends(wire_id)
        middle = curve.point(*ends, 0.5)
        for step in range(50):
            point = curve.point(*ends, 0.5 + (step // 2) / 50 * (1 if step % 2 else -1))
            if self._is_clear(point, Hit("wire", wire_id)):
                return self.view.to_widget(point)
        return self.view.to_widget(middle)

    def _is_clear(self, point: QPointF, wanted: Hit) -> bool:
        """Whether a scene point, and those a pixel from it, hit nothing else."""
        pixel = 1 / self.view.scale
        around = (QPointF(dx, dy) for dx in (-pixel, pixel) for dy in (-pixel, pixel))
        return all(hit_at(self.scene, point + offset, self.view.scale) == wanted for offset in around)

    def port_point(self, hit: Hit) -> QPointF:
        return self.view.to_widget(self.scene.port_point(End(hit.id, hit.port), hit.output))

    def shown_rect(self, node: str) -> QRectF:
        """Where a node is painted, by id: while it is being moved, not where the graph has it."""
        rect = self.scene.rect(node)
        if self.lift is not None and node in self.lift.nodes:
            rect.translate(self.lift.offset)
        return self.view.rect_to_widget(rect)

    def hit(self, at: QPointF) -> Hit:
        """What a hand holds there; far out the titles of frames lie over the nodes, larger than their bars."""
        point, scale = self.view.to_scene(at), self.view.scale
        found = hit_at(self.scene, point, scale)
        titled = self.layers.titles.at(self.scene, point, scale) if found.what != "frame" else None
        return found if titled is None else Hit("frame", titled)

    def visible_nodes(self) -> list[str]:
        return self.scene.nodes.touching(self.view.rect_to_scene(QRectF(self.rect())))

    def on_grid(self, point: QPointF) -> tuple[float, float]:
        """A scene point where a node may stand."""
        if not self.snaps_to_grid:
            return point.x(), point.y()
        return round(point.x() / 10) * 10.0, round(point.y() / 10) * 10.0

    # Looking around

    def set_view(self, view: View) -> None:
        """Looks elsewhere."""
        self._placed = True
        view = view.snapped(self.devicePixelRatioF())
        if view == self.view:
            return
        scaled = view.scale != self.view.scale
        self.view = view
        if scaled:
            self._moving = True
            self._settle.start()
            self.zoomChanged.emit(view.scale)
        self.viewChanged.emit()
        self.update()

    def zoom_by(self, factor: float, anchor: QPointF | None = None) -> None:
        """Scales by `factor` around a point in widget coordinates, or around the middle."""
        self.set_view(self.view.zoomed(factor, QRectF(self.rect()).center() if anchor is None else anchor))

    def zoom_to(self, factor: float) -> None:
        """Sets the scale; 1 is life size. The middle stays where it is."""
        self.zoom_by(factor / self.view.scale)

    def pan_by(self, dx: float, dy: float) -> None:
        """Moves the picture, in pixels."""
        self.set_view(self.view.panned(dx, dy))

    def frame_all(self) -> None:
        """Brings every node into sight, and the wires that go round them."""
        self._frame(self._with_wires(self.scene.bounds()))

    def frame_selection(self) -> None:
        """Brings the selected nodes into sight; all of them when none is selected."""
        self._frame(self.scene.bounds(self.selection or None))

    def reveal(self, node: str) -> None:
        """Scrolls until a node, by id, is in sight, and no farther."""
        rect, room = self.shown_rect(node), QRectF(self.rect()).adjusted(30, 30, -30, -30)
        if not room.contains(rect):
            dx = max(0.0, room.left() - rect.left()) - max(0.0, rect.right() - room.right())
            dy = max(0.0, room.top() - rect.top()) - max(0.0, rect.bottom() - room.bottom())
            self.pan_by(dx, dy)

    def _with_wires(self, bounds: QRectF) -> QRectF:
        if not len(self.scene.wires):
            return bounds
        beyond = curve.TURN - curve.REACH  # what the boxes of wires have more than the wires
        return bounds.united(self.scene.wires.bounds().adjusted(beyond, 0.0, -beyond, 0.0))

    def _frame(self, bounds: QRectF) -> None:
        empty = View(1.0, -self.width() / 2, -self.height() / 2)
        size = QSizeF(self.size())
        # A narrow canvas keeps its pixels for what is on it.
        sides = max(_LEAST_SIDES, min(_SIDES, _SHARE * size.width()))
        self.set_view(fitted(bounds, size, sides=sides) if not bounds.isEmpty() else empty)

    def settle(self) -> None:
        """Makes what is shown crisp at once, for a screenshot."""
        self._moving = False
        self.frame.finish(self.view, self.size(), self.devicePixelRatioF())
        self.repaint()

    def frame_style(self) -> Style:
        return self.frame.style or self.layers.style(self.view, QSizeF(self.size()), self.devicePixelRatioF(), None)

    def _stand_still(self) -> None:
        self._moving = False
        self.update()
