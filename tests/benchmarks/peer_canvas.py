"""One canvas of another library: for `peers.py`, by library and number of nodes.

Runs with the Python of an environment that has that library, and needs nothing else of this repository but `drawn.py`.
A frame of a pan or a drag is as of GuiNet's canvas: one mouse event, then events are processed until the canvas has
painted. Only qtpynodeeditor's pan, which needs an empty place to begin at, moves the scroll bars; and a zoom scales the
view, as their wheels stop at a scale of their own.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, TypeAlias

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsView

from tests.benchmarks.drawn import Drawn, drawn

Act: TypeAlias = Callable[[int], None]
"""What begins one frame, by its number."""

FRAMES = 40
PATIENCE = 4.0
"""Seconds; a gesture that takes longer is measured in fewer frames."""

BODY = (150.0, 80.0)
"""About what a node of these libraries takes, in scene units."""


class NodeGraphQt:
    """Its check for cycles is switched off: it follows every path, which takes minutes for a hundred nodes."""

    def __init__(self, net: Drawn) -> None:
        from NodeGraphQt import BaseNode, NodeGraph

        class Plain(BaseNode):
            __identifier__ = "bench"
            NODE_NAME = "Plain"

            def __init__(self) -> None:
                super().__init__()
                self.add_input("input", multi_input=True)
                self.add_input("other", multi_input=True)
                self.add_output("output")

        self._graph = NodeGraph()
        self._graph.set_acyclic(False)
        self._graph.register_node(Plain)
        nodes = [
            self._graph.create_node("bench.Plain", name=f"node_{number}", pos=place, selected=False, push_undo=False)
            for number, place in enumerate(net.places)
        ]
        for source, target, second in net.wires:
            nodes[source].output(0).connect_to(nodes[target].input(int(second)), push_undo=False)
        self.widget: Any = self._graph.widget
        self._view = self._graph.viewer()
        self.viewport: Any = self._view.viewport()
        self._hub = nodes[net.hub].view

    def look(self, part: QRectF) -> None:
        width, height = self.viewport.width(), self.viewport.height()
        scale = max(part.width() / width, part.height() / height)
        center = part.center()
        self._view._scene_range = QRectF(
            center.x() - width * scale / 2, center.y() - height * scale / 2, width * scale, height * scale
        )
        self._view._update_scene()

    def zoom(self, factor: float) -> None:
        self._view.scale(factor, factor)

    def panned(self) -> Iterator[Act]:
        beside = self._hub.sceneBoundingRect().topLeft() - QPointF(45, 35)  # on a node the middle button does nothing
        return drag(self.viewport, Qt.MouseButton.MiddleButton, self._view.mapFromScene(beside))

    def hub(self) -> QPoint:
        return self._view.mapFromScene(self._hub.sceneBoundingRect().center())


class QtPyNodeEditor:
    """Without its check for cycles, for the same reason."""

    def __init__(self, net: Drawn) -> None:
        import qtpynodeeditor as editor
        from qtpynodeeditor import NodeData, NodeDataModel, NodeDataType, PortType

        kind = NodeDataType("tensor", "Tensor")

        class Data(NodeData):
            data_type = kind

        class Plain(NodeDataModel):
            name = caption = "Linear"
            caption_visible = True
            num_ports: ClassVar[dict[str, int]] = {PortType.input: 2, PortType.output: 1}
            data_type: ClassVar[dict[str, Any]] = {PortType.input: {0: kind, 1: kind}, PortType.output: {0: kind}}

            def out_data(self, port: object) -> None:
                return None

            def set_in_data(self, data: object, port: object) -> None:
                return None

            def embedded_widget(self) -> None:
                return None

        registry = editor.DataModelRegistry()
        registry.register_model(Plain)
        self._scene = editor.FlowScene(registry=registry)
        self.widget: Any = editor.FlowView(self._scene)
        self.viewport: Any = self.widget.viewport()
        nodes = [self._scene.create_node(Plain) for _ in net.places]
        for node, place in zip(nodes, net.places, strict=True):
            node.graphics_object.setPos(QPointF(*place))
        taken = set()
        for source, target, second in net.wires:
            if (target, second) not in taken:  # an input takes one wire only
                taken.add((target, second))
                ends = nodes[source][PortType.output][0], nodes[target][PortType.input][int(second)]
                self._scene.create_connection(*ends, check_cycles=False)
        self._hub = nodes[net.hub].graphics_object
        bounds = whole(net)
        self.widget.setSceneRect(bounds.adjusted(-bounds.width(), -bounds.height(), bounds.width(), bounds.height()))
        self.widget.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)

    def look(self, part: QRectF) -> None:
        self.widget.fitInView(part, Qt.AspectRatioMode.KeepAspectRatio)

    def zoom(self, factor: float) -> None:
        self.widget.scale(factor, factor)

    def panned(self) -> Iterator[Act]:
        across, down = self.widget.horizontalScrollBar(), self.widget.verticalScrollBar()
        left, top = across.value(), down.value()

        def move(index: int) -> None:
            across.setValue(left - 9 * (index % 40) - 9)
            down.setValue(top - 5 * (index % 40) - 5)

        yield move

    def hub(self) -> QPoint:
        return self.widget.mapFromScene(self._hub.sceneBoundingRect().center())


LIBRARIES: dict[str, Any] = {"nodegraphqt": NodeGraphQt, "qtpynodeeditor": QtPyNodeEditor}


class Paints(QObject):
    """Counts the paint events of the widget it filters."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def whole(net: Drawn) -> QRectF:
    across, down = [x for x, _ in net.places], [y for _, y in net.places]
    corner = QPointF(min(across), min(down))
    return QRectF(corner, QPointF(max(across) + BODY[0], max(down) + BODY[1]))


