"""The search at the pointer that adds a node: type a few letters, press Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from guinet.ui.canvas.opened_area import around
from guinet.ui.canvas.search import Choice
from guinet.ui.canvas.search_advice import advice, elsewhere
from guinet.ui.icons import dot
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr

_WIDTH: Final = 280
_HEIGHT: Final = 320
_MOST: Final = 60
"""Rows shown at once; more letters find the rest."""

_KIND_ROLE = Qt.ItemDataRole.UserRole


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
        side = current_theme().pixels("category-dot")
        self.list.setIconSize(QSize(side, side))
        self.nothing = QLabel(self)
        self.nothing.setWordWrap(True)
        set_variant(self.nothing, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        for widget in (self.line, self.nothing, self.list):
            layout.addWidget(widget)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self.refill)
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
        self.refill()
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

    def refill(self) -> None:
        """Puts the rows there are now for what is typed."""
        self.list.clear()
        theme = current_theme()
        for choice in self._find(self.line.text())[:_MOST]:
            item = QListWidgetItem(dot(theme.category(choice.category)), choice.title)
            item.setData(_KIND_ROLE, choice.kind)
            item.setToolTip(choice.doc or choice.kind)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.nothing.setText(advice(self.line.text()))
        self.nothing.setVisible(self.list.count() == 0 or bool(elsewhere(self.line.text())))
