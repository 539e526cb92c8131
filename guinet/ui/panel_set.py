"""The panels of one window, made after it is painted: the window is there in a quarter of a second, whatever panels
there are. Each is told what is known when it is made, and what changes from then on."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.nodes.registry import REGISTRY
from guinet.session.events import Device, SourceChanged
from guinet.ui.docks import Docks
from guinet.ui.mail import post, prepare_mail

if TYPE_CHECKING:
    from guinet.ui.charts.panel import ChartsPanel
    from guinet.ui.panels.code import CodePanel
    from guinet.ui.panels.history import HistoryPanel
    from guinet.ui.panels.outline import OutlinePanel
    from guinet.ui.panels.palette import PalettePanel
    from guinet.ui.panels.problems import ProblemsPanel
    from guinet.ui.panels.properties import PropertiesPanel

MODULES: Final = {
    "palette": "guinet.ui.panels.palette",
    "properties": "guinet.ui.panels.properties",
    "outline": "guinet.ui.panels.outline",
    "code": "guinet.ui.panels.code",
    "problems": "guinet.ui.panels.problems",
    "history": "guinet.ui.panels.history",
    "charts": "guinet.ui.charts.panel",
}
"""The panels by the name of their dock, in the order they are made."""


BREATH: Final = 5
"""Milliseconds between two panels."""


class PanelSet(QObject):
    """Signals: `kindChosen(kind)`, `selected(block id, node ids)`, `problemActivated(Problem)`; `made(name)` when a
    panel is there."""

    kindChosen = Signal(str)
    selected = Signal(str, tuple)
    problemActivated = Signal(object)
    made = Signal(str)

    def __init__(self, project: Project, docks: Docks, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._docks = docks
        self.reports: dict[str, dict[str, NodeReport]] = {}
        self.problems: tuple[Problem, ...] = ()
        self._devices: tuple[Device, ...] = ()
        self._source: SourceChanged | None = None
        self._selection: tuple[str, tuple[str, ...]] = (project.main.id, ())
        self._waiting: list[str] = []
        prepare_mail()

    def load(self) -> None:
        """Makes the panels that are not there yet. Their modules are read on a thread, so that the window answers."""
        threading.Thread(target=self._import, name="guinet-panels", daemon=True).start()

    # What the panels show

    def set_reports(self, block: str, changed: Mapping[str, NodeReport], removed: Iterable[str]) -> None:
        known = self.reports.setdefault(block, {})
        known.update(changed)
        for node in removed:
            known.pop(node, None)
        if self._has("outline"):
            self.outline.set_reports(block, changed, removed)
        if self._has("properties"):
            self.properties.set_reports(block, changed, removed)

    def set_problems(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        if self._has("properties"):
            self.properties.set_problems(problems)
        if self._has("problems_list"):
            self.problems_list.set_problems(problems)

    def set_source(self, source: SourceChanged) -> None:
        self._source = source
        if self._has("code"):
            self.code.set_source(source.text, source.lines)

    def set_devices(self, devices: tuple[Device, ...]) -> None:
        self._devices = devices
        if self._has("properties"):
            self.properties.set_devices(devices)

    def set_selection(self, block: str, nodes: tuple[str, ...]) -> None:
        self._selection = (block, nodes)
        if self._has("properties"):
            self.properties.set_selection(block, nodes)
        if self._has("outline"):
            self.outline.set_selection(block, nodes)
        if self._has("code"):
            self.code.highlight(block, nodes)

    # The panels

    @cached_property
    def palette(self) -> PalettePanel:
        from guinet.ui.panels.palette import PalettePanel

        panel = PalettePanel(REGISTRY, self._project)
        panel.chosen.connect(self.kindChosen)
        self._docks.replace("palette", panel)
        return panel

    @cached_property
    def properties(self) -> PropertiesPanel:
        from guinet.ui.panels.properties import PropertiesPanel

        panel = PropertiesPanel(self._project, REGISTRY)
        panel.set_devices(self._devices)
        for block, reports in self.reports.items():
            panel.set_reports(block, reports, ())
        panel.set_problems(self.problems)
        panel.set_selection(*self._selection)
        self._docks.replace("properties", panel)
        return panel

    @cached_property
    def outline(self) -> OutlinePanel:
        from guinet.ui.panels.outline import OutlinePanel

        panel = OutlinePanel(self._project, REGISTRY)
        panel.selected.connect(self.selected)
        for block, reports in self.reports.items():
            panel.set_reports(block, reports, ())
        panel.set_selection(*self._selection)
        self._docks.replace("outline", panel)
        return panel

    @cached_property
    def code(self) -> CodePanel:
        from guinet.ui.panels.code import CodePanel

        panel = CodePanel()
        panel.nodeClicked.connect(lambda block, node: self.selected.emit(block, (node,)))
        if self._source is not None:
            panel.set_source(self._source.text, self._source.lines)
        panel.highlight(*self._selection)
        self._docks.replace("code", panel)
        return panel

    @cached_property
    def problems_list(self) -> ProblemsPanel:
        from guinet.ui.panels.problems import ProblemsPanel

        panel = ProblemsPanel(self._project)
        panel.activated.connect(self.problemActivated)
        panel.set_problems(self.problems)
        self._docks.replace("problems", panel)
        return panel

    @cached_property
    def history(self) -> HistoryPanel:
        from guinet.ui.panels.history import HistoryPanel

        panel = HistoryPanel(self._project)
        self._docks.replace("history", panel)
        return panel

    @cached_property
    def charts(self) -> ChartsPanel:
        from guinet.ui.charts.panel import ChartsPanel

        panel = ChartsPanel()
        self._docks.replace("charts", panel)
        return panel

    def _has(self, name: str) -> bool:
        return name in self.__dict__

    def _import(self) -> None:
        REGISTRY.types()  # the palette's, made here rather than on the window's thread
        for name, module in MODULES.items():
            import_module(module)
            post(self, self._queue, name)

    def _queue(self, name: str) -> None:
        self._waiting.append(name)
        if len(self._waiting) == 1:
            QTimer.singleShot(BREATH, self._make_next)

    def _make_next(self) -> None:
        """Makes one panel; the next comes after the window has had its turn."""
        name = self._waiting[0]
        getattr(self, "problems_list" if name == "problems" else name)
        del self._waiting[0]
        if self._waiting:
            QTimer.singleShot(BREATH, self._make_next)
        self.made.emit(name)
