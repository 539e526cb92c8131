"""The panels of one window. Each is made when it is first seen, after the window is painted: the window is there in a
quarter of a second, whatever panels there are. A panel is told what is known when it is made, and what changes from
then on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.ui.docks import Docks
from guinet.ui.mail import prepare_mail
from guinet.ui.panel_table import PANELS, PanelRow
from guinet.ui.reading import do_ahead
from guinet.ui.theme import set_variant
from guinet.ui.turns import Turns

if TYPE_CHECKING:
    from guinet.core.probed import NodeValue
    from guinet.session.events import Device, Event, SourceChanged
    from guinet.ui.charts.panel import ChartsPanel
    from guinet.ui.panels.lessons import LessonsPanel
    from guinet.ui.panels.problems import ProblemsPanel
    from guinet.ui.panels.values import ValuesPanel
    from guinet.ui.values_control import Evaluation

PAINT_FIRST: Final = 30
"""Milliseconds before anything is begun that would keep the window from being painted."""

_LEAST: Final = QSize(120, 60)
"""What a panel takes at least of the window, in pixels."""

_ROWS: Final = {row.name: row for row in PANELS}


# What a panel may have to be told of things: these methods, by name.


@runtime_checkable
class ShowsReports(Protocol):
    def set_reports(self, block: str, reports: Mapping[str, NodeReport], removed: Iterable[str]) -> None: ...


@runtime_checkable
class ShowsProblems(Protocol):
    def set_problems(self, problems: tuple[Problem, ...]) -> None: ...


@runtime_checkable
class ShowsSource(Protocol):
    def set_source(self, text: str, lines: Mapping[tuple[str, str], tuple[int, ...]]) -> None: ...


@runtime_checkable
class ShowsValues(Protocol):
    def set_values(self, values: Mapping[str, NodeValue]) -> None: ...


@runtime_checkable
class ShowsEvaluation(Protocol):
    def set_evaluation(self, evaluation: Evaluation) -> None: ...


@runtime_checkable
class ShowsDevices(Protocol):
    def set_devices(self, devices: Sequence[Device]) -> None: ...


@runtime_checkable
class HearsEvents(Protocol):
    def receive(self, event: Event) -> None: ...


@runtime_checkable
class ShowsSelection(Protocol):
    def set_selection(self, block: str, nodes: Iterable[str]) -> None: ...


@runtime_checkable
class ShowsParameter(Protocol):
    def set_parameter(self, path: str) -> None: ...


@runtime_checkable
class Finds(Protocol):
    found: SignalInstance


_SIGNALS: Final = ("chosen", "selected", "activated", "counted", "asks", "parameter")
"""What a panel may have to tell: signals of these names, which are those of `PanelSet`."""


class PanelSet(QObject):
    """Signals, from whichever panel has them: `chosen(kind)`, a kind of node to be added; `selected(block id, node
    ids)`; `parameter(path)`, which all panels are told of; `activated(Problem)`, to be shown where it is;
    `counted(number)` of problems; `found(problems)`, to be shown at their nodes besides those of the check;
    `asks(Study)`, a question to the torch side. `made(name)` when a panel is there."""

    chosen = Signal(str)
    selected = Signal(str, tuple)
    activated = Signal(object)
    counted = Signal(int)
    found = Signal(tuple)
    asks = Signal(object)
    parameter = Signal(str)
    made = Signal(str)

    def __init__(self, project: Project, docks: Docks, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._docks = docks
        self.reports: dict[str, dict[str, NodeReport]] = {}
        self.problems: tuple[Problem, ...] = ()
        self._devices: tuple[Device, ...] = ()
        self._source: SourceChanged | None = None
        self._values: Mapping[str, NodeValue] = {}
        self._evaluation: Evaluation | None = None
        self._found: dict[str, tuple[Problem, ...]] = {}
        self._selection: tuple[str, tuple[str, ...]] = (project.main.id, ())
        self._panels: dict[str, QWidget] = {}
        self._left: dict[str, deque[Callable[[], None]]] = {}
        self._hearing: list[HearsEvents] = []
        self._wanted: set[str] = set()
        self._unread: list[str] = []
        self._reads = False
        self._turns = Turns(self)
        self.parameter.connect(self._set_parameter)
        prepare_mail()
        for row in PANELS:
            docks.put(row.name, self._stand_in(row))

    def __iter__(self) -> Iterator[str]:
        """The names of those that are made, and in their docks."""
        return (name for name, left in self._left.items() if not left)

    def __getitem__(self, name: str) -> QWidget:
        """The panel, made now if it was not. Raises KeyError."""
        self._begin(_ROWS[name])
        while self._left[name]:
            self._go_on(name)
        return self._panels[name]

    @property
    def charts(self) -> ChartsPanel:
        return cast("ChartsPanel", self["charts"])

    @property
    def problems_list(self) -> ProblemsPanel:
        return cast("ProblemsPanel", self["problems"])

    @property
    def values_panel(self) -> ValuesPanel:
        return cast("ValuesPanel", self["values"])

    @property
    def lessons(self) -> LessonsPanel:
        return cast("LessonsPanel", self["lessons"])

    def want(self, name: str) -> None:
        """Makes a panel soon, in turns of the event loop, so that the window answers meanwhile."""
        if name not in self._wanted:
            self._wanted.add(name)
            self._unread.append(name)
            if len(self._unread) == 1:
                QTimer.singleShot(PAINT_FIRST, self, self._read)

    # What the panels show

    def set_reports(self, block: str, changed: Mapping[str, NodeReport], removed: Iterable[str]) -> None:
        known = self.reports.setdefault(block, {})
        known.update(changed)
        for node in removed:
            known.pop(node, None)
        for panel in self._panels.values():
            if isinstance(panel, ShowsReports):
                panel.set_reports(block, changed, removed)

    def set_problems(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        for panel in self._panels.values():
            if isinstance(panel, ShowsProblems):
                panel.set_problems(problems)

    def set_source(self, source: SourceChanged) -> None:
        self._source = source
        for panel in self._panels.values():
            if isinstance(panel, ShowsSource):
                panel.set_source(source.text, source.lines)

    def set_values(self, values: Mapping[str, NodeValue], evaluation: Evaluation) -> None:
        self._values, self._evaluation = values, evaluation
        for panel in self._panels.values():
            self._tell_values(panel)

    def _tell_values(self, panel: QWidget) -> None:
        if isinstance(panel, ShowsEvaluation) and self._evaluation is not None:
            panel.set_evaluation(self._evaluation)
        if isinstance(panel, ShowsValues):
            panel.set_values(self._values)

    def receive(self, event: Event) -> None:
        """Hands an event of the torch side on."""
        for panel in self._hearing:
            panel.receive(event)

    def set_devices(self, devices: tuple[Device, ...]) -> None:
        self._devices = devices
        for panel in self._panels.values():
            if isinstance(panel, ShowsDevices):
                panel.set_devices(devices)

    def set_selection(self, block: str, nodes: tuple[str, ...]) -> None:
        self._selection = (block, nodes)
        for panel in self._panels.values():
            if isinstance(panel, ShowsSelection):
                panel.set_selection(block, nodes)

    def _set_parameter(self, path: str) -> None:
        for panel in self._panels.values():
            if isinstance(panel, ShowsParameter):
                panel.set_parameter(path)

    # Making them

    def _stand_in(self, row: PanelRow) -> QWidget:
        if row.words is not None:
            return _Words(row)
        stand_in = _StandIn()
        stand_in.seen.connect(lambda: self.want(row.name))
        return stand_in

    def begin_reading(self) -> None:
        """From now on panels that are wanted are read: the window is painted, and has what it needs besides."""
        self._reads = True
        self._read()

    def _read(self) -> None:
        if not self._reads:
            return
        names, self._unread = self._unread, []
        for row in (_ROWS[name] for name in names):
            modules = (partial(import_module, module) for module in (*row.parts, row.module))
            making = [partial(self._begin, row), *[partial(self._go_on, row.name)] * 3]
            steps: tuple[Callable[[], object], ...] = (*modules, *making)
            if row.ahead is None:
                self._turns.add(*steps)
            else:
                do_ahead(row.ahead, self, self._turns.add, *steps)

    def _begin(self, row: PanelRow) -> None:
        """A panel is made in three parts, so that the window answers between them."""
        if row.name not in self._left:
            parts = (self._make, self._tell_all, self._place)
            self._left[row.name] = deque(partial(part, row) for part in parts)

    def _go_on(self, name: str) -> None:
        """The next part of making a panel, if there is one; where it fails, all begins anew when next asked for."""
        if left := self._left.get(name):
            part = left.popleft()
            try:
                part()
            except BaseException:
                del self._left[name]
                raise

    def _make(self, row: PanelRow) -> None:
        self._wanted.add(row.name)
        panel = row.make(import_module(row.module), self._project)
        self._panels[row.name] = panel
        if isinstance(panel, HearsEvents):
            self._hearing.append(panel)

    def _place(self, row: PanelRow) -> None:
        panel = self._panels[row.name]
        for name in _SIGNALS:
            signal = getattr(panel, name, None)
            if signal is not None:
                signal.connect(getattr(self, name))
        if isinstance(panel, Finds):
            panel.found.connect(lambda problems: self._gather(row.name, problems))
        # Words that are cut off in a small dock, rather than a window that outgrows the screen to show them.
        panel.setMinimumSize(panel.minimumSize().expandedTo(_LEAST))
        self._docks.put(row.name, panel)
        self.made.emit(row.name)

    def _gather(self, name: str, problems: tuple[Problem, ...]) -> None:
        """What one panel found, beside what the others did."""
        self._found[name] = problems
        self.found.emit(tuple(problem for each in self._found.values() for problem in each))

    def _tell_all(self, row: PanelRow) -> None:
        panel = self._panels[row.name]
        if isinstance(panel, ShowsDevices):
            from guinet.session.events import Device

            # There is always this one; torch tells of others.
            panel.set_devices(self._devices or (Device("cpu", "CPU"),))
        if isinstance(panel, ShowsReports):
            for block, reports in self.reports.items():
                panel.set_reports(block, reports, ())
        if isinstance(panel, ShowsProblems):
            panel.set_problems(self.problems)
        if isinstance(panel, ShowsSource) and self._source is not None:
            panel.set_source(self._source.text, self._source.lines)
        self._tell_values(panel)
        if isinstance(panel, ShowsSelection):
            panel.set_selection(*self._selection)


class _StandIn(QWidget):
    """In place of a panel that is not made. Signals: `seen()`; Qt calls a dock behind others visible too, but never
    paints it."""

    seen = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.seen.emit()


class _Words(QLabel):
    """In place of a panel that has nothing to show yet."""

    def __init__(self, row: PanelRow) -> None:
        super().__init__()
        self._row = row
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        set_variant(self, "muted")
        self._translate()

    def _translate(self) -> None:
        if self._row.words is not None:
            self.setText(self._row.words())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
