"""Train, pause, step, stop: what the buttons mean at each moment, and what the session's events make of it."""

from __future__ import annotations

import logging
import os
import shutil
import time
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from guinet.core.project import Project
from guinet.ui.session_bridge import SessionBridge
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.session.events import Event, Finished, TrainingStarted

_CLOSING = 500
"""Milliseconds in which a training that has told its end closes its files."""

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
    came. Signals: `changed()` after each of these; `starting()` when a training is asked for; `told(words)`, what has
    become of the runs when the project was saved elsewhere.
    """

    changed = Signal()
    starting = Signal()
    told = Signal(str)

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
        self.began = 0.0
        self._path = project.path
        self._unsaved: Path | None = None
        self._apart: Path | None = None
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
        if self._unsaved is None and self._project.path is None:
            from guinet.storage.unsaved import new_runs_folder

            self._unsaved = new_runs_folder()
        found = self._unsaved or self._apart or self._project.runs_folder
        assert found is not None
        return found

    def settle_runs(self) -> None:
        """After a save: a project that is saved for the first time takes its runs along, though not while one is under
        way; those of one that was saved before stay with its old file."""
        path = self._project.path
        if path is not None and path != self._path:
            self._leave_runs(path)
            self._path = path
        if path is not None and self._unsaved is not None and not self.active:
            self._take_along(self._unsaved, path.with_suffix(".runs"))

    def _leave_runs(self, path: Path) -> None:
        if self._path is None or self._unsaved is not None:
            return
        old, self._apart = self._apart or self._path.with_suffix(".runs"), None
        if old.exists():
            words = tr("{file} is saved and begins without runs: those so far stay in {folder}.")
            self.told.emit(words.format(file=path.name, folder=old))

    def _take_along(self, unsaved: Path, beside: Path) -> None:
        """Moves the runs; never over others."""
        if not unsaved.exists():
            self._unsaved = None
            return
        place = _free(beside)
        try:
            _move(unsaved, place)
        except OSError as error:
            _log.warning("the runs in %s could not be moved to %s: %s", unsaved, place, error)
            return
        self._unsaved = None
        if place != beside:
            self._apart = place
            words = tr("There are runs in {taken} already: those of this project are in {folder} now.")
            self.told.emit(words.format(taken=beside.name, folder=place))

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
        from guinet.session import commands

        if self.state is TrainingState.PAUSED:
            self._bridge.send(commands.Resume())
        elif self.ready:
            self._start(paused=False)

    def resume_run(self, run: str) -> None:
        """Goes on with an earlier run, from its last checkpoint."""
        if self.ready:
            self._start(paused=False, resume=run)

    def pause(self) -> None:
        """Holds the training, or lets it go on."""
        from guinet.session import commands

        if self.state is TrainingState.RUNNING:
            self._bridge.send(commands.Pause())
        elif self.state is TrainingState.PAUSED:
            self._bridge.send(commands.Resume())

    def step_once(self) -> None:
        """Makes one step and holds; starts a training that holds after its first step when there is none."""
        from guinet.session import commands

        if self.ready:
            self._start(paused=True)
        if self.active:
            self._bridge.send(commands.StepOnce())

    def stop(self) -> None:
        if self.active and self.state is not TrainingState.STOPPING:
            self._set(TrainingState.STOPPING)
            self._bridge.session.stop()

    def _start(self, paused: bool, resume: str | None = None) -> None:
        from guinet.session import commands

        self.settle_runs()
        self.starting.emit()
        self.step = self.epoch = 0
        self.started = self.finished = self.seconds_left = None
        self.began = time.monotonic()
        self._set(TrainingState.STARTING)
        self._bridge.session.train(commands.Train(str(self.runs), resume, start_paused=paused))

    def _receive(self, event: Event) -> None:
        from guinet.session import events

        match event:
            case events.TrainingStarted():
                self.started, self.step = event, event.first_step - 1
                self.epoch = self.step // max(1, event.steps_per_epoch)
                self._set(TrainingState.RUNNING)
            case events.Steps():
                self.step = event.first + len(event.losses) - 1
                self.samples_per_second, self.seconds_left = event.samples_per_second, event.seconds_left
                self.changed.emit()
            case events.EpochEnded():
                self.epoch, self.step = event.epoch, event.step
                self.changed.emit()
            case events.Paused():
                self.step = event.step
                self._set(TrainingState.PAUSED)
            case events.Resumed():
                self._set(TrainingState.RUNNING)
            case events.Finished():
                self.finished, self.step, self.epoch = event, event.step, event.epoch
                self._set(TrainingState.IDLE)
            case events.Failed(command="train") | events.HostDied():
                self._set(TrainingState.IDLE)

    def _set(self, state: TrainingState) -> None:
        self.state = state
        self.changed.emit()
        if state is TrainingState.IDLE:
            QTimer.singleShot(_CLOSING, self, self.settle_runs)


def _free(place: Path) -> Path:
    """`place`, or `NAME-2.runs` … where there is something already."""
    names = (place.with_stem(f"{place.stem}-{number}") for number in count(2))
    return place if not place.exists() else next(name for name in names if not name.exists())


def _move(folder: Path, place: Path) -> None:
    """Raises OSError, and then nothing has moved."""
    try:
        folder.rename(place)
        return
    except OSError:
        # Another file system, most likely; if not, copying says what is wrong.
        temporary = place.with_name(f".{place.name}.{os.urandom(8).hex()}")
    try:
        shutil.copytree(folder, temporary)
        temporary.rename(place)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)
