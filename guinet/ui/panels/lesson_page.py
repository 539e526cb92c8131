"""One lesson: what it is about, and its steps, of which the one at hand is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from guinet.core.lessons import Lesson, Step
from guinet.ui.icons import pixmap
from guinet.ui.panels.lesson_words import check_text, rich
from guinet.ui.reveal import Reveal
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import current_language, tr


class Mark(QWidget):
    """A ring that becomes a tick."""

    def __init__(self) -> None:
        super().__init__()
        side = current_theme().pixels("icon")
        self.setFixedSize(side, side)
        self._done = False
        self.set_done(False)

    @property
    def done(self) -> bool:
        return self._done

    def set_done(self, done: bool) -> None:
        self._done = done
        self.setAccessibleName(tr("done") if done else tr("not done yet"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._done:
            painter.drawPixmap(0, 0, pixmap("success", "success", self.width(), self.devicePixelRatioF()))
            return
        painter.setPen(current_theme().color("text-muted"))
        inset = self.width() / 6
        painter.drawEllipse(self.rect().toRectF().adjusted(inset, inset, -inset, -inset))


class StepCard(QFrame):
    """One step. Signals: `asked()` when a person wants to be shown."""

    asked = Signal()

    def __init__(self, step: Step, number: int) -> None:
        super().__init__()
        self.setObjectName(f"step_{number}")
        self.mark = Mark()
        self._goal = _words()
        self._goal.setText(rich(step.goal.told(current_language())))
        self._marks = [Mark() for _ in step.checks]
        self._open = self._make_open_part(step)
        layout = _column(self, "space", inside=True)
        layout.addLayout(_beside(self.mark, self._goal))
        layout.addWidget(self._open)

    def show_state(self, done: bool, current: bool, passed: Sequence[bool]) -> None:
        """Whether it is done, whether it is the one at hand, and which of its checks pass now."""
        self.mark.set_done(done)
        for mark, passes in zip(self._marks, passed, strict=True):
            mark.set_done(passes)
        self._open.setVisible(current)
        set_variant(self, "lesson" if current else "")
        set_variant(self._goal, "" if current else "muted")

    def tell(self, words: str) -> None:
        """Says why it could not be shown."""
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))

    def _make_open_part(self, step: Step) -> QWidget:
        part = QWidget()
        layout = _column(part, "space-small")
        for mark, check in zip(self._marks, step.checks, strict=True):
            line = _words("small")
            line.setText(check_text(check))
            layout.addLayout(_beside(mark, line))
        self._hint = _words()
        self._hint.setObjectName("lesson_hint")
        self._hint.setText(rich(step.hint.told(current_language())))
        self._hint.hide()
        self._trouble = _words("error")
        self._trouble.setObjectName("lesson_trouble")
        self._trouble.hide()
        layout.addWidget(self._hint)
        layout.addWidget(self._trouble)
        layout.addLayout(self._make_buttons())
        return part

    def _make_buttons(self) -> QHBoxLayout:
        hint = QPushButton(tr("Hint"))
        hint.setObjectName("lesson_hint_button")
        hint.setCheckable(True)
        hint.toggled.connect(self._hint.setVisible)
        show = QPushButton(tr("Show me"))
        show.setObjectName("lesson_show_button")
        show.setToolTip(tr("Does this step for you; Undo takes it back"))
        show.clicked.connect(lambda: self.asked.emit())
        row = QHBoxLayout()
        row.addWidget(hint)
        row.addWidget(show)
        row.addStretch()
        return row


class LessonPage(QScrollArea):
    """Signals: `left()` for the list of lessons; `shown(step)` to be shown one; `started()` for what its canvas begins
    with; `followed()` for the next lesson; `restarted()`."""

    left = Signal()
    shown = Signal(int)
    started = Signal()
    followed = Signal()
    restarted = Signal()

    def __init__(self, lesson: Lesson, following: Lesson | None) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._reveal = Reveal(self)
        self.lesson = lesson
        self.cards = [StepCard(step, number) for number, step in enumerate(lesson.steps)]
        for number, card in enumerate(self.cards):
            card.asked.connect(lambda number=number: self.shown.emit(number))
        inside = QWidget()
        layout = _column(inside, "space-small", inside=True)
        self._fill_head(layout)
        for card in self.cards:
            layout.addWidget(card)
        self._fill_foot(layout, following)
        layout.addStretch()
        self.setWidget(inside)

    def show_state(self, done: int, passed: Sequence[bool], start: str) -> None:
        """How many steps are done, which checks of the one at hand pass, and the words of the button that begins the
        lesson ("" for none)."""
        for number, card in enumerate(self.cards):
            current = number == done
            own = passed if current else [number < done] * len(self.lesson.steps[number].checks)
            card.show_state(number < done, current, own)
        finished = done == len(self.cards)
        self._finished.setVisible(finished)
        self._next.setVisible(finished and bool(self._next.text()))
        self._again.setVisible(done > 0)
        self._start.setText(start)
        self._start.setVisible(bool(start))

    def reveal(self, number: int) -> None:
        """Scrolls to a step, or to the end behind the last."""
        self._reveal.show(self.cards[number] if number < len(self.cards) else self._again)

    def _fill_head(self, layout: QVBoxLayout) -> None:
        back = _button("lesson_back", "← " + tr("All lessons"), "flat")
        back.clicked.connect(self.left)
        title, about = _words("title"), _words("muted")
        title.setText(self.lesson.title.told(current_language()))
        about.setText(rich(self.lesson.about.told(current_language())))
        self._start = _button("lesson_start", "", "primary")
        self._start.clicked.connect(self.started)
        layout.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(title)
        layout.addWidget(about)
        layout.addWidget(self._start, 0, Qt.AlignmentFlag.AlignLeft)

    def _fill_foot(self, layout: QVBoxLayout, following: Lesson | None) -> None:
        self._finished = _words("success")
        self._finished.setObjectName("lesson_finished")
        self._finished.setText(tr("This lesson is done."))
        title = "" if following is None else following.title.told(current_language())
        self._next = _button("lesson_next", tr("Next: {lesson}").format(lesson=title) if title else "", "primary")
        self._next.clicked.connect(self.followed)
        self._again = _button("lesson_again", tr("Begin anew"), "flat")
        self._again.setToolTip(tr("Takes the ticks off; the canvas stays as it is"))
        self._again.clicked.connect(self.restarted)
        layout.addWidget(self._finished)
        layout.addWidget(self._next, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)


def _words(variant: str = "") -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    # Long lines of code break rather than widen the panel.
    label.setMinimumWidth(1)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    set_variant(label, variant)
    return label


def _button(name: str, words: str, variant: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    set_variant(button, variant)
    return button


def _beside(mark: Mark, label: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(current_theme().pixels("space"))
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return row


def _column(parent: QWidget, gap: str, inside: bool = False) -> QVBoxLayout:
    space = current_theme().pixels(gap)
    layout = QVBoxLayout(parent)
    margin = current_theme().pixels("space") if inside else 0
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(space)
    return layout
