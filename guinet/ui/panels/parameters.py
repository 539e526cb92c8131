"""Parameters: the tree of all, and the values of the one that is selected, which can be edited."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from guinet.core import initialising
from guinet.core.changes import matters
from guinet.core.history import Committed
from guinet.core.parameter_rows import ParameterRow
from guinet.core.problems import Problem, Refused
from guinet.core.project import Project
from guinet.session.events import Event, Failed, Finished, HostDied, StudyEnded, TrainingStarted
from guinet.session.messages.parameters import (
    FIRST,
    NEWEST,
    ListParameters,
    ParameterShown,
    ParametersListed,
    ParametersUnknown,
    ShowParameter,
)
from guinet.session.messages.runs import ListRuns
from guinet.session.messages.stepping import MomentTold
from guinet.ui.panels import parameter_edits as edits
from guinet.ui.panels.asking import WhenSeen
from guinet.ui.panels.parameter_detail import ParameterDetail
from guinet.ui.panels.parameter_start import StartBar
from guinet.ui.panels.parameter_tree import Entry, ParameterTree
from guinet.ui.panels.parameter_view import ParameterView, node_of
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

AGAIN_MS: Final = 100
"""So often at most a training is looked at."""

EDIT_MS: Final = 120
"""After an edit: so long nothing else must be edited before it is asked anew."""


def pause(asked: float, rest: float) -> int:
    """Milliseconds from an answer to the next question: it comes so long after the one before, which was `asked` at
    this time of the monotonic clock, and no sooner than the training has gone on undisturbed for `rest` seconds."""
    return max(0, int(AGAIN_MS - (time.monotonic() - asked) * 1000), int(rest * 1000))


class ParametersPanel(QWidget):
    """Signals: `asks(Study)` to the torch side; `selected(block id, node ids)`, to be selected on the canvas;
    `parameter(path)`, to be shown by the others."""

    asks = Signal(object)
    selected = Signal(str, tuple)
    parameter = Signal(str)

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._block, self._nodes = project.main.id, tuple[str, ...]()
        self._path = ""
        self._training = False
        self._source = ""
        self._asked = 0.0
        self._asking = WhenSeen(self, self._ask)
        self.tree = ParameterTree(self)
        self.view = ParameterView(self.tree)
        self.detail = ParameterDetail()
        self.start = StartBar(project)
        self.search, self.weights = QLineEdit(), QComboBox()
        self._state, self._words = QLabel(), QLabel()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._build()
        self.view.picked.connect(self._picked)
        self.view.asked.connect(self._do)
        self.view.freezing.connect(self._freeze)
        self.view.offering.connect(lambda menu, entry: self.start.offer(menu.addMenu(tr("Copy weights")), entry.path))
        self.tree.dropped.connect(self._dropped)
        self.detail.moved.connect(self._ask_values)
        self.detail.edited.connect(self._edit)
        self.start.asks.connect(self.asks)
        self.start.started.connect(lambda: self.weights.setCurrentIndex(1))
        self.detail.first_wanted.connect(lambda: self.weights.setCurrentIndex(1))
        self._unsubscribe = project.subscribe(self._committed)
        self._translate()

    # What it is told

    def set_selection(self, block: str, nodes: Iterable[str]) -> None:
        """Marks the parameters of what is selected on the canvas, and shows the first."""
        self._block, self._nodes, self._path = block, tuple(nodes), ""
        self._mark()

    def set_parameter(self, path: str) -> None:
        """Shows the parameter that another panel shows."""
        self._path = path
        self._mark()

    def receive(self, event: Event) -> None:
        """Takes in what the torch side tells."""
        self.start.receive(event)
        match event:
            case ParametersListed():
                if not event.gradients:
                    self._listed(event)
            case ParameterShown():
                if self.detail.row is not None and event.path == self.detail.row.path:
                    self.detail.show_values(event)
            case TrainingStarted():
                self._training = True
                self.detail.over_time.clear()
                self.start.say("")
                self._asking.soon(0)
            case Finished() | HostDied() | Failed(command="train"):
                self._training = False
                self._asking.soon(AGAIN_MS)
            case MomentTold():
                self._asking.soon(0)
            case ParametersUnknown():
                self._failed(event.study, event.problem)
            case StudyEnded():
                if self._training and not self._asking.waits:
                    self._asking.soon(AGAIN_MS)

    def _listed(self, told: ParametersListed) -> None:
        self._source = told.source
        self.start.show_source(told.source, told.run)
        self._say(told)
        self.view.show_rows(told.rows)
        self._words.setVisible(not told.rows)
        self._words.setText(tr("This network has no parameters: add a layer such as Linear, and its weights are here."))
        self._splitter.setVisible(bool(told.rows))
        self._mark()
        if self.detail.row is not None:
            self._refresh_detail()
        if told.source == "training":
            self._asking.soon(pause(self._asked, told.rest))

    def _refresh_detail(self) -> None:
        row = self._row(self.detail.row.path) if self.detail.row is not None else None
        if row is None:
            self.detail.row = None
            self.detail.hide()
            self._fit()
        else:
            self.detail.begin(row, self._source == FIRST)
            self._fit()

    def _say(self, told: ParametersListed) -> None:
        words = {
            "run": tr("The best weights of run {run}").format(run=told.run),
            "training": tr("Training, after step {step}").format(step=told.step),
            "stepping": tr("Step by step: as it is at this moment of the training"),
        }.get(told.source, tr("First values: those a training begins with"))
        if told.note is not None:
            words = f"{words}. {problem_text(told.note)}"
        if told.since:
            words += " · " + tr("changes since step {step}").format(step=told.since)
        self._state.setText(words)

    def _failed(self, study: str, problem: Problem) -> None:
        if study != "ListParameters":
            if study == "ShowParameter":
                self.detail.refuse(problem_text(problem))
            return
        self._words.setText(problem_text(problem))
        self._words.show()
        self._splitter.hide()
        self._state.clear()

    def _committed(self, event: Committed) -> None:
        if matters(event.changes):
            self._asking.soon(EDIT_MS)

    # What it asks

    def _ask(self) -> None:
        if not self._training:
            self.asks.emit(ListRuns())
        self._asked = time.monotonic()
        self.asks.emit(ListParameters(weights=self._chosen_weights, show=self._wanted))

    def _ask_values(self) -> None:
        wanted = self._wanted
        if wanted is not None:
            self.asks.emit(wanted)

    @property
    def _wanted(self) -> ShowParameter | None:
        """The question for the values that are seen."""
        row, table = self.detail.row, self.detail.table
        if row is None:
            return None
        return ShowParameter(
            path=row.path, weights=self._chosen_weights, leading=table.leading, row=table.row, column=table.column
        )

    @property
    def _chosen_weights(self) -> str:
        return FIRST if self.weights.currentIndex() == 1 else NEWEST

    # Selecting

    def _mark(self) -> None:
        chosen = {(self._block, node) for node in self._nodes}
        rows = [row for row in self.tree.rows if chosen.intersection(row.places)]
        rows = [row for row in self.tree.rows if row.path == self._path] or rows
        current = self.detail.row
        if current is not None and current.path in [row.path for row in rows]:
            rows.sort(key=lambda row: row.path != current.path)
        if rows and not (current is not None and rows[0].path == current.path and self.view.current_entry is not None):
            self.view.mark([row.path for row in rows])
            self._show(rows[0])
        elif not rows and not self._nodes and current is None:
            self.view.clearSelection()

    def _picked(self, entry: Entry) -> None:
        if entry.row is not None:
            self._show(entry.row)
        node = node_of(entry, self._block)
        if node is not None and (self._block, self._nodes) != (node[0], (node[1],)):
            self._block, self._nodes = node[0], (node[1],)
            self.selected.emit(node[0], (node[1],))
        if entry.row is not None:
            self.parameter.emit(entry.row.path)

    def _fit(self) -> None:
        """Gives the tree and what is below it the height they need; what a low window lacks is scrolled to."""
        layout, least = self.detail.layout(), current_theme().pixels("space-huge") * 12
        if layout is not None:
            # Words wrap: how high they are depends on how wide they may be.
            self.detail.setMinimumHeight(max(least, layout.minimumHeightForWidth(self.view.width())))
        below = self.detail.minimumHeight() + self._splitter.handleWidth() if not self.detail.isHidden() else 0
        self._splitter.setMinimumHeight(self.view.minimumHeight() + below)

    def _show(self, row: ParameterRow) -> None:
        self.detail.begin(row, self._source == FIRST)
        self._fit()
        self._ask_values()

    def _row(self, path: str) -> ParameterRow | None:
        return next((row for row in self.tree.rows if row.path == path), None)

    # Editing

    def _edit(self, text: str) -> None:
        row = self.detail.row
        if row is None:
            return
        try:
            edits.edit(self._project, row, text)
        except Refused as refused:
            self.detail.refuse(problem_text(refused.problem))
        else:
            self.detail.refuse("")
            self.detail.line.clear()

    def _do(self, name: str, entry: Entry) -> None:
        rows = [row for row in entry.rows if not row.buffer]
        if name == "freeze":
            initialising.freeze(self._project, entry.path)
        elif name == "unfreeze":
            initialising.unfreeze(self._project, entry.path)
        elif name == "forget":
            edits.forget(self._project, rows)
            self._show_first_values()
        elif name == "untie" and entry.row is not None:
            self._attempt(entry.row, partial(edits.untie, self._project, entry.row))
        elif name.startswith("draw "):
            edits.draw(self._project, rows, name.removeprefix("draw "))
            self._show_first_values()
        elif name.startswith("tie "):
            self._dropped(entry.path, name.removeprefix("tie "))

    def _show_first_values(self) -> None:
        """What was drawn is seen: of a run, whose weights stay what they are, the first values come into view."""
        if self._source == "run":
            self.weights.setCurrentIndex(1)
            self.start.say(tr("These are the first values, which have changed. The run's weights stay as they are."))
        elif self._source == "training":
            self.start.say(tr("The first values have changed: the next training begins with them, not this one."))

    def _freeze(self, pattern: str, on: bool) -> None:
        change = initialising.freeze if on else initialising.unfreeze
        change(self._project, pattern)

    def _dropped(self, path: str, onto: str) -> None:
        row, other = self._row(path), self._row(onto)
        if row is None or other is None or row is other:
            return
        self._attempt(row, partial(edits.tie, self._project, row, other))

    def _attempt(self, row: ParameterRow, change: Callable[[], None]) -> None:
        """Makes a change of a parameter, or says below its values why it cannot be."""
        self.detail.begin(row, self._source == FIRST)
        try:
            change()
            self.detail.refuse("")
        except Refused as refused:
            self.detail.refuse(problem_text(refused.problem))

    # Building

    def _build(self) -> None:
        theme = current_theme()
        self.setObjectName("parameters_panel")
        self.view.setObjectName("parameter_tree")
        self.search.setObjectName("parameter_search")
        self.weights.setObjectName("parameter_weights")
        self._state.setObjectName("parameter_state")
        self._words.setObjectName("parameter_words")
        self.weights.addItems(["", ""])
        self.search.setClearButtonEnabled(True)
        set_variant(self.search, "search")
        set_variant(self._state, "small")
        set_variant(self._words, "muted")
        for label in (self._state, self._words):
            label.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = QHBoxLayout()
        bar.addWidget(self.search, 1)
        bar.addWidget(self.weights)
        self._splitter.addWidget(self.view)
        self._splitter.addWidget(self.detail)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.hide()
        self.detail.hide()
        # Low windows scroll the whole panel: the tree keeps some rows, so that one can be dragged onto another.
        self.view.setMinimumHeight(theme.pixels("space-huge") * 9)
        self._splitter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._fit()
        page, scroll = QWidget(), QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer, layout = QVBoxLayout(self), QVBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        gap = theme.pixels("space")
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.addLayout(bar)
        layout.addWidget(self._state)
        layout.addWidget(self.start)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._splitter, 1)
        self.search.textChanged.connect(self.view.narrow)
        self.weights.currentIndexChanged.connect(lambda: self._asking.soon(0))

    def _translate(self) -> None:
        self.search.setPlaceholderText(tr("Find a parameter"))
        self.search.setAccessibleName(tr("Find a parameter"))
        self.weights.setItemText(0, tr("Newest weights"))
        self.weights.setItemText(1, tr("First values"))
        self.weights.setAccessibleName(tr("Which weights are shown"))
        self.view.setAccessibleName(tr("Parameters of the network"))
        if self._words.isVisible() or not self.tree.rows:
            self._words.setText(tr("The parameters of the network are shown here as soon as it can be built."))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._asking.soon(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._asking.seen()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
