"""Frame times of a live chart, with all points in view and with the last hundredth of them.

    pytest tests/benchmarks/test_charts.py --benchmark-enable --benchmark-only --benchmark-columns=median,iqr,rounds

Each round appends 1,000 points and paints: what one frame of a running training costs.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.ui.charts.frame import View
from guinet.ui.charts.plot import Plot

BATCH = 1000


class PaintCounter(QObject):
    """Counts how often a widget was painted."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture
def frame(qtbot: QtBot) -> Callable[[int, int, float], Callable[[], None]]:
    """A function that makes a plot of some lines and points, and returns what appends and paints once."""

    def prepare(points: int, lines: int, share: float) -> Callable[[], None]:
        plot = Plot()
        qtbot.addWidget(plot)
        plot.resize(1200, 500)
        plot.show()
        random = np.random.default_rng(0)
        for number in range(lines):
            plot.add_line(str(number), str(number), number)
            steps = np.arange(points // lines)
            noise = random.standard_normal(len(steps), np.float32) * 0.15
            plot.append(str(number), steps, 2.3 * np.exp(-3 * steps / len(steps)) + noise)
        painted = PaintCounter(plot)
        plot.installEventFilter(painted)
        state = {"end": points // lines}

        def one_frame() -> None:
            end = state["end"]
            for name in plot.lines:
                plot.append(name, np.arange(end, end + BATCH), random.standard_normal(BATCH, np.float32))
            state["end"] = end + BATCH
            before = painted.count
            if share < 1:
                shown = plot.shown
                plot.show_range(View(state["end"] * (1 - share), state["end"], shown.low, shown.high))
            else:
                plot.draw()
            while painted.count == before:
                QApplication.processEvents()

        plot.draw()
        one_frame()
        return one_frame

    return prepare


@pytest.mark.parametrize("share", [1.0, 0.01], ids=["all", "last-hundredth"])
@pytest.mark.parametrize("lines", [1, 8])
@pytest.mark.parametrize("points", [100_000, 1_000_000, 10_000_000])
def test_frame(
    benchmark: Callable[[Callable[[], None]], None],
    frame: Callable[[int, int, float], Callable[[], None]],
    points: int,
    lines: int,
    share: float,
) -> None:
    benchmark(frame(points, lines, share))
