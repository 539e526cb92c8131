"""GuiNet's own icons, tinted with the colours of the theme.

The pictures are `resources/icons/NAME.svg`: 24×24, drawn with ``currentColor``. An icon draws itself from the theme of
the moment, at whatever size and scale is asked for, so it stays right and crisp when theme or screen changes.

    action.setIcon(icon("undo"))
    train_button.setIcon(icon("train", "on-success"))
"""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from guinet.core.resources import resource
from guinet.ui.theme import current_theme

_MODE_ROLES = {QIcon.Mode.Disabled: "text-disabled", QIcon.Mode.Selected: "on-selection"}


def icon(name: str, role: str = "text-secondary") -> QIcon:
    """The icon `name` in the colour of `role`; raises FileNotFoundError when there is no such picture."""
    _source(name)
    return QIcon(_TintedSvg(name, role))


def pixmap(name: str, role: str = "text-secondary", size: int = 16, scale: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` device-independent pixels at the screen's `scale`, for painters. Cached."""
    return _render(name, current_theme().color(role).name(), size, size, scale)


def swatch(color: QColor) -> QIcon:
    """A colour to choose, as a small square."""
    side = current_theme().pixels("icon")
    picture = QPixmap(2 * side, 2 * side)
    picture.setDevicePixelRatio(2.0)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(QRectF(2, 2, side - 4, side - 4), 3, 3)
    painter.end()
    return QIcon(picture)


def dot(color: QColor) -> QIcon:
    """The mark of a category, or of a node's own colour, before its name in a list. Cached."""
    return _drawn_dot(color.name(), current_theme().pixels("category-dot"))


@cache
def _drawn_dot(color: str, size: int) -> QIcon:
    picture = QPixmap(2 * size, 2 * size)
    picture.setDevicePixelRatio(2.0)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(0, 0, size, size, size / 4, size / 4)
    painter.end()
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)  # else Qt mixes the selection's colour in
    return made


class _TintedSvg(QIconEngine):
    """Paints one picture; the colour is looked up when it is needed, never kept."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, painter.device().devicePixelRatioF()))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """`size` is in device-independent pixels."""
        color = current_theme().color(_MODE_ROLES.get(mode, self._role)).name()
        return _render(self._name, color, size.width(), size.height(), scale)

    def clone(self) -> QIconEngine:
        return _TintedSvg(self._name, self._role)

    def iconName(self) -> str:
        return self._name

    def key(self) -> str:
        return "guinet"


@cache
def _source(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _render(name: str, color: str, width: int, height: int, scale: float) -> QPixmap:
    picture = QPixmap(round(width * scale), round(height * scale))
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    side = min(width, height)
    target = QRectF(QPoint(0, 0), QSize(side, side))
    target.moveCenter(QRectF(0, 0, width, height).center())
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode())).render(painter, target)
    painter.end()
    return picture
