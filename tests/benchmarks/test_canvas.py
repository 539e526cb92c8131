"""How long the canvas takes to open and to show a frame of each gesture; prints a table.

    pytest tests/benchmarks/test_canvas.py -s --benchmark-enable

A frame is: one input event, then events are processed until the canvas has painted. Nothing is asserted on time.
GUINET_BENCHMARK_CPU=1 counts the processor's time instead of the clock's, for a machine that is busy with other things.
"""

from __future__ import annotations

import gc
import math
import os
import random
from collections.abc import Callable, Iterator
from time import perf_counter, process_time

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.core.graph import BlockData, End, Node, Wire
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.garbage import GarbageCollector, collect_due

KINDS = (
    "torch.nn.Linear",
    "torch.nn.Conv2d",
    "torch.nn.ReLU",
    "torch.nn.Dropout",
    "torch.nn.LayerNorm",
    "torch.nn.GELU",
)
FRAMES = 60


def workload(count: int, seed: int = 0) -> tuple[BlockData, str]:
    """A block in rows with about 1.3 wires a node, and the id of a node that feeds fifty others."""
    rng = random.Random(seed)
    columns = math.ceil(math.sqrt(count * 1.6))
    nodes, wires = [], []
    hub = count * 2 // 5 // columns * columns + columns // 2
    fed = set(range(hub + 1, min(hub + 51, count)))
    for index in range(count):
        row, column = divmod(index, columns)
        column = column if row % 2 == 0 else columns - 1 - column
        kind = "torch.add" if index in fed else KINDS[index % len(KINDS)]
        nodes.append(Node(f"n{index}", kind, f"node_{index}", {}, (column * 240.0, row * 150.0)))
    for index in range(1, count):
        wires.append(Wire(f"w{index}", End(f"n{index - 1}", "output"), End(f"n{index}", "input")))
    for index in sorted(fed):
        wires.append(Wire(f"h{index}", End(f"n{hub}", "output"), End(f"n{index}", "other")))
    for index in rng.sample(range(6, count), count * 3 // 10):
        back = index - rng.randint(2, 5)
        wires.append(Wire(f"x{index}", End(f"n{back}", "output"), End(f"n{index}", "input"), 1))
    return BlockData("main", "Net", tuple(nodes), tuple(wires)), f"n{hub}"


class Paints(QObject):
    """Counts the paint events of the widget it filters."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def frames(canvas: Canvas, act: Callable[[int], None]) -> list[float]:
    """Milliseconds of each frame."""
    clock = process_time if os.environ.get("GUINET_BENCHMARK_CPU") else perf_counter
    paints = Paints()
    canvas.installEventFilter(paints)
    times = []
    for index in range(FRAMES):
        before, start = paints.count, clock()
        act(index)
        while paints.count == before:
            QApplication.processEvents()
        times.append((clock() - start) * 1000)
    canvas.removeEventFilter(paints)
    return times


def wheel(canvas: Canvas, index: int) -> None:
    """Three notches in, three out, so that the scale stays about the same."""
    at = QPointF(canvas.rect().center())
    delta = QPoint(0, 120 if index // 3 % 2 else -120)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(at, at, QPoint(), delta, buttons, keys, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(canvas, event)


def drag(canvas: Canvas, button: Qt.MouseButton, start: QPoint) -> Iterator[Callable[[int], None]]:
    """Presses, yields the movement of one frame, and cancels with Esc."""
    keys = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(canvas, button, keys, start)
    yield lambda index: QTest.mouseMove(canvas, start + QPoint(9 * (index % 40) + 9, 5 * (index % 40) + 5), -1)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)


def measure(canvas: Canvas, hub: str) -> dict[str, list[float]]:
    """Frame times of every gesture, with everything in sight and at life size around the hub."""
    found: dict[str, list[float]] = {}
    for sight in ("all", "100 %"):

        def look(sight: str = sight) -> None:
            canvas.frame_all()
            if sight != "all":
                canvas.select((hub,))
                canvas.frame_selection()
            QTest.qWait(700)

        look()
        found[f"zoom, {sight}"] = frames(canvas, lambda index: wheel(canvas, index))
        QTest.qWait(700)
        for name, button in (("pan", Qt.MouseButton.MiddleButton), ("drag hub", Qt.MouseButton.LeftButton)):
            look()
            name_of = canvas.scene.block.nodes[hub].name
            for move in drag(canvas, button, canvas.node_rect(name_of).center().toPoint()):
                found[f"{name}, {sight}"] = frames(canvas, move)
    return found


def percentile(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


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


@pytest.mark.slow
@pytest.mark.usefixtures("collecting")
@pytest.mark.parametrize("count", [1_000, 10_000])
def test_frames(qtbot: QtBot, count: int) -> None:
    data, hub = workload(count)
    project = Project(REGISTRY, [data])
    assert REGISTRY.get(KINDS[0]) is not None  # the registry is read once, not with every file
    start = perf_counter()
    canvas = Canvas(project, REGISTRY)
    qtbot.addWidget(canvas)
    canvas.resize(1600, 1000)
    canvas.show()
    QApplication.processEvents()
    opened = perf_counter() - start
    print(f"\n{count} nodes, {len(data.wires)} wires: opened in {opened * 1000:.0f} ms")
    for name, times in measure(canvas, hub).items():
        middle, high, worst = percentile(times, 0.5), percentile(times, 0.95), max(times)
        print(f"  {name:16} median {middle:6.2f}  p95 {high:6.2f}  worst {worst:6.2f} ms")
        assert len(times) == FRAMES
    assert project.history.labels == ()
