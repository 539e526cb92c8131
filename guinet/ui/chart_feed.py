"""Feeds the charts from a training, and loads the charts after the window is there (pyqtgraph takes 0.4 s)."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from guinet.session.events import EpochEnded, Event, Steps, TrainingStarted
from guinet.ui.docks import Docks
from guinet.ui.session_bridge import SessionBridge
from guinet.ui.training_control import TrainingControl

if TYPE_CHECKING:
    from guinet.ui.charts.panel import ChartsPanel


class ChartFeed(QObject):
    """Keeps the charts of one window in step with its training.

    What arrives before the charts are loaded is kept and drawn then. Signals: `_imported`, from the loading thread.
    """

    _imported = Signal()

    def __init__(
        self, control: TrainingControl, bridge: SessionBridge, docks: Docks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._control = control
        self._docks = docks
        self._waiting: list[Event] = []
        self.panel: ChartsPanel | None = None
        bridge.received.connect(self._receive)
        self._imported.connect(self._make_panel, Qt.ConnectionType.QueuedConnection)

    def load(self) -> None:
        """Imports the charts in a thread, so that the window answers meanwhile."""
        threading.Thread(target=self._import, name="guinet-charts", daemon=True).start()

    def _import(self) -> None:
        import guinet.ui.charts.panel  # noqa: F401 - for what it loads

        self._imported.emit()

    def _make_panel(self) -> None:
        from guinet.ui.charts.panel import ChartsPanel

        self.panel = ChartsPanel()
        self._docks.replace("charts", self.panel)
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
                steps = np.arange(event.first, event.first + len(event.losses), dtype=np.float64)
                panel.add_steps(steps, np.asarray(event.losses))
            case EpochEnded():
                panel.add_epoch(event.epoch, event.step, event.values)
