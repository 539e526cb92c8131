"""Mouse and keyboard of a real X display (xdotool), and a thread that uses them while the window's event loop runs."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

T = TypeVar("T")
PATIENCE = 60.0


class Hands(QObject):
    """Does what a person's hands do, from a thread of its own, so that drags and dialogs with loops of their own are
    driven like all else. Qt's objects are looked at through `see`, on the window's thread."""

    _asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def run(self, story: Callable[[], None]) -> bool:
        """Runs the event loop until the story is over; whether it ended well. What went wrong is printed."""
        loop, errors = QEventLoop(), list[str]()

        def tell() -> None:
            try:
                story()
            except BaseException:  # noqa: BLE001 - printed below
                errors.append(traceback.format_exc())
            self._asked.emit(loop.quit)

        threading.Thread(target=tell, name="hands", daemon=True).start()
        loop.exec()
        print("".join(errors), file=sys.stderr, flush=True)
        return not errors

    # Looking

    def see(self, look: Callable[[], T]) -> T:
        """What `look` gives on the window's thread; raises what it raises."""
        answers: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

        def answer() -> None:
            try:
                answers.put((look(), None))
            except BaseException as error:  # noqa: BLE001 - raised again in the other thread
                answers.put((None, error))

        self._asked.emit(answer)
        value, error = answers.get(timeout=PATIENCE)
        if error is not None:
            raise error
        return value  # type: ignore[return-value]

    def until(self, what: str, look: Callable[[], T | None]) -> T:
        """Waits until `look` gives something true, and returns it."""
        end = time.monotonic() + PATIENCE
        while not (value := self.see(look)):
            assert time.monotonic() < end, f"it did not come to this: {what}\n{self.see(self.sight)}"
            time.sleep(0.01)
        assert value is not None  # or it would still wait
        return value

    @staticmethod
    def sight() -> str:
        """What a person would tell who cannot go on: where the pointer is, on what, and where the keyboard is."""
        at = QCursor.pos()
        return f"pointer {at.toTuple()} on {QApplication.widgetAt(at)}, keyboard at {QApplication.focusWidget()}"

    def until_focus(self, widget: Callable[[], QWidget | None]) -> None:
        """There is no window manager on this display: gives the window of a widget the focus as one would."""

        def focused() -> bool:
            found = widget()
            if found is None or not found.isVisible():
                return False
            if QApplication.activeWindow() is not found.window():
                found.window().activateWindow()
                return False
            return True

        self.until("the window has the focus", focused)

    def _answer(self, ask: Callable[[], None]) -> None:
        ask()

    # Doing

    def move(self, widget: QWidget, at: QPointF | QPoint) -> None:
        """Moves the pointer to a point of a widget."""
        spot = self.see(lambda: widget.mapToGlobal(QPointF(at)))
        _xdotool("mousemove", str(round(spot.x())), str(round(spot.y())))

    def press(self) -> None:
        _xdotool("mousedown", "1")

    def release(self) -> None:
        _xdotool("mouseup", "1")

    @contextmanager
    def holding(self, key: str) -> Iterator[None]:
        """Holds a key down: "ctrl", "shift"."""
        _xdotool("keydown", key)
        try:
            yield
        finally:
            _xdotool("keyup", key)

    def click(self, widget: QWidget, at: QPointF | QPoint | None = None) -> None:
        """Clicks on a widget, in its middle where no point is given; there, only once the pointer is seen to be on it,
        as a person would who sees a card move away."""
        if at is not None:
            self.move(widget, at)
        else:
            self._aim(widget)
        _xdotool("click", "1")

    def _aim(self, widget: QWidget) -> None:
        def hit() -> bool:
            under = QApplication.widgetAt(QCursor.pos())
            return under is not None and (under is widget or widget.isAncestorOf(under))

        end = time.monotonic() + PATIENCE
        while True:
            self.move(widget, self.see(lambda: widget.rect().center()))
            if self.see(hit):
                return
            assert time.monotonic() < end, f"the pointer cannot come to {self.see(widget.objectName)}"
            time.sleep(0.01)

    def double_click(self, widget: QWidget, at: QPointF) -> None:
        self.move(widget, at)
        _xdotool("click", "--repeat", "2", "--delay", "40", "1")

    def keys(self, *names: str) -> None:
        """Presses keys one after the other, named as X names them: "ctrl+z", "Return"."""
        _xdotool("key", "--delay", "8", *names)

    def type(self, text: str) -> None:
        _xdotool("type", "--delay", "8", text)


def _xdotool(*arguments: str) -> None:
    subprocess.run(["xdotool", *arguments], check=True, timeout=PATIENCE, env=os.environ)
