"""Feeds the charts from a training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from guinet.session.events import EpochEnded, Event, Steps, TrainingStarted
from guinet.ui.panel_set import PanelSet
from guinet.ui.session_bridge import SessionBridge

if TYPE_CHECKING:
    from guinet.ui.charts.panel import ChartsPanel


class ChartFeed(QObject):
    """Keeps the charts of one window in step with its training.

    What arrives before the charts are there is kept and drawn then.
    """

    def __init__(self, bridge: SessionBridge, panels: PanelSet, parent: QObject) -> None:
        super().__init__(parent)
        self._panels = panels
        self._waiting: list[Event] = []
        self.panel: ChartsPanel | None = None
        bridge.received.connect(self._receive)
        panels.made.connect(self._made)

    def _made(self, name: str) -> None:
        if name == "charts":
            self.panel = self._panels.charts
            waiting, self._waiting = self._waiting, []
            for event in waiting:
                self._draw(self.panel, event)

    def _receive(self, event: Event) -> None:
        if isinstance(event, (TrainingStarted, Steps, EpochEnded)):
            if self.panel is None:
                self._waiting.append(event)
            else:
                self._draw(self.panel, event)

    def _draw(self, panel: ChartsPanel, event: Event) -> None:
        match event:
            case TrainingStarted():
                panel.clear()
            case Steps():
                panel.add_steps(range(event.first, event.first + len(event.losses)), event.losses)
            case EpochEnded():
                panel.add_epoch(event.epoch, event.step, event.values)
