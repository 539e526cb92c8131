"""The autograd graph under the hand: zoom, pan, select, walk along the lines with the arrow keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from guinet.core.record_view import Box, BoxKind, Drawing
from guinet.core.recorded import Key
from guinet.ui.canvas.view import View, fitted
from guinet.ui.panels.autograd_painter import Marks, note_text, paint_graph
from guinet.ui.panels.autograd_scene import GraphScene
from guinet.ui.panels.flow_words import flow_words
from guinet.ui.theme import current_theme, theme_signals
from guinet.ui.translate import tr

_STEP: Final = 1.25
_REACH: Final = 5.0
"""How near to a line the pointer must be, in pixels."""
_LEAST_READABLE: Final = 0.8
"""The scale a large graph is first seen at: its end, where the loss is, rather than all of it as a line of dust."""


class GraphView(QWidget):
    """Signals: `picked(number)` when a box is clicked or reached with a key, -1 for none; `toggled(number)` when a box
    is to be opened or closed."""

    picked = Signal(int)
    toggled = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("autograd_graph")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.scene = GraphScene(Drawing())
        self.view = View()
        self.marks = Marks()
        self._pressed: QPointF | None = None
        self._panned = False
        self._fits = True
        theme_signals().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(600, 220)

    def show_drawing(self, drawing: Drawing, stay: Box | None = None) -> None:
        """Shows another drawing; where `stay` or what it holds is in it again, that stays in its place."""
        if self.scene.same_boxes(drawing):
            # The same graph of another moment: what is looked at stays.
            self.scene = GraphScene(drawing)
            self.update()
            return
        before = self._rect_of(stay)
        self.scene = GraphScene(drawing)
        self.marks = Marks()
        after = self._rect_of(stay)
        if before is not None and after is not None:
            shift = after.topLeft() - before.topLeft()
            self.view = View(self.view.scale, self.view.x + shift.x(), self.view.y + shift.y())
            self._fits = False
            self.update()
        else:
            self.begin()

    def _rect_of(self, box: Box | None) -> QRectF | None:
        """Where the box is, or one that shares a function with it."""
        wanted = set(box.functions) if box is not None else set()
        found = (n for n, other in enumerate(self.scene.boxes) if wanted.intersection(other.functions))
        number = next(found, None)
        return None if number is None else self.scene.rects[number]

    # Where it looks

    def begin(self) -> None:
        """All of it, or its end where that would be too small to read."""
        self.fit()
        if self.view.scale < _LEAST_READABLE:
            ends = [self.scene.rects[n] for n, box in enumerate(self.scene.boxes) if box.ends]
            anchor = ends[0] if ends else self.scene.bounds
            width, height = self.width() / _LEAST_READABLE, self.height() / _LEAST_READABLE
            x = anchor.right() + 40.0 - width
            self.view = View(_LEAST_READABLE, x, anchor.center().y() - height / 2)
            self._fits = False
        self.update()

    def fit(self) -> None:
        """All of it."""
        self.view = fitted(self.scene.bounds, QSizeF(self.size()), 1.0, 8.0)
        self._fits = True
        self.update()

    def zoom(self, factor: float, anchor: QPointF | None = None) -> None:
        self.view = self.view.zoomed(factor, anchor if anchor is not None else QPointF(self.rect().center()))
        self._fits = False
        self.update()

    def reveal(self, number: int) -> None:
        """Moves so that a box is seen, no further than need be."""
        rect = self.view.rect_to_widget(self.scene.rects[number])
        if not QRectF(self.rect()).adjusted(8, 8, -8, -8).contains(rect):
            middle = self.scene.rects[number].center()
            width, height = self.width() / self.view.scale, self.height() / self.view.scale
            self.view = View(self.view.scale, middle.x() - width / 2, middle.y() - height / 2)
            self._fits = False
        self.update()

    # What is marked

    def select(self, number: int | None) -> None:
        """Marks a box, without a signal."""
        self.marks.selected = number
        self.setAccessibleDescription(self._described(number))
        if number is not None:
            self.reveal(number)
        self.update()

    def show_keys(self, keys: Iterable[Key]) -> None:
        """Marks what the nodes selected on the canvas made, and moves there if none of it is seen."""
        shown = self.scene.of_keys(keys)
        self.marks.shown = frozenset(shown)
        seen = set(self.scene.boxes_in(self.view.rect_to_scene(QRectF(self.rect()))))
        if shown and not seen.intersection(shown):
            self.reveal(shown[0])
        self.update()

    def show_found(self, numbers: Iterable[int]) -> None:
        """Marks what was searched for."""
        self.marks.found = frozenset(numbers)
        self.update()

    def rect_of(self, number: int) -> QRectF:
        """Where a box is in the widget."""
        return self.view.rect_to_widget(self.scene.rects[number])

    def _described(self, number: int | None) -> str:
        if number is None:
            return ""
        box = self.scene.boxes[number]
        return f"{box.title}, {note_text(box)}".rstrip(", ")

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = current_theme()
        painter.fillRect(event.rect(), theme.color("canvas"))
        area = self.view.rect_to_scene(QRectF(event.rect()))
        paint_graph(painter, self.scene, self.view, area, self.marks)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.begin()

    # Hands

    def wheelEvent(self, event: QWheelEvent) -> None:
        step = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._pan(QPointF(step.y() or step.x(), 0.0))
        else:
            self.zoom(_STEP ** (step.y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed, self._panned = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            over = self.scene.box_at(self.view.to_scene(event.position()))
            self.setCursor(Qt.CursorShape.ArrowCursor if over is None else Qt.CursorShape.PointingHandCursor)
            return
        moved = event.position() - self._pressed
        if self._panned or moved.manhattanLength() >= QApplication.startDragDistance():
            self._panned = True
            self._pressed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._pan(moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is not None and not self._panned and event.button() is Qt.MouseButton.LeftButton:
            self._pick(self.scene.box_at(self.view.to_scene(event.position())))
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        number = self.scene.box_at(self.view.to_scene(event.position()))
        if number is not None:
            self.toggled.emit(number)

    def _pan(self, moved: QPointF) -> None:
        self.view = self.view.panned(moved.x(), moved.y())
        self._fits = False
        self.update()

    def _pick(self, number: int | None) -> None:
        self.select(number)
        self.picked.emit(-1 if number is None else number)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip_at(self.view.to_scene(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    def _tip_at(self, point: QPointF) -> str:
        """Of the box there, else of the line; nothing on empty ground."""
        number = self.scene.box_at(point)
        if number is not None:
            return self._tip(self.scene.boxes[number])
        line = self.scene.line_at(point, _REACH / self.view.scale)
        if line is None:
            return ""
        earlier, later = (self.scene.boxes[number].title for number in self.scene.drawing.lines[line])
        return f"{later} → {earlier}\n{flow_words(self.scene.drawing.flows[line])}"

    def _tip(self, box: Box) -> str:
        lines = [box.title, note_text(box)]
        if box.kind is BoxKind.GROUP:
            lines.append(tr("Double-click or Enter opens it."))
        return "\n".join(line for line in lines if line)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_F, Qt.Key.Key_Home):
            self.fit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _STEP)
        elif key == Qt.Key.Key_Escape and self.marks.selected is not None:
            self._pick(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.marks.selected is not None:
            self.toggled.emit(self.marks.selected)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(Qt.Key(key))
        else:
            super().keyPressEvent(event)

    def _walk(self, key: Qt.Key) -> None:
        """Along a line to the left or right, up and down in a column; without a selection, to where it begins."""
        scene, here = self.scene, self.marks.selected
        if not scene.boxes:
            return
        if here is None:
            self._pick(next((n for n, box in enumerate(scene.boxes) if box.ends), 0))
            return
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            there = scene.beside(here, 1 if key == Qt.Key.Key_Down else -1)
        else:
            ways = scene.before[here] if key == Qt.Key.Key_Left else scene.after[here]
            there = min(ways, key=lambda each: abs(scene.rects[each].y() - scene.rects[here].y()), default=None)
        if there is not None:
            self._pick(there)
