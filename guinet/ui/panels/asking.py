"""For panels that ask the torch side about the whole project: when to ask, and when what is shown has grown old."""

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


class Asking(QObject):
    """Calls `ask` when `panel` is seen and what it shows is `old`: at first, after edits, after a training.

    Qt calls a panel behind others visible too, but paints none of it: whoever paints calls `seen`. Where what it told
    is shown elsewhere too, `unseen` is set: it asks though nobody sees the panel.
    """

    def __init__(
        self, panel: QWidget, project: Project, ask: Callable[[], object], changed: Callable[[], object]
    ) -> None:
        super().__init__(panel)
        self.old = True
        self.training = False
        self.unseen = False
        self._panel = panel
        self._ask = ask
        self._changed = changed
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._ask_now)
        self._unsubscribe = project.subscribe(self._committed)

    def seen(self) -> None:
        """The panel is painted."""
        if self.old and not self.training and not self._timer.isActive():
            self._timer.start(0)

    def answered(self) -> None:
        """What is shown is new."""
        self.old = False

    def again(self) -> None:
        """What is shown is old, and is to be made new as soon as it is seen."""
        self.old = True
        self._changed()
        self._panel.update()
        if not self.training:
            self._timer.start(SOON_MS)

    def note(self, event: Event) -> None:
        """An event of the torch side."""
        match event:
            case TrainingStarted():
                self.training = True
                self._changed()
            case Finished() | Failed(command="train") | HostDied():
                self.training = False
                self.again()

    def _committed(self, event: Committed) -> None:
        if matters(event.changes):
            self.again()

    def _ask_now(self) -> None:
        if self.old and not self.training and (self.unseen or not self._panel.visibleRegion().isEmpty()):
            # Set before the answer: a panel is painted many times meanwhile.
            self.old = False
            self._ask()
