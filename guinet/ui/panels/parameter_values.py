"""The values of one parameter in a table: a window of its last two dimensions, in a slice of those before."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QSpinBox, QTableView, QVBoxLayout, QWidget

from guinet.session.messages.parameters import WINDOW, ParameterShown
from guinet.ui.narrow import let_shrink
from guinet.ui.panels.number_text import cell_text
from guinet.ui.theme import current_theme, set_variant, style_spin_box
from guinet.ui.translate import tr

Index = QModelIndex | QPersistentModelIndex
_NOTHING = QModelIndex()


class ValuesModel(QAbstractTableModel):
    """Signals: `typed(row, column, text)`, a person wrote into a cell of the whole table."""

    typed = Signal(int, int, str)

    def __init__(self) -> None:
        super().__init__()
        self.shown: ParameterShown | None = None
        self._values: NDArray[Any] = np.zeros((0, 0))
        self.editable = False

    def show_values(self, shown: ParameterShown | None) -> None:
        """Shows these. Other values of the same window keep what is selected or being written."""
        before, self.shown = self.shown, shown
        same = before is not None and shown is not None and _frame(before) == _frame(shown)
        if same and shown is not None:
            self._values = shown.values.array
            height, width = self._values.shape
            if height and width:
                self.dataChanged.emit(self.index(0, 0), self.index(height - 1, width - 1))
            return
        self.beginResetModel()
        self._values = shown.values.array if shown is not None else np.zeros((0, 0))
        self.endResetModel()

    def rowCount(self, parent: Index = _NOTHING) -> int:
        return 0 if parent.isValid() else int(self._values.shape[0])

    def columnCount(self, parent: Index = _NOTHING) -> int:
        return 0 if parent.isValid() else int(self._values.shape[1])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or self.shown is None:
            return None
        return str(section + (self.shown.row if orientation == Qt.Orientation.Vertical else self.shown.column))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        value = self._values[index.row(), index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(value.item())
        if role == Qt.ItemDataRole.EditRole:
            return repr(value.item())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and not np.isfinite(value):
            return current_theme().color("error")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.editable else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if self.shown is None or not self.editable or str(value) == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        self.typed.emit(self.shown.row + index.row(), self.shown.column + index.column(), str(value))
        return True


def _frame(shown: ParameterShown) -> tuple[object, ...]:
    return shown.path, shown.row, shown.column, shown.index, shown.values.shape


class ValuesTable(QWidget):
    """The table and what chooses the slice. Signals: `moved()`, another window is wanted (see `leading`, `row`,
    `column`); `typed(index, text)`, a cell was written, with its index in the parameter."""

    moved = Signal()
    typed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.model = ValuesModel()
        self.model.typed.connect(self._typed)
        self.view = _View()
        self.view.setObjectName("parameter_values")
        self.view.setModel(self.model)
        self._slices: list[QSpinBox] = []
        self._row, self._column = self._spin("parameter_rows"), self._spin("parameter_columns")
        self._bar = QHBoxLayout()
        self._words = QLabel()
        set_variant(self._words, "small")
        self._row_words, self._column_words = QLabel(), QLabel()
        let_shrink(self._row_words, self._column_words)
        self._bar.addWidget(self._words)
        for widget in (self._row_words, self._row, self._column_words, self._column):
            self._bar.addWidget(widget)
        self._bar.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current_theme().pixels("space-small"))
        layout.addLayout(self._bar)
        layout.addWidget(self.view)
        self.translate()

    @property
    def leading(self) -> tuple[int, ...]:
        return tuple(box.value() for box in self._slices)

    @property
    def row(self) -> int:
        return self._row.value()

    @property
    def column(self) -> int:
        return self._column.value()

    def begin(self) -> None:
        """Another parameter comes: from its first value on."""
        for box in (*self._slices, self._row, self._column):
            box.blockSignals(True)
            box.setValue(0)
            box.blockSignals(False)
        self.model.show_values(None)

    def show_values(self, shown: ParameterShown, editable: bool) -> None:
        self.model.editable = editable
        triggers = QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        triggers |= QAbstractItemView.EditTrigger.AnyKeyPressed
        self.view.setEditTriggers(triggers if editable else QAbstractItemView.EditTrigger.NoEditTriggers)
        self._offer_slices(shown.shape[:-2])
        for box, size in ((self._row, shown.size[0]), (self._column, shown.size[1])):
            box.setMaximum(max(size - 1, 0))
        for widget, size in ((self._row, shown.size[0]), (self._row_words, shown.size[0])):
            widget.setVisible(size > WINDOW)
        for widget, size in ((self._column, shown.size[1]), (self._column_words, shown.size[1])):
            widget.setVisible(size > WINDOW)
        self.view.give_room(shown.values.dtype)
        self.model.show_values(shown)

    def _offer_slices(self, sizes: tuple[int, ...]) -> None:
        while len(self._slices) > len(sizes):
            self._slices.pop().deleteLater()
        while len(self._slices) < len(sizes):
            box = self._spin(f"parameter_slice_{len(self._slices)}")
            box.setAccessibleName(tr("Index in dimension {number}").format(number=len(self._slices)))
            self._slices.append(box)
            self._bar.insertWidget(len(self._slices), box)
        for box, size in zip(self._slices, sizes, strict=True):
            box.setMaximum(max(size - 1, 0))
        self._words.setVisible(bool(sizes))

    def _spin(self, name: str) -> QSpinBox:
        box = QSpinBox()
        box.setObjectName(name)
        style_spin_box(box)
        let_shrink(box)
        box.valueChanged.connect(lambda: self.moved.emit())
        return box

    def _typed(self, row: int, column: int, text: str) -> None:
        shown = self.model.shown
        if shown is None:
            return
        last = [row, column][: min(len(shown.shape), 2)]
        index = ", ".join(str(place) for place in (*shown.index, *last))
        self.typed.emit(index or "...", text)

    def translate(self) -> None:
        self._words.setText(tr("Slice"))
        self._row_words.setText(tr("Rows from"))
        self._column_words.setText(tr("Columns from"))
        for words, box in ((self._row_words, self._row), (self._column_words, self._column)):
            set_variant(words, "small")
            box.setAccessibleName(words.text())
        self.view.setAccessibleName(tr("Values of the parameter"))
        self.view.copy_action.setText(tr("Copy"))


class _View(QTableView):
    def __init__(self) -> None:
        super().__init__()
        self.setFont(current_theme().font("mono-small"))
        self.copy_action = QAction(self)
        self.copy_action.triggered.connect(self.copy)
        self.addAction(self.copy_action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._wide = False
        self._room = current_theme().pixels("space-large") * 8
        self.horizontalHeader().setDefaultSectionSize(self._room)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + current_theme().pixels("space-small"))

    def give_room(self, dtype: str) -> None:
        """A complex number takes twice the room of another."""
        if self._wide != (is_complex := np.dtype(dtype).kind == "c"):
            self._wide = is_complex
            self.horizontalHeader().setDefaultSectionSize(self._room * 2 if is_complex else self._room)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())

    def as_text(self) -> str:
        """The selected cells, all where none is, as a spreadsheet takes them, with the indices of rows and columns; one
        cell alone is its number."""
        model, chosen = self.model(), {(index.row(), index.column()) for index in self.selectedIndexes()}
        chosen = chosen or set(product(range(model.rowCount()), range(model.columnCount())))
        rows, columns = sorted({row for row, _ in chosen}), sorted({column for _, column in chosen})
        cells = [[self._cell(row, column) if (row, column) in chosen else "" for column in columns] for row in rows]
        if len(chosen) == 1:
            return cells[0][0]
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        lines = [["", *(str(model.headerData(column, across)) for column in columns)]]
        lines += [[str(model.headerData(row, down)), *line] for row, line in zip(rows, cells, strict=True)]
        return "\n".join("\t".join(line) for line in lines)

    def _cell(self, row: int, column: int) -> str:
        return str(self.model().index(row, column).data(Qt.ItemDataRole.EditRole))
