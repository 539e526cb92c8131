"""Gradients: what arrives at each parameter, how it changes while a training runs, and why nothing arrives."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from guinet.core.activity import Activity
from guinet.core.changes import matters
from guinet.core.history import Committed
from guinet.core.parameter_rows import Key, ParameterRow
from guinet.core.problems import Severity
from guinet.core.project import Project
from guinet.session.events import Event, Failed, Finished, HostDied, StudyEnded, TrainingStarted
from guinet.session.messages.activations import ActivityTold, AskActivity
from guinet.session.messages.autograd import AskFlows, FlowsTold
from guinet.session.messages.parameters import ListGradients, ParametersListed, ParametersUnknown
from guinet.session.messages.stepping import MomentTold
from guinet.ui.narrow import let_shrink
from guinet.ui.panels.asking import SOON_MS, WhenSeen
from guinet.ui.panels.gradient_columns import COLUMNS, gradient_norm, per_weight, reason_text
from guinet.ui.panels.norms_over_time import NormsOverTime
from guinet.ui.panels.number_pictures import HistogramsOverTime, HistogramView
from guinet.ui.panels.parameter_tree import Entry, ParameterTree
from guinet.ui.panels.parameter_view import ParameterView, node_of
from guinet.ui.panels.parameters import AGAIN_MS, pause
from guinet.ui.panels.saved_pictures import framed
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

_GRADIENT, _PER_WEIGHT, _SIZE, _ZEROS = 1, 2, 4, 5
"""The places among the measures of what is told of gradients, and of the outputs of nodes."""


class GradientsPanel(QWidget):
    """Signals: `asks(Study)`; `selected(block id, node ids)`; `parameter(path)`, to be shown by the others;
    `tinted(values, title, share)`: the nodes of the canvas are to be coloured by these numbers, by block id and
    node id; by none when there are none. `share`: they lie between 0 and 1. `flowing(flows)`: what comes back along
    the wires, by block id and wire id, is to be written on them; none when there is nothing."""

    asks = Signal(object)
    selected = Signal(str, tuple)
    parameter = Signal(str)
    tinted = Signal(object, str, bool)
    flowing = Signal(object)

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._block, self._nodes = project.main.id, tuple[str, ...]()
        self._training = False
        self._path, self._asked = "", 0.0
        self._activity: Mapping[Key, Activity] = {}
        self._asking = WhenSeen(self, self._ask)
        self._resting = QTimer(self, singleShot=True)
        self._resting.timeout.connect(self._asking.soon)
        self.tree = ParameterTree(self, COLUMNS)
        self.view = ParameterView(self.tree)
        self.norms, self.histogram, self.over_time = NormsOverTime(), HistogramView(), HistogramsOverTime()
        self.measure, self.run = QComboBox(), QPushButton()
        self._state, self._words, self._why, self._tabs = QLabel(), QLabel(), QLabel(), QTabWidget()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._build()
        self._unsubscribe = project.subscribe(self._committed)
        self._translate()

    # What it is told

    def set_selection(self, block: str, nodes: Iterable[str]) -> None:
        """Marks the parameters of what is selected on the canvas."""
        self._block, self._nodes = block, tuple(nodes)
        chosen = {(block, node) for node in self._nodes}
        rows = [row for row in self.tree.rows if chosen.intersection(row.places)]
        if rows and self._path not in [row.path for row in rows]:
            self.view.mark([row.path for row in rows])
            self._show(rows[0])

    def set_parameter(self, path: str) -> None:
        """Shows the parameter that another panel shows."""
        row = next((row for row in self.tree.rows if row.path == path), None)
        if row is not None and path != self._path:
            self.view.mark([path])
            self._show(row)

    def receive(self, event: Event) -> None:
        """Takes in what the torch side tells."""
        match event:
            case ParametersListed(gradients=True):
                self._listed(event)
            case ActivityTold():
                self._active(event)
            case FlowsTold() if self._colours_gradients:
                self._rest(event.rest)
                self.flowing.emit(event.flows)
            case ParametersUnknown(study="AskActivity" | "AskFlows" as study, problem=problem):
                self._state.setText(problem_text(problem))
                if study == "AskFlows":
                    self.flowing.emit({})
            case TrainingStarted():
                self._training = True
                self.norms.clear()
                self.over_time.clear()
                self._asking.soon(0)
            case Finished() | HostDied() | Failed(command="train"):
                self._training = False
            case MomentTold(nodes=nodes) if nodes or self._asking.unseen:
                self._asking.soon(0)
            case ParametersUnknown(study="ListGradients", problem=problem) if not self.tree.rows:
                self._words.setText(problem_text(problem))
            case StudyEnded():
                if self._training and not self._asking.waits:
                    self._asking.soon(AGAIN_MS)

    def _listed(self, told: ParametersListed) -> None:
        rows = [row for row in told.rows if not row.buffer]
        self._say(told, rows)
        self.view.show_rows(rows)
        self._words.setVisible(not rows)
        self._splitter.setVisible(bool(rows))
        self._why.setVisible(bool(rows) and bool(self._why.text()))
        if told.source == "training":
            self.norms.add(told.step, {row.path: gradient_norm(row) for row in rows if row.gradient is not None})
            self._asking.soon(pause(self._asked, told.rest))
        row = next((row for row in rows if row.path == self._path), None)
        if row is not None:
            self._show(row, told.step)
        elif rows:
            self.view.mark([rows[0].path])
            self._show(rows[0])
        self._tint()

    def _active(self, told: ActivityTold) -> None:
        self._activity = told.nodes
        if self._colours_activity:
            self._rest(told.rest)
        self._tint()

    def _rest(self, seconds: float) -> None:
        """A training that was looked at for the canvas is left alone."""
        if self._training:
            self._resting.start(max(AGAIN_MS, int(seconds * 1000)))

    @property
    def _colours_activity(self) -> bool:
        return self.measure.currentIndex() in (_SIZE, _ZEROS)

    @property
    def _colours_gradients(self) -> bool:
        return self.measure.currentIndex() in (_GRADIENT, _PER_WEIGHT)

    def _say(self, told: ParametersListed, rows: list[ParameterRow]) -> None:
        without = sum(row.gradient is None for row in rows)
        words = tr("One batch, forwards and backwards; nothing was updated")
        if told.run:
            words = tr("One batch with the best weights of run {run}; nothing was updated").format(run=told.run)
        if told.source == "training":
            words = tr("Training, after step {step}").format(step=told.step)
        elif told.source == "stepping":
            words = tr("Step by step: as it is at this moment of the training")
        if told.note is not None and told.note.severity is Severity.ERROR:
            words = problem_text(told.note)
        else:
            if without:
                words += " · " + tr("%n parameter(s) without a gradient", "", without)
            if told.note is not None:
                words += " · " + problem_text(told.note)
        self._state.setText(words)

    def _committed(self, event: Committed) -> None:
        """What is shown was of another network: it is asked for anew by hand, since a batch has to be run, unless the
        canvas shows it as well."""
        if not matters(event.changes):
            return
        self.flowing.emit({})
        if self._asking.unseen:
            self._asking.soon(SOON_MS)
        elif self.tree.rows and not self._training:
            self._state.setText(tr("The network has changed since: run the batch again."))

    # What it asks

    def _ask(self) -> None:
        self._asked = time.monotonic()
        self.asks.emit(ListGradients(bars=self._path))
        if not self._resting.isActive():
            self._ask_colours()

    def _ask_colours(self) -> None:
        """What the canvas shows besides what is in the table."""
        if self._colours_activity:
            self.asks.emit(AskActivity())
        elif self._colours_gradients:
            self.asks.emit(AskFlows(again=self._training))

    def _measure(self) -> None:
        """Another measure was chosen."""
        # The canvas is seen, though this panel may not be.
        self._asking.unseen = self.measure.currentIndex() > 0
        self._ask_colours()
        if not self._colours_gradients:
            self.flowing.emit({})
        self._tint()

    # Showing

    def _picked(self, entry: Entry) -> None:
        if entry.row is not None:
            if entry.row.path != self._path:
                self.over_time.clear()
            self._show(entry.row)
            if self._training and entry.row.gradient_bars is None:
                self._asking.soon(0)
        place: Key | None = node_of(entry, self._block)
        blocked = entry.row.blocked if entry.row is not None else None
        if blocked is not None and blocked.block is not None and blocked.node is not None:
            place = (blocked.block, blocked.node)
        if place is not None:
            self._block, self._nodes = place[0], (place[1],)
            self.selected.emit(place[0], (place[1],))
        if entry.row is not None:
            self.parameter.emit(entry.row.path)

    def _show(self, row: ParameterRow, step: int = 0) -> None:
        self._path = row.path
        self._why.setText(reason_text(row))
        self._why.setVisible(bool(self._why.text()))
        self.norms.choose(row.path)
        self.histogram.show_bars(row.gradient_bars)
        if step and row.gradient_bars is not None:
            self.over_time.add(step, row.gradient_bars)

    def _tint(self) -> None:
        """Tells the canvas how to colour its nodes."""
        chosen = self.measure.currentIndex()
        if self._colours_activity:
            activity = {key: each.zeros if chosen == _ZEROS else each.size for key, each in self._activity.items()}
            self.tinted.emit(activity, self.measure.currentText() if activity else "", chosen == _ZEROS)
            return
        get = (None, gradient_norm, per_weight, _update)[chosen]
        values: dict[Key, float] = {}
        for row in self.tree.rows if get is not None else ():
            value = get(row) if get is not None else math.nan
            for place in row.places:
                if not math.isnan(value):
                    values[place] = max(values.get(place, 0.0), value)
        self.tinted.emit(values, self.measure.currentText() if values else "", False)

    # Building

    def _build(self) -> None:
        self.setObjectName("gradients_panel")
        self.view.setObjectName("gradient_tree")
        self.run.setObjectName("gradients_run")
        self.measure.setObjectName("gradients_measure")
        self._state.setObjectName("gradients_state")
        self._why.setObjectName("gradients_why")
        self.measure.addItems([""] * 6)
        set_variant(self._state, "small")
        set_variant(self._words, "muted")
        set_variant(self._why, "small")
        for label in (self._state, self._words, self._why):
            label.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        let_shrink(self.run, self.measure)
        bar = QHBoxLayout()
        # The longest of its words would leave the button too little room.
        self.measure.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.measure.setMinimumContentsLength(12)
        bar.addWidget(self.run)
        bar.addWidget(self.measure, 1)
        for plot in (self.histogram, self.norms, self.over_time):
            self._tabs.addTab(framed(plot), "")
        self._tabs.setDocumentMode(True)
        self._splitter.addWidget(self.view)
        self._splitter.addWidget(self._tabs)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.hide()
        layout = QVBoxLayout(self)
        gap = current_theme().pixels("space")
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.addLayout(bar)
        layout.addWidget(self._state)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self._why)
        self.view.picked.connect(self._picked)
        self.run.clicked.connect(self._ask)
        self.measure.currentIndexChanged.connect(self._measure)

    def _translate(self) -> None:
        self.run.setText(tr("Run one batch"))
        self.run.setToolTip(tr("Runs one batch forwards and backwards, without an update"))
        titles = (
            tr("Canvas as usual"),
            tr("Colour by gradient"),
            tr("Colour by gradient / weight"),
            tr("Colour by update"),
            tr("Colour by size of outputs"),
            tr("Colour by zeros in outputs"),
        )
        for place, title in enumerate(titles):
            self.measure.setItemText(place, title)
        self.measure.setAccessibleName(tr("What the nodes of the canvas are coloured by"))
        for place, title in enumerate((tr("Histogram"), tr("Norms"), tr("Over time"))):
            self._tabs.setTabText(place, title)
        self.view.setAccessibleName(tr("Gradients of the parameters"))
        self.histogram.setAccessibleName(tr("Histogram of the gradient"))
        self.norms.setAccessibleName(tr("Norms of the gradients over time"))
        self.over_time.setAccessibleName(tr("Histograms of the gradient over time"))
        if not self.tree.rows:
            self._words.setText(
                tr("Run one batch, or train: the gradient that arrives at each parameter is shown here.")
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._asking.seen()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._asking.soon(0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _update(row: ParameterRow) -> float:
    return row.ratio
