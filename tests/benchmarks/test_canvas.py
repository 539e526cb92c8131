"""How long the canvas takes to open and to show a frame of each gesture; prints a table.

    pytest tests/benchmarks/test_canvas.py -s --benchmark-enable

See `canvas.py` for what a frame is. Nothing is asserted on time.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from time import perf_counter, process_time

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.garbage import GarbageCollector, collect_due
from tests.benchmarks.canvas import FRAMES, KINDS, measure, percentile, workload

CLOCK = process_time if os.environ.get("GUINET_BENCHMARK_CPU") else perf_counter


@pytest.fixture
def collecting(qapp: QApplication) -> Iterator[None]:
    """Garbage is collected as in the program: from a timer, and not in the middle of a frame."""
    gc.freeze()
    collector = GarbageCollector(qapp)
    yield
    collector.deleteLater()
    gc.unfreeze()
    gc.enable()
    collect_due()


def shown(qtbot: QtBot, count: int) -> tuple[Canvas, str, float]:
    """A canvas of so many nodes, the one that feeds fifty others, and the seconds it took to open."""
    data, hub = workload(count)
    project = Project(REGISTRY, [data])
    assert REGISTRY.get(KINDS[0]) is not None  # the registry is read once, not with every file
    start = CLOCK()
    canvas = Canvas(project, REGISTRY)
    qtbot.addWidget(canvas)
    canvas.resize(1600, 1000)
    canvas.show()
    QApplication.processEvents()
    return canvas, hub, CLOCK() - start


@pytest.mark.slow
@pytest.mark.usefixtures("collecting")
@pytest.mark.parametrize("count", [1_000, 10_000, 100_000])
def test_frames(qtbot: QtBot, count: int) -> None:
    canvas, hub, opened = shown(qtbot, count)
    print(f"\n{count} nodes, {len(canvas.scene.wires)} wires: opened in {opened * 1000:.0f} ms")
    for name, times in measure(canvas, hub).items():
        middle, high, worst = percentile(times, 0.5), percentile(times, 0.95), max(times)
        print(f"  {name:16} median {middle:6.2f}  p95 {high:6.2f}  worst {worst:6.2f} ms")
        assert len(times) == FRAMES
    assert canvas.project.history.labels == ()


@pytest.mark.slow
@pytest.mark.usefixtures("collecting")
@pytest.mark.parametrize("count", [1_000, 10_000])
def test_crisp_repaint_and_layout(qtbot: QtBot, count: int) -> None:
    """All of the picture painted anew after a gesture, at several scales; and everything laid out."""
    canvas, _, _ = shown(qtbot, count)
    canvas.frame_all()
    print()
    for scale in (canvas.view.scale, 0.1, 0.25, 0.5, 1.0):
        canvas.zoom_to(scale)
        canvas.settle()
        times = []
        for _ in range(7):
            canvas.frame.spoil_all()
            start = CLOCK()
            canvas.frame.finish(canvas.view, canvas.size(), canvas.devicePixelRatioF())
            times.append((CLOCK() - start) * 1000)
        print(f"  {count} nodes at {100 * scale:3.0f} %: crisp in {percentile(times, 0.5):.1f} ms")
    start = CLOCK()
    with qtbot.waitSignal(canvas.arranging.finished, timeout=60_000):
        canvas.arranging.lay_out()
    print(f"  {count} nodes laid out in {(CLOCK() - start) * 1000:.0f} ms, with what it takes to show them")
    assert len(canvas.project.history.labels) == 1
