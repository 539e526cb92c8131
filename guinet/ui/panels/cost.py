"""Cost: what a training step needs by node, whether it fits, and where its time goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from guinet.core.costs import Chain, Cost, Profile, Span
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.session.events import Event, StudyEnded
from guinet.session.messages.cost import AskCost, AskProfile, CostTold, ProfileTold
from guinet.ui.panels.asking import Asking
from guinet.ui.panels.cost_table import CostTable
from guinet.ui.panels.cost_words import profile_words, room_words, total_words
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.translate import tr
from guinet.ui.words import problem_text


class CostPanel(QWidget):
    """Estimated as one edits; measured and profiled when asked. Signals: `asks(Study)`; `selected(block id, node ids)`
    when a row is clicked."""

    asks = Signal(object)
    selected = Signal(str, tuple)

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.setObjectName("cost_panel")
        self._project = project
        self._cost: Cost | None = None
        self._profile: Profile | None = None
        self._problem: Problem | None = None
        self._busy = ""
        self._table = CostTable()
        self._table.chosen.connect(self._choose)
        self._total, self._room, self._notes = QLabel(), QLabel(), QLabel()
        self._measure, self._time, self._trace = QPushButton(), QPushButton(), QPushButton()
        self._build()
        self._asking = Asking(self, project, lambda: self.asks.emit(AskCost()), self._grown_old)
        theme_signals().changed.connect(self._show)
        self._translate()

    def receive(self, event: Event) -> None:
        """An event of the torch side."""
        self._asking.note(event)
        match event:
            case CostTold():
                self._cost, self._problem, self._busy = event.cost, event.problem, ""
                self._show()
            case StudyEnded(study="AskCost" | "AskProfile") if self._busy:
                # It failed, or somebody gave it up: that is told elsewhere.
                self._busy = ""
                self._show()
            case ProfileTold():
                self._profile, self._problem, self._busy = event.profile, event.problem, ""
                self._show()

    def set_selection(self, block: str, nodes: Iterable[str]) -> None:
        """Marks the rows of the nodes selected on the canvas."""
        self._table.select_node(block, tuple(nodes))

    def _grown_old(self) -> None:
        """An edit: what was profiled is another step's."""
        self._profile = None
        self._show()

    def _choose(self, chain: Chain) -> None:
        block, node = chain[-1]
        self.selected.emit(block, (node,))

    def _show(self) -> None:
        cost = self._cost
        if cost is not None:
            self._table.show_cost(cost, self._spans())
        self._table.setVisible(cost is not None)
        self._total.setText(total_words(cost) if cost is not None else self._empty_words())
        set_variant(self._total, "strong" if cost is not None else "muted")
        self._room.setText(room_words(cost.room, cost) if cost is not None and cost.room is not None else "")
        set_variant(
            self._room, "error" if cost is not None and cost.room is not None and not cost.room.fits else "muted"
        )
        notes = [problem_text(doubt) for doubt in cost.doubts] if cost is not None else []
        notes += [profile_words(self._profile)] if self._profile is not None else []
        notes += [problem_text(self._problem)] if self._problem is not None and cost is not None else []
        notes += [self._busy] if self._busy else []
        self._notes.setText("\n".join(notes))
        for label in (self._room, self._notes):
            label.setVisible(bool(label.text()))
        for button in (self._measure, self._time, self._trace):
            button.setEnabled(cost is not None and not self._busy and not self._asking.training)

    def _spans(self) -> Mapping[Chain, Span]:
        return {span.chain: span for span in self._profile.spans} if self._profile is not None else {}

    def _empty_words(self) -> str:
        if self._problem is not None:
            return problem_text(self._problem)
        return tr("Adding up what a training step costs…")

    # Asking

    def _ask_measured(self) -> None:
        self._busy = tr("Measuring a step on a real batch…")
        self._show()
        self.asks.emit(AskCost(measured=True))

    def _ask_profile(self) -> None:
        self._busy = tr("Profiling a step…")
        self._show()
        self.asks.emit(AskProfile())

    def _ask_trace(self) -> None:
        title, kinds = tr("Save a trace of one step"), tr("Traces (*.json)")
        path, _ = QFileDialog.getSaveFileName(self, title, "trace.json", kinds)
        if path:
            self._busy = tr("Profiling a step…")
            self._show()
            self.asks.emit(AskProfile(trace=path))

    # Building

    def _build(self) -> None:
        gap = current_theme().pixels("space")
        for label, name in ((self._total, "cost_total"), (self._room, "cost_room"), (self._notes, "cost_notes")):
            label.setObjectName(name)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            set_variant(label, "muted")
        self._measure.setObjectName("measure_cost")
        self._time.setObjectName("profile_step")
        self._trace.setObjectName("save_trace")
        self._measure.clicked.connect(self._ask_measured)
        self._time.clicked.connect(self._ask_profile)
        self._trace.clicked.connect(self._ask_trace)
        above = QHBoxLayout()
        above.setSpacing(gap)
        above.addWidget(self._total, 1)
        for button in (self._measure, self._time, self._trace):
            above.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.setSpacing(gap // 2)
        layout.addLayout(above)
        layout.addWidget(self._room)
        layout.addWidget(self._notes)
        layout.addWidget(self._table, 1)
        layout.addStretch(0)

    def _translate(self) -> None:
        self._measure.setText(tr("Measure"))
        self._measure.setToolTip(tr("Run a real batch on the device of the training"))
        self._time.setText(tr("Profile"))
        self._time.setToolTip(tr("Time one training step, node by node"))
        self._trace.setText(tr("Save trace…"))
        self._trace.setToolTip(tr("A file that Chrome (chrome://tracing) and Perfetto open"))
        self._table.translate()
        self._show()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._asking.seen()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
