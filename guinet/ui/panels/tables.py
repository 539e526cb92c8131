"""What every table of a panel can do: sorted by a click on a heading, copied as text, saved as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QMessageBox,
    QTableWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
)

from guinet.storage import atomic
from guinet.storage.problems import SaveFailed
from guinet.ui.icons import icon
from guinet.ui.theme import theme_signals
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

KEY: Final = Qt.ItemDataRole.UserRole + 8
"""What a cell is sorted by and copied as, where that is not what it reads: a number."""


def offer_copying(table: QTableWidget) -> QAction:
    """Ctrl+C in a table that is written into copies all of it, with its headings; the action has no words yet."""
    action = QAction(table)
    action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(lambda: QGuiApplication.clipboard().setText(_text_of(table)))
    table.addAction(action)
    table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
    return action


def _text_of(table: QTableWidget) -> str:
    columns = range(table.columnCount())
    heads = [table.horizontalHeaderItem(column) for column in columns]
    rows = ([table.item(row, column) for column in columns] for row in range(table.rowCount()))
    return "\n".join("\t".join("" if cell is None else cell.text() for cell in line) for line in (heads, *rows))


class Cells(QTreeWidgetItem):
    """A row. `keys` are the numbers behind texts that are rounded or have a unit, by column."""

    def __init__(self, texts: Sequence[str], keys: Mapping[int, float] | None = None) -> None:
        super().__init__(list(texts))
        for column, number in (keys or {}).items():
            self.setData(column, KEY, float(number))

    def plain(self, column: int) -> str:
        """A cell for a spreadsheet: a number with all its digits."""
        number = self.data(column, KEY)
        if not isinstance(number, float):
            return self.text(column)
        return f"{number:.0f}" if number.is_integer() else f"{number:.10g}"

    def _order(self, column: int) -> tuple[int, float, str]:
        """Numbers before words, as numbers; what is empty comes first."""
        number, text = self.data(column, KEY), self.text(column)
        if isinstance(number, float):
            return (1, number, "")
        try:
            return (1, float(text), "")
        except ValueError:
            return (2 if text else 0, 0.0, text.casefold())

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        column = max(0, self.treeWidget().sortColumn())
        return self._order(column) < other._order(column) if isinstance(other, Cells) else False


class Table(QTreeWidget):
    """Its rows are `Cells`. Ctrl+C copies those that are selected, all where none is, with their headings; the menu
    saves all of them as CSV. What else is added to its actions stands in the menu too."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.copy_action, self.save_action = QAction(self), QAction(self)
        self.copy_action.triggered.connect(self.copy)
        self.save_action.triggered.connect(self._ask_and_save)
        self.addActions([self.copy_action, self.save_action])
        theme_signals().changed.connect(self._dress_actions)
        self._dress_actions()

    @contextmanager
    def refilling(self) -> Iterator[None]:
        """Takes all rows away; those that are added meanwhile are sorted once, when the block ends."""
        self.setSortingEnabled(False)
        self.clear()
        try:
            yield
        finally:
            self.setSortingEnabled(True)

    def rows(self) -> list[Cells]:
        """From top to bottom, those in others after them."""
        found, iterator = [], QTreeWidgetItemIterator(self)
        while iterator.value() is not None:
            item = iterator.value()
            if isinstance(item, Cells):
                found.append(item)
            iterator += 1
        return found

    def lines(self, chosen: bool = True) -> list[list[str]]:
        """The headings, and the cells of the rows that are `chosen`, else of all."""
        columns = [column for column in range(self.columnCount()) if not self.isColumnHidden(column)]
        rows = self.rows()
        selected = [row for row in rows if row.isSelected()] if chosen else []
        return [
            [self.headerItem().text(column) for column in columns],
            *([row.plain(column) for column in columns] for row in selected or rows),
        ]

    def as_text(self) -> str:
        """What Ctrl+C copies."""
        return "\n".join("\t".join(line) for line in self.lines())

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())

    def save(self, path: Path) -> None:
        """Writes all rows as CSV. Raises SaveFailed."""
        held = io.StringIO(newline="")
        csv.writer(held).writerows(self.lines(chosen=False))
        atomic.write(path, held.getvalue().encode())

    def _ask_and_save(self) -> None:
        title, kinds = tr("Save table"), tr("Data") + " (*.csv)"
        name, _ = QFileDialog.getSaveFileName(self, title, f"{self.objectName()}.csv", kinds)
        if not name:
            return
        path = Path(name)
        try:
            self.save(path if path.suffix else path.with_suffix(".csv"))
        except SaveFailed as error:
            QMessageBox.warning(self, title, problem_text(error.problem))

    def _dress_actions(self) -> None:
        self.copy_action.setText(tr("Copy"))
        self.copy_action.setIcon(icon("copy"))
        self.save_action.setText(tr("Save as CSV…"))
        self.save_action.setIconText(self.save_action.text())  # Qt would take the dots away
        self.save_action.setIcon(icon("save"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._dress_actions()
        super().changeEvent(event)
