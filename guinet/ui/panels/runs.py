"""Runs: every training that was kept, with what came of it, what it was, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QSplitter,
    QStackedLayout,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from guinet.core.history import Committed
from guinet.core.measures import judged
from guinet.core.project import Project
from guinet.core.settings import training_setting
from guinet.session.events import EpochEnded, Event, Failed, Finished, HostDied, Paused, Resumed, TrainingStarted
from guinet.session.messages.runs import (
    CompareRun,
    DeleteRuns,
    KeptRun,
    ListRuns,
    ReadCurve,
    RunCompared,
    RunsDeleted,
    RunsListed,
)
from guinet.ui.icons import icon
from guinet.ui.narrow import let_shrink
from guinet.ui.panels.asking import SOON_MS, WhenSeen
from guinet.ui.panels.runs_page import page
from guinet.ui.panels.runs_table import RUNNING, RunsTable
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

REFRESH_MS: Final = 200
"""How often the row of a run is written anew while it goes on."""

_ICONS: Final = {"resume": "train", "weights": "import", "export": "export", "curve": "chart", "delete": "delete"}


class RunsPanel(QWidget):
    """Signals: `asks(Study)` to the torch side; `resumed(run)`, `taken(run)` and `exported(run)`: a training is to go
    on with it, the network is to begin with its weights, its weights are to be exported; `drawn()`, its curve was asked
    for and is to be looked at."""

    asks = Signal(object)
    resumed = Signal(str)
    taken = Signal(str)
    exported = Signal(str)
    drawn = Signal()

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.setObjectName("runs_panel")
        self._project = project
        self._training = False
        self._live: KeptRun | None = None
        self._told: RunCompared | None = None
        self._said: Callable[[], str] = _reading
        self.table, self.page, self._words = RunsTable(), QTextBrowser(), QLabel()
        self.actions_by_name: dict[str, QAction] = {}
        self._pages = QStackedLayout()
        self._build()
        self._listing = WhenSeen(self, lambda: self.asks.emit(ListRuns()))
        self._comparing = WhenSeen(self, self._compare)
        # A small network ends a hundred epochs a second.
        self._refreshing = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refreshing.timeout.connect(self._show_live)
        self.table.itemSelectionChanged.connect(self._choose)
        theme_signals().changed.connect(self._dress)
        self._unsubscribe = project.subscribe(self._committed)
        self._dress()
        self._say(_reading)

    # What it is told

    def receive(self, event: Event) -> None:
        """Takes in what the torch side tells."""
        match event:
            case RunsListed():
                self._listed(event.runs)
            case RunCompared():
                self._told = event
                self._show_page()
            case RunsDeleted():
                self._listing.soon()
                if event.problem is not None:
                    QMessageBox.warning(self, tr("Delete runs"), problem_text(event.problem))
            case TrainingStarted():
                self._training = True
                self._listing.soon()
                self._enable()
            case EpochEnded():
                self._live = self._with_epoch(event)
                if not self._refreshing.isActive():
                    self._refreshing.start()
            case Paused(run=run) | Resumed(run=run):
                self._replace(run, state="paused" if isinstance(event, Paused) else "running")
            case Finished() | HostDied() | Failed(command="train"):
                self._training = False
                self._listing.soon()
                self._enable()
            case Failed(command="list_runs", problem=problem):
                self._say(lambda: problem_text(problem))

    def _listed(self, runs: tuple[KeptRun, ...]) -> None:
        first = not self.table.runs
        self.table.show_runs(runs)
        if runs:
            self._pages.setCurrentIndex(1)
            if first:
                self.table.choose(runs[0].run)
        else:
            self._say(_nothing_yet)
        # What it ended with is known now.
        self._show_page()
        self._comparing.soon()
        self._enable()

    def _known(self, name: str) -> KeptRun | None:
        return next((run for run in self.table.runs if run.run == name), None)

    def _with_epoch(self, ended: EpochEnded) -> KeptRun | None:
        run = self._live if self._live is not None and self._live.run == ended.run else self._known(ended.run)
        if run is None:
            return None
        run = replace(run, epoch=ended.epoch, step=ended.step, last=ended.values)
        score, best = judged(ended.values), judged(run.best)
        if score is not None and (best is None or score < best):
            run = replace(run, best=ended.values, best_epoch=ended.epoch)
        return run

    def _show_live(self) -> None:
        live, self._live = self._live, None
        if live is not None:
            self._replace(
                live.run, epoch=live.epoch, step=live.step, best=live.best, best_epoch=live.best_epoch, last=live.last
            )

    def _replace(self, name: str, **changed: object) -> None:
        """Shows a run as it is now."""
        run = self._known(name)
        if run is not None:
            new = replace(run, **changed)
            self.table.show_runs(tuple(new if each is run else each for each in self.table.runs))
            if self.table.chosen[:1] == (new,):
                self._show_page()
            self._enable()

    def _committed(self, event: Committed) -> None:
        self._comparing.soon(SOON_MS)
        self._enable()

    # What it shows

    def _say(self, words: Callable[[], str]) -> None:
        """Words instead of a table, told again in another language."""
        self._said = words
        self._words.setText(words())
        self._pages.setCurrentIndex(0)

    def _choose(self) -> None:
        self._told = None
        self._show_page()
        self._comparing.soon()
        self._enable()

    def _compare(self) -> None:
        chosen = self.table.chosen
        if len(chosen) in (1, 2):
            self.asks.emit(CompareRun(run=chosen[0].run, other=chosen[1].run if len(chosen) == 2 else ""))

    def _show_page(self) -> None:
        chosen = self.table.chosen
        if not chosen or len(chosen) > 2:
            html = tr("Select one run to compare it with the project, or two to compare them (Ctrl and a click).")
        else:
            named = (chosen[0].run, chosen[1].run if len(chosen) == 2 else "")
            told = self._told if self._told is not None and (self._told.run, self._told.other) == named else None
            html = page(chosen[0], told, current_theme())
        if html != self.page.property("shown"):
            at = self.page.verticalScrollBar().value()
            self.page.setHtml(html)
            self.page.setProperty("shown", html)
            self.page.verticalScrollBar().setValue(at)

    # What can be done

    def _enable(self) -> None:
        chosen = self.table.chosen
        for name, action in self.actions_by_name.items():
            why = self._why_not(name, chosen)
            action.setEnabled(not why)
            action.setToolTip(why or _ABOUT[name]())

    def _why_not(self, name: str, chosen: tuple[KeptRun, ...]) -> str:
        """Why this cannot be done with these runs; "" where it can."""
        if not chosen:
            return tr("Select a run first.")
        if name == "delete":
            return tr("This run is under way: stop it first.") if any(run.state in RUNNING for run in chosen) else ""
        if len(chosen) > 1:
            return tr("Select one run only.")
        run = chosen[0]
        if name in ("weights", "export") and not run.has_best:
            return tr("This run has no weights: it ended before its first epoch did.")
        if name not in ("resume", "curve"):
            return ""
        # One that began before this panel was there is known by its row.
        if self._training or any(run.state in RUNNING for run in self.table.runs):
            return tr("A training runs: stop it first.")
        if name == "curve":
            return "" if run.step else tr("This run ended before its first step.")
        return self._why_not_resume(run)

    def _why_not_resume(self, run: KeptRun) -> str:
        epochs = training_setting(self._project.training, "epochs")
        if not run.has_last:
            return tr("This run has no checkpoint to go on from.")
        if isinstance(epochs, int) and run.epoch >= epochs:
            words = tr("This run has done the {epochs} epochs the project asks for: set more epochs to go on.")
            return words.format(epochs=epochs)
        return ""

    def _do(self, name: str) -> None:
        chosen = self.table.chosen
        if not chosen or self._why_not(name, chosen):
            return
        match name:
            case "resume":
                self.resumed.emit(chosen[0].run)
            case "weights":
                self.taken.emit(chosen[0].run)
            case "export":
                self.exported.emit(chosen[0].run)
            case "curve":
                self.asks.emit(ReadCurve(run=chosen[0].run))
                self.drawn.emit()
            case "delete":
                self._delete(chosen)

    def _delete(self, chosen: tuple[KeptRun, ...]) -> None:
        box = QMessageBox(self)
        box.setObjectName("delete_runs_dialog")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(
            tr("Delete run {run}?").format(run=chosen[0].run)
            if len(chosen) == 1
            else tr("Delete %n run(s)?", "", len(chosen))
        )
        box.setInformativeText(
            tr(
                "The record and the weights are removed for good: this cannot be undone. "
                "Weights that the network begins with are a copy and stay."
            )
        )
        delete = box.addButton(tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        if box.clickedButton() is delete:
            self.asks.emit(DeleteRuns(names=tuple(run.run for run in chosen)))

    # Building

    def _build(self) -> None:
        gap = current_theme().pixels("space")
        self.page.setObjectName("run_page")
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self._words.setObjectName("runs_words")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        set_variant(self._words, "muted")
        bar = QHBoxLayout()
        own = list(self.table.actions())
        for name in _ICONS:
            action = self.actions_by_name[name] = QAction(self)
            action.triggered.connect(lambda _=False, name=name: self._do(name))
            self.table.insertAction(own[0], action)
            bar.addWidget(_button(action, name))
        bar.addStretch(1)
        bar.addWidget(_button(self.table.save_action, "save"))
        filled, splitter = QWidget(), QSplitter()
        splitter.addWidget(self.table)
        splitter.addWidget(self.page)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([800, 400])
        splitter.setChildrenCollapsible(False)
        inside = QVBoxLayout(filled)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(bar)
        inside.addWidget(splitter, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(gap, gap, gap, gap)
        layout.addLayout(self._pages, 1)
        # Not before: pages without a parent show the first as a window of its own, which takes the keyboard.
        self._pages.addWidget(self._words)
        self._pages.addWidget(filled)

    def _dress(self) -> None:
        for name, action in self.actions_by_name.items():
            action.setText(_TITLES[name]())
            action.setIconText(action.text())  # Qt would take the dots away
            action.setIcon(icon(_ICONS[name]))
        self.page.setAccessibleName(tr("The run, and what differs"))
        self._enable()
        self._show_page()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._do("delete")
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The command line may have trained meanwhile.
        self._listing.soon()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._listing.seen()
        self._comparing.seen()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._dress()
            self._words.setText(self._said())
        super().changeEvent(event)


def _reading() -> str:
    return tr("Reading the runs…")


def _nothing_yet() -> str:
    return tr("No runs yet. Press Train: every training is kept here, with its settings, metrics and weights.")


def _button(action: QAction, name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"runs_{name}")
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    size = current_theme().pixels("icon")
    button.setIconSize(QSize(size, size))
    let_shrink(button)
    return button


_TITLES: Final[dict[str, Callable[[], str]]] = {
    "resume": lambda: tr("Resume"),
    "weights": lambda: tr("Use weights"),
    "export": lambda: tr("Export…"),
    "curve": lambda: tr("Show curve"),
    "delete": lambda: tr("Delete…"),
}
_ABOUT: Final[dict[str, Callable[[], str]]] = {
    "resume": lambda: tr("Train on from the last checkpoint of this run"),
    "weights": lambda: tr("Have the network begin with the best weights of this run"),
    "export": lambda: tr("Export the network with the best weights of this run"),
    "curve": lambda: tr("Draw loss and metrics of this run in Charts"),
    "delete": lambda: tr("Remove the record and the weights of the selected runs"),
}
