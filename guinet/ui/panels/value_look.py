"""The value at one node in the way a person wants to see it: text, numbers, colours, pixels, maps, a curve, bars."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from guinet.core.looks import View, expanded, leading, views_of
from guinet.core.probed import ProbedValue, TensorValue
from guinet.core.project import MAIN
from guinet.session.events import Event
from guinet.session.messages.looks import LookAt, Looked, NumbersSaved, SaveNumbers
from guinet.session.messages.parameters import ParameterShown
from guinet.ui.canvas.value_text import shape_text
from guinet.ui.panels.number_pictures import HeatMap, HistogramView
from guinet.ui.panels.number_text import number_text
from guinet.ui.panels.parameter_values import ValuesTable
from guinet.ui.panels.saved_pictures import framed
from guinet.ui.panels.value_numbers import grid
from guinet.ui.panels.value_pictures import LineView, PixelView, words_at
from guinet.ui.panels.value_slices import SliceBar
from guinet.ui.segments import Segments
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

_KEPT: Final = 24
"""Answers that are kept: who goes back to a node sees it at once."""

_MAPS: Final = 256
"""Feature maps that one answer shows at most."""


class ValueLook(QWidget):
    """Signals: `asks(Study)`; `told(ProbedValue | Problem)`, what the torch side says of a node inside a block, whose
    text is to be shown. `text` shows the value's page, which is one of the views."""

    asks = Signal(object)
    told = Signal(object)

    def __init__(self, text: QTextBrowser) -> None:
        super().__init__()
        self._place: tuple[str, str] = ("", "")
        self._title = ""
        self._outputs: dict[str, ProbedValue] = {}
        self._answers: dict[LookAt, Looked] = {}
        self._shown: Looked | None = None
        self._wish = View.TEXT
        self._awaited: LookAt | None = None
        self._text = text
        self.views = Segments([view.value for view in View], wraps=True)
        self.ports, self.calls = QComboBox(), QComboBox()
        self.about, self.statistics, self.readout, self.words = QLabel(), QLabel(), QLabel(), QLabel()
        self.slices = SliceBar()
        self.table, self.heat, self.pixels = ValuesTable(), HeatMap(), PixelView()
        self.line, self.histogram = LineView(), HistogramView()
        plots: tuple[QWidget, ...] = (self.heat, self.pixels, self.line, self.histogram)
        self._frames = {plot: framed(plot) for plot in plots}
        self.copy, self.save_button = QPushButton(), QPushButton()
        self._pictures, self._pages = QStackedWidget(), QStackedWidget()
        self._body = QWidget()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)
        theme_signals().changed.connect(self._say_statistics)
        self._build()
        self._translate()

    # What is looked at

    def show_node(self, block: str, node: str, title: str, outputs: Mapping[str, ProbedValue]) -> None:
        """Looks at a node: its outputs as they are told, nothing of one inside a block, whose value is asked for."""
        flat = expanded(outputs)
        if self._place == (block, node) and self._outputs == flat and (flat or self._shown is not None):
            return
        if self._place != (block, node):
            _offer(self.calls, ())
        self._place, self._title = (block, node), title
        if flat or self._place[0] == MAIN:
            self._outputs = flat
            _offer(self.ports, tuple(flat))
        else:
            self._outputs = {}
        self._refresh()

    def forget(self) -> None:
        """The values are others now."""
        self._answers.clear()
        self._shown = self._awaited = None
        if self._place[0] and self.isVisible():
            self._refresh()

    def receive(self, event: Event) -> None:
        if isinstance(event, Looked):
            self._keep(event)
        elif isinstance(event, NumbersSaved) and event.problem is not None:
            QMessageBox.warning(self, tr("Save value"), problem_text(event.problem))

    @property
    def view(self) -> View:
        return View(self.views.choice)

    @property
    def value(self) -> ProbedValue | None:
        """What is told of the output that is looked at."""
        return self._outputs.get(self.ports.currentText()) or next(iter(self._outputs.values()), None)

    @property
    def look(self) -> LookAt:
        """The question for what is seen now."""
        port = self.ports.currentText() if self.ports.count() > 1 else ""
        call = self.calls.currentIndex() if self.calls.count() > 1 else -1
        look = LookAt(block=self._place[0], node=self._place[1], port=port, call=call, view=self.view)
        if self.view is View.NUMBERS:
            look = replace(look, row=self.table.row, column=self.table.column)
        elif self.view is View.MAPS:
            look = replace(look, row=self.slices.first)
        sizes = leading(self.view, self._shape)
        return replace(look, index=self.slices.index[: len(sizes)])

    @property
    def _shape(self) -> tuple[int, ...]:
        return self.value.shape if isinstance(self.value, TensorValue) else ()

    # Asking and showing

    def _refresh(self) -> None:
        """Offers what the value allows, shows what is known and asks for the rest."""
        value, inside = self.value, self._place[0] != MAIN
        allowed = views_of(value) if value is not None else (View.TEXT,)
        self.views.allow([view.value for view in allowed])
        if value is not None:
            self.views.choose((self._wish if self._wish in allowed else View.TEXT).value)
        self.views.setVisible(len(allowed) > 1)
        self.ports.setVisible(self.ports.count() > 1 and (inside or self.view is not View.TEXT))
        self.calls.setVisible(self.calls.count() > 1)
        shape, view = self._shape, self.view
        maps = shape[-3] if view is View.MAPS and shape[-3] > _MAPS else 0
        self.slices.offer(leading(view, shape), maps)
        self._say_statistics()
        self._pages.setCurrentWidget(self._text if view is View.TEXT else self._body)
        if (inside and value is None) or view not in (View.TEXT, View.HISTOGRAM):
            self._soon.start()
        self._show_answer()

    def _say_statistics(self) -> None:
        value = self.value
        if not isinstance(value, TensorValue):
            return
        self.about.setText(f"{self._title} · {shape_text(value.shape)} {value.dtype}")
        if value.statistics is not None:
            self.statistics.setText(grid(value.statistics, value.dtype, current_theme().color("error").name()))
            self.histogram.show_bars(value.statistics.bars)

    def _ask(self) -> None:
        look = self.look
        if look in self._answers:
            self._keep(self._answers[look])
        elif self._place[0] and look != self._awaited:
            self._awaited = look
            self.asks.emit(look)

    def _keep(self, answer: Looked) -> None:
        look = replace(answer.look, revision=0, runs=None)
        self._answers[look] = answer
        while len(self._answers) > _KEPT:
            self._answers.pop(next(iter(self._answers)))
        if look != self.look:
            return
        self._awaited = None
        self._shown = answer
        if self._place[0] != MAIN:
            self._take_inside(answer)
        self._show_answer()

    def _take_inside(self, answer: Looked) -> None:
        """What is told of a node inside a block is not known before."""
        self.told.emit(answer.problem if answer.told is None else answer.told)
        if answer.told is None:
            return
        _offer(self.calls, answer.calls, answer.calls[answer.look.call])
        _offer(self.ports, answer.ports, answer.port)
        before = self._outputs
        self._outputs = {port: before.get(port, answer.told) for port in answer.ports} | {answer.port: answer.told}
        if before != self._outputs:
            self._refresh()

    def _show_answer(self) -> None:
        view, answer = self.view, self._shown
        current = answer is not None and replace(answer.look, revision=0, runs=None) == self.look
        plot = self._plot
        if plot is None and view is not View.NUMBERS:
            return
        page = self.table if plot is None else self._frames[plot]
        words = self._nothing(view, answer if current else None)
        self.words.setText(words)
        self._pictures.setCurrentWidget(self.words if words else page)
        self.readout.setText(self._range(answer) if current and answer is not None else "")
        if not current or answer is None or answer.numbers is None:
            return
        points = answer.numbers.array
        match view:
            case View.NUMBERS:
                self.table.show_values(_as_table(answer), False)
            case View.HEAT | View.MAPS:
                self.heat.show_values(points)
            case View.IMAGE:
                self.pixels.show_pixels(points, answer.low, answer.high)
            case View.LINE:
                self.line.show_line(points, answer.low, answer.high, answer.size[1])

    @property
    def _plot(self) -> QWidget | None:
        """What shows the view that is chosen, where that is a plot."""
        plots: dict[View, QWidget] = {View.HEAT: self.heat, View.MAPS: self.heat, View.IMAGE: self.pixels}
        plots |= {View.LINE: self.line, View.HISTOGRAM: self.histogram}
        return plots.get(self.view)

    def _nothing(self, view: View, answer: Looked | None) -> str:
        """Why there is nothing to see."""
        numbers = self.value.statistics if isinstance(self.value, TensorValue) else None
        finite = numbers is None or numbers.nan + numbers.infinite < numbers.count
        if answer is not None and answer.problem is not None:
            return problem_text(answer.problem)
        if view in (View.HEAT, View.MAPS):
            nothing = answer is not None and answer.numbers is not None and np.isnan(answer.numbers.array).all()
            return tr("There is nothing but NaN here.") if nothing else ""
        if view is View.LINE and answer is not None and math.isnan(answer.low):
            finite = False
        return "" if finite or view is View.NUMBERS else tr("There is no finite number to be drawn here.")

    def _range(self, answer: Looked) -> str:
        if answer.numbers is None or answer.look.view is View.NUMBERS or math.isnan(answer.low):
            return ""
        words = tr("{low} to {high}").format(low=number_text(answer.low), high=number_text(answer.high))
        if answer.step > 1:
            count = str(answer.step) if answer.look.view is View.LINE else f"{answer.step}×{answer.step}"
            words += " · " + tr("a point stands for {count} values").format(count=count)
        return words

    def _pointed(self, row: int, column: int) -> None:
        if self._shown is not None:
            words = words_at(self._shown, row, column)
            self.readout.setText(words or self._range(self._shown))
            if self._plot is not None:
                self._plot.setToolTip(words)  # which says of maps side by side in which it is

    # What a person does

    def _choose_view(self, name: str) -> None:
        self._wish = View(name)
        self._refresh()

    def _choose_port(self) -> None:
        self.table.begin()
        self._refresh()

    def _choose_call(self) -> None:
        self._outputs = {}
        self._soon.start()

    def _copy(self) -> None:
        """Text where there is some, else the picture."""
        clipboard = QGuiApplication.clipboard()
        if self.view is View.NUMBERS:
            self.table.view.copy()
        else:
            clipboard.setPixmap(self._picture())

    def _picture(self) -> QPixmap:
        page = self._plot or self._pictures
        rect = page.picture_rect().toAlignedRect() if isinstance(page, HeatMap) else page.rect()
        return page.grab(rect)

    def _save(self) -> None:
        kinds = "{} (*.csv)".format(tr("Table"))
        if self.view is not View.NUMBERS:
            kinds = "{} (*.png);;{}".format(tr("Picture"), kinds)
        ending = ".csv" if self.view is View.NUMBERS else ".png"
        name, chosen = QFileDialog.getSaveFileName(self, tr("Save value"), f"{self._title}{ending}", kinds)
        if name:
            path = Path(name)
            self.save_to(path if path.suffix else path.with_suffix(chosen[chosen.index("*") + 1 : -1]))

    def save_to(self, path: Path) -> None:
        """Writes the slice as .csv, all of it, or what is seen as a picture."""
        if path.suffix.lower() == ".csv":
            self.asks.emit(SaveNumbers(look=self.look, path=str(path)))
        elif not self._picture().save(str(path)):
            words = tr("{path} cannot be written: choose another place, or the ending .png.")
            QMessageBox.warning(self, tr("Save value"), words.format(path=path))

    # Building

    def _build(self) -> None:
        gap = current_theme().pixels("space-small")
        self.views.setObjectName("value_views")
        self.views.allow([View.TEXT.value])
        self.ports.setObjectName("value_port")
        self.calls.setObjectName("value_call")
        self.statistics.setObjectName("value_statistics")
        self.readout.setObjectName("value_readout")
        self.copy.setObjectName("value_copy")
        self.save_button.setObjectName("value_save")
        for label, variant in ((self.about, "strong"), (self.readout, "small"), (self.words, "muted")):
            set_variant(label, variant)
        for label in (self.about, self.statistics, self.words):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for page in (self.table, *self._frames.values(), self.words):
            self._pictures.addWidget(page)
        foot = QHBoxLayout()
        foot.addWidget(self.readout, 1)
        foot.addWidget(self.copy)
        foot.addWidget(self.save_button)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, gap, 0, 0)
        body.setSpacing(gap)
        for widget in (self.about, self.statistics, self.slices):
            body.addWidget(widget)
        body.addWidget(self._pictures, 1)
        body.addLayout(foot)
        self._pages.addWidget(self._text)
        self._pages.addWidget(self._body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap)
        for chooser in (self.views, self.calls, self.ports):
            layout.addWidget(chooser)
        layout.addWidget(self._pages, 1)
        self._connect()

    def _connect(self) -> None:
        self.views.chosen.connect(self._choose_view)
        self.ports.activated.connect(self._choose_port)
        self.calls.activated.connect(self._choose_call)
        self.slices.moved.connect(self._soon.start)
        self.table.moved.connect(self._soon.start)
        for picture in (self.heat, self.pixels):
            picture.pointed.connect(self._pointed)
        self.line.pointed.connect(lambda place: self._pointed(0, place))
        self.copy.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._save)

    def _translate(self) -> None:
        titles = {
            View.TEXT: tr("Text"),
            View.NUMBERS: tr("Table"),
            View.HEAT: tr("Heat"),
            View.IMAGE: tr("Image"),
            View.MAPS: tr("Maps"),
            View.LINE: tr("Curve"),
            View.HISTOGRAM: tr("Bars"),
        }
        self.views.title({view.value: words for view, words in titles.items()})
        self.views.describe(
            {
                View.TEXT.value: tr("All that is known, and what PyTorch prints"),
                View.NUMBERS.value: tr("The numbers of a slice in a table"),
                View.HEAT.value: tr("A slice in colours: one for negative numbers, another for positive ones"),
                View.IMAGE.value: tr("A slice as the pixels of an image"),
                View.MAPS.value: tr("The feature maps of all channels side by side"),
                View.LINE.value: tr("The last axis as a curve"),
                View.HISTOGRAM.value: tr("A histogram of all numbers"),
            }
        )
        self.views.setAccessibleName(tr("How the value is shown"))
        self.ports.setAccessibleName(tr("Which output"))
        self.calls.setAccessibleName(tr("Which call of the node"))
        self.heat.setAccessibleName(tr("The value in colours"))
        self.pixels.setAccessibleName(tr("The value as an image"))
        self.line.setAccessibleName(tr("The value as a curve"))
        self.histogram.setAccessibleName(tr("Histogram of the values"))
        self.copy.setText(tr("Copy"))
        self.save_button.setText(tr("Save…"))
        self.slices.translate()
        self.table.translate()
        self._say_statistics()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _offer(box: QComboBox, names: tuple[str, ...], chosen: str | None = None) -> None:
    """Fills a choice; what was chosen stays where it is still there."""
    if names == tuple(box.itemText(place) for place in range(box.count())):
        return
    before, at = chosen if chosen is not None else box.currentText(), box.currentIndex()
    box.clear()
    box.addItems(list(names))
    box.setCurrentIndex(names.index(before) if before in names else min(max(at, 0), len(names) - 1))


def _as_table(answer: Looked) -> ParameterShown:
    """As the table of parameters takes it; the slice is chosen elsewhere."""
    numbers, look = answer.numbers, answer.look
    assert numbers is not None
    rows, columns = answer.size
    row, column = min(max(look.row, 0), max(rows - 1, 0)), min(max(look.column, 0), max(columns - 1, 0))
    path = f"{look.block}/{look.node}/{answer.port}/{look.call}"
    return ParameterShown(path, answer.size, answer.size, row, column, answer.index, numbers, None, numbers)
