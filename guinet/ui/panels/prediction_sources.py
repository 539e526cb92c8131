"""Where an input comes from: a row of the data, typed numbers, a file, a drawing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from guinet.session.messages.predictions import Given, PredictionDescribed, Sample, Written
from guinet.ui.panels.drawing_pad import DrawingPad
from guinet.ui.panels.tables import offer_copying
from guinet.ui.theme import current_theme, set_variant, style_spin_box
from guinet.ui.translate import tr

TYPING_MS: Final = 200


def part_title(part: str) -> str:
    titles = {"train": tr("Training rows"), "validation": tr("Validation rows"), "test": tr("Test rows")}
    return titles.get(part, part)


class Page(QWidget):
    """One way to give an input. Signals: `changed()`; `given` then is the input, None where there is none yet."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(current_theme().pixels("space-small"))

    @property
    def given(self) -> Given | None:
        raise NotImplementedError

    def describe(self, described: PredictionDescribed) -> None:
        """What the network takes."""

    def translate(self) -> None:
        """Puts the words of the current language."""


class SamplePage(Page):
    """A row of a part of the data, by its number."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: dict[str, int] = {}
        self._part = QComboBox()
        self._part.setObjectName("prediction_part")
        self._part.activated.connect(self._choose_part)
        self._number = QSpinBox()
        self._number.setObjectName("prediction_number")
        style_spin_box(self._number)
        self._number.valueChanged.connect(self.changed)
        self._of = QLabel()
        set_variant(self._of, "muted")
        self._before, self._after = QPushButton(), QPushButton()
        self._before.setObjectName("prediction_before")
        self._after.setObjectName("prediction_after")
        self._before.clicked.connect(lambda: self._number.stepBy(-1))
        self._after.clicked.connect(lambda: self._number.stepBy(1))
        number, steps = QHBoxLayout(), QHBoxLayout()
        number.addWidget(self._number, 1)
        number.addWidget(self._of)
        steps.addWidget(self._before)
        steps.addWidget(self._after)
        self.rows.addWidget(self._part)
        self.rows.addLayout(number)
        self.rows.addLayout(steps)
        self.rows.addStretch()

    @property
    def given(self) -> Given | None:
        return Sample(self._part.currentData(), self._number.value()) if self._parts else None

    def describe(self, described: PredictionDescribed) -> None:
        if dict(described.parts) == self._parts:
            return
        self._parts = dict(described.parts)
        self._fill("test" if "test" in self._parts else next(iter(self._parts), ""))

    def choose(self, sample: Sample) -> None:
        """Shows another row, and tells it."""
        self._part.setCurrentIndex(self._part.findData(sample.part))
        self._limit()
        if self._number.value() == sample.number:
            self.changed.emit()
        self._number.setValue(sample.number)

    def translate(self) -> None:
        self._part.setAccessibleName(tr("Part of the data"))
        self._number.setAccessibleName(tr("Number of the row"))
        self._before.setText(tr("Previous"))
        self._after.setText(tr("Next"))
        self._fill(str(self._part.currentData() or ""))

    def _fill(self, chosen: str) -> None:
        self._part.clear()
        for part in self._parts:
            self._part.addItem(part_title(part), part)
        self._part.setCurrentIndex(max(0, self._part.findData(chosen)))
        self._limit()

    def _limit(self) -> None:
        rows = self._parts.get(str(self._part.currentData() or ""), 1)
        blocked = self._number.blockSignals(True)
        self._number.setMaximum(max(0, rows - 1))
        self._number.blockSignals(blocked)
        self._of.setText(tr("of 0 … {last}").format(last=rows - 1))

    def _choose_part(self) -> None:
        self._limit()
        self.changed.emit()


class TypedPage(Page):
    """Numbers, each beside the name of its column."""

    def __init__(self) -> None:
        super().__init__()
        self._table = QTableWidget(0, 2)
        self._table.setObjectName("prediction_table")
        self._table.verticalHeader().hide()
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._words = QLabel()
        self._words.setObjectName("prediction_table_words")
        self._words.setWordWrap(True)
        set_variant(self._words, "error")
        self._columns: tuple[str, ...] = ()
        self._later = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._later.timeout.connect(self._tell)
        self._table.itemChanged.connect(lambda _: self._later.start())
        self._copy = offer_copying(self._table)
        self.rows.addWidget(self._table, 1)
        self.rows.addWidget(self._words)

    @property
    def given(self) -> Given | None:
        texts = [self._text(row) for row in range(len(self._columns))]
        return Written(",".join(texts)) if texts and not self._wrong() else None

    def describe(self, described: PredictionDescribed) -> None:
        if described.columns == self._columns:
            return
        self._columns = described.columns
        blocked = self._table.blockSignals(True)
        self._table.setRowCount(len(self._columns))
        for row, name in enumerate(self._columns):
            title = QTableWidgetItem(name)
            title.setFlags(Qt.ItemFlag.ItemIsEnabled)
            title.setToolTip(name)
            self._table.setItem(row, 0, title)
            self._table.setItem(row, 1, QTableWidgetItem("0"))
        self._table.blockSignals(blocked)

    def fill(self, values: tuple[float, ...]) -> None:
        """Begins with the numbers of a row that was looked at."""
        if len(values) == len(self._columns):
            blocked = self._table.blockSignals(True)
            for row, value in enumerate(values):
                self._table.setItem(row, 1, QTableWidgetItem(f"{value:.6g}"))
            self._table.blockSignals(blocked)

    def translate(self) -> None:
        self._table.setHorizontalHeaderLabels([tr("Column"), tr("Value")])
        self._table.setAccessibleName(tr("The numbers of one row"))
        self._copy.setText(tr("Copy"))
        self._say()

    def _text(self, row: int) -> str:
        item = self._table.item(row, 1)
        return item.text().strip().replace("−", "-") if item is not None else ""

    def _wrong(self) -> str:
        """The first column whose value is no number, "" for none."""
        for row, name in enumerate(self._columns):
            try:
                float(self._text(row))
            except ValueError:
                return name
        return ""

    def _say(self) -> None:
        wrong = self._wrong()
        self._words.setText(tr("{column}: write a number, such as 5.1.").format(column=wrong) if wrong else "")
        self._words.setVisible(bool(wrong))

    def _tell(self) -> None:
        self._say()
        if self.given is not None:
            self.changed.emit()


class FilePage(Page):
    """A file: chosen, written, or dropped here."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._path = QLineEdit()
        self._path.setObjectName("prediction_file")
        self._path.editingFinished.connect(self.changed)
        self._browse = QPushButton()
        self._browse.setObjectName("prediction_browse")
        self._browse.clicked.connect(self._choose)
        self._row = QSpinBox()
        self._row.setObjectName("prediction_file_row")
        style_spin_box(self._row)
        self._row.valueChanged.connect(self.changed)
        self._row.hide()
        self._words = QLabel()
        self._words.setWordWrap(True)
        set_variant(self._words, "muted")
        for widget in (self._path, self._browse, self._row, self._words):
            self.rows.addWidget(widget)
        self.rows.addStretch()

    @property
    def given(self) -> Given | None:
        text = self._path.text().strip()
        return Written(text, self._row.value()) if text else None

    def set_rows(self, rows: int) -> None:
        """How many inputs the file holds: one of several is chosen by its number."""
        blocked = self._row.blockSignals(True)
        self._row.setMaximum(max(0, rows - 1))
        self._row.setVisible(rows > 1)
        self._row.blockSignals(blocked)

    def take(self, path: str) -> None:
        self._path.setText(path)
        blocked = self._row.blockSignals(True)
        self._row.setValue(0)
        self._row.blockSignals(blocked)
        self.changed.emit()

    def translate(self) -> None:
        self._path.setPlaceholderText(tr("path of a file"))
        self._path.setAccessibleName(tr("File"))
        self._browse.setText(tr("Choose a file…"))
        self._row.setPrefix(tr("row") + " ")
        self._row.setAccessibleName(tr("Number of the row"))
        self._words.setText(tr("An image, a CSV table, a NumPy array or JSON; it can be dropped here."))

    def _choose(self) -> None:
        kinds = "*.png *.jpg *.jpeg *.bmp *.gif *.tif *.tiff *.webp *.csv *.tsv *.txt *.npy *.json"
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose a file"), "", tr("Inputs") + f" ({kinds})")
        if path:
            self.take(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.take(str(Path(files[0])))


class DrawPage(Page):
    """A pad, and whether what is drawn is moved to where the data have it."""

    def __init__(self) -> None:
        super().__init__()
        self.pad = DrawingPad()
        self.pad.drawn.connect(self.changed)
        self._clear = QPushButton()
        self._clear.setObjectName("clear_drawing")
        self._clear.clicked.connect(self.pad.clear)
        self._fit = QCheckBox()
        self._fit.setObjectName("fit_drawing")
        self._fit.setChecked(True)
        self._fit.toggled.connect(self.changed)
        beside = QHBoxLayout()
        beside.addWidget(self._clear)
        beside.addWidget(self._fit, 1)
        self.rows.addWidget(self.pad, 1)
        self.rows.addLayout(beside)

    @property
    def given(self) -> Given | None:
        return None if self.pad.is_empty else self.pad.drawing(fit=self._fit.isChecked())

    def describe(self, described: PredictionDescribed) -> None:
        if described.draws:
            self.pad.set_input(*described.shape[1:])

    def translate(self) -> None:
        self.pad.setAccessibleName(tr("Drawing pad"))
        self.pad.setToolTip(tr("Draw with the left button, wipe with the right one; Delete takes a new sheet."))
        self._clear.setText(tr("Clear"))
        self._fit.setText(tr("Fit to the data"))
        self._fit.setToolTip(tr("Moves and scales the drawing to where things lie in the training images."))
