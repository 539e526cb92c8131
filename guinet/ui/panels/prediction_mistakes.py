"""The rows that the network is most wrong about."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeWidgetItem, QVBoxLayout, QWidget

from guinet.session.messages.predictions import Mistakes
from guinet.ui.panels.prediction_sources import part_title
from guinet.ui.panels.tables import Cells, Table
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
        self._waits = False
        self._words = QLabel()
        self._words.setObjectName("mistakes_words")
        self._words.setWordWrap(True)
        set_variant(self._words, "muted")
        self._list = Table("mistakes")
        self._list.itemClicked.connect(self._choose)
        self._list.itemActivated.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words)
        layout.addWidget(self._list, 1)
        layout.addStretch()

    def show_mistakes(self, told: Mistakes | None) -> None:
        """None while they are looked for."""
        self._told, self._waits = told, told is None
        with self._list.refilling():
            for mistake in told.items if told is not None else ():
                texts = [str(mistake.sample.number), mistake.truth, mistake.predicted, f"{mistake.loss:.4g}"]
                item = Cells(texts, {3: mistake.loss})
                item.setData(0, _SAMPLE, mistake.sample)
                self._list.addTopLevelItem(item)
        self._list.sortByColumn(3, Qt.SortOrder.DescendingOrder)
        self._list.setVisible(told is not None and bool(told.items))
        self._say()

    def give_up(self) -> None:
        """No answer comes any more."""
        self._waits = False
        self._say()

    def translate(self) -> None:
        self._list.setHeaderLabels([tr("Row"), tr("Truth"), tr("Predicted"), tr("Loss")])
        self._list.setAccessibleName(tr("The worst mistakes"))
        for column, width in enumerate((44, 54, 82)):
            self._list.setColumnWidth(column, width)
        # Not "the last one": Qt lets that one be no narrower than it was at first.
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self._say()

    def _say(self) -> None:
        told = self._told
        if told is None:
            given_up = tr("Given up before it had ended. They are looked for again after an edit or a training.")
            self._words.setText(tr("Looking for mistakes…") if self._waits else given_up)
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
