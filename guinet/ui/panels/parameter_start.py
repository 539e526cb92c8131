"""What the network begins with: the weights at hand, those of a file or of a run; and what of them could be taken."""

from __future__ import annotations

import math
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from guinet.core.project import Project
from guinet.nodes.loaded_values import start_from
from guinet.session.events import Event
from guinet.session.messages.parameters import FIRST, ParametersUnknown
from guinet.session.messages.runs import KeptRun, ListRuns, RunsListed
from guinet.session.messages.weights import KeepWeights, WeightsKept
from guinet.ui.panels.number_text import number_text
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

_NAMED = 3
_OFFERED = 20
"""Runs in the menu: the newest ones."""


class StartBar(QWidget):
    """Signals: `asks(Study)`; `started()`, the network begins with other weights now."""

    asks = Signal(object)
    started = Signal()

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._source, self._run = FIRST, ""
        self._runs: tuple[KeptRun, ...] = ()
        self._below = ""
        self.start, self.copy, self.words = QPushButton(), QPushButton(), QLabel()
        self.menu = QMenu(self)
        self._build()
        self._translate()

    def show_source(self, source: str, run: str) -> None:
        """Whose weights are shown: FIRST, "run", "training" or "stepping"."""
        self._source, self._run = source, run
        self.start.setEnabled(source not in (FIRST, "stepping"))
        if source == "stepping":
            self.start.setToolTip(tr("Nothing is kept of a training that is stepped: train, and its weights can be"))
        elif source == FIRST:
            self.start.setToolTip(tr("These are the first values already: show trained weights, or copy some"))
        else:
            self.start.setToolTip(tr("Keeps these weights beside the project: the next training begins with them"))

    def receive(self, event: Event) -> None:
        """Takes in what the torch side tells."""
        match event:
            case RunsListed():
                self._runs = tuple(run for run in event.runs if run.has_best or run.has_last)[:_OFFERED]
            case WeightsKept():
                start_from(self._project.main, event.file, event.digest, event.partly)
                self.say(_report(event))
                self.started.emit()
            case ParametersUnknown(study="KeepWeights", problem=problem):
                self.say(problem_text(problem))

    def offer(self, menu: QMenu, below: str = "") -> None:
        """Fills a menu with the weights there are, of which what lies below a path is wanted."""
        menu.addAction(tr("From a file…"), partial(self._from_file, below))
        menu.addSeparator()
        for run in self._runs:
            for last in (False, True):
                if run.has_last if last else run.has_best:
                    keep = KeepWeights(run=run.run, last=last, below=below)
                    menu.addAction(_run_text(run, last), partial(self._keep, keep))
        if not self._runs:
            menu.addAction(tr("No run has weights yet")).setEnabled(False)

    def begin_with(self, run: str) -> None:
        """Has the network begin with the best weights of a run."""
        self._keep(KeepWeights(run=run))

    def _open_menu(self) -> None:
        self.asks.emit(ListRuns())
        self.menu.clear()
        self.offer(self.menu)

    def _from_file(self, below: str) -> None:
        folder = str(self._project.folder or "")
        kinds = tr("Weights") + " (*.safetensors *.pt *.pth *.bin *.ckpt)"
        path, _ = QFileDialog.getOpenFileName(self, tr("Copy weights from a file"), folder, kinds)
        if path:
            self._keep(KeepWeights(path=path, below=below))

    def _from_here(self) -> None:
        training = self._source == "training"
        self._keep(KeepWeights(training=training, run="" if training else self._run))

    def _keep(self, study: KeepWeights) -> None:
        self.say(tr("Copying the weights…"))
        self.asks.emit(study)

    def say(self, words: str) -> None:
        """Puts words below the buttons."""
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def _build(self) -> None:
        self.start.setObjectName("parameter_start")
        self.copy.setObjectName("parameter_copy")
        self.menu.setObjectName("parameter_copy_menu")
        self.words.setObjectName("parameter_start_words")
        set_variant(self.words, "small")
        self.words.setWordWrap(True)
        self.words.hide()
        self.copy.setMenu(self.menu)
        # Rather cut off than a panel as wide as the words.
        self.start.setMinimumWidth(1)
        bar = QHBoxLayout()
        bar.addWidget(self.start)
        bar.addWidget(self.copy)
        bar.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current_theme().pixels("space-small"))
        layout.addLayout(bar)
        layout.addWidget(self.words)
        self.start.clicked.connect(self._from_here)
        self.menu.aboutToShow.connect(self._open_menu)

    def _translate(self) -> None:
        self.start.setText(tr("Start from these weights"))
        self.copy.setText(tr("Copy weights"))
        self.copy.setToolTip(tr("Has the network begin with the weights of a file or of a run"))
        self.show_source(self._source, self._run)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _run_text(run: KeptRun, last: bool) -> str:
    words = tr("Run {run}, last weights (step {step})") if last else tr("Run {run}, best weights (loss {loss})")
    loss = "–" if math.isnan(run.loss) else number_text(run.loss)
    began = datetime.fromtimestamp(run.started).strftime("%Y-%m-%d %H:%M")
    return f"{words.format(run=run.run, step=run.step, loss=loss)} · {began}"


def _report(told: WeightsKept) -> str:
    """What was taken, and what was not."""
    parts = [tr("Kept in {file}: {count} taken").format(file=told.file, count=told.taken)]
    if told.step:
        parts = [tr("The weights after step {step} are kept in {file}").format(step=told.step, file=told.file)]
    if told.missing_count:
        words = tr("nothing there for {count}: {names}")
        parts.append(words.format(count=told.missing_count, names=_named(told.missing, told.missing_count)))
    if told.other_count:
        shapes = [f"{name} ({there} → {here})" for name, there, here in told.other]
        words = tr("{count} of another shape: {names}")
        parts.append(words.format(count=told.other_count, names=_named(tuple(shapes), told.other_count)))
    return " · ".join(parts)


def _named(names: tuple[str, ...], count: int) -> str:
    return ", ".join((*names[:_NAMED], "…") if count > _NAMED else names)
