"""The list of lessons, and how far each is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from guinet.core.lessons import Lesson
from guinet.ui.panels.lesson_page import Mark
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import current_language, tr


class LessonList(QScrollArea):
    """Signals: `chosen(name)`."""

    chosen = Signal(str)

    def __init__(self, found: Iterable[Lesson]) -> None:
        super().__init__()
        self.setObjectName("lesson_list")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._rows = [LessonRow(lesson) for lesson in found]
        self._about = QLabel()
        self._about.setWordWrap(True)
        set_variant(self._about, "muted")
        inside = QWidget()
        layout = QVBoxLayout(inside)
        gap = current_theme().pixels("space")
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.setSpacing(gap)
        layout.addWidget(self._about)
        for row in self._rows:
            row.clicked.connect(lambda _=False, name=row.lesson.name: self.chosen.emit(name))
            layout.addWidget(row)
        layout.addStretch()
        self.setWidget(inside)
        self.translate()

    def show_done(self, done: Mapping[str, int]) -> None:
        for row in self._rows:
            row.show_done(done.get(row.lesson.name, 0))

    def translate(self) -> None:
        self._about.setText(
            tr("Each lesson is a few steps on the canvas, and ticks them off by itself as you do them.")
        )
        for row in self._rows:
            row.translate()


class LessonRow(QPushButton):
    """A lesson in the list: its title, and how far it is done."""

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self.lesson = lesson
        self.setObjectName(f"lesson_{lesson.name}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._mark, self._title, self._count = Mark(), QLabel(), QLabel()
        self._done = 0
        set_variant(self._title, "strong")
        set_variant(self._count, "small")
        layout = QHBoxLayout(self)
        gap = current_theme().pixels("space")
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.setSpacing(gap)
        words = QVBoxLayout()
        words.setSpacing(current_theme().pixels("space-tiny"))
        words.addWidget(self._title)
        words.addWidget(self._count)
        layout.addWidget(self._mark)
        layout.addLayout(words, 1)
        for part in (self._mark, self._title, self._count):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.translate()

    def show_done(self, done: int) -> None:
        self._done = done
        total = len(self.lesson.steps)
        self._mark.set_done(done >= total)
        words = tr("{done} of {total} steps") if done else tr("%n step(s)", "", total)
        self._count.setText(words.format(done=min(done, total), total=total))
        self.setAccessibleName(f"{self._title.text()}, {self._count.text()}")

    def translate(self) -> None:
        self._title.setText(self.lesson.title.told(current_language()))
        self.show_done(self._done)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()
