"""The tree of parameters by their paths: what its rows say, and how they are dragged onto each other."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from msgspec import Struct, field
from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from guinet.core.parameter_rows import ParameterRow
from guinet.ui.canvas.value_text import shape_text
from guinet.ui.icons import icon
from guinet.ui.panels.number_text import bytes_text, number_text
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr

Index = QModelIndex | QPersistentModelIndex
_NOTHING: Final = QModelIndex()
SORT: Final = Qt.ItemDataRole.UserRole
"""What rows are sorted by: the number behind a text."""

PATH_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""The whole path of a row, in each of its cells."""

MIME: Final = "application/x-guinet-parameter"


class Entry(Struct, eq=False):
    """A row of the tree: a parameter, a buffer, or the module that holds some. `path` is that of `state_dict`."""

    path: str
    name: str
    parent: Entry | None = None
    children: list[Entry] = field(default_factory=list)
    row: ParameterRow | None = None
    place: int = 0

    @property
    def rows(self) -> list[ParameterRow]:
        """Those at and below it."""
        own = [self.row] if self.row is not None else []
        return own + [row for child in self.children for row in child.rows]


class Column(Struct, frozen=True):
    """`text` is what a cell says, `key` what it is sorted by; `total` makes one of several rows, where it can be."""

    title: Callable[[], str]
    about: Callable[[], str]
    text: Callable[[ParameterRow], str]
    key: Callable[[ParameterRow], Any]
    total: Callable[[Sequence[ParameterRow]], str] | None = None
    right: bool = True


def _number(
    get: Callable[[ParameterRow], float],
) -> tuple[Callable[[ParameterRow], str], Callable[[ParameterRow], Any]]:
    return (
        lambda row: ("≈ " if row.figures.estimated and not math.isnan(get(row)) else "") + number_text(get(row)),
        lambda row: -math.inf if math.isnan(get(row)) else get(row),
    )


def _figure(
    get: Callable[[ParameterRow], float],
) -> tuple[Callable[[ParameterRow], str], Callable[[ParameterRow], Any]]:
    """As `_number`, of what is known: it may be NaN."""
    text, key = _number(get)
    return lambda row: text(row) or ("NaN" if row.figures.odd else ""), key


def _own(rows: Sequence[ParameterRow]) -> list[ParameterRow]:
    """Each tensor once."""
    seen: set[str] = set()
    found = []
    for row in rows:
        if not row.buffer and not seen.intersection(row.tied):
            found.append(row)
        seen.add(row.path)
    return found


def trained_text(row: ParameterRow) -> str:
    if row.buffer:
        return tr("buffer")
    if row.frozen:
        return tr("frozen")
    return tr("yes") if row.requires_grad else tr("no")


PATH: Final = Column(
    lambda: tr("Parameter"), lambda: tr("Its path below the network"), lambda row: "", lambda row: row.path, None, False
)
COLUMNS: Final = (
    PATH,
    Column(lambda: tr("Shape"), lambda: "", lambda row: shape_text(row.shape), lambda row: row.shape, None, False),
    Column(lambda: tr("Norm"), lambda: tr("The root of the sum of squares"), *_figure(lambda row: row.figures.norm)),
    Column(
        lambda: tr("Trained"),
        lambda: tr("Whether the optimiser changes it (requires_grad)"),
        trained_text,
        trained_text,
        None,
        False,
    ),
    Column(
        lambda: tr("Update"),
        lambda: tr("The change in the last step, as a share of the norm: near 0.001 is usual"),
        *_number(lambda row: row.ratio),
    ),
    Column(lambda: tr("Mean"), lambda: "", *_figure(lambda row: row.figures.mean)),
    Column(lambda: tr("Spread"), lambda: tr("The standard deviation"), *_figure(lambda row: row.figures.std)),
    Column(
        lambda: tr("Since start"),
        lambda: tr("The norm of the change since the first values"),
        *_number(lambda row: row.since_start),
    ),
    Column(
        lambda: tr("Last step"),
        lambda: tr("The norm of the change in the last step"),
        *_number(lambda row: row.last_step),
    ),
    Column(
        lambda: tr("Numbers"),
        lambda: tr("How many numbers it holds"),
        lambda row: f"{row.count:,}".replace(",", "\u2009"),
        lambda row: row.count,
        lambda rows: f"{sum(row.count for row in _own(rows)):,}".replace(",", "\u2009"),
    ),
    Column(
        lambda: tr("Memory"),
        lambda: "",
        lambda row: bytes_text(row.bytes),
        lambda row: row.bytes,
        lambda rows: bytes_text(sum(row.bytes for row in _own(rows))),
    ),
    Column(lambda: tr("Type"), lambda: "", lambda row: row.dtype, lambda row: row.dtype, None, False),
    Column(lambda: tr("Device"), lambda: "", lambda row: row.device, lambda row: row.device, None, False),
)


