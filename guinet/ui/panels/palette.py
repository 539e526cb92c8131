"""Palette: every kind of node by category, searchable, to be dragged onto the canvas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from guinet.core.changes import AddBlock, RemoveBlock, SetBlock
from guinet.core.graph import Block
from guinet.core.history import Committed
from guinet.core.project import MAIN, Project, block_kind
from guinet.nodes.registry import Registry
from guinet.ui.canvas.search import control_choices
from guinet.ui.icons import dot
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.translate import tr
from guinet.ui.words import category_text, node_doc, node_title, nodes_found

KIND_MIME = "application/x-guinet-kind"
"""What a drag from the palette carries: the kind, as UTF-8."""

_KIND = Qt.ItemDataRole.UserRole
_CATEGORY = Qt.ItemDataRole.UserRole + 1
_OPEN_AT_FIRST = frozenset(("data", "linear", "convolution", "block"))


class PalettePanel(QWidget):
    """Signals: `chosen(kind)` when a kind is activated by Enter or a double-click."""

    chosen = Signal(str)

    def __init__(self, registry: Registry, project: Project) -> None:
        super().__init__()
        self._registry = registry
        self._project = project
        self._opened = set(_OPEN_AT_FIRST)
        self._search = QLineEdit()
        self._search.setObjectName("palette_search")
        self._search.setClearButtonEnabled(True)
        set_variant(self._search, "search")
        self._tree = _Tree()
        self._tree.setObjectName("palette_tree")
        layout = QVBoxLayout(self)
        gap = current_theme().pixels("space")
        layout.setContentsMargins(gap, gap, gap, 0)
        layout.addWidget(self._search)
        layout.addWidget(self._tree)
        self._search.textChanged.connect(self._refresh)
        self._none = QLabel()
        self._none.setObjectName("palette_nothing")
        self._none.setWordWrap(True)
        set_variant(self._none, "muted")
        self._none.hide()
        layout.insertWidget(1, self._none)
        self._search.installEventFilter(self)
        self._tree.itemActivated.connect(self._activate)
        self._tree.itemExpanded.connect(self._fill_group)
        theme_signals().changed.connect(self._refresh)
        self._unsubscribe = project.subscribe(self._committed)
        self._translate()

    def _committed(self, event: Committed) -> None:
        if any(isinstance(change, (AddBlock, RemoveBlock, SetBlock)) for change in event.changes):
            self._refresh()

    def _refresh(self) -> None:
        text = self._search.text().strip()
        self._remember_opened()
        self._tree.clear()
        if text:
            self._tree.addTopLevelItems([_item(*found) for found in self._matches(text)])
        else:
            self._fill()
        first = self._tree.topLevelItem(0)
        self._none.setVisible(first is None)
        if text and first is not None:
            self._tree.setCurrentItem(first)

    def _matches(self, text: str) -> Iterator[tuple[str, str, str, QIcon]]:
        wanted = text.casefold()
        for block in self._own_blocks():
            if wanted in block.name.casefold():
                yield block.name, block_kind(block.id), block.note, _dot("block")
        for choice in control_choices(text):
            yield choice.title, choice.kind, choice.doc, _dot("control")
        for found in nodes_found(self._registry, text):
            yield node_title(found), found.kind, node_doc(found), _dot(found.category)

    def _own_blocks(self) -> list[Block]:
        return [block for block in self._project.blocks.values() if block.id != MAIN]

    def _fill(self) -> None:
        for category in dict.fromkeys(each.category for each in self._registry.types()):
            self._group(category)
        self._group("control")
        self._group("code")
        if self._own_blocks():
            self._group("block")

    def _group(self, category: str) -> None:
        group = QTreeWidgetItem([category_text(category)])
        group.setIcon(0, _dot(category))
        group.setData(0, _CATEGORY, category)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        group.setFont(0, current_theme().font("strong"))
        group.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        self._tree.addTopLevelItem(group)
        group.setExpanded(category in self._opened)

    def _fill_group(self, group: QTreeWidgetItem) -> None:
        """Makes the entries of a category that is opened for the first time: all at once would be a pause."""
        category = group.data(0, _CATEGORY)
        if group.childCount():
            return
        if category == "block":
            group.addChildren([_item(block.name, block_kind(block.id), block.note) for block in self._own_blocks()])
        if category == "control":
            group.addChildren([_item(choice.title, choice.kind, choice.doc) for choice in control_choices("")])
        if category == "code":
            group.addChildren(
                [_item(node_title(each), each.kind, node_doc(each)) for each in self._registry.templates()]
            )
        types = [each for each in self._registry.types() if each.category == category]
        group.addChildren([_item(node_title(each), each.kind, node_doc(each)) for each in types])

    def _remember_opened(self) -> None:
        for index in range(self._tree.topLevelItemCount()):
            group = self._tree.topLevelItem(index)
            category = None if group is None else group.data(0, _CATEGORY)
            if group is not None and category:
                (self._opened.add if group.isExpanded() else self._opened.discard)(category)

    def _activate(self, item: QTreeWidgetItem) -> None:
        kind = item.data(0, _KIND)
        if kind:
            self.chosen.emit(kind)
        else:
            item.setExpanded(not item.isExpanded())

    def _translate(self) -> None:
        self._search.setPlaceholderText(tr("Search {count} nodes").format(count=len(self._registry.types())))
        self._search.setAccessibleName(tr("Search nodes"))
        self._tree.setAccessibleName(tr("Kinds of nodes"))
        self._none.setText(tr("No node is called that. Try another word: “fc” and “dense” find Linear."))
        self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # From the search field, arrows walk the list and Enter takes what is marked.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._tree.keyPressEvent(event)
                return True
            current = self._tree.currentItem()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
                self._activate(current)
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


class _Tree(QTreeWidget):
    """A tree whose items carry their kind when dragged."""

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setIndentation(current_theme().pixels("space-large"))
        self.setDragEnabled(True)
        self.setExpandsOnDoubleClick(False)  # activating a group opens it; both would close it again
        self.setUniformRowHeights(True)
        size = current_theme().pixels("category-dot")
        self.setIconSize(QSize(size, size))

    def mimeTypes(self) -> list[str]:
        return [KIND_MIME]

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        data = QMimeData()
        for item in items:
            if item.data(0, _KIND):
                data.setData(KIND_MIME, item.data(0, _KIND).encode())
        return data

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Without the row's own picture: it would cover what the canvas shows at the pointer."""
        nothing = QPixmap(1, 1)
        nothing.fill(Qt.GlobalColor.transparent)
        drag = QDrag(self)
        drag.setMimeData(self.mimeData(self.selectedItems()))
        drag.setPixmap(nothing)
        drag.exec(Qt.DropAction.CopyAction)


def _item(title: str, kind: str, doc: str, picture: QIcon | None = None) -> QTreeWidgetItem:
    item = QTreeWidgetItem([title])
    item.setData(0, _KIND, kind)
    item.setToolTip(0, f"{kind}\n{doc}" if doc else kind)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled)
    if picture is not None:
        item.setIcon(0, picture)
    return item


def _dot(category: str) -> QIcon:
    return dot(current_theme().category(category))
