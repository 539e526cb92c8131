"""The panel About: notes read as Markdown, written as text, told in the user's language where they are an example's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.changes import SetNotes
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.storage import files
from guinet.storage.example_notes import LANGUAGES, example_notes, in_language
from guinet.storage.examples import example_path, examples
from guinet.ui import translate
from guinet.ui.forms.text_area import TextArea
from guinet.ui.panels.notes import MOST, NotesPanel
from guinet.ui.theme import apply_theme

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def english(qapp: QApplication) -> Iterator[QApplication]:
    apply_theme(qapp, "dark")
    translate.install(qapp, "en")
    yield qapp
    translate.install(qapp, "en")


def shown(project: Project, qtbot: QtBot) -> NotesPanel:
    panel = NotesPanel(project)
    qtbot.addWidget(panel)
    panel.resize(340, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def part(panel: NotesPanel, type: type[W], name: str) -> W:
    found = panel.findChild(type, name)
    assert isinstance(found, type)
    return found


def page(panel: NotesPanel) -> QTextBrowser:
    return part(panel, QTextBrowser, "notes_page")


def click(panel: NotesPanel) -> None:
    QTest.mouseClick(part(panel, QPushButton, "edit_notes"), Qt.MouseButton.LeftButton)


def noted(text: str) -> Project:
    project = Project(REGISTRY)
    project.run("Write notes", [SetNotes(text)])
    return project


def test_notes_are_read_as_markdown(english: QApplication, qtbot: QtBot) -> None:
    panel = shown(noted("# Title\n\nSome **words**.\n\n1. one\n2. two"), qtbot)
    assert page(panel).toPlainText().splitlines() == ["Title", "Some words.", "one", "two"]
    assert page(panel).document().begin().blockFormat().headingLevel() == 1


def test_without_notes_it_says_what_would_fill_it(english: QApplication, qtbot: QtBot) -> None:
    panel = shown(Project(REGISTRY), qtbot)
    words = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert words == ["No notes yet. Press Edit and write what this project is about, and what to try."]
    assert not page(panel).isVisible()


def test_what_is_written_is_one_step_that_can_be_undone(english: QApplication, qtbot: QtBot) -> None:
    project = Project(REGISTRY)
    panel = shown(project, qtbot)
    click(panel)
    text = part(panel, TextArea, "project_notes")
    assert panel.focusWidget() is text
    QTest.keyClicks(text, "Digits for class")
    assert project.notes == "Digits for class"
    assert project.history.labels == ("Write notes",)
    click(panel)
    assert page(panel).toPlainText() == "Digits for class"
    project.undo()
    assert not page(panel).isVisible()
    project.redo()
    assert page(panel).toPlainText() == "Digits for class"


def test_nothing_is_fetched_or_followed(english: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    project = noted(
        f"![x]({(tmp_path / 'a.png').as_uri()}) <script>alert(1)</script> [go](https://example.org) <b>b</b>"
    )
    browser = page(shown(project, qtbot))
    assert browser.loadResource(2, (tmp_path / "a.png").as_uri()) is None
    assert not browser.openLinks()
    assert not browser.textInteractionFlags() & Qt.TextInteractionFlag.LinksAccessibleByMouse
    assert "<script>" in browser.toPlainText()
    assert "<b>b</b>" in browser.toPlainText()


@pytest.mark.parametrize("text", ["> " * 3000 + "deep", "x" * (2 * MOST), "[" * 20_000, "\0\ud7ff*_`" * 500])
def test_odd_notes_are_shown_all_the_same(text: str, english: QApplication, qtbot: QtBot) -> None:
    assert len(page(shown(noted(text), qtbot)).toPlainText()) <= MOST


def test_an_example_is_told_of_in_the_users_language(english: QApplication, qtbot: QtBot) -> None:
    project = files.load(example_path("digits-cnn"))
    panel = shown(project, qtbot)
    assert page(panel).toPlainText().startswith("Read handwritten digits with a CNN")
    assert "S18" not in " ".join(label.text() for label in panel.findChildren(QLabel))  # no row of a plan is told
    translate.install(english, "zh_CN")
    QApplication.processEvents()
    assert page(panel).toPlainText().startswith("用 CNN 识别手写数字")
    project.run("Write notes", [SetNotes("Mine.")])
    assert page(panel).toPlainText() == "Mine."


def test_every_example_says_what_it_shows_and_three_things_to_try_in_each_language() -> None:
    names = {example.name for example in examples()}
    for language in LANGUAGES:
        assert set(example_notes(language)) == names
        for name, text in example_notes(language).items():
            lines = text.splitlines()
            assert lines[0].startswith("# "), name
            assert [line[:3] for line in lines if line[1:3] == ". "] == ["1. ", "2. ", "3. "], name
            assert len(text) > 120, name
    for example in examples():
        notes = files.load(example.path).notes
        assert notes == example_notes("en")[example.name]
        assert in_language(notes, "zh") == example_notes("zh")[example.name]
        assert example.title == notes.splitlines()[0].removeprefix("# ")
