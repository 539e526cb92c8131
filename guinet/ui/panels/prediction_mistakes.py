"""The rows that the network is most wrong about."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from guinet.session.messages.predictions import Mistakes
from guinet.ui.panels.prediction_sources import part_title
from guinet.ui.theme import set_variant
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

_SAMPLE: Final = Qt.ItemDataRole.UserRole


class MistakesList(QWidget):
    """Signals: `chosen(Sample)`, to be looked at."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._told: Mistakes | None = None
        self._words = QLabel()
        self._words.setObjectName("mistakes_words")
        self._words.setWordWrap(True)
        set_variant(self._words, "muted")
        self._list = _List()
        self._list.setObjectName("mistakes")
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self._list.setSortingEnabled(True)
        self._list.itemClicked.connect(self._choose)
        self._list.itemActivated.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words)
        layout.addWidget(self._list, 1)
        layout.addStretch()

    def show_mistakes(self, told: Mistakes | None) -> None:
        """None while they are looked for."""
        self._told = told
        self._list.setSortingEnabled(False)
        self._list.clear()
        for mistake in told.items if told is not None else ():
            item = _Row([str(mistake.sample.number), mistake.truth, mistake.predicted, f"{mistake.loss:.4g}"])
            item.setData(0, _SAMPLE, mistake.sample)
            self._list.addTopLevelItem(item)
        self._list.sortByColumn(3, Qt.SortOrder.DescendingOrder)
        self._list.setSortingEnabled(True)
        self._list.setVisible(told is not None and bool(told.items))
        self._say()

    def translate(self) -> None:
        self._list.setHeaderLabels([tr("Row"), tr("Truth"), tr("Predicted"), tr("Loss")])
        self._list.setAccessibleName(tr("The worst mistakes"))
        for column, width in enumerate((44, 56, 82)):
            self._list.setColumnWidth(column, width)
        self._say()

    def _say(self) -> None:
        told = self._told
        if told is None:
            self._words.setText(tr("Looking for mistakes…"))
        elif told.problem is not None:
            self._words.setText(problem_text(told.problem))
        elif told.wrong is None:
            words = tr("{part}: the largest losses of {rows}")
            self._words.setText(words.format(part=part_title(told.part), rows=told.rows))
        else:
            words = tr("{part}: {wrong} of {rows} are wrong")
            self._words.setText(words.format(part=part_title(told.part), wrong=told.wrong, rows=told.rows))

    def _choose(self, item: QTreeWidgetItem) -> None:
        if not QGuiApplication.keyboardModifiers():
            self.chosen.emit(item.data(0, _SAMPLE))


class _List(QTreeWidget):
    """Rows are copied as text."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            lines = ["\t".join(item.text(column) for column in range(4)) for item in self.selectedItems()]
            QGuiApplication.clipboard().setText("\n".join(lines))
        else:
            super().keyPressEvent(event)


class _Row(QTreeWidgetItem):
    """Numbers are sorted as numbers."""

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        column = self.treeWidget().sortColumn() if self.treeWidget() is not None else 0
        try:
            return float(self.text(column)) < float(other.text(column))
        except ValueError:
            return self.text(column) < other.text(column)
