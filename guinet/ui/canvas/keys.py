"""The keyboard on the canvas. Keys typed into a field over it never come here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence

from guinet.core.reaching import along

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_STEP: Final = 10.0
_FAR_STEP: Final = 50.0
"""How far an arrow moves the selection, in scene units, and with Shift; with Ctrl it is one unit."""

_WORD_MS: Final = 350
"""So soon after an F, M or B, in milliseconds, another letter makes it the first of a word."""

_HELD_MS: Final = 450
"""Who holds Space for longer, in milliseconds, means to pan, and not to search."""

_REPEAT_MS: Final = 25
"""So soon after Space was let go nobody presses it: then the system repeats a key that is held, and Qt has not seen
that it does."""

_NEAR_PLAIN: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier

_LETTERS: Final = {"frame_selection": "F", "mute": "M", "bypass": "B", "grab": "G", "collapse": "H"}
"""The actions a letter stands for where no window has given the canvas others."""


class Keys:
    """Space alone opens the search when it is let go; held, it makes the left button pan.

    A letter opens the search with that letter typed. F with nodes selected frames them, M mutes, B bypasses and H
    collapses them, unless another letter follows at once: then it was the first of a word ("flatten"). G grabs them at
    once, and lets them go where it was the first of a word. With nothing selected they are letters like any other. So
    is every letter that somebody chose for an action of the canvas.

    While something is grabbed, keys without Ctrl or Alt are its own.

    What a window has an action for is done by the keys of that action only, which people may choose.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._space_used = False
        self._space_down = self._space_up = -_REPEAT_MS
        """When Space was pressed and let go last, in milliseconds of the system's clock."""
        self._lone = QTimer(canvas)
        self._lone.setSingleShot(True)
        self._lone.setInterval(_WORD_MS)
        self._lone.timeout.connect(lambda: self._alone())
        self._letter = ""
        self._alone: Callable[[], object] = canvas.frame_selection

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key is a letter for the search first, and a shortcut only if it stays alone; or no shortcut at all,
        because something is grabbed."""
        return self._is_held(event) or (not event.modifiers() and self._meaning(event) is not None)

    def _is_held(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to what is grabbed."""
        gesture = self._canvas.gesture
        return gesture is not None and gesture.hands_free and not event.modifiers() & ~_NEAR_PLAIN

    def _hold(self, event: QKeyEvent) -> None:
        """Does what a key means to what is grabbed."""
        canvas, key = self._canvas, Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            canvas.pointer.put_down()
        elif key == Qt.Key.Key_Escape:
            canvas.cancel_gesture()
        elif canvas.gesture is not None:
            canvas.gesture.key(key, event.modifiers())

    def _meaning(self, event: QKeyEvent) -> tuple[str, Callable[[], object]] | None:
        """What a letter stands for when it stays alone: an action by its name, and what it does."""
        letter = event.text().upper()
        if len(letter) != 1 or not letter.isalnum():
            return None
        canvas = self._canvas
        for action in canvas.actions():
            if action.shortcut().toString() == letter:
                return action.objectName(), action.trigger
        name = next((name for name, key in _LETTERS.items() if key == letter and self._free(name)), "")
        meanings: dict[str, Callable[[], object]] = {
            "frame_selection": canvas.frame_selection,
            "mute": canvas.edits.mute,
            "bypass": canvas.edits.bypass,
            "grab": canvas.pointer.grab,
            "collapse": canvas.appearance.collapse,
        }
        return (name, meanings[name]) if name else None

    def _free(self, name: str) -> bool:
        """Whether no window has an action for this."""
        return all(action.objectName() != name for action in self._canvas.actions())

    def press(self, event: QKeyEvent) -> None:
        if self._lone.isActive():
            self._lone.stop()
            held = self._is_held(event) and (event.key() in (Qt.Key.Key_X, Qt.Key.Key_Y) or event.isAutoRepeat())
            if event.text().isalnum() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier and not held:
                self._canvas.cancel_gesture()
                self._canvas.search.open(self._place(), text=self._letter + event.text())
                return
            self._alone()
        if self._is_held(event):
            self._hold(event)
        elif not (self._command(event) or self._plain(event)):
            event.ignore()

    def release(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            event.ignore()
            return
        held = self._canvas.pointer.space_held
        self.forget()
        self._space_up = event.timestamp()
        if held and not self._space_used and event.timestamp() - self._space_down < _HELD_MS:
            self._canvas.search.open(self._place())

    def _place(self) -> QPointF:
        """Where the search opens: at the node that keys have added or chosen, until the pointer moves; else at that."""
        canvas = self._canvas
        if canvas.pointer.rests and len(canvas.selection) == 1:
            return canvas.shown_rect(canvas.selection[0]).center()
        return canvas.pointer.place()

    def forget(self) -> None:
        """No key is held any more."""
        self._canvas.pointer.space_held = False

    def use_space(self) -> None:
        """Space was held for a pan: letting it go means nothing."""
        self._space_used = True

    def press_tab(self, event: QKeyEvent) -> bool:
        """Takes Tab before Qt moves the focus; False for other keys, and past the last node."""
        forward, backward = event.key() == Qt.Key.Key_Tab, event.key() == Qt.Key.Key_Backtab
        if not (forward or backward) or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        return self._is_held(event) or self._walk(forward)

    def _walk(self, forward: bool) -> bool:
        """Goes to the next node along the wires, or opens the search when nothing is selected.

        False when there is no farther node: the focus goes on to the next widget.
        """
        canvas = self._canvas
        if not canvas.selection:
            if forward:
                canvas.search.open(self._canvas.pointer.place())
            return forward
        here = canvas.selection[-1]
        order = along(canvas.scene.block)
        place = order.index(here) + (1 if forward else -1)
        if not 0 <= place < len(order):
            return False
        canvas.shows_focus = True
        canvas.select((order[place],))
        canvas.pointer.rest()
        canvas.reveal(order[place])
        return True

    def _command(self, event: QKeyEvent) -> bool:
        canvas = self._canvas
        standard = QKeySequence.StandardKey
        commands = (
            ("copy", standard.Copy, canvas.copy),
            ("cut", standard.Cut, canvas.cut),
            ("paste", standard.Paste, canvas.paste),
            ("select_all", standard.SelectAll, canvas.select_all),
            ("", standard.ZoomIn, lambda: canvas.zoom_by(1.2)),
            ("", standard.ZoomOut, lambda: canvas.zoom_by(1 / 1.2)),
        )
        for name, key, action in commands:
            if event.matches(key) and self._free(name):
                action()
                return True
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            if event.key() == Qt.Key.Key_D and self._free("duplicate"):
                canvas.duplicate()
                return True
            if event.key() == Qt.Key.Key_Backspace or (
                event.key() == Qt.Key.Key_Delete and self._free("delete_reconnect")
            ):
                canvas.edits.dissolve()
                return True
        return False

    def _plain(self, event: QKeyEvent) -> bool:
        canvas, key = self._canvas, Qt.Key(event.key())
        if key in _ARROWS and event.modifiers() & Qt.KeyboardModifier.ControlModifier and canvas.selection:
            canvas.nudge(*_ARROWS[key])
            return True
        if event.modifiers() & ~_NEAR_PLAIN:
            return False
        if key in _ARROWS:
            self._arrow(*_ARROWS[key], far=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Backspace or (key == Qt.Key.Key_Delete and self._free("delete")):
            canvas.delete()
        elif key == Qt.Key.Key_Space:
            self._hold_space(event)
        elif key == Qt.Key.Key_Home and self._free("frame_all"):
            canvas.frame_all()
        elif self.takes(event) and canvas.selection:
            self._await_word(event)
        elif canvas.selection and (key == Qt.Key.Key_Enter or (key == Qt.Key.Key_Return and self._free("enter_block"))):
            canvas.activate(canvas.selection[-1])
        elif key == Qt.Key.Key_Escape:
            return self._escape()
        elif event.text().isalnum():
            canvas.search.open(self._place(), text=event.text())
        else:
            return False
        return True

    def _hold_space(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        self._canvas.pointer.space_held = True
        if event.timestamp() - self._space_up >= _REPEAT_MS:
            self._space_down, self._space_used = event.timestamp(), False

    def _await_word(self, event: QKeyEvent) -> None:
        """Does what the letter stands for unless another follows at once."""
        meaning = self._meaning(event)
        if meaning is not None:
            self._letter, self._alone = event.text(), meaning[1]
            if meaning[0] == "grab":  # a hand moves on at once
                self._alone()
                self._alone = _nothing
            self._lone.start()

    def _escape(self) -> bool:
        """Cancels the gesture, else clears the selection, else leaves the block; False when there was none of it."""
        canvas = self._canvas
        if canvas.cancel_gesture():
            return True
        had = bool(canvas.selection or canvas.selected_wires or canvas.chosen_frame)
        canvas.select(())
        return had or canvas.leave()

    def _arrow(self, dx: int, dy: int, far: bool) -> None:
        canvas = self._canvas
        step = _FAR_STEP if far else _STEP
        if canvas.selection:
            canvas.nudge(dx * step, dy * step)
        elif len(canvas.scene.nodes):
            first = along(canvas.scene.block)[0]
            canvas.shows_focus = True
            canvas.select((first,))
            canvas.pointer.rest()
            canvas.reveal(first)


def _nothing() -> None:
    """What a letter has done already."""
