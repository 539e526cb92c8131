"""One problem in words: what was expected, what came, why, and the repairs as buttons."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from guinet.core.problems import Fix, Problem, Severity
from guinet.core.project import Project
from guinet.ui.fixes import apply_fix
from guinet.ui.icons import pixmap
from guinet.ui.narrow import let_shrink
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import fix_text, problem_text, why_text

_ICONS = {
    Severity.ERROR: ("problem-error", "error"),
    Severity.WARNING: ("problem-warning", "warning"),
    Severity.INFO: ("info", "text-secondary"),
}
_FRAMES = {Severity.ERROR: "problem", Severity.WARNING: "warning-card", Severity.INFO: "card"}


_BESIDE: Final = 0.4
"""The share of a card's width that buttons may take from the words beside them; wider ones stand below."""


class ProblemCard(QFrame):
    """Shows one problem; `narrow` for the inspector: the repairs stand below, the frame has the problem's colour.
    Elsewhere they stand beside the words where there is room, else below, in a row or one under the other.

    Signals: `clicked(Problem)` when a person wants to see where it is.
    """

    clicked = Signal(object)

    def __init__(self, project: Project, problem: Problem, narrow: bool = False) -> None:
        super().__init__()
        self._project = project
        self._narrow = narrow
        self.problem = problem
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._title = _words("")
        self._details = _words("muted")
        self._fixes: tuple[Fix, ...] = ()
        self._buttons: list[QPushButton] = []
        for words in (self._title, self._details):
            words.clicked.connect(lambda: self.clicked.emit(self.problem))
        self._lay_out()
        self.show_problem(problem)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._make_buttons(self.problem.fixes)
            self.show_problem(self.problem)
        super().changeEvent(event)

    def show_problem(self, problem: Problem) -> None:
        """Shows this problem in place of the one before; what did not change is not touched."""
        self.problem = problem
        name, role = _ICONS[problem.severity]
        scale = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap(name, role, current_theme().pixels("icon"), scale))
        self._picture.setAccessibleName(problem.severity.value)
        self._dress(_FRAMES[problem.severity] if self._narrow else "card")
        self._title.setText(self._sentence())
        details = details_of(problem)
        self._details.setText("\n".join(details))
        self._details.setVisible(bool(details))
        if problem.fixes != self._fixes:
            self._make_buttons(problem.fixes)
        self._make_room()
        self.setCursor(Qt.CursorShape.ArrowCursor if problem.node is None else Qt.CursorShape.PointingHandCursor)

    def _dress(self, look: str) -> None:
        """The words have the colour of the frame, and are not told when it gets another one."""
        if self.property("variant") == look:
            return
        set_variant(self, look)
        for words in (self._title, self._details):
            words.style().unpolish(words)
            words.style().polish(words)

    def _sentence(self) -> str:
        text = problem_text(self.problem)
        block = self._project.blocks.get(self.problem.block or "")
        node = block.nodes.get(self.problem.node or "") if block is not None else None
        return text if self._narrow or node is None or node.name in text else f"{node.name}: {text}"

    def _make_buttons(self, fixes: tuple[Fix, ...]) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._fixes = fixes
        self._buttons = [self._make_button(number, fix) for number, fix in enumerate(fixes)]
        left = Qt.AlignmentFlag.AlignLeft if self._narrow else Qt.AlignmentFlag(0)
        for place, button in enumerate(self._buttons):
            self._actions.insertWidget(place, button, 0, left)
            # At once: a layout counts a widget of a shown parent as hidden until the next turn of the loop.
            button.show()

    def _make_button(self, number: int, fix: Fix) -> QPushButton:
        button = QPushButton(fix_text(fix))
        button.setObjectName(f"fix_{number}")
        button.setCursor(Qt.CursorShape.ArrowCursor)
        # Words too long for the panel are cut off, and told in full by the tip.
        let_shrink(button)
        button.setToolTip(button.text())
        if number == 0:
            set_variant(button, "primary")
        button.clicked.connect(lambda: apply_fix(self._project, fix))
        return button

    def _lay_out(self) -> None:
        gap = current_theme().pixels("space")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(gap + 2, gap, gap + 2, gap)
        outer.setSpacing(gap)
        words = QVBoxLayout()
        words.setSpacing(current_theme().pixels("space-tiny"))
        words.addWidget(self._title)
        words.addWidget(self._details)
        direction = QBoxLayout.Direction.TopToBottom if self._narrow else QBoxLayout.Direction.LeftToRight
        self._actions = QBoxLayout(direction)
        self._actions.setSpacing(gap)
        self._body = QBoxLayout(direction)
        self._body.setSpacing(gap)
        self._body.addLayout(words, 1)
        self._body.addLayout(self._actions)
        outer.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(self._body, 1)

    def _make_room(self) -> None:
        """Where the buttons stand."""
        if self._narrow:
            return
        buttons = [button for button in self.findChildren(QPushButton) if not button.isHidden()]
        gap = self._actions.spacing()
        needed = sum(button.sizeHint().width() + gap for button in buttons)
        room = self.width() - self._picture.sizeHint().width() - 4 * gap
        row, column = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        left, anywhere = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag(0)
        below, stacked = needed > _BESIDE * self.width(), needed > room
        self._body.setDirection(column if below else row)
        self._body.setAlignment(self._actions, left if below and not stacked else anywhere)
        self._actions.setDirection(column if stacked else row)
        for button in buttons:
            self._actions.setAlignment(button, left if stacked else anywhere)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit(self.problem)


def details_of(problem: Problem) -> list[str]:
    """What was expected and what came, and why, as far as the problem says and its sentence does not already."""
    told, why = problem_text(problem), why_text(problem)
    parts = [tr("expected {value}").format(value=problem.expected)] if problem.expected else []
    if problem.got and (parts or problem.got not in told):
        parts.append(tr("got {value}").format(value=problem.got))
    return [text for text in (tr(", ").join(parts), why if why not in told else "") if text]


class _Words(QLabel):
    """Words that can be selected. Signals: `clicked()` when nothing was selected by it."""

    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.hasSelectedText() and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()


def _words(variant: str) -> _Words:
    label = _Words()
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if variant:
        set_variant(label, variant)
    return label
