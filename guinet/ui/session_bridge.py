"""Brings the session's events to the window's thread, as Qt signals."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal

from guinet.core.project import Project
from guinet.session.client import Session
from guinet.session.commands import Command
from guinet.session.events import Event


class SessionBridge(QObject):
    """The session of one open project, seen from the window.

    Signals: `received(Event)` on the window's thread, in order.
    """

    received = Signal(object)
    _arrived = Signal(object)

    def __init__(self, project: Project, in_process: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        transport: Literal["process", "thread"] = "thread" if in_process else "process"
        # Queued: the session calls from a thread of its own.
        self._arrived.connect(self.received, Qt.ConnectionType.QueuedConnection)
        self.session = Session(project, self._hand_over, transport)

    def send(self, command: Command) -> None:
        self.session.send(command)

    def close(self) -> None:
        """Ends the host; waits for it at most 5 s."""
        self.session.close()

    def _hand_over(self, event: Event) -> None:
        self._arrived.emit(event)
