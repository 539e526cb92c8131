"""Feeds the charts from a training."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from guinet.core.measures import judged
from guinet.session.events import EpochEnded, Event, Failed, Finished, HostDied, Steps, TrainingStarted
from guinet.session.messages.runs import CurveRead
from guinet.ui.panel_set import PanelSet
from guinet.ui.session_bridge import SessionBridge

if TYPE_CHECKING:
    from guinet.ui.charts.panel import ChartsPanel

GATHER_MS: Final = 100
UNSEEN_MS: Final = 1000
"""How long points are gathered before they are given to the charts together: a small network ends a hundred epochs
a second, and each would cost as much as all of them do at once."""


class ChartFeed(QObject):
    """Keeps the charts of one window in step with its training.

    What arrives before the charts are there is kept and drawn then. Whatever is not a step or an epoch (a pause, the
    end) brings what was gathered before it.
    """

    def __init__(self, bridge: SessionBridge, panels: PanelSet, parent: QObject) -> None:
        super().__init__(parent)
        self._panels = panels
        self._waiting: list[Steps | EpochEnded] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._draw)
        self._best: tuple[float, int] = (math.inf, 0)
        self._run, self._step, self._training = "", 0, False
        self.panel: ChartsPanel | None = None
        bridge.received.connect(self._receive)
        panels.made.connect(self._made)
        if "charts" in panels:
            self._made("charts")

    def _made(self, name: str) -> None:
        if name == "charts":
            self.panel = self._panels.charts
            self.panel.name_run(self._run)
            self._draw()

    def _receive(self, event: Event) -> None:
        match event:
            case TrainingStarted(run=run, first_step=first):
                self._training = True
                # One that goes on where the curve ends is drawn on.
                if (run, first) != (self._run, self._step + 1) or first == 1:
                    self._start(run)
            case CurveRead() if not self._training:
                self._show(event)
            case Finished() | HostDied() | Failed(command="train"):
                self._training = False
                self._draw()
            case Steps() | EpochEnded():
                self._step = event.first + len(event.losses) - 1 if isinstance(event, Steps) else event.step
                self._waiting.append(event)
                if not self._timer.isActive():
                    seen = self.panel is not None and self.panel.isVisible()
                    self._timer.start(GATHER_MS if seen else UNSEEN_MS)
            case _:
                self._draw()

    def _start(self, run: str) -> None:
        self._waiting.clear()
        self._best = (math.inf, 0)
        self._run, self._step = run, 0
        if self.panel is not None:
            self.panel.clear()
            self.panel.name_run(run)

    def _show(self, read: CurveRead) -> None:
        """Draws a run that was read from the record."""
        losses = array("d")
        losses.frombytes(read.losses)
        self._start(read.run)
        self._step = len(losses)
        self._waiting = [
            Steps(read.run, 1, tuple(losses), 0.0, None),
            *(EpochEnded(read.run, epoch, step, values) for epoch, step, values in read.epochs),
        ]
        self._draw()

    def _draw(self) -> None:
        """Gives the charts what was gathered; it is kept while there are none."""
        self._timer.stop()
        if self.panel is None or not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        steps = [event for event in waiting if isinstance(event, Steps)]
        if steps:
            numbers = [number for event in steps for number in range(event.first, event.first + len(event.losses))]
            self.panel.add_steps(numbers, [loss for event in steps for loss in event.losses])
        epochs = [event for event in waiting if isinstance(event, EpochEnded)]
        if epochs:
            self._add_epochs(self.panel, epochs)

    def _add_epochs(self, panel: ChartsPanel, epochs: list[EpochEnded]) -> None:
        values: dict[str, tuple[list[int], list[float]]] = {}
        best = self._best
        for event in epochs:
            for key, value in event.values.items():
                xs, ys = values.setdefault(key, ([], []))
                xs.append(event.step)
                ys.append(value)
            score = judged(event.values)
            if score is not None and score < best[0]:
                best = score, event.step
        panel.add_epochs([event.epoch for event in epochs], [event.step for event in epochs], values)
        if best != self._best:
            self._best = best
            panel.set_best(best[1])
