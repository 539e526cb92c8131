"""What the host does in threads of its own: a training, an export."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Final, TypeVar

from torch import Tensor

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.core.project import Project
from guinet.exchange.export import PLACING, export
from guinet.session.commands import Command, Export, Interrupt, Pause, Resume, StepOnce, Stop, Train
from guinet.session.events import Event, Exported, ExportProgress, Failed
from guinet.session.failure import failure
from guinet.session.interrupting import Cancellation, Cancelled, interrupt
from guinet.train.control import Control
from guinet.train.engine import Engine
from guinet.train.peeking import Look
from guinet.train.plan import make_plan

T = TypeVar("T")

DRAWING: Final = threading.RLock()
"""Held by what runs the network and is no training: two at once would draw from the same random numbers."""


class Job(ABC):
    """Work on a thread; whatever goes wrong in it becomes a `Failed` event."""

    def __init__(self, project: Project, command: Command, emit: Callable[[Event], None]) -> None:
        self._project = project
        self._command = command
        self._emit = emit
        self._thread = threading.Thread(target=self._run, name=f"guinet-{type(command).__name__}", daemon=True)

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def still_running(self) -> bool:
        """As `running`, but work that has told its end is given the time to be over."""
        self.join(0.5)
        return self.running

    def start(self) -> None:
        self._thread.start()

    def ask_to_end(self) -> None:
        """Asks the work to end, as gently as it can be asked."""
        self.interrupt()

    def join(self, timeout: float) -> None:
        """Waits for the work's end, in seconds."""
        self._thread.join(timeout)

    def interrupt(self) -> None:
        """Raises KeyboardInterrupt in the work."""
        if self.running:
            interrupt(self._thread.ident)

    def _run(self) -> None:
        told = False
        try:
            try:
                self._work()
            except BaseException as error:  # noqa: BLE001 - the boundary: sys.exit in someone's code must not be silent
                self._emit(self._failed(error))
            told = True
        except KeyboardInterrupt as error:
            # It came while a failure was being told.
            if not told:
                self._emit(self._failed(error))

    def _failed(self, error: BaseException) -> Failed:
        return failure(self._command, error)

    @abstractmethod
    def _work(self) -> None:
        """What the job does, on its thread."""


class TrainingJob(Job):
    """One run of the engine."""

    def __init__(self, project: Project, command: Train, emit: Callable[[Event], None]) -> None:
        super().__init__(project, command, emit)
        self._train = command
        self._control = Control()
        if command.start_paused:
            self._control.pause()

    def control(self, command: Command) -> None:
        """Pause, resume, step, stop or interrupt; without effect once the training has ended."""
        match command:
            case Pause():
                self._control.pause()
            case Resume():
                self._control.resume()
            case StepOnce():
                self._control.step()
            case Stop():
                self._control.stop()
            case Interrupt():
                self.interrupt()

    def peek(self, look: Look[T]) -> Future[T]:
        """Has `look` called between two steps; see `Control.peek`."""
        return self._control.peek(look)

    @property
    def batch(self) -> Mapping[str, Tensor]:
        """That of the last step, for a look as it is taken; see `Control.batch`."""
        return self._control.batch

    def ask_to_end(self) -> None:
        self._control.stop()

    def _work(self) -> None:
        plan = make_plan(self._project)
        Engine(plan, Path(self._train.folder), self._emit, self._control, resume=self._train.resume).run()


class ExportJob(Job):
    """One export, compared with the model before it is told."""

    def __init__(self, project: Project, command: Export, emit: Callable[[Event], None]) -> None:
        super().__init__(project, command, emit)
        self._export = command
        self._cancellation = Cancellation()

    def cancel(self) -> None:
        """Gives the export up: no file is written or changed. Without effect once they are given their names."""
        self._cancellation.cancel()

    def ask_to_end(self) -> None:
        self.cancel()

    def _work(self) -> None:
        command = self._export
        self._cancellation.begin()
        try:
            done = export(
                self._project,
                command.format,
                Path(command.path),
                run=command.run,
                runs=Path(command.runs),
                progress=self._tell,
            )
        finally:
            self._cancellation.end()
        self._emit(Exported(done.format, str(done.path), done.snippet, done.compared))

    def _tell(self, stage: str) -> None:
        if stage == PLACING:
            self._cancellation.finish()
        self._cancellation.check()
        self._emit(ExportProgress(stage))

    def _failed(self, error: BaseException) -> Failed:
        if self._cancellation.asked and isinstance(error, Cancelled | KeyboardInterrupt):
            words = QT_TRANSLATE_NOOP("Problem", "The export was cancelled: nothing was written.")
            return Failed("export", Problem("cancelled", words, severity=Severity.INFO))
        return super()._failed(error)
