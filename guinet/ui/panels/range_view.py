"""The learning-rate range test in the doctor's panel: a button, the curve, and the rate it suggests."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from guinet.core.changes import SetTraining
from guinet.core.findings import RangeTest
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Problem
from guinet.core.project import Project
from guinet.core.settings import OPTIMIZER_PREFIX
from guinet.ui.fixes import apply_fix
from guinet.ui.narrow import let_shrink
from guinet.ui.panels.range_curve import RangeCurve
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import fix_text, problem_text


class RangeView(QFrame):
    """Signals: `wanted()` when a test is to be run."""

    wanted = Signal()

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._answer: RangeTest | Problem | None = None
        self._waits = False
        self._title, self._words = QLabel(), QLabel()
        self._run, self._set = QPushButton(), QPushButton()
        self._curve = RangeCurve()
        set_variant(self, "card")
        set_variant(self._title, "strong")
        set_variant(self._words, "muted")
        self._words.setWordWrap(True)
        self._words.setObjectName("range_words")
        self._run.setObjectName("run_range_test")
        self._set.setObjectName("set_rate")
        set_variant(self._set, "primary")
        self._run.clicked.connect(self._ask)
        self._set.clicked.connect(self._take)
        self._lay_out()
        self.translate()

    def show_test(self, test: RangeTest | None, problem: Problem | None) -> None:
        """The answer to a test, or why there is none."""
        self._waits = False
        self._answer = test if test is not None else problem
        if test is not None:
            self._curve.show_test(test)
        self.translate()

    def give_up(self) -> None:
        """No answer comes any more."""
        if self._waits:
            self._waits = False
            self.translate()

    def translate(self) -> None:
        """Says everything in the present language."""
        self._title.setText(tr("Learning-rate range test"))
        self._curve.setAccessibleName(tr("Loss by learning rate"))
        self._run.setText(tr("Run the test"))
        self._run.setEnabled(not self._waits)
        test = self._answer if isinstance(self._answer, RangeTest) else None
        self._curve.setVisible(test is not None and len(test.rates) > 1)
        self._words.setText(self._sentence())
        suggested = test is not None and test.suggestion is not None and test.suggestion != test.present
        self._set.setVisible(suggested)
        if suggested and test is not None:
            self._set.setText(fix_text(self._fix(test)))

    def _sentence(self) -> str:
        if self._waits:
            return tr("Training fresh weights at one rate after another…")
        if isinstance(self._answer, Problem):
            return problem_text(self._answer)
        if self._answer is None:
            return tr("Trains fresh weights for a hundred steps, the rate growing all the while. Nothing is kept.")
        return _found(self._answer)

    def _ask(self) -> None:
        self._waits = True
        self.translate()
        self.wanted.emit()

    def _fix(self, test: RangeTest) -> Fix:
        rate = test.suggestion if test.suggestion is not None else test.present
        title = QT_TRANSLATE_NOOP("Fix", "Set {argument} to {value}")
        return Fix(title, (SetTraining(f"{OPTIMIZER_PREFIX}lr", rate),), {"argument": "lr", "value": f"{rate:g}"})

    def _take(self) -> None:
        if isinstance(self._answer, RangeTest):
            apply_fix(self._project, self._fix(self._answer))
            self._set.setVisible(False)

    def _lay_out(self) -> None:
        gap = current_theme().pixels("space")
        let_shrink(self._title, self._set, self._run)
        above = QHBoxLayout()
        above.addWidget(self._title)
        above.addStretch(1)
        above.addWidget(self._set)
        above.addWidget(self._run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(gap + 2, gap, gap + 2, gap)
        layout.setSpacing(gap)
        layout.addLayout(above)
        layout.addWidget(self._words)
        layout.addWidget(self._curve)


def _found(test: RangeTest) -> str:
    present = f"{test.present:g}"
    if test.stopped:
        if not test.rates:
            return tr("The test was stopped before its first step had ended.")
        last = f"{test.rates[-1]:.2g}"
        if test.suggestion is None:
            words = tr("The test was stopped at {last}: up to there the loss does not fall. The project has {rate}.")
            return words.format(last=last, rate=present)
        words = tr(
            "The test was stopped at {last}: up to there the loss falls fastest at {suggestion}. "
            "The project has {rate}."
        )
        return words.format(last=last, suggestion=f"{test.suggestion:g}", rate=present)
    if test.suggestion is None:
        return tr("The loss falls at no rate. The project has {rate}.").format(rate=present)
    words = tr("The loss falls fastest at {suggestion}. The project has {rate}.")
    return words.format(suggestion=f"{test.suggestion:g}", rate=present)
