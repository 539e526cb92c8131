"""The values of all nodes in a table: what each is, and its numbers in a few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTreeWidgetItem

from guinet.core.probed import NodeValue, ProbedValue, Progress, TensorValue
from guinet.ui.canvas.value_text import shape_text, short_text
from guinet.ui.panels.number_text import number_text, share_text
from guinet.ui.panels.tables import Cells, Table
from guinet.ui.panels.values_page import plain_type
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr

_LONGEST: Final = 60
"""Letters of a value; the rest is on its node's page."""

_VALUE: Final = 3
_NUMBERS: Final = 4
"""The columns of the value, and of the first of its numbers."""

_SIDES: Final = ("minimum", "mean", "maximum", "std", "zeros")
_WRONG: Final = ("nan", "infinite")

_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Row: TypeAlias = "tuple[str, tuple[str, ...], ProbedValue | None]"
"""A node's id, what its row says, and the value itself."""


class NodesTable(Table):
    """Signals: `chosen(node id)`."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("values_table")
        self.itemActivated.connect(self._choose)
        self.itemClicked.connect(self._choose)
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(40)
        self._shown: list[Row] = []

    def show_values(self, values: Mapping[str, NodeValue], names: Mapping[str, str]) -> None:
        """One row a node, and one an output where it has several, in the order in which they ran."""
        rows = [row for node, value in values.items() for row in _rows(node, names[node], value)]
        if rows == self._shown:
            return
        self._shown = rows
        with self.refilling():
            for row in rows:
                self.addTopLevelItem(_item(row))
        for column in range(self.columnCount()):
            self.resizeColumnToContents(column)
        # What a long text shows first is enough: the numbers beside it tell more.
        room = current_theme().pixels("space-huge") * 6
        self.setColumnWidth(_VALUE, min(self.columnWidth(_VALUE), room))

    def translate(self) -> None:
        numbers = [tr("Least"), tr("Mean"), tr("Greatest"), tr("Spread"), tr("Zeros"), "NaN", tr("Infinite")]
        self.setHeaderLabels([tr("Node"), tr("Shape"), tr("Type"), tr("Value"), *numbers])
        for column in range(_NUMBERS, self.columnCount()):
            self.headerItem().setTextAlignment(column, _RIGHT)
        self.setAccessibleName(tr("The values of all nodes"))

    def _choose(self, item: QTreeWidgetItem) -> None:
        if not QGuiApplication.keyboardModifiers():
            self.chosen.emit(item.data(0, Qt.ItemDataRole.UserRole))


def _item(row: Row) -> Cells:
    node, texts, value = row
    numbers = dict(_numbers(value))
    shown = [numbers[at][0] if at in numbers else "" for at in range(_NUMBERS, _NUMBERS + len(_SIDES) + len(_WRONG))]
    item = Cells([*texts, *shown], {column: number for column, (_, number) in numbers.items()})
    for column, (_, number) in numbers.items():
        item.setTextAlignment(column, _RIGHT)
        if column >= _NUMBERS + len(_SIDES) and number:
            item.setForeground(column, current_theme().color("error"))
    item.setData(0, Qt.ItemDataRole.UserRole, node)
    item.setFont(_VALUE, current_theme().font("mono-small"))
    item.setToolTip(_VALUE, texts[_VALUE])
    return item


def _numbers(value: ProbedValue | None) -> Iterator[tuple[int, tuple[str, float]]]:
    """By column what a cell says, and the number behind it; nothing where there is none."""
    told = value.statistics if isinstance(value, TensorValue) else None
    if told is None or not told.count:
        return
    for column, name in enumerate(_SIDES, _NUMBERS):
        number = getattr(told, name)
        if number is not None:
            about = "≈ " if told.estimated and name in ("mean", "std") else ""
            text = share_text(number) if name == "zeros" else about + number_text(number)
            yield column, (text, number)
    for column, name in enumerate(_WRONG, _NUMBERS + len(_SIDES)):
        yield column, (str(getattr(told, name)), getattr(told, name))


def _rows(node: str, name: str, value: NodeValue) -> Iterator[Row]:
    if value.progress in (Progress.FAILED, Progress.SKIPPED):
        words = tr("failed") if value.progress is Progress.FAILED else tr("not run")
        yield node, (name, "", "", words), None
        return
    several = len(value.outputs) > 1
    for port, output in value.outputs.items():
        shape = shape_text(output.shape) if isinstance(output, TensorValue) else ""
        title = f"{name}.{port}" if several else name
        yield node, (title, shape, plain_type(output), short_text(output.text)[:_LONGEST]), output
