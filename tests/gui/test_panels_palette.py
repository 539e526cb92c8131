"""The palette: search, choose by key, drag."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from guinet.core.changes import AddBlock, SetBlock
from guinet.core.graph import BlockData
from guinet.core.project import Project, block_kind
from guinet.nodes.registry import REGISTRY
from guinet.ui import translate
from guinet.ui.panels.palette import KIND_MIME, PalettePanel
from guinet.ui.theme import apply_theme


@pytest.fixture
def project() -> Project:
    return Project(REGISTRY)


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot, project: Project) -> PalettePanel:
    apply_theme(qapp, "dark")
    translate.install(qapp, "en")
    panel = PalettePanel(REGISTRY, project)
    qtbot.addWidget(panel)
    panel.resize(236, 600)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def search(panel: PalettePanel) -> QLineEdit:
    return panel.findChildren(QLineEdit, "palette_search")[0]


def tree(panel: PalettePanel) -> QTreeWidget:
    return panel.findChildren(QTreeWidget, "palette_tree")[0]


def tops(panel: PalettePanel) -> list[QTreeWidgetItem]:
    found = [tree(panel).topLevelItem(number) for number in range(tree(panel).topLevelItemCount())]
    return [item for item in found if item is not None]


def children(top: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = [top.child(number) for number in range(top.childCount())]
    return [item for item in found if item is not None]


def item(panel: PalettePanel, text: str) -> QTreeWidgetItem:
    found = tree(panel).findItems(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    assert len(found) == 1
    return found[0]


def test_every_kind_is_there_once(panel: PalettePanel) -> None:
    for top in tops(panel):
        top.setExpanded(True)
    titles = [each.text(0) for top in tops(panel) for each in children(top)]
    controls = ["While", "If", "For"]  # each comes with a block of its own, so they are no node types
    assert sorted(titles) == sorted([*controls, *(each.title for each in (*REGISTRY.types(), *REGISTRY.templates()))])
    assert str(len(REGISTRY.types())) in search(panel).placeholderText()


def test_the_star_key_opens_a_category_with_all_that_is_in_it(panel: PalettePanel) -> None:
    pooling = next(top for top in tops(panel) if top.text(0) == "Pooling")
    tree(panel).setCurrentItem(pooling)
    QTest.keyClick(tree(panel), Qt.Key.Key_Asterisk)
    assert pooling.isExpanded()
    shown = [each.text(0) for each in children(pooling)]
    assert shown == [each.title for each in REGISTRY.types() if each.category == "pooling"]


def test_typing_and_enter_choose(panel: PalettePanel, qtbot: QtBot) -> None:
    search(panel).setFocus()
    QTest.keyClicks(search(panel), "fc")
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.keyClick(search(panel), Qt.Key.Key_Return)
    assert chosen.args == ["torch.nn.Linear"]


def test_arrows_walk_the_matches_from_the_search_field(panel: PalettePanel, qtbot: QtBot) -> None:
    search(panel).setFocus()
    QTest.keyClicks(search(panel), "conv")
    second = tops(panel)[1].text(0)
    QTest.keyClick(search(panel), Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.keyClick(search(panel), Qt.Key.Key_Return)
    found = REGISTRY.get(str(chosen.args[0]))
    assert found is not None
    assert found.title == second
    assert search(panel).hasFocus()


def test_a_word_nothing_is_called_is_told(panel: PalettePanel, qtbot: QtBot) -> None:
    words = panel.findChildren(QLabel, "palette_nothing")[0]
    assert not words.isVisible()
    QTest.keyClicks(search(panel), "qqqq")
    assert words.isVisible()
    search(panel).clear()
    assert not words.isVisible()


def test_a_double_click_chooses_a_kind_and_opens_a_group(panel: PalettePanel, qtbot: QtBot) -> None:
    view = tree(panel)
    linear = item(panel, "Bilinear")
    place = view.visualItemRect(linear).center()
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["torch.nn.Bilinear"]
    group = item(panel, "Inputs and outputs")
    assert not group.isExpanded()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualItemRect(group).center())
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualItemRect(group).center())
    assert group.isExpanded()


def test_a_drag_carries_the_kind(panel: PalettePanel) -> None:
    data = tree(panel).mimeData([item(panel, "Conv2d")])
    assert bytes(data.data(KIND_MIME).data()) == b"torch.nn.Conv2d"
    assert item(panel, "Conv2d").flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert not item(panel, "Convolution").flags() & Qt.ItemFlag.ItemIsDragEnabled


def test_groups_stay_as_they_were_after_a_search(panel: PalettePanel, qtbot: QtBot) -> None:
    item(panel, "Pooling").setExpanded(True)
    QTest.keyClicks(search(panel), "conv")
    search(panel).clear()
    assert item(panel, "Pooling").isExpanded()
    assert not item(panel, "Recurrent").isExpanded()


def test_blocks_of_the_project_come_and_go(panel: PalettePanel, project: Project, qtbot: QtBot) -> None:
    project.run("Make block", [AddBlock(BlockData("b1", "Residual"))])
    assert [each.text(0) for each in children(item(panel, "My blocks"))] == ["Residual"]
    project.run("Rename block", [SetBlock("b1", "Skip")])
    QTest.keyClicks(search(panel), "skip")
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.keyClick(search(panel), Qt.Key.Key_Return)
    assert chosen.args == [block_kind("b1")]
    search(panel).clear()
    project.undo()
    project.undo()
    assert not tree(panel).findItems("My blocks", Qt.MatchFlag.MatchExactly)


def test_the_theme_can_change_while_it_is_shown(panel: PalettePanel, qapp: QApplication) -> None:
    def color() -> str:
        image = tops(panel)[1].icon(0).pixmap(9, 9).toImage()
        return image.pixelColor(image.width() // 2, image.height() // 2).name()

    dark = color()
    apply_theme(qapp, "light")
    assert color() != dark
    apply_theme(qapp, "dark")
    assert color() == dark
