"""Where the notes of a block are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from guinet.ui.canvas.view import reachable

if TYPE_CHECKING:
    from guinet.ui.canvas.scene import Scene


class Notes:
    """Boxes of notes by id, in scene units; a later one is painted over an earlier one."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.boxes: dict[str, QRectF] = {}

    def at(self, point: QPointF) -> str | None:
        """The topmost note at a point."""
        return next((note for note in reversed(self.boxes) if self.boxes[note].contains(point)), None)

    def united(self, bounds: QRectF) -> QRectF:
        """`bounds` and all notes."""
        for box in self.boxes.values():
            bounds = bounds.united(box)
        return bounds

    def load(self) -> None:
        """Reads all of them."""
        place = self._scene.place
        self.boxes = {
            note.id: QRectF(*map(reachable, (*place(note), *note.box[2:]))) for note in self._scene.block.notes
        }

    def update(self) -> list[QRectF]:
        """Reads them again; what is to be painted anew."""
        before = self.boxes
        self.load()
        return [box.adjusted(-4, -4, 4, 4) for box in (*before.values(), *self.boxes.values())]
