"""Every part has the room it needs and takes no more: panels in the window, words in a row, columns in a table."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.formats import FORMATS
from guinet.core.project import MAIN, Project
from guinet.core.resources import resource
from guinet.nodes.registry import REGISTRY
from guinet.session.messages.predictions import Mistake, Mistakes, Sample
from guinet.ui.export_dialog import format_about
from guinet.ui.opening import open_example
from guinet.ui.panels.prediction_mistakes import MistakesList
from guinet.ui.panels.properties import PropertiesPanel
from guinet.ui.theme import current_theme

if TYPE_CHECKING:
    from tests.gui.conftest import Opened


def test_panels_leave_the_window_and_its_sides_as_large_as_they_are(
    show_window: Callable[..., Opened], qtbot: QtBot
) -> None:
    opened = show_window(open_example("digits-cnn")).ready()
    window = opened.window
    window.resize(1280, 800)
    sides = [window.docks["palette"], window.docks["properties"]]
    qtbot.waitUntil(lambda: window.width() == 1280 and all(side.width() > 160 for side in sides))
    before = [side.width() for side in sides]
    for name in ("values", "predictions", "autograd"):
        window.docks.show(name)
        assert window.panels[name].minimumWidth() <= 120
        QApplication.processEvents()
        assert (window.width(), window.height()) == (1280, 800), name
    assert [side.width() for side in sides] == before
    mode = opened.child(QWidget, "mode")
    assert mode.width() <= mode.sizeHint().width()  # what comes after stands beside it


def test_a_long_name_is_not_cut_beside_a_check_box(qtbot: QtBot) -> None:
    project = Project(REGISTRY)
    node = project.main.add("torch.nn.BatchNorm2d", "bn", (0.0, 0.0))
    panel = PropertiesPanel(project, REGISTRY)
    qtbot.addWidget(panel)
    panel.resize(330, 300)
    panel.show()
    panel.set_selection(MAIN, (node.id,))
    qtbot.waitUntil(lambda: any(label.text().startswith("track_") for label in panel.findChildren(QLabel)))
    QApplication.processEvents()
    (label,) = (each for each in panel.findChildren(QLabel) if each.text().startswith("track_"))
    assert label.height() >= 2 * label.fontMetrics().height()


def test_the_worst_mistakes_fit_into_their_column(qtbot: QtBot) -> None:
    panel = MistakesList()
    qtbot.addWidget(panel)
    panel.translate()
    panel.resize(270, 200)
    panel.show()
    items = tuple(Mistake(Sample("test", row), "3", "8", 2.397) for row in range(200, 204))
    panel.show_mistakes(Mistakes(part="test", rows=359, wrong=4, items=items))
    table = panel.findChild(QTreeWidget, "mistakes")
    assert isinstance(table, QTreeWidget)
    qtbot.waitUntil(lambda: table.isVisible() and table.horizontalScrollBar().maximum() == 0)


def test_what_is_bold_has_a_face_of_its_own(qapp: QApplication) -> None:
    """Qt would smear a lighter one, and would not thicken Chinese for less than bold."""
    faces = {QFontDatabase.weight("Inter", style) for style in QFontDatabase.styles("Inter")}
    assert faces == {400, 700}
    assert current_theme().font("strong").weight() == 700


def test_every_picture_of_the_style_is_there() -> None:
    names = re.findall(r"\$\{controls}/([a-z-]+\.svg)", resource("themes/style.qss").read_text(encoding="utf-8"))
    assert {"question.svg", "warning.svg", "critical.svg", "information.svg"} <= set(names)
    assert not [name for name in names if not resource(f"themes/controls/{name}").is_file()]


def test_the_export_says_of_each_format_what_it_holds() -> None:
    words = [format_about(name) for name, each in FORMATS.items() if not each.picture]
    assert len(set(words)) == len(words) == 7
    assert {format_about(name) for name, each in FORMATS.items() if each.picture}.isdisjoint(words)
