"""Predictions: what the network says of a row of the data, of typed numbers, of a file, of a drawing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from guinet.core.changes import matters
from guinet.core.history import Committed
from guinet.core.project import Project
from guinet.session.events import Event, Failed, Finished, HostDied, StudyEnded
from guinet.session.messages.predictions import (
    DescribePrediction,
    FindMistakes,
    Given,
    InputKind,
    Mistakes,
    Predict,
    Predicted,
    PredictionDescribed,
    Sample,
)
from guinet.ui.panels.prediction_mistakes import MistakesList
from guinet.ui.panels.prediction_result import Result
from guinet.ui.panels.prediction_sources import DrawPage, FilePage, Page, SamplePage, TypedPage
from guinet.ui.segments import Segments
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

ASK_MS: Final = 300
"""After an edit the network is asked again when nothing was edited for so long."""

_SOURCES_WIDTH: Final = 240
"""Pixels; the drawing pad needs no more."""

_WIDTHS: Final = (204, 256, 236)
"""Of the columns at first, in the narrowest dock there is on a small screen."""

_SOURCES: Final = ("data", "type", "file", "draw")


class PredictionsPanel(QWidget):
    """Signals: `asks(Study)`. Nothing is asked while it is not seen."""

    asks = Signal(object)

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._described: PredictionDescribed | None = None
        self._predicted: Predicted | None = None
        self._asked: Given | None = None
        self._stale = True
        self._sources = Segments(_SOURCES)
        self._samples, self._typed, self._file, self._draw = SamplePage(), TypedPage(), FilePage(), DrawPage()
        self._pages: dict[str, Page] = dict(
            zip(_SOURCES, (self._samples, self._typed, self._file, self._draw), strict=True)
        )
        self._stack = QStackedWidget()
        self._result = Result()
        self._weights = QLabel()
        self._sides = Segments(("mistakes", "code"))
        self._mistakes = MistakesList()
        self._code = QPlainTextEdit()
        self._side = QStackedWidget()
        self._empty = QLabel()
        self._whole = QSplitter()
        self._build()
        self._later = QTimer(self, singleShot=True, interval=ASK_MS)
        self._later.timeout.connect(self._begin)
        self._unsubscribe = project.subscribe(self._committed)
        self._translate()

    def receive(self, event: Event) -> None:
        """Takes what the torch side tells."""
        match event:
            case PredictionDescribed():
                self._describe(event)
            case Predicted() if event.given == self._asked:
                self._show(event)
            case Mistakes():
                self._mistakes.show_mistakes(event)
            case StudyEnded(study="FindMistakes"):
                self._mistakes.give_up()
            case Finished() | HostDied() | Failed(command="train"):
                self._stale = True
                self._later.start()

    # Asking

    def _committed(self, event: Committed) -> None:
        if matters(event.changes):
            self._stale = True
            self._later.start()

    def _begin(self) -> None:
        """What the network takes; the rest is asked for when that is known."""
        if self._stale and self.isVisible():
            self._stale = False
            self.asks.emit(DescribePrediction())

    def _ask(self) -> None:
        page = self._pages[self._sources.choice]
        given = page.given
        if self._described is None or self._described.problem is not None:
            return
        if given is None:
            self._asked = None
            self._result.show_words(self._empty_words())
            self._code.clear()
        elif self.isVisible():
            self._asked = given
            self.asks.emit(Predict(given=given))

    def _empty_words(self) -> str:
        words = {
            "draw": tr("Draw something, and what the network sees in it stands here."),
            "file": tr("Choose a file, and what the network says of it stands here."),
            "type": tr("Write a number into each field, and what the network says of them stands here."),
        }
        return words.get(self._sources.choice, tr("There is no row to look at."))

    # What is shown

    def _describe(self, described: PredictionDescribed) -> None:
        self._described = described
        problem = described.problem
        self._empty.setText(problem_text(problem) if problem is not None else "")
        self._empty.setVisible(problem is not None)
        self._whole.setVisible(problem is None)
        if problem is not None:
            return
        allowed = {"type": described.kind is InputKind.ROW, "draw": described.draws}
        self._sources.allow([source for source in _SOURCES if allowed.get(source, True)])
        for page in self._pages.values():
            page.describe(described)
        self._stack.setCurrentWidget(self._pages[self._sources.choice])
        self._ask()
        self._mistakes.show_mistakes(None)
        self.asks.emit(FindMistakes())

    def _show(self, predicted: Predicted) -> None:
        self._predicted = predicted
        columns = self._described.columns if self._described is not None else ()
        self._result.show_prediction(predicted, columns)
        self._code.setPlainText(predicted.code)
        if isinstance(predicted.given, Sample):
            self._typed.fill(predicted.row)
        elif self._sources.choice == "file" and predicted.problem is None:
            self._file.set_rows(predicted.rows)
        self._say()

    def _say(self) -> None:
        """Whose weights they are."""
        predicted = self._predicted
        if predicted is None or predicted.problem is not None:
            return
        best = tr("In eval mode, with the best weights of run {run}")
        fresh = tr("Untrained: with fresh weights this is chance. Train, and the best weights are used.")
        self._weights.setText(best.format(run=predicted.run) if predicted.run else fresh)
        set_variant(self._weights, "muted" if predicted.run else "warning")

    def _choose_source(self, source: str) -> None:
        self._stack.setCurrentWidget(self._pages[source])
        self._ask()

    def _look_at(self, sample: Sample) -> None:
        self._sources.choose("data")
        self._stack.setCurrentWidget(self._samples)
        self._samples.choose(sample)

    # Building

    def _build(self) -> None:
        gap = current_theme().pixels("space")
        self._sources.setObjectName("prediction_sources")
        self._sources.chosen.connect(self._choose_source)
        for page in self._pages.values():
            self._stack.addWidget(page)
            page.changed.connect(self._ask)
        self._mistakes.chosen.connect(self._look_at)
        self._sides.setObjectName("prediction_sides")
        self._sides.chosen.connect(lambda name: self._side.setCurrentIndex(int(name == "code")))
        self._code.setObjectName("prediction_code")
        self._code.setReadOnly(True)
        self._code.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        set_variant(self._code, "code")
        for widget in (self._mistakes, self._code):
            self._side.addWidget(widget)
        self._weights.setObjectName("prediction_weights")
        self._weights.setWordWrap(True)
        self._empty.setObjectName("prediction_words")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_variant(self._empty, "muted")
        for widgets, stretch in (
            ((self._sources, self._stack), 0),
            ((self._weights, self._result), 2),
            ((self._sides, self._side), 1),
        ):
            self._whole.addWidget(_column(*widgets))
            self._whole.setStretchFactor(self._whole.count() - 1, stretch)
        self._stack.setMaximumWidth(_SOURCES_WIDTH)
        self._whole.setSizes(list(_WIDTHS))
        self._whole.setChildrenCollapsible(False)
        self._whole.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._whole, 1)

    def _translate(self) -> None:
        self._sources.setAccessibleName(tr("Where the input comes from"))
        self._sources.title({"data": tr("Data"), "type": tr("Numbers"), "file": tr("File"), "draw": tr("Drawing")})
        self._sides.title({"mistakes": tr("Worst mistakes"), "code": tr("As torch")})
        self._code.setAccessibleName(tr("The PyTorch that does it"))
        for page in self._pages.values():
            page.translate()
        self._mistakes.translate()
        if self._described is None:
            self._empty.setText(tr("What the network says of a row, a file or a drawing is shown here."))
        elif self._described.problem is not None:
            self._empty.setText(problem_text(self._described.problem))
        self._result.translate(self._empty_words())
        self._say()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _column(head: QWidget, body: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    gap = current_theme().pixels("space-small")
    layout.setContentsMargins(gap, 0, gap, 0)
    layout.setSpacing(gap)
    layout.addWidget(head, 0)
    layout.addWidget(body, 1)
    return column
