"""Ctrl+F in the whole window: nodes by name, type, shape and problem."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel

from guinet.core import grouping
from guinet.core.graph import BlockData
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.find import FindPopup

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]


@pytest.fixture
def project() -> Project:
    """x → linear (N×5) → relu, the two in a block, and a second Linear whose in_features is wrong."""
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    add = project.main.add
    x, linear, relu = add("guinet.Input", "x", shape=(4,)), add("torch.nn.Linear", "inner"), add("torch.nn.ReLU", "act")
    project.main.set(linear, out_features=5)
    broken = add("torch.nn.Linear", "broken", out_features=7, in_features=99)
    project.main.connect(x["output"], linear["input"])
    project.main.connect(linear["output"], relu["input"])
    project.main.connect(relu["output"], broken["input"])
    grouping.group(project.main, [linear.id, relu.id])
    return project


class Seeker:
    """Opens the popup by its keys and types."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened

    def find(self, text: str, look: Callable[[FindPopup], None]) -> None:
        """Types `text`; `look` may look, and Enter takes what is found."""
        seen: list[FindPopup] = []

        def act() -> None:
            popup = self.opened.child(FindPopup, "find_popup")
            try:
                self.opened.qtbot.keyClicks(popup.line, text)
                look(popup)
                self.opened.qtbot.keyClick(popup.line, Qt.Key.Key_Return)
                seen.append(popup)
            finally:
                popup.reject()

        QTimer.singleShot(0, act)
        self.opened.trigger("find")
        assert seen


def rows(popup: FindPopup) -> list[str]:
    items = [popup.list.topLevelItem(row) for row in range(popup.list.topLevelItemCount())]
    return [item.text(0) for item in items if item is not None]


def test_a_node_within_a_block_is_found_by_its_shape_and_shown(show_window: ShowWindow, project: Project) -> None:
    opened = show_window(project).ready()
    opened.until(lambda: opened.window.panels.problems)
    window = opened.window

    def look(popup: FindPopup) -> None:
        assert rows(popup) == ["act"]
        assert "N×5" in popup.list.topLevelItem(0).text(2)  # type: ignore[union-attr]

    Seeker(opened).find("relu nx5", look)

    assert window.canvas.block_id != MAIN
    assert [window.canvas.scene.block.nodes[node].name for node in window.canvas.selection] == ["act"]


def test_what_is_wrong_is_found_by_its_words(show_window: ShowWindow, project: Project) -> None:
    opened = show_window(project).ready()
    opened.until(lambda: opened.window.panels.problems)

    Seeker(opened).find("in_features 5", lambda popup: rows_are(popup, ["broken"]))

    assert opened.window.canvas.block_id == MAIN
    assert opened.window.canvas.selection == (project.main.node("broken").id,)


def test_nothing_found_says_so_and_enter_does_nothing(show_window: ShowWindow, project: Project) -> None:
    opened = show_window(project).ready()
    before = opened.window.canvas.selection

    def look(popup: FindPopup) -> None:
        rows_are(popup, [])
        words = popup.findChild(QLabel, "find_words")
        assert isinstance(words, QLabel)
        assert words.text() == "No node has that in its name, type, shape or problems."

    Seeker(opened).find("qqq", look)

    assert opened.window.canvas.selection == before


def rows_are(popup: FindPopup, expected: list[str]) -> None:
    assert rows(popup) == expected
