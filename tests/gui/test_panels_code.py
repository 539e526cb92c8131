"""The code panel: live text, marked lines, clicks; and the colours, which must cover the text they are for."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from guinet.ui.panels.code import CodePanel
from guinet.ui.panels.highlighting import spans_of
from guinet.ui.theme import apply_theme, current_theme

SOURCE = """import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 32, kernel_size=3, padding="same")
        self.head = nn.Linear(2048, 10)

    def forward(self, image):
        conv = self.conv(image)  # a picture
        return self.head(conv)
"""
LINES = {("main", "c"): (8, 12), ("main", "h"): (9, 13)}


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot) -> CodePanel:
    apply_theme(qapp, "dark")
    panel = CodePanel()
    qtbot.addWidget(panel)
    panel.resize(600, 400)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def view(panel: CodePanel) -> QPlainTextEdit:
    return panel.findChildren(QPlainTextEdit, "code_view")[0]


def marked(panel: CodePanel) -> list[str]:
    return [selection.cursor.block().text().strip() for selection in view(panel).extraSelections()]


def colors(panel: CodePanel, line: int) -> dict[str, str]:
    """The coloured pieces of a line (from 1) and their colours."""
    block = view(panel).document().findBlockByNumber(line - 1)
    return {
        block.text()[piece.start : piece.start + piece.length]: piece.format.foreground().color().name()
        for piece in block.layout().formats()
    }


def test_the_lines_of_the_selection_are_marked(panel: CodePanel) -> None:
    panel.set_selection("main", ("c",))
    panel.set_source(SOURCE, LINES)
    expected = ['self.conv = nn.Conv2d(1, 32, kernel_size=3, padding="same")', "conv = self.conv(image)  # a picture"]
    assert marked(panel) == expected
    panel.set_selection("main", ("h", "c"))
    assert len(marked(panel)) == 4
    panel.set_selection("main", ())
    assert marked(panel) == []


def test_a_click_on_a_line_finds_its_node(panel: CodePanel, qtbot: QtBot) -> None:
    panel.set_source(SOURCE, LINES)
    text = view(panel)
    cursor = QTextCursor(text.document().findBlockByNumber(8))
    with qtbot.waitSignal(panel.selected) as clicked:
        place = text.cursorRect(cursor).center()
        QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args == ["main", ("h",)]
    with qtbot.assertNotEmitted(panel.selected):
        place = text.cursorRect(QTextCursor(text.document().findBlockByNumber(0))).center()
        QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_new_text_keeps_the_place_and_what_is_selected(panel: CodePanel) -> None:
    panel.resize(300, 80)
    long = SOURCE + "".join(f"x{number} = {number}\n" for number in range(100))
    panel.set_source(long, {})
    text = view(panel)
    text.verticalScrollBar().setValue(60)
    cursor = QTextCursor(text.document().findBlockByNumber(62))
    cursor.select(QTextCursor.SelectionType.LineUnderCursor)
    text.setTextCursor(cursor)
    chosen = cursor.selectedText()
    place = text.verticalScrollBar().value()
    panel.set_source(long.replace("nn.Linear(2048, 10)", "nn.Linear(2048, 20)"), {})
    assert text.verticalScrollBar().value() == place
    assert text.textCursor().selectedText() == chosen
    assert "nn.Linear(2048, 20)" in text.toPlainText()


@given(st.lists(st.lists(st.sampled_from(["a", "b", "", "x = 1"]), max_size=6), min_size=2, max_size=4))
def test_the_panel_shows_exactly_the_last_text(qapp: QApplication, texts: list[list[str]]) -> None:
    panel = CodePanel()
    panel.show()
    for lines in texts:
        panel.set_source("\n".join(lines), {})
        assert view(panel).toPlainText() == "\n".join(lines)
    panel.close()
    panel.deleteLater()


def test_a_hidden_panel_takes_the_text_when_it_is_shown(panel: CodePanel) -> None:
    panel.hide()
    panel.set_source(SOURCE, LINES)
    panel.set_selection("main", ("h",))
    assert view(panel).toPlainText() == ""
    panel.show()
    assert view(panel).toPlainText() == SOURCE
    assert len(marked(panel)) == 2


def test_it_cannot_be_written_in(panel: CodePanel, qtbot: QtBot) -> None:
    panel.set_source(SOURCE, LINES)
    view(panel).setFocus()
    QTest.keyClicks(view(panel), "abc")
    assert view(panel).toPlainText() == SOURCE


def test_colours_follow_the_theme(panel: CodePanel, qapp: QApplication, qtbot: QtBot) -> None:
    panel.set_source(SOURCE, LINES)
    qtbot.waitUntil(lambda: bool(colors(panel, 13)))
    assert colors(panel, 5)["class"] == current_theme().color("code-keyword").name()
    assert colors(panel, 5)["Net"] == current_theme().color("code-class").name()
    assert colors(panel, 8)["32"] == current_theme().color("code-number").name()
    assert colors(panel, 12)["# a picture"] == current_theme().color("code-comment").name()
    apply_theme(qapp, "light")
    assert colors(panel, 5)["class"] == current_theme().color("code-keyword").name()
    apply_theme(qapp, "dark")


def test_the_last_of_many_texts_is_coloured(panel: CodePanel, qtbot: QtBot) -> None:
    for number in range(20):
        panel.set_source(f"x = {number}\n" * 50, {})
    qtbot.waitUntil(lambda: colors(panel, 50).get("19") == current_theme().color("code-number").name())
    qtbot.waitUntil(lambda: colors(panel, 1).get("19") == current_theme().color("code-number").name())


def test_spans_of_a_string_over_several_lines() -> None:
    assert spans_of('"""a\nb"""\n') == [((0, 4, "code-string"),), ((0, 4, "code-string"),), ()]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=60))
def test_spans_lie_within_their_lines(text: str) -> None:
    lines = text.split("\n")
    spans = spans_of(text)
    assert len(spans) == len(lines)
    for line, found in zip(lines, spans, strict=True):
        assert all(start >= 0 and length > 0 and start + length <= len(line) for start, length, _ in found)


@pytest.mark.parametrize("word", sorted(set(keyword.kwlist) - {"None", "True", "False"}))
def test_every_keyword_has_its_colour(word: str) -> None:
    assert "code-keyword" in {role for line in spans_of(f"{word} x") for _, _, role in line}
