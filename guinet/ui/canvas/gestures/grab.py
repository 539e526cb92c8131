"""Moving without a button held: what is grabbed follows the pointer until a click or Enter puts it down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from guinet.ui.canvas.gestures.base import NO_KEYS, Axis, Gesture
from guinet.ui.canvas.gestures.move import MoveNodes
from guinet.ui.canvas.gestures.move_frame import MoveFrame
from guinet.ui.canvas.gestures.note import MoveNote
from guinet.ui.canvas.hits import Hit
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

_ARROWS: Final = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
_STEP: Final = 10.0
_FAR_STEP: Final = 50.0
"""How far an arrow moves what is held, in scene units, and with Shift."""


_CLEAR: Final = 12.0
"""How far the line that is held keeps from what is held, in pixels."""


class Grab(Gesture):
    """Leads the gesture that moves the selection, or the chosen frame or note, as a button held would.

    Arrows move besides the pointer; X and Y hold the direction of that name, pressed again they let it go. `where` is
    the pointer's place; None where it is elsewhere: then it counts from where it comes onto the canvas.
    """

    auto_pans = True
    hands_free = True

    def __init__(self, canvas: Canvas, where: QPointF | None) -> None:
        at = QRectF(canvas.rect()).center() if where is None else where
        super().__init__(canvas, at)
        self.moved = True
        self._comes = where is None
        self._at, self._keys = at, NO_KEYS
        self._nudged = QPointF()
        self._inner = _moving(canvas, at)
        self._inner.moved = True
        boxes = {**canvas.scene.frames.boxes, **canvas.scene.notes.boxes}
        self._box = boxes.get(canvas.chosen_frame) or canvas.scene.bounds(canvas.selection)
        canvas.setCursor(Qt.CursorShape.SizeAllCursor)
        canvas.message.emit(
            tr("Move it with the pointer or the arrows: Enter or a click puts it down, Esc back, X and Y hold a line.")
        )
        self.move(at, NO_KEYS)

    def move(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        if self._comes and at != self._at:
            self._comes = False
            self._inner.origin += self.canvas.view.to_scene(at) - self.origin
            self.origin = self.canvas.view.to_scene(at)
        self._at, self._keys = at, keys
        self._inner.move(self._led(at), keys)
        if self.axis:
            self.canvas.update()

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier) -> None:
        """An arrow, X or Y; others mean nothing."""
        if key in _ARROWS:
            self._nudged += _ARROWS[key] * (_FAR_STEP if keys & Qt.KeyboardModifier.ShiftModifier else _STEP)
        elif key in (Qt.Key.Key_X, Qt.Key.Key_Y):
            axis: Axis = "x" if key == Qt.Key.Key_X else "y"
            self.axis = self._inner.axis = "" if self.axis == axis else axis
            self.canvas.update()
        self.move(self._at, self._keys)

    def end(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        self.canvas.unsetCursor()
        self._inner.end(self._led(at), keys)

    def cancel(self) -> None:
        self.canvas.unsetCursor()
        self._inner.cancel()

    def ports_named(self) -> list[Hit]:
        return self._inner.ports_named()

    def paint(self, painter: QPainter) -> None:
        self._inner.paint(painter)
        if self.axis:
            painter.setPen(QPen(current_theme().color("guide"), 1.0))
            painter.drawLines(self._line())

    def _line(self) -> list[QLineF]:
        """The line that is held, on both sides of what is held: over it it would strike the words out."""
        canvas, lift = self.canvas, self.canvas.lift
        way = self._inner.way(self._led(self._at), self._keys) if lift is None else lift.offset
        held = canvas.view.rect_to_widget(self._box.translated(way)).adjusted(-_CLEAR, -_CLEAR, _CLEAR, _CLEAR)
        at, sight = held.center(), QRectF(canvas.rect())
        if self.axis == "x":
            return [
                QLineF(sight.left(), at.y(), held.left(), at.y()),
                QLineF(held.right(), at.y(), sight.right(), at.y()),
            ]
        return [QLineF(at.x(), sight.top(), at.x(), held.top()), QLineF(at.x(), held.bottom(), at.x(), sight.bottom())]

    def _led(self, at: QPointF) -> QPointF:
        """Where the pointer would be had it gone the way of the arrows, too."""
        return at + self._nudged * self.canvas.view.scale


def _moving(canvas: Canvas, at: QPointF) -> Gesture:
    if canvas.chosen_frame in canvas.scene.notes.boxes:
        return MoveNote(canvas, at, canvas.chosen_frame)
    if canvas.chosen_frame in canvas.scene.frames.boxes:
        return MoveFrame(canvas, at, canvas.chosen_frame)
    return MoveNodes(canvas, at, canvas.selection[-1], NO_KEYS)
