"""Far out: wires bundle and grow faint, titles of frames keep apart, and no text is cut to a few letters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from guinet.core import editing, framing
from guinet.core.graph import BlockData, End, Node, Wire
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.far_titles import FarTitles
from guinet.ui.canvas.far_wires import bundled
from guinet.ui.canvas.layers import Style
from guinet.ui.canvas.node_painter import _far_words
from guinet.ui.theme import current_theme

SCALE = 0.1


def row(ax: float, ay: float, bx: float, by: float) -> tuple[float, ...]:
    """A wire as the scene's table has it; what is in its first four columns does not matter here."""
    return 0.0, 0.0, 0.0, 0.0, ax, ay, bx, by


def lines(*rows: tuple[float, ...]) -> list[tuple[float, float, float, float]]:
    return sorted((line.x1(), line.y1(), line.x2(), line.y2()) for line in bundled(rows, SCALE))


def test_wires_out_of_one_port_share_the_line_beside_it() -> None:
    fan = [row(0, 0, 1000, 500 * step) for step in (1, 2, 3)]
    found = lines(*fan)
    # From the port to 3.2 pixels beside it, whole pixels; from there to the height of each target, and on to it.
    assert found == [
        (0, 0, 3, 0),
        (3, 0, 3, 50),
        (3, 0, 3, 100),
        (3, 0, 3, 150),
        (3, 50, 100, 50),
        (3, 100, 100, 100),
        (3, 150, 100, 150),
    ]
    assert lines(*fan, *fan) == found, "where wires would fall on the same pixels there is one"


def test_level_and_short_wires_are_straight() -> None:
    assert lines(row(0, 0, 1000, 0)) == [(0, 0, 100, 0)]
    assert lines(row(0, 0, 200, 150)) == [(0, 0, 20, 15)]


def test_a_wire_that_runs_back_goes_round_between_its_ends() -> None:
    assert lines(row(1000, 0, 0, 400)) == [
        (-3, 20, -3, 40),
        (-3, 20, 103, 20),
        (-3, 40, 0, 40),
        (100, 0, 103, 0),
        (103, 0, 103, 20),
    ]
    back = lines(row(1000, 0, 0, 0))
    assert max(y for _, y, _, _ in back) == 6, "below, where there is no room between"


def test_the_lines_do_not_depend_on_where_one_looks(qtbot: QtBot) -> None:
    """The same wires, looked at from elsewhere, are the same pixels elsewhere."""
    nodes = tuple(
        Node(f"n{number}", "torch.nn.ReLU", f"r{number}", {}, (371.0 * number, 213.0 * (number % 3)))
        for number in range(6)
    )
    wires = tuple(Wire(f"w{number}", End("n0", "output"), End(f"n{number}", "input")) for number in range(1, 6))
    canvas = Canvas(Project(REGISTRY, [BlockData("main", "Net", nodes, wires)]), REGISTRY)
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    canvas.show()
    canvas.set_minimap_visible(False)
    canvas.frame_all()
    canvas.zoom_to(0.13)
    canvas.settle()
    before = canvas.grab().toImage()
    canvas.pan_by(17, 11)
    canvas.frame.forget()
    canvas.settle()
    inner = canvas.grab().toImage().copy(117, 111, 400, 250)
    assert inner == before.copy(100, 100, 400, 250)


def test_wires_grow_fainter_the_farther_one_looks_from(qtbot: QtBot) -> None:
    nodes = (Node("a", "torch.nn.ReLU", "a"), Node("b", "torch.nn.ReLU", "b", {}, (300.0, 0.0)))
    wire = Wire("w", End("a", "output"), End("b", "input"))
    canvas = Canvas(Project(REGISTRY, [BlockData("main", "Net", nodes, (wire,))]), REGISTRY)
    qtbot.addWidget(canvas)
    ground = current_theme().color("canvas")

    def away(scale: float) -> int:
        color = canvas.layers.wire_pen(wire, Style(False), scale).color()
        return abs(color.red() - ground.red()) + abs(color.green() - ground.green()) + abs(color.blue() - ground.blue())

    assert away(1.0) == away(0.6) > away(0.4) > away(0.3)
    assert away(0.2) >= away(1.0) // 2 - 3, "but never out of sight"


@pytest.fixture
def stages(qtbot: QtBot) -> Canvas:
    """Three frames side by side, close to each other; the middle one is the largest."""
    project = Project(REGISTRY)
    for number, (left, count) in enumerate(((0.0, 2), (420.0, 6), (1740.0, 2))):
        nodes = [project.main.add("torch.nn.ReLU", position=(left + 220.0 * place, 0.0)).id for place in range(count)]
        framing.add_frame(project.main, nodes, f"The stage with number {number}")
    canvas = Canvas(project, REGISTRY)
    qtbot.addWidget(canvas)
    canvas.resize(900, 500)
    canvas.show()
    return canvas


def grounds(canvas: Canvas, scale: float) -> list[QRectF]:
    titles, ground = FarTitles(), QPixmap(10, 10)
    painter = QPainter(ground)
    canvas.zoom_to(scale)
    titles.paint(painter, canvas.scene, canvas.view, canvas.scene.bounds(), frozenset())
    painter.end()
    return [title.ground for title in titles._titles.values()]


def test_titles_of_frames_never_lie_over_one_another(stages: Canvas) -> None:
    for scale in (0.5, 0.3, 0.19, 0.15, 0.12, 0.1, 0.08):
        found = grounds(stages, scale)
        assert not any(one.intersects(other) for one in found for other in found if one is not other), scale
    assert len(grounds(stages, 0.5)) == 3


def test_a_title_that_has_room_again_is_painted(stages: Canvas) -> None:
    stages.zoom_to(0.15)
    stages.settle()
    first = stages.scene.block.frames[0].id
    moved = [node.id for node in stages.scene.block.nodes.values() if node.frame == first]
    places = {node: stages.scene.block.nodes[node].position for node in moved}
    editing.move(stages.scene.block, {node: (x - 900.0, y + 300.0) for node, (x, y) in places.items()})
    stages.settle()
    shown = stages.grab().toImage()
    stages.frame.forget()
    stages.settle()
    assert shown == stages.grab().toImage()


@pytest.mark.parametrize(
    ("name", "scale", "shown"),
    [("fc", 0.22, True), ("node_123456", 0.22, True), ("node_123456", 0.1, False), ("max_pool2d", 0.34, True)],
)
def test_a_title_is_shortened_and_left_out_only_where_a_few_letters_have_no_room(
    qtbot: QtBot, name: str, scale: float, shown: bool
) -> None:
    project = Project(REGISTRY, [BlockData("main", "Net", (Node("a", "torch.nn.ReLU", name),))])
    canvas = Canvas(project, REGISTRY)
    qtbot.addWidget(canvas)
    words, font, room = _far_words(canvas.scene.look("a"), QRectF(QPointF(0, 0), canvas.scene.rect("a").size() * scale))
    assert bool(words) is shown
    assert QFontMetricsF(font).horizontalAdvance(words) <= room.width()
    assert font.pixelSize() >= 8