def drag(viewport: Any, button: Qt.MouseButton, start: QPoint) -> Iterator[Act]:
    """Presses, yields the movement of one frame, and lets go where it was pressed."""
    keys = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(viewport, button, keys, start)
    yield lambda index: QTest.mouseMove(viewport, start + QPoint(9 * (index % 40) + 9, 5 * (index % 40) + 5), -1)
    QTest.mouseMove(viewport, start, -1)
    QTest.mouseRelease(viewport, button, keys, start)


def gestures(canvas: Any) -> Iterator[tuple[str, Callable[[], Iterable[Act]]]]:
    yield "zoom", lambda: [lambda index: canvas.zoom(1 / 1.2 if index // 3 % 2 else 1.2)]
    yield "pan", canvas.panned
    yield "drag hub", lambda: drag(canvas.viewport, Qt.MouseButton.LeftButton, canvas.hub())


def frames(application: QApplication, paints: Paints, act: Callable[[int], None]) -> list[float]:
    """Milliseconds of each frame, after two that are not counted."""
    clock = time.process_time if os.environ.get("GUINET_BENCHMARK_CPU") else time.perf_counter
    times: list[float] = []
    began = time.perf_counter()
    for index in range(FRAMES + 2):
        application.processEvents()
        before, start = paints.count, clock()
        act(index)
        while paints.count == before:
            application.processEvents()
        times.append((clock() - start) * 1000)
        if time.perf_counter() - began > PATIENCE and index > 4:
            break
    return times[2:]


def main(library: str, count: int) -> None:
    application = QApplication(sys.argv[:1])
    net, start = drawn(count), time.process_time()
    canvas = LIBRARIES[library](net)
    canvas.widget.resize(1600, 1000)
    canvas.widget.show()
    for _ in range(5):
        application.processEvents()
    opened = time.process_time() - start
    paints, found = Paints(), dict[str, list[float]]()
    canvas.viewport.installEventFilter(paints)
    x, y = net.places[net.hub]
    near = QRectF(x - 725, y - 460, canvas.viewport.width(), canvas.viewport.height())
    for sight, part in (("all", whole(net)), ("100 %", near)):
        for name, gesture in gestures(canvas):
            canvas.look(part)
            application.processEvents()
            for act in gesture():
                found[f"{name}, {sight}"] = frames(application, paints, act)
    print(json.dumps({"opened": opened, "frames": found}), flush=True)
    os._exit(0)  # their scenes take minutes to come down, or crash


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
