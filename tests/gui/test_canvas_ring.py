"""The back buffer: whatever way one panned and edited, it shows what would be painted anew; and drags repaint no more
than they change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.core.graph import BlockData, End, Node, Wire
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.frame import Frame
from guinet.ui.canvas.layers import Layers
from guinet.ui.canvas.scene import Scene
from guinet.ui.canvas.view import View
from tests.gui.canvases import center, show_canvas

SIZE = QSize(301, 203)
NODES = tuple(Node(f"n{i}", "torch.nn.ReLU", f"r{i}", {}, (i % 8 * 190.0, i // 8 * 70.0)) for i in range(64))
WIRES = tuple(Wire(f"w{i}", End(f"n{i}", "output"), End(f"n{i + 1}", "input")) for i in range(63))
FAN = tuple(Wire(f"f{i}", End("n0", "output"), End(f"n{i}", "input")) for i in range(2, 30, 3))


@pytest.fixture(scope="module")
def layers(qapp: QApplication) -> Layers:
    return Layers(Scene(Project(REGISTRY, [BlockData("main", "Net", NODES, WIRES)]), REGISTRY, "main"))


def shown(frame: Frame, view: View, ratio: float, moving: bool = False) -> QImage:
    image = QImage(SIZE * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    frame.paint(painter, view, SIZE, ratio, moving)
    painter.end()
    return image


def settled(frame: Frame, view: View, ratio: float) -> QImage:
    frame.finish(view, SIZE, ratio)
    return shown(frame, view, ratio)


def difference(one: QImage, other: QImage) -> int:
    """How many pixels differ to the eye: antialiasing may round a pixel of a wire differently."""
    assert one.size() == other.size()
    mine, theirs = (np.frombuffer(image.constBits(), np.uint8).astype(int).reshape(-1, 4) for image in (one, other))
    return int((np.abs(mine - theirs).max(axis=1) > 48).sum())


WAYS = st.lists(
    st.tuples(st.integers(-170, 170), st.integers(-120, 120), st.sampled_from(["", "ahead", "spoil", "all", "jump"])),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WAYS, st.sampled_from([1.0, 1.5, 2.0]), st.sampled_from([0.12, 0.4, 1.0]))
def test_however_one_panned_the_picture_is_the_one_painted_anew(
    layers: Layers, ways: list[tuple[int, int, str]], ratio: float, scale: float
) -> None:
    frame, view = Frame(layers), View(scale, 100.0, 40.0).snapped(ratio)
    settled(frame, view, ratio)
    for dx, dy, meanwhile in ways:
        far = 40 if meanwhile == "jump" else 1
        view = view.panned(dx * far, dy * far).snapped(ratio)
        settled(frame, view, ratio)
        if meanwhile == "ahead":
            for _ in range(30):
                frame.paint_ahead()
            assert not frame.runs_short
        elif meanwhile == "all":
            while not frame.work_ahead(layers.scene.bounds()):
                pass
        elif meanwhile == "spoil":
            frame.spoil([QRectF(view.x + 20, view.y + 20, 60, 50), QRectF(1e12, -1e12, 1e9, 1e9)])
    # A wire's pixels may fall differently where it was painted in other pieces.
    assert difference(settled(frame, view, ratio), settled(Frame(layers), view, ratio)) <= 12


def test_panning_on_costs_nothing_once_it_was_painted_ahead(layers: Layers, monkeypatch: pytest.MonkeyPatch) -> None:
    frame, view = Frame(layers), View(1.0, 100.0, 40.0)
    settled(frame, view, 1.0)
    while not frame.work_ahead(layers.scene.bounds()):
        pass
    monkeypatch.setattr(layers, "paint", lambda *arguments: pytest.fail("nothing is left to paint"))
    for way in (QPointF(90, 30), QPointF(-60, 50), QPointF(-100, -150)):
        view = view.panned(way.x(), way.y())
        shown(frame, view, 1.0)
        assert frame.is_crisp


def test_zoomed_after_panning_the_old_picture_is_shown_in_one_piece(layers: Layers) -> None:
    """What is shown until the new picture is there has no seam where the buffer has its edge."""
    panned, fresh, view = Frame(layers), Frame(layers), View(0.5, 0.0, 0.0)
    settled(panned, view, 1.0)
    for _ in range(9):
        view = view.panned(-37, -23)
        settled(panned, view, 1.0)
    settled(fresh, view, 1.0)
    for frame in (panned, fresh):
        frame._cost = 1.0  # too dear to be painted while the scale changes
    closer = view.zoomed(1.7, QPointF(150, 100))
    assert shown(panned, closer, 1.0, moving=True) == shown(fresh, closer, 1.0, moving=True)
    assert not panned.is_crisp


class Painted(QObject):
    """What of the widget it filters was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.region = QRegion()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region |= event.region()
        return False


def changed(one: QImage, other: QImage) -> QRegion:
    """The box around all pixels that differ."""
    mine, theirs = (np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4) for image in (one, other))
    rows, columns = np.nonzero((mine != theirs).any(axis=2))
    if not len(rows):
        return QRegion()
    return QRegion(int(columns.min()), int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)


@pytest.mark.parametrize("scale", [1.0, 0.15])
def test_a_drag_repaints_all_that_it_changes_and_not_much_more(qtbot: QtBot, scale: float) -> None:
    canvas = show_canvas(qtbot, Project(REGISTRY, [BlockData("main", "Net", NODES, FAN)]), 1000, 700)
    canvas.set_minimap_visible(False)
    canvas.zoom_to(scale)
    canvas.reveal("n0")
    canvas.settle()
    here, painted = center(canvas, "r0"), Painted()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=here)
    for step in range(1, 9):
        canvas.settle()  # nothing is left over from the step before, on a busy machine either
        before = canvas.grab().toImage()
        painted = Painted()
        canvas.installEventFilter(painted)
        qtbot.mouseMove(canvas, here + QPoint(9 * step, 4 * step))
        QApplication.processEvents()
        canvas.removeEventFilter(painted)
        after = canvas.grab().toImage()
        assert (changed(before, after) - painted.region).isEmpty(), f"step {step}"
    assert painted.region.boundingRect().height() < canvas.height()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=here)


def test_a_picture_that_is_not_ready_is_shown_whole_when_it_is(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """An event for a corner may paint pieces elsewhere: they are shown with the next one."""
    canvas = show_canvas(qtbot, Project(REGISTRY, [BlockData("main", "Net", NODES, WIRES)]), 500, 400)
    canvas.settle()
    QApplication.processEvents()
    monkeypatch.setattr("guinet.ui.canvas.frame.BUDGET", 0.0)
    canvas.frame.spoil_all()
    painted = Painted()
    canvas.installEventFilter(painted)
    canvas.repaint(0, 0, 10, 10)
    qtbot.waitUntil(lambda: canvas.frame.is_crisp)
    qtbot.waitUntil(lambda: (QRegion(canvas.rect()) - painted.region).isEmpty())
