"""Values: all that is known of the value at the selected node, or the values of all nodes when none is selected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from guinet.core.feeds import FeedKind
from guinet.core.history import Committed
from guinet.core.probed import NodeValue, PlainValue, Progress, SequenceValue, TensorValue
from guinet.core.problems import Problem
from guinet.core.project import MAIN, Project
from guinet.session.events import Event, Failed, Finished, HostDied, TrainingStarted
from guinet.session.messages.modes import CompareModes, ModesCompared
from guinet.ui.panels.value_feed import FeedBar
from guinet.ui.panels.value_look import ValueLook
from guinet.ui.panels.values_modes import MODES, can_differ, modes_part
from guinet.ui.panels.values_page import ALL, COPY, NODE, document, page
from guinet.ui.panels.values_table import NodesTable
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

if TYPE_CHECKING:
    from guinet.ui.values_control import Evaluation

AGAIN_MS: Final = 100
"""So often at most the values of a training are asked for."""


class ValuesPanel(QWidget):
    """Signals: `selected(block id, node ids)`, to be selected on the canvas; `asked()`, to be evaluated; `stopping()`;
    `outdated()`, a training has made the values old that are looked at; `asks(Study)`; `fed(Feed)`, values of other
    rows are wanted.

    What it shows is told by `set_values`, `set_evaluation` and `set_selection`.
    """

    selected = Signal(str, tuple)
    asked = Signal()
    stopping = Signal()
    outdated = Signal()
    asks = Signal(object)
    fed = Signal(object)

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._values: Mapping[str, NodeValue] = {}
        self._evaluation: Evaluation | None = None
        self._training, self._old = False, False
        self._modes: ModesCompared | None = None
        self._modes_asked = ""
        self._block, self._nodes = project.main.id, tuple[str, ...]()
        self._text = QTextBrowser()
        self._look = ValueLook(self._text)
        self._feed = FeedBar()
        self._table = NodesTable()
        self._words = QLabel()
        self._run = QPushButton()
        self._stop = QPushButton()
        self._state = QLabel()
        self._empty = QWidget()
        self._pages = QStackedLayout()
        self._build()
        # Selection, values and state come one after the other; what is shown is made once for all of them.
        self._showing = QTimer(self, singleShot=True, interval=0)
        self._showing.timeout.connect(self._show)
        theme_signals().changed.connect(self._showing.start)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._tell_outdated)
        self._unsubscribe = project.subscribe(self._committed)
        self._translate()

    def set_selection(self, block: str, nodes: Iterable[str]) -> None:
        """Shows the value at the first of these nodes; without any, the values of all."""
        self._block, self._nodes = block, tuple(nodes)
        self._showing.start()

    def set_values(self, values: Mapping[str, NodeValue]) -> None:
        """What an evaluation found, by node id of the main block."""
        if values is not self._values:
            self._modes, self._modes_asked = None, ""
            self._look.forget()
        self._values = values
        self._showing.start()

    def receive(self, event: Event) -> None:
        """Takes what the torch side tells: a training that has ended, both modes of a node."""
        if isinstance(event, TrainingStarted | Finished):
            self._training = isinstance(event, TrainingStarted)
            self._old = True
            self._tell_outdated()
        elif isinstance(event, ModesCompared) and event.node == self._modes_asked:
            self._modes, self._modes_asked = event, ""
            self._showing.start()
        elif isinstance(event, Failed | HostDied):
            self._modes_asked = ""
            if isinstance(event, HostDied) or event.command == "train":
                self._training = False
        self._look.receive(event)

    def _tell_outdated(self) -> None:
        """Values that nobody looks at are made anew when somebody does."""
        if self._old and not self.visibleRegion().isEmpty():
            self._old = False
            self.outdated.emit()

    def set_evaluation(self, evaluation: Evaluation) -> None:
        """How it stands with the values. Those of a training are old soon, and are asked for again after its rest."""
        if self._training and evaluation.rest and evaluation is not self._evaluation and not evaluation.slow:
            self._old = True
            self._again.start(max(AGAIN_MS, int(evaluation.rest * 1000)))
        self._evaluation = evaluation
        self._showing.start()

    def _committed(self, event: Committed) -> None:
        self._showing.start()

    # What is shown

    def _show(self) -> None:
        if not self.isVisible():
            return
        self._say_state()
        names = {node.id: node.name for node in self._project.main.nodes.values()}
        node = self._nodes[0] if len(self._nodes) == 1 else None
        values = {id: value for id, value in self._values.items() if id in names}
        inner = self._project.blocks[self._block].nodes if self._block in self._project.blocks else {}
        if values and self._block != MAIN and node is not None and node in inner:
            self._look.show_node(self._block, node, inner[node].name, {})
            self._pages.setCurrentWidget(self._look)
        elif not values or (self._nodes and self._block != MAIN) or (node is not None and node not in values):
            self._words.setText(self._empty_words(bool(values)))
            self._run.setVisible(not values and not self._is_live)
            self._pages.setCurrentWidget(self._empty)
        elif node is not None:
            modes, stepped = "", self._evaluation is not None and self._evaluation.stepped
            # At the moment at which a stepped training stands there is one mode only.
            if not stepped and can_differ(self._project.main, node):
                modes = modes_part(self._modes, node, self._modes_asked == node)
            self._show_page(page(names[node], values[node], names, current_theme(), modes))
            done = values[node].progress is Progress.DONE
            self._look.show_node(MAIN, node, names[node], values[node].outputs if done else {})
            self._pages.setCurrentWidget(self._look)
        else:
            self._table.show_values(values, names)
            self._pages.setCurrentWidget(self._table)

    @property
    def _is_live(self) -> bool:
        return self._evaluation is not None and self._evaluation.live

    def _show_page(self, html: str) -> None:
        """What a person selected or scrolled to stays while the page is the same."""
        if html != self._text.property("shown"):
            at = self._text.verticalScrollBar().value()
            self._text.setHtml(html)
            self._text.setProperty("shown", html)
            self._text.verticalScrollBar().setValue(at)

    def _show_inside(self, told: object) -> None:
        """The text of a node inside a block, as the torch side tells it."""
        if self._block == MAIN or not self._nodes:
            return
        if isinstance(told, Problem):
            words = f"<p>{escape(problem_text(told))}</p>"
            self._show_page(document(words, current_theme()))
        elif isinstance(told, TensorValue | PlainValue | SequenceValue):
            name = self._project.blocks[self._block].nodes[self._nodes[0]].name
            value = NodeValue(Progress.DONE, outputs={"output": told})
            self._show_page(page(name, value, {}, current_theme()))

    def _empty_words(self, others: bool) -> str:
        problem = self._evaluation.problem if self._evaluation is not None else None
        if problem is not None:
            return problem_text(problem)
        if self._nodes and self._block != MAIN:
            return tr("Run the network once, and select one node of this block: its value is shown here.")
        if others or self._is_live:
            return tr("There is no value at this node yet.")
        return tr("Run the network once, on one batch, and the value at every node is shown here.")

    def _say_state(self) -> None:
        """The line above; and a button to stop what takes long."""
        state = self._evaluation
        words = ""
        if state is not None and state.slow:
            words = tr("This takes its time…")
        elif state is not None and state.stopped:
            words = tr("This was stopped before all nodes had run.")
        elif state is not None and state.stepped:
            words = tr("Step by step: as it is at this moment of the training, in train mode")
        elif state is not None and not state.live and self._values:
            fresh = tr("One batch in {mode} mode, with fresh weights")
            best = tr("One batch in {mode} mode, with the best weights of run {run}")
            if state.feed.kind in (FeedKind.ROW, FeedKind.DRAWING):
                fresh = tr("One row in {mode} mode, with fresh weights")
                best = tr("One row in {mode} mode, with the best weights of run {run}")
            fresh = fresh.format(mode=state.mode)
            words = best.format(mode=state.mode, run=state.run) if state.run else fresh
            if state.rest:
                words = tr("In {mode} mode, with the weights of the training after step {step}")
                words = words.format(mode=state.mode, step=state.step)
        if state is not None and state.rows:
            self._feed.offer(state.rows, state.draws, bool(state.run))
        # A row that is not there can be changed.
        chosen = state is not None and (bool(state.rows) or state.feed.kind is not FeedKind.BATCH)
        self._feed.setVisible(chosen and state is not None and not state.live)
        self._state.setText(words)
        self._state.setVisible(bool(words))
        self._stop.setVisible(state is not None and state.slow)

    def _follow(self, address: QUrl) -> None:
        text = address.toString()
        if text.startswith(NODE):
            self.selected.emit(MAIN, (text.removeprefix(NODE),))
        elif text == ALL:
            self.selected.emit(MAIN, ())
        elif text == MODES and self._nodes:
            self._modes_asked = self._nodes[0]
            self._showing.start()
            self.asks.emit(CompareModes(node=self._nodes[0]))
        elif text == COPY and self._nodes and self._nodes[0] in self._values:
            QGuiApplication.clipboard().setText(self._values[self._nodes[0]].line)

    # Building

    def _build(self) -> None:
        gap = current_theme().pixels("space")
        self._text.setObjectName("values_text")
        self._text.setOpenLinks(False)
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.anchorClicked.connect(self._follow)
        self._table.chosen.connect(lambda node: self.selected.emit(MAIN, (node,)))
        self._words.setObjectName("values_words")
        self._run.setObjectName("values_run")
        self._run.clicked.connect(self.asked)
        self._stop.setObjectName("values_stop")
        self._stop.clicked.connect(self.stopping)
        self._state.setObjectName("values_state")
        for label in (self._words, self._state):
            label.setWordWrap(True)
            set_variant(label, "muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(self._empty)
        inside.setContentsMargins(2 * gap, gap, 2 * gap, gap)
        inside.addStretch(1)
        inside.addWidget(self._words)
        inside.addWidget(self._run, 0, Qt.AlignmentFlag.AlignCenter)
        inside.addStretch(1)
        self._look.asks.connect(self.asks)
        self._look.told.connect(self._show_inside)
        self._feed.chosen.connect(self.fed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.addWidget(self._feed)
        layout.addWidget(self._state)
        layout.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(self._pages, 1)
        # Not before: pages without a parent show the first as a window of its own, which takes the keyboard.
        for widget in (self._empty, self._table, self._look):
            self._pages.addWidget(widget)

    def _translate(self) -> None:
        self._run.setText(tr("Run once"))
        self._stop.setText(tr("Stop"))
        self._text.setAccessibleName(tr("Value"))
        self._table.translate()
        self._showing.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._old and not self._again.isActive():
            self._again.start(0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
