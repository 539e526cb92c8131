"""For panels that ask the torch side: not before somebody looks, and again when what is shown has grown old."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from guinet.core.changes import matters
from guinet.core.history import Committed
from guinet.core.project import Project
from guinet.session.events import Event, Failed, Finished, HostDied, TrainingStarted

SOON_MS: Final = 500
"""After an edit: whoever types or drags on is not asked for at every letter."""


class WhenSeen(QObject):
    """Calls `ask` when `panel` is first seen, and a while after each `soon`, or once it is seen again.

    Qt calls a panel behind others visible too, but paints none of it: whoever paints calls `seen`. Where what it told
    is shown elsewhere too, `unseen` is set: it asks though nobody sees the panel.
    """

    def __init__(self, panel: QWidget, ask: Callable[[], object]) -> None:
        super().__init__(panel)
        self.unseen = False
        self._panel = panel
        self._ask = ask
        self._due = True
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)

    @property
    def waits(self) -> bool:
        """Whether it is about to ask."""
        return self._timer.isActive()

    def soon(self, milliseconds: int = 0) -> None:
        """What is shown is old: asks in so many milliseconds, counted from the last call."""
        self._due = True
        self._timer.start(milliseconds)

    def seen(self) -> None:
        """The panel is painted."""
        if self._due and not self.waits:
            self._timer.start(0)

    def _look(self) -> None:
        if self._due and (self.unseen or not self._panel.visibleRegion().isEmpty()):
            # Set before the answer: a panel is painted many times meanwhile.
            self._due = False
            self._ask()


class Asking(WhenSeen):
    """Asks about the whole project: at first, after edits, after a training, but not while one runs.

    `changed` is called when what is shown has grown old, and when a training begins.
    """

    def __init__(
        self, panel: QWidget, project: Project, ask: Callable[[], object], changed: Callable[[], object]
    ) -> None:
        super().__init__(panel, ask)
        self.training = False
        self._changed = changed
        self._unsubscribe = project.subscribe(self._committed)

    def note(self, event: Event) -> None:
        """An event of the torch side."""
        match event:
            case TrainingStarted():
                self.training = True
                self._changed()
            case Finished() | Failed(command="train") | HostDied():
                self.training = False
                self._grow_old()

    def _grow_old(self) -> None:
        self._changed()
        self.soon(SOON_MS)

    def _committed(self, event: Committed) -> None:
        if matters(event.changes):
            self._grow_old()

    def _look(self) -> None:
        if not self.training:
            super()._look()
