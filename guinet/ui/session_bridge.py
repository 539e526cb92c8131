"""Brings the session's events to the window's thread, as Qt signals."""

from __future__ import annotations

import time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from guinet.core.project import Project
from guinet.ui.mail import post, prepare_mail

if TYPE_CHECKING:
    from guinet.session.client import Session
    from guinet.session.commands import Command
    from guinet.session.events import Event, Steps

STEPS_SECONDS: Final = 0.15
"""How often the window hears of steps at most: the torch side tells of them thirty times a second."""


class SessionBridge(QObject):
    """The session of one open project, seen from the window. It begins when it is first asked for.

    `lost`: no host can live here; `exporting`: an export is under way.
    Signals: `beginning()`, before anything is received; `received(Event)` on the window's thread, in order.

    What it says and is told is read when it begins, here and in all that listen: the window is painted before.
    """

    beginning = Signal()
    received = Signal(object)

    def __init__(self, project: Project, in_process: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._transport: Literal["process", "thread"] = "thread" if in_process else "process"
        self.lost = self.exporting = False
        self._exports = Path()
        self._steps = _Gathered()
        prepare_mail()

    @cached_property
    def session(self) -> Session:
        from guinet.session.client import Session

        self.beginning.emit()
        return Session(self._project, self._hand_over, self._transport)

    def start(self) -> None:
        """Begins the session, if it has not begun."""
        self.session  # noqa: B018 - asking for it makes it

    def send(self, command: Command) -> None:
        from guinet.session.commands import Export

        if isinstance(command, Export):
            self.exporting, self._exports = True, Path(command.path).parent
        self.session.send(command)

    def close(self) -> None:
        """Ends the host, if there is one; waits for it at most 5 s."""
        if "session" in self.__dict__:
            self.session.close()

    def _pass_on(self, event: Event) -> None:
        from guinet.session.events import Exported, Failed, HostDied

        match event:
            case HostDied():
                if self.exporting:
                    _remove_leftovers(self._exports)
                self.lost, self.exporting = event.gave_up, False
            case Exported() | Failed(command="export"):
                self.exporting = False
        self.received.emit(event)

    def _hand_over(self, event: Event) -> None:
        # The session calls from a thread of its own.
        for each in self._steps.take(event):
            post(self, self._pass_on, each)


def _remove_leftovers(folder: Path) -> None:
    from guinet.storage.workplace import remove_leftovers

    remove_leftovers(folder)


class _Gathered:
    """Steps on their way to the window, put together. They wait until it is time or for whatever comes next: an epoch,
    a pause, the end; so no timer is needed, and the order stays."""

    def __init__(self) -> None:
        self._held: Steps | None = None
        self._given = -STEPS_SECONDS

    def take(self, event: Event) -> tuple[Event, ...]:
        """What is to be told now that `event` has come."""
        from guinet.session.events import Steps

        held, self._held = self._held, None
        if not isinstance(event, Steps):
            return (event,) if held is None else (held, event)
        steps, now = event if held is None else _joined(held, event), time.monotonic()
        if now - self._given < STEPS_SECONDS:
            self._held = steps
            return ()
        self._given = now
        return (steps,)


def _joined(first: Steps, then: Steps) -> Steps:
    return replace(then, first=first.first, losses=first.losses + then.losses)
