"""Theme, language, the command palette, the bars: what changes while the window runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMenu, QToolButton, QTreeWidget

from guinet.session.events import Device
from guinet.storage.files import dumps
from guinet.ui.command_palette import CommandPalette
from guinet.ui.panel_table import PANELS
from guinet.ui.settings import settings_path
from guinet.ui.theme import current_theme
from guinet.ui.translate import current_language

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]


@pytest.fixture
def opened(show_window: ShowWindow, iris: Path) -> Opened:
    return show_window(iris).ready()


def settings() -> dict[str, object]:
    stored: dict[str, object] = json.loads(settings_path().read_text(encoding="utf-8"))
    return stored


def status_button(opened: Opened, words: str) -> QToolButton:
    (found,) = [button for button in opened.window.statusBar().findChildren(QToolButton) if button.text() == words]
    return found


def test_the_theme_changes_at_a_click_and_is_remembered(opened: Opened) -> None:
    dark = opened.window.grab().toImage().pixelColor(5, 5).lightness()
    status_button(opened, "Dark").click()
    light = opened.window.grab().toImage().pixelColor(5, 5).lightness()
    assert not current_theme().dark
    assert dark < 60 < 200 < light
    assert settings()["theme"] == "light"
    status_button(opened, "Light").click()
    assert current_theme().dark


def test_the_menu_marks_the_theme_that_was_chosen(opened: Opened) -> None:
    status_button(opened, "Dark").click()
    marked = {action.data(): action.isChecked() for action in opened.window.findChildren(QAction) if action.data()}
    assert (marked["light"], marked["dark"]) == (True, False)


def test_the_language_changes_everywhere_at_a_click(opened: Opened) -> None:
    window = opened.window
    window.docks.set_count("problems", 3)
    status_button(opened, "中文 / English").click()
    assert current_language() == "zh_CN"
    opened.until(lambda: window.actions_by_name["undo"].text() != "&Undo")
    assert window.docks["properties"].windowTitle() != "Properties"
    assert window.docks["problems"].windowTitle().endswith(" 3")
    assert "nodes" not in opened.child(QLabel, "status_size").text()
    assert settings()["language"] == "zh_CN"
    status_button(opened, "中文 / English").click()
    opened.until(lambda: window.actions_by_name["undo"].text() == "&Undo")
    assert window.docks["problems"].windowTitle() == "Problems 3"


def test_theme_and_language_change_while_it_trains(opened: Opened) -> None:
    opened.document.training["epochs"] = 1_000_000
    opened.window.bridge.session.reopen()
    opened.trigger("train")
    opened.until(lambda: opened.training.step > 5)
    for _ in range(2):
        status_button(opened, "中文 / English").click()
        opened.window._menus.next_theme()
        goes_on(opened)


def goes_on(opened: Opened) -> None:
    step = opened.training.step
    opened.until(lambda: opened.training.step > step)


def run_from_palette(opened: Opened, typed: str, *keys: Qt.Key) -> list[str]:
    """Opens the command palette by its shortcut, types, presses keys; the rows there were."""
    rows: list[str] = []

    def drive() -> None:
        palette = opened.window.findChild(CommandPalette)
        assert palette is not None
        search, tree = opened.child(QLineEdit, "command_search"), opened.child(QTreeWidget, "command_list")
        QTest.keyClicks(search, typed)
        rows.extend(item.text(0) for item in tree.findItems("", Qt.MatchFlag.MatchContains))
        for key in keys:
            QTest.keyClick(search, key)
        if palette.isVisible():
            palette.reject()

    QTimer.singleShot(0, drive)
    opened.trigger("command_palette")
    return rows


def test_the_command_palette_runs_an_action_by_keyboard(opened: Opened) -> None:
    before = dumps(opened.document)
    opened.document.main.add("torch.nn.ReLU")
    rows = run_from_palette(opened, "und", Qt.Key.Key_Return)
    assert rows == ["Undo"]
    assert dumps(opened.document) == before


def test_the_command_palette_lists_every_action_and_arrows_walk_it(opened: Opened) -> None:
    opened.document.main.add("torch.nn.ReLU")
    rows = run_from_palette(opened, "do", Qt.Key.Key_Escape)
    assert rows[:2] == ["Undo", "Redo"]
    everything = run_from_palette(opened, "", Qt.Key.Key_Escape)
    assert len(everything) == len(opened.window.actions_by_name.all()) - 1 + len(PANELS)
    opened.trigger("undo")
    run_from_palette(opened, "do", Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert opened.document.history.labels


def test_an_action_that_cannot_be_done_now_is_not_run(opened: Opened) -> None:
    run_from_palette(opened, "stop", Qt.Key.Key_Return)
    assert not opened.training.active


def test_the_bar_shows_how_to_do_anything(opened: Opened) -> None:
    button = opened.child(QToolButton, "command_palette_button")
    assert button.text() == "Do anything…  Ctrl+K"
    assert button.property("variant") == "muted"


def test_messages_leave_the_other_words_in_the_status_bar(opened: Opened) -> None:
    opened.window.canvas.message.emit("Something was done.")
    assert opened.message == "Something was done."
    assert opened.child(QLabel, "status_size").isVisible()
    assert opened.child(QLabel, "status_state").isVisible()


def test_the_device_menu_shows_what_torch_reports_and_sets_it(opened: Opened) -> None:
    opened.window.bar.set_devices((Device("cpu", "CPU"), Device("cuda:0", "Big GPU")))
    box = opened.child(QComboBox, "device")
    assert [box.itemText(index) for index in range(box.count())] == ["CPU", "Big GPU"]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert opened.document.training["device"] == "cuda:0"
    opened.trigger("undo")
    assert box.currentData() == "cpu"


def test_undo_and_redo_are_there_when_they_can_be_done(opened: Opened) -> None:
    actions = opened.window.actions_by_name
    assert (actions["undo"].isEnabled(), actions["redo"].isEnabled()) == (False, False)
    opened.document.main.add("torch.nn.ReLU")
    assert (actions["undo"].isEnabled(), actions["redo"].isEnabled()) == (True, False)
    opened.trigger("undo")
    assert (actions["undo"].isEnabled(), actions["redo"].isEnabled()) == (False, True)


def test_the_right_button_offers_what_can_be_done_with_nodes(opened: Opened) -> None:
    canvas = opened.window.canvas
    node = next(iter(opened.document.main.nodes.values()))
    at = canvas.node_rect(node.name).center().toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at))
    QApplication.sendEvent(canvas, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (duplicate,) = [action for action in menu.actions() if action.objectName() == "duplicate"]
    count = len(opened.document.main.nodes)
    duplicate.trigger()
    menu.close()
    assert len(opened.document.main.nodes) == count + 1


def test_a_problem_in_the_status_bar_leads_to_the_list(opened: Opened) -> None:
    node = opened.window.canvas.add_at("torch.nn.Linear", QPoint(300, 300).toPointF())
    assert node is not None
    opened.until(lambda: opened.window.panels.problems)
    opened.window.docks.show("code")
    button = opened.child(QToolButton, "status_problems")
    assert button.isVisible()
    button.click()
    assert opened.shows("problems")


def test_typing_in_a_field_never_reaches_the_canvas(opened: Opened) -> None:
    before = dumps(opened.document)
    opened.window.canvas.select_all()
    search = opened.child(QLineEdit, "palette_search")
    search.setFocus()
    QTest.keyClicks(search, "fx")
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Home):
        QTest.keyClick(search, key)
    assert search.text() == "f"
    assert dumps(opened.document) == before


@pytest.mark.parametrize(("width", "alone"), [(1700, False), (1160, True)])
def test_export_stays_in_sight_in_a_small_window_however_long_the_words(
    opened: Opened, width: int, alone: bool
) -> None:
    bar, export = opened.window.bar, opened.child(QToolButton, "export_button")
    opened.window.resize(width, 800)
    opened.until(lambda: bar.width() == width)
    # As long as what a training says with the bar of its progress, which is away here.
    bar._say("epoch 999/1000 · 1 234 567 samples/s · 12:42:00 left")
    opened.until(lambda: export.isVisible() and export.geometry().right() < bar.width())
    search = opened.child(QToolButton, "command_palette_button")
    assert (search.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly) is alone
