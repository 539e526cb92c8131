"""The problems of what is selected, at the foot of the panel of its form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.ui.panels.problem_card import ProblemCard
from guinet.ui.tab_order import READS_LAST
from guinet.ui.theme import current_theme

_CARDS: Final = 4
"""Problems of one node shown; the panel below lists all."""

_SHARE: Final = 0.5
"""How much of the panel it takes at most; what has no room is scrolled to."""


class ProblemFoot(QScrollArea):
    """In sight wherever the form is scrolled to; no field moves when a problem comes or goes while one types."""

    def __init__(self, project: Project, panel: QWidget) -> None:
        super().__init__(panel)
        self.setObjectName("properties_problems")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty(READS_LAST, True)
        self._project = project
        self._cards: list[ProblemCard] = []
        gap = current_theme().pixels("space")
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(gap, gap, gap, gap)
        self._list.setSpacing(current_theme().pixels("space-small"))
        self.setWidget(inside)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Shows these, with their repairs; none hide it."""
        shown = problems[:_CARDS]
        for card, problem in zip(self._cards, shown, strict=False):
            card.show_problem(problem)
        for problem in shown[len(self._cards) :]:
            card = ProblemCard(self._project, problem, narrow=True)
            self._cards.append(card)
            self._list.addWidget(card)
        for number, card in enumerate(self._cards):
            card.setVisible(number < len(shown))
        self.setVisible(bool(shown))

    def height_in(self, size: QSize) -> int:
        """How high it is to be in a panel of this size; 0 where there is no problem."""
        if self.isHidden():
            return 0
        return min(self._list.totalHeightForWidth(size.width()), int(size.height() * _SHARE))
