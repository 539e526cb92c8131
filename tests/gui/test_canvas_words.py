"""What is written beside nodes: the names of ports where there are several, and the names given to operators."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guinet.core import editing
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.node_painter import paint_words
from guinet.ui.canvas.port_names import ports_named
from tests.gui.canvases import center, id_of, show_canvas

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """x feeds an LSTM, which has several outputs; y and z feed a subtraction; 900×600 at life size."""
    project = Project(REGISTRY)
    add = project.main.add
    x, y = add("guinet.Input", "x", (-240.0, -100.0)), add("guinet.Input", "y", (-240.0, 60.0))
    add("guinet.Input", "z", (-240.0, 200.0))
    lstm, sub = add("torch.nn.LSTM", "lstm", (60.0, -100.0)), add("torch.sub", "sub", (100.0, 120.0))
    project.main.connect(x["output"], lstm["input"])
    project.main.connect(y["output"], sub["input"])
    shown = show_canvas(qtbot, project)
    shown.set_minimap_visible(False)
    return shown


def names(canvas: Canvas) -> set[tuple[str, str]]:
    nodes = canvas.scene.block.nodes
    return {(nodes[hit.id].name, hit.port) for hit in ports_named(canvas)}


def test_names_stand_beside_ports_when_the_pointer_comes_near(qtbot: QtBot, canvas: Canvas) -> None:
    box = canvas.node_rect("lstm").toRect()
    qtbot.mouseMove(canvas, QPoint(canvas.width() - 5, 5))
    assert names(canvas) == set()
    qtbot.mouseMove(canvas, box.bottomLeft() + QPoint(40, 25))
    shape = canvas.scene.shape(id_of(canvas, "lstm"))
    assert len(shape.outputs) > 1
    sides = [spots for spots in (shape.inputs, shape.outputs) if len(spots) > 1]
    assert names(canvas) == {("lstm", spot.port.name) for spots in sides for spot in spots}
    canvas.zoom_to(0.3)
    assert names(canvas) == set(), "where no ports are painted they have no names"


def test_the_names_go_when_the_pointer_leaves(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseMove(canvas, center(canvas, "sub"))
    assert names(canvas) == {("sub", "input"), ("sub", "other")}
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert names(canvas) == set()
    qtbot.mouseMove(canvas, center(canvas, "sub"))
    canvas.project.main.remove([id_of(canvas, "sub")])
    assert names(canvas) == set()


def test_while_a_wire_is_drawn_the_ports_it_may_end_at_say_their_names(qtbot: QtBot, canvas: Canvas) -> None:
    start = canvas.port_pos("z", "output").toPoint()
    qtbot.mousePress(canvas, LEFT, pos=start)
    qtbot.mouseMove(canvas, start + QPoint(60, 30))
    found = names(canvas)
    assert {("sub", "input"), ("sub", "other")} <= found
    assert not {port for node, port in found if node in "xyz"}, "not the ports it cannot end at"
    target = canvas.port_pos("sub", "other").toPoint()
    qtbot.mouseMove(canvas, target + QPoint(3, 2))
    qtbot.mouseRelease(canvas, LEFT, pos=target + QPoint(3, 2))
    assert len(canvas.scene.block.incoming(id_of(canvas, "sub"), "other")) == 1


def below(canvas: Canvas, name: str) -> QRectF:
    box = canvas.node_rect(name)
    return QRectF(box.center().x() - 60, box.bottom() + 1, 120, 16)


def words(canvas: Canvas, part: QRectF) -> int:
    """How many colours a part of the picture has: a ground with its dots has few, letters have many."""
    canvas.settle()
    image = canvas.grab(part.toRect()).toImage()
    return len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())})


def test_a_name_given_to_an_operator_stands_below_its_circle(qtbot: QtBot, canvas: Canvas) -> None:
    node = id_of(canvas, "sub")
    assert canvas.scene.look(node).name == "", "its own is none given by hand"
    bare = words(canvas, below(canvas, "sub"))
    editing.rename(canvas.scene.block, node, "residual")
    assert canvas.scene.look(node).name == "residual"
    named = words(canvas, below(canvas, "residual"))
    assert named > bare + 5
    canvas.zoom_to(0.3)
    assert words(canvas, below(canvas, "residual")) <= bare + 2, "far out it would not be legible"
    canvas.zoom_to(1.0)
    canvas.project.undo()
    assert words(canvas, below(canvas, "sub")) == bare


def test_the_name_goes_along_when_the_operator_is_dragged(qtbot: QtBot, canvas: Canvas) -> None:
    editing.rename(canvas.scene.block, id_of(canvas, "sub"), "residual")
    before = words(canvas, below(canvas, "residual"))
    start = center(canvas, "residual")
    qtbot.mousePress(canvas, LEFT, pos=start)
    for step in (0.5, 1.0):
        qtbot.mouseMove(canvas, start + (QPointF(80, 40) * step).toPoint())
        QApplication.processEvents()
    assert words(canvas, below(canvas, "residual")) >= before - 2
    qtbot.mouseRelease(canvas, LEFT, pos=start + QPoint(80, 40))
    assert words(canvas, below(canvas, "residual")) >= before - 2


@pytest.mark.parametrize("scale", [0.55, 0.6, 0.7, 1.0, 2.0])
def test_words_on_a_card_are_legible_however_small_it_is(canvas: Canvas, scale: float) -> None:
    """Letters of a card are never smaller than 8 pixels, and keep between its borders."""
    written: list[tuple[QPointF, QFont, str]] = []

    class Writing(QPainter):
        def drawText(self, at: QPointF, text: str) -> None:  # type: ignore[override]
            written.append((at, self.font(), text))

    look = canvas.scene.look(id_of(canvas, "lstm"))
    box = QRectF(0, 0, look.shape.width, look.shape.height)
    ground = QPixmap(10, 10)
    painter = Writing(ground)
    paint_words(painter, look, box, scale)
    painter.end()
    assert [text for _, _, text in written][:1] == [look.title]
    for at, font, text in written:
        metrics = QFontMetricsF(font)
        assert font.pixelSize() * scale >= 8
        assert box.contains(QRectF(at.x(), at.y() - metrics.capHeight(), metrics.horizontalAdvance(text), 1))
        assert at.y() + metrics.descent() <= box.bottom()
    baselines = [at.y() for at, _, _ in written]
    assert baselines == sorted(baselines)
    if len(written) > 1:
        (above, _, _), (below, font, _) = written[:2]
        assert below.y() - QFontMetricsF(font).capHeight() > above.y(), "the lines keep apart"
