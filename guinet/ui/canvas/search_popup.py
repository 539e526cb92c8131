"""The search at the pointer that adds a node: type a few letters, press Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from guinet.core.controls import CONTROL_KINDS
from guinet.core.graph import FOR_KIND, IF_KIND, WHILE_KIND, End
from guinet.core.ports import Ports, fits
from guinet.core.project import MAIN, block_kind
from guinet.core.rules import within_itself
from guinet.ui.canvas.gestures.drop import ports_of
from guinet.ui.canvas.labels import control_title
from guinet.ui.canvas.opened import around
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import node_doc, node_title, nodes_found

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

_WIDTH: Final = 280
_HEIGHT: Final = 320
_MOST: Final = 60
"""Rows shown at once; more letters find the rest."""

_RECENT: Final = 8
_KIND_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: what is added, and how it is shown."""

    kind: str
    title: str
    category: str
    doc: str = ""


class SearchPopup(QFrame):
    """A line to type in and a list; `find(text)` gives the rows.

    Enter or a click chooses: whoever listens to `chosen` hides the popup. Esc or a click elsewhere closes it.
    """

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget, find: Callable[[str], Sequence[Choice]]) -> None:
        super().__init__(parent)
        self._parent = parent
        self._find = find
        self.setObjectName("search-popup")
        set_variant(self, "card")
        self.resize(_WIDTH, _HEIGHT)
        self.line = QLineEdit(self)
        set_variant(self.line, "search")
        self.list = QListWidget(self)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setIconSize(QSize(10, 10))
        self.nothing = QLabel(self)
        self.nothing.setWordWrap(True)
        set_variant(self.nothing, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        for widget in (self.line, self.nothing, self.list):
            layout.addWidget(widget)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._refill)
        self.list.itemClicked.connect(self._choose)
        self._translate()
        self.hide()

    def open(self, at: QPointF, text: str = "") -> None:
        """Opens at a point of the parent, inside it, with `text` typed already. Over a block that is open in place it
        has the room of the canvas around."""
        host = around(self._parent)
        if self.parentWidget() is not host:
            self.setParent(host)
        at = self._parent.mapTo(host, at)
        x = min(at.x(), host.width() - self.width() - 8)
        y = min(at.y(), host.height() - self.height() - 8)
        self.move(round(max(8.0, x)), round(max(8.0, y)))
        self.line.setText(text)
        self._refill()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_quietly(self) -> None:
        """Closes without choosing."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def rows(self) -> list[str]:
        """The kinds in the list, top to bottom."""
        return [self.list.item(row).data(_KIND_ROLE) for row in range(self.list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self._lost_focus(event.reason())
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.line.setPlaceholderText(tr("Search layers and operations"))
        self.line.setAccessibleName(tr("Search layers and operations"))
        self.list.setAccessibleName(tr("What was found"))
        self.nothing.setText(tr("Nothing fits. Try another word, e.g. “conv”, “relu”, “add”."))

    def _lost_focus(self, reason: Qt.FocusReason) -> None:
        """A click elsewhere closes; another window coming to the front does not."""
        if reason != Qt.FocusReason.ActiveWindowFocusReason and not self.list.underMouse():
            self.close_quietly()

    def _key(self, key: Qt.Key) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key in steps:
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + steps[key])))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._choose(self.list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.close_quietly()
        else:
            return False
        return True

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_KIND_ROLE))

    def _refill(self) -> None:
        self.list.clear()
        theme = current_theme()
        for choice in self._find(self.line.text())[:_MOST]:
            item = QListWidgetItem(_dot(theme.category(choice.category)), choice.title)
            item.setData(_KIND_ROLE, choice.kind)
            item.setToolTip(choice.doc or choice.kind)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.nothing.setVisible(self.list.count() == 0)


class Search:
    """The canvas's use of the popup: what is offered, and what becomes of the choice."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.recent: list[str] = []
        """Kinds added last, latest first; the window may keep them between starts."""
        self._wire: tuple[End, bool] | None = None
        self._at = QPointF()
        self.popup = SearchPopup(canvas, self._choices)
        self.popup.chosen.connect(self._add)
        self.popup.closed.connect(self._close)

    def open(self, at: QPointF, text: str = "") -> None:
        """Opens with everything there is; the choice is added at `at`."""
        self._wire, self._at = None, at
        self.popup.open(at, text)

    def open_for_wire(self, at: QPointF, end: End, from_output: bool) -> None:
        """Opens with what this end of a wire fits; the choice is added and wired."""
        self._wire, self._at = (end, from_output), at
        self.popup.open(at)
        self._canvas.pin_wire(end, from_output, at)

    def title_of(self, kind: str) -> str:
        type = self._canvas.kinds.get(kind)
        if kind in CONTROL_KINDS:
            return control_title(kind)
        blocks = {block_kind(block.id): block.name for block in self._canvas.project.blocks.values()}
        return node_title(type) if type is not None else blocks.get(kind, kind)

    def _add(self, kind: str) -> None:
        canvas, wire = self._canvas, self._wire
        self.popup.hide()
        self._close()
        added = canvas.add_at(kind, self._at) if wire is None else canvas.add_wired(kind, self._at, *wire)
        if added is not None:
            self.recent = [kind, *(other for other in self.recent if other != kind)][:_RECENT]

    def _close(self) -> None:
        self._wire = None
        self._canvas.pin_wire(None, True, QPointF())
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choices(self, text: str) -> list[Choice]:
        kinds = self._canvas.kinds
        found = [
            Choice(type.kind, node_title(type), type.category, node_doc(type)) for type in nodes_found(kinds, text)
        ]
        controls = control_choices(text)
        found = self._blocks(text) + (controls + found if text.strip() else found + controls)
        if not text.strip():
            place = {kind: index for index, kind in enumerate(self.recent)}
            found.sort(key=lambda choice: place.get(choice.kind, len(place)))
        return [choice for choice in found if self._fits(choice.kind)]

    def _blocks(self, text: str) -> list[Choice]:
        """The project's blocks by name; a block is not offered inside itself, nor inside what it has inside."""
        word, canvas = text.strip().lower(), self._canvas
        return [
            Choice(block_kind(block.id), block.name, "block", block.note)
            for block in canvas.project.blocks.values()
            if block.id != MAIN
            and word in block.name.lower()
            and within_itself(canvas.scene.block, block_kind(block.id)) is None
        ]

    def _fits(self, kind: str) -> bool:
        if self._canvas.block_id != MAIN and self._canvas.project.catalogue.outside(kind):
            return False
        if self._wire is None:
            return True
        end, from_output = self._wire
        scene = self._canvas.scene
        own = next((spot.port for spot in scene.spots(end.node, from_output) if spot.port.name == end.port), None)
        ports: Ports = ports_of(self._canvas, kind)
        if own is None:
            return False
        if from_output:
            return any(fits(own, port) for port in ports.inputs)
        return any(fits(port, own) for port in ports.outputs)


def control_choices(text: str) -> list[Choice]:
    """While, If and For, where `text` may mean them; they come with a block of their own."""
    docs = {
        WHILE_KIND: tr("Runs its block again and again, as long as its condition holds."),
        IF_KIND: tr("Runs its block if the condition holds."),
        FOR_KIND: tr("Runs its block a number of times."),
    }
    words = {WHILE_KIND: ("while", "loop"), IF_KIND: ("if", "branch", "choice"), FOR_KIND: ("for", "loop", "repeat")}
    wanted = text.strip().lower()
    return [
        Choice(kind, control_title(kind), "control", docs[kind])
        for kind in CONTROL_KINDS
        if any(word.startswith(wanted) for word in (*words[kind], control_title(kind).lower()))
    ]


def _dot(color: QColor) -> QIcon:
    picture = QPixmap(20, 20)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(1, 1, 8, 8, 2.5, 2.5)
    painter.end()
    return QIcon(picture)
