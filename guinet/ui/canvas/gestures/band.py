"""Selecting with a rubber band on empty canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from guinet.ui.canvas.gestures.base import Gesture, adds
from guinet.ui.theme import current_theme

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas


class RubberBand(Gesture):
    """Selects what it touches; Shift adds, Ctrl takes the touched ones in or out. A mere click clears the selection,
    but not that of the wire it was on."""

    auto_pans = True

    def __init__(self, canvas: Canvas, at: QPointF, on_wire: bool = False) -> None:
        super().__init__(canvas, at)
        self._on_wire = on_wire
        self._before = canvas.selection
        self._wires_before = canvas.selected_wires
        self._at = at

    def move(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        self._at = at
        if self.moves_now(at):
            self.canvas.select(self._chosen(keys))
        self.canvas.update()

    def end(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        if self.moved:
            self.canvas.select(self._chosen(keys))
        elif not adds(keys) and not self._on_wire:
            self.canvas.select(())

    def cancel(self) -> None:
        self.canvas.select(self._before, self._wires_before)

    def paint(self, painter: QPainter) -> None:
        if self.moved:
            theme = current_theme()
            painter.setPen(QPen(theme.color("rubber-band"), 1))
            painter.setBrush(theme.color("rubber-band-fill"))
            painter.drawRect(self.canvas.view.rect_to_widget(self._rect()))

    def _rect(self) -> QRectF:
        return QRectF(self.origin, self.canvas.view.to_scene(self._at)).normalized()

    def _chosen(self, keys: Qt.KeyboardModifier) -> list[str]:
        touched = self.canvas.scene.nodes.touching(self._rect())
        if keys & Qt.KeyboardModifier.ControlModifier:
            return [node for node in self._before if node not in set(touched)] + [
                node for node in touched if node not in self._before
            ]
        if keys & Qt.KeyboardModifier.ShiftModifier:
            return list(dict.fromkeys([*self._before, *touched]))
        return touched
