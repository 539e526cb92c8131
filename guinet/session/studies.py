"""Answers to what panels ask: one after the other on a thread of the host's, which answers other commands meanwhile."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Final

from torch import nn

from guinet import data
from guinet.compile.shapes import Checker
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError
from guinet.core.project import Project
from guinet.exchange.weights import give_weights
from guinet.session.commands import Study
from guinet.session.events import Event, StudyEnded, StudyProgress
from guinet.session.failure import failure
from guinet.session.interrupting import interrupt
from guinet.session.jobs import DRAWING, TrainingJob
from guinet.session.study_table import STUDIES

_INTERRUPT_SECONDS: Final = 0.3
"""So often an answer that was asked to end and does not is interrupted."""

_TELL_SECONDS: Final = 0.2
"""So often at most it is told how much is done."""

_TURNS: Final = 10
"""Of a loop, at one of which Python raises an interrupt that was asked for before."""


@dataclass
class Desk:
    """What an answer has to work with. `project` is a copy of its own, as of `revision`; `runs` the folder of the
    project's runs; `training` the one that runs, if one does. `kept` holds from one answer to the next what it is given
    by topic, until the project is opened anew."""

    project: Project
    revision: int
    runs: Path | None
    training: TrainingJob | None
    kept: dict[str, object]
    emit: Callable[[Event], None]
    ends: threading.Event = field(default_factory=threading.Event)
    told: float = 0.0
    """When it was last told how much is done, by `time.monotonic`."""

    @cached_property
    def checker(self) -> Checker:
        """The shapes of `project`."""
        return Checker(self.project, data.project_specs(self.project))

    def give_weights(self, module: nn.Module) -> str | None:
        """Gives `module` the best weights of the newest run; the run, None where the module keeps those it has."""
        if self.runs is None or not self.runs.is_dir():
            return None
        return give_weights(module, self.project, None, None, self.runs).run

    def stopping(self) -> bool:
        """Whether nobody waits for the answer any more: an edit, a newer question of its class, a Stop."""
        return self.ends.is_set()

    def done(self, share: float) -> None:
        """Tells how much of the answer is done, from 0 to 1; a few times a second at most."""
        if (now := time.monotonic()) - self.told >= _TELL_SECONDS:
            self.told = now
            self.emit(StudyProgress(share))

    def require_quiet(self) -> None:
        """Raises GuinetError while a training runs: torch has one generator of random numbers for the whole process."""
        if self.training is not None and self.training.running:
            raise GuinetError(
                QT_TRANSLATE_NOOP("Problem", "A training runs: this can be seen after it, or while nothing trains.")
            )


class Studies:
    """The questions of one host. `desk` lays out what an answer needs, on the host's own thread."""

    def __init__(self, emit: Callable[[Event], None]) -> None:
        self._emit = emit
        self._changed = threading.Condition()
        self._waiting: deque[tuple[Study, Desk]] = deque()
        self._under_way: tuple[Study, Desk] | None = None
        # Not a condition's: one of those that is interrupted as it is entered stays locked for ever.
        self._guard = threading.Lock()
        self._open: tuple[Study, Desk] | None = None
        self._thread: threading.Thread | None = None
        self.kept: dict[str, object] = {}

    def ask(self, study: Study, desk: Desk) -> None:
        """Puts a question behind those that wait. One that supersedes takes the place of older ones of its class."""
        with self._changed:
            if study.supersedes:
                self._drop(lambda other: type(other) is type(study))
            self._waiting.append((study, desk))
            self._changed.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._answer_all, name="guinet-studies", daemon=True)
                self._thread.start()

    def forget(self) -> None:
        """The project is another: nothing is answered, nothing kept."""
        with self._changed:
            self._give_up_all()
            kept, self.kept = self.kept, {}
        # The last answer's desk has it still, and what is kept may have a thread of its own.
        kept.clear()

    def outdate(self) -> None:
        """An edit: the answer under way may end, since a newer question will come."""
        with self._changed:
            if self._under_way is not None:
                self._under_way[1].ends.set()

    def stop(self, patience: float = 0.0) -> bool:
        """Ends what is under way, by an interrupt if need be; whether it ended within so many seconds."""
        with self._changed:
            self._give_up_all()
            under_way = self._under_way
            ended = self._changed.wait_for(lambda: self._under_way is None, patience)
        if not ended and under_way is not None:
            self._interrupt(under_way)
        return ended

    def _interrupt(self, wanted: tuple[Study, Desk]) -> None:
        with self._changed:
            goes_on = self._under_way is wanted
        with self._guard:
            if self._open is wanted and self._thread is not None:
                interrupt(self._thread.ident)
        if goes_on:
            timer = threading.Timer(_INTERRUPT_SECONDS, self._interrupt, (wanted,))
            timer.daemon = True
            timer.start()

    def _give_up_all(self) -> None:
        waiting, busy = self._waiting, self._under_way is not None
        self._drop(lambda other: True)
        for study, _ in waiting:
            self._emit(StudyEnded(int(busy), type(study).__name__))

    def _drop(self, chosen: Callable[[Study], bool]) -> None:
        self._waiting = deque(each for each in self._waiting if not chosen(each[0]))
        if self._under_way is not None and chosen(self._under_way[0]):
            self._under_way[1].ends.set()

    # On the thread

    def _answer_all(self) -> None:
        while True:
            wanted = self._next()
            self._answer_once(wanted)
            self._end(wanted[0])

    def _next(self) -> tuple[Study, Desk]:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting)
            self._under_way = self._waiting.popleft()
            return self._under_way

    def _answer_once(self, wanted: tuple[Study, Desk]) -> None:
        """Answers; afterwards no interrupt comes any more."""
        begun = over = False
        while not over:
            try:
                if not begun:
                    begun = True
                    self._let_in(wanted)
                    self._answer(*wanted)
                self._let_in(None)
                over = True
            except KeyboardInterrupt:
                # It came as the answer began or had ended.
                continue

    def _let_in(self, wanted: tuple[Study, Desk] | None) -> None:
        """From now on this answer may be interrupted, or none: an interrupt on its way is raised here at the latest."""
        with self._guard:
            self._open = wanted
        for _ in range(_TURNS):
            pass

    def _answer(self, study: Study, desk: Desk) -> None:
        emit, answered = desk.emit, False

        def tell(event: Event) -> None:
            # What passes events on takes locks, and must not be interrupted as it does.
            nonlocal answered
            opened = self._open
            self._let_in(None)
            emit(event)
            answered = True
            self._let_in(opened)

        desk.emit = tell
        try:
            with DRAWING:
                if not desk.stopping():
                    module, _, name = STUDIES[type(study)].partition(":")
                    getattr(import_module(module), name)(desk, study)
        except BaseException as error:  # noqa: BLE001 - the boundary: whatever happens is told to the window
            # An interrupt that comes late ends only what nobody waits for any more.
            if not desk.stopping() or (isinstance(error, KeyboardInterrupt) and not answered):
                self._let_in(None)
                self._emit(failure(study, error))

    def _end(self, study: Study) -> None:
        with self._changed:
            self._under_way = None
            left = len(self._waiting)
            again = any(type(other) is type(study) for other, _ in self._waiting)
            self._changed.notify_all()
        self._emit(StudyEnded(left, "" if again else type(study).__name__))
