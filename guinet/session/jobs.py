"""What the host does in threads of its own: a training, an export."""

from __future__ import annotations

import ctypes
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

from guinet.core.project import Project
from guinet.exchange.export import export
from guinet.session.commands import Command, Export, Interrupt, Pause, Resume, StepOnce, Stop, Train
from guinet.session.events import Event, Exported, ExportProgress
from guinet.session.failure import failure
from guinet.train.control import Control
from guinet.train.engine import Engine
from guinet.train.plan import make_plan


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
        """Raises KeyboardInterrupt in the work, which reaches code that looks at no flag (an endless loop in someone's
        layer), though not code that stays inside a call to the system."""
        thread = self._thread.ident
        if thread is not None and self.running:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(KeyboardInterrupt))

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 - the boundary: sys.exit in someone's code must not end silently
            self._emit(failure(self._command, error))

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

    def _work(self) -> None:
        command = self._export
        done = export(
            self._project,
            command.format,
            Path(command.path),
            run=command.run,
            runs=Path(command.runs),
            progress=lambda stage: self._emit(ExportProgress(stage)),
        )
        self._emit(Exported(done.format, str(done.path), done.snippet, done.compared))
