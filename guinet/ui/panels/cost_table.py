"""The cost of every node in a table: sorted by a click, copied as text, with a bar for its share of the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeWidgetItem, QWidget

from guinet.core.costs import Chain, Cost, NodeCost, Span
from guinet.ui.panels.number_text import bytes_text
from guinet.ui.panels.tables import KEY, Cells, Table
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr

_NARROWEST: Final = 60
_BAR: Final = 84
"""Pixels of a column with bars: narrower ones tell little."""

_SHARE: Final = Qt.ItemDataRole.UserRole + 1
_CHAIN: Final = Qt.ItemDataRole.UserRole + 2


class Row(Struct, frozen=True):
    """A node with the time it took, where a step was profiled."""

    cost: NodeCost
    span: Span | None = None

    @property
    def seconds(self) -> float:
        return self.span.forward + self.span.backward if self.span is not None else 0.0


class Column(Struct, frozen=True):
    """`number` is what is sorted and drawn as a bar, None for words."""

    title: Callable[[], str]
    about: Callable[[], str]
    text: Callable[[Row], str]
    number: Callable[[Row], float] | None = None


def count_text(count: float) -> str:
    """`41.4 M`: four digits at most, in thousands; 999 and below as they are."""
    size = float(count)
    for unit in ("", " k", " M", " G", " T"):
        if abs(size) < 1000:
            return f"{int(count)}" if not unit else f"{size:.3g}{unit}"
        size /= 1000
    return f"{size:.3g} P"


def _seconds_text(row: Row) -> str:
    return f"{row.seconds * 1000:.3g} ms" if row.span is not None else ""


COLUMNS: Final = (
    Column(lambda: tr("Node"), lambda: "", lambda row: row.cost.path.rpartition("/")[2]),
    Column(lambda: tr("Type"), lambda: "", lambda row: row.cost.type),
    Column(lambda: tr("Gives"), lambda: tr("Shape and type of what comes out"), lambda row: row.cost.output),
    Column(
        lambda: tr("Parameters"),
        lambda: tr("Numbers that training changes, or could"),
        lambda row: f"{row.cost.parameters:,}".replace(",", "\u2009"),
        lambda row: row.cost.parameters,
    ),
    Column(
        lambda: tr("FLOPs"),
        lambda: tr("Products and sums of one forward pass; a product with a sum counts two"),
        lambda row: count_text(row.cost.flops),
        lambda row: row.cost.flops,
    ),
    Column(
        lambda: tr("Activations"),
        lambda: tr("What autograd keeps of this node until the backward pass"),
        lambda row: bytes_text(row.cost.activations),
        lambda row: row.cost.activations,
    ),
    Column(
        lambda: tr("Memory"),
        lambda: tr("Weights, gradients, what the optimiser keeps, and activations"),
        lambda row: bytes_text(row.cost.training),
        lambda row: row.cost.training,
    ),
    Column(
        lambda: tr("Time"),
        lambda: tr("Forward and backward together, from a profile of one step"),
        _seconds_text,
        lambda row: row.seconds,
    ),
)


class CostTable(Table):
    """Blocks hold the nodes inside them. Signals: `chosen(chain)` when a node is clicked or entered."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("cost_table")
        self.setColumnCount(len(COLUMNS))
        self.setItemDelegate(_Bars(self))
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(_NARROWEST)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)

    def show_cost(self, cost: Cost, spans: Mapping[Chain, Span]) -> None:
        """A row for each node, blocks open as they were."""
        closed = {chain for chain, item in self._items().items() if not item.isExpanded()}
        at = self.verticalScrollBar().value()
        made: dict[Chain, QTreeWidgetItem] = {}
        whole = Row(cost.total)
        longest = max((span.forward + span.backward for span in spans.values()), default=0.0)
        with self.refilling():
            for node in cost.nodes:
                item: QTreeWidgetItem = _Item(Row(node, spans.get(node.chain)), whole, longest)
                made[node.chain] = item
                parent = made.get(node.chain[:-1])
                if parent is not None:
                    parent.addChild(item)
                else:
                    self.addTopLevelItem(item)
        for chain, item in made.items():
            item.setExpanded(chain not in closed)
        self.setRootIsDecorated(any(len(chain) > 1 for chain in made))
        self.setColumnHidden(len(COLUMNS) - 1, not spans)
        for place, column in enumerate(COLUMNS):
            self.resizeColumnToContents(place)
            if column.number is not None:
                self.setColumnWidth(place, max(self.columnWidth(place), _BAR))
        self.verticalScrollBar().setValue(at)

    def select_node(self, block: str, nodes: tuple[str, ...]) -> None:
        """Selects the rows of nodes that are selected on the canvas."""
        wanted = {(block, node) for node in nodes}
        for chain, item in self._items().items():
            item.setSelected(chain[-1] in wanted)

    def translate(self) -> None:
        self.setHeaderLabels([column.title() for column in COLUMNS])
        for place, column in enumerate(COLUMNS):
            self.headerItem().setToolTip(place, column.about())
            if column.number is not None:
                self.headerItem().setTextAlignment(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(tr("What each node costs"))

    def _items(self) -> dict[Chain, QTreeWidgetItem]:
        found: dict[Chain, QTreeWidgetItem] = {}
        waiting = [self.topLevelItem(place) for place in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop()
            if item is not None:
                found[item.data(0, _CHAIN)] = item
                waiting += [item.child(place) for place in range(item.childCount())]
        return found

    def _choose(self, item: QTreeWidgetItem) -> None:
        if not QGuiApplication.keyboardModifiers():
            self.chosen.emit(item.data(0, _CHAIN))


class _Item(Cells):
    """A node's row; copied with the whole path of the node."""

    def __init__(self, row: Row, whole: Row, longest: float) -> None:
        super().__init__([column.text(row) for column in COLUMNS])
        self.setData(0, _CHAIN, row.cost.chain)
        self._path = row.cost.path
        mono = current_theme().font("mono-small")
        for place, column in enumerate(COLUMNS):
            if column.number is None:
                continue
            number = float(column.number(row))
            all_of_it = column.number(whole) or longest
            self.setData(place, KEY, number)
            self.setData(place, _SHARE, number / all_of_it if all_of_it else 0.0)
            self.setTextAlignment(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setFont(place, mono)
        self.setToolTip(6, _parts(row.cost))
        if row.span is not None:
            self.setToolTip(len(COLUMNS) - 1, _phases(row.span))

    def plain(self, column: int) -> str:
        return super().plain(column) if column else self._path


def _parts(cost: NodeCost) -> str:
    return tr("weights {weights}, gradients {gradients}, optimiser {optimizer}, activations {activations}").format(
        weights=bytes_text(cost.weights),
        gradients=bytes_text(cost.gradients),
        optimizer=bytes_text(cost.optimizer),
        activations=bytes_text(cost.activations),
    )


def _phases(span: Span) -> str:
    first = tr("forward {forward} ms, backward {backward} ms").format(
        forward=f"{span.forward * 1000:.3g}", backward=f"{span.backward * 1000:.3g}"
    )
    rest = [f"{name}: {seconds * 1000:.3g} ms" for name, seconds in span.operations]
    return "\n".join([first, *rest])


class _Bars(QStyledItemDelegate):
    """Draws a bar behind a number: its share of the whole network's."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        share = index.data(_SHARE)
        if isinstance(share, float) and share > 0:
            box = QRectF(option.rect).adjusted(2, 3, -2, -3)
            width = max(1.0, box.width() * min(1.0, share))
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current_theme().color("accent-soft"))
            painter.drawRoundedRect(QRectF(box.right() - width, box.top(), width, box.height()), 2, 2)
            painter.restore()
        super().paint(painter, option, index)
