"""The card beside a node that has a problem: what is wrong, and repairs one click away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from guinet.core.problems import Fix, Problem, Severity
from guinet.ui.fixes import apply_fix
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import fix_text, problem_text, why_text

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas


class ProblemCard(QFrame):
    """One problem, the `place`th of `count` of its node: its sentence, a button per repair, and on demand what was
    expected, what came, and why."""

    def __init__(self, canvas: Canvas, problem: Problem, place: int, count: int) -> None:
        super().__init__(canvas)
        self.problem = problem
        self.standing = (place, count)
        self._canvas = canvas
        self.setObjectName("problem-card")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        set_variant(self, "problem" if problem.severity is Severity.ERROR else "warning-card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        self.message = self._label(problem_text(problem))
        set_variant(self.message, "strong")
        self.details = self._label(details_text(problem))
        self.details.hide()
        layout.addWidget(self.message)
        layout.addWidget(self.details)
        layout.addLayout(self._make_buttons())
        self.setAccessibleName(tr("Problem"))
        self.setAccessibleDescription(problem_text(problem))
        self._fit()

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _make_buttons(self) -> QVBoxLayout:
        """Two repairs stand beside what explains; more have rows of their own above."""
        rows = QVBoxLayout()
        rows.setSpacing(6)
        buttons = [self._fix_button(fix, place == 0) for place, fix in enumerate(self.problem.fixes)]
        many = len(buttons) > 2
        for button in buttons if many else ():
            rows.addWidget(button)
        rows.addLayout(self._last_row([] if many else buttons))
        return rows

    def _last_row(self, buttons: list[QPushButton]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in buttons:
            row.addWidget(button)
        if self.details.text():
            explain = QPushButton(tr("Explain"), self)
            explain.setObjectName("explain")
            explain.setCheckable(True)
            set_variant(explain, "flat")
            explain.toggled.connect(self._explain)
            row.addWidget(explain)
        row.addStretch(1)
        if self.standing[1] > 1:
            row.addWidget(self._next_button(*self.standing))
        return row

    def _next_button(self, place: int, count: int) -> QPushButton:
        button = QPushButton(tr("Next ({place} of {count})").format(place=place + 1, count=count), self)
        button.setObjectName("next")
        set_variant(button, "flat")
        button.clicked.connect(self._canvas.problem_cards.show_next)
        return button

    def _fix_button(self, fix: Fix, first: bool) -> QPushButton:
        button = QPushButton(fix_text(fix), self)
        button.setObjectName("fix")
        set_variant(button, "primary" if first else "")
        button.clicked.connect(lambda: self._repair(fix))
        return button

    def _repair(self, fix: Fix) -> None:
        canvas = self._canvas
        canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        if not apply_fix(canvas.project, fix):
            canvas.message.emit(tr("This no longer fits the graph: wait for the next check."))

    def _explain(self, on: bool) -> None:
        self.details.setVisible(on)
        self._fit()
        self._canvas.problem_cards.follow()

    def _fit(self) -> None:
        """As wide as the theme says, or as its buttons need; as high as its text."""
        layout = self.layout()
        assert layout is not None
        for label in (self.message, self.details):
            label.ensurePolished()
        width = max(current_theme().pixels("problem-width"), layout.totalMinimumSize().width())
        self.resize(width, layout.totalHeightForWidth(width))


def details_text(problem: Problem) -> str:
    """Expected, got, why and torch's own words, line by line, where they are known."""
    lines = []
    if problem.expected:
        lines.append(tr("Expected: {text}").format(text=problem.expected))
    if problem.got:
        lines.append(tr("Got: {text}").format(text=problem.got))
    if problem.why:
        lines.append(why_text(problem))
    if problem.detail:
        lines.append(problem.detail)
    return "\n".join(lines)
