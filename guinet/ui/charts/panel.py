"""The Charts panel: loss, metrics, gradients, learning rate, throughput and memory of the training, as it runs."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from guinet.ui.charts.chart import Chart
from guinet.ui.charts.flow import Flow
from guinet.ui.charts.numbers import NumberFormat, grouped, memory, percent, short
from guinet.ui.theme import set_variant
from guinet.ui.translate import tr

STEP_SERIES: Final = "train steps"
_SHARES: Final = frozenset({"accuracy", "precision", "recall", "f1"})
_LAYER_COLORS: Final = (5, 3, 4, 2, 6, 7, 0, 1)
_SERIES_COLORS: Final = {"train": 0, STEP_SERIES: 0, "all": 0, "valid": 1, "test": 2}
_PREFIXES: Final = {"validation_": "valid", "valid_": "valid", "test_": "test", "train_": "train"}
_LAST: Final = ("gradient_norm", "learning_rate", "samples_per_second", "memory_bytes")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value belongs: the key of its chart, the name of its series."""

    chart: str
    series: str


def place_of(key: str) -> Place:
    """The place of an event's value: "validation_accuracy" is the series "valid" of the chart "accuracy"."""
    if "/" in key:
        chart, series = key.split("/", 1)
        return Place(chart, series)
    for prefix, series in _PREFIXES.items():
        if key.startswith(prefix) and len(key) > len(prefix):
            return Place(key.removeprefix(prefix), series)
    if key in _LAST:
        return Place(key, "all")
    return Place(key, "train")


class ChartsPanel(QWidget):
    """Feed it from the training's events; a chart appears with its first value.

    All x are steps, never decreasing. Values that are not finite are drawn as gaps.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("charts")
        self.folder: Callable[[], str] = str
        """Where file dialogs open, e.g. the last export folder."""
        self._charts: dict[str, Chart] = {}
        self._epoch_steps: list[int] = []
        self._epochs: list[int] = []
        self._best: tuple[int, str | None] | None = None
        self._empty = QLabel(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        set_variant(self._empty, "muted")
        self._flow = Flow(self)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._flow)
        self._retranslate()

    @property
    def charts(self) -> Mapping[str, Chart]:
        """The charts there are, by key: "loss", "accuracy", "gradient_norm", "learning_rate" …"""
        return self._charts

    def clear(self) -> None:
        """Start over, for another run or project."""
        self._flow.set_widgets([])
        for chart in self._charts.values():
            chart.setParent(None)
            chart.deleteLater()
        self._charts.clear()
        self._epoch_steps.clear()
        self._epochs.clear()
        self._best = None
        self._pages.setCurrentWidget(self._empty)

    def add_steps(self, steps: ArrayLike, losses: ArrayLike) -> None:
        """Training losses of single steps; 1-D arrays of the same length."""
        self.add_series("loss", STEP_SERIES, steps, losses)

    def add_series(self, chart: str, series: str, xs: ArrayLike, ys: ArrayLike) -> None:
        """Points of any series of any chart; both are made when they are new. Raises ValueError when x goes back."""
        target = self._charts.get(chart) or self._add_chart(chart)
        if not target.has_series(series):
            self._add_line(target, chart, series)
        target.append(series, xs, ys)

    def add_epoch(self, epoch: int, step: int, values: Mapping[str, float]) -> None:
        """What was measured at the end of an epoch, `step` steps into the training.

        Keys as the training's events name them: "loss", "validation_loss", "accuracy", "validation_accuracy", "mae",
        "learning_rate", "gradient_norm", "gradient_norm/conv", "samples_per_second", "memory_bytes" …
        """
        self._epochs.append(epoch)
        self._epoch_steps.append(step)
        layered = {key.split("/", 1)[0] for key in values if "/" in key}
        for key, value in values.items():
            place = place_of(key)
            if key not in layered:  # the total would flatten the lines of the layers
                self.add_series(place.chart, place.series, [step], [value])

    def set_best(self, step: int, text: str | None = None) -> None:
        """Mark the best epoch so far in the charts of loss and metrics."""
        self._best = step, text
        for key, chart in self._charts.items():
            if key not in _LAST:
                chart.set_marker("best", step, tr("best") if text is None else text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._empty.setText(tr("No training yet. Press Train, and loss and metrics are drawn here as they come."))
        for key, chart in self._charts.items():
            chart.translate(describe(key)[0])
            for series, line in chart.plot.lines.items():
                line.label = _label(series)
            chart.point_at(None)
        if self._best is not None:
            self.set_best(*self._best)

    def _add_chart(self, key: str) -> Chart:
        title, number_format = describe(key)
        chart = Chart(title, number_format)
        chart.place_name = self._place_name
        chart.folder = lambda: self.folder()
        chart.plot.pointed.connect(self._point_at)
        self._charts[key] = chart
        order = sorted(self._charts, key=_rank)
        self._charts = {each: self._charts[each] for each in order}
        self._flow.set_widgets(list(self._charts.values()))
        self._pages.setCurrentWidget(self._flow)
        return chart

    def _add_line(self, chart: Chart, key: str, series: str) -> None:
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


def describe(key: str) -> tuple[str, NumberFormat]:
    """The title of a chart and how it writes its numbers."""
    known: dict[str, tuple[str, NumberFormat]] = {
        "loss": (tr("Loss"), short),
        "accuracy": (tr("Accuracy"), percent),
        "mae": (tr("Mean absolute error"), short),
        "mse": (tr("Mean squared error"), short),
        "r2": (tr("R²"), short),
        "gradient_norm": (tr("Gradient norm by layer"), short),
        "learning_rate": (tr("Learning rate"), short),
        "samples_per_second": (tr("Samples per second"), short),
        "memory_bytes": (tr("Memory"), memory),
    }
    title = key.replace("_", " ")
    return known.get(key, (title[:1].upper() + title[1:], percent if key in _SHARES else short))


def _label(series: str) -> str:
    """What the legend calls a series; that of a layer has the layer's name."""
    known = {"train": tr("train"), "valid": tr("valid"), "test": tr("test"), STEP_SERIES: tr("train"), "all": ""}
    return known.get(series, series)


def _rank(key: str) -> tuple[int, int]:
    """Loss, then metrics as they came, then what is only looked at when something is wrong."""
    if key in _LAST:
        return 2, _LAST.index(key)
    return (0 if key == "loss" else 1), 0
