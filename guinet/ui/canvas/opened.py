"""Blocks opened in place: what is inside one, shown and edited below its node, in the block around it.

Which are open is how one looks at a project, and no part of it: nothing of it is saved or undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from guinet.core.problems import Problem
from guinet.core.report import NodeReport
from guinet.ui.canvas.node_painter import CORNER, LABEL_SCALE
from guinet.ui.canvas.view import View, fitted
from guinet.ui.icons import icon
from guinet.ui.theme import set_variant
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

LEAST: Final = QSizeF(240, 130)
MOST: Final = QSizeF(900, 520)
"""Of the room for what is inside, in scene units; a larger block, or one in a small window, is shown smaller."""

_AROUND: Final = 36.0
_GAP: Final = 8.0
_BAR: Final = 28
"""Height of the bar with the name, in pixels."""

_LEAST_SCALE: Final = 0.3
"""Below this scale nothing could be read in it: it is hidden."""

Reports = Mapping[str, Mapping[str, NodeReport]]


class Opened:
    """The blocks open in place on one canvas. `reports` are those of the last check, by block id and node id."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._areas: dict[str, Area] = {}
        self._remembered: dict[str, tuple[str, ...]] = {}
        self._problems: tuple[Problem, ...] = ()
        self.reports: Reports = {}
        canvas.viewChanged.connect(self.place)
        canvas.selectionChanged.connect(self._chosen_outside)

    def __contains__(self, node: object) -> bool:
        return node in self._areas

    def canvas(self, node: str) -> Canvas:
        """What shows the inside of a node. Raises KeyError when it is not open."""
        return self._areas[node].inside

    def corner(self, node: str, at: QPointF) -> bool:
        """Whether a point of the widget is on the corner of a block's node that opens and closes it."""
        canvas = self._canvas
        if canvas.scene.block.nodes[node].block_id is None or canvas.view.scale < LABEL_SCALE:
            return False
        box = canvas.scene.rect(node)
        return QRectF(box.right() - CORNER, box.bottom() - CORNER, CORNER, CORNER).contains(canvas.view.to_scene(at))

    def covers(self, part: QRect) -> bool:
        """Whether something open in place lies under a part of the canvas."""
        return any(area.isVisible() and area.geometry().intersects(part) for area in self._areas.values())

    def toggle(self, node: str) -> None:
        """Opens a node in place, or closes it; nothing for one with nothing inside."""
        if node in self._areas:
            self.close(node)
        else:
            self.open(node)

    def toggle_selected(self) -> None:
        if self._canvas.selection:
            self.toggle(self._canvas.selection[-1])

    def open(self, node: str) -> None:
        canvas = self._canvas
        here = canvas.scene.block.nodes.get(node)
        block = None if here is None or here.block_id is None else canvas.project.blocks.get(here.block_id)
        if block is None or node in self._areas:
            return
        inside = type(canvas)(canvas.project, canvas.kinds, within=block.id)
        inside.set_reports(self.reports.get(block.id, {}))
        inside.set_problems(self._problems)
        self._areas[node] = area = Area(canvas, node, inside)
        inside.selectionChanged.connect(lambda nodes: self._chosen_inside(node, nodes))
        inside.message.connect(canvas.message)
        area.closing.clicked.connect(lambda: self.close(node))
        area.paging.clicked.connect(lambda: canvas.enter(node))
        area.place()
        area.lower()
        self._show(area, node)
        canvas.minimap.follow()

    def _show(self, area: Area, node: str) -> None:
        """Scrolls what was opened into sight, but not its node out of it."""
        canvas = self._canvas
        box, room = canvas.shown_rect(node) | QRectF(area.geometry()), QRectF(canvas.rect()).adjusted(12, 12, -12, -12)
        dx, dy = min(0.0, room.right() - box.right()), min(0.0, room.bottom() - box.bottom())
        canvas.pan_by(max(dx, room.left() - box.left()), max(dy, room.top() - box.top()))

    def close(self, node: str) -> None:
        area = self._areas.pop(node, None)
        if area is not None:
            had_focus = area.inside.hasFocus()
            area.inside.detach()
            area.inside.search.popup.deleteLater()  # it may lie on the canvas around
            area.hide()
            area.deleteLater()
            self._canvas.minimap.follow()
            if had_focus:
                self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self, block: str) -> None:
        """Another block is shown now than this: what is open in it opens again when it is shown again."""
        self._remembered[block] = tuple(self._areas)
        for node in tuple(self._areas):
            self.close(node)

    def come(self, block: str) -> None:
        """This block is shown now."""
        for node in self._remembered.pop(block, ()):
            self.open(node)

    def select(self, block: str, nodes: tuple[str, ...]) -> bool:
        """Selects nodes of a block that is open in place; False when it is not."""
        for node, area in self._areas.items():
            if area.inside.block_id == block and nodes:
                self._canvas.reveal(node)
                area.inside.select(nodes)
                area.inside.reveal(nodes[-1])
                return True
        return False

    def set_reports(self, block: str, reports: Mapping[str, NodeReport], removed: Iterable[str]) -> None:
        removed = tuple(removed)
        for area in self._areas.values():
            if area.inside.block_id == block:
                area.inside.set_reports(reports, removed)

    def set_problems(self, problems: tuple[Problem, ...]) -> None:
        self._problems = problems
        for area in self._areas.values():
            area.inside.set_problems(problems)

    def follow(self) -> None:
        """The project changed: nodes moved, or are gone."""
        blocks, nodes = self._canvas.project.blocks, self._canvas.scene.block.nodes
        for node in tuple(self._areas):
            if node not in nodes or nodes[node].block_id not in blocks:
                self.close(node)
        self.place()

    def place(self) -> None:
        """Moves all to where their nodes are."""
        for area in self._areas.values():
            area.place()

    def _chosen_inside(self, node: str, nodes: tuple[str, ...]) -> None:
        if nodes and node in self._areas:
            self._canvas.select(())
            for other, area in self._areas.items():
                if other != node:
                    area.inside.select(())
            self._canvas.insideSelected.emit(self._areas[node].inside.block_id, nodes)

    def _chosen_outside(self, nodes: tuple[str, ...]) -> None:
        for area in self._areas.values() if nodes else ():
            area.inside.select(())


