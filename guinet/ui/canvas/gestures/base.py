"""What every gesture is: it starts, follows the pointer, and either ends in one undo step or leaves nothing behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas
    from guinet.ui.canvas.hits import Hit

Axis: TypeAlias = Literal["", "x", "y"]

NO_KEYS = Qt.KeyboardModifier.NoModifier
_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class Gesture:
    """Made at the press; then `move` any number of times, then exactly one of `end` and `cancel`.

    Points are in widget coordinates. The graph is changed in `end` only, in one transaction.
    """

    auto_pans: ClassVar[bool] = False
    """Whether the view moves along when the pointer is near the canvas's edge."""

    hands_free: ClassVar[bool] = False
    """Whether it goes on without a button: a click or Enter ends it, and plain keys are its own."""

    axis: Axis = ""
    """What moves does so along this only."""

    def __init__(self, canvas: Canvas, at: QPointF) -> None:
        self.canvas = canvas
        self.start = at
        self.origin = canvas.view.to_scene(at)
        self.moved = False

    def moves_now(self, at: QPointF) -> bool:
        """Whether the pointer has gone far enough from the press to mean more than a click."""
        self.moved = self.moved or (at - self.start).manhattanLength() >= 4
        return self.moved

    @property
    def pans_now(self) -> bool:
        """Whether the view should move along if the pointer is at the edge."""
        return self.auto_pans and self.moved

    def way(self, at: QPointF, keys: Qt.KeyboardModifier) -> QPointF:
        """How far the pointer has come, in scene units: in steps of the grid, unless Alt is held."""
        way = self.canvas.view.to_scene(at) - self.origin
        return self.along(way if keys & Qt.KeyboardModifier.AltModifier else QPointF(*self.canvas.on_grid(way)))

    def along(self, way: QPointF) -> QPointF:
        """What of a way is along the axis, if there is one."""
        return QPointF(0.0 if self.axis == "y" else way.x(), 0.0 if self.axis == "x" else way.y())

    def move(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """The pointer is at `at`, with these modifier keys."""

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier) -> None:
        """A key was pressed that belongs to it: only one that goes on without a button hears any."""

    def end(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """The button was let go."""

    def cancel(self) -> None:
        """Takes back everything the gesture showed."""

    def ports_named(self) -> list[Hit]:
        """The ports whose names stand beside them meanwhile."""
        return []

    def paint(self, painter: QPainter) -> None:
        """Paints what the gesture shows, in widget coordinates."""


def adds(keys: Qt.KeyboardModifier) -> bool:
    """Whether these keys add to the selection instead of replacing it."""
    return bool(keys & _ADDING)
