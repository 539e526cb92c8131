"""The Charts panel: loss, metrics, gradients, learning rate, throughput and memory of the training, as it runs."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from guinet.core.measures import Group, Measure, Unit, measure, place_of, rank
from guinet.ui.charts.chart import Chart
from guinet.ui.charts.flow import Flow
from guinet.ui.charts.numbers import NumberFormat, grouped, memory, percent, short
from guinet.ui.charts.pyramid import Series
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.words import measure_text

STEP_SERIES: Final = "train steps"
_LAYER_COLORS: Final = (5, 3, 4, 2, 6, 7, 0, 1)
_SERIES_COLORS: Final = {"train": 0, STEP_SERIES: 0, "all": 0, "valid": 1, "test": 2}
_FORMATS: Final[Mapping[Unit, NumberFormat]] = {Unit.NUMBER: short, Unit.SHARE: percent, Unit.BYTES: memory}


class ChartsPanel(QWidget):
    """Feed it from the training's events; a chart appears with its first value.

    All x are steps, never decreasing. Values that are not finite are drawn as gaps. What is often constant (the
    learning rate) is a number in the line above the charts until it changes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("charts")
        self.folder: Callable[[], str] = str
        """Where file dialogs open, e.g. the last export folder."""
        self._charts: dict[str, Chart] = {}
        self._constant: dict[str, Series] = {}
        self._epoch_steps: list[int] = []
        self._epochs: list[int] = []
        self._best: tuple[int, str | None] | None = None
        self._run = ""
        self._empty = QLabel(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        set_variant(self._empty, "muted")
        self._summary = QLabel()
        self._summary.setObjectName("charts_summary")
        self._summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_variant(self._summary, "muted")
        self._flow = Flow()
        self._lay_out()
        self._retranslate()

    @property
    def charts(self) -> Mapping[str, Chart]:
        """The charts there are, by measure: "loss", "accuracy", "gradient_norm", "learning_rate" …"""
        return self._charts

    def clear(self) -> None:
        """Start over, for another run or project."""
        self._flow.set_widgets([])
        for chart in self._charts.values():
            chart.setParent(None)
            chart.deleteLater()
        self._charts.clear()
        self._constant.clear()
        self._epoch_steps.clear()
        self._epochs.clear()
        self._best = None
        self._run = ""
        self._summarise()
        self._pages.setCurrentWidget(self._empty)

    def name_run(self, run: str) -> None:
        """Says above the charts which run they are of; "" says nothing."""
        self._run = run
        self._summarise()

    def add_steps(self, steps: ArrayLike, losses: ArrayLike) -> None:
        """Training losses of single steps; 1-D arrays of the same length."""
        self.add_series("loss", STEP_SERIES, steps, losses)

    def add_series(self, chart: str, series: str, xs: ArrayLike, ys: ArrayLike) -> None:
        """Points of any series of any chart; both are made when they are new. Raises ValueError when x goes back."""
        target = self._charts.get(chart) or self._add_chart(chart)
        if not target.has_series(series):
            self._add_line(target, series)
        target.append(series, xs, ys)

    def add_epoch(self, epoch: int, step: int, values: Mapping[str, float]) -> None:
        """What was measured at the end of an epoch, `step` steps into the training, by the names events have for it."""
        self.add_epochs([epoch], [step], {key: ([step], [value]) for key, value in values.items()})

    def add_epochs(
        self,
        epochs: Sequence[int],
        steps: Sequence[int],
        values: Mapping[str, tuple[Sequence[int], Sequence[float]]],
    ) -> None:
        """What was measured at the end of several epochs: for each name, the steps and the values."""
        self._epochs.extend(epochs)
        self._epoch_steps.extend(steps)
        layered = {key.split("/", 1)[0] for key in values if "/" in key}
        for key, (xs, ys) in values.items():
            if key in layered:  # the total would flatten the lines of the layers
                continue
            place = place_of(key)
            if place.measure.often_constant and place.measure.name not in self._charts:
                self._keep_constant(place.measure, xs, ys)
            else:
                self.add_series(place.measure.name, place.series, xs, ys)

    def set_best(self, step: int, text: str | None = None) -> None:
        """Mark the best epoch so far in the charts of loss and metrics."""
        self._best = step, text
        for key, chart in self._charts.items():
            self._mark_best(key, chart)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _lay_out(self) -> None:
        theme = current_theme()
        filled = QWidget()
        layout = QVBoxLayout(filled)
        layout.setContentsMargins(0, theme.pixels("space-small"), 0, 0)
        layout.setSpacing(0)
        self._summary.setContentsMargins(theme.pixels("space-huge"), 0, theme.pixels("space-huge"), 0)
        layout.addWidget(self._summary)
        layout.addWidget(self._flow, 1)
        self._filled = filled
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(filled)

    def _retranslate(self) -> None:
        self._empty.setText(tr("No training yet. Press Train, and loss and metrics are drawn here as they come."))
        for key, chart in self._charts.items():
            chart.translate(measure_text(measure(key)))
            for series, line in chart.plot.lines.items():
                line.label = _label(series)
            chart.point_at(None)
        if self._best is not None:
            self.set_best(*self._best)
        self._summarise()

    def _keep_constant(self, found: Measure, xs: Sequence[int], ys: Sequence[float]) -> None:
        """A number as long as it is the same; then a chart of all there was."""
        series = self._constant.setdefault(found.name, Series())
        new = not len(series)
        series.append(xs, ys)
        limits = series.limits()
        if limits is not None and limits[2] < limits[3]:
            points = self._constant.pop(found.name).points()
            self.add_series(found.name, "all", points.x, points.y)
        elif not new:
            return
        self._summarise()

    def _summarise(self) -> None:
        parts = [tr("Run {run}").format(run=self._run)] if self._run else []
        for name, series in self._constant.items():
            found = measure(name)
            parts.append(f"{measure_text(found)} {_FORMATS[found.unit](series.last() or 0.0)}")
        self._summary.setText(" · ".join(parts))
        self._summary.setVisible(bool(parts))
        if self._constant:
            self._pages.setCurrentWidget(self._filled)

    def _add_chart(self, key: str) -> Chart:
        found = measure(key)
        chart = Chart(measure_text(found), _FORMATS[found.unit])
        chart.place_name = self._place_name
        chart.folder = lambda: self.folder()
        chart.plot.pointed.connect(self._point_at)
        self._charts[key] = chart
        self._mark_best(key, chart)
        order = sorted(self._charts, key=rank)
        self._charts = {each: self._charts[each] for each in order}
        self._flow.set_widgets(list(self._charts.values()))
        self._pages.setCurrentWidget(self._filled)
        return chart

    def _mark_best(self, key: str, chart: Chart) -> None:
        if self._best is not None and measure(key).group is not Group.TRAINING:
            step, text = self._best
            chart.set_marker("best", step, tr("best") if text is None else text)

    def _add_line(self, chart: Chart, series: str) -> None:
        color = _SERIES_COLORS.get(series)
        if color is None:
            color = _LAYER_COLORS[len(chart.plot.lines) % len(_LAYER_COLORS)]
        chart.add_series(series, _label(series), color, faint=series == STEP_SERIES)

    def _point_at(self, x: float | None) -> None:
        """The pointer in one chart reads the same step in all of them."""
        for chart in self._charts.values():
            if chart.plot is not self.sender():
                chart.point_at(x, named=False)

    def _place_name(self, x: float) -> str:
        """The step under the pointer and the epoch it belongs to."""
        step = max(0, round(x))
        index = min(bisect.bisect_left(self._epoch_steps, step), len(self._epochs) - 1)
        if index < 0:
            return tr("step {step}").format(step=grouped(step))
        return tr("epoch {epoch} · step {step}").format(epoch=self._epochs[index], step=grouped(step))


def _label(series: str) -> str:
    """What the legend calls a series; that of a layer has the layer's name."""
    known = {"train": tr("train"), "valid": tr("valid"), "test": tr("test"), STEP_SERIES: tr("train"), "all": ""}
    return known.get(series, series)