class Area(QFrame):
    """A bar with the block's name, and the block below it."""

    def __init__(self, canvas: Canvas, node: str, inside: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._node = node
        self._scale = canvas.view.scale
        self._fitted = False
        room = QSizeF(canvas.width() - 24, canvas.height() - 24 - _BAR) / canvas.view.scale
        node_height = canvas.scene.rect(node).height() + _GAP
        self._most = MOST.boundedTo(room - QSizeF(0, node_height)).expandedTo(LEAST)
        self.inside = inside
        self.setObjectName("opened_block")
        set_variant(self, "card")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._name = QLabel()
        set_variant(self._name, "strong")
        self.paging, self.closing = _button("open_as_page", "fit"), _button("close_in_place", "close")
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 2, 4, 0)
        bar.addWidget(self._name, 1)
        bar.addWidget(self.paging)
        bar.addWidget(self.closing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 1, 1)
        layout.setSpacing(2)
        layout.addLayout(bar)
        layout.addWidget(inside, 1)
        inside.setParent(self)
        inside.setMinimumSize(0, 0)
        inside.set_minimap_visible(False)
        self._translate()

    def place(self) -> None:
        """Below the node, as large as what is inside needs."""
        canvas, scale = self._canvas, self._canvas.view.scale
        shown = scale >= _LEAST_SCALE and self._node in canvas.scene.nodes
        self.setVisible(shown)
        if not shown:
            return
        node = canvas.scene.rect(self._node)
        needed = self.inside.scene.bounds().size() + QSizeF(2 * _AROUND, 2 * _AROUND)
        size = needed.expandedTo(LEAST).boundedTo(self._most)
        corner = canvas.view.to_widget(QPointF(node.left(), node.bottom() + _GAP))
        whole = QSizeF(size.width() * scale, size.height() * scale + _BAR)
        self.setGeometry(QRectF(corner, whole).toAlignedRect())
        if not self._fitted:
            self._fitted = True
            inner = QSizeF(size.width() * scale, size.height() * scale)
            self.inside.set_view(fitted(self.inside.scene.bounds(), inner, largest=scale, margin=_AROUND * scale / 2))
        elif scale != self._scale:
            view = self.inside.view
            self.inside.set_view(View(view.scale * scale / self._scale, view.x, view.y))
        self._scale = scale

    def _translate(self) -> None:
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
            self._translate()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The canvas below gets the middle button, which pans."""
        event.setAccepted(event.button() != Qt.MouseButton.MiddleButton)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _button(name: str, picture: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAutoRaise(True)
    button.setIcon(icon(picture))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def passes_on(event: QMouseEvent) -> bool:
    """Whether the canvas around gets it: there the middle button pans."""
    middle = Qt.MouseButton.MiddleButton
    return event.button() == middle or bool(event.buttons() & middle)


def around(widget: QWidget) -> QWidget:
    """The outermost canvas around one that shows a block in place; itself for any other widget."""
    area = widget.parentWidget()
    outer = area.parentWidget() if isinstance(area, Area) else None
    return widget if outer is None else around(outer)
