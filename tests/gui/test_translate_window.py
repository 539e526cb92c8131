"""A change of the language while the window is open: nothing keeps the words of the other one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.changes import SetArgument
from guinet.ui import translate
from guinet.ui.app import create_window
from guinet.ui.panel_table import PANELS
from guinet.ui.theme import apply_theme
from guinet.ui.window import Window

CHINESE = re.compile("[\u4e00-\u9fff]")
OF_QT = ("qt_", "ScrollLeft", "ScrollRight")
"""Buttons inside docks and rows of tabs: Qt names them for screen readers when it makes them, and not again."""

OF_BOTH = ("中文 / English", "简体中文")


@pytest.fixture
def window(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> Iterator[Window]:
    """The bundled example with one layer spoilt, that layer selected, and charts; in English unless asked for."""
    apply_theme(qapp, "dark")
    translate.install(qapp, getattr(request, "param", "en"))
    window = create_window(in_process=True)
    window.resize(1280, 800)
    window.show()
    for row in PANELS:
        assert window.panels[row.name].isWidgetType()
    qtbot.waitUntil(lambda: bool(window.panels.reports))
    assert window.hearing.feed.panel is not None
    window.hearing.feed.panel.add_epoch(
        1, 20, {"loss": 1.0, "validation_loss": 1.5, "accuracy": 0.5, "learning_rate": 0.1}
    )
    window.hearing.feed.panel.set_best(20)
    main = window.document.main
    fc = main.node("fc").id
    window.document.run("Set argument", [SetArgument(main.id, fc, "in_features", 256)])
    qtbot.waitUntil(lambda: bool(window.panels.problems))
    window.docks.show("problems")
    window.canvas.select((fc,))
    qtbot.waitUntil(lambda: window.findChild(QLabel, "node_name") is not None)
    qtbot.waitUntil(lambda: len(window.findChildren(QPushButton, "fix_0")) == 2)
    yield window
    window.document.history.mark_saved()
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    window.deleteLater()
    translate.install(qapp, "en")


def speak(window: Window, language: str) -> None:
    """Chooses a language as the status bar's button does."""
    if translate.current_language() != language:
        button = next(each for each in window.statusBar().findChildren(QToolButton) if each.text() == OF_BOTH[0])
        button.click()
    assert translate.current_language() == language


def said(window: Window) -> Iterator[str]:
    """Everything the window's widgets, menus and tips say."""
    for widget in (window, *window.findChildren(QWidget)):
        if widget.objectName().startswith(OF_QT):
            continue
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
        if isinstance(widget, (QLabel, QPushButton, QToolButton)):
            yield widget.text()
        if isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        if isinstance(widget, QMenu):
            yield widget.title()
        if isinstance(widget, QTreeWidget):
            yield from rows(widget)
    for action in window.findChildren(QAction):
        yield from (action.text(), action.iconText(), action.toolTip())


def rows(tree: QTreeWidget) -> Iterator[str]:
    tops = [tree.topLevelItem(index) for index in range(tree.topLevelItemCount())]
    groups = [group for group in tops if group is not None]
    for item in (*groups, *(group.child(row) for group in groups for row in range(group.childCount()))):
        if item is not None:
            yield from (item.text(0), item.toolTip(0))


def text_of(window: Window, name: str) -> str:
    label = window.findChild(QWidget, name)
    assert isinstance(label, (QLabel, QToolButton))
    return label.text()


def fix_words(window: Window) -> set[str]:
    return {button.text() for button in window.findChildren(QPushButton, "fix_0") if not button.isHidden()}


def test_menu_panel_problem_and_status_change(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: text_of(window, "status_state").startswith("● ready"))
    assert text_of(window, "status_problems") == "⚠ 1 error"
    assert fix_words(window) == {"Set in_features to 1024"}
    speak(window, "zh_CN")
    qtbot.waitUntil(lambda: "作用" in set(said(window)))
    assert window.menuBar().actions()[0].text() == "文件(&F)"
    assert window.actions_by_name["open"].text() == "打开(&O)…"
    assert window.actions_by_name["open"].toolTip() == "打开 (Ctrl+O)"
    assert window.docks["problems"].windowTitle() == "问题 1"
    assert text_of(window, "status_state").startswith("● 就绪 · torch ")
    assert text_of(window, "status_problems") == "⚠ 1 个错误"
    # The cards with the repairs are made anew, in a turn of the loop of their own.
    qtbot.waitUntil(lambda: fix_words(window) == {"将 in_features 设为 1024"})
    texts = set(said(window))
    assert "fc 期望 in_features = 256，但传入的是 N×1024（1024）。" in texts
    assert "最后一维乘以可学习的矩阵：每个输出都与所有输入相连。" in texts  # what a Linear does
    assert "输出最后一维的大小。" in texts  # the tip of out_features
    assert {"鸢尾花", "卷积", "损失", "学习率 0.1"} <= texts
    digits = next(node for node in window.document.main.nodes.values() if node.kind == "guinet.data.digits")
    assert window.canvas.scene.look(digits.id).title == "手写数字"


@pytest.mark.parametrize("window", ["zh_CN"], indirect=True)
def test_nothing_stays_in_the_other_language(window: Window, qtbot: QtBot) -> None:
    assert "作用" in set(said(window))
    speak(window, "en")

    def all_is_english() -> None:
        assert {text for text in said(window) if CHINESE.search(text) and text not in OF_BOTH} == set()

    qtbot.waitUntil(all_is_english)


def test_what_stands_on_charts_follows(window: Window, qtbot: QtBot) -> None:
    assert window.hearing.feed.panel is not None
    loss = window.hearing.feed.panel.charts["loss"]
    speak(window, "zh_CN")
    qtbot.waitUntil(lambda: (loss.title, loss.accessibleName()) == ("损失", "损失"))
    assert [line.label for line in loss.plot.lines.values()] == ["训练", "验证"]
    assert loss.save_action.text() == "保存图表…"
    speak(window, "en")
    qtbot.waitUntil(lambda: [line.label for line in loss.plot.lines.values()] == ["train", "valid"])


def test_repairs_are_not_cut_off(window: Window, qtbot: QtBot) -> None:
    speak(window, "zh_CN")
    buttons = [
        each for each in window.findChildren(QPushButton) if each.objectName().startswith("fix") and each.isVisible()
    ]
    assert buttons
    qtbot.waitUntil(lambda: all(each.width() >= each.sizeHint().width() for each in buttons if each.isVisible()))
