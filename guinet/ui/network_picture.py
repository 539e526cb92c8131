"""A network as a small picture, for choosing among files."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.picture import paint_scene
from guinet.ui.canvas.scene import Scene
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr


class NetworkPicture(QWidget):
    """Shows the main block of a project, as large as fits, or a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("network_picture")
        self._scene: Scene | None = None
        self._words = ""

    def show_project(self, project: Project) -> None:
        scene = Scene(project, REGISTRY, MAIN)
        self._scene = scene if len(scene.nodes) else None
        self._words = "" if len(scene.nodes) else tr("The canvas is empty.")
        self.setAccessibleName(tr("Picture of the network"))
        self.setAccessibleDescription(tr("%n node(s)", "", len(scene.nodes)))
        self.update()

    def show_nothing(self, words: str) -> None:
        self._scene, self._words = None, words
        self.setAccessibleName(words)
        self.setAccessibleDescription("")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 220)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        rect = QRectF(self.rect())
        painter.fillRect(rect, theme.color("canvas"))
        if self._scene is not None:
            paint_scene(painter, self._scene, rect)
        else:
            painter.setFont(theme.font("body"))
            painter.setPen(theme.color("text-muted"))
            gap = theme.metric("space")
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(rect.adjusted(gap, gap, -gap, -gap), flags, self._words)
        painter.end()
