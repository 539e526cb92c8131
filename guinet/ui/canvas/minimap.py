"""The whole block in a corner, with the part in sight framed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from guinet.ui.canvas.node_painter import node_color
from guinet.ui.canvas.view import View, fitted
from guinet.ui.theme import Theme, current_theme
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

_AT_ONCE: Final = 2000
"""A map of more nodes is drawn between gestures: it takes longer than a frame may."""

_SOON_MS: Final = 100


class Minimap(QWidget):
    """A click or a drag brings that place to the middle of the canvas. Hidden while all of the block is in sight,
    and where a block is open in place."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._wanted = True
        self._picture: QPixmap | None = None
        self._stale = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._renew)
        theme = current_theme()
        self.resize(theme.pixels("minimap-width"), theme.pixels("minimap-height"))
        self.setObjectName("minimap")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Minimap"))
        self.refresh()

    def set_wanted(self, wanted: bool) -> None:
        self._wanted = wanted
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.setAccessibleName(tr("Minimap"))
        super().changeEvent(event)

    def place(self) -> None:
        """Moves to the bottom left corner of the canvas; a small canvas has no room for it."""
        margin = current_theme().pixels("minimap-margin")
        self.move(margin, self._canvas.height() - self.height() - margin)
        self._decide()

    def refresh(self) -> None:
        """The graph, its problems or the theme changed."""
        self._stale = True
        self._decide()
        self.update()

    def follow(self) -> None:
        """The view changed."""
        self._decide()
        self.update()

    def _decide(self) -> None:
        canvas = self._canvas
        roomy = canvas.width() >= 480 and canvas.height() >= 320
        everything = canvas.view.rect_to_widget(canvas.scene.bounds())
        beyond = not QRectF(canvas.rect()).adjusted(-2, -2, 2, 2).contains(everything)
        free = not canvas.opened.covers(self.geometry())
        self.setVisible(self._wanted and roomy and len(canvas.scene.nodes) > 0 and beyond and free)

    def _view(self) -> View:
        """The view that shows the block and what the canvas shows of it."""
        return fitted(self._canvas.scene.bounds(), QSizeF(self.size()), largest=0.25, margin=10.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, view = current_theme(), self._view()
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = self._ground(ratio)
            self._stale = True
        if self._stale and len(self._canvas.scene.nodes) <= _AT_ONCE:
            self._make()
        elif self._stale:
            self._soon.start()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        sight = view.rect_to_widget(self._canvas.view.rect_to_scene(QRectF(self._canvas.rect())))
        painter.setClipRect(self.rect().adjusted(1, 1, -1, -1))
        painter.setPen(QPen(theme.color("minimap-view"), 1.2))
        painter.setBrush(theme.color("minimap-view", 0.08))
        painter.drawRect(sight.intersected(QRectF(self.rect()).adjusted(1, 1, -2, -2)))
        painter.end()

    def _renew(self) -> None:
        if self._canvas.gesture is not None:
            self._soon.start()
        elif self._stale and self.isVisible():
            self._make()
            self.update()

    def _ground(self, ratio: float) -> QPixmap:
        """The map without anything on it."""
        theme = current_theme()
        picture = QPixmap((QSizeF(self.size()) * ratio).toSize())
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("minimap-border"))
        painter.setBrush(theme.color("minimap"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()
        return picture

    def _make(self) -> None:
        theme, scene, view, ratio = current_theme(), self._canvas.scene, self._view(), self.devicePixelRatioF()
        self._stale, self._picture = False, self._ground(ratio)
        painter = QPainter(self._picture)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("minimap-node"))
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.drawRects(self._nodes(view, ratio))
        for place, color in self._coloured(view, ratio, theme):
            painter.fillRect(place, color)
        painter.restore()
        painter.setBrush(theme.color("node-error"))
        for node in scene.problems:
            if node in scene.nodes and scene.is_broken(node):
                box = view.rect_to_widget(scene.rect(node))
                painter.drawRect(QRectF(box.topLeft(), box.size().expandedTo(QSizeF(2, 2))))
        painter.end()

    def _nodes(self, view: View, ratio: float) -> list[QRect]:
        """All nodes, in device pixels. The map may come into sight in the middle of a gesture, where most of 10,000
        nodes fall on the same few pixels: those are painted once."""
        scale, x, y = view.scale * ratio, view.x, view.y
        found = {
            (int((left - x) * scale), int((top - y) * scale), int((right - x) * scale), int((bottom - y) * scale))
            for left, top, right, bottom, *_ in self._canvas.scene.nodes.rows()
        }
        return [QRect(left, top, max(1, right - left), max(1, bottom - top)) for left, top, right, bottom in found]

    def _coloured(self, view: View, ratio: float, theme: Theme) -> list[tuple[QRect, QColor]]:
        """The nodes that have a colour of their own, in device pixels: by it a person finds them again."""
        scene, found = self._canvas.scene, []
        for node in scene.block.nodes.values():
            if node.colour and node.id in scene.nodes:
                box = view.rect_to_widget(scene.rect(node.id))
                place = QRectF(box.topLeft() * ratio, box.size() * ratio).toAlignedRect()
                found.append((place.united(QRect(place.topLeft(), QSize(1, 1))), node_color(node.colour, theme)))
        return found

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._look_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._look_at(event.position())

    def _look_at(self, at: QPointF) -> None:
        canvas = self._canvas
        target = canvas.view.to_widget(self._view().to_scene(at))
        way = QRectF(canvas.rect()).center() - target
        canvas.pan_by(way.x(), way.y())
