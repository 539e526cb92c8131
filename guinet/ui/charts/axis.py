"""An axis that writes its ticks with a number format, linear or logarithmic."""

from __future__ import annotations

import math

import pyqtgraph

from guinet.ui.charts.numbers import NumberFormat, short
from guinet.ui.theme import Theme

Ticks = list[tuple[float, list[float]]]


class Axis(pyqtgraph.AxisItem):  # type: ignore[misc]  # pyqtgraph has no annotations
    """Ticks as quiet text; on the left with lines across the chart.

    A logarithmic axis shows a view whose coordinates are decimal logarithms: the plot puts them there itself, as
    the pyramid does not know pyqtgraph's own logarithmic mode.
    """

    def __init__(self, side: str, number_format: NumberFormat = short) -> None:
        super().__init__(side)
        self.number_format = number_format
        self.logarithmic = False
        self.enableAutoSIPrefix(False)
        self.setStyle(tickLength=0, tickTextOffset=6, autoExpandTextSpace=True, hideOverlappingLabels=True)

    def restyle(self, theme: Theme) -> None:
        """Take the colours and the font of a theme."""
        self.setTickFont(theme.font("tiny"))
        self.setTextPen(theme.color("chart-axis"))
        self.setPen(theme.color("chart-grid"))
        self.setTickPen(theme.color("chart-grid"))
        if self.orientation == "left":
            self.setGrid(255)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Ticks:
        """Where the ticks are: only one level of them, or the decades."""
        if self.logarithmic:
            return _decades(minVal, maxVal)
        levels: Ticks = super().tickValues(minVal, maxVal, size)
        return levels[:1] if len(levels[0][1]) > 2 else [(levels[0][0], levels[0][1]), *levels[1:2]]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """What the ticks read."""
        numbers = [10.0**value if self.logarithmic else value for value in values]
        # neighbouring ticks must not read the same when the view is narrow
        texts = [self.number_format(number) for number in numbers]
        return texts if len(set(texts)) == len(texts) else [f"{number:.6g}" for number in numbers]


def _decades(low: float, high: float) -> Ticks:
    decades = [float(power) for power in range(math.ceil(low), math.floor(high) + 1)]
    if len(decades) > 8:
        decades = decades[:: math.ceil(len(decades) / 8)]
    if len(decades) > 2:
        return [(1.0, decades)]
    between = [power + math.log10(digit) for power in range(math.floor(low), math.ceil(high)) for digit in (2, 5)]
    return [(1.0, decades), (0.3, [value for value in between if low <= value <= high])]
