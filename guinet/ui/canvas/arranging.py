"""Lining nodes up and laying them out, on the canvas's selection or on everything; each one undo step."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Thread
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog

from guinet.core import noting
from guinet.core.aligning import Edge, Ends, aligned, arranged, distributed
from guinet.core.changes import MoveNodes
from guinet.core.graph import Block, Position
from guinet.core.layered import LayoutStopped
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project
from guinet.ui.motion import reduced_motion
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

AT_ONCE: Final = 1500
"""Up to so many nodes are laid out on the window's own thread: that takes no longer than a blink."""

ANIMATED: Final = 400
"""Up to so many nodes glide to their new places."""

GLIDE_MS: Final = 220
_NOTE_GAP: Final = 60.0
_FRAME_MS: Final = 16


class Arranging(QObject):
    """What moves many nodes by command."""

    finished = Signal()
    """A layout has ended, whether it was taken or not."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._job: _Layout | None = None
        self._dialog: QProgressDialog | None = None
        self._glide = QTimer(self)
        self._glide.setInterval(_FRAME_MS)
        self._glide.timeout.connect(self._step)
        self._clock = QElapsedTimer()
        self._start: dict[str, Position] = {}
        self._goal: dict[str, Position] = {}

    def align(self, edge: Edge) -> None:
        """Brings one edge of the selected nodes into line."""
        self._move(QT_TRANSLATE_NOOP("Step", "Align"), aligned(self._boxes(self._canvas.selection), edge))

    def distribute(self, across: bool) -> None:
        """Makes the gaps between the selected nodes equal."""
        places = distributed(self._boxes(self._canvas.selection), across)
        if len(self._canvas.selection) < 3:
            self._canvas.tell(tr("Select three or more nodes to make the gaps between them equal."), self._middle())
        self._move(QT_TRANSLATE_NOOP("Step", "Distribute"), places)

    def lay_out(self) -> None:
        """Lays the selected nodes out in columns along their wires; everything when fewer than two are selected."""
        canvas = self._canvas
        self.end_glide()
        chosen = canvas.selection if len(canvas.selection) > 1 else tuple(canvas.scene.nodes)
        if not chosen or self._job is not None:
            return
        boxes, ends = self._boxes(chosen), self._ends(set(chosen))
        if len(chosen) <= AT_ONCE:
            self._take(arranged(canvas.scene.block, boxes, ends))
            return
        # The thread works on values of its own: people may edit meanwhile, and then its result is void.
        copy = Project(canvas.project.catalogue, [canvas.scene.block.data()]).blocks[canvas.block_id]
        self._job = _Layout(copy, boxes, ends)
        self._job.done.connect(self._done)
        self._dialog = self._progress(len(chosen))
        self._job.start(self._dialog)

    def _progress(self, count: int) -> QProgressDialog:
        dialog = QProgressDialog(tr("Laying out %n node(s)…", "", count), tr("Cancel"), 0, 100, self._canvas)
        dialog.setObjectName("layout_dialog")
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setMinimumDuration(300)
        dialog.setAutoClose(False)
        dialog.setAutoReset(False)
        return dialog

    def _done(self, places: dict[str, Position] | None) -> None:
        dialog, self._dialog = self._dialog, None
        self._job = None
        if dialog is not None:
            dialog.close()
            dialog.deleteLater()
        if places is not None:
            self._take(places)
        else:
            self.finished.emit()

    def _take(self, places: Mapping[str, Position]) -> None:
        """Commits the layout; the nodes are shown on their way there unless they are too many."""
        nodes = self._canvas.scene.block.nodes
        if not places.keys() <= nodes.keys():
            self._canvas.message.emit(tr("The graph changed meanwhile: lay it out again."))
            self.finished.emit()
            return
        before = {node: self._canvas.scene.place(nodes[node]) for node in places}
        with self._canvas.project.transaction(QT_TRANSLATE_NOOP("Step", "Lay out")):
            self._move(QT_TRANSLATE_NOOP("Step", "Lay out"), places)
            self._free_notes(places)
        self._canvas.opened.make_room()
        self.end_glide()
        self._canvas.frame_all()
        self.glide(before)
        if not self._start:
            self.finished.emit()

    def glide(self, before: Mapping[str, Position]) -> None:
        """Shows nodes, by id, on their way from where they were shown `before`, unless they are too many."""
        self.end_glide()
        if 0 < len(before) <= ANIMATED and not reduced_motion() and self._canvas.isVisible():
            scene = self._canvas.scene
            self._start = dict(before)
            self._goal = {node: scene.place(scene.block.nodes[node]) for node in before}
            self._clock.start()
            self._step()
            self._glide.start()

    def _free_notes(self, places: Mapping[str, Position]) -> None:
        """Notes that nodes would come to lie on go below all of them, side by side."""
        block, scene = self._canvas.scene.block, self._canvas.scene
        sizes = {node: scene.rect(node).size() for node in scene.nodes}
        corners = {node: places.get(node, block.nodes[node].position) for node in sizes}
        boxes = [QRectF(QPointF(*corners[node]), size) for node, size in sizes.items()]
        notes = {note.id: QRectF(*note.box) for note in block.notes}
        covered = {note for note, box in notes.items() if any(box.intersects(other) for other in boxes)}
        if not covered:
            return
        left = min(box.left() for box in boxes)
        below = max(box.bottom() for box in (*boxes, *scene.frames.boxes.values())) + _NOTE_GAP
        for note in block.notes:
            if note.id in covered:
                noting.set_note(block, note.id, box=(left, below, *note.box[2:]))
                left += note.box[2] + _NOTE_GAP

    # On the way

    def end_glide(self) -> None:
        """Shows the nodes where they are."""
        if self._start:
            self._glide.stop()
            self._start = {}
            self._canvas.glide({})
            self._canvas.opened.place()
            self._canvas.minimap.refresh()
            self.finished.emit()

    def _step(self) -> None:
        share = min(1.0, self._clock.elapsed() / GLIDE_MS)
        if share >= 1.0:
            self.end_glide()
            return
        eased = 1 - (1 - share) ** 3
        nodes = self._canvas.scene.block.nodes
        self._canvas.glide(
            {
                node: (x + (self._goal[node][0] - x) * eased, y + (self._goal[node][1] - y) * eased)
                for node, (x, y) in self._start.items()
                if node in nodes
            }
        )
        self._canvas.opened.place()

    # What there is

    def _move(self, label: str, places: Mapping[str, Position]) -> None:
        block = self._canvas.scene.block
        moved = {node: place for node, place in places.items() if block.nodes[node].position != place}
        if moved:
            block.project.run(label, [MoveNodes(block.id, moved)])

    def _boxes(self, nodes: tuple[str, ...]) -> dict[str, tuple[float, float, float, float]]:
        scene = self._canvas.scene
        rows = ((node, scene.nodes.row(node)) for node in nodes)
        return {node: (row[0], row[1], row[2] - row[0], row[3] - row[1]) for node, row in rows}

    def _ends(self, chosen: set[str]) -> Ends:
        scene, found = self._canvas.scene, []
        for id in scene.wires:
            wire = scene.block.wires[id]
            source, target = wire.source.node, wire.target.node
            if source in chosen and target in chosen:
                _, leaves, _, arrives = scene.ends(id)
                found.append(
                    (source, target, leaves - scene.nodes.row(source)[1], arrives - scene.nodes.row(target)[1])
                )
        return found

    def _middle(self) -> QPointF:
        return QRectF(self._canvas.rect()).center()


class _Layout(QObject):
    """A layout on a thread of its own."""

    done = Signal(object)
    told = Signal(int)

    def __init__(self, block: Block, boxes: dict[str, tuple[float, float, float, float]], ends: Ends) -> None:
        super().__init__()
        self._block, self._boxes, self._ends = block, boxes, ends
        self._stopped = False
        self._thread = Thread(target=self._work, name="guinet-layout", daemon=True)

    def start(self, dialog: QProgressDialog) -> None:
        dialog.canceled.connect(self.stop)
        self.told.connect(dialog.setValue)
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True

    def _work(self) -> None:
        try:
            places = arranged(
                self._block,
                self._boxes,
                self._ends,
                progress=lambda share: self.told.emit(round(99 * share)),
                stopping=lambda: self._stopped,
            )
        except LayoutStopped:
            self.done.emit(None)
        else:
            self.done.emit(places)
