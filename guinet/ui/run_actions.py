"""What the window does with a run that is chosen in the panel of runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from guinet.ui import dialogs

if TYPE_CHECKING:
    from guinet.ui.panels.parameters import ParametersPanel
    from guinet.ui.panels.runs import RunsPanel
    from guinet.ui.window import Window


class RunActions(QObject):
    """Connects the panel of one window, as soon as it is there."""

    def __init__(self, window: Window, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        window.panels.made.connect(self._made)
        if "runs" in window.panels:
            self._made("runs")

    def _made(self, name: str) -> None:
        if name == "runs":
            panel = cast("RunsPanel", self._window.panels[name])
            panel.resumed.connect(self._window.training.resume_run)
            panel.taken.connect(self._take)
            panel.exported.connect(lambda run: dialogs.export(self._window, run))
            panel.drawn.connect(self._show_charts)

    def _take(self, run: str) -> None:
        """In the panel of parameters, which tells what of the weights fits."""
        self._window.docks.show("parameters")
        cast("ParametersPanel", self._window.panels["parameters"]).start.begin_with(run)

    def _show_charts(self) -> None:
        self._window.panels.want("charts")
        self._window.docks.show("charts")
