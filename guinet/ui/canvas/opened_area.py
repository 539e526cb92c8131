"""The card in which a block is open in place: a bar with its name, by which it is moved, and the block below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from guinet.ui.canvas.room import GAP, Card
from guinet.ui.canvas.view import View, fitted
from guinet.ui.icons import icon
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

LEAST: Final = QSizeF(240, 130)
MOST: Final = QSizeF(900, 520)
"""Of the room for what is inside, in scene units; a larger block, or one in a small window, is shown smaller."""

_AROUND: Final = 36.0

_BAR: Final = 30
"""Height of the bar with the name, in pixels."""

LEAST_SCALE: Final = 0.3
"""Below this scale nothing could be read in it: it is hidden."""

_SHADE: Final = 9
"""How far the shadow reaches, in pixels."""


class Area(QFrame):
    """Lies over the canvas, below its node, where others make way for it. The bar moves it."""

    def __init__(self, canvas: Canvas, node: str, inside: Canvas) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.node = node
        self.inside = inside
        self._scale = canvas.view.scale
        self._fitted = False
        self.corner = (0.0, GAP)
        """How far it is to the right of its node's left side and below its lower one, in scene units."""
        self._moved = QPointF()
        """How far a hand has moved it from its place, in scene units."""
        self._held: QPointF | None = None
        outer = canvas.opened.root
        room = QSizeF(outer.width() - 24, outer.height() - 24 - _BAR) / canvas.view.scale
        self._most = MOST.boundedTo(room - QSizeF(0, canvas.scene.rect(node).height() + GAP)).expandedTo(LEAST)
        self.setObjectName("opened_block")
        set_variant(self, "card")
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self._name = QLabel()
        set_variant(self._name, "strong")
        self.paging, self.closing = _button("open_as_page", "fit"), _button("close_in_place", "close")
        self._lay_out()
        self.describe()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 3, 4, 0)
        bar.setSpacing(2)
        bar.addWidget(self._name, 1)
        bar.addWidget(self.paging)
        bar.addWidget(self.closing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 1, 1)
        layout.setSpacing(2)
        layout.addLayout(bar)
        layout.addWidget(self.inside, 1)
        self.inside.setParent(self)
        self.inside.setMinimumSize(0, 0)
        self.inside.set_minimap_visible(False)

    # Where it is

    def place(self) -> None:
        """Moves to its node, as large as what is inside needs."""
        canvas, scale = self.canvas, self.canvas.view.scale
        shown = scale >= LEAST_SCALE and self.node in canvas.scene.nodes
        self.setVisible(shown)
        if not shown:
            return
        self.setGeometry(canvas.view.rect_to_widget(self.box()).toAlignedRect())
        if not self._fitted:
            self._fitted = True
            inner = QSizeF(self.width() - 2, self.height() - _BAR)
            bounds = self.inside.opened.bounds()
            self.inside.set_view(fitted(bounds, inner, largest=scale, margin=_AROUND * scale / 2))
        elif scale != self._scale:
            view = self.inside.view
            self.inside.set_view(View(view.scale * scale / self._scale, view.x, view.y))
        self._scale = scale

    def box(self) -> QRectF:
        """Its place, in units of the scene around."""
        node = self.canvas.scene.rect(self.node)
        return QRectF(node.bottomLeft() + QPointF(*self.corner), self._size(self.canvas.view.scale))

    def card(self) -> Card:
        """What others make way for."""
        size = self._size(1.0)
        return Card(self.node, size.width(), size.height(), (self._moved.x(), self._moved.y()))

    def _size(self, scale: float) -> QSizeF:
        needed = self.inside.opened.bounds().size() + QSizeF(2 * _AROUND, 2 * _AROUND)
        return needed.expandedTo(LEAST).boundedTo(self._most) + QSizeF(0, _BAR / scale)

    def refit(self) -> None:
        """Shows all of what is inside, in as much room as that needs now."""
        self._fitted = False
        self.canvas.opened.settle()
        self.canvas.opened.grown()

    def paint_ground(self, painter: QPainter) -> None:
        """Its shadow and the line to its node, on the canvas below; in widget coordinates."""
        theme, box = current_theme(), QRectF(self.geometry())
        painter.setPen(Qt.PenStyle.NoPen)
        radius = theme.metric("radius-large")
        painter.setBrush(theme.color("shadow", theme.color("shadow").alphaF() / 4))
        for reach in range(_SHADE, 0, -2):
            painter.drawRoundedRect(box.adjusted(-reach, -reach + 3, reach, reach + 3), radius + reach, radius + reach)
        node = self.canvas.shown_rect(self.node)
        across = min(max(node.center().x(), box.left() + 16), box.right() - 16)
        above = box.center().y() < node.center().y()
        start = QPointF(min(max(across, node.left() + 8), node.right() - 8), node.top() if above else node.bottom())
        painter.setPen(QPen(theme.color("block-border"), 3.0))
        painter.drawLine(start, QPointF(across, box.bottom() if above else box.top()))

    # Words

    def describe(self) -> None:
        """Puts the block's name, in the language of now."""
        name = self.inside.scene.block.name
        self._name.setText(name)
        self.setAccessibleName(tr("Inside {block}").format(block=name))
        self.inside.setAccessibleName(tr("Inside {block}").format(block=name))
        for button, words in (
            (self.paging, tr("Show the block by itself")),
            (self.closing, tr("Close (Ctrl+Enter)")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.describe()
        super().changeEvent(event)

    # The hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The left button holds the bar; the canvas below gets the middle one, which pans."""
        event.setAccepted(event.button() != Qt.MouseButton.MiddleButton)
        if event.button() == Qt.MouseButton.LeftButton:
            self.raise_up()
            self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None and event.buttons() & Qt.MouseButton.LeftButton:
            # The card moves along below the pointer, so that each event tells only what is new.
            way = event.position() - self._held
            by = QPointF(round(way.x()), round(way.y())) / self.canvas.view.scale
            self._moved += by
            self.corner = self.corner[0] + by.x(), self.corner[1] + by.y()
            self.place()
            self.canvas.update()
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.setAccepted(event.button() != Qt.MouseButton.MiddleButton)
        if self._held is not None and not self._moved.isNull():
            self.canvas.opened.make_room()
        self._held = None

    def raise_up(self) -> None:
        """Lies over all others, and below what else lies on the canvas."""
        self.stackUnder(self.canvas.minimap)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _button(name: str, picture: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    set_variant(button, "flat")
    button.setIcon(icon(picture))
    button.setCursor(Qt.CursorShape.ArrowCursor)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def passes_on(event: QMouseEvent) -> bool:
    """Whether the canvas around gets it: there the middle button pans."""
    middle = Qt.MouseButton.MiddleButton
    return event.button() == middle or bool(event.buttons() & middle)


def around(widget: QWidget) -> QWidget:
    """The outermost canvas around one that shows a block in place; itself for any other widget."""
    area = widget.parentWidget()
    return around(area.canvas) if isinstance(area, Area) else widget
