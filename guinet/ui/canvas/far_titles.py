"""The titles of frames when zoomed out: over the nodes, at a size that can be read, and never over one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from guinet.core.graph import Frame
from guinet.ui.canvas.frame_painter import frames_shown
from guinet.ui.canvas.frame_words import mode_text
from guinet.ui.canvas.node_painter import BOX_SCALE, LABEL_SCALE
from guinet.ui.canvas.scene import Scene
from guinet.ui.canvas.view import View
from guinet.ui.theme import current_theme

SIZE: Final = 12
"""Of the letters, in pixels."""

_LARGEST: Final = 20
"""At most so large where the nodes are plain boxes: there it stands in the middle, like a name on a map."""


class Title(Struct, frozen=True):
    """Words, the size of their letters in pixels, and their ground in pixels from the scene's origin."""

    words: str
    size: int
    ground: QRectF


class FarTitles:
    """The titles of a scene at one scale; of two that would overlap the one of the larger frame is shown."""

    def __init__(self) -> None:
        self._key: tuple[Scene, int, float] | None = None
        self._titles: dict[str, Title] = {}
        self._asked: tuple[tuple[Scene, int, float] | None, list[tuple[str, Title]]] = (None, [])

    def paint(self, painter: QPainter, scene: Scene, view: View, part: QRectF, hidden: frozenset[str]) -> None:
        """Those of frames that touch `part` (scene units); the painter's coordinates are the widget's."""
        if view.scale < LABEL_SCALE and scene.frames.boxes:
            self._renew(scene, view.scale)
            for frame in frames_shown(scene, part, hidden):
                if frame.id in self._titles:
                    _paint(painter, self._titles[frame.id], QPointF(-view.x, -view.y) * view.scale)

    def at(self, scene: Scene, point: QPointF, scale: float) -> str | None:
        """The frame whose title is shown at a scene point."""
        if scale >= LABEL_SCALE or not scene.frames.boxes:
            return None
        key = (scene, scene.version, scale)
        if self._asked[0] != key:  # apart from what was painted last, which may be of another scale
            self._asked = key, list(_placed(scene, scale))
        return next((frame for frame, title in self._asked[1] if title.ground.contains(point * scale)), None)

    def moved(self, scene: Scene) -> list[QRectF]:
        """Where titles stood and stand that are others now than when they were painted, in scene units."""
        if self._key is None or self._key[0] is not scene or self._key[1] == scene.version:
            return []
        before, scale = self._titles, self._key[2]
        self._renew(scene, scale)
        changed = [frame for frame in {**before, **self._titles} if before.get(frame) != self._titles.get(frame)]
        grounds = [titles[frame].ground for frame in changed for titles in (before, self._titles) if frame in titles]
        return [QRectF(ground.topLeft() / scale, ground.size() / scale) for ground in grounds]

    def _renew(self, scene: Scene, scale: float) -> None:
        if self._key != (scene, scene.version, scale):
            self._key, self._titles = (scene, scene.version, scale), dict(_placed(scene, scale))


def _placed(scene: Scene, scale: float) -> Iterator[tuple[str, Title]]:
    taken: list[QRectF] = []
    view = View(scale)
    for frame in frames_shown(scene, scene.frames.united(QRectF()), frozenset()):
        title = title_of(frame, view.rect_to_widget(scene.frames.boxes[frame.id]), scale)
        if title is not None and not any(title.ground.intersects(other) for other in taken):
            taken.append(title.ground)
            yield frame.id, title


def title_of(frame: Frame, box: QRectF, scale: float) -> Title | None:
    """What is shown for a frame with this box in pixels: in its corner, or in its middle when far out."""
    words, far = frame.title or mode_text(frame.mode), scale < BOX_SCALE
    size = min(_LARGEST, max(SIZE, round(box.height() / 5))) if far else SIZE
    if not words or box.width() < 3 * SIZE or box.height() < SIZE:
        return None
    metrics = QFontMetricsF(_font(size))
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width() - size)
    ground = QRectF(box.left(), box.top(), metrics.horizontalAdvance(shown) + size, size * 1.5)
    if far:
        ground.moveCenter(box.center())
    return Title(shown, size, ground)


def paint_far_title(painter: QPainter, frame: Frame, box: QRectF, scale: float) -> None:
    """The title of a frame with this box of the widget, wherever others are."""
    title = title_of(frame, box, scale)
    if title is not None:
        _paint(painter, title, QPointF())


def _paint(painter: QPainter, title: Title, offset: QPointF) -> None:
    theme, ground = current_theme(), title.ground.translated(offset)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("canvas", 0.85))
    painter.drawRoundedRect(ground, 4, 4)
    painter.setFont(_font(title.size))
    painter.setPen(theme.color("frame-title"))
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, title.words)
    painter.restore()


def _font(size: int) -> QFont:
    font = current_theme().font("strong")
    font.setPixelSize(size)
    return font
