"""The tree of parameters as a widget: search, sorting, copying, and a menu of what can be done with a row."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import translate
from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRegularExpression,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QMenu, QMessageBox, QTreeView

from guinet.core.parameter_rows import Key, ParameterRow
from guinet.core.problems import GuinetError
from guinet.nodes.registry import REGISTRY
from guinet.ui.panels.parameter_edits import drawable
from guinet.ui.panels.parameter_tree import PATH_ROLE, SORT, Entry, ParameterTree
from guinet.ui.panels.saved_pictures import save
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr
from guinet.ui.words import node_doc, problem_text


class ParameterView(QTreeView):
    """Signals: `picked(Entry)`, a person chose a row; `asked(name, Entry)`, something of the menu: "freeze",
    "unfreeze", "untie", "forget", "tie <path>", "draw <function>"; `freezing(pattern, on)`, all that fit are to be
    trained no more, or again; `offering(QMenu, Entry)`, its menu is about to open.
    """

    picked = Signal(object)
    asked = Signal(str, object)
    freezing = Signal(str, bool)
    offering = Signal(object, object)

    def __init__(self, tree: ParameterTree) -> None:
        super().__init__()
        self.tree = tree
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(tree)
        self._proxy.setSortRole(SORT)
        self._proxy.setRecursiveFilteringEnabled(True)
        self._proxy.setAutoAcceptChildRows(True)
        self._proxy.setFilterRole(PATH_ROLE)
        self._pattern = ""
        self._folded = list[str]()
        self.setModel(self._proxy)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.LinkAction)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setIndentation(current_theme().pixels("space-large"))
        self.header().setStretchLastSection(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self._marking = False
        self.selectionModel().selectionChanged.connect(self._chosen)

    # Showing

    def show_rows(self, rows: Sequence[ParameterRow]) -> None:
        kept = self.current_entry
        if not self.tree.show_rows(rows):
            self.expandAll()
            self.resizeColumnToContents(0)
            for column in range(1, self._proxy.columnCount()):
                self.setColumnWidth(column, self.sizeHintForColumn(column) + current_theme().pixels("space-large"))
                self.setColumnWidth(column, max(self.columnWidth(column), self.header().sectionSizeHint(column)))
            if kept is not None:
                self.mark([kept.path])

    def narrow(self, text: str) -> None:
        """Shows the rows whose path holds a text, or is one of a pattern such as `features.*.weight`."""
        if not self._pattern:
            self._folded = self._find_folded(self.rootIndex())
        plain = not any(sign in text for sign in "*?[")
        self._pattern = f"*{text}*" if text and plain else text
        option = QRegularExpression.PatternOption
        options = option.CaseInsensitiveOption if plain else option.NoPatternOption
        self._proxy.setFilterRegularExpression(QRegularExpression(translate(self._pattern or "*"), options))
        # Rows that come back are folded by Qt, whatever they were.
        self.expandAll()
        for path in () if text else self._folded:
            self.collapse(self._proxy.mapFromSource(self.tree.find(path)))

    def _find_folded(self, parent: QModelIndex) -> list[str]:
        """The paths of the modules that are folded, at and below a row, as `ParameterTree.find` knows them."""
        found = list[str]()
        for place in range(self._proxy.rowCount(parent)):
            index = self._proxy.index(place, 0, parent)
            if self._proxy.hasChildren(index):
                folded = [] if self.isExpanded(index) else [f"{self.tree.entry(self._proxy.mapToSource(index)).path}."]
                found += folded + self._find_folded(index)
        return found

    @property
    def current_entry(self) -> Entry | None:
        index = self._proxy.mapToSource(self.currentIndex())
        return self.tree.entry(index) if index.isValid() else None

    @property
    def chosen(self) -> list[Entry]:
        """The rows that are selected, the current one first."""
        found = [self.tree.entry(self._proxy.mapToSource(index)) for index in self.selectionModel().selectedRows()]
        current = self.current_entry
        return sorted(found, key=lambda entry: entry is not current)

    def mark(self, paths: Sequence[str]) -> None:
        """Selects the rows of these parameters without telling of it."""
        self._marking = True
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        self.clearSelection()
        indexes = [self._proxy.mapFromSource(self.tree.find(path)) for path in paths]
        indexes = [index for index in indexes if index.isValid()]
        for index in indexes:
            self.selectionModel().select(index, flags)
        if indexes:
            self.selectionModel().setCurrentIndex(indexes[0], QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(indexes[0])
        self._marking = False

    def pick(self, path: str) -> None:
        """Chooses the row of a parameter, as a click does."""
        index = self._proxy.mapFromSource(self.tree.find(path))
        if index.isValid():
            self.setCurrentIndex(index)

    def row_rect_center(self, path: str) -> QPoint:
        """Where the row of a parameter is, in the view's own pixels."""
        return self.visualRect(self._proxy.mapFromSource(self.tree.find(path))).center()

    def _chosen(self) -> None:
        entry = self.current_entry
        chosen = self.chosen
        if not self._marking and chosen:
            self.picked.emit(entry if entry in chosen else chosen[0])

    # What can be done with a row

    def _open_menu(self, at: QPoint) -> None:
        index: QModelIndex = self._proxy.mapToSource(self.indexAt(at))
        menu = self.menu_of(self.tree.entry(index) if index.isValid() else None)
        menu.popup(self.viewport().mapToGlobal(at))

    def menu_of(self, entry: Entry | None) -> QMenu:
        """The menu of a row; what cannot be done is not offered."""
        menu = QMenu(self)
        menu.setObjectName("parameter_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if entry is not None:
            menu.addAction(tr("Copy the path"), lambda: QGuiApplication.clipboard().setText(entry.path))
        menu.addAction(tr("Copy the table"), lambda: QGuiApplication.clipboard().setText(self.table_text()))
        menu.addAction(tr("Save as CSV…"), self._ask_and_save)
        if entry is None:
            return menu
        rows = [row for row in entry.rows if not row.buffer]
        menu.addSeparator()
        if any(row.requires_grad and not row.frozen for row in rows):
            menu.addAction(tr("Freeze"), lambda: self.asked.emit("freeze", entry))
        if any(row.frozen for row in rows):
            menu.addAction(tr("Unfreeze"), lambda: self.asked.emit("unfreeze", entry))
        if rows:
            menu.addAction(tr("Forget values set by hand"), lambda: self.asked.emit("forget", entry))
        self._offer_pattern(menu)
        row = entry.row
        if row is not None and row.tied:
            menu.addAction(tr("Untie"), lambda: self.asked.emit("untie", entry))
        self._offer_functions(menu, entry)
        self._offer_ties(menu, entry)
        self.offering.emit(menu, entry)
        return menu

    def _offer_pattern(self, menu: QMenu) -> None:
        """What is searched for is a pattern that a group of the optimiser can have."""
        if self._pattern:
            words = tr("Freeze all that fit {pattern}").format(pattern=self._pattern)
            menu.addAction(words, partial(self.freezing.emit, self._pattern, True))
            words = tr("Unfreeze all that fit {pattern}").format(pattern=self._pattern)
            menu.addAction(words, partial(self.freezing.emit, self._pattern, False))

    def _offer_functions(self, menu: QMenu, entry: Entry) -> None:
        """The functions of torch that may draw something of its shape, or of those below it."""
        if not drawable(entry.rows):
            return
        functions = menu.addMenu(tr("Draw anew with"))
        for type in REGISTRY.initialisers():
            if drawable(entry.rows, type):
                action = functions.addAction(type.title, partial(self.asked.emit, f"draw {type.title}", entry))
                action.setToolTip(node_doc(type))

    def _offer_ties(self, menu: QMenu, entry: Entry) -> None:
        row = entry.row
        if row is None or row.buffer:
            return
        others = [each for each in self.tree.rows if each.shape == row.shape and not each.buffer]
        others = [each for each in others if each.path != row.path and each.path not in row.tied]
        if others:
            ties = menu.addMenu(tr("Tie to"))
            for other in others[:40]:
                ties.addAction(other.path, partial(self.asked.emit, f"tie {other.path}", entry))

    def _line(self, entry: Entry) -> str:
        return "\t".join(
            [entry.path, *(self.tree.text(entry, column) for column in range(1, self._proxy.columnCount()))]
        )

    def _headings(self) -> str:
        columns = range(self._proxy.columnCount())
        return "\t".join(str(self._proxy.headerData(column, Qt.Orientation.Horizontal)) for column in columns)

    def table_text(self) -> str:
        """All that is shown, as a spreadsheet takes it."""
        lines = [self._headings()]
        waiting = [self._proxy.index(place, 0) for place in range(self._proxy.rowCount())]
        while waiting:
            index = waiting.pop(0)
            lines.append(self._line(self.tree.entry(self._proxy.mapToSource(index))))
            waiting[:0] = [self._proxy.index(place, 0, index) for place in range(self._proxy.rowCount(index))]
        return "\n".join(lines)

    def _ask_and_save(self) -> None:
        title = tr("Save table")
        name, _ = QFileDialog.getSaveFileName(self, title, "parameters.csv", tr("Data") + " (*.csv)")
        if not name:
            return
        path = Path(name)
        try:
            save(self, path.with_suffix(".csv"), lambda: [line.split("\t") for line in self.table_text().splitlines()])
        except GuinetError as error:
            QMessageBox.warning(self, title, problem_text(error.problem))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = [self._headings(), *map(self._line, self.chosen)] if self.chosen else [self.table_text()]
            QGuiApplication.clipboard().setText("\n".join(chosen))
        elif event.key() == Qt.Key.Key_Menu and self.current_entry is not None:
            self._open_menu(self.visualRect(self.currentIndex()).center())
        else:
            super().keyPressEvent(event)


def node_of(entry: Entry, block: str) -> Key | None:
    """The node of a row: the innermost it lies in, but in the block at hand where there is one."""
    rows = entry.rows
    if not rows or not rows[0].places:
        return None
    common = [place for place in rows[0].places if all(place in row.places for row in rows)]
    here = [place for place in common if place[0] == block]
    return here[-1] if here else common[-1] if common else None
