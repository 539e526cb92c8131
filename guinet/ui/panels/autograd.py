"""Autograd: the graph of functions that one batch leaves behind, tied to the nodes of the canvas."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QSplitter,
    QStackedLayout,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from guinet.core.changes import matters
from guinet.core.history import Committed
from guinet.core.problems import GuinetError, Problem, Severity
from guinet.core.project import Project
from guinet.core.record_view import Box, BoxKind, Level
from guinet.core.recorded import Function
from guinet.session.events import Event, Failed, Finished, HostDied, StudyEnded, TrainingStarted
from guinet.session.messages.autograd import AutogradShown, FunctionsTold, ShowAutograd, TellFunctions
from guinet.session.messages.stepping import MomentTold
from guinet.ui.narrow import let_shrink
from guinet.ui.panels.asking import WhenSeen
from guinet.ui.panels.autograd_files import save
from guinet.ui.panels.autograd_page import NODE, gradients, overview, page
from guinet.ui.panels.autograd_scene import TIED
from guinet.ui.panels.autograd_view import GraphView
from guinet.ui.panels.flow_words import origin_words
from guinet.ui.panels.number_text import bytes_text
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

EDIT_MS: Final = 300
"""After an edit: so long nothing else must be edited before it is asked anew."""

LIVE_MS: Final = 1000
"""While a training runs the graph of another moment is asked for so often, at most."""

_LEVELS: Final = (Level.OPERATION, Level.LAYER, Level.BLOCK)


class AutogradPanel(QWidget):
    """Signals: `asks(Study)` to the torch side; `selected(block id, node ids)`, to be selected on the canvas;
    `parameter(path)`, to be shown by the others; `found(problems)`, where no gradient passes, to be shown there."""

    asks = Signal(object)
    selected = Signal(str, tuple)
    parameter = Signal(str)
    found = Signal(tuple)

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._block, self._nodes = project.main.id, tuple[str, ...]()
        self._told: AutogradShown | None = None
        self._training = False
        self._breaks: tuple[Problem, ...] = ()
        self._level: Level | None = None
        self._opened: frozenset[int] = frozenset()
        self._closed: frozenset[int] = frozenset()
        self._functions: dict[int, Function] = {}
        self._stay: Box | None = None
        self._said: Callable[[], str] = str
        self._asking = WhenSeen(self, self._ask)
        self.graph, self.text = GraphView(), QTextBrowser()
        self.levels, self.search = QComboBox(), QLineEdit()
        self.open_box, self.close_box = QToolButton(), QToolButton()
        self.fit, self.again, self.save = QToolButton(), QToolButton(), QToolButton()
        self._state, self._found, self._words = QLabel(), QLabel(), QLabel()
        self._pages = QStackedLayout()
        self._build()
        self._connect()
        self._translate()
        self._say(lambda: tr("One batch runs as in training, and what autograd records of it is drawn here."))

    # What it is told

    def set_selection(self, block: str, nodes: Iterable[str]) -> None:
        """Marks what the nodes selected on the canvas made."""
        self._block, self._nodes = block, tuple(nodes)
        self.graph.show_keys((block, node) for node in self._nodes)

    def set_parameter(self, path: str) -> None:
        """Selects the function that adds to the gradient of a parameter which another panel shows."""
        number = self.graph.scene.of_leaf(path)
        if number is not None and number != self.graph.marks.selected:
            self.graph.select(number)
            self._enable()
            self._tell_of(self.graph.scene.boxes[number])

    def receive(self, event: Event) -> None:
        """Takes in what the torch side tells."""
        match event:
            case AutogradShown():
                self._show(event)
            case FunctionsTold():
                self._functions.update(event.functions)
                self._show_page()
            case TrainingStarted():
                self._training = True
                self._asking.soon()
            case MomentTold():
                self._asking.soon()
            case Finished() | HostDied() | Failed(command="train"):
                self._training = False
                self._asking.soon(EDIT_MS)
            case StudyEnded(study="ShowAutograd") if self._training and not self._asking.waits:
                self._asking.soon(LIVE_MS)
            case Failed(command="show_autograd", problem=problem):
                self._told = None
                self._say(lambda: problem_text(problem))

    def _show(self, told: AutogradShown) -> None:
        same = self._told is not None and self.graph.scene.same_boxes(told.drawing)
        self._told, self._functions = told, self._functions if same else {}
        if self._training:
            self._asking.soon(max(LIVE_MS, int(told.rest * 1000)))
        # On the canvas they are worth a mark, though they may well be meant.
        self._mark(tuple(_marked(problem) for problem in told.breaks))
        self.levels.setCurrentIndex(_LEVELS.index(told.level))
        if not told.functions:
            self._say(lambda: "\n".join(problem_text(problem) for problem in told.breaks))
            return
        self._pages.setCurrentIndex(1)
        self.graph.show_drawing(told.drawing, self._stay)
        self._stay = None
        self.graph.show_keys((self._block, node) for node in self._nodes)
        self._search()
        self._tell(told)
        self._enable()
        if same and self.current is not None:
            self.asks.emit(TellFunctions(functions=self.current.functions[: TellFunctions.MOST]))
        self._show_page()

    def _mark(self, breaks: tuple[Problem, ...]) -> None:
        if breaks != self._breaks:
            self._breaks = breaks
            self.found.emit(breaks)

    def _tell(self, told: AutogradShown) -> None:
        count = tr("%n function(s)", "", told.functions)
        held = tr("autograd holds {size}").format(size=bytes_text(told.own))
        came = any(flow.norm is not None for flow in told.drawing.flows)
        flow = tr("norms of the gradients on the lines, ← to the leaves") if came else tr("no gradient has come back")
        self._state.setText(" · ".join((origin_words(told.origin), count, held, flow)))

    def _say(self, words: Callable[[], str]) -> None:
        """Words instead of a graph, told again in another language."""
        self._said = words
        self._words.setText(words())
        self._pages.setCurrentIndex(0)
        self._enable()

    def _committed(self, event: Committed) -> None:
        if matters(event.changes):
            # Groups are numbered as they run, so those of another graph are others.
            self._opened = self._closed = frozenset()
            self._mark(())
            self._asking.soon(EDIT_MS)

    # What it asks

    def _ask(self, again: bool = False) -> None:
        again = again or self._training
        self.asks.emit(ShowAutograd(level=self._level, opened=self._opened, closed=self._closed, again=again))

    def _choose_level(self, place: int) -> None:
        self._level = _LEVELS[place]
        self._opened = self._closed = frozenset()
        self._ask()

    # Boxes

    @property
    def current(self) -> Box | None:
        """The box that is selected."""
        number = self.graph.marks.selected
        return None if number is None else self.graph.scene.boxes[number]

    def _picked(self, number: int) -> None:
        self._enable()
        box = self.current
        if box is None:
            self._show_page()
            return
        self._tell_of(box)
        if box.home is not None and (self._block, self._nodes) != (box.home[0], (box.home[1],)):
            self.selected.emit(box.home[0], (box.home[1],))
        if box.leaf:
            self.parameter.emit(box.leaf.split(TIED)[0])

    def _tell_of(self, box: Box) -> None:
        missing = [place for place in box.functions[: TellFunctions.MOST] if place not in self._functions]
        if missing:
            self.asks.emit(TellFunctions(functions=tuple(missing)))
        self._show_page()

    def _toggle(self, number: int) -> None:
        box = self.graph.scene.boxes[number]
        if box.kind is BoxKind.GROUP:
            self._open(box)
        else:
            self._close(box)

    def _open(self, box: Box | None) -> None:
        if box is not None and box.kind is BoxKind.GROUP:
            group = box.calls[-1]
            self._opened, self._closed = self._opened | {group}, self._closed - {group}
            self._ask_around(box)

    def _close(self, box: Box | None) -> None:
        """Puts a box back into the group it lies in."""
        group = _around(box)
        if group is not None:
            self._opened, self._closed = self._opened - {group}, self._closed | {group}
            self._ask_around(box)

    def _ask_around(self, box: Box | None) -> None:
        """Asks for the same level again; what the box holds stays where it is."""
        self._level = self._told.level if self._told is not None else self._level
        self._stay = box
        self._ask()

    def _search(self) -> None:
        found = self.graph.scene.with_words(self.search.text())
        self.graph.show_found(found)
        self._found.setText(tr("%n found", "", len(found)) if self.search.text().strip() else "")

    def _next_found(self) -> None:
        """Goes on to the next box that was found, and round."""
        found = self.graph.scene.with_words(self.search.text())
        if found:
            here = self.graph.marks.selected
            place = found.index(here) + 1 if here in found else 0
            number = found[place % len(found)]
            self.graph.select(number)
            self._picked(number)

    def _show_page(self) -> None:
        if self._told is None:
            return
        number, theme = self.graph.marks.selected, current_theme()
        if number is None:
            text = overview(self._told, self._project, theme)
        else:
            drawing = self._told.drawing
            text = page(drawing.boxes[number], self._functions, self._project, theme)
            text += gradients(number, drawing, theme)
        place = self.text.verticalScrollBar().value()
        self.text.setHtml(text)
        self.text.verticalScrollBar().setValue(place)

    def _follow(self, address: QUrl) -> None:
        block, _, node = address.toString().removeprefix(NODE).partition("/")
        self.selected.emit(block, (node,))

    def _enable(self) -> None:
        shown, box = self._pages.currentIndex() == 1, self.current
        self._state.setVisible(shown)
        for widget in (self.levels, self.search, self.fit, self.save):
            widget.setEnabled(shown)
        self.open_box.setEnabled(shown and box is not None and box.kind is BoxKind.GROUP)
        self.close_box.setEnabled(shown and _around(box) is not None)

    def _save(self) -> None:
        endings = {"svg": tr("SVG picture"), "png": tr("PNG picture"), "dot": tr("Graphviz text")}
        kinds = ";;".join(f"{words} (*.{ending})" for ending, words in endings.items())
        name, chosen = QFileDialog.getSaveFileName(self, tr("Save graph"), "autograd.svg", kinds)
        if not name or self._told is None:
            return
        path = Path(name)
        if not path.suffix:
            path = path.with_suffix(chosen[chosen.index("*") + 1 : -1])
        try:
            save(self._told.drawing, path)
        except GuinetError as error:
            QMessageBox.warning(self, tr("Save graph"), problem_text(error.problem))

    # Building

    def _connect(self) -> None:
        self.graph.picked.connect(self._picked)
        self.graph.toggled.connect(self._toggle)
        self.levels.activated.connect(self._choose_level)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._next_found)
        self.open_box.clicked.connect(lambda: self._open(self.current))
        self.close_box.clicked.connect(lambda: self._close(self.current))
        self.fit.clicked.connect(self.graph.fit)
        self.again.clicked.connect(lambda: self._ask(again=True))
        self.save.clicked.connect(self._save)
        self.text.anchorClicked.connect(self._follow)
        back = QShortcut(QKeySequence(Qt.Key.Key_Backspace), self.graph)
        back.setContext(Qt.ShortcutContext.WidgetShortcut)
        back.activated.connect(lambda: self._close(self.current))
        theme_signals().changed.connect(self._show_page)
        self._unsubscribe = self._project.subscribe(self._committed)

    def _build(self) -> None:
        gap = current_theme().pixels("space")
        names = {"level": self.levels, "search": self.search, "open": self.open_box, "close": self.close_box}
        names |= {"fit": self.fit, "again": self.again, "save": self.save, "page": self.text, "words": self._words}
        for name, widget in {**names, "state": self._state}.items():
            widget.setObjectName(f"autograd_{name}")
        self.levels.addItems(["", "", ""])
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(260)
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        self._state.setWordWrap(True)
        for label, variant in ((self._words, "muted"), (self._state, "small"), (self._found, "small")):
            set_variant(label, variant)
        let_shrink(self.levels, self.search, self._found)
        let_shrink(self.open_box, self.close_box, self.fit, self.again, self.save)
        bar = QHBoxLayout()
        for widget in (self.levels, self.search, self._found, self.open_box, self.close_box, self.fit):
            bar.addWidget(widget)
        bar.addStretch(1)
        for widget in (self.again, self.save):
            bar.addWidget(widget)
        splitter = QSplitter()
        splitter.addWidget(self.graph)
        splitter.addWidget(self.text)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([700, 300])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.addLayout(bar)
        layout.addWidget(self._state)
        layout.addLayout(self._pages, 1)
        # Not before: pages without a parent show the first as a window of its own, which takes the keyboard.
        self._pages.addWidget(self._words)
        self._pages.addWidget(splitter)

    def _translate(self) -> None:
        for place, text in enumerate((tr("Functions"), tr("Layers"), tr("Blocks"))):
            self.levels.setItemText(place, text)
        self.levels.setAccessibleName(tr("What one box stands for"))
        self.search.setPlaceholderText(tr("Find a function, node or parameter"))
        self.search.setAccessibleName(tr("Find a function, node or parameter"))
        self.graph.setAccessibleName(tr("Autograd graph"))
        self.text.setAccessibleName(tr("What is known of the selected function"))
        for button, text, tip in (
            (self.open_box, tr("Expand"), tr("Show what is in the selected box (Enter)")),
            (self.close_box, tr("Collapse"), tr("Put the selected box back into its node (Backspace)")),
            (self.fit, tr("Fit"), tr("Show all of it (F)")),
            (self.again, tr("Run again"), tr("Run one batch anew")),
            (self.save, tr("Save…"), tr("Save the graph as SVG, PNG or DOT")),
        ):
            button.setText(text)
            button.setToolTip(tip)
        self._show_page()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._asking.seen()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
            self._words.setText(self._said())
            if self._told is not None:
                self._tell(self._told)
            self._search()
            self.graph.update()
        super().changeEvent(event)


def _marked(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARNING) if problem.severity is Severity.INFO else problem


def _around(box: Box | None) -> int | None:
    """The group that a box lies in."""
    if box is None:
        return None
    calls = box.calls[:-1] if box.kind is BoxKind.GROUP else box.calls
    return calls[-1] if calls else None
