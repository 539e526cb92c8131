"""The card beside a node that has a problem: what is wrong, and repairs one click away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from guinet.core.problems import Fix, Problem, Severity
from guinet.ui.fixes import apply_fix
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import fix_text, problem_text, why_text

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

_LINGER_MS = 350
"""So long the card stays when the pointer leaves its node, for the way to its buttons."""


class ProblemCard(QFrame):
    """One problem: its sentence, a button per repair, and on demand what was expected, what came, and why."""

    def __init__(self, canvas: Canvas, problem: Problem) -> None:
        super().__init__(canvas)
        self.problem = problem
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

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for place, fix in enumerate(self.problem.fixes[:2]):
            row.addWidget(self._fix_button(fix, place == 0))
        if self.details.text():
            explain = QPushButton(tr("Explain"), self)
            explain.setObjectName("explain")
            explain.setCheckable(True)
            set_variant(explain, "flat")
            explain.toggled.connect(self._explain)
            row.addWidget(explain)
        row.addStretch(1)
        return row

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


class ProblemCards:
    """Shows the card of the bad node under the pointer, or of the selected one; never two."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.card: ProblemCard | None = None
        self._node = ""
        self._by_hover = False
        self._linger = QTimer(canvas)
        self._linger.setSingleShot(True)
        self._linger.setInterval(_LINGER_MS)
        self._linger.timeout.connect(self._show_wanted)

    def refresh(self) -> None:
        """Selection, hover, gesture or problems changed."""
        wanted = self._wanted()
        waits = self._by_hover and self._canvas.gesture is None and self._still_bad()
        if wanted is None and waits:
            self._linger.start()
        else:
            self._show_wanted()

    def renew(self) -> None:
        """The language changed."""
        self._drop()
        self.refresh()

    def follow(self) -> None:
        """The view changed: stay beside the node."""
        if self.card is not None and self._node in self._canvas.scene.nodes:
            self.card.move(self._place(self.card).toPoint())

    def _still_bad(self) -> bool:
        card = self.card
        return card is not None and card.problem in self._canvas.scene.problems.get(self._node, ())

    def _wanted(self) -> tuple[str, Problem] | None:
        canvas = self._canvas
        if canvas.gesture is not None:
            return None
        candidates = [canvas.hover.id] if canvas.hover.what in ("node", "port") else []
        if len(canvas.selection) == 1:
            candidates += canvas.selection
        for node in candidates:
            problems = canvas.scene.problems.get(node, ())
            if problems and node in canvas.scene.nodes:
                return node, min(problems, key=lambda problem: list(Severity).index(problem.severity))
        return None

    def _show_wanted(self) -> None:
        self._linger.stop()
        wanted = self._wanted()
        card = self.card
        if wanted is None:
            if card is not None and card.underMouse() and self._still_bad() and self._canvas.gesture is None:
                self._linger.start()
            else:
                self._drop()
            return
        if card is None or (self._node, card.problem) != wanted:
            self._drop()
            self._node = wanted[0]
            self._by_hover = self._node not in self._canvas.selection
            self.card = card = ProblemCard(self._canvas, wanted[1])
            card.move(self._place(card).toPoint())
            card.show()
        card.raise_()
        self.follow()

    def _drop(self) -> None:
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None

    def _place(self, card: ProblemCard) -> QPointF:
        """Below the node, or above it, or beside it: where the canvas has room."""
        rect, room = self._canvas.shown_rect(self._node), QRectF(self._canvas.rect()).adjusted(8, 8, -8, -8)
        size = QSizeF(card.size())
        x = min(max(rect.left(), room.left()), room.right() - size.width())
        y = min(max(rect.top(), room.top()), room.bottom() - size.height())
        places = [
            QPointF(x, rect.bottom() + 12),
            QPointF(x, rect.top() - 12 - size.height()),
            QPointF(rect.right() + 16, y),
            QPointF(rect.left() - 16 - size.width(), y),
        ]
        free = [place for place in places if room.contains(QRectF(place, size)) and not self._covered(place, size)]
        return free[0] if free else QPointF(max(room.left(), x), max(room.top(), room.bottom() - size.height()))

    def _covered(self, place: QPointF, size: QSizeF) -> bool:
        """Whether the card would lie over the minimap or the breadcrumbs."""
        canvas = self._canvas
        others = [widget.geometry() for widget in (canvas.minimap, canvas.breadcrumbs) if widget.isVisible()]
        return any(QRectF(other).intersects(QRectF(place, size)) for other in others)
