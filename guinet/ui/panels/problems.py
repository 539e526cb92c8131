"""Problems: everything that is wrong, in words, with what was expected, what came, and the repairs."""

from __future__ import annotations

import time
from collections import deque

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from guinet.core.history import Committed
from guinet.core.problems import Problem, Severity
from guinet.core.project import Project
from guinet.ui.panels.problem_card import ProblemCard
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.translate import tr

_SHOWN = 60
"""Cards made; nobody mends more before the next check, and each costs layout."""
_BUDGET = 0.006
"""Seconds of one turn of the event loop that go into making cards."""


class ProblemsPanel(QScrollArea):
    """Signals: `activated(Problem)` when a person wants to see where it is; `counted(number)` when there are more or
    less errors and warnings; `found(problems)`, those that happened while working.

    Cards are kept from one check to the next and made a few at a time, while the panel can be seen.
    """

    activated = Signal(object)
    counted = Signal(int)
    found = Signal(tuple)

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.setObjectName("problems_panel")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._project = project
        self._problems: tuple[Problem, ...] = ()
        self._happened: list[tuple[Problem, tuple[object, ...]]] = []
        self._count = 0
        self._cards: list[ProblemCard] = []
        self._waiting: deque[Problem] = deque()
        self._rest = QLabel()
        self._rest.setObjectName("problems_rest")
        self._rest.setWordWrap(True)
        set_variant(self._rest, "muted")
        self._lay_out()
        self._making = QTimer(self)
        self._making.setSingleShot(True)
        self._making.setInterval(0)
        self._making.timeout.connect(self._make_some)
        self._unsubscribe = project.subscribe(self._committed)
        theme_signals().changed.connect(self._repaint)
        self._refresh()

    @property
    def cards(self) -> list[ProblemCard]:
        """The cards shown, from top to bottom."""
        return list(self._cards)

    def set_problems(self, problems: tuple[Problem, ...]) -> None:
        """Shows the problems of the project, errors first."""
        order = list(Severity)
        ordered = tuple(sorted(problems, key=lambda problem: order.index(problem.severity)))
        if ordered != self._problems:
            self._problems = ordered
            self._refresh()

    def add(self, problem: Problem) -> None:
        """Adds one that happened while working (a training that failed). It goes when its node is edited; with any edit
        where it is tied to none."""
        if all(problem != happened for happened, _ in self._happened):
            self._keep([(problem, _edited(self._project, problem)), *self._happened])

    def forget(self) -> None:
        """Removes those that happened while working: it begins anew."""
        if self._happened:
            self._keep([])

    def _committed(self, event: Committed) -> None:
        kept = [(problem, node) for problem, node in self._happened if node and node == _edited(self._project, problem)]
        if len(kept) < len(self._happened):
            self._keep(kept)

    def _keep(self, happened: list[tuple[Problem, tuple[object, ...]]]) -> None:
        self._happened = happened
        self.found.emit(tuple(problem for problem, _ in happened))
        self._refresh()

    def _refresh(self) -> None:
        shown = [*(problem for problem, _ in self._happened), *self._problems]
        self._say_rest(len(shown))
        # What is only told is listed, but nothing is wrong with it.
        count = sum(problem.severity is not Severity.INFO for problem in shown)
        if count != self._count:
            self._count = count
            self.counted.emit(count)
        if not self.isVisible():
            return
        shown = shown[:_SHOWN]
        for card in self._cards[len(shown) :]:
            card.hide()
            card.deleteLater()
        del self._cards[len(shown) :]
        for card, problem in zip(self._cards, shown, strict=False):
            if card.problem != problem:
                card.show_problem(problem)
        self._waiting = deque(shown[len(self._cards) :])
        self._make_some()

    def _make_some(self) -> None:
        end = time.perf_counter() + _BUDGET
        while self._waiting and time.perf_counter() < end:
            card = ProblemCard(self._project, self._waiting.popleft())
            card.clicked.connect(self.activated)
            self._list.addWidget(card)
            self._cards.append(card)
        if self._waiting:
            self._making.start()

    def _say_rest(self, count: int) -> None:
        if count == 0:
            self._rest.setText(tr("No problems. What is wrong with the network will be listed here."))
        else:
            self._rest.setText(tr("and {count} more").format(count=count - _SHOWN))
        self._rest.setVisible(count == 0 or count > _SHOWN)

    def _repaint(self) -> None:
        for card in self._cards:
            card.show_problem(card.problem)

    def _lay_out(self) -> None:
        gap = current_theme().pixels("space")
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.setSpacing(gap)
        self._list = QVBoxLayout()
        self._list.setSpacing(gap)
        layout.addLayout(self._list)
        layout.addWidget(self._rest)
        layout.addStretch()
        self.setWidget(inside)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._refresh()
            self._repaint()
        super().changeEvent(event)


def _edited(project: Project, problem: Problem) -> tuple[object, ...]:
    """What an edit of the problem's node changes: its kind, its arguments, its wires. Empty where there is no node."""
    block = project.blocks.get(problem.block or "")
    node = block.nodes.get(problem.node or "") if block is not None else None
    if block is None or node is None:
        return ()
    wires = [wire for wire in block.wires.values() if node.id in (wire.source.node, wire.target.node)]
    return node.kind, node.arguments, frozenset(wire.id for wire in wires)
