"""The kept runs as a table: a row each, with what came of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QEvent, Qt

from guinet.core.measures import PARTS, Group, Measure, Unit, judged, measure, rank
from guinet.session.messages.runs import KeptRun
from guinet.ui.charts.numbers import memory, percent, short
from guinet.ui.panels.tables import KEY, Cells, Table
from guinet.ui.theme import current_theme
from guinet.ui.training_bar import duration
from guinet.ui.translate import tr
from guinet.ui.words import measure_text

RUNNING: Final = ("running", "paused")
"""The states of a run that is not over."""

_RUN: Final = Qt.ItemDataRole.UserRole
_VALIDATION, _TEST = PARTS


class Column(Struct, frozen=True):
    """`number` is what is sorted and copied, NaN for what is not known; None for words."""

    title: Callable[[], str]
    about: Callable[[], str]
    text: Callable[[KeptRun], str]
    number: Callable[[KeptRun], float] | None = None


def state_text(state: str) -> str:
    """How a run stands, or how it ended."""
    return {
        "running": tr("running"),
        "paused": tr("paused"),
        "completed": tr("completed"),
        "stopped": tr("stopped"),
        "interrupted": tr("interrupted"),
        "failed": tr("failed"),
    }.get(state, state)


def date_text(seconds: float) -> str:
    """A moment, in the local time."""
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")


def measured_text(found: Measure, value: float) -> str:
    """A measured value with its unit; "" for what was not measured."""
    if math.isnan(value):
        return ""
    return {Unit.NUMBER: short, Unit.SHARE: percent, Unit.BYTES: memory}[found.unit](value)


def _number(title: Callable[[], str], about: Callable[[], str], get: Callable[[KeptRun], float]) -> Column:
    return Column(title, about, lambda run: "" if math.isnan(get(run)) else short(get(run)), get)


def _last_loss(run: KeptRun) -> float:
    found = judged(run.last)
    return math.nan if found is None else found


_FIRST: Final = (
    Column(
        lambda: tr("Run"),
        lambda: tr("Its number in the project's record"),
        lambda run: run.run,
        lambda run: float(run.run),
    ),
    Column(lambda: tr("State"), lambda: tr("How it stands, or how it ended"), lambda run: state_text(run.state)),
    Column(
        lambda: tr("Epochs"),
        lambda: tr("Epochs done, of those it was started for"),
        lambda run: f"{run.epoch}/{run.epochs}",
        lambda run: run.epoch,
    ),
    _number(
        lambda: tr("Best loss"),
        lambda: tr("The lowest loss at the end of an epoch: of the validation rows, where there are any"),
        lambda run: run.loss,
    ),
    _number(lambda: tr("Last loss"), lambda: tr("The same loss at the end of the last epoch"), _last_loss),
)
_LAST: Final = (
    _number(lambda: tr("Learning rate"), lambda: tr("The one it began with"), lambda run: run.rate),
    Column(
        lambda: tr("Duration"),
        lambda: tr("From its beginning to its end; copied in seconds"),
        lambda run: "" if math.isnan(run.seconds) else duration(run.seconds),
        lambda run: run.seconds,
    ),
    Column(lambda: tr("Started"), lambda: "", lambda run: date_text(run.started)),
    Column(
        lambda: tr("Seed"),
        lambda: tr("Where its random numbers begin"),
        lambda run: str(run.seed),
        lambda run: run.seed,
    ),
    Column(lambda: tr("Device"), lambda: "", lambda run: run.device),
)


def columns_of(runs: Iterable[KeptRun]) -> tuple[Column, ...]:
    """Those of all runs, with the metrics that were measured in any of these."""
    names = {key.removeprefix(_VALIDATION).removeprefix(_TEST) for run in runs for key in (*run.best, *run.tested)}
    found = [measure(name) for name in sorted(names, key=lambda name: (rank(name), name))]
    metrics = [each for each in found if each.group is Group.METRIC]
    tested = [each for each in metrics if any(_TEST + each.name in run.tested for run in runs)]
    return (*_FIRST, *map(_best_column, metrics), *map(_test_column, tested), *_LAST)


def _best_column(found: Measure) -> Column:
    def get(run: KeptRun) -> float:
        return run.best.get(_VALIDATION + found.name, run.best.get(found.name, math.nan))

    return Column(
        lambda: measure_text(found),
        lambda: tr("At the end of the best epoch: of the validation rows, where there are any"),
        lambda run: measured_text(found, get(run)),
        get,
    )


def _test_column(found: Measure) -> Column:
    def get(run: KeptRun) -> float:
        return run.tested.get(_TEST + found.name, math.nan)

    return Column(
        lambda: tr("{measure}, test").format(measure=measure_text(found)),
        lambda: tr("Of the test rows, with the best weights"),
        lambda run: measured_text(found, get(run)),
        get,
    )


class RunsTable(Table):
    """The newest first, until a heading is clicked."""

    def __init__(self) -> None:
        super().__init__("runs")
        self._runs: tuple[KeptRun, ...] = ()
        self._columns = columns_of(())
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(40)
        self._head()

    @property
    def runs(self) -> tuple[KeptRun, ...]:
        return self._runs

    @property
    def chosen(self) -> tuple[KeptRun, ...]:
        """The runs that are selected; the one with the keyboard first, then from top to bottom."""
        names = [row.data(0, _RUN) for row in self.rows() if row.isSelected()]
        current = self.currentItem()
        if current is not None:
            names.sort(key=lambda name: name != current.data(0, _RUN))
        known = {run.run: run for run in self._runs}
        return tuple(known[name] for name in names if name in known)

    def choose(self, name: str) -> None:
        """Selects one run."""
        for row in self.rows():
            if row.data(0, _RUN) == name:
                self.setCurrentItem(row)

    def show_runs(self, runs: tuple[KeptRun, ...]) -> None:
        """Shows other runs, or the same as they are now; what is selected stays."""
        before, self._runs = self._runs, runs
        if [run.run for run in runs] == [run.run for run in before] and len(self._columns) == len(columns_of(runs)):
            rows = {row.data(0, _RUN): row for row in self.rows()}
            for old, run in zip(before, runs, strict=True):
                if old != run:
                    self._fill(rows[run.run], run)
            return
        self._columns = columns_of(runs)
        chosen = [run.run for run in self.chosen]
        blocked = self.blockSignals(True)
        with self.refilling():
            self._head()
            for run in runs:
                row = Cells([""] * len(self._columns))
                self._fill(row, run)
                self.addTopLevelItem(row)
        for name in chosen[:1]:
            self.choose(name)
        for row in self.rows():
            row.setSelected(row.data(0, _RUN) in chosen)
        self.blockSignals(blocked)
        for column in range(len(self._columns)):
            self.resizeColumnToContents(column)
        self.itemSelectionChanged.emit()

    def _fill(self, row: Cells, run: KeptRun) -> None:
        row.setData(0, _RUN, run.run)
        mono, right = current_theme().font("mono-small"), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place, column in enumerate(self._columns):
            row.setText(place, column.text(run))
            if column.number is None:
                continue
            number = float(column.number(run))
            row.setData(place, KEY, None if math.isnan(number) else number)
            if place:
                row.setTextAlignment(place, right)
            row.setFont(place, mono)
        row.setToolTip(1, run.message)

    def _head(self) -> None:
        self.setColumnCount(len(self._columns))
        self.setHeaderLabels([column.title() for column in self._columns])
        for place, column in enumerate(self._columns):
            self.headerItem().setToolTip(place, column.about())
            if place and column.number is not None:
                self.headerItem().setTextAlignment(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(tr("Runs of this project"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._head()
            for row, run in zip(self.rows(), self._sorted(), strict=True):
                self._fill(row, run)
        super().changeEvent(event)

    def _sorted(self) -> list[KeptRun]:
        known = {run.run: run for run in self._runs}
        return [known[row.data(0, _RUN)] for row in self.rows()]
