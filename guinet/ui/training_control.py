"""Train, pause, step, stop: what the buttons mean at each moment, and what the session's events make of it."""

from __future__ import annotations

import logging
import shutil
import time
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from guinet.core.project import Project
from guinet.session.commands import Pause, Resume, StepOnce, Train
from guinet.session.events import (
    EpochEnded,
    Event,
    Failed,
    Finished,
    HostDied,
    Paused,
    Resumed,
    Steps,
    TrainingStarted,
)
from guinet.ui.session_bridge import SessionBridge
from guinet.ui.settings import settings_path

_KEPT = 5
"""So many folders with runs of projects never saved are kept."""

_log = logging.getLogger(__name__)


class TrainingState(StrEnum):
    IDLE = "idle"
    STARTING = "starting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"


class TrainingControl(QObject):
    """The training of one window.

    Attributes: `state`; `started`, the event of the run under way or of the last one; `step` and `epoch`, how far it
    came. Signals: `changed()` after each of these.
    """

    changed = Signal()

    def __init__(self, project: Project, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._bridge = bridge
        self.state = TrainingState.IDLE
        self.started: TrainingStarted | None = None
        self.finished: Finished | None = None
        self.step = 0
        self.epoch = 0
        self.samples_per_second = 0.0
        self.seconds_left: float | None = None
        self.last_loss: float | None = None
        self.began = 0.0
        self._unsaved: Path | None = None
        bridge.received.connect(self._receive)

    @property
    def active(self) -> bool:
        return self.state is not TrainingState.IDLE

    @property
    def ready(self) -> bool:
        """Whether a training can be started now."""
        return self.state is TrainingState.IDLE and not self._bridge.lost

    @property
    def runs(self) -> Path:
        """Where the runs are: NAME.runs beside the project file; a folder of its own for a project never saved."""
        path = self._project.path
        if path is None and self._unsaved is None:
            folder = settings_path().parent / "unsaved"
            _remove_old(folder)
            self._unsaved = folder / f"{uuid4().hex}.runs"
        if self._unsaved is not None:
            return self._unsaved
        assert path is not None
        return path.with_suffix(".runs")

    def settle_runs(self) -> None:
        """Takes the runs along to a project file that is new; not while one is under way, nor over other runs."""
        path, unsaved = self._project.path, self._unsaved
        if path is None or unsaved is None or self.active:
            return
        if unsaved.exists():
            beside = path.with_suffix(".runs")
            if beside.exists():
                return
            try:
                shutil.move(unsaved, beside)
            except OSError as error:
                _log.warning("the runs in %s could not be moved to %s: %s", unsaved, beside, error)
                return
        self._unsaved = None

    def host_ended(self) -> None:
        """The window closes: no more will be told."""
        self.state = TrainingState.IDLE
        self.settle_runs()

    @property
    def fraction(self) -> float:
        """How much of the training is done, 0 to 1."""
        if self.started is None:
            return 0.0
        return min(1.0, self.step / max(1, self.started.epochs * self.started.steps_per_epoch))

    def train(self) -> None:
        """Starts a training, or lets a paused one go on."""
        if self.state is TrainingState.PAUSED:
            self._bridge.send(Resume())
        elif self.ready:
            self._start(paused=False)

    def pause(self) -> None:
        """Holds the training, or lets it go on."""
        if self.state is TrainingState.RUNNING:
            self._bridge.send(Pause())
        elif self.state is TrainingState.PAUSED:
            self._bridge.send(Resume())

    def step_once(self) -> None:
        """Makes one step and holds; starts a training that holds after its first step when there is none."""
        if self.ready:
            self._start(paused=True)
        if self.active:
            self._bridge.send(StepOnce())

    def stop(self) -> None:
        if self.active and self.state is not TrainingState.STOPPING:
            self._set(TrainingState.STOPPING)
            self._bridge.session.stop()

    def _start(self, paused: bool) -> None:
        self.settle_runs()
        self.step = self.epoch = 0
        self.started = self.finished = self.seconds_left = self.last_loss = None
        self.began = time.monotonic()
        self._set(TrainingState.STARTING)
        self._bridge.session.train(Train(str(self.runs), start_paused=paused))

    def _receive(self, event: Event) -> None:
        match event:
            case TrainingStarted():
                self.started = event
                self._set(TrainingState.RUNNING)
            case Steps():
                self.step = event.first + len(event.losses) - 1
                self.samples_per_second, self.seconds_left = event.samples_per_second, event.seconds_left
                self.last_loss = event.losses[-1]
                self.changed.emit()
            case EpochEnded():
                self.epoch, self.step = event.epoch, event.step
                self.changed.emit()
            case Paused():
                self.step = event.step
                self._set(TrainingState.PAUSED)
            case Resumed():
                self._set(TrainingState.RUNNING)
            case Finished():
                self.finished, self.step, self.epoch = event, event.step, event.epoch
                self._set(TrainingState.IDLE)
            case Failed(command="train") | HostDied():
                self._set(TrainingState.IDLE)

    def _set(self, state: TrainingState) -> None:
        self.state = state
        self.changed.emit()


def _remove_old(folder: Path) -> None:
    """Removes all but the newest runs of projects never saved."""
    found = sorted(folder.glob("*.runs"), key=lambda runs: runs.stat().st_mtime, reverse=True)
    for runs in found[_KEPT:]:
        shutil.rmtree(runs, ignore_errors=True)
