"""Lessons: the list of them, and the one a person follows; its ticks turn on as the graph becomes what it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from guinet.core.changes import matters
from guinet.core.history import Committed
from guinet.core.lesson_checks import Facts
from guinet.core.lesson_edits import show
from guinet.core.lessons import Lesson, advance, begin, lessons, show_step
from guinet.core.probed import NodeValue
from guinet.core.problems import Problem, Refused
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.ui.lesson_progress import load_progress
from guinet.ui.panels.lesson_list import LessonList
from guinet.ui.panels.lesson_page import LessonPage
from guinet.ui.theme import theme_signals
from guinet.ui.translate import tr
from guinet.ui.words import problem_text


class LessonsPanel(QWidget):
    """Signals: `wanted(Project)`, to be opened in a window of its own with this panel in front: a lesson begins;
    `begun()`: a lesson was chosen in the list; `selected(block, nodes)`, those a step has put down when it was shown.

    What it judges by is told by `set_reports`, `set_problems`, `set_values` and `set_metrics`.
    """

    wanted = Signal(object)
    begun = Signal()
    selected = Signal(str, tuple)

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._lessons = {lesson.name: lesson for lesson in lessons()}
        self._progress = load_progress()
        self._reports: dict[str, NodeReport] = {}
        self._problems: tuple[Problem, ...] = ()
        self._values: Mapping[str, NodeValue] = {}
        self._metrics: Mapping[str, float] = {}
        self._page: LessonPage | None = None
        self._list = LessonList(self._lessons.values())
        self._list.chosen.connect(self.open_lesson)
        self._list.chosen.connect(lambda: self.begun.emit())
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._list)
        # One look after all that an edit brings: the commit, the reports, the problems, the values.
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(0)
        self._looking.timeout.connect(self._look)
        self._unsubscribe = project.subscribe(self._committed)
        theme_signals().changed.connect(self._make_anew)
        self._list.show_done(self._progress.done)
        if self._progress.current in self._lessons:
            self.open_lesson(self._progress.current)

    # What is known

    def set_reports(self, block: str, reports: Mapping[str, NodeReport], removed: Iterable[str]) -> None:
        """The reports of a check that changed, and the nodes that are gone."""
        if block == self._project.main.id:
            self._reports.update(reports)
            for node in removed:
                self._reports.pop(node, None)
            self._looking.start()

    def set_problems(self, problems: tuple[Problem, ...]) -> None:
        """All problems of the project."""
        self._problems = problems
        self._looking.start()

    def set_values(self, values: Mapping[str, NodeValue]) -> None:
        """What an evaluation found, by node id."""
        self._values = values
        self._looking.start()

    def set_metrics(self, metrics: Mapping[str, float]) -> None:
        """What a training measured in the end ("test_accuracy")."""
        self._metrics = metrics
        self._looking.start()

    def _committed(self, event: Committed) -> None:
        if self._metrics and matters(event.changes):
            self._metrics = {}
        self._looking.start()

    # Going through a lesson

    @property
    def current(self) -> str:
        """The name of the lesson that is open, "" for none."""
        return "" if self._page is None else self._page.lesson.name

    @property
    def done(self) -> Mapping[str, int]:
        """How many steps are done, by lesson."""
        return dict(self._progress.done)

    def open_lesson(self, name: str) -> None:
        """Shows a lesson, at the step that is next. Raises KeyError."""
        self._show_page(self._lessons[name])
        if name != self._progress.current:
            self._progress.note(current=name)
        self._look()

    def _close_lesson(self) -> None:
        self._drop_page()
        self._progress.note(current="")
        self._list.show_done(self._progress.done)

    def _look(self) -> None:
        """Turns on what passes now."""
        if self._page is None:
            return
        lesson, facts = self._page.lesson, self._facts()
        before = self._progress.done.get(lesson.name, 0)
        done = advance(lesson, before, facts)
        if done != before:
            self._progress.note(done={lesson.name: done})
        checks = lesson.steps[done].checks if done < len(lesson.steps) else ()
        self._page.show_state(done, [check.passes(facts) for check in checks], self._start_words(lesson, done))
        if done != before:
            self._page.reveal(done)

    def _facts(self) -> Facts:
        return Facts(self._project, self._reports, self._problems, self._values, self._metrics)

    def _start_words(self, lesson: Lesson, done: int) -> str:
        if done:
            return ""
        if self._project.main.nodes:
            return "" if self._project.main.name == lesson.block else tr("Begin on a new canvas")
        return tr("Put down what it begins with") if lesson.start else ""

    def _start(self) -> None:
        lesson = self._lessons[self.current]
        if self._project.main.nodes:
            self.wanted.emit(begin(lesson, self._project.catalogue))
        else:
            show(self._project, lesson.start)

    def _show_step(self, number: int) -> None:
        if self._page is None:
            return
        words, block = "", self._project.main
        before = set(block.nodes)
        try:
            show_step(self._project, self._page.lesson, number)
        except Refused as refused:
            words = problem_text(refused.problem)
        self._page.cards[number].tell(words)
        put_down = tuple(node for node in block.nodes if node not in before)
        if put_down:
            self.selected.emit(block.id, put_down)

    def _follow(self) -> None:
        following = self._after(self._lessons[self.current])
        if following is not None:
            self.open_lesson(following.name)

    def _restart(self) -> None:
        self._progress.note(done={self.current: 0})
        self._look()

    def _after(self, lesson: Lesson) -> Lesson | None:
        return next((other for other in self._lessons.values() if other.number > lesson.number), None)

    # Its pages

    def _show_page(self, lesson: Lesson) -> None:
        self._drop_page()
        page = LessonPage(lesson, self._after(lesson))
        page.left.connect(self._close_lesson)
        page.shown.connect(self._show_step)
        page.started.connect(self._start)
        page.followed.connect(self._follow)
        page.restarted.connect(self._restart)
        self._page = page
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)

    def _drop_page(self) -> None:
        if self._page is not None:
            self._pages.removeWidget(self._page)
            self._page.deleteLater()
            self._page = None
        self._pages.setCurrentWidget(self._list)

    def _make_anew(self) -> None:
        """In other words, or in other colours."""
        self._list.translate()
        self._list.show_done(self._progress.done)
        if self._page is not None:
            self._show_page(self._page.lesson)
            self._look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._progress.done = {**self._progress.done, **load_progress().done}
        self._list.show_done(self._progress.done)
        self._look()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._make_anew()
        super().changeEvent(event)
