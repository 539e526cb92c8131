"""Mouse, wheel, touchpad and drag-and-drop events, turned into gestures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)

from guinet.ui.canvas import files_dropped
from guinet.ui.canvas.gestures.band import RubberBand
from guinet.ui.canvas.gestures.base import NO_KEYS, Gesture, adds
from guinet.ui.canvas.gestures.cut import CutWires
from guinet.ui.canvas.gestures.drop import DropNode, dragged_kind
from guinet.ui.canvas.gestures.grab import Grab
from guinet.ui.canvas.gestures.move import MoveNodes
from guinet.ui.canvas.gestures.move_frame import MoveFrame
from guinet.ui.canvas.gestures.note import MoveNote, ResizeNote
from guinet.ui.canvas.gestures.pan import Pan
from guinet.ui.canvas.gestures.resize_frame import ResizeFrame
from guinet.ui.canvas.gestures.wire import DrawWire
from guinet.ui.canvas.hits import NOTHING, node_near, on_fold

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

_EDGE: Final = 28.0
"""Nearer than this to the canvas's edge, in pixels, a gesture moves the view along."""

_NEAR: Final = 40.0
"""Within so many pixels of a node the pointer is near it."""

_SPEED: Final = 14.0
"""Pixels per tick at the very edge."""

_WHEEL_STEP: Final = 1.2
"""Factor of scale for one notch of a wheel."""


