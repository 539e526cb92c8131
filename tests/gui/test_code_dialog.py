"""A new project from Python text: by the welcome page, by the menus, from a file; what is wrong with a text is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.code_dialog import CodeDialog
from guinet.ui.panels.problems import ProblemsPanel
from guinet.ui.welcome import WelcomeDialog
from guinet.ui.window import Window

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]
During = Callable[[Callable[[CodeDialog], None]], None]

NETWORK = """
import torch
from torch import nn

class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 8)

    def forward(self, x):
        return torch.relu(self.first(x))
"""


def child(dialog: QWidget, kind: type[QWidget], name: str) -> QWidget:
    found = dialog.findChild(kind, name)
    assert found is not None, f"there is no {name}"
    return found


def press(dialog: QWidget, name: str) -> None:
    QTest.mouseClick(child(dialog, QPushButton, name), Qt.MouseButton.LeftButton)


def text_of(dialog: QWidget) -> QPlainTextEdit:
    found = child(dialog, QPlainTextEdit, "code_dialog_text")
    assert isinstance(found, QPlainTextEdit)
    return found


def message(dialog: QWidget) -> str:
    found = child(dialog, QLabel, "code_dialog_message")
    assert isinstance(found, QLabel)
    return found.text()


@pytest.fixture
def during(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Callable[[Callable[[CodeDialog], None]], None]:
    """Does something with the dialog while it is open, and waits until it has closed."""

    def take(act: Callable[[CodeDialog], None]) -> None:
        def run(dialog: CodeDialog) -> int:
            dialog.show()
            act(dialog)
            qtbot.waitUntil(lambda: not dialog.isVisible())
            return dialog.result()

        monkeypatch.setattr(CodeDialog, "exec", run)

    return take


def newest() -> Project:
    return Window.windows[-1].document


def names() -> list[str]:
    return [node.name for node in newest().main.nodes.values()]


def test_the_welcome_page_makes_a_project_of_what_is_on_the_clipboard(
    show_window: ShowWindow, during: During, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = show_window(Project(REGISTRY)).ready()
    QApplication.clipboard().setText(NETWORK)
    monkeypatch.setattr(WelcomeDialog, "exec", lambda dialog: press(dialog, "welcome_new_from_code"))
    during(lambda dialog: press(dialog, "code_dialog_make"))
    opened.trigger("welcome")
    assert len(Window.windows) == 2
    assert newest().main.name == "Small"
    assert names() == ["x", "first", "relu", "output"]
    assert newest().history.is_modified
    assert newest().path is None
    assert not opened.document.main.nodes


def test_a_text_that_is_no_python_is_marked_at_its_line_and_can_be_mended(
    show_window: ShowWindow, during: During
) -> None:
    opened = show_window(Project(REGISTRY)).ready()
    QApplication.clipboard().setText("only words")
    seen: list[str] = []

    def mend(dialog: QWidget) -> None:
        text = text_of(dialog)
        assert text.toPlainText() == ""
        assert not child(dialog, QPushButton, "code_dialog_make").isEnabled()
        QTest.keyClicks(text, "nn.Linear(2, 3")
        press(dialog, "code_dialog_make")
        opened.until(lambda: message(dialog).startswith("Line 1 is not Python"))
        seen.append(message(dialog))
        QTest.keyClick(text, Qt.Key.Key_End)
        QTest.keyClicks(text, ")")
        assert message(dialog) == ""
        QTest.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    during(mend)
    opened.trigger("new_from_code")
    assert seen == ["Line 1 is not Python: '(' was never closed."]
    assert "torch.nn.Linear" in [node.kind for node in newest().main.nodes.values()]


def test_giving_up_opens_nothing(show_window: ShowWindow, during: During) -> None:
    opened = show_window(Project(REGISTRY)).ready()
    during(lambda dialog: press(dialog, "code_dialog_cancel"))
    opened.trigger("new_from_code")
    assert Window.windows == [opened.window]


def test_a_file_is_imported_and_what_was_left_out_of_it_is_in_the_problems(
    show_window: ShowWindow, during: During, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "net.py"
    file.write_text("import os\nx = torch.ones(3)\ny = x + 1\nos.remove('z')\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    opened = show_window(Project(REGISTRY)).ready()

    during(lambda dialog: None)  # it is read at once, and closes by itself
    opened.trigger("import")
    assert len(Window.windows) == 2
    window = Window.windows[-1]
    opened.until(lambda: not window.docks["problems"].visibleRegion().isEmpty())
    words = child(window, ProblemsPanel, "problems_panel").findChildren(QLabel)
    opened.until(lambda: any(label.text().startswith("Line 4") for label in words))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("net.onnx", "net.onnx: .onnx files cannot be imported yet; a .py file can."),
        ("gone.py", "gone.py could not be read (No such file or directory): check the name and the drive."),
    ],
)
def test_a_file_that_cannot_be_read_is_told_where_it_was_asked_for(
    show_window: ShowWindow,
    during: During,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    words: str,
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / name), ""))
    opened = show_window(Project(REGISTRY)).ready()
    told: list[str] = []

    def look(dialog: QWidget) -> None:
        told.append(message(dialog))
        press(dialog, "code_dialog_cancel")

    during(look)
    opened.trigger("import")
    assert told == [f"{tmp_path}/{words}"]
