"""Blocks opened in place: what is inside one, shown and edited below its node, in the block around it.

What lies there makes way as long as a block is open. Which are open is how one looks at a project, and no part of it:
nothing of it is saved or undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from guinet.core.graph import Position
from guinet.core.problems import Problem
from guinet.core.report import NodeReport
from guinet.ui.canvas.node_painter import CORNER, LABEL_SCALE
from guinet.ui.canvas.opened_area import LEAST_SCALE, Area
from guinet.ui.canvas.room import Box, Card, make_room

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas
    from guinet.ui.canvas.scene import Scene
    from guinet.ui.canvas.view import View

Reports = Mapping[str, Mapping[str, NodeReport]]


class Opened:
    """The blocks open in place on one canvas. `reports` are those of the last check, by block id and node id."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._areas: dict[str, Area] = {}
        self._remembered: dict[str, tuple[str, ...]] = {}
        self._problems: tuple[Problem, ...] = ()
        self._current: Canvas = canvas
        self._looked: dict[str, tuple[View, View]] = {}
        """Where one looked before each was opened, and right after."""
        self._room_for: list[tuple[Card, Position]] = []
        """For which cards room was made, and where their nodes were."""
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
        shut = canvas.scene.block.nodes[node].block_id is None or canvas.scene.shape(node).collapsed
        if shut or canvas.view.scale < LABEL_SCALE:
            return False
        box = canvas.scene.rect(node)
        return QRectF(box.right() - CORNER, box.bottom() - CORNER, CORNER, CORNER).contains(canvas.view.to_scene(at))

    def covers(self, part: QRect) -> bool:
        """Whether something open in place lies under a part of the canvas."""
        return any(area.isVisible() and area.geometry().intersects(part) for area in self._areas.values())

    def bounds(self) -> QRectF:
        """The box around the block and around all that is open in it, in scene units."""
        bounds = self._canvas.scene.bounds()
        for box in self.cards():
            bounds = bounds.united(box)
        return bounds

    def cards(self) -> list[QRectF]:
        """Where what is open here lies, in scene units."""
        return [area.box() for area in self._areas.values()]

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
        inside.snaps_to_grid, inside.snaps_to_guides = canvas.snaps_to_grid, canvas.snaps_to_guides
        self._areas[node] = area = Area(canvas, node, inside)
        for signal, goes_to in (
            (inside.message, canvas.message),
            (inside.contextRequested, canvas.contextRequested),
            (inside.nodeActivated, canvas.nodeActivated),
        ):
            signal.connect(goes_to)
        area.closing.clicked.connect(lambda: self.close(node))
        area.paging.clicked.connect(lambda: canvas.enter(node))
        area.raise_up()
        before = canvas.view
        self.make_room()
        self.grown()
        self._bring_into_sight(area)
        self._looked[node] = before, canvas.view
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
        if canvas.view.scale < LEAST_SCALE:
            canvas.zoom_by(LEAST_SCALE / canvas.view.scale, canvas.shown_rect(area.node).center())
        box = canvas.shown_rect(area.node) | QRectF(area.geometry())
        room = QRectF(canvas.rect()).adjusted(12, 12, -12, -12)
        dx, dy = min(0.0, room.right() - box.right()), min(0.0, room.bottom() - box.bottom())
        canvas.pan_by(max(dx, room.left() - box.left()), max(dy, room.top() - box.top()))

    def close(self, node: str) -> None:
        if node in self._areas:
            before, after = self._looked[node]
            self._take_away(node)
            self.make_room()
            self.grown()
            if self._canvas.view == after:  # nobody has looked elsewhere since
                self._canvas.set_view(before)
            self._canvas.minimap.follow()
            self._canvas.update()

    def _take_away(self, node: str) -> None:
        area = self._areas.pop(node)
        del self._looked[node]
        area.inside.opened.take_all_away()
        if self.current is area.inside:
            self._claim()
            if area.inside.hasFocus():
                self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        area.inside.detach()
        area.inside.search.popup.deleteLater()  # it may lie on the canvas around
        area.hide()
        area.deleteLater()

    def take_all_away(self) -> None:
        """Closes all, where what made way is no longer shown."""
        for node in tuple(self._areas):
            self._take_away(node)
        self._room_for = []

    def make_room(self) -> None:
        """Has what lies where cards are to lie make way, and what need not any more come back."""
        canvas, scene = self._canvas, self._canvas.scene
        nodes = scene.block.nodes
        areas = [area for area in self._areas.values() if area.node in nodes]
        cards = [area.card() for area in areas]
        if not cards and not self._room_for:
            return
        self._room_for = [(card, nodes[card.node].position) for card in cards]
        boxes = _homes(scene)
        room = make_room(cards, boxes)
        before = {node: scene.place(nodes[node]) for node in nodes}
        canvas.end_glide()
        canvas.touch(scene.make_way({id: (boxes[id][0], boxes[id][1] + by) for id, by in room.ways.items()}))
        for area in areas:
            area.corner = room.cards[area.node]
        self.place()
        canvas.minimap.refresh()
        canvas.arranging.glide({id: place for id, place in before.items() if place != scene.place(nodes[id])})

    def _covers(self) -> bool:
        """Whether a node came to lie below a card."""
        scene = self._canvas.scene
        return any(
            box.contains(scene.rect(other).center()) for box in self.cards() for other in scene.nodes.touching(box)
        )

    def leave(self, block: str) -> None:
        """Another block is shown now than this: what is open in it opens again when it is shown again."""
        self._remembered[block] = tuple(self._areas)
        self.take_all_away()

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
        if self._covers():
            self.make_room()
        self.settle()
        around = self._canvas.parentWidget()
        if isinstance(around, Area):
            around.canvas.opened.settle()

    def settle(self) -> None:
        """Puts all cards where they belong now, with room for those that lie elsewhere than when room was made, or are
        larger."""
        nodes = self._canvas.scene.block.nodes
        here = [(area.card(), nodes[node].position) for node, area in self._areas.items() if node in nodes]
        if here != self._room_for:
            self.make_room()
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


def _homes(scene: Scene) -> dict[str, Box]:
    """Where the graph has nodes and notes, by id."""
    found: dict[str, Box] = {}
    for node in scene.block.nodes.values():
        (x, y), shape = node.position, scene.shape(node.id)
        found[node.id] = x, y, x + shape.width, y + shape.height
    for note in scene.block.notes:
        left, top, width, height = note.box
        found[note.id] = left, top, left + width, top + height
    return found
