"""Problem cards, reports on wires, tooltips, activity, pictures for files, themes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from guinet.core.changes import RemoveNode, SetArgument
from guinet.core.problems import Fix, GuinetError, Misuse, Problem, Severity
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.core.values import TensorSpec
from guinet.nodes.registry import REGISTRY
from guinet.storage.problems import SaveFailed
from guinet.ui.canvas import tooltips
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.hits import Hit
from guinet.ui.canvas.overlay import Activity
from guinet.ui.canvas.picture import paint_scene, picture, scene_bounds
from guinet.ui.theme import apply_theme, current_choice, current_theme
from tests.gui.canvases import show_canvas

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """flatten → linear, with what a check would say of them."""
    project = Project(REGISTRY)
    flatten = project.main.add("torch.nn.Flatten", "flatten", (0.0, 0.0))
    linear = project.main.add("torch.nn.Linear", "linear", (400.0, 0.0), in_features=256, out_features=10)
    project.main.connect(flatten["output"], linear["input"])
    canvas = show_canvas(qtbot, project)
    canvas.set_reports({flatten.id: NodeReport({"output": TensorSpec(("N", 512))}), linear.id: NodeReport()})
    return canvas


def problem(canvas: Canvas, severity: Severity = Severity.ERROR) -> Problem:
    linear = canvas.project.main.node("linear").id
    return Problem(
        "features",
        "{node} expects {expected} features, gets {got}.",
        {"node": "linear", "expected": "256", "got": "512"},
        severity,
        block="main",
        node=linear,
        port="input",
        expected="N×256",
        got="N×512",
        why="Flatten gives 512 values for each sample.",
        fixes=(Fix("Set in_features to {n}", (SetArgument("main", linear, "in_features", 512),), {"n": "512"}),),
    )


def colors(canvas: Canvas, area: QRectF) -> set[str]:
    canvas.settle()
    image = canvas.grab(area.toAlignedRect()).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_selecting_a_bad_node_shows_its_card_inside_the_canvas(canvas: Canvas) -> None:
    canvas.set_problems([problem(canvas)])
    assert canvas.problem_cards.card is None
    canvas.select([canvas.project.main.node("linear").id])
    card = canvas.problem_cards.card
    assert card is not None
    assert card.isVisible()
    assert card.message.text() == "linear expects 256 features, gets 512."
    assert card.message.height() >= card.message.heightForWidth(card.message.width())
    assert canvas.rect().contains(card.geometry())
    assert not QRectF(card.geometry()).intersects(canvas.node_rect("linear"))


def test_pointing_at_a_bad_node_shows_its_card_and_leaving_hides_it(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.set_problems([problem(canvas)])
    qtbot.mouseMove(canvas, canvas.node_rect("linear").center().toPoint())
    assert canvas.problem_cards.card is not None
    qtbot.mouseMove(canvas, QPoint(10, 10))
    qtbot.waitUntil(lambda: canvas.problem_cards.card is None)


def test_a_click_on_the_repair_makes_it_in_one_step(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.set_problems([problem(canvas)])
    canvas.select([canvas.project.main.node("linear").id])
    card = canvas.problem_cards.card
    assert card is not None
    button = card.findChild(QPushButton, "fix")
    assert button is not None
    assert button.text() == "Set in_features to 512"
    before = len(canvas.project.history.labels)
    qtbot.mouseClick(button, LEFT)
    assert canvas.project.main.node("linear").arguments["in_features"] == 512
    assert len(canvas.project.history.labels) == before + 1
    canvas.set_problems([])
    assert canvas.problem_cards.card is None


def test_a_repair_that_no_longer_fits_says_so_and_leaves_the_graph_whole(qtbot: QtBot, canvas: Canvas) -> None:
    linear = canvas.project.main.node("linear").id
    stale = Problem("x", "Wrong.", block="main", node=linear, fixes=(Fix("Remove", (RemoveNode("main", "gone"),)),))
    canvas.set_problems([stale])
    canvas.select([linear])
    card = canvas.problem_cards.card
    assert card is not None
    button = card.findChild(QPushButton, "fix")
    assert button is not None
    with qtbot.waitSignal(canvas.message):
        qtbot.mouseClick(button, LEFT)
    assert set(canvas.scene.nodes) == set(canvas.project.main.nodes)


def test_explain_unfolds_what_was_expected_and_what_came(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.set_problems([problem(canvas)])
    canvas.select([canvas.project.main.node("linear").id])
    card = canvas.problem_cards.card
    assert card is not None
    height = card.height()
    explain = card.findChild(QPushButton, "explain")
    assert explain is not None
    qtbot.mouseClick(explain, LEFT)
    assert card.details.isVisible()
    assert card.details.text() == "Expected: N×256\nGot: N×512\nFlatten gives 512 values for each sample."
    assert card.height() > height


def test_no_card_is_in_the_way_of_a_gesture(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.set_problems([problem(canvas)])
    start = canvas.node_rect("linear").center().toPoint()
    qtbot.mousePress(canvas, LEFT, NONE, start)
    qtbot.mouseMove(canvas, start + QPoint(0, 60))
    assert canvas.problem_cards.card is None
    qtbot.mouseRelease(canvas, LEFT, NONE, start + QPoint(0, 60))
    card = canvas.problem_cards.card
    assert card is not None
    assert card.y() > canvas.node_rect("linear").bottom()


@pytest.mark.parametrize(("severity", "role"), [(Severity.ERROR, "node-error"), (Severity.WARNING, "node-warning")])
def test_a_bad_node_has_a_border_and_a_badge_of_its_severity(canvas: Canvas, severity: Severity, role: str) -> None:
    wanted = current_theme().color(role).name()
    area = canvas.node_rect("linear").adjusted(-12, -12, 12, 12)
    assert wanted not in colors(canvas, area)
    canvas.set_problems([problem(canvas, severity)])
    assert wanted in colors(canvas, area)
    canvas.set_problems([])
    assert wanted not in colors(canvas, area)


def test_problems_of_another_block_are_not_shown_here(canvas: Canvas) -> None:
    linear = canvas.project.main.node("linear").id
    canvas.set_problems([Problem("x", "Wrong.", block="other", node=linear)])
    canvas.select([linear])
    assert canvas.problem_cards.card is None


def test_the_shape_appears_on_the_wire_and_goes_with_the_report(canvas: Canvas) -> None:
    label = current_theme().color("wire-label").name()
    middle = QRectF(canvas.wire_point(next(iter(canvas.scene.wires))), QSize(0, 0)).adjusted(-60, -24, 60, 10)
    assert label in colors(canvas, middle)
    flatten = canvas.project.main.node("flatten").id
    canvas.set_reports({}, [flatten])
    assert label not in colors(canvas, middle)


def test_activity_draws_a_bar(canvas: Canvas) -> None:
    wanted = current_theme().color("success").name()
    area = canvas.node_rect("linear")
    assert wanted not in colors(canvas, area)
    canvas.set_activity({canvas.project.main.node("linear").id: Activity(0.5, "0.0731")})
    assert wanted in colors(canvas, area)
    canvas.set_activity({})
    assert wanted not in colors(canvas, area)


# Words


def test_tooltips_say_name_shape_and_problem(canvas: Canvas) -> None:
    canvas.set_problems([problem(canvas)])
    flatten, linear = canvas.project.main.node("flatten").id, canvas.project.main.node("linear").id
    wire = next(iter(canvas.scene.wires))
    assert "flatten.output → linear.input" in tooltips.hit_text(canvas.scene, Hit("wire", wire))
    assert "N×512 float32" in tooltips.hit_text(canvas.scene, Hit("wire", wire))
    assert "N×512 float32" in tooltips.hit_text(canvas.scene, Hit("port", flatten, "output", True))
    assert "expects 256" in tooltips.hit_text(canvas.scene, Hit("port", linear, "input"))
    assert "256→10" in tooltips.hit_text(canvas.scene, Hit("node", linear))
    assert tooltips.hit_text(canvas.scene, Hit("nothing")) == ""


def test_a_help_event_shows_the_tooltip(canvas: Canvas) -> None:
    at = canvas.node_rect("linear").center().toPoint()
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, at, canvas.mapToGlobal(at)))
    assert "Linear" in QToolTip.text()
    QToolTip.hideText()


def test_no_tooltip_lies_over_the_card_of_a_problem(canvas: Canvas) -> None:
    canvas.set_problems([problem(canvas)])
    canvas.select((canvas.project.main.node("linear").id,))
    at = canvas.node_rect("linear").center().toPoint()
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, at, canvas.mapToGlobal(at)))
    assert canvas.problem_cards.card is not None
    assert QToolTip.text() == ""


def test_screen_readers_hear_the_selection(canvas: Canvas) -> None:
    assert canvas.accessibleName() == "Canvas"
    canvas.select([canvas.project.main.node("flatten").id])
    assert "Flatten" in canvas.accessibleDescription()
    assert "N×512" in canvas.accessibleDescription()
    canvas.select(())
    assert "none selected" in canvas.accessibleDescription()


def test_the_right_button_selects_and_asks_for_a_menu(qtbot: QtBot, canvas: Canvas) -> None:
    at = canvas.node_rect("flatten").center().toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at))
    with qtbot.waitSignal(canvas.contextRequested) as signal:
        QApplication.sendEvent(canvas, event)
    hit, where = signal.args
    assert (hit.what, hit.id) == ("node", canvas.project.main.node("flatten").id)
    assert where == canvas.mapToGlobal(at)
    assert canvas.selection == (hit.id,)


# Pictures


def test_an_svg_holds_the_words_and_shows_what_a_png_shows(canvas: Canvas, tmp_path: Path) -> None:
    project, reports = canvas.project, canvas.scene.reports
    picture(project, REGISTRY, reports, tmp_path / "net.svg", "svg")
    picture(project, REGISTRY, reports, tmp_path / "net.png", "png", scale=1.0)
    text = (tmp_path / "net.svg").read_text()
    for word in ("Flatten", "Linear", "256→10"):
        assert word in text
    png = QImage(str(tmp_path / "net.png"))
    renderer = QSvgRenderer(str(tmp_path / "net.svg"))
    assert renderer.isValid()
    again = QImage(png.size(), QImage.Format.Format_RGB32)
    painter = QPainter(again)
    renderer.render(painter)
    painter.end()
    assert _mean_difference(png, again) < 6
    assert current_theme().category("linear").name() in {
        QColor(png.pixel(x, png.height() // 2)).name() for x in range(png.width())
    }


def _mean_difference(one: QImage, other: QImage) -> float:
    """The mean difference of the channels, 0–255."""
    same = [image.convertToFormat(QImage.Format.Format_RGB32) for image in (one, other)]
    arrays = [np.frombuffer(image.constBits(), np.uint8).astype(int) for image in same]
    return float(np.abs(arrays[0] - arrays[1]).mean())


def test_a_pdf_is_one_page_of_the_graphs_own_size(canvas: Canvas, tmp_path: Path) -> None:
    path = tmp_path / "net.pdf"
    picture(canvas.project, REGISTRY, {}, path, "pdf")
    data = path.read_bytes()
    assert data.startswith(b"%PDF")
    bounds = scene_bounds(canvas.scene)
    assert f"/MediaBox [0 0 {bounds.width():.0f}".encode() in data


def test_png_scale_multiplies_the_size(canvas: Canvas, tmp_path: Path) -> None:
    picture(canvas.project, REGISTRY, {}, tmp_path / "one.png", "png", scale=1.0)
    picture(canvas.project, REGISTRY, {}, tmp_path / "two.png", "png", scale=2.0)
    assert QImage(str(tmp_path / "two.png")).size() == QImage(str(tmp_path / "one.png")).size() * 2


def test_pictures_that_cannot_be_are_refused_in_words(canvas: Canvas, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="gif"):
        picture(canvas.project, REGISTRY, {}, tmp_path / "net.gif", "gif")
    with pytest.raises(GuinetError, match="empty"):
        picture(Project(REGISTRY), REGISTRY, {}, tmp_path / "net.svg", "svg")
    for format in ("svg", "png", "pdf"):
        with pytest.raises(SaveFailed, match=f"net.{format}"):
            picture(canvas.project, REGISTRY, {}, tmp_path / "missing" / f"net.{format}", format)


def test_a_painted_scene_fills_the_rectangle_it_is_given(canvas: Canvas) -> None:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff00ff"))
    painter = QPainter(image)
    paint_scene(painter, canvas.scene, QRectF(50, 50, 300, 200))
    painter.end()
    assert image.pixelColor(10, 10).name() == "#ff00ff"
    assert image.pixelColor(60, 60).name() == current_theme().color("canvas").name()


def test_a_change_of_theme_repaints_everything(qapp: QApplication, canvas: Canvas) -> None:
    before, sheet = current_choice(), qapp.styleSheet()
    try:
        for choice in ("light", "dark"):
            apply_theme(qapp, choice)
            canvas.settle()
            shown = canvas.grab().toImage().pixelColor(QPointF(canvas.width() - 5, 5).toPoint()).name()
            assert shown == current_theme().color("canvas").name()
            body = canvas.grab().toImage().pixelColor((canvas.node_rect("linear").center() + QPointF(50, 20)).toPoint())
            assert body.name() == current_theme().color("node-body").name()
    finally:
        apply_theme(qapp, before)
        qapp.setStyleSheet(sheet)