class ParameterTree(QAbstractItemModel):
    """Signals: `dropped(path, onto)`, a parameter was dragged onto another."""

    dropped = Signal(str, str)

    def __init__(self, parent: QObject | None = None, columns: Sequence[Column] = COLUMNS) -> None:
        super().__init__(parent)
        self._columns = columns
        self._root = Entry("", "")
        self._entries: dict[str, Entry] = {}

    def show_rows(self, rows: Iterable[ParameterRow]) -> bool:
        """Shows these; the same parameters with other figures keep what is open and selected. Whether they were."""
        rows = tuple(rows)
        if [row.path for row in rows] == [path for path, entry in self._entries.items() if entry.row is not None]:
            for row in rows:
                self._entries[row.path].row = row
            self._all_changed(self._root)
            return True
        self.beginResetModel()
        self._root, self._entries = Entry("", ""), {}
        for row in rows:
            self._add(row)
        self.endResetModel()
        return False

    def _add(self, row: ParameterRow) -> None:
        parts, parent = row.path.split("."), self._root
        for depth, part in enumerate(parts, 1):
            path = ".".join(parts[:depth])
            # A module's name and a parameter's may be alike; the parameter then has a place of its own.
            key = path if depth == len(parts) else f"{path}."
            entry = self._entries.get(key)
            if entry is None or depth == len(parts):
                entry = self._entries[key] = Entry(path, part, parent, place=len(parent.children))
                parent.children.append(entry)
            parent = entry
        parent.row = row

    def _all_changed(self, entry: Entry) -> None:
        if entry.children:
            above = self.index_of(entry)
            last = len(entry.children) - 1
            self.dataChanged.emit(self.index(0, 0, above), self.index(last, len(self._columns) - 1, above))
        for child in entry.children:
            self._all_changed(child)

    # Finding

    def entry(self, index: Index) -> Entry:
        found = index.internalPointer() if index.isValid() else self._root
        return found if isinstance(found, Entry) else self._root

    def index_of(self, entry: Entry | None) -> QModelIndex:
        return QModelIndex() if entry is None or entry.parent is None else self.createIndex(entry.place, 0, entry)

    def find(self, path: str) -> QModelIndex:
        """The row of a parameter, or of a module by its path and a dot; invalid where there is none."""
        return self.index_of(self._entries.get(path))

    @property
    def rows(self) -> list[ParameterRow]:
        return self._root.rows

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = _NOTHING) -> QModelIndex:
        children = self.entry(parent).children
        return self.createIndex(row, column, children[row]) if 0 <= row < len(children) else QModelIndex()

    def parent(self, index: Index = _NOTHING) -> QModelIndex:  # type: ignore[override]  # Qt has two of that name
        return self.index_of(self.entry(index).parent)

    def rowCount(self, parent: Index = _NOTHING) -> int:
        return len(self.entry(parent).children) if parent.column() <= 0 else 0

    def columnCount(self, parent: Index = _NOTHING) -> int:
        return len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title()
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.about() or column.title()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry, column = self.entry(index), self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(entry, index.column())
        if role == SORT:
            return self._sort_key(entry, column)
        if role == PATH_ROLE:
            return entry.path
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return icon("link") if entry.row is not None and entry.row.tied else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._color(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._about(entry)
        return None

    def text(self, entry: Entry, column: int) -> str:
        """What a cell says."""
        if column == 0:
            return entry.name
        chosen = self._columns[column]
        if entry.row is not None:
            return chosen.text(entry.row)
        return chosen.total(entry.rows) if chosen.total is not None else ""

    @staticmethod
    def _sort_key(entry: Entry, column: Column) -> Any:
        rows = [entry.row] if entry.row is not None else entry.rows
        keys = [column.key(row) for row in rows]
        return str(keys[0]) if keys and isinstance(keys[0], tuple) else max(keys, default=None)

    @staticmethod
    def _alignment(column: Column) -> int:
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    @staticmethod
    def _color(entry: Entry) -> Any:
        row = entry.row
        if row is not None and row.figures.odd:
            return current_theme().color("error")
        if row is not None and (row.buffer or row.frozen or not row.requires_grad):
            return current_theme().color("text-muted")
        return None

    @staticmethod
    def _about(entry: Entry) -> str:
        row = entry.row
        lines = [entry.path]
        if row is not None and row.tied:
            lines.append(tr("The same tensor as {names}").format(names=", ".join(row.tied)))
        if row is not None and row.frozen:
            lines.append(tr("Frozen by the group “{pattern}”").format(pattern=row.frozen))
        if row is not None and row.figures.odd:
            lines.append(tr("%n of its numbers are NaN or infinite", "", row.figures.odd))
        return "\n".join(lines)

    # Dragging one onto another

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        row = self.entry(index).row if index.isValid() else None
        if row is not None and not row.buffer:
            flags |= Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
        return flags

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        path = self.entry(indexes[0]).path if indexes else ""
        data.setData(MIME, path.encode())
        data.setText(path)
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.LinkAction | Qt.DropAction.CopyAction

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.LinkAction | Qt.DropAction.CopyAction

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        onto = self.entry(parent)
        return data.hasFormat(MIME) and onto.row is not None and not onto.row.buffer and row < 0

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        self.dropped.emit(bytes(data.data(MIME).data()).decode(), self.entry(parent).path)
        return True
