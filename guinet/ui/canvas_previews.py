"""Small pictures of the values below the nodes of a canvas: switched on and off in the View menu."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from guinet.session.events import Event
from guinet.session.messages.looks import AskPreviews, Preview, Previews
from guinet.ui.canvas.value_painter import height_below
from guinet.ui.theme import current_theme, theme_signals

if TYPE_CHECKING:
    from guinet.ui.window import Window

_SIDE: Final = 64.0
"""A preview's longer side, in scene units."""

_LEAST_SCALE: Final = 0.4
"""Zoomed out further, a preview could not be read."""


class CanvasPreviews(QWidget):
    """Lies over the canvas of `window` and lets everything through; asks for pictures when values come, while it is
    switched on."""

    def __init__(self, window: Window) -> None:
        super().__init__(window.canvas)
        self._window = window
        self._images: dict[str, QImage] = {}
        self._previews: Mapping[str, Preview] = {}
        self._block = ""
        self.on = False
        self.setObjectName("canvas_previews")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)
        window.canvas.installEventFilter(self)
        window.values.changed.connect(self._soon.start)
        window.canvas.blockChanged.connect(self._soon.start)
        window.bridge.received.connect(self.receive)
        theme_signals().changed.connect(self._forget)

    def toggle(self) -> None:
        """On or off; switched on without values, the network runs once."""
        self.on = not self.on
        if self.on and not self._window.values.values:
            self._window.values.evaluate()
        self._soon.start()

    @property
    def shown(self) -> Mapping[str, Preview]:
        """By node id what is painted."""
        return self._previews

    def receive(self, event: Event) -> None:
        if isinstance(event, Previews) and event.block == self._window.canvas.block_id and self.on:
            self._previews, self._block = event.nodes, event.block
            self._forget()
            self.setGeometry(self._window.canvas.rect())
            self.setVisible(bool(event.nodes))
            self.lower()  # below a search or a field that is open on the canvas

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._window.canvas.rect())
        return False

    def _ask(self) -> None:
        if self.on and self._window.values.values:
            self._window.panels.asks.emit(AskPreviews(block=self._window.canvas.block_id))
        elif not self.on or not self._window.values.evaluation.live:
            self._previews = {}
            self.hide()

    def _forget(self) -> None:
        self._images.clear()
        self.update()

    def _image(self, node: str, preview: Preview) -> QImage:
        found = self._images.get(node)
        if found is None:
            # numpy is read when there is something to paint, not when the window opens.
            from guinet.ui.panels.value_pictures import preview_image

            found = self._images[node] = preview_image(preview)
        return found

    def place(self, node: str) -> QRectF:
        """Where the picture of a node is, in the canvas's own pixels: below its card, or what is written there."""
        canvas = self._window.canvas
        rect = canvas.node_rect(canvas.scene.block.nodes[node].name)
        image = self._image(node, self._previews[node])
        scale = canvas.view.scale * _SIDE / max(image.width(), image.height(), 1)
        width, height = image.width() * scale, max(image.height() * scale, 4.0)
        look = canvas.scene.look(node)
        gap = 4.0 + (height_below(look.name, look.value) if look.shape.round else 0.0)
        return QRectF(rect.left(), rect.bottom() + gap * canvas.view.scale, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        canvas = self._window.canvas
        if canvas.block_id != self._block or canvas.view.scale < _LEAST_SCALE:
            return
        painter, theme = QPainter(self), current_theme()
        for node, preview in self._previews.items():
            if node not in canvas.scene.block.nodes or canvas.scene.block.nodes[node].collapsed:
                continue
            rect = self.place(node)
            if not rect.intersects(QRectF(event.rect())):
                continue
            painter.fillRect(rect, theme.color("value-zero"))
            painter.drawImage(rect, self._image(node, preview))
            painter.setPen(QPen(theme.color("node-border")))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)
        painter.end()


def toggle_previews(window: Window) -> None:
    """What the action does; the pictures are made ready when they are first wanted."""
    found = window.canvas.findChild(CanvasPreviews, "canvas_previews")
    previews = found if isinstance(found, CanvasPreviews) else CanvasPreviews(window)
    previews.toggle()
    action = window.actions_by_name["previews"]
    action.setCheckable(True)
    action.setChecked(previews.on)
