"""How the learning rate will move: a part of the training settings, there once a scheduler is chosen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel

from guinet.core.changes import matters
from guinet.core.history import Committed
from guinet.core.project import Project
from guinet.core.settings import training_setting
from guinet.session.events import Event
from guinet.session.messages.learning_rates import AskLearningRates, LearningRates
from guinet.ui.forms.rate_curve import RateCurve
from guinet.ui.forms.training_part import Part
from guinet.ui.theme import set_variant
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

ASK_MS: Final = 120
"""A curve is asked for when nothing was typed for so long."""


class LearningRatePart(Part):
    """Signals: `asks(Study)`."""

    asks = Signal(object)

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.setObjectName("learning_rate_preview")
        self._answer: LearningRates | None = None
        self._curve = RateCurve()
        self._words = QLabel()
        self._words.setObjectName("rate_words")
        self._words.setWordWrap(True)
        set_variant(self._words, "small")
        self.rows.addWidget(self._curve)
        self.rows.addWidget(self._words)
        self.leave_room("space", 2)
        self._later = QTimer(self, singleShot=True, interval=ASK_MS)
        self._later.timeout.connect(self._ask)

    def refresh(self) -> None:
        self.setVisible(training_setting(self.project.training, "scheduler") is not None)
        self._ask_soon()

    def translate(self) -> None:
        self._curve.setAccessibleName(tr("The learning rate over the training"))
        self._say()

    def receive(self, event: Event) -> None:
        """Takes the answer."""
        if isinstance(event, LearningRates):
            self._answer = event
            self._curve.setVisible(event.problem is None)
            self._curve.show_curve(event)
            self._say()

    def _say(self) -> None:
        answer = self._answer
        words = ""
        if answer is not None and answer.problem is not None:
            words = problem_text(answer.problem)
        elif answer is not None and answer.follows_loss:
            words = tr("It steps down when the loss no longer improves, which only a training tells.")
        elif answer is not None and not answer.known:
            words = tr("Drawn with one update an epoch: there are no data yet.")
        set_variant(self._words, "error" if answer is not None and answer.problem is not None else "small")
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def _ask_soon(self) -> None:
        if self.isVisible():
            self._later.start()

    def _ask(self) -> None:
        if self.isVisible():
            self.asks.emit(AskLearningRates())

    def _committed(self, event: Committed) -> None:
        """Other data make other epochs."""
        super()._committed(event)
        if matters(event.changes):
            self._ask_soon()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_soon()
