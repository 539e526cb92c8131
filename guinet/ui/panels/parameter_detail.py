"""All that is told of one parameter: figures, values, pictures, histograms, and a line that changes values."""

from __future__ import annotations

from math import prod

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTabWidget, QVBoxLayout, QWidget

from guinet.core.parameter_rows import ParameterRow
from guinet.session.messages.parameters import ParameterShown
from guinet.ui.canvas.value_text import shape_text
from guinet.ui.panels.number_pictures import HeatMap, HistogramsOverTime, HistogramView
from guinet.ui.panels.number_points import PointsView
from guinet.ui.panels.number_text import bytes_text, number_text, share_text
from guinet.ui.panels.parameter_values import ValuesTable
from guinet.ui.panels.saved_pictures import framed
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr


class ParameterDetail(QWidget):
    """Signals: `moved()`, another part of the values is wanted; `edited(text)`, a line such as `weight[0] = 1` was
    written; `first_wanted()`, the first values are to be shown, which can be edited."""

    moved = Signal()
    edited = Signal(str)
    first_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.row: ParameterRow | None = None
        self._editable = False
        self.title, self.about, self.refusal = QLabel(), QLabel(), QLabel()
        self.table = ValuesTable()
        self.line = QLineEdit()
        self.hint, self.first = QLabel(), QPushButton()
        self.histogram, self.over_time = HistogramView(), HistogramsOverTime()
        self.picture, self.kernels, self.points = HeatMap(), HeatMap(), PointsView()
        plots = (self.picture, self.kernels, self.points, self.histogram, self.over_time)
        self._plots = [framed(plot) for plot in plots]
        self.tabs = QTabWidget()
        self._build()
        self.translate()

    def begin(self, row: ParameterRow, editable: bool) -> None:
        """Shows what the tree knows of a parameter; its values come later."""
        same = self.row is not None and self.row.path == row.path
        self.row, self._editable = row, editable and row.rule is not None
        self.title.setText(row.path)
        self._say_figures()
        self.line.setVisible(self._editable)
        self.hint.setVisible(not self._editable and row.rule is not None)
        self.first.setVisible(not self._editable and row.rule is not None)
        if not same:
            self.refuse("")
            self.line.clear()
            self.table.begin()
            self.over_time.clear()
            self.histogram.show_bars(None)
            index = ("", "[0]", "[0, :2]")[min(len(row.shape), 2)]
            self.line.setPlaceholderText(f"{row.path.rpartition('.')[2]}{index} = 0.5")
        self.setVisible(True)

    def show_values(self, shown: ParameterShown) -> None:
        """Takes in what the torch side told of the parameter at hand."""
        self.table.show_values(shown, self._editable)
        nothing = self._nothing(shown)
        self.histogram.show_bars(shown.bars, nothing)
        if shown.step and shown.bars is not None:
            self.over_time.add(shown.step, shown.bars)
        self.picture.show_values(shown.picture.array, nothing)
        if shown.kernels is not None:
            self.kernels.show_values(shown.kernels.array)
        if shown.points is not None:
            self.points.show_points(shown.points.array)
        _, kernels, points, _, over_time = self._plots
        several = len(self.over_time.looks) > 1
        pages = (kernels, shown.kernels is not None), (points, shown.points is not None), (over_time, several)
        for page, told in pages:
            self.tabs.setTabVisible(self.tabs.indexOf(page), told)

    def _nothing(self, shown: ParameterShown) -> str:
        """Why there is no picture; nothing where there is one."""
        if not prod(shown.shape):
            return tr("There are no numbers in it.")
        row = self.row
        none_finite = row is not None and row.figures.odd and shown.bars is None
        return tr("There is no finite number to be drawn here.") if none_finite else ""

    def refuse(self, words: str) -> None:
        """Says below the line why it changes nothing."""
        self.refusal.setText(words)
        self.refusal.setVisible(bool(words))

    def _say_figures(self) -> None:
        row = self.row
        if row is None:
            return
        figures = row.figures
        parts = [shape_text(row.shape), row.dtype, bytes_text(row.bytes)]
        told = (
            (tr("least"), figures.minimum),
            (tr("greatest"), figures.maximum),
            (tr("mean"), figures.mean),
        )
        parts += [f"{name} {number_text(value)}" for name, value in told if number_text(value)]
        if zeros := share_text(figures.zeros):
            parts.append(tr("zeros {share}").format(share=zeros))
        if figures.odd:
            parts.append(tr("%n of its numbers are NaN or infinite", "", figures.odd))
        if row.tied:
            parts.append(tr("The same tensor as {names}").format(names=", ".join(row.tied)))
        self.about.setText(" · ".join(parts))

    def _submit(self) -> None:
        if self.line.text().strip():
            self.edited.emit(self.line.text())

    def _build(self) -> None:
        self.line.setObjectName("parameter_edit")
        self.refusal.setObjectName("parameter_refusal")
        self.first.setObjectName("parameter_first")
        self.tabs.setObjectName("parameter_tabs")
        set_variant(self.title, "strong")
        set_variant(self.about, "small")
        set_variant(self.refusal, "error")
        set_variant(self.hint, "small")
        set_variant(self.line, "mono")
        for label in (self.about, self.refusal, self.hint):
            label.setWordWrap(True)
        for label in (self.title, self.about):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for page in (self.table, *self._plots):
            self.tabs.addTab(page, "")
        self.tabs.setDocumentMode(True)
        # Some rows of the table are to be seen, however many words stand around it.
        self.tabs.setMinimumHeight(current_theme().pixels("space-huge") * 10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current_theme().pixels("space-small"))
        for widget in (self.title, self.about, self.tabs, self.hint, self.first, self.line, self.refusal):
            layout.addWidget(widget, 1 if widget is self.tabs else 0)
        self.refusal.hide()
        self.line.returnPressed.connect(self._submit)
        self.table.moved.connect(self.moved)
        self.table.typed.connect(lambda index, text: self.edited.emit(f"[{index}] = {text}"))
        self.first.clicked.connect(lambda: self.first_wanted.emit())

    def translate(self) -> None:
        titles = (tr("Values"), tr("Picture"), tr("Kernels"), tr("Vectors"), tr("Histogram"), tr("Over time"))
        for place, title in enumerate(titles):
            self.tabs.setTabText(place, title)
        self.hint.setText(
            tr("These are trained weights. Values are set by hand in the first values, from which a training starts.")
        )
        self.first.setText(tr("Show the first values"))
        self.line.setAccessibleName(tr("Change values"))
        self.line.setToolTip(
            tr("Change values by an index: weight[0, :2] = 0.5, weight += 1, weight[3] *= 2. Press Enter to apply.")
        )
        self.picture.setAccessibleName(tr("The values as a picture"))
        self.kernels.setAccessibleName(tr("The kernels of the convolution as pictures"))
        self.points.setAccessibleName(tr("The vectors of the embedding in the plane in which they lie furthest apart"))
        self.points.setWhatsThis(self.points.accessibleName())
        self.histogram.setAccessibleName(tr("Histogram of the values"))
        self.over_time.setAccessibleName(tr("Histograms of the values over time"))
        self.table.translate()
        self._say_figures()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.translate()
        super().changeEvent(event)
