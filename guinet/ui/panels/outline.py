"""Outline: blocks and their nodes as a tree, in their colours, with the parameters of each. Dots on wires are no nodes
to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from guinet.core.changes import AddBlock, AddNode, Change, RemoveBlock, RemoveNode, RenameNode, SetBlock, SetTrait
from guinet.core.graph import REROUTE_KIND, Block, Node
from guinet.core.history import Committed
from guinet.core.project import Project
from guinet.core.reaching import along
from guinet.core.report import NodeReport
from guinet.nodes.registry import Registry
from guinet.ui.canvas.node_painter import node_color
from guinet.ui.icons import dot
from guinet.ui.theme import current_theme, theme_signals
from guinet.ui.translate import tr

_ONE_BY_ONE = 40
"""Changes of one commit up to which items are changed singly; beyond, the tree is made anew when there is time."""


class OutlinePanel(QWidget):
    """Signals: `selected(block id, node ids)` when a person chooses nodes here."""

    selected = Signal(str, tuple)

    def __init__(self, project: Project, registry: Registry) -> None:
        super().__init__()
        self._project = project
        self._registry = registry
        self._parameters: dict[tuple[str, str], int] = {}
        self._blocks: dict[str, _BlockItem] = {}
        self._items: dict[tuple[str, str], _NodeItem] = {}
        self._selection: tuple[str, tuple[str, ...]] = ("", ())
        self._tree = QTreeWidget()
        self._tree.setObjectName("outline_tree")
        self._tree.setHeaderHidden(True)
        self._tree.setColumnCount(1)
        self._tree.setIndentation(current_theme().pixels("space-large"))
        self._tree.setUniformRowHeights(True)
        side = current_theme().pixels("category-dot")
        self._tree.setIconSize(QSize(side, side))
        self._tree.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        layout = QVBoxLayout(self)
        gap = current_theme().pixels("space")
        layout.setContentsMargins(gap, gap, gap, 0)
        layout.addWidget(self._tree)
        self._tree.itemSelectionChanged.connect(self._choose)
        self._rebuilding = QTimer(self)
        self._rebuilding.setSingleShot(True)
        self._rebuilding.setInterval(0)
        self._rebuilding.timeout.connect(self._rebuild)
        self._unsubscribe = project.subscribe(self._committed)
        theme_signals().changed.connect(self._rebuilding.start)
        self._rebuilding.start()
        self._translate()

    def set_reports(self, block: str, reports: Mapping[str, NodeReport], removed: Iterable[str]) -> None:
        """Takes the parameter counts of changed nodes."""
        for node in removed:
            self._parameters.pop((block, node), None)
        for node, report in reports.items():
            if self._parameters.get((block, node), 0) != report.parameters:
                self._parameters[block, node] = report.parameters
                self._reword(block, node)

    def set_selection(self, block: str, nodes: Iterable[str]) -> None:
        """Marks what is selected on the canvas."""
        self._selection = (block, tuple(nodes))
        self._mark()

    def _mark(self) -> None:
        block, nodes = self._selection
        wanted = [item for node in nodes if (item := self._items.get((block, node))) is not None]
        blocker = QSignalBlocker(self._tree)
        self._tree.clearSelection()
        for item in wanted:
            item.setSelected(True)
        if wanted:
            self._tree.scrollToItem(wanted[-1])
        blocker.unblock()

    def _committed(self, event: Committed) -> None:
        telling = [
            change
            for change in event.changes
            if isinstance(change, (AddNode, RemoveNode, RenameNode, AddBlock, RemoveBlock, SetBlock))
            or (isinstance(change, SetTrait) and change.trait == "colour")
        ]
        alone = all(isinstance(change, (AddNode, RemoveNode, RenameNode, SetTrait)) for change in telling)
        if alone and len(telling) <= _ONE_BY_ONE and not self._rebuilding.isActive():
            self._change(telling)
        elif telling:
            self._rebuilding.start()

    def _change(self, changes: Iterable[Change]) -> None:
        blocker = QSignalBlocker(self._tree)
        for change in changes:
            if isinstance(change, AddNode) and change.node.kind == REROUTE_KIND:
                continue
            if isinstance(change, AddNode):
                self._blocks[change.block].addChild(self._make(change.block, change.node))
            elif isinstance(change, RemoveNode):
                item = self._items.pop((change.block, change.node), None)
                if item is not None:
                    self._blocks[change.block].removeChild(item)
            elif isinstance(change, (RenameNode, SetTrait)):
                self._reword(change.block, change.node)
        blocker.unblock()

    def _rebuild(self) -> None:
        closed = {block for block, item in self._blocks.items() if not item.isExpanded()}
        blocker = QSignalBlocker(self._tree)
        self._tree.clear()
        self._items.clear()
        self._blocks = {block.id: _BlockItem(block) for block in self._project.blocks.values()}
        for block in self._project.blocks.values():
            # Along the wires: in a file nodes lie in the order of their ids, which says nothing.
            nodes = [block.nodes[id] for id in along(block) if block.nodes[id].kind != REROUTE_KIND]
            self._blocks[block.id].addChildren([self._make(block.id, node) for node in nodes])
        self._tree.addTopLevelItems(list(self._blocks.values()))
        for name, item in self._blocks.items():
            item.setExpanded(name not in closed)
        blocker.unblock()
        self._mark()

    def _make(self, block: str, node: Node) -> _NodeItem:
        item = _NodeItem(block, node.id, self._words(block, node))
        item.setIcon(0, self._dot(node))
        self._items[block, node.id] = item
        return item

    def _reword(self, block: str, node: str) -> None:
        item = self._items.get((block, node))
        known = self._project.blocks[block].nodes.get(node) if block in self._project.blocks else None
        if item is not None and known is not None:
            item.setText(0, self._words(block, known))
            item.setIcon(0, self._dot(known))

    def _dot(self, node: Node) -> QIcon:
        """In the node's own colour, or in that of its category."""
        kind = self._registry.get(node.kind)
        category = "control" if node.is_control else "block" if node.block_id else kind.category if kind else "unknown"
        return dot(node_color(node.colour or category, current_theme()))

    def _words(self, block: str, node: Node) -> str:
        count = self._parameters.get((block, node.id), 0)
        return f"{node.name} · {count:,}".replace(",", "\u2009") if count else node.name

    def _choose(self) -> None:
        chosen = [item for item in self._tree.selectedItems() if isinstance(item, _NodeItem)]
        if chosen:
            block = chosen[-1].block
            nodes = tuple(item.node for item in chosen if item.block == block)
            self._selection = (block, nodes)
            self.selected.emit(block, nodes)

    def _translate(self) -> None:
        self._tree.setAccessibleName(tr("Outline of the project"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


class _BlockItem(QTreeWidgetItem):
    def __init__(self, block: Block) -> None:
        super().__init__([block.name])
        self.block = block.id
        self.setFont(0, current_theme().font("strong"))


class _NodeItem(QTreeWidgetItem):
    def __init__(self, block: str, node: str, words: str) -> None:
        super().__init__([words])
        self.block = block
        self.node = node
