"""What a phase of a stepped training has changed, as a table: values, gradients, weights."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QTreeWidgetItem

from guinet.core.stepped import CallFacts, ParameterFacts, Phase, Stop, TensorFacts
from guinet.ui.canvas.value_text import shape_text
from guinet.ui.panels.stepper_words import number, place_text
from guinet.ui.panels.tables import Cells, Table
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr


class Row(Struct, frozen=True):
    """The words of a row, and the (block id, node id) it is about; two empty texts where it is about none."""

    texts: tuple[str, ...]
    at: tuple[str, str] = ("", "")


class ChangesTable(Table):
    """The columns are others in each phase. Signals: `chosen(block id, node id)`, of a row that is clicked."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("stepper_table")
        self.setMinimumHeight(4 * current_theme().pixels("row-height"))
        self.setHeaderLabels([""])  # or Qt writes a number there
        header = self.header()
        header.setMinimumSectionSize(36)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)

    def show_stop(self, stop: Stop) -> None:
        """The rows of the phase that runs; the last one to come is in sight."""
        titles, reached = headings(stop.phase), None
        if titles != [self.headerItem().text(column) for column in range(self.columnCount())]:
            self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        with self.refilling():
            self.setColumnCount(len(titles))
            self.setHeaderLabels(titles)
            for place, row in enumerate(rows_of(stop)):
                item = Cells(row.texts)
                item.setData(0, Qt.ItemDataRole.UserRole, row.at)
                item.setToolTip(0, row.texts[0])
                for column in range(1, len(titles)):
                    item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.addTopLevelItem(item)
                reached = item if place == len(stop.trail) - 1 else reached
        if reached is not None:
            self.setCurrentItem(reached)

    def _choose(self, item: QTreeWidgetItem) -> None:
        block, node = item.data(0, Qt.ItemDataRole.UserRole)
        if node and not QGuiApplication.keyboardModifiers():
            self.chosen.emit(block, node)


def headings(phase: Phase | None) -> list[str]:
    """What the columns hold in a phase."""
    match phase:
        case Phase.ZERO_GRAD | Phase.BACKWARD:
            return [tr("Norm of gradient"), tr("Before"), tr("Now")]
        case Phase.STEP:
            return [tr("Norm of weights"), tr("Before"), tr("Now"), tr("Change")]
        case Phase.FORWARD | Phase.LOSS:
            return [tr("Node"), tr("Shape"), tr("Mean"), tr("Norm")]
        case Phase.BATCH:
            return [tr("Data"), tr("Shape"), tr("Mean"), tr("Norm")]
        case None:
            return [tr("Parameter"), tr("Shape"), tr("Norm")]


def rows_of(stop: Stop) -> Iterator[Row]:
    """In the order in which things happened; parameters after the nodes."""
    match stop.phase:
        case Phase.BATCH:
            yield from (Row(_figures(port, facts)) for port, facts in stop.batch.items())
        case Phase.FORWARD | Phase.LOSS:
            for call in stop.trail:
                yield from _values(call)
        case Phase.BACKWARD:
            yield from (_gradient(call) for call in stop.trail)
            yield from (_parameter_gradient(each) for each in stop.parameters if each.trains)
        case Phase.ZERO_GRAD:
            yield from (_parameter_gradient(each) for each in stop.parameters if each.trains)
        case Phase.STEP:
            yield from map(_update, stop.parameters)
        case None:
            for each in stop.parameters:
                yield Row((_name(each), shape_text(each.shape), number(each.norm)), (each.block, each.node))


def _figures(name: str, facts: TensorFacts) -> tuple[str, ...]:
    return name, shape_text(facts.shape), number(facts.mean), number(facts.norm)


def _values(call: CallFacts) -> Iterator[Row]:
    at, place = (call.block, call.node), place_text(call)
    several = len(call.values) > 1
    for name, facts in call.values.items():
        yield Row(_figures(f"{place}: {name}" if several else place, facts), at)
    if not call.values:
        yield Row((place, ", ".join(call.plain.values()), "", ""), at)


def _gradient(call: CallFacts) -> Row:
    facts = next(iter(call.values.values()), None)
    return Row((place_text(call), "", number(facts.norm if facts is not None else None)), (call.block, call.node))


def _parameter_gradient(each: ParameterFacts) -> Row:
    return Row((_name(each), number(each.gradient_before), number(each.gradient)), (each.block, each.node))


def _update(each: ParameterFacts) -> Row:
    figures = (number(each.norm_before), number(each.norm), number(each.change))
    return Row((_name(each), *figures), (each.block, each.node))


def _name(each: ParameterFacts) -> str:
    return " = ".join(each.names)
