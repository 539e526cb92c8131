"""The training doctor: findings as cards with evidence, remedy and repairs; and a range test of the learning rate."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from guinet.core.findings import Checkup, Diagnosis
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.session.events import Event, StudyEnded
from guinet.session.messages.checkup import AskCheckup, AskRangeTest, CheckupTold, RangeTested
from guinet.ui import tab_order
from guinet.ui.narrow import let_shrink
from guinet.ui.panels.asking import Asking
from guinet.ui.panels.doctor_card import DoctorCard, more_words
from guinet.ui.panels.range_view import RangeView
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.translate import tr
from guinet.ui.words import problem_text


class DoctorPanel(QWidget):
    """Signals: `asks(Study)`; `activated(Problem)` when a person wants to see where a finding is; `found(problems)`,
    the findings that are to be seen at their nodes."""

    asks = Signal(object)
    activated = Signal(object)
    found = Signal(tuple)

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.setObjectName("doctor_panel")
        self._project = project
        self._checkup: Checkup | None = None
        self._problem: Problem | None = None
        self._cards: list[DoctorCard] = []
        self._state, self._left_out = QLabel(), QLabel()
        self._look, self._mark = QPushButton(), QCheckBox()
        self._range = RangeView(project)
        self._range.wanted.connect(lambda: self.asks.emit(AskRangeTest()))
        self._build()
        self._looks = True
        self._asking = Asking(self, project, self._ask, self._say)
        theme_signals().changed.connect(self._repaint)
        self._translate()

    @property
    def cards(self) -> list[DoctorCard]:
        """The findings shown, from top to bottom."""
        return list(self._cards)

    def receive(self, event: Event) -> None:
        """An event of the torch side."""
        self._asking.note(event)
        match event:
            case CheckupTold():
                self._checkup, self._problem = event.checkup, event.problem
                self._show(event.checkup.findings if event.checkup is not None else ())
                self._say()
                self._mark_nodes()
            case RangeTested():
                self._range.show_test(event.test, event.problem)
            case StudyEnded(study="AskRangeTest"):
                self._range.give_up()
            case StudyEnded(study="AskCheckup"):
                self._looks = False
                self._say()

    def _ask(self) -> None:
        self._looks = True
        self._say()
        self.asks.emit(AskCheckup())

    def _show(self, findings: tuple[Diagnosis, ...]) -> None:
        """A card for each finding; one that is told again keeps its card."""
        kept = {id(card): card for card in self._cards}
        cards = []
        for finding in findings:
            card = next((each for each in kept.values() if each.finding == finding), None)
            if card is None:
                card = DoctorCard(self._project, finding)
                card.clicked.connect(self.activated)
            else:
                del kept[id(card)]
            cards.append(card)
        for card in kept.values():
            card.hide()
            card.deleteLater()
        for place, card in enumerate(cards):
            self._list.insertWidget(place, card)
        self._cards = cards

    def _mark_nodes(self) -> None:
        """Badges on the canvas. While there are any it goes on looking, seen or not: they must not outlive what they
        tell of."""
        marked = [card.finding for card in self._cards if card.problem.node is not None and self._mark.isChecked()]
        self._asking.unseen = bool(marked)
        self.found.emit(tuple(replace(finding.problem, detail=more_words(finding)) for finding in marked))

    def _say(self) -> None:
        """The lines above and below the cards."""
        skipped = self._checkup.skipped if self._checkup is not None else ()
        if skipped and not self._project.main.nodes:
            self._state.setText(problem_text(skipped[0]))
            self._left_out.hide()
            return
        self._state.setText(self._state_words())
        words = [tr("Not looked at: {reason}").format(reason=problem_text(problem)) for problem in skipped]
        self._left_out.setText("\n".join(words))
        self._left_out.setVisible(bool(words))

    def _state_words(self) -> str:
        if self._asking.training:
            return tr("A training runs: its findings come when it has ended.")
        if self._problem is not None:
            return problem_text(self._problem)
        if self._checkup is None:
            given_up = tr("This was given up before it had ended: press “Look again”.")
            return tr("Looking at the network, its data and one batch…") if self._looks else given_up
        count = len(self._checkup.findings)
        found = tr("%n finding(s)", "", count) if count else tr("Nothing found: all that was looked at is healthy.")
        if not self._checkup.batch:
            looked = tr("from the graph and the data alone")
        elif self._checkup.run:
            looked = tr("from a batch of {rows} rows, with the weights of run {run}").format(
                rows=self._checkup.batch, run=self._checkup.run
            )
        else:
            looked = tr("from a batch of {rows} rows, with fresh weights").format(rows=self._checkup.batch)
        return f"{found.rstrip('.。')} · {looked}"

    def _repaint(self) -> None:
        for card in self._cards:
            card.show_problem(card.problem)

    def _build(self) -> None:
        gap = current_theme().pixels("space")
        self._state.setObjectName("doctor_state")
        self._left_out.setObjectName("doctor_left_out")
        for label in (self._state, self._left_out):
            label.setWordWrap(True)
            set_variant(label, "muted")
        self._look.setObjectName("look_again")
        self._look.clicked.connect(self._ask)
        self._above, buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight), QHBoxLayout()
        self._mark.setObjectName("mark_nodes")
        self._mark.setChecked(True)
        self._mark.toggled.connect(self._mark_nodes)
        let_shrink(self._mark, self._look)
        buttons.addWidget(self._mark)
        buttons.addWidget(self._look)
        self._above.addWidget(self._state, 1)
        self._above.addLayout(buttons)
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(gap, gap, gap, gap)
        body.setSpacing(gap)
        self._list = QVBoxLayout()
        self._list.setSpacing(gap)
        body.addLayout(self._above)
        body.addLayout(self._list)
        body.addWidget(self._left_out)
        body.addWidget(self._range)
        body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab stops at what is in it
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def _translate(self) -> None:
        self._look.setText(tr("Look again"))
        self._mark.setText(tr("Badges on the canvas"))
        self._mark.setToolTip(tr("Marks the nodes that something was found at; point at one to read it"))
        self._range.translate()
        self._say()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from top to bottom, though the cards came after what is below them."""
        return tab_order.step(self, next) is not None or super().focusNextPrevChild(next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        buttons = self._mark.sizeHint().width() + self._look.sizeHint().width()
        narrow = self.width() < 2 * buttons
        self._above.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._asking.seen()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
            self._repaint()
            self._mark_nodes()
        super().changeEvent(event)