class Pointer:
    """Starts gestures, feeds them, and cancels them with Esc, a second button or the loss of focus."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._button = Qt.MouseButton.NoButton
        self._keys = NO_KEYS
        self._ending = False
        self.at = QPointF()
        """Where the pointer was last, in widget coordinates."""
        self.near = ""
        """The node it is on or beside."""
        self.space_held = False
        self._rested: QPoint | None = None
        self._bars_menu = False
        """Whether the press that asks for a menu took a gesture back."""
        self._edge = QTimer(canvas)
        self._edge.setInterval(16)
        self._edge.timeout.connect(self._pan_along)

    def rest(self) -> None:
        """Keys work from here on."""
        self._rested = self._canvas.cursor().pos()

    @property
    def rests(self) -> bool:
        """Whether the pointer has stayed where it was when keys were used last."""
        return self._canvas.cursor().pos() == self._rested

    def place(self) -> QPointF:
        """Where the pointer is, or the middle when it is elsewhere."""
        at = self.inside()
        return QRectF(self._canvas.rect()).center() if at is None else at

    def inside(self) -> QPointF | None:
        """Where the pointer is, in widget coordinates; None when it is elsewhere."""
        canvas = self._canvas
        at = QPointF(canvas.mapFromGlobal(canvas.cursor().pos()))
        return at if canvas.underMouse() and QRectF(canvas.rect()).contains(at) else None

    # Gestures

    def cancel(self) -> bool:
        """Takes back the gesture that is going on; False when there is none."""
        gesture = self._let_go()
        if gesture is None:
            return False
        gesture.cancel()
        self._canvas.show_note("", QPointF())
        self._canvas.update()
        return True

    def cancel_foreign(self) -> None:
        """The graph changed under a gesture that did not change it (undo by key, a script): take the gesture back."""
        if not self._ending:
            self.cancel()

    def grab(self) -> None:
        """What is selected follows the pointer, without a button held."""
        canvas = self._canvas
        if canvas.selection or canvas.chosen_frame:
            self.cancel()
            canvas.end_glide()
            canvas.setFocus(Qt.FocusReason.OtherFocusReason)  # its keys are heard wherever it was asked for
            at = QPointF(canvas.mapFromGlobal(canvas.cursor().pos()))
            here = canvas.underMouse() and QRectF(canvas.rect()).contains(at)
            gesture = Grab(canvas, at if here else None)
            self.at = gesture.start
            self._begin(gesture, Qt.MouseButton.NoButton)

    def put_down(self) -> None:
        """Ends the gesture that goes on without a button, where the pointer is."""
        self._finish(self.at, self._keys)

    def _begin(self, gesture: Gesture, button: Qt.MouseButton) -> None:
        self._canvas.gesture, self._button = gesture, button
        self._canvas.set_hover(NOTHING)
        self._canvas.problem_cards.refresh()

    def _let_go(self) -> Gesture | None:
        gesture, self._canvas.gesture = self._canvas.gesture, None
        self._edge.stop()
        return gesture

    def _finish(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        gesture = self._let_go()
        if gesture is not None:
            self._ending = True
            try:
                gesture.end(at, keys)
            finally:
                self._ending = False
            self._canvas.problem_cards.refresh()
            self._canvas.update()

    def _feed(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        gesture = self._canvas.gesture
        if gesture is None:
            return
        self._keys = keys
        gesture.move(at, keys)
        if gesture.pans_now and self._edge_speed() != QPointF():
            self._edge.start()

    def _edge_speed(self) -> QPointF:
        def push(here: float, size: int) -> float:
            inward = min(1.0, max(0.0, (_EDGE - here) / _EDGE))
            outward = min(1.0, max(0.0, (here - size + _EDGE) / _EDGE))
            return (inward - outward) * _SPEED

        speed = QPointF(push(self.at.x(), self._canvas.width()), push(self.at.y(), self._canvas.height()))
        return speed if self._canvas.gesture is None else self._canvas.gesture.along(speed)

    def _pan_along(self) -> None:
        speed, gesture = self._edge_speed(), self._canvas.gesture
        if gesture is None or speed == QPointF():
            self._edge.stop()
            return
        self._canvas.pan_by(speed.x(), speed.y())
        gesture.move(self.at, self._keys)

    # Buttons

    def press(self, event: QMouseEvent) -> None:
        self.at = event.position()
        self._canvas.shows_focus = False
        self._canvas.end_glide()
        self._bars_menu = self._canvas.gesture is not None
        if self._canvas.gesture is not None:
            if self._canvas.gesture.hands_free and event.button() == Qt.MouseButton.LeftButton:
                self._finish(self.at, event.modifiers())
            self.cancel()
            return
        button, keys = event.button(), event.modifiers()
        if button == Qt.MouseButton.MiddleButton or (button == Qt.MouseButton.LeftButton and self.space_held):
            self._canvas.space_used()
            self._begin(Pan(self._canvas, self.at), button)
        elif button == Qt.MouseButton.LeftButton:
            self._press_left(keys)
        elif button == Qt.MouseButton.RightButton and keys & Qt.KeyboardModifier.ControlModifier:
            self._begin(CutWires(self._canvas, self.at), button)

    def _press_left(self, keys: Qt.KeyboardModifier) -> None:
        canvas, at = self._canvas, self.at
        hit = canvas.hit(at)
        if hit.what == "port":
            self._begin(DrawWire.at_port(canvas, at, hit, keys), Qt.MouseButton.LeftButton)
        elif hit.what == "node" and canvas.opened.corner(hit.id, at):
            canvas.opened.toggle(hit.id)
        elif hit.what == "node" and on_fold(canvas.scene, hit.id, canvas.view.to_scene(at), canvas.view.scale):
            canvas.appearance.collapse((hit.id,))
        elif hit.what == "node":
            self._begin(MoveNodes(canvas, at, hit.id, keys), Qt.MouseButton.LeftButton)
        elif hit.what == "wire":
            chosen = canvas.selected_wires if adds(keys) else ()
            rest = tuple(wire for wire in chosen if wire != hit.id)
            canvas.select(canvas.selection if adds(keys) else (), rest if hit.id in chosen else (*rest, hit.id))
            # Away from its ends a long wire is the ground a rubber band begins on: none is lost by accident.
            self._begin(DrawWire.at_wire(canvas, at, hit.id) or RubberBand(canvas, at, True), Qt.MouseButton.LeftButton)
        elif hit.what == "note" and hit.port:
            self._begin(ResizeNote(canvas, at, hit), Qt.MouseButton.LeftButton)
        elif hit.what == "note":
            self._begin(MoveNote(canvas, at, hit.id), Qt.MouseButton.LeftButton)
        elif hit.what == "frame" and hit.port:
            self._begin(ResizeFrame(canvas, at, hit), Qt.MouseButton.LeftButton)
        elif hit.what == "frame":
            self._begin(MoveFrame(canvas, at, hit.id), Qt.MouseButton.LeftButton)
        else:
            self._begin(RubberBand(canvas, at), Qt.MouseButton.LeftButton)

    def move(self, event: QMouseEvent) -> None:
        self.at = event.position()
        if self._canvas.gesture is not None:
            self._feed(self.at, event.modifiers())
        else:
            self._canvas.set_hover(self._canvas.hit(self.at))
            view = self._canvas.view
            self._come_near(node_near(self._canvas.scene, view.to_scene(self.at), _NEAR / view.scale))

    def leave(self) -> None:
        """The pointer is elsewhere."""
        if self._canvas.gesture is not None and self._canvas.gesture.hands_free:
            self._edge.stop()  # without a button nothing tells where it goes
        self._canvas.set_hover(NOTHING)
        self._come_near("")

    def _come_near(self, node: str) -> None:
        if node != self.near:
            self.near = node
            self._canvas.update()

    def release(self, event: QMouseEvent) -> None:
        self.at = event.position()
        if event.button() == self._button and self._canvas.gesture is not None:
            self._finish(self.at, event.modifiers())

    def double_click(self, event: QMouseEvent) -> None:
        self.at = event.position()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._canvas.gesture is not None and self._canvas.gesture.hands_free:
            self.press(event)  # soon after the click that selected: it puts down all the same
            return
        self.cancel()
        hit = self._canvas.hit(self.at)
        if hit.what == "nothing":
            self._canvas.search.open(self.at)
        elif hit.what == "node":
            self._canvas.select((hit.id,))
            self._canvas.activate(hit.id)
        elif hit.what == "frame":
            self._canvas.choose_frame(hit.id)
            self._canvas.blocks.rename_frame(hit.id)
        elif hit.what == "wire":
            self._canvas.edits.add_dot(hit.id, self.at)
        elif hit.what == "note":
            self._canvas.blocks.write_note(hit.id)

    def context(self, event: QContextMenuEvent) -> None:
        """Selects what the right button was pressed on, then asks for a menu; the Menu key asks for the selection's."""
        canvas, by_key = self._canvas, event.reason() == QContextMenuEvent.Reason.Keyboard
        if canvas.gesture is not None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return
        if self._bars_menu and not by_key:
            self._bars_menu = False
            return
        at = QPointF(event.pos())
        if by_key and canvas.selection:
            at = canvas.shown_rect(canvas.selection[-1]).center()
        hit = canvas.hit(at)
        if hit.what in ("node", "port") and hit.id not in canvas.selection:
            canvas.select((hit.id,))
        elif hit.what == "wire" and hit.id not in canvas.selected_wires:
            canvas.select((), (hit.id,))
        elif hit.what in ("frame", "note"):
            canvas.choose_frame(hit.id)
        self.at = at
        canvas.contextRequested.emit(hit, canvas.mapToGlobal(at).toPoint())

    # Wheel and touchpad

    def wheel(self, event: QWheelEvent) -> None:
        """A wheel zooms at the pointer, with Shift it scrolls; a touchpad scrolls, with Ctrl it zooms."""
        keys, pixels, angle = event.modifiers(), event.pixelDelta(), event.angleDelta()
        zooms = bool(keys & Qt.KeyboardModifier.ControlModifier)
        sideways = bool(keys & Qt.KeyboardModifier.ShiftModifier)
        notches = angle.y() / 120
        if zooms or (pixels.isNull() and not sideways and angle.x() == 0):
            self._canvas.zoom_by(_WHEEL_STEP**notches, event.position())
        elif not pixels.isNull():
            self._canvas.pan_by(pixels.x(), pixels.y())
        elif sideways:
            # Some systems turn Shift+wheel into a horizontal wheel themselves.
            self._canvas.pan_by((angle.y() or angle.x()) * 0.5, 0)
        else:
            self._canvas.pan_by(angle.x() * 0.5, angle.y() * 0.5)
        if self._canvas.gesture is not None:
            self._canvas.gesture.move(self.at, keys)
        event.accept()

    def native(self, event: QNativeGestureEvent) -> bool:
        """Pinching zooms; True when the event was used."""
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._canvas.zoom_by(max(0.2, 1.0 + event.value()), event.position())
            return True
        return False

    # Drag and drop

    def drag_enter(self, event: QDragEnterEvent) -> None:
        kind = dragged_kind(event.mimeData())
        if kind is None and files_dropped.is_welcome(event.mimeData()):
            event.acceptProposedAction()
            return
        if kind is None:
            event.ignore()
            return
        self.cancel()
        self.at = event.position()
        self._begin(DropNode(self._canvas, self.at, kind), Qt.MouseButton.NoButton)
        event.acceptProposedAction()

    def drag_move(self, event: QDragMoveEvent) -> None:
        self.at = event.position()
        self._feed(self.at, event.modifiers())
        event.acceptProposedAction()

    def drop(self, event: QDropEvent) -> None:
        self.at = event.position()
        if dragged_kind(event.mimeData()) is None and files_dropped.is_welcome(event.mimeData()):
            files_dropped.drop(self._canvas, event.mimeData(), self.at)
            event.acceptProposedAction()
            return
        if dragged_kind(event.mimeData()) is None or self._canvas.gesture is None:
            event.ignore()
            return
        self._finish(self.at, event.modifiers())
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        event.acceptProposedAction()
