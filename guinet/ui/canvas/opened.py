"""Blocks opened in place: what is inside one, shown and edited below its node, in the block around it.

Which are open is how one looks at a project, and no part of it: nothing of it is saved or undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from guinet.core.problems import Problem
from guinet.core.report import NodeReport
from guinet.ui.canvas.node_painter import CORNER, LABEL_SCALE
from guinet.ui.canvas.opened_area import Area

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

Reports = Mapping[str, Mapping[str, NodeReport]]


class Opened:
    """The blocks open in place on one canvas. `reports` are those of the last check, by block id and node id."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._areas: dict[str, Area] = {}
        self._remembered: dict[str, tuple[str, ...]] = {}
        self._problems: tuple[Problem, ...] = ()
        self._current: Canvas = canvas
        self.reports: Reports = {}
        canvas.viewChanged.connect(self.place)
        canvas.selectionChanged.connect(self._chosen)

    def __contains__(self, node: object) -> bool:
        return node in self._areas

    def __bool__(self) -> bool:
        return bool(self._areas)

    def canvas(self, node: str) -> Canvas:
        """What shows the inside of a node. Raises KeyError when it is not open."""
        return self._areas[node].inside

    @property
    def root(self) -> Canvas:
        """The canvas that lies in no other."""
        area = self._canvas.parentWidget()
        return area.canvas.opened.root if isinstance(area, Area) else self._canvas

    @property
    def current(self) -> Canvas:
        """The canvas that commands are for: of this and all that are open in it, the one that last had the keyboard or
        the selection."""
        return self.root.opened._current

    def corner(self, node: str, at: QPointF) -> bool:
        """Whether a point of the widget is on the corner of a block's node that opens and closes it."""
        canvas = self._canvas
        if canvas.scene.block.nodes[node].block_id is None or canvas.view.scale < LABEL_SCALE:
            return False
        box = canvas.scene.rect(node)
        return QRectF(box.right() - CORNER, box.bottom() - CORNER, CORNER, CORNER).contains(canvas.view.to_scene(at))

    def covers(self, part: QRect) -> bool:
        """Whether something open in place lies under a part of the canvas."""
        return any(area.isVisible() and area.geometry().intersects(part) for area in self._areas.values())

    def bounds(self) -> QRectF:
        """The box around the block and around all that is open in it, in scene units."""
        bounds = self._canvas.scene.bounds()
        for area in self._areas.values():
            bounds = bounds.united(self._canvas.view.rect_to_scene(QRectF(area.geometry())))
        return bounds

    # Opening and closing

    def toggle(self, node: str) -> None:
        """Opens a node in place, or closes it; nothing for one with nothing inside."""
        if node in self._areas:
            self.close(node)
        else:
            self.open(node)

    def toggle_selected(self) -> None:
        if self._canvas.selection:
            self.toggle(self._canvas.selection[-1])

    def open(self, node: str) -> None:
        canvas = self._canvas
        here = canvas.scene.block.nodes.get(node)
        block = None if here is None or here.block_id is None else canvas.project.blocks.get(here.block_id)
        if block is None or node in self._areas:
            return
        inside = type(canvas)(canvas.project, canvas.kinds, within=block.id)
        inside.opened.reports = self.reports
        inside.set_reports(self.reports.get(block.id, {}))
        inside.set_problems(self._problems)
        inside.addActions(canvas.actions())
        self._areas[node] = area = Area(canvas, node, inside)
        for signal, goes_to in (
            (inside.message, canvas.message),
            (inside.contextRequested, canvas.contextRequested),
            (inside.nodeActivated, canvas.nodeActivated),
        ):
            signal.connect(goes_to)
        area.closing.clicked.connect(lambda: self.close(node))
        area.paging.clicked.connect(lambda: canvas.enter(node))
        area.place()
        area.raise_up()
        self.grown()
        self._bring_into_sight(area)
        canvas.minimap.follow()

    def grown(self) -> None:
        """What is open here takes other room than before: a card around it follows."""
        area = self._canvas.parentWidget()
        if isinstance(area, Area):
            area.refit()
            area.canvas.opened._bring_into_sight(area)

    def _bring_into_sight(self, area: Area) -> None:
        """Scrolls to what was opened, but not its node out of sight; inside another card all is in sight."""
        canvas = self._canvas
        if canvas.within:
            return
        box = canvas.shown_rect(area.node) | QRectF(area.geometry())
        room = QRectF(canvas.rect()).adjusted(12, 12, -12, -12)
        dx, dy = min(0.0, room.right() - box.right()), min(0.0, room.bottom() - box.bottom())
        canvas.pan_by(max(dx, room.left() - box.left()), max(dy, room.top() - box.top()))

    def close(self, node: str) -> None:
        area = self._areas.pop(node, None)
        if area is None:
            return
        area.inside.opened.close_all()
        if self.current is area.inside:
            self._claim()
            if area.inside.hasFocus():
                self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        area.inside.detach()
        area.inside.search.popup.deleteLater()  # it may lie on the canvas around
        area.hide()
        area.deleteLater()
        self.grown()
        self._canvas.minimap.follow()
        self._canvas.update()

    def close_all(self) -> None:
        for node in tuple(self._areas):
            self.close(node)

    def leave(self, block: str) -> None:
        """Another block is shown now than this: what is open in it opens again when it is shown again."""
        self._remembered[block] = tuple(self._areas)
        self.close_all()

    def come(self, block: str) -> None:
        """This block is shown now."""
        for node in self._remembered.pop(block, ()):
            self.open(node)

    # Going about

    def enter(self, node: str) -> None:
        """Shows what is inside a node by itself, as a page of the outermost canvas."""
        area = self._canvas.parentWidget()
        root = self.root
        if isinstance(area, Area):
            area.canvas.opened.enter(area.node)
        root.trail.enter(node)

    def lead_out(self) -> bool:
        """Goes to the node this block is open below; False when it is open below none."""
        area = self._canvas.parentWidget()
        if isinstance(area, Area):
            area.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            area.canvas.select((area.node,))
        return isinstance(area, Area)

    def fit(self) -> bool:
        """Shows all of the block in its card; False when it has none."""
        area = self._canvas.parentWidget()
        if isinstance(area, Area):
            area.refit()
        return isinstance(area, Area)

    def select(self, block: str, nodes: tuple[str, ...]) -> bool:
        """Selects nodes of a block that is open in place; False when it is not."""
        for node, area in self._areas.items():
            if area.inside.block_id == block and nodes:
                self._canvas.reveal(node)
                area.raise_up()
                area.inside.select(nodes)
                area.inside.reveal(nodes[-1])
                return True
            if area.inside.opened.select(block, nodes):
                return True
        return False

    def claim(self) -> None:
        """The keyboard came here: commands are for this canvas now, and its card lies over the others."""
        self._claim()
        area = self._canvas.parentWidget()
        if isinstance(area, Area):
            area.raise_up()

    def _claim(self) -> None:
        self.root.opened._current = self._canvas

    def _chosen(self, nodes: tuple[str, ...]) -> None:
        """One selection at a time: choosing here ends it elsewhere, and the window hears of what was chosen inside."""
        if nodes:
            self.claim()
            root = self.root
            for other in root.opened.canvases():
                if other is not self._canvas:
                    other.select(())
            if root is not self._canvas:
                root.insideSelected.emit(self._canvas.block_id, nodes)

    def canvases(self) -> Iterator[Canvas]:
        """This one and all that are open in it."""
        yield self._canvas
        for area in tuple(self._areas.values()):
            yield from area.inside.opened.canvases()

    # Keeping in step

    def set_reports(self, block: str, reports: Mapping[str, NodeReport], removed: Iterable[str]) -> None:
        """Takes a check's findings on one block."""
        removed = tuple(removed)
        for area in self._areas.values():
            if area.inside.block_id == block:
                area.inside.set_reports(reports, removed)
            area.inside.opened.set_reports(block, reports, removed)

    def set_problems(self, problems: tuple[Problem, ...]) -> None:
        self._problems = problems
        for area in self._areas.values():
            area.inside.set_problems(problems)

    def follow(self) -> None:
        """The project changed: nodes moved, or are gone."""
        blocks, nodes = self._canvas.project.blocks, self._canvas.scene.block.nodes
        for node, area in tuple(self._areas.items()):
            if node not in nodes or nodes[node].block_id not in blocks:
                self.close(node)
            else:
                area.describe()
        self.place()

    def place(self) -> None:
        """Moves all to where their nodes are."""
        for area in self._areas.values():
            area.place()

    def paint_grounds(self, painter: QPainter) -> None:
        """What is seen of the cards on the canvas below them."""
        for area in self._areas.values():
            if area.isVisible():
                area.paint_ground(painter)
