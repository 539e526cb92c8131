"""How long the canvas takes to open and to show a frame of each gesture.

`python -m tests.benchmarks.canvas COUNT` prints it as JSON, `test_canvas.py` as a table, `peers.py` beside others.
A frame is: one input event, then events are processed until the canvas has painted. GUINET_BENCHMARK_CPU=1 counts the
processor's time instead of the clock's, for a machine that is busy with other things.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from time import perf_counter, process_time

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from guinet.core.graph import BlockData, End, Node, Wire
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.garbage import GarbageCollector
from tests.benchmarks.drawn import drawn

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
    """The network of `drawn` as a block, and the id of the node that feeds fifty others."""
    net = drawn(count, seed)
    nodes = tuple(
        Node(
            f"n{number}", "torch.add" if number in net.fed else KINDS[number % len(KINDS)], f"node_{number}", {}, place
        )
        for number, place in enumerate(net.places)
    )
    wires = tuple(
        Wire(f"w{number}", End(f"n{source}", "output"), End(f"n{target}", "other" if second else "input"), number)
        for number, (source, target, second) in enumerate(net.wires)
    )
    return BlockData("main", "Net", nodes, wires), f"n{net.hub}"


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
    delta = QPoint(0, -120 if index // 3 % 2 else 120)
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


def main(count: int) -> None:
    import gc

    application = QApplication(sys.argv[:1])
    data, hub = workload(count)
    project = Project(REGISTRY, [data])
    REGISTRY.get(KINDS[0])  # the registry is read once, not with every file
    gc.freeze()
    GarbageCollector(application)
    start = process_time()
    canvas = Canvas(project, REGISTRY)
    canvas.resize(1600, 1000)
    canvas.show()
    for _ in range(5):
        application.processEvents()
    opened = process_time() - start
    print(json.dumps({"opened": opened, "frames": measure(canvas, hub)}), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
