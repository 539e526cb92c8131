"""Moving and resizing notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from guinet.core import noting
from guinet.ui.canvas.gestures.base import Gesture
from guinet.ui.canvas.hits import Hit
from guinet.ui.canvas.note_painter import paint_note

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas


class MoveNote(Gesture):
    """A press on a note: chooses it, and moves it when the pointer moves."""

    auto_pans = True

    def __init__(self, canvas: Canvas, at: QPointF, note: str) -> None:
        super().__init__(canvas, at)
        self._note = note
        self._box = QRectF(canvas.scene.notes.boxes[note])
        self._shown = QRectF(self._box)
        canvas.choose_frame(note)

    def move(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        if self.moves_now(at):
            self.canvas.hide_notes({self._note})
            self._shown = self._changed(at, keys)
            self.canvas.update()

    def end(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        self.canvas.hide_notes(())
        if self.moved:
            box = self._changed(at, keys)
            noting.set_note(self.canvas.scene.block, self._note, box=(box.left(), box.top(), box.width(), box.height()))

    def cancel(self) -> None:
        self.canvas.hide_notes(())

    def paint(self, painter: QPainter) -> None:
        data = noting.note_of(self.canvas.scene.block, self._note)
        if self.moved and data is not None:
            paint_note(painter, data, self.canvas.view.rect_to_widget(self._shown), self.canvas.view.scale)

    def _changed(self, at: QPointF, keys: Qt.KeyboardModifier) -> QRectF:
        return self._box.translated(self.way(at, keys))


class ResizeNote(MoveNote):
    """A press on the right or lower side of a note, or the corner between: that follows the pointer."""

    def __init__(self, canvas: Canvas, at: QPointF, hit: Hit) -> None:
        super().__init__(canvas, at, hit.id)
        self._sides = hit.port.split()

    def _changed(self, at: QPointF, keys: Qt.KeyboardModifier) -> QRectF:
        way, box = self.way(at, keys), QRectF(self._box)
        if "right" in self._sides:
            box.setWidth(max(noting.LEAST[0], box.width() + way.x()))
        if "bottom" in self._sides:
            box.setHeight(max(noting.LEAST[1], box.height() + way.y()))
        return box
