"""The keyboard on the canvas. Keys typed into a field over it never come here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence

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


class Keys:
    """Space alone opens the search when it is let go; held, it makes the left button pan.

    A letter opens the search with that letter typed. F with nodes selected frames them, M mutes and B bypasses them,
    unless another letter follows at once: then it was the first of a word ("flatten"). With nothing selected they are
    letters like any other.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._space_used = False
        self._lone = QTimer(canvas)
        self._lone.setSingleShot(True)
        self._lone.setInterval(_WORD_MS)
        self._lone.timeout.connect(lambda: self._alone())
        self._letter = ""
        self._alone: Callable[[], None] = canvas.frame_selection

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key is a letter for the search first, and a shortcut only if it stays alone."""
        return event.key() in (Qt.Key.Key_F, Qt.Key.Key_M, Qt.Key.Key_B) and not event.modifiers()

    def press(self, event: QKeyEvent) -> None:
        if self._lone.isActive():
            self._lone.stop()
            if event.text().isalnum() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._canvas.search.open(self._canvas.pointer.place(), text=self._letter + event.text())
                return
            self._alone()
        if not (self._command(event) or self._plain(event)):
            event.ignore()

    def release(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            event.ignore()
            return
        held = self._canvas.pointer.space_held
        self.forget()
        if held and not self._space_used:
            self._canvas.search.open(self._canvas.pointer.place())

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
        return self._walk(forward)

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
        order = walking_order(canvas)
        place = order.index(here) + (1 if forward else -1)
        if not 0 <= place < len(order):
            return False
        canvas.shows_focus = True
        canvas.select((order[place],))
        canvas.reveal(order[place])
        return True

    def _command(self, event: QKeyEvent) -> bool:
        canvas = self._canvas
        standard = QKeySequence.StandardKey
        commands = (
            (standard.Copy, canvas.copy),
            (standard.Cut, canvas.cut),
            (standard.Paste, canvas.paste),
            (standard.SelectAll, canvas.select_all),
            (standard.ZoomIn, lambda: canvas.zoom_by(1.2)),
            (standard.ZoomOut, lambda: canvas.zoom_by(1 / 1.2)),
        )
        for key, action in commands:
            if event.matches(key):
                action()
                return True
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            if event.key() == Qt.Key.Key_D:
                canvas.duplicate()
                return True
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                canvas.edits.dissolve()
                return True
        return False

    def _plain(self, event: QKeyEvent) -> bool:
        canvas, key = self._canvas, Qt.Key(event.key())
        if key in _ARROWS and event.modifiers() & Qt.KeyboardModifier.ControlModifier and canvas.selection:
            canvas.nudge(*_ARROWS[key])
            return True
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        if key in _ARROWS:
            self._arrow(*_ARROWS[key], far=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            canvas.delete()
        elif key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                canvas.pointer.space_held, self._space_used = True, False
        elif key == Qt.Key.Key_Home:
            canvas.frame_all()
        elif self.takes(event) and canvas.selection:
            self._await_word(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and canvas.selection:
            canvas.activate(canvas.selection[-1])
        elif key == Qt.Key.Key_Escape:
            return self._escape()
        elif event.text().isalnum():
            canvas.search.open(self._canvas.pointer.place(), text=event.text())
        else:
            return False
        return True

    def _await_word(self, event: QKeyEvent) -> None:
        """Does what the letter stands for unless another follows at once."""
        edits = self._canvas.edits
        meanings = {
            Qt.Key.Key_F: self._canvas.frame_selection,
            Qt.Key.Key_M: edits.mute,
            Qt.Key.Key_B: edits.bypass,
        }
        self._letter, self._alone = event.text(), meanings[Qt.Key(event.key())]
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
            first = walking_order(canvas)[0]
            canvas.shows_focus = True
            canvas.select((first,))
            canvas.reveal(first)


def walking_order(canvas: Canvas) -> list[str]:
    """The nodes along the wires: from the leftmost start downstream, each as soon as it is reached."""
    block = canvas.scene.block
    starts = sorted(block.nodes.values(), key=lambda node: (bool(block.incoming(node.id)), node.position))
    order: dict[str, None] = {}
    for start in starts:
        stack = [start.id]
        while stack:
            node = stack.pop()
            if node not in order:
                order[node] = None
                after = {other for other in block.successors(node) if other in block.nodes}
                stack += sorted(after, key=lambda other: block.nodes[other].position[1], reverse=True)
    return list(order)
