"""The way into a block and out of it, seen: the page before grows out of sight around the node one goes into, or
shrinks into the node one comes out of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

GOING_MS: Final = 200
_FRAME_MS: Final = 16


class Transition(QWidget):
    """A picture of the page before, over the canvas, which shows the other page already: a hand need not wait for it.
    None where the system asks for less motion."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._picture = QPixmap()
        self._from, self._to = QRectF(), QRectF()
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._step)
        self.setObjectName("transition")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    @contextmanager
    def into(self, node: str) -> Iterator[None]:
        """While the block in a node comes to be shown: the node grows until it fills the canvas."""
        whole, goal = QRectF(self._canvas.rect()), QRectF()
        if self._moves(node):
            box = self._canvas.shown_rect(node)
            scale = min(whole.width() / box.width(), whole.height() / box.height())
            goal = QRectF(whole.center() - box.center() * scale, whole.size() * scale)
            self._look()
        yield
        if not goal.isEmpty():
            self._start(whole, goal)

    @contextmanager
    def out_of(self, node: str) -> Iterator[None]:
        """While the block around comes to be shown: what was shown shrinks into its node there."""
        before = self._canvas.block_id
        moves = self._canvas.isVisible() and not _still()
        if moves:
            self._look()
        yield
        if moves and before != self._canvas.block_id and self._moves(node):
            self._start(QRectF(self._canvas.rect()), self._canvas.shown_rect(node))

    def end(self) -> None:
        """Shows the canvas as it is."""
        self._timer.stop()
        self._picture = QPixmap()
        self.hide()

    def _look(self) -> None:
        self.end()
        self._picture = self._canvas.grab()

    def _moves(self, node: str) -> bool:
        canvas = self._canvas
        return canvas.isVisible() and not _still() and node in canvas.scene.nodes

    def _start(self, start: QRectF, goal: QRectF) -> None:
        self._from, self._to = start, goal
        self.setGeometry(self._canvas.rect())
        self.raise_()
        self.show()
        self._clock.start()
        self._timer.start()

    def _share(self) -> float:
        """How much of the way is done, slower towards the end."""
        return 1 - (1 - min(1.0, self._clock.elapsed() / GOING_MS)) ** 3

    def _step(self) -> None:
        if self._clock.elapsed() >= GOING_MS:
            self.end()
        else:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        share = self._share()
        box = QRectF(
            self._from.topLeft() + (self._to.topLeft() - self._from.topLeft()) * share,
            self._from.size() + (self._to.size() - self._from.size()) * share,
        )
        painter = QPainter(self)
        painter.setOpacity(1 - share)
        painter.drawPixmap(box, self._picture, QRectF(self._picture.rect()))
        painter.end()


def _still() -> bool:
    from guinet.ui.motion import reduced_motion  # dear to read, and not needed for the first picture

    return reduced_motion()
