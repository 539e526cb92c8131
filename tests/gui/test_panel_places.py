"""Where the panels stand, that a hand can size, close and bring them back, and what each says while it is empty."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDockWidget,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.panel_table import PANELS

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
RIGHT_SIDE = ("properties", "parameters", "values", "gradients", "docs")
BELOW = ("charts", "autograd", "runs", "predictions", "code", "problems", "history")


@pytest.fixture
def opened(show_window: Callable[..., Opened], iris: Path) -> Opened:
    opened = show_window(iris).ready()
    opened.window.resize(1500, 950)
    QApplication.processEvents()
    return opened


def place(opened: Opened, name: str) -> QRect:
    """Where a panel is in the window, once it is in front."""
    opened.window.docks.show(name)
    QApplication.processEvents()
    dock = opened.window.docks[name]
    return QRect(dock.mapTo(opened.window, QPoint(0, 0)), dock.size())


def test_palette_and_outline_left_the_inspector_right_the_rest_below(opened: Opened) -> None:
    window = opened.window
    canvas = QRect(window.canvas.mapTo(window, QPoint(0, 0)), window.canvas.size())
    for name in ("palette", "outline"):
        assert place(opened, name).right() < canvas.left()
    for name in RIGHT_SIDE:
        assert place(opened, name).left() > canvas.right()
    for name in BELOW:
        assert place(opened, name).top() > canvas.bottom()


def test_a_hand_resizes_a_panel(opened: Opened) -> None:
    window, palette = opened.window, place(opened, "palette")
    border = QPoint(palette.right() + 2, palette.center().y())
    QTest.mouseMove(window, border)
    QTest.mousePress(window, LEFT, NONE, border)
    QTest.mouseMove(window, border + QPoint(30, 0))
    QTest.mouseMove(window, border + QPoint(60, 0))
    opened.until(lambda: place(opened, "palette").width() == pytest.approx(palette.width() + 60, abs=6))
    QTest.mouseRelease(window, LEFT, NONE, border + QPoint(60, 0))


def test_a_panel_is_closed_by_its_button_and_brought_back_by_the_menu(opened: Opened) -> None:
    dock = opened.window.docks["outline"]
    button = dock.findChild(QAbstractButton, "qt_dockwidget_closebutton")
    assert isinstance(button, QAbstractButton)
    QTest.mouseClick(button, LEFT)
    assert not dock.isVisible()
    dock.toggleViewAction().trigger()
    assert dock.isVisible()


def test_a_panel_in_a_row_of_tabs_is_closed_by_the_menu_of_its_tab(opened: Opened) -> None:
    dock = opened.window.docks["cost"]
    bars = opened.window.findChildren(QTabBar)
    bar, place = next((bar, place) for bar in bars for place in range(bar.count()) if bar.tabText(place) == "Cost")
    bar.customContextMenuRequested.emit(bar.tabRect(place).center())
    menu = bar.findChild(QMenu, "tab_menu")
    assert isinstance(menu, QMenu)
    _, action = menu.actions()
    assert action.text() == "Close Cost"
    action.trigger()
    menu.close()
    opened.until(dock.isHidden)


def test_every_panel_can_be_moved_closed_and_floated(opened: Opened) -> None:
    movable = (
        QDockWidget.DockWidgetFeature.DockWidgetMovable
        | QDockWidget.DockWidgetFeature.DockWidgetClosable
        | QDockWidget.DockWidgetFeature.DockWidgetFloatable
    )
    for dock in opened.window.docks.all():
        assert dock.features() & movable == movable
        dock.toggleViewAction().trigger()  # those behind others are closed as well
        assert dock.toggleViewAction().isChecked() is not dock.isHidden()


def words(panel: QWidget) -> list[str]:
    """What a person reads in a panel."""
    found = [panel] if isinstance(panel, QLabel) else panel.findChildren(QWidget)
    texts = []
    for each in found:
        if isinstance(each, QLabel) and each.isVisible():
            texts.append(QTextDocumentFragment.fromHtml(each.text()).toPlainText())
        elif isinstance(each, QTextEdit | QPlainTextEdit) and each.isVisible():
            texts.append(each.toPlainText() or each.placeholderText())
    return [text for text in texts if text.strip()]


def test_an_empty_panel_says_what_would_fill_it(show_window: Callable[..., Opened]) -> None:
    opened = show_window(Project(REGISTRY)).ready()
    opened.window.resize(1500, 950)
    for row in PANELS:
        if row.name in ("palette", "outline", "history"):
            continue  # lists that always have a row: all nodes, the block, "As opened"
        opened.window.docks.show(row.name)
        panel = opened.window.docks[row.name].widget() if row.words is not None else opened.window.panels[row.name]
        opened.until(partial(speaks, panel))


def speaks(panel: QWidget) -> bool:
    """Whether there is more in a panel than a heading."""
    return len(" ".join(words(panel)).split()) >= 4


def test_numbers_can_be_selected(opened: Opened) -> None:
    node = next(node for node in opened.document.main.nodes.values() if node.kind == "torch.nn.Linear")
    opened.window.canvas.select((node.id,))
    opened.window.docks.show("cost")
    total = "cost_total"
    opened.until(lambda: "parameters" in opened.child(QLabel, total).text())
    found = 0
    for name in ("properties", "cost"):
        for label in opened.window.panels[name].findChildren(QLabel):
            if label.isVisible() and re.search(r"\d", label.text()):
                assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse, label.text()
                found += 1
    assert found >= 4
    label = opened.child(QLabel, total)
    QTest.mouseDClick(label, LEFT, NONE, QPoint(4, label.height() // 2))
    assert label.selectedText() == label.text().split()[0]
