"""Where the card of a problem stands: on free ground beside its node, or farther off with a line that leads to it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from pytestqt.qtbot import QtBot

from guinet.core.problems import Problem, Severity
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from tests.gui.canvases import center, id_of, show_canvas


def crowded(qtbot: QtBot, *others: tuple[float, float]) -> Canvas:
    """One bad node in the middle of 900×600, and others around it."""
    project = Project(REGISTRY)
    project.main.add("torch.nn.ReLU", "bad", (0.0, 0.0))
    for place in others:
        project.main.add("torch.nn.ReLU", position=place)
    canvas = show_canvas(qtbot, project)
    canvas.set_minimap_visible(False)
    middle = canvas.rect().center() - center(canvas, "bad")
    canvas.pan_by(middle.x(), middle.y())
    bad = id_of(canvas, "bad")
    canvas.set_problems([Problem("wrong", "This is wrong.", severity=Severity.ERROR, block="main", node=bad)])
    return canvas


def hidden(canvas: Canvas) -> list[str]:
    """The nodes under the card."""
    card = canvas.problem_cards.card
    assert card is not None
    assert canvas.rect().contains(card.geometry())
    return [node for node in canvas.scene.nodes if canvas.shown_rect(node).intersects(QRectF(card.geometry()))]


def test_alone_it_stands_below(qtbot: QtBot) -> None:
    canvas = crowded(qtbot)
    canvas.select([id_of(canvas, "bad")])
    card = canvas.problem_cards.card
    assert card is not None
    assert card.y() - canvas.node_rect("bad").bottom() == 12
    assert canvas.problem_cards.leader() is None


def test_it_hides_no_neighbour_where_there_is_free_ground(qtbot: QtBot) -> None:
    canvas = crowded(qtbot, (0.0, 90.0), (200.0, 90.0), (200.0, 0.0), (-200.0, 0.0))
    canvas.select([id_of(canvas, "bad")])
    assert hidden(canvas) == []


def test_past_a_row_of_neighbours_a_line_leads_to_it(qtbot: QtBot) -> None:
    around = [(x, y) for x in (-340.0, -170.0, 0.0, 170.0, 340.0) for y in (-80.0, 0.0, 80.0) if (x, y) != (0.0, 0.0)]
    canvas = crowded(qtbot, *around)
    canvas.select([id_of(canvas, "bad")])
    assert hidden(canvas) == []
    line, card = canvas.problem_cards.leader(), canvas.problem_cards.card
    assert line is not None
    assert card is not None
    node = canvas.node_rect("bad")
    assert line.x1() == line.x2()
    assert node.left() <= line.x1() <= node.right()
    assert {line.y1(), line.y2()} & {node.top(), node.bottom()}
    canvas.select(())
    assert canvas.problem_cards.leader() is None


def test_while_the_view_pans_it_goes_along_with_its_node(qtbot: QtBot) -> None:
    canvas = crowded(qtbot, (0.0, 90.0))
    canvas.select([id_of(canvas, "bad")])
    card = canvas.problem_cards.card
    assert card is not None
    before = card.pos()
    canvas.pan_by(40, -30)
    assert card.pos() == before + QPoint(40, -30)
    canvas.pan_by(-2000, 0)
    assert canvas.rect().contains(card.geometry()), "never out of sight"


def test_one_that_goes_with_the_pointer_stays_within_its_reach(qtbot: QtBot) -> None:
    around = [(x, y) for x in (-170.0, 0.0, 170.0) for y in (-80.0, 0.0, 80.0) if (x, y) != (0.0, 0.0)]
    canvas = crowded(qtbot, *around)
    qtbot.mouseMove(canvas, center(canvas, "bad"))
    card = canvas.problem_cards.card
    assert card is not None
    node, box = canvas.node_rect("bad").toRect(), card.geometry()
    assert node.adjusted(-18, -18, 18, 18).intersects(box)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
