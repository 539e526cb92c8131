"""What a screen reader says of its own accord: epochs, the end of a training, problems that come and go, refusals."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from guinet.session.events import EpochEnded, Event, TrainingStarted
from guinet.ui.charts.numbers import short
from guinet.ui.status import StatusBar
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

if TYPE_CHECKING:
    from guinet.core.problems import Problem
    from guinet.ui.window import Window

GAP_S: Final = 5.0
"""Seconds between two epochs that are said: a small network ends a hundred of them a second."""


class Announcer(QObject):
    """Signals: `said(words)`."""

    said = Signal(str)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._problems: dict[tuple[str | None, ...], Problem] = {}
        self._epochs = 0
        self._last = 0.0

    def say(self, words: str, *, now: bool = False) -> None:
        """Has it said when what is being said has ended, or at once."""
        if not words:
            return
        event = QAccessibleAnnouncementEvent(self._widget, words)
        kinds = QAccessible.AnnouncementPoliteness
        event.setPoliteness(kinds.Assertive if now else kinds.Polite)
        QAccessible.updateAccessibility(event)
        self.said.emit(words)

    def receive(self, event: Event) -> None:
        match event:
            case TrainingStarted():
                self._epochs, self._last = event.epochs, 0.0
                self.say(tr("Training started: %n epoch(s).", "", event.epochs))
            case EpochEnded() if self._due(event.epoch):
                loss = event.values.get("validation_loss", event.values.get("loss"))
                words = tr("Epoch {epoch} of {epochs}: loss {loss}.")
                if loss is not None:
                    self.say(words.format(epoch=event.epoch, epochs=self._epochs, loss=short(loss)))

    def set_problems(self, problems: tuple[Problem, ...]) -> None:
        """Says the first of those that were not there before, or how many are left when some were mended."""
        before, self._problems = self._problems, {_place(each): each for each in problems}
        new = [each for place, each in self._problems.items() if place not in before]
        if new:
            others = len(new) - 1
            more = tr("and %n more", "", others) if others else ""
            self.say(" ".join(part for part in (tr("Problem: {text}").format(text=problem_text(new[0])), more) if part))
        elif before.keys() - self._problems.keys():
            left = tr("%n problem(s) left.", "", len(problems)) if problems else tr("No problems are left.")
            self.say(tr("Mended.") + " " + left)

    def _due(self, epoch: int) -> bool:
        now = time.monotonic()
        if epoch < self._epochs and now - self._last < GAP_S:
            return False
        self._last = now
        return True


def _place(problem: Problem) -> tuple[str | None, ...]:
    """What makes it the same problem, though its words may have changed."""
    return (problem.code, problem.block, problem.node, problem.port, problem.argument)


def connect_announcer(window: Window) -> Announcer:
    """For one window. Refusals and the end of a training are said as the status bar tells them."""
    announcer = Announcer(window)
    window.bridge.received.connect(announcer.receive)
    status = window.statusBar()
    assert isinstance(status, StatusBar)
    status.told.connect(announcer.say)
    return announcer
