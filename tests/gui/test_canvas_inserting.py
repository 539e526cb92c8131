"""A kind dropped on a wire lands between what the wire joins and covers nothing, along a row and between rows."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.gestures.drop import MIME
from tests.gui.canvases import center, id_of, joined, show_canvas, steps

LEFT, NONE, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """a → b → c, and in the row below d → e → f, close to one another; c leads back to d."""
    project = Project(REGISTRY)
    block = project.main
    made = [
        block.add("torch.nn.ReLU", name, (200.0 * (place % 3), 100.0 * (place // 3)))
        for place, name in enumerate("abcdef")
    ]
    for one, other in pairwise(made):
        block.connect(one["output"], other["input"])
    return show_canvas(qtbot, project, framed=True)


def places(canvas: Canvas) -> dict[str, tuple[float, float]]:
    return {node.name: node.position for node in canvas.scene.block.nodes.values()}


def covered(canvas: Canvas) -> list[tuple[str, str]]:
    boxes = {node.name: canvas.scene.rect(node.id) for node in canvas.scene.block.nodes.values()}
    return [(one, other) for one, other in combinations(boxes, 2) if boxes[one].intersects(boxes[other])]


def drop(canvas: Canvas, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    data, copy = QMimeData(), Qt.DropAction.CopyAction
    data.setData(MIME, b"torch.nn.Tanh")
    for event in (
        QDragEnterEvent(at, copy, data, LEFT, keys),
        QDragMoveEvent(at, copy, data, LEFT, keys),
        QDropEvent(QPointF(at), copy, data, LEFT, keys),
    ):
        QApplication.sendEvent(canvas, event)


def wire(canvas: Canvas, source: str, target: str) -> QPoint:
    [found] = canvas.scene.block.outgoing(id_of(canvas, source))
    assert found.target.node == id_of(canvas, target)
    return canvas.wire_point(found.id).toPoint()


def test_in_a_tight_row_the_node_stands_beside_the_one_before(canvas: Canvas) -> None:
    before, done = places(canvas), steps(canvas)
    drop(canvas, wire(canvas, "a", "b"))
    assert covered(canvas) == []
    assert {"atanh", "tanhb", "bc", "cd"} <= joined(canvas)
    after = places(canvas)
    assert (after["a"], after["d"], after["e"], after["f"]) == tuple(before[name] for name in "adef")
    assert after["c"][0] - before["c"][0] == after["b"][0] - before["b"][0] > 0
    assert after["tanh"][0] > before["a"][0] + 150
    assert steps(canvas) == done + 1
    canvas.project.undo()
    assert places(canvas) == before


def test_between_rows_the_lower_one_goes_down_and_stays_below(canvas: Canvas) -> None:
    before = places(canvas)
    drop(canvas, wire(canvas, "c", "d"))
    assert covered(canvas) == []
    assert {"ctanh", "tanhd"} <= joined(canvas)
    after = places(canvas)
    assert [after[name] for name in "abc"] == [before[name] for name in "abc"]
    assert [after[name][0] for name in "def"] == [before[name][0] for name in "def"], "nothing goes aside"
    assert len({after[name][1] - before[name][1] for name in "def"}) == 1
    assert canvas.rect().contains(center(canvas, "tanh"))


def test_with_alt_all_others_stay(canvas: Canvas) -> None:
    before = places(canvas)
    drop(canvas, wire(canvas, "c", "d"), ALT)
    after = places(canvas)
    assert {name: after[name] for name in before} == before
