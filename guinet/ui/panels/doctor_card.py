"""One finding of the doctor's: what it is, the evidence, the remedy, repairs and the way to its node."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton

from guinet.core.findings import Diagnosis, Words
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.ui.narrow import let_shrink
from guinet.ui.panels.problem_card import ProblemCard
from guinet.ui.theme import set_variant
from guinet.ui.translate import tr


class DoctorCard(ProblemCard):
    """As a problem's card, with the evidence and the remedy below the sentence. Signals: `clicked(Problem)`."""

    def __init__(self, project: Project, finding: Diagnosis) -> None:
        self.finding = finding
        self._show = QPushButton()
        super().__init__(project, finding.problem)
        self._show.setObjectName("show_node")
        self._show.clicked.connect(lambda: self.clicked.emit(self.problem))
        set_variant(self._show, "flat")

    def _lay_out(self) -> None:
        super()._lay_out()
        # Before it is made visible: what has no parent then becomes a window, and takes the keyboard with it.
        self._actions.addWidget(self._show)
        let_shrink(self._show)

    def show_problem(self, problem: Problem) -> None:
        super().show_problem(problem)
        self._details.setText(more_words(self.finding))
        self._details.setVisible(True)
        self._show.setText(tr("Show the node"))
        self._show.setVisible(problem.node is not None)
        self._make_room()
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(self._details.text())


def more_words(finding: Diagnosis) -> str:
    """The evidence and the remedy, a line each."""
    return f"{_words_text(finding.evidence)}\n{_words_text(finding.remedy)}"


def _words_text(words: Words) -> str:
    """A sentence of the doctor's in the user's language."""
    return QCoreApplication.translate("Problem", words.template).format(**words.values)
