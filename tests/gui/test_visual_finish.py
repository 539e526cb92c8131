"""Small things one would be ashamed of: panels without an edge, gaps where nothing is, colours shown in one place only,
blocks without a name."""

from __future__ import annotations

from typing import Literal, TypeAlias

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QLabel,
    QMainWindow,
    QStyle,
    QStyleOptionFrame,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from guinet.core import appearance
from guinet.core.graph import COLOURS, BlockData, Node
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.node_painter import _far_words
from guinet.ui.canvas.plate import Plate
from guinet.ui.canvas.value_painter import height_below, paint_below
from guinet.ui.list_popup import ListPopup
from guinet.ui.opening import open_example
from guinet.ui.panels.outline import OutlinePanel
from guinet.ui.panels.properties import PropertiesPanel
from guinet.ui.theme import apply_theme, current_theme

Theme: TypeAlias = Literal["dark", "light"]
DARK: Theme = "dark"
LIGHT: Theme = "light"


class _Popup(ListPopup):
    def fill(self, text: str) -> None:
        self.put([QTreeWidgetItem([text])])

    def take(self, item: QTreeWidgetItem) -> None:
        self.close()


def edges(picture: QImage) -> set[str]:
    """The colours in the middle of its four edges."""
    right, bottom = picture.width() - 1, picture.height() - 1
    places = ((0, bottom // 2), (right, bottom // 2), (right // 2, 0), (right // 2, bottom))
    return {picture.pixelColor(*place).name() for place in places}


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_what_floats_over_the_rest_has_an_edge(qapp: QApplication, qtbot: QtBot, theme: Theme) -> None:
    apply_theme(qapp, theme)
    line = current_theme().color("line-strong").name()
    window = QMainWindow()
    qtbot.addWidget(window)
    dock = QDockWidget("Charts", window)
    dock.setWidget(QLabel("nothing yet"))
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    window.show()
    assert line not in edges(dock.grab().toImage()), "docked it lies between others"
    dock.setFloating(True)
    # Qt paints this itself where the system gives such windows no frame, as X11 does; not on the screen of a test.
    frame, option = QImage(240, 160, QImage.Format.Format_RGB32), QStyleOptionFrame()
    option.rect, option.lineWidth = frame.rect(), 1
    painter = QPainter(frame)
    qapp.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameDockWidget, option, painter, dock)
    painter.end()
    assert edges(frame) == {line}
    popup = _Popup("finish", "Type something", 1, window)
    popup.resize(300, 200)
    assert edges(popup.grab().toImage()) == {line}


@pytest.fixture
def project() -> Project:
    project = Project(REGISTRY)
    for place, name in enumerate(("one", "two", "three")):
        project.main.add("torch.nn.ReLU", name, (2000.0 * place, 0.0))
    return project


def dot_of(panel: OutlinePanel, name: str) -> QColor:
    (item,) = panel.findChildren(QTreeWidget)[0].findItems(
        name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    )
    picture = item.icon(0).pixmap(9, 9).toImage()
    return picture.pixelColor(picture.width() // 2, picture.height() // 2)


def test_the_outline_shows_each_node_in_its_colour(qapp: QApplication, qtbot: QtBot, project: Project) -> None:
    apply_theme(qapp, "dark")
    panel = OutlinePanel(project, REGISTRY)
    qtbot.addWidget(panel)
    qtbot.waitUntil(lambda: panel.findChildren(QTreeWidget)[0].topLevelItemCount() == 1)
    theme = current_theme()
    usual, pink = theme.category("activation"), theme.series(COLOURS.index("pink"))
    assert [dot_of(panel, name).name() for name in ("one", "two")] == [usual.name()] * 2
    appearance.colour(project.main, [project.main.node("two").id], "pink")
    assert [dot_of(panel, name).name() for name in ("one", "two")] == [usual.name(), pink.name()]
    project.undo()
    assert dot_of(panel, "two").name() == usual.name()


def test_the_minimap_shows_a_node_in_its_colour(qapp: QApplication, qtbot: QtBot, project: Project) -> None:
    apply_theme(qapp, "dark")
    canvas = Canvas(project, REGISTRY)
    qtbot.addWidget(canvas)
    canvas.resize(800, 500)
    canvas.show()
    canvas.zoom_to(1.0)
    qtbot.waitUntil(canvas.minimap.isVisible)
    pink = current_theme().series(COLOURS.index("pink"))

    def shown() -> int:
        picture = canvas.minimap.grab().toImage()
        columns = range(picture.width())
        return sum(picture.pixelColor(x, y) == pink for x in columns for y in range(picture.height()))

    assert shown() == 0
    appearance.colour(project.main, [project.main.node("three").id], "pink")
    assert shown() > 4
    project.undo()
    assert shown() == 0


@pytest.mark.parametrize(
    ("name", "scale", "words"),
    [("手写数字识别", 0.22, "手写…"), ("手写数字", 0.4, "手写数字"), ("手写数字识别", 0.12, "")],
)
def test_far_out_a_chinese_title_keeps_its_first_characters(qtbot: QtBot, name: str, scale: float, words: str) -> None:
    canvas = Canvas(Project(REGISTRY, [BlockData("main", "Net", (Node("a", "torch.nn.ReLU", name),))]), REGISTRY)
    qtbot.addWidget(canvas)
    card = QRectF(QPointF(0, 0), canvas.scene.rect("a").size() * scale)
    assert _far_words(canvas.scene.look("a"), card)[0] == words


@pytest.mark.parametrize(("example", "node"), [("custom-layers", "centred"), ("custom-layers", "my_linear")])
def test_no_gap_stands_where_a_form_is_empty(qapp: QApplication, qtbot: QtBot, example: str, node: str) -> None:
    project = open_example(example)
    panel = PropertiesPanel(project, REGISTRY)
    qtbot.addWidget(panel)
    panel.resize(330, 900)
    panel.show()
    panel.set_selection("main", (project.main.node(node).id,))
    titles = ["Shape", "What it does", "Note", "First values"]

    def labels() -> dict[str, QLabel]:
        return {label.text(): label for label in panel.findChildren(QLabel) if label.isVisible()}

    def gaps() -> list[int]:
        """How far above each title the thing before it ends."""
        inside = panel.widget()
        assert inside is not None
        shown = [each for each in inside.findChildren(QWidget) if each.isVisible() and not each.findChildren(QWidget)]
        boxes = [QRectF(each.mapTo(inside, QPointF(0, 0)), each.size()) for each in shown if each.height() > 1]
        tops = [labels()[title].mapTo(inside, QPointF(0, 0)).y() for title in titles]
        return [round(top - max(box.bottom() for box in boxes if box.bottom() <= top)) for top in tops]

    qtbot.waitUntil(lambda: set(titles) <= labels().keys())
    large = current_theme().pixels("space-large")
    assert all(gap <= 2 * large for gap in gaps()), gaps()


@pytest.mark.parametrize(("width", "sides"), [(600, 16), (1000, 25), (2000, 48)])
def test_a_narrow_canvas_keeps_less_room_at_its_sides(qtbot: QtBot, project: Project, width: int, sides: int) -> None:
    canvas = Canvas(project, REGISTRY)
    qtbot.addWidget(canvas)
    canvas.resize(width, 500)
    canvas.frame_all()
    box = canvas.view.rect_to_widget(canvas.scene.bounds())
    assert (round(box.left()), round(width - box.right())) == (sides, sides)


@pytest.mark.parametrize("name", ["", "y"])
@pytest.mark.parametrize("plate", [None, Plate(("[2., 4., 6.]",))])
def test_what_stands_below_a_circle_is_known_to_the_picture_under_it(
    qapp: QApplication, name: str, plate: Plate | None
) -> None:
    apply_theme(qapp, "dark")
    ground = QImage(300, 80, QImage.Format.Format_RGB32)
    ground.fill(QColor("#ff00ff"))
    painter = QPainter(ground)
    paint_below(painter, name, plate, QPointF(150.0, 0.0), 1.0)
    painter.end()
    rows = [y for y in range(80) if any(ground.pixelColor(x, y) != QColor("#ff00ff") for x in range(300))]
    below = height_below(name, plate)
    assert max(rows, default=-1) < max(below, 1.0)
    assert below - max(rows, default=0) < 3.0, "and no more room than that"
