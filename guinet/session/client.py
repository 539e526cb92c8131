"""The window's half of the session: sends commands, tells events, restarts a host that died."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Final, Literal, TypeAlias

from msgspec.structs import replace

from guinet.core.feeds import FIRST_BATCH, Feed
from guinet.core.history import Committed
from guinet.core.project import Project
from guinet.session.commands import (
    Command,
    Edit,
    Evaluate,
    Interrupt,
    Open,
    Shutdown,
    Stop,
    StopEvaluation,
    StopStudies,
    Study,
    Train,
)
from guinet.session.events import (
    Checked,
    Evaluated,
    EvaluationStarted,
    Event,
    Failed,
    Finished,
    HostDied,
    Steps,
    StudyEnded,
    TrainingStarted,
)
from guinet.session.patience import Watch
from guinet.session.transport import TRANSPORTS, Transport

Listener: TypeAlias = Callable[[Event], None]

PATIENCE: Final = 3.0
"""Seconds Stop waits before it interrupts, and again before it ends the host."""

MOST_EARLY_DEATHS: Final = 3
"""A host that died so often in a row before it had answered once cannot live here: it is not started again."""


class Session:
    """The torch side of one open project.

    Follows the project: every commit is sent on as an `Edit`. `listener` is called on a thread of the session's
    own, so a window hands events to its thread itself. After a `HostDied` call `restart` from the thread that edits
    the project. `studying`: the names of the classes of questions whose answers have not ended.
    """

    def __init__(
        self, project: Project, listener: Listener, transport: Literal["process", "thread"] = "process"
    ) -> None:
        self._project = project
        self._listener = listener
        self._make = TRANSPORTS[transport]
        self.watch = Watch(listener)
        self._timers: list[threading.Timer] = []
        self._early_deaths = 0
        self._closing = False
        self._asked_to_train = False
        self._training: str | None = None
        self._step = 0
        self._evaluating: int | None = None
        self._evaluates = True
        self.studying = set[str]()
        self._stopped = set[str]()
        self._answered = 0
        self._hung: Transport | None = None
        self.revision = 0
        self._unsubscribe = project.subscribe(self._follow)
        self._transport = self._start()

    @property
    def training(self) -> str | None:
        """The run under way, if there is one."""
        return self._training

    @property
    def host_pid(self) -> int | None:
        """The process id of the host, when it is a process."""
        return getattr(self._transport, "pid", None)

    def send(self, command: Command) -> None:
        """Hands a command to the host without waiting."""
        self._transport.send(command)

    def train(self, command: Train) -> None:
        """Starts a training; `stop` ends it from then on, even before its first step."""
        self._asked_to_train = True
        self.send(command)

    def stop(self, patience: float = PATIENCE) -> None:
        """Stops the training: by a flag, then by an interrupt, then by ending the host, `patience` seconds apart."""
        if not self._asked_to_train:
            return
        transport = self._transport
        self.send(Stop())
        self._later(patience, lambda: transport.send(Interrupt()))
        self._later(2 * patience, lambda: self._end_hung(transport))

    def evaluate(
        self,
        runs: str | None = None,
        mode: Literal["eval", "train"] | None = None,
        feed: Feed = FIRST_BATCH,
    ) -> None:
        """Runs the project once as it stands, on the rows of its data that `feed` names; `runs` is the folder of its
        runs, whose newest gives the weights. Layers are in `mode` then, and when a canvas of tensors runs by itself
        from now on."""
        self.send(Evaluate(self.revision, runs, mode, feed))

    def stop_evaluation(self, patience: float = PATIENCE) -> None:
        """Ends an evaluation; one that has not ended after `patience` seconds ends with the host, and so does a check
        that has not ended yet: it runs code written by hand as well."""
        revision, transport = self._evaluating, self._transport
        if self._answered < self.revision:
            self._early_deaths = -1
            self._evaluates = False
            self._end_hung(transport)
        elif revision is not None:
            self.send(StopEvaluation())
            self._later(patience, lambda: self._end_hung(transport) if self._evaluating == revision else None)

    def study(self, question: Study, runs: str | None = None) -> None:
        """Asks what a panel wants to know of the project as it stands; `runs` is the folder of its runs."""
        self.studying.add(type(question).__name__)
        self.send(replace(question, revision=self.revision, runs=runs))

    def stop_studies(self, patience: float = PATIENCE) -> None:
        """Ends the answer under way; one that has not ended after `patience` seconds ends with the host."""
        if self.studying:
            transport = self._transport
            self.send(StopStudies())
            # Not those that are asked meanwhile.
            self._stopped = set(self.studying)
            self._later(patience, lambda: self._end_hung(transport) if self._stopped else None)

    def reopen(self) -> None:
        """Hands the project over anew (its file was saved elsewhere, so relative paths changed)."""
        self.send(self._opening())

    def restart(self) -> bool:
        """Starts a new host from the project as it stands; the old one is ended if it lives.

        False, and nothing is done, when no host can live here (`HostDied.gave_up` said so).
        """
        if self._gave_up:
            return False
        self._no_training()
        self.watch.end()
        old, self._transport = self._transport, self._start()
        old.kill()
        self._evaluating = None
        # What the old one was asked will not be answered, and of its death nobody hears.
        unanswered, self.studying = self.studying, set()
        for study in unanswered:
            self._listener(StudyEnded(0, study))
        return True

    def close(self, timeout: float = 4.0) -> None:
        """Ends the host; a training stops with a checkpoint within `timeout` seconds, or is ended without one."""
        if self._closing:
            return
        self._closing = True
        self._unsubscribe()
        self._cancel_timers()
        self.watch.end()
        self.send(Shutdown())
        if self._transport.join(timeout) is None:
            self._transport.kill()
            self._transport.join(1.0)

    def _start(self) -> Transport:
        transport = self._make()
        transport.send(self._opening())
        threading.Thread(target=self._listen, args=(transport,), name="guinet-events", daemon=True).start()
        return transport

    def _opening(self) -> Open:
        project = self._project
        self.revision += 1
        path = str(project.path) if project.path is not None else None
        return Open(
            self.revision,
            tuple(block.data() for block in project.blocks.values()),
            dict(project.training),
            path,
            dict(project.code),
            self._evaluates,
        )

    def _follow(self, event: Committed) -> None:
        self.revision += 1
        self.send(Edit(self.revision, event.changes))

    def _listen(self, transport: Transport) -> None:
        while (batch := transport.receive()) is not None:
            for event in batch.events:
                self._note(event)
                self._listener(event)
        code = transport.join(1.0)
        if not self._closing and transport is self._transport:
            training, asked = self._training, self._asked_to_train and self._training is None
            evaluating = self._evaluating is not None or not self._evaluates
            self._early_deaths += 1
            self._no_training()
            self.watch.end()
            self._evaluates, self._evaluating = not evaluating, None
            self.studying.clear()
            self._stopped.clear()
            hung = transport is self._hung
            self._listener(HostDied(code, training, self._step, self._gave_up, evaluating, asked, hung))

    @property
    def _gave_up(self) -> bool:
        return self._early_deaths >= MOST_EARLY_DEATHS

    def _note(self, event: Event) -> None:
        self.watch.note(event)
        match event:
            case Checked():
                self._early_deaths = 0
                self._answered = event.revision
            case EvaluationStarted():
                self._evaluating, self._evaluates = event.revision, True
            case Evaluated(revision=self._evaluating):
                self._evaluating = None
            case StudyEnded():
                self.studying.discard(event.study)
                # Without a name: another of its class waits, which came after it.
                self._stopped = self._stopped - {event.study} if event.study else set()
            case TrainingStarted():
                self._training, self._step = event.run, event.first_step - 1
            case Steps():
                self._step = event.first + len(event.losses) - 1
            case Finished() | Failed(command="train"):
                self._no_training()

    def _end_hung(self, transport: Transport) -> None:
        """Ends a host that did not stop when it was told to."""
        self._hung = transport
        transport.kill()

    def _no_training(self) -> None:
        self._training, self._asked_to_train = None, False
        self._cancel_timers()

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        timer = threading.Timer(seconds, action)
        timer.daemon = True
        self._timers.append(timer)
        timer.start()

    def _cancel_timers(self) -> None:
        # Pops, for two threads may come here at once.
        with contextlib.suppress(IndexError):
            while True:
                self._timers.pop().cancel()
